/* SPDX-License-Identifier: Apache-2.0 */
/* Repaired searches against searches from the start: the same values to the last bit, and of a view
 * the same ways, whatever was changed before; the cheapest attacks that differ against all sets of
 * steps. */

#include "analysis/attack-path.h"
#include "analysis/graph/attack-reach.h"
#include "analysis/graph/attack-labels.h"
#include "analysis/graph/attack-repair.h"
#include "analysis/graph/attack-structure.h"
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

/* ---- the cheapest attacks that differ ---- */

#define MAX_STEPS 9 /* of a small graph, all sets of which are tried */
#define N_SMALL 300

/* A small graph, its steps, and which sets of them are an attack on the goal. */
typedef struct
{
  RedanAttackGraph *graph;
  guint32 steps[MAX_STEPS];
  guint n_steps;
  guint32 goal;
  double *value;
  guint32 *dominator;
  GArray *minimal; /* guint: sets that do with none less */
} Small;

static guint
get_set (const Small *self, const GArray *nodes)
{
  guint set = 0;

  for (guint i = 0; i < nodes->len; i++)
    for (guint j = 0; j < self->n_steps; j++)
      if (g_array_index (nodes, guint32, i) == self->steps[j])
        set |= 1u << j;

  return set;
}

static gboolean
is_attack (const Small *self, guint set)
{
  g_autofree guint8 *removed = g_new0 (guint8, self->graph->n_nodes + 1);
  g_autofree guint8 *reached = g_new (guint8, self->graph->n_nodes + 1);
  RedanAttackScenario scenario = { NULL, 0, removed };

  for (guint j = 0; j < self->n_steps; j++)
    removed[self->steps[j]] = (set >> j & 1) == 0;
  redan_attack_reach (self->graph, &scenario, reached, NULL);

  return reached[self->goal] != 0;
}

static gboolean
has_part (const GArray *sets, guint set)
{
  for (guint i = 0; i < sets->len; i++)
    if ((g_array_index (sets, guint, i) & ~set) == 0)
      return TRUE;

  return FALSE;
}

static gboolean
has_set (const GArray *sets, guint set)
{
  for (guint i = 0; i < sets->len; i++)
    if (g_array_index (sets, guint, i) == set)
      return TRUE;

  return FALSE;
}

/* In ascending order of their numbers a set comes after all of its parts. */
static void
find_minimal (Small *self)
{
  for (guint set = 0; set < 1u << self->n_steps; set++)
    if (!has_part (self->minimal, set) && is_attack (self, set))
      g_array_append_val (self->minimal, set);
}

static double
get_set_cost (const Small *self, guint set)
{
  double cost = 0;

  for (guint j = 0; j < self->n_steps; j++)
    if ((set >> j & 1) != 0)
      cost += self->graph->effort[self->steps[j]];

  return cost;
}

/* @ands: AND nodes with several preconditions in a hundred nodes; 0: costs are sums of steps */
static void
make_small (Small *self, guint32 seed, guint ands)
{
  const RedanRandomAttack shape = { .n_nodes = 26, .n_edges = 60, .ands = ands };
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  RedanAttackGraph *graph = redan_random_attack_new (random, &shape);

  *self = (Small){ .graph = graph, .goal = graph->n_nodes - 1 };
  graph->n_seeds = 0;
  for (guint32 i = 0; i < graph->n_nodes; i++)
    {
      guint32 n_in = graph->in_offset[i + 1] - graph->in_offset[i];

      graph->effort[i] = 0;
      if (graph->kind[i] == REDAN_ATTACK_LEAF || (graph->kind[i] == REDAN_ATTACK_AND && n_in == 0))
        continue;
      if (self->n_steps < MAX_STEPS && i > 0 && i != self->goal &&
          (graph->kind[i] == REDAN_ATTACK_AND || (n_in == 1 && i % 2 == 0)))
        {
          graph->kind[i] = REDAN_ATTACK_AND;
          graph->need[i] = n_in;
          graph->effort[i] = g_rand_int_range (random, 1, 8) / 4.0;
          self->steps[self->n_steps++] = i;
        }
    }
  self->value = g_new (double, graph->n_nodes + 1);
  self->dominator = g_new (guint32, graph->n_nodes + 1);
  self->minimal = g_array_new (FALSE, FALSE, sizeof (guint));
  redan_attack_cheapest (graph, NULL, REDAN_ATTACK_TOTAL, NULL, self->value, NULL);
  redan_attack_dominators (graph, NULL, self->dominator);
  find_minimal (self);
}

static void
clear_small (Small *self)
{
  redan_attack_graph_free (self->graph);
  g_free (self->value);
  g_free (self->dominator);
  g_array_unref (self->minimal);
}

/* Each node after what it needs. */
static void
check_trace (const Small *self, const GArray *trace)
{
  const RedanAttackGraph *graph = self->graph;
  g_autofree guint8 *told = g_new0 (guint8, graph->n_nodes + 1);

  g_assert_cmpuint (g_array_index (trace, guint32, trace->len - 1), ==, self->goal);
  for (guint i = 0; i < trace->len; i++)
    {
      guint32 node = g_array_index (trace, guint32, i);
      guint n = 0;

      for (guint32 j = graph->in_offset[node]; j < graph->in_offset[node + 1]; j++)
        n += told[graph->in_source[j]];
      for (guint32 j = 0; j < graph->n_entries; j++)
        if (graph->entries[j] == node)
          n = graph->n_nodes;
      g_assert_cmpuint (n, >=, graph->kind[node] == REDAN_ATTACK_AND ? graph->need[node] : 1);
      g_assert_cmpuint (told[node], ==, 0);
      told[node] = 1;
    }
}

