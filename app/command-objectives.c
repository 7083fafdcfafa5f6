/* SPDX-License-Identifier: Apache-2.0 */
/* redan-cli objectives: states of the SEC01 objectives, the criteria behind them, the views of the
 * posture, stored assessments and waivers. */

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "analysis/objectives-questions.h"
#include "analysis/posture.h"
#include "app/changed-model.h"
#include "app/inheritance.h"
#include "app/print-blocks.h"
#include "app/waiver-change.h"
#include "ui/report/inherited.h"
#include "ui/report/posture.h"
#include "ui/report/wording.h"

#define COVERED_WIDTH 9
#define MAX_QUESTION_OBJECTS 3
#define ALL_VIEWS ((1u << REDAN_N_POSTURE_VIEWS) - 1)

typedef struct
{
  gboolean all;
  char *scope;
  char *view;
  char **fail_on;
  char *store;
  RedanWaiverChange waiver;
} Options;

typedef struct
{
  RedanSession *session;
  const RedanObjectiveScope *scope;
  const RedanObjectives *results;
  gboolean all;
} Printer;

static const char *
get_mark (const RedanCriterionResult *result)
{
  if (result->waived)
    return "w";
  switch (result->value)
    {
    case REDAN_CRITERION_TRUE:
      return "+";
    case REDAN_CRITERION_FALSE:
      return "-";
    case REDAN_CRITERION_UNKNOWN:
      return "?";
    case REDAN_CRITERION_NOT_APPLICABLE:
    default:
      return " ";
    }
}

static void
print_questions (const Printer *self, guint32 criterion)
{
  const RedanFacts *facts = self->session->analysis->facts;
  g_autoptr (GPtrArray) questions =
      redan_objectives_list_questions (self->session->analysis, self->scope, criterion);

  for (guint i = 0; i < questions->len; i++)
    {
      const RedanCriterionQuestion *question = g_ptr_array_index (questions, i);
      g_autoptr (GString) names = g_string_new (NULL);

      for (guint j = 0; j < question->targets->len && question->context != REDAN_CONTEXT_MODEL; j++)
        {
          const RedanObject *object = redan_target_get_object (
              facts, question->context, g_array_index (question->targets, guint32, j));
          g_autofree char *name =
              object == NULL ? NULL : redan_object_dup_title (facts->snapshot->model, object);
          g_autofree char *visible = name == NULL ? NULL : redan_text_make_visible (name);

          if (j < MAX_QUESTION_OBJECTS && visible != NULL)
            g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", visible);
        }
      if (question->targets->len > MAX_QUESTION_OBJECTS)
        g_string_append_printf (names,
                                ngettext (" and %u more", " and %u more",
                                          question->targets->len - MAX_QUESTION_OBJECTS),
                                question->targets->len - MAX_QUESTION_OBJECTS);
      redan_session_print (self->session, "          %s%s%s\n", question->attribute->question,
                           names->len > 0 ? " " : "", names->str);
    }
}

/* Ends the line of a criterion. */
static void
print_waiver (const Printer *self, const RedanCriterionResult *result)
{
  g_autofree char *waiver = redan_waiver_dup_text (result);

  if (waiver != NULL)
    redan_session_print (self->session, "; %s", waiver);
  redan_session_print (self->session, "\n");
}

static void
print_criteria (const Printer *self, guint objective)
{
  guint n;
  const RedanCriterion *criteria = redan_catalogue_get_criteria (self->session->catalogue, &n);

  for (guint32 i = 0; i < n; i++)
    {
      const RedanCriterionResult *result = &self->results->criteria[i];

      if (criteria[i].objective != objective ||
          (result->value == REDAN_CRITERION_NOT_APPLICABLE && result->waiver == NULL))
        continue;
      redan_session_print (self->session, "      %s %s %s%s%s%s", get_mark (result), criteria[i].id,
                           criteria[i].text, criteria[i].required ? _ (" (required)") : "",
                           result->note != NULL ? ": " : "",
                           result->note != NULL ? result->note : "");
      print_waiver (self, result);
      if (self->all && result->value == REDAN_CRITERION_UNKNOWN && !result->waived)
        print_questions (self, i);
    }
}

static void
print_objectives (const Printer *self)
{
  const RedanObjective *objectives =
      redan_catalogue_get_objectives (self->session->catalogue, NULL);
  const char *group = "";

  for (guint i = 0; i < self->results->n_objectives; i++)
    {
      const RedanObjectiveResult *result = &self->results->objectives[i];
      g_autofree char *reference = redan_objective_dup_reference (&objectives[i]);
      g_autofree char *covered = redan_coverage_dup_text (result);

      if (!g_str_equal (group, objectives[i].group))
        {
          group = objectives[i].group;
          redan_session_print (self->session, "\n%s\n", redan_objective_group_get_title (group));
        }
      redan_session_print (self->session, "  %-10s %-15s %*s%s  %s%s\n", reference,
                           redan_objective_state_get_title (result->state),
                           COVERED_WIDTH - (int) g_utf8_strlen (covered, -1), "", covered,
                           objectives[i].title,
                           result->required_failed ? _ ("  [a required criterion fails]") : "");
      if (self->all || g_str_equal (group, "bp"))
        print_criteria (self, i);
    }
}

