/* SPDX-License-Identifier: Apache-2.0 */
/* Hardening, cuts, depth, plans, sensors and differences against all there is to choose from. */

#include <math.h>
#include <string.h>

#include "analysis/graph/attack-choose.h"
#include "analysis/graph/attack-difference.h"
#include "analysis/graph/attack-plan.h"
#include "analysis/graph/attack-reach.h"
#include "tests/random-attack.h"

#define MOST 32

static gboolean
achieves (const RedanAttackGraph *graph,
          const RedanAttackItems *items,
          RedanAttackAim aim,
          guint32 goal,
          guint32 set)
{
  guint8 removed[MOST] = { 0 };
  gboolean stop = aim == REDAN_ATTACK_STOP;

  for (guint32 i = 0; i < items->n; i++)
    for (guint32 j = items->offset[i]; ((set >> i & 1) != 0) == stop && j < items->offset[i + 1];
         j++)
      removed[items->node[j]] = 1;

  return redan_plain_reaches (graph, removed, goal) != stop;
}

/* Every set of items. */
static double
select_plainly (const RedanAttackGraph *graph,
                const RedanAttackItems *items,
                RedanAttackAim aim,
                guint32 goal,
                guint8 *good)
{
  double best = INFINITY;

  for (guint32 set = 0; set < 1u << items->n; set++)
    {
      double sum = 0.0;

      for (guint32 i = 0; i < items->n; i++)
        sum += (set >> i & 1) != 0 ? items->cost[i] : 0.0;
      good[set] = achieves (graph, items, aim, goal, set);
      if (good[set] != 0)
        best = MIN (best, sum);
    }

  return best;
}

static gboolean
is_minimal (const guint8 *good, guint32 n, guint32 set)
{
  for (guint32 i = 0; i < n; i++)
    if ((set >> i & 1) != 0 && good[set & ~(1u << i)] != 0)
      return FALSE;

  return good[set] != 0;
}

static void
check_sets (const RedanAttackGraph *graph,
            const RedanAttackItems *items,
            RedanAttackAim aim,
            guint32 goal,
            const guint8 *good)
{
  g_autoptr (RedanAttackSets) sets =
      redan_attack_minimal_sets (graph, NULL, goal, aim, items, 3, 10000, NULL);
  guint32 n_expected = 0;

  for (guint32 set = 0; set < 1u << items->n; set++)
    n_expected += __builtin_popcount (set) <= 3 && is_minimal (good, items->n, set);
  g_assert_true (sets->complete);
  g_assert_cmpuint (sets->n, ==, n_expected);
  for (guint32 i = 0; i < sets->n; i++)
    {
      guint32 set = 0;

      for (guint32 j = sets->offset[i]; j < sets->offset[i + 1]; j++)
        set |= 1u << sets->item[j];
      g_assert_true (is_minimal (good, items->n, set));
    }
}

static void
check_items (const RedanAttackGraph *graph, const RedanAttackItems *items, RedanAttackAim aim)
{
  guint32 goal = graph->goals[0];
  g_autofree guint8 *good = g_new (guint8, 1u << items->n);
  g_autoptr (RedanAttackSelection) best = redan_attack_select (graph, NULL, goal, aim, items, NULL);
  double expected = select_plainly (graph, items, aim, goal, good);
  guint32 set = 0;

  g_assert_true (best->optimal);
  g_assert_true (best->upper == expected ||
                 fabs (best->upper - expected) <= 1e-9 * MAX (1.0, expected));
  g_assert_true (best->lower == best->upper);
  for (guint32 i = 0; i < best->n_chosen; i++)
    set |= 1u << best->chosen[i];
  if (isfinite (expected))
    g_assert_cmpint (good[set], ==, 1);
  check_sets (graph, items, aim, goal, good);
}

static void
check_hardening (const RedanAttackGraph *graph, GRand *random)
{
  g_autoptr (RedanAttackItems) items = redan_attack_items_new_removable (graph);

  check_items (graph, items, REDAN_ATTACK_STOP);
}

