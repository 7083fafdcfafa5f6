/* SPDX-License-Identifier: Apache-2.0 */
/* Ways of flows from border to border: straight when free, else around the boxes in between. */

#include "ui/diagram/route.h"

#include <math.h>

#include "ui/diagram/detour.h"
#include "ui/diagram/grid.h"
#include "ui/diagram/route-ports.h"

#define PARALLEL_GAP 26.0
#define MIN_PARALLEL_GAP 7.0
#define DETOUR_GAP 14.0
#define MAX_DETOUR_SPREAD 36.0
#define SIDE_INSET 10.0
#define LOOP_SIZE 26.0
#define LOOP_STEP 16.0

typedef struct
{
  const RedanRouteBox *boxes;
  const RedanGrid *grid;
  RedanDetour *detour;
  GArray *found;
} Router;

/* A flow between two boxes, whichever way it points. */
typedef struct
{
  guint low;
  guint high;
  guint index;
} Pair;

static RedanScenePoint
get_centre (const RedanSceneRect *rect)
{
  return (RedanScenePoint){ rect->x + rect->width / 2, rect->y + rect->height / 2 };
}

static gboolean
is_inside (const RedanSceneRect *rect, RedanScenePoint p)
{
  return p.x >= rect->x && p.x <= rect->x + rect->width && p.y >= rect->y &&
         p.y <= rect->y + rect->height;
}

/* Whether a point inside the rectangle is also inside the rounded shape. */
static gboolean
is_inside_rounded (const RedanRouteBox *box, RedanScenePoint p)
{
  const RedanSceneRect *rect = &box->rect;

  if (!is_inside (rect, p))
    return FALSE;

  double radius = MIN (box->radius, MIN (rect->width, rect->height) / 2);
  double dx = MAX (rect->x + radius - p.x, p.x - (rect->x + rect->width - radius));
  double dy = MAX (rect->y + radius - p.y, p.y - (rect->y + rect->height - radius));

  return dx <= 0 || dy <= 0 || dx * dx + dy * dy <= radius * radius;
}

RedanScenePoint
redan_route_clip (const RedanRouteBox *box, RedanScenePoint inside, RedanScenePoint outside)
{
  double low = 0;
  double high = 1;

  if (!is_inside_rounded (box, inside) || is_inside_rounded (box, outside))
    return inside;

  /* The shape is convex, so the border is met once; 24 halvings are exact to 1e-7 of the length. */
  for (guint i = 0; i < 24; i++)
    {
      double middle = (low + high) / 2;
      RedanScenePoint p = { inside.x + (outside.x - inside.x) * middle,
                            inside.y + (outside.y - inside.y) * middle };

      if (is_inside_rounded (box, p))
        low = middle;
      else
        high = middle;
    }
  return (RedanScenePoint){ inside.x + (outside.x - inside.x) * high,
                            inside.y + (outside.y - inside.y) * high };
}

/* Two points inside the boxes whose connection is the straight way, shifted sideways by @position
 * gaps. */
static void
find_straight (const RedanSceneRect *a,
               const RedanSceneRect *b,
               double position,
               guint n,
               RedanScenePoint ends[2])
{
  double top = MAX (a->y, b->y) + SIDE_INSET;
  double bottom = MIN (a->y + a->height, b->y + b->height) - SIDE_INSET;
  double left = MAX (a->x, b->x) + SIDE_INSET;
  double right = MIN (a->x + a->width, b->x + b->width) - SIDE_INSET;
  double steps = MAX (n, 2) - 1;
  RedanScenePoint from = get_centre (a);
  RedanScenePoint to = get_centre (b);

  ends[0] = from;
  ends[1] = to;
  if (bottom - top >= steps * MIN_PARALLEL_GAP && right < left)
    {
      double gap = MIN (PARALLEL_GAP, (bottom - top) / steps);

      ends[0].y = ends[1].y = (top + bottom) / 2 + (to.x > from.x ? 1 : -1) * position * gap;
      return;
    }
  if (right - left >= steps * MIN_PARALLEL_GAP && bottom < top)
    {
      double gap = MIN (PARALLEL_GAP, (right - left) / steps);

      ends[0].x = ends[1].x = (left + right) / 2 - (to.y > from.y ? 1 : -1) * position * gap;
      return;
    }

  double length = hypot (to.x - from.x, to.y - from.y);
  double room = MIN (MIN (a->width, a->height), MIN (b->width, b->height)) - 2 * SIDE_INSET;
  double gap = MIN (PARALLEL_GAP, MAX (room, steps * 2) / steps);

  if (length < 1)
    return;
  for (guint i = 0; i < 2; i++)
    {
      ends[i].x -= (to.y - from.y) / length * position * gap;
      ends[i].y += (to.x - from.x) / length * position * gap;
    }
}

