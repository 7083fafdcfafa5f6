/* SPDX-License-Identifier: Apache-2.0 */
/* Open questions against brute force: the answer set in a copy of the model, which is analysed
 * whole. */

#include "analysis/questions.h"
#include "tests/analysis-fixture.h"

#define N_MODELS 6

static const char *const examples[] = { "webshop", "serverless", "retailer" };

static RedanQuestions *
rank (RedanAnalysis *analysis, guint n_exact, guint64 work)
{
  RedanQuestionOptions options = { n_exact, work, FALSE };

  return redan_questions_rank (analysis, &options, NULL);
}

static gint64
analyse_answer (const RedanModel *model,
                const RedanQuestions *questions,
                const RedanQuestion *question,
                guint answer,
                RedanTotals *totals_out)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RedanModel) copy = redan_model_copy (model);
  g_autofree char *value = redan_questions_dup_value (questions, question->attribute, answer);
  g_autoptr (RedanEdit) edit =
      redan_questions_answer (questions, copy, question->attribute,
                              question->object != NULL ? &question->object->id : NULL, value);
  g_autoptr (RedanAnalysis) after = NULL;

  redan_edit_apply (edit, copy, &error);
  g_assert_no_error (error);
  after = fixture_analyse (copy, NULL, 0);
  *totals_out = after->totals;
  return after->totals.residual - questions->residual;
}

/* Exact means: what an analysis of the answered model finds, for every answer. */
static void
assert_exact (const RedanModel *model,
              const RedanQuestions *questions,
              const RedanQuestion *question)
{
  const RedanAnswer *answers = redan_questions_get_answers (questions, question);
  gint64 best = G_MAXINT64;
  gint64 worst = G_MININT64;

  for (guint i = 0; i < question->n_answers; i++)
    {
      RedanTotals totals;
      gint64 change = analyse_answer (model, questions, question, i, &totals);

      g_assert_cmpint (answers[i].change, ==, change);
      best = MIN (best, change);
      worst = MAX (worst, change);
    }
  g_assert_cmpint (question->best, ==, best);
  g_assert_cmpint (question->worst, ==, worst);
  g_assert_cmpint (question->spread, ==, worst - best);
}

static void
assert_order (const RedanQuestions *questions)
{
  guint n_exact = 0;

  for (guint i = 0; i < questions->n; i++)
    {
      const RedanQuestion *question = &questions->questions[i];

      n_exact += question->exact;
      g_assert_cmpint (question->spread, >=, 0);
      if (i > 0)
        g_assert_cmpint (questions->questions[i - 1].spread, >=, question->spread);
    }
  g_assert_cmpuint (questions->n_exact, ==, n_exact);
}

static void
test_examples (gconstpointer data)
{
  g_autoptr (RedanModel) model = fixture_read_example (data);
  g_autoptr (RedanAnalysis) analysis = fixture_analyse (model, NULL, 0);
  g_autoptr (RedanQuestions) questions = rank (analysis, G_MAXUINT, 0);
  guint step = REDAN_SANITIZED ? 97 : 23;

  g_assert_cmpuint (questions->n, >, 20);
  g_assert_cmpuint (questions->n_exact, ==, questions->n);
  assert_order (questions);
  for (guint i = 0; i < questions->n; i += i < 10 ? 1 : step)
    assert_exact (model, questions, &questions->questions[i]);
}

static void
test_random (void)
{
  for (guint32 seed = 0; seed < (REDAN_SANITIZED ? 2 : N_MODELS); seed++)
    {
      FixtureSize size = fixture_random_size (seed);
      g_autoptr (RedanModel) model = fixture_random_model (seed, &size, "questions");
      g_autoptr (RedanAnalysis) analysis = fixture_analyse (model, NULL, 0);
      g_autoptr (RedanQuestions) questions = rank (analysis, 15, 0);

      assert_order (questions);
      for (guint i = 0; i < questions->n; i++)
        {
          g_assert_true (questions->questions[i].exact || i >= 15);
          if (questions->questions[i].exact && i % 5 == seed % 5)
            assert_exact (model, questions, &questions->questions[i]);
        }
    }
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  fixture_load ();
  for (guint i = 0; i < G_N_ELEMENTS (examples); i++)
    {
      g_autofree char *path = g_strconcat ("/questions/exact/", examples[i], NULL);

      g_test_add_data_func (path, examples[i], test_examples);
    }
  g_test_add_func ("/questions/random", test_random);
  status = g_test_run ();
  fixture_unload ();

  return status;
}
