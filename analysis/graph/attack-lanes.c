/* SPDX-License-Identifier: Apache-2.0 */
/* The least fixpoint of an attack graph for 64 cases at once. */

#include "config.h"

#include "analysis/graph/attack-lanes.h"

#include <string.h>

#include "analysis/graph/attack-private.h"
#include "analysis/graph/attack-reach.h"

/* Marks what leads to one of the targets through nodes that hold. What holds at the outset needs
 * nothing. */
static void
keep_useful (const RedanAttackGraph *graph,
             const guint8 *starts,
             const guint32 *targets,
             guint32 n_targets,
             guint8 *kept)
{
  g_autofree guint8 *useful = g_new0 (guint8, (gsize) graph->n_nodes + 1);
  g_autofree guint32 *queue = g_new (guint32, (gsize) graph->n_nodes + 1);
  guint32 n = 0;

  for (guint32 i = 0; i < n_targets; i++)
    if (kept[targets[i]] != 0 && useful[targets[i]] == 0)
      {
        useful[targets[i]] = 1;
        queue[n++] = targets[i];
      }
  for (guint32 i = 0; i < n; i++)
    {
      guint32 node = queue[i];

      if (starts[node] != 0)
        continue;
      for (guint32 j = graph->in_offset[node]; j < graph->in_offset[node + 1]; j++)
        {
          guint32 source = graph->in_source[j];

          if (kept[source] == 0 || useful[source] != 0)
            continue;
          useful[source] = 1;
          queue[n++] = source;
        }
    }
  memcpy (kept, useful, graph->n_nodes);
}

typedef struct
{
  const RedanAttackGraph *graph;
  const guint8 *kept;
  guint8 *seen;
  guint32 *next; /* by node: outgoing edge to look at */
  guint32 *stack;
  guint32 *finished;
  guint32 n_finished;
} Walk;

static void
walk_from (Walk *self, guint32 start)
{
  const RedanAttackGraph *graph = self->graph;
  guint32 depth = 0;

  if (self->seen[start] != 0 || self->kept[start] == 0)
    return;
  self->seen[start] = 1;
  self->next[start] = graph->out_offset[start];
  self->stack[depth++] = start;
  while (depth > 0)
    {
      guint32 node = self->stack[depth - 1];
      guint32 target;

      if (self->next[node] == graph->out_offset[node + 1])
        {
          self->finished[self->n_finished++] = node;
          depth--;
          continue;
        }
      target = graph->out_target[self->next[node]++];
      if (self->seen[target] != 0 || self->kept[target] == 0)
        continue;
      self->seen[target] = 1;
      self->next[target] = graph->out_offset[target];
      self->stack[depth++] = target;
    }
}

/* Places in reverse postorder. */
static void
order_nodes (RedanAttackLanes *self,
             const RedanAttackGraph *graph,
             const guint8 *kept,
             const guint8 *starts)
{
  gsize n = (gsize) graph->n_nodes + 1;
  g_autofree guint8 *seen = g_new0 (guint8, n);
  g_autofree guint32 *next = g_new (guint32, n);
  g_autofree guint32 *stack = g_new (guint32, n);
  g_autofree guint32 *finished = g_new (guint32, n);
  Walk walk = { graph, kept, seen, next, stack, finished, 0 };

  for (guint32 i = 0; i < graph->n_nodes; i++)
    if (starts[i] != 0)
      walk_from (&walk, i);

  self->n = walk.n_finished;
  self->node = g_new (guint32, (gsize) self->n + 1);
  self->place = g_new (guint32, n);
  memset (self->place, 0xff, n * sizeof (guint32));
  for (guint32 i = 0; i < self->n; i++)
    {
      self->node[i] = finished[self->n - 1 - i];
      self->place[self->node[i]] = i;
    }
}

static void
copy_edges (RedanAttackLanes *self, const RedanAttackGraph *graph)
{
  gsize n = (gsize) self->n + 1;
  guint32 n_in = 0;
  guint32 n_out = 0;

  self->in_offset = g_new0 (guint32, n);
  self->out_offset = g_new0 (guint32, n);
  self->in_source = g_new (guint32, (gsize) graph->n_edges + 1);
  self->out_target = g_new (guint32, (gsize) graph->n_edges + 1);
  self->acyclic = TRUE;
  for (guint32 i = 0; i < self->n; i++)
    {
      guint32 node = self->node[i];

      for (guint32 j = graph->in_offset[node];
           self->start[i] == 0 && j < graph->in_offset[node + 1]; j++)
        {
          guint32 place = self->place[graph->in_source[j]];

          if (place == REDAN_ATTACK_NONE)
            continue;
          self->in_source[n_in++] = place;
          if (place >= i)
            self->acyclic = FALSE;
        }
      for (guint32 j = graph->out_offset[node]; j < graph->out_offset[node + 1]; j++)
        {
          guint32 place = self->place[graph->out_target[j]];

          if (place != REDAN_ATTACK_NONE && self->start[place] == 0)
            self->out_target[n_out++] = place;
        }
      self->in_offset[i + 1] = n_in;
      self->out_offset[i + 1] = n_out;
    }
}

