/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the canvas share: the view, the pointer's gesture, the tool in hand and the
 * editor of names. Points and rectangles are in scene pixels unless they say "widget". */

#pragma once

#include <adwaita.h>

#include "ui/diagram/snap.h"
#include "ui/window/canvas-proxies.h"
#include "ui/window/canvas.h"
#include "ui/window/tiles.h"

G_BEGIN_DECLS

/** A hit counts within so many pixels on the screen. */
#define REDAN_HIT_PIXELS 7.0

/** What the pressed pointer does. */
typedef enum
{
  REDAN_GESTURE_NONE,
  REDAN_GESTURE_PRESSED, /* not moved yet: may become a click */
  REDAN_GESTURE_PAN,
  REDAN_GESTURE_RUBBER_BAND,
  REDAN_GESTURE_MOVE,
  REDAN_GESTURE_RESIZE,
  REDAN_GESTURE_CONNECT,   /* a new flow from the subject */
  REDAN_GESTURE_RECONNECT, /* an end of the flow that is the subject */
  REDAN_GESTURE_BEND,
  REDAN_GESTURE_LABEL,
  REDAN_GESTURE_DRAW, /* the rectangle of what the tool in hand places */
} RedanGesture;

/** What of a selected or hovered object the pointer can take hold of. */
typedef enum
{
  REDAN_HANDLE_NONE,
  REDAN_HANDLE_EDGE,    /* resizes */
  REDAN_HANDLE_CONNECT, /* begins a flow */
  REDAN_HANDLE_SOURCE,  /* end of a flow */
  REDAN_HANDLE_TARGET,
  REDAN_HANDLE_BEND,
} RedanHandleKind;

/**
 * RedanHandle:
 * @edges: for %REDAN_HANDLE_EDGE
 * @bend: position of the bend, for %REDAN_HANDLE_BEND
 */
typedef struct
{
  RedanHandleKind kind;
  RedanId object;
  RedanSides edges;
  guint bend;
  RedanScenePoint at;
} RedanHandle;

/**
 * RedanDrag:
 * @handle: what was taken hold of when the pointer was pressed
 * @hit, @subject: what lay under the pointer then
 * @moved: (element-type RedanId): all that follows the pointer, members of boundaries included
 * @moved_set: the same as a set of pointers into it
 * @chosen: (element-type RedanId): of those the ones that are moved for themselves
 * @start: box or union of the boxes when the gesture began
 * @rect: the same now; the rubber band
 * @bends: (element-type RedanScenePoint): the bends of the flow that is bent, as they would become
 * @label: the place of the dragged label when the gesture began
 * @target: what a flow would end at, or the boundary it would be dropped into; null id for none
 * @kept: (element-type RedanId): selection that a rubber band adds to
 */
typedef struct
{
  RedanGesture gesture;
  RedanHandle handle;
  RedanHit hit;
  RedanId subject;
  gboolean extends; /* Ctrl or Shift was down */
  double widget_x;
  double widget_y;
  double scroll_x; /* adjustments when the gesture began, for panning */
  double scroll_y;
  RedanScenePoint press;
  RedanScenePoint now;
  GArray *moved;
  GHashTable *moved_set;
  GArray *chosen;
  GArray *kept;
  GArray *bends;
  GArray *guides;
  RedanSceneRect start;
  RedanSceneRect rect;
  RedanSceneRect label;
  RedanId target;
} RedanDrag;

/** A box that glides from where it stood to where the scene has it now. */
typedef struct
{
  RedanId id;
  RedanSceneRect from;
} RedanGlide;

struct _RedanCanvas
{
  GtkWidget parent_instance;

  RedanWorkspace *workspace;
  const RedanScene *scene; /* the workspace's */
  RedanTiles *tiles;
  RedanPaintOptions options;
  RedanCanvasProxies *proxies;

