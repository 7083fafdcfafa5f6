/* SPDX-License-Identifier: Apache-2.0 */
/* Repaired searches against searches from the start: the same values to the last bit, and of a view
 * the same ways, whatever was changed before; the likeliest attacks that they list. */

#include "analysis/attack-path.h"
#include "analysis/graph/attack-reach.h"
#include "analysis/graph/attack-repair.h"
#include "tests/analysis-fixture.h"
#include "tests/random-attack.h"

#include <math.h>

#define N_GRAPHS 400
#define N_CHANGES 12
#define N_SEEDS 12
#define N_TOGGLES 25

/* ---- graphs ---- */

static void
compare_values (const RedanAttackGraph *graph,
                const RedanAttackScenario *scenario,
                const double *own,
                const double *value,
                const guint32 *via,
                guint32 goal)
{
  g_autofree double *fresh = g_new (double, graph->n_nodes + 1);
  g_autofree guint32 *ways = g_new (guint32, graph->n_nodes + 1);

  redan_attack_cheapest (graph, scenario, REDAN_ATTACK_TOTAL, own, fresh, ways);
  g_assert_cmpfloat (value[goal], ==, fresh[goal]);
  for (guint32 i = 0; via != NULL && i < graph->n_nodes; i++)
    {
      g_assert_cmpfloat (value[i], ==, fresh[i]);
      g_assert_cmpint (via[i] == REDAN_ATTACK_NONE, ==, ways[i] == REDAN_ATTACK_NONE);
      if (via[i] != REDAN_ATTACK_NONE)
        g_assert_cmpfloat (value[i], ==, value[via[i]] + own[i]);
    }
}

/* Changes the cost of some steps, and takes some away or puts them back. Returns: how many */
static guint32
change (const RedanAttackGraph *graph, GRand *random, double *own, guint8 *removed, guint32 *nodes)
{
  guint32 n = 0;

  for (guint i = 0; i < 3; i++)
    {
      guint32 node = (guint32) g_rand_int_range (random, 1, (gint32) graph->n_nodes);

      if (graph->kind[node] == REDAN_ATTACK_AND)
        own[node] = g_rand_int_range (random, 0, 8) / 7.0;
      if (g_rand_int_range (random, 0, 3) == 0)
        removed[node] ^= 1;
      nodes[n++] = node;
    }

  return n;
}

static void
check_graph (guint32 seed)
{
  const RedanRandomAttack shape = { .n_nodes = 60, .n_edges = 150, .ands = 40 };
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  g_autoptr (RedanAttackGraph) graph = redan_random_attack_new (random, &shape);
  guint32 n = graph->n_nodes;
  g_autofree double *own = g_new0 (double, n + 1);
  g_autofree guint8 *removed = g_new0 (guint8, n + 1);
  g_autofree double *value = g_new (double, n + 1);
  g_autofree guint32 *via = g_new (guint32, n + 1);
  RedanAttackScenario scenario = { graph->entries, graph->n_entries, removed };
  RedanAttackRepair repair;

  /* steps without preconditions hold at the outset, which a model has none of */
  graph->n_seeds = 0;
  for (guint32 i = 0; i < n; i++)
    own[i] = graph->kind[i] == REDAN_ATTACK_AND ? g_rand_int_range (random, 0, 8) / 7.0 : 0.0;
  redan_attack_cheapest (graph, &scenario, REDAN_ATTACK_TOTAL, own, value, via);
  redan_attack_repair_init (&repair, graph, &scenario);
  for (guint i = 0; i < N_CHANGES; i++)
    {
      guint32 goal = (guint32) g_rand_int_range (random, 1, (gint32) n);
      g_autofree double *before = g_memdup2 (value, (n + 1) * sizeof (double));
      guint32 nodes[3];
      guint32 n_changed = change (graph, random, own, removed, nodes);

      /* to one goal, and back */
      redan_attack_repair_run (&repair, removed, own, nodes, n_changed, goal, value, via);
      compare_values (graph, &scenario, own, value, NULL, goal);
      redan_attack_repair_undo (&repair, value, via);
      g_assert_cmpmem (value, n * sizeof (double), before, n * sizeof (double));

      redan_attack_repair_run (&repair, removed, own, nodes, n_changed, REDAN_ATTACK_NONE, value,
                               via);
      compare_values (graph, &scenario, own, value, via, goal);
    }
  redan_attack_repair_clear (&repair);
}

static void
test_graphs (void)
{
  for (guint32 seed = 0; seed < N_GRAPHS; seed++)
    check_graph (seed);
}

/* ---- views ---- */

