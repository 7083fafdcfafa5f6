/* SPDX-License-Identifier: Apache-2.0 */
/* Pure geometry of a model: parsing of places and routes, nesting by boxes, crossings of line boundaries. */

#pragma once

#include "model/model.h"

G_BEGIN_DECLS

/** Coordinates are integers in 1/8 px, within +-2^24. */
#define REDAN_UNITS_PER_PIXEL 8
#define REDAN_COORDINATE_LIMIT (1 << 24)
#define REDAN_MAX_POINTS 10000

/** Boundaries that may stand in one another. */
#define REDAN_MAX_NESTING 64

typedef struct
{
  gint32 x;
  gint32 y;
} RedanPoint;

typedef struct
{
  gint32 x;
  gint32 y;
  gint32 width;
  gint32 height;
} RedanBox;

/**
 * redan_place_parse:
 *
 * Returns: whether @value is "x y width height": decimal integers without leading zeros, single spaces, no edge of the box
 *   beyond the coordinate limit
 */
gboolean redan_place_parse (const char *value, RedanBox *box_out);
char *redan_place_format (const RedanBox *box);

/** redan_points_parse: Returns: (transfer full) (nullable): the one or more points of "x y x y ...", or %NULL when malformed */
RedanPoint *redan_points_parse (const char *value, guint *n_out);
char *redan_points_format (const RedanPoint *points, guint n);

/** redan_object_get_place: Returns: whether @object stands in the diagram */
gboolean redan_object_get_place (const RedanObject *object, const char *diagram, RedanBox *box_out);

/** redan_object_get_route: Returns: (transfer full) (nullable): bend or line points in the diagram */
RedanPoint *redan_object_get_route (const RedanObject *object, const char *diagram, guint *n_out);

/** redan_object_stands_in: Returns: whether the diagram shows the object by a place or a line of its own; a flow without
 *   bends stands where its ends do, see redan_flow_stands_in() */
gboolean redan_object_stands_in (const RedanObject *object, const char *diagram);

/** redan_object_get_depth: Returns: how many boundaries lie around @object, at most %REDAN_MAX_NESTING */
guint redan_object_get_depth (const RedanModel *model, const RedanObject *object);

/** redan_box_contains: Returns: whether all of @inner lies in @outer, borders included */
gboolean redan_box_contains (const RedanBox *outer, const RedanBox *inner);

/** redan_box_meets: Returns: whether the insides of two boxes share a point */
gboolean redan_box_meets (const RedanBox *a, const RedanBox *b);

/** redan_segments_cross: Returns: whether segment a-b meets segment c-d, touching included; exact for points
 *   within twice the coordinate limit */
gboolean redan_segments_cross (RedanPoint a, RedanPoint b, RedanPoint c, RedanPoint d);

/**
 * redan_flow_crosses_line:
 *
 * Whether the straight-segment path of @flow (centre of the source box, bend points, centre of the target box) meets the
 * polyline of the line boundary in one diagram. A loose end is the first or last point of the route; a flow whose element
 * does not stand in the diagram crosses nothing there.
 */
gboolean redan_flow_crosses_line (const RedanModel *model,
                                  const RedanObject *flow,
                                  const RedanObject *line,
                                  const char *diagram);

/** redan_flow_stands_in: Returns: whether @flow has a path in the diagram: its elements stand there, or its loose ends have
 *   points */
gboolean redan_flow_stands_in (const RedanModel *model, const RedanObject *flow, const char *diagram);

/**
 * redan_model_compute_crossings:
 *
 * Sets the crosses entries of every flow from the line boundaries of the diagrams both stand in. Used once by importers of
 * pixel formats and when such a flow or line is edited.
 */
void redan_model_compute_crossings (RedanModel *model);

/**
 * redan_model_nest_by_boxes:
 *
 * Sets the parent of every element and boundary that has none from the smallest box boundary that fully contains it, in
 * the first diagram (by order, then id) in which it is placed; of two equal boxes the one with the smaller id is the
 * outer. Never makes a cycle or a nesting above the limit. O(n log n) for disjoint boxes.
 */
void redan_model_nest_by_boxes (RedanModel *model);

G_END_DECLS
