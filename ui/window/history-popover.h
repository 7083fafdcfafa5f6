/* SPDX-License-Identifier: Apache-2.0 */
/* The history of a document as a list: where it is, and a click to go elsewhere. */

#pragma once

#include <gtk/gtk.h>

#include "ui/window/workspace.h"

G_BEGIN_DECLS

#define REDAN_TYPE_HISTORY_POPOVER (redan_history_popover_get_type ())
G_DECLARE_FINAL_TYPE (
    RedanHistoryPopover, redan_history_popover, REDAN, HISTORY_POPOVER, GtkPopover)

/** redan_history_popover_set_workspace: the list is read each time the popover is shown */
void redan_history_popover_set_workspace (RedanHistoryPopover *self, RedanWorkspace *workspace);

G_END_DECLS
