/* SPDX-License-Identifier: Apache-2.0 */
/* The risk in one line over the canvas: residual, change since the last save, severe threats, open
 * questions. */

#pragma once

#include <gtk/gtk.h>

#include "ui/window/workspace.h"

G_BEGIN_DECLS

#define REDAN_TYPE_RISK_PILL (redan_risk_pill_get_type ())
G_DECLARE_FINAL_TYPE (RedanRiskPill, redan_risk_pill, REDAN, RISK_PILL, GtkWidget)

/**
 * RedanRiskPill:
 *
 * Two buttons: they activate win.view with "threats" and with "questions". While an analysis takes
 * more than half a second it says so.
 */

/** redan_risk_pill_set_workspace: @workspace nullable: shows nothing */
void redan_risk_pill_set_workspace (RedanRiskPill *self, RedanWorkspace *workspace);

G_END_DECLS
