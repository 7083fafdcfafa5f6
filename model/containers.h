/* SPDX-License-Identifier: Apache-2.0 */
/* Which boundary box of a diagram contains a rectangle: where what is dropped there belongs. */

#pragma once

#include "model/geometry.h"

G_BEGIN_DECLS

/** The boxes of the boundaries of one diagram, to look up what contains a rectangle. */
typedef struct _RedanContainers RedanContainers;

/** redan_containers_new: Returns: (transfer full): the boundary boxes of @diagram; O(n log n).
 * @model must stay as it is */
RedanContainers *redan_containers_new (const RedanModel *model,
                                       const RedanId *diagram) G_GNUC_WARN_UNUSED_RESULT;
void redan_containers_free (RedanContainers *self);

/**
 * redan_containers_find:
 * @whole: whether the boundary must contain all of @box, else only its centre
 * @excluded: (array length=n_excluded) (nullable): objects that do not count, with all that lies
 * inside them
 *
 * Finds the innermost boundary around @box: the smallest box; of equal ones the deepest, then the
 * one with the greater id. A boundary that is not larger than @box contains nothing of it. Cost:
 * O(log n + found).
 *
 * Returns: whether there is one
 */
gboolean redan_containers_find (const RedanContainers *self,
                                const RedanBox *box,
                                gboolean whole,
                                const RedanId *excluded,
                                guint n_excluded,
                                RedanId *boundary_out);

/** redan_diagram_find_parent: redan_containers_find() by the centre, once. O(boundaries) */
gboolean redan_diagram_find_parent (const RedanModel *model,
                                    const RedanId *diagram,
                                    const RedanBox *box,
                                    const RedanId *excluded,
                                    guint n_excluded,
                                    RedanId *boundary_out);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanContainers, redan_containers_free)

G_END_DECLS
