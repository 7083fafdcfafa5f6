/* SPDX-License-Identifier: Apache-2.0 */
/* Orthogonal and curved ways: they leave boxes at ports that spread along a side. */

#include "ui/diagram/route-ports.h"

#include <math.h>
#include <stdlib.h>

#include "ui/diagram/detour.h"
#include "ui/diagram/grid.h"

#define MAX_GAP 22.0
#define STUB 13.0 /* a way leaves its box at least this far before it turns */
#define STUB_STEP 7.0
#define MAX_STUB_STEPS 5
#define CURVE_PIECES 16
#define SPAN_PIECES 8
#define CURVE_RADIUS 36.0 /* so a rounded corner does not reach the box that it goes around */
#define MAX_PULL 160.0
#define BUDGET 4000 /* searches */

typedef enum
{
  SIDE_LEFT,
  SIDE_RIGHT,
  SIDE_TOP,
  SIDE_BOTTOM,
} Side;

/* One end of a route at a box. */
typedef struct
{
  guint box;
  guint side;
  double wish; /* coordinate of the other end along the side */
  guint other;
  guint route;
  gboolean is_target;
} Port;

typedef struct
{
  RedanScenePoint at;
  guint side;
  guint rank; /* among the ports of the side */
  guint n;
  gboolean loose;
} End;

typedef struct
{
  const RedanRouteBox *boxes;
  const RedanGrid *grid;
  RedanRoute *routes;
  End *ends; /* two per route */
  GArray *found;
  guint n_searches;
} Router;

static RedanScenePoint
get_centre (const RedanSceneRect *rect)
{
  return (RedanScenePoint){ rect->x + rect->width / 2, rect->y + rect->height / 2 };
}

static gboolean
is_horizontal (guint side)
{
  return side == SIDE_LEFT || side == SIDE_RIGHT;
}

static RedanScenePoint
get_normal (guint side)
{
  static const RedanScenePoint normals[] = { { -1, 0 }, { 1, 0 }, { 0, -1 }, { 0, 1 } };

  return normals[side];
}

static RedanScenePoint
move (RedanScenePoint p, RedanScenePoint direction, double distance)
{
  return (RedanScenePoint){ p.x + direction.x * distance, p.y + direction.y * distance };
}

/* The side that faces the other rectangle with the wider gap between them. */
static Side
choose_side (const RedanSceneRect *rect, const RedanSceneRect *other)
{
  double gaps[] = { rect->x - other->x - other->width, other->x - rect->x - rect->width,
                    rect->y - other->y - other->height, other->y - rect->y - rect->height };
  Side best = SIDE_LEFT;

  for (Side side = SIDE_RIGHT; side <= SIDE_BOTTOM; side++)
    if (gaps[side] > gaps[best])
      best = side;
  return best;
}

/* What an end looks at: the nearest bend, else the other box. */
static RedanSceneRect
get_goal (const Router *self, const RedanRoute *route, gboolean is_target)
{
  guint other = is_target ? route->source : route->target;

  if (route->n_bends > 0)
    {
      RedanScenePoint p = route->bends[is_target ? route->n_bends - 1 : 0];

      return (RedanSceneRect){ p.x, p.y, 0, 0 };
    }
  return self->boxes[other].rect;
}

static int
compare_ports (gconstpointer a, gconstpointer b)
{
  const Port *x = a;
  const Port *y = b;

  if (x->box != y->box)
    return x->box < y->box ? -1 : 1;
  if (x->side != y->side)
    return x->side < y->side ? -1 : 1;
  if (x->wish != y->wish)
    return x->wish < y->wish ? -1 : 1;
  if (x->other != y->other)
    return x->other < y->other ? -1 : 1;
  return (x->route > y->route) - (x->route < y->route);
}

