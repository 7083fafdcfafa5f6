/* SPDX-License-Identifier: Apache-2.0 */
/* The inspector: what is selected, to be read and changed; the model when nothing is. */

#pragma once

#include <gtk/gtk.h>

#include "ui/window/workspace.h"

G_BEGIN_DECLS

#define REDAN_TYPE_INSPECTOR (redan_inspector_get_type ())
G_DECLARE_FINAL_TYPE (RedanInspector, redan_inspector, REDAN, INSPECTOR, GtkWidget)

GtkWidget *redan_inspector_new (void);

/** redan_inspector_set_workspace: @workspace nullable: nothing is shown */
void redan_inspector_set_workspace (RedanInspector *self, RedanWorkspace *workspace);

/** redan_inspector_commit: gives up the text that is being typed, as when the focus leaves; to be
 * called before the model is saved or closed */
void redan_inspector_commit (RedanInspector *self);

G_END_DECLS