static gboolean
is_free (Router *self, RedanScenePoint a, RedanScenePoint b, guint source, guint target)
{
  redan_grid_query_segment (self->grid, a, b, REDAN_DETOUR_CLEARANCE, self->found);
  for (guint i = 0; i < self->found->len; i++)
    {
      guint index = g_array_index (self->found, guint, i);
      RedanSceneRect rect = redan_rect_grow (&self->boxes[index].rect, REDAN_DETOUR_CLEARANCE);

      if (index != source && index != target && redan_rect_meets_segment (&rect, a, b))
        return FALSE;
    }
  return TRUE;
}

static void
set_points (RedanRoute *route, const RedanScenePoint *points, guint n)
{
  route->points = g_memdup2 (points, n * sizeof *points);
  route->n_points = n;
}

static void
clip_ends (const Router *self, RedanRoute *route)
{
  guint n = route->n_points;

  if (n < 2)
    return;

  RedanScenePoint first = route->points[0];
  RedanScenePoint last = route->points[n - 1];

  if (route->source != REDAN_ROUTE_NONE)
    route->points[0] = redan_route_clip (&self->boxes[route->source], first, route->points[1]);
  if (route->target != REDAN_ROUTE_NONE)
    route->points[n - 1] =
        redan_route_clip (&self->boxes[route->target], last, n == 2 ? first : route->points[n - 2]);
}

/* Bends inside the end boxes are of no use: the way then would not meet the border from outside. */
static void
trim_bends (const Router *self, RedanRoute *route)
{
  const RedanSceneRect *source =
      route->source == REDAN_ROUTE_NONE ? NULL : &self->boxes[route->source].rect;
  const RedanSceneRect *target =
      route->target == REDAN_ROUTE_NONE ? NULL : &self->boxes[route->target].rect;

  while (source != NULL && route->n_bends > 0 && is_inside (source, route->bends[0]))
    {
      route->bends++;
      route->n_bends--;
    }
  while (target != NULL && route->n_bends > 0 &&
         is_inside (target, route->bends[route->n_bends - 1]))
    route->n_bends--;
}

/* A stored way: through its bends. */
static void
follow_bends (const Router *self, RedanRoute *route)
{
  g_autoptr (GArray) points = g_array_new (FALSE, FALSE, sizeof (RedanScenePoint));

  if (route->source != REDAN_ROUTE_NONE)
    {
      RedanScenePoint centre = get_centre (&self->boxes[route->source].rect);

      g_array_append_val (points, centre);
    }
  g_array_append_vals (points, route->bends, route->n_bends);
  if (route->target != REDAN_ROUTE_NONE)
    {
      RedanScenePoint centre = get_centre (&self->boxes[route->target].rect);

      g_array_append_val (points, centre);
    }
  if (points->len < 2)
    return;
  set_points (route, (RedanScenePoint *) (gpointer) points->data, points->len);
  clip_ends (self, route);
}

static gboolean
is_way_free (Router *self, const RedanScenePoint *points, guint n, const RedanRoute *route)
{
  for (guint i = 0; i + 1 < n; i++)
    if (!is_free (self, points[i], points[i + 1], route->source, route->target))
      return FALSE;
  return TRUE;
}

#define LOOP_POINTS 5

