/* SPDX-License-Identifier: Apache-2.0 */
/* Controls of the catalogue planned or put in place with one press, and what is said about it. */

#pragma once

#include <gtk/gtk.h>

#include "ui/window/workspace.h"

G_BEGIN_DECLS

/**
 * redan_apply_controls:
 * @widget: inside the window
 * @controls: (array length=n)
 * @in_place: whether they are put in place, else planned
 *
 * One command, wherever the controls apply.
 *
 * Returns: whether anything changed
 */
gboolean redan_apply_controls (GtkWidget *widget,
                               RedanWorkspace *workspace,
                               const guint32 *controls,
                               guint n,
                               gboolean in_place);

G_END_DECLS
