/* SPDX-License-Identifier: Apache-2.0 */
/* The cheapest attack on every node: Knuth's generalisation of Dijkstra's algorithm. */

#include "config.h"

#include "analysis/graph/attack-private.h"
#include "analysis/graph/attack-reach.h"

#include <string.h>

typedef struct
{
  const RedanAttackGraph *graph;
  RedanAttackAlgebra algebra;
  const double *own;
  double *value;
  guint32 *via;
  guint32 *need;
  double *gathered; /* by AND node: what its preconditions so far come to */
  RedanAttackHeap heap;
} Search;

static double
add_own (const Search *search, double value, guint32 node)
{
  return search->algebra == REDAN_ATTACK_BOTTLENECK ? MAX (value, search->own[node])
                                                    : value + search->own[node];
}

static void
offer (Search *search, guint32 node, double value, guint32 from)
{
  if (!(value < search->value[node]))
    return;
  search->value[node] = value;
  if (search->via != NULL)
    search->via[node] = from;
  redan_attack_heap_push (&search->heap, node, value);
}

/* An edge from a node that has its final value @value. */
static void
go_along (Search *search, guint32 from, guint32 edge, double value)
{
  const RedanAttackGraph *graph = search->graph;
  guint32 next = graph->out_target[edge];

  if (graph->weight != NULL && search->algebra == REDAN_ATTACK_BOTTLENECK)
    value = MAX (value, graph->weight[edge]);
  else if (graph->weight != NULL)
    value += graph->weight[edge];

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
  if (--search->need[next] == 0)
    offer (search, next, add_own (search, search->gathered[next], next), REDAN_ATTACK_NONE);
}

void
redan_attack_cheapest (const RedanAttackGraph *graph,
                       const RedanAttackScenario *scenario,
                       RedanAttackAlgebra algebra,
                       const double *own,
                       double *value_out,
                       guint32 *via_out)
{
  const RedanAttackScenario start = redan_attack_scenario (graph, scenario);
  Search search = { graph, algebra, own == NULL ? graph->effort : own, value_out, via_out };

  search.need = g_memdup2 (graph->need, sizeof (guint32) * ((gsize) graph->n_nodes + 1));
  search.gathered = g_new0 (double, (gsize) graph->n_nodes + 1);
  redan_attack_heap_init (&search.heap, graph->n_nodes);
  for (guint32 i = 0; i < graph->n_nodes; i++)
    {
      /* No offer is less, so that what is removed stays out. */
      gboolean removed = start.removed != NULL && start.removed[i] != 0;

      value_out[i] = removed ? -1.0 : INFINITY;
      if (via_out != NULL)
        via_out[i] = REDAN_ATTACK_NONE;
    }
  for (guint32 i = 0; i < start.n_entries; i++)
    offer (&search, start.entries[i], 0.0, REDAN_ATTACK_NONE);
  for (guint32 i = 0; i < graph->n_seeds; i++)
    offer (&search, graph->seeds[i], search.own[graph->seeds[i]], REDAN_ATTACK_NONE);

  while (search.heap.n > 0)
    {
      double value;
      guint32 node = redan_attack_heap_pop (&search.heap, &value);

      for (guint32 i = graph->out_offset[node]; i < graph->out_offset[node + 1]; i++)
        go_along (&search, node, i, value);
    }

  for (guint32 i = 0; start.removed != NULL && i < graph->n_nodes; i++)
    if (start.removed[i] != 0)
      value_out[i] = INFINITY;
  g_free (search.need);
  g_free (search.gathered);
  redan_attack_heap_clear (&search.heap);
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
