/* SPDX-License-Identifier: Apache-2.0 */
/* Asks git for the bytes of a file in a revision. */

#include "config.h"

#include "app/revision.h"

#include <glib/gi18n.h>
#include <string.h>

#include "model/error.h"

#define MAX_BYTES (512u * 1024 * 1024)
#define MAX_NAME 4096

/* A revision is no option, and names one object: no range, no control character. */
static gboolean
check_revision (const char *text, GError **error)
{
  gboolean valid = text[0] != '\0' && text[0] != '-' && strlen (text) <= MAX_NAME &&
                   g_utf8_validate (text, -1, NULL);

  for (const char *c = text; valid && *c != '\0'; c++)
    valid = (guchar) *c >= 0x20 && *c != 0x7f;
  if (valid)
    return TRUE;

  g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_INVALID_VALUE,
               _ ("\"%s\" is no revision; expected REV or REV:PATH, such as main or "
                  "HEAD~1:models/shop.redan"),
               text);

  return FALSE;
}

/* An empty environment but for what finds git and the repository; transports are refused, so that a
 * missing object is an error and not a download. */
static GSubprocessLauncher *
make_launcher (const char *directory)
{
  static const char *const set[][2] = {
    { "GIT_ALLOW_PROTOCOL", "none" },
    { "GIT_SSH_COMMAND", "false" },
    { "GIT_TERMINAL_PROMPT", "0" },
    { "GIT_OPTIONAL_LOCKS", "0" },
    { "GIT_PAGER", "cat" },
    { "GIT_ASKPASS", "false" },
    { "LC_ALL", "C" },
  };
  GSubprocessLauncher *launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                                                             G_SUBPROCESS_FLAGS_STDERR_SILENCE);

  for (guint i = 0; i < G_N_ELEMENTS (set); i++)
    g_subprocess_launcher_setenv (launcher, set[i][0], set[i][1], TRUE);
  g_subprocess_launcher_set_cwd (launcher, directory);

  return launcher;
}

/* Reads at most the limit, so that no repository can fill the memory. */
static GBytes *
read_all (GInputStream *stream, const char *text, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  guint8 buffer[65536];

  for (;;)
    {
      gssize n = g_input_stream_read (stream, buffer, sizeof buffer, NULL, error);

      if (n < 0)
        return NULL;
      if (n == 0)
        return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
      if (bytes->len + (gsize) n > MAX_BYTES)
        {
          g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_LIMIT,
                       _ ("%s: more than %u MiB"), text, MAX_BYTES >> 20);
          return NULL;
        }
      g_byte_array_append (bytes, buffer, (guint) n);
    }
}

GBytes *
redan_revision_read (const char *text, const char *beside, GError **error)
{
  g_autofree char *directory = g_path_get_dirname (beside);
  g_autofree char *name = g_path_get_basename (beside);
  g_autofree char *object = NULL;
  g_autoptr (GSubprocessLauncher) launcher = NULL;
  g_autoptr (GSubprocess) child = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (!check_revision (text, error))
    return NULL;

  object = strchr (text, ':') != NULL ? g_strdup (text) : g_strconcat (text, ":./", name, NULL);
  launcher = make_launcher (directory);
  child = g_subprocess_launcher_spawn (launcher, error, "git", "--no-pager", "-c",
                                       "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null",
                                       "cat-file", "blob", object, NULL);
  if (child == NULL)
    return NULL;
  bytes = read_all (g_subprocess_get_stdout_pipe (child), text, error);
  if (bytes == NULL)
    {
      g_subprocess_force_exit (child);
      g_subprocess_wait (child, NULL, NULL);
      return NULL;
    }
  if (!g_subprocess_wait (child, NULL, error))
    return NULL;
  if (!g_subprocess_get_successful (child))
    {
      g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_IO,
                   _ ("%s: git finds no such file beside %s; check revision and path, and that "
                      "this is a repository"),
                   text, beside);
      return NULL;
    }

  return g_steal_pointer (&bytes);
}
