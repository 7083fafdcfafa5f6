/* SPDX-License-Identifier: Apache-2.0 */
/* Marks that a study puts on the diagram: the steps of an attack, what falls with an element, what
 * every attack passes. Their shapes differ as well as their colours. */

#include "ui/window/marks.h"

#include <math.h>
#include <pango/pangocairo.h>

#include "ui/window/canvas-overlay.h"

/** On the screen. */
#define GAP 5.0
#define RADIUS 7.0
#define DISC 10.0
#define DISC_GAP 4.0 /* between the discs of steps at the same object */
#define DIAMOND 8.0
#define SQUARE 7.0

static void
set_colour (RedanMarkKind kind, double alpha, cairo_t *cr)
{
  switch (kind)
    {
    case REDAN_MARK_FALLS:
    case REDAN_MARK_ORIGIN:
      cairo_set_source_rgba (cr, 0.57, 0.25, 0.67, alpha);
      break;
    case REDAN_MARK_CHOKE:
      cairo_set_source_rgba (cr, 0.10, 0.37, 0.71, alpha);
      break;
    case REDAN_MARK_CUT:
      cairo_set_source_rgba (cr, 0.12, 0.48, 0.30, alpha);
      break;
    default:
      cairo_set_source_rgba (cr, 0.75, 0.11, 0.16, alpha);
    }
}

static double
get_width (const RedanMark *mark)
{
  switch (mark->kind)
    {
    case REDAN_MARK_CURRENT:
      return 5;
    case REDAN_MARK_PASSED:
      return 1.5 + 4.5 * CLAMP (mark->weight, 0, 1);
    case REDAN_MARK_FALLS:
      return 2;
    default:
      return 3;
    }
}

/** The middle of a line, measured along it. */
static RedanScenePoint
find_middle (const RedanSceneLine *line)
{
  double length = 0;
  double walked = 0;

  for (guint i = 0; i + 1 < line->n_points; i++)
    length += hypot (line->points[i + 1].x - line->points[i].x,
                     line->points[i + 1].y - line->points[i].y);
  for (guint i = 0; i + 1 < line->n_points; i++)
    {
      const RedanScenePoint a = line->points[i];
      const RedanScenePoint b = line->points[i + 1];
      const double part = hypot (b.x - a.x, b.y - a.y);

      if (part > 0 && walked + part >= length / 2)
        {
          const double share = (length / 2 - walked) / part;

          return (RedanScenePoint){ a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share };
        }
      walked += part;
    }
  return line->points[0];
}

static void
draw_line (const RedanSceneLine *line, const RedanMark *mark, double zoom, cairo_t *cr)
{
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  redan_overlay_add_line (line, cr);
  cairo_set_source_rgba (cr, 1, 1, 1, 0.7);
  cairo_set_line_width (cr, (get_width (mark) + 3) / zoom);
  cairo_stroke_preserve (cr);
  set_colour (mark->kind, mark->kind == REDAN_MARK_PASSED ? 0.75 : 0.9, cr);
  cairo_set_line_width (cr, get_width (mark) / zoom);
  cairo_stroke (cr);
}

static void
draw_frame (const RedanSceneRect *box, const RedanMark *mark, double zoom, cairo_t *cr)
{
  const double dashes[2] = { 6 / zoom, 4 / zoom };
  const double radius = MIN (RADIUS / zoom, MIN (box->width, box->height) / 2);

  redan_overlay_add_frame (box, GAP / zoom, radius, cr);
  if (mark->kind == REDAN_MARK_FALLS || mark->kind == REDAN_MARK_CURRENT)
    {
      set_colour (mark->kind, 0.14, cr);
      cairo_fill_preserve (cr);
    }
  if (mark->kind == REDAN_MARK_FALLS)
    cairo_set_dash (cr, dashes, 2, 0);
  set_colour (mark->kind, mark->kind == REDAN_MARK_PASSED ? 0.75 : 0.95, cr);
  cairo_set_line_width (cr, get_width (mark) / zoom);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
  if (mark->kind != REDAN_MARK_ORIGIN)
    return;
  redan_overlay_add_frame (box, 2 * GAP / zoom, radius, cr);
  cairo_stroke (cr);
}

static void
draw_number (const RedanMark *mark, RedanScenePoint at, double zoom, cairo_t *cr)
{
  PangoLayout *layout;
  PangoFontDescription *font = pango_font_description_from_string ("Cantarell, Sans Bold 9");
  char text[16];
  int width;
  int height;

  g_snprintf (text, sizeof text, "%u", mark->number);
  cairo_save (cr);
  cairo_translate (cr, at.x, at.y);
  cairo_scale (cr, 1 / zoom, 1 / zoom);
  cairo_new_sub_path (cr);
  cairo_arc (cr, 0, 0, DISC, 0, 2 * G_PI);
  if (mark->kind == REDAN_MARK_CURRENT)
    set_colour (mark->kind, 1, cr);
  else
    cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_fill_preserve (cr);
  set_colour (mark->kind, 1, cr);
  cairo_set_line_width (cr, 2);
  cairo_stroke (cr);
  layout = pango_cairo_create_layout (cr);
  pango_layout_set_font_description (layout, font);
  pango_layout_set_text (layout, text, -1);
  pango_layout_get_pixel_size (layout, &width, &height);
  if (mark->kind == REDAN_MARK_CURRENT)
    cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_move_to (cr, -width / 2.0, -height / 2.0);
  pango_cairo_show_layout (cr, layout);
  cairo_restore (cr);
  pango_font_description_free (font);
  g_object_unref (layout);
}

