/* SPDX-License-Identifier: Apache-2.0 */
/* Objectives: states and intervals follow from the criteria, targets that fail, figures, decisions,
 * maturity. */

#include "tests/objective-outcome.h"

#define N_MODELS 150

static void
assert_criterion (const RedanModel *model, const char *id, RedanCriterionValue expected)
{
  Outcome outcome;

  outcome_init (&outcome, model, NULL);
  g_assert_cmpstr (redan_criterion_value_get_word (get_criterion (&outcome, id)->value), ==,
                   redan_criterion_value_get_word (expected));
  outcome_clear (&outcome);
}

/* sec01.md 1.0, written out once more. */
static void
check_objective (const Outcome *outcome, guint objective)
{
  const RedanObjectiveResult *result = &outcome->results->objectives[objective];
  guint n;
  const RedanCriterion *criteria = redan_catalogue_get_criteria (fixture_catalogue, &n);
  double yes = 0;
  double no = 0;
  double unknown = 0;
  gboolean required_failed = FALSE;
  RedanObjectiveState expected;

  for (guint i = 0; i < n; i++)
    {
      RedanCriterionValue value = outcome->results->criteria[i].value;

      if (criteria[i].objective != objective)
        continue;
      yes += value == REDAN_CRITERION_TRUE ? criteria[i].weight : 0;
      no += value == REDAN_CRITERION_FALSE ? criteria[i].weight : 0;
      unknown += value == REDAN_CRITERION_UNKNOWN ? criteria[i].weight : 0;
      required_failed |= value == REDAN_CRITERION_FALSE && criteria[i].required;
    }
  if (yes + no + unknown == 0)
    expected = REDAN_OBJECTIVE_NOT_APPLICABLE;
  else if (no == 0 && unknown == 0)
    expected = REDAN_OBJECTIVE_MET;
  else if (yes == 0 && no == 0)
    expected = REDAN_OBJECTIVE_UNKNOWN;
  else
    expected = yes == 0 ? REDAN_OBJECTIVE_NOT_MET : REDAN_OBJECTIVE_PARTIAL;

  g_assert_cmpuint (result->state, ==, expected);
  g_assert_true (result->required_failed == required_failed);
  g_assert_cmpfloat (result->low, <=, result->high);
  if (expected == REDAN_OBJECTIVE_NOT_APPLICABLE)
    return;
  g_assert_cmpfloat_with_epsilon (result->low, yes / (yes + no + unknown), 1e-12);
  g_assert_cmpfloat_with_epsilon (result->high, (yes + unknown) / (yes + no + unknown), 1e-12);
}

static void
test_states (void)
{
  for (guint32 seed = 0; seed < N_MODELS; seed++)
    {
      FixtureSize size = fixture_random_size (seed);
      g_autoptr (RedanModel) model = fixture_random_model (seed, &size, "objectives");
      Outcome outcome;

      outcome_init (&outcome, model, NULL);
      for (guint i = 0; i < outcome.results->n_objectives; i++)
        check_objective (&outcome, i);
      g_assert_cmpuint (outcome.results->maturity_floor, <=, outcome.results->maturity_ceiling);
      g_assert_cmpuint (outcome.results->maturity_ceiling, <=, 4);
      outcome_clear (&outcome);
    }
}

/* Targets are listed once each, and a false quantifier has one that is known to fail. */
static void
test_targets (void)
{
  guint n_false = 0;

  for (guint32 seed = 0; seed < N_MODELS; seed++)
    {
      FixtureSize size = fixture_random_size (seed);
      g_autoptr (RedanModel) model = fixture_random_model (seed, &size, "objectives");
      const RedanCriterionResult *result;
      guint n_known = 0;
      guint n_wrong = 0;
      Outcome outcome;

      outcome_init (&outcome, model, NULL);
      result = get_criterion (&outcome, "BP02.2"); /* all(account, true, b.root_keys == no) */
      for (guint i = 0; i < result->targets->len; i++)
        {
          const RedanCriterionTarget *target =
              &g_array_index (result->targets, RedanCriterionTarget, i);
          RedanCode code = redan_facts_get_code (outcome.analysis->facts, target->context,
                                                 target->target, "root_keys");

          g_assert_cmpuint (target->context, ==, REDAN_CONTEXT_BOUNDARY);
          g_assert_true (target->unknown == (code < REDAN_CODE_FIRST));
          g_assert_cmpuint (code, !=, REDAN_CODE_FIRST + 1);
          n_wrong += !target->unknown;
        }
      for (guint i = 0; i < size.n_boundaries; i++)
        n_known += redan_graph_get_root_exposure (outcome.analysis->graph, i) > 0;
      g_assert_true ((result->value == REDAN_CRITERION_FALSE) == (n_wrong > 0));
      if (n_known == 0 && result->targets->len == 0)
        g_assert_cmpuint (result->value, !=, REDAN_CRITERION_UNKNOWN);
      n_false += n_wrong > 0;
      outcome_clear (&outcome);
    }
  g_assert_cmpuint (n_false, >, 10);
}

