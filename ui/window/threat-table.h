/* SPDX-License-Identifier: Apache-2.0 */
/* The table of threats: search, filters, groups, decisions by single keys; a chosen threat is the
 * selection of the workspace. */

#pragma once

#include <gtk/gtk.h>

#include "ui/window/workspace.h"

G_BEGIN_DECLS

#define REDAN_TYPE_THREAT_TABLE (redan_threat_table_get_type ())
G_DECLARE_FINAL_TYPE (RedanThreatTable, redan_threat_table, REDAN, THREAT_TABLE, GtkWidget)

GtkWidget *redan_threat_table_new (void);
void redan_threat_table_set_workspace (RedanThreatTable *self, RedanWorkspace *workspace);

/** redan_threat_table_focus_search: puts the keyboard into the search field */
void redan_threat_table_focus_search (RedanThreatTable *self);

G_END_DECLS
