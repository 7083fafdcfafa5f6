/* SPDX-License-Identifier: Apache-2.0 */
/* Sums of weights over everything reachable, for all nodes at once: strong components, then bit
 * sets over their graph. */

#include "config.h"

#include "analysis/graph/graph-private.h"

#include <string.h>

#define BLOCK_WORDS 32
#define BLOCK_COLUMNS (BLOCK_WORDS * 64)

/* Components are numbered so that edges lead from higher to lower numbers. */
typedef struct
{
  guint n;
  guint32 *component; /* by node */
  guint32 *offset;    /* edges between different components, n + 1 */
  guint32 *target;
  gint64 *weight;
} Condensed;

/* The bits of one word whose columns have one weight. */
typedef struct
{
  guint64 mask;
  gint64 weight;
  guint word;
} Segment;

typedef struct
{
  const guint32 *offset;
  const guint32 *target;
  guint32 *component;
  guint32 *index; /* 0 before the visit */
  guint32 *low;
  guint32 *stack;
  guint32 *path;
  guint32 *next_edge;
  guint n_stack;
  guint n_path;
  guint n_components;
  guint32 n_visited;
} Tarjan;

static void
enter (Tarjan *self, guint32 node)
{
  self->index[node] = self->low[node] = ++self->n_visited;
  self->next_edge[node] = self->offset[node];
  self->stack[self->n_stack++] = node;
  self->path[self->n_path++] = node;
}

static void
leave (Tarjan *self)
{
  guint32 node = self->path[--self->n_path];
  guint32 member;

  if (self->n_path > 0)
    {
      guint32 parent = self->path[self->n_path - 1];
      self->low[parent] = MIN (self->low[parent], self->low[node]);
    }
  if (self->low[node] != self->index[node])
    return;

  do
    {
      member = self->stack[--self->n_stack];
      self->component[member] = self->n_components;
    }
  while (member != node);
  self->n_components++;
}

/* Tarjan's strong components without recursion; the first component found has no way out. */
static guint
find_components (guint n_nodes, const guint32 *offset, const guint32 *target, guint32 *component)
{
  g_autofree guint32 *memory = g_new0 (guint32, 5 * (gsize) n_nodes + 1);
  Tarjan self = {
    .offset = offset,
    .target = target,
    .component = component,
    .index = memory,
    .low = memory + n_nodes,
    .stack = memory + 2 * (gsize) n_nodes,
    .path = memory + 3 * (gsize) n_nodes,
    .next_edge = memory + 4 * (gsize) n_nodes,
  };

  memset (component, 0xff, sizeof (guint32) * n_nodes);
  for (guint32 root = 0; root < n_nodes; root++)
    {
      if (self.index[root] != 0)
        continue;
      enter (&self, root);
      while (self.n_path > 0)
        {
          guint32 node = self.path[self.n_path - 1];
          guint32 to;

          if (self.next_edge[node] == offset[node + 1])
            {
              leave (&self);
              continue;
            }
          to = target[self.next_edge[node]++];
          if (self.index[to] == 0)
            enter (&self, to);
          else if (component[to] == REDAN_NONE)
            self.low[node] = MIN (self.low[node], self.index[to]);
        }
    }

  return self.n_components;
}

static void
condense (Condensed *self,
          guint n_nodes,
          const guint32 *offset,
          const guint32 *target,
          const gint64 *weight)
{
  g_autofree guint32 *first = NULL;
  g_autofree guint32 *nodes = g_new (guint32, n_nodes + 1);
  g_autofree guint32 *seen = NULL;
  guint n_edges = 0;

  self->component = g_new (guint32, n_nodes + 1);
  self->n = find_components (n_nodes, offset, target, self->component);
  self->offset = g_new0 (guint32, self->n + 1);
  self->target = g_new (guint32, offset[n_nodes] + 1);
  self->weight = g_new0 (gint64, self->n + 1);

  first = g_new0 (guint32, self->n + 2);
  for (guint32 i = 0; i < n_nodes; i++)
    {
      first[self->component[i] + 2]++;
      self->weight[self->component[i]] += weight[i];
    }
  for (guint32 i = 2; i < self->n + 2; i++)
    first[i] += first[i - 1];
  for (guint32 i = 0; i < n_nodes; i++)
    nodes[first[self->component[i] + 1]++] = i;

  seen = g_new (guint32, self->n + 1);
  memset (seen, 0xff, sizeof (guint32) * (self->n + 1));
  for (guint32 i = 0; i < self->n; i++)
    {
      self->offset[i] = n_edges;
      seen[i] = i;
      for (guint32 j = first[i]; j < first[i + 1]; j++)
        for (guint32 k = offset[nodes[j]]; k < offset[nodes[j] + 1]; k++)
          {
            guint32 to = self->component[target[k]];

            if (seen[to] == i)
              continue;
            seen[to] = i;
            self->target[n_edges++] = to;
          }
    }
  self->offset[self->n] = n_edges;
}

static void
clear_condensed (Condensed *self)
{
  g_free (self->component);
  g_free (self->offset);
  g_free (self->target);
  g_free (self->weight);
}

static int
compare_weights (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const gint64 *weight = user_data;
  guint32 x = *(const guint32 *) a;
  guint32 y = *(const guint32 *) b;

  if (weight[x] != weight[y])
    return weight[x] < weight[y] ? -1 : 1;

  return (x > y) - (x < y);
}