/* Bounds of coverage hold every answer to what is unknown: assuming a control never lowers its
 * coverage. */
static void
test_assumed_coverage (void)
{
  guint n;

  redan_catalogue_get_controls (fixture_catalogue, &n);
  for (guint32 seed = 0; seed < N_MODELS; seed++)
    {
      FixtureSize size = fixture_random_size (seed);
      g_autoptr (RedanModel) model = fixture_random_model (seed, &size, "objectives");
      g_autoptr (RedanAnalysis) analysis = fixture_analyse (model, NULL, 0);
      guint32 control = seed * 11 % n;
      double before[2] = { 0 };
      double after[2] = { 0 };

      if (!redan_controls_get_coverage (analysis->controls, control, &before[0], &before[1]))
        continue;
      g_assert_cmpfloat (before[0], <=, before[1]);
      redan_controls_set_assumed (analysis->controls, &control, 1);
      g_assert_true (
          redan_controls_get_coverage (analysis->controls, control, &after[0], &after[1]));
      g_assert_cmpfloat (after[0], ==, 1);
      g_assert_cmpfloat (after[1], ==, 1);
    }
}

static void
test_empty (void)
{
  g_autoptr (RedanModel) model = redan_model_new (fixture_schema);
  Outcome outcome;

  outcome_init (&outcome, model, NULL);
  g_assert_cmpuint (get_objective (&outcome, "BP02")->state, ==, REDAN_OBJECTIVE_NOT_APPLICABLE);
  g_assert_cmpuint (get_criterion (&outcome, "BP05.1")->value, ==, REDAN_CRITERION_NOT_APPLICABLE);
  g_assert_cmpuint (get_criterion (&outcome, "BP03.2")->value, ==, REDAN_CRITERION_NOT_APPLICABLE);
  g_assert_cmpuint (get_criterion (&outcome, "BP07.5")->value, ==, REDAN_CRITERION_NOT_APPLICABLE);
  g_assert_cmpuint (outcome.results->maturity_floor, ==, 0);
  outcome_clear (&outcome);
}

static RedanId
add_fact (RedanModel *model, const char *name, const char *value, const char *date)
{
  return fixture_create (model, REDAN_SECTION_FACT, REDAN_FIELD_KEY, name,
                         value != NULL ? REDAN_FIELD_VALUE : REDAN_FIELD_DATE,
                         value != NULL ? value : date, 0);
}

static void
test_facts (void)
{
  g_autoptr (RedanModel) model = redan_model_new (fixture_schema);

  assert_criterion (model, "BP06.1", REDAN_CRITERION_UNKNOWN);
  add_fact (model, "iac_repo", "no", NULL);
  assert_criterion (model, "BP06.1", REDAN_CRITERION_FALSE);
  add_fact (model, "intel_feeds", NULL, "2025-01-20");
  assert_criterion (model, "BP04.1", REDAN_CRITERION_TRUE);

  g_clear_pointer (&model, redan_model_unref);
  model = redan_model_new (fixture_schema);
  add_fact (model, "intel_feeds", NULL, "2024-12-20");
  assert_criterion (model, "BP04.1", REDAN_CRITERION_FALSE);
}

/* FE-ROOT says what BP02 says. */
static void
test_rolled_up (void)
{
  for (guint32 seed = 0; seed < N_MODELS; seed++)
    {
      FixtureSize size = fixture_random_size (seed);
      g_autoptr (RedanModel) model = fixture_random_model (seed, &size, "objectives");
      RedanObjectiveState state;
      Outcome outcome;

      outcome_init (&outcome, model, NULL);
      state = get_objective (&outcome, "BP02")->state;
      g_assert_cmpuint (get_criterion (&outcome, "FE-ROOT.1")->value, ==,
                        state == REDAN_OBJECTIVE_MET ? REDAN_CRITERION_TRUE
                        : state == REDAN_OBJECTIVE_PARTIAL || state == REDAN_OBJECTIVE_NOT_MET
                            ? REDAN_CRITERION_FALSE
                        : state == REDAN_OBJECTIVE_NOT_APPLICABLE ? REDAN_CRITERION_NOT_APPLICABLE
                                                                  : REDAN_CRITERION_UNKNOWN);
      outcome_clear (&outcome);
    }
}

