/* SPDX-License-Identifier: Apache-2.0 */
/* Random attack graphs, and the plainest possible answers to compare with. */

#include "tests/random-attack.h"

#include <string.h>

static gboolean
chance (GRand *random, guint percent)
{
  return (guint) g_rand_int_range (random, 0, 100) < percent;
}

static RedanAttackNode
make_node (GRand *random, const RedanRandomAttack *shape)
{
  RedanAttackNode node = REDAN_ATTACK_NODE_INIT (REDAN_ATTACK_OR);

  if (chance (random, shape->leaves))
    node.kind = REDAN_ATTACK_LEAF;
  else if (chance (random, shape->ands))
    node.kind = REDAN_ATTACK_AND;
  if (chance (random, shape->random))
    node.probability = chance (random, 10) ? 0.0 : g_rand_int_range (random, 1, 100) / 100.0;
  if (chance (random, shape->costed))
    {
      node.effort = g_rand_int_range (random, 0, 10);
      node.skill = (guint8) g_rand_int_range (random, 0, 5);
    }
  if (!chance (random, shape->removable))
    return node;
  node.cost = g_rand_int_range (random, 1, 10);
  if (shape->classes > 0)
    node.node_class = (guint32) g_rand_int_range (random, 0, (gint32) shape->classes);

  return node;
}

RedanAttackGraph *
redan_random_attack_new (GRand *random, const RedanRandomAttack *shape)
{
  g_autoptr (RedanAttackBuilder) builder = redan_attack_builder_new ();
  g_autoptr (GError) error = NULL;
  RedanAttackGraph *graph;

  for (guint i = 0; i < shape->n_nodes; i++)
    {
      const RedanAttackNode node = make_node (random, shape);

      g_assert_cmpuint (redan_attack_builder_add_node (builder, &node), ==, i);
    }
  for (guint i = 0; i < shape->n_edges; i++)
    {
      guint32 from = (guint32) g_rand_int_range (random, 0, (gint32) shape->n_nodes);
      guint32 to = (guint32) g_rand_int_range (random, 0, (gint32) shape->n_nodes);

      if (shape->weights)
        redan_attack_builder_add_weighted_edge (builder, from, to,
                                                g_rand_int_range (random, 0, 50) / 4.0);
      else
        redan_attack_builder_add_edge (builder, from, to);
    }
  redan_attack_builder_add_entry (builder, 0);
  redan_attack_builder_add_goal (builder, shape->n_nodes - 1);
  graph = redan_attack_builder_finish (builder, &error);
  g_assert_no_error (error);

  return graph;
}

static void
check_shapes (guint32 seed,
              guint n,
              const RedanRandomAttack *shapes,
              guint n_shapes,
              RedanRandomAttackCheck check)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (RedanAttackGraph) graph = redan_random_attack_new (random, &shapes[i % n_shapes]);

      check (graph, random);
    }
}

void
redan_random_attacks_check (guint32 seed, guint n, RedanRandomAttackCheck check)
{
  static const RedanRandomAttack shapes[] = {
    { 1, 0, 0, 0, 0, 0, 0, 0, FALSE },        { 2, 8, 20, 40, 30, 50, 50, 2, FALSE },
    { 8, 12, 25, 40, 30, 50, 50, 2, FALSE },  { 12, 30, 20, 30, 30, 50, 50, 3, TRUE },
    { 20, 40, 25, 50, 30, 50, 50, 3, FALSE }, { 30, 60, 0, 0, 0, 70, 50, 0, TRUE },
  };

  check_shapes (seed, n, shapes, G_N_ELEMENTS (shapes), check);
}

void
redan_random_attacks_check_tiny (guint32 seed, guint n, RedanRandomAttackCheck check)
{
  static const RedanRandomAttack shapes[] = {
    { 1, 1, 0, 0, 50, 50, 50, 1, FALSE },     { 4, 8, 20, 40, 80, 50, 60, 2, FALSE },
    { 7, 12, 25, 40, 70, 60, 60, 2, FALSE },  { 9, 18, 20, 30, 70, 60, 60, 3, TRUE },
    { 11, 20, 25, 50, 70, 60, 60, 4, FALSE }, { 10, 20, 10, 0, 60, 60, 70, 3, TRUE },
    { 12, 30, 20, 30, 70, 60, 60, 3, FALSE },
  };

  check_shapes (seed, n, shapes, G_N_ELEMENTS (shapes), check);
}

