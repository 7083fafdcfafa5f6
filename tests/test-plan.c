/* SPDX-License-Identifier: Apache-2.0 */
/* The plan: predictions that come true (law 36), the greedy choice against brute force, limits. */

#include "tests/analysis-fixture.h"

#include "analysis/controls-private.h"

#define N_MODELS (REDAN_SANITIZED ? 10 : 120)

static RedanModel *
new_model (guint32 seed)
{
  FixtureSize size = fixture_random_size (seed);

  return fixture_random_model (seed, &size, "plan");
}

static RedanPlan *
compute (const RedanAnalysis *analysis, guint n, guint phase, double budget)
{
  RedanPlanOptions options = { n, phase, budget, 0 };

  return redan_plan_compute (analysis->facts, analysis->threats, &options, NULL);
}

static void
assert_foretold (const RedanModel *model, guint n)
{
  g_autoptr (RedanAnalysis) before = fixture_analyse (model, NULL, 0);
  g_autoptr (RedanPlan) plan = compute (before, n, 4, 0);
  g_autofree guint32 *assumed = g_new (guint32, n);

  g_assert_cmpfloat (plan->base, ==, (double) before->totals.residual / 1000);
  for (guint i = 0; i < plan->n_rows; i++)
    {
      g_autoptr (RedanAnalysis) after = NULL;
      const RedanPlanRow *row = &plan->rows[i];

      assumed[i] = row->control;
      after = fixture_analyse (model, assumed, i + 1);
      g_assert_cmpfloat (row->remaining, ==, (double) after->totals.residual / 1000);
      g_assert_cmpfloat_with_epsilon (
          row->reduction, (i == 0 ? plan->base : plan->rows[i - 1].remaining) - row->remaining,
          1e-9);
      g_assert_cmpfloat (row->reduction, >=, 0.05);
      g_assert_cmpuint (row->n_places, >, 0);
      g_assert_cmpuint (row->n_threats, >, 0);
    }
}

static void
test_foretold (void)
{
  for (guint32 seed = 0; seed < N_MODELS; seed++)
    {
      g_autoptr (RedanModel) model = new_model (seed);

      assert_foretold (model, 4);
    }
}

static void
test_examples_foretold (void)
{
  static const char *const names[] = { "webshop", "serverless", "retailer" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (RedanModel) model = fixture_read_example (names[i]);

      assert_foretold (model, 10);
    }
}

/* Effort of the first control that has to stand before this one and stands nowhere. */
static double
get_need (const RedanAnalysis *now, guint32 control)
{
  const RedanControl *controls = redan_catalogue_get_controls (fixture_catalogue, NULL);
  const RedanScoring *scoring = redan_catalogue_get_scoring (fixture_catalogue);

  for (guint i = 0; i < controls[control].n_needs; i++)
    {
      guint32 need = controls[control].needs[i];
      guint n = redan_controls_count_new_places (now->controls, need);
      double low = 0;
      double high;

      redan_controls_get_coverage (now->controls, need, &low, &high);
      if (n > 0 && low == 0 && controls[need].phase <= 3 && controls[need].stride != 0)
        return scoring->effort[controls[need].cost] * (1 + scoring->place_effort * (n - 1));
    }

  return 0;
}

/* The first row is the best of whole analyses with one control more each. */
static void
test_brute_force (void)
{
  guint n_controls;
  const RedanControl *controls = redan_catalogue_get_controls (fixture_catalogue, &n_controls);
  const RedanScoring *scoring = redan_catalogue_get_scoring (fixture_catalogue);

  for (guint32 seed = 500; seed < 530; seed++)
    {
      g_autoptr (RedanModel) model = new_model (seed);
      g_autoptr (RedanAnalysis) now = fixture_analyse (model, NULL, 0);
      g_autoptr (RedanPlan) plan = compute (now, 1, 3, 0);
      double best = 0;
      double reduction = 0;

      for (guint32 i = 0; i < n_controls; i++)
        {
          g_autoptr (RedanAnalysis) then = NULL;
          double gain;
          double effort;
          guint n_places = redan_controls_count_new_places (now->controls, i);

          if (controls[i].layer == REDAN_LAYER_ORGANIZATIONAL || controls[i].stride == 0 ||
              controls[i].phase > 3)
            continue;
          then = fixture_analyse (model, &i, 1);
          gain = (double) (now->totals.residual - then->totals.residual) / 1000;
          effort = scoring->effort[controls[i].cost] *
                   (1 + scoring->place_effort * (MAX (n_places, 1) - 1));
          effort += get_need (now, i);
          if (gain / effort <= best + 1e-9)
            continue;
          best = gain / effort;
          reduction = gain;
        }
      if (plan->n_rows == 0)
        {
          g_assert_cmpfloat (reduction, <, scoring->plan_minimum);
          continue;
        }
      g_assert_cmpfloat_with_epsilon (plan->rows[0].per_effort, best, 1e-9);
      g_assert_cmpfloat_with_epsilon (plan->rows[0].reduction, reduction, 1e-9);
    }
}

