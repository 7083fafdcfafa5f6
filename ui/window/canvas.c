/* SPDX-License-Identifier: Apache-2.0 */
/* The canvas: one diagram of a workspace, with pan, zoom, fit, selection, and a proxy child for
 * each element. */

#include "ui/window/canvas-private.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/report/wording.h"
#include "ui/window/canvas-overlay.h"
#include "ui/window/preferences.h"
#include "ui/window/rows.h"

#define NAME_CHARACTERS 48
#define ZOOM_STEP 1.25

enum
{
  PROPERTY_ZOOM_TEXT = 1,
  PROPERTY_TOOL,
  PROPERTY_HINT,
  PROPERTY_HADJUSTMENT,
  PROPERTY_VADJUSTMENT,
  PROPERTY_HSCROLL_POLICY,
  PROPERTY_VSCROLL_POLICY,
};

G_DEFINE_FINAL_TYPE_WITH_CODE (RedanCanvas,
                               redan_canvas,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE, NULL))

static guint said_signal;

void
redan_canvas_say (RedanCanvas *self, const char *text, gboolean undoes)
{
  g_signal_emit (self, said_signal, 0, text, undoes);
}

static void
load_scene (RedanCanvas *self)
{
  redan_canvas_cancel_drag (self);
  redan_canvas_end_edit (self, FALSE);
  self->hovered = (RedanId){ "" };
  /* Half a line and half a flow belong to the diagram they were begun in; a stencil does not. */
  if (self->line->len > 0 || !redan_id_is_null (&self->connecting))
    redan_canvas_arm (self, NULL);
  redan_canvas_proxies_set_workspace (self->proxies, self->workspace);
  self->scene = self->workspace != NULL ? redan_workspace_get_scene (self->workspace) : NULL;
  redan_tiles_set_scene (self->tiles, self->scene);
  /* Numbers of the old scene mean nothing in this one. */
  g_array_set_size (self->glide_from, 0);
  g_array_set_size (self->moves, 0);
  g_clear_pointer (&self->previews, g_array_unref);
  g_hash_table_remove_all (self->moving);
  redan_tiles_set_lifted (self->tiles, NULL, 0);
  self->fitted = TRUE;
  redan_canvas_settle_view (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
selection_changed_cb (RedanWorkspace *workspace, gpointer user_data)
{
  RedanCanvas *self = REDAN_CANVAS (user_data);

  redan_canvas_end_blast (self);
  redan_canvas_proxies_update (self->proxies);
  if (self->drag.gesture == REDAN_GESTURE_NONE)
    redan_canvas_reveal_selected (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
diagram_changed_cb (RedanWorkspace *workspace, gpointer user_data)
{
  load_scene (REDAN_CANVAS (user_data));
}

/** An edit or a new analysis: the view stays where it is. */
static void
scene_changed_cb (RedanWorkspace *workspace, GArray *changed, gpointer user_data)
{
  RedanCanvas *self = REDAN_CANVAS (user_data);

  self->scene = redan_workspace_get_scene (workspace);
  if (changed != NULL)
    redan_tiles_replace_scene (self->tiles, self->scene, changed);
  else
    redan_tiles_set_scene (self->tiles, self->scene);
  /* What moves is found anew: numbers of the old scene mean nothing. */
  redan_tiles_set_lifted (self->tiles, NULL, 0);
  g_array_set_size (self->moves, 0);
  if (!redan_id_is_null (&self->drag.subject) &&
      redan_scene_find (self->scene, &self->drag.subject) == REDAN_SCENE_NONE)
    redan_canvas_cancel_drag (self);
  redan_canvas_preview (self);
  redan_canvas_proxies_set_workspace (self->proxies, workspace);
  redan_canvas_settle_view (self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
redan_canvas_set_workspace (RedanCanvas *self, RedanWorkspace *workspace)
{
  /* Lives until the tiles have let go of its scene. */
  g_autoptr (RedanWorkspace) old = NULL;

  redan_canvas_settle (self);
  /* A layout of the old model is not for the new one. */
  g_cancellable_cancel (self->layout_cancellable);

  if (self->workspace != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->workspace, self);
      old = g_steal_pointer (&self->workspace);
    }
  if (workspace != NULL)
    {
      self->workspace = g_object_ref (workspace);
      redan_workspace_set_colour_by (workspace, self->options.colour_by);
      g_signal_connect_object (workspace, "selection-changed", G_CALLBACK (selection_changed_cb),
                               self, 0);
      g_signal_connect_object (workspace, "diagram-changed", G_CALLBACK (diagram_changed_cb), self,
                               0);
      g_signal_connect_object (workspace, "scene-changed", G_CALLBACK (scene_changed_cb), self, 0);
      g_signal_connect_object (workspace, "edited", G_CALLBACK (redan_canvas_end_blast), self,
                               G_CONNECT_SWAPPED);
    }
  load_scene (self);
}

void
redan_canvas_set_marks (RedanCanvas *self, const RedanMark *marks, guint n)
{
  if (n == 0 && self->marks->len == 0)
    return;
  g_array_set_size (self->marks, 0);
  self->shows_blast = FALSE;
  if (n > 0)
    g_array_append_vals (self->marks, marks, n);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
redan_canvas_reveal_object (RedanCanvas *self, const RedanId *id)
{
  const RedanSceneLine *line;
  RedanSceneRect extent;

  if (self->scene != NULL && redan_overlay_find (self->scene, id, &extent, &line))
    redan_canvas_reveal (self, &extent);
}

void
redan_canvas_set_colour_by (RedanCanvas *self, RedanColourBy colour_by)
{
  self->options.colour_by = colour_by;
  if (self->workspace != NULL)
    redan_workspace_set_colour_by (self->workspace, colour_by);
  redan_tiles_set_options (self->tiles, &self->options);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

RedanColourBy
redan_canvas_get_colour_by (RedanCanvas *self)
{
  return self->options.colour_by;
}

/** The frames lie above the tiles, and would hide the badges of what is selected. */
static void
draw_badges (RedanCanvas *self, cairo_t *cr)
{
  g_autoptr (GArray) items = g_array_new (FALSE, FALSE, sizeof (guint));
  guint n;
  const RedanId *selection = redan_workspace_get_selection (self->workspace, &n);

  if (redan_tiles_get_detail (self->zoom) > 0)
    return;
  for (guint i = 0; i < n; i++)
    {
      const guint item = redan_scene_find (self->scene, &selection[i]);

      if (item != REDAN_SCENE_NONE && !redan_canvas_is_moving (self, &selection[i]))
        g_array_append_val (items, item);
    }
  redan_paint_badges (self->scene, (const guint *) (gpointer) items->data, items->len, cr,
                      &self->options);
}

/** What is gone since the version that is compared with is drawn where it was. */
static void
draw_ghosts (RedanCanvas *self, cairo_t *cr)
{
  const RedanGhosts *ghosts = self->options.colour_by == REDAN_COLOUR_CHANGES
                                  ? redan_workspace_get_ghosts (self->workspace)
                                  : NULL;
  RedanPaintOptions options = self->options;

  if (ghosts == NULL)
    return;
  options.marks = ghosts->marks;
  redan_paint_items (ghosts->scene, (const guint *) (gpointer) ghosts->items->data,
                     ghosts->items->len, cr, &options);
}

static void
draw_overlay (RedanCanvas *self, cairo_t *cr)
{
  guint n;
  const RedanId *selection = redan_workspace_get_selection (self->workspace, &n);
  const RedanObject *selected = redan_workspace_get_selected (self->workspace);
  const RedanSceneRect *focus = redan_canvas_proxies_get_focus (self->proxies);

  draw_ghosts (self, cr);
  for (guint i = 0; i < n; i++)
    if (!redan_canvas_is_moving (self, &selection[i]))
      redan_overlay_draw_selection (self->scene, &selection[i], self->zoom, cr);
  if (selected != NULL && !redan_canvas_is_moving (self, &selected->id))
    {
      g_autofree char *title =
          redan_object_dup_title (redan_workspace_get_model (self->workspace), selected);
      g_autofree char *name = redan_text_shorten (title, NAME_CHARACTERS);
      const RedanSceneRect view = redan_canvas_get_view (self);

      redan_overlay_draw_name (self->scene, &selected->id, name, &view, self->zoom, cr);
    }
  redan_marks_draw (self->scene, self->marks, self->zoom, cr);
  if (focus != NULL)
    redan_overlay_draw_focus (focus, self->zoom, cr);
  draw_badges (self, cr);
  redan_canvas_draw_editing (self, cr);
}

static gboolean
missing_tiles_cb (gpointer user_data)
{
  RedanCanvas *self = REDAN_CANVAS (user_data);

  self->frame_source = 0;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  return G_SOURCE_REMOVE;
}

/** What is asked for while a frame is drawn would be forgotten at its end. */
static void
ask_for_frame (RedanCanvas *self)
{
  if (self->frame_source == 0)
    self->frame_source = g_idle_add (missing_tiles_cb, self);
}

/** The overlay changes with every frame of a drag: a node no larger than what it shows keeps the
 * rest of the view as it is. */
static void
snapshot_overlay (RedanCanvas *self, GtkSnapshot *snapshot, double x, double y)
{
  cairo_surface_t *recording = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, NULL);
  cairo_t *cr = cairo_create (recording);
  graphene_rect_t bounds, view;
  double left, top, width, height;

  cairo_translate (cr, -x, -y);
  cairo_scale (cr, self->zoom, self->zoom);
  draw_overlay (self, cr);
  cairo_destroy (cr);
  cairo_recording_surface_ink_extents (recording, &left, &top, &width, &height);
  graphene_rect_init (&bounds, (float) floor (left) - 1, (float) floor (top) - 1,
                      (float) ceil (width) + 3, (float) ceil (height) + 3);
  graphene_rect_init (&view, 0, 0, (float) gtk_widget_get_width (GTK_WIDGET (self)),
                      (float) gtk_widget_get_height (GTK_WIDGET (self)));
  if (width > 0 && height > 0 && graphene_rect_intersection (&bounds, &view, &bounds))
    {
      cr = gtk_snapshot_append_cairo (snapshot, &bounds);
      cairo_set_source_surface (cr, recording, 0, 0);
      cairo_paint (cr);
      cairo_destroy (cr);
    }
  cairo_surface_destroy (recording);
}

static void
redan_canvas_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  RedanCanvas *self = REDAN_CANVAS (widget);
  const int width = gtk_widget_get_width (widget);
  const int height = gtk_widget_get_height (widget);
  const double x = floor (redan_canvas_get_offset (self, 0));
  const double y = floor (redan_canvas_get_offset (self, 1));
  const graphene_rect_t view = GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height);

  gtk_snapshot_push_clip (snapshot, &view);
  if (!redan_tiles_snapshot (self->tiles, snapshot, self->zoom,
                             gtk_widget_get_scale_factor (widget), x, y, width, height,
                             self->settle_source == 0))
    ask_for_frame (self);
  if (self->scene != NULL && self->workspace != NULL)
    snapshot_overlay (self, snapshot, x, y);
  if (self->editor != NULL)
    gtk_widget_snapshot_child (widget, self->editor, snapshot);
  gtk_snapshot_pop (snapshot);
}

static void
redan_canvas_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  RedanCanvas *self = REDAN_CANVAS (widget);

  if (width != self->width || height != self->height)
    {
      self->width = width;
      self->height = height;
      redan_canvas_settle_view (self);
    }
  redan_canvas_proxies_allocate (self->proxies, self->zoom, redan_canvas_get_offset (self, 0),
                                 redan_canvas_get_offset (self, 1));
  redan_canvas_allocate_editor (self);
  /* Else the menu keeps the size that it had before its style was known. */
  if (self->menu != NULL)
    gtk_popover_present (GTK_POPOVER (self->menu));
}

static void
redan_canvas_measure (GtkWidget *widget,
                      GtkOrientation orientation,
                      int for_size,
                      int *minimum,
                      int *natural,
                      int *minimum_baseline,
                      int *natural_baseline)
{
  RedanCanvas *self = REDAN_CANVAS (widget);

  redan_canvas_proxies_measure (self->proxies, orientation);
  redan_canvas_measure_editor (self);
  *minimum = 120;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 800 : 480;
}

/** Tab goes from the canvas to its elements in reading order and then on; GTK's own order follows
 * the middles of the boxes. Arrows go where they point. */
static gboolean
redan_canvas_focus (GtkWidget *widget, GtkDirectionType direction)
{
  RedanCanvas *self = REDAN_CANVAS (widget);
  const gboolean forward = direction == GTK_DIR_TAB_FORWARD;
  const gboolean inside = redan_canvas_proxies_get_focus (self->proxies) != NULL;
  const RedanSceneRect *focus = NULL;
  gboolean moved;

  if (!forward && direction != GTK_DIR_TAB_BACKWARD)
    moved = GTK_WIDGET_CLASS (redan_canvas_parent_class)->focus (widget, direction);
  else if (gtk_widget_is_focus (widget))
    moved = forward && redan_canvas_proxies_step (self->proxies, TRUE);
  else if (!inside && forward)
    moved = gtk_widget_grab_focus (widget);
  else
    moved = redan_canvas_proxies_step (self->proxies, forward) ||
            (!forward && gtk_widget_grab_focus (widget));
  focus = redan_canvas_proxies_get_focus (self->proxies);
  if (moved && focus != NULL)
    redan_canvas_reveal (self, focus);
  return moved;
}

static gboolean
scroll_cb (GtkEventControllerScroll *controller, double dx, double dy, gpointer user_data)
{
  RedanCanvas *self = REDAN_CANVAS (user_data);

  if ((gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller)) &
       GDK_CONTROL_MASK) == 0)
    return FALSE;
  redan_canvas_zoom_about (self, self->zoom * pow (ZOOM_STEP, -dy), self->pointer_x,
                           self->pointer_y);
  return TRUE;
}

static void
pinch_begin_cb (GtkGesture *gesture, GdkEventSequence *sequence, gpointer user_data)
{
  RedanCanvas *self = REDAN_CANVAS (user_data);

  self->pinch_zoom = self->zoom;
}

static void
pinch_cb (GtkGestureZoom *gesture, double scale, gpointer user_data)
{
  RedanCanvas *self = REDAN_CANVAS (user_data);
  double x = self->pointer_x;
  double y = self->pointer_y;

  gtk_gesture_get_bounding_box_center (GTK_GESTURE (gesture), &x, &y);
  redan_canvas_zoom_about (self, self->pinch_zoom * scale, x, y);
}

static gboolean
query_tooltip_cb (
    GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip, gpointer user_data)
{
  RedanCanvas *self = REDAN_CANVAS (widget);
  RedanHit hit;
  RedanId id;
  const RedanObject *object = NULL;
  g_autofree char *title = NULL;
  g_autofree char *tip = NULL;

  if (self->scene == NULL || keyboard || self->drag.gesture != REDAN_GESTURE_NONE)
    return FALSE;
  hit = redan_scene_hit (self->scene, (x + redan_canvas_get_offset (self, 0)) / self->zoom,
                         (y + redan_canvas_get_offset (self, 1)) / self->zoom,
                         REDAN_HIT_PIXELS / self->zoom, &id);
  /* The name of an element can be read, unless all is small. */
  if (hit != REDAN_HIT_FLOW && (hit != REDAN_HIT_ELEMENT || self->zoom >= REDAN_READABLE_ZOOM))
    return FALSE;
  object = redan_model_lookup (redan_workspace_get_model (self->workspace), &id);
  if (object == NULL)
    return FALSE;
  title = redan_object_dup_title (redan_workspace_get_model (self->workspace), object);
  tip = redan_text_shorten (title, REDAN_SHORT_TEXT);
  gtk_tooltip_set_text (tooltip, tip);
  return TRUE;
}

static void
zoom_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RedanCanvas *self = REDAN_CANVAS (widget);

  if (g_str_equal (name, "canvas.fit"))
    redan_canvas_fit (self);
  else if (g_str_equal (name, "canvas.zoom-normal"))
    redan_canvas_zoom_about_middle (self, 1.0);
  else
    redan_canvas_zoom_about_middle (self, g_str_equal (name, "canvas.zoom-in")
                                              ? self->zoom * ZOOM_STEP
                                              : self->zoom / ZOOM_STEP);
}

