/* SPDX-License-Identifier: Apache-2.0 */
/* The best use of a budget against attacks, against all there is to choose from. */

#include "analysis/attack-hardening.h"
#include "analysis/attack-plan.h"
#include "analysis/graph/attack-chance.h"
#include "analysis/graph/attack-reach.h"
#include "analysis/graph/attack-trials.h"
#include "tests/analysis-fixture.h"
#include "tests/random-attack.h"

#include <math.h>

#define N_SEEDS 12
#define MOST_OFFERS 8
#define MOST_NODES 32
#define N_GOALS 3
#define SLACK 1e-9

/* ---- trials ---- */

/* Nothing random: an item takes its node away, the loss is what a plain search says. */
static void
check_certain (const RedanAttackGraph *graph, GRand *random)
{
  guint32 offset[4] = { 0, 1, 2, 3 };
  guint32 node[3];
  const double probability[3] = { 0 };
  const double weight = 2.5;
  double sure[MOST_NODES];
  const RedanAttackChanges changes = { 3, offset, node, probability };
  const RedanAttackGoals goals = { 1, graph->goals, &weight };
  g_autoptr (RedanAttackTrials) trials = NULL;

  for (guint i = 0; i < 3; i++)
    node[i] = (guint32) g_rand_int_range (random, 0, (gint32) graph->n_nodes);
  for (guint32 i = 0; i < graph->n_nodes; i++)
    sure[i] = 1.0;
  trials = redan_attack_trials_new (graph, NULL, sure, &goals, &changes, 1, 100);
  for (guint set = 0; set < 8; set++)
    {
      guint8 removed[MOST_NODES] = { 0 };
      guint8 chosen[3];
      double variance;

      for (guint i = 0; i < 3; i++)
        {
          chosen[i] = set >> i & 1;
          /* an entry cannot be taken away */
          removed[node[i]] |= chosen[i] != 0 && node[i] != graph->entries[0];
        }
      g_assert_cmpfloat (redan_attack_trials_get_loss (trials, chosen, &variance), ==,
                         redan_plain_reaches (graph, removed, graph->goals[0]) ? weight : 0.0);
      g_assert_cmpfloat (variance, ==, 0.0);
    }
}

static void
test_certain (void)
{
  redan_random_attacks_check (20261126, 600, check_certain);
}

/* Within five standard errors of what exact ways say, and never more with one item more. */
static void
check_chance (const RedanAttackGraph *graph, GRand *random)
{
  guint32 offset[2] = { 0, 1 };
  guint32 node = (guint32) g_rand_int_range (random, 0, (gint32) graph->n_nodes);
  double probability = graph->probability[node] / 2;
  const double weight = 1.0;
  double changed[MOST_NODES];
  const RedanAttackChanges changes = { 1, offset, &node, &probability };
  const RedanAttackGoals goals = { 1, graph->goals, &weight };
  g_autoptr (RedanAttackTrials) trials =
      redan_attack_trials_new (graph, NULL, graph->probability, &goals, &changes, 7, 2048);
  double loss[2];

  memcpy (changed, graph->probability, graph->n_nodes * sizeof (double));
  for (guint8 i = 0; i < 2; i++)
    {
      RedanAttackChanceOptions options = { .probability = changed };
      RedanAttackChance chance;
      double variance;

      redan_attack_chances (graph, NULL, graph->goals, 1, &options, &chance);
      loss[i] = redan_attack_trials_get_loss (trials, &i, &variance);
      g_assert_cmpfloat_with_epsilon (variance, loss[i] * (1 - loss[i]), 1e-9);
      g_assert_cmpfloat (fabs (loss[i] - chance.value), <=,
                         5 * sqrt (MAX (chance.value * (1 - chance.value), 0) / 2048) + SLACK);
      changed[node] = probability;
    }
  g_assert_cmpfloat (loss[1], <=, loss[0]);
}

static void
test_chance (void)
{
  redan_random_attacks_check (20261127, 600, check_chance);
}

/* ---- models ---- */

typedef struct
{
  RedanAnalysis *analysis;
  RedanAttack *attack;
  GPtrArray *attackers;
} Case;

