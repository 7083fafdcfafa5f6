/* SPDX-License-Identifier: Apache-2.0 */
/* Reads attack graphs of MulVAL: AttackGraph.xml, and VERTICES.CSV with ARCS.CSV. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <string.h>

#include "model/exchange/foreign-graph-private.h"

#define MAX_DEPTH 8
#define MAX_FIELDS 8

typedef enum
{
  PART_SRC,
  PART_DST,
  PART_ID,
  PART_FACT,
  PART_TYPE,
  PART_METRIC,
  N_PARTS,
} Part;

static const char *const part_names[N_PARTS] = { "src", "dst", "id", "fact", "type", "metric" };

/* An arc as it is written: the consequence first. Vertices come behind the arcs. */
typedef struct
{
  char *consequence;
  char *precondition;
  guint line;
} Arc;

typedef struct
{
  RedanForeignFiller filler;
  GArray *arcs; /* Arc */
  xmlParserCtxt *context;
  GString *text;
  char *parts[N_PARTS];
  guint depth;
  GError *error;
} Reader;

gboolean
redan_foreign_mulval_kind (const char *word, RedanForeignKind *kind_out)
{
  static const char *const words[] = { "LEAF", "OR", "AND" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_ascii_strcasecmp (words[i], word) == 0)
      {
        *kind_out = (RedanForeignKind) i;
        return TRUE;
      }

  return FALSE;
}

void
redan_foreign_mulval_goals (RedanForeignGraph *graph)
{
  g_autofree guint8 *used = g_new0 (guint8, (gsize) graph->nodes->len + 1);

  for (guint i = 0; i < graph->edges->len; i++)
    used[g_array_index (graph->edges, RedanForeignEdge, i).from] = 1;
  for (guint32 i = 0; i < graph->nodes->len; i++)
    if (used[i] == 0 && g_array_index (graph->nodes, RedanForeignNode, i).kind == REDAN_FOREIGN_OR)
      g_array_append_val (graph->goals, i);
  if (graph->goals->len == 0 && graph->nodes->len > 0)
    {
      const guint32 first = 0;

      g_array_append_val (graph->goals, first);
    }
}

static void
clear_arc (gpointer data)
{
  Arc *arc = data;

  g_free (arc->consequence);
  g_free (arc->precondition);
}

static void
set_line (RedanForeignFiller *self, guint line)
{
  g_string_printf (self->place, "%u:1", line);
}

/* What MulVAL computed for a vertex has no fixed meaning; 0 is what it writes without. */
static void
note_metric (RedanForeignFiller *self, const char *metric)
{
  char *end = NULL;

  if (metric == NULL || *metric == '\0')
    return;
  self->graph->n_metrics += g_ascii_strtod (metric, &end) != 0.0 || *end != '\0';
}

/* Takes the texts over. @metric: (nullable) */
static gboolean
add_vertex (RedanForeignFiller *self,
            char *id,
            char *fact,
            const char *type,
            const char *metric,
            GError **error)
{
  RedanForeignNode node = { .id = id, .label = fact, .probability = 1.0, .price = -1.0 };
  gint64 number;

  if (id != NULL && fact != NULL && type != NULL && redan_foreign_mulval_kind (type, &node.kind) &&
      *id != '\0')
    {
      node.is_number = g_ascii_string_to_signed (id, 10, G_MININT64, G_MAXINT64, &number, NULL);
      /* MulVAL charges every rule alike. */
      node.effort = node.kind == REDAN_FOREIGN_AND ? 1.0 : 0.0;
      note_metric (self, metric);
      return redan_foreign_add_node (self, &node, error);
    }

  g_free (id);
  g_free (fact);
  return redan_foreign_fail (
      self, REDAN_MODEL_ERROR_INVALID_VALUE, error,
      _ ("expected a vertex with an id, a fact and the type LEAF, OR or AND; correct it"));
}

static gboolean
add_arcs (RedanForeignFiller *self, const GArray *arcs, GError **error)
{
  for (guint i = 0; i < arcs->len; i++)
    {
      const Arc *arc = &g_array_index (arcs, Arc, i);
      guint32 from;
      guint32 to;

      set_line (self, arc->line);
      if (!redan_foreign_lookup (self, arc->precondition, &from, error) ||
          !redan_foreign_lookup (self, arc->consequence, &to, error) ||
          !redan_foreign_add_edge (self, from, to, 0.0, error))
        return FALSE;
    }
  redan_foreign_mulval_goals (self->graph);

  return TRUE;
}

static guint
current_line (const Reader *self)
{
  return self->context->input == NULL ? 1 : (guint) MAX (self->context->input->line, 1);
}

static void
stop (Reader *self, RedanModelError code, const char *message)
{
  set_line (&self->filler, current_line (self));
  if (self->error == NULL)
    redan_foreign_fail (&self->filler, code, &self->error, "%s", message);
  xmlStopParser (self->context);
}

static void
subset_cb (void *data, const xmlChar *name, const xmlChar *external, const xmlChar *system)
{
  stop (data, REDAN_MODEL_ERROR_SYNTAX,
        _ ("a document type declaration is not allowed; remove the DOCTYPE"));
}