  GtkAdjustment *adjustments[2];
  GtkScrollablePolicy policies[2];
  double zoom;
  double pointer_x; /* widget; negative while the pointer is elsewhere */
  double pointer_y;
  double pinch_zoom;
  gboolean fitted;   /* the whole diagram is shown until the user moves it */
  gboolean settling; /* the adjustments are being changed to fit the scene, not by the user */
  int width;         /* as last allocated */
  int height;
  gboolean space_down;
  guint settle_source;
  guint zoom_source;
  guint frame_source;

  RedanDrag drag;
  RedanId hovered;    /* element that offers its handles */
  char *tool;         /* what the next click places, or NULL */
  GArray *line;       /* RedanScenePoint: clicked so far of the line that the tool draws */
  RedanId connecting; /* element from which the keyboard draws a flow; null id for none */
  double nudge_x;     /* what the arrow keys moved since it was last made a command */
  double nudge_y;
  guint nudge_source;
  GArray *nudged; /* RedanId: what they move */
  RedanId nudged_diagram;
  double grid; /* 0 for none */
  gboolean snaps_to_neighbours;

  GCancellable *layout_cancellable; /* of the layout that runs, or NULL */
  AdwAnimation *glide;
  GArray *glide_from; /* RedanGlide; empty when nothing glides */
  double glide_share; /* of the way, 0..1 */
  GArray *moves;      /* RedanSceneMove: boxes that are drawn above the tiles while they move */
  GArray *previews;   /* RedanScenePreview: the lines at these, or NULL */
  GHashTable *moving; /* their ids: pointers into moves and the scene */

  GArray *marks;        /* RedanMark */
  gboolean shows_blast; /* the marks say what falls with the selection */
  GCancellable *blast_cancellable;

  GtkWidget *editor; /* GtkTextView while a name is edited, else NULL */
  RedanId edited;
  guint leave_source; /* ends the edit once the focus has left the editor */
  GtkWidget *menu;    /* the open context menu, or NULL */
  RedanScenePoint menu_at;
  gboolean menu_used; /* the menu was opened and the pointer has not been back since */
};

/* canvas-view.c */

/** redan_canvas_get_offset: Returns: what of the scene, times zoom, lies left of or above the view;
 * @axis 0 or 1 */
double redan_canvas_get_offset (RedanCanvas *self, guint axis);
void redan_canvas_set_adjustment (RedanCanvas *self, guint axis, GtkAdjustment *adjustment);

/** redan_canvas_zoom_about: the scene point under (@x, @y) of the widget stays there */
void redan_canvas_zoom_about (RedanCanvas *self, double zoom, double x, double y);
void redan_canvas_zoom_about_middle (RedanCanvas *self, double zoom);

/** redan_canvas_settle_view: brings the adjustments up to date with scene and size */
void redan_canvas_settle_view (RedanCanvas *self);

/** redan_canvas_to_scene: Returns: the scene point under a widget point */
RedanScenePoint redan_canvas_to_scene (RedanCanvas *self, double x, double y);

/** redan_canvas_get_view: Returns: the part of the scene that is in view */
RedanSceneRect redan_canvas_get_view (RedanCanvas *self);

/** redan_canvas_reveal: scrolls so that @extent can be seen; nothing while all is fitted */
void redan_canvas_reveal (RedanCanvas *self, const RedanSceneRect *extent);

/** redan_canvas_reveal_whole: scrolls no further than it takes to show all of @extent */
void redan_canvas_reveal_whole (RedanCanvas *self, const RedanSceneRect *extent);

/** redan_canvas_reveal_selection: the same for all that is selected */
void redan_canvas_reveal_selection (RedanCanvas *self);

/** redan_canvas_hold_view: what is shown stays where it is when the scene grows or shrinks */
void redan_canvas_hold_view (RedanCanvas *self);

/** redan_canvas_get_diagram: Returns: the shown diagram, or %NULL when nothing can be drawn */
const RedanId *redan_canvas_get_diagram (RedanCanvas *self);

