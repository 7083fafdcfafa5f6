/* SPDX-License-Identifier: Apache-2.0 */
/* Reads attack graphs of other tools through the import child and checks what it says. */

#include "config.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "model/error.h"
#include "model/exchange/child-lines.h"
#include "model/exchange/foreign-graph-private.h"
#include "model/exchange/foreign-graph-wire.h"
#include "model/exchange/spawn.h"
#include "model/file-read.h"

#define BUFFER ((gsize) 256 * 1024)
#define TIME_LIMIT_US (10 * 60 * G_USEC_PER_SEC)
#define SMALLEST_PIECE 24 /* bytes that malloc() takes for any text */
#define MAX_MESSAGE 16384

/* No graphs take more than the child may. */
#define MAX_MEMORY ((gsize) 3 * 1024 * 1024 * 1024)

/**
 * Receiver:
 * @at, @have: what of the buffer is still to be taken
 * @left: memory that may still be taken
 * @deadline: of the whole stream, monotonic
 * @broken: the stream ended early, or the child fell silent
 */
typedef struct
{
  int descriptor;
  guint8 *buffer;
  gsize at;
  gsize have;
  gsize left;
  gint64 deadline;
  gboolean timed_out;
  gboolean broken;
} Receiver;

/* Returns: bytes read, 0 at the end and after silence */
static gsize
listen_to (Receiver *self, guint8 *buffer, gsize room)
{
  for (;;)
    {
      struct pollfd waiting = { .fd = self->descriptor, .events = POLLIN };
      const gboolean is_late = g_get_monotonic_time () > self->deadline;
      int ready = is_late ? 0 : poll (&waiting, 1, REDAN_CHILD_SILENCE_MS);
      gssize n = ready > 0 ? read (self->descriptor, buffer, room) : ready;

      if (n < 0 && errno == EINTR)
        continue;
      self->timed_out = ready == 0;
      self->broken = n <= 0;
      return (gsize) MAX (n, 0);
    }
}

static gboolean
take (Receiver *self, void *data, gsize length)
{
  guint8 *to = data;

  while (length > 0)
    {
      gsize n = MIN (length, self->have - self->at);

      if (n > 0)
        {
          memcpy (to, self->buffer + self->at, n);
          self->at += n;
        }
      else if (length >= BUFFER)
        n = listen_to (self, to, length);
      else
        {
          self->at = 0;
          self->have = listen_to (self, self->buffer, BUFFER);
        }
      if (self->broken)
        return FALSE;
      to += n;
      length -= n;
    }

  return TRUE;
}

static gboolean
reserve (Receiver *self, gsize size)
{
  if (size > self->left)
    return FALSE;
  self->left -= size;
  return TRUE;
}

/* Returns: %FALSE when it is broken, too long or no text */
static gboolean
take_text (Receiver *self, guint32 length, gsize limit, char **text_out)
{
  if (length == FOREIGN_WIRE_NONE)
    return TRUE;
  if (length > limit || !reserve (self, MAX (length + 1, SMALLEST_PIECE) + sizeof (gsize)))
    return FALSE;
  *text_out = g_malloc (length + 1);
  (*text_out)[length] = '\0';

  return take (self, *text_out, length) && g_utf8_validate_len (*text_out, length, NULL);
}

static gboolean
is_number (double value)
{
  return value >= 0.0 && value <= FOREIGN_WIRE_MAX_NUMBER;
}

static gboolean
is_sound (const ForeignWireNode *record, RedanForeignForm form)
{
  guint8 last = form == REDAN_FOREIGN_MAL ? REDAN_FOREIGN_NOT_EXIST : REDAN_FOREIGN_AND;

  return record->kind <= last && record->is_number <= 1 && record->active <= 1 &&
         record->probability >= 0.0 && record->probability <= 1.0 && is_number (record->effort) &&
         (record->price == -1.0 || is_number (record->price)) &&
         record->id_length != FOREIGN_WIRE_NONE && record->label_length != FOREIGN_WIRE_NONE;
}

static gboolean
take_node (Receiver *self, RedanForeignGraph *graph, const ForeignWireNode *record)
{
  RedanForeignNode node = { .probability = record->probability,
                            .effort = record->effort,
                            .price = record->price,
                            .kind = (RedanForeignKind) record->kind,
                            .skill = record->skill,
                            .is_number = record->is_number,
                            .active = record->active };
  gboolean sound =
      is_sound (record, graph->form) &&
      take_text (self, record->id_length, REDAN_FOREIGN_GRAPH_MAX_TEXT, &node.id) &&
      take_text (self, record->label_length, REDAN_FOREIGN_GRAPH_MAX_TEXT, &node.label) &&
      take_text (self, record->class_length, REDAN_FOREIGN_GRAPH_MAX_TEXT, &node.class_name);

  /* The graph frees the texts also when there are not all of them. */
  g_array_append_val (graph->nodes, node);
  return sound;
}

