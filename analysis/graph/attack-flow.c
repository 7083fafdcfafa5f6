/* SPDX-License-Identifier: Apache-2.0 */
/* Least cuts by maximum flow: Dinic's algorithm without recursion. */

#include "config.h"

#include "analysis/graph/attack-flow.h"

#include <string.h>

#include "analysis/graph/attack-private.h"
#include "analysis/graph/attack-reach.h"

#define AHEAD 8 /* of the nodes in the queue: their arcs are fetched before they are wanted */

/* Set in the end of an arc that has no room, or whose way back has none: a search of the whole
 * network, along the arcs or against them, then looks at nothing but the ends. Twice the most nodes
 * is less. */
#define FULL 0x80000000u
#define BACK_FULL 0x40000000u
#define END 0x3fffffffu

/* How much more an arc can take, and which one is its way back. */
typedef struct
{
  double room;
  guint32 twin;
} Link;

/* Node i of the graph is 2 i where flow comes in and 2 i + 1 where it goes out. */
typedef struct
{
  guint32 n;
  guint32 source;
  guint32 sink;
  guint32 *offset;
  guint32 *to; /* by arc */
  Link *link;
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
  self->link = g_new (Link, 2 * (gsize) arcs->len + 1);
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

      self->to[there] = arc->to | BACK_FULL | (arc->room > 0.0 ? 0 : FULL);
      self->to[back] = arc->from | FULL | (arc->room > 0.0 ? 0 : BACK_FULL);
      self->link[there] = (Link){ arc->room, back };
      self->link[back] = (Link){ 0.0, there };
    }
  g_free (slot);
}

static void
network_clear (Network *self)
{
  g_free (self->offset);
  g_free (self->to);
  g_free (self->link);
  g_free (self->level);
  g_free (self->next);
  g_free (self->queue);
}

/* Fills in how many arcs with room there are from @start to each node with FULL as @full, from each
 * node to @start with BACK_FULL. */
static void
find_levels (Network *self, guint32 start, guint32 full)
{
  guint32 n = 0;

  memset (self->level, 0xff, ((gsize) self->n + 1) * sizeof (guint32));
  self->level[start] = 0;
  self->queue[n++] = start;
  for (guint32 i = 0; i < n; i++)
    {
      guint32 node = self->queue[i];

      if (i + AHEAD < n)
        __builtin_prefetch (&self->to[self->offset[self->queue[i + AHEAD]]]);
      for (guint32 j = self->offset[node]; j < self->offset[node + 1]; j++)
        {
          guint32 to = self->to[j] & END;

          if ((self->to[j] & full) != 0 || self->level[to] != REDAN_ATTACK_NONE)
            continue;
          self->level[to] = self->level[node] + 1;
          self->queue[n++] = to;
        }
    }
}

/* Levels to the sink: who goes down them gets there, and seldom has to turn back. Returns: whether
 * there is a way from the source */
static gboolean
find_ways (Network *self)
{
  find_levels (self, self->sink, BACK_FULL);
  memcpy (self->next, self->offset, (gsize) self->n * sizeof (guint32));

  return self->level[self->source] != REDAN_ATTACK_NONE;
}

/* One augmenting path down the levels; @path holds its arcs. Returns: what flowed, 0 for none */
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
          node = self->to[self->link[path[--depth]].twin] & END;
          self->next[node]++;
          continue;
        }
      if ((self->to[arc] & FULL) != 0 || self->level[self->to[arc] & END] + 1 != self->level[node])
        {
          self->next[node]++;
          continue;
        }
      path[depth++] = arc;
      node = self->to[arc] & END;
    }
  for (guint32 i = 0; i < depth; i++)
    flow = MIN (flow, self->link[path[i]].room);
  for (guint32 i = 0; i < depth && isfinite (flow); i++)
    {
      guint32 twin = self->link[path[i]].twin;

      self->link[path[i]].room -= flow;
      self->link[twin].room += flow;
      self->to[twin] &= ~FULL;
      self->to[path[i]] &= ~BACK_FULL;
      if (self->link[path[i]].room > 0.0)
        continue;
      self->to[path[i]] |= FULL;
      self->to[twin] |= BACK_FULL;
    }

  return flow;
}

/* INFINITY when some path has no bound. */
static double
maximize (Network *self)
{
  g_autofree guint32 *path = g_new (guint32, (gsize) self->n + 1);
  double total = 0.0;

  while (find_ways (self))
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

  /* Of equal cuts the one next to the source. */
  if (cut_out != NULL)
    find_levels (&network, network.source, FULL);
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
