/* SPDX-License-Identifier: Apache-2.0 */
/* The analysis as a whole: ranking, totals, look-up, scores of elements, and that it is a pure
 * function. */

#include "tests/analysis-fixture.h"

#include <locale.h>

#define N_MODELS (REDAN_SANITIZED ? 100 : 1000)

static RedanModel *
new_model (guint32 seed)
{
  FixtureSize size = fixture_random_size (seed);

  return fixture_random_model (seed, &size, "analysis");
}

/* As the ranking is defined: residual downwards, rule, target, direction. */
static int
compare (const RedanAnalysis *analysis, const RedanThreat *a, const RedanThreat *b)
{
  guint n;
  const RedanRule *rules = redan_catalogue_get_rules (fixture_catalogue, &n);
  int order;

  if (a->residual != b->residual)
    return a->residual > b->residual ? -1 : 1;
  order = strcmp (rules[a->rule].id, rules[b->rule].id);
  if (order == 0)
    order = redan_id_compare (&redan_threat_get_object (analysis->facts, a)->id,
                              &redan_threat_get_object (analysis->facts, b)->id);
  if (order == 0)
    order = (int) analysis->facts->interaction_reverse[a->target] -
            (int) analysis->facts->interaction_reverse[b->target];

  return order;
}

static void
test_ranked (void)
{
  for (guint32 seed = 0; seed < N_MODELS; seed++)
    {
      g_autoptr (RedanModel) model = new_model (seed);
      g_autoptr (RedanAnalysis) analysis = fixture_analyse (model, NULL, 0);
      g_autofree guint8 *seen = g_new0 (guint8, analysis->threats->len + 1);

      for (guint i = 0; i < analysis->threats->len; i++)
        {
          g_assert_cmpuint (analysis->ranked[i], <, analysis->threats->len);
          g_assert_false (seen[analysis->ranked[i]]);
          seen[analysis->ranked[i]] = TRUE;
          if (i > 0)
            g_assert_cmpint (compare (analysis, fixture_threat (analysis, analysis->ranked[i - 1]),
                                      fixture_threat (analysis, analysis->ranked[i])),
                             <, 0);
        }
    }
}

static void
test_totals (void)
{
  const RedanScoring *scoring = redan_catalogue_get_scoring (fixture_catalogue);

  for (guint32 seed = 0; seed < N_MODELS; seed++)
    {
      g_autoptr (RedanModel) model = new_model (seed);
      g_autoptr (RedanAnalysis) analysis = NULL;
      RedanTotals sums = { 0 };
      guint n_bands = 0;

      fixture_create (model, REDAN_SECTION_THREAT, REDAN_FIELD_NAME, "a", REDAN_FIELD_SEVERITY,
                      "high", REDAN_FIELD_DECISION, "accept", 0);
      fixture_create (model, REDAN_SECTION_THREAT, REDAN_FIELD_NAME, "b", REDAN_FIELD_SEVERITY,
                      "high", REDAN_FIELD_DECISION, "not-applicable", 0);
      fixture_create (model, REDAN_SECTION_THREAT, REDAN_FIELD_NAME, "c", 0);
      analysis = fixture_analyse (model, NULL, 0);
      for (guint i = 0; i < analysis->threats->len; i++)
        {
          const RedanThreat *threat = fixture_threat (analysis, i);

          sums.inherent += threat->inherent;
          sums.residual += threat->residual;
          if (threat->scored && threat->decision != REDAN_DECISION_NOT_APPLICABLE)
            sums.bands[redan_band_of (scoring, threat->residual / 1000.0)]++;
        }
      g_assert_cmpint (analysis->totals.inherent, ==, sums.inherent);
      g_assert_cmpint (analysis->totals.residual, ==, sums.residual);
      for (guint i = 0; i < REDAN_N_BANDS; i++)
        {
          g_assert_cmpuint (analysis->totals.bands[i], ==, sums.bands[i]);
          n_bands += analysis->totals.bands[i];
        }
      g_assert_cmpuint (n_bands, ==, analysis->threats->len - 2);
      g_assert_cmpuint (analysis->totals.n_confirmed + analysis->totals.n_unconfirmed, ==,
                        analysis->threats->len - 1);
      g_assert_cmpuint (analysis->totals.n_open, ==, analysis->threats->len - 2);
    }
}

