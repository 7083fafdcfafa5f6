/* SPDX-License-Identifier: Apache-2.0 */
/* A graph of DOT as a model: clusters are boundaries, shapes say kinds the way pytm and data-flow
 * diagrams use them. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/exchange/component-kinds.h"
#include "model/exchange/dot-private.h"
#include "model/exchange/relay.h"

typedef struct
{
  RedanRelay relay;
  const RedanDotGraph *graph;
  GHashTable *clusters; /* cluster: foreign id */
  GHashTable *nodes;    /* node: foreign id */
} Dot;

typedef struct
{
  const char *prefix; /* of the names that pytm makes */
  const char *kind;
} PrefixWord;

static const PrefixWord prefix_words[] = {
  { "actor_", "actor" },    { "externalentity_", "external" }, { "datastore_", "store" },
  { "server_", "process" }, { "process_", "process" },         { "setofprocesses_", "process" },
  { "lambda_", "process" },
};

static const PrefixWord shape_words[] = {
  { "square", "actor" },    { "circle", "process" }, { "doublecircle", "process" },
  { "ellipse", "process" }, { "oval", "process" },   { "cylinder", "store" },
  { "folder", "store" },
};

char *
redan_dot_strip (const char *html, gsize length)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gboolean inside = FALSE;

  for (gsize i = 0; i < length; i++)
    {
      if (html[i] == '<')
        {
          inside = TRUE;
          if (g_ascii_strncasecmp (html + i, "<br", 3) == 0)
            g_string_append_c (text, '\n');
        }
      else if (html[i] == '>')
        inside = FALSE;
      else if (!inside)
        g_string_append_c (text, html[i]);
    }
  g_string_replace (text, "&lt;", "<", 0);
  g_string_replace (text, "&gt;", ">", 0);
  g_string_replace (text, "&quot;", "\"", 0);
  g_string_replace (text, "&nbsp;", " ", 0);
  g_string_replace (text, "&amp;", "&", 0);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static const char *
get (GHashTable *attributes, const char *name)
{
  const char *value = g_hash_table_lookup (attributes, name);

  return value != NULL && *value != '\0' ? value : NULL;
}

/* "label", or "xlabel" beside a picture; without one a node shows its id. */
static char *
dup_label (GHashTable *attributes, const char *id)
{
  const char *label = get (attributes, "label");

  if (label == NULL)
    label = get (attributes, "xlabel");
  if (label == NULL || strcmp (label, "\\N") == 0)
    label = id;
  return g_strstrip (g_strdup (label != NULL ? label : ""));
}

static const char *
find_prefix (const PrefixWord *words, guint n, const char *text, gboolean whole)
{
  for (guint i = 0; i < n && text != NULL; i++)
    {
      if (whole ? g_ascii_strcasecmp (text, words[i].prefix) == 0
                : g_str_has_prefix (text, words[i].prefix))
        return words[i].kind;
    }
  return NULL;
}

/* In the graphs of pytm a store has no shape of its own, but a picture or a table with two lines.
 */
static void
pass_kind (Dot *self, const RedanDotNode *node, const char *label)
{
  RedanRelay *relay = &self->relay;
  const char *shape = get (node->attributes, "shape");
  const char *image = get (node->attributes, "image");
  const char *own = get (node->attributes, REDAN_DOT_OWN);
  const char *kind = find_prefix (prefix_words, G_N_ELEMENTS (prefix_words), node->id, FALSE);
  const char *tech = NULL;

  if (own != NULL)
    {
      g_auto (GStrv) words = g_strsplit (own, " ", 2);

      redan_relay_field (relay, REDAN_FIELD_KIND, words[0]);
      redan_relay_attribute (relay, "tech", words[1]);
      return;
    }
  if (kind == NULL)
    kind = find_prefix (shape_words, G_N_ELEMENTS (shape_words), shape, TRUE);
  if (kind == NULL &&
      ((image != NULL && strstr (image, "datastore") != NULL) || g_strcmp0 (shape, "none") == 0))
    kind = "store";
  if (kind != NULL)
    redan_relay_field (relay, REDAN_FIELD_KIND, kind);
  else
    {
      redan_component_kind_guess (label, &kind, &tech);
      redan_relay_field (relay, REDAN_FIELD_KIND, kind);
      redan_relay_attribute (relay, "tech", tech);
    }
  redan_relay_lose (relay, REDAN_LOSS_GUESSED, NULL, _ ("is drawn as %s; taken as %s"),
                    shape != NULL ? shape : _ ("a box"), kind);
}

