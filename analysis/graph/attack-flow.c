/* SPDX-License-Identifier: Apache-2.0 */
/* Least cuts by maximum flow: Dinic's algorithm without recursion. */

#include "config.h"

#include "analysis/graph/attack-flow.h"

#include <string.h>

#include "analysis/graph/attack-private.h"
#include "analysis/graph/attack-reach.h"

/* Node i of the graph is 2 i where flow comes in and 2 i + 1 where it goes out. */
typedef struct
{
  guint32 n;
  guint32 source;
  guint32 sink;
  guint32 *offset;
  guint32 *to;
  guint32 *twin;
  double *room;
  guint32 *level;
  guint32 *next;
  guint32 *queue;
} Network;

typedef struct
{
  guint32 from;
  guint32 to;
  double room;
} Arc;

static void
network_build (Network *self, const GArray *arcs)
{
  guint32 *slot = g_new0 (guint32, (gsize) self->n + 1);

  self->offset = g_new0 (guint32, (gsize) self->n + 1);
  self->to = g_new (guint32, 2 * (gsize) arcs->len + 1);
  self->twin = g_new (guint32, 2 * (gsize) arcs->len + 1);
  self->room = g_new (double, 2 * (gsize) arcs->len + 1);
  self->level = g_new (guint32, (gsize) self->n + 1);
  self->next = g_new (guint32, (gsize) self->n + 1);
  self->queue = g_new (guint32, (gsize) self->n + 1);
  for (guint i = 0; i < arcs->len; i++)
    {
      self->offset[g_array_index (arcs, Arc, i).from + 1]++;
      self->offset[g_array_index (arcs, Arc, i).to + 1]++;
    }
  for (guint32 i = 0; i < self->n; i++)
    self->offset[i + 1] += self->offset[i];
  memcpy (slot, self->offset, ((gsize) self->n + 1) * sizeof (guint32));
  for (guint i = 0; i < arcs->len; i++)
    {
      const Arc *arc = &g_array_index (arcs, Arc, i);
      guint32 there = slot[arc->from]++;
      guint32 back = slot[arc->to]++;

      self->to[there] = arc->to;
      self->to[back] = arc->from;
      self->room[there] = arc->room;
      self->room[back] = 0.0;
      self->twin[there] = back;
      self->twin[back] = there;
    }
  g_free (slot);
}

static void
network_clear (Network *self)
{
  g_free (self->offset);
  g_free (self->to);
  g_free (self->twin);
  g_free (self->room);
  g_free (self->level);
  g_free (self->next);
  g_free (self->queue);
}

/* Levels from the source by arcs with room. Returns: whether the sink has one */
static gboolean
find_levels (Network *self)
{
  guint32 n = 0;

  memset (self->level, 0xff, ((gsize) self->n + 1) * sizeof (guint32));
  self->level[self->source] = 0;
  self->queue[n++] = self->source;
  for (guint32 i = 0; i < n; i++)
    {
      guint32 node = self->queue[i];

      for (guint32 j = self->offset[node]; j < self->offset[node + 1]; j++)
        if (self->room[j] > 0.0 && self->level[self->to[j]] == REDAN_ATTACK_NONE)
          {
            self->level[self->to[j]] = self->level[node] + 1;
            self->queue[n++] = self->to[j];
          }
    }
  memcpy (self->next, self->offset, (gsize) self->n * sizeof (guint32));

  return self->level[self->sink] != REDAN_ATTACK_NONE;
}

/* One augmenting path along the levels; @path holds its arcs. Returns: what flowed, 0 for none */
static double
push_once (Network *self, guint32 *path)
{
  guint32 depth = 0;
  guint32 node = self->source;
  double flow = INFINITY;

  while (node != self->sink)
    {
      guint32 arc = self->next[node];

      if (arc == self->offset[node + 1])
        {
          if (node == self->source)
            return 0.0;
          /* Back, and never this way again. */
          node = self->to[self->twin[path[--depth]]];
          self->next[node]++;
          continue;
        }
      if (!(self->room[arc] > 0.0) || self->level[self->to[arc]] != self->level[node] + 1)
        {
          self->next[node]++;
          continue;
        }
      path[depth++] = arc;
      node = self->to[arc];
    }
  for (guint32 i = 0; i < depth; i++)
    flow = MIN (flow, self->room[path[i]]);
  for (guint32 i = 0; i < depth && isfinite (flow); i++)
    {
      self->room[path[i]] -= flow;
      self->room[self->twin[path[i]]] += flow;
    }

  return flow;
}

/* INFINITY when some path has no bound. */
static double
maximize (Network *self)
{
  g_autofree guint32 *path = g_new (guint32, (gsize) self->n + 1);
  double total = 0.0;

  while (find_levels (self))
    for (double flow = push_once (self, path); flow > 0.0; flow = push_once (self, path))
      {
        if (!isfinite (flow))
          return INFINITY;
        total += flow;
      }

  return total;
}

