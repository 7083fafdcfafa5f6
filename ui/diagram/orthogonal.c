/* SPDX-License-Identifier: Apache-2.0 */
/* The cheapest way along the axes around boxes: a search on the lines beside them. */

#include <math.h>
#include <string.h>

#include "ui/diagram/detour.h"
#include "ui/diagram/grid.h"
#include "ui/diagram/route-ports.h"

#define MAX_BOXES 20
#define MAX_LINES (2 * MAX_BOXES + 4)
#define MAX_STATES (2 * MAX_LINES * MAX_LINES)
#define REACH 96.0  /* boxes this far outside of the straight rectangle are looked at */
#define MARGIN 13.0 /* lines keep this far from boxes */
#define TURN_COST 40.0

/* A state is a crossing of two lines and the axis on which the way came there. */
typedef struct
{
  RedanSceneRect rects[MAX_BOXES];
  guint n_rects;
  double xs[MAX_LINES];
  double ys[MAX_LINES];
  guint n_xs;
  guint n_ys;
  double cost[MAX_STATES];
  guint before[MAX_STATES];
  guint8 done[MAX_STATES];
  guint heap[4 * MAX_STATES];
  double keys[4 * MAX_STATES];
  guint n_heap;
} Search;

static void
collect_boxes (Search *self,
               const RedanRouteBox *boxes,
               const RedanGrid *grid,
               RedanScenePoint from,
               RedanScenePoint to)
{
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (guint));
  RedanSceneRect area = { MIN (from.x, to.x), MIN (from.y, to.y), fabs (from.x - to.x),
                          fabs (from.y - to.y) };

  area = redan_rect_grow (&area, REACH);
  redan_grid_query (grid, &area, found);
  for (guint i = 0; i < found->len && self->n_rects < MAX_BOXES; i++)
    {
      const RedanSceneRect *rect = &boxes[g_array_index (found, guint, i)].rect;

      if (redan_rects_meet (rect, &area))
        self->rects[self->n_rects++] = redan_rect_grow (rect, REDAN_DETOUR_CLEARANCE);
    }
}

static void
add_line (double *lines, guint *n, double at)
{
  guint i = *n;

  for (guint k = 0; k < *n; k++)
    if (fabs (lines[k] - at) < .5)
      return;
  for (; i > 0 && lines[i - 1] > at; i--)
    lines[i] = lines[i - 1];
  lines[i] = at;
  (*n)++;
}

static guint
find_line (const double *lines, guint n, double at)
{
  guint best = 0;

  for (guint i = 1; i < n; i++)
    if (fabs (lines[i] - at) < fabs (lines[best] - at))
      best = i;
  return best;
}

static void
collect_lines (Search *self, RedanScenePoint from, RedanScenePoint to)
{
  double margin = MARGIN - REDAN_DETOUR_CLEARANCE;

  add_line (self->xs, &self->n_xs, from.x);
  add_line (self->ys, &self->n_ys, from.y);
  add_line (self->xs, &self->n_xs, to.x);
  add_line (self->ys, &self->n_ys, to.y);
  for (guint i = 0; i < self->n_rects; i++)
    {
      const RedanSceneRect *rect = &self->rects[i];

      add_line (self->xs, &self->n_xs, rect->x - margin);
      add_line (self->xs, &self->n_xs, rect->x + rect->width + margin);
      add_line (self->ys, &self->n_ys, rect->y - margin);
      add_line (self->ys, &self->n_ys, rect->y + rect->height + margin);
    }
}

static void
push (Search *self, guint state, double key)
{
  guint at = self->n_heap;

  if (self->n_heap == G_N_ELEMENTS (self->heap))
    return;
  self->n_heap++;
  for (; at > 0 && self->keys[(at - 1) / 2] > key; at = (at - 1) / 2)
    {
      self->heap[at] = self->heap[(at - 1) / 2];
      self->keys[at] = self->keys[(at - 1) / 2];
    }
  self->heap[at] = state;
  self->keys[at] = key;
}

