/* SPDX-License-Identifier: Apache-2.0 */
/* What the colours of a diagram mean, in words; the same for window and report. */

#pragma once

#include "ui/diagram/painter.h"

G_BEGIN_DECLS

/**
 * RedanLegendEntry:
 * @text: what it means, translated; constant
 * @fill, @border: 0xrrggbb
 */
typedef struct
{
  const char *text;
  guint32 fill;
  guint32 border;
} RedanLegendEntry;

/** redan_legend_get_title: Returns: the name of a colour mode, translated: "Residual risk" */
const char *redan_legend_get_title (RedanColourBy colour_by);

/** redan_legend_get_note: Returns: (nullable): what the badges say, translated; %NULL in the plain mode */
const char *redan_legend_get_note (RedanColourBy colour_by);

/**
 * redan_legend_list:
 * @options: its colour_by says the mode, dark the colours
 *
 * Returns: (transfer full) (element-type RedanLegendEntry): the entries, from least to most
 */
GArray *redan_legend_list (const RedanPaintOptions *options) G_GNUC_WARN_UNUSED_RESULT;

/**
 * redan_legend_measure:
 * @width: how wide it should be at most, in pixels of the scene; it is never narrower than its
 *   widest entry
 *
 * Returns: the size of a legend in a picture, at the origin: title, entries in rows, note
 */
RedanSceneRect redan_legend_measure (const RedanPaintOptions *options, double width);

G_END_DECLS
