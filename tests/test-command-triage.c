/* SPDX-License-Identifier: Apache-2.0 */
/* Commands of triage: one decision on many threats, threats written down by hand, controls planned
 * and put in place. */

#include "analysis/implement-many.h"
#include "model/canonical-writer.h"
#include "model/command-triage.h"
#include "tests/analysis-fixture.h"

#define AS_OF 45687

static RedanAnalysis *
analyze (const RedanModel *model)
{
  g_autoptr (RedanSnapshot) snapshot = redan_snapshot_new (model);
  const RedanAnalysisOptions options = { .as_of = AS_OF };

  return redan_analysis_new (snapshot, fixture_catalogue, &options);
}

static char *
write_model (const RedanModel *model)
{
  g_autoptr (GBytes) bytes = redan_canonical_write (model);
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);

  return g_strndup (text, length);
}

/* Applies @edit, and checks that it can be taken back without a trace and done again. */
static void
apply (RedanModel *model, RedanEdit *edit)
{
  g_autoptr (RedanEdit) owned = edit;
  g_autoptr (RedanEdit) back = redan_edit_reverse (owned);
  g_autoptr (GError) error = NULL;
  g_autofree char *before = write_model (model);
  g_autofree char *after = NULL;

  redan_edit_apply (owned, model, &error);
  g_assert_no_error (error);
  redan_edit_apply (back, model, &error);
  g_assert_no_error (error);
  after = write_model (model);
  g_assert_cmpstr (before, ==, after);
  redan_edit_apply (owned, model, &error);
  g_assert_no_error (error);
}

/* The threats of rules on elements, at most @limit. */
static GArray *
list_names (const RedanAnalysis *analysis, guint limit)
{
  GArray *names = g_array_new (FALSE, FALSE, sizeof (RedanThreatName));

  for (guint i = 0; i < analysis->threats->len && names->len < limit; i++)
    {
      const RedanThreat *threat = &g_array_index (analysis->threats, RedanThreat, i);
      const RedanObject *object = redan_threat_get_object (analysis->facts, threat);
      RedanThreatName name = { NULL, { "" }, FALSE };

      if (threat->rule == REDAN_NONE || threat->decision_object != NULL)
        continue;
      name.rule = redan_threat_get_rule (analysis->facts, threat)->id;
      if (object != NULL)
        name.target = object->id;
      name.reverse = threat->context == REDAN_CONTEXT_INTERACTION &&
                     analysis->facts->interaction_reverse[threat->target];
      g_array_append_val (names, name);
    }
  return names;
}

static guint
count_decided (const RedanModel *model, RedanDecision decision)
{
  g_autoptr (RedanAnalysis) analysis = analyze (model);
  guint n = 0;

  for (guint i = 0; i < analysis->threats->len; i++)
    n += g_array_index (analysis->threats, RedanThreat, i).decision == decision;
  return n;
}

/* What is typed beside a decision leaves the decision as it is, whatever it is by then. */
static void
test_keep_decision (void)
{
  g_autoptr (RedanModel) model = fixture_read_example ("webshop");
  g_autoptr (RedanAnalysis) analysis = analyze (model);
  g_autoptr (GArray) names = list_names (analysis, 2);
  const RedanThreatName *list = (const RedanThreatName *) (gpointer) names->data;
  const RedanVerdict accept = { .decision = "accept", .expires = "2026-01-01" };
  const RedanVerdict note = { .owner = "Ana", .reason = "Low value" };
  const RedanVerdict forget = { .owner = "", .reason = "" };
  const RedanId first = redan_decision_id (list[0].rule, &list[0].target, list[0].reverse);
  const RedanId second = redan_decision_id (list[1].rule, &list[1].target, list[1].reverse);
  const RedanObject *object = NULL;

  apply (model, redan_command_decide_many (model, list, 1, &accept));
  apply (model, redan_command_decide_many (model, list, 2, &note));
  object = redan_model_lookup (model, &first);
  g_assert_cmpstr (redan_object_get (object, REDAN_FIELD_DECISION), ==, "accept");
  g_assert_cmpstr (redan_object_get (object, REDAN_FIELD_EXPIRES), ==, "2026-01-01");
  g_assert_cmpstr (redan_object_get (object, REDAN_FIELD_OWNER), ==, "Ana");
  object = redan_model_lookup (model, &second);
  g_assert_cmpstr (redan_object_get (object, REDAN_FIELD_DECISION), ==, "open");
  g_assert_cmpstr (redan_object_get (object, REDAN_FIELD_REASON), ==, "Low value");

  apply (model, redan_command_decide_many (model, list, 2, &forget));
  g_assert_cmpstr (redan_object_get (redan_model_lookup (model, &first), REDAN_FIELD_DECISION), ==,
                   "accept");
  g_assert_null (redan_model_lookup (model, &second));
}

