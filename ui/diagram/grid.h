/* SPDX-License-Identifier: Apache-2.0 */
/* A uniform grid over the plane: which items may touch a rectangle or lie near a segment. */

#pragma once

#include "ui/diagram/scene.h"

G_BEGIN_DECLS

/**
 * redan_grid_new:
 * @bounds: where most items lie; what lies outside is kept in the cells of the rim
 * @n_expected: number of items, for the size of the cells
 */
RedanGrid *redan_grid_new (const RedanSceneRect *bounds, guint n_expected) G_GNUC_WARN_UNUSED_RESULT;
void redan_grid_free (RedanGrid *self);

void redan_grid_add (RedanGrid *self, guint item, const RedanSceneRect *rect);

/** redan_grid_add_segment: adds only to the cells that the segment passes */
void redan_grid_add_segment (RedanGrid *self, guint item, RedanScenePoint a, RedanScenePoint b);

/** redan_grid_remove: takes back one redan_grid_add() of the same item and rectangle */
void redan_grid_remove (RedanGrid *self, guint item, const RedanSceneRect *rect);

/** redan_grid_remove_segment: takes back one redan_grid_add_segment() of the same item and segment */
void redan_grid_remove_segment (RedanGrid *self, guint item, RedanScenePoint a, RedanScenePoint b);

/** redan_grid_renumber: gives item i the number @numbers[i]; what is gone must have been removed. O(entries) */
void redan_grid_renumber (RedanGrid *self, const guint *numbers);

/** redan_grid_suits: Returns: whether the cells lie well for things within @bounds; if not, make a new grid */
gboolean redan_grid_suits (const RedanGrid *self, const RedanSceneRect *bounds);

/**
 * redan_grid_query:
 * @found: (element-type guint): emptied, then filled with the candidates, each once, in ascending order
 */
void redan_grid_query (const RedanGrid *self, const RedanSceneRect *rect, GArray *found);

/**
 * redan_grid_find:
 * @rects: (array): rectangle of each item
 *
 * Returns: an item whose rectangle meets @rect, always the same one, or G_MAXUINT; faster than a query
 */
guint redan_grid_find (const RedanGrid *self, const RedanSceneRect *rects, const RedanSceneRect *rect);

/** Returns FALSE to stop. */
typedef gboolean (*RedanGridVisit) (guint item, gpointer user_data);

/** redan_grid_visit: calls @visit for the candidates near @rect, unsorted; one that lies in several cells comes several times */
void redan_grid_visit (const RedanGrid *self, const RedanSceneRect *rect, RedanGridVisit visit, gpointer user_data);

/** redan_grid_query_segment: like redan_grid_query() for the cells within @margin of a segment */
void redan_grid_query_segment (const RedanGrid *self, RedanScenePoint a, RedanScenePoint b, double margin, GArray *found);

gboolean redan_rects_equal (const RedanSceneRect *a, const RedanSceneRect *b);

/** redan_rects_meet: Returns: whether the insides of two rectangles share a point */
gboolean redan_rects_meet (const RedanSceneRect *a, const RedanSceneRect *b);

/** redan_rect_meets_segment: Returns: whether a segment passes through the inside of a rectangle */
gboolean redan_rect_meets_segment (const RedanSceneRect *rect, RedanScenePoint a, RedanScenePoint b);

RedanSceneRect redan_rect_grow (const RedanSceneRect *rect, double margin);

/** redan_rect_unite: grows @rect to enclose @other; an empty @rect becomes @other */
void redan_rect_unite (RedanSceneRect *rect, const RedanSceneRect *other);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanGrid, redan_grid_free)

G_END_DECLS
