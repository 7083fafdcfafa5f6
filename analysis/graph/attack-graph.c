/* SPDX-License-Identifier: Apache-2.0 */
/* Builds the compact arrays of an attack graph out of nodes and edges in any order. */

#include "config.h"

#include "analysis/graph/attack-graph.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "analysis/error.h"

typedef struct
{
  guint32 from;
  guint32 to;
} Edge;

struct _RedanAttackBuilder
{
  GArray *nodes;   /* RedanAttackNode */
  GArray *edges;   /* Edge */
  GArray *weights; /* double, by edge; stays empty until an edge adds something */
  GArray *entries;
  GArray *goals;
};

RedanAttackBuilder *
redan_attack_builder_new (void)
{
  RedanAttackBuilder *self = g_new0 (RedanAttackBuilder, 1);

  self->nodes = g_array_new (FALSE, FALSE, sizeof (RedanAttackNode));
  self->edges = g_array_new (FALSE, FALSE, sizeof (Edge));
  self->weights = g_array_new (FALSE, TRUE, sizeof (double));
  self->entries = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->goals = g_array_new (FALSE, FALSE, sizeof (guint32));

  return self;
}

void
redan_attack_builder_free (RedanAttackBuilder *self)
{
  if (self == NULL)
    return;

  g_array_unref (self->nodes);
  g_array_unref (self->edges);
  g_array_unref (self->weights);
  g_array_unref (self->entries);
  g_array_unref (self->goals);
  g_free (self);
}

static void
reserve (GArray *array, gsize n)
{
  guint len = array->len;

  if (n <= len || n > REDAN_ATTACK_EDGES_MAX)
    return;
  g_array_set_size (array, (guint) n);
  g_array_set_size (array, len);
}

void
redan_attack_builder_reserve (RedanAttackBuilder *self, gsize n_nodes, gsize n_edges)
{
  reserve (self->nodes, n_nodes);
  reserve (self->edges, n_edges);
}

/* One more than the limit is kept, so that the finish can refuse it. */
guint32
redan_attack_builder_add_node (RedanAttackBuilder *self, const RedanAttackNode *node)
{
  if (self->nodes->len <= REDAN_ATTACK_NODES_MAX)
    g_array_append_val (self->nodes, *node);

  return self->nodes->len - 1;
}

void
redan_attack_builder_add_edge (RedanAttackBuilder *self, guint32 from, guint32 to)
{
  redan_attack_builder_add_weighted_edge (self, from, to, 0.0);
}

void
redan_attack_builder_add_weighted_edge (RedanAttackBuilder *self,
                                        guint32 from,
                                        guint32 to,
                                        double weight)
{
  const Edge edge = { from, to };

  if (self->edges->len > REDAN_ATTACK_EDGES_MAX)
    return;
  g_array_append_val (self->edges, edge);
  if (weight == 0.0 && self->weights->len == 0)
    return;
  /* The array is cleared as it grows: edges before the first that adds something add nothing. */
  g_array_set_size (self->weights, self->edges->len);
  g_array_index (self->weights, double, self->edges->len - 1) = weight;
}

void
redan_attack_builder_add_entry (RedanAttackBuilder *self, guint32 node)
{
  g_array_append_val (self->entries, node);
}

void
redan_attack_builder_add_goal (RedanAttackBuilder *self, guint32 node)
{
  g_array_append_val (self->goals, node);
}

static gboolean
is_amount (double value)
{
  return value >= 0.0 && isfinite (value);
}

static gboolean
is_time (const RedanAttackTime *time)
{
  switch (time->spread)
    {
    case REDAN_ATTACK_SPREAD_CONSTANT:
    case REDAN_ATTACK_SPREAD_EXPONENTIAL:
      return is_amount (time->first);
    case REDAN_ATTACK_SPREAD_UNIFORM:
      return is_amount (time->first) && is_amount (time->second) && time->first <= time->second;
    case REDAN_ATTACK_SPREAD_GAMMA:
      return is_amount (time->first) && is_amount (time->second) && time->first > 0.0;
    case REDAN_ATTACK_SPREAD_LOG_NORMAL:
    case REDAN_ATTACK_SPREAD_NORMAL:
      return isfinite (time->first) && is_amount (time->second);
    default:
      return FALSE;
    }
}

