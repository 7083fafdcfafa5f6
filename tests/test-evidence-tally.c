/* SPDX-License-Identifier: Apache-2.0 */
/* What checks found: its text in the file, and what follows from it on a day. */

#include "analysis/evidence-tally.h"
#include "tests/analysis-fixture.h"

static void
test_text (void)
{
  static const struct
  {
    RedanEvidenceTally tally;
    const char *text;
  } rows[] = {
    { { 3, 1, 0, 2, 45687, 45689 },
      "passed 3, failed 1, exceptions 2, on 2025-02-01 to 2025-02-03" },
    { { 0, 0, 4, 0, 45687, 45687 }, "unknown 4, on 2025-02-01" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = redan_evidence_tally_to_text (&rows[i].tally);
      RedanEvidenceTally back;

      g_assert_cmpstr (text, ==, rows[i].text);
      g_assert_true (redan_evidence_tally_parse (text, &back));
      g_assert_cmpmem (&back, sizeof back, &rows[i].tally, sizeof back);
    }
}

static void
test_no_text (void)
{
  static const char *const texts[] = { "",
                                       "passed",
                                       "passed x, on 2025-01-01",
                                       "passed -1",
                                       "on today",
                                       "passed 1; failed 2",
                                       "on 2025-01-01 to x" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      RedanEvidenceTally tally;

      g_assert_false (redan_evidence_tally_parse (texts[i], &tally));
    }
}

/* Sums are bounded and keep the oldest and newest day. */
static void
test_sums (void)
{
  RedanEvidenceTally sum = { .passed = G_MAXINT32 - 1, .oldest = 10, .newest = 10 };
  const RedanEvidenceTally more = { .passed = 5, .failed = 2, .oldest = 8, .newest = 12 };

  redan_evidence_tally_add (&sum, &more);
  g_assert_cmpuint (sum.passed, ==, G_MAXINT32);
  g_assert_cmpuint (sum.failed, ==, 2);
  g_assert_cmpuint (sum.oldest, ==, 8);
  g_assert_cmpuint (sum.newest, ==, 12);
}

static void
test_judgement (void)
{
  RedanScoring scoring = *redan_catalogue_get_scoring (fixture_catalogue);
  static const struct
  {
    RedanEvidenceTally tally;
    guint as_of;
    int state; /* -1: undecided */
    double factor;
  } rows[] = {
    { { 2, 0, 0, 0, 100, 130 }, 130, REDAN_STATE_VALIDATED, 1.0 }, /* 30 days: fresh */
    { { 2, 0, 0, 0, 100, 130 }, 145, REDAN_STATE_STALE, 0.8 },     /* half of the next 30 */
    { { 2, 0, 0, 0, 100, 130 }, 160, REDAN_STATE_STALE, 0.6 },
    { { 2, 0, 0, 0, 100, 130 }, 900, REDAN_STATE_STALE, 0.6 },
    { { 2, 0, 0, 0, 100, 130 }, 50, REDAN_STATE_VALIDATED, 1.0 }, /* seen from before */
    { { 3, 1, 0, 0, 100, 100 }, 100, REDAN_STATE_CONTRADICTED, 0.45 },
    { { 0, 1, 0, 9, 100, 100 }, 900, REDAN_STATE_CONTRADICTED, 0.0 },
    { { 3, 1, 5, 0, 100, 100 }, 100, REDAN_STATE_CONTRADICTED, 0.45 },
    { { 0, 0, 1, 0, 100, 100 }, 100, -1, 0 },
    { { 3, 0, 1, 0, 100, 100 }, 100, -1, 0 },
    { { 0, 0, 0, 7, 100, 100 }, 100, -1, 0 }, /* exceptions alone are no data */
    { { 1, 0, 0, 7, 100, 100 }, 100, REDAN_STATE_VALIDATED, 1.0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      RedanControlState state;
      double factor = 0;
      gboolean decided =
          redan_evidence_judge (&rows[i].tally, &scoring, rows[i].as_of, &state, &factor);

      g_assert_cmpint (decided ? (int) state : -1, ==, rows[i].state);
      g_assert_cmpfloat_with_epsilon (factor, rows[i].factor, 1e-9);
    }

  scoring.fresh_scan = 10;
  {
    RedanControlState state;
    double factor;

    g_assert_true (redan_evidence_judge (&rows[0].tally, &scoring, 115, &state, &factor));
    g_assert_cmpint (state, ==, REDAN_STATE_STALE);
    g_assert_cmpfloat_with_epsilon (factor, 0.8, 1e-9);
  }
}

/* One more failure never helps, one more pass never harms, age never helps. */
static void
test_laws (void)
{
  const RedanScoring *scoring = redan_catalogue_get_scoring (fixture_catalogue);

  for (guint round = 0; round < 2000; round++)
    {
      RedanEvidenceTally tally = {
        (guint) g_test_rand_int_range (1, 9), (guint) g_test_rand_int_range (0, 4), 0, 0, 100, 120
      };
      guint as_of = (guint) g_test_rand_int_range (90, 200);
      RedanControlState state;
      double factor;
      double other;

      g_assert_true (redan_evidence_judge (&tally, scoring, as_of, &state, &factor));
      g_assert_cmpfloat (factor, >=, 0);
      g_assert_cmpfloat (factor, <=, 1);
      g_assert_true (redan_evidence_judge (&tally, scoring, as_of + 7, &state, &other));
      g_assert_cmpfloat (other, <=, factor);
      tally.passed++;
      g_assert_true (redan_evidence_judge (&tally, scoring, as_of, &state, &other));
      g_assert_cmpfloat (other, >=, factor);
      tally.passed--;
      tally.failed++;
      g_assert_true (redan_evidence_judge (&tally, scoring, as_of, &state, &other));
      g_assert_cmpfloat (other, <=, factor);
    }
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  fixture_load ();
  g_test_add_func ("/evidence-tally/text", test_text);
  g_test_add_func ("/evidence-tally/no-text", test_no_text);
  g_test_add_func ("/evidence-tally/sums", test_sums);
  g_test_add_func ("/evidence-tally/judgement", test_judgement);
  g_test_add_func ("/evidence-tally/laws", test_laws);
  result = g_test_run ();
  fixture_unload ();

  return result;
}
