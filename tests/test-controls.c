/* SPDX-License-Identifier: Apache-2.0 */
/* Control states: the bit planes against one evaluation for each target, placements, conflicts,
 * assumptions, coverage. */

#include "tests/analysis-fixture.h"

#define N_MODELS (REDAN_SANITIZED ? 60 : 300)

typedef struct
{
  RedanSnapshot *snapshot;
  RedanFacts *facts;
  RedanControls *controls;
  const RedanControl *catalogue;
  guint n_catalogue;
} States;

static void
states_init (States *self, const RedanModel *model)
{
  self->snapshot = redan_snapshot_new (model);
  self->facts = redan_facts_new (self->snapshot, fixture_catalogue, fixture_days ("2025-02-01"));
  self->controls = redan_controls_new (self->facts);
  self->catalogue = redan_catalogue_get_controls (fixture_catalogue, &self->n_catalogue);
}

static void
states_clear (States *self)
{
  redan_controls_free (self->controls);
  redan_facts_free (self->facts);
  redan_snapshot_unref (self->snapshot);
}

static guint
count_targets (const States *self, RedanContext context)
{
  switch (context)
    {
    case REDAN_CONTEXT_ELEMENT:
      return self->snapshot->n_elements;
    case REDAN_CONTEXT_INTERACTION:
      return self->facts->n_interactions;
    case REDAN_CONTEXT_BOUNDARY:
      return self->snapshot->n_boundaries;
    default:
      return 1;
    }
}

static const char *
get_btype (const States *self, guint target)
{
  const RedanAttribute *btype =
      redan_schema_lookup (fixture_schema, REDAN_SCOPE_BOUNDARY, "btype", -1);

  return btype->values[self->snapshot->boundary_kind[target]];
}

static guint
get_kind (const States *self, RedanContext context, guint target)
{
  switch (context)
    {
    case REDAN_CONTEXT_ELEMENT:
      return 1u << self->snapshot->element_kind[target];
    case REDAN_CONTEXT_INTERACTION:
      return REDAN_APPLIES_FLOW;
    case REDAN_CONTEXT_BOUNDARY:
      return g_str_equal (get_btype (self, target), "account") ? REDAN_APPLIES_ACCOUNT
                                                               : REDAN_APPLIES_BOUNDARY;
    default:
      return REDAN_APPLIES_MODEL;
    }
}

static RedanTruth
evaluate (const States *self,
          const RedanExpression *expression,
          RedanContext context,
          guint target,
          RedanTruth without)
{
  g_autoptr (RedanProgramSet) set = NULL;

  if (expression == NULL)
    return without;
  set = redan_program_set_new (self->facts, context);

  return redan_program_set_test (set, redan_program_set_add (set, expression),
                                 context == REDAN_CONTEXT_MODEL ? REDAN_NONE : target);
}

/* Whether a target belongs to those over which coverage is taken. */
static gboolean
is_counted (const States *self, RedanContext context, guint target)
{
  static const char *const kinds[] = { "account",     "vpc",        "subnet", "on-prem",
                                       "k8s-cluster", "trust-zone", NULL };

  if (context == REDAN_CONTEXT_ELEMENT)
    return self->snapshot->element_kind[target] >= REDAN_ELEMENT_PROCESS &&
           self->facts->element_trust[target] > 1;
  if (context == REDAN_CONTEXT_BOUNDARY)
    return g_strv_contains (kinds, get_btype (self, target));

  return TRUE;
}

