/* SPDX-License-Identifier: Apache-2.0 */
/* redan-cli status: how several models stand, a row each; of a folder all that lie in it. */

#include "config.h"

#include <glib/gi18n.h>

#include "app/print-blocks.h"
#include "ui/report/portfolio-files.h"
#include "ui/report/portfolio.h"

#define MAX_FILES 10000

/* Adds a row for each file that @given stands for: itself, or what lies in the folder; of more than
 * MAX_FILES one that says so. Returns: whether all could be read */
static gboolean
add_files (RedanSession *session, const char *given, GArray *rows)
{
  const char *one[] = { given, NULL };
  gboolean cut;
  g_autoptr (GPtrArray) paths = redan_portfolio_list_files (one, NULL, &cut);
  g_autofree char *problem = NULL;
  gboolean done = TRUE;

  if (paths->len == 0)
    problem = g_strdup_printf (
        _ ("%s: there is no model of Redan in this folder; name one with .redan files"), given);
  else if (cut || rows->len + paths->len > MAX_FILES)
    problem = g_strdup_printf (
        _ ("%s: there are more than %d models; name fewer files and folders"), given, MAX_FILES);
  if (problem != NULL)
    {
      redan_portfolio_add_problem (rows, given, problem);
      return FALSE;
    }
  /* One file that cannot be read does not stop the others. */
  for (guint i = 0; i < paths->len; i++)
    done &= redan_portfolio_add_file (rows, session->catalogue, session->as_of, paths->pdata[i],
                                      session->format);

  return done;
}

static int
run (RedanSession *session, gboolean csv)
{
  g_autoptr (GArray) rows = redan_portfolio_new ();
  int status = REDAN_EXIT_DONE;

  if (!redan_session_load_catalogue (session))
    return REDAN_EXIT_WRONG;
  for (guint i = 0; session->arguments[i] != NULL; i++)
    if (!add_files (session, session->arguments[i], rows))
      status = REDAN_EXIT_WRONG;
  if (csv)
    redan_portfolio_write_csv (rows, redan_session_write, session);
  else if (session->json)
    redan_portfolio_write_json (rows, session->as_of, redan_session_write, session);
  else
    {
      g_autoptr (RedanReport) report = redan_report_new ("", "");

      redan_portfolio_add_blocks (rows, report);
      redan_session_print_blocks (session, report);
    }
  return status;
}

int
redan_command_status (int argc, char **argv)
{
  gboolean csv = FALSE;
  RedanSession session;
  const GOptionEntry entries[] = {
    { "csv", 0, 0, G_OPTION_ARG_NONE, &csv, N_ ("A table for a spreadsheet"), NULL },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };

  if (!redan_session_parse (&session, "status",
                            REDAN_OPTION_JSON | REDAN_OPTION_AS_OF | REDAN_OPTION_DATA |
                                REDAN_OPTION_FROM,
                            entries, argc, argv, 1, MAX_FILES))
    return redan_session_finish (&session, REDAN_EXIT_WRONG);
  if (csv && session.json)
    {
      redan_complain (_ ("--csv and --json are two forms of the answer; give one of them"));
      return redan_session_finish (&session, REDAN_EXIT_WRONG);
    }
  return redan_session_finish (&session, run (&session, csv));
}
