/* SPDX-License-Identifier: Apache-2.0 */
/* Which boundaries a flow crosses as the Microsoft Threat Modeling Tool draws both. */

#pragma once

#include "model/exchange/tmt-line.h"

G_BEGIN_DECLS

/**
 * RedanTemplateCurve: points joined by straight lines, in px, and the box around them
 */
typedef struct
{
  RedanTmtPoint *points;
  guint n;
  RedanTmtPoint least;
  RedanTmtPoint most;
} RedanTemplateCurve;

void redan_template_curve_clear (RedanTemplateCurve *self);

/**
 * redan_template_curve_flow:
 * @diagram: text of the id of the diagram
 *
 * From port to port where the file said so, else from middle to middle, through the bend when there
 * is one.
 *
 * Returns: whether the flow has a path in the diagram
 */
gboolean redan_template_curve_flow (const RedanModel *model,
                                    const RedanObject *flow,
                                    const char *diagram,
                                    RedanTemplateCurve *curve_out);

/** redan_template_curve_boundary: the outline of a box, or the arc of a line through its middle
 * point. Returns: whether the boundary stands in the diagram */
gboolean redan_template_curve_boundary (const RedanObject *boundary,
                                        const char *diagram,
                                        RedanTemplateCurve *curve_out);

/** redan_template_curves_cross: Returns: whether two curves meet, touching included. O(points of
 * both) when their boxes are apart, else their product */
gboolean redan_template_curves_cross (const RedanTemplateCurve *a, const RedanTemplateCurve *b);

G_END_DECLS
