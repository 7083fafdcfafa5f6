/* SPDX-License-Identifier: Apache-2.0 */
/* Probabilities and times of attacks: against all outcomes, against each other, and by laws that
 * need no oracle. */

#include <math.h>
#include <string.h>

#include "analysis/graph/attack-chance.h"
#include "analysis/graph/attack-choose.h"
#include "analysis/graph/attack-reach.h"
#include "analysis/graph/attack-structure.h"
#include "analysis/graph/attack-time.h"
#include "tests/random-attack.h"

#define MOST 32

/* All outcomes of the nodes that may be there or not. */
static void
sum_outcomes (const RedanAttackGraph *graph, double *chance)
{
  guint32 random[MOST];
  guint n = 0;

  for (guint32 i = 0; i < graph->n_nodes; i++)
    {
      chance[i] = 0.0;
      if (i != graph->entries[0])
        random[n++] = i;
    }
  for (guint32 outcome = 0; outcome < 1u << n; outcome++)
    {
      guint8 removed[MOST] = { 0 };
      guint8 reached[MOST];
      const RedanAttackScenario scenario = { NULL, 0, removed };
      double weight = 1.0;

      for (guint i = 0; i < n && weight > 0.0; i++)
        {
          gboolean on = (outcome >> i & 1) != 0;

          removed[random[i]] = !on;
          weight *= on ? graph->probability[random[i]] : 1.0 - graph->probability[random[i]];
        }
      if (weight == 0.0)
        continue;
      redan_plain_reach (graph, &scenario, reached);
      for (guint32 i = 0; i < graph->n_nodes; i++)
        chance[i] += reached[i] != 0 ? weight : 0.0;
    }
}

static guint n_of_method[4];

static void
check_chances (const RedanAttackGraph *graph, GRand *random)
{
  double expected[MOST];
  guint32 targets[MOST];
  RedanAttackChance chances[MOST];
  RedanAttackChance goal;
  const RedanAttackChanceOptions no_enumeration = { .most_outcomes = 1 };

  sum_outcomes (graph, expected);
  for (guint32 i = 0; i < graph->n_nodes; i++)
    targets[i] = i;
  for (guint way = 0; way < 2; way++)
    {
      n_of_method[redan_attack_chances (graph, NULL, targets, graph->n_nodes,
                                        way == 0 ? NULL : &no_enumeration, chances)]++;
      for (guint32 i = 0; i < graph->n_nodes; i++)
        {
          g_assert_cmpfloat_with_epsilon (chances[i].value, expected[i], 1e-12);
          g_assert_cmpfloat (chances[i].low, ==, chances[i].value);
        }
      /* One goal alone, where more can be left out and merged. */
      n_of_method[redan_attack_chances (graph, NULL, graph->goals, 1,
                                        way == 0 ? NULL : &no_enumeration, &goal)]++;
      g_assert_cmpfloat_with_epsilon (goal.value, expected[graph->goals[0]], 1e-12);
    }
}

static void
test_chances_outcomes (void)
{
  memset (n_of_method, 0, sizeof n_of_method);
  redan_random_attacks_check_tiny (5, 400, check_chances);
  /* Every exact way was taken. */
  for (guint i = REDAN_ATTACK_TREE; i <= REDAN_ATTACK_DIAGRAM; i++)
    g_assert_cmpuint (n_of_method[i], >, 20);
  g_assert_cmpuint (n_of_method[REDAN_ATTACK_SAMPLES], ==, 0);
}

/* Of 95 % intervals about 95 in 100 hold the truth; the seed is fixed. */
static guint n_intervals;
static guint n_holding;

static void
check_samples (const RedanAttackGraph *graph, GRand *random)
{
  const RedanAttackChanceOptions options = {
    .only_samples = TRUE, .n_samples = 2000, .seed = g_rand_int (random), .n_threads = 2
  };
  double expected[MOST];
  RedanAttackChance goal;

  sum_outcomes (graph, expected);
  redan_attack_chances (graph, NULL, graph->goals, 1, &options, &goal);
  g_assert_cmpfloat (goal.low, <=, goal.value);
  g_assert_cmpfloat (goal.high, >=, goal.value);
  if (expected[graph->goals[0]] == 0.0 || expected[graph->goals[0]] == 1.0)
    {
      g_assert_cmpfloat (goal.value, ==, expected[graph->goals[0]]);
      return;
    }
  /* Close to 0 and 1 the share of intervals swings with the probability (Brown et al. 2001). */
  if (expected[graph->goals[0]] < 0.05 || expected[graph->goals[0]] > 0.95)
    return;
  n_intervals++;
  n_holding += goal.low <= expected[graph->goals[0]] && goal.high >= expected[graph->goals[0]];
}

