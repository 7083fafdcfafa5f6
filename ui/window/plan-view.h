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

G_END_DECLS
