/* SPDX-License-Identifier: Apache-2.0 */
/* redan-cli plan: which controls lower the residual risk most for their effort, with the objectives
 * they serve; and the model with the first of them put in place. */

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "analysis/implement.h"
#include "app/inheritance.h"
#include "app/changed-model.h"
#include "app/plan-attacks.h"
#include "app/listing-output.h"
#include "ui/report/change-words.h"
#include "ui/report/rows-plan.h"
#include "ui/report/wording.h"

#define MAX_NAMES 3 /* places named for each reason in the text; JSON has all */

/* @reduction: foretold; @places, @reasons: where it could not be put in place, and why */
typedef struct
{
  const RedanControl *control;
  double effort;
  double reduction;
  gint64 before;
  gint64 after;
  guint n_places;
  GPtrArray *places;
  GPtrArray *reasons;
} Step;

/* The options of the command line. */
typedef struct
{
  int n;
  int phase;
  int time_ms;
  double budget;
  int n_apply; /* -1: only print */
  char *format;
  RedanListingOption form;
  char *profile;
  char *name;
  char *description;
} PlanOptions;

/* @tried: by control, whether it was put in place as far as it goes; those with places left would
 * come up again. */
typedef struct
{
  RedanSession *session;
  const PlanOptions *options;
  guint8 *tried;
  guint n_unfinished;
  double unfinished_effort;
  double spent;
  gint64 deadline;
  GArray *steps;
  gboolean out_of_time;
} Apply;

static char *
join_objectives (const RedanCatalogue *catalogue, const RedanControl *control)
{
  const RedanObjective *objectives = redan_catalogue_get_objectives (catalogue, NULL);
  GString *joined = g_string_new (NULL);

  for (guint i = 0; i < control->n_objectives; i++)
    {
      g_autofree char *reference =
          redan_objective_dup_reference (&objectives[control->objectives[i]]);

      g_string_append_printf (joined, "%s%s", i > 0 ? " " : "", reference);
    }
  return g_string_free (joined, FALSE);
}

static void
print_plan (RedanSession *session, const RedanPlan *plan)
{
  const RedanControl *controls = redan_catalogue_get_controls (session->catalogue, NULL);

  redan_session_print (session, _ ("Residual risk now: %.1f\n\n"), plan->base);
  redan_session_print (session, "%3s  %-9s %-46s %6s %9s %9s  %s\n", "", _ ("control"), _ ("title"),
                       _ ("effort"), _ ("reduction"), _ ("remaining"), _ ("objectives"));
  for (guint i = 0; i < plan->n_rows; i++)
    {
      const RedanPlanRow *row = &plan->rows[i];
      const RedanControl *control = &controls[row->control];
      g_autofree char *objectives = join_objectives (session->catalogue, control);
      char effort[32];

      redan_session_print (session, "%3u  %-9s %-46s %6s %9.1f %9.1f  %s\n", i + 1, control->id,
                           control->title, redan_effort_format (row->effort, effort),
                           row->reduction, row->remaining, objectives);
    }
  if (plan->n_rows == 0)
    redan_session_print (
        session,
        _ ("No control of the catalogue lowers the residual risk of this model any further.\n"));
}

static void
print_changes (RedanSession *session, const GPtrArray *changes)
{
  if (changes->len > 0)
    redan_session_print (session, "\n%s\n",
                         _ ("Beside controls, each by itself; nothing applies these for you:"));
  for (guint i = 0; i < changes->len; i++)
    {
      const RedanPlanChange *change = g_ptr_array_index (changes, i);
      g_autofree char *title = redan_change_dup_title (session->analysis, change);
      g_autofree char *loss = redan_change_dup_loss (session->analysis, change);
      char effort[32];

      redan_session_print (session, "  %-59s %6s %9.1f  %s\n", title,
                           redan_effort_format (change->effort, effort), change->reduction, loss);
    }
}

static void
print_time (RedanSession *session, gboolean out_of_time)
{
  if (out_of_time)
    redan_session_print (
        session, _ ("The time budget was used up; more rows may exist (--time 0 for no limit).\n"));
}

