/* SPDX-License-Identifier: Apache-2.0 */
/* A short list of threats in a list box. Private to this folder. */

#pragma once

#include "ui/window/workspace.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * redan_threat_list_refresh:
 * @id: (nullable): the object they stand on; %NULL: of the whole model
 * @shape: what the list shows now; kept by the caller, %NULL at first
 *
 * Brings a list of at most @limit threats up to date, the highest first.
 *
 * Returns: how many there are
 */
guint redan_threat_list_refresh (
    GtkWidget *list, RedanWorkspace *workspace, const RedanId *id, guint limit, char **shape);

G_END_DECLS
