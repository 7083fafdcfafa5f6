/* SPDX-License-Identifier: Apache-2.0 */
/* Commands that move objects of a diagram, resize them, and keep membership in boundaries honest.
 */

#pragma once

#include "model/edit.h"
#include "model/geometry.h"

G_BEGIN_DECLS

/**
 * redan_command_move:
 *
 * Shifts placements (of boundaries with their content) and routes in one diagram; the bends of a
 * flow when both ends move. What the touched flows cross among boundaries drawn as lines is
 * computed anew. Each of the moved objects goes into the boundary around its new centre, if another
 * one was around its old centre; what lies in a moved boundary keeps its parent, and no boundary
 * goes into its own content. An element has one parent, in all diagrams.
 */
RedanEdit *redan_command_move (const RedanModel *model,
                               const RedanId *diagram,
                               const RedanId *objects,
                               guint n_objects,
                               gint32 dx,
                               gint32 dy);

/** Smallest sizes in units of 1/8 px: 24 px for elements and notes, 48 px for boundaries. */
#define REDAN_MIN_BOX_SIZE 192
#define REDAN_MIN_BOUNDARY_SIZE 384

/**
 * redan_command_resize:
 * @box: the new rectangle; made larger when it is below the smallest size
 *
 * Only the place, for an element or a note. What stands beside a boundary and lies wholly inside
 * its new rectangle becomes a member; a member that lies wholly outside moves to the boundary's
 * parent; what lies across the border stays where it is. What the flows of an element cross is
 * computed anew. Cost: O(elements + boundaries).
 */
RedanEdit *redan_command_resize (const RedanModel *model,
                                 const RedanId *diagram,
                                 const RedanId *object,
                                 const RedanBox *box);

G_END_DECLS
