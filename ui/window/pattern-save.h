/* SPDX-License-Identifier: Apache-2.0 */
/* The dialog that keeps the selection as a pattern. */

#pragma once

#include <gtk/gtk.h>

#include "ui/window/workspace.h"

G_BEGIN_DECLS

/**
 * redan_pattern_save_present:
 * @parent: the dialog belongs to it
 * @saved: called with @object when a pattern was written; not when @object is gone
 *
 * Asks for name, description and folder; an existing pattern is replaced only after a second question.
 */
void redan_pattern_save_present (GtkWindow *parent, RedanWorkspace *workspace, GCallback saved, GObject *object);

G_END_DECLS