static void
open_case (Case *self, guint32 seed, RedanAttackMode mode)
{
  FixtureSize size = fixture_random_size (seed);
  g_autoptr (RedanModel) model = fixture_random_model (seed, &size, "a");

  self->analysis = fixture_analyse (model, NULL, 0);
  self->attack = redan_attack_new (self->analysis, mode);
  self->attackers = redan_attackers_list (self->attack);
}

static void
close_case (Case *self)
{
  g_ptr_array_unref (self->attackers);
  redan_attack_free (self->attack);
  redan_analysis_unref (self->analysis);
}

static RedanAttackOffer *
get_offer (const RedanAttackLoss *loss, guint i)
{
  return &g_array_index (loss->offers, RedanAttackOffer, i);
}

/* Leaves few enough offers for all sets of them. Returns: how many */
static guint
thin_out (RedanAttackLoss *loss, GRand *rand)
{
  guint n = 0;

  for (guint i = 0; i < loss->offers->len; i++)
    n += get_offer (loss, i)->matters;
  while (n > MOST_OFFERS)
    {
      guint i = (guint) g_rand_int_range (rand, 0, (gint32) loss->offers->len);

      n -= get_offer (loss, i)->matters;
      get_offer (loss, i)->matters = FALSE;
    }

  return n;
}

/* Returns: the least loss of all choices within the budget */
static double
try_all_sets (RedanAttackLoss *loss, double budget)
{
  g_autofree guint8 *chosen = g_new (guint8, loss->offers->len + 1);
  double best = INFINITY;

  for (guint set = 0; set < 1u << MOST_OFFERS; set++)
    {
      double effort = 0;
      guint n = 0;

      for (guint i = 0; i < loss->offers->len; i++)
        {
          chosen[i] = get_offer (loss, i)->matters && (set >> n & 1) != 0;
          n += get_offer (loss, i)->matters;
          effort += chosen[i] != 0 ? get_offer (loss, i)->effort : 0;
        }
      if (effort <= budget && set < 1u << n)
        best = MIN (best, redan_attack_loss_get (loss, chosen, NULL));
    }

  return best;
}

static void
check_rows (RedanAttackLoss *loss, const RedanDefencePlan *plan, double budget)
{
  g_autofree guint8 *chosen = g_new0 (guint8, loss->offers->len + 1);
  double before = plan->before;
  double effort = 0;

  for (guint i = 0; i < plan->rows->len; i++)
    {
      const RedanDefenceRow *row = &g_array_index (plan->rows, RedanDefenceRow, i);
      g_autofree guint8 *alone = g_new0 (guint8, loss->offers->len + 1);

      g_assert_cmpuint (chosen[row->offer], ==, 0);
      chosen[row->offer] = 1;
      alone[row->offer] = 1;
      g_assert_cmpfloat (redan_attack_loss_get (loss, chosen, NULL), ==, row->loss);
      g_assert_cmpfloat_with_epsilon (before - row->loss, row->gain, SLACK);
      g_assert_cmpfloat (row->gain, >=, 0);
      g_assert_cmpfloat_with_epsilon (plan->before - redan_attack_loss_get (loss, alone, NULL),
                                      row->alone, SLACK);
      before = row->loss;
      if (i < plan->n_chosen)
        effort += get_offer (loss, row->offer)->effort;
      if (i + 1 == plan->n_chosen)
        g_assert_cmpfloat_with_epsilon (row->loss, plan->after, SLACK);
    }
  g_assert_cmpfloat_with_epsilon (effort, plan->effort, SLACK);
  g_assert_cmpfloat (plan->effort, <=, budget);
}

