/* SPDX-License-Identifier: Apache-2.0 */
/* The shortest way around boxes: a visibility graph over the corners of only those boxes that are in the way. */

#pragma once

#include "ui/diagram/route.h"

G_BEGIN_DECLS

/** A way keeps at least this distance from foreign boxes, in pixels. */
#define REDAN_DETOUR_CLEARANCE 5.0

typedef struct _RedanDetour RedanDetour;

/**
 * redan_detour_new:
 * @n_ways: how many will be searched for; they share the budget
 *
 * @boxes, @grid and @options (nullable) must outlive the searcher.
 */
RedanDetour *redan_detour_new (const RedanRouteBox *boxes,
                               guint n_boxes,
                               const RedanGrid *grid,
                               const RedanRouteOptions *options,
                               guint n_ways) G_GNUC_WARN_UNUSED_RESULT;
void redan_detour_free (RedanDetour *self);

/**
 * redan_detour_find:
 * @from, @to: points inside the boxes @source and @target
 *
 * Ways that turn at the same corner keep apart. When there is no way, or the budget of the searcher is used up, the way is
 * straight.
 *
 * Returns: (transfer full) (array length=n_out): the points from @from to @to
 */
RedanScenePoint *redan_detour_find (RedanDetour *self,
                                    RedanScenePoint from,
                                    RedanScenePoint to,
                                    guint source,
                                    guint target,
                                    guint *n_out) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanDetour, redan_detour_free)

G_END_DECLS