static void
test_find (void)
{
  for (guint32 seed = 0; seed < 30; seed++)
    {
      g_autoptr (RedanModel) model = new_model (seed);
      g_autoptr (RedanAnalysis) analysis = NULL;

      fixture_create (model, REDAN_SECTION_THREAT, REDAN_FIELD_NAME, "by hand", 0);
      analysis = fixture_analyse (model, NULL, 0);
      for (guint i = 0; i < analysis->threats->len; i++)
        {
          g_autofree char *id = redan_threat_dup_id (analysis->facts, fixture_threat (analysis, i));

          g_assert_true (redan_analysis_find (analysis, id) == fixture_threat (analysis, i));
        }
      g_assert_null (redan_analysis_find (analysis, "TR-S-01"));
      g_assert_null (redan_analysis_find (analysis, "TR-S-01@0000000000000000"));
      g_assert_null (redan_analysis_find (analysis, "NO-RULE@0000000000000000"));
      g_assert_null (redan_analysis_find (analysis, "@"));
      g_assert_null (redan_analysis_find (analysis, "~"));
      g_assert_null (redan_analysis_find (analysis, ""));
    }
}

static void
test_element_scores (void)
{
  for (guint32 seed = 0; seed < N_MODELS; seed++)
    {
      g_autoptr (RedanModel) model = new_model (seed);
      g_autoptr (RedanAnalysis) analysis = fixture_analyse (model, NULL, 0);

      for (guint element = 0; element < analysis->facts->snapshot->n_elements; element++)
        {
          double safe = 1;

          for (guint i = 0; i < analysis->threats->len; i++)
            {
              const RedanThreat *threat = fixture_threat (analysis, i);

              if ((threat->context == REDAN_CONTEXT_ELEMENT && threat->target == element) ||
                  (threat->context == REDAN_CONTEXT_INTERACTION &&
                   analysis->facts->interaction_target[threat->target] == element))
                safe *= 1 - threat->residual / 100000.0;
            }
          g_assert_cmpfloat_with_epsilon (redan_analysis_get_element_score (analysis, element),
                                          100 * (1 - safe), 1e-9);
          g_assert_cmpfloat (redan_analysis_get_element_score (analysis, element), >=, 0);
          g_assert_cmpfloat (redan_analysis_get_element_score (analysis, element), <=, 100);
        }
    }
}

static void
assert_equal (const RedanAnalysis *a, const RedanAnalysis *b)
{
  g_assert_cmpuint (a->threats->len, ==, b->threats->len);
  for (guint i = 0; i < a->threats->len; i++)
    {
      g_assert_cmpint (fixture_threat (a, i)->inherent, ==, fixture_threat (b, i)->inherent);
      g_assert_cmpint (fixture_threat (a, i)->residual, ==, fixture_threat (b, i)->residual);
      g_assert_cmpuint (a->ranked[i], ==, b->ranked[i]);
    }
}

static gpointer
analyse_in_thread (gpointer model)
{
  return fixture_analyse (model, NULL, 0);
}

/* In another thread and, where it is installed, under a locale with a decimal comma. */
static void
test_pure (void)
{
  for (guint32 seed = 0; seed < 10; seed++)
    {
      g_autoptr (RedanModel) model = new_model (seed);
      g_autoptr (RedanAnalysis) one = fixture_analyse (model, NULL, 0);
      g_autoptr (RedanAnalysis) other =
          g_thread_join (g_thread_new ("analysis", analyse_in_thread, model));
      g_autoptr (RedanAnalysis) german = NULL;

      setlocale (LC_ALL, "de_DE.UTF-8");
      german = fixture_analyse (model, NULL, 0);
      setlocale (LC_ALL, "C.UTF-8");
      assert_equal (one, other);
      assert_equal (one, german);
    }
}

static void
test_empty (void)
{
  g_autoptr (RedanModel) model = redan_model_new (fixture_schema);
  g_autoptr (RedanAnalysis) analysis = fixture_analyse (model, NULL, 0);

  g_assert_cmpuint (analysis->threats->len, ==, 0);
  g_assert_cmpint (analysis->totals.residual, ==, 0);
  redan_analysis_unref (redan_analysis_ref (analysis));
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  fixture_load ();
  g_test_add_func ("/analysis/ranked/total-order", test_ranked);
  g_test_add_func ("/analysis/totals/sum-up", test_totals);
  g_test_add_func ("/analysis/find/by-id", test_find);
  g_test_add_func ("/analysis/element-scores/combine", test_element_scores);
  g_test_add_func ("/analysis/pure/in-threads-and-locales", test_pure);
  g_test_add_func ("/analysis/empty/has-nothing", test_empty);
  result = g_test_run ();
  fixture_unload ();

  return result;
}
