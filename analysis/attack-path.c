/* SPDX-License-Identifier: Apache-2.0 */
/* Turns the nodes of an attack into hops. */

#include "config.h"

#include "analysis/attack-path.h"
#include "analysis/attack-private.h"

#include <math.h>
#include <string.h>

/* What follows so plainly that nobody needs to be told. */
static const struct
{
  RedanHold from;
  RedanHold to;
} plain[] = {
  { REDAN_HOLD_INTERNET, REDAN_HOLD_AT },
  { REDAN_HOLD_AT, REDAN_HOLD_INTERNET },
  { REDAN_HOLD_AT, REDAN_HOLD_AT },
  { REDAN_HOLD_AT, REDAN_HOLD_PARTNER },
  { REDAN_HOLD_AT, REDAN_HOLD_PATH },
  { REDAN_HOLD_INTERNET, REDAN_HOLD_PATH },
  { REDAN_HOLD_CTL, REDAN_HOLD_AS },
  { REDAN_HOLD_CTL, REDAN_HOLD_USER },
  { REDAN_HOLD_CTL, REDAN_HOLD_SEE },
  { REDAN_HOLD_CTL, REDAN_HOLD_ALTER },
  { REDAN_HOLD_CTL, REDAN_HOLD_DOWN },
  { REDAN_HOLD_CTL, REDAN_HOLD_PUSH },
  { REDAN_HOLD_CTL, REDAN_HOLD_MEMBER },
  { REDAN_HOLD_CTL, REDAN_HOLD_AT },
  { REDAN_HOLD_USER, REDAN_HOLD_REACH },
  { REDAN_HOLD_USE, REDAN_HOLD_USER },
  { REDAN_HOLD_USE, REDAN_HOLD_FLOW_SEE },
  { REDAN_HOLD_USE, REDAN_HOLD_FLOW_ALTER },
  { REDAN_HOLD_ACCOUNT, REDAN_HOLD_ACCOUNT_USER },
  { REDAN_HOLD_LAN, REDAN_HOLD_LAN },
};

typedef struct
{
  const RedanAttackView *view;
  RedanAttackPath *path;
  GHashTable *order; /* node to position + 1 */
} Teller;

static void
clear_hop (gpointer data)
{
  RedanAttackHop *hop = data;

  g_array_unref (hop->controls);
}

static guint
get_order (const Teller *self, guint32 node)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->order, GUINT_TO_POINTER (node)));
}

/* The precondition in the attack by which a state came about: the last one before it. */
static guint32
find_before (const Teller *self, guint32 node)
{
  const RedanAttackGraph *graph = &self->view->graph;
  guint own = get_order (self, node);
  guint best = 0;
  guint32 found = REDAN_NONE;

  for (guint32 i = graph->in_offset[node]; i < graph->in_offset[node + 1]; i++)
    {
      guint order = get_order (self, graph->in_source[i]);

      if (order > best && order < own)
        {
          best = order;
          found = graph->in_source[i];
        }
    }

  return found;
}

static gboolean
is_plain (RedanHold from, RedanHold to)
{
  for (guint i = 0; i < G_N_ELEMENTS (plain); i++)
    if (plain[i].from == from && plain[i].to == to)
      return TRUE;

  return FALSE;
}

static void
add_state (Teller *self, guint32 node, const RedanAttackItem *item)
{
  RedanAttackHop hop = { .item = *item,
                         .node = node,
                         .before = REDAN_N_HOLDS,
                         .before_index = REDAN_NONE,
                         .to = item->hold,
                         .to_index = item->index,
                         .odds = 1 };
  guint32 before = attack_is_entry (self->view, node) ? REDAN_NONE : find_before (self, node);
  RedanAttackItem from;

  if (before != REDAN_NONE)
    {
      redan_attack_get_item (self->view->attack, before, &from);
      if (from.is != REDAN_ITEM_IS_HOLD)
        {
          /* what the step before won */
          for (guint i = self->path->hops->len; i > 0; i--)
            {
              RedanAttackHop *step = &g_array_index (self->path->hops, RedanAttackHop, i - 1);

              if (step->node != before || step->to != REDAN_N_HOLDS)
                continue;
              step->to = item->hold;
              step->to_index = item->index;
              break;
            }
          return;
        }
      hop.before = from.hold;
      hop.before_index = from.index;
      hop.implied = is_plain (from.hold, item->hold);
    }
  hop.controls = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_array_append_val (self->path->hops, hop);
}

