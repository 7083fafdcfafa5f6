/* SPDX-License-Identifier: Apache-2.0 */
/* What lies under a point of a scene. */

#include <math.h>

#include "ui/diagram/grid.h"
#include "ui/diagram/scene.h"

#define CURVE_PIECES 8
#define CURVE_REACH 20.0

static gboolean
contains (const RedanSceneRect *rect, double x, double y)
{
  return rect->width > 0 && x >= rect->x && x <= rect->x + rect->width && y >= rect->y &&
         y <= rect->y + rect->height;
}

static double
distance_to_segment (RedanScenePoint a, RedanScenePoint b, double x, double y)
{
  double dx = b.x - a.x;
  double dy = b.y - a.y;
  double square = dx * dx + dy * dy;
  double t = square > 0 ? CLAMP (((x - a.x) * dx + (y - a.y) * dy) / square, 0, 1) : 0;

  return hypot (a.x + t * dx - x, a.y + t * dy - y);
}

/* The curve that the painter draws from one point to the next, as short straight pieces. */
static double
distance_to_curve (const RedanSceneLine *line, guint i, double x, double y)
{
  const RedanScenePoint *points = line->points;
  RedanScenePoint before = points[i > 0 ? i - 1 : 0];
  RedanScenePoint a = points[i];
  RedanScenePoint b = points[i + 1];
  RedanScenePoint after = points[i + 2 < line->n_points ? i + 2 : line->n_points - 1];
  RedanScenePoint first = { a.x + (b.x - before.x) / 6, a.y + (b.y - before.y) / 6 };
  RedanScenePoint second = { b.x - (after.x - a.x) / 6, b.y - (after.y - a.y) / 6 };
  RedanScenePoint last = a;
  double least = INFINITY;

  for (guint k = 1; k <= CURVE_PIECES; k++)
    {
      double t = (double) k / CURVE_PIECES;
      double s = 1 - t;
      RedanScenePoint p = {
        s * s * s * a.x + 3 * s * s * t * first.x + 3 * s * t * t * second.x + t * t * t * b.x,
        s * s * s * a.y + 3 * s * s * t * first.y + 3 * s * t * t * second.y + t * t * t * b.y
      };

      least = MIN (least, distance_to_segment (last, p, x, y));
      last = p;
    }
  return least;
}

static double
distance_to_line (const RedanSceneLine *line, double x, double y)
{
  double least = INFINITY;

  for (guint i = 0; i + 1 < line->n_points; i++)
    least = MIN (least, line->curved
                            ? distance_to_curve (line, i, x, y)
                            : distance_to_segment (line->points[i], line->points[i + 1], x, y));
  return least;
}

static RedanHit
get_box_kind (const RedanSceneBox *box)
{
  switch (box->section)
    {
    case REDAN_SECTION_BOUNDARY:
      return REDAN_HIT_BOUNDARY;
    case REDAN_SECTION_NOTE:
      return REDAN_HIT_NOTE;
    default:
      return REDAN_HIT_ELEMENT;
    }
}

static RedanHit
get_line_kind (const RedanSceneLine *line)
{
  return line->section == REDAN_SECTION_FLOW ? REDAN_HIT_FLOW : REDAN_HIT_BOUNDARY;
}

static gboolean
is_near_border (const RedanSceneRect *rect, double x, double y, double tolerance)
{
  RedanSceneRect inner = redan_rect_grow (rect, -tolerance);
  RedanSceneRect outer = redan_rect_grow (rect, tolerance);

  return contains (&outer, x, y) && !contains (&inner, x, y);
}

/* Labels of lines and titles of boundaries lie on top of everything. */
static RedanHit
hit_label (const RedanScene *self, const GArray *found, double x, double y, RedanId *id_out)
{
  for (guint i = found->len; i-- > 0;)
    {
      guint item = g_array_index (found, guint, i);

      if (item >= self->n_boxes)
        {
          const RedanSceneLine *line = &self->lines[item - self->n_boxes];

          if (!contains (&line->label, x, y))
            continue;
          *id_out = line->id;
          return get_line_kind (line);
        }
      if (!contains (&self->boxes[item].label, x, y) ||
          (self->boxes[item].section != REDAN_SECTION_BOUNDARY && !self->boxes[item].has_leader))
        continue;
      *id_out = self->boxes[item].id;
      return get_box_kind (&self->boxes[item]);
    }
  return REDAN_HIT_NOTHING;
}

static RedanHit
hit_element (const RedanScene *self, const GArray *found, double x, double y, RedanId *id_out)
{
  for (guint i = found->len; i-- > 0;)
    {
      guint item = g_array_index (found, guint, i);

      if (item >= self->n_boxes || self->boxes[item].section == REDAN_SECTION_BOUNDARY ||
          !contains (&self->boxes[item].box, x, y))
        continue;
      *id_out = self->boxes[item].id;
      return get_box_kind (&self->boxes[item]);
    }
  return REDAN_HIT_NOTHING;
}

static RedanHit
hit_line (const RedanScene *self,
          const GArray *found,
          double x,
          double y,
          double tolerance,
          RedanId *id_out)
{
  double best = tolerance;
  RedanHit hit = REDAN_HIT_NOTHING;

  for (guint i = found->len; i-- > 0;)
    {
      guint item = g_array_index (found, guint, i);

      if (item < self->n_boxes)
        break;

      const RedanSceneLine *line = &self->lines[item - self->n_boxes];
      double distance = distance_to_line (line, x, y);

      if (distance > best || (distance == best && hit != REDAN_HIT_NOTHING))
        continue;
      best = distance;
      *id_out = line->id;
      hit = get_line_kind (line);
    }
  return hit;
}

static RedanHit
hit_boundary (const RedanScene *self,
              const GArray *found,
              double x,
              double y,
              double tolerance,
              RedanId *id_out)
{
  const RedanSceneBox *inside = NULL;

  for (guint i = found->len; i-- > 0;)
    {
      guint item = g_array_index (found, guint, i);
      const RedanSceneBox *box = item < self->n_boxes ? &self->boxes[item] : NULL;

      if (box == NULL || box->section != REDAN_SECTION_BOUNDARY)
        continue;
      if (is_near_border (&box->box, x, y, tolerance))
        {
          *id_out = box->id;
          return REDAN_HIT_BOUNDARY;
        }
      if (inside == NULL && contains (&box->box, x, y))
        inside = box;
    }
  if (inside == NULL)
    return REDAN_HIT_NOTHING;
  *id_out = inside->id;
  return REDAN_HIT_BOUNDARY;
}

RedanHit
redan_scene_hit (const RedanScene *self, double x, double y, double tolerance, RedanId *id_out)
{
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (guint));
  /* The grid knows of a curve only the straight ways between its points. */
  double reach = tolerance + CURVE_REACH;
  RedanSceneRect spot = { x - reach, y - reach, 2 * reach, 2 * reach };
  RedanHit hit;

  redan_grid_query (self->grid, &spot, found);
  hit = hit_label (self, found, x, y, id_out);
  if (hit == REDAN_HIT_NOTHING)
    hit = hit_element (self, found, x, y, id_out);
  if (hit == REDAN_HIT_NOTHING)
    hit = hit_line (self, found, x, y, tolerance, id_out);
  if (hit == REDAN_HIT_NOTHING)
    hit = hit_boundary (self, found, x, y, tolerance, id_out);
  return hit;
}
