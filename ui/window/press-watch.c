/* SPDX-License-Identifier: Apache-2.0 */
/* Whether a button of the pointer is down on a widget: what is pressed must not be replaced before
 * it is let go, or the click is lost. */

#include "ui/window/press-watch.h"

#define BUTTONS (GDK_BUTTON1_MASK | GDK_BUTTON2_MASK | GDK_BUTTON3_MASK)

struct _RedanPressWatch
{
  void (*released) (gpointer user_data);
  gpointer user_data;
  gboolean is_down;
  guint source;
};

static void
watch_free (gpointer data)
{
  RedanPressWatch *self = data;

  g_clear_handle_id (&self->source, g_source_remove);
  g_free (self);
}

static gboolean
released_cb (gpointer user_data)
{
  RedanPressWatch *self = user_data;

  self->source = 0;
  self->released (self->user_data);
  return G_SOURCE_REMOVE;
}

/** Sees every event before the gestures, which may claim it. A release that goes to somebody else
 * is noticed with the next event that comes without a button. */
static gboolean
event_cb (GtkEventControllerLegacy *controller, GdkEvent *event, gpointer user_data)
{
  RedanPressWatch *self = user_data;
  const GdkEventType type = gdk_event_get_event_type (event);
  const gboolean was_down = self->is_down;

  if (type == GDK_BUTTON_PRESS)
    self->is_down = TRUE;
  else if (type == GDK_BUTTON_RELEASE ||
           ((type == GDK_MOTION_NOTIFY || type == GDK_ENTER_NOTIFY || type == GDK_KEY_PRESS) &&
            (gdk_event_get_modifier_state (event) & BUTTONS) == 0))
    self->is_down = FALSE;
  if (was_down && !self->is_down && self->source == 0)
    self->source = g_idle_add (released_cb, self);
  return GDK_EVENT_PROPAGATE;
}

RedanPressWatch *
redan_press_watch_new (GtkWidget *widget, void (*released) (gpointer user_data), gpointer user_data)
{
  GtkEventController *controller = gtk_event_controller_legacy_new ();
  RedanPressWatch *self = g_new0 (RedanPressWatch, 1);

  self->released = released;
  self->user_data = user_data;
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect (controller, "event", G_CALLBACK (event_cb), self);
  g_object_set_data_full (G_OBJECT (widget), "press-watch", self, watch_free);
  gtk_widget_add_controller (widget, controller);
  return self;
}

gboolean
redan_press_watch_is_down (const RedanPressWatch *self)
{
  return self->is_down;
}
