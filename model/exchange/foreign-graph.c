/* SPDX-License-Identifier: Apache-2.0 */
/* Attack graphs made by other tools: tells their forms apart and fills them under limits. */

#include "config.h"

#include "model/exchange/foreign-graph.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "model/exchange/foreign-graph-private.h"
#include "model/exchange/json.h"

static void
clear_node (gpointer data)
{
  RedanForeignNode *node = data;

  g_free (node->id);
  g_free (node->label);
  g_free (node->class_name);
}

RedanForeignGraph *
redan_foreign_graph_new (RedanForeignForm form)
{
  RedanForeignGraph *self = g_new0 (RedanForeignGraph, 1);

  self->form = form;
  self->nodes = g_array_new (FALSE, FALSE, sizeof (RedanForeignNode));
  g_array_set_clear_func (self->nodes, clear_node);
  self->edges = g_array_new (FALSE, FALSE, sizeof (RedanForeignEdge));
  self->entries = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->goals = g_array_new (FALSE, FALSE, sizeof (guint32));

  return self;
}

void
redan_foreign_graph_free (RedanForeignGraph *self)
{
  if (self == NULL)
    return;

  g_free (self->name);
  g_array_unref (self->nodes);
  g_array_unref (self->edges);
  g_array_unref (self->entries);
  g_array_unref (self->goals);
  g_clear_pointer (&self->candidates, g_array_unref);
  g_free (self);
}

void
redan_foreign_graphs_free (RedanForeignGraphs *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->graphs);
  g_free (self->list);
  g_free (self);
}

guint32
redan_foreign_graph_find (const RedanForeignGraph *self, const char *name)
{
  guint32 found = G_MAXUINT32;

  for (guint i = 0; i < self->nodes->len; i++)
    {
      const RedanForeignNode *node = &g_array_index (self->nodes, RedanForeignNode, i);

      if (strcmp (node->id, name) == 0)
        return i;
      if (found == G_MAXUINT32 && strcmp (node->label, name) == 0)
        found = i;
    }

  return found;
}

void
redan_foreign_filler_init (RedanForeignFiller *self, RedanForeignForm form, const char *place)
{
  self->graph = redan_foreign_graph_new (form);
  self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  self->place = g_string_new (place);
}

RedanForeignGraph *
redan_foreign_filler_finish (RedanForeignFiller *self, gboolean sound)
{
  g_hash_table_unref (self->by_id);
  g_string_free (self->place, TRUE);
  if (sound)
    return g_steal_pointer (&self->graph);
  g_clear_pointer (&self->graph, redan_foreign_graph_free);
  return NULL;
}

gboolean
redan_foreign_fail (
    const RedanForeignFiller *self, RedanModelError code, GError **error, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, REDAN_MODEL_ERROR, code, "%s: %s", self->place->str, message);
  return FALSE;
}

gboolean
redan_foreign_add_node (RedanForeignFiller *self, RedanForeignNode *node, GError **error)
{
  RedanForeignGraph *graph = self->graph;
  gboolean too_long = strlen (node->id) > REDAN_FOREIGN_GRAPH_MAX_TEXT ||
                      strlen (node->label) > REDAN_FOREIGN_GRAPH_MAX_TEXT ||
                      (node->class_name != NULL &&
                       strlen (node->class_name) > REDAN_FOREIGN_GRAPH_MAX_TEXT);
  gboolean sound = FALSE;

  if (graph->nodes->len == REDAN_FOREIGN_GRAPH_MAX_NODES || too_long)
    redan_foreign_fail (self, REDAN_MODEL_ERROR_LIMIT, error,
                        _ ("more than %d nodes in a graph, or a text of more than %d bytes; "
                           "analyse a part of it"),
                        REDAN_FOREIGN_GRAPH_MAX_NODES, REDAN_FOREIGN_GRAPH_MAX_TEXT);
  else if (g_hash_table_contains (self->by_id, node->id))
    redan_foreign_fail (self, REDAN_MODEL_ERROR_REFERENCE, error,
                        _ ("there are two nodes with the id \"%s\"; give each its own"), node->id);
  else
    sound = TRUE;

  if (!sound)
    {
      clear_node (node);
      return FALSE;
    }
  g_array_append_val (graph->nodes, *node);
  g_hash_table_insert (self->by_id, node->id, GUINT_TO_POINTER (graph->nodes->len));
  return TRUE;
}

gboolean
redan_foreign_add_edge (
    RedanForeignFiller *self, guint32 from, guint32 to, double weight, GError **error)
{
  const RedanForeignEdge edge = { from, to, weight };

  if (self->graph->edges->len == REDAN_FOREIGN_GRAPH_MAX_EDGES)
    return redan_foreign_fail (self, REDAN_MODEL_ERROR_LIMIT, error,
                               _ ("more than %d edges in a graph; analyse a part of it"),
                               REDAN_FOREIGN_GRAPH_MAX_EDGES);
  g_array_append_val (self->graph->edges, edge);
  return TRUE;
}

gboolean
redan_foreign_lookup (const RedanForeignFiller *self,
                      const char *id,
                      guint32 *number_out,
                      GError **error)
{
  guint number = GPOINTER_TO_UINT (g_hash_table_lookup (self->by_id, id));

  if (number == 0)
    return redan_foreign_fail (
        self, REDAN_MODEL_ERROR_REFERENCE, error,
        _ ("there is no node \"%.200s\"; add the node or remove what refers to it"), id);
  *number_out = number - 1;
  return TRUE;
}