static void
test_decide_many (void)
{
  g_autoptr (RedanModel) model = fixture_read_example ("webshop");
  g_autoptr (RedanAnalysis) analysis = analyze (model);
  g_autoptr (GArray) names = list_names (analysis, G_MAXUINT);
  const RedanThreatName *list = (const RedanThreatName *) (gpointer) names->data;
  const guint n_accepted = count_decided (model, REDAN_DECISION_ACCEPT);
  const guint n_decisions = redan_model_get_n (model, REDAN_SECTION_DECISION);
  const RedanVerdict accept = { "accept", "Ana", "Low value", NULL, "2026-01-01" };
  const RedanVerdict transfer = { .decision = "transfer" };
  const RedanVerdict reopen = { .decision = "open" };
  const RedanVerdict forget = { .decision = "open", .owner = "", .reason = "" };
  g_autoptr (RedanEdit) nothing = NULL;
  RedanId id;

  g_assert_cmpuint (names->len, >, 50);
  apply (model, redan_command_decide_many (model, list, names->len, &accept));
  g_assert_cmpuint (count_decided (model, REDAN_DECISION_ACCEPT), ==, n_accepted + names->len);
  id = redan_decision_id (list[0].rule, &list[0].target, list[0].reverse);
  g_assert_cmpstr (redan_object_get (redan_model_lookup (model, &id), REDAN_FIELD_EXPIRES), ==,
                   "2026-01-01");

  /* What is not said stays, but only an acceptance ends on a day. */
  apply (model, redan_command_decide_many (model, list, 5, &transfer));
  g_assert_cmpuint (count_decided (model, REDAN_DECISION_ACCEPT), ==, n_accepted + names->len - 5);
  g_assert_cmpstr (redan_object_get (redan_model_lookup (model, &id), REDAN_FIELD_OWNER), ==,
                   "Ana");
  g_assert_null (redan_object_get (redan_model_lookup (model, &id), REDAN_FIELD_EXPIRES));

  apply (model, redan_command_decide_many (model, list, names->len, &reopen));
  g_assert_cmpstr (redan_object_get (redan_model_lookup (model, &id), REDAN_FIELD_REASON), ==,
                   "Low value");
  apply (model, redan_command_decide_many (model, list, names->len, &forget));
  g_assert_null (redan_model_lookup (model, &id));
  g_assert_cmpuint (redan_model_get_n (model, REDAN_SECTION_DECISION), ==, n_decisions);
  nothing = redan_command_decide_many (model, list, names->len, &reopen);
  g_assert_cmpuint (redan_edit_get_n_changes (nothing), ==, 0);
}

static void
test_bad_verdict (void)
{
  g_autoptr (RedanModel) model = fixture_read_example ("webshop");
  g_autoptr (RedanAnalysis) analysis = analyze (model);
  g_autoptr (GArray) names = list_names (analysis, 2);
  const RedanThreatName gone = {
    NULL, names->len > 0 ? g_array_index (names, RedanThreatName, 0).target : (RedanId){ "" }, FALSE
  };
  const RedanVerdict words[] = { { .decision = "perhaps" },
                                 { .decision = "accept", .expires = "tomorrow" },
                                 { .decision = "accept", .owner = "two\nlines" } };
  g_autofree char *before = write_model (model);

  for (guint i = 0; i <= G_N_ELEMENTS (words); i++)
    {
      const RedanVerdict mitigate = { .decision = "mitigate" };
      const gboolean is_last = i == G_N_ELEMENTS (words);
      g_autoptr (RedanEdit) edit = redan_command_decide_many (
          model, is_last ? &gone : (const RedanThreatName *) (gpointer) names->data,
          is_last ? 1 : 2, is_last ? &mitigate : &words[i]);
      g_autoptr (GError) error = NULL;
      g_autofree char *after = NULL;

      g_assert_false (redan_edit_apply (edit, model, &error));
      g_assert_nonnull (error);
      after = write_model (model);
      g_assert_cmpstr (before, ==, after);
    }
}