static void
check_control (const States *self, guint32 index)
{
  const RedanControl *control = &self->catalogue[index];
  guint n = 0;
  guint n_low = 0;
  guint n_high = 0;
  double low = 0;
  double high = 0;
  gboolean covered;

  for (guint context = 0; context < REDAN_N_CONTEXTS; context++)
    for (guint i = 0; i < count_targets (self, context); i++)
      {
        gboolean fits = (control->applies & get_kind (self, context, i)) != 0;
        RedanTruth when =
            fits ? evaluate (self, control->when, context, i, REDAN_TRUE) : REDAN_FALSE;
        RedanTruth implied =
            when == REDAN_FALSE ? REDAN_FALSE
                                : evaluate (self, control->implied_by, context, i, REDAN_UNDECIDED);
        RedanControlState expected =
            implied == REDAN_TRUE ? REDAN_STATE_DECLARED : REDAN_STATE_ABSENT;

        g_assert_true (redan_controls_applies (self->controls, index, context, i) ==
                       (when != REDAN_FALSE));
        g_assert_cmpuint (redan_controls_get_state (self->controls, index, context, i), ==,
                          expected);
        if (when != REDAN_TRUE || control->implied_by == NULL || !is_counted (self, context, i))
          continue;
        n++;
        n_low += implied == REDAN_TRUE;
        n_high += implied != REDAN_FALSE;
      }

  covered = redan_controls_get_coverage (self->controls, index, &low, &high);
  g_assert_true (covered == (n > 0));
  if (!covered)
    return;
  g_assert_cmpfloat_with_epsilon (low, (double) n_low / n, 1e-12);
  g_assert_cmpfloat_with_epsilon (high, (double) n_high / n, 1e-12);
}

static void
test_planes (void)
{
  for (guint32 seed = 0; seed < N_MODELS; seed++)
    {
      FixtureSize size = fixture_random_size (seed);
      g_autoptr (RedanModel) model = NULL;
      States states;

      size.n_mitigations = 0;
      size.n_elements += seed % 3 == 0 ? 70 : 0; /* more than one word */
      model = fixture_random_model (seed, &size, "controls");
      states_init (&states, model);
      for (guint32 i = seed % 5; i < states.n_catalogue; i += 5)
        check_control (&states, i);
      states_clear (&states);
    }
}

/* One process outside everything, and a control with and without attributes that imply it. */
static RedanModel *
new_process (RedanId *process_out)
{
  RedanModel *model = redan_model_new (fixture_schema);

  *process_out = fixture_create (model, REDAN_SECTION_ELEMENT, REDAN_FIELD_KIND, "process",
                                 REDAN_FIELD_NAME, "web", 0);

  return model;
}

static RedanControlState
get_state_after_placing (RedanModel *model,
                         const RedanId *process,
                         const char *control,
                         const char *state,
                         guint *n_conflicts_out)
{
  RedanIdText text;
  RedanControlState found;
  States states;
  guint n;

  fixture_create (model, REDAN_SECTION_MITIGATION, REDAN_FIELD_CONTROL, control, REDAN_FIELD_TARGET,
                  redan_id_to_text (process, text), REDAN_FIELD_STATE, state, 0);
  states_init (&states, model);
  found = redan_controls_get_state (states.controls,
                                    redan_catalogue_find_control (fixture_catalogue, control),
                                    REDAN_CONTEXT_ELEMENT, 0);
  redan_controls_get_conflicts (states.controls, &n);
  if (n_conflicts_out != NULL)
    *n_conflicts_out = n;
  states_clear (&states);

  return found;
}

static void
test_placement_raises (void)
{
  static const char *const words[] = { "absent", "planned", "declared", "attested", "validated" };
  static const RedanControlState expected[] = { REDAN_STATE_ABSENT, REDAN_STATE_PLANNED,
                                                REDAN_STATE_DECLARED, REDAN_STATE_ATTESTED,
                                                REDAN_STATE_VALIDATED };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      RedanId process;
      g_autoptr (RedanModel) model = new_process (&process);

      /* nothing is known of the attribute behind C-IDN-18, authz */
      g_assert_cmpuint (get_state_after_placing (model, &process, "C-IDN-18", words[i], NULL), ==,
                        expected[i]);
      /* the higher of two placements holds */
      g_assert_cmpuint (get_state_after_placing (model, &process, "C-IDN-18", "attested", NULL), ==,
                        MAX (expected[i], REDAN_STATE_ATTESTED));
    }
}

static void
test_placement_under_implied (void)
{
  RedanId process;
  g_autoptr (RedanModel) model = new_process (&process);

  fixture_set (model, &process, "authz", "fine");
  g_assert_cmpuint (get_state_after_placing (model, &process, "C-IDN-18", "planned", NULL), ==,
                    REDAN_STATE_DECLARED);
}