static void
test_samples_intervals (void)
{
  n_intervals = 0;
  n_holding = 0;
  redan_random_attacks_check_tiny (6, 1200, check_samples);
  g_assert_cmpuint (n_intervals, >, 200);
  g_assert_cmpfloat ((double) n_holding / n_intervals, >, 0.92);
  g_assert_cmpfloat ((double) n_holding / n_intervals, <, 0.985);
}

static void
test_samples_threads (void)
{
  const RedanRandomAttack shape = { 400, 1000, 30, 40, 60, 50, 30, 5, FALSE };
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  g_autoptr (RedanAttackGraph) graph = redan_random_attack_new (random, &shape);
  RedanAttackChance first[400];
  guint32 targets[400];

  for (guint32 i = 0; i < 400; i++)
    targets[i] = i;
  for (guint n_threads = 1; n_threads < 6; n_threads++)
    {
      const RedanAttackChanceOptions options = { .only_samples = TRUE,
                                                 .n_samples = 3000,
                                                 .n_threads = n_threads };
      RedanAttackChance chances[400];

      redan_attack_chances (graph, NULL, targets, 400, &options, chances);
      if (n_threads == 1)
        memcpy (first, chances, sizeof first);
      g_assert_cmpmem (first, sizeof first, chances, sizeof chances);
    }
}

/* The difference a control makes is linear in its probability, and never negative. */
static void
check_reliances (const RedanAttackGraph *graph, GRand *random)
{
  guint32 control = (guint32) g_rand_int_range (random, 0, (gint32) graph->n_nodes);
  double p = graph->probability[control];
  const RedanAttackChanceOptions samples = { .only_samples = TRUE, .n_samples = 640 };
  RedanAttackReliance reliance;
  RedanAttackChance goal;

  if (control == graph->entries[0])
    return;
  redan_attack_chances (graph, NULL, graph->goals, 1, NULL, &goal);
  redan_attack_reliances (graph, NULL, graph->goals[0], &control, 1, NULL, &reliance);
  g_assert_cmpfloat (reliance.with_failure, >=, reliance.without_failure - 1e-12);
  g_assert_cmpfloat_with_epsilon (
      goal.value, p * reliance.with_failure + (1.0 - p) * reliance.without_failure, 1e-12);
  g_assert_cmpint (
      redan_attack_reliances (graph, NULL, graph->goals[0], &control, 1, &samples, &reliance), ==,
      REDAN_ATTACK_SAMPLES);
  g_assert_cmpfloat (reliance.with_failure, >=, reliance.without_failure);
}

/* Puts a control (a LEAF that rarely fails) before a step, adds an edge, renumbers, splits an edge:
 * what must not rise, fall or change does not. */
static double
ask_goal (const RedanAttackGraph *graph, guint32 goal)
{
  RedanAttackChance chance;

  redan_attack_chances (graph, NULL, &goal, 1, NULL, &chance);
  return chance.value;
}

static double
ask_effort (const RedanAttackGraph *graph, guint32 goal)
{
  g_autofree double *value = g_new (double, graph->n_nodes);

  redan_attack_cheapest (graph, NULL, REDAN_ATTACK_PARALLEL, NULL, value, NULL);
  return value[goal];
}

static void
check_more_edges (const RedanAttackGraph *graph, GRand *random)
{
  guint32 goal = graph->goals[0];
  guint32 more[2];
  g_autoptr (RedanAttackGraph) larger = NULL;

  /* A way in for the attacker is one more precondition of an OR node. */
  for (guint i = 0; i < 2; i++)
    more[i] = (guint32) g_rand_int_range (random, 0, (gint32) graph->n_nodes);
  if (graph->kind[more[1]] != REDAN_ATTACK_OR)
    return;
  larger = redan_random_attack_rebuild (graph, NULL, NULL, more, 1);
  g_assert_cmpfloat (ask_goal (larger, goal), >=, ask_goal (graph, goal) - 1e-12);
  g_assert_cmpfloat (ask_effort (larger, goal), <=, ask_effort (graph, goal));
}

