/* SPDX-License-Identifier: Apache-2.0 */
/* The ranked threats as a list model: rows are made when they are shown, filters run over plain
 * arrays. */

#pragma once

#include <gio/gio.h>

#include "analysis/analysis.h"

G_BEGIN_DECLS

#define REDAN_TYPE_THREAT_ITEM (redan_threat_item_get_type ())
G_DECLARE_FINAL_TYPE (RedanThreatItem, redan_threat_item, REDAN, THREAT_ITEM, GObject)

/** redan_threat_item_get_index: Returns: index into the threats of the analysis */
guint redan_threat_item_get_index (RedanThreatItem *self);

/** redan_threat_item_get_rank: Returns: place in the ranking, from 1 */
guint redan_threat_item_get_rank (RedanThreatItem *self);

#define REDAN_TYPE_THREAT_LIST (redan_threat_list_get_type ())
G_DECLARE_FINAL_TYPE (RedanThreatList, redan_threat_list, REDAN, THREAT_LIST, GObject)

RedanThreatList *redan_threat_list_new (void);

/** redan_threat_list_set_analysis: @analysis (nullable): what to list; takes a reference */
void redan_threat_list_set_analysis (RedanThreatList *self, const RedanAnalysis *analysis);

/**
 * redan_threat_list_set_filter:
 * @words: (nullable): every word must occur in title, place, rule or category
 * @band: least severity
 * @object: (nullable): only threats on this object
 */
void redan_threat_list_set_filter (RedanThreatList *self,
                                   const char *words,
                                   RedanBand band,
                                   const RedanObject *object);

/** redan_threat_list_shows_only: Returns: whether the filter is for the threats on @object, or for
 * those on any when it is %NULL */
gboolean redan_threat_list_shows_only (RedanThreatList *self, const RedanObject *object);

/** redan_threat_list_find: Returns: position of the threat @index in the filtered list, or
 * %G_MAXUINT */
guint redan_threat_list_find (RedanThreatList *self, guint index);

G_END_DECLS
