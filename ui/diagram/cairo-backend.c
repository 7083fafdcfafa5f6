/* SPDX-License-Identifier: Apache-2.0 */
/* Draws diagrams with cairo and Pango: screen, PDF and PNG. */

#include "ui/diagram/icons-private.h"
#include "ui/diagram/text.h"

/** Lines that are thinner than a pixel: how pale they get, and among how many nobody follows one.
 */
#define LEAST_PALENESS 0.4
#define CROWD 5000

typedef struct
{
  RedanPainter painter;
  cairo_t *cr;
  gboolean plain;   /* at the least detail lines are not smoothed, which is much faster */
  gboolean crowded; /* and wider ones would take half as long again */
} CairoPainter;

static void
set_colour (cairo_t *cr, RedanColour colour)
{
  cairo_set_source_rgba (cr, colour.red, colour.green, colour.blue, colour.alpha);
}

/** Prepares a stroke. A line that is not smoothed would fall apart into dots where it is thinner
 * than a pixel: it is one pixel wide then, and paler. */
static void
set_stroke (CairoPainter *self, const RedanStyle *style)
{
  RedanColour colour = style->stroke;
  double width = style->width;
  double pixel = 1;
  double height = 1;

  cairo_device_to_user_distance (self->cr, &pixel, &height);
  if (self->plain && !self->crowded && pixel > width)
    {
      colour.alpha *= MAX (width / pixel, LEAST_PALENESS);
      width = pixel;
    }
  set_colour (self->cr, colour);
  cairo_set_line_width (self->cr, width);
}

static void
finish_path (CairoPainter *self, const RedanStyle *style)
{
  static const double dashes[][2] = {
    [REDAN_DASH_NONE] = { 1, 0 },
    [REDAN_DASH_LONG] = { 6, 4 },
    [REDAN_DASH_DOTS] = { 2, 3 },
  };
  cairo_t *cr = self->cr;

  if (style->fill.alpha > 0)
    {
      set_colour (cr, style->fill);
      cairo_fill_preserve (cr);
    }
  if (style->stroke.alpha > 0 && style->width > 0)
    {
      set_stroke (self, style);
      cairo_set_dash (cr, dashes[style->dash], style->dash != REDAN_DASH_NONE ? 2 : 0, 0);
      cairo_stroke_preserve (cr);
    }
  cairo_new_path (cr);
}

static void
begin_group (RedanPainter *painter, const RedanId *id, const char *suffix, const char *title)
{
}

static void
end_group (RedanPainter *painter)
{
}

static void
begin_part (RedanPainter *painter, const char *prefix, RedanScenePoint origin)
{
  cairo_t *cr = ((CairoPainter *) painter)->cr;

  cairo_save (cr);
  cairo_translate (cr, origin.x, origin.y);
}

static void
end_part (RedanPainter *painter)
{
  cairo_restore (((CairoPainter *) painter)->cr);
}

static void
draw_rect (RedanPainter *painter,
           const RedanSceneRect *rect,
           double radius,
           const RedanStyle *style)
{
  CairoPainter *self = (CairoPainter *) painter;
  cairo_t *cr = self->cr;
  double right = rect->x + rect->width;
  double bottom = rect->y + rect->height;

  radius = MIN (radius, MIN (rect->width, rect->height) / 2);
  if (radius <= 0)
    {
      cairo_rectangle (cr, rect->x, rect->y, rect->width, rect->height);
    }
  else
    {
      cairo_new_sub_path (cr);
      cairo_arc (cr, right - radius, rect->y + radius, radius, -G_PI / 2, 0);
      cairo_arc (cr, right - radius, bottom - radius, radius, 0, G_PI / 2);
      cairo_arc (cr, rect->x + radius, bottom - radius, radius, G_PI / 2, G_PI);
      cairo_arc (cr, rect->x + radius, rect->y + radius, radius, G_PI, 3 * G_PI / 2);
      cairo_close_path (cr);
    }
  finish_path (self, style);
}

