/* SPDX-License-Identifier: Apache-2.0 */
/* Exposure: the best product over all paths from the entries, by Dijkstra's algorithm with a binary
 * heap. */

#include "config.h"

#include "analysis/graph/graph-private.h"

#include <string.h>

#define SETTLED (G_MAXUINT32 - 1)

/* @place: by node, position in @nodes; REDAN_NONE before it was seen */
typedef struct
{
  const double *exposure;
  guint32 *nodes;
  guint32 *place;
  guint n;
} Heap;

/* Greater exposure first; the order of the nodes decides between equal ones. */
static gboolean
comes_before (const Heap *heap, guint32 a, guint32 b)
{
  if (heap->exposure[a] != heap->exposure[b])
    return heap->exposure[a] > heap->exposure[b];

  return a < b;
}

static void
move_up (Heap *heap, guint32 at)
{
  guint32 node = heap->nodes[at];

  while (at > 0 && comes_before (heap, node, heap->nodes[(at - 1) / 2]))
    {
      heap->nodes[at] = heap->nodes[(at - 1) / 2];
      heap->place[heap->nodes[at]] = at;
      at = (at - 1) / 2;
    }
  heap->nodes[at] = node;
  heap->place[node] = at;
}

static guint32
pop (Heap *heap)
{
  guint32 top = heap->nodes[0];
  guint32 node = heap->nodes[--heap->n];
  guint32 at = 0;

  heap->place[top] = SETTLED;
  if (heap->n == 0)
    return top;

  for (;;)
    {
      guint32 child = 2 * at + 1;

      if (child >= heap->n)
        break;
      if (child + 1 < heap->n && comes_before (heap, heap->nodes[child + 1], heap->nodes[child]))
        child++;
      if (!comes_before (heap, heap->nodes[child], node))
        break;
      heap->nodes[at] = heap->nodes[child];
      heap->place[heap->nodes[at]] = at;
      at = child;
    }
  heap->nodes[at] = node;
  heap->place[node] = at;

  return top;
}

static void
offer (RedanGraph *self, Heap *heap, guint32 node, double exposure, guint32 from, guint32 edge)
{
  if (exposure <= self->exposure[node] || heap->place[node] == SETTLED)
    return;

  self->exposure[node] = exposure;
  self->previous_node[node] = from;
  self->previous_edge[node] = edge;
  if (heap->place[node] == REDAN_NONE)
    {
      heap->place[node] = heap->n;
      heap->nodes[heap->n++] = node;
    }
  move_up (heap, heap->place[node]);
}

/* An attacker need not break what he starts from. */
static double
get_pass_through (const RedanGraph *self, guint32 node)
{
  if (node < self->n_elements && self->entry[node] > 0)
    return 1.0;

  return redan_graph_node_pass (self, node);
}

void
redan_graph_compute_exposure (RedanGraph *self)
{
  g_autofree guint32 *nodes = g_new (guint32, self->n_nodes);
  g_autofree guint32 *place = g_new (guint32, self->n_nodes);
  Heap heap = { NULL, nodes, place, 0 };

  if (self->exposure == NULL)
    {
      self->exposure = g_new (double, self->n_nodes);
      self->settled = g_new (guint32, self->n_nodes);
      self->previous_node = g_new (guint32, self->n_nodes);
      self->previous_edge = g_new (guint32, self->n_nodes);
    }
  for (guint32 i = 0; i < self->n_nodes; i++)
    {
      self->exposure[i] = 0;
      self->previous_node[i] = self->previous_edge[i] = REDAN_NONE;
      place[i] = REDAN_NONE;
    }
  heap.exposure = self->exposure;

  offer (self, &heap, self->internet, 1.0, REDAN_NONE, REDAN_NONE);
  for (guint32 i = 0; i < self->n_elements; i++)
    offer (self, &heap, i, self->entry[i], REDAN_NONE, REDAN_NONE);

  self->n_settled = 0;
  while (heap.n > 0)
    {
      guint32 node = pop (&heap);
      double reached = self->exposure[node] * get_pass_through (self, node);

      self->settled[self->n_settled++] = node;
      for (guint32 i = self->offset[node]; i < self->offset[node + 1]; i++)
        offer (self, &heap, self->edge_target[i], reached * self->edge_pass[i], node, i);
    }
}

GArray *
redan_graph_get_path (const RedanGraph *self, guint32 element)
{
  GArray *path = g_array_new (FALSE, FALSE, sizeof (RedanPathHop));
  guint32 node = element;

  if (self->exposure[element] <= 0)
    return path;

  for (;;)
    {
      guint32 from = self->previous_node[node];
      guint32 edge = self->previous_edge[node];
      RedanPathHop hop = { REDAN_EDGE_FLOW, REDAN_NONE, REDAN_NONE, REDAN_NONE, 1.0 };

      if (node < self->n_elements)
        hop.element = node;
      else
        hop.account = self->node_account[node - self->n_elements];
      if (from == REDAN_NONE)
        {
          hop.pass = self->exposure[node];
          g_array_append_val (path, hop);
          break;
        }
      hop.kind = self->edge_kind[edge];
      hop.interaction = self->edge_interaction[edge];
      hop.pass = get_pass_through (self, from) * self->edge_pass[edge];
      g_array_append_val (path, hop);
      node = from;
    }

  for (guint i = 0; i < path->len / 2; i++)
    {
      RedanPathHop *a = &g_array_index (path, RedanPathHop, i);
      RedanPathHop *b = &g_array_index (path, RedanPathHop, path->len - 1 - i);
      RedanPathHop swap = *a;

      *a = *b;
      *b = swap;
    }

  return path;
}
