/* SPDX-License-Identifier: Apache-2.0 */
/* The canvas: one diagram of a workspace, with pan, zoom, fit, selection, and a proxy child for
 * each element. */

#pragma once

#include <gtk/gtk.h>

#include "ui/diagram/painter.h"
#include "ui/window/marks.h"
#include "ui/window/workspace.h"

G_BEGIN_DECLS

#define REDAN_TYPE_CANVAS (redan_canvas_get_type ())
G_DECLARE_FINAL_TYPE (RedanCanvas, redan_canvas, REDAN, CANVAS, GtkWidget)

/**
 * RedanCanvas:
 *
 * Stands inside a GtkScrolledWindow. Actions: canvas.zoom-in, canvas.zoom-out, canvas.zoom-normal,
 * canvas.fit. Property "zoom-text": "85 %"; "tool": id of the stencil in hand, or %NULL; "hint":
 * what it waits for, or %NULL. Signal "said" (text, whether the last command can be undone):
 * something to tell the user.
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

/** RedanObjectName: the id of an object of the model as text, as the outline drags it */
typedef char RedanObjectName;
#define REDAN_TYPE_OBJECT_NAME (redan_object_name_get_type ())
GType redan_object_name_get_type (void);

/** RedanDraggedPattern: a fragment on its way to the canvas; @label: of the command that inserts it
 */
typedef struct
{
  RedanModel *fragment;
  char *label;
} RedanDraggedPattern;
#define REDAN_TYPE_DRAGGED_PATTERN (redan_dragged_pattern_get_type ())
GType redan_dragged_pattern_get_type (void);

/** redan_canvas_arm: @tool (nullable): id of a stencil: what the next click or drag places; %NULL
 * puts the tool down */
void redan_canvas_arm (RedanCanvas *self, const char *tool);

/** redan_canvas_get_tool: Returns: (nullable): id of the stencil in hand */
const char *redan_canvas_get_tool (RedanCanvas *self);

/** redan_canvas_insert: places the stencil @tool where there is room, and edits its name */
void redan_canvas_insert (RedanCanvas *self, const char *tool);

/**
 * redan_canvas_insert_fragment:
 * @label: as for redan_command_insert()
 * @centre: (nullable): where the middle of the fragment comes to lie, in the boundary below; %NULL:
 *   beside what is drawn, and everything is shown
 *
 * Puts the fragment into the diagram and selects it.
 *
 * Returns: whether it was made
 */
gboolean redan_canvas_insert_fragment (RedanCanvas *self,
                                       const RedanModel *fragment,
                                       const char *label,
                                       const RedanScenePoint *centre);

/**
 * redan_canvas_show_here:
 * @ids: (array length=n): elements and boundaries of the model
 * @centre: (nullable): where the middle of them comes to lie; there they become members of the
 *   boundary below. %NULL: beside what is drawn
 *
 * Shows them in this diagram too, and selects them; what is shown already is only selected.
 *
 * Returns: whether they are shown
 */
gboolean redan_canvas_show_here (RedanCanvas *self,
                                 const RedanId *ids,
                                 guint n,
                                 const RedanScenePoint *centre);

/** redan_canvas_set_marks: draws these above the diagram instead of those before; @marks (nullable)
 * (array length=n) */
void redan_canvas_set_marks (RedanCanvas *self, const RedanMark *marks, guint n);

/** redan_canvas_reveal_object: scrolls so that the object can be seen, when the diagram shows it */
void redan_canvas_reveal_object (RedanCanvas *self, const RedanId *id);

/** redan_canvas_settle: makes commands of what is under way: a name that is being written, what the
 * arrow keys moved; to be called before the model is saved, closed, undone or read as a whole */
void redan_canvas_settle (RedanCanvas *self);

/** redan_canvas_fit: the whole diagram in the view, at most at natural size */
void redan_canvas_fit (RedanCanvas *self);

/** redan_canvas_reveal_selected: scrolls so that the selection can be seen */
void redan_canvas_reveal_selected (RedanCanvas *self);

G_END_DECLS
