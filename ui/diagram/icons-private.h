/* SPDX-License-Identifier: Apache-2.0 */
/* How icons are written down, and how the painter draws them. */

#pragma once

#include "ui/diagram/icons.h"
#include "ui/diagram/painter-private.h"

G_BEGIN_DECLS

/**
 * RedanIcon:
 * @lines: what is stroked
 * @solid: (nullable): what is filled
 *
 * Paths are those of SVG with the absolute commands M, L, H, V, C and Z, and O for a circle: centre x, centre y, radius.
 */
struct _RedanIcon
{
  const char *name;
  const char *lines;
  const char *solid;
};

/** redan_icons: sorted by name in byte order */
extern const RedanIcon redan_icons[];
extern const guint redan_n_icons;

/** redan_icon_paint: draws the icon in one colour; @size is its width and height in scene pixels */
void redan_icon_paint (const RedanIcon *self, RedanPainter *painter, RedanScenePoint at, double size, RedanColour colour);

G_END_DECLS
