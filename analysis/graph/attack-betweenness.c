/* SPDX-License-Identifier: Apache-2.0 */
/* Which nodes shortest ways go through: Brandes' algorithm, between chosen ends or all. */

#include "config.h"

#include <string.h>

#include "analysis/graph/attack-private.h"
#include "analysis/graph/attack-structure.h"

typedef struct
{
  const RedanAttackGraph *graph;
  guint8 *is_target;
  guint32 *distance; /* REDAN_ATTACK_NONE for what was not met */
  guint32 *order;
  double *ways;
  double *share;
  double *betweenness;
} Brandes;

static guint32
search_from (Brandes *self, guint32 source, guint64 *work)
{
  const RedanAttackGraph *graph = self->graph;
  guint32 n = 0;

  self->distance[source] = 0;
  self->ways[source] = 1.0;
  self->order[n++] = source;
  for (guint32 i = 0; i < n; i++)
    {
      guint32 node = self->order[i];

      *work += graph->out_offset[node + 1] - graph->out_offset[node] + 1;
      for (guint32 j = graph->out_offset[node]; j < graph->out_offset[node + 1]; j++)
        {
          guint32 next = graph->out_target[j];

          if (self->distance[next] == REDAN_ATTACK_NONE)
            {
              self->distance[next] = self->distance[node] + 1;
              self->ways[next] = 0.0;
              self->order[n++] = next;
            }
          if (self->distance[next] == self->distance[node] + 1)
            self->ways[next] += self->ways[node];
        }
    }

  return n;
}

/* Farthest first: what passes a node is shared out among those before it. */
static void
gather (Brandes *self, guint32 n)
{
  const RedanAttackGraph *graph = self->graph;

  for (guint32 i = n; i > 0; i--)
    {
      guint32 node = self->order[i - 1];
      double share = 0.0;

      for (guint32 j = graph->out_offset[node]; j < graph->out_offset[node + 1]; j++)
        {
          guint32 next = graph->out_target[j];

          if (self->distance[next] == self->distance[node] + 1)
            share +=
                (self->is_target[next] + self->share[next]) * self->ways[node] / self->ways[next];
        }
      self->share[node] = share;
      if (i > 1)
        self->betweenness[node] += share;
    }
  for (guint32 i = 0; i < n; i++)
    self->distance[self->order[i]] = REDAN_ATTACK_NONE;
}

gboolean
redan_attack_betweenness (const RedanAttackGraph *graph,
                          const guint32 *sources,
                          guint32 n_sources,
                          const guint32 *targets,
                          guint32 n_targets,
                          const RedanAttackBudget *budget,
                          double *betweenness_out)
{
  gsize n = (gsize) graph->n_nodes + 1;
  g_autofree guint8 *is_target = g_new0 (guint8, n);
  g_autofree guint32 *distance = g_new (guint32, n);
  g_autofree guint32 *order = g_new (guint32, n);
  g_autofree double *ways = g_new (double, n);
  g_autofree double *share = g_new (double, n);
  Brandes brandes = { graph, is_target, distance, order, ways, share, betweenness_out };
  guint64 work = 0;

  memset (distance, 0xff, n * sizeof (guint32));
  memset (is_target, targets == NULL, graph->n_nodes);
  for (guint32 i = 0; targets != NULL && i < n_targets; i++)
    is_target[targets[i]] = 1;
  for (guint32 i = 0; i < graph->n_nodes; i++)
    betweenness_out[i] = 0.0;

  for (guint32 i = 0; i < (sources == NULL ? graph->n_nodes : n_sources); i++)
    {
      if (redan_attack_is_over (budget, work))
        return FALSE;
      gather (&brandes, search_from (&brandes, sources == NULL ? i : sources[i], &work));
    }

  return TRUE;
}