/** redan_canvas_find_box: Returns: (nullable): the box of the scene with this id */
const RedanSceneBox *redan_canvas_find_box (RedanCanvas *self, const RedanId *id);

/** redan_canvas_find_line: Returns: (nullable): the line of the scene with this id */
const RedanSceneLine *redan_canvas_find_line (RedanCanvas *self, const RedanId *id);

/** redan_canvas_to_place: Returns: @rect in the units of the model */
RedanBox redan_canvas_to_place (const RedanSceneRect *rect);

/** redan_canvas_say: tells the user @text, which is data; @undoes: with a way to undo the last
 * command */
void redan_canvas_say (RedanCanvas *self, const char *text, gboolean undoes);

/* canvas-drawing.c */

/** redan_canvas_draw_editing: handles, the gesture that goes on, the tool in hand; @cr is in scene
 * pixels */
void redan_canvas_draw_editing (RedanCanvas *self, cairo_t *cr);

/* canvas-handles.c */

/** redan_canvas_find_handle: Returns: what of the selected or hovered object lies under a point;
 * kind %REDAN_HANDLE_NONE for nothing */
RedanHandle redan_canvas_find_handle (RedanCanvas *self, RedanScenePoint at);

/** redan_canvas_list_handles: Returns: (transfer full) (element-type RedanHandle): all that is
 * offered now */
GArray *redan_canvas_list_handles (RedanCanvas *self);

/** redan_canvas_hover: the pointer is at a point with no button down; chooses whose handles are
 * offered, and the cursor */
void redan_canvas_hover (RedanCanvas *self, RedanScenePoint at);

/* canvas-pointer.c */

/** redan_canvas_add_pointer: adds the controllers of pointer and touch */
void redan_canvas_add_pointer (RedanCanvas *self);

/** redan_canvas_cancel_drag: ends the gesture without an edit. Returns: whether there was one */
gboolean redan_canvas_cancel_drag (RedanCanvas *self);

/** redan_drag_init: and clear: the arrays of a drag */
void redan_drag_init (RedanDrag *self);
void redan_drag_clear (RedanDrag *self);

/* canvas-drag.c: one pair for the gestures that edit */

/** redan_canvas_begin_drag: the pressed pointer has moved: decides what it does */
void redan_canvas_begin_drag (RedanCanvas *self);

/** redan_canvas_update_drag: @free: neither grid nor neighbours attract */
void redan_canvas_update_drag (RedanCanvas *self, gboolean free);

/** redan_canvas_finish_drag: makes the edit */
void redan_canvas_finish_drag (RedanCanvas *self);

/* canvas-place.c */

/** redan_canvas_place: puts a new object of the tool @tool into @rect, or where there is room when
 * it is %NULL, selects it and edits its name. Returns: whether it was made */
gboolean redan_canvas_place (RedanCanvas *self, const char *tool, const RedanSceneRect *rect);

/** redan_canvas_get_tool_size: Returns: width and height of what a tool places */
RedanSceneRect redan_canvas_get_tool_size (RedanCanvas *self, const char *tool);

/** redan_canvas_add_drop: stencils, patterns and what the diagram does not show can be dragged onto
 * the canvas */
void redan_canvas_add_drop (RedanCanvas *self);

/** redan_canvas_connect: draws a flow, selects it and edits its name */
gboolean redan_canvas_connect (RedanCanvas *self, const RedanId *source, const RedanId *target);

/** redan_canvas_install_place: actions that add */
void redan_canvas_install_place (GtkWidgetClass *widget_class);

/** redan_canvas_place_line: puts a new boundary drawn as a line, of the tool @tool, selects it and
 * edits its name. Returns: whether it was made */
gboolean redan_canvas_place_line (RedanCanvas *self,
                                  const char *tool,
                                  const RedanScenePoint *points,
                                  guint n_points);

/* canvas-line.c */