static void
check_more_preconditions (const RedanAttackGraph *graph, GRand *random)
{
  guint32 goal = graph->goals[0];
  guint32 more[2];
  g_autoptr (RedanAttackGraph) harder = NULL;
  guint8 before[MOST];
  guint8 after[MOST];

  /* A control is one more precondition of an AND node. */
  for (guint i = 0; i < 2; i++)
    more[i] = (guint32) g_rand_int_range (random, 0, (gint32) graph->n_nodes);
  if (graph->kind[more[1]] != REDAN_ATTACK_AND)
    return;
  /* Not a lighter edge beside one that is there. */
  for (guint32 i = graph->in_offset[more[1]]; i < graph->in_offset[more[1] + 1]; i++)
    if (graph->in_source[i] == more[0])
      return;
  harder = redan_random_attack_rebuild (graph, NULL, NULL, more, 1);
  g_assert_cmpfloat (ask_goal (harder, goal), <=, ask_goal (graph, goal) + 1e-12);
  g_assert_cmpfloat (ask_effort (harder, goal), >=, ask_effort (graph, goal));
  redan_attack_reach (graph, NULL, before, NULL);
  redan_attack_reach (harder, NULL, after, NULL);
  for (guint32 i = 0; i < graph->n_nodes; i++)
    g_assert_cmpint (after[i], <=, before[i]);
}

static void
check_renumbered (const RedanAttackGraph *graph, GRand *random)
{
  guint32 order[MOST];
  g_autoptr (RedanAttackGraph) other = NULL;
  g_autoptr (RedanAttackItems) items = redan_attack_items_new_removable (graph);
  g_autoptr (RedanAttackItems) other_items = NULL;
  g_autoptr (RedanAttackSelection) best = NULL;
  g_autoptr (RedanAttackSelection) other_best = NULL;
  guint32 goal = graph->goals[0];
  guint8 necessary[MOST];
  guint8 other_necessary[MOST];

  for (guint32 i = 0; i < graph->n_nodes; i++)
    {
      guint32 j = (guint32) g_rand_int_range (random, 0, (gint32) i + 1);

      order[i] = i;
      order[i] = order[j];
      order[j] = i;
    }
  other = redan_random_attack_rebuild (graph, order, NULL, NULL, 0);
  g_assert_cmpfloat_with_epsilon (ask_goal (other, order[goal]), ask_goal (graph, goal), 1e-12);
  g_assert_true (ask_effort (other, order[goal]) == ask_effort (graph, goal));
  redan_attack_necessary (graph, NULL, goal, necessary);
  redan_attack_necessary (other, NULL, order[goal], other_necessary);
  for (guint32 i = 0; i < graph->n_nodes; i++)
    g_assert_cmpint (necessary[i], ==, other_necessary[order[i]]);
  other_items = redan_attack_items_new_removable (other);
  best = redan_attack_select (graph, NULL, goal, REDAN_ATTACK_STOP, items, NULL);
  other_best = redan_attack_select (other, NULL, order[goal], REDAN_ATTACK_STOP, other_items, NULL);
  g_assert_true (best->upper == other_best->upper);
}

/* A relay that always works, in no time, on every edge. */
static void
check_split_edges (const RedanAttackGraph *graph, GRand *random)
{
  g_autoptr (RedanAttackBuilder) builder = redan_attack_builder_new ();
  g_autoptr (RedanAttackGraph) split = NULL;
  const RedanAttackNode relay = REDAN_ATTACK_NODE_INIT (REDAN_ATTACK_OR);
  guint32 goal = graph->goals[0];

  for (guint32 i = 0; i < graph->n_nodes; i++)
    {
      const RedanAttackNode node = { .kind = graph->kind[i],
                                     .node_class = graph->node_class[i],
                                     .probability = graph->probability[i],
                                     .effort = graph->effort[i],
                                     .cost = graph->cost[i] };

      redan_attack_builder_add_node (builder, &node);
    }
  for (guint32 i = 0; i < graph->n_nodes; i++)
    for (guint32 j = graph->out_offset[i]; j < graph->out_offset[i + 1]; j++)
      {
        guint32 between = redan_attack_builder_add_node (builder, &relay);

        redan_attack_builder_add_edge (builder, i, between);
        redan_attack_builder_add_weighted_edge (builder, between, graph->out_target[j],
                                                graph->weight == NULL ? 0.0 : graph->weight[j]);
      }
  redan_attack_builder_add_entry (builder, graph->entries[0]);
  split = redan_attack_builder_finish (builder, NULL);
  g_assert_cmpfloat_with_epsilon (ask_goal (split, goal), ask_goal (graph, goal), 1e-12);
  g_assert_true (ask_effort (split, goal) == ask_effort (graph, goal));
}

/* No goal is likelier than what it cannot do without, nor cheaper; a cut is there exactly when it
 * can be reached. */
