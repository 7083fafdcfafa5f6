/* SPDX-License-Identifier: Apache-2.0 */
/* Whether a button of the pointer is down on a widget: what is pressed must not be replaced before
 * it is let go, or the click is lost. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct _RedanPressWatch RedanPressWatch;

/**
 * redan_press_watch_new:
 * @widget: lives longer than @user_data is used; the watch goes with it
 * @released: called after the release was handled
 *
 * Returns: (transfer none): the watch
 */
RedanPressWatch *redan_press_watch_new (GtkWidget *widget,
                                        void (*released) (gpointer user_data),
                                        gpointer user_data);

/** redan_press_watch_is_down: Returns: whether a button went down on the widget and is not up again
 */
gboolean redan_press_watch_is_down (const RedanPressWatch *self);

G_END_DECLS
