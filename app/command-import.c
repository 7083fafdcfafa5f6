/* SPDX-License-Identifier: Apache-2.0 */
/* redan-cli import: a foreign model becomes a canonical file; what was dropped, guessed or repaired
 * is listed. */

#include "config.h"

#include <glib/gi18n.h>

#include "app/session.h"
#include "model/canonical-writer.h"

int
redan_command_import (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  RedanSession session;

  if (!redan_session_parse (&session, "import",
                            REDAN_OPTION_JSON | REDAN_OPTION_DATA | REDAN_OPTION_FROM, NULL, argc,
                            argv, 2, 2) ||
      !redan_session_open_model (&session, session.arguments[0]))
    return redan_session_finish (&session, REDAN_EXIT_WRONG);
  if (session.json && g_str_equal (session.arguments[1], "-"))
    {
      redan_complain (
          _ ("--json writes the losses to standard output; give the model a file name"));
      return redan_session_finish (&session, REDAN_EXIT_WRONG);
    }

  if (!redan_canonical_write_file (session.opened->model, session.arguments[1], &error))
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
