/* SPDX-License-Identifier: Apache-2.0 */
/* The import child for findings: tells the form by the first bytes, reads the rest as a stream,
 * says one line a finding. */

#include "config.h"

#include <string.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "model/error.h"
#include "model/exchange/child-private.h"
#include "model/exchange/findings-private.h"

#define HEAD ((gsize) 64 * 1024)
#define FLUSH_AT ((gsize) 64 * 1024)
#define SPEAK_EVERY ((guint64) 16 * 1024 * 1024)

typedef struct
{
  guint8 *head; /* of the input, read before the form was known */
  gsize head_length;
  gsize head_at;
  guint64 n_read;
  guint64 spoke_at;
  GString *buffer;
  gboolean failed; /* nobody listens */
} Child;

/* A file without findings is read in silence, which the parent takes for death; so something is
 * said now and then. */
static void
give_sign (Child *self, const RedanFindingCounts *counts)
{
  if (self->n_read - self->spoke_at < SPEAK_EVERY)
    return;
  self->spoke_at = self->n_read;
  g_string_append_printf (self->buffer, "C\t%" G_GUINT64_FORMAT "\t%" G_GUINT64_FORMAT "\n",
                          counts->n_records, counts->n_unrecognized);
  import_child_flush (self->buffer, &self->failed);
}

typedef struct
{
  Child *child;
  RedanFindingCounts counts;
} Run;

static gssize
read_next (guint8 *buffer, gsize room, gpointer data)
{
  Run *run = data;
  Child *self = run->child;
  gsize left = self->head_length - self->head_at;
  gssize n;

  if (left > 0)
    {
      n = (gssize) MIN (left, room);
      memcpy (buffer, self->head + self->head_at, (gsize) n);
      self->head_at += (gsize) n;
      return n;
    }
  n = import_child_read (STDIN_FILENO, buffer, room, NULL);
  self->n_read += (guint64) MAX (n, 0);
  give_sign (self, &run->counts);
  return n;
}

static gboolean
say_finding (gpointer data, const RedanFinding *finding)
{
  Child *self = data;

  finding_wire_append (self->buffer, finding);
  if (self->buffer->len >= FLUSH_AT)
    import_child_flush (self->buffer, &self->failed);
  return !self->failed;
}

static gboolean
say_definition (gpointer data, const char *name, const char *identifier)
{
  Child *self = data;

  finding_wire_append_definition (self->buffer, name, identifier);
  if (self->buffer->len >= FLUSH_AT)
    import_child_flush (self->buffer, &self->failed);
  return !self->failed;
}

static gboolean
read_head (Child *self, GError **error)
{
  while (self->head_length < HEAD)
    {
      gssize n = import_child_read (STDIN_FILENO, self->head + self->head_length,
                                    HEAD - self->head_length, error);

      if (n < 0)
        return FALSE;
      if (n == 0)
        break;
      self->head_length += (gsize) n;
    }
  return TRUE;
}

static gboolean
read_all (Run *run, GError **error)
{
  Child *self = run->child;
  const RedanFindingSink sink = { say_finding, say_definition, self };

  if (!read_head (self, error))
    return FALSE;
  if (redan_json_looks_like (self->head, self->head_length))
    {
      if (!findings_read_json (read_next, run, &sink, &run->counts, error))
        return FALSE;
    }
  else if (findings_csv_looks_like (self->head, self->head_length))
    {
      if (!findings_read_csv (read_next, run, &sink, &run->counts, error))
        return FALSE;
    }
  else
    {
      g_set_error_literal (
          error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_FORMAT,
          self->head_length == 0
              ? _ ("1:1: the file is empty; expected findings of Prowler, Security Hub or AWS "
                   "Config")
              : _ ("1:1: neither JSON nor a table of Prowler; expected findings of Prowler, "
                   "Security Hub or AWS Config"));
      return FALSE;
    }

  if (run->counts.n_records == run->counts.n_unrecognized && run->counts.n_records > 0)
    {
      g_set_error_literal (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_FORMAT,
                           _ ("1:1: nothing in it is a finding of Prowler, Security Hub or AWS "
                              "Config; choose the file that the scanner wrote"));
      return FALSE;
    }
  return TRUE;
}

int
redan_findings_child_run (void)
{
  g_autoptr (GError) error = NULL;
  Child self = { 0 };
  Run run = { .child = &self };

  self.head = g_malloc (HEAD);
  self.buffer = g_string_sized_new (2 * FLUSH_AT);
  if (import_child_confine (TRUE, &error))
    (void) read_all (&run, &error);
  finding_wire_append_end (self.buffer, &run.counts, error);
  import_child_flush (self.buffer, &self.failed);
  g_string_free (self.buffer, TRUE);
  g_free (self.head);
  return self.failed ? 1 : 0;
}
