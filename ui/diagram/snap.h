/* SPDX-License-Identifier: Apache-2.0 */
/* Where a dragged box comes to rest: on the edges and middles of its neighbours, else on the grid.
 */

#pragma once

#include "ui/diagram/scene.h"

G_BEGIN_DECLS

/** A line shown while a box is dragged: it passes the two boxes that are in line. */
typedef struct
{
  RedanScenePoint from;
  RedanScenePoint to;
} RedanGuide;

/**
 * RedanSnap:
 * @view: neighbours are looked for here
 * @grid: distance of the grid lines in scene pixels, 0 for no grid
 * @reach: a neighbour draws the box from this far, in scene pixels; 0 for no neighbours
 * @skipped: (nullable): set of RedanId: objects that move along
 */
typedef struct
{
  RedanSceneRect view;
  double grid;
  double reach;
  GHashTable *skipped;
} RedanSnap;

/** Which edges of the box follow the pointer; the others stay. */
typedef enum
{
  REDAN_SIDE_LEFT = 1 << 0,
  REDAN_SIDE_RIGHT = 1 << 1,
  REDAN_SIDE_TOP = 1 << 2,
  REDAN_SIDE_BOTTOM = 1 << 3,
  REDAN_SIDE_ALL = 0xf,
} RedanSides;

/**
 * redan_snap_rect:
 * @rect: where the pointer put the box
 * @edges: %REDAN_SIDE_ALL for a move
 * @guides: (element-type RedanGuide) (nullable): emptied, then filled with at most one guide for
 * each direction
 *
 * On each axis the nearest edge or middle of a neighbour wins over the grid. Boundaries attract by
 * their edges only.
 *
 * Cost: O(boxes near the view).
 *
 * Returns: the box at rest
 */
RedanSceneRect redan_snap_rect (const RedanScene *scene,
                                const RedanSnap *snap,
                                const RedanSceneRect *rect,
                                RedanSides edges,
                                GArray *guides);

G_END_DECLS
