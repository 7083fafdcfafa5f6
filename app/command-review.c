/* SPDX-License-Identifier: Apache-2.0 */
/* redan-cli review: what a review of a model has to look at, and signing it afterwards. */

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/changed-model.h"
#include "app/comparison.h"
#include "app/print-blocks.h"
#include "app/reviewed-revision.h"
#include "ui/report/agenda-words.h"
#include "ui/report/wording.h"

typedef struct
{
  char *against;
  char *sign;
  char *output;
} ReviewOptions;

/* ---- signing ---- */

static gboolean
check_name (const char *name)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (name));

  if (*trimmed != '\0' && redan_text_is_line (name, 200))
    return TRUE;
  redan_complain (_ ("--sign: the name of a person is expected, on one line, at most 200 bytes"));
  return FALSE;
}

/* Returns: (transfer full): a line about threats that nobody decided about, or "" */
static char *
dup_undecided (const RedanSession *session, const char *path)
{
  const RedanAnalysis *analysis = session->analysis;
  g_autofree char *visible = redan_text_make_visible (path);
  guint n[REDAN_N_BANDS] = { 0 };

  for (guint i = 0; i < analysis->threats->len; i++)
    {
      const RedanThreat *threat = &g_array_index (analysis->threats, RedanThreat, i);

      n[redan_threat_get_band (analysis, threat)] += !redan_threat_is_decided (threat);
    }
  if (n[REDAN_BAND_CRITICAL] + n[REDAN_BAND_HIGH] == 0)
    return g_strdup ("");

  return g_strdup_printf (_ ("Signed with threats that nobody decided about: %u critical, %u high; "
                             "redan-cli review %s lists them\n"),
                          n[REDAN_BAND_CRITICAL], n[REDAN_BAND_HIGH], visible);
}

static int
sign (RedanSession *session, const ReviewOptions *options)
{
  const RedanModel *model = session->opened->model;
  const guint n_conflicts = redan_model_get_n (model, REDAN_SECTION_CONFLICT);
  g_autoptr (GError) error = NULL;
  g_autoptr (RedanEdit) edit = NULL;
  g_autofree char *text = NULL;
  g_autofree char *undecided = NULL;
  const RedanId meta = redan_meta_id ();
  char date[11];
  guint n;

  if (n_conflicts > 0)
    {
      redan_complain (
          ngettext ("%s: %u conflict of a merge is open; resolve it before you sign",
                    "%s: %u conflicts of a merge are open; resolve them before you sign",
                    n_conflicts),
          session->arguments[0], n_conflicts);
      return REDAN_EXIT_WRONG;
    }
  undecided =
      dup_undecided (session, options->output != NULL ? options->output : session->arguments[0]);
  edit = redan_assessment_sign (session->analysis, options->sign, &error);
  if (edit == NULL)
    {
      redan_complain ("%s", error->message);
      return REDAN_EXIT_WRONG;
    }
  if (session->inheritance != NULL)
    redan_edit_set (edit, &meta, REDAN_FIELD_ORGANIZATION_HASH, NULL, session->inheritance->hash);
  if (!redan_changed_model_write (session, edit, options->output))
    return REDAN_EXIT_WRONG;
  n = redan_model_get_n (model, REDAN_SECTION_ELEMENT) +
      redan_model_get_n (model, REDAN_SECTION_FLOW) +
      redan_model_get_n (model, REDAN_SECTION_BOUNDARY);
  redan_days_to_date (session->as_of, date);
  text = g_strdup_printf (
      ngettext ("Signed on %s by %s: %u object\n%s", "Signed on %s by %s: %u objects\n%s", n), date,
      options->sign, n, undecided);
  redan_changed_model_print (session, options->output, text);
  return REDAN_EXIT_DONE;
}

/* ---- the agenda ---- */

/* The model as it was: as --against says, else where git has the last signature. Returns: %FALSE
 * after a message */
static gboolean
load_reviewed (RedanSession *session,
               const ReviewOptions *options,
               RedanModel **model_out,
               char **revision_out)
{
  const char *path = session->arguments[0];

  if (options->against != NULL)
    *revision_out = g_strdup (options->against);
  else if (!g_str_equal (path, "-"))
    *revision_out = redan_find_reviewed_revision (
        path, redan_assessment_find_last (session->opened->model, session->as_of));
  if (*revision_out == NULL)
    return TRUE;
  *model_out = redan_load_model (session, *revision_out, path);
  return *model_out != NULL;
}

static int
show (RedanSession *session, const ReviewOptions *options)
{
  g_autoptr (RedanModel) model = NULL;
  g_autofree char *revision = NULL;
  g_autoptr (RedanAnalysis) reviewed = NULL;
  g_autoptr (RedanDifference) difference = NULL;
  g_autoptr (RedanAgenda) agenda = NULL;
  RedanAgendaView view = { .analysis = session->analysis };

  if (!load_reviewed (session, options, &model, &revision))
    return REDAN_EXIT_WRONG;
  if (model != NULL)
    {
      reviewed = redan_analyze_loaded (session, model, revision, session->arguments[0]);
      if (reviewed == NULL)
        return REDAN_EXIT_WRONG;
      difference = redan_difference_new (model, session->opened->model);
    }
  agenda = redan_agenda_new (reviewed, session->analysis);
  view.agenda = agenda;
  view.reviewed = reviewed;
  view.difference = difference;
  view.revision = revision;
  if (session->json)
    redan_agenda_write_json (&view, redan_session_write, session);
  else
    {
      g_autoptr (RedanReport) report = redan_report_new ("", "");

      redan_agenda_add_blocks (&view, report);
      redan_session_print_blocks (session, report);
    }
  return REDAN_EXIT_DONE;
}

static gboolean
check_options (const RedanSession *session, const ReviewOptions *options)
{
  if (options->sign == NULL && options->output == NULL)
    return TRUE;
  if (options->sign == NULL)
    redan_complain (_ ("--output goes with --sign"));
  else if (options->against != NULL)
    redan_complain (_ ("--against is for the agenda; sign in a second call"));
  else if (session->json)
    redan_complain (_ ("--json is for the agenda; sign in a second call"));
  else
    return check_name (options->sign);
  return FALSE;
}

int
redan_command_review (int argc, char **argv)
{
  ReviewOptions options = { 0 };
  RedanSession session;
  const GOptionEntry entries[] = {
    { "against", 0, 0, G_OPTION_ARG_STRING, &options.against,
      N_ ("The model as it was reviewed: a file or git revision (where git has the last "
          "signature)"),
      N_ ("REV") },
    { "sign", 0, 0, G_OPTION_ARG_STRING, &options.sign,
      N_ ("Sign the model as reviewed: stores the day, the figures and what was seen"),
      N_ ("NAME") },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options.output,
      N_ ("Write the signed model here instead of in place"), N_ ("OUT.redan") },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };
  int status = REDAN_EXIT_WRONG;

  if (redan_session_parse (&session, "review",
                           REDAN_OPTION_JSON | REDAN_OPTION_AS_OF | REDAN_OPTION_DATA |
                               REDAN_OPTION_FROM,
                           entries, argc, argv, 1, 1) &&
      check_options (&session, &options) &&
      redan_session_analyze (&session, session.arguments[0]) &&
      (options.sign == NULL ||
       redan_changed_model_check_place (&session, options.output,
                                        _ ("give --output=OUT.redan for the signed model"))))
    status = options.sign != NULL ? sign (&session, &options) : show (&session, &options);
  g_free (options.against);
  g_free (options.sign);
  g_free (options.output);

  return redan_session_finish (&session, status);
}
