/* SPDX-License-Identifier: Apache-2.0 */
/* Chooses what to compare with: the last saved state, another file, or a revision out of the
 * history of the file. */

#pragma once

#include <gtk/gtk.h>

#include "ui/window/change-base.h"
#include "ui/window/workspace.h"

G_BEGIN_DECLS

#define REDAN_TYPE_BASE_POPOVER (redan_base_popover_get_type ())
G_DECLARE_FINAL_TYPE (RedanBasePopover, redan_base_popover, REDAN, BASE_POPOVER, GtkPopover)

/**
 * RedanBasePopover:
 *
 * Reads the history in a thread whenever it is shown. Signals: "chosen" (RedanChangeBase, transfer
 * none), "choose-file".
 */
GtkWidget *redan_base_popover_new (void);
void redan_base_popover_set_workspace (RedanBasePopover *self, RedanWorkspace *workspace);

G_END_DECLS
