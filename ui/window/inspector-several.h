/* SPDX-License-Identifier: Apache-2.0 */
/* Several selected objects in the inspector: what they have in common, or of which kinds they are. */

#pragma once

#include <gtk/gtk.h>

#include "ui/window/workspace.h"

G_BEGIN_DECLS

/** redan_several_new: @ids: (array length=n): what is selected. Returns: (transfer floating): a page
 * for redan_several_refresh() */
GtkWidget *redan_several_new (RedanWorkspace *workspace, const RedanId *ids, guint n);

/** redan_several_refresh: shows what the model and its analysis say now, in place */
void redan_several_refresh (GtkWidget *several);

G_END_DECLS
