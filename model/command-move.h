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
 * computed anew. Parents stay.
 */
RedanEdit *redan_command_move (const RedanModel *model,
                               const RedanId *diagram,
                               const RedanId *objects,
                               guint n_objects,
                               gint32 dx,
                               gint32 dy);

/**
 * redan_command_drop:
 * @parent: (nullable): the boundary that they are dropped into; %NULL for the outside
 * @reparent: whether they change their parents at all
 *
 * redan_command_move(), and puts the dropped elements and boxes into @parent. What lies in a
 * dropped boundary keeps its parent; so does a boundary dropped into its own content. An element
 * has one parent, in all diagrams.
 */
RedanEdit *redan_command_drop (const RedanModel *model,
                               const RedanId *diagram,
                               const RedanId *objects,
                               guint n_objects,
                               gint32 dx,
                               gint32 dy,
                               const RedanId *parent,
                               gboolean reparent);

/**
 * redan_command_drop_each:
 *
 * redan_command_move(), for arrow keys and several objects: each of the dropped ones goes into the
 * boundary around its new centre, if another one was around its old centre.
 */
RedanEdit *redan_command_drop_each (const RedanModel *model,
                                    const RedanId *diagram,
                                    const RedanId *objects,
                                    guint n_objects,
                                    gint32 dx,
                                    gint32 dy);

/** redan_command_set_parent: @parent %NULL or the null id: outside of every boundary */
RedanEdit *
redan_command_set_parent (const RedanModel *model, const RedanId *object, const RedanId *parent);

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
