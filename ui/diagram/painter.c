/* SPDX-License-Identifier: Apache-2.0 */
/* The one painter of diagrams: turns a scene into a few operations, in the order of painting. */

#include "ui/diagram/icons-private.h"

#include <math.h>
#include <string.h>

#include "ui/diagram/grid.h"
#include "ui/diagram/scene-private.h"
#include "ui/diagram/text.h"

#define CORNER_RADIUS 22.0
#define ARROW_LENGTH 9.0
#define ARROW_HALF_WIDTH 4.0
#define BADGE_SIZE 9.5
#define BADGE_HEIGHT 14.0
#define TITLE_GAP 8.0
#define CLIP_MARGIN 20.0
#define SHAPE_DETAIL 2

typedef struct
{
  const RedanScene *scene;
  RedanPainter *painter;
  const RedanPaintOptions *options;
  RedanTheme theme;
  const guint *items; /* %NULL: everything */
  guint n_items;
} Paint;

static RedanStyle
filled (RedanColour colour)
{
  return (RedanStyle){ .fill = colour };
}

static RedanStyle
stroked (RedanColour colour, double width)
{
  return (RedanStyle){ .stroke = colour, .width = width };
}

/* Where nothing is compared everything is as it is. */
static gboolean
get_mark (const Paint *self, guint item, RedanPaintMark *mark_out)
{
  if (self->options->marks == NULL)
    return FALSE;
  *mark_out = (RedanPaintMark) self->options->marks[item];
  return TRUE;
}

static gboolean
get_box_mark (const Paint *self, const RedanSceneBox *box, RedanPaintMark *mark_out)
{
  return get_mark (self, (guint) (box - self->scene->boxes), mark_out);
}

static gboolean
get_line_mark (const Paint *self, const RedanSceneLine *line, RedanPaintMark *mark_out)
{
  return get_mark (self, self->scene->n_boxes + (guint) (line - self->scene->lines), mark_out);
}

static RedanStyle
get_box_style (const Paint *self, const RedanSceneBox *box)
{
  RedanStyle style = redan_theme_box (&self->theme, self->options, box);
  RedanPaintMark mark;

  if (get_box_mark (self, box, &mark))
    redan_theme_mark (self->options, mark, &style);
  return style;
}

static RedanStyle
get_line_style (const Paint *self, const RedanSceneLine *line)
{
  RedanStyle style = redan_theme_line (&self->theme, self->options, line);
  RedanPaintMark mark;

  if (get_line_mark (self, line, &mark))
    redan_theme_mark (self->options, mark, &style);
  return style;
}

/* Pale, yet readable. */
static RedanColour
get_ink (const Paint *self, gboolean marked, RedanPaintMark mark, RedanColour otherwise)
{
  return marked && mark == REDAN_PAINT_UNTOUCHED ? self->theme.muted : otherwise;
}

/* Whether there is a badge; with marks it says them and nothing else. */
static gboolean
get_mark_badge (gboolean marked, RedanPaintMark mark, char text[16])
{
  const char *sign = marked ? redan_theme_get_mark_sign (mark) : NULL;

  if (sign != NULL)
    g_strlcpy (text, sign, 16);
  return sign != NULL;
}

static gboolean
get_box_badge (const Paint *self, const RedanSceneBox *box, char text[16])
{
  RedanPaintMark mark;

  if (get_box_mark (self, box, &mark))
    return get_mark_badge (TRUE, mark, text);
  return redan_theme_box_badge (self->options, box, text);
}

static gboolean
get_line_badge (const Paint *self, const RedanSceneLine *line, char text[16])
{
  RedanPaintMark mark;

  if (get_line_mark (self, line, &mark))
    return get_mark_badge (TRUE, mark, text);
  return redan_theme_line_badge (self->options, line, text);
}

static void
draw_text (const Paint *self,
           RedanScenePoint at,
           RedanAnchor anchor,
           const char *text,
           double size,
           gboolean bold,
           RedanColour colour)
{
  self->painter->text (self->painter, at, anchor, text, size, bold, colour);
}