static RedanAttackNode
get_node (const RedanAttackGraph *graph, guint32 i)
{
  const RedanAttackNode node = {
    .kind = graph->kind[i],
    .skill = graph->skill[i],
    .node_class = graph->node_class[i],
    .label = graph->label[i],
    .probability = graph->probability[i],
    .effort = graph->effort[i],
    .cost = graph->cost[i],
    .time = graph->time != NULL ? graph->time[i] : (RedanAttackTime){ 0 },
  };

  return node;
}

RedanAttackGraph *
redan_random_attack_rebuild (const RedanAttackGraph *graph,
                             const guint32 *order,
                             const guint8 *without,
                             const guint32 *more,
                             guint n_more)
{
  g_autoptr (RedanAttackBuilder) builder = redan_attack_builder_new ();
  g_autoptr (GError) error = NULL;
  g_autofree guint32 *back = g_new (guint32, (gsize) graph->n_nodes + 1);
  RedanAttackGraph *copy;

  for (guint32 i = 0; i < graph->n_nodes; i++)
    back[order == NULL ? i : order[i]] = i;
  for (guint32 i = 0; i < graph->n_nodes; i++)
    {
      const RedanAttackNode node = get_node (graph, back[i]);

      redan_attack_builder_add_node (builder, &node);
    }
  for (guint32 i = 0; i < graph->n_nodes; i++)
    for (guint32 j = graph->out_offset[i]; j < graph->out_offset[i + 1]; j++)
      {
        guint32 to = graph->out_target[j];

        if (without != NULL && (without[i] != 0 || without[to] != 0))
          continue;
        redan_attack_builder_add_weighted_edge (builder, order == NULL ? i : order[i],
                                                order == NULL ? to : order[to],
                                                graph->weight == NULL ? 0.0 : graph->weight[j]);
      }
  for (guint i = 0; i < n_more; i++)
    redan_attack_builder_add_edge (builder, more[2 * i], more[2 * i + 1]);
  for (guint32 i = 0; i < graph->n_entries; i++)
    redan_attack_builder_add_entry (builder,
                                    order == NULL ? graph->entries[i] : order[graph->entries[i]]);
  for (guint32 i = 0; i < graph->n_goals; i++)
    redan_attack_builder_add_goal (builder,
                                   order == NULL ? graph->goals[i] : order[graph->goals[i]]);
  copy = redan_attack_builder_finish (builder, &error);
  g_assert_no_error (error);

  return copy;
}

static gboolean
holds_at_once (const RedanAttackGraph *graph, const RedanAttackScenario *scenario, guint32 node)
{
  const guint32 *entries = graph->entries;
  guint32 n_entries = graph->n_entries;

  if (scenario != NULL && scenario->entries != NULL)
    {
      entries = scenario->entries;
      n_entries = scenario->n_entries;
    }
  for (guint32 i = 0; i < n_entries; i++)
    if (entries[i] == node)
      return TRUE;

  return graph->kind[node] == REDAN_ATTACK_LEAF;
}

static gboolean
holds (const RedanAttackGraph *graph, const guint8 *reached, guint32 node)
{
  guint32 first = graph->in_offset[node];
  guint32 end = graph->in_offset[node + 1];
  guint32 n = 0;

  for (guint32 i = first; i < end; i++)
    n += reached[graph->in_source[i]];

  return graph->kind[node] == REDAN_ATTACK_AND ? n == end - first : n > 0;
}

void
redan_plain_reach (const RedanAttackGraph *graph,
                   const RedanAttackScenario *scenario,
                   guint8 *reached_out)
{
  gboolean changed = TRUE;

  memset (reached_out, 0, graph->n_nodes);
  while (changed)
    {
      changed = FALSE;
      for (guint32 i = 0; i < graph->n_nodes; i++)
        {
          if (reached_out[i] != 0)
            continue;
          if (scenario != NULL && scenario->removed != NULL && scenario->removed[i] != 0)
            continue;
          if (!holds_at_once (graph, scenario, i) && !holds (graph, reached_out, i))
            continue;
          reached_out[i] = 1;
          changed = TRUE;
        }
    }
}

gboolean
redan_plain_reaches (const RedanAttackGraph *graph, const guint8 *removed, guint32 goal)
{
  const RedanAttackScenario scenario = { NULL, 0, removed };
  g_autofree guint8 *reached = g_new (guint8, (gsize) graph->n_nodes + 1);

  redan_plain_reach (graph, &scenario, reached);

  return reached[goal] != 0;
}
