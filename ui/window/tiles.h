/* SPDX-License-Identifier: Apache-2.0 */
/* Raster tiles of a scene: immutable surfaces in retained render nodes, so that panning repaints
 * nothing. */

#pragma once

#include <gtk/gtk.h>

#include "ui/diagram/painter.h"

G_BEGIN_DECLS

/** Side of a tile in device pixels. */
#define REDAN_TILE_SIZE 512

typedef struct _RedanTiles RedanTiles;

RedanTiles *redan_tiles_new (void) G_GNUC_WARN_UNUSED_RESULT;
void redan_tiles_free (RedanTiles *self);

/** redan_tiles_set_scene: @scene (nullable) stays the caller's and must live until the next call;
 * drops all tiles */
void redan_tiles_set_scene (RedanTiles *self, const RedanScene *scene);

/**
 * redan_tiles_replace_scene:
 * @scene: the same diagram after an edit, in place or anew; as for redan_tiles_set_scene()
 * @dirty: (element-type RedanSceneRect): where the picture changed
 *
 * Only tiles that touch @dirty are rastered again; until then the old ones are shown.
 */
void redan_tiles_replace_scene (RedanTiles *self, const RedanScene *scene, const GArray *dirty);

/**
 * redan_tiles_set_lifted:
 * @ids: (array length=n) (nullable): objects that the tiles leave out, because they are drawn above them while they move
 *
 * Only the tiles that show what was or is now lifted are rastered again.
 */
void redan_tiles_set_lifted (RedanTiles *self, const RedanId *ids, guint n);

/** redan_tiles_set_options: rasters all tiles again when the options differ; until then the old ones are shown */
void redan_tiles_set_options (RedanTiles *self, const RedanPaintOptions *options);

/** redan_tiles_get_detail: Returns: how much is left out at a zoom, see RedanPaintOptions: text that would be too small to read */
guint redan_tiles_get_detail (double zoom);

/**
 * redan_tiles_snapshot:
 * @zoom: device pixels for a scene pixel, without the scale factor
 * @scale: scale factor of the widget
 * @x, @y: scene point, times zoom, at the top left of the widget, in application pixels
 * @width, @height: of the widget in application pixels
 * @settled: whether the zoom has come to rest; while it has not, tiles of the old zoom are scaled
 *
 * Rasters at most 8 ms of missing tiles; stand-ins cover the rest.
 *
 * Returns: whether every visible tile was there; if not, ask for another frame
 */
gboolean redan_tiles_snapshot (RedanTiles *self,
                               GtkSnapshot *snapshot,
                               double zoom,
                               int scale,
                               double x,
                               double y,
                               int width,
                               int height,
                               gboolean settled);

G_END_DECLS