/* The baseline of a line of text whose box begins at @top. */
static double
get_baseline (double top, double size)
{
  return top + size * (REDAN_TEXT_LINE_HEIGHT / 2 + .35);
}

static void
add_part (
    GArray *parts, RedanPartKind kind, RedanScenePoint a, RedanScenePoint b, RedanScenePoint c)
{
  RedanPart part = { kind, { a, b, c } };

  g_array_append_val (parts, part);
}

static RedanScenePoint
move_towards (RedanScenePoint from, RedanScenePoint to, double distance)
{
  double length = hypot (to.x - from.x, to.y - from.y);

  if (length < 1e-9)
    return from;
  return (RedanScenePoint){ from.x + (to.x - from.x) / length * distance,
                            from.y + (to.y - from.y) / length * distance };
}

/* A polyline whose corners are rounded. */
static void
add_rounded (GArray *parts, const RedanScenePoint *points, guint n)
{
  add_part (parts, REDAN_PART_MOVE, points[0], points[0], points[0]);
  for (guint i = 1; i + 1 < n; i++)
    {
      double before = hypot (points[i].x - points[i - 1].x, points[i].y - points[i - 1].y);
      double after = hypot (points[i + 1].x - points[i].x, points[i + 1].y - points[i].y);
      double radius = MIN (CORNER_RADIUS, MIN (before, after) / 2);
      RedanScenePoint start = move_towards (points[i], points[i - 1], radius);
      RedanScenePoint end = move_towards (points[i], points[i + 1], radius);
      RedanScenePoint first = move_towards (points[i], points[i - 1], radius * .45);
      RedanScenePoint second = move_towards (points[i], points[i + 1], radius * .45);

      add_part (parts, REDAN_PART_LINE, start, start, start);
      add_part (parts, REDAN_PART_CURVE, first, second, end);
    }
  add_part (parts, REDAN_PART_LINE, points[n - 1], points[n - 1], points[n - 1]);
}

/* Catmull and Rom: a curve through all points. */
static void
add_smooth (GArray *parts, const RedanScenePoint *points, guint n)
{
  add_part (parts, REDAN_PART_MOVE, points[0], points[0], points[0]);
  for (guint i = 0; i + 1 < n; i++)
    {
      RedanScenePoint before = points[i > 0 ? i - 1 : 0];
      RedanScenePoint after = points[i + 2 < n ? i + 2 : n - 1];
      RedanScenePoint first = { points[i].x + (points[i + 1].x - before.x) / 6,
                                points[i].y + (points[i + 1].y - before.y) / 6 };
      RedanScenePoint second = { points[i + 1].x - (after.x - points[i].x) / 6,
                                 points[i + 1].y - (after.y - points[i].y) / 6 };

      add_part (parts, REDAN_PART_CURVE, first, second, points[i + 1]);
    }
}

static void
draw_arrow (
    const Paint *self, RedanScenePoint tip, RedanScenePoint from, double width, RedanColour colour)
{
  double scale = 1 + (width - 1.3) / 3;
  RedanScenePoint back = move_towards (tip, from, ARROW_LENGTH * scale);
  double length = hypot (tip.x - back.x, tip.y - back.y);

  if (length < 1e-9)
    return;

  double x = -(tip.y - back.y) / length * ARROW_HALF_WIDTH * scale;
  double y = (tip.x - back.x) / length * ARROW_HALF_WIDTH * scale;
  RedanScenePoint left = { back.x + x, back.y + y };
  RedanScenePoint right = { back.x - x, back.y - y };
  RedanPart parts[] = { { REDAN_PART_MOVE, { tip } },
                        { REDAN_PART_LINE, { left } },
                        { REDAN_PART_LINE, { right } },
                        { REDAN_PART_CLOSE, { tip } } };
  RedanStyle style = filled (colour);

  self->painter->path (self->painter, parts, G_N_ELEMENTS (parts), &style);
}

