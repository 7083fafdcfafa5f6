/* SPDX-License-Identifier: Apache-2.0 */
/* Reads plain digraphs and AND/OR graphs in JSON, one or a list of them. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "model/exchange/foreign-graph-private.h"
#include "model/exchange/json.h"

#define MAX_NUMBER 1e100

static void
set_place (RedanForeignFiller *self, gsize length, const char *key, gsize index)
{
  g_string_truncate (self->place, length);
  g_string_append_printf (self->place, "/%s/%zu", key, index);
}

/* A number of a node from 0; the nodes need no list of their own. */
static gboolean
read_number (
    RedanForeignFiller *self, const json_t *value, guint32 n, guint32 *number_out, GError **error)
{
  if (!json_is_integer (value) || json_integer_value (value) < 0 || json_integer_value (value) >= n)
    return redan_foreign_fail (self, REDAN_MODEL_ERROR_REFERENCE, error,
                               _ ("expected the number of a node, 0 to %u; correct it"), n - 1);
  *number_out = (guint32) json_integer_value (value);
  return TRUE;
}

static gboolean
read_edge (RedanForeignFiller *self, const json_t *edge, guint32 n, GError **error)
{
  gboolean rates = self->graph->form == REDAN_FOREIGN_RATES;
  const json_t *weight = json_array_get (edge, 2);
  double value = json_is_number (weight) ? json_number_value (weight) : 1.0;
  guint32 from = 0;
  guint32 to = 0;

  if (!json_is_array (edge) || json_array_size (edge) < 2 || json_array_size (edge) > 3)
    return redan_foreign_fail (
        self, REDAN_MODEL_ERROR_INVALID_VALUE, error,
        _ ("expected a list of two nodes and a number, found %s; write [from, to, weight]"),
        redan_json_get_type_name (edge));
  if (!read_number (self, json_array_get (edge, 0), n, &from, error) ||
      !read_number (self, json_array_get (edge, 1), n, &to, error))
    return FALSE;
  if ((weight != NULL && !json_is_number (weight)) || !(value >= 0.0 && value <= MAX_NUMBER) ||
      (rates && value == 0.0))
    return redan_foreign_fail (self, REDAN_MODEL_ERROR_INVALID_VALUE, error,
                               rates ? _ ("a rate is a number above 0; correct it")
                                     : _ ("a weight is a number from 0; correct it"));
  return redan_foreign_add_edge (self, from, to, value, error);
}

/* How many nodes: "n", or one more than the largest number in an edge. */
static gboolean
read_size (RedanForeignFiller *self,
           const json_t *root,
           const json_t *edges,
           guint32 *n_out,
           GError **error)
{
  const json_t *size = json_object_get (root, "n");
  json_int_t n = json_is_integer (size) ? json_integer_value (size) : 0;
  size_t i;
  json_t *edge;

  if (size == NULL)
    json_array_foreach (edges, i, edge) for (size_t j = 0; j < 2;
                                             j++) if (json_is_integer (json_array_get (edge, j)))
        n = MAX (n, MIN (json_integer_value (json_array_get (edge, j)), G_MAXINT32) + 1);
  if (n < 1 || n > REDAN_FOREIGN_GRAPH_MAX_NODES)
    return redan_foreign_fail (self, REDAN_MODEL_ERROR_LIMIT, error,
                               _ ("n: expected a number of nodes from 1 to %d; correct it"),
                               REDAN_FOREIGN_GRAPH_MAX_NODES);
  *n_out = (guint32) n;
  return TRUE;
}

static gboolean
add_numbered (RedanForeignFiller *self, guint32 n, GError **error)
{
  for (guint32 i = 0; i < n; i++)
    {
      RedanForeignNode node = { .id = g_strdup_printf ("%u", i),
                                .label = g_strdup (""),
                                .probability = 1.0,
                                .price = -1.0,
                                .kind = REDAN_FOREIGN_OR,
                                .is_number = TRUE };

      if (!redan_foreign_add_node (self, &node, error))
        return FALSE;
    }

  return TRUE;
}

