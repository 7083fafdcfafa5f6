/* SPDX-License-Identifier: Apache-2.0 */
/* Laws that the attack graph of any model keeps, on random models: what more controls, flows,
 * entries and threats can do, and what names and order cannot. */

#include "analysis/attack-answers.h"
#include "analysis/attack-changes.h"
#include "analysis/attack-overview.h"
#include "analysis/graph/attack-chance.h"
#include "tests/attack-case.h"

#define N_SEEDS 40
#define N_GOALS 3 /* of an asset: read, changed, denied */
#define N_TRIALS 200

static void
test_hops (void)
{
  guint n_paths = 0;

  for (guint32 seed = 0; seed < N_SEEDS; seed++)
    {
      g_autoptr (RedanModel) model = make_random (seed, "a");
      Case self;

      open_case (&self, model, REDAN_ATTACK_AS_IT_IS, "outsider");
      for (guint32 i = 0; i < get_n_assets (&self); i++)
        {
          g_autoptr (GPtrArray) paths =
              redan_attack_paths_list (self.view, i, REDAN_N_HOLDS, 4, NULL, NULL);

          for (guint j = 0; j < paths->len; j++)
            {
              const RedanAttackPath *path = paths->pdata[j];

              check_path (&self, path);
              if (j > 0)
                g_assert_cmpfloat (path->odds, <=,
                                   ((const RedanAttackPath *) paths->pdata[j - 1])->odds);
            }
          n_paths += paths->len;
        }
      close_case (&self);
    }
  g_assert_cmpuint (n_paths, >, 20);
}

/* Every goal of @after is at least (@sign 1) or at most (-1) as likely as in @before, and as deep
 * the other way round. */
static void
check_moved (const Case *before, const Case *after, int sign)
{
  guint32 n = get_n_assets (before);
  g_autofree int *depth_before = g_new (int, n + 1);
  g_autofree int *depth_after = g_new (int, n + 1);
  g_autofree gboolean *exact = g_new (gboolean, n + 1);

  g_assert_cmpuint (n, ==, get_n_assets (after));
  redan_attack_view_get_depths (before->view, depth_before, exact);
  redan_attack_view_get_depths (after->view, depth_after, exact);
  for (guint32 i = 0; i < n; i++)
    {
      for (guint goal = REDAN_HOLD_READ; goal <= REDAN_HOLD_DISPUTE; goal++)
        g_assert_cmpfloat (sign * get_odds (after, i, (RedanHold) goal), >=,
                           sign * get_odds (before, i, (RedanHold) goal) - SLACK);
      if (sign < 0 && depth_before[i] == 1)
        g_assert_cmpint (depth_after[i], !=, 0);
      if (sign > 0 && depth_before[i] == 0)
        g_assert_cmpint (depth_after[i], ==, 0);
    }
}

static guint32
get_goal (const Case *self, guint32 number)
{
  return redan_attack_get_node (self->attack, (RedanHold) (REDAN_HOLD_READ + number % N_GOALS),
                                number / N_GOALS);
}

static guint32 *
list_goals (const Case *self)
{
  guint32 n = N_GOALS * get_n_assets (self);
  guint32 *goals = g_new (guint32, n + 1);

  for (guint32 i = 0; i < n; i++)
    goals[i] = get_goal (self, i);

  return goals;
}

/* Half of an interval, for 4 standard errors instead of 2. */
static double
get_slack (const RedanAttackChance *chance)
{
  return chance->high - chance->low + SLACK;
}

