/* SPDX-License-Identifier: Apache-2.0 */
/* Controls of the catalogue planned or put in place with one press, and what is said about it. */

#pragma once

#include <gtk/gtk.h>

#include "ui/window/workspace.h"

G_BEGIN_DECLS

/**
 * redan_apply_controls_async:
 * @widget: inside the window; it may go away meanwhile
 * @controls: (array length=n)
 * @in_place: whether they are put in place, else planned
 * @callback: (nullable)
 *
 * One command, wherever the controls apply. Several are put in place in a thread, as each takes an
 * analysis; the window shows it and offers to cancel. What was edited meanwhile stays: where both
 * changed the same the command is refused.
 */
void redan_apply_controls_async (GtkWidget *widget,
                                 RedanWorkspace *workspace,
                                 const guint32 *controls,
                                 guint n,
                                 gboolean in_place,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);

/** redan_apply_controls_finish: Returns: whether anything changed; otherwise it was said why not */
gboolean redan_apply_controls_finish (GAsyncResult *result);

G_END_DECLS