/* One node or a list of them, under @key. */
static gboolean
read_ends (
    RedanForeignFiller *self, const json_t *root, const char *key, GArray *ends, GError **error)
{
  const json_t *value = json_object_get (root, key);
  gsize length = self->place->len;
  gsize n = json_is_array (value) ? json_array_size (value) : 1;

  if (value == NULL || json_is_null (value))
    return TRUE;
  if (n > REDAN_FOREIGN_GRAPH_MAX_NODES)
    return redan_foreign_fail (self, REDAN_MODEL_ERROR_LIMIT, error,
                               _ ("more than %d names in \"%s\"; name each node once"),
                               REDAN_FOREIGN_GRAPH_MAX_NODES, key);
  for (gsize i = 0; i < n; i++)
    {
      guint32 number;

      set_place (self, length, key, i);
      if (!redan_foreign_json_lookup (
              self, json_is_array (value) ? json_array_get (value, i) : value, &number, error))
        return FALSE;
      g_array_append_val (ends, number);
    }
  g_string_truncate (self->place, length);

  return TRUE;
}

static gboolean
fill_plain (RedanForeignFiller *self, const json_t *root, GError **error)
{
  gboolean rates = self->graph->form == REDAN_FOREIGN_RATES;
  const char *key = rates ? "edges_rate" : "edges";
  const json_t *edges = json_object_get (root, key);
  gsize length = self->place->len;
  guint32 n = 0;
  size_t i;
  json_t *edge;

  if (!json_is_array (edges))
    return redan_foreign_fail (self, REDAN_MODEL_ERROR_INVALID_VALUE, error,
                               _ ("%s: expected a list of edges, found %s; write it"), key,
                               redan_json_get_type_name (edges));
  if (!read_size (self, root, edges, &n, error) || !add_numbered (self, n, error))
    return FALSE;
  json_array_foreach (edges, i, edge)
  {
    set_place (self, length, key, i);
    if (!read_edge (self, edge, n, error))
      return FALSE;
  }
  g_string_truncate (self->place, length);

  return read_ends (self, root, "source", self->graph->entries, error) &&
         read_ends (self, root, "target", self->graph->goals, error);
}

static gboolean
read_node (RedanForeignFiller *self, const json_t *value, GError **error)
{
  RedanForeignNode node = { .probability = 1.0, .price = -1.0 };
  const char *type = json_string_value (json_object_get (value, "type"));
  double skill = 0.0;

  if (!json_is_object (value) || type == NULL || !redan_foreign_mulval_kind (type, &node.kind))
    return redan_foreign_fail (self, REDAN_MODEL_ERROR_INVALID_VALUE, error,
                               _ ("expected a node with the type LEAF, OR or AND; correct it"));
  if (!redan_foreign_json_number (self, value, "p", 0.0, 1.0, &node.probability, error) ||
      !redan_foreign_json_number (self, value, "cost", 0.0, MAX_NUMBER, &node.effort, error) ||
      !redan_foreign_json_number (self, value, "price", 0.0, MAX_NUMBER, &node.price, error) ||
      !redan_foreign_json_number (self, value, "skill", 0.0, 255.0, &skill, error))
    return FALSE;
  node.skill = (guint8) skill;
  node.id = redan_foreign_json_id (json_object_get (value, "id"), &node.is_number);
  if (node.id == NULL)
    return redan_foreign_fail (self, REDAN_MODEL_ERROR_INVALID_VALUE, error,
                               _ ("a node needs an id, a whole number or a text; give it one"));
  node.label = redan_foreign_json_text (value, "label");
  node.class_name = redan_foreign_json_text (value, "class");
  if (*node.class_name == '\0')
    g_clear_pointer (&node.class_name, g_free);

  return redan_foreign_add_node (self, &node, error);
}

static gboolean
fill_and_or (RedanForeignFiller *self, const json_t *root, GError **error)
{
  const json_t *edges = json_object_get (root, "edges");
  gsize length = self->place->len;
  size_t i;
  json_t *item;

  json_array_foreach (json_object_get (root, "nodes"), i, item)
  {
    set_place (self, length, "nodes", i);
    if (!read_node (self, item, error))
      return FALSE;
  }
  json_array_foreach (edges, i, item)
  {
    guint32 from;
    guint32 to;

    set_place (self, length, "edges", i);
    if (!json_is_array (item) || json_array_size (item) != 2)
      return redan_foreign_fail (
          self, REDAN_MODEL_ERROR_INVALID_VALUE, error,
          _ ("expected a list of two nodes, found %s; write [precondition, consequence]"),
          redan_json_get_type_name (item));
    if (!redan_foreign_json_lookup (self, json_array_get (item, 0), &from, error) ||
        !redan_foreign_json_lookup (self, json_array_get (item, 1), &to, error) ||
        !redan_foreign_add_edge (self, from, to, 0.0, error))
      return FALSE;
  }
  g_string_truncate (self->place, length);

  return read_ends (self, root, "entry_points", self->graph->entries, error) &&
         read_ends (self, root, "goal", self->graph->goals, error);
}

