/* SPDX-License-Identifier: Apache-2.0 */
/* Popovers that outlive what they point at: panes are made anew while a form is open. */

#include "ui/window/popup.h"

#include <adwaita.h>

/** The pointer may have been told to the popover once more after it was closed, and then stays its
 * until it moves: GTK 4.8 reads the surface of what the pointer is on, and would crash. What is
 * insensitive gives the pointer up. */
static gboolean
unparent_cb (gpointer user_data)
{
  gtk_widget_set_sensitive (GTK_WIDGET (user_data), FALSE);
  gtk_widget_unparent (GTK_WIDGET (user_data));
  return G_SOURCE_REMOVE;
}

void
redan_popup_unparent_later (GtkPopover *popover)
{
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, unparent_cb, g_object_ref (popover), g_object_unref);
}

static void
closed_cb (GtkPopover *popover)
{
  GtkWidget *before = g_object_get_data (G_OBJECT (popover), "focus-before");
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (popover));

  /* Who works with keys goes on where the form was opened. */
  if (before != NULL && root != NULL && gtk_widget_get_root (before) == root)
    gtk_widget_grab_focus (before);
  redan_popup_unparent_later (popover);
}

void
redan_popup_open (GtkPopover *popover, GtkWidget *widget, const GdkRectangle *place)
{
  GtkWidget *host = gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY);
  GdkRectangle at = { 0, 0, 1, 1 };
  graphene_rect_t bounds;
  graphene_point_t corner = GRAPHENE_POINT_INIT_ZERO;
  GtkWidget *focus = NULL;

  if (host == NULL)
    host = widget;
  if (gtk_widget_compute_bounds (widget, host, &bounds))
    at = (GdkRectangle){ (int) bounds.origin.x, (int) bounds.origin.y, (int) bounds.size.width,
                         (int) bounds.size.height };
  if (place != NULL &&
      gtk_widget_compute_point (widget, host,
                                &GRAPHENE_POINT_INIT ((float) place->x, (float) place->y), &corner))
    at = (GdkRectangle){ (int) corner.x, (int) corner.y, place->width, place->height };
  gtk_widget_set_parent (GTK_WIDGET (popover), host);
  gtk_popover_set_pointing_to (popover, &at);
  g_signal_connect (popover, "closed", G_CALLBACK (closed_cb), NULL);
  /* A window that is closed with the form open must not leave it behind. */
  g_signal_connect_object (host, "destroy", G_CALLBACK (gtk_widget_unparent), popover,
                           G_CONNECT_SWAPPED);
  if (gtk_widget_get_root (widget) != NULL)
    focus = gtk_root_get_focus (gtk_widget_get_root (widget));
  if (focus != NULL)
    g_object_set_data_full (G_OBJECT (popover), "focus-before", g_object_ref (focus),
                            g_object_unref);
  gtk_popover_popup (popover);
}
