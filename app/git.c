/* SPDX-License-Identifier: Apache-2.0 */
/* Runs git as plumbing. */

#include "config.h"

#include "app/git.h"

#include <glib/gi18n.h>
#include <string.h>

#include "model/error.h"

#define MAX_BYTES (512u * 1024 * 1024)

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
read_all (GInputStream *stream, const char *what, GError **error)
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
                       _ ("%s: more than %u MiB"), what, MAX_BYTES >> 20);
          return NULL;
        }
      g_byte_array_append (bytes, buffer, (guint) n);
    }
}

GBytes *
redan_git_run (const char *directory, const char *const *arguments, int *status_out, GError **error)
{
  static const char *const head[] = { "git", "--no-pager",
                                      "-c",  "core.fsmonitor=false",
                                      "-c",  "core.hooksPath=/dev/null" };
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  g_autoptr (GSubprocessLauncher) launcher = make_launcher (directory);
  g_autoptr (GSubprocess) child = NULL;
  g_autoptr (GBytes) bytes = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (head); i++)
    g_ptr_array_add (words, (char *) head[i]);
  for (guint i = 0; arguments[i] != NULL; i++)
    g_ptr_array_add (words, (char *) arguments[i]);
  g_ptr_array_add (words, NULL);
  child = g_subprocess_launcher_spawnv (launcher, (const char *const *) words->pdata, error);
  if (child == NULL)
    return NULL;
  bytes = read_all (g_subprocess_get_stdout_pipe (child), arguments[0], error);
  if (bytes == NULL)
    {
      g_subprocess_force_exit (child);
      g_subprocess_wait (child, NULL, NULL);
      return NULL;
    }
  if (!g_subprocess_wait (child, NULL, error))
    return NULL;

  *status_out = g_subprocess_get_if_exited (child) ? g_subprocess_get_exit_status (child) : -1;
  return g_steal_pointer (&bytes);
}

char *
redan_git_dup_line (const char *directory, const char *const *arguments)
{
  int status;
  g_autoptr (GBytes) bytes = redan_git_run (directory, arguments, &status, NULL);
  gsize length;
  const char *data = bytes == NULL ? NULL : g_bytes_get_data (bytes, &length);

  if (data == NULL || status != 0 || length == 0)
    return NULL;
  return g_strndup (data, data[length - 1] == '\n' ? length - 1 : length);
}

gboolean
redan_git_is_unmerged (const char *path)
{
  g_autofree char *directory = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *here = g_strconcat (":(literal)", name, NULL);
  int status;
  g_autoptr (GBytes) bytes = redan_git_run (
      directory, (const char *const[]){ "ls-files", "-u", "-z", "--", here, NULL }, &status, NULL);

  return bytes != NULL && status == 0 && g_bytes_get_size (bytes) > 0;
}