/* Where the stroke of a flow ends: inside the arrowhead, not at its tip. Dense points within it are
 * dropped; returns how many of the @n points are left. The tip comes first. */
static guint
make_room (RedanScenePoint *points, guint n, int step)
{
  RedanScenePoint tip = points[0];
  guint dropped = 0;

  while (n - dropped > 2 && hypot (points[step * (int) (dropped + 1)].x - tip.x,
                                   points[step * (int) (dropped + 1)].y - tip.y) < ARROW_LENGTH)
    dropped++;
  points[step * (int) dropped] =
      move_towards (tip, points[step * (int) (dropped + 1)], ARROW_LENGTH - 2);
  return n - dropped;
}

static void
draw_line (const Paint *self, const RedanSceneLine *line)
{
  RedanStyle style = get_line_style (self, line);
  g_autofree RedanScenePoint *points = g_memdup2 (line->points, line->n_points * sizeof *points);
  g_autoptr (GArray) parts = g_array_new (FALSE, FALSE, sizeof (RedanPart));
  gboolean flow = line->section == REDAN_SECTION_FLOW;
  RedanScenePoint *first = points;
  guint n = line->n_points;

  self->painter->begin_group (self->painter, &line->id, NULL, line->name);
  if (flow)
    n = make_room (&points[n - 1], n, -1);
  if (flow && line->bidirectional)
    {
      guint left = make_room (points, n, 1);

      first += n - left;
      n = left;
    }
  if (line->curved)
    add_smooth (parts, first, n);
  else
    add_rounded (parts, first, n);
  self->painter->path (self->painter, (const RedanPart *) (gpointer) parts->data, parts->len,
                       &style);
  if (flow)
    draw_arrow (self, line->points[line->n_points - 1], first[n - 1], style.width, style.stroke);
  if (flow && line->bidirectional)
    draw_arrow (self, line->points[0], first[0], style.width, style.stroke);
  self->painter->end_group (self->painter);
}

/* A closed padlock, before the label of an encrypted flow. */
static void
draw_lock (const Paint *self, double x, double middle, RedanColour colour)
{
  RedanSceneRect body = { x, middle - 1, 7, 5.5 };
  RedanPart parts[] = {
    { REDAN_PART_MOVE, { { x + 1.5, middle - 1 } } },
    { REDAN_PART_LINE, { { x + 1.5, middle - 2.5 } } },
    { REDAN_PART_CURVE,
      { { x + 1.5, middle - 5.2 }, { x + 5.5, middle - 5.2 }, { x + 5.5, middle - 2.5 } } },
    { REDAN_PART_LINE, { { x + 5.5, middle - 1 } } },
  };
  RedanStyle bow = stroked (colour, 1.1);
  RedanStyle fill = filled (colour);

  self->painter->path (self->painter, parts, G_N_ELEMENTS (parts), &bow);
  self->painter->rect (self->painter, &body, 1, &fill);
}

static void
draw_leader (const Paint *self, const RedanSceneRect *label, RedanScenePoint to)
{
  RedanScenePoint from = { CLAMP (to.x, label->x, label->x + label->width),
                           CLAMP (to.y, label->y, label->y + label->height) };
  RedanPart parts[] = { { REDAN_PART_MOVE, { from } }, { REDAN_PART_LINE, { to } } };
  RedanStyle style = stroked (self->theme.muted, .8);
  RedanStyle dot = filled (self->theme.muted);

  self->painter->path (self->painter, parts, G_N_ELEMENTS (parts), &style);
  self->painter->ellipse (self->painter, to, 1.8, 1.8, &dot);
}

