/* SPDX-License-Identifier: Apache-2.0 */
/* The legend on the canvas: what the colours of the diagram mean. */

#pragma once

#include <adwaita.h>

#include "ui/diagram/legend.h"

G_BEGIN_DECLS

#define REDAN_TYPE_COLOUR_LEGEND (redan_colour_legend_get_type ())
G_DECLARE_FINAL_TYPE (RedanColourLegend, redan_colour_legend, REDAN, COLOUR_LEGEND, GtkWidget)

/**
 * RedanColourLegend:
 *
 * The name of the mode and its colours, and below them, when it is opened, what they mean.
 */

/** redan_colour_legend_set_colour_by: hidden for kinds, which their shapes tell, too */
void redan_colour_legend_set_colour_by (RedanColourLegend *self, RedanColourBy colour_by);

/** redan_colour_legend_set_subject: @text: (nullable): a further note in the mode @colour_by */
void redan_colour_legend_set_subject (RedanColourLegend *self,
                                      RedanColourBy colour_by,
                                      const char *text);

G_END_DECLS
