/* SPDX-License-Identifier: Apache-2.0 */
/* The rows of the threat table as a list model with its own selection, which is of threats, not of
 * places: it outlives sorting and later analyses. */

#pragma once

#include <gtk/gtk.h>

#include "ui/window/threat-index.h"

G_BEGIN_DECLS

/**
 * RedanThreatItem:
 *
 * A place in the list. What stands there may become another row: the item then emits "changed",
 * and the list does not say "items-changed". So a table neither jumps nor makes its rows anew.
 */
#define REDAN_TYPE_THREAT_ITEM (redan_threat_item_get_type ())
G_DECLARE_FINAL_TYPE (RedanThreatItem, redan_threat_item, REDAN, THREAT_ITEM, GObject)

guint redan_threat_item_get_position (RedanThreatItem *self);

#define REDAN_TYPE_THREAT_LIST (redan_threat_list_get_type ())
G_DECLARE_FINAL_TYPE (RedanThreatList, redan_threat_list, REDAN, THREAT_LIST, GObject)

RedanThreatList *redan_threat_list_new (void);

/** redan_threat_list_set_analysis: @analysis (nullable): what to list; takes a reference. The
 * threats that are selected stay selected as long as they are listed */
void redan_threat_list_set_analysis (RedanThreatList *self, const RedanAnalysis *analysis);

/** redan_threat_list_get_analysis: Returns: (transfer none) (nullable): what is listed */
const RedanAnalysis *redan_threat_list_get_analysis (RedanThreatList *self);

/** redan_threat_list_set_query: @query: copied; its @collapsed is not looked at. What is no longer
 * listed is unselected */
void redan_threat_list_set_query (RedanThreatList *self, const RedanThreatQuery *query);

/** redan_threat_list_get_query: Returns: (transfer none): what was asked for */
const RedanThreatQuery *redan_threat_list_get_query (RedanThreatList *self);

/** redan_threat_list_toggle_group: hides or shows the threats of a group */
void redan_threat_list_toggle_group (RedanThreatList *self, guint group);

/** redan_threat_list_get_rows: Returns: (transfer none): until the next change of the list */
const RedanThreatRows *redan_threat_list_get_rows (RedanThreatList *self);

/** redan_threat_list_get_row: Returns: (transfer none) (nullable): %NULL behind the end */
const RedanThreatRow *redan_threat_list_get_row (RedanThreatList *self, guint position);

/** redan_threat_list_get_rank: Returns: place of a threat in what is shown first, in the ranking when all is shown, from 1 */
guint redan_threat_list_get_rank (RedanThreatList *self, guint threat);

/** redan_threat_list_find: Returns: the first position of the threat, or %G_MAXUINT. O(rows) */
guint redan_threat_list_find (RedanThreatList *self, guint threat);

/** redan_threat_list_get_n_selected: Returns: how many threats are selected. O(1) */
guint redan_threat_list_get_n_selected (RedanThreatList *self);

/** redan_threat_list_dup_selected: Returns: (transfer full) (element-type guint32): the selected
 * threats in the order of the list */
GArray *redan_threat_list_dup_selected (RedanThreatList *self);

G_END_DECLS
