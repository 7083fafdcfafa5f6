/* SPDX-License-Identifier: Apache-2.0 */
/* Open questions against brute force: the answer set in a copy of the model, which is analysed
 * whole. */

#include "analysis/questions-private.h"
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
      if (i > 0 && questions->fresh &&
          questions->questions[i - 1].attribute->starter != question->attribute->starter)
        g_assert_false (question->attribute->starter);
      else if (i > 0)
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
  guint step = REDAN_SANITIZED ? 211 : 23;

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

/* Values are derived from no attribute that the sweep does not know of. */
static void
test_sources (gconstpointer data)
{
  g_autoptr (RedanModel) model = fixture_read_example (data);
  g_autoptr (RedanAnalysis) analysis = fixture_analyse (model, NULL, 0);
  const RedanFacts *base = analysis->facts;
  guint n = redan_schema_get_n_attributes (fixture_schema);

  for (guint i = 0; i < n; i++)
    {
      const RedanAttribute *attribute = redan_schema_get_attribute (fixture_schema, i);

      if (!question_is_askable (attribute) || question_is_source (attribute) ||
          attribute->scope == REDAN_SCOPE_PROGRAMME)
        continue;
      for (guint answer = 0; answer < question_count_answers (attribute); answer++)
        {
          QuestionWorld world;
          RedanFacts *facts =
              question_facts_new (&world, base, attribute, REDAN_NONE,
                                  question_get_code (attribute, answer, base->as_of));

          for (guint j = 0; j < n; j++)
            {
              const RedanAttribute *other = redan_schema_get_attribute (fixture_schema, j);
              gsize size = sizeof (RedanCode) * (other->scope == REDAN_SCOPE_FLOW
                                                     ? base->n_interactions
                                                     : question_count_objects (base, other));

              if (j == i || base->columns[j] == NULL)
                continue;
              if (memcmp (base->columns[j], facts->columns[j], size) != 0)
                g_error ("%s follows from %s", other->name, attribute->name);
            }
          redan_facts_free (facts);
          question_world_clear (&world);
        }
    }
}

/* What is open and not asked changes nothing, whatever the answer. */
static void
test_nothing_is_missed (void)
{
  g_autoptr (RedanModel) model = fixture_read_example ("webshop");
  g_autoptr (RedanAnalysis) analysis = fixture_analyse (model, NULL, 0);
  g_autoptr (RedanQuestions) questions = rank (analysis, G_MAXUINT, 0);
  g_autoptr (GHashTable) asked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const RedanFacts *facts = analysis->facts;
  guint n_tried = 0;

  for (guint i = 0; i < questions->n; i++)
    g_hash_table_add (asked, g_strdup_printf ("%u %u", questions->questions[i].attribute->index,
                                              questions->questions[i].index));
  for (guint i = 0; i < redan_schema_get_n_attributes (fixture_schema); i++)
    {
      const RedanAttribute *attribute = redan_schema_get_attribute (fixture_schema, i);
      guint n = question_is_askable (attribute) ? question_count_objects (facts, attribute) : 0;

      if (attribute->scope != REDAN_SCOPE_ELEMENT && attribute->scope != REDAN_SCOPE_FLOW)
        continue;
      for (guint32 j = i % 5; j < n; j += 5)
        {
          g_autofree char *key = g_strdup_printf ("%u %u", i, j);
          RedanQuestion question = { .attribute = attribute, .index = j, .n_answers = 1 };
          RedanTotals totals;

          if (!question_is_open (facts, attribute, j) || g_hash_table_contains (asked, key))
            continue;
          if (attribute->scope == REDAN_SCOPE_ELEMENT
                  ? facts->element_outside[j] || !facts->element_in_scope[j]
                  : !facts->interaction_in_scope[j])
            continue;
          question.object = attribute->scope == REDAN_SCOPE_ELEMENT ? facts->snapshot->elements[j]
                                                                    : facts->snapshot->flows[j];
          for (guint k = 0; k < question_count_answers (attribute); k++)
            if (analyse_answer (model, questions, &question, k, &totals) != 0)
              g_error ("nobody asks for %s of %s", attribute->name,
                       redan_object_get_name (question.object));
          n_tried++;
        }
    }
  g_assert_cmpuint (n_tried, >, 20);
}

/* Most estimates are what an analysis finds; those that are not say that they are estimates. */
static void
test_estimates (gconstpointer data)
{
  g_autoptr (RedanModel) model = fixture_read_example (data);
  g_autoptr (RedanAnalysis) analysis = fixture_analyse (model, NULL, 0);
  g_autoptr (RedanQuestions) exact = rank (analysis, G_MAXUINT, 0);
  g_autoptr (RedanQuestions) estimated = rank (analysis, 0, 0);
  g_autoptr (GHashTable) spreads = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint n_same = 0;

  g_assert_cmpuint (estimated->n_exact, ==, 0);
  for (guint i = 0; i < estimated->n; i++)
    {
      const RedanQuestion *question = &estimated->questions[i];

      g_assert_false (question->exact);
      g_hash_table_insert (spreads,
                           g_strdup_printf ("%u %u", question->attribute->index, question->index),
                           (gpointer) question);
    }
  for (guint i = 0; i < exact->n; i++)
    {
      const RedanQuestion *question = &exact->questions[i];
      g_autofree char *key = g_strdup_printf ("%u %u", question->attribute->index, question->index);
      const RedanQuestion *estimate = g_hash_table_lookup (spreads, key);

      g_assert_nonnull (estimate);
      n_same += estimate->spread == question->spread;
    }
  g_assert_cmpuint (n_same * 100, >=, exact->n * 75);
}