/* Waivers that count, or those that do not, wherever their criteria stand. */
static void
print_waivers (const Printer *self, gboolean waived)
{
  const RedanCriterion *criteria = redan_catalogue_get_criteria (self->session->catalogue, NULL);
  const char *heading = waived ? _ ("Waived") : _ ("Waivers that do not count");

  for (guint i = 0; i < self->results->n_criteria; i++)
    {
      const RedanCriterionResult *result = &self->results->criteria[i];
      const char *text;
      g_autofree char *standing = NULL;
      g_autofree char *reason = NULL;

      if (result->waiver == NULL || result->waived != waived)
        continue;
      text = redan_object_get (result->waiver, REDAN_FIELD_REASON);
      standing = redan_waiver_dup_standing (result);
      reason = redan_text_make_visible (text != NULL ? text : "");
      if (heading != NULL)
        redan_session_print (self->session, "\n%s\n", heading);
      heading = NULL;
      redan_session_print (self->session, "  %-10s %s (%s)%s%s\n", criteria[i].id,
                           redan_waiver_get_title (result->waiver), standing,
                           *reason != '\0' ? ": " : "", reason);
    }
}

static void
print_views (const Printer *self, guint views)
{
  g_autofree char *scope = redan_posture_dup_scope (self->session->analysis, self->results);
  g_autoptr (GPtrArray) inherited = NULL;
  char date[11];

  redan_days_to_date (self->session->as_of, date);
  redan_session_print (self->session, "SEC01. %s\n", scope);
  if ((views >> REDAN_POSTURE_STATES & 1) != 0)
    {
      print_objectives (self);
      print_waivers (self, TRUE);
      print_waivers (self, FALSE);
    }
  inherited = redan_inherited_list (self->session->analysis->facts->snapshot->model);
  redan_session_print_inherited (self->session, self->session->analysis->facts->snapshot->model,
                                 inherited);
  redan_session_print (self->session, "\n");
  for (guint i = 0; i < REDAN_N_POSTURE_VIEWS; i++)
    {
      g_autoptr (RedanReport) report = redan_report_new ("", date);
      const RedanPosture posture = { report, self->session->analysis, self->scope, self->results,
                                     0 };

      if ((views >> i & 1) == 0 || i == REDAN_POSTURE_STATES)
        continue;
      redan_report_add_heading (report, 2, NULL, redan_posture_view_get_title (i));
      redan_posture_add (&posture, i);
      redan_session_print_blocks (self->session, report);
    }
}

/* ---- conditions of a gate ---- */

static gboolean
split_condition (const char *text,
                 char **id_out,
                 char *operator_out,
                 RedanObjectiveState *state_out)
{
  gsize length = strcspn (text, "<=");
  const char *word = text + length + 1;

  if (text[length] == '\0')
    return FALSE;
  *operator_out = text[length];
  for (guint i = 0; i <= REDAN_OBJECTIVE_UNKNOWN; i++)
    if (g_str_equal (redan_objective_state_get_word ((RedanObjectiveState) i), word))
      {
        *state_out = (RedanObjectiveState) i;
        *id_out = g_strndup (text, length);
        return TRUE;
      }

  return FALSE;
}

/* not-met < partial < met; what nobody knows is no better than not met, what does not apply never
 * fails. */
static guint
rank_state (RedanObjectiveState state)
{
  switch (state)
    {
    case REDAN_OBJECTIVE_NOT_MET:
    case REDAN_OBJECTIVE_UNKNOWN:
      return 0;
    case REDAN_OBJECTIVE_PARTIAL:
      return 1;
    default:
      return 2;
    }
}

