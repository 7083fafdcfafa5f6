/* SPDX-License-Identifier: Apache-2.0 */
/* PDF paper: pages, text, colours and links on a cairo PDF surface. Private to this folder. */

#pragma once

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include "ui/report/block.h"

G_BEGIN_DECLS

#define PAPER_WIDTH 595.28 /* A4 in points */
#define PAPER_HEIGHT 841.89
#define PAPER_MARGIN 54.0
#define PAPER_TOP 66.0
#define PAPER_BOTTOM 62.0
#define PAPER_BODY 9.5
#define PAPER_CARD_INDENT 12.0 /* of a card, right of its bar */

/**
 * RedanPaper:
 *
 * The report is drawn twice: first onto nothing, to learn page numbers, then for good.
 * @final: the second time
 * @anchors: (element-type utf8 int): page of each anchor, known after the first time
 * @has_bar: a coloured bar at the left accompanies what is drawn, over page breaks
 * @outline_parents: outline ids of the last heading of each level
 */
typedef struct
{
  cairo_surface_t *surface;
  cairo_t *cr;
  PangoContext *context;
  const RedanReport *report;
  gboolean final;
  GHashTable *anchors;
  int outline_parents[4];
  guint page;
  double width;
  double height;
  double y;
  gboolean page_open;
  char *running_title;
  gboolean has_bar;
  RedanReportTone bar_tone;
  double bar_top;
} RedanPaper;

void redan_paper_init (RedanPaper *self,
                       const RedanReport *report,
                       cairo_surface_t *surface,
                       GHashTable *anchors,
                       gboolean final);

/** redan_paper_finish: closes the last page and frees what init made; the surface stays */
void redan_paper_finish (RedanPaper *self);

/** redan_paper_begin_page: ends the open page and begins one of this size in points */
void redan_paper_begin_page (RedanPaper *self, double width, double height);

/** redan_paper_ensure: begins a new A4 page unless @needed points are left on this one */
void redan_paper_ensure (RedanPaper *self, double needed);

/** redan_paper_get_rest: Returns: points left above the bottom margin */
double redan_paper_get_rest (const RedanPaper *self);

/** redan_paper_layout: Returns: (transfer full): text set as data (never markup), wrapped at @width
 * when positive */
PangoLayout *
redan_paper_layout (RedanPaper *self, const char *text, double size, gboolean bold, double width);

/** redan_paper_layout_lines: Returns: (transfer full): text in one paragraph of at most so many
 * lines, the last ends with an ellipsis when something was left out; line breaks are shown as marks
 */
PangoLayout *redan_paper_layout_lines (
    RedanPaper *self, const char *text, double size, gboolean bold, double width, guint n_lines);

/** redan_paper_get_height, redan_paper_get_width: extents of a layout in points */
double redan_paper_get_height (PangoLayout *layout);
double redan_paper_get_width (PangoLayout *layout);

/** redan_paper_draw: paints a layout with its top left at (@x, @y) */
void redan_paper_draw (RedanPaper *self, PangoLayout *layout, double x, double y);

/** redan_paper_flow: paints a layout line by line from the current y, over as many pages as it
 * takes; moves y */
void redan_paper_flow (RedanPaper *self, PangoLayout *layout, double x);

/** redan_paper_draw_linked: redan_paper_draw() as a link to @anchor, when that exists */
void redan_paper_draw_linked (
    RedanPaper *self, PangoLayout *layout, double x, double y, const char *anchor);

/** redan_paper_mark: makes @anchor (nullable) point to the current place */
void redan_paper_mark (RedanPaper *self, const char *anchor);

/** redan_paper_outline: adds a heading to the outline */
void redan_paper_outline (RedanPaper *self, guint level, const char *text);

/** redan_paper_begin_bar, redan_paper_end_bar: what is drawn between them has a bar in the colour
 * of
 * @tone at the left margin, on each of its pages */
void redan_paper_begin_bar (RedanPaper *self, RedanReportTone tone);
void redan_paper_end_bar (RedanPaper *self);

typedef enum
{
  REDAN_INK_TEXT,
  REDAN_INK_MUTED,
  REDAN_INK_ACCENT,
  REDAN_INK_WHITE,
  REDAN_INK_LINE,
  REDAN_INK_SHADE,
} RedanInk;

void redan_paper_set_ink (RedanPaper *self, RedanInk ink);

/** redan_paper_set_tone: Returns: whether text on this colour should be white */
gboolean redan_paper_set_tone (RedanPaper *self, RedanReportTone tone);

void redan_paper_rounded (
    RedanPaper *self, double x, double y, double width, double height, double radius);

G_END_DECLS
