/* SPDX-License-Identifier: Apache-2.0 */
/* Repairs the values of the cheapest attacks after some nodes changed. */

#include "config.h"

#include "analysis/graph/attack-repair.h"

#include <string.h>

typedef struct
{
  guint32 node;
  guint32 via;
  double value;
} Entry;

void
redan_attack_repair_init (RedanAttackRepair *self,
                          const RedanAttackGraph *graph,
                          const RedanAttackScenario *scenario)
{
  gsize n = (gsize) graph->n_nodes + 1;

  *self = (RedanAttackRepair){ .graph = graph };
  self->is_entry = g_new0 (guint8, n);
  self->is_affected = g_new0 (guint8, n);
  self->affected = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->log = g_array_new (FALSE, FALSE, sizeof (Entry));
  redan_attack_heap_init (&self->heap, graph->n_nodes);
  for (guint32 i = 0; i < scenario->n_entries; i++)
    self->is_entry[scenario->entries[i]] = 1;
}

void
redan_attack_repair_clear (RedanAttackRepair *self)
{
  g_clear_pointer (&self->is_entry, g_free);
  g_clear_pointer (&self->is_affected, g_free);
  g_clear_pointer (&self->affected, g_array_unref);
  g_clear_pointer (&self->log, g_array_unref);
  redan_attack_heap_clear (&self->heap);
}

/* What a node comes to from the present values of what it needs. */
static double
work_out (const RedanAttackRepair *self,
          const guint8 *removed,
          const double *own,
          const double *value,
          guint32 node,
          guint32 *via_out)
{
  const RedanAttackGraph *graph = self->graph;
  guint32 first = graph->in_offset[node];
  guint32 end = graph->in_offset[node + 1];
  double result = INFINITY;

  *via_out = REDAN_ATTACK_NONE;
  if (removed[node] != 0)
    return INFINITY;
  if (self->is_entry[node] != 0)
    return 0.0;
  if (graph->kind[node] == REDAN_ATTACK_AND && first < end)
    {
      result = 0.0;
      for (guint32 i = first; i < end; i++)
        result += value[graph->in_source[i]];
      return result + own[node];
    }
  for (guint32 i = first; graph->kind[node] == REDAN_ATTACK_OR && i < end; i++)
    if (value[graph->in_source[i]] + own[node] < result)
      {
        result = value[graph->in_source[i]] + own[node];
        *via_out = graph->in_source[i];
      }

  return result;
}

static void
mark_affected (RedanAttackRepair *self, guint32 node)
{
  if (self->is_affected[node] != 0)
    return;
  self->is_affected[node] = 1;
  g_array_append_val (self->affected, node);
}

/* Whatever may owe its value to something affected. */
static void
spread (RedanAttackRepair *self, const double *own, const double *value)
{
  const RedanAttackGraph *graph = self->graph;

  for (guint i = 0; i < self->affected->len; i++)
    {
      guint32 node = g_array_index (self->affected, guint32, i);

      for (guint32 j = graph->out_offset[node]; j < graph->out_offset[node + 1]; j++)
        {
          guint32 next = graph->out_target[j];

          if (self->is_entry[next] == 0 && isfinite (value[next]) &&
              (graph->kind[next] == REDAN_ATTACK_AND || value[next] == value[node] + own[next]))
            mark_affected (self, next);
        }
    }
}

static void
set_value (
    RedanAttackRepair *self, guint32 node, double now, guint32 from, double *value, guint32 *via)
{
  const Entry entry = { node, via[node], value[node] };

  g_array_append_val (self->log, entry);
  value[node] = now;
  via[node] = from;
}

static void
push (RedanAttackRepair *self, guint32 node, double now, guint32 from, double *value, guint32 *via)
{
  if (!(now < value[node]))
    return;
  set_value (self, node, now, from, value, via);
  redan_attack_heap_push (&self->heap, node, now);
}