static void
add_port (Router *self, GArray *ports, guint number, gboolean is_target)
{
  const RedanRoute *route = &self->routes[number];
  guint box = is_target ? route->target : route->source;
  End *end = &self->ends[2 * number + (is_target ? 1 : 0)];

  if (box == REDAN_ROUTE_NONE)
    {
      end->loose = TRUE;
      end->at = route->bends[is_target ? route->n_bends - 1 : 0];
      return;
    }

  RedanSceneRect goal = get_goal (self, route, is_target);
  RedanScenePoint centre = get_centre (&goal);
  Port port = { .box = box,
                .side = choose_side (&self->boxes[box].rect, &goal),
                .other = is_target ? route->source : route->target,
                .route = number,
                .is_target = is_target };

  port.wish = is_horizontal (port.side) ? centre.y : centre.x;
  g_array_append_val (ports, port);
}

/* Ports of one side, evenly about its middle. */
static void
spread (Router *self, const Port *ports, guint n)
{
  const RedanSceneRect *rect = &self->boxes[ports[0].box].rect;
  gboolean horizontal = is_horizontal (ports[0].side);
  double length = horizontal ? rect->height : rect->width;
  double inset = MIN (self->boxes[ports[0].box].radius * .6 + 4, length / 4);
  double gap = MIN (MAX_GAP, (length - 2 * inset) / MAX (n - 1, 1));

  for (guint i = 0; i < n; i++)
    {
      End *end = &self->ends[2 * ports[i].route + (ports[i].is_target ? 1 : 0)];
      double along = length / 2 + (i - (n - 1) / 2.0) * gap;

      end->side = ports[i].side;
      end->rank = i;
      end->n = n;
      end->at.x =
          horizontal ? rect->x + (end->side == SIDE_RIGHT ? rect->width : 0) : rect->x + along;
      end->at.y =
          horizontal ? rect->y + along : rect->y + (end->side == SIDE_BOTTOM ? rect->height : 0);
    }
}

/* Straight instead of a little step, when each is the only one at its side. */
static void
align (Router *self, guint number)
{
  const RedanRoute *route = &self->routes[number];
  End *a = &self->ends[2 * number];
  End *b = &self->ends[2 * number + 1];

  if (a->loose || b->loose || route->n_bends > 0 || a->n != 1 || b->n != 1 ||
      is_horizontal (a->side) != is_horizontal (b->side))
    return;

  const RedanSceneRect *p = &self->boxes[route->source].rect;
  const RedanSceneRect *q = &self->boxes[route->target].rect;
  gboolean horizontal = is_horizontal (a->side);
  double low = horizontal ? MAX (p->y, q->y) : MAX (p->x, q->x);
  double high = horizontal ? MIN (p->y + p->height, q->y + q->height)
                           : MIN (p->x + p->width, q->x + q->width);

  if (high - low < 16)
    return;
  if (horizontal)
    a->at.y = b->at.y = (low + high) / 2;
  else
    a->at.x = b->at.x = (low + high) / 2;
}

gboolean
redan_route_uses_ports (const RedanRoute *route)
{
  guint n_ends = (route->source != REDAN_ROUTE_NONE) + (route->target != REDAN_ROUTE_NONE);

  return n_ends > 0 && n_ends + route->n_bends >= 2 &&
         (route->source != route->target || route->n_bends > 0);
}

static void
place_ports (Router *self, guint n_routes)
{
  g_autoptr (GArray) ports = g_array_new (FALSE, FALSE, sizeof (Port));
  const Port *all;

  for (guint i = 0; i < n_routes; i++)
    {
      if (!redan_route_uses_ports (&self->routes[i]))
        continue;
      add_port (self, ports, i, FALSE);
      add_port (self, ports, i, TRUE);
    }
  g_array_sort (ports, compare_ports);
  all = (const Port *) (gpointer) ports->data;
  for (guint i = 0, n; i < ports->len; i += n)
    {
      for (n = 1;
           i + n < ports->len && all[i + n].box == all[i].box && all[i + n].side == all[i].side;
           n++)
        ;
      spread (self, all + i, n);
    }
}