static void
theme_changed_cb (RedanCanvas *self)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  self->options.dark = adw_style_manager_get_dark (manager);
  self->options.high_contrast = adw_style_manager_get_high_contrast (manager);
  redan_tiles_set_options (self->tiles, &self->options);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
redan_canvas_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  RedanCanvas *self = REDAN_CANVAS (object);

  switch (id)
    {
    case PROPERTY_ZOOM_TEXT:
      g_value_take_string (value, g_strdup_printf ("%d %%", (int) (self->zoom * 100 + 0.5)));
      break;
    case PROPERTY_TOOL:
      g_value_set_string (value, self->tool);
      break;
    case PROPERTY_HINT:
      g_value_take_string (value, redan_canvas_dup_hint (self));
      break;
    case PROPERTY_HADJUSTMENT:
    case PROPERTY_VADJUSTMENT:
      g_value_set_object (value, self->adjustments[id - PROPERTY_HADJUSTMENT]);
      break;
    case PROPERTY_HSCROLL_POLICY:
    case PROPERTY_VSCROLL_POLICY:
      g_value_set_enum (value, self->policies[id - PROPERTY_HSCROLL_POLICY]);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
redan_canvas_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  RedanCanvas *self = REDAN_CANVAS (object);

  switch (id)
    {
    case PROPERTY_HADJUSTMENT:
    case PROPERTY_VADJUSTMENT:
      redan_canvas_set_adjustment (self, id - PROPERTY_HADJUSTMENT, g_value_get_object (value));
      break;
    case PROPERTY_HSCROLL_POLICY:
    case PROPERTY_VSCROLL_POLICY:
      self->policies[id - PROPERTY_HSCROLL_POLICY] = g_value_get_enum (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
redan_canvas_dispose (GObject *object)
{
  RedanCanvas *self = REDAN_CANVAS (object);

  g_clear_handle_id (&self->settle_source, g_source_remove);
  g_clear_handle_id (&self->zoom_source, g_source_remove);
  g_clear_handle_id (&self->frame_source, g_source_remove);
  g_clear_handle_id (&self->nudge_source, g_source_remove);
  redan_canvas_end_edit (self, FALSE);
  redan_canvas_end_blast (self);
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  g_cancellable_cancel (self->layout_cancellable);
  g_clear_object (&self->layout_cancellable);
  g_clear_object (&self->glide);
  g_clear_pointer (&self->proxies, redan_canvas_proxies_free);
  if (self->workspace != NULL)
    g_signal_handlers_disconnect_by_data (self->workspace, self);
  redan_tiles_set_scene (self->tiles, NULL);
  self->scene = NULL;
  g_clear_object (&self->workspace);
  redan_canvas_set_adjustment (self, 0, NULL);
  redan_canvas_set_adjustment (self, 1, NULL);
  G_OBJECT_CLASS (redan_canvas_parent_class)->dispose (object);
}

static void
redan_canvas_finalize (GObject *object)
{
  RedanCanvas *self = REDAN_CANVAS (object);

  g_clear_pointer (&self->tiles, redan_tiles_free);
  g_clear_pointer (&self->tool, g_free);
  redan_drag_clear (&self->drag);
  g_array_unref (self->line);
  g_array_unref (self->glide_from);
  g_array_unref (self->marks);
  g_array_unref (self->moves);
  g_array_unref (self->nudged);
  g_hash_table_unref (self->moving);
  g_clear_pointer (&self->previews, g_array_unref);
  G_OBJECT_CLASS (redan_canvas_parent_class)->finalize (object);
}

static void
redan_canvas_class_init (RedanCanvasClass *klass)
{
  static const char *const texts[] = { "zoom-text", "tool", "hint" };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = redan_canvas_dispose;
  object_class->finalize = redan_canvas_finalize;
  object_class->get_property = redan_canvas_get_property;
  object_class->set_property = redan_canvas_set_property;
  widget_class->snapshot = redan_canvas_snapshot;
  widget_class->size_allocate = redan_canvas_size_allocate;
  widget_class->measure = redan_canvas_measure;
  widget_class->focus = redan_canvas_focus;
  gtk_widget_class_set_css_name (widget_class, "canvas");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_object_class_install_property (
        object_class, PROPERTY_ZOOM_TEXT + i,
        g_param_spec_string (texts[i], NULL, NULL, NULL,
                             G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
  g_object_class_override_property (object_class, PROPERTY_HADJUSTMENT, "hadjustment");
  g_object_class_override_property (object_class, PROPERTY_VADJUSTMENT, "vadjustment");
  g_object_class_override_property (object_class, PROPERTY_HSCROLL_POLICY, "hscroll-policy");
  g_object_class_override_property (object_class, PROPERTY_VSCROLL_POLICY, "vscroll-policy");

  gtk_widget_class_install_action (widget_class, "canvas.zoom-in", NULL, zoom_action);
  gtk_widget_class_install_action (widget_class, "canvas.zoom-out", NULL, zoom_action);
  gtk_widget_class_install_action (widget_class, "canvas.zoom-normal", NULL, zoom_action);
  gtk_widget_class_install_action (widget_class, "canvas.fit", NULL, zoom_action);
  said_signal = g_signal_new ("said", REDAN_TYPE_CANVAS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                              G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_BOOLEAN);
  redan_canvas_install_actions (widget_class);
  redan_canvas_install_place (widget_class);
  redan_canvas_install_clipboard (widget_class);
  redan_canvas_install_arrange (widget_class);
  redan_canvas_install_show (widget_class);
  redan_canvas_install_blast (widget_class);
}

static void
preferences_changed_cb (RedanCanvas *self)
{
  GSettings *preferences = redan_preferences_get_default ();
  const int size = g_settings_get_int (preferences, REDAN_PREFERENCE_GRID_SIZE);

  self->grid =
      g_settings_get_boolean (preferences, REDAN_PREFERENCE_SNAP_TO_GRID) ? MAX (size, 1) : 0;
  self->snaps_to_neighbours =
      g_settings_get_boolean (preferences, REDAN_PREFERENCE_SNAP_TO_NEIGHBOURS);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
redan_canvas_init (RedanCanvas *self)
{
  GtkGesture *pinch = gtk_gesture_zoom_new ();
  GtkEventController *scroll =
      gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  AdwStyleManager *manager = adw_style_manager_get_default ();

  self->zoom = 1.0;
  self->pointer_x = -1;
  self->pointer_y = -1;
  self->tiles = redan_tiles_new ();
  self->marks = g_array_new (FALSE, FALSE, sizeof (RedanMark));
  self->proxies = redan_canvas_proxies_new (GTK_WIDGET (self));
  self->options.colour_by = REDAN_COLOUR_RISK;
  redan_drag_init (&self->drag);
  self->line = g_array_new (FALSE, FALSE, sizeof (RedanScenePoint));
  self->glide_from = g_array_new (FALSE, FALSE, sizeof (RedanGlide));
  self->moves = g_array_new (FALSE, FALSE, sizeof (RedanSceneMove));
  self->nudged = g_array_new (FALSE, FALSE, sizeof (RedanId));
  self->moving = g_hash_table_new (redan_id_hash, redan_id_equal);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Diagram"), -1);
  g_signal_connect (self, "query-tooltip", G_CALLBACK (query_tooltip_cb), NULL);

  /* The controllers belong to the widget, so they cannot outlive it. */
  g_signal_connect (pinch, "begin", G_CALLBACK (pinch_begin_cb), self);
  g_signal_connect (pinch, "scale-changed", G_CALLBACK (pinch_cb), self);
  g_signal_connect (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (pinch));
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);
  redan_canvas_add_pointer (self);
  redan_canvas_add_drop (self);
  redan_canvas_add_keys (self);

  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (theme_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (theme_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (redan_preferences_get_default (), "changed",
                           G_CALLBACK (preferences_changed_cb), self, G_CONNECT_SWAPPED);
  theme_changed_cb (self);
  preferences_changed_cb (self);
}

GtkWidget *
redan_canvas_new (void)
{
  return g_object_new (REDAN_TYPE_CANVAS, NULL);
}
