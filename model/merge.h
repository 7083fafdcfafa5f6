/* SPDX-License-Identifier: Apache-2.0 */
/* Three-way merge of models by id and field; what cannot be decided becomes conflicts in the
 * result. */

#pragma once

#include "model/conflict.h"
#include "model/validate.h"

G_BEGIN_DECLS

/**
 * RedanMerge:
 * @model: the merged model, always valid; it shares the string pool of ours.
 * redan_model_difference() from ours to it is one edit, for a document with undo
 * @n_conflicts: how many conflicts this merge added to those that the models had
 * @notices: (element-type RedanFinding): what a person may want to look at, in the order of the
 * file: "both-moved" (ours was taken), "deleted-though-moved", "review-decision" (one side decided
 * what the other edited), "renumbered", "old-conflict" (two values inside an unresolved conflict;
 * ours was taken)
 */
typedef struct
{
  RedanModel *model;
  guint n_conflicts;
  GPtrArray *notices;
} RedanMerge;

/**
 * redan_merge_new:
 * @base: (nullable): the last model that both sides share; %NULL when there is none
 * @ours, @theirs: the two sides, with the same schema; their own rules of validity hold
 * @error: set with %REDAN_MODEL_ERROR_REFERENCE
 *
 * What one side changed is taken; members of sets are taken one by one, texts line by line.
 * Geometry that both changed is ours, with a notice. Of two days of a review the later one holds. Any other field that both changed to different
 * values keeps ours and becomes a conflict. An object that one side deleted goes, unless the other
 * changed more than where it is drawn, or refers to it anew: then it stays, with all that its
 * deletion took along, and becomes a conflict. A parent that would close a circle together with a
 * change of the other side becomes a conflict and stays ours.
 *
 * Laws: merge (b, x, b) = x, merge (b, b, x) = x, merge (b, x, x) = x; swapping the sides swaps
 * only their roles.
 *
 * Cost: O(entries of the models) and a few rounds over what changed.
 *
 * Returns: (transfer full) (nullable): the merge; %NULL when an id names objects of different
 * sections, which no program writes
 */
RedanMerge *redan_merge_new (const RedanModel *base,
                             const RedanModel *ours,
                             const RedanModel *theirs,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
void redan_merge_free (RedanMerge *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanMerge, redan_merge_free)

G_END_DECLS