/* Threats of people's own stand in the analysis, are decided in themselves, and go away. */
static void
test_own_threat (void)
{
  g_autoptr (RedanModel) model = fixture_read_example ("webshop");
  const RedanObject *target = redan_model_get_nth (model, REDAN_SECTION_FLOW, 0);
  const RedanThreatText text = { "<b>Couriers & co</b> are bribed", "Tampering", "high",
                                 "Seen\nonce" };
  const RedanThreatText other = { "Couriers are bribed", "", "low", "" };
  const RedanVerdict accept = { "accept", "Bo", NULL, NULL, "2025-06-30" };
  g_autoptr (RedanAnalysis) first = NULL;
  g_autoptr (RedanAnalysis) second = NULL;
  g_autofree char *title = NULL;
  const RedanThreat *threat = NULL;
  const RedanObject *object = NULL;
  RedanThreatName name = { NULL, { "" }, FALSE };
  g_autofree char *printed = NULL;
  RedanIdText id;

  apply (model, redan_command_add_threat (model, &target->id, &text, &name.target));
  printed = g_strdup_printf ("@%s", redan_id_to_text (&name.target, id));
  first = analyze (model);
  threat = redan_analysis_find (first, printed);
  g_assert_nonnull (threat);
  title = redan_threat_dup_title (first->facts, threat);
  g_assert_cmpstr (title, ==, text.title);
  g_assert_true (redan_threat_get_object (first->facts, threat) ==
                 redan_model_lookup (first->facts->snapshot->model, &target->id));
  g_assert_cmpstr (redan_threat_get_category (first->facts, threat), ==, "Tampering");

  apply (model, redan_command_change_threat (model, &name.target, &other));
  apply (model, redan_command_decide_many (model, &name, 1, &accept));
  second = analyze (model);
  g_assert_cmpint (redan_analysis_find (second, printed)->residual, <, threat->residual);
  g_assert_cmpint (redan_analysis_find (second, printed)->decision, ==, REDAN_DECISION_ACCEPT);
  object = redan_model_lookup (model, &name.target);
  g_assert_cmpstr (redan_object_get (object, REDAN_FIELD_EXPIRES), ==, "2025-06-30");
  g_assert_null (redan_object_get (object, REDAN_FIELD_DESCRIPTION));
  g_assert_null (redan_object_get (object, REDAN_FIELD_CATEGORY));
}

static RedanPlan *
make_plan (const RedanAnalysis *analysis, guint n)
{
  const RedanPlanOptions options = { .n = n, .phase = 4 };

  return redan_plan_compute (analysis->facts, analysis->threats, &options, NULL);
}

/* Planned controls change no score; a control planned twice is planned once. */
static void
test_plan (void)
{
  g_autoptr (RedanModel) model = fixture_read_example ("webshop");
  g_autoptr (RedanAnalysis) analysis = analyze (model);
  g_autoptr (RedanPlan) plan = make_plan (analysis, 3);
  const guint32 controls[] = { plan->rows[0].control, plan->rows[1].control,
                               plan->rows[2].control };
  const guint n_before = redan_model_get_n (model, REDAN_SECTION_MITIGATION);
  g_autoptr (RedanAnalysis) after = NULL;
  g_autoptr (RedanEdit) again = NULL;
  guint n_places = 0;

  apply (model, redan_controls_plan (analysis, controls, 3, &n_places));
  g_assert_cmpuint (n_places, >=, 3);
  g_assert_cmpuint (redan_model_get_n (model, REDAN_SECTION_MITIGATION), >, n_before);
  after = analyze (model);
  g_assert_cmpint (after->totals.residual, ==, analysis->totals.residual);
  again = redan_controls_plan (after, controls, 3, &n_places);
  g_assert_cmpuint (n_places, ==, 0);
  g_assert_cmpuint (redan_edit_get_n_changes (again), ==, 0);
}