static void
draw_diamond (RedanScenePoint at, double zoom, cairo_t *cr)
{
  const double size = DIAMOND / zoom;

  cairo_move_to (cr, at.x, at.y - size);
  cairo_line_to (cr, at.x + size, at.y);
  cairo_line_to (cr, at.x, at.y + size);
  cairo_line_to (cr, at.x - size, at.y);
  cairo_close_path (cr);
  set_colour (REDAN_MARK_CHOKE, 1, cr);
  cairo_fill_preserve (cr);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_set_line_width (cr, 1.5 / zoom);
  cairo_stroke (cr);
}

/** As the sign that bars a road. */
static void
draw_bar (RedanScenePoint at, double zoom, cairo_t *cr)
{
  const double size = SQUARE / zoom;
  const double bar = 1.5 / zoom;

  cairo_rectangle (cr, at.x - size, at.y - size, 2 * size, 2 * size);
  set_colour (REDAN_MARK_CUT, 1, cr);
  cairo_fill_preserve (cr);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_set_line_width (cr, 1.5 / zoom);
  cairo_stroke (cr);
  cairo_rectangle (cr, at.x - size * 0.6, at.y - bar, size * 1.2, 2 * bar);
  cairo_fill (cr);
}

/** Whether a mark is a sign beside the object and no frame around it. */
static gboolean
is_sign (RedanMarkKind kind)
{
  return kind == REDAN_MARK_CHOKE || kind == REDAN_MARK_CUT;
}

/** How many of the marks before this one stand at the same object and have a number or shape of
 * their own: they are drawn side by side. */
static guint
count_before (const GArray *marks, guint index)
{
  const RedanMark *mark = &g_array_index (marks, RedanMark, index);
  guint n = 0;

  for (guint i = 0; i < index; i++)
    {
      const RedanMark *other = &g_array_index (marks, RedanMark, i);

      n += redan_id_equal (&other->id, &mark->id) && (other->number > 0 || is_sign (other->kind));
    }
  return n;
}

static void
draw_sign (const RedanScene *scene, const GArray *marks, guint index, double zoom, cairo_t *cr)
{
  const RedanMark *mark = &g_array_index (marks, RedanMark, index);
  const double shift = count_before (marks, index) * (2 * DISC + DISC_GAP) / zoom;
  const RedanSceneLine *line;
  RedanSceneRect extent;
  RedanScenePoint at;

  if ((mark->number == 0 && !is_sign (mark->kind)) ||
      !redan_overlay_find (scene, &mark->id, &extent, &line))
    return;
  if (line != NULL)
    at = find_middle (line);
  else
    at = (RedanScenePoint){ extent.x, extent.y - GAP / zoom };
  at.x += shift;
  if (mark->kind == REDAN_MARK_CHOKE)
    draw_diamond (at, zoom, cr);
  else if (mark->kind == REDAN_MARK_CUT)
    draw_bar (at, zoom, cr);
  else
    draw_number (mark, at, zoom, cr);
}

void
redan_mark_draw_sample (RedanMarkKind kind, double size, cairo_t *cr)
{
  const RedanScenePoint middle = { size / 2, size / 2 };
  const RedanMark mark = { .kind = kind, .number = 1, .weight = 0.5 };

  if (kind == REDAN_MARK_CHOKE)
    draw_diamond (middle, 1, cr);
  else if (kind == REDAN_MARK_CUT)
    draw_bar (middle, 1, cr);
  else if (kind == REDAN_MARK_PASSED)
    {
      set_colour (kind, 0.75, cr);
      cairo_set_line_width (cr, get_width (&mark));
      cairo_rectangle (cr, 3, 4, size - 6, size - 8);
      cairo_stroke (cr);
    }
  else
    draw_number (&mark, middle, 1, cr);
}

void
redan_marks_draw (const RedanScene *scene, const GArray *marks, double zoom, cairo_t *cr)
{
  for (guint i = 0; i < marks->len; i++)
    {
      const RedanMark *mark = &g_array_index (marks, RedanMark, i);
      const RedanSceneLine *line;
      RedanSceneRect extent;

      if (is_sign (mark->kind) || !redan_overlay_find (scene, &mark->id, &extent, &line))
        continue;
      if (line != NULL)
        draw_line (line, mark, zoom, cr);
      else
        draw_frame (&extent, mark, zoom, cr);
    }
  /* Numbers above all frames. */
  for (guint i = 0; i < marks->len; i++)
    draw_sign (scene, marks, i, zoom, cr);
}
