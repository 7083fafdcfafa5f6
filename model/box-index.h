/* SPDX-License-Identifier: Apache-2.0 */
/* A static tree over rectangles that finds those which meet a given one. */

#pragma once

#include "model/geometry.h"

G_BEGIN_DECLS

typedef struct _RedanBoxIndex RedanBoxIndex;

/** Called for each rectangle found. */
typedef void (*RedanBoxIndexFunc) (guint index, gpointer user_data);

/**
 * redan_box_index_new:
 * @boxes: (array length=n): copied; edges within the coordinate limit
 *
 * Returns: (transfer full): the tree; O(n log n)
 */
RedanBoxIndex *redan_box_index_new (const RedanBox *boxes, guint n) G_GNUC_WARN_UNUSED_RESULT;
void redan_box_index_free (RedanBoxIndex *self);

/**
 * redan_box_index_find:
 *
 * Calls @found for every box that meets @box, touching included, in an order that depends on the
 * boxes alone. Cost: O(log n + found) for boxes that do not pile up.
 */
void redan_box_index_find (const RedanBoxIndex *self,
                           const RedanBox *box,
                           RedanBoxIndexFunc found,
                           gpointer user_data);

/** redan_box_index_hide_all: no box is found any more until it is shown again. O(n) */
void redan_box_index_hide_all (RedanBoxIndex *self);

/** redan_box_index_show: @index: of a box that is hidden. O(log n) */
void redan_box_index_show (RedanBoxIndex *self, guint index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanBoxIndex, redan_box_index_free)

G_END_DECLS