/** redan_canvas_draws_line: Returns: whether the tool in hand draws a line */
gboolean redan_canvas_draws_line (RedanCanvas *self);

/** redan_canvas_dup_hint: Returns: (transfer full) (nullable): what the tool in hand or the flow
 * that is being drawn waits for */
char *redan_canvas_dup_hint (RedanCanvas *self);

/** redan_canvas_take_tool: Returns: (transfer full) (nullable): the tool, which is put down */
char *redan_canvas_take_tool (RedanCanvas *self);

/** redan_canvas_set_connecting: @source (nullable): a flow from there waits for its other end */
void redan_canvas_set_connecting (RedanCanvas *self, const RedanId *source);

/** redan_canvas_add_line_point: adds a point to the line that the tool draws; at rest on the grid
 */
void redan_canvas_add_line_point (RedanCanvas *self, RedanScenePoint at);

/** redan_canvas_finish_line: Returns: whether there was a line of two points or more, and it was
 * made */
gboolean redan_canvas_finish_line (RedanCanvas *self);

/** redan_canvas_draw_line: what there is of the line so far, up to the pointer */
void redan_canvas_draw_line (RedanCanvas *self, cairo_t *cr);

/* canvas-show.c */

/** redan_canvas_create_show_menu: Returns: (transfer full): the other diagrams, to show the
 * selection there */
GMenuModel *redan_canvas_create_show_menu (RedanCanvas *self) G_GNUC_WARN_UNUSED_RESULT;
void redan_canvas_install_show (GtkWidgetClass *widget_class);

/* canvas-blast.c */
void redan_canvas_install_blast (GtkWidgetClass *widget_class);

/** redan_canvas_end_blast: takes its marks away */
void redan_canvas_end_blast (RedanCanvas *self);

/* canvas-actions.c */

/** redan_canvas_install_actions: actions on the selection, with their keys */
void redan_canvas_install_actions (GtkWidgetClass *widget_class);
void redan_canvas_add_keys (RedanCanvas *self);

/** redan_canvas_flush_nudge: makes what the arrow keys moved a command */
void redan_canvas_flush_nudge (RedanCanvas *self);

/* canvas-preview.c */

/**
 * redan_canvas_preview:
 *
 * Finds where boxes and their flows are drawn while the pointer or the arrow keys move them or a
 * layout glides, and lifts them out of the tiles; puts them back when nothing moves.
 */
void redan_canvas_preview (RedanCanvas *self);

/** redan_canvas_lies_in: Returns: whether the object or a boundary around it is one of @ids, a set
 * of RedanId */
gboolean redan_canvas_lies_in (const RedanModel *model, const RedanId *id, GHashTable *ids);

/** redan_canvas_is_moving: Returns: whether @id is drawn by the preview */
gboolean redan_canvas_is_moving (RedanCanvas *self, const RedanId *id);

/* canvas-clipboard.c */
void redan_canvas_install_clipboard (GtkWidgetClass *widget_class);

/* canvas-arrange.c */
void redan_canvas_install_arrange (GtkWidgetClass *widget_class);

/* canvas-editor.c */

/** redan_canvas_edit_name: begins to edit the name of an object in its place */
void redan_canvas_edit_name (RedanCanvas *self, const RedanId *id);

/** redan_canvas_end_edit: @keeps: whether the text becomes the name */
void redan_canvas_end_edit (RedanCanvas *self, gboolean keeps);
void redan_canvas_measure_editor (RedanCanvas *self);
void redan_canvas_allocate_editor (RedanCanvas *self);

/* canvas-menu.c */

/** redan_canvas_show_menu: at a widget point: what can be done with the selection */
void redan_canvas_show_menu (RedanCanvas *self, double x, double y);

/** redan_canvas_pop_up_menu: shows @menu at a widget point */
void redan_canvas_pop_up_menu (RedanCanvas *self, GMenuModel *menu, double x, double y);

G_END_DECLS