/* A loop around one corner of a box. */
static void
make_loop (const RedanSceneRect *rect,
           guint corner,
           double size,
           RedanScenePoint points[LOOP_POINTS])
{
  static const int signs[4][2] = { { 1, -1 }, { 1, 1 }, { -1, -1 }, { -1, 1 } };
  const int *sign = signs[corner];
  double x = rect->x + rect->width / 2 + sign[0] * rect->width / 2;
  double y = rect->y + rect->height / 2 + sign[1] * rect->height / 2;
  double inset_x = MIN (rect->width / 3, size);
  double inset_y = MIN (rect->height / 3, size);

  points[0] = (RedanScenePoint){ x - sign[0] * inset_x, y - sign[1] };
  points[1] = (RedanScenePoint){ x - sign[0] * inset_x, y + sign[1] * size };
  points[2] = (RedanScenePoint){ x + sign[0] * size, y + sign[1] * size };
  points[3] = (RedanScenePoint){ x + sign[0] * size, y - sign[1] * inset_y };
  points[4] = (RedanScenePoint){ x - sign[0], y - sign[1] * inset_y };
}

/* Loops of one box: at corners that are free, each corner once, then larger ones. */
static void
draw_loops (Router *self, RedanRoute *routes, const Pair *pairs, guint n)
{
  guint used = 0;
  double size = LOOP_SIZE;

  for (guint i = 0; i < n; i++)
    {
      RedanRoute *route = &routes[pairs[i].index];
      const RedanSceneRect *rect = &self->boxes[route->source].rect;
      RedanScenePoint points[LOOP_POINTS];
      guint taken = 4;

      if (used == 0xf)
        {
          used = 0;
          size += LOOP_STEP;
        }
      for (guint corner = 0; corner < 4; corner++)
        {
          if (used & (1u << corner))
            continue;
          make_loop (rect, corner, size, points);
          if (taken == 4)
            taken = corner;
          if (!is_way_free (self, points, LOOP_POINTS, route))
            continue;
          taken = corner;
          break;
        }
      used |= 1u << taken;
      make_loop (rect, taken, size, points);
      set_points (route, points, LOOP_POINTS);
      clip_ends (self, route);
    }
}

static void
reverse (RedanScenePoint *points, guint n)
{
  for (guint i = 0; i < n / 2; i++)
    {
      RedanScenePoint swap = points[i];
      points[i] = points[n - 1 - i];
      points[n - 1 - i] = swap;
    }
}

/* The unit normal of a segment, to the right of its direction. */
static RedanScenePoint
get_normal (RedanScenePoint a, RedanScenePoint b)
{
  double length = hypot (b.x - a.x, b.y - a.y);

  if (length < 1e-9)
    return (RedanScenePoint){ 0, 0 };
  return (RedanScenePoint){ -(b.y - a.y) / length, (b.x - a.x) / length };
}

/* A way beside another one, at a constant distance; corners move along their bisector. */
static RedanScenePoint *
shift_way (const RedanScenePoint *points, guint n, double distance)
{
  RedanScenePoint *shifted = g_new (RedanScenePoint, n);

  for (guint i = 0; i < n; i++)
    {
      RedanScenePoint before = get_normal (points[i > 0 ? i - 1 : 0], points[i > 0 ? i : 1]);
      RedanScenePoint after =
          get_normal (points[i + 1 < n ? i : n - 2], points[i + 1 < n ? i + 1 : n - 1]);
      double scale = distance / MAX (1 + before.x * after.x + before.y * after.y, .5);

      shifted[i].x = points[i].x + (before.x + after.x) * scale;
      shifted[i].y = points[i].y + (before.y + after.y) * scale;
    }
  return shifted;
}

/* Straight and side by side, whatever is in the way. */
static void
route_straight (Router *self, RedanRoute *routes, const Pair *pairs, guint n, gboolean is_behind)
{
  RedanScenePoint ends[2];

  for (guint i = 0; i < n; i++)
    {
      RedanRoute *route = &routes[pairs[i].index];

      find_straight (&self->boxes[pairs[i].low].rect, &self->boxes[pairs[i].high].rect,
                     i - (n - 1) / 2.0, n, ends);
      set_points (route, ends, 2);
      route->is_behind = is_behind;
      if (route->source != pairs[i].low)
        reverse (route->points, 2);
      clip_ends (self, route);
    }
}

