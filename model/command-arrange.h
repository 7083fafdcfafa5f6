/* SPDX-License-Identifier: Apache-2.0 */
/* Commands that arrange what stands in a diagram: alignment, gaps, sizes, grid, what is in front.
 */

#pragma once

#include "model/edit.h"
#include "model/geometry.h"

G_BEGIN_DECLS

/*
 * All of them take the chosen objects that are drawn as boxes in the diagram and leave the others
 * alone; boundaries take their content along. What comes to stand in another boundary than before
 * becomes a member there, see redan_command_move(). With fewer objects than make sense the
 * edit is empty.
 */

typedef enum
{
  REDAN_ALIGN_LEFT,
  REDAN_ALIGN_CENTRE,
  REDAN_ALIGN_RIGHT,
  REDAN_ALIGN_TOP,
  REDAN_ALIGN_MIDDLE,
  REDAN_ALIGN_BOTTOM,
} RedanAlignment;

/** redan_command_align: to the edges or the middle of the rectangle around all; what lies inside
 * another chosen boundary keeps its place there */
RedanEdit *redan_command_align (const RedanModel *model,
                                const RedanId *diagram,
                                const RedanId *objects,
                                guint n_objects,
                                RedanAlignment alignment);

/** redan_command_distribute: equal gaps, from left to right or from top to bottom; the outermost
 * two stay. Needs three */
RedanEdit *redan_command_distribute (const RedanModel *model,
                                     const RedanId *diagram,
                                     const RedanId *objects,
                                     guint n_objects,
                                     gboolean vertical);

typedef enum
{
  REDAN_SAME_WIDTH = 1 << 0,
  REDAN_SAME_HEIGHT = 1 << 1,
} RedanSameSize;

/** redan_command_same_size: all as wide, high, or both, as the largest; around their centres */
RedanEdit *redan_command_same_size (const RedanModel *model,
                                    const RedanId *diagram,
                                    const RedanId *objects,
                                    guint n_objects,
                                    RedanSameSize what);

/** redan_command_snap: top left corners to the nearest multiples of @grid units; 1 or more */
RedanEdit *redan_command_snap (const RedanModel *model,
                               const RedanId *diagram,
                               const RedanId *objects,
                               guint n_objects,
                               gint32 grid);

typedef enum
{
  REDAN_RAISE_TO_FRONT,
  REDAN_RAISE,
  REDAN_LOWER,
  REDAN_LOWER_TO_BACK,
} RedanRaise;

/**
 * redan_command_raise:
 *
 * Changes what is in front among boundaries, among elements and among notes of one diagram: these
 * never mix. One step passes the nearest one that overlaps. Cost: O(objects * log objects).
 */
RedanEdit *redan_command_raise (const RedanModel *model,
                                const RedanId *diagram,
                                const RedanId *objects,
                                guint n_objects,
                                RedanRaise how);

/**
 * redan_command_take_layout:
 * @arranged: a copy of @model, of what it was before or of a part, in which things were moved, for instance
 *   by an automatic layout
 * @diagram: (nullable): the diagram that was arranged; nothing else is taken. %NULL for all; then,
 *   when the model has no diagram, those of @arranged are taken over too
 * @objects: (array length=n_objects) (nullable): what may move, with what lies inside; %NULL for
 *   everything
 *
 * Takes over places, bends and label offsets of @arranged, nothing else. Of the flows those whose
 * two ends may move, or that are chosen. Crossings of lines are computed anew. Objects and diagrams
 * that are gone meanwhile do not come back, and objects that @arranged does not know stay as they
 * are.
 */
RedanEdit *redan_command_take_layout (const RedanModel *model,
                                      const RedanModel *arranged,
                                      const RedanId *diagram,
                                      const RedanId *objects,
                                      guint n_objects);

G_END_DECLS
