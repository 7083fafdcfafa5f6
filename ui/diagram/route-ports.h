/* SPDX-License-Identifier: Apache-2.0 */
/* Orthogonal and curved ways: they leave boxes at ports that spread along a side. */

#pragma once

#include "ui/diagram/route.h"

G_BEGIN_DECLS

/** redan_route_uses_ports: Returns: whether a route has an end at a box and is no loop */
gboolean redan_route_uses_ports (const RedanRoute *route);

/** redan_route_with_ports: the orthogonal or curved ways of all routes that use ports; for redan_route_all() */
void redan_route_with_ports (const RedanRouteBox *boxes,
                             const RedanGrid *grid,
                             const RedanRouteOptions *options,
                             RedanRoute *routes,
                             guint n_routes);

/**
 * redan_orthogonal_find:
 * @from, @to: points outside of all boxes
 *
 * The cheapest way along the axes, by length and turns, on the lines beside the boxes near the two points.
 *
 * Returns: (transfer full) (nullable) (array length=n_out): the corners from @from to @to, or %NULL when there is no way among
 *   the boxes that were looked at
 */
RedanScenePoint *redan_orthogonal_find (const RedanRouteBox *boxes,
                                        const RedanGrid *grid,
                                        RedanScenePoint from,
                                        RedanScenePoint to,
                                        guint *n_out) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