static gboolean
take_nodes (Receiver *self, RedanForeignGraph *graph, guint32 n)
{
  g_autofree ForeignWireNode *records = g_new (ForeignWireNode, FOREIGN_WIRE_CHUNK);

  if (n > REDAN_FOREIGN_GRAPH_MAX_NODES || !reserve (self, n * sizeof (RedanForeignNode)))
    return FALSE;
  for (guint32 first = 0; first < n; first += FOREIGN_WIRE_CHUNK)
    {
      guint32 n_records = MIN (n - first, FOREIGN_WIRE_CHUNK);

      if (!take (self, records, n_records * sizeof (ForeignWireNode)))
        return FALSE;
      for (guint32 i = 0; i < n_records; i++)
        if (!take_node (self, graph, &records[i]))
          return FALSE;
    }

  return TRUE;
}

static gboolean
take_edges (Receiver *self, RedanForeignGraph *graph, guint32 n)
{
  const RedanForeignEdge *edges;
  guint32 n_nodes = graph->nodes->len;
  gboolean sound = TRUE;

  if (n > REDAN_FOREIGN_GRAPH_MAX_EDGES || !reserve (self, n * sizeof (RedanForeignEdge)))
    return FALSE;
  g_array_set_size (graph->edges, n);
  if (!take (self, graph->edges->data, n * sizeof (RedanForeignEdge)))
    return FALSE;
  edges = (const RedanForeignEdge *) (gconstpointer) graph->edges->data;
  for (guint32 i = 0; i < n; i++)
    sound &= edges[i].from < n_nodes && edges[i].to < n_nodes && is_number (edges[i].weight) &&
             (graph->form != REDAN_FOREIGN_RATES || edges[i].weight > 0.0);

  return sound;
}

static gboolean
take_ends (Receiver *self, const RedanForeignGraph *graph, GArray *ends, guint32 n)
{
  if (n > REDAN_FOREIGN_GRAPH_MAX_NODES || !reserve (self, n * sizeof (guint32)))
    return FALSE;
  g_array_set_size (ends, n);
  if (!take (self, ends->data, n * sizeof (guint32)))
    return FALSE;
  for (guint32 i = 0; i < n; i++)
    if (g_array_index (ends, guint32, i) >= graph->nodes->len)
      return FALSE;

  return TRUE;
}

static gboolean
take_graph (Receiver *self, RedanForeignGraphs *graphs)
{
  ForeignWireGraph record;
  RedanForeignGraph *graph;

  if (!take (self, &record, sizeof record) || record.form > REDAN_FOREIGN_MAL ||
      record.n_metrics > record.n_nodes)
    return FALSE;
  graph = redan_foreign_graph_new ((RedanForeignForm) record.form);
  graph->n_metrics = record.n_metrics;
  g_ptr_array_add (graphs->graphs, graph);
  if (record.n_candidates != FOREIGN_WIRE_NONE)
    graph->candidates = g_array_new (FALSE, FALSE, sizeof (guint32));

  return take_text (self, record.name_length, REDAN_FOREIGN_GRAPH_MAX_TEXT, &graph->name) &&
         take_nodes (self, graph, record.n_nodes) && take_edges (self, graph, record.n_edges) &&
         take_ends (self, graph, graph->entries, record.n_entries) &&
         take_ends (self, graph, graph->goals, record.n_goals) &&
         (graph->candidates == NULL ||
          take_ends (self, graph, graph->candidates, record.n_candidates));
}

static gboolean
take_graphs (Receiver *self, const ForeignWireHead *head, RedanForeignGraphs *graphs)
{
  guint32 end;

  if (head->n > REDAN_FOREIGN_GRAPH_MAX_GRAPHS ||
      (head->n != 1 && head->length == FOREIGN_WIRE_NONE) ||
      !take_text (self, head->length, REDAN_FOREIGN_GRAPH_MAX_TEXT, &graphs->list))
    return FALSE;
  for (guint32 i = 0; i < head->n; i++)
    if (!take_graph (self, graphs))
      return FALSE;

  return take (self, &end, sizeof end) && end == FOREIGN_WIRE_END;
}

/* Returns: whether the child told of an error */
static gboolean
take_error (Receiver *self, const ForeignWireHead *head, GError **error)
{
  g_autofree char *message = NULL;

  if (head->n > REDAN_MODEL_ERROR_CHANGED || head->length == FOREIGN_WIRE_NONE ||
      !take_text (self, head->length, MAX_MESSAGE, &message))
    return FALSE;
  g_set_error_literal (error, REDAN_MODEL_ERROR, (int) head->n, message);

  return TRUE;
}

