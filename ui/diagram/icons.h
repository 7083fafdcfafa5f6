/* SPDX-License-Identifier: Apache-2.0 */
/* Small pictures of technologies, kinds of boundary and tools; one colour, drawn for this program. */

#pragma once

#include <cairo.h>

#include "model/stencil.h"

G_BEGIN_DECLS

/** RedanIcon: a drawing on a grid of %REDAN_ICON_GRID units; constant, lives as long as the program */
typedef struct _RedanIcon RedanIcon;

#define REDAN_ICON_GRID 24

/** redan_icon_lookup: Returns: (nullable): the icon called @name, for instance "bucket" or "process". O(log icons) */
const RedanIcon *redan_icon_lookup (const char *name);

/**
 * redan_icon_of_value:
 * @attribute: (nullable): an attribute of the schema, "tech" of elements or "btype" of boundaries
 * @value: (nullable): one of its values
 *
 * The icon that the schema names in the property "icon" of the value, else the one called like the value.
 *
 * Returns: (nullable): the icon; %NULL for unknown values and for those of packs without an icon of ours
 */
const RedanIcon *redan_icon_of_value (const RedanAttribute *attribute, const char *value);

/** redan_icon_of_stencil: Returns: (nullable): the icon that the stencil names, else that of its technology, else that of its kind */
const RedanIcon *redan_icon_of_stencil (const RedanSchema *schema, const RedanStencil *stencil);

guint redan_icon_get_n (void);
const RedanIcon *redan_icon_get_nth (guint index);

/** redan_icon_get_name: Returns: the name that redan_icon_lookup() finds it by */
const char *redan_icon_get_name (const RedanIcon *self);

/**
 * redan_icon_draw:
 * @x: left edge
 * @y: upper edge
 * @size: width and height, in the units of @cr
 *
 * Draws the icon in one colour; the picture stays within the square.
 */
void redan_icon_draw (const RedanIcon *self,
                      cairo_t *cr,
                      double x,
                      double y,
                      double size,
                      double red,
                      double green,
                      double blue,
                      double alpha);

G_END_DECLS