static gboolean
is_free (Router *self, const RedanScenePoint *points, guint n, const RedanRoute *route)
{
  for (guint i = 0; i + 1 < n; i++)
    {
      redan_grid_query_segment (self->grid, points[i], points[i + 1], REDAN_DETOUR_CLEARANCE,
                                self->found);
      for (guint k = 0; k < self->found->len; k++)
        {
          guint box = g_array_index (self->found, guint, k);
          gboolean own = box == route->source || box == route->target;
          RedanSceneRect rect =
              redan_rect_grow (&self->boxes[box].rect, own ? -1 : REDAN_DETOUR_CLEARANCE);

          if (redan_rect_meets_segment (&rect, points[i], points[i + 1]))
            return FALSE;
        }
    }
  return TRUE;
}

static void
add_point (GArray *points, RedanScenePoint p)
{
  if (points->len > 0)
    {
      RedanScenePoint last = g_array_index (points, RedanScenePoint, points->len - 1);

      if (fabs (last.x - p.x) < .01 && fabs (last.y - p.y) < .01)
        return;
    }
  g_array_append_val (points, p);
}

/* Whether the way goes straight on at @b; where it turns back it does not. */
static gboolean
goes_on (RedanScenePoint a, RedanScenePoint b, RedanScenePoint c)
{
  if (fabs (a.x - b.x) < .01 && fabs (b.x - c.x) < .01)
    return (b.y - a.y) * (c.y - b.y) >= 0;
  return fabs (a.y - b.y) < .01 && fabs (b.y - c.y) < .01 && (b.x - a.x) * (c.x - b.x) >= 0;
}

/* Points in the middle of a straight part say nothing. */
static void
simplify (GArray *points)
{
  RedanScenePoint *p = (RedanScenePoint *) (gpointer) points->data;
  guint kept = 1;

  for (guint i = 1; i + 1 < points->len; i++)
    if (!goes_on (p[kept - 1], p[i], p[i + 1]))
      p[kept++] = p[i];
  if (points->len > 1)
    p[kept++] = p[points->len - 1];
  g_array_set_size (points, kept);
}

/* One corner, or two where the ends face each other; @share says where between them. */
static void
make_steps (const End *a, const End *b, double share, GArray *points)
{
  gboolean horizontal = is_horizontal (a->side);

  g_array_set_size (points, 0);
  add_point (points, a->at);
  if (horizontal == is_horizontal (b->side))
    {
      RedanScenePoint middle = { a->at.x + (b->at.x - a->at.x) * share,
                                 a->at.y + (b->at.y - a->at.y) * share };

      add_point (points, horizontal ? (RedanScenePoint){ middle.x, a->at.y }
                                    : (RedanScenePoint){ a->at.x, middle.y });
      add_point (points, horizontal ? (RedanScenePoint){ middle.x, b->at.y }
                                    : (RedanScenePoint){ b->at.x, middle.y });
    }
  else
    add_point (points, horizontal ? (RedanScenePoint){ b->at.x, a->at.y }
                                  : (RedanScenePoint){ a->at.x, b->at.y });
  add_point (points, b->at);
  simplify (points);
}

/* Flows that leave a side together turn one after the other, so that they do not cross. */
static double
get_share (const End *a, const End *b)
{
  double share = (a->rank + 1.0) / (a->n + 1.0);
  gboolean back = is_horizontal (a->side) ? b->at.y > a->at.y : b->at.x > a->at.x;

  return .2 + .6 * (back ? 1 - share : share);
}

/* Neighbours at a side go out to different lengths, or their ways would run on top of each other.
 */
static double
get_stub (const End *end)
{
  return STUB + STUB_STEP * MIN (end->rank, MAX_STUB_STEPS);
}

/* Around what is in between: from stub to stub. */
static gboolean
search_steps (Router *self, const RedanRoute *route, const End *a, const End *b, GArray *points)
{
  RedanScenePoint from = move (a->at, get_normal (a->side), get_stub (a));
  RedanScenePoint to = move (b->at, get_normal (b->side), get_stub (b));
  guint n = 0;
  g_autofree RedanScenePoint *way =
      self->n_searches++ < BUDGET ? redan_orthogonal_find (self->boxes, self->grid, from, to, &n)
                                  : NULL;

  if (way == NULL)
    return FALSE;
  g_array_set_size (points, 0);
  add_point (points, a->at);
  for (guint i = 0; i < n; i++)
    add_point (points, way[i]);
  add_point (points, b->at);
  simplify (points);
  return is_free (self, (const RedanScenePoint *) (gpointer) points->data, points->len, route);
}

