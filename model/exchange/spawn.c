/* SPDX-License-Identifier: Apache-2.0 */
/* Starting, listening to and ending the import child; whatever happens to it becomes one error
 * message. */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "model/exchange/spawn.h"

#include "model/error.h"
#include "model/exchange/import.h"
#include "model/exchange/wire.h"

#define PROGRAM "redan-import"
#define TIME_LIMIT_US (15 * G_USEC_PER_SEC)
#define CHUNK (64 * 1024)

/* What the child may know: how to speak to the user, and what the sanitizers want. */
static const char *const passed_variables[] = {
  "LANG",         "LANGUAGE",      "LC_ALL",       "LC_MESSAGES",     "LC_CTYPE",
  "ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS", "LD_LIBRARY_PATH",
};

static char *program_path;

void
redan_import_set_program (const char *path)
{
  g_free (program_path);
  program_path = g_strdup (path);
}

/* Beside this program (build tree), in the libexec directory of the same prefix (any DESTDIR), or
 * where it was installed. */
static char *
find_program (void)
{
  g_autofree char *self = NULL;
  g_autofree char *directory = NULL;
  g_autofree char *beside = NULL;
  g_autofree char *relative = NULL;

  if (program_path != NULL)
    return g_strdup (program_path);

  self = g_file_read_link ("/proc/self/exe", NULL);
  if (self != NULL)
    {
      directory = g_path_get_dirname (self);
      beside = g_build_filename (directory, PROGRAM, NULL);
      if (g_file_test (beside, G_FILE_TEST_IS_EXECUTABLE))
        return g_steal_pointer (&beside);
      relative = g_build_filename (directory, "..", "libexec", "redan", PROGRAM, NULL);
      if (g_file_test (relative, G_FILE_TEST_IS_EXECUTABLE))
        return g_steal_pointer (&relative);
    }

  return g_build_filename (REDAN_LIBEXECDIR, PROGRAM, NULL);
}

static char **
build_environment (void)
{
  char **environment = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (passed_variables); i++)
    {
      const char *value = g_getenv (passed_variables[i]);

      if (value != NULL)
        environment = g_environ_setenv (environment, passed_variables[i], value, TRUE);
    }

  return environment != NULL ? environment : g_new0 (char *, 1);
}

static int
start (const char *program, const char *format, int input, int output, pid_t *pid_out)
{
  g_auto (GStrv) environment = build_environment ();
  const char *arguments[] = { program, format, NULL };
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  sigset_t none;
  sigset_t defaults;
  int status;

  sigemptyset (&none);
  sigfillset (&defaults);
  posix_spawn_file_actions_init (&actions);
  posix_spawn_file_actions_adddup2 (&actions, input, STDIN_FILENO);
  posix_spawn_file_actions_adddup2 (&actions, output, STDOUT_FILENO);
  if (!REDAN_SANITIZED)
    posix_spawn_file_actions_addopen (&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addclosefrom_np (&actions, STDERR_FILENO + 1);
  posix_spawnattr_init (&attributes);
  posix_spawnattr_setflags (&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  posix_spawnattr_setsigmask (&attributes, &none);
  posix_spawnattr_setsigdefault (&attributes, &defaults);

  status = posix_spawn (pid_out, program, &actions, &attributes, (char **) arguments, environment);

  posix_spawnattr_destroy (&attributes);
  posix_spawn_file_actions_destroy (&actions);
  return status;
}

/* Returns FALSE with @error when the stream is wrong, without when it ended or took too long
 * (@timed_out). */
static gboolean
listen_to (int output, RedanWireReader *reader, gboolean *timed_out, GError **error)
{
  g_autofree guint8 *chunk = g_malloc (CHUNK);
  gint64 deadline = g_get_monotonic_time () + TIME_LIMIT_US;

  for (;;)
    {
      struct pollfd waiting = { .fd = output, .events = POLLIN };
      gint64 left = deadline - g_get_monotonic_time ();
      int ready = left > 0 ? poll (&waiting, 1, (int) (left / 1000) + 1) : 0;
      gssize n;

      if (ready < 0 && errno == EINTR)
        continue;
      if (ready <= 0)
        {
          *timed_out = TRUE;
          return TRUE;
        }

      n = read (output, chunk, CHUNK);
      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return TRUE;
      if (!redan_wire_reader_feed (reader, chunk, (gsize) n, error))
        return FALSE;
    }
}

gboolean
redan_child_input_write (int fd, const void *data, gsize length)
{
  for (gsize done = 0; done < length;)
    {
      gssize n = write (fd, (const char *) data + done, length - done);

      if (n < 0 && errno == EINTR)
        continue;
      if (n == 0)
        errno = EIO;
      if (n <= 0)
        return FALSE;
      done += (gsize) n;
    }
  return TRUE;
}

static int
end_child (pid_t pid, gboolean force)
{
  int status = 0;

  if (force)
    kill (pid, SIGKILL);
  while (waitpid (pid, &status, 0) < 0 && errno == EINTR)
    ;
  return status;
}

static void
explain_death (int status, gboolean timed_out, GError **error)
{
  int sign = WIFSIGNALED (status) ? WTERMSIG (status) : 0;

  if (timed_out || sign == SIGXCPU)
    g_set_error_literal (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_IMPORT,
                         _ ("reading took too long and was ended; nothing was changed. "
                            "Split the model, or save it again with the tool that wrote it"));
  else if (sign != 0)
    g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_IMPORT,
                 _ ("the import program was ended by signal %d (%s) before the file was read; "
                    "nothing was changed. The file may be damaged or need more memory than "
                    "the program may have: save it again with the tool that wrote it, or report "
                    "it"),
                 sign, g_strsignal (sign));
  else
    g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_IMPORT,
                 _ ("the import program gave up with status %d before the file was read; nothing "
                    "was changed. Report this with the file"),
                 WIFEXITED (status) ? WEXITSTATUS (status) : -1);
}

gboolean
redan_child_start (const char *argument, int input, RedanChild *child_out, GError **error)
{
  g_autofree char *program = find_program ();
  int ends[2];
  int status;

  if (pipe2 (ends, O_CLOEXEC) != 0)
    status = errno;
  else
    {
      status = start (program, argument, input, ends[1], &child_out->pid);
      close (ends[1]);
      if (status != 0)
        close (ends[0]);
    }
  if (status != 0)
    {
      g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_IMPORT,
                   _ ("the import program %s could not be started: %s; install Redan again"),
                   program, g_strerror (status));
      return FALSE;
    }

  child_out->output = ends[0];
  return TRUE;
}

void
redan_child_end (
    RedanChild *child, gboolean force, gboolean explain, gboolean timed_out, GError **error)
{
  int status;

  close (child->output);
  status = end_child (child->pid, force);
  if (explain)
    explain_death (status, timed_out, error);
}

const RedanImporter *
redan_import_spawn (int input, const char *format, RedanEventSink *sink, GError **error)
{
  RedanChild child = { 0 };
  RedanWireReader reader;
  gboolean timed_out = FALSE;
  gboolean sound;
  gboolean finished;
  const RedanImporter *importer;

  if (!redan_child_start (format, input, &child, error))
    return NULL;

  redan_wire_reader_init (&reader, sink);
  sound = listen_to (child.output, &reader, &timed_out, error);
  finished = reader.finished;
  importer = reader.importer;
  redan_wire_reader_clear (&reader);
  redan_child_end (&child, !sound || !finished, sound && !finished, timed_out, error);

  return sound && finished ? importer : NULL;
}