static void
clear_step (gpointer data)
{
  Step *step = data;

  g_ptr_array_unref (step->places);
  g_ptr_array_unref (step->reasons);
}

/* The next row of the plan that was not tried. What was left out before counts as done in the
 * search for it. Returns whether there is one. */
static gboolean
find_next (Apply *self, RedanPlanRow *row_out)
{
  const RedanAnalysis *analysis = self->session->analysis;
  RedanPlanOptions options = { .n = self->n_unfinished + 1, .phase = (guint) self->options->phase };
  g_autoptr (RedanPlan) plan = NULL;
  double rest = self->options->budget - self->spent;

  if (self->options->budget > 0 && rest <= 0)
    return FALSE;
  if (self->options->budget > 0)
    options.budget = rest + self->unfinished_effort;
  if (self->options->time_ms > 0)
    {
      gint64 left_ms = (self->deadline - g_get_monotonic_time ()) / 1000;

      self->out_of_time = left_ms <= 0;
      if (self->out_of_time)
        return FALSE;
      options.time_ms = (guint) left_ms;
    }

  plan = redan_plan_compute (analysis->facts, analysis->threats, &options, NULL);
  self->out_of_time |= plan->out_of_time;
  for (guint i = 0; i < plan->n_rows; i++)
    if (!self->tried[plan->rows[i].control] &&
        (self->options->budget == 0 || plan->rows[i].effort <= rest))
      {
        *row_out = plan->rows[i];
        return TRUE;
      }

  return FALSE;
}

static void
note_left_out (const RedanAnalysis *analysis, const GPtrArray *left_out, Step *step)
{
  for (guint i = 0; i < left_out->len; i++)
    {
      const RedanLeftOut *left = g_ptr_array_index (left_out, i);
      const RedanObject *object =
          redan_target_get_object (analysis->facts, left->context, left->target);

      g_ptr_array_add (step->places, object != NULL ? redan_object_dup_title (
                                                          analysis->facts->snapshot->model, object)
                                                    : g_strdup (_ ("the model")));
      g_ptr_array_add (step->reasons, g_strdup (left->reason));
    }
}

static gboolean
apply_row (Apply *self, const RedanPlanRow *row, GError **error)
{
  RedanSession *session = self->session;
  g_autoptr (GPtrArray) left_out = NULL;
  Step step = { .control = &redan_catalogue_get_controls (session->catalogue, NULL)[row->control],
                .effort = row->effort,
                .reduction = row->reduction,
                .before = session->analysis->totals.residual,
                .places = g_ptr_array_new_with_free_func (g_free),
                .reasons = g_ptr_array_new_with_free_func (g_free) };
  g_autoptr (RedanEdit) edit =
      redan_control_implement (session->analysis, row->control, &step.n_places, &left_out);
  gboolean applied = TRUE;

  note_left_out (session->analysis, left_out, &step);
  self->tried[row->control] = TRUE;
  if (left_out->len > 0)
    {
      self->n_unfinished++;
      self->unfinished_effort += row->effort;
    }
  if (step.n_places > 0)
    {
      self->spent += row->effort;
      applied = redan_session_apply (session, edit, error);
      if (applied)
        redan_session_analyze_opened (session);
    }
  step.after = session->analysis->totals.residual;
  g_array_append_val (self->steps, step);

  return applied;
}

static gboolean
name_result (const Apply *self, GError **error)
{
  RedanModel *model = self->session->opened->model;
  RedanId meta = redan_meta_id ();
  g_autoptr (RedanEdit) edit = redan_edit_new (model, _ ("Name the model"));

  if (self->options->name != NULL)
    redan_edit_set (edit, &meta, REDAN_FIELD_NAME, NULL, self->options->name);
  if (self->options->description != NULL)
    redan_edit_set (edit, &meta, REDAN_FIELD_DESCRIPTION, NULL, self->options->description);
  return redan_edit_apply (edit, model, error);
}

