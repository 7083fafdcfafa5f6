/* SPDX-License-Identifier: Apache-2.0 */
/* Commands about diagrams, and about what stands in them. */

#pragma once

#include "model/edit.h"
#include "model/geometry.h"

G_BEGIN_DECLS

/** redan_command_add_diagram: adds an empty diagram behind the others */
RedanEdit *redan_command_add_diagram (const RedanModel *model, const char *name, RedanId *id_out);

/** redan_command_move_diagram: @position among the diagrams, 0 for the first; larger ones mean the
 * last */
RedanEdit *
redan_command_move_diagram (const RedanModel *model, const RedanId *diagram, guint position);

/**
 * redan_command_delete_diagram:
 *
 * Deletes a diagram with its notes, and from the model what stands in no other diagram. What stands
 * in no diagram at all stays. Cost: O(objects).
 */
RedanEdit *redan_command_delete_diagram (const RedanModel *model, const RedanId *diagram);

/** redan_command_set_routing: how the flows of a diagram run: "straight", "orthogonal", "curved";
 * %NULL for the standard. Bends stay */
RedanEdit *
redan_command_set_routing (const RedanModel *model, const RedanId *diagram, const char *routing);

/**
 * redan_command_show:
 * @boxes: (array length=n_objects): where they stand
 *
 * Shows elements and boundaries of the model in a diagram too, or moves there what it shows.
 * Parents stay: they are the same in all diagrams.
 */
RedanEdit *redan_command_show (const RedanModel *model,
                               const RedanId *diagram,
                               const RedanId *objects,
                               const RedanBox *boxes,
                               guint n_objects);

/**
 * redan_command_remove:
 * @objects: (array length=n_objects): any mixture of objects
 *
 * Takes elements, boundaries and notes out of one diagram; those that stand in no other are deleted
 * from the model with all that cannot be without them, see redan_edit_delete(). A flow stands where
 * its elements do: it vanishes from a diagram with one of them, and is deleted when it is chosen
 * itself. Everything else is deleted. What a flow crosses is a fact about the system and stays when
 * a drawing of it goes.
 */
RedanEdit *redan_command_remove (const RedanModel *model,
                                 const RedanId *diagram,
                                 const RedanId *objects,
                                 guint n_objects);

/** redan_command_count_removed: Returns: how many of @objects redan_command_remove() would delete
 * from the model, for the message that offers to undo it */
guint redan_command_count_removed (const RedanModel *model,
                                   const RedanId *diagram,
                                   const RedanId *objects,
                                   guint n_objects);

G_END_DECLS
