/* SPDX-License-Identifier: Apache-2.0 */
/* The shortest way around boxes: a visibility graph over the corners of only those boxes that are
 * in the way. */

#include "ui/diagram/detour.h"

#include <math.h>
#include <string.h>

#include "ui/diagram/grid.h"

#define MAX_BOXES 24
#define MAX_NODES (4 * MAX_BOXES + 2)
#define MAX_ROUNDS 24
#define CORNER_MARGIN 14.0
#define CORNER_STEP 8.0
#define MAX_STEPS 5
#define TURN_COST 24.0
#define BUDGET 28000000
#define MOST_SHARE 80000 /* a flow that needs more crosses half of the diagram anyway */
#define LEAST_SHARE 20000

struct _RedanDetour
{
  const RedanRouteBox *boxes;
  guint n_boxes;
  const RedanGrid *grid;
  const RedanRouteOptions *options;
  guint8 *turns; /* four per box: ways that turn at the corner already */
  GArray *found;
  guint64 work;
  guint64 budget;
  guint64 share; /* of one search, so that the first ones leave something to the last */
};

/* One search: the boxes found in the way so far, and the nodes made of their corners. */
typedef struct
{
  guint boxes[MAX_BOXES];
  RedanSceneRect rects[MAX_BOXES]; /* of the boxes, with the clearance */
  guint n_boxes;
  guint source;
  guint target;
  RedanScenePoint nodes[MAX_NODES];
  guint corner[MAX_NODES]; /* 4 * box + corner */
  guint n_nodes;
  double cost[MAX_NODES];
  double rest[MAX_NODES];
  guint before[MAX_NODES];
  gboolean done[MAX_NODES];
} Search;

RedanDetour *
redan_detour_new (const RedanRouteBox *boxes,
                  guint n_boxes,
                  const RedanGrid *grid,
                  const RedanRouteOptions *options,
                  guint n_ways)
{
  RedanDetour *self = g_new0 (RedanDetour, 1);

  self->boxes = boxes;
  self->n_boxes = n_boxes;
  self->grid = grid;
  self->options = options;
  self->budget = options != NULL && options->budget > 0 ? options->budget : BUDGET;
  self->share = CLAMP (self->budget / MAX (n_ways, 1), LEAST_SHARE, MOST_SHARE);
  self->turns = g_new0 (guint8, 4 * (gsize) n_boxes + 1);
  self->found = g_array_new (FALSE, FALSE, sizeof (guint));
  return self;
}

void
redan_detour_free (RedanDetour *self)
{
  if (self == NULL)
    return;
  g_free (self->turns);
  g_array_unref (self->found);
  g_free (self);
}

static gboolean
has_box (const Search *search, guint box)
{
  for (guint i = 0; i < search->n_boxes; i++)
    if (search->boxes[i] == box)
      return TRUE;
  return FALSE;
}

/* Adds the boxes that the segment passes; returns whether there was a new one, sets @blocked_out
 * when any is passed. */
static gboolean
add_blocking (
    RedanDetour *self, Search *search, RedanScenePoint a, RedanScenePoint b, gboolean *blocked_out)
{
  gboolean added = FALSE;

  redan_grid_query_segment (self->grid, a, b, REDAN_DETOUR_CLEARANCE, self->found);
  self->work += self->found->len + 8;
  for (guint i = 0; i < self->found->len; i++)
    {
      guint box = g_array_index (self->found, guint, i);
      RedanSceneRect rect = redan_rect_grow (&self->boxes[box].rect, REDAN_DETOUR_CLEARANCE);

      if (box == search->source || box == search->target || !redan_rect_meets_segment (&rect, a, b))
        continue;
      *blocked_out = TRUE;
      if (search->n_boxes == MAX_BOXES || has_box (search, box))
        continue;
      search->rects[search->n_boxes] = rect;
      search->boxes[search->n_boxes++] = box;
      added = TRUE;
    }
  return added;
}

static gboolean
is_covered (RedanDetour *self, RedanScenePoint p, double margin)
{
  if (self->options != NULL && self->options->is_taken != NULL &&
      self->options->is_taken (p, self->options->user_data))
    return TRUE;

  RedanSceneRect spot = { p.x - margin, p.y - margin, 2 * margin, 2 * margin };

  redan_grid_query (self->grid, &spot, self->found);
  self->work += self->found->len;
  for (guint i = 0; i < self->found->len; i++)
    if (redan_rects_meet (&self->boxes[g_array_index (self->found, guint, i)].rect, &spot))
      return TRUE;
  return FALSE;
}

/* The point outside a corner: as far out as other ways and neighbours allow. */
static gboolean
place_corner (RedanDetour *self, guint box, guint corner, RedanScenePoint *out)
{
  const RedanSceneRect *rect = &self->boxes[box].rect;
  double margin = CORNER_MARGIN + CORNER_STEP * MIN (self->turns[4 * box + corner], MAX_STEPS);

  for (; margin > REDAN_DETOUR_CLEARANCE; margin -= CORNER_STEP / 2)
    {
      out->x = corner & 1 ? rect->x + rect->width + margin : rect->x - margin;
      out->y = corner & 2 ? rect->y + rect->height + margin : rect->y - margin;
      if (!is_covered (self, *out, REDAN_DETOUR_CLEARANCE))
        return TRUE;
    }
  return FALSE;
}