static void
test_limits (void)
{
  g_autoptr (RedanModel) model = fixture_read_example ("retailer");
  g_autoptr (RedanAnalysis) analysis = fixture_analyse (model, NULL, 0);
  g_autoptr (RedanPlan) few = compute (analysis, 3, 4, 0);
  g_autoptr (RedanPlan) early = compute (analysis, 10, 1, 0);
  g_autoptr (RedanPlan) cheap = compute (analysis, 10, 4, 5);
  guint n;
  const RedanControl *controls = redan_catalogue_get_controls (fixture_catalogue, &n);
  double effort = 0;

  g_assert_cmpuint (few->n_rows, ==, 3);
  g_assert_cmpuint (early->n_rows, >, 0);
  for (guint i = 0; i < early->n_rows; i++)
    g_assert_cmpuint (controls[early->rows[i].control].phase, ==, 1);
  g_assert_cmpuint (cheap->n_rows, >, 0);
  for (guint i = 0; i < cheap->n_rows; i++)
    effort += cheap->rows[i].effort;
  g_assert_cmpfloat (effort, <=, 5);
  g_assert_false (few->out_of_time);
}

static void
test_cancelled (void)
{
  g_autoptr (RedanModel) model = fixture_read_example ("webshop");
  g_autoptr (RedanAnalysis) analysis = fixture_analyse (model, NULL, 0);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  RedanPlanOptions options = { .n = 10, .phase = 4 };
  g_autoptr (RedanPlan) plan = NULL;

  g_cancellable_cancel (cancellable);
  plan = redan_plan_compute (analysis->facts, analysis->threats, &options, cancellable);
  g_assert_cmpuint (plan->n_rows, ==, 0);
  g_assert_false (plan->out_of_time);
  g_assert_cmpfloat (plan->base, ==, (double) analysis->totals.residual / 1000);
}

/* In a large model rounds are cut short, rows stay exact. */
static void
test_large_foretold (void)
{
  FixtureSize size = { 2200, 5500, 60, 20, 0, 30 };
  g_autoptr (RedanModel) model = fixture_random_model (7, &size, "plan");

  assert_foretold (model, 3);
}

/* A threat that does not apply is no reason for anything. */
static void
test_not_applicable (void)
{
  g_autoptr (RedanModel) model = fixture_read_example ("webshop");
  g_autoptr (RedanAnalysis) before = fixture_analyse (model, NULL, 0);
  g_autoptr (RedanEdit) edit = redan_edit_new (model, "decide");
  g_autoptr (GError) error = NULL;
  g_autoptr (RedanAnalysis) after = NULL;
  g_autoptr (RedanPlan) plan = NULL;

  for (guint i = 0; i < before->threats->len; i++)
    {
      const RedanThreat *threat = fixture_threat (before, i);
      const RedanObject *object = redan_threat_get_object (before->facts, threat);
      RedanId id = redan_edit_create (edit, REDAN_SECTION_DECISION, NULL);
      RedanIdText text;
      guint n;

      redan_edit_set (edit, &id, REDAN_FIELD_RULE, NULL,
                      redan_catalogue_get_rules (fixture_catalogue, &n)[threat->rule].id);
      redan_edit_set (edit, &id, REDAN_FIELD_TARGET, NULL, redan_id_to_text (&object->id, text));
      redan_edit_set (edit, &id, REDAN_FIELD_DECISION, NULL, "not-applicable");
    }
  redan_edit_apply (edit, model, &error);
  g_assert_no_error (error);

  after = fixture_analyse (model, NULL, 0);
  g_assert_cmpint (after->totals.residual, ==, 0);
  g_assert_cmpuint (after->totals.n_confirmed, ==, 0);
  plan = compute (after, 10, 4, 0);
  g_assert_cmpuint (plan->n_rows, ==, 0);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  fixture_load ();
  g_test_add_func ("/plan/rows/come-true", test_foretold);
  g_test_add_func ("/plan/rows/come-true-on-examples", test_examples_foretold);
  g_test_add_func ("/plan/rows/come-true-in-large-models", test_large_foretold);
  g_test_add_func ("/plan/first-row/equals-brute-force", test_brute_force);
  g_test_add_func ("/plan/limits/hold", test_limits);
  g_test_add_func ("/plan/cancelled/keeps-what-it-has", test_cancelled);
  g_test_add_func ("/plan/not-applicable/is-no-reason", test_not_applicable);
  result = g_test_run ();
  fixture_unload ();

  return result;
}
