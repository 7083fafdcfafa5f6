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
  gboolean carry;
  char *into;
} ImportOptions;

/* Decisions of the file, for our threats that say the same: taken over, or proposed. */
static gboolean
carry (RedanSession *session, const char *target, gboolean take, GPtrArray **proposals_out)
{
  *proposals_out = NULL;
  if (!g_str_equal (session->opened->format, REDAN_CARRY_FORMAT))
    return TRUE;
  if (!redan_import_carry (session, target, take, proposals_out))
    return FALSE;
  redan_import_print_proposals (session, *proposals_out, take);
  return TRUE;
}

static void
write_json (RedanSession *session, const GPtrArray *proposals)
{
  RedanJson json;

  redan_json_init (&json, redan_session_write, session);
  redan_json_begin_object (&json, NULL);
  redan_import_write_losses (&json, session->opened->losses);
  redan_import_write_proposals (&json, session->analysis, proposals);
  redan_json_end_object (&json);
  redan_json_finish (&json);
}

static int
import_one (RedanSession *session, RedanStoreMode mode, gboolean take)
{
  const char *target = session->arguments[1];
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) proposals = NULL;
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
  if (!session->json)
    redan_session_print_losses (session);
  if (stored.difference != NULL)
    redan_import_print_difference (stored.difference);
  redan_stored_clear (&stored);
  if (!carry (session, target, take, &proposals))
    return REDAN_EXIT_WRONG;
  if (session->json)
    write_json (session, proposals);
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
    return redan_session_load_schema (session)
               ? redan_import_into (session, options->into, mode, options->carry)
               : REDAN_EXIT_WRONG;
  if (g_strv_length (session->arguments) != 2)
    {
      redan_complain (_ ("give a file and the name of the model it becomes, or files and --into "
                         "DIR; see redan-cli import --help"));
      return REDAN_EXIT_WRONG;
    }
  return import_one (session, mode, options->carry);
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
    { "carry-decisions", 0, 0, G_OPTION_ARG_NONE, &options.carry,
      N_ ("Decide our threats as the file decides those that say the same, and list these once"),
      NULL },
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
