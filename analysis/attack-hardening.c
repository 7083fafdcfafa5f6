/* SPDX-License-Identifier: Apache-2.0 */
/* The cheapest controls that leave no open attack, and where they stop the attacker. */

#include "config.h"

#include "analysis/attack-hardening.h"
#include "analysis/attack-private.h"
#include "analysis/graph/attack-choose.h"
#include "analysis/graph/attack-reach.h"

#include <math.h>
#include <string.h>

/* A copy of the graph with one more node, the last, that any of the goals leads to. */
static RedanAttackGraph *
join_goals (const RedanAttackGraph *graph, const GArray *goals)
{
  g_autoptr (RedanAttackBuilder) builder = redan_attack_builder_new ();
  g_autoptr (GError) error = NULL;
  RedanAttackNode any = REDAN_ATTACK_NODE_INIT (REDAN_ATTACK_OR);
  RedanAttackGraph *joined;

  redan_attack_builder_reserve (builder, (gsize) graph->n_nodes + 1,
                                (gsize) graph->n_edges + goals->len);
  for (guint32 i = 0; i < graph->n_nodes; i++)
    {
      RedanAttackNode node = REDAN_ATTACK_NODE_INIT ((RedanAttackKind) graph->kind[i]);

      node.cost = graph->cost[i];
      redan_attack_builder_add_node (builder, &node);
      for (guint32 j = graph->out_offset[i]; j < graph->out_offset[i + 1]; j++)
        redan_attack_builder_add_edge (builder, i, graph->out_target[j]);
    }
  redan_attack_builder_add_node (builder, &any);
  for (guint i = 0; i < goals->len; i++)
    redan_attack_builder_add_edge (builder, g_array_index (goals, guint32, i), graph->n_nodes);
  joined = redan_attack_builder_finish (builder, &error);
  g_assert_no_error (error); /* it is one node larger than a graph that was fine */

  return joined;
}

/* Sorts the goals into those that have an open attack and can be closed, and the rest. */
static GArray *
find_closable (RedanHardening *self,
               const RedanAttackView *view,
               const guint32 *goals,
               guint n_goals)
{
  const RedanAttackGraph *graph = &view->graph;
  GArray *closable = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autofree guint8 *removed = g_memdup2 (view->scenario.removed, graph->n_nodes);
  g_autofree guint8 *now = g_new (guint8, graph->n_nodes + 1);
  g_autofree guint8 *then = g_new (guint8, graph->n_nodes + 1);
  RedanAttackScenario scenario = view->scenario;

  scenario.removed = removed;
  redan_attack_reach (graph, &view->scenario, now, NULL);
  for (guint32 i = 0; i < graph->n_nodes; i++)
    if (isfinite (graph->cost[i]))
      removed[i] = TRUE;
  redan_attack_reach (graph, &scenario, then, NULL);
  for (guint i = 0; i < n_goals; i++)
    {
      self->n_goals += now[goals[i]];
      self->n_open += then[goals[i]];
      if (now[goals[i]] && !then[goals[i]])
        g_array_append_val (closable, goals[i]);
    }

  return closable;
}

/* By node, whether some goal may follow from it. */
static guint8 *
find_leading (const RedanAttackGraph *graph, const GArray *goals)
{
  guint8 *leads = g_new0 (guint8, graph->n_nodes + 1);
  g_autoptr (GArray) waiting = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint i = 0; i < goals->len; i++)
    {
      leads[g_array_index (goals, guint32, i)] = TRUE;
      g_array_append_val (waiting, g_array_index (goals, guint32, i));
    }
  while (waiting->len > 0)
    {
      guint32 node = g_array_index (waiting, guint32, waiting->len - 1);

      g_array_set_size (waiting, waiting->len - 1);
      for (guint32 j = graph->in_offset[node]; j < graph->in_offset[node + 1]; j++)
        if (!leads[graph->in_source[j]])
          {
            leads[graph->in_source[j]] = TRUE;
            g_array_append_val (waiting, graph->in_source[j]);
          }
    }

  return leads;
}

/* Whether nothing but chosen controls keeps the attacker from the step. */
static gboolean
is_stopped_here (const RedanAttackGraph *graph,
                 guint32 step,
                 const guint8 *reached,
                 const guint8 *chosen)
{
  for (guint32 j = graph->in_offset[step]; j < graph->in_offset[step + 1]; j++)
    if (!reached[graph->in_source[j]] && !chosen[graph->in_source[j]])
      return FALSE;

  return TRUE;
}