/* Whether the list has what it says it has. Returns: how many attacks there are */
static guint
check_small (const Small *self, const RedanAttackLabelsLimits *limits, gboolean sums)
{
  g_autoptr (RedanAttackLabels) labels = redan_attack_labels_new (
      self->graph, NULL, self->value, self->dominator, &self->goal, 1, limits, NULL);
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (guint));
  guint n = redan_attack_labels_get_n (labels, self->goal);
  double last = 0;

  g_assert_cmpuint (n > 0, ==, self->minimal->len > 0);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GArray) trace = redan_attack_labels_trace (labels, self->goal, i);
      guint set = get_set (self, trace);

      check_trace (self, trace);
      g_assert_true (is_attack (self, set));
      g_assert_false (has_set (found, set));
      if (sums)
        {
          g_assert_true (has_set (self->minimal, set));
          g_assert_cmpfloat (get_set_cost (self, set), >=, last);
          last = get_set_cost (self, set);
        }
      g_array_append_val (found, set);
    }
  if (!redan_attack_labels_is_complete (labels, self->goal))
    return 0;
  for (guint i = 0; i < self->minimal->len; i++)
    {
      guint set = g_array_index (self->minimal, guint, i);

      if (n < limits->n_wanted || (sums && get_set_cost (self, set) < last))
        g_assert_true (has_set (found, set));
    }

  return n;
}

/* All minimal attacks that there are by trying all sets of steps. */
static void
test_all (void)
{
  static const RedanAttackLabelsLimits limits[] = {
    { 1000, 1000, 1e4 }, { 3, 4, 1e4 }, { 8, 1, 1e4 }, { 8, 2, 1e4 }
  };
  guint n[G_N_ELEMENTS (limits)][2] = { 0 };

  for (guint32 seed = 0; seed < N_SMALL; seed++)
    for (guint ands = 0; ands < 2; ands++)
      {
        Small small;

        make_small (&small, seed, ands * 30);
        for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
          n[i][ands] += check_small (&small, &limits[i], ands == 0);
        clear_small (&small);
      }
  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    for (guint ands = 0; ands < 2; ands++)
      g_assert_cmpuint (n[i][ands], >, 50);
}

/* A budget ends it, and it says so. */
static void
test_budget (void)
{
  const RedanAttackLabelsLimits limits = { 1000, 1000, 1e4 };
  const RedanAttackBudget budget = { 1, NULL };
  guint n = 0;

  for (guint32 seed = 0; seed < N_SMALL; seed++)
    {
      Small small;
      RedanAttackLabels *labels;

      make_small (&small, seed, 0);
      labels = redan_attack_labels_new (small.graph, NULL, small.value, small.dominator,
                                        &small.goal, 1, &limits, &budget);
      if (!redan_attack_labels_is_complete (labels, small.goal))
        n++;
      else
        g_assert_cmpuint (redan_attack_labels_get_n (labels, small.goal), ==, small.minimal->len);
      redan_attack_labels_free (labels);
      clear_small (&small);
    }
  g_assert_cmpuint (n, >, 10);
}

static double
get_trace_cost (const Small *self, RedanAttackLabels *labels, guint32 goal, guint number)
{
  g_autoptr (GArray) trace = redan_attack_labels_trace (labels, goal, number);
  double cost = 0;

  for (guint i = 0; i < trace->len; i++)
    cost += self->graph->effort[g_array_index (trace, guint32, i)];

  return cost;
}

/* One search for many goals, which end one after another, finds of each what its own search finds.
 */
static void
test_many_goals (void)
{
  const RedanAttackLabelsLimits limits = { 4, 1000, 1e4 };
  guint32 goals[] = { 25, 24, 23, 22, 21, 20, 19, 18, 17, 16 };
  guint n = 0;

  for (guint32 seed = 0; seed < N_SMALL; seed++)
    {
      Small small;
      RedanAttackLabels *all;

      make_small (&small, seed, 0);
      all = redan_attack_labels_new (small.graph, NULL, small.value, small.dominator, goals,
                                     G_N_ELEMENTS (goals), &limits, NULL);
      for (guint i = 0; i < G_N_ELEMENTS (goals); i++)
        {
          g_autoptr (RedanAttackLabels) one = redan_attack_labels_new (
              small.graph, NULL, small.value, small.dominator, &goals[i], 1, &limits, NULL);
          guint n_one = redan_attack_labels_get_n (one, goals[i]);

          if (!redan_attack_labels_is_complete (one, goals[i]) ||
              !redan_attack_labels_is_complete (all, goals[i]))
            continue;
          g_assert_cmpuint (redan_attack_labels_get_n (all, goals[i]), ==, n_one);
          for (guint j = 0; j < n_one; j++, n++)
            g_assert_cmpfloat (get_trace_cost (&small, all, goals[i], j), ==,
                               get_trace_cost (&small, one, goals[i], j));
        }
      redan_attack_labels_free (all);
      clear_small (&small);
    }
  g_assert_cmpuint (n, >, 1000);
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
  g_test_add_func ("/attack-labels/all", test_all);
  g_test_add_func ("/attack-labels/budget", test_budget);
  g_test_add_func ("/attack-labels/many-goals", test_many_goals);
  g_test_add_func ("/attack-repair/likeliest", test_likeliest);
  result = g_test_run ();
  fixture_unload ();

  return result;
}
