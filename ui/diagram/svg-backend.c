/* SPDX-License-Identifier: Apache-2.0 */
/* Writes diagrams as SVG: text as text, a title and an id for each object, no scripts, nothing
 * fetched. */

#include "ui/diagram/painter-private.h"

#include <math.h>
#include <string.h>

#include "model/name.h"
#include "ui/diagram/text.h"

/* An XML id may not begin with a digit, ours may. */
#define OWN_PREFIX "o-"

typedef struct
{
  RedanPainter painter;
  GString *out;
  guint depth;
  const char *prefix; /* of the names of groups */
} SvgPainter;

static void
append_number (GString *out, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  double rounded = round (value * 100) / 100;

  /* No negative zero: the same picture gives the same bytes. */
  g_string_append (out, g_ascii_formatd (text, sizeof text, "%.12g", rounded == 0 ? 0 : rounded));
}

static void
append_attribute (GString *out, const char *name, double value)
{
  g_string_append_printf (out, " %s=\"", name);
  append_number (out, value);
  g_string_append_c (out, '"');
}

static void
append_escaped (GString *out, const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    switch (*p)
      {
      case '&':
        g_string_append (out, "&amp;");
        break;
      case '<':
        g_string_append (out, "&lt;");
        break;
      case '>':
        g_string_append (out, "&gt;");
        break;
      case '"':
        g_string_append (out, "&quot;");
        break;
      default:
        g_string_append_c (out, *p);
      }
}

static void
append_indent (SvgPainter *self)
{
  for (guint i = 0; i < self->depth; i++)
    g_string_append (self->out, "  ");
}

static void
append_colour (GString *out, const char *name, RedanColour colour)
{
  if (colour.alpha <= 0)
    {
      g_string_append_printf (out, " %s=\"none\"", name);
      return;
    }
  g_string_append_printf (out, " %s=\"#%02x%02x%02x\"", name, (guint) round (colour.red * 255),
                          (guint) round (colour.green * 255), (guint) round (colour.blue * 255));
  if (colour.alpha >= 1)
    return;
  g_string_append_printf (out, " %s-opacity=\"", name);
  append_number (out, colour.alpha);
  g_string_append_c (out, '"');
}

static void
finish_shape (SvgPainter *self, const RedanStyle *style)
{
  append_colour (self->out, "fill", style->fill);
  if (style->stroke.alpha > 0 && style->width > 0)
    {
      append_colour (self->out, "stroke", style->stroke);
      append_attribute (self->out, "stroke-width", style->width);
      if (style->dash != REDAN_DASH_NONE)
        g_string_append (self->out, style->dash == REDAN_DASH_LONG ? " stroke-dasharray=\"6 4\""
                                                                   : " stroke-dasharray=\"2 3\"");
    }
  g_string_append (self->out, "/>\n");
}

static void
begin_group (RedanPainter *painter, const RedanId *id, const char *suffix, const char *title)
{
  SvgPainter *self = (SvgPainter *) painter;
  g_autofree char *line = redan_text_fold_lines (title == NULL ? "" : title);
  RedanIdText text;

  append_indent (self);
  if (id == NULL)
    g_string_append (self->out, "<g>\n");
  else
    g_string_append_printf (self->out, "<g id=\"%s%s%s%s\">\n", self->prefix,
                            redan_id_to_text (id, text), suffix == NULL ? "" : "-",
                            suffix == NULL ? "" : suffix);
  self->depth++;
  if (*line == '\0')
    return;
  append_indent (self);
  g_string_append (self->out, "<title>");
  append_escaped (self->out, line);
  g_string_append (self->out, "</title>\n");
}

static void
end_group (RedanPainter *painter)
{
  SvgPainter *self = (SvgPainter *) painter;

  self->depth--;
  append_indent (self);
  g_string_append (self->out, "</g>\n");
}

static void
begin_part (RedanPainter *painter, const char *prefix, RedanScenePoint origin)
{
  SvgPainter *self = (SvgPainter *) painter;

  append_indent (self);
  g_string_append (self->out, "<g transform=\"translate(");
  append_number (self->out, origin.x);
  g_string_append_c (self->out, ' ');
  append_number (self->out, origin.y);
  g_string_append (self->out, ")\">\n");
  self->depth++;
  self->prefix = prefix;
}

static void
end_part (RedanPainter *painter)
{
  SvgPainter *self = (SvgPainter *) painter;

  self->prefix = OWN_PREFIX;
  end_group (painter);
}

static void
draw_rect (RedanPainter *painter,
           const RedanSceneRect *rect,
           double radius,
           const RedanStyle *style)
{
  SvgPainter *self = (SvgPainter *) painter;

  append_indent (self);
  g_string_append (self->out, "<rect");
  append_attribute (self->out, "x", rect->x);
  append_attribute (self->out, "y", rect->y);
  append_attribute (self->out, "width", rect->width);
  append_attribute (self->out, "height", rect->height);
  if (radius > 0)
    append_attribute (self->out, "rx", radius);
  finish_shape (self, style);
}

