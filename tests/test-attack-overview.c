/* SPDX-License-Identifier: Apache-2.0 */
/* Answers about a model as a whole against plain searches. */

#include "analysis/attack-answers.h"
#include "analysis/attack-overview.h"
#include "analysis/graph/attack-chance.h"
#include "tests/analysis-fixture.h"

#include <math.h>

#define N_SEEDS 20
#define N_GOALS 3

typedef void (*Check) (RedanAttack *attack, RedanAttackView *view);

static void
check_models (Check check)
{
  for (guint32 seed = 0; seed < N_SEEDS; seed++)
    {
      FixtureSize size = fixture_random_size (seed);
      g_autoptr (RedanModel) model = fixture_random_model (seed, &size, "a");
      g_autoptr (RedanAnalysis) analysis = fixture_analyse (model, NULL, 0);
      RedanAttack *attack = redan_attack_new (analysis, REDAN_ATTACK_AS_IT_IS);
      g_autoptr (GPtrArray) attackers = redan_attackers_list (attack);
      RedanAttackView *view =
          redan_attack_view_new (attack, redan_attackers_find (attackers, "outsider"));

      check (attack, view);
      redan_attack_view_free (view);
      redan_attack_free (attack);
    }
}

static guint n_found;

/* What can be come to from a node, whatever else a step needs. */
static void
reach (const RedanAttackGraph *graph, guint32 from, guint8 *reached_out)
{
  g_autoptr (GArray) queue = g_array_new (FALSE, FALSE, sizeof (guint32));

  memset (reached_out, 0, graph->n_nodes);
  reached_out[from] = 1;
  g_array_append_val (queue, from);
  for (guint i = 0; i < queue->len; i++)
    {
      guint32 node = g_array_index (queue, guint32, i);

      for (guint32 j = graph->out_offset[node]; j < graph->out_offset[node + 1]; j++)
        if (reached_out[graph->out_target[j]] == 0)
          {
            reached_out[graph->out_target[j]] = 1;
            g_array_append_val (queue, graph->out_target[j]);
          }
    }
}

static void
check_zones (RedanAttack *attack, RedanAttackView *view)
{
  guint32 n = redan_attack_get_n_holds (attack, REDAN_HOLD_CTL);
  guint32 first = redan_attack_get_node (attack, REDAN_HOLD_CTL, 0);
  g_autofree guint32 *zone = g_new (guint32, n + 1);
  g_autofree guint8 *reached = g_new (guint8, view->ways.n_nodes * n + 1);

  redan_attack_view_get_zones (view, zone);
  for (guint32 i = 0; i < n; i++)
    reach (&view->ways, first + i, reached + (gsize) i * view->ways.n_nodes);
  for (guint32 i = 0; i < n; i++)
    for (guint32 j = 0; j < i; j++)
      {
        gboolean both = reached[(gsize) i * view->ways.n_nodes + first + j] != 0 &&
                        reached[(gsize) j * view->ways.n_nodes + first + i] != 0;

        g_assert_cmpint (zone[i] == zone[j], ==, both);
        n_found += both;
      }
}

static void
test_zones (void)
{
  n_found = 0;
  check_models (check_zones);
  g_assert_cmpuint (n_found, >, 0);
}

/* A goal has a depth of 1 just when it hangs on single controls. */
static void
check_singles (RedanAttack *attack, RedanAttackView *view)
{
  g_autoptr (GArray) singles = redan_attack_view_list_singles (view);
  guint n_deep = 0;
  guint n_opened = 0;

  for (guint32 i = 0; i < N_GOALS * redan_attack_get_n_holds (attack, REDAN_HOLD_READ); i++)
    {
      RedanAttackDepth depth;

      redan_attack_view_get_depth (
          view,
          redan_attack_get_node (attack, (RedanHold) (REDAN_HOLD_READ + i % N_GOALS), i / N_GOALS),
          NULL, &depth);
      n_deep += depth.depth == 1;
    }
  for (guint i = 0; i < singles->len; i++)
    n_opened += g_array_index (singles, RedanAttackSingle, i).n_goals;
  g_assert_cmpuint (n_opened, >=, n_deep);
  g_assert_cmpint (singles->len > 0, ==, n_deep > 0);
  n_found += n_deep;
}

static void
test_singles (void)
{
  n_found = 0;
  check_models (check_singles);
  g_assert_cmpuint (n_found, >, 0);
}

