/* SPDX-License-Identifier: Apache-2.0 */
/* Places of labels: no two of them intersect and none lies on an element. */

#pragma once

#include "ui/diagram/scene.h"

G_BEGIN_DECLS

typedef struct _RedanLabeller RedanLabeller;

/**
 * RedanLabelShape: one way to break a label; the first that finds a good place is taken
 */
typedef struct
{
  double width;
  double height;
} RedanLabelShape;

#define REDAN_LABEL_SHAPES 4

/**
 * RedanLabelItem: the label of a line
 * @points: (array length=n_points): the line
 * @line: number of the line, so that it does not count as foreign
 * @shapes: (array length=n_shapes): widest first
 * @wish: (nullable): where a person wants the centre, as an offset from the middle of the line
 * @rect: (out): the place
 * @shape: (out): which shape
 * @anchor: (out): the nearest point of the line
 * @has_leader: (out): the label had to leave the line
 * @is_home: (out): it stands where it is wished, or at the middle of the line in its widest shape
 */
typedef struct
{
  const RedanScenePoint *points;
  guint n_points;
  guint line;
  RedanLabelShape shapes[REDAN_LABEL_SHAPES];
  guint n_shapes;
  const RedanScenePoint *wish;
  RedanSceneRect rect;
  guint shape;
  RedanScenePoint anchor;
  gboolean has_leader;
  gboolean is_home;
} RedanLabelItem;

/** redan_labeller_new: @bounds and @n_expected as for redan_grid_new() */
RedanLabeller *redan_labeller_new (const RedanSceneRect *bounds, guint n_expected) G_GNUC_WARN_UNUSED_RESULT;

/**
 * redan_labeller_new_over:
 * @scene: what its grid holds keeps its place; must not change while the labeller lives, but for labels that were placed
 *
 * For a few labels of a scene that is there already: redan_labeller_fix() heeds the labels of elements and notes,
 * redan_labeller_title() also those of boundaries, redan_labeller_place() all.
 */
RedanLabeller *redan_labeller_new_over (const RedanScene *scene) G_GNUC_WARN_UNUSED_RESULT;
void redan_labeller_free (RedanLabeller *self);

/** redan_labeller_add_box: an element: labels of lines keep off, labels of boxes may lie on it */
void redan_labeller_add_box (RedanLabeller *self, const RedanSceneRect *rect);

/** redan_labeller_add_line: a line that foreign labels should not cover, when they can help it */
void redan_labeller_add_line (RedanLabeller *self, guint line, const RedanScenePoint *points, guint n_points);

/**
 * redan_labeller_fix:
 * @rect: (inout): the wanted place; moved to the nearest free one when it meets another label
 *
 * Returns: whether the label could stay
 */
gboolean redan_labeller_fix (RedanLabeller *self, RedanSceneRect *rect);

/**
 * redan_labeller_title:
 * @rects: (array length=n): possible places, best first
 *
 * Returns: the first place that neither meets a label nor a box, or a free place near the first
 */
RedanSceneRect redan_labeller_title (RedanLabeller *self, const RedanSceneRect *rects, guint n);

/**
 * redan_labeller_place:
 *
 * Tries places along each line, the label on the line or beside it, and takes the best that is free; a label without one
 * makes a neighbour give way, and if that does not help goes to the nearest free place, with a leader.
 *
 * Cost: near-linear for labels that are spread out.
 */
void redan_labeller_place (RedanLabeller *self, RedanLabelItem *items, guint n_items);

/** redan_line_at: Returns: the point at the share @t of the length of a line; the direction there in @direction_out */
RedanScenePoint redan_line_at (const RedanScenePoint *points, guint n, double t, RedanScenePoint *direction_out);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanLabeller, redan_labeller_free)

G_END_DECLS