static void
test_all_sets (void)
{
  guint n_better = 0;
  guint n_open = 0;

  for (guint32 seed = 0; seed < N_SEEDS; seed++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
      g_autoptr (RedanAttackLoss) loss = NULL;
      Case self;

      open_case (&self, seed, REDAN_ATTACK_WHAT_IF);
      loss = redan_attack_loss_new (self.attack, NULL, 4, 512);
      thin_out (loss, rand);
      for (guint most = 0; most <= 24; most += 24)
        {
          RedanDefencePlanOptions options = { g_rand_int_range (rand, 1, 12), 20, most, 0 };
          g_autoptr (RedanDefencePlan) plan = redan_defence_plan_new (loss, &options);
          double best = try_all_sets (loss, options.budget);

          g_assert_cmpfloat (plan->lower, <=, best + SLACK);
          g_assert_cmpfloat (plan->after, >=, best - SLACK);
          g_assert_cmpfloat (plan->least, <=, plan->lower + SLACK);
          g_assert_true (most != 0 || plan->optimal);
          if (plan->optimal)
            g_assert_cmpfloat_with_epsilon (plan->after, best, SLACK);
          check_rows (loss, plan, options.budget);
          n_better += plan->after < plan->before;
          n_open += !plan->optimal;
        }
      close_case (&self);
    }
  g_assert_cmpuint (n_better, >, N_SEEDS / 2);
  g_assert_cmpuint (n_open, >, 0);
}

/* What the view of each attacker says when the same control is toggled. */
static double
sum_chances (const Case *self, const RedanAttacker *attacker, guint32 control, RedanToggle toggle)
{
  RedanAttackView *view = redan_attack_view_new (self->attack, attacker);
  guint n = 3 * redan_attack_get_n_holds (self->attack, REDAN_HOLD_READ);
  g_autofree guint32 *goals = g_new (guint32, n + 1);
  g_autofree RedanAttackChance *chances = g_new (RedanAttackChance, n + 1);
  RedanAttackChanceOptions options = { .seed = 99, .n_samples = 8192, .only_samples = TRUE };
  double sum = 0;

  if (control != G_MAXUINT32)
    redan_attack_view_toggle (view, control, REDAN_CONTEXT_MODEL, G_MAXUINT32, toggle);
  for (guint i = 0; i < n; i++)
    goals[i] = redan_attack_get_node (self->attack, (RedanHold) (REDAN_HOLD_READ + i % 3), i / 3);
  redan_attack_chances (&view->graph, &view->scenario, goals, n, &options, chances);
  for (guint i = 0; i < n; i++)
    sum += chances[i].value *
           redan_attack_get_goal_value (self->attack, i / 3, (RedanHold) (REDAN_HOLD_READ + i % 3));
  redan_attack_view_free (view);

  return sum;
}

/* Two estimates from different random numbers. The intervals are of 95 %: three times as wide for
 * hundreds of comparisons. */
static void
test_toggled (void)
{
  guint n_offers = 0;
  guint n_standing = 0;

  for (guint32 seed = 0; seed < N_SEEDS; seed++)
    {
      g_autoptr (RedanAttackLoss) loss = NULL;
      g_autofree guint8 *chosen = NULL;
      const RedanAttacker *attacker;
      double before;
      double margin;
      Case self;

      open_case (&self, seed, REDAN_ATTACK_WHAT_IF);
      attacker = redan_attackers_find (self.attackers, "outsider");
      loss = redan_attack_loss_new (self.attack, attacker, 4, 4096);
      chosen = g_new0 (guint8, loss->offers->len + 1);
      before = redan_attack_loss_get (loss, chosen, &margin);
      g_assert_cmpfloat_with_epsilon (
          before, sum_chances (&self, attacker, G_MAXUINT32, REDAN_TOGGLE_AS_IS),
          3 * margin + 1e-6);
      for (guint i = 0; i < loss->offers->len; i += 5)
        {
          double after;
          guint32 control = get_offer (loss, i)->control;

          if (redan_catalogue_get_controls (fixture_catalogue, NULL)[control].n_needs > 0)
            continue;
          chosen[i] = 1;
          after = redan_attack_loss_get (loss, chosen, &margin);
          chosen[i] = 0;
          g_assert_cmpfloat (after, <=, before);
          g_assert_cmpfloat_with_epsilon (
              after, sum_chances (&self, attacker, control, REDAN_TOGGLE_PRESENT),
              3 * margin + 1e-6);
          n_offers += after < before;
        }
      for (guint i = 0; i < loss->standing->len; i += 3)
        {
          double without = redan_attack_loss_get_without (loss, i);
          guint32 control = g_array_index (loss->standing, RedanAttackStanding, i).control;

          g_assert_cmpfloat (without, >=, before);
          g_assert_cmpfloat_with_epsilon (
              without, sum_chances (&self, attacker, control, REDAN_TOGGLE_BROKEN),
              3 * margin + 0.05 * without + 1e-6);
          n_standing += without > before;
        }
      close_case (&self);
    }
  g_assert_cmpuint (n_offers, >, 10);
  g_assert_cmpuint (n_standing, >, 5);
}