static void
check_attack_cost (const RedanAttackGraph *graph, GRand *random)
{
  g_autoptr (RedanAttackItems) items = redan_attack_items_new_costed (graph);

  check_items (graph, items, REDAN_ATTACK_SUCCEED);
}

static void
check_depth (const RedanAttackGraph *graph, GRand *random)
{
  g_autoptr (RedanAttackItems) alone = redan_attack_items_new_classes (graph, FALSE);
  g_autoptr (RedanAttackItems) together = redan_attack_items_new_classes (graph, TRUE);
  g_autoptr (RedanAttackSelection) depth = NULL;
  g_autoptr (RedanAttackSelection) class_depth = NULL;

  check_items (graph, alone, REDAN_ATTACK_SUCCEED);
  check_items (graph, together, REDAN_ATTACK_SUCCEED);
  depth = redan_attack_select (graph, NULL, graph->goals[0], REDAN_ATTACK_SUCCEED, alone, NULL);
  class_depth =
      redan_attack_select (graph, NULL, graph->goals[0], REDAN_ATTACK_SUCCEED, together, NULL);
  g_assert_cmpfloat (class_depth->upper, <=, depth->upper);
}

/* Depth 1 exactly when some single failure opens the goal, depth 0 when it is open anyway. */
static void
check_single_failures (const RedanAttackGraph *graph, GRand *random)
{
  guint32 goal = graph->goals[0];
  g_autoptr (RedanAttackItems) items = redan_attack_items_new_classes (graph, FALSE);
  g_autoptr (RedanAttackSelection) depth =
      redan_attack_select (graph, NULL, goal, REDAN_ATTACK_SUCCEED, items, NULL);
  guint8 opens[MOST] = { 0 };
  gboolean open = redan_attack_single_failures (graph, NULL, goal, items->node, items->n, opens);
  gboolean any = FALSE;

  for (guint32 i = 0; i < items->n; i++)
    {
      gboolean expected = !open && achieves (graph, items, REDAN_ATTACK_SUCCEED, goal, 1u << i);

      g_assert_cmpint (opens[i], ==, expected);
      any = any || opens[i] != 0;
    }
  g_assert_cmpint (open, ==, achieves (graph, items, REDAN_ATTACK_SUCCEED, goal, 0));
  g_assert_cmpint (open, ==, depth->upper == 0.0);
  g_assert_cmpint (any, ==, depth->upper == 1.0);
}

/* More than one run of 63 controls: one alone opens the goal, wherever it stands. */
static void
check_lone_failure (guint32 lone)
{
  g_autoptr (RedanAttackBuilder) builder = redan_attack_builder_new ();
  const RedanAttackNode leaf = REDAN_ATTACK_NODE_INIT (REDAN_ATTACK_LEAF);
  const RedanAttackNode both = REDAN_ATTACK_NODE_INIT (REDAN_ATTACK_AND);
  const RedanAttackNode any = REDAN_ATTACK_NODE_INIT (REDAN_ATTACK_OR);
  g_autoptr (RedanAttackGraph) graph = NULL;
  guint32 controls[200];
  guint8 opens[200];
  guint32 goal = redan_attack_builder_add_node (builder, &any);

  for (guint32 i = 0; i < 200; i++)
    controls[i] = redan_attack_builder_add_node (builder, &leaf);
  for (guint32 i = 0; i < 200; i++)
    {
      guint32 step = redan_attack_builder_add_node (builder, &both);

      redan_attack_builder_add_edge (builder, controls[i], step);
      redan_attack_builder_add_edge (builder, controls[(i + 1) % 200], step);
      redan_attack_builder_add_edge (builder, step, goal);
    }
  redan_attack_builder_add_edge (builder, controls[lone], goal);
  graph = redan_attack_builder_finish (builder, NULL);

  g_assert_false (redan_attack_single_failures (graph, NULL, goal, controls, 200, opens));
  for (guint32 i = 0; i < 200; i++)
    g_assert_cmpint (opens[i], ==, i == lone);
}

