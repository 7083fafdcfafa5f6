/* SPDX-License-Identifier: Apache-2.0 */
/* The details pane: the selected threat, element, flow or boundary, or the model when nothing is
 * selected. */

#pragma once

#include <gtk/gtk.h>

#include "ui/window/workspace.h"

G_BEGIN_DECLS

#define REDAN_TYPE_DETAILS (redan_details_get_type ())
G_DECLARE_FINAL_TYPE (RedanDetails, redan_details, REDAN, DETAILS, GtkWidget)

GtkWidget *redan_details_new (void);
void redan_details_set_workspace (RedanDetails *self, RedanWorkspace *workspace);

G_END_DECLS