static void
collect_nodes (RedanDetour *self, Search *search, RedanScenePoint from, RedanScenePoint to)
{
  search->n_nodes = 2;
  search->nodes[0] = from;
  search->nodes[1] = to;
  search->corner[0] = search->corner[1] = G_MAXUINT;
  for (guint i = 0; i < search->n_boxes; i++)
    for (guint corner = 0; corner < 4; corner++)
      if (place_corner (self, search->boxes[i], corner, &search->nodes[search->n_nodes]))
        search->corner[search->n_nodes++] = 4 * search->boxes[i] + corner;
}

/* Whether the boxes found so far leave the segment free. */
static gboolean
sees (RedanDetour *self, const Search *search, RedanScenePoint a, RedanScenePoint b)
{
  double left = MIN (a.x, b.x);
  double right = MAX (a.x, b.x);
  double top = MIN (a.y, b.y);
  double bottom = MAX (a.y, b.y);

  self->work += search->n_boxes;
  for (guint i = 0; i < search->n_boxes; i++)
    {
      const RedanSceneRect *rect = &search->rects[i];

      if (rect->x < right && rect->x + rect->width > left && rect->y < bottom &&
          rect->y + rect->height > top && redan_rect_meets_segment (rect, a, b))
        return FALSE;
    }
  return TRUE;
}

/* A way may not run through its own end boxes on the way to a corner behind them. */
static gboolean
crosses_end_box (const RedanDetour *self, const Search *search, guint a, guint b)
{
  return (a != 0 && b != 0 &&
          redan_rect_meets_segment (&self->boxes[search->source].rect, search->nodes[a],
                                    search->nodes[b])) ||
         (a != 1 && b != 1 &&
          redan_rect_meets_segment (&self->boxes[search->target].rect, search->nodes[a],
                                    search->nodes[b]));
}

static double
get_distance (const Search *search, guint a, guint b)
{
  double dx = search->nodes[a].x - search->nodes[b].x;
  double dy = search->nodes[a].y - search->nodes[b].y;

  return sqrt (dx * dx + dy * dy);
}

/* The open node with the least cost so far and straight rest; the graph is small, so all are looked
 * at. */
static guint
pick_node (const Search *search)
{
  guint best = search->n_nodes;
  double least = INFINITY;

  for (guint i = 0; i < search->n_nodes; i++)
    {
      if (search->done[i] || search->cost[i] + search->rest[i] >= least)
        continue;
      best = i;
      least = search->cost[i] + search->rest[i];
    }
  return best;
}

/* A* on the visibility graph. */
static gboolean
search_way (RedanDetour *self, Search *search, guint64 limit)
{
  for (guint i = 0; i < search->n_nodes; i++)
    {
      search->cost[i] = i == 0 ? 0 : INFINITY;
      search->rest[i] = get_distance (search, i, 1);
      search->done[i] = FALSE;
    }
  for (;;)
    {
      guint at = pick_node (search);

      if (at == search->n_nodes || self->work > limit)
        return FALSE;
      if (at == 1)
        return TRUE;
      search->done[at] = TRUE;
      self->work += search->n_nodes;
      for (guint i = 1; i < search->n_nodes; i++)
        {
          double cost = search->cost[at] + get_distance (search, i, at) + TURN_COST;

          if (search->done[i] || cost >= search->cost[i] || crosses_end_box (self, search, at, i) ||
              !sees (self, search, search->nodes[at], search->nodes[i]))
            continue;
          search->cost[i] = cost;
          search->before[i] = at;
        }
    }
}

static guint
trace_way (const Search *search, guint way[MAX_NODES])
{
  guint n = 0;

  for (guint at = 1; at != 0; at = search->before[at])
    way[n++] = at;
  way[n++] = 0;
  for (guint i = 0; i < n / 2; i++)
    {
      guint swap = way[i];
      way[i] = way[n - 1 - i];
      way[n - 1 - i] = swap;
    }
  return n;
}

static RedanScenePoint *
make_straight (RedanScenePoint from, RedanScenePoint to, guint *n_out)
{
  RedanScenePoint *points = g_new (RedanScenePoint, 2);

  points[0] = from;
  points[1] = to;
  *n_out = 2;
  return points;
}

static RedanScenePoint *
take_way (RedanDetour *self, const Search *search, const guint *way, guint n)
{
  RedanScenePoint *points = g_new (RedanScenePoint, n);

  for (guint i = 0; i < n; i++)
    {
      points[i] = search->nodes[way[i]];
      if (search->corner[way[i]] != G_MAXUINT && self->turns[search->corner[way[i]]] < G_MAXUINT8)
        self->turns[search->corner[way[i]]]++;
    }
  return points;
}

RedanScenePoint *
redan_detour_find (RedanDetour *self,
                   RedanScenePoint from,
                   RedanScenePoint to,
                   guint source,
                   guint target,
                   guint *n_out)
{
  g_autofree Search *search = g_new (Search, 1);
  guint way[MAX_NODES];
  gboolean blocked = FALSE;
  guint64 limit = MIN (self->work + self->share, self->budget);

  search->n_boxes = 0;
  search->source = source;
  search->target = target;
  add_blocking (self, search, from, to, &blocked);
  for (guint round = 0; round < MAX_ROUNDS && self->work < limit; round++)
    {
      gboolean added = FALSE;

      collect_nodes (self, search, from, to);
      if (!search_way (self, search, limit))
        break;

      guint n = trace_way (search, way);

      blocked = FALSE;
      for (guint i = 0; i + 1 < n; i++)
        added |=
            add_blocking (self, search, search->nodes[way[i]], search->nodes[way[i + 1]], &blocked);
      if (!blocked)
        {
          *n_out = n;
          return take_way (self, search, way, n);
        }
      if (!added)
        break;
    }
  return make_straight (from, to, n_out);
}
