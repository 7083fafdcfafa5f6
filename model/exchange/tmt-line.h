/* SPDX-License-Identifier: Apache-2.0 */
/* Where a flow of the Microsoft Threat Modeling Tool runs: from port to port through its handle. */

#pragma once

#include "model/model.h"

G_BEGIN_DECLS

/** RedanTmtPoint: in px */
typedef struct
{
  double x;
  double y;
} RedanTmtPoint;

/**
 * redan_tmt_line_of_flow:
 * @diagram: text of the id of the diagram
 *
 * The ends are the ports of the file, which follow when a box is moved, else the middles of the
 * boxes; an end that is not connected is the first or last point of the route. Between them stand
 * the bends, without one the middle. What was not moved is as exact as in the file.
 *
 * Returns: (transfer full) (nullable): three or more points, or %NULL when the flow has no path in
 * the diagram
 */
RedanTmtPoint *redan_tmt_line_of_flow (const RedanModel *model,
                                       const RedanObject *flow,
                                       const char *diagram,
                                       guint *n_out);

G_END_DECLS