static gboolean
check_nodes (const RedanAttackBuilder *self, GError **error)
{
  for (guint i = 0; i < self->nodes->len; i++)
    {
      const RedanAttackNode *node = &g_array_index (self->nodes, RedanAttackNode, i);
      const char *what = NULL;

      if (node->kind > REDAN_ATTACK_AND)
        what = _ ("a kind that is none of LEAF, OR and AND");
      else if (!(node->probability >= 0.0 && node->probability <= 1.0))
        what = _ ("a probability outside 0 to 1");
      else if (!is_amount (node->effort))
        what = _ ("an effort that is negative or not a finite number");
      else if (!(node->cost >= 0.0))
        what = _ ("a cost that is negative or not a number");
      else if (!is_time (&node->time))
        what = _ ("a time out of its range");
      if (what == NULL)
        continue;
      g_set_error (error, REDAN_ANALYSIS_ERROR, REDAN_ANALYSIS_ERROR_GRAPH,
                   _ ("attack graph, node number %u: it has %s; correct it"), i, what);
      return FALSE;
    }

  return TRUE;
}

static gboolean
check_edges (const RedanAttackBuilder *self, GError **error)
{
  guint n = self->nodes->len;

  for (guint i = 0; i < self->edges->len; i++)
    {
      const Edge *edge = &g_array_index (self->edges, Edge, i);
      gboolean weighted = self->weights->len > 0;

      if (edge->from >= n || edge->to >= n)
        {
          g_set_error (
              error, REDAN_ANALYSIS_ERROR, REDAN_ANALYSIS_ERROR_GRAPH,
              _ ("attack graph, edge from node number %u to %u: there are only %u nodes; add the "
                 "missing node or remove the edge"),
              edge->from, edge->to, n);
          return FALSE;
        }
      if (weighted && i < self->weights->len &&
          !is_amount (g_array_index (self->weights, double, i)))
        {
          g_set_error (error, REDAN_ANALYSIS_ERROR, REDAN_ANALYSIS_ERROR_GRAPH,
                       _ ("attack graph, edge from node number %u to %u: its weight is negative "
                          "or not a finite number; correct it"),
                       edge->from, edge->to);
          return FALSE;
        }
    }

  return TRUE;
}

static gboolean
check_numbers (const GArray *numbers, guint n, GError **error)
{
  for (guint i = 0; i < numbers->len; i++)
    {
      guint32 number = g_array_index (numbers, guint32, i);

      if (number < n)
        continue;
      g_set_error (error, REDAN_ANALYSIS_ERROR, REDAN_ANALYSIS_ERROR_GRAPH,
                   _ ("attack graph, entries and goals: there is no node number %u, only %u nodes; "
                      "name another one"),
                   number, n);
      return FALSE;
    }

  return TRUE;
}

static gboolean
check (const RedanAttackBuilder *self, GError **error)
{
  if (self->nodes->len > REDAN_ATTACK_NODES_MAX || self->edges->len > REDAN_ATTACK_EDGES_MAX)
    {
      g_set_error (error, REDAN_ANALYSIS_ERROR, REDAN_ANALYSIS_ERROR_GRAPH,
                   _ ("attack graph: more than %u nodes or %u edges; analyse a part of it"),
                   REDAN_ATTACK_NODES_MAX, REDAN_ATTACK_EDGES_MAX);
      return FALSE;
    }

  return check_nodes (self, error) && check_edges (self, error) &&
         check_numbers (self->entries, self->nodes->len, error) &&
         check_numbers (self->goals, self->nodes->len, error);
}