static void
test_many_single_failures (void)
{
  const guint32 lone[] = { 0, 62, 63, 64, 125, 126, 127, 199 };

  for (guint i = 0; i < G_N_ELEMENTS (lone); i++)
    check_lone_failure (lone[i]);
}

/* A budget that is not enough leaves bounds that enclose the answer. */
static void
check_budget (const RedanAttackGraph *graph, GRand *random)
{
  g_autoptr (RedanAttackItems) items = redan_attack_items_new_removable (graph);
  const RedanAttackBudget budget = { .work = (guint64) g_rand_int_range (random, 1, 400) };
  guint32 goal = graph->goals[0];
  g_autoptr (RedanAttackSelection) full =
      redan_attack_select (graph, NULL, goal, REDAN_ATTACK_STOP, items, NULL);
  g_autoptr (RedanAttackSelection) part =
      redan_attack_select (graph, NULL, goal, REDAN_ATTACK_STOP, items, &budget);
  guint32 set = 0;

  g_assert_cmpfloat (part->lower, <=, full->upper);
  g_assert_cmpfloat (part->upper, >=, full->upper);
  g_assert_cmpint (part->optimal && isfinite (part->upper), <=, part->upper == full->upper);
  for (guint32 i = 0; i < part->n_chosen; i++)
    set |= 1u << part->chosen[i];
  if (isfinite (part->upper))
    g_assert_true (achieves (graph, items, REDAN_ATTACK_STOP, goal, set));
}

typedef struct
{
  const double *risk; /* by set */
  guint64 n_asked;
} Table;

static double
look_up (const guint8 *chosen, gpointer user_data)
{
  Table *table = user_data;
  guint32 set = 0;

  for (guint32 i = 0; i < 10; i++)
    set |= (guint32) chosen[i] << i;
  table->n_asked++;
  return table->risk[set];
}

/* Any risk that more items never raise; most of them far from submodular. */
static void
fill_risk (GRand *random, double *risk)
{
  risk[0] = 100.0;
  for (guint32 set = 1; set < 1024; set++)
    {
      double least = INFINITY;

      for (guint32 i = 0; i < 10; i++)
        if ((set >> i & 1) != 0)
          least = MIN (least, risk[set & ~(1u << i)]);
      risk[set] =
          g_rand_int_range (random, 0, 3) > 0 ? least : least - g_rand_int_range (random, 0, 8);
      risk[set] = MAX (risk[set], 0.0);
    }
}

static void
test_plan_all_sets (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (11);

  for (guint round = 0; round < 300; round++)
    {
      double risk[1024];
      double cost[10];
      double money = g_rand_int_range (random, 0, 30);
      double best = INFINITY;
      Table table = { risk, 0 };
      g_autoptr (RedanAttackPlan) plan = NULL;
      guint8 chosen[10] = { 0 };
      double sum = 0.0;

      fill_risk (random, risk);
      for (guint i = 0; i < 10; i++)
        cost[i] = g_rand_int_range (random, 0, 10);
      for (guint32 set = 0; set < 1024; set++)
        {
          double one = 0.0;

          for (guint i = 0; i < 10; i++)
            one += (set >> i & 1) != 0 ? cost[i] : 0.0;
          if (one <= money)
            best = MIN (best, risk[set]);
        }
      plan = redan_attack_plan_new (10, cost, money, look_up, NULL, &table, 0, NULL);
      g_assert_true (plan->optimal);
      g_assert_cmpfloat (plan->after, ==, best);
      g_assert_cmpuint (plan->n_evaluations, ==, table.n_asked);
      for (guint32 i = 0; i < plan->n_chosen; i++)
        {
          chosen[plan->chosen[i]] = 1;
          sum += cost[plan->chosen[i]];
        }
      g_assert_cmpfloat (sum, <=, money);
      g_assert_cmpfloat (look_up (chosen, &table), ==, best);

      redan_attack_plan_free (g_steal_pointer (&plan));
      plan = redan_attack_plan_new (10, cost, money, look_up, NULL, &table, 15, NULL);
      g_assert_cmpfloat (plan->lower, <=, best);
      g_assert_cmpfloat (plan->after, >=, best);
    }
}