/* The chance of each goal by any path; where it is sampled the law has room for chance. */
static void
check_chances_moved (const Case *before, const Case *after, int sign)
{
  const RedanAttackChanceOptions options = { .n_samples = 4000,
                                             .most_outcomes = 10000000,
                                             .most_diagram = 20000 };
  guint32 n = N_GOALS * get_n_assets (before);
  g_autofree guint32 *goals_before = list_goals (before);
  g_autofree guint32 *goals_after = list_goals (after);
  g_autofree RedanAttackChance *x = g_new0 (RedanAttackChance, n + 1);
  g_autofree RedanAttackChance *y = g_new0 (RedanAttackChance, n + 1);

  redan_attack_chances (&before->view->graph, &before->view->scenario, goals_before, n, &options,
                        x);
  redan_attack_chances (&after->view->graph, &after->view->scenario, goals_after, n, &options, y);
  for (guint32 i = 0; i < n; i++)
    g_assert_cmpfloat (sign * (y[i].value - x[i].value), >=,
                       -get_slack (&x[i]) - get_slack (&y[i]));
}

/* The share of trials in which each goal has fallen after some days; 4 standard errors. */
static void
check_times_moved (const Case *before, const Case *after, int sign)
{
  guint32 n = N_GOALS * get_n_assets (before);
  g_autofree guint32 *goals_before = list_goals (before);
  g_autofree guint32 *goals_after = list_goals (after);
  g_autoptr (GPtrArray) x =
      redan_attack_view_sample_times (before->view, goals_before, n, N_TRIALS, NULL);
  g_autoptr (GPtrArray) y =
      redan_attack_view_sample_times (after->view, goals_after, n, N_TRIALS, NULL);

  for (guint32 i = 0; i < n; i++)
    for (guint days = 30; days <= 1000; days += 194)
      g_assert_cmpfloat (sign * (redan_attack_times_get_share (y->pdata[i], days) -
                                 redan_attack_times_get_share (x->pdata[i], days)),
                         >=, -4 * sqrt (0.5 / N_TRIALS));
}

/* How many controls and kinds of controls have to fail, where both are proven. */
static guint
check_depths_moved (const Case *before, const Case *after, int sign)
{
  guint n_deep = 0;

  for (guint32 i = 0; i < N_GOALS * get_n_assets (before); i++)
    {
      RedanAttackDepth x;
      RedanAttackDepth y;

      redan_attack_view_get_depth (before->view, get_goal (before, i), NULL, &x);
      redan_attack_view_get_depth (after->view, get_goal (after, i), NULL, &y);
      if (!x.optimal || !y.optimal)
        continue;
      /* -1, no attack, is deeper than any number. */
      if (sign > 0)
        {
          g_assert_cmpuint ((guint) y.depth, <=, (guint) x.depth);
          g_assert_cmpuint ((guint) y.class_depth, <=, (guint) x.class_depth);
        }
      else
        {
          g_assert_cmpuint ((guint) y.depth, >=, (guint) x.depth);
          g_assert_cmpuint ((guint) y.class_depth, >=, (guint) x.class_depth);
        }
      n_deep += x.depth > 0 || y.depth > 0;
    }

  return n_deep;
}

/* Control of elements: what can be reached at all, and how likely. */
static void
check_reach_moved (const Case *before, const Case *after, int sign)
{
  for (guint32 i = 0; i < redan_attack_get_n_holds (before->attack, REDAN_HOLD_CTL); i++)
    {
      double x = redan_attack_view_get_odds (
          before->view, redan_attack_get_node (before->attack, REDAN_HOLD_CTL, i));
      double y = redan_attack_view_get_odds (
          after->view, redan_attack_get_node (after->attack, REDAN_HOLD_CTL, i));

      g_assert_cmpfloat (sign * y, >=, sign * x - SLACK);
    }
}

/* All of it, on some of the models what takes longer. Returns: goals that controls stand before */
static guint
check_all_moved (guint32 seed, const Case *before, const Case *after, int sign)
{
  check_moved (before, after, sign);
  if (seed % 4 != 0)
    return 0;
  check_reach_moved (before, after, sign);
  check_chances_moved (before, after, sign);
  check_times_moved (before, after, sign);

  return check_depths_moved (before, after, sign);
}

