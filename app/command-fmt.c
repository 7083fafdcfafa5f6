/* SPDX-License-Identifier: Apache-2.0 */
/* redan-cli fmt: the canonical form of a .redan file, in place, or checked only. */

#include "config.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "app/session.h"
#include "model/canonical-reader.h"
#include <string.h>
#include <unistd.h>

#include "model/canonical-writer.h"

/* The bytes as they are, to be compared with the canonical ones. */
static gboolean
read_native (const char *path, char **bytes_out, gsize *length_out)
{
  const char *file = g_str_equal (path, "-") ? "/dev/stdin" : path;

  if (!g_file_get_contents (file, bytes_out, length_out, NULL))
    {
      const char *reason = g_access (file, R_OK) != 0 ? g_strerror (errno) : _ ("it is no file");

      redan_complain (_ ("%s: cannot be read: %s; give the name of a .redan file"), path, reason);
      return FALSE;
    }
  if (!redan_canonical_sniff ((const guint8 *) *bytes_out, *length_out))
    {
      redan_complain (_ ("%s: not a .redan file; redan-cli import makes one of a foreign file"),
                      path);
      return FALSE;
    }
  return TRUE;
}

int
redan_command_fmt (int argc, char **argv)
{
  gboolean check = FALSE;
  g_autofree char *old_bytes = NULL;
  gsize old_length = 0;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (RedanModel) model = NULL;
  g_autoptr (GError) error = NULL;
  RedanSession session;
  const GOptionEntry entries[] = {
    { "check", 0, 0, G_OPTION_ARG_NONE, &check,
      N_ ("Change nothing; exit status 1 when the file is not canonical"), NULL },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };

  if (!redan_session_parse (&session, "fmt", REDAN_OPTION_DATA, entries, argc, argv, 1, 1) ||
      !redan_session_load_schema (&session))
    return redan_session_finish (&session, REDAN_EXIT_WRONG);

  const char *path = session.arguments[0];
  gboolean is_standard = g_str_equal (path, "-");

  if (!read_native (path, &old_bytes, &old_length))
    return redan_session_finish (&session, REDAN_EXIT_WRONG);
  model =
      redan_canonical_read (session.schema, path, (const guint8 *) old_bytes, old_length, &error);
  if (model == NULL)
    {
      redan_complain ("%s", error->message);
      return redan_session_finish (&session, REDAN_EXIT_WRONG);
    }

  bytes = redan_canonical_write (model);
  gboolean same = g_bytes_get_size (bytes) == old_length &&
                  memcmp (g_bytes_get_data (bytes, NULL), old_bytes, old_length) == 0;

  if (check)
    {
      if (!same)
        redan_session_print (&session, _ ("%s: not in canonical form; redan-cli fmt rewrites it\n"),
                             path);
      return redan_session_finish (&session, same ? REDAN_EXIT_DONE : REDAN_EXIT_FOUND);
    }
  if ((!same || is_standard) && !redan_file_replace (path, bytes, &error))
    {
      redan_complain ("%s", error->message);
      return redan_session_finish (&session, REDAN_EXIT_WRONG);
    }
  return redan_session_finish (&session, REDAN_EXIT_DONE);
}
