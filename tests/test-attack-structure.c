/* SPDX-License-Identifier: Apache-2.0 */
/* Structure, paths and flows of attack graphs against the plainest possible answers. */

#include <math.h>
#include <string.h>

#include "analysis/graph/attack-flow.h"
#include "analysis/graph/attack-paths.h"
#include "analysis/graph/attack-reach.h"
#include "analysis/graph/attack-structure.h"
#include "tests/random-attack.h"

#define MOST 32

/* Nodes that can be reached from @from along edges, without passing @barred. */
static void
follow (const RedanAttackGraph *graph, guint32 from, guint32 barred, guint8 *seen)
{
  gboolean changed = TRUE;

  memset (seen, 0, MOST);
  seen[from] = from != barred;
  while (changed)
    {
      changed = FALSE;
      for (guint32 i = 0; i < graph->n_nodes; i++)
        for (guint32 j = graph->out_offset[i]; seen[i] != 0 && j < graph->out_offset[i + 1]; j++)
          if (seen[graph->out_target[j]] == 0 && graph->out_target[j] != barred)
            {
              seen[graph->out_target[j]] = 1;
              changed = TRUE;
            }
    }
}

static gboolean
is_start (const RedanAttackGraph *graph, guint32 node)
{
  return graph->need[node] == 0 || node == graph->entries[0];
}

static void
follow_starts (const RedanAttackGraph *graph, guint32 barred, guint8 *seen)
{
  memset (seen, 0, MOST);
  for (guint32 i = 0; i < graph->n_nodes; i++)
    {
      guint8 one[MOST];

      if (!is_start (graph, i))
        continue;
      follow (graph, i, barred, one);
      for (guint32 j = 0; j < graph->n_nodes; j++)
        seen[j] |= one[j];
    }
}

static void
check_components (const RedanAttackGraph *graph, GRand *random)
{
  guint32 component[MOST];
  guint8 reach[MOST][MOST];
  guint32 n = redan_attack_components (graph, component);
  guint32 n_expected = 0;

  for (guint32 i = 0; i < graph->n_nodes; i++)
    follow (graph, i, REDAN_ATTACK_NONE, reach[i]);
  for (guint32 i = 0; i < graph->n_nodes; i++)
    {
      gboolean first = TRUE;

      g_assert_cmpuint (component[i], <, n);
      for (guint32 j = 0; j < graph->n_nodes; j++)
        {
          gboolean together = reach[i][j] != 0 && reach[j][i] != 0;

          g_assert_cmpint (component[i] == component[j], ==, together);
          if (reach[i][j] != 0 && !together)
            g_assert_cmpuint (component[i], >, component[j]);
          first = first && !(together && j < i);
        }
      n_expected += first;
    }
  g_assert_cmpuint (n, ==, n_expected);
}

/* A node dominates another when barring it makes that one unreachable. */
static void
check_dominators (const RedanAttackGraph *graph, GRand *random)
{
  guint32 idom[MOST];
  guint8 all[MOST];
  guint8 dominates[MOST][MOST] = { { 0 } };

  redan_attack_dominators (graph, NULL, idom);
  follow_starts (graph, REDAN_ATTACK_NONE, all);
  for (guint32 i = 0; i < graph->n_nodes; i++)
    {
      guint8 without[MOST];

      follow_starts (graph, i, without);
      for (guint32 j = 0; j < graph->n_nodes; j++)
        dominates[i][j] = all[j] != 0 && without[j] == 0 && i != j;
    }
  for (guint32 j = 0; j < graph->n_nodes; j++)
    {
      guint8 chain[MOST] = { 0 };

      for (guint32 i = all[j] != 0 ? idom[j] : REDAN_ATTACK_NONE; i != REDAN_ATTACK_NONE;
           i = idom[i])
        chain[i] = 1;
      for (guint32 i = 0; i < graph->n_nodes; i++)
        g_assert_cmpint (chain[i], ==, dominates[i][j]);
    }
}

