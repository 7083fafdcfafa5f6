/* SPDX-License-Identifier: Apache-2.0 */
/* Times of the analyses of attack graphs on a synthetic network: zones with gateways, hubs, back
 * edges. Usage: bench-graph EDGES [FILE]: FILE gets the edges, for other libraries to measure on.
 * Prints "NAME SECONDS" lines, CPU time, the least of several runs. */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/graph/attack-chance.h"
#include "analysis/graph/attack-choose.h"
#include "analysis/graph/attack-flow.h"
#include "analysis/graph/attack-paths.h"
#include "analysis/graph/attack-plan.h"
#include "analysis/graph/attack-reach.h"
#include "analysis/graph/attack-structure.h"
#include "analysis/graph/attack-time.h"
#include "tests/benchmark/clock.h"

#define ZONE 500
#define RUNS 5
#define SAMPLES 6400

typedef struct
{
  guint32 from;
  guint32 to;
  double weight;
} Edge;

typedef struct
{
  RedanAttackGraph *graph;
  RedanAttackGraph *and_or; /* the same with leaves, AND nodes and chances */
  guint32 goal;
  guint8 *bytes;
  guint32 *numbers;
  double *values;
  guint32 n_samples;
} Bench;

static double
draw_normal (GRand *random)
{
  return sqrt (-2.0 * log (g_rand_double (random) + 1e-300)) *
         cos (2.0 * G_PI * g_rand_double (random));
}

/* Three quarters of the edges stay in their zone, with a hub in every fifty nodes; the others go to
 * the next zone through a gateway; two in a hundred go back. */
static void
make_edges (GRand *random, guint32 n, Edge *edges, guint32 m)
{
  for (guint32 i = 0; i < m; i++)
    {
      guint32 from = i < n - 1 ? i : (guint32) g_rand_int_range (random, 0, (gint32) n);
      guint32 zone = from / ZONE;
      guint32 size = MIN (ZONE, n - zone * ZONE);
      guint32 within = (guint32) g_rand_int_range (random, 0, (gint32) size);
      int kind = g_rand_int_range (random, 0, 100);
      guint32 to = zone * ZONE + (kind < 20 ? within / 50 * 50 : within);

      if (i < n - 1 && i % 7 == 0)
        to = from + 1;
      else if (kind >= 75 && kind < 98 && (zone + 1) * ZONE < n)
        to = (zone + 1) * ZONE + within % 8;
      else if (kind >= 98 && zone > 0)
        to = (zone - 1) * ZONE + within;
      to = MIN (to, n - 1);
      edges[i] = (Edge){ from, to == from ? (to + 1) % n : to, exp (draw_normal (random)) };
    }
}

static RedanAttackGraph *
build (const Edge *edges, guint32 n, guint32 m, gboolean and_or)
{
  g_autoptr (RedanAttackBuilder) builder = redan_attack_builder_new ();
  RedanAttackGraph *graph;

  redan_attack_builder_reserve (builder, n, m);
  for (guint32 i = 0; i < n; i++)
    {
      RedanAttackNode node = REDAN_ATTACK_NODE_INIT (REDAN_ATTACK_OR);

      if (and_or && i > 0 && i % 10 == 3)
        node.kind = REDAN_ATTACK_LEAF;
      else if (and_or && i % 10 == 7)
        node.kind = REDAN_ATTACK_AND;
      if (and_or && i % 5 == 2)
        {
          node.probability = 0.7;
          node.time = (RedanAttackTime){ REDAN_ATTACK_SPREAD_EXPONENTIAL, 3.0, 0.0 };
        }
      redan_attack_builder_add_node (builder, &node);
    }
  for (guint32 i = 0; i < m; i++)
    if (and_or)
      redan_attack_builder_add_edge (builder, edges[i].from, edges[i].to);
    else
      redan_attack_builder_add_weighted_edge (builder, edges[i].from, edges[i].to, edges[i].weight);
  redan_attack_builder_add_entry (builder, 0);
  redan_attack_builder_add_goal (builder, n - 1);
  graph = redan_attack_builder_finish (builder, NULL);
  g_assert (graph != NULL);

  return graph;
}

/* What any library would do for reachability: the yardstick of AND/OR chaining and of samples. */
static void
search_breadth_first (Bench *self)
{
  const RedanAttackGraph *graph = self->graph;
  guint32 n = 1;

  memset (self->bytes, 0, graph->n_nodes);
  self->numbers[0] = 0;
  self->bytes[0] = 1;
  for (guint32 i = 0; i < n; i++)
    for (guint32 j = graph->out_offset[self->numbers[i]];
         j < graph->out_offset[self->numbers[i] + 1]; j++)
      if (self->bytes[graph->out_target[j]] == 0)
        {
          self->bytes[graph->out_target[j]] = 1;
          self->numbers[n++] = graph->out_target[j];
        }
}

static void
reach (Bench *self)
{
  redan_attack_reach (self->graph, NULL, self->bytes, self->numbers);
}

static void
reach_and_or (Bench *self)
{
  redan_attack_reach (self->and_or, NULL, self->bytes, self->numbers);
}

static void
cheapest (Bench *self)
{
  redan_attack_cheapest (self->graph, NULL, REDAN_ATTACK_TOTAL, NULL, self->values, NULL);
}

static void
cheapest_and_or (Bench *self)
{
  redan_attack_cheapest (self->and_or, NULL, REDAN_ATTACK_PARALLEL, NULL, self->values, NULL);
}

