/* SPDX-License-Identifier: Apache-2.0 */
/* The k cheapest attack paths: Yen and Lawler, guided by exact distances to the goal. */

#include "config.h"

#include "analysis/graph/attack-paths.h"

#include <string.h>

#include "analysis/graph/attack-private.h"
#include "analysis/graph/attack-reach.h"

#define NONE REDAN_ATTACK_NONE

/**
 * Candidate: a path that may be the next
 * @detour: index of the node behind which it leaves the path it was made from; the root has -1
 * @banned: nodes that may not follow the node at @detour, their own next one not included
 */
typedef struct
{
  double length;
  guint64 number;
  gint32 detour;
  GArray *node;   /* guint32 */
  GArray *banned; /* guint32 */
} Candidate;

typedef struct
{
  const RedanAttackGraph *graph;
  const RedanAttackBudget *budget;
  guint32 goal;
  guint8 *usable; /* can hold, and is worth passing */
  guint8 *is_start;
  double *start_cost; /* by node */
  double *to_goal;    /* least cost from behind a node to the goal */
  guint32 *next;      /* on the cheapest way to the goal */
  guint32 *starts;
  guint32 n_starts;
  guint32 *mark; /* by node: number of the detour it is barred for */
  guint32 now;
  double *cost; /* of a search, valid where @seen is the number of the search */
  guint32 *from;
  guint32 *seen;
  guint32 n_searches;
  RedanAttackHeap heap;
  GPtrArray *queue; /* Candidate, a heap */
  guint64 n_candidates;
  guint64 work;
} Finder;

static void
candidate_free (gpointer data)
{
  Candidate *self = data;

  g_array_unref (self->node);
  g_clear_pointer (&self->banned, g_array_unref);
  g_free (self);
}

static double
step_cost (const Finder *self, guint32 edge)
{
  const RedanAttackGraph *graph = self->graph;
  double weight = graph->weight == NULL ? 0.0 : graph->weight[edge];

  return weight + graph->effort[graph->out_target[edge]];
}

static void
prepare (Finder *self, const RedanAttackScenario *scenario)
{
  const RedanAttackGraph *graph = self->graph;
  const RedanAttackScenario from = redan_attack_scenario (graph, scenario);
  gsize n = (gsize) graph->n_nodes + 1;

  self->usable = g_new (guint8, n);
  self->is_start = g_new0 (guint8, n);
  self->start_cost = g_new (double, n);
  self->to_goal = g_new (double, n);
  self->next = g_new (guint32, n);
  self->starts = g_new (guint32, (gsize) from.n_entries + graph->n_seeds + 1);
  self->mark = g_new0 (guint32, n);
  self->cost = g_new (double, n);
  self->from = g_new (guint32, n);
  self->seen = g_new0 (guint32, n);
  redan_attack_heap_init (&self->heap, graph->n_nodes);
  self->queue = g_ptr_array_new ();

  redan_attack_reach (graph, scenario, self->usable, NULL);
  for (guint32 i = 0; i < from.n_entries + graph->n_seeds; i++)
    {
      gboolean entry = i < from.n_entries;
      guint32 node = entry ? from.entries[i] : graph->seeds[i - from.n_entries];

      if (self->usable[node] == 0 || self->is_start[node] != 0)
        continue;
      self->is_start[node] = 1;
      self->start_cost[node] = entry ? 0.0 : graph->effort[node];
      self->starts[self->n_starts++] = node;
    }
}

static void
finder_clear (Finder *self)
{
  g_free (self->usable);
  g_free (self->is_start);
  g_free (self->start_cost);
  g_free (self->to_goal);
  g_free (self->next);
  g_free (self->starts);
  g_free (self->mark);
  g_free (self->cost);
  g_free (self->from);
  g_free (self->seen);
  redan_attack_heap_clear (&self->heap);
  for (guint i = 0; i < self->queue->len; i++)
    candidate_free (g_ptr_array_index (self->queue, i));
  g_ptr_array_unref (self->queue);
}