static void
pass_cluster (Dot *self, const RedanDotCluster *cluster)
{
  RedanRelay *relay = &self->relay;
  const char *own = get (cluster->attributes, REDAN_DOT_OWN);
  g_autofree char *label = dup_label (cluster->attributes, NULL);
  const char *foreign;

  redan_relay_at_line (relay, cluster->line);
  foreign = redan_relay_begin (relay, REDAN_SECTION_BOUNDARY,
                               cluster->id != NULL ? cluster->id : "", NULL);
  g_hash_table_insert (self->clusters, (gpointer) cluster, (gpointer) foreign);
  redan_relay_extra (relay, "id", cluster->id);
  redan_relay_field (relay, REDAN_FIELD_KIND, own != NULL ? own : "trust-zone");
  redan_relay_field (relay, REDAN_FIELD_NAME, *label != '\0' ? label : cluster->id);
  if (cluster->parent != NULL)
    redan_relay_refer (relay, REDAN_FIELD_PARENT, REDAN_SECTION_BOUNDARY,
                       g_hash_table_lookup (self->clusters, cluster->parent));
  if (cluster->id == NULL || !g_str_has_prefix (cluster->id, "cluster"))
    redan_relay_lose (relay, REDAN_LOSS_GUESSED, NULL,
                      _ ("is a subgraph without a border; taken as a trust zone"));
}

static void
pass_node (Dot *self, const RedanDotNode *node)
{
  RedanRelay *relay = &self->relay;
  g_autofree char *label = dup_label (node->attributes, node->id);
  const char *foreign;

  redan_relay_at_line (relay, node->line);
  foreign = redan_relay_begin (relay, REDAN_SECTION_ELEMENT, node->id, NULL);
  g_hash_table_insert (self->nodes, (gpointer) node, (gpointer) foreign);
  redan_relay_extra (relay, "id", node->id);
  pass_kind (self, node, label);
  redan_relay_field (relay, REDAN_FIELD_NAME, label);
  if (node->cluster != NULL)
    redan_relay_refer (relay, REDAN_FIELD_PARENT, REDAN_SECTION_BOUNDARY,
                       g_hash_table_lookup (self->clusters, node->cluster));
}

static void
pass_edge (Dot *self, const RedanDotEdge *edge, guint at)
{
  RedanRelay *relay = &self->relay;
  g_autofree char *label = dup_label (edge->attributes, NULL);
  g_autofree char *wanted = g_strdup_printf ("%s > %s: %s", edge->from->id, edge->to->id, label);
  g_autofree char *position = g_strdup_printf ("%08u", at);
  const char *direction = get (edge->attributes, "dir");
  gboolean back = g_strcmp0 (direction, "back") == 0;
  const char *protocol = redan_relay_find_protocol (label);
  const char *source = g_hash_table_lookup (self->nodes, back ? edge->to : edge->from);
  const char *target = g_hash_table_lookup (self->nodes, back ? edge->from : edge->to);
  const char *foreign =
      redan_relay_claim (relay, REDAN_SECTION_FLOW, wanted); /* equal ones are nothing unusual */

  redan_relay_at_line (relay, edge->line);
  if (relay->alive)
    relay->alive = relay->sink->object (relay->sink, REDAN_SECTION_FLOW, foreign);
  redan_relay_refer (relay, REDAN_FIELD_SOURCE, REDAN_SECTION_ELEMENT, source);
  redan_relay_refer (relay, REDAN_FIELD_TARGET, REDAN_SECTION_ELEMENT, target);
  redan_relay_field (relay, REDAN_FIELD_NAME, label);
  if (g_strcmp0 (direction, "both") == 0)
    redan_relay_field (relay, REDAN_FIELD_BIDIRECTIONAL, "yes");
  redan_relay_extra (relay, "position", position);
  if (!self->graph->directed || g_strcmp0 (direction, "none") == 0)
    redan_relay_lose (relay, REDAN_LOSS_GUESSED, NULL,
                      _ ("has no arrow; taken to run the way it was drawn"));
  if (protocol != NULL)
    {
      redan_relay_attribute (relay, "protocol", protocol);
      redan_relay_lose (relay, REDAN_LOSS_GUESSED, NULL,
                        _ ("is called \"%s\"; taken as its protocol, too"), label);
    }
}

