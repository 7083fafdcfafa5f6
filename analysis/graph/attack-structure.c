/* SPDX-License-Identifier: Apache-2.0 */
/* Structure of an attack graph on its OR projection: cycles, dominators, blast radius, crossings.
 */

#include "config.h"

#include "analysis/graph/attack-structure.h"

#include <string.h>

#include "analysis/graph/attack-private.h"
#include "analysis/graph/attack-reach.h"
#include "analysis/graph/graph-private.h"

typedef struct
{
  const RedanAttackGraph *graph;
  guint32 *index; /* order of discovery from 1; 0 for undiscovered */
  guint32 *low;
  guint32 *next;
  guint32 *path;  /* nodes being explored */
  guint32 *stack; /* nodes without a component */
  guint32 n_path;
  guint32 n_stack;
  guint32 n_found;
  guint32 n_components;
  guint32 *component;
} Tarjan;

static void
discover (Tarjan *self, guint32 node)
{
  self->index[node] = ++self->n_found;
  self->low[node] = self->n_found;
  self->next[node] = self->graph->out_offset[node];
  self->path[self->n_path++] = node;
  self->stack[self->n_stack++] = node;
}

/* Everything above a root on the stack is its component. */
static void
leave (Tarjan *self, guint32 node)
{
  self->n_path--;
  if (self->n_path > 0)
    {
      guint32 parent = self->path[self->n_path - 1];

      self->low[parent] = MIN (self->low[parent], self->low[node]);
    }
  if (self->low[node] != self->index[node])
    return;
  for (guint32 member = REDAN_ATTACK_NONE; member != node;)
    {
      member = self->stack[--self->n_stack];
      self->component[member] = self->n_components;
    }
  self->n_components++;
}

static void
explore (Tarjan *self, guint32 start)
{
  discover (self, start);
  while (self->n_path > 0)
    {
      guint32 node = self->path[self->n_path - 1];
      guint32 target;

      if (self->next[node] == self->graph->out_offset[node + 1])
        {
          leave (self, node);
          continue;
        }
      target = self->graph->out_target[self->next[node]++];
      if (self->index[target] == 0)
        discover (self, target);
      else if (self->component[target] == REDAN_ATTACK_NONE)
        self->low[node] = MIN (self->low[node], self->index[target]);
    }
}

guint32
redan_attack_components (const RedanAttackGraph *graph, guint32 *component_out)
{
  gsize n = (gsize) graph->n_nodes + 1;
  Tarjan tarjan = {
    .graph = graph,
    .index = g_new0 (guint32, n),
    .low = g_new (guint32, n),
    .next = g_new (guint32, n),
    .path = g_new (guint32, n),
    .stack = g_new (guint32, n),
    .component = component_out,
  };

  memset (component_out, 0xff, graph->n_nodes * sizeof (guint32));
  for (guint32 i = 0; i < graph->n_nodes; i++)
    if (tarjan.index[i] == 0)
      explore (&tarjan, i);
  g_free (tarjan.index);
  g_free (tarjan.low);
  g_free (tarjan.next);
  g_free (tarjan.path);
  g_free (tarjan.stack);

  return tarjan.n_components;
}

static gboolean
is_removed (const RedanAttackScenario *scenario, guint32 node)
{
  return scenario->removed != NULL && scenario->removed[node] != 0;
}

/* Every start, once. */
static GArray *
list_starts (const RedanAttackGraph *graph, const RedanAttackScenario *from)
{
  GArray *starts = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autofree guint8 *seen = g_new0 (guint8, (gsize) graph->n_nodes + 1);

  for (guint32 i = 0; i < from->n_entries + graph->n_seeds; i++)
    {
      guint32 node = i < from->n_entries ? from->entries[i] : graph->seeds[i - from->n_entries];

      if (seen[node] != 0 || is_removed (from, node))
        continue;
      seen[node] = 1;
      g_array_append_val (starts, node);
    }

  return starts;
}