static void
check_necessary (const RedanAttackGraph *graph, GRand *random)
{
  guint8 removed[MOST] = { 0 };
  guint8 necessary[MOST];
  guint32 count[MOST] = { 0 };
  guint32 total[MOST];
  guint32 goals[MOST];

  for (guint32 goal = 0; goal < graph->n_nodes; goal++)
    {
      gboolean open = redan_plain_reaches (graph, removed, goal);

      goals[goal] = goal;
      redan_attack_necessary (graph, NULL, goal, necessary);
      for (guint32 i = 0; i < graph->n_nodes; i++)
        {
          removed[i] = 1;
          g_assert_cmpint (necessary[i], ==,
                           open && i != goal && !redan_plain_reaches (graph, removed, goal));
          removed[i] = 0;
          count[i] += necessary[i];
        }
    }
  redan_attack_choke_points (graph, NULL, goals, graph->n_nodes, total);
  g_assert_cmpmem (count, graph->n_nodes * sizeof (guint32), total,
                   graph->n_nodes * sizeof (guint32));
}

static void
check_blast (const RedanAttackGraph *graph, GRand *random)
{
  gint64 value[MOST];
  gint64 blast[MOST];
  guint8 reaching[MOST];
  guint32 goal = graph->goals[0];

  for (guint32 i = 0; i < graph->n_nodes; i++)
    value[i] = g_rand_int_range (random, 0, 4);
  redan_attack_blast (graph, value, blast);
  redan_attack_exposure (graph, &goal, 1, reaching);
  for (guint32 i = 0; i < graph->n_nodes; i++)
    {
      guint8 seen[MOST];
      gint64 sum = 0;

      follow (graph, i, REDAN_ATTACK_NONE, seen);
      for (guint32 j = 0; j < graph->n_nodes; j++)
        sum += seen[j] != 0 ? value[j] : 0;
      g_assert_cmpint (blast[i], ==, sum);
      g_assert_cmpint (reaching[i], ==, seen[goal]);
    }
}

static void
check_crossings (const RedanAttackGraph *graph, GRand *random)
{
  guint32 zone[MOST];
  guint32 crossings[MOST];
  guint32 expected[MOST];
  gboolean changed = TRUE;

  for (guint32 i = 0; i < graph->n_nodes; i++)
    {
      zone[i] = (guint32) g_rand_int_range (random, 0, 3);
      expected[i] = is_start (graph, i) ? 0 : REDAN_ATTACK_NONE;
    }
  while (changed)
    {
      changed = FALSE;
      for (guint32 i = 0; i < graph->n_nodes; i++)
        for (guint32 j = graph->out_offset[i];
             expected[i] != REDAN_ATTACK_NONE && j < graph->out_offset[i + 1]; j++)
          {
            guint32 to = graph->out_target[j];
            guint32 one = expected[i] + (zone[i] != zone[to]);

            changed = changed || one < expected[to];
            expected[to] = MIN (expected[to], one);
          }
    }
  redan_attack_crossings (graph, NULL, zone, crossings);
  g_assert_cmpmem (crossings, graph->n_nodes * sizeof (guint32), expected,
                   graph->n_nodes * sizeof (guint32));
}