static gboolean
find_steps (Router *self, const RedanRoute *route, const End *a, const End *b, GArray *points)
{
  static const double shares[] = { .5, .3, .7, .15, .85 };

  for (guint i = 0; i <= G_N_ELEMENTS (shares); i++)
    {
      make_steps (a, b, i == 0 ? get_share (a, b) : shares[i - 1], points);
      if (is_free (self, (const RedanScenePoint *) (gpointer) points->data, points->len, route))
        return TRUE;
    }
  if (search_steps (self, route, a, b, points))
    return TRUE;
  make_steps (a, b, get_share (a, b), points);
  return FALSE;
}

/* Through the bends, each reached along one axis and left along the other. */
static void
step_through (const RedanRoute *route, const End *a, const End *b, GArray *points)
{
  gboolean horizontal = a->loose || is_horizontal (a->side);
  RedanScenePoint at = a->at;
  guint first = a->loose ? 1 : 0;
  guint last = b->loose ? route->n_bends - 1 : route->n_bends;

  add_point (points, at);
  for (guint i = first; i <= last; i++)
    {
      RedanScenePoint next = i == last ? b->at : route->bends[i];
      /* Into the box at a right angle to its side. */
      gboolean turn = i == last && !b->loose ? !is_horizontal (b->side) : horizontal;

      add_point (points,
                 turn ? (RedanScenePoint){ next.x, at.y } : (RedanScenePoint){ at.x, next.y });
      add_point (points, next);
      horizontal = fabs (next.y - at.y) > .01 ? !turn : turn;
      at = next;
    }
  simplify (points);
}

static RedanScenePoint
get_cubic (RedanScenePoint a, RedanScenePoint b, RedanScenePoint c, RedanScenePoint d, double t)
{
  double s = 1 - t;

  return (RedanScenePoint){
    s * s * s * a.x + 3 * s * s * t * b.x + 3 * s * t * t * c.x + t * t * t * d.x,
    s * s * s * a.y + 3 * s * s * t * b.y + 3 * s * t * t * c.y + t * t * t * d.y
  };
}

static void
add_cubic (GArray *points,
           RedanScenePoint a,
           RedanScenePoint b,
           RedanScenePoint c,
           RedanScenePoint d,
           guint n)
{
  add_point (points, a);
  for (guint i = 1; i <= n; i++)
    add_point (points, get_cubic (a, b, c, d, (double) i / n));
}

/* A corner as a curve that stays within CURVE_RADIUS of it. */
static void
round_corners (const GArray *corners, GArray *points)
{
  const RedanScenePoint *p = (const RedanScenePoint *) (gpointer) corners->data;

  g_array_set_size (points, 0);
  add_point (points, p[0]);
  for (guint i = 1; i + 1 < corners->len; i++)
    {
      double before = hypot (p[i].x - p[i - 1].x, p[i].y - p[i - 1].y);
      double after = hypot (p[i + 1].x - p[i].x, p[i + 1].y - p[i].y);
      double radius = MIN (CURVE_RADIUS, MIN (before, after) / 2);
      RedanScenePoint start = { p[i].x + (p[i - 1].x - p[i].x) / before * radius,
                                p[i].y + (p[i - 1].y - p[i].y) / before * radius };
      RedanScenePoint end = { p[i].x + (p[i + 1].x - p[i].x) / after * radius,
                              p[i].y + (p[i + 1].y - p[i].y) / after * radius };
      RedanScenePoint first = { start.x + (p[i].x - start.x) * 2 / 3,
                                start.y + (p[i].y - start.y) * 2 / 3 };
      RedanScenePoint second = { end.x + (p[i].x - end.x) * 2 / 3,
                                 end.y + (p[i].y - end.y) * 2 / 3 };

      add_cubic (points, start, first, second, end, SPAN_PIECES);
    }
  add_point (points, p[corners->len - 1]);
}