static void
add_control (RedanModel *model, GRand *rand)
{
  guint n;
  const RedanControl *controls = redan_catalogue_get_controls (fixture_catalogue, &n);
  RedanSection section = g_rand_boolean (rand) ? REDAN_SECTION_ELEMENT : REDAN_SECTION_FLOW;
  guint n_targets = redan_model_get_n (model, section);
  RedanIdText text;

  if (n_targets == 0)
    return;
  redan_id_to_text (
      &redan_model_get_nth (model, section, (guint) g_rand_int_range (rand, 0, (int) n_targets))
           ->id,
      text);
  fixture_create (model, REDAN_SECTION_MITIGATION, REDAN_FIELD_CONTROL,
                  controls[g_rand_int_range (rand, 0, (int) n)].id, REDAN_FIELD_TARGET, text,
                  REDAN_FIELD_STATE, "validated", 0);
}

static void
test_add_control (void)
{
  guint n_deep = 0;

  for (guint32 seed = 0; seed < N_SEEDS; seed++)
    {
      g_autoptr (RedanModel) model = make_random (seed, "a");
      g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
      Case before;
      Case after;

      open_case (&before, model, REDAN_ATTACK_AS_IT_IS, "outsider");
      for (guint i = 0; i < 40; i++)
        add_control (model, rand);
      open_case (&after, model, REDAN_ATTACK_AS_IT_IS, "outsider");
      n_deep += check_all_moved (seed, &before, &after, -1);
      close_case (&before);
      close_case (&after);
    }
  g_assert_cmpuint (n_deep, >, 0);
}

/* A flow without attributes, so that the rules find the same threats elsewhere. */
static void
test_add_flow (void)
{
  guint n_held = 0;

  for (guint32 seed = 0; seed < N_SEEDS; seed++)
    {
      g_autoptr (RedanModel) model = make_random (seed, "a");
      g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
      guint n = redan_model_get_n (model, REDAN_SECTION_ELEMENT);
      RedanIdText source;
      RedanIdText target;
      guint lost = 0;
      Case before;
      Case after;

      open_case (&before, model, REDAN_ATTACK_AS_IT_IS, "outsider");
      redan_id_to_text (&redan_model_get_nth (model, REDAN_SECTION_ELEMENT,
                                              (guint) g_rand_int_range (rand, 0, (int) n))
                             ->id,
                        source);
      redan_id_to_text (&redan_model_get_nth (model, REDAN_SECTION_ELEMENT,
                                              (guint) g_rand_int_range (rand, 0, (int) n))
                             ->id,
                        target);
      fixture_create (model, REDAN_SECTION_FLOW, REDAN_FIELD_SOURCE, source, REDAN_FIELD_TARGET,
                      target, 0);
      open_case (&after, model, REDAN_ATTACK_AS_IT_IS, "outsider");
      for (guint i = 0; i < before.analysis->threats->len; i++)
        {
          const RedanThreat *threat = fixture_threat (before.analysis, i);
          g_autofree char *id = redan_threat_dup_id (before.analysis->facts, threat);
          const RedanThreat *same = redan_analysis_find (after.analysis, id);

          lost += same == NULL || same->confirmed < threat->confirmed;
        }
      /* a rule may take its word back when it sees more; then the law says nothing */
      if (lost == 0)
        check_all_moved (seed, &before, &after, 1);
      n_held += lost == 0;
      close_case (&before);
      close_case (&after);
    }
  g_assert_cmpuint (n_held, >, N_SEEDS / 4);
}

static void
test_more_entries (void)
{
  for (guint32 seed = 0; seed < N_SEEDS; seed++)
    {
      g_autoptr (RedanModel) model = make_random (seed, "a");
      g_autoptr (GPtrArray) attackers = NULL;
      g_autoptr (RedanAttacker) more = NULL;
      Case self;
      Case after;

      open_case (&self, model, REDAN_ATTACK_AS_IT_IS, "outsider");
      attackers = redan_attackers_list (self.attack);
      more =
          redan_attacker_new_at (self.attack, redan_attackers_find (attackers, "outsider"), NULL);
      more->entries = g_renew (guint32, more->entries, 2);
      more->entries[more->n_entries++] =
          redan_attack_get_node (self.attack, REDAN_HOLD_CTL,
                                 seed % redan_attack_get_n_holds (self.attack, REDAN_HOLD_CTL));
      after = self;
      after.view = redan_attack_view_new (self.attack, more);
      check_all_moved (seed, &self, &after, 1);
      redan_attack_view_free (after.view);
      close_case (&self);
    }
}