/* Returns the exit status; an unknown objective or state is wrong use. */
static int
check_conditions (const Printer *self, char **conditions)
{
  int status = REDAN_EXIT_DONE;

  for (guint i = 0; conditions != NULL && conditions[i] != NULL; i++)
    {
      g_autofree char *id = NULL;
      RedanObjectiveState state;
      RedanObjectiveState found;
      guint32 objective = REDAN_NONE;
      char operator;

      if (split_condition (conditions[i], &id, &operator, & state))
        objective = redan_catalogue_find_objective (self->session->catalogue, id);
      if (objective == REDAN_NONE)
        {
          redan_complain (
              _ ("--fail-on %s is no condition; write it as \"BP02<met\" or "
                 "\"BP02=unknown\", with met, partial, not-met, not-applicable or unknown"),
              conditions[i]);
          return REDAN_EXIT_WRONG;
        }
      found = self->results->objectives[objective].state;
      if (operator== '=' ? found != state : rank_state (found) >= rank_state (state))
        continue;
      redan_complain (_ ("%s is %s (--fail-on %s)"), id, redan_objective_state_get_word (found),
                      conditions[i]);
      status = REDAN_EXIT_FOUND;
    }

  return status;
}

/* ---- stored assessments ---- */

static gboolean
store_assessment (const Printer *self, const char *name, const char *path)
{
  RedanModel *model = self->session->opened->model;
  g_autoptr (RedanEdit) edit = redan_edit_new (model, _ ("Store an assessment"));
  g_autoptr (GPtrArray) metrics = redan_metrics_list (self->session->analysis, self->results);
  RedanId id = redan_edit_create (edit, REDAN_SECTION_ASSESSMENT, NULL);
  char date[11];

  redan_days_to_date (self->session->as_of, date);
  redan_edit_set (edit, &id, REDAN_FIELD_NAME, NULL, name);
  redan_edit_set (edit, &id, REDAN_FIELD_DATE, NULL, date);
  for (guint i = 0; i < metrics->len; i++)
    {
      const RedanMetric *metric = g_ptr_array_index (metrics, i);

      redan_edit_set (edit, &id, REDAN_FIELD_METRIC, metric->name, metric->value);
    }
  return redan_changed_model_write (self->session, edit, path);
}

/* ---- waivers ---- */

/* What came of a waiver, or of taking it back: the criterion and its objective. */
static void
print_change (const Printer *self, const char *id)
{
  guint32 index = redan_catalogue_find_criterion (self->session->catalogue, id);
  const RedanCriterion *criterion;
  const RedanObjectiveResult *objective;
  g_autofree char *reference = NULL;
  g_autofree char *covered = NULL;

  if (index == REDAN_NONE)
    return;
  criterion = &redan_catalogue_get_criteria (self->session->catalogue, NULL)[index];
  objective = &self->results->objectives[criterion->objective];
  reference = redan_objective_dup_reference (
      &redan_catalogue_get_objectives (self->session->catalogue, NULL)[criterion->objective]);
  covered = redan_coverage_dup_text (objective);
  redan_session_print (self->session, "%s %s: %s", id, criterion->text,
                       redan_criterion_value_get_title (self->results->criteria[index].value));
  print_waiver (self, &self->results->criteria[index]);
  redan_session_print (self->session, "%s: %s, %s\n", reference,
                       redan_objective_state_get_title (objective->state), covered);
}

/* Waivers are changed first: what follows judges the model as it then is. */
static gboolean
open_model (RedanSession *session, const Options *options)
{
  if (redan_waiver_change_get_criterion (&options->waiver) == NULL)
    return redan_session_analyze (session, session->arguments[0]);
  if (!redan_changed_model_check_json (session, session->arguments[1]) ||
      !redan_session_open (session, session->arguments[0]) ||
      !redan_waiver_change_apply (&options->waiver, session, session->arguments[1]))
    return FALSE;
  redan_session_analyze_opened (session);
  return TRUE;
}

/* Which options go together. */
static gboolean
check_options (const RedanSession *session, const Options *options)
{
  gboolean waives = redan_waiver_change_get_criterion (&options->waiver) != NULL;

  if (!redan_waiver_change_check (&options->waiver, session))
    return FALSE;
  if (waives && (options->store != NULL || options->view != NULL || options->all))
    {
      redan_complain (_ ("--waive and --take-back go without --all, --view and --store"));
      return FALSE;
    }
  if (!waives && (options->store == NULL) != (session->arguments[1] == NULL))
    {
      redan_complain (_ ("--store NAME goes with an output: redan-cli objectives --store NAME FILE "
                         "OUT.redan"));
      return FALSE;
    }
  return TRUE;
}

static gboolean
find_views (const Options *options, gboolean json, guint *views_out)
{
  g_autoptr (GString) known = g_string_new ("all");
  RedanPostureView view;

  *views_out = json ? ALL_VIEWS : 1u << REDAN_POSTURE_STATES;
  if (options->view == NULL)
    return TRUE;
  *views_out = ALL_VIEWS;
  if (g_str_equal (options->view, "all"))
    return TRUE;
  if (redan_posture_view_from_word (options->view, &view))
    {
      *views_out = 1u << view;
      return TRUE;
    }
  for (guint i = 0; i < REDAN_N_POSTURE_VIEWS; i++)
    g_string_append_printf (known, ", %s", redan_posture_view_get_word (i));
  redan_complain (_ ("there is no view \"%s\"; choose one of: %s"), options->view, known->str);
  return FALSE;
}

