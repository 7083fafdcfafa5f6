/* SPDX-License-Identifier: Apache-2.0 */
/* What moves above the tiles of the canvas: the frames of the selection and of the keyboard focus.
 */

#include "ui/window/canvas-overlay.h"

#include <pango/pangocairo.h>

#define RADIUS 6.0
#define NAME_PADDING 8
#define NAME_MARGIN 4
#define MAX_NAME_WIDTH 360

static RedanSceneRect
measure_line (const RedanSceneLine *line)
{
  double left = G_MAXDOUBLE, top = G_MAXDOUBLE, right = -G_MAXDOUBLE, bottom = -G_MAXDOUBLE;

  for (guint i = 0; i < line->n_points; i++)
    {
      left = MIN (left, line->points[i].x);
      right = MAX (right, line->points[i].x);
      top = MIN (top, line->points[i].y);
      bottom = MAX (bottom, line->points[i].y);
    }
  return (RedanSceneRect){ left, top, right - left, bottom - top };
}

gboolean
redan_overlay_find (const RedanScene *scene,
                    const RedanId *id,
                    RedanSceneRect *extent_out,
                    const RedanSceneLine **line_out)
{
  const guint item = redan_scene_find (scene, id);

  *line_out = NULL;
  if (item == REDAN_SCENE_NONE)
    return FALSE;
  if (item < scene->n_boxes)
    {
      *extent_out = scene->boxes[item].box;
      return TRUE;
    }
  *line_out = &scene->lines[item - scene->n_boxes];
  if ((*line_out)->n_points == 0)
    return FALSE;
  *extent_out = measure_line (*line_out);
  return TRUE;
}

void
redan_overlay_set_accent (cairo_t *cr, double alpha)
{
  cairo_set_source_rgba (cr, 0.21, 0.52, 0.89, alpha);
}

/** The same curve as the painter's: Catmull and Rom through all points. */
void
redan_overlay_add_line (const RedanSceneLine *line, cairo_t *cr)
{
  const RedanScenePoint *points = line->points;
  const guint n = line->n_points;

  cairo_move_to (cr, points[0].x, points[0].y);
  for (guint i = 0; i + 1 < n; i++)
    {
      const RedanScenePoint before = points[i > 0 ? i - 1 : 0];
      const RedanScenePoint after = points[i + 2 < n ? i + 2 : n - 1];

      if (line->curved)
        cairo_curve_to (cr, points[i].x + (points[i + 1].x - before.x) / 6,
                        points[i].y + (points[i + 1].y - before.y) / 6,
                        points[i + 1].x - (after.x - points[i].x) / 6,
                        points[i + 1].y - (after.y - points[i].y) / 6, points[i + 1].x,
                        points[i + 1].y);
      else
        cairo_line_to (cr, points[i + 1].x, points[i + 1].y);
    }
}

void
redan_overlay_add_frame (const RedanSceneRect *box, double gap, double radius, cairo_t *cr)
{
  const double left = box->x - gap + radius;
  const double top = box->y - gap + radius;
  const double right = box->x + box->width + gap - radius;
  const double bottom = box->y + box->height + gap - radius;

  cairo_new_sub_path (cr);
  cairo_arc (cr, right, top, radius, -G_PI_2, 0);
  cairo_arc (cr, right, bottom, radius, 0, G_PI_2);
  cairo_arc (cr, left, bottom, radius, G_PI_2, G_PI);
  cairo_arc (cr, left, top, radius, G_PI, 3 * G_PI_2);
  cairo_close_path (cr);
}

static void
draw_line_selection (const RedanSceneLine *line, double zoom, cairo_t *cr)
{
  redan_overlay_set_accent (cr, 0.45);
  cairo_set_line_width (cr, 9 / zoom);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  redan_overlay_add_line (line, cr);
  cairo_stroke (cr);
  if (line->label.width <= 0)
    return;
  cairo_set_line_width (cr, 2 / zoom);
  redan_overlay_add_frame (&line->label, 2, MIN (RADIUS / zoom, line->label.height / 2), cr);
  cairo_stroke (cr);
}

void
redan_overlay_draw_selection (const RedanScene *scene, const RedanId *id, double zoom, cairo_t *cr)
{
  const RedanSceneLine *line;
  RedanSceneRect extent;

  if (!redan_overlay_find (scene, id, &extent, &line))
    return;
  if (line != NULL)
    {
      draw_line_selection (line, zoom, cr);
      return;
    }
  redan_overlay_set_accent (cr, 0.9);
  cairo_set_line_width (cr, 3 / zoom);
  redan_overlay_add_frame (&extent, 4 / zoom, RADIUS / zoom, cr);
  cairo_stroke (cr);
}

void
redan_overlay_draw_name (const RedanScene *scene,
                         const RedanId *id,
                         const char *name,
                         const RedanSceneRect *view,
                         double zoom,
                         cairo_t *cr)
{
  const RedanSceneLine *line;
  RedanSceneRect extent;
  PangoLayout *layout = NULL;
  PangoFontDescription *font = NULL;
  double left, right, x;
  int width, height, room;

  if (zoom >= REDAN_READABLE_ZOOM || !redan_overlay_find (scene, id, &extent, &line))
    return;
  cairo_save (cr);
  cairo_translate (cr, extent.x + extent.width / 2, extent.y + extent.height);
  cairo_scale (cr, 1 / zoom, 1 / zoom);
  layout = pango_cairo_create_layout (cr);
  font = pango_font_description_from_string ("Cantarell, Sans Bold 10");
  pango_layout_set_font_description (layout, font);
  pango_layout_set_text (layout, name, -1);
  left = (view->x - extent.x - extent.width / 2) * zoom;
  right = left + view->width * zoom;
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_get_pixel_size (layout, &width, &height);
  room = MAX (1, (int) (right - left) - 2 * (NAME_PADDING + NAME_MARGIN));
  if (width > MIN (room, MAX_NAME_WIDTH))
    {
      pango_layout_set_width (layout, MIN (room, MAX_NAME_WIDTH) * PANGO_SCALE);
      pango_layout_get_pixel_size (layout, &width, &height);
    }
  x = -width / 2.0;
  /* All of it is seen while its element is at the edge. */
  if (left < 0 && right > 0)
    x = CLAMP (x, left + NAME_PADDING + NAME_MARGIN,
               MAX (left + NAME_PADDING + NAME_MARGIN, right - width - NAME_PADDING - NAME_MARGIN));
  redan_overlay_add_frame (
      &(RedanSceneRect){ x - NAME_PADDING, 8, width + 2 * NAME_PADDING, height + 4 }, 0, RADIUS,
      cr);
  redan_overlay_set_accent (cr, 1);
  cairo_fill (cr);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_move_to (cr, x, 10);
  pango_cairo_show_layout (cr, layout);
  pango_font_description_free (font);
  g_object_unref (layout);
  cairo_restore (cr);
}

void
redan_overlay_draw_focus (const RedanSceneRect *box, double zoom, cairo_t *cr)
{
  const double dash = 4 / zoom;

  redan_overlay_set_accent (cr, 1);
  cairo_set_line_width (cr, 2 / zoom);
  cairo_set_dash (cr, &dash, 1, 0);
  redan_overlay_add_frame (box, 8 / zoom, RADIUS / zoom, cr);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
}
