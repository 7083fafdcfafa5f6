/* SPDX-License-Identifier: Apache-2.0 */
/* A popover that resolves a conflict with neither side: another value, or what stands there now. */

#pragma once

#include <gtk/gtk.h>

#include "ui/window/workspace.h"

G_BEGIN_DECLS

/**
 * redan_conflict_editor_popup:
 * @parent: the button that was pressed
 * @can_edit: whether its value can be written into a field; else only what stands there now can be
 * left, after it was changed elsewhere
 *
 * Shows the popover, which goes by itself. It makes one command.
 */
void redan_conflict_editor_popup (GtkWidget *parent,
                                  RedanWorkspace *workspace,
                                  const RedanId *conflict,
                                  gboolean can_edit);

G_END_DECLS