static void
pass_graph (Dot *self)
{
  RedanRelay *relay = &self->relay;
  const RedanDotGraph *graph = self->graph;
  g_autofree char *label = dup_label (graph->attributes, graph->id);

  redan_relay_meta (relay, graph->id != NULL ? graph->id : "", NULL);
  redan_relay_extra (relay, "id", graph->id);
  redan_relay_field (relay, REDAN_FIELD_NAME, label);
  redan_relay_begin (relay, REDAN_SECTION_DIAGRAM, graph->id != NULL ? graph->id : "", NULL);
  redan_relay_field (relay, REDAN_FIELD_NAME, label);
  redan_relay_field (relay, REDAN_FIELD_ORDER, "1");
  redan_relay_lose (
      relay, REDAN_LOSS_DROPPED, NULL,
      _ ("colours and styles are not kept, and places are not in the file; lay it out"));
  for (guint i = 0; i < graph->clusters->len; i++)
    pass_cluster (self, g_ptr_array_index (graph->clusters, i));
  for (guint i = 0; i < graph->nodes->len; i++)
    pass_node (self, g_ptr_array_index (graph->nodes, i));
  for (guint i = 0; i < graph->edges->len; i++)
    pass_edge (self, g_ptr_array_index (graph->edges, i), i);
}

static gboolean
parse (const guint8 *data, gsize length, RedanEventSink *sink, GError **error)
{
  g_autoptr (RedanDotGraph) graph = redan_dot_read (data, length, error);
  Dot self = { .graph = graph };

  if (graph == NULL)
    return FALSE;

  redan_relay_init (&self.relay, sink, NULL);
  self.clusters = g_hash_table_new (NULL, NULL);
  self.nodes = g_hash_table_new (NULL, NULL);
  pass_graph (&self);
  g_hash_table_unref (self.clusters);
  g_hash_table_unref (self.nodes);
  redan_relay_clear (&self.relay);
  return TRUE;
}

/* The first word behind blanks and comments. */
static int
detect (const guint8 *data, gsize length, const RedanRootKeys *keys)
{
  static const char *const words[] = { "strict", "digraph", "graph" };
  g_autofree char *head = NULL;
  const char *at;

  redan_json_skip_mark (&data, &length);
  head = g_strndup ((const char *) data, MIN (length, (gsize) 4096));
  for (at = head; g_ascii_isspace (*at) || strncmp (at, "//", 2) == 0 || *at == '#' ||
                  strncmp (at, "/*", 2) == 0;)
    {
      const char *end = at[0] == '/' && at[1] == '*' ? strstr (at, "*/") : NULL;

      at += end != NULL ? (gsize) (end - at) + 2 : g_ascii_isspace (*at) ? 1 : strcspn (at, "\n");
    }
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      gsize n = strlen (words[i]);

      if (g_ascii_strncasecmp (at, words[i], n) == 0 && (g_ascii_isspace (at[n]) || at[n] == '{') &&
          strchr (at, '{') != NULL)
        return 80;
    }
  return 0;
}

const RedanImporter redan_importer_dot = {
  .name = "dot",
  .family = "dot",
  .title = "DOT",
  .begins = redan_relay_may_be_text,
  .detect = detect,
  .parse = parse,
};