/* The affected nodes and those that changed, from what is not affected. */
static void
start (RedanAttackRepair *self,
       const guint8 *removed,
       const double *own,
       const guint32 *changed,
       guint32 n,
       double *value,
       guint32 *via)
{
  for (guint i = 0; i < self->affected->len; i++)
    set_value (self, g_array_index (self->affected, guint32, i), INFINITY, REDAN_ATTACK_NONE, value,
               via);
  for (guint i = 0; i < self->affected->len + n; i++)
    {
      guint32 node = i < self->affected->len ? g_array_index (self->affected, guint32, i)
                                             : changed[i - self->affected->len];
      guint32 from;
      double now = work_out (self, removed, own, value, node, &from);

      push (self, node, now, from, value, via);
    }
}

static void
go_along (RedanAttackRepair *self,
          const guint8 *removed,
          const double *own,
          guint32 node,
          double *value,
          guint32 *via)
{
  const RedanAttackGraph *graph = self->graph;

  for (guint32 i = graph->out_offset[node]; i < graph->out_offset[node + 1]; i++)
    {
      guint32 next = graph->out_target[i];
      guint32 from = node;
      double now = value[node] + own[next];

      if (removed[next] != 0 || self->is_entry[next] != 0 || !(now < value[next]))
        continue;
      if (graph->kind[next] == REDAN_ATTACK_AND)
        now = work_out (self, removed, own, value, next, &from);
      push (self, next, now, from, value, via);
    }
}

void
redan_attack_repair_run (RedanAttackRepair *self,
                         const guint8 *removed,
                         const double *own,
                         const guint32 *changed,
                         guint32 n,
                         guint32 goal,
                         double *value,
                         guint32 *via)
{
  g_array_set_size (self->affected, 0);
  g_array_set_size (self->log, 0);
  for (guint32 i = 0; i < n; i++)
    {
      guint32 from;

      if (work_out (self, removed, own, value, changed[i], &from) > value[changed[i]])
        mark_affected (self, changed[i]);
    }
  spread (self, own, value);
  start (self, removed, own, changed, n, value, via);
  while (self->heap.n > 0)
    {
      double key;
      guint32 node = redan_attack_heap_pop (&self->heap, &key);

      if (node == goal)
        break;
      go_along (self, removed, own, node, value, via);
    }
  redan_attack_heap_empty (&self->heap);
  for (guint i = 0; i < self->affected->len; i++)
    self->is_affected[g_array_index (self->affected, guint32, i)] = 0;
}

void
redan_attack_repair_undo (RedanAttackRepair *self, double *value, guint32 *via)
{
  for (guint i = self->log->len; i > 0; i--)
    {
      const Entry *entry = &g_array_index (self->log, Entry, i - 1);

      value[entry->node] = entry->value;
      via[entry->node] = entry->via;
    }
  g_array_set_size (self->log, 0);
}

void
redan_attack_find_ways (const RedanAttackGraph *graph,
                        const RedanAttackScenario *scenario,
                        const double *own,
                        const double *value,
                        guint32 *via_out)
{
  g_autofree guint32 *need = g_memdup2 (graph->need, ((gsize) graph->n_nodes + 1) * sizeof *need);
  g_autofree guint32 *queue = g_new (guint32, (gsize) graph->n_nodes + 1);
  guint32 n = 0;

  memset (via_out, 0xff, (gsize) graph->n_nodes * sizeof (guint32));
  for (guint32 i = 0; i < scenario->n_entries; i++)
    if (isfinite (value[scenario->entries[i]]) && need[scenario->entries[i]] != 0)
      {
        need[scenario->entries[i]] = 0;
        queue[n++] = scenario->entries[i];
      }
  for (guint32 i = 0; i < n; i++)
    for (guint32 j = graph->out_offset[queue[i]]; j < graph->out_offset[queue[i] + 1]; j++)
      {
        guint32 next = graph->out_target[j];
        gboolean is_and = graph->kind[next] == REDAN_ATTACK_AND;

        if (need[next] == 0 || !isfinite (value[next]) ||
            (!is_and && value[next] != value[queue[i]] + own[next]))
          continue;
        if (--need[next] > 0)
          continue;
        if (!is_and)
          via_out[next] = queue[i];
        queue[n++] = next;
      }
}
