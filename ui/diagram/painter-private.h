/* SPDX-License-Identifier: Apache-2.0 */
/* The few operations that a diagram is drawn with, and their backends. */

#pragma once

#include "ui/diagram/painter.h"

G_BEGIN_DECLS

typedef struct
{
  double red;
  double green;
  double blue;
  double alpha; /* 0: not drawn */
} RedanColour;

typedef enum
{
  REDAN_DASH_NONE,
  REDAN_DASH_LONG,
  REDAN_DASH_DOTS,
} RedanDash;

typedef struct
{
  RedanColour fill;
  RedanColour stroke;
  double width;
  RedanDash dash;
} RedanStyle;

typedef enum
{
  REDAN_PART_MOVE,
  REDAN_PART_LINE,
  REDAN_PART_CURVE, /* two control points, then the end */
  REDAN_PART_CLOSE,
} RedanPartKind;

typedef struct
{
  RedanPartKind kind;
  RedanScenePoint points[3];
} RedanPart;

typedef enum
{
  REDAN_ANCHOR_START,
  REDAN_ANCHOR_MIDDLE,
} RedanAnchor;

/**
 * RedanPainter:
 * @begin_group: @id and @suffix name the group, @title is what a reader or a pointer gets told; both may be %NULL
 * @begin_part: what follows is drawn with its origin at @origin, and the names of its groups begin with @prefix, so that
 *   one picture can show an object twice; parts do not nest
 * @text: one line; @at is the start or the middle of its baseline
 */
typedef struct _RedanPainter RedanPainter;
struct _RedanPainter
{
  void (*begin_group) (RedanPainter *self, const RedanId *id, const char *suffix, const char *title);
  void (*end_group) (RedanPainter *self);
  void (*begin_part) (RedanPainter *self, const char *prefix, RedanScenePoint origin);
  void (*end_part) (RedanPainter *self);
  void (*rect) (RedanPainter *self, const RedanSceneRect *rect, double radius, const RedanStyle *style);
  void (*ellipse) (RedanPainter *self, RedanScenePoint centre, double rx, double ry, const RedanStyle *style);
  void (*path) (RedanPainter *self, const RedanPart *parts, guint n_parts, const RedanStyle *style);
  void (*text) (RedanPainter *self,
                RedanScenePoint at,
                RedanAnchor anchor,
                const char *text,
                double size,
                gboolean bold,
                RedanColour colour);
};

/** RedanPaintFunc: draws with the operations of @painter */
typedef void (*RedanPaintFunc) (RedanPainter *painter, gpointer data);

/** redan_svg_write: Returns: (transfer full): a complete SVG document that shows @bounds of what @paint draws */
GBytes *redan_svg_write (const char *title, const RedanSceneRect *bounds, RedanPaintFunc paint, gpointer data);

/** redan_cairo_paint: lets @paint draw onto @cr */
void redan_cairo_paint (cairo_t *cr, RedanPaintFunc paint, gpointer data);

/** redan_picture_begin_pdf: Returns: (transfer full): a surface in points whose bytes go to @bytes; no date but @as_of */
cairo_surface_t *
redan_picture_begin_pdf (GByteArray *bytes, const char *title, double width, double height, guint as_of);

/**
 * redan_picture_finish_pdf:
 * @cr, @surface, @bytes: (transfer full): what was drawn
 *
 * Returns: (transfer full) (nullable): the file
 */
GBytes *redan_picture_finish_pdf (cairo_t *cr, cairo_surface_t *surface, GByteArray *bytes, GError **error);

/** redan_paint: draws @scene with the operations of @painter */
void redan_paint (const RedanScene *scene, RedanPainter *painter, const RedanPaintOptions *options);

/** redan_paint_some: draws only @items (ascending, without duplicates); clip and left_out do not count */
void redan_paint_some (const RedanScene *scene,
                       const guint *items,
                       guint n,
                       RedanPainter *painter,
                       const RedanPaintOptions *options);

/** redan_legend_paint: the legend of the colours of @options into @rect, whose size is that of redan_legend_measure() */
void redan_legend_paint (RedanPainter *painter, const RedanPaintOptions *options, const RedanSceneRect *rect);

/** redan_paint_some_badges: draws only the badges of elements among @items */
void redan_paint_some_badges (const RedanScene *scene,
                              const guint *items,
                              guint n,
                              RedanPainter *painter,
                              const RedanPaintOptions *options);

typedef struct
{
  RedanColour background;
  RedanColour text;
  RedanColour caption;
  RedanColour boundary_fill;
  RedanColour note;
  RedanColour note_border;
  RedanColour muted; /* out of scope */
  RedanColour muted_fill;
  RedanColour badge_text;
  double stroke; /* width of a border */
} RedanTheme;

void redan_theme_get (const RedanPaintOptions *options, RedanTheme *theme_out);

/** redan_theme_box: fill and border of an element or boundary */
RedanStyle redan_theme_box (const RedanTheme *theme, const RedanPaintOptions *options, const RedanSceneBox *box);

/** redan_theme_line: colour of a flow or of a boundary drawn as a line */
RedanStyle redan_theme_line (const RedanTheme *theme, const RedanPaintOptions *options, const RedanSceneLine *line);

/** redan_theme_get_n_steps: Returns: how many colours a mode has */
guint redan_theme_get_n_steps (RedanColourBy colour_by);

/** redan_theme_get_step: the colours 0xrrggbb of one step of a mode; steps of the plain mode are the kinds */
void redan_theme_get_step (const RedanPaintOptions *options,
                           RedanColourBy colour_by,
                           guint step,
                           guint32 *fill_out,
                           guint32 *border_out);

/** redan_theme_box_badge, redan_theme_line_badge: Returns: whether there is a badge in this mode, and what it says */
gboolean redan_theme_box_badge (const RedanPaintOptions *options, const RedanSceneBox *box, char text[16]);
gboolean redan_theme_line_badge (const RedanPaintOptions *options, const RedanSceneLine *line, char text[16]);

/** redan_theme_mark: makes @style that of an item with @mark; the fill of what is seen through stays thin */
void redan_theme_mark (const RedanPaintOptions *options, RedanPaintMark mark, RedanStyle *style);

/** redan_theme_get_mark_sign: Returns: (nullable): what the badge of an item with @mark says */
const char *redan_theme_get_mark_sign (RedanPaintMark mark);

/** redan_theme_band: strong colour of a band, for borders and badges */
RedanColour redan_theme_band (const RedanPaintOptions *options, guint band);

G_END_DECLS