/* Dijkstra from the goal backwards. Nothing leads into a start: it needs nothing. */
static void
measure (Finder *self)
{
  const RedanAttackGraph *graph = self->graph;

  for (guint32 i = 0; i < graph->n_nodes; i++)
    {
      self->to_goal[i] = INFINITY;
      self->next[i] = NONE;
    }
  if (self->usable[self->goal] == 0)
    return;
  self->to_goal[self->goal] = 0.0;
  redan_attack_heap_push (&self->heap, self->goal, 0.0);
  while (self->heap.n > 0)
    {
      double value;
      guint32 node = redan_attack_heap_pop (&self->heap, &value);

      if (self->is_start[node] != 0)
        continue;
      for (guint32 i = graph->in_offset[node]; i < graph->in_offset[node + 1]; i++)
        {
          guint32 source = graph->in_source[i];
          double weight = graph->weight == NULL ? 0.0 : graph->weight[graph->in_edge[i]];
          double one = value + weight + graph->effort[node];

          if (self->usable[source] == 0 || !(one < self->to_goal[source]))
            continue;
          self->to_goal[source] = one;
          self->next[source] = node;
          redan_attack_heap_push (&self->heap, source, one);
        }
    }
  self->work += graph->n_edges;
}

static gboolean
is_before (const Candidate *a, const Candidate *b)
{
  return a->length < b->length || (a->length == b->length && a->number < b->number);
}

static void
queue_push (Finder *self, Candidate *candidate)
{
  gpointer *data;
  guint place = self->queue->len;

  candidate->number = self->n_candidates++;
  g_ptr_array_add (self->queue, candidate);
  data = self->queue->pdata;
  while (place > 0 && is_before (candidate, data[(place - 1) / 2]))
    {
      data[place] = data[(place - 1) / 2];
      place = (place - 1) / 2;
    }
  data[place] = candidate;
}

static Candidate *
queue_pop (Finder *self)
{
  gpointer *data = self->queue->pdata;
  Candidate *top = data[0];
  Candidate *last = data[self->queue->len - 1];
  guint n = self->queue->len - 1;
  guint place = 0;

  for (;;)
    {
      guint child = 2 * place + 1;

      if (child >= n)
        break;
      if (child + 1 < n && is_before (data[child + 1], data[child]))
        child++;
      if (!is_before (data[child], last))
        break;
      data[place] = data[child];
      place = child;
    }
  data[place] = last;
  g_ptr_array_set_size (self->queue, (gint) n);

  return top;
}

static gboolean
is_banned (const GArray *banned, guint32 node)
{
  for (guint i = 0; i < banned->len; i++)
    if (g_array_index (banned, guint32, i) == node)
      return TRUE;

  return FALSE;
}

static gboolean
is_open (const Finder *self, guint32 node)
{
  return isfinite (self->to_goal[node]) && self->mark[node] != self->now;
}

/* How many nodes may follow @node (NONE: the root), and the nth with its cost. */
static guint32
count_next (const Finder *self, guint32 node)
{
  if (node == NONE)
    return self->n_starts;

  return self->graph->out_offset[node + 1] - self->graph->out_offset[node];
}

static guint32
get_next (const Finder *self, guint32 node, guint32 i, double *cost_out)
{
  guint32 edge;

  if (node == NONE)
    {
      *cost_out = self->start_cost[self->starts[i]];
      return self->starts[i];
    }
  edge = self->graph->out_offset[node] + i;
  *cost_out = step_cost (self, edge);
  return self->graph->out_target[edge];
}

static gboolean
may_follow (const Finder *self, guint32 node, guint32 next, const GArray *banned)
{
  return is_open (self, next) && (node == NONE || self->is_start[next] == 0) &&
         !is_banned (banned, next);
}

/* The best next node by the distances to the goal, when the cheapest way from there keeps clear of
 * the path. Returns: NONE when there is no way at all; @clear_out: whether the way is open */
