/* SPDX-License-Identifier: Apache-2.0 */
/* What one diagram shows: boxes, flows and labels in pixels, laid out once from a model; the same for screen, SVG and PDF. */

#pragma once

#include "analysis/analysis.h"
#include "model/geometry.h"
#include "ui/diagram/icons.h"

G_BEGIN_DECLS

typedef struct
{
  double x;
  double y;
} RedanScenePoint;

typedef struct
{
  double x;
  double y;
  double width;
  double height;
} RedanSceneRect;

/** What a boundary separates, for its colour; its title says the kind */
typedef enum
{
  REDAN_TONE_NEUTRAL,
  REDAN_TONE_OUTSIDE, /* internet, partner */
  REDAN_TONE_ACCOUNT, /* organization, ou, account */
  REDAN_TONE_NETWORK, /* region, vpc, subnet, security group */
} RedanTone;

/**
 * RedanSceneBox: an element, a box boundary or a note
 * @kind: RedanElementKind for elements; position of btype for boundaries
 * @depth: nesting depth for the order of painting
 * @lines: (array zero-terminated=1): the label, broken to fit
 * @caption: (nullable): small second line: technology or boundary kind
 * @icon: (nullable): picture of the technology or of the kind of boundary, when there is room
 * @icon_place: square of @icon; for a boundary within @label, before the title
 * @name: the whole name with control characters made visible, for titles and screen readers
 * @label: rectangle of the label
 * @label_size: font size of @lines in pixels
 * @has_leader: the label had to leave its box; a thin line leads from it to the box
 * @risk: highest residual of its threats, 0..100; -1 when there is no analysis
 * @n_threats: threats on the element
 * @band: RedanBand of @risk
 */
typedef struct
{
  RedanId id;
  RedanSection section;
  guint8 kind;
  guint8 depth;
  guint8 tone; /* RedanTone */
  gboolean out_of_scope;
  RedanSceneRect box;
  gboolean has_leader;
  char *name;
  char **lines;
  char *caption;
  const RedanIcon *icon;
  RedanSceneRect icon_place;
  RedanSceneRect label;
  double label_size;
  double risk;
  guint8 band;
  guint n_threats;
  guint n_unknown;
} RedanSceneBox;

/**
 * RedanSceneLine: a flow or a boundary drawn as a line
 * @points: (array length=n_points): from border to border, including both ends
 * @curved: draw as a smooth curve through the points
 * @name: the whole name with control characters made visible
 * @label: rectangle of the label; empty when there is none
 * @anchor: point of the line that the label belongs to
 * @has_leader: the label does not lie on the line; a thin line leads from it to @anchor
 */
typedef struct
{
  RedanId id;
  RedanSection section;
  RedanScenePoint *points;
  guint n_points;
  gboolean curved;
  gboolean bidirectional;
  gboolean encrypted;
  gboolean out_of_scope;
  gboolean has_leader;
  char *name;
  char **lines;
  RedanSceneRect label;
  RedanScenePoint anchor;
  double risk;
  guint8 band;
  guint n_threats;
} RedanSceneLine;

typedef struct _RedanGrid RedanGrid;

/**
 * RedanScene: boxes in painting order: boundaries outer first, then elements, then notes. Lines are painted between the
 * boundaries and the elements.
 * @grid: index of everything: items below @n_boxes are boxes, the others lines
 */
typedef struct
{
  RedanId diagram;
  char *title;
  RedanSceneRect bounds; /* of everything, with a margin */
  RedanSceneBox *boxes;
  guint n_boxes;
  RedanSceneLine *lines;
  guint n_lines;
  RedanGrid *grid;
} RedanScene;

/**
 * redan_scene_new:
 * @diagram: id of a diagram, or %NULL for the first; a model without diagrams gives an empty scene
 * @analysis: (nullable): for risk and counts; must be of the same model
 *
 * Routes flows around boxes, breaks and places labels so that no two label rectangles intersect. Needs no display.
 *
 * Returns: (transfer full): the scene; empty when nothing is placed
 */
RedanScene *redan_scene_new (const RedanModel *model, const RedanId *diagram, const RedanAnalysis *analysis) G_GNUC_WARN_UNUSED_RESULT;
void redan_scene_free (RedanScene *self);

typedef enum
{
  REDAN_HIT_NOTHING,
  REDAN_HIT_ELEMENT,
  REDAN_HIT_FLOW,
  REDAN_HIT_BOUNDARY,
  REDAN_HIT_NOTE,
} RedanHit;

/**
 * redan_scene_hit:
 * @tolerance: distance in scene pixels at which a line is hit (6 screen px divided by zoom)
 *
 * Order: label, element (topmost), flow, boundary border, boundary interior.
 */
RedanHit redan_scene_hit (const RedanScene *self, double x, double y, double tolerance, RedanId *id_out);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanScene, redan_scene_free)

G_END_DECLS