/* One line for each reason, with the first places. */
static void
append_left_out (GString *text, const Step *step)
{
  for (guint i = 0; i < step->reasons->len; i++)
    {
      const char *reason = g_ptr_array_index (step->reasons, i);
      guint n = 0;

      for (guint j = 0; j < i && n == 0; j++)
        n = g_str_equal (g_ptr_array_index (step->reasons, j), reason);
      if (n > 0)
        continue;

      g_string_append (text, "       ");
      for (guint j = i; j < step->reasons->len; j++)
        if (g_str_equal (g_ptr_array_index (step->reasons, j), reason) && n++ < MAX_NAMES)
          {
            g_autofree char *place = redan_text_make_visible (g_ptr_array_index (step->places, j));

            g_string_append_printf (text, "%s%s", n > 1 ? ", " : "", place);
          }
      if (n > MAX_NAMES)
        g_string_append_printf (text, ngettext (" and %u more", " and %u more", n - MAX_NAMES),
                                n - MAX_NAMES);
      g_string_append_printf (text, ": %s\n", reason);
    }
}

static char *
dup_text (const Apply *self, gint64 base)
{
  GString *text = g_string_new (NULL);
  guint n = 0;
  gint64 now = self->session->analysis->totals.residual;

  g_string_append_printf (text, _ ("Residual risk before: %.1f\n\n"), (double) base / 1000);
  g_string_append_printf (text, "%3s  %-9s %-46s %6s %6s %9s %9s %9s\n", "", _ ("control"),
                          _ ("title"), _ ("places"), _ ("left"), _ ("foretold"), _ ("reduction"),
                          _ ("remaining"));
  for (guint i = 0; i < self->steps->len; i++)
    {
      const Step *step = &g_array_index (self->steps, Step, i);
      g_autofree char *number = step->n_places > 0 ? g_strdup_printf ("%u", ++n) : g_strdup ("-");

      g_string_append_printf (
          text, "%3s  %-9s %-46s %6u %6u %9.1f %9.1f %9.1f\n", number, step->control->id,
          step->control->title, step->n_places, step->places->len, step->reduction,
          (double) (step->before - step->after) / 1000, (double) step->after / 1000);
      append_left_out (text, step);
    }
  g_string_append_printf (text,
                          ngettext ("\nResidual risk with %u control put in place: %.1f\n",
                                    "\nResidual risk with %u controls put in place: %.1f\n", n),
                          n, (double) now / 1000);
  if (self->out_of_time)
    g_string_append (
        text, _ ("The time budget was used up; more rows may exist (--time 0 for no limit).\n"));

  return g_string_free (text, FALSE);
}

static void
write_json (const Apply *self, gint64 base)
{
  RedanJson json;

  redan_json_init (&json, redan_session_write, self->session);
  redan_json_begin_object (&json, NULL);
  redan_json_decimal (&json, "residual_before", (double) base / 1000, 1);
  redan_json_decimal (&json, "residual", (double) self->session->analysis->totals.residual / 1000,
                      1);
  redan_json_boolean (&json, "out_of_time", self->out_of_time);
  redan_json_begin_array (&json, "applied");
  for (guint i = 0; i < self->steps->len; i++)
    {
      const Step *step = &g_array_index (self->steps, Step, i);

      redan_json_begin_object (&json, NULL);
      redan_json_string (&json, "control", step->control->id);
      redan_json_string (&json, "title", step->control->title);
      redan_json_decimal (&json, "effort", step->effort, 1);
      redan_json_decimal (&json, "foretold", step->reduction, 1);
      redan_json_decimal (&json, "reduction", (double) (step->before - step->after) / 1000, 1);
      redan_json_decimal (&json, "remaining", (double) step->after / 1000, 1);
      redan_json_integer (&json, "places", step->n_places);
      redan_json_begin_array (&json, "left_out");
      for (guint j = 0; j < step->places->len; j++)
        {
          redan_json_begin_object (&json, NULL);
          redan_json_string (&json, "place", g_ptr_array_index (step->places, j));
          redan_json_string (&json, "reason", g_ptr_array_index (step->reasons, j));
          redan_json_end_object (&json);
        }
      redan_json_end_array (&json);
      redan_json_end_object (&json);
    }
  redan_json_end_array (&json);
  redan_json_end_object (&json);
  redan_json_finish (&json);
}

