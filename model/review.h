/* SPDX-License-Identifier: Apache-2.0 */
/* What a person reviewed of an object, as a hash: so that "changed since review" is computed and
 * never stored (decision 16). */

#pragma once

#include "model/model.h"

G_BEGIN_DECLS

/** Characters of a review hash, with the NUL byte. */
#define REDAN_REVIEW_HASH_SIZE 17

/**
 * redan_review_hash:
 * @object: an element, flow or boundary
 * @hash_out: the hash of kind, parent, ends, direction, crossings, scope and attributes
 *
 * Names, descriptions, owners, tags and the place in diagrams do not count: a rename or a move of a
 * box is no change of what was reviewed. Nor does the day of the review itself.
 *
 * Returns: whether objects of this section are reviewed
 */
gboolean redan_review_hash (const RedanSchema *schema,
                            const RedanObject *object,
                            char hash_out[REDAN_REVIEW_HASH_SIZE]);

/**
 * redan_review_holds:
 *
 * Cost: O(entries of @object).
 *
 * Returns: whether @object is signed with the hash of what it is now
 */
gboolean redan_review_holds (const RedanSchema *schema, const RedanObject *object);

G_END_DECLS
