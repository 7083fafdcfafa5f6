/* SPDX-License-Identifier: Apache-2.0 */
/* DOT: graphs that pytm and others draw. A reader of its own: libcgraph keeps global state and is
 * not made for strangers. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/exchange/dot-private.h"

#include "model/error.h"
#include "model/exchange/json.h"

#define MAX_DEPTH 64
#define MAX_OBJECTS 200000

typedef struct
{
  RedanDotGraph *graph;
  const char *text; /* with a NUL behind it */
  gsize at;
  gsize counted; /* up to where lines were counted */
  guint line;
  gboolean directed;
  GError *error;
} Reader;

static gboolean
fail (Reader *self, const char *message)
{
  if (self->error == NULL)
    {
      g_set_error (&self->error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_SYNTAX,
                   _ ("not well-formed DOT: %s"), message);
      redan_json_prefix_place ((const guint8 *) self->text, self->at, &self->error);
    }
  return FALSE;
}

/* The line of what was read last. */
static guint
count_lines (Reader *self)
{
  for (; self->counted < self->at; self->counted++)
    self->line += self->text[self->counted] == '\n';
  return self->line;
}

/* Comments in both forms, and lines of a preprocessor. */
static void
skip_space (Reader *self)
{
  for (;;)
    {
      const char *at = self->text + self->at;

      if (g_ascii_isspace (*at))
        self->at++;
      else if (strncmp (at, "//", 2) == 0 || (*at == '#' && (self->at == 0 || at[-1] == '\n')))
        self->at += strcspn (at, "\n");
      else if (strncmp (at, "/*", 2) == 0 && strstr (at + 2, "*/") != NULL)
        self->at = (gsize) (strstr (at + 2, "*/") - self->text) + 2;
      else
        return;
    }
}

static gboolean
take (Reader *self, const char *word)
{
  skip_space (self);
  if (strncmp (self->text + self->at, word, strlen (word)) != 0)
    return FALSE;
  self->at += strlen (word);
  return TRUE;
}

/* Text between "<" and its ">" is HTML. */
static char *
read_html (Reader *self)
{
  gsize start = self->at + 1;
  guint depth = 0;

  for (;; self->at++)
    {
      char c = self->text[self->at];

      if (c == '\0')
        {
          fail (self, _ ("a label in \"<\" has no end"));
          return NULL;
        }
      depth += c == '<';
      depth -= c == '>';
      if (depth == 0)
        break;
    }
  self->at++;
  return redan_dot_strip (self->text + start, self->at - start - 1);
}

