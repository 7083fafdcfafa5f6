/* SPDX-License-Identifier: Apache-2.0 */
/* Geometry of "flow crosses" as the Microsoft Threat Modeling Tool decides it: the one place where
 * its drawing is imitated. */

#include "config.h"

#include "analysis/template-crossing.h"

#include "model/geometry.h"

/* 16 agree with 64 in all public files, 8 do not. */
#define SEGMENTS 64

void
redan_template_curve_clear (RedanTemplateCurve *self)
{
  g_clear_pointer (&self->points, g_free);
  self->n = 0;
}

static RedanTmtPoint
to_pixels (RedanPoint point)
{
  return (RedanTmtPoint){ (double) point.x / REDAN_UNITS_PER_PIXEL,
                          (double) point.y / REDAN_UNITS_PER_PIXEL };
}

static void
measure (RedanTemplateCurve *self)
{
  self->least = self->most = self->points[0];
  for (guint i = 1; i < self->n; i++)
    {
      self->least.x = MIN (self->least.x, self->points[i].x);
      self->least.y = MIN (self->least.y, self->points[i].y);
      self->most.x = MAX (self->most.x, self->points[i].x);
      self->most.y = MAX (self->most.y, self->points[i].y);
    }
}

/* A quadratic Bezier curve whose middle is @handle: its control point is 2 handle - (start + end)
 * / 2. That flows are drawn like this and not as chords, and boundaries not as arcs of circles, no
 * public file decides; the boundaries as chords or with the handle as control point are wrong in
 * many. */
static void
draw_curve (RedanTmtPoint start,
            RedanTmtPoint handle,
            RedanTmtPoint end,
            RedanTemplateCurve *curve_out)
{
  RedanTmtPoint control = { 2 * handle.x - (start.x + end.x) / 2,
                            2 * handle.y - (start.y + end.y) / 2 };

  curve_out->n = SEGMENTS + 1;
  curve_out->points = g_new (RedanTmtPoint, SEGMENTS + 1);
  for (guint i = 0; i <= SEGMENTS; i++)
    {
      double t = (double) i / SEGMENTS;
      double u = 1 - t;

      curve_out->points[i].x = u * u * start.x + 2 * t * u * control.x + t * t * end.x;
      curve_out->points[i].y = u * u * start.y + 2 * t * u * control.y + t * t * end.y;
    }
  measure (curve_out);
}

/* A line that was edited here may have other points than the three of the tool. */
static void
draw_points (const RedanTmtPoint *points, guint n, RedanTemplateCurve *curve_out)
{
  if (n == 3)
    {
      draw_curve (points[0], points[1], points[2], curve_out);
      return;
    }
  curve_out->n = n;
  curve_out->points = g_memdup2 (points, n * sizeof *points);
  measure (curve_out);
}

gboolean
redan_template_curve_flow (const RedanModel *model,
                           const RedanObject *flow,
                           const char *diagram,
                           RedanTemplateCurve *curve_out)
{
  guint n = 0;
  g_autofree RedanTmtPoint *points = redan_tmt_line_of_flow (model, flow, diagram, &n);

  *curve_out = (RedanTemplateCurve){ 0 };
  if (points == NULL)
    return FALSE;

  draw_points (points, n, curve_out);
  return TRUE;
}

gboolean
redan_template_curve_boundary (const RedanObject *boundary,
                               const char *diagram,
                               RedanTemplateCurve *curve_out)
{
  guint n = 0;
  g_autofree RedanPoint *route = redan_object_get_route (boundary, diagram, &n);
  g_autofree RedanTmtPoint *points = NULL;
  RedanBox box;

  *curve_out = (RedanTemplateCurve){ 0 };
  if (route != NULL && n >= 2)
    {
      points = g_new (RedanTmtPoint, n);
      for (guint i = 0; i < n; i++)
        points[i] = to_pixels (route[i]);
      draw_points (points, n, curve_out);
      return TRUE;
    }

  if (!redan_object_get_place (boundary, diagram, &box))
    return FALSE;

  /* The outline only: a flow that lies inside crosses nothing. One that enters and leaves crosses,
   * which no public file decides. */
  curve_out->n = 5;
  curve_out->points = g_new (RedanTmtPoint, 5);
  curve_out->points[0] = to_pixels ((RedanPoint){ box.x, box.y });
  curve_out->points[1] = to_pixels ((RedanPoint){ box.x + box.width, box.y });
  curve_out->points[2] = to_pixels ((RedanPoint){ box.x + box.width, box.y + box.height });
  curve_out->points[3] = to_pixels ((RedanPoint){ box.x, box.y + box.height });
  curve_out->points[4] = curve_out->points[0];
  measure (curve_out);
  return TRUE;
}

static double
turn (RedanTmtPoint a, RedanTmtPoint b, RedanTmtPoint c)
{
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

static gboolean
boxes_meet (RedanTmtPoint a, RedanTmtPoint b, RedanTmtPoint c, RedanTmtPoint d)
{
  return MIN (a.x, b.x) <= MAX (c.x, d.x) && MIN (c.x, d.x) <= MAX (a.x, b.x) &&
         MIN (a.y, b.y) <= MAX (c.y, d.y) && MIN (c.y, d.y) <= MAX (a.y, b.y);
}

/* Touching counts, on one straight line, too: then the boxes decide. */
static gboolean
segments_meet (RedanTmtPoint a, RedanTmtPoint b, RedanTmtPoint c, RedanTmtPoint d)
{
  double at_c, at_d, at_a, at_b;

  if (!boxes_meet (a, b, c, d))
    return FALSE;

  at_c = turn (a, b, c);
  at_d = turn (a, b, d);
  at_a = turn (c, d, a);
  at_b = turn (c, d, b);
  return !((at_c > 0 && at_d > 0) || (at_c < 0 && at_d < 0) || (at_a > 0 && at_b > 0) ||
           (at_a < 0 && at_b < 0));
}

gboolean
redan_template_curves_cross (const RedanTemplateCurve *a, const RedanTemplateCurve *b)
{
  if (!boxes_meet (a->least, a->most, b->least, b->most))
    return FALSE;

  for (guint i = 0; i + 1 < a->n; i++)
    {
      if (!boxes_meet (a->points[i], a->points[i + 1], b->least, b->most))
        continue;
      for (guint j = 0; j + 1 < b->n; j++)
        if (segments_meet (a->points[i], a->points[i + 1], b->points[j], b->points[j + 1]))
          return TRUE;
    }
  return FALSE;
}