static void
check_necessary_bounds (const RedanAttackGraph *graph, GRand *random)
{
  guint32 goal = graph->goals[0];
  guint8 necessary[MOST];
  double value[MOST];
  g_autoptr (RedanAttackItems) items = redan_attack_items_new_removable (graph);
  g_autoptr (RedanAttackSelection) cut =
      redan_attack_select (graph, NULL, goal, REDAN_ATTACK_STOP, items, NULL);

  redan_attack_necessary (graph, NULL, goal, necessary);
  redan_attack_cheapest (graph, NULL, REDAN_ATTACK_PARALLEL, NULL, value, NULL);
  for (guint32 i = 0; i < graph->n_nodes; i++)
    {
      if (necessary[i] == 0)
        continue;
      g_assert_cmpfloat (ask_goal (graph, goal), <=, ask_goal (graph, i) + 1e-12);
      g_assert_cmpfloat (value[goal], >=, value[i]);
    }
  g_assert_cmpint (cut->upper > 0.0, ==, isfinite (value[goal]));
}

/* In the same random trials no goal falls before what it cannot do without. */
static void
check_necessary_times (const RedanAttackGraph *given, GRand *random)
{
  const RedanAttackTimeOptions options = { .n_samples = 64, .seed = g_rand_int (random) };
  RedanAttackGraph timed = *given;
  const RedanAttackGraph *graph = &timed;
  RedanAttackTime time[MOST];
  RedanAttackTimes *last = NULL;
  guint8 necessary[MOST];

  for (guint32 i = 0; i < graph->n_nodes; i++)
    time[i] = (RedanAttackTime){ REDAN_ATTACK_SPREAD_EXPONENTIAL, 1.0 + i, 0.0 };
  timed.time = time;
  last = redan_attack_times_sample (graph, NULL, graph->goals[0], &options);
  redan_attack_necessary (graph, NULL, graph->goals[0], necessary);
  for (guint32 i = 0; i < graph->n_nodes; i++)
    {
      RedanAttackTimes *first = NULL;

      if (necessary[i] == 0)
        continue;
      first = redan_attack_times_sample (graph, NULL, i, &options);
      g_assert_cmpuint (last->n_ended, <=, first->n_ended);
      for (guint32 j = 0; j < last->n_ended; j++)
        g_assert_cmpfloat (last->time[j], >=, first->time[j]);
      n_intervals += last->n_ended > 0;
      redan_attack_times_free (first);
    }
  redan_attack_times_free (last);
}

static void
test_necessary_times (void)
{
  n_intervals = 0;
  redan_random_attacks_check_tiny (11, 400, check_necessary_times);
  g_assert_cmpuint (n_intervals, >, 100);
}