static gboolean
is_control (RedanItemIs is)
{
  return is == REDAN_ITEM_IS_CONTROL || is == REDAN_ITEM_IS_LINKED;
}

static void
add_step (Teller *self, guint32 node, const RedanAttackItem *item)
{
  const RedanAttackGraph *graph = &self->view->graph;
  RedanAttackHop hop = { .item = *item,
                         .node = node,
                         .before = REDAN_N_HOLDS,
                         .before_index = REDAN_NONE,
                         .to = REDAN_N_HOLDS,
                         .to_index = REDAN_NONE };
  double cost = graph->effort[node];

  hop.controls = g_array_new (FALSE, FALSE, sizeof (guint32));
  for (guint32 i = graph->in_offset[node]; i < graph->in_offset[node + 1]; i++)
    {
      guint32 source = graph->in_source[i];
      RedanAttackItem control;

      redan_attack_get_item (self->view->attack, source, &control);
      if (!is_control (control.is) || graph->effort[source] <= 0)
        continue;
      cost += graph->effort[source];
      g_array_append_val (hop.controls, source);
    }
  hop.odds = exp (-cost);
  g_array_append_val (self->path->hops, hop);
}

/* Each step and each control once, however many steps need it. */
static void
sum_up (RedanAttackPath *path, const RedanAttackView *view)
{
  g_autoptr (GHashTable) controls = g_hash_table_new (NULL, NULL);
  g_autoptr (GHashTable) classes = g_hash_table_new (NULL, NULL);
  double cost = 0;

  for (guint i = 0; i < path->hops->len; i++)
    {
      const RedanAttackHop *hop = &g_array_index (path->hops, RedanAttackHop, i);

      cost += view->graph.effort[hop->node];
      path->effort += view->attack->graph->effort[hop->node];
      path->skill = MAX (path->skill, view->graph.skill[hop->node]);
      for (guint j = 0; j < hop->controls->len; j++)
        {
          guint32 node = g_array_index (hop->controls, guint32, j);

          if (!g_hash_table_add (controls, GUINT_TO_POINTER (node + 1)))
            continue;
          cost += view->graph.effort[node];
          if (view->graph.node_class[node] == REDAN_ATTACK_NONE)
            continue;
          path->n_controls++;
          g_hash_table_add (classes, GUINT_TO_POINTER (view->graph.node_class[node] + 1));
        }
    }
  path->odds = exp (-cost);
  path->n_classes = g_hash_table_size (classes);
}

RedanAttackPath *
redan_attack_path_new (const RedanAttackView *view, GArray *nodes)
{
  RedanAttackPath *path = g_new0 (RedanAttackPath, 1);
  g_autoptr (GHashTable) order = g_hash_table_new (NULL, NULL);
  Teller self = { view, path, order };
  RedanAttackItem item = { 0 };

  path->nodes = nodes;
  path->hops = g_array_new (FALSE, FALSE, sizeof (RedanAttackHop));
  g_array_set_clear_func (path->hops, clear_hop);
  for (guint i = 0; i < nodes->len; i++)
    g_hash_table_insert (order, GUINT_TO_POINTER (g_array_index (nodes, guint32, i)),
                         GUINT_TO_POINTER (i + 1));
  for (guint i = 0; i < nodes->len; i++)
    {
      guint32 node = g_array_index (nodes, guint32, i);

      redan_attack_get_item (view->attack, node, &item);
      if (item.is == REDAN_ITEM_IS_HOLD)
        add_state (&self, node, &item);
      else if (item.is == REDAN_ITEM_IS_THREAT || item.is == REDAN_ITEM_IS_FACT)
        add_step (&self, node, &item);
    }
  path->goal = item.hold;
  path->asset = item.index;
  sum_up (path, view);

  return path;
}

void
redan_attack_path_free (RedanAttackPath *self)
{
  if (self == NULL)
    return;

  g_array_unref (self->nodes);
  g_array_unref (self->hops);
  g_free (self);
}

