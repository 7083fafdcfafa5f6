/* SPDX-License-Identifier: Apache-2.0 */
/* redan-cli import: a foreign model becomes a canonical file, or goes into the one that it became
 * earlier; what was dropped, guessed or repaired is listed. */

#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "app/import-store.h"
#include "ui/report/wording.h"

typedef struct
{
  gboolean update;
  gboolean replace;
  gboolean carry;
  gboolean losses;
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

/* Of an update that changed nothing the losses are as a rule those of the import before. */
static void
print_unchanged (const RedanSession *session, guint n)
{
  g_autofree char *target = redan_text_make_visible (session->arguments[1]);

  if (n == 0)
    fprintf (stderr, _ ("%s: unchanged\n"), target);
  else
    fprintf (stderr,
             ngettext ("%s: unchanged; %u loss, which --losses lists\n",
                       "%s: unchanged; %u losses, which --losses lists\n", n),
             target, n);
}

static void
write_json (RedanSession *session, const GPtrArray *proposals, gboolean unchanged)
{
  RedanJson json;

  redan_json_init (&json, redan_session_write, session);
  redan_json_begin_object (&json, NULL);
  redan_json_boolean (&json, "unchanged", unchanged);
  redan_import_write_losses (&json, session->opened->losses);
  redan_import_write_proposals (&json, session->analysis, proposals);
  redan_json_end_object (&json);
  redan_json_finish (&json);
}

static int
import_one (RedanSession *session, RedanStoreMode mode, const ImportOptions *options)
{
  const char *target = session->arguments[1];
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) proposals = NULL;
  gboolean unchanged = FALSE;
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
  unchanged = stored.difference != NULL && redan_import_is_unchanged (stored.difference);
  if (!session->json)
    redan_session_print_losses_from (session, unchanged && !options->losses ? stored.n_read : 0);
  if (unchanged)
    print_unchanged (session, stored.n_read);
  else if (stored.difference != NULL)
    redan_import_print_difference (stored.difference);
  redan_stored_clear (&stored);
  if (!carry (session, target, options->carry, &proposals))
    return REDAN_EXIT_WRONG;
  if (session->json)
    write_json (session, proposals, unchanged);
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
               ? redan_import_into (session, options->into, mode, options->carry, options->losses)
               : REDAN_EXIT_WRONG;
  if (g_strv_length (session->arguments) != 2)
    {
      redan_complain (_ ("give a file and the name of the model it becomes, or files and --into "
                         "DIR; see redan-cli import --help"));
      return REDAN_EXIT_WRONG;
    }
  return import_one (session, mode, options);
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
    { "losses", 0, 0, G_OPTION_ARG_NONE, &options.losses,
      N_ ("List what the model does not have of the file also when nothing changed"), NULL },
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