/* Shortest ways between all pairs and how many there are, by Floyd and Warshall. */
static void
check_betweenness (const RedanAttackGraph *graph, GRand *random)
{
  guint32 n = graph->n_nodes;
  guint32 far[MOST][MOST];
  double ways[MOST][MOST];
  guint32 sources[2] = { 0, n / 2 };
  guint32 targets[2] = { n - 1, n / 3 };
  guint n_ends = n > 4 ? 2 : 1;
  double betweenness[MOST];
  double expected[MOST] = { 0 };

  for (guint32 i = 0; i < n; i++)
    for (guint32 j = 0; j < n; j++)
      far[i][j] = i == j ? 0 : 1000;
  for (guint32 i = 0; i < n; i++)
    for (guint32 j = graph->out_offset[i]; j < graph->out_offset[i + 1]; j++)
      if (graph->out_target[j] != i)
        far[i][graph->out_target[j]] = 1;
  for (guint32 k = 0; k < n; k++)
    for (guint32 i = 0; i < n; i++)
      for (guint32 j = 0; j < n; j++)
        far[i][j] = MIN (far[i][j], far[i][k] + far[k][j]);
  for (guint32 i = 0; i < n; i++)
    for (guint32 length = 0; length < n; length++)
      for (guint32 j = 0; j < n; j++)
        {
          if (far[i][j] != length)
            continue;
          ways[i][j] = length == 0 ? 1.0 : 0.0;
          for (guint32 k = graph->in_offset[j]; k < graph->in_offset[j + 1]; k++)
            if (length > 0 && far[i][graph->in_source[k]] == length - 1)
              ways[i][j] += ways[i][graph->in_source[k]];
        }
  for (guint s = 0; s < n_ends; s++)
    for (guint t = 0; t < n_ends; t++)
      for (guint32 v = 0; v < n; v++)
        {
          guint32 from = sources[s];
          guint32 to = targets[t];

          if (v != from && v != to && from != to && far[from][to] < 1000 &&
              far[from][v] + far[v][to] == far[from][to])
            expected[v] += ways[from][v] * ways[v][to] / ways[from][to];
        }
  g_assert_true (
      redan_attack_betweenness (graph, sources, n_ends, targets, n_ends, NULL, betweenness));
  for (guint32 v = 0; v < n; v++)
    g_assert_cmpfloat_with_epsilon (betweenness[v], expected[v], 1e-9);
}

typedef struct
{
  const RedanAttackGraph *graph;
  const guint8 *usable;
  guint32 goal;
  GArray *lengths;
} Walk;

/* Every path without a repeated node, by going through all of them. */
static void
walk (Walk *self, guint32 node, guint64 visited, double length)
{
  const RedanAttackGraph *graph = self->graph;

  if (node == self->goal)
    {
      g_array_append_val (self->lengths, length);
      return;
    }
  for (guint32 i = graph->out_offset[node]; i < graph->out_offset[node + 1]; i++)
    {
      guint32 to = graph->out_target[i];
      double weight = graph->weight == NULL ? 0.0 : graph->weight[i];

      if (self->usable[to] != 0 && !is_start (graph, to) && (visited >> to & 1) == 0)
        walk (self, to, visited | G_GUINT64_CONSTANT (1) << to,
              length + weight + graph->effort[to]);
    }
}

static int
compare_lengths (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a;
  double y = *(const double *) b;

  return (x > y) - (x < y);
}

static void
check_path (const RedanAttackGraph *graph, const RedanAttackPaths *paths, guint32 number)
{
  guint64 visited = 0;
  double length = 0.0;

  for (guint32 i = paths->offset[number]; i < paths->offset[number + 1]; i++)
    {
      guint32 node = paths->node[i];
      double step = node == graph->entries[0] ? 0.0 : graph->effort[node];

      g_assert_cmpuint (visited >> node & 1, ==, 0);
      visited |= G_GUINT64_CONSTANT (1) << node;
      if (i > paths->offset[number])
        {
          guint32 edge = graph->out_offset[paths->node[i - 1]];

          while (graph->out_target[edge] != node)
            g_assert_cmpuint (++edge, <, graph->out_offset[paths->node[i - 1] + 1]);
          step += graph->weight == NULL ? 0.0 : graph->weight[edge];
        }
      length += step;
    }
  g_assert_cmpfloat_with_epsilon (length, paths->length[number], 1e-9);
}

