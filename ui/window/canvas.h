/* SPDX-License-Identifier: Apache-2.0 */
/* The canvas: one diagram of a workspace, with pan, zoom, fit, selection, and a proxy child for
 * each element. */

#pragma once

#include <gtk/gtk.h>

#include "ui/diagram/painter.h"
#include "ui/window/workspace.h"

G_BEGIN_DECLS

#define REDAN_TYPE_CANVAS (redan_canvas_get_type ())
G_DECLARE_FINAL_TYPE (RedanCanvas, redan_canvas, REDAN, CANVAS, GtkWidget)

/**
 * RedanCanvas:
 *
 * Stands inside a GtkScrolledWindow. Actions: canvas.zoom-in, canvas.zoom-out, canvas.zoom-normal,
 * canvas.fit. Property "zoom-text": "85 %". Signal "said" (text, whether the last command can be
 * undone): something to tell the user.
 */

GtkWidget *redan_canvas_new (void);

/** redan_canvas_set_workspace: @workspace nullable: nothing is shown */
void redan_canvas_set_workspace (RedanCanvas *self, RedanWorkspace *workspace);
void redan_canvas_set_colour_by (RedanCanvas *self, RedanColourBy colour_by);
RedanColourBy redan_canvas_get_colour_by (RedanCanvas *self);

/** RedanStencilName: the id of a stencil, as it is dragged from the palette to the canvas */
typedef char RedanStencilName;
#define REDAN_TYPE_STENCIL_NAME (redan_stencil_name_get_type ())
GType redan_stencil_name_get_type (void);

/** redan_canvas_arm: @tool (nullable): id of a stencil: what the next click or drag places; %NULL
 * puts the tool down */
void redan_canvas_arm (RedanCanvas *self, const char *tool);

/** redan_canvas_insert: places the stencil @tool where there is room, and edits its name */
void redan_canvas_insert (RedanCanvas *self, const char *tool);

/** redan_canvas_insert_fragment: puts the fragment beside what is drawn, selects it and shows
 * everything; @label as for redan_command_insert(). Returns: whether it was made */
gboolean
redan_canvas_insert_fragment (RedanCanvas *self, const RedanModel *fragment, const char *label);

/** redan_canvas_settle: makes commands of what is under way: a name that is being written, what the
 * arrow keys moved; to be called before the model is saved, closed, undone or read as a whole */
void redan_canvas_settle (RedanCanvas *self);

/** redan_canvas_fit: the whole diagram in the view, at most at natural size */
void redan_canvas_fit (RedanCanvas *self);

/** redan_canvas_reveal_selected: scrolls so that the selection can be seen */
void redan_canvas_reveal_selected (RedanCanvas *self);

G_END_DECLS