static void
fill_nodes (RedanAttackGraph *graph, const GArray *nodes)
{
  guint32 n = graph->n_nodes;

  graph->kind = g_new (guint8, n + 1);
  graph->skill = g_new (guint8, n + 1);
  graph->node_class = g_new (guint32, n + 1);
  graph->label = g_new (guint32, n + 1);
  graph->probability = g_new (double, n + 1);
  graph->effort = g_new (double, n + 1);
  graph->cost = g_new (double, n + 1);
  for (guint32 i = 0; i < n; i++)
    {
      const RedanAttackNode *node = &g_array_index (nodes, RedanAttackNode, i);

      graph->kind[i] = node->kind;
      graph->skill[i] = node->skill;
      graph->node_class[i] = node->node_class;
      graph->label[i] = node->label;
      graph->probability[i] = node->probability;
      graph->effort[i] = node->effort;
      graph->cost[i] = node->cost;
      if (node->time.spread == REDAN_ATTACK_SPREAD_CONSTANT && node->time.first == 0.0)
        continue;
      if (graph->time == NULL)
        graph->time = g_new0 (RedanAttackTime, n + 1);
      graph->time[i] = node->time;
    }
}

/* Turns counts at [i + 1] into the offsets where the rows begin. */
static void
add_up (guint32 *offset, guint32 n)
{
  for (guint32 i = 0; i < n; i++)
    offset[i + 1] += offset[i];
}

/* Two passes of counting sort, first by target and then by source, leave each row ascending. */
static void
sort_edges (RedanAttackGraph *graph, const RedanAttackBuilder *builder)
{
  guint32 n = graph->n_nodes;
  guint32 m = builder->edges->len;
  const Edge *edges = (const Edge *) (void *) builder->edges->data;
  const double *weights =
      builder->weights->len == 0 ? NULL : (const double *) (void *) builder->weights->data;
  g_autofree guint32 *by_target = g_new (guint32, (gsize) m + 1);
  g_autofree guint32 *next = g_new0 (guint32, (gsize) n + 1);

  graph->out_offset = g_new0 (guint32, (gsize) n + 1);
  graph->out_target = g_new (guint32, (gsize) m + 1);
  if (weights != NULL)
    graph->weight = g_new (double, (gsize) m + 1);

  for (guint32 i = 0; i < m; i++)
    {
      next[edges[i].to + 1]++;
      graph->out_offset[edges[i].from + 1]++;
    }
  add_up (next, n);
  add_up (graph->out_offset, n);
  for (guint32 i = 0; i < m; i++)
    by_target[next[edges[i].to]++] = i;

  memcpy (next, graph->out_offset, ((gsize) n + 1) * sizeof (guint32));
  for (guint32 i = 0; i < m; i++)
    {
      guint32 edge = by_target[i];
      guint32 slot = next[edges[edge].from]++;

      graph->out_target[slot] = edges[edge].to;
      if (weights != NULL)
        graph->weight[slot] = edge < builder->weights->len ? weights[edge] : 0.0;
    }
}

/* Of parallel edges, now neighbours, only the lightest stays. */
static void
fold_parallel (RedanAttackGraph *graph)
{
  guint32 kept = 0;
  guint32 first = 0;

  for (guint32 i = 0; i < graph->n_nodes; i++)
    {
      guint32 end = graph->out_offset[i + 1];
      guint32 start = kept;

      for (guint32 j = first; j < end; j++)
        {
          if (kept > start && graph->out_target[kept - 1] == graph->out_target[j])
            {
              if (graph->weight != NULL)
                graph->weight[kept - 1] = MIN (graph->weight[kept - 1], graph->weight[j]);
              continue;
            }
          graph->out_target[kept] = graph->out_target[j];
          if (graph->weight != NULL)
            graph->weight[kept] = graph->weight[j];
          kept++;
        }
      first = end;
      graph->out_offset[i + 1] = kept;
    }

  graph->n_edges = kept;
  graph->out_target = g_renew (guint32, graph->out_target, (gsize) kept + 1);
  if (graph->weight != NULL)
    graph->weight = g_renew (double, graph->weight, (gsize) kept + 1);
}

static void
reverse_edges (RedanAttackGraph *graph)
{
  guint32 n = graph->n_nodes;
  guint32 m = graph->n_edges;
  g_autofree guint32 *next = g_new (guint32, (gsize) n + 1);

  graph->in_offset = g_new0 (guint32, (gsize) n + 1);
  graph->in_source = g_new (guint32, (gsize) m + 1);
  if (graph->weight != NULL)
    graph->in_edge = g_new (guint32, (gsize) m + 1);

  for (guint32 i = 0; i < m; i++)
    graph->in_offset[graph->out_target[i] + 1]++;
  add_up (graph->in_offset, n);
  memcpy (next, graph->in_offset, ((gsize) n + 1) * sizeof (guint32));
  for (guint32 i = 0; i < n; i++)
    for (guint32 j = graph->out_offset[i]; j < graph->out_offset[i + 1]; j++)
      {
        guint32 slot = next[graph->out_target[j]]++;

        graph->in_source[slot] = i;
        if (graph->in_edge != NULL)
          graph->in_edge[slot] = j;
      }
}

