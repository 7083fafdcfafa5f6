/* SPDX-License-Identifier: Apache-2.0 */
/* What could be done beside controls, as a group of rows that fills itself from a thread. */

#pragma once

#include <gtk/gtk.h>

#include "ui/window/workspace.h"

G_BEGIN_DECLS

/** redan_plan_changes_new: Returns: (transfer floating): the group for the newest analysis; not
 * visible until there is something to propose, and stopped when it goes away */
GtkWidget *redan_plan_changes_new (RedanWorkspace *workspace);

G_END_DECLS
