/* SPDX-License-Identifier: Apache-2.0 */
/* redan-cli export: a model becomes a file of another tool; what that cannot say is listed. */

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/session.h"
#include "model/canonical-writer.h"
#include "ui/diagram/model-export.h"

/* Only the tool's own files hold a template; of a model that comes from one, it is that file. */
static const char *
choose_template (RedanSession *session, const RedanExporter *exporter, const char *template)
{
  if (template == NULL && exporter->needs_template &&
      strcmp (session->opened->format, exporter->name) == 0 &&
      strcmp (session->arguments[0], "-") != 0)
    return session->arguments[0];
  return template;
}

/* By its word or by the end of the file's name. Returns NULL after a message that has all words. */
static const RedanExporter *
choose_exporter (const char *to, const char *path)
{
  const RedanExporter *exporter =
      to != NULL ? redan_exporters_lookup (to) : redan_exporters_find (path);
  g_autoptr (GString) words = g_string_new (NULL);
  guint n;
  const RedanExporter *const *exporters = redan_exporters_get (&n);

  if (exporter != NULL)
    return exporter;
  for (guint i = 0; i < n; i++)
    g_string_append_printf (words, "%s%s", i > 0 ? ", " : "", exporters[i]->name);
  if (to != NULL)
    redan_complain (_ ("--to %s: no format is called that; there are: %s"), to, words->str);
  else
    redan_complain (_ ("%s: the name does not tell the format; say --to and one of: %s"), path,
                    words->str);
  return NULL;
}

static GBytes *
write_model (RedanSession *session,
             const RedanExporter *exporter,
             const char *template,
             GError **error)
{
  GPtrArray *losses = NULL;
  GBytes *bytes = redan_model_export (exporter, session->opened->model,
                                      choose_template (session, exporter, template),
                                      session->arguments[1], NULL, &losses, error);

  if (bytes == NULL)
    return NULL;
  /* The report is about what goes out; what the import left out was never in the model. */
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
  const RedanExporter *exporter;
  RedanSession session;
  const GOptionEntry entries[] = {
    { "to", 0, 0, G_OPTION_ARG_STRING, &to, N_ ("Format, when the name does not tell"),
      N_ ("FORMAT") },
    { "template", 0, 0, G_OPTION_ARG_FILENAME, &template,
      N_ ("A .tm7 whose template the file shall have"), N_ ("FILE") },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };

  if (!redan_session_parse (&session, "export",
                            REDAN_OPTION_JSON | REDAN_OPTION_DATA | REDAN_OPTION_FROM, entries,
                            argc, argv, 2, 2))
    return redan_session_finish (&session, REDAN_EXIT_WRONG);
  exporter = choose_exporter (to, session.arguments[1]);
  if (exporter == NULL)
    return redan_session_finish (&session, REDAN_EXIT_WRONG);
  if (session.json && strcmp (session.arguments[1], "-") == 0)
    {
      redan_complain (_ ("--json writes the losses to standard output; give the file a name"));
      return redan_session_finish (&session, REDAN_EXIT_WRONG);
    }
  if (!redan_session_open_model (&session, session.arguments[0]))
    return redan_session_finish (&session, REDAN_EXIT_WRONG);

  bytes = write_model (&session, exporter, template, &error);
  if (bytes == NULL || !redan_file_replace (session.arguments[1], bytes, &error))
    {
      redan_complain ("%s", error->message);
      return redan_session_finish (&session, REDAN_EXIT_WRONG);
    }
  if (session.json)
    redan_rows_losses_json (session.opened->losses, redan_session_write, &session);
  else
    redan_session_print_losses (&session);
  return redan_session_finish (&session, REDAN_EXIT_DONE);
}
