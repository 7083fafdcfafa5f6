/* SPDX-License-Identifier: Apache-2.0 */
/* The columns of the threat table: what stands in their cells, and which of them sorts. */

#pragma once

#include "ui/window/threat-list.h"

G_BEGIN_DECLS

/** redan_threat_columns_add: adds all columns to @view, whose cells show @list */
void redan_threat_columns_add (GtkColumnView *view, RedanThreatList *list);

/** redan_threat_columns_get_order: reads which column the user chose to sort by */
void redan_threat_columns_get_order (GtkColumnView *view,
                                     RedanThreatList *list,
                                     RedanThreatSort *sort_out,
                                     gboolean *descending_out);

/** redan_threat_columns_set_width: hides what matters least in a narrow table, and gives titles and
 * elements the room that is left. What a person made of the widths stays while neither @width nor
 * the decisions that stand there are others. Cost: O(threats) */
void redan_threat_columns_set_width (GtkColumnView *view, RedanThreatList *list, int width);

/** redan_threat_columns_get_position: Returns: position of the row that a widget inside the view
 * belongs to, or %G_MAXUINT */
guint redan_threat_columns_get_position (GtkWidget *widget);

G_END_DECLS