static void
draw_ellipse (
    RedanPainter *painter, RedanScenePoint centre, double rx, double ry, const RedanStyle *style)
{
  CairoPainter *self = (CairoPainter *) painter;

  cairo_save (self->cr);
  cairo_translate (self->cr, centre.x, centre.y);
  cairo_scale (self->cr, rx, ry);
  cairo_new_sub_path (self->cr);
  cairo_arc (self->cr, 0, 0, 1, 0, 2 * G_PI);
  cairo_close_path (self->cr);
  cairo_restore (self->cr);
  finish_path (self, style);
}

static void
draw_path (RedanPainter *painter, const RedanPart *parts, guint n_parts, const RedanStyle *style)
{
  CairoPainter *self = (CairoPainter *) painter;
  cairo_t *cr = self->cr;

  for (guint i = 0; i < n_parts; i++)
    {
      const RedanScenePoint *p = parts[i].points;

      switch (parts[i].kind)
        {
        case REDAN_PART_MOVE:
          cairo_move_to (cr, p[0].x, p[0].y);
          break;
        case REDAN_PART_LINE:
          cairo_line_to (cr, p[0].x, p[0].y);
          break;
        case REDAN_PART_CURVE:
          cairo_curve_to (cr, p[0].x, p[0].y, p[1].x, p[1].y, p[2].x, p[2].y);
          break;
        case REDAN_PART_CLOSE:
          cairo_close_path (cr);
          break;
        default:
          g_assert_not_reached ();
        }
    }
  finish_path (self, style);
}

static void
draw_text (RedanPainter *painter,
           RedanScenePoint at,
           RedanAnchor anchor,
           const char *text,
           double size,
           gboolean bold,
           RedanColour colour)
{
  CairoPainter *self = (CairoPainter *) painter;
  PangoLayout *layout = redan_text_get_layout (size, bold);

  pango_layout_set_text (layout, text, -1);

  PangoLayoutLine *line = pango_layout_get_line_readonly (layout, 0);
  PangoRectangle logical;

  pango_layout_line_get_extents (line, NULL, &logical);
  if (anchor == REDAN_ANCHOR_MIDDLE)
    at.x -= (double) logical.width / PANGO_SCALE / 2;
  set_colour (self->cr, colour);
  cairo_move_to (self->cr, at.x, at.y);
  pango_cairo_show_layout_line (self->cr, line);
  cairo_new_path (self->cr);
}

static CairoPainter
begin_painter (cairo_t *cr, const RedanPaintOptions *options)
{
  CairoPainter self = {
    { begin_group, end_group, begin_part, end_part, draw_rect, draw_ellipse, draw_path, draw_text },
    cr,
    options->detail >= 2,
  };

  cairo_save (cr);
  cairo_new_path (cr);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_BUTT);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  if (self.plain)
    cairo_set_antialias (cr, CAIRO_ANTIALIAS_NONE);
  return self;
}

void
redan_paint_cairo (const RedanScene *scene, cairo_t *cr, const RedanPaintOptions *options)
{
  CairoPainter self = begin_painter (cr, options);

  self.crowded = scene->n_lines > CROWD;
  redan_paint (scene, &self.painter, options);
  cairo_restore (cr);
}

void
redan_cairo_paint (cairo_t *cr, RedanPaintFunc paint, gpointer data)
{
  const RedanPaintOptions options = { 0 };
  CairoPainter self = begin_painter (cr, &options);

  paint (&self.painter, data);
  cairo_restore (cr);
}

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  guint x = *(const guint *) a;
  guint y = *(const guint *) b;

  return (x > y) - (x < y);
}