/* Two locks on two doors: neither gains anything alone. */
static void
test_plan_complements (void)
{
  g_autoptr (RedanAttackBuilder) builder = redan_attack_builder_new ();
  const RedanAttackNode leaf = REDAN_ATTACK_NODE_INIT (REDAN_ATTACK_LEAF);
  const RedanAttackNode any = REDAN_ATTACK_NODE_INIT (REDAN_ATTACK_OR);
  g_autoptr (RedanAttackGraph) graph = NULL;
  g_autoptr (RedanAttackPlan) plan = NULL;
  guint32 doors[2];
  const double cost[2] = { 1.0, 1.0 };
  const double closed[2] = { 0.1, 0.1 };
  const double weight = 10.0;
  guint32 goal;
  RedanAttackRiskOfGoals risk = {
    .weights = &weight, .n_goals = 1, .control = doors, .probability = closed, .n_controls = 2
  };

  doors[0] = redan_attack_builder_add_node (builder, &leaf);
  doors[1] = redan_attack_builder_add_node (builder, &leaf);
  goal = redan_attack_builder_add_node (builder, &any);
  redan_attack_builder_add_edge (builder, doors[0], goal);
  redan_attack_builder_add_edge (builder, doors[1], goal);
  graph = redan_attack_builder_finish (builder, NULL);
  risk.graph = graph;
  risk.goals = &goal;

  plan = redan_attack_plan_new (2, cost, 2.0, redan_attack_risk_of_goals, NULL, &risk, 0, NULL);
  g_assert_true (plan->optimal);
  g_assert_cmpuint (plan->n_chosen, ==, 2);
  g_assert_cmpfloat (plan->before, ==, 10.0);
  g_assert_cmpfloat_with_epsilon (plan->after, 10.0 * (1.0 - 0.9 * 0.9), 1e-9);
}

/* At least 1 - 1/e of the best that as many sensors can see, and one sensor where one is enough. */
static void
check_sensors (const RedanAttackGraph *graph, GRand *random)
{
  g_autoptr (RedanAttackPaths) paths =
      redan_attack_paths_find (graph, NULL, graph->goals[0], 12, NULL);
  guint32 chosen[2];
  double seen[2] = { 0 };
  guint32 n = redan_attack_sensors (paths, graph->n_nodes, NULL, NULL, 2, chosen, seen);
  guint64 through[MOST] = { 0 };
  int best = 0;
  int best_alone = 0;

  for (guint32 i = 0; i < paths->n; i++)
    for (guint32 j = paths->offset[i]; j < paths->offset[i + 1]; j++)
      through[paths->node[j]] |= G_GUINT64_CONSTANT (1) << i;
  for (guint32 i = 0; i < graph->n_nodes; i++)
    for (guint32 j = 0; j < graph->n_nodes; j++)
      {
        best = MAX (best, __builtin_popcountll (through[i] | through[j]));
        best_alone = MAX (best_alone, __builtin_popcountll (through[i]));
      }
  if (paths->n == 0)
    {
      g_assert_cmpuint (n, ==, 0);
      return;
    }
  g_assert_cmpfloat (seen[0], ==, best_alone);
  g_assert_cmpfloat (seen[n - 1], >=, (1.0 - exp (-1.0)) * best);
  g_assert_cmpfloat (seen[n - 1], ==,
                     __builtin_popcountll (through[chosen[0]] | (n > 1 ? through[chosen[1]] : 0)));
}

