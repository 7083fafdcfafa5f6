/* SPDX-License-Identifier: Apache-2.0 */
/* Dominators by the semi-NCA algorithm, and choke points: how many reachable stores lie behind one
 * element. */

#include "config.h"

#include "analysis/graph/graph-private.h"

#include <string.h>

/* All arrays but @number are by depth-first number. */
typedef struct
{
  guint n;
  guint32 *number; /* by node; REDAN_NONE when not reached */
  guint32 *parent;
  guint32 *semi;
  guint32 *label;
  guint32 *ancestor; /* of the forest that is built; REDAN_NONE for its roots */
  guint32 *idom;
  guint32 *before_offset; /* predecessors */
  guint32 *before;
  guint32 *path;
} SemiNca;

/* Depth-first numbers, without recursion. */
static void
number_nodes (SemiNca *self,
              const guint32 *offset,
              const guint32 *target,
              guint32 root,
              guint32 *next_edge,
              guint32 *order_out)
{
  guint32 *path = self->path;
  guint n_path = 0;

  self->number[root] = 0;
  self->parent[0] = 0;
  order_out[self->n++] = root;
  next_edge[root] = offset[root];
  path[n_path++] = root;

  while (n_path > 0)
    {
      guint32 node = path[n_path - 1];
      guint32 to;

      if (next_edge[node] == offset[node + 1])
        {
          n_path--;
          continue;
        }
      to = target[next_edge[node]++];
      if (self->number[to] != REDAN_NONE)
        continue;
      self->number[to] = self->n;
      self->parent[self->n] = self->number[node];
      order_out[self->n++] = to;
      next_edge[to] = offset[to];
      path[n_path++] = to;
    }
}

static void
collect_before (SemiNca *self, const guint32 *offset, const guint32 *target, const guint32 *order)
{
  g_autofree guint32 *next = g_new0 (guint32, self->n + 1);

  for (guint32 i = 0; i < self->n; i++)
    for (guint32 j = offset[order[i]]; j < offset[order[i] + 1]; j++)
      self->before_offset[self->number[target[j]] + 1]++;
  for (guint32 i = 0; i < self->n; i++)
    self->before_offset[i + 1] += self->before_offset[i];
  memcpy (next, self->before_offset, sizeof (guint32) * (self->n + 1));
  for (guint32 i = 0; i < self->n; i++)
    for (guint32 j = offset[order[i]]; j < offset[order[i] + 1]; j++)
      self->before[next[self->number[target[j]]]++] = i;
}

/* The node of least semidominator on the way up the forest; shortens the way. */
static guint32
evaluate (SemiNca *self, guint32 at)
{
  guint n_path = 0;

  if (self->ancestor[at] == REDAN_NONE)
    return at;

  for (guint32 i = at; self->ancestor[self->ancestor[i]] != REDAN_NONE; i = self->ancestor[i])
    self->path[n_path++] = i;
  while (n_path-- > 0)
    {
      guint32 i = self->path[n_path];
      guint32 above = self->ancestor[i];

      if (self->semi[self->label[above]] < self->semi[self->label[i]])
        self->label[i] = self->label[above];
      self->ancestor[i] = self->ancestor[above];
    }

  return self->label[at];
}

guint
redan_dominators (guint n_nodes,
                  const guint32 *offset,
                  const guint32 *target,
                  guint32 root,
                  guint32 *idom_out,
                  guint32 *order_out)
{
  gsize n = (gsize) n_nodes + 1;
  g_autofree guint32 *memory = g_new0 (guint32, 9 * n);
  g_autofree guint32 *before = g_new (guint32, offset[n_nodes] + 1);
  SemiNca self = { .number = memory,
                   .parent = memory + n,
                   .semi = memory + 2 * n,
                   .label = memory + 3 * n,
                   .ancestor = memory + 4 * n,
                   .idom = memory + 5 * n,
                   .before_offset = memory + 6 * n,
                   .path = memory + 7 * n,
                   .before = before };

  memset (self.number, 0xff, sizeof (guint32) * n);
  memset (idom_out, 0xff, sizeof (guint32) * n_nodes);
  number_nodes (&self, offset, target, root, memory + 8 * n, order_out);
  collect_before (&self, offset, target, order_out);

  for (guint32 i = 0; i < self.n; i++)
    {
      self.semi[i] = self.label[i] = i;
      self.ancestor[i] = REDAN_NONE;
    }
  for (guint32 i = self.n; i-- > 1;)
    {
      for (guint32 j = self.before_offset[i]; j < self.before_offset[i + 1]; j++)
        self.semi[i] = MIN (self.semi[i], self.semi[evaluate (&self, self.before[j])]);
      self.ancestor[i] = self.parent[i];
    }
  for (guint32 i = 1; i < self.n; i++)
    {
      guint32 up = self.parent[i];

      while (up > self.semi[i])
        up = self.idom[up];
      self.idom[i] = up;
      idom_out[order_out[i]] = order_out[up];
    }

  return self.n;
}

/* Untrusted elements, and those outside every boundary, hang below one more node, the root; edges
 * are the flows. */
void
redan_graph_compute_choke (RedanGraph *self)
{
  const RedanFacts *facts = self->facts;
  guint n = self->n_elements;
  g_autofree guint32 *offset = g_new (guint32, n + 2);
  g_autofree guint32 *target = g_new (guint32, (gsize) facts->n_interactions + n + 1);
  g_autofree guint32 *idom = g_new (guint32, n + 1);
  g_autofree guint32 *order = g_new (guint32, n + 1);
  g_autofree guint32 *stores = g_new0 (guint32, n + 1);
  guint n_edges = 0;
  guint n_reached;

  for (guint32 i = 0; i < n; i++)
    {
      offset[i] = n_edges;
      for (guint32 j = facts->out_offset[i]; j < facts->out_offset[i + 1]; j++)
        target[n_edges++] = facts->interaction_target[facts->out_interaction[j]];
    }
  offset[n] = n_edges;
  for (guint32 i = 0; i < n; i++)
    if (facts->element_outside[i] || facts->element_trust[i] == REDAN_TRUST_NONE)
      target[n_edges++] = i;
  offset[n + 1] = n_edges;

  self->choke = g_new0 (double, n + 1);
  n_reached = redan_dominators (n + 1, offset, target, n, idom, order);
  for (guint32 i = n_reached; i-- > 1;)
    {
      guint32 node = order[i];

      stores[node] += facts->snapshot->element_kind[node] == REDAN_ELEMENT_STORE;
      stores[idom[node]] += stores[node];
    }
  for (guint32 i = 1; i < n_reached && stores[n] > 0; i++)
    self->choke[order[i]] = 1 - (double) (stores[n] - stores[order[i]]) / stores[n];
}
