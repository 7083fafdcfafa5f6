/* SPDX-License-Identifier: Apache-2.0 */
/* The plan: controls in the order of their benefit for their effort, computed in the background. */

#pragma once

#include <gtk/gtk.h>

#include "ui/window/workspace.h"

G_BEGIN_DECLS

#define REDAN_TYPE_PLAN_VIEW (redan_plan_view_get_type ())
G_DECLARE_FINAL_TYPE (RedanPlanView, redan_plan_view, REDAN, PLAN_VIEW, GtkWidget)

GtkWidget *redan_plan_view_new (void);
void redan_plan_view_set_workspace (RedanPlanView *self, RedanWorkspace *workspace);

/** redan_plan_view_set_narrow: @is_narrow: whether rows have no room for their buttons, which are
 * then below them when they are opened */
void redan_plan_view_set_narrow (RedanPlanView *self, gboolean is_narrow);

G_END_DECLS