RedanAttackPath *
redan_attack_path_new_best (const RedanAttackView *view, guint32 goal)
{
  g_autoptr (GArray) nodes =
      redan_attack_trace (&view->ways, &view->scenario, view->value, view->via, goal);

  return nodes->len == 0 ? NULL : redan_attack_path_new (view, g_steal_pointer (&nodes));
}

char *
redan_attack_path_dup_key (const RedanAttackView *view, const RedanAttackPath *path)
{
  const RedanAttack *attack = view->attack;
  GString *key = g_string_new (NULL);

  for (guint i = 0; i < path->hops->len; i++)
    {
      const RedanAttackHop *hop = &g_array_index (path->hops, RedanAttackHop, i);

      if (hop->item.is == REDAN_ITEM_IS_THREAT)
        {
          g_autofree char *id =
              redan_threat_dup_id (attack->facts, &g_array_index (attack->analysis->threats,
                                                                  RedanThreat, hop->item.threat));

          g_string_append_printf (key, "%s%s", key->len > 0 ? " " : "", id);
        }
      else if (hop->item.is == REDAN_ITEM_IS_FACT)
        {
          const RedanObject *object = redan_attack_get_fact_object (attack, &hop->item);
          RedanIdText id;

          redan_id_to_text (&object->id, id);
          g_string_append_printf (key, "%sfact-%u@%s", key->len > 0 ? " " : "", hop->item.fact, id);
        }
    }

  return g_string_free (key, FALSE);
}

const RedanObject *
redan_attack_item_get_object (const RedanAttack *attack, const RedanAttackItem *item)
{
  if (item->is == REDAN_ITEM_IS_THREAT)
    return redan_threat_get_object (
        attack->facts, &g_array_index (attack->analysis->threats, RedanThreat, item->threat));
  if (item->is == REDAN_ITEM_IS_FACT)
    return redan_attack_get_fact_object (attack, item);
  if (item->is == REDAN_ITEM_IS_HOLD)
    return redan_attack_get_hold_object (attack, item->hold, item->index);

  return NULL;
}

const RedanObject *
redan_attack_hop_get_object (const RedanAttackView *view, const RedanAttackHop *hop)
{
  return redan_attack_item_get_object (view->attack, &hop->item);
}

/* ---- of several assets ---- */

static double
weigh_path (const RedanAttack *attack, const RedanAttackPath *path)
{
  return path->odds * redan_attack_get_goal_value (attack, path->asset, path->goal);
}

static int
compare_weights (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const RedanAttackPath *x = *(RedanAttackPath *const *) a;
  const RedanAttackPath *y = *(RedanAttackPath *const *) b;
  double weight_x = weigh_path (user_data, x);
  double weight_y = weigh_path (user_data, y);

  if (weight_x != weight_y)
    return weight_x < weight_y ? 1 : -1;
  if (x->odds != y->odds)
    return x->odds < y->odds ? 1 : -1;
  if (x->hops->len != y->hops->len)
    return x->hops->len < y->hops->len ? -1 : 1;

  return (x->asset > y->asset) - (x->asset < y->asset);
}

GPtrArray *
redan_attack_paths_list_worst (const RedanAttackView *view,
                               const guint32 *assets,
                               guint n_assets,
                               guint n_each,
                               guint k,
                               const RedanAttackBudget *budget,
                               gboolean *complete_out)
{
  GPtrArray *paths = g_ptr_array_new_with_free_func ((GDestroyNotify) redan_attack_path_free);
  g_autoptr (RedanAttackFinder) finder =
      redan_attack_finder_new (view, assets, n_assets, REDAN_N_HOLDS, n_each, budget);
  gboolean complete = TRUE;

  for (guint i = 0; i < n_assets; i++)
    {
      gboolean found_all = TRUE;

      if (budget != NULL && g_cancellable_is_cancelled (budget->cancellable))
        break;
      g_ptr_array_extend_and_steal (paths,
                                    redan_attack_finder_list (finder, assets[i], &found_all));
      complete &= found_all;
    }
  g_ptr_array_sort_with_data (paths, compare_weights, view->attack);
  if (paths->len > k)
    g_ptr_array_set_size (paths, (int) k);
  if (complete_out != NULL)
    *complete_out = complete;

  return paths;
}