/* Against itself nothing changed; without a node what it held open is closed, and back again. */
static void
check_difference (const RedanAttackGraph *graph, GRand *random)
{
  char names[MOST][8];
  const char *keys[MOST];
  guint8 removed[MOST] = { 0 };
  guint8 before[MOST];
  guint8 after[MOST];
  guint32 gone = (guint32) g_rand_int_range (random, 0, (gint32) graph->n_nodes);
  const RedanAttackScenario scenario = { NULL, 0, removed };
  RedanAttackSide whole = { graph, NULL, keys };
  RedanAttackSide part = { graph, &scenario, keys };
  g_autoptr (RedanAttackDifference) same = NULL;
  g_autoptr (RedanAttackDifference) less = NULL;
  g_autoptr (RedanAttackDifference) more = NULL;
  g_autoptr (RedanAttackPaths) paths =
      redan_attack_paths_find (graph, NULL, graph->goals[0], 10, NULL);
  guint8 is_new[10];
  guint n_closed = 0;

  for (guint32 i = 0; i < graph->n_nodes; i++)
    {
      g_snprintf (names[i], sizeof names[i], "n%u", i);
      keys[i] = names[i];
    }
  same = redan_attack_difference_new (&whole, &whole);
  g_assert_cmpuint (same->opened->len + same->closed->len + same->added->len + same->removed->len +
                        same->eased->len + same->hardened->len,
                    ==, 0);
  g_assert_cmpuint (redan_attack_difference_mark_new_paths (&whole, &whole, paths, is_new), ==, 0);

  removed[gone] = 1;
  redan_plain_reach (graph, NULL, before);
  redan_plain_reach (graph, &scenario, after);
  less = redan_attack_difference_new (&whole, &part);
  more = redan_attack_difference_new (&part, &whole);
  for (guint32 i = 0; i < graph->n_nodes; i++)
    n_closed += before[i] != after[i];
  g_assert_cmpuint (less->closed->len, ==, n_closed);
  g_assert_cmpuint (more->opened->len, ==, n_closed);
  g_assert_cmpuint (less->opened->len + less->eased->len + more->closed->len + more->hardened->len,
                    ==, 0);

  redan_attack_difference_mark_new_paths (&part, &whole, paths, is_new);
  for (guint32 i = 0; i < paths->n; i++)
    {
      gboolean lost = FALSE;

      for (guint32 j = paths->offset[i]; j < paths->offset[i + 1]; j++)
        lost = lost || after[paths->node[j]] == 0;
      g_assert_cmpint (is_new[i], ==, lost);
    }
}

#define TINY_TEST(NAME, CHECK, N)                                                                  \
  static void NAME (void) { redan_random_attacks_check_tiny (20261126, N, CHECK); }

TINY_TEST (test_hardening, check_hardening, 300)
TINY_TEST (test_attack_cost, check_attack_cost, 300)
TINY_TEST (test_depth, check_depth, 200)
TINY_TEST (test_single_failures, check_single_failures, 1000)
TINY_TEST (test_budget, check_budget, 1000)
TINY_TEST (test_sensors, check_sensors, 1000)
TINY_TEST (test_difference, check_difference, 1000)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/attack-choose/hardening/all-sets", test_hardening);
  g_test_add_func ("/attack-choose/attack-cost/all-sets", test_attack_cost);
  g_test_add_func ("/attack-choose/depth/all-sets", test_depth);
  g_test_add_func ("/attack-choose/single-failures/plain", test_single_failures);
  g_test_add_func ("/attack-choose/single-failures/many", test_many_single_failures);
  g_test_add_func ("/attack-choose/budget/bounds", test_budget);
  g_test_add_func ("/attack-choose/plan/all-sets", test_plan_all_sets);
  g_test_add_func ("/attack-choose/plan/complements", test_plan_complements);
  g_test_add_func ("/attack-choose/sensors/all-pairs", test_sensors);
  g_test_add_func ("/attack-choose/difference/without-a-node", test_difference);

  return g_test_run ();
}