static void
clear_parts (Reader *self)
{
  for (guint i = 0; i < N_PARTS; i++)
    g_clear_pointer (&self->parts[i], g_free);
}

static void
start_cb (void *data,
          const xmlChar *name,
          const xmlChar *prefix,
          const xmlChar *uri,
          int n_namespaces,
          const xmlChar **namespaces,
          int n_attributes,
          int n_defaulted,
          const xmlChar **attributes)
{
  Reader *self = data;

  if (self->error != NULL)
    return;
  if (self->depth == 0 && strcmp ((const char *) name, "attack_graph") != 0)
    stop (self, REDAN_MODEL_ERROR_FORMAT,
          _ ("the XML is no attack graph of MulVAL; expected <attack_graph>"));
  else if (self->depth == MAX_DEPTH)
    stop (self, REDAN_MODEL_ERROR_LIMIT, _ ("elements lie too deep in each other; correct it"));
  self->depth++;
  g_string_truncate (self->text, 0);
}

static void
end_arc (Reader *self)
{
  const Arc arc = { g_steal_pointer (&self->parts[PART_SRC]),
                    g_steal_pointer (&self->parts[PART_DST]), current_line (self) };

  g_array_append_val (self->arcs, arc);
  if (arc.consequence == NULL || arc.precondition == NULL)
    stop (self, REDAN_MODEL_ERROR_INVALID_VALUE,
          _ ("an arc needs src and dst; add what is missing"));
  else if (self->arcs->len > REDAN_FOREIGN_GRAPH_MAX_EDGES)
    stop (self, REDAN_MODEL_ERROR_LIMIT, _ ("there are too many arcs; analyse a part of them"));
}

static void
end_cb (void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
  Reader *self = data;
  const char *ended = (const char *) name;

  if (self->error != NULL)
    return;
  self->depth--;
  for (guint i = 0; i < N_PARTS; i++)
    if (strcmp (ended, part_names[i]) == 0)
      {
        g_free (self->parts[i]);
        self->parts[i] = g_strstrip (g_strdup (self->text->str));
      }
  g_string_truncate (self->text, 0);
  if (strcmp (ended, "arc") == 0)
    end_arc (self);
  else if (strcmp (ended, "vertex") == 0)
    {
      set_line (&self->filler, current_line (self));
      if (!add_vertex (&self->filler, g_steal_pointer (&self->parts[PART_ID]),
                       g_steal_pointer (&self->parts[PART_FACT]), self->parts[PART_TYPE],
                       self->parts[PART_METRIC], &self->error))
        xmlStopParser (self->context);
    }
  else
    return;
  clear_parts (self);
}

static void
characters_cb (void *data, const xmlChar *text, int length)
{
  Reader *self = data;

  if (self->error != NULL)
    return;
  g_string_append_len (self->text, (const char *) text, length);
  if (self->text->len > REDAN_FOREIGN_GRAPH_MAX_TEXT)
    stop (self, REDAN_MODEL_ERROR_LIMIT, _ ("a text is too long; shorten it"));
}

static void
error_cb (void *data, xmlErrorPtr problem)
{
  Reader *self = data;
  g_autofree char *message = NULL;

  if (self->error != NULL || problem->level < XML_ERR_ERROR)
    return;
  message = g_utf8_make_valid (problem->message == NULL ? "?" : problem->message, -1);
  set_line (&self->filler, (guint) MAX (problem->line, 1));
  redan_foreign_fail (&self->filler, REDAN_MODEL_ERROR_SYNTAX, &self->error,
                      _ ("not well-formed XML: %s; correct the file there"), g_strchomp (message));
}

static void
parse_xml (Reader *self, const guint8 *data, gsize length)
{
  xmlSAXHandler handler = {
    .internalSubset = subset_cb,
    .startElementNs = start_cb,
    .endElementNs = end_cb,
    .characters = characters_cb,
    .cdataBlock = characters_cb,
    .initialized = XML_SAX2_MAGIC,
    .serror = error_cb,
  };

  self->context = xmlCreateMemoryParserCtxt ((const char *) data, (int) length);
  if (self->context == NULL)
    g_error ("libxml2: out of memory");
  xmlCtxtUseOptions (self->context, XML_PARSE_NONET);
  *self->context->sax = handler;
  self->context->userData = self;
  xmlParseDocument (self->context);
  if (self->error == NULL && !self->context->wellFormed)
    stop (self, REDAN_MODEL_ERROR_SYNTAX, _ ("not well-formed XML; correct the file there"));
  xmlFreeDoc (self->context->myDoc);
  xmlFreeParserCtxt (self->context);
}

