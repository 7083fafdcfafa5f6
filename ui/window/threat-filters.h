/* SPDX-License-Identifier: Apache-2.0 */
/* The bar above the threat table: search, filters, grouping, folding, and a button to add a threat.
 */

#pragma once

#include <gtk/gtk.h>

#include "ui/window/threat-index.h"

G_BEGIN_DECLS

/** RedanThreatFilters: signals "changed" (another query), "add" (a threat is to be added) */
#define REDAN_TYPE_THREAT_FILTERS (redan_threat_filters_get_type ())
G_DECLARE_FINAL_TYPE (RedanThreatFilters, redan_threat_filters, REDAN, THREAT_FILTERS, GtkWidget)

GtkWidget *redan_threat_filters_new (void);

/** redan_threat_filters_fill: sets what the bar says of @query: not the objects, the diagram and
 * the order. @query->words stays valid until the next change */
void redan_threat_filters_fill (RedanThreatFilters *self, RedanThreatQuery *query);

gboolean redan_threat_filters_only_selected (RedanThreatFilters *self);
gboolean redan_threat_filters_only_diagram (RedanThreatFilters *self);

/** redan_threat_filters_show_all: unfolds the list */
void redan_threat_filters_show_all (RedanThreatFilters *self);

void redan_threat_filters_set_count (RedanThreatFilters *self, const char *text);
void redan_threat_filters_focus_search (RedanThreatFilters *self);

/** redan_threat_filters_get_add_button: Returns: (transfer none): what the form for a new threat
 * points at */
GtkWidget *redan_threat_filters_get_add_button (RedanThreatFilters *self);

G_END_DECLS