RedanForeignGraphs *
redan_foreign_graphs_receive (int descriptor,
                              gboolean *timed_out,
                              gboolean *finished,
                              GError **error)
{
  g_autoptr (RedanForeignGraphs) graphs = g_new0 (RedanForeignGraphs, 1);
  g_autofree guint8 *buffer = g_malloc (BUFFER);
  Receiver self = { .descriptor = descriptor,
                    .buffer = buffer,
                    .left = MAX_MEMORY,
                    .deadline = g_get_monotonic_time () + TIME_LIMIT_US };
  ForeignWireHead head = { 0 };

  graphs->graphs = g_ptr_array_new_with_free_func ((GDestroyNotify) redan_foreign_graph_free);
  *finished = take (&self, &head, sizeof head);
  if (*finished && head.magic == FOREIGN_WIRE_ERROR)
    *finished = take_error (&self, &head, error);
  else if (*finished && head.magic == FOREIGN_WIRE_GRAPHS && take_graphs (&self, &head, graphs))
    return g_steal_pointer (&graphs);
  else
    *finished = FALSE;
  *timed_out = self.timed_out;
  if (!*finished && !self.broken)
    redan_child_line_fail (error);

  return NULL;
}

/* ---- the files ---- */

/* MulVAL's tables belong together: the other one lies beside the one that is given. */
static char *
find_companion (const char *path, gboolean vertices)
{
  static const char *const pairs[][2] = { { "VERTICES.CSV", "ARCS.CSV" },
                                          { "vertices.csv", "arcs.csv" } };
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *directory = g_path_get_dirname (path);

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    if (g_str_equal (name, pairs[i][vertices ? 0 : 1]))
      return g_build_filename (directory, pairs[i][vertices ? 1 : 0], NULL);

  return NULL;
}

/* Returns: a descriptor of memory with the input of the child, -1 with @error set. @other_out:
 * (nullable): the companion */
static int
collect_input (const char *path, const char *second, char **other_out, GError **error)
{
  g_autoptr (GBytes) bytes = redan_file_read (path, TRUE, REDAN_FOREIGN_GRAPH_MAX_FILE, error);
  g_autoptr (GBytes) companion = NULL;
  g_autofree char *other = g_strdup (second);
  ForeignInput input = { 0, FOREIGN_WIRE_NONE };
  gboolean vertices;
  int memory;

  if (bytes == NULL)
    return -1;
  if (other == NULL && redan_foreign_graphs_want_companion (bytes, &vertices))
    other = find_companion (path, vertices);
  if (other != NULL)
    companion = redan_file_read (other, TRUE, REDAN_FOREIGN_GRAPH_MAX_FILE, error);
  if (other != NULL && companion == NULL)
    return -1;

  input.first = (guint32) g_bytes_get_size (bytes);
  if (companion != NULL)
    input.second = (guint32) g_bytes_get_size (companion);
  memory = memfd_create ("redan-graph", MFD_CLOEXEC);
  if (memory >= 0 && redan_child_input_write (memory, &input, sizeof input) &&
      redan_child_input_write (memory, g_bytes_get_data (bytes, NULL), input.first) &&
      (companion == NULL || redan_child_input_write (
                                memory, g_bytes_get_data (companion, NULL), input.second)))
    {
      *other_out = g_steal_pointer (&other);
      return memory;
    }

  g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_IO,
               _ ("%s could not be handed to the import program: %s; free some memory"), path,
               g_strerror (errno));
  if (memory >= 0)
    close (memory);
  return -1;
}

static void
name_file (const char *path, const char *other, const GError *problem, GError **error)
{
  const char *message = problem->message;

  if (other != NULL && g_str_has_prefix (message, REDAN_FOREIGN_IN_COMPANION))
    {
      message += strlen (REDAN_FOREIGN_IN_COMPANION);
      path = other;
    }
  g_set_error (error, problem->domain, problem->code, "%s:%s%s", path,
               g_ascii_isdigit (message[0]) ? "" : " ", message);
}

RedanForeignGraphs *
redan_foreign_graphs_read (const char *path, const char *second, GError **error)
{
  RedanForeignGraphs *graphs = NULL;
  RedanChild child = { 0 };
  g_autoptr (GError) problem = NULL;
  gboolean timed_out = FALSE;
  gboolean finished = FALSE;
  g_autofree char *other = NULL;
  int memory = collect_input (path, second, &other, error);

  if (memory < 0)
    return NULL;
  if (redan_child_start ("graph", memory, &child, &problem))
    {
      graphs = redan_foreign_graphs_receive (child.output, &timed_out, &finished, &problem);
      redan_child_end (&child, graphs == NULL && !finished, graphs == NULL && problem == NULL,
                       timed_out, &problem);
    }
  close (memory);
  if (graphs == NULL)
    name_file (path, other, problem, error);

  return graphs;
}