RedanAttackLanes *
redan_attack_lanes_new (const RedanAttackGraph *graph,
                        const RedanAttackScenario *scenario,
                        const guint32 *targets,
                        guint32 n_targets)
{
  RedanAttackLanes *self = g_new0 (RedanAttackLanes, 1);
  const RedanAttackScenario from = redan_attack_scenario (graph, scenario);
  g_autofree guint8 *kept = g_new (guint8, (gsize) graph->n_nodes + 1);
  g_autofree guint8 *starts = g_new0 (guint8, (gsize) graph->n_nodes + 1);

  redan_attack_reach (graph, scenario, kept, NULL);
  for (guint32 i = 0; i < graph->n_seeds; i++)
    starts[graph->seeds[i]] = kept[graph->seeds[i]];
  for (guint32 i = 0; i < from.n_entries; i++)
    starts[from.entries[i]] = kept[from.entries[i]];
  if (targets != NULL)
    keep_useful (graph, starts, targets, n_targets, kept);

  order_nodes (self, graph, kept, starts);
  self->start = g_new (guint8, (gsize) self->n + 1);
  self->is_and = g_new (guint8, (gsize) self->n + 1);
  for (guint32 i = 0; i < self->n; i++)
    {
      self->start[i] = starts[self->node[i]];
      self->is_and[i] = graph->kind[self->node[i]] == REDAN_ATTACK_AND;
    }
  copy_edges (self, graph);

  return self;
}

void
redan_attack_lanes_free (RedanAttackLanes *self)
{
  if (self == NULL)
    return;

  g_free (self->node);
  g_free (self->place);
  g_free (self->start);
  g_free (self->is_and);
  g_free (self->in_offset);
  g_free (self->in_source);
  g_free (self->out_offset);
  g_free (self->out_target);
  g_free (self);
}

static inline guint64
pull (const RedanAttackLanes *self, const guint64 *value, guint32 place)
{
  guint32 first = self->in_offset[place];
  guint32 end = self->in_offset[place + 1];
  guint64 gathered = 0;

  if (self->start[place] != 0)
    return ~gathered;
  if (self->is_and[place] == 0)
    {
      for (guint32 i = first; i < end; i++)
        gathered |= value[self->in_source[i]];
      return gathered;
    }
  gathered = ~gathered;
  for (guint32 i = first; i < end; i++)
    gathered &= value[self->in_source[i]];

  return gathered;
}

static inline void
mark_later (const RedanAttackLanes *self, guint32 place, guint64 *dirty)
{
  for (guint32 i = self->out_offset[place]; i < self->out_offset[place + 1]; i++)
    {
      guint32 target = self->out_target[i];

      dirty[target / 64] |= G_GUINT64_CONSTANT (1) << (target % 64);
    }
}

/* Whatever is marked behind the place of the sweep waits for the next one. */
static guint64
settle (const RedanAttackLanes *self, const guint64 *own, guint64 *dirty, guint64 *value)
{
  guint32 n_words = self->n / 64 + 1;
  guint64 work = 0;
  gboolean again = TRUE;

  while (again)
    {
      again = FALSE;
      for (guint32 i = 0; i < n_words; i++)
        while (dirty[i] != 0)
          {
            guint32 place = i * 64 + (guint32) __builtin_ctzll (dirty[i]);
            guint64 now = pull (self, value, place) & own[place];

            dirty[i] &= dirty[i] - 1;
            again = TRUE;
            work += self->in_offset[place + 1] - self->in_offset[place] + 1;
            if (now == value[place])
              continue;
            value[place] = now;
            mark_later (self, place, dirty);
          }
    }

  return work;
}

guint64
redan_attack_lanes_run (const RedanAttackLanes *self,
                        const guint64 *own,
                        guint64 *dirty,
                        guint64 *value_out)
{
  guint64 work = (guint64) self->n + self->in_offset[self->n];

  if (self->acyclic)
    {
      for (guint32 i = 0; i < self->n; i++)
        value_out[i] = pull (self, value_out, i) & own[i];
      return work;
    }

  /* From below, so that no cycle supports itself; only what has a precondition further on can
   * still change after the first sweep. */
  memset (value_out, 0, self->n * sizeof (guint64));
  for (guint32 i = 0; i < self->n; i++)
    {
      guint64 now = pull (self, value_out, i) & own[i];

      if (now == 0)
        continue;
      value_out[i] = now;
      for (guint32 j = self->out_offset[i]; j < self->out_offset[i + 1]; j++)
        {
          guint32 target = self->out_target[j];

          if (target <= i)
            dirty[target / 64] |= G_GUINT64_CONSTANT (1) << (target % 64);
        }
    }

  return work + settle (self, own, dirty, value_out);
}
