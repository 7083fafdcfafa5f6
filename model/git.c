/* SPDX-License-Identifier: Apache-2.0 */
/* Runs git as plumbing. */

#include "model/git.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#include "model/error.h"

#define MAX_BYTES (512u * 1024 * 1024)

/* What a person or a machine says about the configuration of git as a whole. The other variables of
 * git lead to another repository or index than that of the file, which a hook or driver runs for,
 * or make git write traces or run programs. */
static gboolean
is_kept (const char *name)
{
  static const char *const kept[] = { "GIT_CONFIG_", "GIT_CEILING_DIRECTORIES",
                                      "GIT_DISCOVERY_ACROSS_FILESYSTEM" };

  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    if (g_str_has_prefix (name, kept[i]))
      return TRUE;
  return !g_str_has_prefix (name, "GIT_");
}

static char **
dup_environment (void)
{
  g_auto (GStrv) all = g_get_environ ();
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; all[i] != NULL; i++)
    if (is_kept (all[i]))
      g_strv_builder_add (builder, all[i]);
  return g_strv_builder_end (builder);
}

/* The environment of this program without that of git; transports are refused, so that a missing
 * object is an error and not a download. */
static GSubprocessLauncher *
make_launcher (const char *directory)
{
  static const char *const set[][2] = {
    { "GIT_ALLOW_PROTOCOL", "none" }, { "GIT_SSH_COMMAND", "false" },
    { "GIT_NO_LAZY_FETCH", "1" },     { "GIT_TERMINAL_PROMPT", "0" },
    { "GIT_OPTIONAL_LOCKS", "0" },    { "GIT_PAGER", "cat" },
    { "GIT_ASKPASS", "false" },       { "LC_ALL", "C" },
  };
  GSubprocessLauncher *launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                                                             G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_auto (GStrv) environment = dup_environment ();

  g_subprocess_launcher_set_environ (launcher, environment);
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

char *
redan_git_dup_real_path (const char *path)
{
  g_autofree char *absolute = g_canonicalize_filename (path, NULL);
  char *real = realpath (absolute, NULL);
  char *copy = g_strdup (real != NULL ? real : absolute);

  free (real);
  return copy;
}

char *
redan_git_dup_place (const char *path)
{
  g_autofree char *directory = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *prefix =
      g_str_equal (path, "-")
          ? NULL
          : redan_git_dup_line (directory,
                                (const char *const[]){ "rev-parse", "--show-prefix", NULL });

  return prefix != NULL ? g_strconcat (prefix, name, NULL) : g_strdup (path);
}

/* Entries of the index for a file that is not merged: "mode object stage\tpath", each ended by NUL.
 */
static GBytes *
list_unmerged (const char *path)
{
  g_autofree char *directory = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *here = g_strconcat (":(literal)", name, NULL);
  int status;
  g_autoptr (GBytes) bytes = redan_git_run (
      directory, (const char *const[]){ "ls-files", "-u", "-z", "--", here, NULL }, &status, NULL);

  return bytes != NULL && status == 0 ? g_steal_pointer (&bytes) : NULL;
}

gboolean
redan_git_is_unmerged (const char *path)
{
  g_autoptr (GBytes) bytes = list_unmerged (path);

  return bytes != NULL && g_bytes_get_size (bytes) > 0;
}

static void
take_stages (RedanGitState *self, GBytes *bytes)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  while (length > 0)
    {
      const char *end = memchr (data, '\0', length);
      g_autofree char *entry = g_strndup (data, length);
      g_auto (GStrv) words = g_strsplit_set (entry, " \t", 4);
      guint stage = g_strv_length (words) == 4 ? (guint) g_ascii_strtoull (words[2], NULL, 10) : 0;

      if (stage >= 1 && stage <= REDAN_GIT_N_STAGES && self->stages[stage - 1] == NULL)
        self->stages[stage - 1] = g_strdup (words[1]);
      if (end == NULL)
        break;
      length -= (gsize) (end + 1 - data);
      data = end + 1;
    }
}

RedanGitBusy
redan_git_check_busy (const char *directory)
{
  static const struct
  {
    const char *name;
    RedanGitBusy busy;
  } signs[] = {
    { "index.lock", REDAN_GIT_WRITING },    { "rebase-merge", REDAN_GIT_REBASE },
    { "rebase-apply", REDAN_GIT_REBASE },   { "MERGE_HEAD", REDAN_GIT_MERGE },
    { "CHERRY_PICK_HEAD", REDAN_GIT_PICK }, { "REVERT_HEAD", REDAN_GIT_PICK },
  };

  for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
    {
      g_autofree char *name = g_build_filename (directory, signs[i].name, NULL);

      if (g_file_test (name, G_FILE_TEST_EXISTS))
        return signs[i].busy;
    }
  return REDAN_GIT_IDLE;
}

RedanGitState *
redan_git_look (const char *path)
{
  RedanGitState *self = g_new0 (RedanGitState, 1);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GBytes) unmerged = NULL;

  self->directory =
      redan_git_dup_line (folder, (const char *const[]){ "rev-parse", "--absolute-git-dir", NULL });
  if (self->directory == NULL)
    return self;
  self->busy = redan_git_check_busy (self->directory);
  unmerged = list_unmerged (path);
  if (unmerged != NULL)
    take_stages (self, unmerged);
  return self;
}

void
redan_git_state_free (RedanGitState *self)
{
  for (guint i = 0; i < REDAN_GIT_N_STAGES; i++)
    g_free (self->stages[i]);
  g_free (self->directory);
  g_free (self);
}

gboolean
redan_git_is_split (const RedanGitState *self)
{
  return self->stages[1] != NULL && self->stages[2] != NULL;
}