static char *
read_quoted (Reader *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (self->at++; self->text[self->at] != '"'; self->at++)
    {
      const char *at = self->text + self->at;

      if (*at == '\0')
        {
          fail (self, _ ("a text has no closing quote"));
          return NULL;
        }
      if (*at != '\\')
        {
          g_string_append_c (text, *at);
          continue;
        }
      self->at++;
      if (at[1] == 'n' || at[1] == 'l' || at[1] == 'r')
        g_string_append_c (text, '\n');
      else if (at[1] == '\n')
        continue;
      else if (at[1] != '\0')
        g_string_append_c (text, at[1]);
      else
        self->at--;
    }
  self->at++;
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Returns NULL without an error when no identifier stands here. */
static char *
read_id (Reader *self)
{
  gsize start;
  char *text;

  skip_space (self);
  start = self->at;
  if (self->text[start] == '<')
    return read_html (self);
  if (self->text[start] == '"')
    {
      text = read_quoted (self);
      while (text != NULL && take (self, "+"))
        {
          g_autofree char *first = text;
          g_autofree char *second = NULL;

          skip_space (self);
          second = self->text[self->at] == '"' ? read_quoted (self) : NULL;
          text = second != NULL ? g_strconcat (first, second, NULL) : NULL;
        }
      return text;
    }

  if (self->text[start] == '-' &&
      (g_ascii_isdigit (self->text[start + 1]) || self->text[start + 1] == '.'))
    self->at++;
  while (g_ascii_isalnum (self->text[self->at]) || self->text[self->at] == '_' ||
         self->text[self->at] == '.' || (guchar) self->text[self->at] >= 0x80)
    self->at++;
  return self->at > start ? g_strndup (self->text + start, self->at - start) : NULL;
}

static gboolean
is_word (const char *text, const char *word)
{
  return text != NULL && g_ascii_strcasecmp (text, word) == 0;
}

/* "[a=b, c=d]", several times. */
static gboolean
read_attributes (Reader *self, GHashTable *attributes)
{
  while (take (self, "["))
    {
      while (!take (self, "]"))
        {
          char *name = read_id (self);
          char *value = NULL;

          if (name != NULL && take (self, "="))
            value = read_id (self);
          if (name == NULL || self->error != NULL)
            {
              g_free (name);
              g_free (value);
              return fail (self, _ ("an attribute or \"]\" was expected"));
            }
          g_hash_table_replace (attributes, name, value != NULL ? value : g_strdup ("true"));
          if (!take (self, ","))
            take (self, ";");
        }
    }
  return TRUE;
}

static gboolean
is_full (Reader *self)
{
  if (self->graph->nodes->len + self->graph->edges->len + self->graph->clusters->len < MAX_OBJECTS)
    return FALSE;
  fail (self, _ ("more than 200000 nodes and edges; split the file"));
  return TRUE;
}

/* A node belongs to the innermost subgraph that names it. */
static RedanDotNode *
add_node (Reader *self, const char *id, RedanDotCluster *cluster)
{
  RedanDotNode *node = g_hash_table_lookup (self->graph->by_id, id);

  if (node == NULL)
    {
      if (is_full (self))
        return NULL;
      node = g_new0 (RedanDotNode, 1);
      node->id = g_strdup (id);
      node->attributes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
      node->cluster = cluster;
      node->line = count_lines (self);
      g_ptr_array_add (self->graph->nodes, node);
      g_hash_table_insert (self->graph->by_id, node->id, node);
    }
  else if (cluster != NULL && (node->cluster == NULL || cluster->depth > node->cluster->depth))
    node->cluster = cluster;
  return node;
}

static gboolean
read_statements (Reader *self, RedanDotCluster *cluster, guint depth, GPtrArray *named);

/* "subgraph name { ... }" or "{ ... }"; braces without a word only group. */
static gboolean
read_subgraph (
    Reader *self, RedanDotCluster *outer, gboolean named_graph, guint depth, GPtrArray *named)
{
  RedanDotCluster *cluster = outer;

  if (named_graph)
    {
      if (is_full (self))
        return FALSE;
      cluster = g_new0 (RedanDotCluster, 1);
      g_ptr_array_add (self->graph->clusters, cluster);
      cluster->id = read_id (self);
      cluster->attributes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
      cluster->parent = outer;
      cluster->depth = outer != NULL ? outer->depth + 1 : 1;
      cluster->line = count_lines (self);
    }
  if (!take (self, "{"))
    return fail (self, _ ("\"{\" was expected"));
  return read_statements (self, cluster, depth + 1, named);
}

/* One side of an edge: a node with an optional port, or all nodes of a group. */
static gboolean
read_side (Reader *self, char *id, RedanDotCluster *cluster, guint depth, GPtrArray *side)
{
  RedanDotNode *node;

  skip_space (self);
  if (id == NULL && self->text[self->at] == '{')
    return read_subgraph (self, cluster, FALSE, depth, side);
  if (is_word (id, "subgraph"))
    return read_subgraph (self, cluster, TRUE, depth, side);
  if (id == NULL)
    return fail (self, _ ("a node was expected"));

  node = add_node (self, id, cluster);
  if (node == NULL)
    return FALSE;
  g_ptr_array_add (side, node);
  for (guint i = 0; i < 2 && take (self, ":"); i++)
    {
      g_autofree char *port = read_id (self);

      if (port == NULL)
        return fail (self, _ ("a port was expected"));
    }
  return TRUE;
}

static gboolean
add_edges (Reader *self, GPtrArray *from, GPtrArray *to, GPtrArray *edges)
{
  for (guint i = 0; i < from->len; i++)
    for (guint j = 0; j < to->len; j++)
      {
        RedanDotEdge *edge;

        if (is_full (self))
          return FALSE;
        edge = g_new0 (RedanDotEdge, 1);
        edge->from = g_ptr_array_index (from, i);
        edge->to = g_ptr_array_index (to, j);
        edge->line = count_lines (self);
        edge->attributes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
        g_ptr_array_add (self->graph->edges, edge);
        g_ptr_array_add (edges, edge);
      }
  return TRUE;
}

static void
copy_attributes (GHashTable *from, GHashTable *to)
{
  GHashTableIter iter;
  gpointer key;
  gpointer value;

  g_hash_table_iter_init (&iter, from);
  while (g_hash_table_iter_next (&iter, &key, &value))
    g_hash_table_replace (to, g_strdup (key), g_strdup (value));
}

/* "a -> b -> { c d } [label=x]", or a node alone. @first is what stands before. */
static gboolean
read_chain (Reader *self, GPtrArray *first, RedanDotCluster *cluster, guint depth)
{
  g_autoptr (GPtrArray) from = g_ptr_array_ref (first);
  g_autoptr (GPtrArray) edges = g_ptr_array_new ();
  g_autoptr (GHashTable) attributes =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  while (take (self, self->directed ? "->" : "--"))
    {
      g_autoptr (GPtrArray) to = g_ptr_array_new ();
      g_autofree char *id = NULL;

      skip_space (self);
      id = self->text[self->at] != '{' ? read_id (self) : NULL;
      if (self->error != NULL || !read_side (self, id, cluster, depth, to) ||
          !add_edges (self, from, to, edges))
        return FALSE;
      g_ptr_array_unref (from);
      from = g_ptr_array_ref (to);
    }

  if (!read_attributes (self, attributes))
    return FALSE;
  for (guint i = 0; i < edges->len; i++)
    copy_attributes (attributes, ((RedanDotEdge *) g_ptr_array_index (edges, i))->attributes);
  for (guint i = 0; i < first->len && edges->len == 0; i++)
    copy_attributes (attributes, ((RedanDotNode *) g_ptr_array_index (first, i))->attributes);
  return TRUE;
}

/* "graph [...]", "node [...]", "edge [...]", "name = value" and all else. */
static gboolean
read_statement (Reader *self, RedanDotCluster *cluster, guint depth, GPtrArray *named)
{
  GHashTable *own = cluster != NULL ? cluster->attributes : self->graph->attributes;
  g_autoptr (GPtrArray) side = g_ptr_array_new ();
  g_autofree char *id = NULL;
  gboolean sound;

  skip_space (self);
  id = self->text[self->at] != '{' ? read_id (self) : NULL;
  if (self->error != NULL)
    return FALSE;
  if (is_word (id, "graph"))
    return read_attributes (self, own);
  if (is_word (id, "node") || is_word (id, "edge"))
    {
      g_autoptr (GHashTable) defaults =
          g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

      return read_attributes (self, defaults);
    }
  if (id != NULL && take (self, "="))
    {
      char *value = read_id (self);

      if (value == NULL)
        return fail (self, _ ("a value was expected"));
      g_hash_table_replace (own, g_steal_pointer (&id), value);
      return TRUE;
    }

  sound = read_side (self, id, cluster, depth, side) && read_chain (self, side, cluster, depth);
  for (guint i = 0; named != NULL && i < side->len; i++)
    g_ptr_array_add (named, g_ptr_array_index (side, i));
  return sound;
}

static gboolean
read_statements (Reader *self, RedanDotCluster *cluster, guint depth, GPtrArray *named)
{
  if (depth > MAX_DEPTH)
    return fail (self, _ ("nested deeper than 64 levels; flatten the graph"));
  while (!take (self, "}"))
    {
      if (self->text[self->at] == '\0')
        return fail (self, _ ("\"}\" is missing"));
      if (!read_statement (self, cluster, depth, named))
        return fail (self, _ ("a statement was expected"));
      take (self, ";");
      take (self, ",");
    }
  return TRUE;
}

static void
free_cluster (gpointer data)
{
  RedanDotCluster *cluster = data;

  g_free (cluster->id);
  g_clear_pointer (&cluster->attributes, g_hash_table_unref);
  g_free (cluster);
}

static void
free_node (gpointer data)
{
  RedanDotNode *node = data;

  g_free (node->id);
  g_hash_table_unref (node->attributes);
  g_free (node);
}

static void
free_edge (gpointer data)
{
  RedanDotEdge *edge = data;

  g_hash_table_unref (edge->attributes);
  g_free (edge);
}

void
redan_dot_graph_free (RedanDotGraph *self)
{
  g_free (self->id);
  g_hash_table_unref (self->by_id);
  g_hash_table_unref (self->attributes);
  g_ptr_array_unref (self->nodes);
  g_ptr_array_unref (self->edges);
  g_ptr_array_unref (self->clusters);
  g_free (self);
}

static gboolean
read_graph (Reader *self)
{
  g_autofree char *word = NULL;

  word = read_id (self);
  if (is_word (word, "strict"))
    {
      g_free (word);
      word = read_id (self);
    }
  self->directed = is_word (word, "digraph");
  if (!self->directed && !is_word (word, "graph"))
    return fail (self, _ ("\"digraph\" or \"graph\" was expected"));
  self->graph->id = read_id (self);
  self->graph->directed = self->directed;
  if (!take (self, "{"))
    return fail (self, _ ("\"{\" was expected"));
  if (!read_statements (self, NULL, 1, NULL))
    return FALSE;
  skip_space (self);
  return self->text[self->at] == '\0' ||
         fail (self, _ ("something follows the graph; keep one graph in a file"));
}

RedanDotGraph *
redan_dot_read (const guint8 *data, gsize length, GError **error)
{
  g_autofree char *copy = NULL;
  RedanDotGraph *graph = g_new0 (RedanDotGraph, 1);
  Reader self = { .graph = graph, .line = 1 };

  redan_json_skip_mark (&data, &length);
  copy = g_strndup ((const char *) data, length);
  self.text = copy;
  graph->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  graph->attributes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  graph->nodes = g_ptr_array_new_with_free_func (free_node);
  graph->edges = g_ptr_array_new_with_free_func (free_edge);
  graph->clusters = g_ptr_array_new_with_free_func (free_cluster);
  if (strlen (copy) != length || !g_utf8_validate (copy, -1, NULL))
    fail (&self, _ ("it is no UTF-8 text"));
  else
    read_graph (&self);
  if (self.error == NULL)
    return graph;

  g_propagate_error (error, self.error);
  redan_dot_graph_free (graph);
  return NULL;
}
