/* SPDX-License-Identifier: Apache-2.0 */
/* Finds the part of an attack graph that attacks on some goals can pass. */

#include "config.h"

#include "analysis/graph/attack-corridor.h"

#include <math.h>
#include <string.h>

#define NONE REDAN_ATTACK_NONE
#define OUTSIDE G_MAXUINT64
#define SLACK 1024 /* for rounding */

/* By node, what a goal costs at least after it: backwards from the goals, as far as attacks that
 * are not too dear come. */
static guint64 *
find_rest (RedanAttackCorridor *self,
           const double *value,
           const guint32 *goals,
           guint n_goals,
           double width)
{
  const RedanAttackGraph *graph = self->graph;
  guint64 *rest = g_new (guint64, (gsize) graph->n_nodes + 1);
  RedanAttackHeap heap;
  double dearest = 0;
  double key;

  memset (rest, 0xff, ((gsize) graph->n_nodes + 1) * sizeof (guint64));
  redan_attack_heap_init (&heap, graph->n_nodes);
  for (guint i = 0; i < n_goals; i++)
    if (isfinite (value[goals[i]]))
      dearest = MAX (dearest, value[goals[i]]);
  for (guint i = 0; i < n_goals; i++)
    if (isfinite (value[goals[i]]))
      redan_attack_heap_push (&heap, goals[i], dearest - value[goals[i]]);
  while (heap.n > 0)
    {
      guint32 node = redan_attack_heap_pop (&heap, &key);
      double through = key + graph->effort[node];

      rest[node] = redan_attack_corridor_fix (key);
      for (guint32 i = graph->in_offset[node]; i < graph->in_offset[node + 1]; i++)
        if (rest[graph->in_source[i]] == OUTSIDE &&
            value[graph->in_source[i]] + through <= dearest + width)
          redan_attack_heap_push (&heap, graph->in_source[i], through);
    }
  redan_attack_heap_clear (&heap);
  self->most = redan_attack_corridor_fix (dearest + width) + SLACK;

  return rest;
}

static void
add_junction (RedanAttackCorridor *self, guint32 node, const guint64 *rest)
{
  if (self->junction[node] != NONE || rest[node] == OUTSIDE)
    return;
  self->junction[node] = self->n;
  self->node[self->n] = node;
  self->rest[self->n++] = rest[node];
}

/* Entries and goals first, then where there is a choice or several things are needed; the only
 * precondition of each other node. */
static void
find_junctions (RedanAttackCorridor *self,
                const RedanAttackScenario *from,
                const guint32 *goals,
                guint n_goals,
                const guint64 *rest)
{
  const RedanAttackGraph *graph = self->graph;

  for (guint32 i = 0; i < from->n_entries; i++)
    add_junction (self, from->entries[i], rest);
  self->n_entries = self->n;
  for (guint32 i = 0; i < graph->n_seeds; i++)
    add_junction (self, graph->seeds[i], rest);
  for (guint32 i = 0; i < self->n; i++)
    g_array_append_val (self->first, i);
  for (guint i = 0; i < n_goals; i++)
    add_junction (self, goals[i], rest);
  for (guint32 i = 0; i < graph->n_nodes; i++)
    {
      gboolean needs_all = graph->kind[i] == REDAN_ATTACK_AND;
      guint n = 0;

      for (guint32 j = graph->in_offset[i]; rest[i] != OUTSIDE && j < graph->in_offset[i + 1]; j++)
        if (needs_all || rest[graph->in_source[j]] != OUTSIDE)
          {
            self->before[i] = graph->in_source[j];
            n++;
          }
      if (n != 1)
        add_junction (self, i, rest);
    }
}