/* One detour for all flows between two boxes; they keep side by side on it. */
static void
route_around (Router *self, RedanRoute *routes, const Pair *pairs, guint n)
{
  guint low = pairs[0].low;
  guint high = pairs[0].high;
  RedanScenePoint ends[2];
  guint n_points;

  find_straight (&self->boxes[low].rect, &self->boxes[high].rect, 0, 1, ends);

  g_autofree RedanScenePoint *way =
      redan_detour_find (self->detour, ends[0], ends[1], low, high, &n_points);

  if (n_points == 2 && !is_free (self, ends[0], ends[1], low, high))
    {
      route_straight (self, routes, pairs, n, TRUE);
      return;
    }
  for (guint i = 0; i < n; i++)
    {
      RedanRoute *route = &routes[pairs[i].index];
      double gap = MIN (DETOUR_GAP, MAX_DETOUR_SPREAD / MAX (n - 1, 1));

      route->n_points = n_points;
      route->points = shift_way (way, n_points, (i - (n - 1) / 2.0) * gap);
      if (!is_way_free (self, route->points, n_points, route))
        {
          g_free (route->points);
          route->points =
              redan_detour_find (self->detour, ends[0], ends[1], low, high, &route->n_points);
        }
      if (route->source != low)
        reverse (route->points, route->n_points);
      clip_ends (self, route);
    }
}

/* All flows between two boxes: side by side, straight if all of them can be. */
static void
route_group (Router *self, RedanRoute *routes, const Pair *pairs, guint n)
{
  const RedanSceneRect *a = &self->boxes[pairs[0].low].rect;
  const RedanSceneRect *b = &self->boxes[pairs[0].high].rect;
  RedanScenePoint ends[2];

  for (guint i = 0; i < n; i++)
    {
      find_straight (a, b, i - (n - 1) / 2.0, n, ends);
      if (!is_free (self, ends[0], ends[1], pairs[0].low, pairs[0].high))
        {
          route_around (self, routes, pairs, n);
          return;
        }
    }
  route_straight (self, routes, pairs, n, FALSE);
}

static int
compare_pairs (gconstpointer a, gconstpointer b)
{
  const Pair *x = a;
  const Pair *y = b;

  if (x->low != y->low)
    return x->low < y->low ? -1 : 1;
  if (x->high != y->high)
    return x->high < y->high ? -1 : 1;
  return (x->index > y->index) - (x->index < y->index);
}

void
redan_route_all (const RedanRouteBox *boxes,
                 guint n_boxes,
                 const RedanGrid *grid,
                 const RedanRouteOptions *options,
                 RedanRoute *routes,
                 guint n_routes)
{
  g_autoptr (GArray) pairs = g_array_new (FALSE, FALSE, sizeof (Pair));
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (RedanDetour) detour = redan_detour_new (boxes, n_boxes, grid, options, n_routes);
  Router self = { boxes, grid, detour, found };
  gboolean ports = options != NULL && options->routing != REDAN_ROUTING_STRAIGHT;

  for (guint i = 0; i < n_routes; i++)
    {
      RedanRoute *route = &routes[i];

      trim_bends (&self, route);

      Pair pair = { MIN (route->source, route->target), MAX (route->source, route->target), i };

      if ((ports && redan_route_uses_ports (route)) || route->is_context)
        continue;
      if (route->n_bends > 0)
        follow_bends (&self, route);
      else if (pair.high != REDAN_ROUTE_NONE)
        g_array_append_val (pairs, pair);
    }
  if (ports)
    redan_route_with_ports (boxes, grid, options, routes, n_routes);
  g_array_sort (pairs, compare_pairs);

  const Pair *all = (const Pair *) (gpointer) pairs->data;

  for (guint i = 0, n; i < pairs->len; i += n)
    {
      for (n = 1;
           i + n < pairs->len && all[i + n].low == all[i].low && all[i + n].high == all[i].high;
           n++)
        ;
      if (all[i].low == all[i].high)
        draw_loops (&self, routes, all + i, n);
      else
        route_group (&self, routes, all + i, n);
    }
}
