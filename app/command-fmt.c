/* SPDX-License-Identifier: Apache-2.0 */
/* redan-cli fmt: the canonical form of a .redan file, in place, or checked only. */

#include "config.h"

#include <glib/gi18n.h>

#include "app/session.h"
#include "model/canonical-reader.h"
#include "model/canonical-writer.h"
#include "model/error.h"
#include "model/file-lock.h"
#include "model/file-read.h"

/* The bytes as they are, to be compared with the canonical ones. */
static GBytes *
read_native (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = redan_file_read (path, TRUE, REDAN_MAX_FILE, &error);

  if (bytes == NULL)
    {
      redan_complain ("%s", error->message);
      return NULL;
    }
  if (!redan_canonical_sniff (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)))
    {
      redan_complain (_ ("%s: not a .redan file; redan-cli import makes one of a foreign file"),
                      path);
      return NULL;
    }
  return g_steal_pointer (&bytes);
}

/* Only what was read is replaced. */
static gboolean
replace (const char *path, GBytes *old_bytes, GBytes *bytes, GError **error)
{
  g_autoptr (RedanFileLock) lock = NULL;
  g_autoptr (GBytes) there = NULL;

  if (g_str_equal (path, "-"))
    return redan_file_replace (path, bytes, error);
  lock = redan_file_lock (path, REDAN_LOCK_PATIENCE, error);
  if (lock != NULL)
    there = redan_file_read (path, FALSE, REDAN_MAX_FILE, error);
  if (there == NULL)
    return FALSE;
  if (g_bytes_equal (there, old_bytes))
    return redan_file_replace_locked (lock, bytes, error);
  g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_CHANGED,
               _ ("%s: another program changed it meanwhile; nothing was written, run the command "
                  "again"),
               path);
  return FALSE;
}

int
redan_command_fmt (int argc, char **argv)
{
  gboolean check = FALSE;
  g_autoptr (GBytes) old_bytes = NULL;
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

  old_bytes = read_native (path);
  if (old_bytes == NULL)
    return redan_session_finish (&session, REDAN_EXIT_WRONG);
  model = redan_canonical_read (session.schema, path, g_bytes_get_data (old_bytes, NULL),
                                g_bytes_get_size (old_bytes), &error);
  if (model == NULL)
    {
      redan_complain ("%s", error->message);
      return redan_session_finish (&session, REDAN_EXIT_WRONG);
    }

  bytes = redan_canonical_write (model);
  gboolean same = g_bytes_equal (bytes, old_bytes);

  if (check)
    {
      if (!same)
        redan_session_print (&session, _ ("%s: not in canonical form; redan-cli fmt rewrites it\n"),
                             path);
      return redan_session_finish (&session, same ? REDAN_EXIT_DONE : REDAN_EXIT_FOUND);
    }
  if ((!same || is_standard) && !replace (path, old_bytes, bytes, &error))
    {
      redan_complain ("%s", error->message);
      return redan_session_finish (&session, REDAN_EXIT_WRONG);
    }
  return redan_session_finish (&session, REDAN_EXIT_DONE);
}
