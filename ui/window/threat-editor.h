/* SPDX-License-Identifier: Apache-2.0 */
/* The form for a threat in the words of a person. */

#pragma once

#include <gtk/gtk.h>

#include "ui/window/workspace.h"

G_BEGIN_DECLS

/**
 * redan_threat_editor_popup:
 * @parent: what the popover points at
 * @target: (nullable): what a new threat is to stand on; %NULL: the model
 * @threat: (nullable): the recorded threat to change; %NULL for a new one
 */
void redan_threat_editor_popup (GtkWidget *parent,
                                RedanWorkspace *workspace,
                                const RedanId *target,
                                const RedanId *threat);

G_END_DECLS