/* They stand beside the graph or among the expected answers. */
static gboolean
fill_candidates (RedanForeignFiller *self, const json_t *root, GError **error)
{
  const json_t *expected = json_object_get (root, "expected");
  const json_t *holder = json_object_get (root, "cut_candidates") != NULL ? root : expected;

  if (!json_is_array (json_object_get (holder, "cut_candidates")))
    return TRUE;
  self->graph->candidates = g_array_new (FALSE, FALSE, sizeof (guint32));
  return read_ends (self, holder, "cut_candidates", self->graph->candidates, error);
}

static RedanForeignGraph *
read_graph (const json_t *root, const char *place, GError **error)
{
  RedanForeignFiller filler;
  gboolean sound;

  if (redan_foreign_is_mal (root))
    return redan_foreign_read_mal (root, place, error);

  redan_foreign_filler_init (&filler, REDAN_FOREIGN_PLAIN, place);
  if (json_is_array (json_object_get (root, "nodes")))
    {
      filler.graph->form = REDAN_FOREIGN_AND_OR;
      sound = fill_and_or (&filler, root, error);
    }
  else if (json_object_get (root, "edges_rate") != NULL)
    {
      filler.graph->form = REDAN_FOREIGN_RATES;
      sound = fill_plain (&filler, root, error);
    }
  else if (json_object_get (root, "edges") != NULL)
    sound = fill_plain (&filler, root, error);
  else
    sound = redan_foreign_fail (
        &filler, REDAN_MODEL_ERROR_FORMAT, error,
        _ ("no attack graph: expected nodes with edges, edges, edges_rate or attack_steps"));
  if (sound)
    sound = fill_candidates (&filler, root, error);
  if (sound && json_is_string (json_object_get (root, "name")))
    filler.graph->name = g_strdup (json_string_value (json_object_get (root, "name")));
  if (filler.graph->name != NULL && strlen (filler.graph->name) > REDAN_FOREIGN_GRAPH_MAX_TEXT)
    sound = redan_foreign_fail (&filler, REDAN_MODEL_ERROR_LIMIT, error,
                                _ ("name: longer than %d bytes; shorten it"),
                                REDAN_FOREIGN_GRAPH_MAX_TEXT);

  return redan_foreign_filler_finish (&filler, sound);
}

/* MAL's oldest form is itself a list, of nodes. */
static gboolean
read_all (RedanForeignGraphs *graphs, const json_t *root, GError **error)
{
  gboolean alone = redan_foreign_is_mal (root);
  const json_t *cases = json_object_get (root, "cases");
  const json_t *list = alone ? NULL : json_is_array (root) ? root : cases;
  size_t i;
  json_t *one;

  if (!json_is_array (list))
    {
      RedanForeignGraph *graph = read_graph (root, "JSON ", error);

      if (graph != NULL)
        g_ptr_array_add (graphs->graphs, graph);
      return graph != NULL;
    }

  graphs->list = g_strdup (json_is_array (root) ? "" : "cases");
  if (json_array_size (list) > REDAN_FOREIGN_GRAPH_MAX_GRAPHS)
    {
      g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_LIMIT,
                   _ ("JSON /: more than %d graphs in a file; split it"),
                   REDAN_FOREIGN_GRAPH_MAX_GRAPHS);
      return FALSE;
    }
  json_array_foreach (list, i, one)
  {
    g_autofree char *place =
        g_strdup_printf ("JSON /%s%s%zu", graphs->list, *graphs->list != '\0' ? "/" : "", i);
    RedanForeignGraph *graph = read_graph (one, place, error);

    if (graph == NULL)
      return FALSE;
    g_ptr_array_add (graphs->graphs, graph);
  }

  return TRUE;
}

RedanForeignGraphs *
redan_foreign_read_json (const guint8 *data, gsize length, GError **error)
{
  g_autoptr (RedanForeignGraphs) graphs = NULL;
  g_autoptr (json_t) root = NULL;
  gsize problem = 0;

  if (!redan_json_scan (data, length, NULL, NULL, error))
    return NULL;
  redan_json_skip_mark (&data, &length);
  root = redan_json_parse_part (data, length, &problem, error);
  if (root == NULL)
    {
      redan_json_prefix_place (data, problem, error);
      return NULL;
    }

  graphs = g_new0 (RedanForeignGraphs, 1);
  graphs->graphs = g_ptr_array_new_with_free_func ((GDestroyNotify) redan_foreign_graph_free);
  return read_all (graphs, root, error) ? g_steal_pointer (&graphs) : NULL;
}
