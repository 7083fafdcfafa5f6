/* SPDX-License-Identifier: Apache-2.0 */
/* The left pane: stencils to draw with, patterns to insert, and the outline of the diagram. */

#pragma once

#include <gtk/gtk.h>

#include "ui/window/canvas.h"
#include "ui/window/workspace.h"

G_BEGIN_DECLS

#define REDAN_TYPE_PALETTE (redan_palette_get_type ())
G_DECLARE_FINAL_TYPE (RedanPalette, redan_palette, REDAN, PALETTE, GtkWidget)

/**
 * RedanPalette:
 *
 * A click on a stencil arms the canvas, which places it at the next click; Enter and a double click place it where there is
 * room; it can be dragged onto the canvas.
 */

GtkWidget *redan_palette_new (void);

/** redan_palette_set_canvas: where stencils and patterns go; must outlive the palette or be unset */
void redan_palette_set_canvas (RedanPalette *self, RedanCanvas *canvas);

/** redan_palette_set_workspace: @workspace nullable */
void redan_palette_set_workspace (RedanPalette *self, RedanWorkspace *workspace);

/** redan_palette_focus_search: the next letters find a stencil */
void redan_palette_focus_search (RedanPalette *self);

G_END_DECLS
