/* SPDX-License-Identifier: Apache-2.0 */
/* The first steps out of a lost account with what lies behind them, and the ways to a root user. */

#include "config.h"

#include "analysis/graph/first-edges.h"

#include "analysis/graph/graph-private.h"

#include <string.h>

#define MAX_FIRST 64 /* steps out of one account that are followed */

static gboolean
is_inside (const RedanGraph *graph, guint32 node, guint32 account)
{
  return node < graph->n_elements && graph->facts->element_account[node] == account;
}

/* The blast of an account is counted without the root users of others. */
static gboolean
is_followed (const RedanGraph *graph, guint32 edge)
{
  return graph->edge_opens[edge] && !redan_graph_is_root (graph, graph->edge_target[edge]);
}

static gint64
sum_behind (const RedanGraph *graph, guint32 first, guint32 account, guint8 *seen, guint32 *queue)
{
  gint64 sum = 0;
  guint head = 0;
  guint tail = 0;

  memset (seen, 0, graph->n_nodes);
  seen[first] = TRUE;
  queue[tail++] = first;
  while (head < tail)
    {
      guint32 node = queue[head++];

      if (node < graph->n_elements)
        sum += graph->value[node];
      for (guint32 i = graph->offset[node]; i < graph->offset[node + 1]; i++)
        {
          guint32 target = graph->edge_target[i];

          if (!is_followed (graph, i) || seen[target] || is_inside (graph, target, account))
            continue;
          seen[target] = TRUE;
          queue[tail++] = target;
        }
    }

  return sum;
}

typedef struct
{
  const RedanGraph *graph;
  guint32 account;
  guint8 *met;
  GArray *edges;
} Steps;

/* Rights go over hubs: what lies behind them is the first step. */
static void
collect_steps (Steps *self, guint32 source, guint32 node, RedanEdgeKind kind, guint depth)
{
  const RedanGraph *graph = self->graph;

  for (guint32 i = graph->offset[node]; i < graph->offset[node + 1]; i++)
    {
      guint32 target = graph->edge_target[i];
      RedanBlastEdge edge = { source, target, graph->edge_interaction[i],
                              depth > 0 ? kind : (RedanEdgeKind) graph->edge_kind[i], 0 };

      if (!is_followed (graph, i) || self->met[target] ||
          is_inside (graph, target, self->account) || self->edges->len >= MAX_FIRST)
        continue;
      self->met[target] = TRUE;
      if (target < graph->n_elements)
        g_array_append_val (self->edges, edge);
      else if (depth < 3)
        collect_steps (self, source, target, edge.kind, depth + 1);
    }
}

static int
compare_edges (gconstpointer a, gconstpointer b)
{
  const RedanBlastEdge *x = a;
  const RedanBlastEdge *y = b;

  if (x->share != y->share)
    return x->share > y->share ? -1 : 1;

  return (x->target > y->target) - (x->target < y->target);
}

GArray *
redan_graph_list_first_edges (RedanGraph *graph, guint32 account, guint limit)
{
  g_autofree guint8 *met = g_new0 (guint8, graph->n_nodes + 1);
  g_autofree guint8 *seen = g_new (guint8, graph->n_nodes + 1);
  g_autofree guint32 *queue = g_new (guint32, graph->n_nodes + 1);
  GArray *edges = g_array_new (FALSE, FALSE, sizeof (RedanBlastEdge));
  Steps steps = { graph, account, met, edges };
  const RedanFacts *facts = graph->facts;
  gint64 outside = 0;

  if (limit == 0)
    return edges;

  for (guint32 i = 0; i < graph->n_elements; i++)
    outside += is_inside (graph, i, account) ? 0 : graph->value[i];
  for (guint i = facts->member_offset[account]; i < facts->member_offset[account + 1]; i++)
    if (is_inside (graph, facts->member_element[i], account))
      collect_steps (&steps, facts->member_element[i], facts->member_element[i], REDAN_EDGE_FLOW,
                     0);
  for (guint i = 0; i < edges->len; i++)
    {
      RedanBlastEdge *edge = &g_array_index (edges, RedanBlastEdge, i);

      edge->share = outside == 0 ? 0
                                 : (double) sum_behind (graph, edge->target, account, seen, queue) /
                                       (double) outside;
    }
  g_array_sort (edges, compare_edges);
  g_array_set_size (edges, MIN (edges->len, limit));

  return edges;
}

static int
compare_paths (gconstpointer a, gconstpointer b)
{
  const RedanRootPath *x = a;
  const RedanRootPath *y = b;

  if (x->chance != y->chance)
    return x->chance > y->chance ? -1 : 1;

  return (x->element > y->element) - (x->element < y->element);
}

static const char *
find_sign_in_attribute (const RedanGraph *graph, guint32 account)
{
  RedanColumn keys = redan_column_find (graph->facts, REDAN_SCOPE_ACCOUNT, "root_keys");

  return redan_column_is (&keys, account, redan_column_code (&keys, "no")) ? "root_mfa"
                                                                           : "root_keys";
}

static void
add_recoveries (const RedanGraph *graph, guint32 hub, double pass, GArray *paths)
{
  for (guint32 i = 0; i < graph->n_elements; i++)
    for (guint32 j = graph->offset[i]; j < graph->offset[i + 1]; j++)
      {
        double through = graph->entry[i] > 0 ? 1.0 : redan_graph_node_pass (graph, i);
        RedanRootPath path = { i, graph->exposure[i] * through * graph->edge_pass[j] * pass,
                               "root_recovery" };

        if (graph->edge_kind[j] == REDAN_EDGE_ROOT_RECOVERY && graph->edge_target[j] == hub)
          g_array_append_val (paths, path);
      }
}

GArray *
redan_graph_list_root_paths (RedanGraph *graph, guint32 account)
{
  GArray *paths = g_array_new (FALSE, FALSE, sizeof (RedanRootPath));
  guint32 root = graph->internet + 1 + graph->account_number[account];

  for (guint32 node = 0; node < graph->n_nodes; node++)
    for (guint32 i = graph->offset[node]; i < graph->offset[node + 1]; i++)
      {
        RedanRootPath path = { REDAN_NONE, graph->edge_pass[i],
                               find_sign_in_attribute (graph, account) };

        if (graph->edge_target[i] != root)
          continue;
        if (graph->edge_kind[i] == REDAN_EDGE_ROOT_SIGN_IN)
          g_array_append_val (paths, path);
        else
          add_recoveries (graph, node, graph->edge_pass[i], paths);
      }
  g_array_sort (paths, compare_paths);

  return paths;
}