/* The graph without what is removed and with one root before all starts. */
static void
add_root (const RedanAttackGraph *graph,
          const RedanAttackScenario *from,
          const GArray *starts,
          guint32 **offset_out,
          guint32 **target_out)
{
  guint32 n = graph->n_nodes;
  guint32 *offset = g_new (guint32, (gsize) n + 2);
  guint32 *target = g_new (guint32, (gsize) graph->n_edges + starts->len + 1);
  guint32 n_edges = 0;

  for (guint32 i = 0; i < n; i++)
    {
      offset[i] = n_edges;
      for (guint32 j = graph->out_offset[i]; j < graph->out_offset[i + 1]; j++)
        if (!is_removed (from, i) && !is_removed (from, graph->out_target[j]))
          target[n_edges++] = graph->out_target[j];
    }
  offset[n] = n_edges;
  for (guint i = 0; i < starts->len; i++)
    target[n_edges++] = g_array_index (starts, guint32, i);
  offset[n + 1] = n_edges;
  *offset_out = offset;
  *target_out = target;
}

void
redan_attack_dominators (const RedanAttackGraph *graph,
                         const RedanAttackScenario *scenario,
                         guint32 *idom_out)
{
  const RedanAttackScenario from = redan_attack_scenario (graph, scenario);
  g_autoptr (GArray) starts = list_starts (graph, &from);
  guint32 n = graph->n_nodes;
  g_autofree guint32 *order = g_new (guint32, (gsize) n + 2);
  g_autofree guint32 *offset = NULL;
  g_autofree guint32 *target = NULL;
  g_autofree guint32 *idom = NULL;

  if (starts->len == 1 && from.removed == NULL)
    {
      redan_dominators (n, graph->out_offset, graph->out_target, g_array_index (starts, guint32, 0),
                        idom_out, order);
      return;
    }

  add_root (graph, &from, starts, &offset, &target);
  idom = g_new (guint32, (gsize) n + 1);
  redan_dominators (n + 1, offset, target, n, idom, order);
  for (guint32 i = 0; i < n; i++)
    idom_out[i] = idom[i] == n ? REDAN_ATTACK_NONE : idom[i];
}

void
redan_attack_blast (const RedanAttackGraph *graph, const gint64 *value, gint64 *blast_out)
{
  redan_reach_sums (graph->n_nodes, graph->out_offset, graph->out_target, value, blast_out);
}

guint32
redan_attack_exposure (const RedanAttackGraph *graph,
                       const guint32 *goals,
                       guint32 n_goals,
                       guint8 *reaching_out)
{
  g_autofree guint32 *queue = g_new (guint32, (gsize) graph->n_nodes + 1);
  guint32 n = 0;

  memset (reaching_out, 0, graph->n_nodes);
  for (guint32 i = 0; i < n_goals; i++)
    if (reaching_out[goals[i]] == 0)
      {
        reaching_out[goals[i]] = 1;
        queue[n++] = goals[i];
      }
  for (guint32 i = 0; i < n; i++)
    for (guint32 j = graph->in_offset[queue[i]]; j < graph->in_offset[queue[i] + 1]; j++)
      {
        guint32 source = graph->in_source[j];

        if (reaching_out[source] != 0)
          continue;
        reaching_out[source] = 1;
        queue[n++] = source;
      }

  return n;
}

void
redan_attack_crossings (const RedanAttackGraph *graph,
                        const RedanAttackScenario *scenario,
                        const guint32 *zone,
                        guint32 *crossings_out)
{
  const RedanAttackScenario from = redan_attack_scenario (graph, scenario);
  g_autoptr (GArray) now = list_starts (graph, &from);
  g_autoptr (GArray) later = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autofree guint8 *done = g_new0 (guint8, (gsize) graph->n_nodes + 1);
  guint32 crossings = 0;

  memset (crossings_out, 0xff, graph->n_nodes * sizeof (guint32));
  for (; now->len > 0; crossings++)
    {
      GArray *swap = now;

      /* The list grows by what lies in the same zone. */
      for (guint i = 0; i < now->len; i++)
        {
          guint32 node = g_array_index (now, guint32, i);

          if (done[node] != 0)
            continue;
          done[node] = 1;
          crossings_out[node] = crossings;
          for (guint32 j = graph->out_offset[node]; j < graph->out_offset[node + 1]; j++)
            {
              guint32 next = graph->out_target[j];

              if (done[next] == 0 && !is_removed (&from, next))
                g_array_append_val (zone[next] == zone[node] ? now : later, next);
            }
        }
      g_array_set_size (now, 0);
      now = later;
      later = swap;
    }
}