static inline __attribute__ ((always_inline)) gint64
sum_segments (const guint64 *row, const Segment *segments, guint n)
{
  gint64 sum = 0;

  for (guint i = 0; i < n; i++)
    sum += segments[i].weight * __builtin_popcountll (row[segments[i].word] & segments[i].mask);

  return sum;
}

#ifdef __x86_64__
static __attribute__ ((target ("popcnt"))) gint64
sum_segments_popcnt (const guint64 *row, const Segment *segments, guint n)
{
  return sum_segments (row, segments, n);
}
#endif

static gint64
sum_row (const guint64 *row, const Segment *segments, guint n)
{
#ifdef __x86_64__
  if (__builtin_cpu_supports ("popcnt"))
    return sum_segments_popcnt (row, segments, n);
#endif
  return sum_segments (row, segments, n);
}

static guint
cut_segments (const gint64 *weight, const guint32 *columns, guint n, Segment *segments)
{
  guint n_segments = 0;

  for (guint i = 0; i < n; i++)
    {
      Segment *last = n_segments == 0 ? NULL : &segments[n_segments - 1];

      if (last == NULL || last->word != i / 64 || last->weight != weight[columns[i]])
        {
          last = &segments[n_segments++];
          *last = (Segment){ 0, weight[columns[i]], i / 64 };
        }
      last->mask |= G_GUINT64_CONSTANT (1) << (i % 64);
    }

  return n_segments;
}

/* One block of columns: @row_of is the row of each component, or REDAN_NONE when it reaches no
 * column of the block. A component that adds nothing to its one successor shares its row. */
static void
sum_block (const Condensed *graph,
           const guint32 *columns,
           guint n_columns,
           const guint32 *column_of,
           guint first,
           guint64 *rows,
           guint32 *row_of,
           gint64 *row_sum,
           gint64 *sum)
{
  Segment segments[BLOCK_COLUMNS];
  guint n_segments = cut_segments (graph->weight, columns, n_columns, segments);
  guint32 n_rows = 0;

  for (guint32 i = 0; i < graph->n; i++)
    {
      guint64 *row = rows + (gsize) n_rows * BLOCK_WORDS;
      guint32 shared = REDAN_NONE;
      gboolean own = column_of[i] >= first && column_of[i] < first + n_columns;

      if (own)
        {
          memset (row, 0, BLOCK_WORDS * sizeof (guint64));
          row[(column_of[i] - first) / 64] = G_GUINT64_CONSTANT (1)
                                             << ((column_of[i] - first) % 64);
        }
      for (guint32 j = graph->offset[i]; j < graph->offset[i + 1]; j++)
        {
          guint32 other = row_of[graph->target[j]];
          const guint64 *from;

          if (other == REDAN_NONE || other == shared)
            continue;
          from = rows + (gsize) other * BLOCK_WORDS;
          if (!own && shared == REDAN_NONE)
            {
              shared = other;
              continue;
            }
          if (!own)
            memcpy (row, rows + (gsize) shared * BLOCK_WORDS, BLOCK_WORDS * sizeof (guint64));
          own = TRUE;
          for (guint k = 0; k < BLOCK_WORDS; k++)
            row[k] |= from[k];
        }

      if (own)
        {
          row_sum[n_rows] = sum_row (row, segments, n_segments);
          shared = n_rows++;
        }
      row_of[i] = shared;
      if (shared != REDAN_NONE)
        sum[i] += row_sum[shared];
    }
}

void
redan_reach_sums (guint n_nodes,
                  const guint32 *offset,
                  const guint32 *target,
                  const gint64 *weight,
                  gint64 *sum_out)
{
  Condensed graph = { 0 };
  g_autofree guint32 *columns = NULL;
  g_autofree guint32 *column_of = NULL;
  g_autofree guint32 *row_of = NULL;
  g_autofree guint64 *rows = NULL;
  g_autofree gint64 *row_sum = NULL;
  g_autofree gint64 *sum = NULL;
  guint n_columns = 0;

  condense (&graph, n_nodes, offset, target, weight);
  columns = g_new (guint32, graph.n + 1);
  column_of = g_new (guint32, graph.n + 1);
  row_of = g_new (guint32, graph.n + 1);
  rows = g_new (guint64, ((gsize) graph.n + 1) * BLOCK_WORDS);
  row_sum = g_new (gint64, graph.n + 1);
  sum = g_new0 (gint64, graph.n + 1);

  for (guint32 i = 0; i < graph.n; i++)
    {
      column_of[i] = REDAN_NONE;
      if (graph.weight[i] > 0)
        columns[n_columns++] = i;
    }
  g_qsort_with_data (columns, (int) n_columns, sizeof (guint32), compare_weights, graph.weight);
  for (guint i = 0; i < n_columns; i++)
    column_of[columns[i]] = i;

  for (guint first = 0; first < n_columns; first += BLOCK_COLUMNS)
    sum_block (&graph, columns + first, MIN (BLOCK_COLUMNS, n_columns - first), column_of, first,
               rows, row_of, row_sum, sum);

  for (guint32 i = 0; i < n_nodes; i++)
    sum_out[i] = sum[graph.component[i]];
  clear_condensed (&graph);
}
