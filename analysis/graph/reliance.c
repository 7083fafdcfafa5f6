/* SPDX-License-Identifier: Apache-2.0 */
/* Which single gates hold up the depth of a store, by reachability through few layers; the weakest
 * path and where one more gate deepens it. */

#include "config.h"

#include "analysis/graph/reliance.h"

#include "analysis/graph/graph-private.h"

#include <string.h>

#define N_MASKS (1u << REDAN_N_PREVENTIVE_LAYERS)

typedef struct
{
  RedanGraph *graph;
  guint32 *source;      /* by edge */
  guint32 *offset_into; /* edges by target */
  guint32 *edge_into;
  guint8 *from_entry; /* by node: an attacker gets there through the layers of the mask alone */
  guint8 *to_store;   /* by node: and from there on to a store */
  guint32 *queue;
  GArray *found;
} Search;

static void
init_search (Search *self, RedanGraph *graph)
{
  guint n_edges = graph->offset[graph->n_nodes];
  g_autofree guint32 *next = g_new0 (guint32, graph->n_nodes + 1);

  *self = (Search){ .graph = graph };
  self->source = g_new (guint32, n_edges + 1);
  self->offset_into = g_new0 (guint32, graph->n_nodes + 1);
  self->edge_into = g_new (guint32, n_edges + 1);
  self->from_entry = g_new0 (guint8, graph->n_nodes + 1);
  self->to_store = g_new0 (guint8, graph->n_nodes + 1);
  self->queue = g_new (guint32, graph->n_nodes + 1);
  for (guint32 i = 0; i < n_edges; i++)
    self->offset_into[graph->edge_target[i] + 1]++;
  for (guint32 i = 0; i < graph->n_nodes; i++)
    self->offset_into[i + 1] += self->offset_into[i];
  memcpy (next, self->offset_into, sizeof (guint32) * graph->n_nodes);
  for (guint32 i = 0; i < graph->n_nodes; i++)
    for (guint32 j = graph->offset[i]; j < graph->offset[i + 1]; j++)
      {
        self->source[j] = i;
        self->edge_into[next[graph->edge_target[j]]++] = j;
      }
}

static void
clear_search (Search *self)
{
  g_free (self->source);
  g_free (self->offset_into);
  g_free (self->edge_into);
  g_free (self->from_entry);
  g_free (self->to_store);
  g_free (self->queue);
}

static gboolean
is_entry (const RedanGraph *graph, guint32 node)
{
  return node == graph->internet || (node < graph->n_elements && graph->entry[node] > 0);
}

static void
walk_forward (Search *self, guint mask, guint32 *previous)
{
  RedanGraph *graph = self->graph;
  guint head = 0;
  guint tail = 0;

  for (guint32 i = 0; i < graph->n_nodes; i++)
    {
      self->from_entry[i] = is_entry (graph, i);
      if (previous != NULL)
        previous[i] = REDAN_NONE;
      if (self->from_entry[i])
        self->queue[tail++] = i;
    }
  while (head < tail)
    {
      guint32 node = self->queue[head++];

      for (guint32 i = graph->offset[node]; i < graph->offset[node + 1]; i++)
        {
          guint32 target = graph->edge_target[i];

          if (self->from_entry[target] || (redan_graph_get_step_layers (graph, i) & ~mask) != 0)
            continue;
          self->from_entry[target] = TRUE;
          if (previous != NULL)
            previous[target] = i;
          self->queue[tail++] = target;
        }
    }
}

static void
walk_backward (Search *self, guint mask, const guint8 *stores)
{
  RedanGraph *graph = self->graph;
  guint head = 0;
  guint tail = 0;

  memset (self->to_store, 0, graph->n_nodes);
  for (guint32 i = 0; i < graph->n_elements; i++)
    if (stores[i])
      {
        self->to_store[i] = TRUE;
        self->queue[tail++] = i;
      }
  while (head < tail)
    {
      guint32 node = self->queue[head++];

      for (guint32 i = self->offset_into[node]; i < self->offset_into[node + 1]; i++)
        {
          guint32 edge = self->edge_into[i];
          guint32 source = self->source[edge];

          if (self->to_store[source] || (redan_graph_get_step_layers (graph, edge) & ~mask) != 0)
            continue;
          self->to_store[source] = TRUE;
          self->queue[tail++] = source;
        }
    }
}

static void
add_single (Search *self, RedanContext context, guint32 target, RedanLayer layer)
{
  RedanReliance reliance = { redan_graph_find_single_gate (self->graph, context, target, layer),
                             context, target };

  if (reliance.control != REDAN_NONE)
    g_array_append_val (self->found, reliance);
}

/* A step between what both walks reach is held up by exactly one layer: the gate of that layer on
 * the flow or on its end, if there is only one. */
