/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the threat table share. */

#pragma once

#include "ui/window/press-watch.h"
#include "ui/window/threat-filters.h"
#include "ui/window/threat-list.h"
#include "ui/window/threat-table.h"

G_BEGIN_DECLS

struct _RedanThreatTable
{
  GtkWidget parent_instance;

  RedanWorkspace *workspace;
  RedanThreatList *list;

  RedanThreatFilters *filters;
  GtkWidget *view;
  GtkWidget *scrolled;
  GtkWidget *bulk; /* what can be done with several threats */
  GtkWidget *bulk_count;
  GtkWidget *menu;
  gboolean following; /* the selection is being taken from the workspace, or told to it */
  gboolean is_stale;  /* what is listed is older than the workspace; renewed when it can be seen and
                         nothing in it is being pressed */
  guint cursor;       /* where the chosen threat stood when it was chosen, or G_MAXUINT */
  RedanPressWatch *press;
  int width;
  guint width_source;
};

/** redan_threat_table_install_decisions: actions "threats.accept" and others */
void redan_threat_table_install_decisions (GtkWidgetClass *klass);

/** redan_threat_table_add_decision_keys: keys of the table, not of its search field */
void redan_threat_table_add_decision_keys (RedanThreatTable *self);

/** redan_threat_table_create_bulk: Returns: (transfer floating): the bar for several threats */
GtkWidget *redan_threat_table_create_bulk (RedanThreatTable *self);

/** redan_threat_table_update_decisions: to be called when the selection changed */
void redan_threat_table_update_decisions (RedanThreatTable *self);

/** redan_threat_table_popup_menu: @x, @y: in the table */
void redan_threat_table_popup_menu (RedanThreatTable *self, double x, double y);

/** redan_threat_table_walk: chooses the next or previous threat. Returns: whether there is one */
gboolean redan_threat_table_walk (RedanThreatTable *self, gboolean down);

G_END_DECLS
