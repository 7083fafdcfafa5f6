/* SPDX-License-Identifier: Apache-2.0 */
/* SEC01: the best practices with state, interval and criteria that link to elements, then the other
 * objectives by group. */

#pragma once

#include <gtk/gtk.h>

#include "ui/window/workspace.h"

G_BEGIN_DECLS

#define REDAN_TYPE_OBJECTIVE_VIEW (redan_objective_view_get_type ())
G_DECLARE_FINAL_TYPE (RedanObjectiveView, redan_objective_view, REDAN, OBJECTIVE_VIEW, GtkWidget)

GtkWidget *redan_objective_view_new (void);
void redan_objective_view_set_workspace (RedanObjectiveView *self, RedanWorkspace *workspace);

G_END_DECLS