static void
count_needs (RedanAttackGraph *graph)
{
  guint32 n = graph->n_nodes;
  g_autoptr (GArray) seeds = g_array_new (FALSE, FALSE, sizeof (guint32));

  graph->need = g_new (guint32, (gsize) n + 1);
  for (guint32 i = 0; i < n; i++)
    {
      if (graph->kind[i] == REDAN_ATTACK_LEAF)
        graph->need[i] = 0;
      else if (graph->kind[i] == REDAN_ATTACK_OR)
        graph->need[i] = 1;
      else
        graph->need[i] = graph->in_offset[i + 1] - graph->in_offset[i];
      if (graph->need[i] == 0)
        g_array_append_val (seeds, i);
    }
  graph->n_seeds = seeds->len;
  graph->seeds = (guint32 *) (void *) g_array_free (g_steal_pointer (&seeds), FALSE);
}

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  guint32 x = *(const guint32 *) a;
  guint32 y = *(const guint32 *) b;

  return (x > y) - (x < y);
}

/* Ascending, each once. */
static guint32 *
dup_set (GArray *numbers, guint32 *n_out)
{
  guint32 n = 0;
  guint32 *set = g_new (guint32, (gsize) numbers->len + 1);

  g_array_sort (numbers, compare_numbers);
  for (guint i = 0; i < numbers->len; i++)
    {
      guint32 number = g_array_index (numbers, guint32, i);

      if (n == 0 || set[n - 1] != number)
        set[n++] = number;
    }
  *n_out = n;

  return set;
}

RedanAttackGraph *
redan_attack_builder_finish (RedanAttackBuilder *self, GError **error)
{
  RedanAttackGraph *graph;

  if (!check (self, error))
    return NULL;

  graph = g_new0 (RedanAttackGraph, 1);
  graph->n_nodes = self->nodes->len;
  fill_nodes (graph, self->nodes);
  sort_edges (graph, self);
  g_array_set_size (self->nodes, 0);
  g_array_set_size (self->edges, 0);
  g_array_set_size (self->weights, 0);
  fold_parallel (graph);
  reverse_edges (graph);
  count_needs (graph);
  graph->entries = dup_set (self->entries, &graph->n_entries);
  graph->goals = dup_set (self->goals, &graph->n_goals);
  g_array_set_size (self->entries, 0);
  g_array_set_size (self->goals, 0);

  return graph;
}

void
redan_attack_graph_free (RedanAttackGraph *self)
{
  if (self == NULL)
    return;

  g_free (self->kind);
  g_free (self->skill);
  g_free (self->need);
  g_free (self->node_class);
  g_free (self->label);
  g_free (self->probability);
  g_free (self->effort);
  g_free (self->cost);
  g_free (self->time);
  g_free (self->out_offset);
  g_free (self->out_target);
  g_free (self->in_offset);
  g_free (self->in_source);
  g_free (self->weight);
  g_free (self->in_edge);
  g_free (self->seeds);
  g_free (self->entries);
  g_free (self->goals);
  g_free (self);
}

gsize
redan_attack_graph_get_size (const RedanAttackGraph *self)
{
  gsize node = 2 * sizeof (guint8) + 3 * sizeof (guint32) + 3 * sizeof (double);
  gsize edge = 2 * sizeof (guint32);

  if (self->time != NULL)
    node += sizeof (RedanAttackTime);
  if (self->weight != NULL)
    edge += sizeof (double) + sizeof (guint32);

  return sizeof (RedanAttackGraph) + node * self->n_nodes + edge * self->n_edges +
         2 * sizeof (guint32) * ((gsize) self->n_nodes + 1) +
         sizeof (guint32) * ((gsize) self->n_seeds + self->n_entries + self->n_goals);
}
