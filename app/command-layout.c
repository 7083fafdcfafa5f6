/* SPDX-License-Identifier: Apache-2.0 */
/* redan-cli layout: places for what no diagram places, or for everything. */

#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "app/session.h"
#include "ui/diagram/layout.h"

int
redan_command_layout (int argc, char **argv)
{
  gboolean everything = FALSE;
  g_autofree char *note = NULL;
  g_autoptr (GError) error = NULL;
  RedanSession session;
  const GOptionEntry entries[] = {
    { "all", 'a', 0, G_OPTION_ARG_NONE, &everything,
      N_ ("Place everything anew, also what has a place"), NULL },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };

  if (!redan_session_parse (&session, "layout", REDAN_OPTION_DATA | REDAN_OPTION_FROM, entries,
                            argc, argv, 2, 2) ||
      !redan_session_open_model (&session, session.arguments[0]))
    return redan_session_finish (&session, REDAN_EXIT_WRONG);

  redan_layout_model (session.opened->model, everything, NULL, &note);
  if (note != NULL)
    fprintf (stderr, "%s\n", note);
  redan_session_print_losses (&session);
  if (!redan_session_replace (&session, session.opened->model, session.arguments[1], &error))
    {
      redan_complain ("%s", error->message);
      return redan_session_finish (&session, REDAN_EXIT_WRONG);
    }
  return redan_session_finish (&session, REDAN_EXIT_DONE);
}
