/* SPDX-License-Identifier: Apache-2.0 */
/* Reads a file through the import child, line by line as it speaks. */

#include "config.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "model/error.h"
#include "model/exchange/child-lines.h"
#include "model/exchange/spawn.h"
#include "model/file-read.h"

#define CHUNK ((gsize) 64 * 1024)
#define MAX_LINE ((gsize) 16 * 1024)
#define LOOK_MS 200

typedef struct
{
  RedanChildLine line;
  gpointer data;
  GCancellable *cancellable;
  char *lines; /* what was read and is no whole line yet */
  gsize length;
  gboolean finished;
  gboolean timed_out;
} Listener;

gboolean
redan_child_line_fail (GError **error)
{
  g_set_error_literal (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_IMPORT,
                       _ ("the import program said something that makes no sense; nothing was "
                          "changed. Report this with the file"));
  return FALSE;
}

gboolean
redan_child_line_take_error (const char *code_text, const char *message, GError **error)
{
  guint64 code;

  if (!g_ascii_string_to_unsigned (code_text, 10, 0, 100, &code, NULL))
    return redan_child_line_fail (error);
  g_set_error_literal (error, REDAN_MODEL_ERROR, (int) code, message);
  return FALSE;
}

/* Returns FALSE with @error when what the child said is wrong, and without when the sink wants no
 * more. */
static gboolean
take_lines (Listener *self, GError **error)
{
  char *start = self->lines;
  char *end = self->lines + self->length;
  char *stop;

  while ((stop = memchr (start, '\n', (gsize) (end - start))) != NULL)
    {
      *stop = '\0';
      if (!self->line (start, &self->finished, self->data, error))
        return FALSE;
      start = stop + 1;
    }
  self->length = (gsize) (end - start);
  memmove (self->lines, start, self->length);
  return self->length <= MAX_LINE || redan_child_line_fail (error);
}

/* Waits until there is something to read. Returns: FALSE when it was cancelled or silent for too
 * long */
static gboolean
wait_for (Listener *self, int output, GError **error)
{
  for (guint waited = 0; waited < REDAN_CHILD_SILENCE_MS; waited += LOOK_MS)
    {
      struct pollfd waiting = { .fd = output, .events = POLLIN };
      int ready = poll (&waiting, 1, LOOK_MS);

      if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
        return FALSE;
      if (ready > 0)
        return TRUE;
    }
  self->timed_out = TRUE;
  return FALSE;
}

static gboolean
listen_to (Listener *self, int output, GError **error)
{
  while (wait_for (self, output, error))
    {
      gssize n = read (output, self->lines + self->length, CHUNK);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return TRUE;
      self->length += (gsize) n;
      if (!take_lines (self, error))
        return FALSE;
    }
  return self->timed_out;
}

/* Messages of the child begin with a line or nothing; the file comes before. */
static gboolean
name_file (const char *path, GError *problem, GError **error)
{
  gboolean line = problem->domain == REDAN_MODEL_ERROR && g_ascii_isdigit (problem->message[0]);

  if (problem->domain == REDAN_MODEL_ERROR)
    g_set_error (error, problem->domain, problem->code, line ? "%s:%s" : "%s: %s", path,
                 problem->message);
  else
    g_propagate_error (error, g_error_copy (problem));
  g_error_free (problem);
  return FALSE;
}

gboolean
redan_child_read_lines (const char *path,
                        const char *argument,
                        RedanChildLine line,
                        gpointer data,
                        GCancellable *cancellable,
                        GError **error)
{
  g_autofree char *lines = g_malloc (CHUNK + MAX_LINE + 1);
  Listener self = { line, data, cancellable, lines, 0, FALSE, FALSE };
  RedanChild child = { 0 };
  GError *problem = NULL;
  gboolean sound;
  int fd = redan_file_open (path, TRUE, error);

  if (fd < 0)
    return FALSE;
  if (!redan_child_start (argument, fd, &child, &problem))
    {
      close (fd);
      return name_file (path, problem, error);
    }

  close (fd);
  sound = listen_to (&self, child.output, &problem);
  redan_child_end (&child, !sound || !self.finished, sound && !self.finished, self.timed_out,
                   &problem);
  if (problem != NULL)
    return name_file (path, problem, error);
  return self.finished;
}