static gboolean
find_curve (Router *self, const RedanRoute *route, const End *a, const End *b, GArray *points)
{
  double distance = hypot (b->at.x - a->at.x, b->at.y - a->at.y);
  double pull = MIN (distance * .45, MAX_PULL);
  g_autoptr (GArray) corners = NULL;
  gboolean free;

  add_cubic (points, a->at, move (a->at, get_normal (a->side), pull),
             move (b->at, get_normal (b->side), pull), b->at, CURVE_PIECES);
  if (is_free (self, (const RedanScenePoint *) (gpointer) points->data, points->len, route))
    return TRUE;
  corners = g_array_new (FALSE, FALSE, sizeof (RedanScenePoint));
  free = find_steps (self, route, a, b, corners);
  if (free)
    round_corners (corners, points);
  return free;
}

/* Catmull and Rom through the bends, as short pieces. */
static void
curve_through (const RedanRoute *route, const End *a, const End *b, GArray *points)
{
  g_autoptr (GArray) knots = g_array_new (FALSE, FALSE, sizeof (RedanScenePoint));
  const RedanScenePoint *p;

  add_point (knots, a->at);
  for (guint i = 0; i < route->n_bends; i++)
    add_point (knots, route->bends[i]);
  add_point (knots, b->at);
  p = (const RedanScenePoint *) (gpointer) knots->data;
  for (guint i = 0; i + 1 < knots->len; i++)
    {
      RedanScenePoint before = p[i > 0 ? i - 1 : 0];
      RedanScenePoint after = p[i + 2 < knots->len ? i + 2 : knots->len - 1];
      RedanScenePoint first = { p[i].x + (p[i + 1].x - before.x) / 6,
                                p[i].y + (p[i + 1].y - before.y) / 6 };
      RedanScenePoint second = { p[i + 1].x - (after.x - p[i].x) / 6,
                                 p[i + 1].y - (after.y - p[i].y) / 6 };

      add_cubic (points, p[i], first, second, p[i + 1], SPAN_PIECES);
    }
}

static gboolean
is_known (const RedanRoute *route, const End *a, const End *b)
{
  if (route->known == NULL || route->n_known < 2)
    return FALSE;

  RedanScenePoint first = route->known[0];
  RedanScenePoint last = route->known[route->n_known - 1];

  return hypot (first.x - a->at.x, first.y - a->at.y) < .01 &&
         hypot (last.x - b->at.x, last.y - b->at.y) < .01;
}

static void
route_one (Router *self, guint number, RedanRouting routing, GArray *points)
{
  RedanRoute *route = &self->routes[number];
  const End *a = &self->ends[2 * number];
  const End *b = &self->ends[2 * number + 1];
  gboolean curved = routing == REDAN_ROUTING_CURVED;

  g_array_set_size (points, 0);
  if (route->n_bends > 0 && curved)
    curve_through (route, a, b, points);
  else if (route->n_bends > 0)
    step_through (route, a, b, points);
  else
    route->is_behind =
        curved ? !find_curve (self, route, a, b, points) : !find_steps (self, route, a, b, points);
  /* Two ends at the same spot: a way of no length. */
  if (points->len == 1)
    g_array_append_val (points, b->at);
  route->points = g_memdup2 (points->data, points->len * sizeof (RedanScenePoint));
  route->n_points = points->len;
}

void
redan_route_with_ports (const RedanRouteBox *boxes,
                        const RedanGrid *grid,
                        const RedanRouteOptions *options,
                        RedanRoute *routes,
                        guint n_routes)
{
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GArray) points = g_array_new (FALSE, FALSE, sizeof (RedanScenePoint));
  g_autofree End *ends = g_new0 (End, 2 * (gsize) n_routes + 1);
  Router self = { boxes, grid, routes, ends, found, 0 };

  place_ports (&self, n_routes);
  for (guint i = 0; i < n_routes; i++)
    {
      if (!redan_route_uses_ports (&routes[i]) || routes[i].is_context)
        continue;
      align (&self, i);
      routes[i].is_kept = is_known (&routes[i], &ends[2 * i], &ends[2 * i + 1]);
      if (!routes[i].is_kept)
        route_one (&self, i, options->routing, points);
    }
}