/* ---- hardening ---- */

/* A state of the graph with the controls of the hardening in place. */
static void
find_open (const Case *self,
           const RedanAttacker *attacker,
           const GArray *controls,
           guint8 *open_out)
{
  const RedanAttackGraph *graph = redan_attack_get_graph (self->attack);
  RedanAttackView *view = redan_attack_view_new (self->attack, attacker);
  g_autofree guint8 *removed = g_memdup2 (view->scenario.removed, graph->n_nodes);
  RedanAttackScenario scenario = view->scenario;

  for (guint32 i = 0; i < graph->n_nodes; i++)
    {
      RedanAttackItem item;

      redan_attack_get_item (self->attack, i, &item);
      for (guint j = 0; item.is == REDAN_ITEM_IS_MISSING && j < controls->len; j++)
        removed[i] |= g_array_index (controls, guint32, j) == item.control;
    }
  scenario.removed = removed;
  redan_attack_reach (graph, &scenario, open_out, NULL);
  redan_attack_view_free (view);
}

/* Together they cost at least as much as the dearest alone; all that can be closed is closed, and
 * nothing less does it. */
static void
test_hardening (void)
{
  guint n_several = 0;

  for (guint32 seed = 0; seed < N_SEEDS; seed++)
    {
      g_autoptr (GArray) none = g_array_new (FALSE, FALSE, sizeof (guint32));
      const RedanAttacker *attacker;
      RedanHardening *all;
      g_autofree guint8 *before = NULL;
      g_autofree guint8 *after = NULL;
      guint n_before = 0;
      guint n_after = 0;
      Case self;

      open_case (&self, seed, REDAN_ATTACK_HARDEN);
      attacker = redan_attackers_find (self.attackers, "outsider");
      all = redan_hardening_find_all (self.attack, attacker, NULL);
      g_assert_true (all->optimal);
      before = g_new (guint8, redan_attack_get_graph (self.attack)->n_nodes + 1);
      after = g_new (guint8, redan_attack_get_graph (self.attack)->n_nodes + 1);
      find_open (&self, attacker, none, before);
      find_open (&self, attacker, all->controls, after);
      for (guint i = 0; i < N_GOALS * redan_attack_get_n_holds (self.attack, REDAN_HOLD_READ); i++)
        {
          guint32 goal = redan_attack_get_node (
              self.attack, (RedanHold) (REDAN_HOLD_READ + i % N_GOALS), i / N_GOALS);
          g_autoptr (RedanHardening) one =
              redan_hardening_find (self.attack, attacker, &goal, 1, NULL);

          n_before += before[goal];
          n_after += after[goal];
          g_assert_true (one->optimal);
          if (isfinite (one->effort))
            g_assert_cmpfloat (one->effort, <=, all->effort + SLACK);
          g_assert_cmpint (isfinite (one->effort), ==, after[goal] == 0);
        }
      g_assert_cmpuint (n_before, ==, all->n_goals);
      g_assert_cmpuint (n_after, ==, all->n_open);
      n_several += all->controls->len > 1;
      redan_hardening_free (all);
      close_case (&self);
    }
  g_assert_cmpuint (n_several, >, 0);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  fixture_load ();
  g_test_add_func ("/attack-plan/trials/certain", test_certain);
  g_test_add_func ("/attack-plan/trials/chance", test_chance);
  g_test_add_func ("/attack-plan/budget/all-sets", test_all_sets);
  g_test_add_func ("/attack-plan/loss/toggled", test_toggled);
  g_test_add_func ("/attack-plan/hardening/all-goals", test_hardening);
  result = g_test_run ();
  fixture_unload ();

  return result;
}