static void
test_missing_inputs (void)
{
  static const char *const ids[] = { "BP03.4", "BP04.2", "BP07.3", "PR-CON.2", "RS-1.1" };
  g_autoptr (RedanModel) model = fixture_read_example ("webshop");
  Outcome outcome;

  outcome_init (&outcome, model, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_assert_cmpuint (get_criterion (&outcome, ids[i])->value, ==, REDAN_CRITERION_UNKNOWN);
      g_assert_nonnull (get_criterion (&outcome, ids[i])->note);
    }
  outcome_clear (&outcome);
}

static void
test_note (void)
{
  g_autoptr (RedanModel) model = fixture_read_example ("webshop");
  Outcome outcome;

  outcome_init (&outcome, model, NULL);
  g_assert_cmpstr (get_criterion (&outcome, "BP05.1")->note, ==, "0.51 (at most 0.45)");
  outcome_clear (&outcome);
}

/* Decided on all threats nothing is undecided; what is accepted may stay above the line, what is to
 * be mitigated not. */
static void
test_decisions (void)
{
  static const struct
  {
    const char *word;
    RedanCriterionValue undecided;
    RedanCriterionValue appetite;
  } rows[] = { { "open", REDAN_CRITERION_FALSE, REDAN_CRITERION_FALSE },
               { "investigate", REDAN_CRITERION_FALSE, REDAN_CRITERION_FALSE },
               { "mitigate", REDAN_CRITERION_TRUE, REDAN_CRITERION_FALSE },
               { "accept", REDAN_CRITERION_TRUE, REDAN_CRITERION_TRUE },
               { "not-applicable", REDAN_CRITERION_TRUE, REDAN_CRITERION_TRUE } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (RedanModel) model = redan_model_new (fixture_schema);

      fixture_create (model, REDAN_SECTION_THREAT, REDAN_FIELD_NAME, "By hand",
                      REDAN_FIELD_SEVERITY, "critical", REDAN_FIELD_DECISION, rows[i].word, 0);
      assert_criterion (model, "BP07.4", rows[i].undecided);
      assert_criterion (model, "BP03.2", rows[i].undecided);
      assert_criterion (model, "BP07.5", rows[i].appetite);
    }
}

static void
test_snapshots (void)
{
  g_autoptr (RedanModel) model = redan_model_new (fixture_schema);

  assert_criterion (model, "BP08.4", REDAN_CRITERION_FALSE);
  fixture_create (model, REDAN_SECTION_ASSESSMENT, REDAN_FIELD_DATE, "2024-12-01", 0);
  fixture_create (model, REDAN_SECTION_ASSESSMENT, REDAN_FIELD_DATE, "2023-12-01", 0);
  assert_criterion (model, "BP08.4", REDAN_CRITERION_FALSE);
  fixture_create (model, REDAN_SECTION_ASSESSMENT, REDAN_FIELD_DATE, "2024-06-01", 0);
  assert_criterion (model, "BP08.4", REDAN_CRITERION_TRUE);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  fixture_load ();
  g_test_add_func ("/objectives/states/follow-from-criteria", test_states);
  g_test_add_func ("/objectives/targets/are-those-that-fail", test_targets);
  g_test_add_func ("/objectives/coverage/full-when-assumed", test_assumed_coverage);
  g_test_add_func ("/objectives/empty-model/applies-to-nothing", test_empty);
  g_test_add_func ("/objectives/facts/count-with-their-dates", test_facts);
  g_test_add_func ("/objectives/roll-up/follows-its-practice", test_rolled_up);
  g_test_add_func ("/objectives/missing-inputs/are-unknown-with-a-note", test_missing_inputs);
  g_test_add_func ("/objectives/note/gives-the-figures", test_note);
  g_test_add_func ("/objectives/decisions/count", test_decisions);
  g_test_add_func ("/objectives/snapshots/count-while-fresh", test_snapshots);
  result = g_test_run ();
  fixture_unload ();

  return result;
}