static void
find_places (RedanHardening *self,
             const RedanAttackView *view,
             const GArray *goals,
             const guint32 *nodes,
             guint n_nodes)
{
  const RedanAttackGraph *graph = &view->graph;
  g_autofree guint8 *removed = g_memdup2 (view->scenario.removed, graph->n_nodes);
  g_autofree guint8 *chosen = g_new0 (guint8, graph->n_nodes + 1);
  g_autofree guint8 *reached = g_new (guint8, graph->n_nodes + 1);
  g_autofree guint8 *leads = find_leading (graph, goals);
  RedanAttackScenario scenario = view->scenario;

  scenario.removed = removed;
  for (guint i = 0; i < n_nodes; i++)
    removed[nodes[i]] = chosen[nodes[i]] = TRUE;
  redan_attack_reach (graph, &scenario, reached, NULL);
  for (guint i = 0; i < n_nodes; i++)
    for (guint32 j = graph->out_offset[nodes[i]]; j < graph->out_offset[nodes[i] + 1]; j++)
      {
        guint32 step = graph->out_target[j];
        RedanHardeningPlace place = { .control = g_array_index (self->controls, guint32, i) };

        if (!leads[step] || view->scenario.removed[step] ||
            !is_stopped_here (graph, step, reached, chosen))
          continue;
        redan_attack_get_item (view->attack, step, &place.item);
        g_array_append_val (self->places, place);
      }
}

RedanHardening *
redan_hardening_find (RedanAttack *attack,
                      const RedanAttacker *attacker,
                      const guint32 *goals,
                      guint n_goals,
                      const RedanAttackBudget *budget)
{
  RedanHardening *self = g_new0 (RedanHardening, 1);
  g_autoptr (RedanAttackView) view = redan_attack_view_new (attack, attacker);
  g_autoptr (GArray) closable = find_closable (self, view, goals, n_goals);
  g_autoptr (RedanAttackGraph) joined = join_goals (attack->graph, closable);
  g_autoptr (RedanAttackItems) items = redan_attack_items_new_removable (joined);
  g_autoptr (RedanAttackSelection) selection = NULL;
  g_autofree guint8 *removed = g_new0 (guint8, joined->n_nodes);
  g_autofree guint32 *nodes = NULL;
  RedanAttackScenario scenario = view->scenario;

  memcpy (removed, view->scenario.removed, attack->graph->n_nodes);
  scenario.removed = removed;
  selection = redan_attack_select (joined, &scenario, attack->graph->n_nodes, REDAN_ATTACK_STOP,
                                   items, budget);
  self->controls = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->efforts = g_array_new (FALSE, FALSE, sizeof (double));
  self->places = g_array_new (FALSE, FALSE, sizeof (RedanHardeningPlace));
  self->effort = selection->upper;
  self->at_least = selection->lower;
  self->optimal = selection->optimal;
  if (self->n_open > 0 && closable->len == 0)
    self->effort = self->at_least = INFINITY;
  nodes = g_new (guint32, selection->n_chosen + 1);
  for (guint32 i = 0; i < selection->n_chosen; i++)
    {
      RedanAttackItem item;

      nodes[i] = items->node[items->offset[selection->chosen[i]]];
      redan_attack_get_item (attack, nodes[i], &item);
      g_array_append_val (self->controls, item.control);
      g_array_append_val (self->efforts, joined->cost[nodes[i]]);
    }
  find_places (self, view, closable, nodes, selection->n_chosen);

  return self;
}

RedanHardening *
redan_hardening_find_all (RedanAttack *attack,
                          const RedanAttacker *attacker,
                          const RedanAttackBudget *budget)
{
  g_autoptr (GArray) goals = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint32 asset = 0; asset < attack->n_assets; asset++)
    for (guint goal = REDAN_HOLD_READ; goal <= REDAN_HOLD_DENY; goal++)
      {
        guint32 node = redan_attack_get_node (attack, (RedanHold) goal, asset);

        g_array_append_val (goals, node);
      }

  return redan_hardening_find (attack, attacker, (const guint32 *) (gpointer) goals->data,
                               goals->len, budget);
}

void
redan_hardening_free (RedanHardening *self)
{
  if (self == NULL)
    return;

  g_array_unref (self->controls);
  g_array_unref (self->efforts);
  g_array_unref (self->places);
  g_free (self);
}
