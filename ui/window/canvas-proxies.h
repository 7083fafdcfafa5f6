/* SPDX-License-Identifier: Apache-2.0 */
/* The proxies of the elements on the canvas, in the order in which Tab walks them. */

#pragma once

#include <gtk/gtk.h>

#include "ui/window/workspace.h"

G_BEGIN_DECLS

typedef struct _RedanCanvasProxies RedanCanvasProxies;

/** redan_canvas_proxies_new: @canvas: the parent of all proxies, not owned */
RedanCanvasProxies *redan_canvas_proxies_new (GtkWidget *canvas) G_GNUC_WARN_UNUSED_RESULT;
void redan_canvas_proxies_free (RedanCanvasProxies *self);

/**
 * redan_canvas_proxies_set_workspace:
 * @workspace: (nullable): proxies of the elements of its current diagram are made; they choose in
 * its selection. It must live until the next call, as must its scene.
 *
 * Elements come row by row, from left to right and from top to bottom.
 */
void redan_canvas_proxies_set_workspace (RedanCanvasProxies *self, RedanWorkspace *workspace);

/** redan_canvas_proxies_update: says of each proxy whether it is selected */
void redan_canvas_proxies_update (RedanCanvasProxies *self);

/** redan_canvas_proxies_allocate: @x, @y: scene point, times zoom, at the top left of the canvas */
void redan_canvas_proxies_allocate (RedanCanvasProxies *self, double zoom, double x, double y);
void redan_canvas_proxies_measure (RedanCanvasProxies *self, GtkOrientation orientation);

/**
 * redan_canvas_proxies_step:
 * @forward: to the next proxy, else to the one before
 *
 * Moves the keyboard focus, into the proxies when it is not there yet.
 *
 * Returns: whether there was a proxy to move to
 */
gboolean redan_canvas_proxies_step (RedanCanvasProxies *self, gboolean forward);

/** redan_canvas_proxies_get_focused_id: Returns: (nullable): the element with the keyboard focus */
const RedanId *redan_canvas_proxies_get_focused_id (RedanCanvasProxies *self);

/** redan_canvas_proxies_get_focus: Returns: (nullable): the box of the element with the keyboard
 * focus */
const RedanSceneRect *redan_canvas_proxies_get_focus (RedanCanvasProxies *self);

G_END_DECLS