/* Every sensor sees more, and with none left out all attacks are seen. */
static void
check_sensors (RedanAttack *attack, RedanAttackView *view)
{
  guint32 n = redan_attack_get_n_holds (attack, REDAN_HOLD_CTL);
  g_autoptr (GArray) sensors = redan_attack_view_place_sensors (view, 3, n, NULL);
  double before = 0;

  for (guint i = 0; i < sensors->len; i++)
    {
      const RedanAttackSensor *sensor = &g_array_index (sensors, RedanAttackSensor, i);

      g_assert_cmpuint (sensor->element, <, n);
      g_assert_cmpfloat (sensor->seen, >, before);
      /* the first sees most, and each at most as much more as the one before */
      g_assert_cmpfloat (sensor->seen, <=,
                         before + g_array_index (sensors, RedanAttackSensor, 0).seen + 1e-9);
      before = sensor->seen;
    }
  g_assert_cmpfloat (before, <=, 1 + 1e-9);
  n_found += sensors->len > 1;
}

static void
test_sensors (void)
{
  n_found = 0;
  check_models (check_sensors);
  g_assert_cmpuint (n_found, >, 0);
}

/* Without a failing control only open goals open; more decay never closes one. */
static void
check_decay (RedanAttack *attack, RedanAttackView *view)
{
  for (guint32 i = 0; i < redan_attack_get_n_holds (attack, REDAN_HOLD_READ); i++)
    {
      RedanHold goal = redan_attack_view_get_best_goal (view, i, FALSE);
      g_autoptr (GPtrArray) all = NULL;
      const RedanAttackTimes *levels;
      guint32 node;

      if (goal == REDAN_N_HOLDS)
        continue;
      node = redan_attack_get_node (attack, goal, i);
      all = redan_attack_view_sample_decay (view, &node, 1, 200, NULL);
      levels = g_ptr_array_index (all, 0);
      g_assert_cmpfloat (redan_attack_times_get_share (levels, 0), <=,
                         redan_attack_times_get_share (levels, 1));
      n_found +=
          redan_attack_times_get_share (levels, 0) < redan_attack_times_get_share (levels, 1);
    }
}

static void
test_decay (void)
{
  n_found = 0;
  check_models (check_decay);
  g_assert_cmpuint (n_found, >, 0);
}

/* Within the days of the attacker no goal falls more often than when the order of its threats does
 * not count, and one that can be had at once is there at once. */
static void
check_times (RedanAttack *attack, RedanAttackView *view)
{
  const RedanAttackChanceOptions options = { .only_samples = TRUE, .n_samples = 2000 };

  for (guint32 i = 0; i < redan_attack_get_n_holds (attack, REDAN_HOLD_READ); i++)
    {
      RedanHold goal = redan_attack_view_get_best_goal (view, i, FALSE);
      g_autoptr (GPtrArray) all = NULL;
      const RedanAttackTimes *times;
      RedanAttackChance chance;
      guint32 node;
      double share;

      if (goal == REDAN_N_HOLDS)
        continue;
      node = redan_attack_get_node (attack, goal, i);
      all = redan_attack_view_sample_times (view, &node, 1, 300, NULL);
      times = g_ptr_array_index (all, 0);
      redan_attack_chances (&view->graph, &view->scenario, &node, 1, &options, &chance);
      share = redan_attack_times_get_share (times, 365);
      g_assert_cmpfloat (share, <=, chance.high + 0.12);
      if (view->value[node] <= 0)
        g_assert_cmpfloat (share, ==, 1);
      n_found += share > 0.05 && share < 0.95;
    }
}

/* All goals in one go fall when each of them does by itself. */
static void
check_many (RedanAttack *attack, RedanAttackView *view)
{
  guint32 goals[2] = { redan_attack_get_node (attack, REDAN_HOLD_READ, 0),
                       redan_attack_get_node (attack, REDAN_HOLD_WRITE, 0) };
  g_autoptr (GPtrArray) both = redan_attack_view_sample_times (view, goals, 2, 100, NULL);

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GPtrArray) one = redan_attack_view_sample_times (view, &goals[i], 1, 100, NULL);
      const RedanAttackTimes *a = g_ptr_array_index (both, i);
      const RedanAttackTimes *b = g_ptr_array_index (one, 0);

      g_assert_cmpmem (a->time, a->n_ended * sizeof (double), b->time,
                       b->n_ended * sizeof (double));
      n_found += a->n_ended;
    }
}

static void
test_many (void)
{
  n_found = 0;
  check_models (check_many);
  g_assert_cmpuint (n_found, >, 0);
}

static void
test_times (void)
{
  n_found = 0;
  check_models (check_times);
  g_assert_cmpuint (n_found, >, 0);
}

