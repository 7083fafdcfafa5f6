/* SPDX-License-Identifier: Apache-2.0 */
/* What moves above the tiles of the canvas: the frames of the selection and of the keyboard focus.
 */

#pragma once

#include <cairo.h>

#include "ui/diagram/scene.h"

G_BEGIN_DECLS

/** From this zoom on the labels of the diagram itself can be read. */
#define REDAN_READABLE_ZOOM 0.55

/**
 * redan_overlay_find:
 * @line_out: (out) (nullable): the line, when the object is drawn as one
 *
 * Returns: whether the scene shows the object; its extent is in @extent_out. O(1)
 * expected.
 */
gboolean redan_overlay_find (const RedanScene *scene,
                             const RedanId *id,
                             RedanSceneRect *extent_out,
                             const RedanSceneLine **line_out);

/** redan_overlay_set_accent: the colour of everything that editing draws */
void redan_overlay_set_accent (cairo_t *cr, double alpha);

/** redan_overlay_add_frame: a path around @box, @gap outside of it, with corners of @radius, which
 * is at most half a side */
void redan_overlay_add_frame (const RedanSceneRect *box, double gap, double radius, cairo_t *cr);

/** redan_overlay_add_line: a path along a line of at least one point */
void redan_overlay_add_line (const RedanSceneLine *line, cairo_t *cr);

/** redan_overlay_draw_selection: highlights an object; @cr is in scene pixels, @zoom keeps the
 * strokes equally wide on screen */
void
redan_overlay_draw_selection (const RedanScene *scene, const RedanId *id, double zoom, cairo_t *cr);

/**
 * redan_overlay_draw_name:
 * @name: of the selected object, one short line
 * @view: the part of the scene that is in view, where the name stays
 *
 * Writes the name below the object in letters of screen size; does nothing while the diagram's own
 * labels can be read.
 */
void redan_overlay_draw_name (const RedanScene *scene,
                              const RedanId *id,
                              const char *name,
                              const RedanSceneRect *view,
                              double zoom,
                              cairo_t *cr);

/** redan_overlay_draw_focus: a dashed frame around @box */
void redan_overlay_draw_focus (const RedanSceneRect *box, double zoom, cairo_t *cr);

G_END_DECLS
