/* SPDX-License-Identifier: Apache-2.0 */
/* The one painter of diagrams: a scene drawn through a few operations, with a cairo backend (screen, PDF, PNG) and an SVG backend. */

#pragma once

#include <cairo.h>

#include "ui/diagram/scene.h"

G_BEGIN_DECLS

/** RedanPaintMark: what became of an item between two models; told by colour, dash and badge */
typedef enum
{
  REDAN_PAINT_UNTOUCHED, /* pale, so that the others stand out */
  REDAN_PAINT_ADDED,
  REDAN_PAINT_REMOVED,
  REDAN_PAINT_CHANGED,
  REDAN_PAINT_MOVED,
  REDAN_N_PAINT_MARKS,
} RedanPaintMark;

/**
 * RedanPaintOptions:
 * @dark: dark theme (screen only)
 * @high_contrast: stronger lines and text
 * @colour_by: what fills show
 * @detail: 0 everything; 1 no text; 2 filled rectangles and thin lines only
 * @clip: (nullable): paint only what touches this rectangle
 * @left_out: (nullable): by number in the scene, boxes then lines: not 0 for what is not painted
 * @marks: (nullable): by number in the scene, as in @left_out: RedanPaintMark of what is painted; holds over @colour_by
 * @legend: (nullable): where a legend of the colours is painted, see redan_legend_measure()
 */
typedef struct
{
  gboolean dark;
  gboolean high_contrast;
  RedanColourBy colour_by;
  guint detail;
  const RedanSceneRect *clip;
  const guint8 *left_out;
  const guint8 *marks;
  const RedanSceneRect *legend;
} RedanPaintOptions;

/** redan_paint_cairo: draws @scene in scene pixels onto @cr (translate and scale before) */
void redan_paint_cairo (const RedanScene *scene, cairo_t *cr, const RedanPaintOptions *options);

/**
 * redan_paint_items:
 * @items: (array length=n): numbers in the scene: boxes, and lines behind them
 *
 * Draws only these, in the order of painting, with their labels; clip and left_out of @options do not count.
 */
void redan_paint_items (const RedanScene *scene,
                        const guint *items,
                        guint n,
                        cairo_t *cr,
                        const RedanPaintOptions *options);

/** redan_paint_badges: draws only the badges of the elements among @items, to lie above what is drawn over the scene */
void redan_paint_badges (const RedanScene *scene,
                         const guint *items,
                         guint n,
                         cairo_t *cr,
                         const RedanPaintOptions *options);

/**
 * redan_paint_moves:
 * @moves: (array length=n): boxes, drawn where they go
 * @previews: (nullable) (element-type RedanScenePreview): lines, drawn without labels
 *
 * Draws what a drag lifts out of the scene.
 */
void redan_paint_moves (const RedanScene *scene,
                        const RedanSceneMove *moves,
                        guint n,
                        const GArray *previews,
                        cairo_t *cr,
                        const RedanPaintOptions *options);

/** redan_paint_svg: Returns: (transfer full): a complete SVG document with real text, a title and id for each object */
GBytes *redan_paint_svg (const RedanScene *scene, const RedanPaintOptions *options) G_GNUC_WARN_UNUSED_RESULT;

/** redan_text_measure: size of a line of label text in scene pixels with the painter's font; needs no display */
void redan_text_measure (const char *text, double size, double *width_out, double *height_out);

G_END_DECLS