/* A way that changes its boundary somewhere crosses one; without a boundary there is none. */
static void
check_crossings (RedanAttack *attack, RedanAttackView *view)
{
  guint32 n = redan_attack_get_n_holds (attack, REDAN_HOLD_READ);
  guint32 n_boundaries = redan_attack_get_n_holds (attack, REDAN_HOLD_AT);
  g_autofree guint32 *crossings = g_new (guint32, n + 1);

  redan_attack_view_get_crossings (view, crossings);
  for (guint32 i = 0; i < n; i++)
    {
      if (redan_attack_view_get_best_goal (view, i, FALSE) != REDAN_N_HOLDS)
        g_assert_cmpuint (crossings[i], !=, REDAN_NONE);
      if (crossings[i] == REDAN_NONE)
        continue;
      g_assert_cmpuint (crossings[i], <=, 2 * n_boundaries);
      n_found += crossings[i] > 0;
    }
}

static void
test_crossings (void)
{
  n_found = 0;
  check_models (check_crossings);
  g_assert_cmpuint (n_found, >, 0);
}

/* Against a plain search from each element. */
static void
check_blast (RedanAttack *attack, RedanAttackView *view)
{
  guint32 n = redan_attack_get_n_holds (attack, REDAN_HOLD_CTL);
  guint32 n_assets = redan_attack_get_n_holds (attack, REDAN_HOLD_READ);
  guint32 first = redan_attack_get_node (attack, REDAN_HOLD_CTL, 0);
  g_autofree gint64 *elements = g_new (gint64, n + 1);
  g_autofree gint64 *assets = g_new (gint64, n + 1);
  g_autofree guint8 *reached = g_new (guint8, view->ways.n_nodes + 1);

  redan_attack_view_get_blast (view, elements, assets);
  for (guint32 i = 0; i < n; i++)
    {
      gint64 n_elements = 0;
      gint64 n_won = 0;

      reach (&view->ways, first + i, reached);
      for (guint32 j = 0; j < n; j++)
        n_elements += j != i && reached[first + j] != 0;
      for (guint32 j = 0; j < n_assets; j++)
        n_won += reached[redan_attack_get_node (attack, REDAN_HOLD_READ, j)] != 0;
      g_assert_cmpint (elements[i], ==, n_elements);
      g_assert_cmpint (assets[i], ==, n_won);
      n_found += n_elements > 0;
    }
}

static void
test_blast (void)
{
  n_found = 0;
  check_models (check_blast);
  g_assert_cmpuint (n_found, >, 0);
}

/* Against the same search the other way round. */
static void
check_exposures (RedanAttack *attack, RedanAttackView *view)
{
  guint32 n = redan_attack_get_n_holds (attack, REDAN_HOLD_CTL);
  guint32 n_assets = redan_attack_get_n_holds (attack, REDAN_HOLD_READ);
  guint32 first = redan_attack_get_node (attack, REDAN_HOLD_CTL, 0);
  g_autofree guint32 *assets = g_new (guint32, n_assets + 1);
  g_autofree guint32 *elements = g_new (guint32, n_assets + 1);
  g_autofree guint32 *expected = g_new0 (guint32, n_assets + 1);
  g_autofree guint8 *reached = g_new (guint8, view->ways.n_nodes + 1);

  for (guint32 i = 0; i < n_assets; i++)
    assets[i] = n_assets - 1 - i;
  redan_attack_view_get_exposures (view, assets, n_assets, elements);
  for (guint32 i = 0; i < n; i++)
    {
      reach (&view->ways, first + i, reached);
      for (guint32 j = 0; j < n_assets; j++)
        expected[j] += reached[redan_attack_get_node (attack, REDAN_HOLD_READ, assets[j])] != 0 ||
                       reached[redan_attack_get_node (attack, REDAN_HOLD_WRITE, assets[j])] != 0 ||
                       reached[redan_attack_get_node (attack, REDAN_HOLD_DENY, assets[j])] != 0;
    }
  for (guint32 j = 0; j < n_assets; j++)
    {
      g_assert_cmpuint (elements[j], ==, expected[j]);
      n_found += elements[j] > 0 && elements[j] < n;
    }
}

static void
test_exposures (void)
{
  n_found = 0;
  check_models (check_exposures);
  g_assert_cmpuint (n_found, >, 0);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  fixture_load ();
  g_test_add_func ("/attack-overview/zones", test_zones);
  g_test_add_func ("/attack-overview/singles", test_singles);
  g_test_add_func ("/attack-overview/sensors", test_sensors);
  g_test_add_func ("/attack-overview/decay", test_decay);
  g_test_add_func ("/attack-overview/times", test_times);
  g_test_add_func ("/attack-overview/many", test_many);
  g_test_add_func ("/attack-overview/crossings", test_crossings);
  g_test_add_func ("/attack-overview/blast", test_blast);
  g_test_add_func ("/attack-overview/exposures", test_exposures);
  result = g_test_run ();
  fixture_unload ();

  return result;
}