static void
dominators (Bench *self)
{
  redan_attack_dominators (self->graph, NULL, self->numbers);
}

static void
components (Bench *self)
{
  redan_attack_components (self->graph, self->numbers);
}

static void
vertex_cut (Bench *self)
{
  redan_attack_vertex_cut (self->graph, NULL, self->goal, NULL, self->bytes);
}

static void
necessary (Bench *self)
{
  redan_attack_necessary (self->and_or, NULL, self->goal, self->bytes);
}

static void
paths_10 (Bench *self)
{
  redan_attack_paths_free (redan_attack_paths_find (self->graph, NULL, self->goal, 10, NULL));
}

static void
paths_100 (Bench *self)
{
  redan_attack_paths_free (redan_attack_paths_find (self->graph, NULL, self->goal, 100, NULL));
}

static void
sample_chances (Bench *self)
{
  const RedanAttackChanceOptions options = { .only_samples = TRUE, .n_samples = self->n_samples };
  RedanAttackChance chance;

  redan_attack_chances (self->and_or, NULL, &self->goal, 1, &options, &chance);
}

static void
sample_times (Bench *self)
{
  const RedanAttackTimeOptions options = { .n_samples = 10 };

  redan_attack_times_free (redan_attack_times_sample (self->and_or, NULL, self->goal, &options));
}

static double
measure (Bench *self, void (*run) (Bench *self), guint runs)
{
  double best = INFINITY;

  for (guint i = 0; i < runs; i++)
    {
      double start = cpu_ms ();

      run (self);
      best = MIN (best, (cpu_ms () - start) / 1e3);
    }

  return best;
}

/* Exact plans for 20 controls on random risks: how many evaluations they need, of 2^20. */
static double
risk_of_trees (const guint8 *chosen, gpointer user_data)
{
  const double *strength = user_data;
  double risk = 0.0;

  /* Ten assets, each behind four of the controls. */
  for (guint i = 0; i < 10; i++)
    {
      double open = 1.0;

      for (guint j = 0; j < 4; j++)
        if (chosen[(i * 3 + j * 5) % 20] != 0)
          open *= 1.0 - strength[(i * 3 + j * 5) % 20];
      risk += (i + 1) * open;
    }

  return risk;
}

static guint64
count_evaluations (GRand *random)
{
  double cost[20];
  double strength[20];
  RedanAttackPlan *plan;
  guint64 n;

  for (guint i = 0; i < 20; i++)
    {
      cost[i] = g_rand_int_range (random, 1, 10);
      strength[i] = g_rand_double_range (random, 0.2, 0.95);
    }
  plan = redan_attack_plan_new (20, cost, 30.0, risk_of_trees, NULL, strength, 1 << 20, NULL);
  g_assert (plan->optimal);
  n = plan->n_evaluations;
  redan_attack_plan_free (plan);

  return n;
}

static void
write_edges (const char *path, const Edge *edges, guint32 m)
{
  FILE *file = fopen (path, "w");

  g_assert (file != NULL);
  for (guint32 i = 0; i < m; i++)
    fprintf (file, "%u %u %.9g\n", edges[i].from, edges[i].to, edges[i].weight);
  fclose (file);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*run) (Bench *self);
    guint runs;
  } parts[] = {
    { "breadth-first", search_breadth_first, RUNS },
    { "reach", reach, RUNS },
    { "reach-and-or", reach_and_or, RUNS },
    { "dijkstra", cheapest, RUNS },
    { "knuth-and-or", cheapest_and_or, RUNS },
    { "dominators", dominators, RUNS },
    { "components", components, RUNS },
    { "vertex-cut", vertex_cut, 3 },
    { "necessary-and-or", necessary, 3 },
    { "paths-10", paths_10, 3 },
    { "paths-100", paths_100, 1 },
    { "times-10-samples", sample_times, 3 },
  };
  guint32 m = argc > 1 ? (guint32) strtoul (argv[1], NULL, 10) : 100000;
  guint32 n = m / 4;
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  g_autofree Edge *edges = g_new (Edge, m);
  Bench bench = { .goal = n - 1,
                  .bytes = g_new (guint8, n + 1),
                  .numbers = g_new (guint32, n + 1),
                  .values = g_new (double, n + 1) };
  double start;
  double few;

  make_edges (random, n, edges, m);
  if (argc > 2)
    write_edges (argv[2], edges, m);
  start = cpu_ms ();
  bench.graph = build (edges, n, m, FALSE);
  printf ("build %.6f\n", (cpu_ms () - start) / 1e3);
  bench.and_or = build (edges, n, m, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    printf ("%s %.6f\n", parts[i].name, measure (&bench, parts[i].run, parts[i].runs));
  /* Without what comes before the first sample. */
  bench.n_samples = 64;
  few = measure (&bench, sample_chances, 3);
  bench.n_samples = SAMPLES + 64;
  printf ("chances-64-samples %.6f\n", (measure (&bench, sample_chances, 1) - few) * 64 / SAMPLES);
  printf ("bytes-per-edge %.1f\n",
          (double) redan_attack_graph_get_size (bench.graph) / bench.graph->n_edges);
  printf ("plan-evaluations %" G_GUINT64_FORMAT "\n", count_evaluations (random));
  redan_attack_graph_free (bench.graph);
  redan_attack_graph_free (bench.and_or);
  g_free (bench.bytes);
  g_free (bench.numbers);
  g_free (bench.values);

  return 0;
}