/* Fewer threats, less odds: each one judged not to apply in turn. */
static void
test_fewer_threats (void)
{
  for (guint32 seed = 0; seed < N_SEEDS; seed++)
    {
      g_autoptr (RedanModel) model = make_random (seed, "a");
      Case before;
      Case after;

      open_case (&before, model, REDAN_ATTACK_AS_IT_IS, "outsider");
      for (guint i = seed % 3; i < before.analysis->threats->len; i += 3)
        ((RedanThreat *) (gpointer) before.analysis->threats->data)[i].decision =
            REDAN_DECISION_NOT_APPLICABLE;
      after = before;
      after.attack = redan_attack_new (before.analysis, REDAN_ATTACK_AS_IT_IS);
      {
        g_autoptr (GPtrArray) attackers = redan_attackers_list (after.attack);

        after.view =
            redan_attack_view_new (after.attack, redan_attackers_find (attackers, "outsider"));
      }
      check_all_moved (seed, &before, &after, -1);
      redan_attack_view_free (after.view);
      redan_attack_free (after.attack);
      close_case (&before);
    }
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a;
  double y = *(const double *) b;

  return (x > y) - (x < y);
}

static GArray *
list_odds (const Case *self)
{
  GArray *odds = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint32 i = 0; i < get_n_assets (self); i++)
    for (guint goal = REDAN_HOLD_READ; goal <= REDAN_HOLD_DISPUTE; goal++)
      {
        double value = get_odds (self, i, (RedanHold) goal);

        g_array_append_val (odds, value);
      }
  g_array_sort (odds, compare_doubles);

  return odds;
}

/* What does not depend on names and order, sorted: odds, depths, skill, reach, boundaries, blast
 * radius, exposure and sizes of zones. */
static GArray *
list_figures (const Case *self)
{
  GArray *figures = list_odds (self);
  guint32 n_assets = get_n_assets (self);
  guint32 n = redan_attack_get_n_holds (self->attack, REDAN_HOLD_CTL);
  g_autofree guint32 *assets = g_new (guint32, n_assets + 1);
  g_autofree guint32 *crossings = g_new (guint32, n_assets + 1);
  g_autofree guint32 *exposures = g_new (guint32, n_assets + 1);
  g_autofree int *skills = g_new (int, n_assets + 1);
  g_autofree gint64 *elements_fallen = g_new (gint64, n + 1);
  g_autofree gint64 *assets_fallen = g_new (gint64, n + 1);
  g_autofree guint32 *zone = g_new (guint32, n + 1);
  g_autofree guint32 *size = g_new0 (guint32, self->view->ways.n_nodes + 1);
  g_autoptr (GPtrArray) attackers = redan_attackers_list (self->attack);

  for (guint32 i = 0; i < n_assets; i++)
    assets[i] = i;
  redan_attack_view_get_crossings (self->view, crossings);
  redan_attack_view_get_exposures (self->view, assets, n_assets, exposures);
  redan_attack_get_least_skills (self->attack, attackers->pdata[0], skills);
  redan_attack_view_get_blast (self->view, elements_fallen, assets_fallen);
  redan_attack_view_get_zones (self->view, zone);
  for (guint32 i = 0; i < n; i++)
    size[zone[i]]++;
  for (guint32 i = 0; i < N_GOALS * n_assets; i++)
    {
      RedanAttackDepth depth;
      double figure;

      redan_attack_view_get_depth (self->view, get_goal (self, i), NULL, &depth);
      figure = 1000.0 + depth.depth + 100.0 * depth.class_depth;
      g_array_append_val (figures, figure);
    }
  for (guint32 i = 0; i < n_assets; i++)
    {
      double figure = 10000.0 * (1.0 + skills[i]) + 100.0 * exposures[i] +
                      (crossings[i] == REDAN_NONE ? 99.0 : crossings[i]);

      g_array_append_val (figures, figure);
    }
  for (guint32 i = 0; i < n; i++)
    {
      double figure =
          1e6 * (double) (1 + elements_fallen[i]) + 1e3 * (double) assets_fallen[i] + size[zone[i]];

      g_array_append_val (figures, figure);
    }
  g_array_sort (figures, compare_doubles);

  return figures;
}