static void
draw_line_label (const Paint *self, const RedanSceneLine *line)
{
  RedanColour halo = self->theme.background;
  RedanStyle style = filled (halo);
  RedanColour colour = line->out_of_scope ? self->theme.caption : self->theme.text;
  RedanPaintMark mark = REDAN_PAINT_UNTOUCHED;
  const gboolean marked = get_line_mark (self, line, &mark);
  double left = line->label.x + REDAN_LABEL_PADDING;
  double width = line->label.width - 2 * REDAN_LABEL_PADDING;

  if (line->lines == NULL || line->lines[0] == NULL)
    return;
  if (line->section == REDAN_SECTION_BOUNDARY)
    colour = get_line_style (self, line).stroke;
  colour = get_ink (self, marked, mark, colour);
  style.fill.alpha = .94;
  self->painter->begin_group (self->painter, &line->id, "label", line->name);
  if (line->has_leader)
    draw_leader (self, &line->label, line->anchor);
  self->painter->rect (self->painter, &line->label, 3, &style);
  if (line->encrypted)
    {
      draw_lock (self, left, line->label.y + line->label.height / 2,
                 get_ink (self, marked, mark, self->theme.caption));
      left += REDAN_LOCK_WIDTH;
      width -= REDAN_LOCK_WIDTH;
    }
  for (guint i = 0; line->lines[i] != NULL; i++)
    {
      double top = line->label.y + 1 + i * REDAN_FLOW_SIZE * REDAN_TEXT_LINE_HEIGHT;
      RedanScenePoint at = { left + width / 2, get_baseline (top, REDAN_FLOW_SIZE) };

      draw_text (self, at, REDAN_ANCHOR_MIDDLE, line->lines[i], REDAN_FLOW_SIZE, FALSE, colour);
    }
  self->painter->end_group (self->painter);
}

/* Around what changed: a second line, so that it is told from what was added without colour, too.
 */
static void
draw_double_border (const Paint *self, const RedanSceneBox *box, const RedanStyle *style)
{
  const RedanSceneRect outer = redan_rect_grow (&box->box, 4);
  RedanStyle border = stroked (style->stroke, 1);
  RedanPaintMark mark;

  if (get_box_mark (self, box, &mark) && mark == REDAN_PAINT_CHANGED)
    self->painter->rect (self->painter, &outer, redan_scene_box_radius (box) + 3, &border);
}

static void
draw_boundary (const Paint *self, const RedanSceneBox *box)
{
  RedanStyle style = get_box_style (self, box);

  self->painter->begin_group (self->painter, &box->id, NULL, box->name);
  draw_double_border (self, box, &style);
  self->painter->rect (self->painter, &box->box, redan_scene_box_radius (box), &style);
  self->painter->end_group (self->painter);
}

static void
draw_icon (const Paint *self, const RedanSceneBox *box, RedanColour colour)
{
  if (box->icon != NULL)
    redan_icon_paint (box->icon, self->painter,
                      (RedanScenePoint){ box->icon_place.x, box->icon_place.y },
                      box->icon_place.width, colour);
}

/* A pill around @text with its right end at @right, or as far right as it must. */
static void
draw_badge (const Paint *self,
            const char *text,
            double left,
            double right,
            double middle,
            RedanColour colour)
{
  double width = MAX (redan_text_width (text, strlen (text), BADGE_SIZE, TRUE) + 8, BADGE_HEIGHT);
  RedanSceneRect pill = { MAX (right - width, left), middle - BADGE_HEIGHT / 2, width,
                          BADGE_HEIGHT };
  RedanStyle style = { colour, self->theme.background, 1.2, REDAN_DASH_NONE };
  RedanScenePoint at = { pill.x + width / 2, middle + BADGE_SIZE * .35 };

  self->painter->rect (self->painter, &pill, BADGE_HEIGHT / 2, &style);
  draw_text (self, at, REDAN_ANCHOR_MIDDLE, text, BADGE_SIZE, TRUE, self->theme.badge_text);
}

/* On the upper border, at the right. */
static void
draw_box_badge (const Paint *self, const RedanSceneBox *box)
{
  RedanStyle style = get_box_style (self, box);
  char text[16];

  if (get_box_badge (self, box, text))
    draw_badge (self, text, box->box.x, box->box.x + box->box.width - 6, box->box.y, style.stroke);
}

