/* SPDX-License-Identifier: Apache-2.0 */
/* Choke points of attacks: what is necessary in the AND/OR graph, 64 candidates at once. */

#include "config.h"

#include <string.h>

#include "analysis/graph/attack-lanes.h"
#include "analysis/graph/attack-reach.h"
#include "analysis/graph/attack-structure.h"

/* The nodes of the cheapest attacks on the goals: what is necessary for one of them is among these.
 */
static GArray *
list_candidates (const RedanAttackGraph *graph,
                 const RedanAttackScenario *scenario,
                 const guint32 *goals,
                 guint32 n_goals,
                 guint32 *n_reached_out)
{
  gsize n = (gsize) graph->n_nodes + 1;
  g_autofree double *value = g_new (double, n);
  g_autofree guint32 *via = g_new (guint32, n);
  g_autofree guint8 *seen = g_new0 (guint8, n);
  GArray *candidates = g_array_new (FALSE, FALSE, sizeof (guint32));

  redan_attack_cheapest (graph, scenario, REDAN_ATTACK_PARALLEL, NULL, value, via);
  *n_reached_out = 0;
  for (guint32 i = 0; i < n_goals; i++)
    {
      g_autoptr (GArray) trace = redan_attack_trace (graph, scenario, value, via, goals[i]);

      *n_reached_out += trace->len > 0;
      for (guint j = 0; j < trace->len; j++)
        {
          guint32 node = g_array_index (trace, guint32, j);

          if (seen[node] != 0)
            continue;
          seen[node] = 1;
          g_array_append_val (candidates, node);
        }
    }

  return candidates;
}

guint32
redan_attack_choke_points (const RedanAttackGraph *graph,
                           const RedanAttackScenario *scenario,
                           const guint32 *goals,
                           guint32 n_goals,
                           guint32 *count_out)
{
  guint32 n_reached;
  g_autoptr (GArray) candidates = list_candidates (graph, scenario, goals, n_goals, &n_reached);
  g_autoptr (RedanAttackLanes) lanes = redan_attack_lanes_new (graph, scenario, goals, n_goals);
  g_autofree guint64 *own = g_new (guint64, (gsize) lanes->n + 1);
  g_autofree guint64 *value = g_new (guint64, (gsize) lanes->n + 1);
  g_autofree guint64 *dirty = g_new0 (guint64, lanes->n / 64 + 1);

  memset (count_out, 0, graph->n_nodes * sizeof (guint32));
  for (guint first = 0; first < candidates->len; first += 64)
    {
      guint n = MIN (candidates->len - first, 64);

      memset (own, 0xff, lanes->n * sizeof (guint64));
      for (guint i = 0; i < n; i++)
        own[lanes->place[g_array_index (candidates, guint32, first + i)]] &=
            ~(G_GUINT64_CONSTANT (1) << i);
      redan_attack_lanes_run (lanes, own, dirty, value);
      for (guint32 i = 0; i < n_goals; i++)
        for (guint j = 0; lanes->place[goals[i]] != REDAN_ATTACK_NONE && j < n; j++)
          if ((value[lanes->place[goals[i]]] >> j & 1) == 0 &&
              g_array_index (candidates, guint32, first + j) != goals[i])
            count_out[g_array_index (candidates, guint32, first + j)]++;
    }

  return n_reached;
}

guint32
redan_attack_necessary (const RedanAttackGraph *graph,
                        const RedanAttackScenario *scenario,
                        guint32 goal,
                        guint8 *necessary_out)
{
  g_autofree guint32 *count = g_new (guint32, (gsize) graph->n_nodes + 1);
  guint32 n = 0;

  redan_attack_choke_points (graph, scenario, &goal, 1, count);
  for (guint32 i = 0; i < graph->n_nodes; i++)
    {
      necessary_out[i] = (guint8) count[i];
      n += count[i];
    }

  return n;
}
