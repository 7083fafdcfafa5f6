/* SPDX-License-Identifier: Apache-2.0 */
/* The cheapest attack on every node: Knuth's generalisation of Dijkstra's algorithm. */

#include "config.h"

#include "analysis/graph/attack-private.h"
#include "analysis/graph/attack-reach.h"

#include <string.h>

#define AHEAD 8 /* of the nodes in the queue */

static double
add_own (const RedanAttackKnuth *search, double value, guint32 node)
{
  return search->algebra == REDAN_ATTACK_BOTTLENECK ? MAX (value, search->own[node])
                                                    : value + search->own[node];
}

static void
offer (RedanAttackKnuth *search, guint32 node, double value, guint32 from)
{
  if (!(value < search->value[node]))
    return;
  search->value[node] = value;
  if (search->via != NULL)
    search->via[node] = from;
  /* Nothing that is still to come is less. */
  if (value == search->present && search->heap.place[node] == REDAN_ATTACK_NONE)
    {
      search->at_once[search->n_at_once++] = node;
      __builtin_prefetch (&search->graph->out_offset[node]);
      return;
    }
  redan_attack_heap_push (&search->heap, node, value);
}

/* The sum in the order of the preconditions, not in that of the search: the same to the last bit
 * whichever way it is found. */
static double
add_up (const RedanAttackKnuth *search, guint32 node)
{
  const RedanAttackGraph *graph = search->graph;
  double sum = 0.0;

  for (guint32 i = graph->in_offset[node]; i < graph->in_offset[node + 1]; i++)
    sum += search->value[graph->in_source[i]];

  return sum;
}

/* An edge from a node that has its final value @value. */
static void
go_along (RedanAttackKnuth *search, guint32 from, guint32 edge, double value)
{
  const RedanAttackGraph *graph = search->graph;
  guint32 next = graph->out_target[edge];

  if (search->weight != NULL && search->algebra == REDAN_ATTACK_BOTTLENECK)
    value = MAX (value, search->weight[edge]);
  else if (search->weight != NULL)
    value += search->weight[edge];

  if (graph->kind[next] == REDAN_ATTACK_OR)
    {
      offer (search, next, add_own (search, value, next), from);
      return;
    }
  if (graph->kind[next] == REDAN_ATTACK_LEAF || search->need[next] == 0)
    return;
  if (search->algebra == REDAN_ATTACK_TOTAL)
    search->gathered[next] += value;
  else
    search->gathered[next] = MAX (search->gathered[next], value);
  if (--search->need[next] > 0)
    return;
  if (search->algebra == REDAN_ATTACK_TOTAL && search->weight == NULL)
    search->gathered[next] = add_up (search, next);
  offer (search, next, add_own (search, search->gathered[next], next), REDAN_ATTACK_NONE);
}

void
redan_attack_knuth_init (RedanAttackKnuth *self, const RedanAttackGraph *graph)
{
  *self = (RedanAttackKnuth){ .graph = graph, .weight = graph->weight };
  self->need = g_new (guint32, (gsize) graph->n_nodes + 1);
  self->gathered = g_new (double, (gsize) graph->n_nodes + 1);
  self->at_once = g_new (guint32, (gsize) graph->n_nodes + 1);
  redan_attack_heap_init (&self->heap, graph->n_nodes);
}

void
redan_attack_knuth_clear (RedanAttackKnuth *self)
{
  g_free (self->need);
  g_free (self->gathered);
  g_free (self->at_once);
  redan_attack_heap_clear (&self->heap);
}

static void
start_search (RedanAttackKnuth *self, const RedanAttackScenario *start)
{
  const RedanAttackGraph *graph = self->graph;

  memcpy (self->need, graph->need, (gsize) graph->n_nodes * sizeof (guint32));
  memset (self->gathered, 0, (gsize) graph->n_nodes * sizeof (double));
  for (guint32 i = 0; i < graph->n_nodes; i++)
    {
      /* No offer is less, so that what is removed stays out. */
      gboolean removed = start->removed != NULL && start->removed[i] != 0;

      self->value[i] = removed ? -1.0 : INFINITY;
      if (self->via != NULL)
        self->via[i] = REDAN_ATTACK_NONE;
    }
  for (guint32 i = 0; i < start->n_entries; i++)
    offer (self, start->entries[i], 0.0, REDAN_ATTACK_NONE);
  for (guint32 i = 0; i < graph->n_seeds; i++)
    offer (self, graph->seeds[i], self->own[graph->seeds[i]], REDAN_ATTACK_NONE);
}