static void
test_conflict (void)
{
  RedanId process;
  g_autoptr (RedanModel) model = new_process (&process);
  guint n_conflicts;

  fixture_set (model, &process, "authz", "none");
  g_assert_cmpuint (get_state_after_placing (model, &process, "C-IDN-18", "declared", &n_conflicts),
                    ==, REDAN_STATE_ABSENT);
  g_assert_cmpuint (n_conflicts, ==, 1);
}

static void
test_placement_elsewhere (void)
{
  RedanId process;
  g_autoptr (RedanModel) model = new_process (&process);

  /* a control of stores on a process, and one whose `when` is false there */
  g_assert_cmpuint (get_state_after_placing (model, &process, "C-DAT-03", "validated", NULL), ==,
                    REDAN_STATE_ABSENT);
  fixture_set (model, &process, "tech", "web-server");
  g_assert_cmpuint (get_state_after_placing (model, &process, "C-NET-14", "validated", NULL), ==,
                    REDAN_STATE_ABSENT);
}

/* Without attributes that could imply it a control counts in the coverage once somebody placed it.
 */
static void
test_coverage_of_placed (void)
{
  RedanId process;
  g_autoptr (RedanModel) model = new_process (&process);
  guint32 control = redan_catalogue_find_control (fixture_catalogue, "C-IDN-10");
  double low = -1;
  double high = -1;
  States states;

  fixture_set (model, &process, "priv_level", "write");
  states_init (&states, model);
  g_assert_null (states.catalogue[control].implied_by);
  g_assert_false (redan_controls_get_coverage (states.controls, control, &low, &high));
  states_clear (&states);

  get_state_after_placing (model, &process, "C-IDN-10", "declared", NULL);
  states_init (&states, model);
  g_assert_true (redan_controls_get_coverage (states.controls, control, &low, &high));
  g_assert_cmpfloat (low, ==, 1);
  states_clear (&states);
}

static void
test_flow_has_both_ways (void)
{
  RedanId web;
  g_autoptr (RedanModel) model = new_process (&web);
  RedanId flow;
  RedanIdText web_text;
  RedanIdText flow_text;
  guint32 control = redan_catalogue_find_control (fixture_catalogue, "C-NET-10");
  States states;

  redan_id_to_text (&web, web_text);
  flow = fixture_create (model, REDAN_SECTION_FLOW, REDAN_FIELD_SOURCE, web_text,
                         REDAN_FIELD_TARGET, web_text, REDAN_FIELD_BIDIRECTIONAL, "yes", 0);
  fixture_create (model, REDAN_SECTION_MITIGATION, REDAN_FIELD_CONTROL, "C-NET-10",
                  REDAN_FIELD_TARGET, redan_id_to_text (&flow, flow_text), REDAN_FIELD_STATE,
                  "validated", 0);
  states_init (&states, model);
  g_assert_cmpuint (states.facts->n_interactions, ==, 2);
  for (guint i = 0; i < 2; i++)
    g_assert_cmpuint (
        redan_controls_get_state (states.controls, control, REDAN_CONTEXT_INTERACTION, i), ==,
        REDAN_STATE_VALIDATED);
  states_clear (&states);
}

static void
test_model_wide (void)
{
  RedanId process;
  g_autoptr (RedanModel) model = new_process (&process);
  guint32 control = redan_catalogue_find_control (fixture_catalogue, "C-DET-05");
  States states;

  fixture_create (model, REDAN_SECTION_MITIGATION, REDAN_FIELD_CONTROL, "C-DET-05",
                  REDAN_FIELD_STATE, "attested", 0);
  states_init (&states, model);
  g_assert_cmpuint (
      redan_controls_get_state (states.controls, control, REDAN_CONTEXT_MODEL, REDAN_NONE), ==,
      REDAN_STATE_ATTESTED);
  g_assert_cmpfloat_with_epsilon (
      redan_controls_get_validation (states.controls, control, REDAN_CONTEXT_MODEL, REDAN_NONE),
      0.8, 1e-12);
  states_clear (&states);
}