static void
draw_title (const Paint *self, const RedanSceneBox *box)
{
  RedanStyle style = get_box_style (self, box);
  RedanStyle halo = filled (self->theme.background);
  RedanPaintMark mark = REDAN_PAINT_UNTOUCHED;
  const gboolean marked = get_box_mark (self, box, &mark);
  const RedanColour ink = get_ink (self, marked, mark, style.stroke);
  RedanSceneRect rect = redan_rect_grow (&box->label, 2);
  RedanScenePoint at = { box->label.x, get_baseline (box->label.y + 1, box->label_size) };
  const char *last = box->lines[0];

  if (last == NULL)
    return;
  halo.fill.alpha = .7;
  self->painter->begin_group (self->painter, &box->id, "label", box->name);
  self->painter->rect (self->painter, &rect, 3, &halo);
  draw_icon (self, box, ink);
  if (box->icon != NULL)
    at.x += REDAN_TITLE_ICON_SIZE + REDAN_ICON_GAP;
  for (guint i = 0; box->lines[i] != NULL; i++)
    {
      last = box->lines[i];
      at.y += i == 0 ? 0 : REDAN_TITLE_LINE;
      draw_text (self, at, REDAN_ANCHOR_START, last, box->label_size, TRUE, ink);
    }
  if (box->caption != NULL)
    {
      at.x += TITLE_GAP + redan_text_width (last, strlen (last), box->label_size, TRUE);
      draw_text (self, at, REDAN_ANCHOR_START, box->caption, REDAN_CAPTION_SIZE, FALSE, ink);
    }
  if (marked)
    draw_box_badge (self, box);
  self->painter->end_group (self->painter);
}

/* A store: its upper and lower border only. */
static void
draw_store (const Paint *self, const RedanSceneRect *box, const RedanStyle *style)
{
  RedanStyle fill = filled (style->fill);
  RedanStyle border = *style;
  double right = box->x + box->width;
  double bottom = box->y + box->height;
  RedanPart parts[] = {
    { REDAN_PART_MOVE, { { box->x, box->y } } },
    { REDAN_PART_LINE, { { right, box->y } } },
    { REDAN_PART_MOVE, { { box->x, bottom } } },
    { REDAN_PART_LINE, { { right, bottom } } },
  };

  border.fill.alpha = 0;
  border.width += .7;
  self->painter->rect (self->painter, box, 0, &fill);
  self->painter->path (self->painter, parts, G_N_ELEMENTS (parts), &border);
}

static void
draw_shape (const Paint *self, const RedanSceneBox *box, const RedanStyle *style)
{
  RedanSceneRect inner = redan_rect_grow (&box->box, -3);
  RedanStyle border = stroked (style->stroke, style->width * .6);

  if (box->section == REDAN_SECTION_ELEMENT && box->kind == REDAN_ELEMENT_STORE)
    {
      draw_store (self, &box->box, style);
      return;
    }
  self->painter->rect (self->painter, &box->box, redan_scene_box_radius (box), style);
  if (box->section != REDAN_SECTION_ELEMENT)
    return;
  border.dash = style->dash;
  if (box->kind == REDAN_ELEMENT_EXTERNAL && inner.width > 8 && inner.height > 8)
    self->painter->rect (self->painter, &inner, 2, &border);
}

