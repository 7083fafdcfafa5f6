/* SPDX-License-Identifier: Apache-2.0 */
/* Popovers that outlive what they point at: panes are made anew while a form is open. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * redan_popup_open:
 * @popover: (transfer floating)
 * @widget: what it points at, may go away meanwhile
 * @place: (nullable): part of @widget
 *
 * Opens a popover that belongs to the window and is gone once it is closed.
 */
void redan_popup_open (GtkPopover *popover, GtkWidget *widget, const GdkRectangle *place);

/** redan_popup_unparent_later: takes @popover from its parent once it is closed and its action has
 * run */
void redan_popup_unparent_later (GtkPopover *popover);

G_END_DECLS
