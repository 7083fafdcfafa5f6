/* SPDX-License-Identifier: Apache-2.0 */
/* The details of a threat, appended to a box. Private to this folder. */

#pragma once

#include <gtk/gtk.h>

#include "ui/window/workspace.h"

G_BEGIN_DECLS

/** redan_details_add_threat: @index into the threats of the analysis. Returns: (transfer none): the
 * editor of its decision, for redan_decision_editor_commit() */
GtkWidget *redan_details_add_threat (GtkWidget *box, RedanWorkspace *workspace, guint index);

G_END_DECLS