RedanForeignGraph *
redan_foreign_read_xml (const guint8 *data, gsize length, GError **error)
{
  Reader reader = { 0 };
  gboolean sound;

  redan_foreign_filler_init (&reader.filler, REDAN_FOREIGN_MULVAL, "1:1");
  reader.arcs = g_array_new (FALSE, FALSE, sizeof (Arc));
  g_array_set_clear_func (reader.arcs, clear_arc);
  reader.text = g_string_new (NULL);
  parse_xml (&reader, data, length);
  clear_parts (&reader);
  g_string_free (reader.text, TRUE);

  sound = reader.error == NULL && add_arcs (&reader.filler, reader.arcs, &reader.error);
  if (sound && reader.filler.graph->nodes->len == 0)
    sound = redan_foreign_fail (&reader.filler, REDAN_MODEL_ERROR_FORMAT, &reader.error,
                                _ ("the attack graph has no vertices; nothing to analyse"));
  g_array_unref (reader.arcs);
  if (!sound)
    g_propagate_error (error, reader.error);

  return redan_foreign_filler_finish (&reader.filler, sound);
}

/* One field of a row: quoted, with doubled quotes for one, or up to the next comma. */
static const char *
read_field (const char *at, const char *end, GString *field)
{
  g_string_truncate (field, 0);
  if (at == end || *at != '"')
    {
      for (; at < end && *at != ',' && *at != '\n'; at++)
        g_string_append_c (field, *at);
      return at;
    }

  for (at++; at < end; at++)
    {
      if (*at == '"' && (at + 1 == end || at[1] != '"'))
        break;
      if (*at == '"')
        at++;
      g_string_append_c (field, *at);
    }
  while (at < end && *at != ',' && *at != '\n')
    at++;

  return at;
}

typedef gboolean (*TakeRow) (
    RedanForeignFiller *self, GPtrArray *fields, guint line, gpointer data, GError **error);

static gboolean
read_rows (RedanForeignFiller *self, GBytes *bytes, TakeRow take, gpointer data, GError **error)
{
  gsize length;
  const char *at = g_bytes_get_data (bytes, &length);
  const char *end = at + length;
  g_autoptr (GPtrArray) fields = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) field = g_string_new (NULL);

  for (guint line = 1; at < end; line++)
    {
      g_ptr_array_set_size (fields, 0);
      set_line (self, line);
      for (;;)
        {
          at = read_field (at, end, field);
          if (fields->len == MAX_FIELDS || !g_utf8_validate_len (field->str, field->len, NULL) ||
              field->len > REDAN_FOREIGN_GRAPH_MAX_TEXT)
            return redan_foreign_fail (
                self, REDAN_MODEL_ERROR_SYNTAX, error,
                _ ("a row has at most %d fields of UTF-8 text of %d bytes; correct it"), MAX_FIELDS,
                REDAN_FOREIGN_GRAPH_MAX_TEXT);
          g_ptr_array_add (fields, g_strstrip (g_strdup (field->str)));
          if (at == end || *at == '\n')
            break;
          at++;
        }
      at += at < end;
      if (fields->len == 1 && *(const char *) g_ptr_array_index (fields, 0) == '\0')
        continue;
      if (!take (self, fields, line, data, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
take_vertex (RedanForeignFiller *self, GPtrArray *fields, guint line, gpointer data, GError **error)
{
  if (fields->len < 3)
    return add_vertex (self, NULL, NULL, NULL, NULL, error);

  return add_vertex (self, g_strdup (g_ptr_array_index (fields, 0)),
                     g_strdup (g_ptr_array_index (fields, 1)), g_ptr_array_index (fields, 2),
                     fields->len > 3 ? g_ptr_array_index (fields, 3) : NULL, error);
}

static gboolean
take_arc (RedanForeignFiller *self, GPtrArray *fields, guint line, gpointer data, GError **error)
{
  GArray *arcs = data;
  Arc arc = { .line = line };

  if (fields->len < 2 || arcs->len == REDAN_FOREIGN_GRAPH_MAX_EDGES)
    return redan_foreign_fail (
        self, REDAN_MODEL_ERROR_INVALID_VALUE, error,
        _ ("expected an arc: consequence, precondition, at most %d of them; correct it"),
        REDAN_FOREIGN_GRAPH_MAX_EDGES);
  arc.consequence = g_strdup (g_ptr_array_index (fields, 0));
  arc.precondition = g_strdup (g_ptr_array_index (fields, 1));
  g_array_append_val (arcs, arc);

  return TRUE;
}

RedanForeignGraph *
redan_foreign_read_tables (GBytes *vertices, GBytes *arcs, gboolean vertices_first, GError **error)
{
  RedanForeignFiller filler;
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (Arc));
  gboolean sound;
  gboolean in_vertices;

  g_array_set_clear_func (rows, clear_arc);
  redan_foreign_filler_init (&filler, REDAN_FOREIGN_MULVAL, "1:1");
  in_vertices = !read_rows (&filler, vertices, take_vertex, NULL, error);
  sound = !in_vertices && read_rows (&filler, arcs, take_arc, rows, error) &&
          add_arcs (&filler, rows, error);
  if (!sound && in_vertices != vertices_first)
    g_prefix_error (error, REDAN_FOREIGN_IN_COMPANION);

  return redan_foreign_filler_finish (&filler, sound);
}
