/* SPDX-License-Identifier: Apache-2.0 */
/* The pointer on the canvas: clicks choose, drags edit, the wheel and fingers zoom. */

#include <math.h>

#include "ui/window/canvas-private.h"

/** A press that moves less stays a click. */
#define CLICK_PIXELS 4.0

void
redan_drag_init (RedanDrag *self)
{
  self->moved = g_array_new (FALSE, FALSE, sizeof (RedanId));
  self->moved_set = g_hash_table_new (redan_id_hash, redan_id_equal);
  self->chosen = g_array_new (FALSE, FALSE, sizeof (RedanId));
  self->kept = g_array_new (FALSE, FALSE, sizeof (RedanId));
  self->bends = g_array_new (FALSE, FALSE, sizeof (RedanScenePoint));
  self->guides = g_array_new (FALSE, FALSE, sizeof (RedanGuide));
}

void
redan_drag_clear (RedanDrag *self)
{
  g_clear_pointer (&self->moved_set, g_hash_table_unref);
  g_clear_pointer (&self->moved, g_array_unref);
  g_clear_pointer (&self->chosen, g_array_unref);
  g_clear_pointer (&self->kept, g_array_unref);
  g_clear_pointer (&self->bends, g_array_unref);
  g_clear_pointer (&self->guides, g_array_unref);
}

static void
end_drag (RedanCanvas *self)
{
  RedanDrag *drag = &self->drag;

  drag->gesture = REDAN_GESTURE_NONE;
  drag->target = (RedanId){ "" };
  g_hash_table_remove_all (drag->moved_set);
  g_array_set_size (drag->moved, 0);
  g_array_set_size (drag->chosen, 0);
  g_array_set_size (drag->kept, 0);
  g_array_set_size (drag->bends, 0);
  g_array_set_size (drag->guides, 0);
  redan_canvas_preview (self);
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), self->space_down ? "grab" : NULL);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

gboolean
redan_canvas_cancel_drag (RedanCanvas *self)
{
  if (self->drag.gesture == REDAN_GESTURE_NONE)
    return FALSE;
  end_drag (self);
  return TRUE;
}

static gboolean
has_modifier (GtkGesture *gesture, GdkModifierType modifier)
{
  return (gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture)) &
          modifier) != 0;
}

static void
drag_begin_cb (GtkGestureDrag *gesture, double x, double y, gpointer user_data)
{
  RedanCanvas *self = REDAN_CANVAS (user_data);
  RedanDrag *drag = &self->drag;
  const guint button = gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture));

  if (self->scene == NULL || self->workspace == NULL)
    return;
  redan_canvas_end_edit (self, TRUE);
  redan_canvas_flush_nudge (self);
  gtk_widget_grab_focus (GTK_WIDGET (self));
  drag->widget_x = x;
  drag->widget_y = y;
  drag->press = redan_canvas_to_scene (self, x, y);
  drag->now = drag->press;
  drag->scroll_x = redan_canvas_get_offset (self, 0);
  drag->scroll_y = redan_canvas_get_offset (self, 1);
  drag->extends = has_modifier (GTK_GESTURE (gesture), GDK_CONTROL_MASK | GDK_SHIFT_MASK);
  drag->gesture =
      button == GDK_BUTTON_MIDDLE || self->space_down ? REDAN_GESTURE_PAN : REDAN_GESTURE_PRESSED;
  drag->handle = redan_canvas_find_handle (self, drag->press);
  drag->subject = (RedanId){ "" };
  drag->hit = redan_scene_hit (self->scene, drag->press.x, drag->press.y,
                               REDAN_HIT_PIXELS / self->zoom, &drag->subject);
}

static void
pan (RedanCanvas *self, double dx, double dy)
{
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "grabbing");
  if (self->adjustments[0] != NULL)
    gtk_adjustment_set_value (self->adjustments[0], self->drag.scroll_x - dx);
  if (self->adjustments[1] != NULL)
    gtk_adjustment_set_value (self->adjustments[1], self->drag.scroll_y - dy);
}

static void
drag_update_cb (GtkGestureDrag *gesture, double dx, double dy, gpointer user_data)
{
  RedanCanvas *self = REDAN_CANVAS (user_data);
  RedanDrag *drag = &self->drag;

  if (drag->gesture == REDAN_GESTURE_NONE)
    return;
  if (drag->gesture == REDAN_GESTURE_PAN)
    {
      pan (self, dx, dy);
      return;
    }
  if (drag->gesture == REDAN_GESTURE_PRESSED)
    {
      if (fabs (dx) < CLICK_PIXELS && fabs (dy) < CLICK_PIXELS)
        return;
      redan_canvas_begin_drag (self);
    }
  drag->now = redan_canvas_to_scene (self, drag->widget_x + dx, drag->widget_y + dy);
  redan_canvas_update_drag (self, has_modifier (GTK_GESTURE (gesture), GDK_ALT_MASK));
  redan_canvas_preview (self);
}

/** What a click does: it ends a flow begun with the keyboard, uses the tool, or chooses. */
static void
click (RedanCanvas *self)
{
  const RedanDrag *drag = &self->drag;
  const RedanId subject = drag->subject;
  const RedanId source = self->connecting;

  if (!redan_id_is_null (&source))
    {
      redan_canvas_set_connecting (self, NULL);
      if (drag->hit == REDAN_HIT_ELEMENT)
        redan_canvas_connect (self, &source, &subject);
      return;
    }
  if (redan_canvas_draws_line (self))
    {
      redan_canvas_add_line_point (self, drag->press);
      return;
    }
  if (self->tool != NULL)
    {
      RedanSceneRect rect = redan_canvas_get_tool_size (self, self->tool);
      g_autofree char *tool = redan_canvas_take_tool (self);

      rect.x = drag->press.x - rect.width / 2;
      rect.y = drag->press.y - rect.height / 2;
      redan_canvas_place (self, tool, &rect);
      return;
    }
  if (drag->hit == REDAN_HIT_NOTHING)
    {
      if (!drag->extends)
        redan_workspace_select_object (self->workspace, NULL);
    }
  else if (drag->extends)
    redan_workspace_toggle_object (self->workspace, &subject);
  else
    redan_workspace_select_object (self->workspace, &subject);
}

