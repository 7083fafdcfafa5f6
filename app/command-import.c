/* SPDX-License-Identifier: Apache-2.0 */
/* redan-cli import: a foreign model becomes a canonical file, or goes into the one that it became
 * earlier; what was dropped, guessed or repaired is listed. */

#include "config.h"

#include <glib/gi18n.h>

#include "app/import-store.h"

typedef struct
{
  gboolean update;
  gboolean replace;
  char *into;
} ImportOptions;

static int
import_one (RedanSession *session, RedanStoreMode mode)
{
  const char *target = session->arguments[1];
  g_autoptr (GError) error = NULL;
  RedanStored stored;

  if (session->json && g_str_equal (target, "-"))
    {
      redan_complain (
          _ ("--json writes the losses to standard output; give the model a file name"));
      return REDAN_EXIT_WRONG;
    }
  if (!redan_session_load_schema (session))
    return REDAN_EXIT_WRONG;
  if (!redan_import_store (session, session->arguments[0], target, mode, &stored, &error))
    {
      redan_complain ("%s", error->message);
      redan_stored_clear (&stored);
      return REDAN_EXIT_WRONG;
    }
  session->opened = g_steal_pointer (&stored.opened);
  if (session->json)
    redan_rows_losses_json (session->opened->losses, redan_session_write, session);
  else
    redan_session_print_losses (session);
  if (stored.difference != NULL)
    redan_import_print_difference (stored.difference);
  redan_stored_clear (&stored);
  return REDAN_EXIT_DONE;
}

static int
run (RedanSession *session, const ImportOptions *options)
{
  const RedanStoreMode mode = options->replace  ? REDAN_STORE_REPLACE
                              : options->update ? REDAN_STORE_UPDATE
                                                : REDAN_STORE_CAREFULLY;

  if (options->update && options->replace)
    {
      redan_complain (_ ("--update and --replace exclude each other"));
      return REDAN_EXIT_WRONG;
    }
  if (options->into != NULL)
    return redan_session_load_schema (session) ? redan_import_into (session, options->into, mode)
                                               : REDAN_EXIT_WRONG;
  if (g_strv_length (session->arguments) != 2)
    {
      redan_complain (_ ("give a file and the name of the model it becomes, or files and --into "
                         "DIR; see redan-cli import --help"));
      return REDAN_EXIT_WRONG;
    }
  return import_one (session, mode);
}

int
redan_command_import (int argc, char **argv)
{
  ImportOptions options = { 0 };
  RedanSession session;
  const GOptionEntry entries[] = {
    { "into", 0, 0, G_OPTION_ARG_FILENAME, &options.into,
      N_ ("Import all files into this directory, with one summary of losses"), N_ ("DIR") },
    { "update", 0, 0, G_OPTION_ARG_NONE, &options.update,
      N_ ("Update the model even when most of what was imported is gone from the file"), NULL },
    { "replace", 0, 0, G_OPTION_ARG_NONE, &options.replace,
      N_ ("Replace what is there instead of updating it"), NULL },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };
  int status = redan_session_parse (&session, "import",
                                    REDAN_OPTION_JSON | REDAN_OPTION_DATA | REDAN_OPTION_FROM,
                                    entries, argc, argv, 1, G_MAXINT)
                   ? run (&session, &options)
                   : REDAN_EXIT_WRONG;

  g_free (options.into);
  return redan_session_finish (&session, status);
}
