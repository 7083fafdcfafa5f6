/* SPDX-License-Identifier: Apache-2.0 */
/* redan-cli export: a model becomes a file of another tool; what that cannot say is listed. */

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/session.h"
#include "model/canonical-writer.h"
#include "model/exchange/tmt-write.h"
#include "ui/diagram/layout.h"

/* Only the tool's own files hold a template; of a model that comes from one, it is that file. */
static const char *
choose_template (RedanSession *session, const char *template)
{
  if (template != NULL)
    return template;
  if (strcmp (session->opened->format, "tmt") == 0 && strcmp (session->arguments[0], "-") != 0)
    return session->arguments[0];

  redan_complain (_ ("a .tm7 holds its template; give one that has it with --template FILE.tm7"));
  return NULL;
}

static GBytes *
write_tmt (RedanSession *session, const char *path, GError **error)
{
  g_autoptr (RedanTemplate) template = redan_template_read_file (path, NULL, error);
  g_autofree char *base = template != NULL ? redan_tmt_extract_base (path, error) : NULL;
  g_autofree char *note = NULL;
  GPtrArray *losses = NULL;
  GBytes *bytes;

  if (base == NULL)
    return NULL;
  if (redan_layout_needed (session->opened->model))
    redan_layout_model (session->opened->model, FALSE, NULL, &note);

  /* The report is about what goes out; what the import left out was never in the model. */
  bytes = redan_tmt_write (session->opened->model, template, base, &losses);
  g_ptr_array_unref (session->opened->losses);
  session->opened->losses = losses;
  return bytes;
}

int
redan_command_export (int argc, char **argv)
{
  g_autofree char *to = NULL;
  g_autofree char *template = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  const char *chosen;
  RedanSession session;
  const GOptionEntry entries[] = {
    { "to", 0, 0, G_OPTION_ARG_STRING, &to, N_ ("Format, when the name does not tell: tmt"),
      N_ ("FORMAT") },
    { "template", 0, 0, G_OPTION_ARG_FILENAME, &template,
      N_ ("A .tm7 whose template the file shall have"), N_ ("FILE") },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };

  if (!redan_session_parse (&session, "export",
                            REDAN_OPTION_JSON | REDAN_OPTION_DATA | REDAN_OPTION_FROM, entries,
                            argc, argv, 2, 2))
    return redan_session_finish (&session, REDAN_EXIT_WRONG);
  if (to != NULL ? strcmp (to, "tmt") != 0 : !g_str_has_suffix (session.arguments[1], ".tm7"))
    {
      redan_complain (_ ("%s: cannot tell the format; end the name in .tm7, or give --to tmt"),
                      session.arguments[1]);
      return redan_session_finish (&session, REDAN_EXIT_WRONG);
    }
  if (session.json && strcmp (session.arguments[1], "-") == 0)
    {
      redan_complain (_ ("--json writes the losses to standard output; give the file a name"));
      return redan_session_finish (&session, REDAN_EXIT_WRONG);
    }
  if (!redan_session_open_model (&session, session.arguments[0]))
    return redan_session_finish (&session, REDAN_EXIT_WRONG);

  chosen = choose_template (&session, template);
  if (chosen != NULL)
    bytes = write_tmt (&session, chosen, &error);
  if (bytes == NULL || !redan_file_replace (session.arguments[1], bytes, &error))
    {
      if (error != NULL)
        redan_complain ("%s", error->message);
      return redan_session_finish (&session, REDAN_EXIT_WRONG);
    }
  if (session.json)
    redan_rows_losses_json (session.opened->losses, redan_session_write, &session);
  else
    redan_session_print_losses (&session);
  return redan_session_finish (&session, REDAN_EXIT_DONE);
}