static guint32
try_tree (Finder *self, guint32 node, const GArray *banned, double *length_out, gboolean *clear_out)
{
  guint32 best = NONE;
  double least = INFINITY;

  for (guint32 i = 0; i < count_next (self, node); i++)
    {
      double cost;
      guint32 next = get_next (self, node, i, &cost);

      self->work++;
      if (!may_follow (self, node, next, banned) || !(cost + self->to_goal[next] < least))
        continue;
      best = next;
      least = cost + self->to_goal[next];
    }
  *length_out = least;
  *clear_out = TRUE;
  for (guint32 i = best; i != NONE; i = self->next[i], self->work++)
    if (self->mark[i] == self->now)
      *clear_out = FALSE;

  return best;
}

static void
relax (Finder *self, guint32 from, guint32 next, double cost)
{
  if (self->seen[next] == self->n_searches && !(cost < self->cost[next]))
    return;
  self->seen[next] = self->n_searches;
  self->cost[next] = cost;
  self->from[next] = from;
  redan_attack_heap_push (&self->heap, next, cost + self->to_goal[next]);
}

/* A* from @node to the goal. Returns: whether there is a way; it stands in @from */
static gboolean
search (Finder *self, guint32 node, const GArray *banned, double *length_out)
{
  gboolean found = FALSE;

  self->n_searches++;
  for (guint32 i = 0; i < count_next (self, node); i++)
    {
      double cost;
      guint32 next = get_next (self, node, i, &cost);

      self->work++;
      if (may_follow (self, node, next, banned))
        relax (self, NONE, next, cost);
    }
  while (self->heap.n > 0 && !redan_attack_is_over (self->budget, self->work))
    {
      double key;
      guint32 at = redan_attack_heap_pop (&self->heap, &key);

      if (at == self->goal)
        {
          *length_out = self->cost[at];
          found = TRUE;
          break;
        }
      for (guint32 i = 0; i < count_next (self, at); i++)
        {
          double cost;
          guint32 next = get_next (self, at, i, &cost);

          self->work++;
          if (is_open (self, next) && self->is_start[next] == 0)
            relax (self, at, next, self->cost[at] + cost);
        }
    }
  redan_attack_heap_empty (&self->heap);

  return found;
}

/* Goes on from the first @n_prefix nodes of @path by anything but what is banned. */
static void
try_detour (
    Finder *self, const GArray *path, guint32 n_prefix, double prefix_length, const GArray *banned)
{
  guint32 node = n_prefix == 0 ? NONE : g_array_index (path, guint32, n_prefix - 1);
  gboolean clear;
  double length;
  guint32 best = try_tree (self, node, banned, &length, &clear);
  Candidate *candidate;

  if (best == NONE || (!clear && !search (self, node, banned, &length)))
    return;

  candidate = g_new0 (Candidate, 1);
  candidate->length = prefix_length + length;
  candidate->detour = (gint32) n_prefix - 1;
  candidate->node = g_array_new (FALSE, FALSE, sizeof (guint32));
  candidate->banned = g_array_copy ((GArray *) banned);
  g_array_append_vals (candidate->node, path->data, n_prefix);
  if (clear)
    for (guint32 i = best; i != NONE; i = self->next[i])
      g_array_append_val (candidate->node, i);
  else
    {
      guint n = candidate->node->len;

      for (guint32 i = self->goal; i != NONE; i = self->from[i])
        g_array_append_val (candidate->node, i);
      for (guint i = n, j = candidate->node->len - 1; i < j; i++, j--)
        {
          guint32 *data = (guint32 *) (void *) candidate->node->data;
          guint32 swap = data[i];

          data[i] = data[j];
          data[j] = swap;
        }
    }
  queue_push (self, candidate);
}

static double
measure_step (const Finder *self, guint32 from, guint32 to)
{
  for (guint32 i = 0; i < count_next (self, from); i++)
    {
      double cost;

      if (get_next (self, from, i, &cost) == to)
        return cost;
    }

  return INFINITY;
}

/* Splits what is left besides @path into one part for each node where it can be left. */
static void
branch (Finder *self, const Candidate *path)
{
  g_autoptr (GArray) banned = g_array_copy (path->banned);
  double prefix_length = 0.0;
  guint32 previous = NONE;

  self->now++;
  for (guint32 i = 0; i < path->node->len; i++)
    {
      guint32 node = g_array_index (path->node, guint32, i);

      if ((gint32) i > path->detour && !redan_attack_is_over (self->budget, self->work))
        {
          g_array_append_val (banned, node);
          try_detour (self, path->node, i, prefix_length, banned);
          g_array_set_size (banned, 0);
        }
      prefix_length += measure_step (self, previous, node);
      previous = node;
      self->mark[node] = self->now;
    }
}