/* The junction that each node without choice hangs on. */
static void
hang_on (RedanAttackCorridor *self, const guint64 *rest)
{
  const RedanAttackGraph *graph = self->graph;
  g_autoptr (GArray) stack = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint32 i = 0; i < graph->n_nodes; i++)
    {
      for (guint32 node = i; rest[node] != OUTSIDE && self->junction[node] == NONE;
           node = self->before[node])
        g_array_append_val (stack, node);
      for (; stack->len > 0; g_array_set_size (stack, stack->len - 1))
        {
          guint32 node = g_array_index (stack, guint32, stack->len - 1);
          guint32 before = self->before[node];

          self->junction[node] = self->junction[before];
          self->length[node] = self->length[before] + 1;
          self->cost[node] = self->cost[before] + self->own[node];
          self->steps[node] = self->steps[before];
          if (redan_attack_corridor_is_step (self, node))
            self->steps[node] |= redan_attack_corridor_hash (node);
        }
    }
}

static void
fill_ways (RedanAttackCorridor *self)
{
  const RedanAttackGraph *graph = self->graph;
  g_autofree guint32 *next = NULL;

  self->offset = g_new0 (guint32, (gsize) self->n + 2);
  for (guint32 i = 0; i < self->n; i++)
    for (guint32 j = graph->in_offset[self->node[i]]; j < graph->in_offset[self->node[i] + 1]; j++)
      if (self->junction[graph->in_source[j]] != NONE)
        self->offset[self->junction[graph->in_source[j]] + 1]++;
  for (guint32 i = 0; i < self->n; i++)
    self->offset[i + 1] += self->offset[i];
  self->ways = g_new (RedanAttackWay, (gsize) self->offset[self->n] + 1);
  next = g_memdup2 (self->offset, ((gsize) self->n + 1) * sizeof (guint32));
  for (guint32 i = 0; i < self->n; i++)
    {
      guint32 first = graph->in_offset[self->node[i]];

      for (guint32 j = first; j < graph->in_offset[self->node[i] + 1]; j++)
        {
          guint32 source = graph->in_source[j];

          if (self->junction[source] != NONE)
            self->ways[next[self->junction[source]]++] = (RedanAttackWay){
              i, source, j - first, self->length[source], self->cost[source], self->steps[source]
            };
        }
    }
}

void
redan_attack_corridor_init (RedanAttackCorridor *self,
                            const RedanAttackGraph *graph,
                            const RedanAttackScenario *scenario,
                            const double *value,
                            const guint32 *goals,
                            guint n_goals,
                            double width)
{
  const RedanAttackScenario from = redan_attack_scenario (graph, scenario);
  gsize n = (gsize) graph->n_nodes + 1;
  g_autofree guint64 *rest = NULL;

  *self = (RedanAttackCorridor){ .graph = graph };
  self->own = g_new (guint64, n);
  for (guint32 i = 0; i < graph->n_nodes; i++)
    self->own[i] = redan_attack_corridor_fix (graph->effort[i]);
  rest = find_rest (self, value, goals, n_goals, width);
  self->node = g_new (guint32, n);
  self->rest = g_new (guint64, n);
  self->junction = g_new (guint32, n);
  self->before = g_new (guint32, n);
  self->length = g_new0 (guint32, n);
  self->cost = g_new0 (guint64, n);
  self->steps = g_new0 (guint64, n);
  self->first = g_array_new (FALSE, FALSE, sizeof (guint32));
  memset (self->junction, 0xff, n * sizeof (guint32));
  find_junctions (self, &from, goals, n_goals, rest);
  hang_on (self, rest);
  fill_ways (self);
}

void
redan_attack_corridor_clear (RedanAttackCorridor *self)
{
  g_clear_pointer (&self->node, g_free);
  g_clear_pointer (&self->rest, g_free);
  g_clear_pointer (&self->offset, g_free);
  g_clear_pointer (&self->ways, g_free);
  g_clear_pointer (&self->first, g_array_unref);
  g_clear_pointer (&self->junction, g_free);
  g_clear_pointer (&self->before, g_free);
  g_clear_pointer (&self->length, g_free);
  g_clear_pointer (&self->cost, g_free);
  g_clear_pointer (&self->steps, g_free);
  g_clear_pointer (&self->own, g_free);
}