/* A chain of one node with each distribution: mean and deviation are known. */
static void
test_times_distributions (void)
{
  static const struct
  {
    RedanAttackTime time;
    double mean;
    double deviation;
  } cases[] = {
    { { REDAN_ATTACK_SPREAD_CONSTANT, 3.0, 0.0 }, 3.0, 0.0 },
    { { REDAN_ATTACK_SPREAD_EXPONENTIAL, 2.0, 0.0 }, 2.0, 2.0 },
    { { REDAN_ATTACK_SPREAD_UNIFORM, 1.0, 4.0 }, 2.5, 0.8660254037844386 },
    { { REDAN_ATTACK_SPREAD_LOG_NORMAL, 0.5, 0.25 }, 1.7010968, 0.4319925 },
    { { REDAN_ATTACK_SPREAD_GAMMA, 3.0, 2.0 }, 6.0, 3.4641016151377544 },
    { { REDAN_ATTACK_SPREAD_GAMMA, 0.5, 2.0 }, 1.0, 1.4142135623730951 },
    { { REDAN_ATTACK_SPREAD_NORMAL, 20.0, 3.0 }, 20.0, 3.0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (RedanAttackBuilder) builder = redan_attack_builder_new ();
      RedanAttackNode node = REDAN_ATTACK_NODE_INIT (REDAN_ATTACK_LEAF);
      const RedanAttackTimeOptions options = { .n_samples = 40000, .n_threads = 2 };
      g_autoptr (RedanAttackGraph) graph = NULL;
      g_autoptr (RedanAttackTimes) times = NULL;
      double error = cases[i].deviation / sqrt (options.n_samples);
      double deviation;

      node.time = cases[i].time;
      redan_attack_builder_add_node (builder, &node);
      graph = redan_attack_builder_finish (builder, NULL);
      times = redan_attack_times_sample (graph, NULL, 0, &options);
      g_assert_cmpfloat (fabs (redan_attack_times_get_mean (times, &deviation) - cases[i].mean), <=,
                         4.0 * error);
      g_assert_cmpfloat (fabs (deviation - cases[i].deviation), <=, 0.05 * cases[i].deviation);
    }
}

/* What never ends is told apart, and agrees with the probability; quantiles and shares agree. */
static void
check_times_never (const RedanAttackGraph *graph, GRand *random)
{
  const RedanAttackTimeOptions one = { .n_samples = 1500, .n_threads = 1 };
  const RedanAttackTimeOptions three = { .n_samples = 1500, .n_threads = 3 };
  guint32 goal = graph->goals[0];
  double chance = ask_goal (graph, goal);
  g_autoptr (RedanAttackTimes) times = redan_attack_times_sample (graph, NULL, goal, &one);
  g_autoptr (RedanAttackTimes) again = redan_attack_times_sample (graph, NULL, goal, &three);
  double share = redan_attack_times_get_share (times, G_MAXDOUBLE);

  g_assert_cmpuint (times->n_ended, ==, again->n_ended);
  g_assert_cmpmem (times->time, times->n_ended * sizeof (double), again->time,
                   again->n_ended * sizeof (double));
  g_assert_cmpfloat (fabs (share - chance), <=,
                     5.0 * sqrt (chance * (1.0 - chance) / 1500.0) + 1e-9);
  g_assert_cmpint (isfinite (redan_attack_times_get_quantile (times, 0.5)), ==, share >= 0.5);
}

/* At decay q each control fails with the chance q: the curve is that of the probability. */
static void
check_decay (const RedanAttackGraph *graph, GRand *random)
{
  const RedanAttackTimeOptions options = { .n_samples = 1500 };
  guint32 controls[MOST];
  guint32 n = 0;
  double probability[MOST];
  const RedanAttackChanceOptions chances = { .probability = probability };
  g_autoptr (RedanAttackTimes) curve = NULL;

  for (guint32 i = 0; i < graph->n_nodes; i++)
    if (graph->kind[i] == REDAN_ATTACK_LEAF && i != graph->entries[0] && isfinite (graph->cost[i]))
      controls[n++] = i;
  curve = redan_attack_decay_sample (graph, NULL, graph->goals[0], controls, n, &options);
  for (guint step = 0; step <= 4; step++)
    {
      double q = step / 4.0;
      RedanAttackChance chance;

      memcpy (probability, graph->probability, graph->n_nodes * sizeof (double));
      for (guint32 i = 0; i < n; i++)
        probability[controls[i]] = q;
      redan_attack_chances (graph, NULL, graph->goals, 1, &chances, &chance);
      g_assert_cmpfloat (fabs (redan_attack_times_get_share (curve, q) - chance.value), <=,
                         5.0 * sqrt (chance.value * (1.0 - chance.value) / 1500.0) + 1e-9);
    }
}

#define TINY_TEST(NAME, CHECK, N)                                                                  \
  static void NAME (void) { redan_random_attacks_check_tiny (20261126, N, CHECK); }

TINY_TEST (test_reliances, check_reliances, 1000)
TINY_TEST (test_more_edges, check_more_edges, 3000)
TINY_TEST (test_more_preconditions, check_more_preconditions, 3000)
TINY_TEST (test_renumbered, check_renumbered, 1000)
TINY_TEST (test_split_edges, check_split_edges, 1000)
TINY_TEST (test_necessary_bounds, check_necessary_bounds, 1000)
TINY_TEST (test_times_never, check_times_never, 200)
TINY_TEST (test_decay, check_decay, 200)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/attack-chance/exact/all-outcomes", test_chances_outcomes);
  g_test_add_func ("/attack-chance/samples/intervals", test_samples_intervals);
  g_test_add_func ("/attack-chance/samples/threads", test_samples_threads);
  g_test_add_func ("/attack-chance/reliances/linear", test_reliances);
  g_test_add_func ("/attack-chance/laws/more-edges", test_more_edges);
  g_test_add_func ("/attack-chance/laws/more-preconditions", test_more_preconditions);
  g_test_add_func ("/attack-chance/laws/renumbered", test_renumbered);
  g_test_add_func ("/attack-chance/laws/split-edges", test_split_edges);
  g_test_add_func ("/attack-chance/laws/necessary", test_necessary_bounds);
  g_test_add_func ("/attack-chance/laws/necessary-times", test_necessary_times);
  g_test_add_func ("/attack-chance/times/distributions", test_times_distributions);
  g_test_add_func ("/attack-chance/times/never", test_times_never);
  g_test_add_func ("/attack-chance/decay/curve", test_decay);

  return g_test_run ();
}
