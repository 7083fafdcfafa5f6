/* SPDX-License-Identifier: Apache-2.0 */
/* Names of a model and titles of its threats, made ready for fuzzy search. Knows no widgets; made
 * and asked in threads. */

#pragma once

#include <gio/gio.h>

#include "analysis/analysis.h"
#include "ui/window/fuzzy.h"

G_BEGIN_DECLS

/** RedanSearchHit: @index: of the objects or threats; @score: higher is better */
typedef struct
{
  guint index;
  guint score;
} RedanSearchHit;

/** RedanSearchIndex: immutable once made; counted references, atomic */
typedef struct _RedanSearchIndex RedanSearchIndex;

/**
 * redan_search_index_new_for_objects:
 * @model: a copy of its own, as the index reads it later
 *
 * Elements, flows, boundaries and diagrams by their names. O(characters of the names).
 *
 * Returns: (transfer full): the index; hits count in the order of redan_search_index_get_object()
 */
RedanSearchIndex *redan_search_index_new_for_objects (RedanModel *model) G_GNUC_WARN_UNUSED_RESULT;

/**
 * redan_search_index_new_for_threats:
 *
 * Threats by their titles, in the order of their rank. O(characters of the titles): half a second
 * for 100000.
 *
 * Returns: (transfer full): the index; hits are indices of the threats of @analysis
 */
RedanSearchIndex *
redan_search_index_new_for_threats (RedanAnalysis *analysis) G_GNUC_WARN_UNUSED_RESULT;

RedanSearchIndex *redan_search_index_ref (RedanSearchIndex *self);
void redan_search_index_unref (RedanSearchIndex *self);

/** redan_search_index_get_object: Returns: (transfer none): the object of a hit; only of an index
 * of objects */
const RedanObject *redan_search_index_get_object (const RedanSearchIndex *self, guint index);

/** redan_search_index_get_model: Returns: (transfer none) (nullable): the copy of an index of
 * objects */
const RedanModel *redan_search_index_get_model (const RedanSearchIndex *self);

/** redan_search_index_get_analysis: Returns: (transfer none) (nullable): of an index of threats */
const RedanAnalysis *redan_search_index_get_analysis (const RedanSearchIndex *self);

/**
 * redan_search_index_find:
 * @limit: at most so many hits
 * @cancellable: (nullable): looked at now and then
 * @n_matches_out: (out): how many match, also beyond @limit
 *
 * Cost: O(characters), some 10 ms for 100000 titles.
 *
 * Returns: (transfer full) (nullable) (element-type RedanSearchHit): the best first, equal ones in
 * their order; %NULL when cancelled
 */
GArray *redan_search_index_find (const RedanSearchIndex *self,
                                 const RedanFuzzyQuery *query,
                                 guint limit,
                                 GCancellable *cancellable,
                                 guint *n_matches_out) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanSearchIndex, redan_search_index_unref)

G_END_DECLS
