/* SPDX-License-Identifier: Apache-2.0 */
/* Ways of flows from border to border: straight when free, else around the boxes in between. */

#pragma once

#include "ui/diagram/scene.h"

G_BEGIN_DECLS

#define REDAN_ROUTE_NONE G_MAXUINT

/** RedanRouteBox: what flows start at and go around; @radius of its corners */
typedef struct
{
  RedanSceneRect rect;
  double radius;
} RedanRouteBox;

/**
 * RedanRoute:
 * @source, @target: index of a box, or %REDAN_ROUTE_NONE for a loose end, which then is the first or last bend
 * @is_context: it takes its place at the boxes but is not routed itself; only orthogonal and curved routing look at it
 * @known: (array length=n_known) (nullable): a way that may stay when its ends are still at their ports; only orthogonal and
 *   curved routing look at it
 * @is_kept: (out): @known stays, and there are no @points
 * @bends: (array length=n_bends): points to pass; with any the way is not searched
 * @points: (out) (array length=n_points) (transfer full): the way, both ends included; %NULL when there is none
 * @is_behind: (out): no way around was found, so it goes straight, behind boxes
 */
typedef struct
{
  guint source;
  guint target;
  gboolean is_context;
  const RedanScenePoint *known;
  guint n_known;
  gboolean is_kept;
  const RedanScenePoint *bends;
  guint n_bends;
  RedanScenePoint *points;
  guint n_points;
  gboolean is_behind;
} RedanRoute;

/**
 * RedanRouteOptions:
 * @routing: how flows without bends look for their way
 * @budget: steps of search for all routes together; 0 for the usual
 * @is_taken: (nullable): whether a flow that is not among the routes turns at a point
 */
typedef struct
{
  RedanRouting routing;
  guint64 budget;
  gboolean (*is_taken) (RedanScenePoint point, gpointer user_data);
  gpointer user_data;
} RedanRouteOptions;

/**
 * redan_route_all:
 * @grid: the boxes by index
 * @options: (nullable): %NULL for straight ways
 * @routes: (array length=n_routes): all flows between any two boxes that have one in it
 *
 * Flows between the same two boxes run side by side, whichever way they point; a flow from a box to itself is a loop at
 * a corner. A flow whose straight way is blocked takes the shortest way around the corners of the boxes; the search
 * has a budget, and flows after that go straight, behind the boxes.
 *
 * Cost: O(flows log flows + boxes near the flows), bounded by the budget.
 */
void redan_route_all (const RedanRouteBox *boxes,
                      guint n_boxes,
                      const RedanGrid *grid,
                      const RedanRouteOptions *options,
                      RedanRoute *routes,
                      guint n_routes);

/** redan_route_clip: Returns: where the segment from @inside to @outside leaves the rounded box */
RedanScenePoint redan_route_clip (const RedanRouteBox *box, RedanScenePoint inside, RedanScenePoint outside);

G_END_DECLS