char *
redan_foreign_json_id (const json_t *value, gboolean *is_number_out)
{
  *is_number_out = json_is_integer (value);
  if (json_is_integer (value))
    return g_strdup_printf ("%" JSON_INTEGER_FORMAT, json_integer_value (value));
  if (json_is_string (value) && json_string_length (value) > 0)
    return g_strdup (json_string_value (value));
  return NULL;
}

gboolean
redan_foreign_json_lookup (const RedanForeignFiller *self,
                           const json_t *id,
                           guint32 *number_out,
                           GError **error)
{
  gboolean is_number;
  g_autofree char *text = redan_foreign_json_id (id, &is_number);

  if (text == NULL)
    return redan_foreign_fail (self, REDAN_MODEL_ERROR_INVALID_VALUE, error,
                               _ ("expected the id of a node, found %s; write its number or text"),
                               redan_json_get_type_name (id));
  return redan_foreign_lookup (self, text, number_out, error);
}

gboolean
redan_foreign_json_number (const RedanForeignFiller *self,
                           const json_t *object,
                           const char *key,
                           double least,
                           double most,
                           double *value_out,
                           GError **error)
{
  const json_t *value = json_object_get (object, key);
  double number = json_is_number (value) ? json_number_value (value) : NAN;

  if (value == NULL || json_is_null (value))
    return TRUE;
  if (!(number >= least && number <= most))
    return redan_foreign_fail (self, REDAN_MODEL_ERROR_INVALID_VALUE, error,
                               _ ("%s: expected a number from %g to %g; correct it"), key, least,
                               most);
  *value_out = number;
  return TRUE;
}

char *
redan_foreign_json_text (const json_t *object, const char *key)
{
  const json_t *value = json_object_get (object, key);

  if (json_is_string (value) || json_is_number (value))
    return redan_json_to_text (value);
  return g_strdup ("");
}

static const guint8 *
skip_space (const guint8 *data, gsize length)
{
  redan_json_skip_mark (&data, &length);
  while (length > 0 && g_ascii_isspace (*data))
    {
      data++;
      length--;
    }

  return length > 0 ? data : NULL;
}

gboolean
redan_foreign_graphs_want_companion (GBytes *bytes, gboolean *vertices_out)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  const guint8 *start = length > 0 ? skip_space (data, length) : NULL;
  const guint8 *end;
  const guint8 *line_end;

  if (start == NULL || !(g_ascii_isdigit (*start) || *start == '"'))
    return FALSE;
  end = data + length;
  line_end = memchr (start, '\n', (gsize) (end - start));
  if (line_end == NULL)
    line_end = end;
  *vertices_out = FALSE;
  /* Arcs are numbers only; the rows of vertices name a fact and a type. */
  for (const guint8 *at = start; at < line_end; at++)
    if (g_ascii_isalpha (*at))
      *vertices_out = TRUE;

  return memchr (start, ',', (gsize) (line_end - start)) != NULL;
}

static RedanForeignGraphs *
wrap (RedanForeignGraph *graph)
{
  RedanForeignGraphs *graphs;

  if (graph == NULL)
    return NULL;

  graphs = g_new0 (RedanForeignGraphs, 1);
  graphs->graphs = g_ptr_array_new_with_free_func ((GDestroyNotify) redan_foreign_graph_free);
  g_ptr_array_add (graphs->graphs, graph);
  return graphs;
}

static RedanForeignGraphs *
parse_tables (GBytes *bytes, GBytes *companion, gboolean vertices, GError **error)
{
  gboolean other = FALSE;

  if (companion == NULL || !redan_foreign_graphs_want_companion (companion, &other) ||
      other == vertices)
    {
      g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_FORMAT,
                   vertices
                       ? _ ("1:1: these are the vertices of a MulVAL graph; give ARCS.CSV too")
                       : _ ("1:1: these are the arcs of a MulVAL graph; give VERTICES.CSV too"));
      return NULL;
    }

  return wrap (vertices ? redan_foreign_read_tables (bytes, companion, TRUE, error)
                        : redan_foreign_read_tables (companion, bytes, FALSE, error));
}

RedanForeignGraphs *
redan_foreign_graphs_parse (GBytes *bytes, GBytes *companion, GError **error)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  const guint8 *start = length > 0 ? skip_space (data, length) : NULL;
  gboolean vertices;

  if (length > REDAN_FOREIGN_GRAPH_MAX_FILE)
    {
      g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_LIMIT,
                   _ ("1:1: the file is larger than %zu MiB; analyse a part of it"),
                   REDAN_FOREIGN_GRAPH_MAX_FILE / 1024 / 1024);
      return NULL;
    }
  if (start != NULL && *start == '<')
    return wrap (redan_foreign_read_xml (data, length, error));
  if (start != NULL && (*start == '{' || *start == '['))
    return redan_foreign_read_json (data, length, error);
  if (start != NULL && redan_foreign_graphs_want_companion (bytes, &vertices))
    return parse_tables (bytes, companion, vertices, error);

  g_set_error_literal (
      error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_FORMAT,
      _ ("1:1: the content is no attack graph; known forms: MulVAL (AttackGraph.xml, VERTICES.CSV "
         "with ARCS.CSV), MAL attack graph JSON, plain or AND/OR graph JSON"));
  return NULL;
}
