/* SPDX-License-Identifier: Apache-2.0 */
/* Answers about least sets in an attack graph: cost of an attack, cuts, hardening, depth. */

#include "config.h"

#include <string.h>

#include "analysis/graph/attack-choose.h"
#include "ui/report/graph-answers-private.h"

#define MOST_CUT 3 /* nodes of a minimal cut that is listed */
#define MOST_SETS 10000

static void
write_number_after (RedanJson *json, const char *key, const char *suffix, double value)
{
  g_autofree char *name = g_strconcat (key, suffix, NULL);

  redan_json_number (json, name, value);
}

/* The bounds stand beside what is not proven. */
static void
write_bounds (RedanJson *json, const char *key, const RedanAttackSelection *selection)
{
  g_autofree char *optimal = g_strconcat (key, "_optimal", NULL);

  redan_json_boolean (json, optimal, selection->optimal);
  if (selection->optimal)
    return;
  write_number_after (json, key, "_lower", selection->lower);
  write_number_after (json, key, "_upper", selection->upper);
}

/* A node that a form put in for another stands for it: a defense that is not enabled. */
static guint32
get_shown (const RedanGraphCase *self, guint32 node)
{
  return node < self->attack->n_foreign ? node : self->graph->label[node];
}

static void
write_chosen (const RedanGraphCase *self,
              RedanJson *json,
              const char *key,
              const RedanAttackItems *items,
              const guint32 *chosen,
              guint32 n)
{
  redan_json_begin_array (json, key);
  for (guint32 i = 0; i < n; i++)
    {
      guint32 node = get_shown (self, items->node[items->offset[chosen[i]]]);

      if (node != REDAN_ATTACK_NONE)
        redan_graph_write_id (self, json, node);
    }
  redan_json_end_array (json);
}

void
redan_graph_write_min_attack_cost (const RedanGraphCase *self, RedanJson *json, const char *key)
{
  g_autoptr (RedanAttackItems) items = redan_attack_items_new_costed (self->graph);
  g_autoptr (RedanAttackSelection) best = redan_attack_select (
      self->graph, NULL, self->goal, REDAN_ATTACK_SUCCEED, items, &self->options->budget);

  redan_json_number (json, key, best->upper);
  write_chosen (self, json, "min_attack_cost_steps", items, best->chosen, best->n_chosen);
  write_bounds (json, key, best);
}

void
redan_graph_write_minimal_cuts (const RedanGraphCase *self, RedanJson *json, const char *key)
{
  g_autoptr (RedanAttackItems) items = redan_attack_items_new_removable (self->graph);
  g_autoptr (RedanAttackSets) cuts = NULL;

  if (strcmp (key, "cut_candidates") == 0)
    {
      redan_json_begin_array (json, key);
      for (guint32 i = 0; i < items->n; i++)
        redan_graph_write_id (self, json, get_shown (self, items->node[i]));
      redan_json_end_array (json);
      return;
    }
  cuts = redan_attack_minimal_sets (self->graph, NULL, self->goal, REDAN_ATTACK_STOP, items,
                                    MOST_CUT, MOST_SETS, &self->options->budget);
  redan_json_begin_array (json, key);
  for (guint32 i = 0; i < cuts->n; i++)
    write_chosen (self, json, NULL, items, cuts->item + cuts->offset[i],
                  cuts->offset[i + 1] - cuts->offset[i]);
  redan_json_end_array (json);
  redan_json_boolean (json, "minimal_cuts_complete", cuts->complete);
}

void
redan_graph_write_hardening (const RedanGraphCase *self, RedanJson *json, const char *key)
{
  g_autoptr (RedanAttackItems) items = redan_attack_items_new_removable (self->graph);
  g_autoptr (RedanAttackSelection) best = redan_attack_select (
      self->graph, NULL, self->goal, REDAN_ATTACK_STOP, items, &self->options->budget);

  redan_json_begin_object (json, key);
  redan_json_number (json, "cost", best->upper);
  redan_json_number (json, "lower", best->lower);
  redan_json_boolean (json, "optimal", best->optimal);
  write_chosen (self, json, "nodes", items, best->chosen, best->n_chosen);
  redan_json_end_object (json);
}

/* "depth" counts nodes that have a class, "k" each class once. */
void
redan_graph_write_depth (const RedanGraphCase *self, RedanJson *json, const char *key)
{
  g_autoptr (RedanAttackItems) items =
      redan_attack_items_new_classes (self->graph, strcmp (key, "k") == 0);
  g_autoptr (RedanAttackSelection) best = NULL;

  if (items->n == 0)
    return;
  best = redan_attack_select (self->graph, NULL, self->goal, REDAN_ATTACK_SUCCEED, items,
                              &self->options->budget);
  redan_json_number (json, key, best->upper);
  write_bounds (json, key, best);
}

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static int
compare_lists (gconstpointer a, gconstpointer b)
{
  const GPtrArray *x = *(GPtrArray *const *) a;
  const GPtrArray *y = *(GPtrArray *const *) b;

  for (guint i = 0; i < MIN (x->len, y->len); i++)
    {
      int order = strcmp (g_ptr_array_index (x, i), g_ptr_array_index (y, i));

      if (order != 0)
        return order;
    }

  return (x->len > y->len) - (x->len < y->len);
}

static const char *
get_class (const RedanGraphCase *self, const RedanAttackItems *items, guint32 item)
{
  guint32 node = get_shown (self, items->node[items->offset[item]]);

  return g_array_index (self->foreign->nodes, RedanForeignNode, node).class_name;
}

/* The sets of classes of the least size that an attack needs, by name. */
void
redan_graph_write_witnesses (const RedanGraphCase *self, RedanJson *json, const char *key)
{
  g_autoptr (RedanAttackItems) items = redan_attack_items_new_classes (self->graph, TRUE);
  g_autoptr (RedanAttackSelection) best = NULL;
  g_autoptr (RedanAttackSets) sets = NULL;
  g_autoptr (GPtrArray) lists = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);

  if (items->n == 0)
    return;
  best = redan_attack_select (self->graph, NULL, self->goal, REDAN_ATTACK_SUCCEED, items,
                              &self->options->budget);
  sets = redan_attack_minimal_sets (self->graph, NULL, self->goal, REDAN_ATTACK_SUCCEED, items,
                                    isfinite (best->upper) ? best->n_chosen : 0, MOST_SETS,
                                    &self->options->budget);
  for (guint32 i = 0; i < sets->n; i++)
    {
      GPtrArray *list = g_ptr_array_new ();

      for (guint32 j = sets->offset[i]; j < sets->offset[i + 1]; j++)
        g_ptr_array_add (list, (gpointer) get_class (self, items, sets->item[j]));
      g_ptr_array_sort (list, compare_texts);
      if (list->len == best->n_chosen)
        g_ptr_array_add (lists, list);
      else
        g_ptr_array_unref (list);
    }
  g_ptr_array_sort (lists, compare_lists);

  redan_json_begin_array (json, key);
  for (guint i = 0; i < lists->len; i++)
    {
      const GPtrArray *list = g_ptr_array_index (lists, i);

      redan_json_begin_array (json, NULL);
      for (guint j = 0; j < list->len; j++)
        redan_json_string (json, NULL, g_ptr_array_index (list, j));
      redan_json_end_array (json);
    }
  redan_json_end_array (json);
  redan_json_boolean (json, "witnesses_complete", sets->complete && best->optimal);
}