static void
find_held (Search *self, guint mask)
{
  RedanGraph *graph = self->graph;

  for (guint32 i = 0; i < graph->offset[graph->n_nodes]; i++)
    {
      guint32 target = graph->edge_target[i];
      guint excess;
      guint on_flow;
      guint on_element;

      if (!self->from_entry[self->source[i]] || !self->to_store[target] ||
          target >= graph->n_elements)
        continue;
      excess = redan_graph_get_step_layers (graph, i) & ~mask;
      if (__builtin_popcount (excess) != 1)
        continue;
      on_flow = graph->edge_kind[i] == REDAN_EDGE_FLOW
                    ? graph->interaction_layers[graph->edge_interaction[i]] & excess
                    : 0;
      on_element = graph->element_layers[target] & excess;
      if (on_flow != 0 && on_element == 0)
        add_single (self, REDAN_CONTEXT_INTERACTION, graph->edge_interaction[i],
                    (RedanLayer) __builtin_ctz (excess));
      else if (on_element != 0 && on_flow == 0)
        add_single (self, REDAN_CONTEXT_ELEMENT, target, (RedanLayer) __builtin_ctz (excess));
    }
}

static int
compare_reliances (gconstpointer a, gconstpointer b)
{
  const RedanReliance *x = a;
  const RedanReliance *y = b;

  if (x->context != y->context)
    return x->context < y->context ? -1 : 1;
  if (x->target != y->target)
    return x->target < y->target ? -1 : 1;

  return (x->control > y->control) - (x->control < y->control);
}

static void
remove_repeated (GArray *found)
{
  guint n = 0;

  g_array_sort (found, compare_reliances);
  for (guint i = 0; i < found->len; i++)
    {
      RedanReliance *item = &g_array_index (found, RedanReliance, i);

      if (n == 0 || compare_reliances (item, &g_array_index (found, RedanReliance, n - 1)) != 0)
        g_array_index (found, RedanReliance, n++) = *item;
    }
  g_array_set_size (found, n);
}

guint8 *
redan_reliance_find_stores (const RedanFacts *facts, const guint8 *in_scope)
{
  const RedanScoring *scoring = redan_catalogue_get_scoring (facts->catalogue);
  RedanColumn class = redan_column_find (facts, REDAN_SCOPE_ELEMENT, "data_class");
  guint8 *stores = g_new0 (guint8, facts->snapshot->n_elements + 1);

  for (guint32 i = 0; i < facts->snapshot->n_elements && class.column != NULL; i++)
    {
      RedanCode code = class.column[i];
      const char *rating =
          code < REDAN_CODE_FIRST
              ? NULL
              : redan_attribute_get_property (class.attribute, code - REDAN_CODE_FIRST, "rating");

      stores[i] = facts->snapshot->element_kind[i] == REDAN_ELEMENT_STORE &&
                  !facts->element_outside[i] && (in_scope == NULL || in_scope[i]) &&
                  rating != NULL && g_ascii_strtoull (rating, NULL, 10) >= scoring->reliance_rating;
    }

  return stores;
}

/* A path of fewer layers than asked lies within some set of one layer fewer, so those sets are
 * enough. Stores that are too shallow already hang on nothing. */
GArray *
redan_reliance_list (RedanGraph *graph, const guint8 *stores)
{
  guint asked = graph->scoring->reliance_layers;
  g_autofree guint8 *deep = g_new0 (guint8, graph->n_elements + 1);
  gboolean any = FALSE;
  Search search;

  for (guint32 i = 0; i < graph->n_elements; i++)
    {
      deep[i] = stores[i] && redan_graph_get_layers (graph, i, NULL) >= (int) asked;
      any |= deep[i];
    }
  if (!any)
    return g_array_new (FALSE, FALSE, sizeof (RedanReliance));

  init_search (&search, graph);
  search.found = g_array_new (FALSE, FALSE, sizeof (RedanReliance));
  for (guint mask = 0; mask < N_MASKS; mask++)
    {
      if (__builtin_popcount (mask) != (int) asked - 1)
        continue;
      walk_forward (&search, mask, NULL);
      walk_backward (&search, mask, deep);
      find_held (&search, mask);
    }
  clear_search (&search);
  remove_repeated (search.found);

  return search.found;
}

static void
reverse_path (GArray *path)
{
  for (guint i = 0; i < path->len / 2; i++)
    {
      RedanPathHop *a = &g_array_index (path, RedanPathHop, i);
      RedanPathHop *b = &g_array_index (path, RedanPathHop, path->len - 1 - i);
      RedanPathHop swap = *a;

      *a = *b;
      *b = swap;
    }
}

