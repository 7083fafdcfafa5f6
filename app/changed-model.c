/* SPDX-License-Identifier: Apache-2.0 */
/* Checks where a changed model may go, and writes it. */

#include "config.h"

#include "app/changed-model.h"
#include "app/inheritance.h"

#include <glib/gi18n.h>
#include <stdio.h>

static const char *
get_path (const RedanSession *session, const char *output)
{
  return output != NULL ? output : session->arguments[0];
}

gboolean
redan_changed_model_check_json (const RedanSession *session, const char *output)
{
  if (!session->json || g_strcmp0 (output, "-") != 0)
    return TRUE;
  redan_complain (
      _ ("--json writes what was found to standard output; give the model a file name"));
  return FALSE;
}

gboolean
redan_changed_model_check_place (const RedanSession *session,
                                 const char *output,
                                 const char *remedy)
{
  const char *path = get_path (session, output);

  if (output != NULL ||
      (g_str_equal (session->opened->format, "redan") && !g_str_equal (path, "-")))
    return TRUE;
  redan_complain (_ ("%s: only a .redan file is changed in place; %s"), path, remedy);
  return FALSE;
}

gboolean
redan_changed_model_write (RedanSession *session, const RedanEdit *edit, const char *output)
{
  g_autoptr (GError) error = NULL;

  if (output == NULL && redan_edit_get_n_changes (edit) == 0)
    return TRUE;
  if (redan_session_apply (session, edit, &error) &&
      redan_session_replace (session, session->opened->model, get_path (session, output), &error))
    return TRUE;
  redan_complain ("%s", error->message);
  return FALSE;
}

void
redan_changed_model_print (RedanSession *session, const char *output, const char *text)
{
  if (g_str_equal (get_path (session, output), "-"))
    fputs (text, stderr);
  else
    redan_session_print (session, "%s", text);
}
