/* SPDX-License-Identifier: Apache-2.0 */
/* Short messages about what was done, with a button that takes it back. */

#pragma once

#include <adwaita.h>

#include "ui/window/workspace.h"

G_BEGIN_DECLS

/** redan_toast_set_overlay: @overlay: where the messages of @window appear while it can be seen, else
 * around what they come from */
void redan_toast_set_overlay (GtkWindow *window, AdwToastOverlay *overlay);

/** redan_toast_find_overlay: Returns: (transfer none) (nullable): where a message about @widget
 * appears; @widget: (nullable) */
AdwToastOverlay *redan_toast_find_overlay (GtkWidget *widget);

/** redan_toast_show: @widget: (nullable): anything inside the window; @text: as data */
void redan_toast_show (GtkWidget *widget, const char *text);

/**
 * redan_toast_show_done:
 * @widget: anything inside the window
 * @text: what was done, as data
 *
 * Shows @text with a button that undoes the last command. It goes away with the next edit, which
 * would be undone instead.
 */
void redan_toast_show_done (GtkWidget *widget, RedanWorkspace *workspace, const char *text);

G_END_DECLS