/* One after another in one edit is the same as in several. */
static void
test_implement (void)
{
  g_autoptr (RedanModel) model = fixture_read_example ("webshop");
  g_autoptr (RedanModel) steps = fixture_read_example ("webshop");
  g_autoptr (RedanAnalysis) analysis = analyze (model);
  g_autoptr (RedanPlan) plan = make_plan (analysis, 4);
  guint32 controls[4];
  g_autoptr (GError) error = NULL;
  g_autofree char *together = NULL;
  g_autofree char *stepwise = NULL;
  g_autoptr (RedanAnalysis) after = NULL;
  guint n_places = 0;
  guint n_left = 0;

  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (RedanAnalysis) now = analyze (steps);

      controls[i] = plan->rows[i].control;
      apply (steps, redan_controls_implement (now, &controls[i], 1, NULL, NULL, NULL, &error));
    }
  apply (model, redan_controls_implement (analysis, controls, 4, &n_places, &n_left, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n_places, >=, 4);
  together = write_model (model);
  stepwise = write_model (steps);
  g_assert_cmpstr (together, ==, stepwise);
  after = analyze (model);
  g_assert_cmpint (after->totals.residual, <, analysis->totals.residual);
}

/* Each control takes an analysis: who waits may give up, and nothing has changed. */
static void
test_implement_cancelled (void)
{
  g_autoptr (RedanModel) model = fixture_read_example ("webshop");
  g_autoptr (RedanAnalysis) analysis = analyze (model);
  g_autoptr (RedanPlan) plan = make_plan (analysis, 2);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  const guint32 controls[] = { plan->rows[0].control, plan->rows[1].control };

  g_cancellable_cancel (cancellable);
  g_assert_null (redan_controls_implement (analysis, controls, 2, NULL, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* What stands for the model as a whole is planned once, on no object. */
static void
test_plan_for_model (void)
{
  g_autoptr (RedanModel) model = fixture_read_example ("webshop");
  g_autoptr (RedanAnalysis) analysis = analyze (model);
  const RedanControl *controls = NULL;
  guint n_controls;
  guint n_planned = 0;

  controls = redan_catalogue_get_controls (fixture_catalogue, &n_controls);
  for (guint32 i = 0; i < n_controls; i++)
    {
      const RedanId id = redan_mitigation_id (controls[i].id, NULL);
      guint n_places = 0;

      if (controls[i].applies != REDAN_APPLIES_MODEL ||
          redan_controls_get_state (analysis->controls, i, REDAN_CONTEXT_MODEL, REDAN_NONE) !=
              REDAN_STATE_ABSENT)
        continue;
      apply (model, redan_controls_plan (analysis, &i, 1, &n_places));
      g_assert_cmpuint (n_places, ==, 1);
      g_assert_cmpstr (redan_object_get (redan_model_lookup (model, &id), REDAN_FIELD_STATE), ==,
                       "planned");
      n_planned++;
    }
  g_assert_cmpuint (n_planned, >, 10);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  fixture_load ();
  g_test_add_func ("/command-triage/decide-many", test_decide_many);
  g_test_add_func ("/command-triage/keep-decision", test_keep_decision);
  g_test_add_func ("/command-triage/bad-verdict", test_bad_verdict);
  g_test_add_func ("/command-triage/own-threat", test_own_threat);
  g_test_add_func ("/command-triage/plan", test_plan);
  g_test_add_func ("/command-triage/implement-in-one", test_implement);
  g_test_add_func ("/command-triage/plan-for-model", test_plan_for_model);
  g_test_add_func ("/command-triage/implement-cancelled", test_implement_cancelled);
  status = g_test_run ();
  fixture_unload ();
  return status;
}