/* Lets every second place where the control stands fail. Returns: how many */
static guint
fail_some (const States *self, guint32 control, GArray *places)
{
  guint n_standing = 0;

  for (guint context = 0; context < REDAN_N_CONTEXTS; context++)
    for (guint i = 0; i < count_targets (self, (RedanContext) context); i++)
      {
        const RedanControlPlace place = { control, (RedanContext) context, i };

        if (redan_controls_get_state (self->controls, control, place.context, i) >=
                REDAN_STATE_DECLARED &&
            n_standing++ % 2 == 0)
          g_array_append_val (places, place);
      }
  redan_controls_set_failed (self->controls, (const RedanControlPlace *) (gpointer) places->data,
                             places->len);
  return places->len;
}

/* What fails everywhere stands nowhere; the other controls stay as they are. */
static void
test_failed_everywhere (void)
{
  guint n_failed = 0;

  for (guint32 seed = 0; seed < N_MODELS; seed++)
    {
      FixtureSize size = fixture_random_size (seed);
      g_autoptr (RedanModel) model = fixture_random_model (seed, &size, "controls");
      guint n_controls = 0;
      States states;
      States whole;

      redan_catalogue_get_controls (fixture_catalogue, &n_controls);
      states_init (&states, model);
      states_init (&whole, model);
      for (guint32 control = seed % 9; control < n_controls; control += 9)
        {
          const RedanControlPlace place = { control, REDAN_CONTEXT_MODEL, REDAN_NONE };

          redan_controls_set_failed (states.controls, &place, 1);
        }
      for (guint32 control = 0; control < n_controls; control++)
        for (guint context = 0; context < REDAN_N_CONTEXTS; context++)
          for (guint i = 0; i < count_targets (&states, (RedanContext) context); i++)
            {
              const RedanControlState before = redan_controls_get_state (
                  whole.controls, control, (RedanContext) context, i);
              const RedanControlState after = redan_controls_get_state (
                  states.controls, control, (RedanContext) context, i);

              if (control % 9 != seed % 9)
                g_assert_cmpint (after, ==, before);
              else
                g_assert_cmpint (after, <, REDAN_STATE_DECLARED);
              n_failed += before >= REDAN_STATE_DECLARED && after < REDAN_STATE_DECLARED;
            }
      states_clear (&states);
      states_clear (&whole);
    }
  g_assert_cmpuint (n_failed, >, N_MODELS);
}

/* What fails is absent there, whatever is assumed; elsewhere nothing changes; less is covered. */
static void
test_failed (void)
{
  guint n_failed = 0;

  for (guint32 seed = 0; seed < N_MODELS; seed++)
    for (guint32 control = seed % 9;; control += 9)
      {
        FixtureSize size = fixture_random_size (seed);
        g_autoptr (RedanModel) model = fixture_random_model (seed, &size, "controls");
        g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (RedanControlPlace));
        double before[2] = { 0, 0 };
        double after[2] = { 0, 0 };
        guint n = 0;
        States states;
        States plain;

        states_init (&states, model);
        states_init (&plain, model);
        if (control >= states.n_catalogue)
          {
            states_clear (&plain);
            states_clear (&states);
            break;
          }
        n_failed += fail_some (&states, control, places);
        redan_controls_set_assumed (states.controls, &control, places->len > 0);
        redan_controls_set_assumed (plain.controls, &control, places->len > 0);
        for (guint context = 0; context < REDAN_N_CONTEXTS; context++)
          for (guint i = 0; i < count_targets (&states, (RedanContext) context); i++)
            {
              const RedanControlPlace *next =
                  n < places->len ? &g_array_index (places, RedanControlPlace, n) : NULL;
              const gboolean fails =
                  next != NULL && next->context == (RedanContext) context && next->target == i;

              n += fails;
              g_assert_cmpfloat (redan_controls_get_validation (states.controls, control,
                                                                (RedanContext) context, i),
                                 ==,
                                 fails ? 0
                                       : redan_controls_get_validation (plain.controls, control,
                                                                        (RedanContext) context, i));
            }
        g_assert_cmpuint (n, ==, places->len);
        if (redan_controls_get_coverage (plain.controls, control, &before[0], &before[1]) &&
            redan_controls_get_coverage (states.controls, control, &after[0], &after[1]))
          {
            g_assert_cmpfloat (after[0], <=, before[0]);
            g_assert_cmpfloat (after[1], <=, before[1]);
          }
        states_clear (&plain);
        states_clear (&states);
      }
  g_assert_cmpuint (n_failed, >, 50);
}