static void
add_arc (GArray *arcs, guint32 from, guint32 to, double room)
{
  const Arc arc = { from, to, room };

  g_array_append_val (arcs, arc);
}

typedef struct
{
  guint8 *usable;
  guint8 *starts;
} Ground;

static void
ground_init (Ground *self, const RedanAttackGraph *graph, const RedanAttackScenario *scenario)
{
  const RedanAttackScenario from = redan_attack_scenario (graph, scenario);

  self->usable = g_new (guint8, (gsize) graph->n_nodes + 1);
  self->starts = g_new0 (guint8, (gsize) graph->n_nodes + 1);
  redan_attack_reach (graph, scenario, self->usable, NULL);
  for (guint32 i = 0; i < from.n_entries; i++)
    self->starts[from.entries[i]] = self->usable[from.entries[i]];
  for (guint32 i = 0; i < graph->n_seeds; i++)
    self->starts[graph->seeds[i]] = self->usable[graph->seeds[i]];
}

static void
ground_clear (Ground *self)
{
  g_free (self->usable);
  g_free (self->starts);
}

/* @edge_room: of every edge; node_room by node. */
static void
make_network (Network *self,
              const RedanAttackGraph *graph,
              const Ground *ground,
              guint32 goal,
              double edge_room,
              const double *node_room)
{
  g_autoptr (GArray) arcs = g_array_new (FALSE, FALSE, sizeof (Arc));

  self->n = 2 * graph->n_nodes + 1;
  self->source = 2 * graph->n_nodes;
  self->sink = 2 * goal + 1;
  for (guint32 i = 0; i < graph->n_nodes; i++)
    {
      if (ground->usable[i] == 0)
        continue;
      add_arc (arcs, 2 * i, 2 * i + 1, node_room[i]);
      if (ground->starts[i] != 0)
        add_arc (arcs, self->source, 2 * i, INFINITY);
      for (guint32 j = graph->out_offset[i]; j < graph->out_offset[i + 1]; j++)
        {
          guint32 target = graph->out_target[j];

          if (ground->usable[target] != 0 && ground->starts[target] == 0)
            add_arc (arcs, 2 * i + 1, 2 * target, edge_room);
        }
    }
  network_build (self, arcs);
}

/* @edge_room: of every edge; @cost: of every node, %NULL for 1 but where attacks begin and end. */
static double
find_cut (const RedanAttackGraph *graph,
          const RedanAttackScenario *scenario,
          guint32 goal,
          double edge_room,
          const double *cost,
          guint8 *cut_out)
{
  Ground ground;
  Network network = { 0 };
  g_autofree double *room = g_new (double, (gsize) graph->n_nodes + 1);
  double total;

  ground_init (&ground, graph, scenario);
  for (guint32 i = 0; i < graph->n_nodes; i++)
    if (cost != NULL)
      room[i] = cost[i];
    else
      room[i] = ground.starts[i] != 0 || i == goal ? INFINITY : 1.0;
  make_network (&network, graph, &ground, goal, edge_room, room);
  total = maximize (&network);

  /* The levels of the last search are the side of the source. */
  for (guint32 i = 0; cut_out != NULL && i < graph->n_nodes; i++)
    cut_out[i] = isfinite (total) && network.level[2 * i] != REDAN_ATTACK_NONE &&
                 network.level[2 * i + 1] == REDAN_ATTACK_NONE && ground.usable[i] != 0;
  network_clear (&network);
  ground_clear (&ground);

  return total;
}

double
redan_attack_vertex_cut (const RedanAttackGraph *graph,
                         const RedanAttackScenario *scenario,
                         guint32 goal,
                         const double *cost,
                         guint8 *cut_out)
{
  return find_cut (graph, scenario, goal, INFINITY, cost, cut_out);
}

double
redan_attack_edge_cut (const RedanAttackGraph *graph,
                       const RedanAttackScenario *scenario,
                       guint32 goal)
{
  g_autofree double *cost = g_new (double, (gsize) graph->n_nodes + 1);

  for (guint32 i = 0; i < graph->n_nodes; i++)
    cost[i] = INFINITY;

  return find_cut (graph, scenario, goal, 1.0, cost, NULL);
}

gboolean
redan_attack_flow_applies (const RedanAttackGraph *graph, const RedanAttackScenario *scenario)
{
  Ground ground;
  gboolean applies = TRUE;

  ground_init (&ground, graph, scenario);
  for (guint32 i = 0; i < graph->n_nodes && applies; i++)
    {
      guint32 n = graph->in_offset[i + 1] - graph->in_offset[i];

      if (ground.usable[i] == 0 || ground.starts[i] != 0 || graph->kind[i] != REDAN_ATTACK_AND)
        continue;
      applies = n <= 1;
    }
  ground_clear (&ground);

  return applies;
}
