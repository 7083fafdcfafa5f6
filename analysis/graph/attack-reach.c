/* SPDX-License-Identifier: Apache-2.0 */
/* What an attacker can reach: forward chaining in linear time. */

#include "config.h"

#include "analysis/graph/attack-private.h"
#include "analysis/graph/attack-reach.h"

#include <string.h>

guint32
redan_attack_reach (const RedanAttackGraph *graph,
                    const RedanAttackScenario *scenario,
                    guint8 *reached_out,
                    guint32 *order_out)
{
  const RedanAttackScenario start = redan_attack_scenario (graph, scenario);
  g_autofree guint32 *need =
      g_memdup2 (graph->need, sizeof (guint32) * ((gsize) graph->n_nodes + 1));
  g_autofree guint32 *own = order_out == NULL ? g_new (guint32, (gsize) graph->n_nodes + 1) : NULL;
  guint32 *order = order_out == NULL ? own : order_out;
  guint32 n = 0;

  memset (reached_out, 0, graph->n_nodes);
  /* More than there can be edges into a node: the counter never gets to nothing. */
  if (start.removed != NULL)
    for (guint32 i = 0; i < graph->n_nodes; i++)
      if (start.removed[i] != 0)
        need[i] = G_MAXUINT32;

  for (guint32 i = 0; i < graph->n_seeds; i++)
    if (need[graph->seeds[i]] == 0)
      {
        reached_out[graph->seeds[i]] = 1;
        order[n++] = graph->seeds[i];
      }
  for (guint32 i = 0; i < start.n_entries; i++)
    {
      guint32 entry = start.entries[i];

      if (reached_out[entry] || need[entry] == G_MAXUINT32)
        continue;
      need[entry] = 0;
      reached_out[entry] = 1;
      order[n++] = entry;
    }

  /* A counter at nothing wraps around when more preconditions come, and never gets back there. */
  for (guint32 i = 0; i < n; i++)
    {
      guint32 node = order[i];

      for (guint32 j = graph->out_offset[node]; j < graph->out_offset[node + 1]; j++)
        {
          guint32 next = graph->out_target[j];

          if (--need[next] != 0)
            continue;
          reached_out[next] = 1;
          order[n++] = next;
        }
    }

  return n;
}