static void
draw_box_text (const Paint *self, const RedanSceneBox *box)
{
  gboolean bold = box->section == REDAN_SECTION_ELEMENT;
  RedanPaintMark mark = REDAN_PAINT_UNTOUCHED;
  const gboolean marked = get_box_mark (self, box, &mark);
  const RedanColour colour =
      get_ink (self, marked, mark, box->out_of_scope ? self->theme.caption : self->theme.text);
  RedanScenePoint at = { box->label.x + box->label.width / 2, 0 };
  double top = box->label.y;

  if (box->has_leader)
    draw_leader (
        self, &box->label,
        (RedanScenePoint){ box->box.x + box->box.width / 2, box->box.y + box->box.height / 2 });
  for (guint i = 0; box->lines[i] != NULL; i++)
    {
      at.y = get_baseline (top, box->label_size);
      draw_text (self, at, REDAN_ANCHOR_MIDDLE, box->lines[i], box->label_size, bold, colour);
      top += box->label_size * REDAN_TEXT_LINE_HEIGHT;
    }
  if (box->caption == NULL)
    return;
  at.y = get_baseline (top + 1, REDAN_CAPTION_SIZE);
  draw_text (self, at, REDAN_ANCHOR_MIDDLE, box->caption, REDAN_CAPTION_SIZE, FALSE,
             get_ink (self, marked, mark, self->theme.caption));
}

static void
draw_box (const Paint *self, const RedanSceneBox *box)
{
  RedanStyle style = get_box_style (self, box);

  self->painter->begin_group (self->painter, &box->id, NULL, box->name);
  draw_double_border (self, box, &style);
  draw_shape (self, box, &style);
  if (self->options->detail == 0)
    {
      draw_icon (self, box, style.stroke);
      draw_box_text (self, box);
      draw_box_badge (self, box);
    }
  self->painter->end_group (self->painter);
}

/* All lines of one look as one path: a stroke per style, not per line. */
static void
draw_thin_lines (const Paint *self, RedanSection section)
{
  g_autoptr (GArray) parts = g_array_new (FALSE, FALSE, sizeof (RedanPart));
  RedanSceneLine look = { .section = section, .risk = -1 };
  RedanStyle style = redan_theme_line (&self->theme, self->options, &look);

  for (guint i = 0; i < self->n_items; i++)
    {
      guint item = self->items == NULL ? i : self->items[i];

      if (item < self->scene->n_boxes ||
          self->scene->lines[item - self->scene->n_boxes].section != section)
        continue;

      const RedanSceneLine *line = &self->scene->lines[item - self->scene->n_boxes];

      for (guint k = 0; k < line->n_points; k++)
        add_part (parts, k == 0 ? REDAN_PART_MOVE : REDAN_PART_LINE, line->points[k],
                  line->points[k], line->points[k]);
    }
  style.dash = REDAN_DASH_NONE;
  if (parts->len > 0)
    self->painter->path (self->painter, (const RedanPart *) (gpointer) parts->data, parts->len,
                         &style);
}

typedef void (*DrawBox) (const Paint *self, const RedanSceneBox *box);
typedef void (*DrawLine) (const Paint *self, const RedanSceneLine *line);

static void
each_box (const Paint *self, gboolean boundaries, DrawBox draw)
{
  for (guint i = 0; i < self->n_items; i++)
    {
      guint item = self->items == NULL ? i : self->items[i];

      if (item >= self->scene->n_boxes)
        return;
      if ((self->scene->boxes[item].section == REDAN_SECTION_BOUNDARY) == boundaries)
        draw (self, &self->scene->boxes[item]);
    }
}

static void
each_line (const Paint *self, RedanSection section, DrawLine draw)
{
  for (guint i = 0; i < self->n_items; i++)
    {
      guint item = self->items == NULL ? i : self->items[i];

      if (item < self->scene->n_boxes)
        continue;

      const RedanSceneLine *line = &self->scene->lines[item - self->scene->n_boxes];

      if (line->section == section && line->n_points >= 2)
        draw (self, line);
    }
}

static void
draw_flat_box (const Paint *self, const RedanSceneBox *box)
{
  RedanStyle style = get_box_style (self, box);

  style.fill = box->section == REDAN_SECTION_ELEMENT ? style.stroke : style.fill;
  style.stroke.alpha = 0;
  self->painter->rect (self->painter, &box->box, 0, &style);
}