static void
check_paths (const RedanAttackGraph *graph, GRand *random)
{
  guint8 usable[MOST];
  guint32 goal = graph->goals[0];
  g_autoptr (GArray) lengths = g_array_new (FALSE, FALSE, sizeof (double));
  Walk all = { graph, usable, goal, lengths };
  guint32 asked = (guint32) g_rand_int_range (random, 1, 40);
  g_autoptr (RedanAttackPaths) paths = redan_attack_paths_find (graph, NULL, goal, asked, NULL);

  redan_plain_reach (graph, NULL, usable);
  for (guint32 i = 0; i < graph->n_nodes; i++)
    if (is_start (graph, i) && usable[i] != 0)
      walk (&all, i, G_GUINT64_CONSTANT (1) << i, i == graph->entries[0] ? 0.0 : graph->effort[i]);
  g_array_sort (lengths, compare_lengths);

  g_assert_true (paths->complete);
  g_assert_cmpuint (paths->n, ==, MIN (asked, lengths->len));
  for (guint32 i = 0; i < paths->n; i++)
    {
      g_assert_cmpfloat_with_epsilon (paths->length[i], g_array_index (lengths, double, i), 1e-9);
      check_path (graph, paths, i);
      for (guint32 j = 0; j < i; j++)
        {
          guint32 n = paths->offset[i + 1] - paths->offset[i];

          g_assert_false (paths->offset[j + 1] - paths->offset[j] == n &&
                          memcmp (paths->node + paths->offset[i], paths->node + paths->offset[j],
                                  n * sizeof (guint32)) == 0);
        }
    }
}

/* The steps of a path with what hangs on it hold when nothing else does. */
static void
check_complete_paths (const RedanAttackGraph *graph, GRand *random)
{
  double value[MOST];
  guint32 via[MOST];
  g_autoptr (RedanAttackPaths) paths =
      redan_attack_paths_find (graph, NULL, graph->goals[0], 5, NULL);

  redan_attack_cheapest (graph, NULL, REDAN_ATTACK_TOTAL, NULL, value, via);
  for (guint32 i = 0; i < paths->n; i++)
    {
      g_autoptr (GArray) steps =
          redan_attack_paths_complete (paths, graph, NULL, i, value, via, NULL);
      guint8 removed[MOST];

      memset (removed, 1, sizeof removed);
      for (guint j = 0; j < steps->len; j++)
        removed[g_array_index (steps, guint32, j)] = 0;
      g_assert_true (redan_plain_reaches (graph, removed, graph->goals[0]));
    }
}

/* All sets of nodes: the cheapest one without which nothing leads to the goal. */
static double
cut_plainly (const RedanAttackGraph *graph, const double *cost, guint32 goal)
{
  double best = INFINITY;

  for (guint32 set = 0; set < 1u << graph->n_nodes; set++)
    {
      guint8 removed[MOST] = { 0 };
      double sum = 0.0;

      for (guint32 i = 0; i < graph->n_nodes; i++)
        {
          removed[i] = set >> i & 1;
          sum += removed[i] != 0 ? cost[i] : 0.0;
        }
      if (sum < best && !redan_plain_reaches (graph, removed, goal))
        best = sum;
    }

  return best;
}

static void
check_vertex_cut (const RedanAttackGraph *graph, GRand *random)
{
  guint8 cut[MOST];
  guint8 nothing[MOST] = { 0 };
  double value;
  double sum = 0.0;
  guint32 goal = graph->goals[0];

  if (!redan_attack_flow_applies (graph, NULL))
    return;
  value = redan_attack_vertex_cut (graph, NULL, goal, graph->cost, cut);
  g_assert_cmpfloat (value, ==, cut_plainly (graph, graph->cost, goal));
  if (!isfinite (value))
    return;
  for (guint32 i = 0; i < graph->n_nodes; i++)
    sum += cut[i] != 0 ? graph->cost[i] : 0.0;
  g_assert_cmpfloat (sum, ==, value);
  g_assert_false (redan_plain_reaches (graph, cut, goal));
  g_assert_cmpint (value > 0.0, ==, redan_plain_reaches (graph, nothing, goal));
}