/* Has the edges of a node that is soon to come ready: in a large graph most of the time is spent
 * waiting for them. */
static void
prefetch_edges (const RedanAttackKnuth *self, guint32 node)
{
  const RedanAttackGraph *graph = self->graph;
  guint32 first = graph->out_offset[node];

  __builtin_prefetch (&graph->out_target[first]);
}

void
redan_attack_knuth_run (RedanAttackKnuth *self,
                        const RedanAttackScenario *scenario,
                        RedanAttackAlgebra algebra,
                        const double *own,
                        guint32 goal,
                        double *value_out,
                        guint32 *via_out)
{
  const RedanAttackGraph *graph = self->graph;
  const RedanAttackScenario start = redan_attack_scenario (graph, scenario);
  guint32 next_at_once = 0;

  self->algebra = algebra;
  self->own = own == NULL ? graph->effort : own;
  self->value = value_out;
  self->via = via_out;
  self->n_at_once = 0;
  self->present = -1.0;
  start_search (self, &start);
  while (next_at_once < self->n_at_once || self->heap.n > 0)
    {
      double value = self->present;
      guint32 node;

      if (next_at_once < self->n_at_once)
        {
          node = self->at_once[next_at_once++];
          if (next_at_once + AHEAD < self->n_at_once)
            prefetch_edges (self, self->at_once[next_at_once + AHEAD]);
        }
      else
        {
          node = redan_attack_heap_pop (&self->heap, &value);
          /* With ways the order of equals matters: by number. */
          self->present = via_out == NULL ? value : -1.0;
        }

      if (node == goal)
        break;
      for (guint32 i = graph->out_offset[node]; i < graph->out_offset[node + 1]; i++)
        go_along (self, node, i, value);
    }
  redan_attack_heap_empty (&self->heap);

  for (guint32 i = 0; start.removed != NULL && i < graph->n_nodes; i++)
    if (start.removed[i] != 0)
      value_out[i] = INFINITY;
}

void
redan_attack_cheapest (const RedanAttackGraph *graph,
                       const RedanAttackScenario *scenario,
                       RedanAttackAlgebra algebra,
                       const double *own,
                       double *value_out,
                       guint32 *via_out)
{
  RedanAttackKnuth knuth;

  redan_attack_knuth_init (&knuth, graph);
  redan_attack_knuth_run (&knuth, scenario, algebra, own, REDAN_ATTACK_NONE, value_out, via_out);
  redan_attack_knuth_clear (&knuth);
}

/* Puts what a node needs on the stack; the node itself comes off when it is seen again. */
static void
push_needs (const RedanAttackGraph *graph,
            const double *value,
            const guint32 *via,
            guint32 node,
            GArray *stack)
{
  if (via[node] != REDAN_ATTACK_NONE)
    {
      g_array_append_val (stack, via[node]);
      return;
    }
  if (graph->kind[node] != REDAN_ATTACK_AND)
    return;
  /* Largest first, so that the smallest number is told first. */
  for (guint32 i = graph->in_offset[node + 1]; i > graph->in_offset[node]; i--)
    if (isfinite (value[graph->in_source[i - 1]]))
      g_array_append_val (stack, graph->in_source[i - 1]);
}

GArray *
redan_attack_trace (const RedanAttackGraph *graph,
                    const RedanAttackScenario *scenario,
                    const double *value,
                    const guint32 *via,
                    guint32 goal)
{
  const RedanAttackScenario start = redan_attack_scenario (graph, scenario);
  enum
  {
    UNSEEN,
    OPEN,
    DONE
  };
  GArray *trace = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GArray) stack = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autofree guint8 *state = g_new0 (guint8, (gsize) graph->n_nodes + 1);

  if (!isfinite (value[goal]))
    return trace;

  /* An entry needs nothing. */
  for (guint32 i = 0; i < start.n_entries; i++)
    state[start.entries[i]] = OPEN;
  g_array_append_val (stack, goal);
  while (stack->len > 0)
    {
      guint32 node = g_array_index (stack, guint32, stack->len - 1);

      if (state[node] == UNSEEN)
        {
          state[node] = OPEN;
          push_needs (graph, value, via, node, stack);
          continue;
        }
      g_array_set_size (stack, stack->len - 1);
      if (state[node] == DONE)
        continue;
      state[node] = DONE;
      g_array_append_val (trace, node);
    }

  return trace;
}