static void
drag_end_cb (GtkGestureDrag *gesture, double dx, double dy, gpointer user_data)
{
  RedanCanvas *self = REDAN_CANVAS (user_data);
  const RedanGesture ended = self->drag.gesture;

  if (ended == REDAN_GESTURE_NONE)
    return;
  if (ended == REDAN_GESTURE_PRESSED)
    click (self);
  else if (ended != REDAN_GESTURE_PAN)
    redan_canvas_finish_drag (self);
  end_drag (self);
  redan_canvas_hover (
      self, redan_canvas_to_scene (self, self->drag.widget_x + dx, self->drag.widget_y + dy));
}

static void
drag_cancel_cb (GtkGesture *gesture, GdkEventSequence *sequence, gpointer user_data)
{
  redan_canvas_cancel_drag (REDAN_CANVAS (user_data));
}

static void
pressed_cb (GtkGestureClick *gesture, int n_press, double x, double y, gpointer user_data)
{
  RedanCanvas *self = REDAN_CANVAS (user_data);
  const guint button = gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture));
  const RedanScenePoint at = redan_canvas_to_scene (self, x, y);
  RedanId id;
  RedanHit hit;

  if (self->scene == NULL)
    return;
  hit = redan_scene_hit (self->scene, at.x, at.y, REDAN_HIT_PIXELS / self->zoom, &id);
  if (button == GDK_BUTTON_SECONDARY)
    {
      redan_canvas_end_edit (self, TRUE);
      gtk_widget_grab_focus (GTK_WIDGET (self));
      if (hit == REDAN_HIT_NOTHING)
        redan_workspace_select_object (self->workspace, NULL);
      else if (!redan_workspace_is_selected (self->workspace, &id))
        redan_workspace_select_object (self->workspace, &id);
      redan_canvas_show_menu (self, x, y);
    }
  else if (button == GDK_BUTTON_PRIMARY && n_press == 2 && redan_canvas_draws_line (self))
    {
      redan_canvas_cancel_drag (self);
      redan_canvas_finish_line (self);
    }
  else if (button == GDK_BUTTON_PRIMARY && n_press == 2 && hit != REDAN_HIT_NOTHING)
    {
      /* The second press is no drag of what is being named. */
      redan_canvas_cancel_drag (self);
      redan_workspace_select_object (self->workspace, &id);
      redan_canvas_edit_name (self, &id);
    }
}

static void
motion_cb (GtkEventControllerMotion *controller, double x, double y, gpointer user_data)
{
  RedanCanvas *self = REDAN_CANVAS (user_data);

  self->pointer_x = x;
  self->pointer_y = y;
  self->menu_used = self->menu_used && self->menu != NULL;
  if (self->drag.gesture == REDAN_GESTURE_NONE)
    redan_canvas_hover (self, redan_canvas_to_scene (self, x, y));
  if (self->tool != NULL || !redan_id_is_null (&self->connecting))
    gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
left_cb (GtkEventControllerMotion *controller, gpointer user_data)
{
  RedanCanvas *self = REDAN_CANVAS (user_data);

  self->pointer_x = -1;
  self->pointer_y = -1;
  if (redan_id_is_null (&self->hovered))
    return;
  self->hovered = (RedanId){ "" };
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint key,
                guint code,
                GdkModifierType state,
                gpointer user_data)
{
  RedanCanvas *self = REDAN_CANVAS (user_data);

  /* Space on an element chooses it; on the canvas itself it makes the pointer a hand. */
  if (key != GDK_KEY_space || (state & GDK_CONTROL_MASK) != 0 ||
      !gtk_widget_has_focus (GTK_WIDGET (self)))
    return FALSE;
  self->space_down = TRUE;
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "grab");
  return TRUE;
}

static void
key_released_cb (GtkEventControllerKey *controller,
                 guint key,
                 guint code,
                 GdkModifierType state,
                 gpointer user_data)
{
  RedanCanvas *self = REDAN_CANVAS (user_data);

  if (key != GDK_KEY_space)
    return;
  self->space_down = FALSE;
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), NULL);
}

static void
focus_left_cb (GtkEventControllerFocus *controller, gpointer user_data)
{
  REDAN_CANVAS (user_data)->space_down = FALSE;
}

static void
add_drag (RedanCanvas *self, guint button)
{
  GtkGesture *drag = gtk_gesture_drag_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (drag), button);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  g_signal_connect (drag, "cancel", G_CALLBACK (drag_cancel_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
}

void
redan_canvas_add_pointer (RedanCanvas *self)
{
  GtkGesture *click = gtk_gesture_click_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();

  /* The controllers belong to the widget, so they cannot outlive it. */
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), 0);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect (motion, "leave", G_CALLBACK (left_cb), self);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  g_signal_connect (keys, "key-released", G_CALLBACK (key_released_cb), self);
  g_signal_connect (focus, "leave", G_CALLBACK (focus_left_cb), self);
  /* What is added last hears first: a double click must end the drag that its press began. */
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  add_drag (self, GDK_BUTTON_PRIMARY);
  add_drag (self, GDK_BUTTON_MIDDLE);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
}