/* At the lower right of the label, or on the line when it has none. */
static void
draw_line_badge (const Paint *self, const RedanSceneLine *line)
{
  RedanStyle style = get_line_style (self, line);
  RedanScenePoint direction;
  RedanScenePoint at = redan_line_at (line->points, line->n_points, .5, &direction);
  char text[16];

  if (!get_line_badge (self, line, text))
    return;
  if (line->label.width > 0)
    at = (RedanScenePoint){ line->label.x + line->label.width,
                            line->label.y + line->label.height + BADGE_HEIGHT / 2 - 1 };
  self->painter->begin_group (self->painter, &line->id, "badge", text);
  draw_badge (self, text, -G_MAXDOUBLE, at.x, at.y, style.stroke);
  self->painter->end_group (self->painter);
}

static void
paint_items (const Paint *self)
{
  if (self->options->detail >= SHAPE_DETAIL)
    {
      each_box (self, TRUE, draw_flat_box);
      draw_thin_lines (self, REDAN_SECTION_BOUNDARY);
      draw_thin_lines (self, REDAN_SECTION_FLOW);
      each_box (self, FALSE, draw_flat_box);
      return;
    }
  each_box (self, TRUE, draw_boundary);
  each_line (self, REDAN_SECTION_BOUNDARY, draw_line);
  each_line (self, REDAN_SECTION_FLOW, draw_line);
  each_box (self, FALSE, draw_box);
  if (self->options->detail > 0)
    return;
  each_box (self, TRUE, draw_title);
  each_line (self, REDAN_SECTION_BOUNDARY, draw_line_label);
  each_line (self, REDAN_SECTION_FLOW, draw_line_label);
  each_line (self, REDAN_SECTION_FLOW, draw_line_badge);
  if (self->options->marks != NULL)
    each_line (self, REDAN_SECTION_BOUNDARY, draw_line_badge);
}

/* Without what is left out. */
static void
filter_items (GArray *items, const guint8 *left_out)
{
  guint kept = 0;

  for (guint i = 0; i < items->len; i++)
    {
      guint item = g_array_index (items, guint, i);

      if (!left_out[item])
        g_array_index (items, guint, kept++) = item;
    }
  g_array_set_size (items, kept);
}

void
redan_paint_some (const RedanScene *scene,
                  const guint *items,
                  guint n,
                  RedanPainter *painter,
                  const RedanPaintOptions *options)
{
  Paint self = { scene, painter, options, { { 0 } }, items, n };

  /* No items would mean everything. */
  if (n == 0)
    return;
  redan_theme_get (options, &self.theme);
  paint_items (&self);
}

void
redan_paint_some_badges (const RedanScene *scene,
                         const guint *items,
                         guint n,
                         RedanPainter *painter,
                         const RedanPaintOptions *options)
{
  Paint self = { scene, painter, options, { { 0 } }, items, n };

  redan_theme_get (options, &self.theme);
  for (guint i = 0; i < n; i++)
    if (items[i] < scene->n_boxes && scene->boxes[items[i]].section == REDAN_SECTION_ELEMENT)
      draw_box_badge (&self, &scene->boxes[items[i]]);
}

void
redan_paint (const RedanScene *scene, RedanPainter *painter, const RedanPaintOptions *options)
{
  Paint self = { scene, painter, options, { { 0 } }, NULL, scene->n_boxes + scene->n_lines };
  g_autoptr (GArray) found = NULL;

  if (options->clip != NULL || options->left_out != NULL)
    {
      found = g_array_new (FALSE, FALSE, sizeof (guint));
      if (options->clip != NULL)
        {
          RedanSceneRect clip = redan_rect_grow (options->clip, CLIP_MARGIN);

          redan_grid_query (scene->grid, &clip, found);
        }
      else
        for (guint i = 0; i < self.n_items; i++)
          g_array_append_val (found, i);
      if (options->left_out != NULL)
        filter_items (found, options->left_out);
      redan_paint_some (scene, (const guint *) (gpointer) found->data, found->len, painter,
                        options);
    }
  else
    {
      redan_theme_get (options, &self.theme);
      paint_items (&self);
    }
  if (options->legend != NULL)
    redan_legend_paint (painter, options, options->legend);
}
