/* SPDX-License-Identifier: Apache-2.0 */
/* The proxy of an element on the canvas: draws nothing, but can be focused, read and acted upon. */

#include "ui/window/canvas-item.h"

struct _RedanCanvasItem
{
  GtkWidget parent_instance;
  RedanId id;
  char *name;
  char *description;
  gboolean selected;
};

G_DEFINE_FINAL_TYPE (RedanCanvasItem, redan_canvas_item, GTK_TYPE_WIDGET)

static guint chosen_signal;

static void
choose_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_signal_emit (widget, chosen_signal, 0);
}

static void
redan_canvas_item_finalize (GObject *object)
{
  RedanCanvasItem *self = REDAN_CANVAS_ITEM (object);

  g_free (self->name);
  g_free (self->description);
  G_OBJECT_CLASS (redan_canvas_item_parent_class)->finalize (object);
}

static void
redan_canvas_item_class_init (RedanCanvasItemClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = redan_canvas_item_finalize;
  chosen_signal = g_signal_new ("chosen", REDAN_TYPE_CANVAS_ITEM, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_css_name (widget_class, "canvasitem");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST_ITEM);
  gtk_widget_class_install_action (widget_class, "element.select", NULL, choose_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_space, 0, "element.select", NULL);
}

static void
redan_canvas_item_init (RedanCanvasItem *self)
{
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  /* Clicks go to the canvas below. */
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
}

GtkWidget *
redan_canvas_item_new (const RedanId *id)
{
  RedanCanvasItem *self = g_object_new (REDAN_TYPE_CANVAS_ITEM, NULL);

  self->id = *id;
  return GTK_WIDGET (self);
}

void
redan_canvas_item_describe (RedanCanvasItem *self, const char *name, const char *description)
{
  /* Screen readers are told of news only. */
  if (g_strcmp0 (self->name, name) == 0 && g_strcmp0 (self->description, description) == 0)
    return;
  g_free (self->name);
  self->name = g_strdup (name);
  g_free (self->description);
  self->description = g_strdup (description);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description, -1);
}

const RedanId *
redan_canvas_item_get_id (RedanCanvasItem *self)
{
  return &self->id;
}

void
redan_canvas_item_set_selected (RedanCanvasItem *self, gboolean selected)
{
  if (self->selected == selected)
    return;
  self->selected = selected;
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_SELECTED, selected, -1);
}
