/* SPDX-License-Identifier: Apache-2.0 */
/* The window that shows and changes the preferences. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/** redan_preferences_window_new: Returns: (transfer floating): a window over @parent; what is
 * changed in it holds at once in all windows */
GtkWindow *redan_preferences_window_new (GtkWindow *parent);

/** redan_preferences_follow_appearance: lets the application be light or dark as preferred, now and
 * whenever that changes */
void redan_preferences_follow_appearance (void);

G_END_DECLS