/* Everything after the options are read. */
static int
run (RedanSession *session, const Options *options)
{
  g_autoptr (RedanObjectiveScope) scope = NULL;
  g_autoptr (RedanObjectives) results = NULL;
  g_autoptr (GError) error = NULL;
  Printer printer = { .session = session, .all = options->all };
  guint views;
  int status;

  if (!check_options (session, options) || !find_views (options, session->json, &views) ||
      !open_model (session, options))
    return REDAN_EXIT_WRONG;
  if (options->scope != NULL)
    {
      scope = redan_objective_scope_parse (session->analysis->facts, options->scope, &error);
      if (scope == NULL)
        {
          redan_complain ("--scope: %s", error->message);
          return REDAN_EXIT_WRONG;
        }
    }

  results =
      redan_objectives_evaluate_scope (session->analysis->facts, session->analysis->controls,
                                       session->analysis->graph, session->analysis->threats, scope);
  printer.scope = scope;
  printer.results = results;
  status = check_conditions (&printer, options->fail_on);
  if (status == REDAN_EXIT_WRONG)
    return status;
  if (session->json)
    redan_rows_objectives_json (session->analysis, scope, results, views, redan_session_write,
                                session);
  else if (redan_waiver_change_get_criterion (&options->waiver) != NULL)
    print_change (&printer, redan_waiver_change_get_criterion (&options->waiver));
  else
    print_views (&printer, views);
  if (options->store != NULL && !store_assessment (&printer, options->store, session->arguments[1]))
    return REDAN_EXIT_WRONG;

  return status;
}

int
redan_command_objectives (int argc, char **argv)
{
  Options options = { 0 };
  RedanSession session;
  int status = REDAN_EXIT_WRONG;
  const GOptionEntry entries[] = {
    { "all", 'a', 0, G_OPTION_ARG_NONE, &options.all,
      N_ ("Criteria of every objective, and the question behind each unknown one"), NULL },
    { "scope", 's', 0, G_OPTION_ARG_STRING, &options.scope,
      N_ ("Judge only ou=NAME, purpose=WORD, workload=NAME or environment=WORD"), N_ ("SCOPE") },
    { "view", 'v', 0, G_OPTION_ARG_STRING, &options.view,
      N_ ("states, matrix, maturity, roadmap, duties, traceability, accounts, depth, services, "
          "review or all"),
      N_ ("VIEW") },
    { "fail-on", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.fail_on,
      N_ ("Exit with 1 when an objective is below a state, as in BP02<met"), N_ ("CONDITION") },
    { "store", 0, 0, G_OPTION_ARG_STRING, &options.store,
      N_ ("Store the figures as an assessment in OUT.redan"), N_ ("NAME") },
    { "waive", 0, 0, G_OPTION_ARG_STRING, &options.waiver.waive,
      N_ ("Waive a criterion, in FILE or OUT.redan"), N_ ("CRITERION") },
    { "take-back", 0, 0, G_OPTION_ARG_STRING, &options.waiver.take_back,
      N_ ("Take the waiver of a criterion back"), N_ ("CRITERION") },
    { "kind", 0, 0, G_OPTION_ARG_STRING, &options.waiver.kind,
      N_ ("Of a waiver: not-applicable, compensating, exception or inherited"), N_ ("WORD") },
    { "owner", 0, 0, G_OPTION_ARG_STRING, &options.waiver.owner,
      N_ ("Of a waiver: who answers for it"), N_ ("NAME") },
    { "reason", 0, 0, G_OPTION_ARG_STRING, &options.waiver.reason, N_ ("Of a waiver: why"),
      N_ ("TEXT") },
    { "expires", 0, 0, G_OPTION_ARG_STRING, &options.waiver.expires,
      N_ ("Of a waiver: its last day, as 2026-01-31"), N_ ("DATE") },
    { "evidence", 0, 0, G_OPTION_ARG_STRING, &options.waiver.evidence,
      N_ ("Of a waiver: where the evidence lies"), N_ ("TEXT") },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };

  if (redan_session_parse (&session, "objectives",
                           REDAN_OPTION_JSON | REDAN_OPTION_AS_OF | REDAN_OPTION_DATA |
                               REDAN_OPTION_FROM,
                           entries, argc, argv, 1, 2))
    status = run (&session, &options);
  g_free (options.scope);
  g_free (options.view);
  g_strfreev (options.fail_on);
  g_free (options.store);
  redan_waiver_change_clear (&options.waiver);
  return redan_session_finish (&session, status);
}
