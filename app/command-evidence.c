/* SPDX-License-Identifier: Apache-2.0 */
/* redan-cli evidence: findings of scanners become evidence of controls and values of attributes. */

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "analysis/evidence.h"
#include "app/changed-model.h"
#include "ui/report/evidence.h"
#include "ui/report/wording.h"

#define MAX_LINES 40

typedef struct
{
  char *output;
  char *account;
  gboolean accept;
  gboolean all;
} EvidenceOptions;

static void
print_report (RedanSession *session,
              const RedanEvidenceView *view,
              const char *output,
              gboolean all)
{
  g_autoptr (GPtrArray) lines = redan_evidence_list_lines (view, all ? G_MAXUINT : MAX_LINES);
  g_autofree char *sums = redan_evidence_dup_sums (view);
  g_autoptr (GString) text = g_string_new (sums);

  g_string_append_c (text, '\n');
  for (guint i = 0; i < lines->len; i++)
    {
      const RedanEvidenceLine *line = g_ptr_array_index (lines, i);
      g_autofree char *visible = redan_text_make_visible (line->text);
      g_autofree char *detail = redan_text_make_visible (line->detail != NULL ? line->detail : "");

      if (line->heading)
        g_string_append_printf (text, "\n%s\n", visible);
      else
        g_string_append_printf (text, "  %s%s%s%s\n", visible, detail[0] != '\0' ? "  (" : "",
                                detail, detail[0] != '\0' ? ")" : "");
    }

  redan_changed_model_print (session, output, text->str);
}

/* Reads every file; one that cannot be read does not keep the others back. Returns: whether any was
 * read */
static gboolean
read_files (RedanEvidenceImport *import, char **paths, gboolean *failed_out)
{
  gboolean any = FALSE;

  for (guint i = 0; paths[i] != NULL; i++)
    {
      g_autoptr (GError) error = NULL;

      if (redan_evidence_import_read (import, paths[i], NULL, &error))
        {
          any = TRUE;
          continue;
        }
      *failed_out = TRUE;
      redan_complain ("%s", error->message);
    }
  return any;
}

/* Returns: exit status */
static int
run (RedanSession *session, const EvidenceOptions *options)
{
  const RedanEvidenceOptions import_options = { session->as_of, options->account, options->accept };
  g_autoptr (RedanEvidenceImport) import = NULL;
  g_autoptr (RedanEvidenceReport) report = NULL;
  g_autoptr (RedanEdit) edit = NULL;
  RedanEvidenceView view;
  gboolean failed = FALSE;

  if (!redan_session_open (session, session->arguments[0]) ||
      !redan_changed_model_check_place (session, options->output, _ ("say with -o where to write")))
    return REDAN_EXIT_WRONG;

  import = redan_evidence_import_new (session->opened->model, session->catalogue, &import_options);
  if (!read_files (import, session->arguments + 1, &failed))
    return REDAN_EXIT_WRONG;
  edit = redan_evidence_import_finish (import, &report);
  view = (RedanEvidenceView){ session->opened->model, session->catalogue, report, session->as_of,
                              redan_edit_get_n_changes (edit) };
  if (!redan_changed_model_write (session, edit, options->output))
    return REDAN_EXIT_WRONG;

  if (session->json)
    redan_rows_evidence_json (&view, redan_session_write, session);
  else
    print_report (session, &view, options->output, options->all);
  return failed ? REDAN_EXIT_WRONG : REDAN_EXIT_DONE;
}

static gboolean
check_options (const RedanSession *session, const EvidenceOptions *options)
{
  if (options->account != NULL &&
      (strlen (options->account) != 12 || strspn (options->account, "0123456789") != 12))
    {
      redan_complain (_ ("--account %s is no account; it has twelve digits"), options->account);
      return FALSE;
    }
  return redan_changed_model_check_json (session, options->output);
}

int
redan_command_evidence (int argc, char **argv)
{
  EvidenceOptions options = { 0 };
  RedanSession session;
  int status = REDAN_EXIT_WRONG;
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options.output,
      N_ ("Write the model here (default: in place)"), N_ ("OUT") },
    { "account", 0, 0, G_OPTION_ARG_STRING, &options.account,
      N_ ("The account of results that name none"), N_ ("DIGITS") },
    { "accept", 0, 0, G_OPTION_ARG_NONE, &options.accept,
      N_ ("Take the proposed matches of resources, and note them in the elements"), NULL },
    { "all", 'a', 0, G_OPTION_ARG_NONE, &options.all,
      N_ ("All lines of the report, not the first 40 of each part"), NULL },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };

  if (redan_session_parse (&session, "evidence",
                           REDAN_OPTION_JSON | REDAN_OPTION_AS_OF | REDAN_OPTION_DATA |
                               REDAN_OPTION_FROM,
                           entries, argc, argv, 2, G_MAXUINT) &&
      check_options (&session, &options))
    status = run (&session, &options);

  g_free (options.output);
  g_free (options.account);
  return redan_session_finish (&session, status);
}