static guint
pop (Search *self)
{
  guint top = self->heap[0];
  guint last = self->heap[--self->n_heap];
  double key = self->keys[self->n_heap];
  guint at = 0;

  for (;;)
    {
      guint child = 2 * at + 1;

      if (child >= self->n_heap)
        break;
      if (child + 1 < self->n_heap && self->keys[child + 1] < self->keys[child])
        child++;
      if (self->keys[child] >= key)
        break;
      self->heap[at] = self->heap[child];
      self->keys[at] = self->keys[child];
      at = child;
    }
  self->heap[at] = last;
  self->keys[at] = key;
  return top;
}

static gboolean
is_free (const Search *self, RedanScenePoint a, RedanScenePoint b)
{
  for (guint i = 0; i < self->n_rects; i++)
    if (redan_rect_meets_segment (&self->rects[i], a, b))
      return FALSE;
  return TRUE;
}

static RedanScenePoint
get_point (const Search *self, guint state)
{
  return (RedanScenePoint){ self->xs[state / 2 % self->n_xs], self->ys[state / 2 / self->n_xs] };
}

static void
visit (Search *self, guint state, guint x, guint y, guint axis, RedanScenePoint to)
{
  guint next = 2 * (y * self->n_xs + x) + axis;
  RedanScenePoint a = get_point (self, state);
  RedanScenePoint b = get_point (self, next);
  double cost =
      self->cost[state] + fabs (a.x - b.x) + fabs (a.y - b.y) + (state % 2 != axis ? TURN_COST : 0);

  if (self->done[next] || cost >= self->cost[next] || !is_free (self, a, b))
    return;
  self->cost[next] = cost;
  self->before[next] = state;
  push (self, next, cost + fabs (b.x - to.x) + fabs (b.y - to.y));
}

/* Returns: the state that reached the end, or G_MAXUINT */
static guint
search (Search *self, RedanScenePoint from, RedanScenePoint to)
{
  guint start = find_line (self->ys, self->n_ys, from.y) * self->n_xs +
                find_line (self->xs, self->n_xs, from.x);
  guint end =
      find_line (self->ys, self->n_ys, to.y) * self->n_xs + find_line (self->xs, self->n_xs, to.x);

  for (guint i = 0; i < 2 * self->n_xs * self->n_ys; i++)
    self->cost[i] = INFINITY;
  for (guint axis = 0; axis < 2; axis++)
    {
      self->cost[2 * start + axis] = 0;
      self->before[2 * start + axis] = G_MAXUINT;
      push (self, 2 * start + axis, 0);
    }
  while (self->n_heap > 0)
    {
      guint state = pop (self);
      guint x = state / 2 % self->n_xs;
      guint y = state / 2 / self->n_xs;

      if (self->done[state])
        continue;
      if (state / 2 == end)
        return state;
      self->done[state] = TRUE;
      if (x > 0)
        visit (self, state, x - 1, y, 0, to);
      if (x + 1 < self->n_xs)
        visit (self, state, x + 1, y, 0, to);
      if (y > 0)
        visit (self, state, x, y - 1, 1, to);
      if (y + 1 < self->n_ys)
        visit (self, state, x, y + 1, 1, to);
    }
  return G_MAXUINT;
}

RedanScenePoint *
redan_orthogonal_find (const RedanRouteBox *boxes,
                       const RedanGrid *grid,
                       RedanScenePoint from,
                       RedanScenePoint to,
                       guint *n_out)
{
  g_autofree Search *self = g_new (Search, 1);
  RedanScenePoint *points;
  guint state, n = 0;

  self->n_rects = self->n_xs = self->n_ys = self->n_heap = 0;
  memset (self->done, 0, sizeof self->done);
  collect_boxes (self, boxes, grid, from, to);
  collect_lines (self, from, to);
  state = search (self, from, to);
  if (state == G_MAXUINT)
    return NULL;
  for (guint at = state; at != G_MAXUINT; at = self->before[at])
    n++;
  points = g_new (RedanScenePoint, n);
  *n_out = n;
  for (guint at = state; at != G_MAXUINT; at = self->before[at])
    points[--n] = get_point (self, at);
  points[0] = from;
  points[*n_out - 1] = to;
  return points;
}
