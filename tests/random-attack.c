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