/* The whole analysis: what fails never lowers the residual risk, and often raises it. */
static void
test_failed_risk (void)
{
  guint n_raised = 0;

  for (guint32 seed = 0; seed < N_MODELS; seed++)
    {
      FixtureSize size = fixture_random_size (seed);
      g_autoptr (RedanModel) model = fixture_random_model (seed, &size, "controls");
      g_autoptr (RedanSnapshot) snapshot = redan_snapshot_new (model);
      g_autoptr (RedanAnalysis) plain = fixture_analyse (model, NULL, 0);
      g_autoptr (RedanAnalysis) failing = NULL;
      g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (RedanControlPlace));
      RedanAnalysisOptions options = { .as_of = fixture_days ("2025-02-01") };
      States states;

      states_init (&states, model);
      for (guint32 control = 0; control < states.n_catalogue; control += 3)
        fail_some (&states, control, places);
      states_clear (&states);
      options.failed = (const RedanControlPlace *) (gpointer) places->data;
      options.n_failed = places->len;
      failing = redan_analysis_new (snapshot, fixture_catalogue, &options);
      g_assert_cmpuint (failing->threats->len, ==, plain->threats->len);
      g_assert_cmpint (failing->totals.residual, >=, plain->totals.residual);
      n_raised += failing->totals.residual > plain->totals.residual;
    }
  g_assert_cmpuint (n_raised, >, 10);
}

/* An assumption stands where the control applies, lowers nothing, and goes away again. */
static void
test_assumed (void)
{
  for (guint32 seed = 0; seed < N_MODELS; seed++)
    {
      FixtureSize size = fixture_random_size (seed);
      g_autoptr (RedanModel) model = fixture_random_model (seed, &size, "controls");
      guint32 control;
      States states;

      states_init (&states, model);
      control = seed * 13 % states.n_catalogue;
      for (guint context = 0; context < REDAN_N_CONTEXTS; context++)
        for (guint i = 0; i < count_targets (&states, context); i++)
          {
            RedanControlState before =
                redan_controls_get_state (states.controls, control, context, i);
            RedanControlState after;

            redan_controls_set_assumed (states.controls, &control, 1);
            after = redan_controls_get_state (states.controls, control, context, i);
            g_assert_cmpuint (after, ==,
                              redan_controls_applies (states.controls, control, context, i)
                                  ? MAX (before, REDAN_STATE_DECLARED)
                                  : before);
            redan_controls_set_assumed (states.controls, NULL, 0);
            g_assert_cmpuint (redan_controls_get_state (states.controls, control, context, i), ==,
                              before);
          }
      states_clear (&states);
    }
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  fixture_load ();
  g_test_add_func ("/controls/states/equal-single-evaluation", test_planes);
  g_test_add_func ("/controls/placement/raises-state", test_placement_raises);
  g_test_add_func ("/controls/placement/never-lowers-implied", test_placement_under_implied);
  g_test_add_func ("/controls/placement/conflicts-with-attributes", test_conflict);
  g_test_add_func ("/controls/placement/needs-a-fitting-target", test_placement_elsewhere);
  g_test_add_func ("/controls/placement/stands-on-both-ways", test_flow_has_both_ways);
  g_test_add_func ("/controls/placement/on-the-model", test_model_wide);
  g_test_add_func ("/controls/coverage/of-what-is-placed", test_coverage_of_placed);
  g_test_add_func ("/controls/assumed/stands-where-it-applies", test_assumed);
  g_test_add_func ("/controls/failed/absent-there-only", test_failed);
  g_test_add_func ("/controls/failed/everywhere", test_failed_everywhere);
  g_test_add_func ("/controls/failed/raises-risk", test_failed_risk);
  result = g_test_run ();
  fixture_unload ();

  return result;
}
