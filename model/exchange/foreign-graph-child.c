/* SPDX-License-Identifier: Apache-2.0 */
/* The import child for attack graphs of other tools: parses one file, or two tables, and hands the
 * graphs over as records. */

#include "config.h"

#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "model/error.h"
#include "model/exchange/child-private.h"
#include "model/exchange/foreign-graph-wire.h"
#include "model/exchange/tree-memory.h"

#define BUFFER ((gsize) 1024 * 1024)
#define MAX_MESSAGE 4000

/* A file of the largest size in the form that takes most: a node of JSON with little text. */
#define MAX_MEMORY ((gsize) 3 * 1024 * 1024 * 1024)

typedef struct
{
  GString *out;
  gboolean failed; /* nobody listens */
} Child;

static void
say (Child *self, const void *data, gsize length)
{
  g_string_append_len (self->out, data, (gssize) length);
  if (self->out->len > BUFFER)
    import_child_flush (self->out, &self->failed);
}

/* A large array in pieces, so that the buffer stays small. */
static void
say_array (Child *self, const GArray *array)
{
  gsize length = (gsize) array->len * g_array_get_element_size ((GArray *) array);

  for (gsize at = 0; at < length && !self->failed; at += BUFFER)
    say (self, array->data + at, MIN (length - at, BUFFER));
}

static guint32
get_length (const char *text)
{
  return text == NULL ? FOREIGN_WIRE_NONE : (guint32) strlen (text);
}

static void
say_text (Child *self, const char *text)
{
  if (text != NULL)
    say (self, text, strlen (text));
}

static void
say_nodes (Child *self, const GArray *nodes)
{
  for (guint first = 0; first < nodes->len && !self->failed; first += FOREIGN_WIRE_CHUNK)
    {
      guint end = MIN (first + FOREIGN_WIRE_CHUNK, nodes->len);

      for (guint i = first; i < end; i++)
        {
          const RedanForeignNode *node = &g_array_index (nodes, RedanForeignNode, i);
          const ForeignWireNode record = { .probability = node->probability,
                                           .effort = node->effort,
                                           .price = node->price,
                                           .id_length = get_length (node->id),
                                           .label_length = get_length (node->label),
                                           .class_length = get_length (node->class_name),
                                           .kind = (guint8) node->kind,
                                           .skill = node->skill,
                                           .is_number = node->is_number != FALSE,
                                           .active = node->active != FALSE };

          say (self, &record, sizeof record);
        }
      for (guint i = first; i < end; i++)
        {
          const RedanForeignNode *node = &g_array_index (nodes, RedanForeignNode, i);

          say_text (self, node->id);
          say_text (self, node->label);
          say_text (self, node->class_name);
        }
    }
}

static void
say_graph (Child *self, const RedanForeignGraph *graph)
{
  const ForeignWireGraph record = { .form = graph->form,
                                    .n_nodes = graph->nodes->len,
                                    .n_edges = graph->edges->len,
                                    .n_entries = graph->entries->len,
                                    .n_goals = graph->goals->len,
                                    .n_candidates = graph->candidates == NULL
                                                        ? FOREIGN_WIRE_NONE
                                                        : graph->candidates->len,
                                    .name_length = get_length (graph->name),
                                    .n_metrics = graph->n_metrics };

  say (self, &record, sizeof record);
  say_text (self, graph->name);
  say_nodes (self, graph->nodes);
  say_array (self, graph->edges);
  say_array (self, graph->entries);
  say_array (self, graph->goals);
  if (graph->candidates != NULL)
    say_array (self, graph->candidates);
}

static void
say_graphs (Child *self, const RedanForeignGraphs *graphs)
{
  const ForeignWireHead head = { FOREIGN_WIRE_GRAPHS, graphs->graphs->len,
                                 get_length (graphs->list) };
  const guint32 end = FOREIGN_WIRE_END;

  say (self, &head, sizeof head);
  say_text (self, graphs->list);
  for (guint i = 0; i < graphs->graphs->len; i++)
    say_graph (self, g_ptr_array_index (graphs->graphs, i));
  say (self, &end, sizeof end);
}

static void
say_error (Child *self, const GError *error)
{
  g_autofree char *message = g_strndup (error->message, MAX_MESSAGE);
  g_autofree char *text = g_utf8_make_valid (message, -1);
  const ForeignWireHead head = { FOREIGN_WIRE_ERROR, (guint32) error->code, get_length (text) };

  say (self, &head, sizeof head);
  say_text (self, text);
}

/* The input is memory that nobody changes any more. Returns: %NULL with @error set */
static const guint8 *
map_input (ForeignInput *input_out, GError **error)
{
  struct stat status;
  const guint8 *data = MAP_FAILED;

  if (fstat (STDIN_FILENO, &status) == 0 && status.st_size >= (off_t) sizeof *input_out)
    data = mmap (NULL, (gsize) status.st_size, PROT_READ, MAP_PRIVATE, STDIN_FILENO, 0);
  if (data != MAP_FAILED)
    {
      memcpy (input_out, data, sizeof *input_out);
      if (sizeof *input_out + (guint64) input_out->first +
              (input_out->second == FOREIGN_WIRE_NONE ? 0 : input_out->second) ==
          (guint64) status.st_size)
        return data + sizeof *input_out;
    }

  g_set_error_literal (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_IO,
                       _ ("the import program reads graphs for redan-cli graph only; use that"));
  return NULL;
}

int
redan_foreign_graphs_child_run (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RedanForeignGraphs) graphs = NULL;
  ForeignInput input = { 0 };
  const guint8 *data = map_input (&input, &error);
  Child self = { .out = g_string_new (NULL) };

  if (data != NULL && import_child_confine_memory (MAX_MEMORY, &error))
    {
      g_autoptr (GBytes) first = g_bytes_new_static (data, input.first);
      g_autoptr (GBytes) second = input.second == FOREIGN_WIRE_NONE
                                      ? NULL
                                      : g_bytes_new_static (data + input.first, input.second);

      if (!REDAN_SANITIZED)
        redan_tree_memory_install ();
      graphs = redan_foreign_graphs_parse (first, second, &error);
    }
  if (graphs != NULL)
    say_graphs (&self, graphs);
  else
    say_error (&self, error);
  import_child_flush (self.out, &self.failed);
  g_string_free (self.out, TRUE);

  return self.failed ? 1 : 0;
}
