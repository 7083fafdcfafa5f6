/* SPDX-License-Identifier: Apache-2.0 */
/* redan-cli report: the report as PDF, or one diagram as SVG; models without geometry are laid out
 * first. */

#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

#include "app/session.h"
#include "model/canonical-writer.h"
#include "ui/diagram/layout.h"
#include "ui/report/audit.h"
#include "ui/report/report.h"

#define MAX_NAMES 20

/** Finds a diagram by id or by name; NULL after printing a message. */
static const RedanObject *
find_diagram (const RedanModel *model, const char *wanted)
{
  guint n = redan_model_get_n (model, REDAN_SECTION_DIAGRAM);
  const RedanObject *found = redan_model_lookup_text (model, wanted);
  g_autoptr (GString) names = g_string_new (NULL);

  if (found != NULL && found->section == REDAN_SECTION_DIAGRAM)
    return found;
  for (guint i = 0; i < n; i++)
    {
      const RedanObject *diagram = redan_model_get_nth (model, REDAN_SECTION_DIAGRAM, i);

      if (g_str_equal (redan_object_get_name (diagram), wanted))
        return diagram;
    }
  for (guint i = 0; i < n; i++)
    {
      const char *name =
          redan_object_get_name (redan_model_get_nth (model, REDAN_SECTION_DIAGRAM, i));

      if (i < MAX_NAMES)
        g_string_append_printf (names, "%s\"%s\"", i > 0 ? ", " : "", name);
    }
  redan_complain (_ ("there is no diagram \"%s\"; the model has %u: %s"), wanted, n, names->str);
  return NULL;
}

static gboolean
open_laid_out (RedanSession *session, const char *path)
{
  g_autofree char *note = NULL;

  if (!redan_session_open (session, path))
    return FALSE;
  if (redan_layout_needed (session->opened->model))
    redan_layout_model (session->opened->model, FALSE, NULL, &note);
  if (note != NULL)
    fprintf (stderr, "%s\n", note);
  redan_session_analyze_opened (session);
  return TRUE;
}

static gboolean
append_bytes (gpointer user_data, const char *data, gsize length)
{
  g_byte_array_append (user_data, (const guint8 *) data, (guint) length);
  return TRUE;
}

static GBytes *
make_audit (RedanSession *session,
            const RedanObjectiveScope *scope,
            const char *commit,
            gboolean csv,
            GError **error)
{
  const RedanAnalysis *analysis = session->analysis;
  const RedanAuditOptions options = { scope, commit };
  g_autoptr (RedanObjectives) results = redan_objectives_evaluate_scope (
      analysis->facts, analysis->controls, analysis->graph, analysis->threats, scope);
  GByteArray *bytes = NULL;

  if (!csv)
    return redan_audit_pdf (analysis, results, &options, error);
  bytes = g_byte_array_new ();
  redan_audit_write_csv (analysis, results, &options, append_bytes, bytes);
  return g_byte_array_free_to_bytes (bytes);
}

/* Returns FALSE after a message. */
static gboolean
find_scope (RedanSession *session, const char *text, RedanObjectiveScope **scope_out)
{
  g_autoptr (GError) error = NULL;

  if (text == NULL)
    return TRUE;
  *scope_out = redan_objective_scope_parse (session->analysis->facts, text, &error);
  if (*scope_out == NULL)
    redan_complain ("--scope: %s", error->message);
  return *scope_out != NULL;
}

int
redan_command_report (int argc, char **argv)
{
  gboolean audit = FALSE;
  g_autofree char *scope_text = NULL;
  g_autofree char *commit = NULL;
  g_autoptr (RedanObjectiveScope) scope = NULL;
  g_autofree char *to = NULL;
  g_autofree char *diagram_name = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  RedanReportOptions options = { 0 };
  RedanSession session;
  const GOptionEntry entries[] = {
    { "to", 0, 0, G_OPTION_ARG_STRING, &to,
      N_ ("pdf, svg or csv, when the name of the output does not say"), N_ ("FORMAT") },
    { "audit", 0, 0, G_OPTION_ARG_NONE, &audit,
      N_ ("The audit of SEC01 as PDF or CSV: each criterion with ground and evidence"), NULL },
    { "scope", 0, 0, G_OPTION_ARG_STRING, &scope_text,
      N_ ("Judge objectives only for ou=NAME, purpose=WORD, workload=NAME or environment=WORD"),
      N_ ("SCOPE") },
    { "commit", 0, 0, G_OPTION_ARG_STRING, &commit,
      N_ ("Revision of the model, printed in the audit"), N_ ("REVISION") },
    { "diagram", 0, 0, G_OPTION_ARG_STRING, &diagram_name, N_ ("Only this diagram, by name or id"),
      N_ ("DIAGRAM") },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };

  if (!redan_session_parse (&session, "report",
                            REDAN_OPTION_AS_OF | REDAN_OPTION_DATA | REDAN_OPTION_FROM, entries,
                            argc, argv, 2, 2))
    return redan_session_finish (&session, REDAN_EXIT_WRONG);

  const char *out = session.arguments[1];
  const char *suffix = strrchr (out, '.') != NULL ? strrchr (out, '.') + 1 : "";
  const char *format = to != NULL ? to : suffix;
  gboolean svg = g_ascii_strcasecmp (format, "svg") == 0;
  gboolean csv = g_ascii_strcasecmp (format, "csv") == 0;

  if (g_ascii_strcasecmp (format, "pdf") != 0 && !(audit ? csv : svg))
    {
      if (audit)
        redan_complain (_ ("%s: cannot write the audit as \"%s\"; end the name in .pdf or .csv, or "
                           "give --to pdf or --to csv"),
                        out, format);
      else
        redan_complain (_ ("%s: cannot write the report as \"%s\"; end the name in .pdf or .svg, "
                           "or give --to pdf or --to svg; only --audit writes csv"),
                        out, format);
      return redan_session_finish (&session, REDAN_EXIT_WRONG);
    }
  if (!open_laid_out (&session, session.arguments[0]))
    return redan_session_finish (&session, REDAN_EXIT_WRONG);

  if (!find_scope (&session, scope_text, &scope))
    return redan_session_finish (&session, REDAN_EXIT_WRONG);

  options.as_of = session.as_of;
  options.scope = scope;
  options.losses = session.opened->losses;
  if (diagram_name != NULL)
    {
      const RedanObject *diagram = find_diagram (session.opened->model, diagram_name);

      if (diagram == NULL)
        return redan_session_finish (&session, REDAN_EXIT_WRONG);
      options.diagram = &diagram->id;
    }
  bytes = audit ? make_audit (&session, scope, commit, csv, &error)
          : svg ? redan_report_svg (session.analysis, &options, &error)
                : redan_report_pdf (session.analysis, &options, &error);
  if (bytes == NULL || !redan_file_replace (out, bytes, &error))
    {
      redan_complain ("%s", error->message);
      return redan_session_finish (&session, REDAN_EXIT_WRONG);
    }
  return redan_session_finish (&session, REDAN_EXIT_DONE);
}