/* Puts rows of the plan in place one after another, analyses after each, and writes the model. */
static gboolean
apply_plan (RedanSession *session, const PlanOptions *options, GError **error)
{
  gint64 base = session->analysis->totals.residual;
  const char *path = session->arguments[1];
  guint n_controls;
  g_autoptr (GArray) steps = g_array_new (FALSE, FALSE, sizeof (Step));
  g_autofree guint8 *tried = NULL;
  g_autofree char *text = NULL;
  Apply self = { .session = session, .options = options, .steps = steps };
  RedanPlanRow row;
  int n = 0;

  redan_catalogue_get_controls (session->catalogue, &n_controls);
  self.tried = tried = g_new0 (guint8, n_controls + 1);
  self.deadline = g_get_monotonic_time () + (gint64) options->time_ms * 1000;
  g_array_set_clear_func (steps, clear_step);
  while (n < options->n_apply && find_next (&self, &row))
    {
      if (!apply_row (&self, &row, error))
        return FALSE;
      n += g_array_index (steps, Step, steps->len - 1).n_places > 0;
    }
  if (!name_result (&self, error) ||
      !redan_session_replace (session, session->opened->model, path, error))
    return FALSE;

  text = dup_text (&self, base);
  if (session->json)
    write_json (&self, base);
  else
    redan_changed_model_print (session, path, text);
  redan_session_print_losses (session);

  return TRUE;
}

/* Returns: FALSE after a message */
static gboolean
show_plan (RedanSession *session, const PlanOptions *options)
{
  const RedanPlanOptions plan_options = {
    .n = (guint) options->n,
    .phase = (guint) options->phase,
    .budget = options->budget,
    .time_ms = (guint) options->time_ms,
  };
  const RedanPlanAttacksOptions attack_options = { options->budget, (guint) options->n,
                                                   (guint) options->phase, (guint) options->time_ms,
                                                   options->profile };
  g_autoptr (RedanPlan) plan = redan_plan_compute (session->analysis->facts,
                                                   session->analysis->threats, &plan_options, NULL);
  gboolean out_of_time;
  g_autoptr (GPtrArray) changes = redan_plan_changes_list (
      session->analysis, plan_options.n, plan_options.time_ms, NULL, &out_of_time);
  g_autoptr (RedanPlanAttacks) attacks = NULL;
  RedanJson json;

  plan->out_of_time |= out_of_time;
  if (options->budget > 0)
    {
      attacks = redan_plan_attacks_new (session, &attack_options);
      if (attacks == NULL)
        return FALSE;
    }
  if (!options->form.as_text && !options->form.as_json)
    {
      redan_listing_show (session, redan_listing_of_plan (session->analysis, plan, changes),
                          options->form.form);
      return TRUE;
    }
  if (!session->json)
    {
      print_plan (session, plan);
      print_changes (session, changes);
      if (attacks != NULL)
        redan_plan_attacks_print (attacks);
      print_time (session, plan->out_of_time);
      return TRUE;
    }

  redan_json_init (&json, redan_session_write, session);
  redan_json_begin_object (&json, NULL);
  redan_rows_write_plan (&json, session->analysis, plan);
  redan_rows_write_changes (&json, session->analysis, changes);
  if (attacks != NULL)
    redan_plan_attacks_write (attacks, &json);
  redan_json_end_object (&json);
  redan_json_finish (&json);

  return TRUE;
}