static void
draw_ellipse (
    RedanPainter *painter, RedanScenePoint centre, double rx, double ry, const RedanStyle *style)
{
  SvgPainter *self = (SvgPainter *) painter;

  append_indent (self);
  g_string_append (self->out, "<ellipse");
  append_attribute (self->out, "cx", centre.x);
  append_attribute (self->out, "cy", centre.y);
  append_attribute (self->out, "rx", rx);
  append_attribute (self->out, "ry", ry);
  finish_shape (self, style);
}

static void
append_points (GString *out, char command, const RedanScenePoint *points, guint n)
{
  g_string_append_c (out, command);
  for (guint i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append_c (out, ' ');
      append_number (out, points[i].x);
      g_string_append_c (out, ' ');
      append_number (out, points[i].y);
    }
}

static void
draw_path (RedanPainter *painter, const RedanPart *parts, guint n_parts, const RedanStyle *style)
{
  SvgPainter *self = (SvgPainter *) painter;

  append_indent (self);
  g_string_append (self->out, "<path d=\"");
  for (guint i = 0; i < n_parts; i++)
    switch (parts[i].kind)
      {
      case REDAN_PART_MOVE:
        append_points (self->out, 'M', parts[i].points, 1);
        break;
      case REDAN_PART_LINE:
        append_points (self->out, 'L', parts[i].points, 1);
        break;
      case REDAN_PART_CURVE:
        append_points (self->out, 'C', parts[i].points, 3);
        break;
      case REDAN_PART_CLOSE:
        g_string_append_c (self->out, 'Z');
        break;
      default:
        g_assert_not_reached ();
      }
  g_string_append_c (self->out, '"');
  finish_shape (self, style);
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
  SvgPainter *self = (SvgPainter *) painter;

  append_indent (self);
  g_string_append (self->out, "<text");
  append_attribute (self->out, "x", at.x);
  append_attribute (self->out, "y", at.y);
  append_attribute (self->out, "font-size", size);
  if (bold)
    g_string_append (self->out, " font-weight=\"bold\"");
  if (anchor == REDAN_ANCHOR_MIDDLE)
    g_string_append (self->out, " text-anchor=\"middle\"");
  append_colour (self->out, "fill", colour);
  g_string_append_c (self->out, '>');
  append_escaped (self->out, text);
  g_string_append (self->out, "</text>\n");
}

static void
append_head (SvgPainter *self, const char *title, const RedanSceneRect *bounds)
{
  GString *out = self->out;

  g_string_append (out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
  g_string_append (out, "<svg xmlns=\"http://www.w3.org/2000/svg\"");
  append_attribute (out, "width", bounds->width);
  append_attribute (out, "height", bounds->height);
  g_string_append (out, " viewBox=\"");
  append_number (out, bounds->x);
  g_string_append_c (out, ' ');
  append_number (out, bounds->y);
  g_string_append_c (out, ' ');
  append_number (out, bounds->width);
  g_string_append_c (out, ' ');
  append_number (out, bounds->height);
  g_string_append (out, "\" font-family=\"" REDAN_TEXT_FAMILY "\" stroke-linejoin=\"round\">\n");
  self->depth = 1;
  append_indent (self);
  g_string_append (out, "<title>");
  append_escaped (out, title);
  g_string_append (out, "</title>\n");
}

static SvgPainter
begin_document (const char *title, const RedanSceneRect *bounds, const RedanTheme *theme)
{
  const RedanStyle paper = { .fill = theme->background };
  SvgPainter self = {
    { begin_group, end_group, begin_part, end_part, draw_rect, draw_ellipse, draw_path, draw_text },
    g_string_new (NULL),
    0,
    OWN_PREFIX,
  };

  append_head (&self, title, bounds);
  draw_rect (&self.painter, bounds, 0, &paper);
  return self;
}

GBytes *
redan_svg_write (const char *title,
                 const RedanSceneRect *bounds,
                 RedanPaintFunc paint,
                 gpointer data)
{
  const RedanPaintOptions options = { 0 };
  RedanTheme theme;

  redan_theme_get (&options, &theme);

  SvgPainter self = begin_document (title, bounds, &theme);

  paint (&self.painter, data);
  g_string_append (self.out, "</svg>\n");
  return g_string_free_to_bytes (self.out);
}

GBytes *
redan_paint_svg (const RedanScene *scene, const RedanPaintOptions *options)
{
  RedanTheme theme;

  redan_theme_get (options, &theme);

  SvgPainter self = begin_document (scene->title, &scene->bounds, &theme);

  redan_paint (scene, &self.painter, options);
  g_string_append (self.out, "</svg>\n");
  return g_string_free_to_bytes (self.out);
}
