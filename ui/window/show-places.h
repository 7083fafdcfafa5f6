/* SPDX-License-Identifier: Apache-2.0 */
/* Where objects of a model come to stand when a further diagram shows them. Knows no widgets. */

#pragma once

#include "model/geometry.h"

G_BEGIN_DECLS

/** RedanShowPlace: one object with the place that it gets */
typedef struct
{
  RedanId id;
  RedanBox box;
} RedanShowPlace;

/**
 * redan_show_places_find:
 * @from: (nullable): the diagram whose places are kept among each other; an object that does not
 *   stand there is taken as it stands in the first diagram that shows it
 * @to: (nullable): the diagram that is to show them; %NULL for a new one
 * @objects: (array length=n_objects): elements and boundaries; others are left out
 * @centre: (nullable): where the middle of all comes to lie, in 1/8 px; %NULL: beside what @to
 * shows
 *
 * Boundaries take along what lies in them and stands in the same diagram. What @to shows already
 * stays where it is. What stands nowhere gets its usual size.
 *
 * Cost: O(objects of the model * depth of boundaries).
 *
 * Returns: (transfer full) (element-type RedanShowPlace): what is new in @to; may be empty
 */
GArray *redan_show_places_find (const RedanModel *model,
                                const RedanId *from,
                                const RedanId *to,
                                const RedanId *objects,
                                guint n_objects,
                                const RedanPoint *centre) G_GNUC_WARN_UNUSED_RESULT;

/** redan_show_places_list_missing: Returns: (transfer full) (element-type RedanId): elements and
 * boundaries drawn as boxes that @diagram does not show, in the order of their names. O(n log n) */
GArray *redan_show_places_list_missing (const RedanModel *model,
                                        const RedanId *diagram) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