/* Returns: %NULL, or what is wrong with the options */
static const char *
check_options (const RedanSession *session, const PlanOptions *options)
{
  guint n_arguments = g_strv_length (session->arguments);

  if (options->n < 1 || options->n > 1000 || options->phase < 1 || options->phase > 4 ||
      options->time_ms < 0 || !(options->budget >= 0 && options->budget <= 1e9))
    return _ ("plan takes 1 to 1000 controls, phase 1 to 4, a budget from 0, a time from 0");
  if (options->n_apply != -1 && (options->n_apply < 1 || options->n_apply > 1000))
    return _ ("plan --apply takes 1 to 1000 controls");
  if (options->n_apply != -1 && n_arguments != 2)
    return _ ("plan --apply writes the changed model; give the file to write: FILE OUT.redan");
  if (options->n_apply == -1 && n_arguments != 1)
    return _ ("plan takes one file; to write the model with controls put in place, add --apply N");
  if (options->profile != NULL && (options->budget == 0 || options->n_apply != -1))
    return _ ("--profile is for the plan against attacks, which takes a --budget and no --apply");
  if (options->n_apply == -1 && (options->name != NULL || options->description != NULL))
    return _ ("--name and --description are for the model that --apply writes");
  if (options->n_apply != -1 && !options->form.as_text && !options->form.as_json)
    return _ ("--format is for the plan; --apply takes none but json");
  if (options->budget > 0 && !options->form.as_text && !options->form.as_json)
    return _ ("the plan against attacks, which --budget adds, comes as text or json only");
  if (session->json && n_arguments == 2 && g_str_equal (session->arguments[1], "-"))
    return _ ("--json writes what was done to standard output; give the model a file name");

  return NULL;
}

static gboolean
run (RedanSession *session, const PlanOptions *options)
{
  const char *wrong = check_options (session, options);
  g_autoptr (GError) error = NULL;

  if (wrong != NULL)
    {
      redan_complain ("%s", wrong);
      return FALSE;
    }
  if (!redan_session_analyze (session, session->arguments[0]))
    return FALSE;

  if (options->n_apply == -1)
    return show_plan (session, options);
  if (!apply_plan (session, options, &error))
    {
      redan_complain ("%s", error->message);
      return FALSE;
    }

  return TRUE;
}

int
redan_command_plan (int argc, char **argv)
{
  PlanOptions options = { .n = 10, .phase = 4, .time_ms = 2000, .n_apply = -1 };
  RedanSession session;
  const GOptionEntry entries[] = {
    { "number", 'n', 0, G_OPTION_ARG_INT, &options.n, N_ ("At most so many controls (10)"),
      N_ ("N") },
    { "phase", 0, 0, G_OPTION_ARG_INT, &options.phase,
      N_ ("Only controls up to this phase of the roadmap, 1 to 4 (4)"), N_ ("PHASE") },
    { "budget", 0, 0, G_OPTION_ARG_DOUBLE, &options.budget,
      N_ ("Effort points to spend (no limit); also tells how to spend them best against attacks"),
      N_ ("POINTS") },
    { "profile", 0, 0, G_OPTION_ARG_STRING, &options.profile,
      N_ ("With --budget: attacks by this attacker only (all, by their weight)"), N_ ("PROFILE") },
    { "time", 0, 0, G_OPTION_ARG_INT, &options.time_ms,
      N_ ("Time budget in milliseconds, 0 for none (2000)"), N_ ("MS") },
    { "format", 0, 0, G_OPTION_ARG_STRING, &options.format,
      N_ ("text, json, csv, markdown, html, sarif, jira, github or gitlab (text)"), N_ ("FORMAT") },
    { "apply", 0, 0, G_OPTION_ARG_INT, &options.n_apply,
      N_ ("Put so many controls in place, one after another, and write the model to OUT.redan"),
      N_ ("N") },
    { "name", 0, 0, G_OPTION_ARG_STRING, &options.name,
      N_ ("With --apply: name of the written model"), N_ ("TEXT") },
    { "description", 0, 0, G_OPTION_ARG_STRING, &options.description,
      N_ ("With --apply: description of the written model"), N_ ("TEXT") },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };
  gboolean done = redan_session_parse (&session, "plan",
                                       REDAN_OPTION_JSON | REDAN_OPTION_AS_OF | REDAN_OPTION_DATA |
                                           REDAN_OPTION_FROM,
                                       entries, argc, argv, 1, 2) &&
                  redan_listing_option_read (&session, options.format, FALSE, &options.form) &&
                  run (&session, &options);

  g_free (options.format);
  g_free (options.profile);
  g_free (options.name);
  g_free (options.description);
  return redan_session_finish (&session, done ? REDAN_EXIT_DONE : REDAN_EXIT_WRONG);
}