/* Other ids, hence another order of everything, and other names. */
static void
test_rename (void)
{
  for (guint32 seed = 0; seed < N_SEEDS; seed++)
    {
      g_autoptr (RedanModel) first = make_random (seed, "a");
      g_autoptr (RedanModel) second = make_random (seed, "other");
      g_autoptr (GArray) x = NULL;
      g_autoptr (GArray) y = NULL;
      Case one;
      Case two;

      open_case (&one, first, REDAN_ATTACK_AS_IT_IS, "outsider");
      open_case (&two, second, REDAN_ATTACK_AS_IT_IS, "outsider");
      x = list_figures (&one);
      y = list_figures (&two);
      g_assert_cmpuint (x->len, ==, y->len);
      for (guint i = 0; i < x->len; i++)
        g_assert_cmpfloat_with_epsilon (g_array_index (x, double, i), g_array_index (y, double, i),
                                        SLACK);
      close_case (&one);
      close_case (&two);
    }
}

/* ---- what-if ---- */

static void
test_toggle (void)
{
  guint n_controls;
  guint n_changed = 0;

  redan_catalogue_get_controls (fixture_catalogue, &n_controls);
  for (guint32 seed = 0; seed < N_SEEDS; seed++)
    {
      g_autoptr (RedanModel) model = make_random (seed, "a");
      Case plain;
      Case self;

      open_case (&plain, model, REDAN_ATTACK_AS_IT_IS, "outsider");
      open_case (&self, model, REDAN_ATTACK_WHAT_IF, "outsider");
      check_moved (&plain, &self, 1);
      check_moved (&plain, &self, -1);
      for (guint32 control = seed % 7; control < n_controls; control += 7)
        {
          if (redan_attack_view_toggle (self.view, control, REDAN_CONTEXT_MODEL, REDAN_NONE,
                                        REDAN_TOGGLE_PRESENT) == 0)
            continue;
          redan_attack_view_update (self.view);
          check_moved (&plain, &self, -1);
          redan_attack_view_toggle (self.view, control, REDAN_CONTEXT_MODEL, REDAN_NONE,
                                    REDAN_TOGGLE_BROKEN);
          redan_attack_view_update (self.view);
          check_moved (&plain, &self, 1);
          redan_attack_view_toggle (self.view, control, REDAN_CONTEXT_MODEL, REDAN_NONE,
                                    REDAN_TOGGLE_AS_IS);
          n_changed++;
        }
      redan_attack_view_update (self.view);
      for (guint32 i = 0; i < get_n_assets (&self); i++)
        g_assert_cmpfloat (get_best (&self, i), ==, get_best (&plain, i));
      close_case (&plain);
      close_case (&self);
    }
  g_assert_cmpuint (n_changed, >, 50);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  fixture_load ();
  g_test_add_func ("/attack-laws/hops", test_hops);
  g_test_add_func ("/attack-laws/add-control", test_add_control);
  g_test_add_func ("/attack-laws/add-flow", test_add_flow);
  g_test_add_func ("/attack-laws/more-entries", test_more_entries);
  g_test_add_func ("/attack-laws/fewer-threats", test_fewer_threats);
  g_test_add_func ("/attack-laws/rename", test_rename);
  g_test_add_func ("/attack-laws/what-if/toggle", test_toggle);
  result = g_test_run ();
  fixture_unload ();

  return result;
}