/* The limit counts work: two runs are the same, and it is kept to. */
static void
test_limit (void)
{
  g_autoptr (RedanModel) model = fixture_read_example ("serverless");
  g_autoptr (RedanAnalysis) analysis = fixture_analyse (model, NULL, 0);
  g_autoptr (RedanQuestions) first = rank (analysis, G_MAXUINT, 30000);
  g_autoptr (RedanQuestions) second = rank (analysis, G_MAXUINT, 30000);

  g_assert_cmpuint (first->n_exact, >, 0);
  g_assert_cmpuint (first->n_exact, <, first->n);
  g_assert_cmpuint (first->n, ==, second->n);
  for (guint i = 0; i < first->n; i++)
    {
      g_assert_true (first->questions[i].attribute == second->questions[i].attribute);
      g_assert_cmpuint (first->questions[i].index, ==, second->questions[i].index);
      g_assert_cmpint (first->questions[i].spread, ==, second->questions[i].spread);
    }
  assert_order (first);
}

static void
assert_same (const RedanQuestions *a, const RedanQuestions *b)
{
  g_assert_cmpuint (a->n, ==, b->n);
  g_assert_cmpuint (a->n_exact, ==, b->n_exact);
  for (guint i = 0; i < a->n; i++)
    {
      const RedanQuestion *x = &a->questions[i];
      const RedanQuestion *y = &b->questions[i];

      g_assert_true (x->attribute == y->attribute && x->index == y->index && x->exact == y->exact &&
                     x->n_answers == y->n_answers && x->n_threats == y->n_threats &&
                     x->n_criteria == y->n_criteria);
      g_assert_cmpmem (redan_questions_get_answers (a, x), sizeof (RedanAnswer) * x->n_answers,
                       redan_questions_get_answers (b, y), sizeof (RedanAnswer) * y->n_answers);
    }
}

/* Any number of threads finds the same, and so does who takes the estimates first. */
static void
test_parts (gconstpointer data)
{
  g_autoptr (RedanModel) model = fixture_read_example (data);
  g_autoptr (RedanAnalysis) analysis = fixture_analyse (model, NULL, 0);
  const RedanQuestionOptions alone = { 20, 0, TRUE, 1 };
  const RedanQuestionOptions many = { 20, 0, TRUE, 7 };
  const RedanQuestionOptions roughly = { 0, 0, TRUE, 3 };
  g_autoptr (RedanQuestions) one = redan_questions_rank (analysis, &alone, NULL);
  g_autoptr (RedanQuestions) seven = redan_questions_rank (analysis, &many, NULL);
  g_autoptr (RedanQuestions) estimated = redan_questions_rank (analysis, &roughly, NULL);
  g_autoptr (RedanQuestions) refined = redan_questions_refine (estimated, &many, NULL);

  g_assert_cmpuint (one->n_exact, >=, 20);
  g_assert_cmpuint (estimated->n_exact, ==, 0);
  assert_same (one, seven);
  assert_same (one, refined);
}

static void
test_cancelled (void)
{
  g_autoptr (RedanModel) model = fixture_read_example ("webshop");
  g_autoptr (RedanAnalysis) analysis = fixture_analyse (model, NULL, 0);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  RedanQuestionOptions options = { G_MAXUINT, 0, FALSE };

  g_cancellable_cancel (cancellable);
  g_assert_null (redan_questions_rank (analysis, &options, cancellable));
}

/* Groups hold every question once, and criteria add questions that no score depends on. */
static void
test_groups (void)
{
  g_autoptr (RedanModel) model = fixture_read_example ("webshop");
  g_autoptr (RedanAnalysis) analysis = fixture_analyse (model, NULL, 0);
  RedanQuestionOptions options = { 0, 0, TRUE };
  g_autoptr (RedanQuestions) questions = rank (analysis, 0, 0);
  g_autoptr (RedanQuestions) all = redan_questions_rank (analysis, &options, NULL);
  g_autoptr (GArray) groups = redan_questions_group (questions);
  guint n = 0;

  g_assert_cmpuint (all->n, >, questions->n);
  for (guint i = 0; i < groups->len; i++)
    {
      const RedanQuestionGroup *group = &g_array_index (groups, RedanQuestionGroup, i);
      const RedanQuestion *first = &questions->questions[group->first];

      g_assert_true (first->attribute == group->attribute);
      g_assert_cmpint (group->spread, >=, first->spread);
      if (i > 0)
        g_assert_cmpint (g_array_index (groups, RedanQuestionGroup, i - 1).spread, >=,
                         group->spread);
      n += group->n;
    }
  g_assert_cmpuint (n, ==, questions->n);
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
  g_test_add_data_func ("/questions/estimates", "serverless", test_estimates);
  g_test_add_data_func ("/questions/sources/retailer", "retailer", test_sources);
  g_test_add_data_func ("/questions/sources/serverless", "serverless", test_sources);
  g_test_add_func ("/questions/random", test_random);
  g_test_add_func ("/questions/nothing-is-missed", test_nothing_is_missed);
  g_test_add_func ("/questions/limit", test_limit);
  g_test_add_func ("/questions/cancelled", test_cancelled);
  g_test_add_data_func ("/questions/parts/webshop", "webshop", test_parts);
  g_test_add_data_func ("/questions/parts/retailer", "retailer", test_parts);
  g_test_add_func ("/questions/groups", test_groups);
  status = g_test_run ();
  fixture_unload ();

  return status;
}
