/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of the details pane, each appended to a box. Private to this folder. */

#pragma once

#include <gtk/gtk.h>

#include "ui/window/workspace.h"

G_BEGIN_DECLS

void redan_details_add_threat (GtkWidget *box, RedanWorkspace *workspace, guint index);
void
redan_details_add_object (GtkWidget *box, RedanWorkspace *workspace, const RedanObject *object);
void redan_details_add_model (GtkWidget *box, RedanWorkspace *workspace);

/** redan_details_add_threat_rows: threats on @object (nullable: of the whole model), the highest
 * first, clickable */
void redan_details_add_threat_rows (GtkWidget *box,
                                    RedanWorkspace *workspace,
                                    const RedanObject *object,
                                    const char *title,
                                    guint limit);

G_END_DECLS