static void
keep (RedanAttackPaths *paths, const Candidate *candidate, GArray *nodes)
{
  g_array_append_vals (nodes, candidate->node->data, candidate->node->len);
  paths->length[paths->n++] = candidate->length;
  paths->offset[paths->n] = nodes->len;
}

RedanAttackPaths *
redan_attack_paths_find (const RedanAttackGraph *graph,
                         const RedanAttackScenario *scenario,
                         guint32 goal,
                         guint32 n_paths,
                         const RedanAttackBudget *budget)
{
  RedanAttackPaths *paths = g_new0 (RedanAttackPaths, 1);
  Finder finder = { .graph = graph, .budget = budget, .goal = goal };
  g_autoptr (GArray) none = g_array_new (FALSE, FALSE, sizeof (guint32));
  GArray *nodes = g_array_new (FALSE, FALSE, sizeof (guint32));

  paths->offset = g_new0 (guint32, (gsize) n_paths + 1);
  paths->length = g_new (double, (gsize) n_paths + 1);
  prepare (&finder, scenario);
  measure (&finder);
  finder.now = 1;
  if (n_paths > 0)
    try_detour (&finder, none, 0, 0.0, none);
  while (paths->n < n_paths && finder.queue->len > 0)
    {
      Candidate *candidate = queue_pop (&finder);

      keep (paths, candidate, nodes);
      if (paths->n < n_paths)
        branch (&finder, candidate);
      candidate_free (candidate);
    }
  paths->work = finder.work;
  paths->complete = paths->n == n_paths || !redan_attack_is_over (budget, finder.work);
  paths->node = (guint32 *) (void *) g_array_free (nodes, FALSE);
  finder_clear (&finder);

  return paths;
}

void
redan_attack_paths_free (RedanAttackPaths *self)
{
  if (self == NULL)
    return;

  g_free (self->offset);
  g_free (self->node);
  g_free (self->length);
  g_free (self);
}

static void
append_new (GArray *steps, guint8 *seen, const GArray *trace)
{
  for (guint i = 0; i < trace->len; i++)
    {
      guint32 node = g_array_index (trace, guint32, i);

      if (seen[node] != 0)
        continue;
      seen[node] = 1;
      g_array_append_val (steps, node);
    }
}

GArray *
redan_attack_paths_complete (const RedanAttackPaths *self,
                             const RedanAttackGraph *graph,
                             const RedanAttackScenario *scenario,
                             guint32 path,
                             const double *value,
                             const guint32 *via,
                             double *effort_out)
{
  const RedanAttackScenario from = redan_attack_scenario (graph, scenario);
  g_autofree guint8 *seen = g_new0 (guint8, (gsize) graph->n_nodes + 1);
  GArray *steps = g_array_new (FALSE, FALSE, sizeof (guint32));
  double effort = 0.0;

  for (guint32 i = self->offset[path]; i < self->offset[path + 1]; i++)
    {
      guint32 node = self->node[i];
      gboolean first = i == self->offset[path];

      for (guint32 j = graph->in_offset[node];
           !first && graph->kind[node] == REDAN_ATTACK_AND && j < graph->in_offset[node + 1]; j++)
        if (graph->in_source[j] != self->node[i - 1])
          {
            g_autoptr (GArray) trace =
                redan_attack_trace (graph, scenario, value, via, graph->in_source[j]);

            append_new (steps, seen, trace);
          }
      if (seen[node] == 0)
        g_array_append_val (steps, node);
      seen[node] = 1;
    }
  for (guint32 i = 0; i < from.n_entries; i++)
    seen[from.entries[i]] = 0;
  for (guint i = 0; i < steps->len; i++)
    if (seen[g_array_index (steps, guint32, i)] != 0)
      effort += graph->effort[g_array_index (steps, guint32, i)];
  if (effort_out != NULL)
    *effort_out = effort;

  return steps;
}
