/* SPDX-License-Identifier: Apache-2.0 */
/* The arrays of an attack graph, what can be reached in it, and the cheapest attack. */

#include <math.h>
#include <string.h>

#include "analysis/error.h"
#include "analysis/graph/attack-reach.h"
#include "tests/random-attack.h"

#define N_GRAPHS 2000

static guint32
add (RedanAttackBuilder *builder, RedanAttackKind kind)
{
  const RedanAttackNode node = REDAN_ATTACK_NODE_INIT (kind);

  return redan_attack_builder_add_node (builder, &node);
}

static void
test_builder_any_order (void)
{
  g_autoptr (RedanAttackBuilder) builder = redan_attack_builder_new ();
  g_autoptr (RedanAttackGraph) graph = NULL;
  g_autoptr (GError) error = NULL;

  redan_attack_builder_add_edge (builder, 2, 1);
  redan_attack_builder_add_goal (builder, 1);
  redan_attack_builder_add_edge (builder, 0, 1);
  add (builder, REDAN_ATTACK_LEAF);
  add (builder, REDAN_ATTACK_AND);
  redan_attack_builder_add_edge (builder, 2, 2);
  redan_attack_builder_add_edge (builder, 0, 1);
  add (builder, REDAN_ATTACK_LEAF);
  add (builder, REDAN_ATTACK_OR);
  graph = redan_attack_builder_finish (builder, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (graph->n_nodes, ==, 4);
  g_assert_cmpuint (graph->n_edges, ==, 3);
  g_assert_cmpuint (graph->need[1], ==, 2);
  g_assert_cmpuint (graph->in_source[graph->in_offset[1]], ==, 0);
  g_assert_cmpuint (graph->in_source[graph->in_offset[1] + 1], ==, 2);
  g_assert_cmpuint (graph->out_offset[3], ==, graph->out_offset[4]);
  g_assert_cmpuint (graph->n_goals, ==, 1);
  g_assert_null (graph->weight);
  g_assert_null (graph->time);
}

static void
test_builder_parallel_lightest (void)
{
  g_autoptr (RedanAttackBuilder) builder = redan_attack_builder_new ();
  g_autoptr (RedanAttackGraph) graph = NULL;

  add (builder, REDAN_ATTACK_LEAF);
  add (builder, REDAN_ATTACK_OR);
  add (builder, REDAN_ATTACK_OR);
  redan_attack_builder_add_edge (builder, 0, 2);
  redan_attack_builder_add_weighted_edge (builder, 0, 1, 3.0);
  redan_attack_builder_add_weighted_edge (builder, 0, 1, 2.0);
  redan_attack_builder_add_weighted_edge (builder, 0, 1, 4.0);
  redan_attack_builder_add_edge (builder, 1, 2);
  graph = redan_attack_builder_finish (builder, NULL);

  g_assert_cmpuint (graph->n_edges, ==, 3);
  g_assert_cmpfloat (graph->weight[0], ==, 2.0);
  g_assert_cmpfloat (graph->weight[1], ==, 0.0);
  g_assert_cmpfloat (graph->weight[2], ==, 0.0);
  for (guint32 i = 0; i < graph->n_nodes; i++)
    for (guint32 j = graph->in_offset[i]; j < graph->in_offset[i + 1]; j++)
      g_assert_cmpuint (graph->out_target[graph->in_edge[j]], ==, i);
}

static void
check_refused (const RedanAttackNode *node, guint32 to, double weight)
{
  g_autoptr (RedanAttackBuilder) builder = redan_attack_builder_new ();
  g_autoptr (GError) error = NULL;

  redan_attack_builder_add_node (builder, node);
  redan_attack_builder_add_weighted_edge (builder, 0, to, weight);
  g_assert_null (redan_attack_builder_finish (builder, &error));
  g_assert_error (error, REDAN_ANALYSIS_ERROR, REDAN_ANALYSIS_ERROR_GRAPH);
}

static void
test_builder_refuses (void)
{
  const RedanAttackNode good = REDAN_ATTACK_NODE_INIT (REDAN_ATTACK_OR);
  RedanAttackNode node = good;

  check_refused (&good, 1, 0.0);
  check_refused (&good, 0, -1.0);
  check_refused (&good, 0, NAN);
  node.probability = 1.5;
  check_refused (&node, 0, 0.0);
  node = good;
  node.effort = INFINITY;
  check_refused (&node, 0, 0.0);
  node = good;
  node.cost = NAN;
  check_refused (&node, 0, 0.0);
  node = good;
  node.time = (RedanAttackTime){ REDAN_ATTACK_SPREAD_UNIFORM, 2.0, 1.0 };
  check_refused (&node, 0, 0.0);
}

static void
test_builder_memory (void)
{
  const RedanRandomAttack shape = { 25000, 100000, 20, 30, 10, 30, 30, 5, TRUE };
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  g_autoptr (RedanAttackGraph) graph = redan_random_attack_new (random, &shape);

  g_assert_cmpuint (redan_attack_graph_get_size (graph), <=, (gsize) graph->n_edges * 40);
}

/* Every other time some nodes are removed, every third time the attacker starts elsewhere. */
static RedanAttackScenario
make_scenario (const RedanAttackGraph *graph, GRand *random, guint8 *removed, guint32 *entries)
{
  RedanAttackScenario scenario = { NULL, 0, NULL };

  if (g_rand_boolean (random))
    {
      for (guint32 i = 0; i < graph->n_nodes; i++)
        removed[i] = g_rand_int_range (random, 0, 8) == 0;
      scenario.removed = removed;
    }
  if (g_rand_int_range (random, 0, 3) == 0)
    {
      for (guint i = 0; i < 2; i++)
        entries[i] = (guint32) g_rand_int_range (random, 0, (gint32) graph->n_nodes);
      scenario.entries = entries;
      scenario.n_entries = 2;
    }

  return scenario;
}

static void
check_reach (const RedanAttackGraph *graph, GRand *random)
{
  guint8 removed[32], reached[32], expected[32];
  guint32 entries[2], order[32];
  const RedanAttackScenario scenario = make_scenario (graph, random, removed, entries);
  guint32 n = redan_attack_reach (graph, &scenario, reached, order);
  guint32 n_expected = 0;

  redan_plain_reach (graph, &scenario, expected);
  g_assert_cmpmem (reached, graph->n_nodes, expected, graph->n_nodes);
  for (guint32 i = 0; i < graph->n_nodes; i++)
    n_expected += expected[i];
  g_assert_cmpuint (n, ==, n_expected);
  memset (reached, 0, sizeof reached);
  for (guint32 i = 0; i < n; i++)
    reached[order[i]] = 1;
  g_assert_cmpmem (reached, graph->n_nodes, expected, graph->n_nodes);
}

static void
test_reach_plain (void)
{
  redan_random_attacks_check (20261126, N_GRAPHS, check_reach);
}

/* What a node would be worth given the values of the others. */
static double
plain_value (const RedanAttackGraph *graph,
             RedanAttackAlgebra algebra,
             const double *own,
             const double *value,
             guint32 node)
{
  gboolean is_and = graph->kind[node] == REDAN_ATTACK_AND;
  double best = is_and ? 0.0 : INFINITY;

  if (graph->kind[node] == REDAN_ATTACK_LEAF)
    return own[node];
  for (guint32 i = graph->in_offset[node]; i < graph->in_offset[node + 1]; i++)
    {
      double weight = graph->weight == NULL ? 0.0 : graph->weight[graph->in_edge[i]];
      double one = value[graph->in_source[i]];

      one = algebra == REDAN_ATTACK_BOTTLENECK ? MAX (one, weight) : one + weight;
      if (!is_and)
        best = MIN (best, one);
      else if (algebra == REDAN_ATTACK_TOTAL)
        best += one;
      else
        best = MAX (best, one);
    }

  return algebra == REDAN_ATTACK_BOTTLENECK ? MAX (best, own[node]) : best + own[node];
}

/* Downwards from infinity until nothing gets less: Bellman and Ford. */
static void
plain_cheapest (const RedanAttackGraph *graph,
                const RedanAttackScenario *scenario,
                RedanAttackAlgebra algebra,
                const double *own,
                double *value)
{
  gboolean changed = TRUE;

  for (guint32 i = 0; i < graph->n_nodes; i++)
    value[i] = INFINITY;
  while (changed)
    {
      changed = FALSE;
      for (guint32 i = 0; i < graph->n_nodes; i++)
        {
          double one = plain_value (graph, algebra, own, value, i);
          const guint32 *entries = scenario->entries != NULL ? scenario->entries : graph->entries;
          guint32 n = scenario->entries != NULL ? scenario->n_entries : graph->n_entries;

          for (guint32 j = 0; j < n; j++)
            if (entries[j] == i)
              one = 0.0;
          if (scenario->removed != NULL && scenario->removed[i] != 0)
            one = INFINITY;
          if (!(one < value[i]))
            continue;
          value[i] = one;
          changed = TRUE;
        }
    }
}

/* The trace alone, everything else removed, still reaches the goal at no more than its value. */
static void
check_trace (const RedanAttackGraph *graph,
             const RedanAttackScenario *scenario,
             const double *value,
             const guint32 *via,
             guint32 goal)
{
  g_autoptr (GArray) trace = redan_attack_trace (graph, scenario, value, via, goal);
  guint8 removed[32];
  guint8 reached[32];
  RedanAttackScenario only = *scenario;

  if (!isfinite (value[goal]))
    {
      g_assert_cmpuint (trace->len, ==, 0);
      return;
    }
  memset (removed, 1, sizeof removed);
  for (guint i = 0; i < trace->len; i++)
    {
      guint32 node = g_array_index (trace, guint32, i);

      g_assert_cmpuint (removed[node], ==, 1);
      removed[node] = 0;
      only.removed = removed;
      redan_plain_reach (graph, &only, reached);
      g_assert_true (reached[node]);
    }
  g_assert_cmpuint (g_array_index (trace, guint32, trace->len - 1), ==, goal);
}

static void
check_cheapest (const RedanAttackGraph *graph, GRand *random)
{
  guint8 removed[32];
  guint32 entries[2], via[32];
  double value[32], expected[32];
  const RedanAttackScenario scenario = make_scenario (graph, random, removed, entries);

  for (guint i = REDAN_ATTACK_PARALLEL; i <= REDAN_ATTACK_BOTTLENECK; i++)
    {
      double skill[32];

      for (guint32 j = 0; j < graph->n_nodes; j++)
        skill[j] = graph->skill[j];
      redan_attack_cheapest (graph, &scenario, i, i == REDAN_ATTACK_BOTTLENECK ? skill : NULL,
                             value, via);
      plain_cheapest (graph, &scenario, i, i == REDAN_ATTACK_BOTTLENECK ? skill : graph->effort,
                      expected);
      for (guint32 j = 0; j < graph->n_nodes; j++)
        g_assert_true (value[j] == expected[j]);
      for (guint32 j = 0; j < graph->n_nodes; j++)
        check_trace (graph, &scenario, value, via, j);
    }
}

static void
test_cheapest_plain (void)
{
  redan_random_attacks_check (20261127, N_GRAPHS, check_cheapest);
}

/* An edge of weight 1 into a node of 100,000, then a chain as long: no recursion, no quadratic
 * time. */
static void
test_reach_hub_and_chain (void)
{
  g_autoptr (RedanAttackBuilder) builder = redan_attack_builder_new ();
  g_autoptr (RedanAttackGraph) graph = NULL;
  g_autoptr (GArray) trace = NULL;
  guint32 n = 100000;
  guint32 hub;
  g_autofree guint8 *reached = g_new (guint8, 2 * n + 2);
  g_autofree double *value = g_new (double, 2 * n + 2);
  g_autofree guint32 *via = g_new (guint32, 2 * n + 2);

  for (guint32 i = 0; i < n; i++)
    add (builder, REDAN_ATTACK_LEAF);
  hub = add (builder, REDAN_ATTACK_AND);
  for (guint32 i = 0; i < n; i++)
    redan_attack_builder_add_edge (builder, i, hub);
  for (guint32 i = 0; i < n; i++)
    redan_attack_builder_add_weighted_edge (builder, hub + i, add (builder, REDAN_ATTACK_OR), 1.0);
  graph = redan_attack_builder_finish (builder, NULL);

  g_assert_cmpuint (redan_attack_reach (graph, NULL, reached, NULL), ==, 2 * n + 1);
  redan_attack_cheapest (graph, NULL, REDAN_ATTACK_TOTAL, NULL, value, via);
  g_assert_cmpfloat (value[2 * n], ==, n);
  trace = redan_attack_trace (graph, NULL, value, via, 2 * n);
  g_assert_cmpuint (trace->len, ==, 2 * n + 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/attack-graph/builder/any-order", test_builder_any_order);
  g_test_add_func ("/attack-graph/builder/parallel-lightest", test_builder_parallel_lightest);
  g_test_add_func ("/attack-graph/builder/refuses", test_builder_refuses);
  g_test_add_func ("/attack-graph/builder/memory", test_builder_memory);
  g_test_add_func ("/attack-graph/reach/plain", test_reach_plain);
  g_test_add_func ("/attack-graph/reach/hub-and-chain", test_reach_hub_and_chain);
  g_test_add_func ("/attack-graph/cheapest/plain", test_cheapest_plain);

  return g_test_run ();
}