void
redan_paint_items (const RedanScene *scene,
                   const guint *items,
                   guint n,
                   cairo_t *cr,
                   const RedanPaintOptions *options)
{
  CairoPainter self = begin_painter (cr, options);
  g_autofree guint *sorted = g_memdup2 (items, n * sizeof *items);
  guint kept = 0;

  if (n > 0)
    qsort (sorted, n, sizeof *sorted, compare_numbers);
  for (guint i = 0; i < n; i++)
    if (sorted[i] < scene->n_boxes + scene->n_lines && (i == 0 || sorted[i] != sorted[kept - 1]))
      sorted[kept++] = sorted[i];
  redan_paint_some (scene, sorted, kept, &self.painter, options);
  cairo_restore (cr);
}

void
redan_paint_badges (const RedanScene *scene,
                    const guint *items,
                    guint n,
                    cairo_t *cr,
                    const RedanPaintOptions *options)
{
  CairoPainter self = begin_painter (cr, options);

  redan_paint_some_badges (scene, items, n, &self.painter, options);
  cairo_restore (cr);
}

static void
shift (RedanSceneRect *rect, double x, double y)
{
  rect->x += x;
  rect->y += y;
}

typedef struct
{
  guint number;
  guint move;
} Lifted;

/* The box at its new place; titles keep to their corner, names to the middle. */
static RedanSceneBox
move_box (const RedanSceneBox *box, const RedanSceneRect *to)
{
  RedanSceneBox moved = *box;
  double x = to->x - box->box.x;
  double y = to->y - box->box.y;

  moved.box = *to;
  shift (&moved.icon_place, x, y);
  if (box->section != REDAN_SECTION_BOUNDARY)
    {
      x += (to->width - box->box.width) / 2;
      y += (to->height - box->box.height) / 2;
    }
  shift (&moved.label, x, y);
  return moved;
}

void
redan_paint_moves (const RedanScene *scene,
                   const RedanSceneMove *moves,
                   guint n,
                   const GArray *previews,
                   cairo_t *cr,
                   const RedanPaintOptions *options)
{
  guint n_lines = previews == NULL ? 0 : previews->len;
  g_autofree Lifted *order = g_new (Lifted, n + 1);
  g_autofree RedanSceneBox *boxes = g_new (RedanSceneBox, n + 1);
  g_autofree RedanSceneLine *lines = g_new (RedanSceneLine, n_lines + 1);
  RedanScene lifted = { .boxes = boxes, .lines = lines, .n_lines = n_lines };
  CairoPainter self = begin_painter (cr, options);
  RedanPaintOptions whole = *options;

  whole.clip = NULL;
  whole.left_out = NULL;
  whole.marks = NULL;
  for (guint i = 0; i < n; i++)
    order[i] = (Lifted){ redan_scene_find (scene, &moves[i].id), i };
  if (n > 0)
    qsort (order, n, sizeof *order, compare_numbers);
  for (guint i = 0; i < n && order[i].number < scene->n_boxes; i++)
    boxes[lifted.n_boxes++] = move_box (&scene->boxes[order[i].number], &moves[order[i].move].rect);
  for (guint i = 0; i < n_lines; i++)
    {
      const RedanScenePreview *preview = &g_array_index (previews, RedanScenePreview, i);

      lines[i] = scene->lines[preview->line];
      lines[i].points = preview->points;
      lines[i].n_points = preview->n_points;
      lines[i].lines = NULL;
    }
  redan_paint (&lifted, &self.painter, &whole);
  cairo_restore (cr);
}

void
redan_icon_draw (const RedanIcon *self,
                 cairo_t *cr,
                 double x,
                 double y,
                 double size,
                 double red,
                 double green,
                 double blue,
                 double alpha)
{
  CairoPainter painter = {
    { begin_group, end_group, begin_part, end_part, draw_rect, draw_ellipse, draw_path, draw_text },
    cr,
    FALSE,
  };

  cairo_save (cr);
  cairo_new_path (cr);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  redan_icon_paint (self, &painter.painter, (RedanScenePoint){ x, y }, size,
                    (RedanColour){ red, green, blue, alpha });
  cairo_restore (cr);
}