static void
test_views (void)
{
  guint n_changed = 0;

  for (guint32 seed = 0; seed < N_SEEDS; seed++)
    {
      FixtureSize size = fixture_random_size (seed);
      g_autoptr (GRand) random = g_rand_new_with_seed (seed);
      g_autoptr (RedanModel) model = fixture_random_model (seed, &size, "a");
      g_autoptr (RedanAnalysis) analysis = fixture_analyse (model, NULL, 0);
      RedanAttack *attack = redan_attack_new (analysis, REDAN_ATTACK_WHAT_IF);
      g_autoptr (GPtrArray) attackers = redan_attackers_list (attack);
      const RedanAttacker *attacker = redan_attackers_find (attackers, "outsider");
      RedanAttackView *view = redan_attack_view_new (attack, attacker);
      guint n_controls;
      g_autofree RedanToggle *toggles = NULL;

      redan_catalogue_get_controls (fixture_catalogue, &n_controls);
      toggles = g_new0 (RedanToggle, n_controls + 1);
      for (guint i = 0; i < N_TOGGLES; i++)
        {
          RedanAttackView *fresh = redan_attack_view_new (attack, attacker);

          for (guint j = 0; j < 4; j++)
            {
              guint32 control = (guint32) g_rand_int_range (random, 0, (gint32) n_controls);

              toggles[control] = (RedanToggle) g_rand_int_range (random, 0, 4);
              redan_attack_view_toggle (view, control, REDAN_CONTEXT_MODEL, G_MAXUINT32,
                                        toggles[control]);
            }
          redan_attack_view_update (view);
          for (guint32 j = 0; j < n_controls; j++)
            redan_attack_view_toggle (fresh, j, REDAN_CONTEXT_MODEL, G_MAXUINT32, toggles[j]);
          n_changed +=
              memcmp (view->value, fresh->value, view->ways.n_nodes * sizeof (double)) != 0;
          redan_attack_view_update (fresh);
          g_assert_cmpmem (view->value, view->ways.n_nodes * sizeof (double), fresh->value,
                           view->ways.n_nodes * sizeof (double));
          g_assert_cmpmem (view->via, view->ways.n_nodes * sizeof (guint32), fresh->via,
                           view->ways.n_nodes * sizeof (guint32));
          redan_attack_view_free (fresh);
        }
      redan_attack_view_free (view);
      redan_attack_free (attack);
    }
  g_assert_cmpuint (n_changed, >, N_SEEDS);
}

/* ---- the likeliest attacks ---- */

static gboolean
passes (const RedanAttackPath *path, guint32 node)
{
  for (guint i = 0; i < path->nodes->len; i++)
    if (g_array_index (path->nodes, guint32, i) == node)
      return TRUE;

  return FALSE;
}

/* For each step of the likeliest attack, the list has one at least as likely as the best without
 * that step, unless it is full of likelier ones. */
static guint
check_list (const RedanAttackView *view, const GPtrArray *paths, guint k, guint32 goal)
{
  const RedanAttackGraph *ways = &view->ways;
  const RedanAttackPath *first = paths->pdata[0];
  const RedanAttackPath *last = paths->pdata[paths->len - 1];
  g_autofree guint8 *removed = g_memdup2 (view->scenario.removed, ways->n_nodes);
  g_autofree double *value = g_new (double, ways->n_nodes + 1);
  RedanAttackScenario scenario = view->scenario;
  guint n = 0;

  scenario.removed = removed;
  for (guint i = 0; i < first->nodes->len; i++)
    {
      guint32 step = g_array_index (first->nodes, guint32, i);
      gboolean found = FALSE;
      double odds;

      if (ways->kind[step] != REDAN_ATTACK_AND || ways->effort[step] <= 0)
        continue;
      removed[step] ^= 1;
      redan_attack_cheapest (ways, &scenario, REDAN_ATTACK_TOTAL, NULL, value, NULL);
      removed[step] ^= 1;
      odds = exp (-value[goal]);
      /* attacks a thousand million times less likely are not looked for */
      if (odds < first->odds * 1e-8 || (paths->len == k && odds <= last->odds))
        continue;
      for (guint j = 0; j < paths->len && !found; j++)
        found = !passes (paths->pdata[j], step) &&
                ((const RedanAttackPath *) paths->pdata[j])->odds >= odds * (1 - 1e-9);
      g_assert_true (found);
      n++;
    }

  return n;
}

static void
test_likeliest (void)
{
  guint n = 0;

  for (guint32 seed = 0; seed < 2 * N_SEEDS; seed++)
    {
      FixtureSize size = fixture_random_size (seed);
      g_autoptr (RedanModel) model = fixture_random_model (seed, &size, "a");
      g_autoptr (RedanAnalysis) analysis = fixture_analyse (model, NULL, 0);
      RedanAttack *attack = redan_attack_new (analysis, REDAN_ATTACK_AS_IT_IS);
      g_autoptr (GPtrArray) attackers = redan_attackers_list (attack);
      RedanAttackView *view =
          redan_attack_view_new (attack, redan_attackers_find (attackers, "outsider"));

      for (guint32 i = 0; i < redan_attack_get_n_holds (attack, REDAN_HOLD_READ); i++)
        {
          RedanHold goal = redan_attack_view_get_best_goal (view, i, FALSE);
          g_autoptr (GPtrArray) paths = NULL;

          if (goal == REDAN_N_HOLDS)
            continue;
          paths = redan_attack_paths_list (view, i, goal, 10, NULL, NULL);
          g_assert_cmpuint (paths->len, >, 0);
          n += check_list (view, paths, 10, redan_attack_get_node (attack, goal, i));
        }
      redan_attack_view_free (view);
      redan_attack_free (attack);
    }
  g_assert_cmpuint (n, >, 5);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  fixture_load ();
  g_test_add_func ("/attack-repair/graphs", test_graphs);
  g_test_add_func ("/attack-repair/views", test_views);
  g_test_add_func ("/attack-repair/likeliest", test_likeliest);
  result = g_test_run ();
  fixture_unload ();

  return result;
}