GArray *
redan_reliance_get_weakest_path (RedanGraph *graph, guint32 element)
{
  GArray *path = g_array_new (FALSE, FALSE, sizeof (RedanPathHop));
  g_autofree guint32 *previous = g_new (guint32, graph->n_nodes + 1);
  guint32 node = element;
  Search search;
  guint mask;

  if (redan_graph_get_layers (graph, element, &mask) < 0)
    return path;

  init_search (&search, graph);
  walk_forward (&search, mask, previous);
  for (;;)
    {
      guint32 edge = previous[node];
      RedanPathHop hop = { REDAN_EDGE_FLOW, REDAN_NONE, REDAN_NONE, REDAN_NONE, 1.0 };

      if (node < graph->n_elements)
        hop.element = node;
      else
        hop.account = graph->node_account[node - graph->n_elements];
      if (edge != REDAN_NONE)
        {
          hop.kind = graph->edge_kind[edge];
          hop.interaction = graph->edge_interaction[edge];
        }
      /* hubs are no place where anybody stands */
      if (node <= graph->internet || redan_graph_is_root (graph, node))
        g_array_append_val (path, hop);
      if (edge == REDAN_NONE)
        break;
      node = search.source[edge];
    }
  clear_search (&search);
  reverse_path (path);

  return path;
}

/* The cheapest gate that would make a layer on the element, or REDAN_NONE. Counted as declared. */
static guint32
find_missing_gate (const RedanGraph *graph, guint32 element, RedanLayer layer)
{
  guint n;
  const RedanControl *controls = redan_catalogue_get_controls (graph->facts->catalogue, &n);
  guint32 best = REDAN_NONE;

  for (guint32 i = 0; i < n; i++)
    {
      if (controls[i].layer != layer || !redan_graph_is_gate (&controls[i]) ||
          controls[i].strength * graph->scoring->state[REDAN_STATE_DECLARED] <
              graph->scoring->layer_threshold ||
          !redan_controls_applies (graph->controls, i, REDAN_CONTEXT_ELEMENT, element) ||
          redan_controls_get_validation (graph->controls, i, REDAN_CONTEXT_ELEMENT, element) > 0)
        continue;
      if (best == REDAN_NONE || controls[i].cost < controls[best].cost ||
          (controls[i].cost == controls[best].cost &&
           controls[i].strength > controls[best].strength))
        best = i;
    }

  return best;
}

static int
try_layer (RedanGraph *graph, guint32 element, guint32 place, RedanLayer layer)
{
  guint8 before = graph->element_layers[place];
  g_autofree gint8 *layers = g_steal_pointer (&graph->layers);
  g_autofree guint8 *masks = g_steal_pointer (&graph->layer_masks);
  int result;

  graph->element_layers[place] = (guint8) (before | 1u << layer);
  redan_graph_compute_layers (graph);
  result = graph->layers[element];
  graph->element_layers[place] = before;
  g_free (graph->layers);
  g_free (graph->layer_masks);
  graph->layers = g_steal_pointer (&layers);
  graph->layer_masks = g_steal_pointer (&masks);

  return result;
}

static void
suggest_on (RedanGraph *graph, guint32 element, guint32 place, RedanLayerSuggestion *best)
{
  const RedanControl *controls = redan_catalogue_get_controls (graph->facts->catalogue, NULL);

  for (guint layer = 0; layer < REDAN_N_PREVENTIVE_LAYERS; layer++)
    {
      guint32 control;
      int layers;

      if ((graph->element_layers[place] >> layer & 1) != 0)
        continue;
      control = find_missing_gate (graph, place, (RedanLayer) layer);
      if (control == REDAN_NONE)
        continue;
      layers = try_layer (graph, element, place, (RedanLayer) layer);
      if (layers < best->layers ||
          (layers == best->layers &&
           (best->control == REDAN_NONE || controls[control].cost >= controls[best->control].cost)))
        continue;
      *best = (RedanLayerSuggestion){ control, place, (RedanLayer) layer, layers };
    }
}

gboolean
redan_reliance_suggest (RedanGraph *graph, guint32 element, RedanLayerSuggestion *suggestion_out)
{
  RedanLayerSuggestion best = { REDAN_NONE, REDAN_NONE, REDAN_LAYER_ACCOUNT,
                                redan_graph_get_layers (graph, element, NULL) };
  g_autoptr (GArray) path = NULL;

  if (best.layers < 0)
    return FALSE;

  suggest_on (graph, element, element, &best);
  path = redan_reliance_get_weakest_path (graph, element);
  for (guint i = path->len; best.control == REDAN_NONE && i > 0; i--)
    {
      guint32 place = g_array_index (path, RedanPathHop, i - 1).element;

      if (place != REDAN_NONE && place != element)
        suggest_on (graph, element, place, &best);
    }
  *suggestion_out = best;

  return best.control != REDAN_NONE;
}
