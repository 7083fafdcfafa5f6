/* SPDX-License-Identifier: Apache-2.0 */
/* Blocks of a report as widgets: headings, paragraphs and tables whose cells lead to objects. */

#pragma once

#include <gtk/gtk.h>

#include "ui/report/block.h"
#include "ui/window/workspace.h"

G_BEGIN_DECLS

/** redan_block_view_fill: appends widgets for the blocks of @report to @box; cells that name an
 * object select it in @workspace when they are pressed */
void redan_block_view_fill (GtkWidget *box, const RedanReport *report, RedanWorkspace *workspace);

G_END_DECLS