/* A chain of 200,000, a cycle as long, and 100,000 edges into one node: nothing here recurses. */
static void
test_large_shapes (void)
{
  g_autoptr (RedanAttackBuilder) builder = redan_attack_builder_new ();
  const RedanAttackNode node = REDAN_ATTACK_NODE_INIT (REDAN_ATTACK_OR);
  guint32 n = 200000;
  g_autofree guint32 *numbers = g_new (guint32, n);
  g_autofree guint8 *marks = g_new (guint8, n);
  g_autofree double *betweenness = g_new (double, n);
  g_autoptr (RedanAttackGraph) graph = NULL;
  g_autoptr (RedanAttackPaths) paths = NULL;
  const RedanAttackBudget budget = { .work = 1000 };
  guint32 source = 0;

  for (guint32 i = 0; i < n; i++)
    {
      redan_attack_builder_add_node (builder, &node);
      redan_attack_builder_add_edge (builder, i, (i + 1) % n);
      if (i % 2 == 0)
        redan_attack_builder_add_edge (builder, i, n - 1);
    }
  redan_attack_builder_add_entry (builder, 0);
  graph = redan_attack_builder_finish (builder, NULL);

  g_assert_cmpuint (redan_attack_components (graph, numbers), ==, 1);
  redan_attack_dominators (graph, NULL, numbers);
  g_assert_cmpuint (numbers[n - 2], ==, n - 3);
  g_assert_cmpuint (redan_attack_necessary (graph, NULL, n - 1, marks), ==, 1);
  g_assert_cmpfloat (redan_attack_edge_cut (graph, NULL, n - 1), >=, 2.0);
  paths = redan_attack_paths_find (graph, NULL, n - 1, 3, NULL);
  g_assert_cmpuint (paths->n, ==, 3);
  g_assert_true (redan_attack_betweenness (graph, &source, 1, NULL, 0, NULL, betweenness));
  /* A budget that is not enough says so. */
  g_assert_false (redan_attack_betweenness (graph, NULL, 0, NULL, 0, &budget, betweenness));
  redan_attack_paths_free (g_steal_pointer (&paths));
  paths = redan_attack_paths_find (graph, NULL, n - 1, 100, &budget);
  g_assert_false (paths->complete);
}

#define RANDOM_TEST(NAME, CHECK, N)                                                                \
  static void NAME (void) { redan_random_attacks_check (20261126, N, CHECK); }
#define TINY_TEST(NAME, CHECK, N)                                                                  \
  static void NAME (void) { redan_random_attacks_check_tiny (20261126, N, CHECK); }

RANDOM_TEST (test_components, check_components, 2000)
RANDOM_TEST (test_dominators, check_dominators, 1000)
RANDOM_TEST (test_necessary, check_necessary, 300)
RANDOM_TEST (test_blast, check_blast, 1000)
RANDOM_TEST (test_crossings, check_crossings, 2000)
RANDOM_TEST (test_betweenness, check_betweenness, 1000)
TINY_TEST (test_paths, check_paths, 1500)
RANDOM_TEST (test_complete_paths, check_complete_paths, 1000)
TINY_TEST (test_vertex_cut, check_vertex_cut, 400)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/attack-structure/components/plain", test_components);
  g_test_add_func ("/attack-structure/dominators/plain", test_dominators);
  g_test_add_func ("/attack-structure/necessary/plain", test_necessary);
  g_test_add_func ("/attack-structure/blast/plain", test_blast);
  g_test_add_func ("/attack-structure/crossings/plain", test_crossings);
  g_test_add_func ("/attack-structure/betweenness/plain", test_betweenness);
  g_test_add_func ("/attack-structure/paths/all-of-them", test_paths);
  g_test_add_func ("/attack-structure/paths/complete", test_complete_paths);
  g_test_add_func ("/attack-structure/vertex-cut/all-sets", test_vertex_cut);
  g_test_add_func ("/attack-structure/large-shapes", test_large_shapes);

  return g_test_run ();
}
