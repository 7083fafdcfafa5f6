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
 * @name: the whole name with control characters made visible, with LF between its lines
 * @label: rectangle of the label
 * @label_size: font size of @lines in pixels
 * @has_leader: the label had to leave its box; a thin line leads from it to the box
 * @z_order: as stored; higher is in front, within boundaries, elements and notes
 * @risk: highest residual of its threats, 0..100; -1 when there is no analysis
 * @n_threats: threats on the element
 * @n_unknown: of these, the ones that hang on a value that nobody has said yet
 * @band: RedanBand of @risk
 * @stride: mask of the letters of its open threats, bit = position in "STRIDE"
 * @stride_lead: position in "STRIDE" of the letter with the highest residual; only when @stride is not 0
 * @exposure, @blast: e(x) and blast radius of an element, 0..1; -1 when there is no analysis
 * @n_questions: open questions about it, see redan_scene_set_questions()
 * @change: RedanSceneChange, see redan_scene_set_changes()
 */
typedef struct
{
  RedanId id;
  RedanSection section;
  gint32 z_order;
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
  double exposure;
  double blast;
  guint8 band;
  guint8 stride;
  guint8 stride_lead;
  guint n_threats;
  guint n_unknown;
  guint n_questions;
  guint8 change;
} RedanSceneBox;

/**
 * RedanSceneLine: a flow or a boundary drawn as a line
 * @points: (array length=n_points): from border to border, including both ends
 * @curved: draw as a smooth curve through the points; not set for curved flows, whose points are dense
 * @bends: (array length=n_bends) (nullable): the stored bend points, of a boundary its points
 * @is_behind: there is no way around what stands in between, so it runs behind boxes
 * @has_wish: a person moved the label; @wish is the offset of its centre from the middle of the line
 * @name: the whole name with control characters made visible, with LF between its lines
 * @label: rectangle of the label; empty when there is none
 * @anchor: point of the line that the label belongs to
 * @has_leader: the label does not lie on the line; a thin line leads from it to @anchor
 * @is_home: the label stands where it would if it were alone
 */
typedef struct
{
  RedanId id;
  RedanSection section;
  RedanScenePoint *points;
  guint n_points;
  RedanScenePoint *bends;
  guint n_bends;
  RedanScenePoint wish;
  gboolean has_wish;
  gboolean is_behind;
  gboolean curved;
  gboolean bidirectional;
  gboolean encrypted;
  gboolean out_of_scope;
  gboolean has_leader;
  gboolean is_home;
  char *name;
  char **lines;
  RedanSceneRect label;
  RedanScenePoint anchor;
  double risk;
  guint8 band;
  guint8 stride;
  guint8 stride_lead;
  guint n_threats;
  guint n_questions;
  guint8 change;
} RedanSceneLine;

typedef struct _RedanGrid RedanGrid;
typedef struct _RedanSceneIndex RedanSceneIndex;

/** RedanRouting: how the flows of a diagram run */
typedef enum
{
  REDAN_ROUTING_STRAIGHT,   /* straight where the way is free */
  REDAN_ROUTING_ORTHOGONAL, /* along the axes */
  REDAN_ROUTING_CURVED,
  REDAN_N_ROUTINGS,
} RedanRouting;

/**
 * RedanScene: boxes in painting order: boundaries outer first, then elements, then notes; within each, by the stored
 * z-order first. Lines are painted between the boundaries and the elements.
 * @grid: index of everything: items below @n_boxes are boxes, the others lines
 * @index: by id, and what an update needs
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
  RedanSceneIndex *index;
  RedanRouting routing;
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

/**
 * redan_scene_update:
 * @model: the model after an edit
 * @changed: (array length=n_changed): every object that the edit created, changed or deleted; may name others and the same twice
 *
 * Brings the scene up to date in place. What did not change keeps its points and the place of its label, but for flows at
 * boxes that moved, flows whose way a box now blocks or frees, and labels that something has come to lie on. No two labels
 * meet and none lies on an element, as in a new scene. Burdens stay with their objects; new objects have none until
 * redan_scene_set_burdens(). When much changed, or the diagram is drawn in another way, the scene is made anew.
 *
 * Pointers into boxes and lines, and their numbers, hold only until the next update.
 *
 * Cost: O(changes + flows that are routed again) with a small share of O(objects).
 *
 * Returns: (transfer full) (element-type RedanSceneRect): where the picture changed; may overlap, empty when nowhere
 */
GArray *redan_scene_update (RedanScene *self,
                            const RedanModel *model,
                            const RedanId *changed,
                            guint n_changed) G_GNUC_WARN_UNUSED_RESULT;

/** What redan_scene_find() gives for an id that the scene does not show. */
#define REDAN_SCENE_NONE G_MAXUINT

/**
 * redan_scene_find:
 *
 * Returns: number of the object: a box when it is below n_boxes, else n_boxes plus a line; %REDAN_SCENE_NONE when the
 *   scene does not show it. O(1) expected
 */
guint redan_scene_find (const RedanScene *self, const RedanId *id);

/** redan_scene_get_box: Returns: (nullable): the box of an object; O(1) expected */
const RedanSceneBox *redan_scene_get_box (const RedanScene *self, const RedanId *id);

/** redan_scene_get_line: Returns: (nullable): the line of an object; O(1) expected */
const RedanSceneLine *redan_scene_get_line (const RedanScene *self, const RedanId *id);

/** redan_scene_add_extents: appends the rectangles that the item with this number paints in to @rects (element-type RedanSceneRect) */
void redan_scene_add_extents (const RedanScene *self, guint item, GArray *rects);

/** RedanSceneMove: where a box goes while it is dragged or resized */
typedef struct
{
  RedanId id;
  RedanSceneRect rect;
} RedanSceneMove;

/**
 * RedanScenePreview: the way of a line while boxes move
 * @line: number among the lines
 * @points: (array length=n_points): owned by the array that holds it
 */
typedef struct
{
  guint line;
  RedanScenePoint *points;
  guint n_points;
} RedanScenePreview;

/**
 * redan_scene_route_preview:
 * @moves: (array length=n): boxes and where they go; what the scene does not show is passed over
 *
 * Finds the ways of the lines at moved boxes without changing the scene. A line between two boxes that move alike moves
 * along as it is. Search is limited, so that it can be done for every frame of a drag.
 *
 * Returns: (transfer full) (element-type RedanScenePreview): by line
 */
GArray *redan_scene_route_preview (const RedanScene *self,
                                   const RedanSceneMove *moves,
                                   guint n) G_GNUC_WARN_UNUSED_RESULT;

/** How a diagram is coloured; colour never carries meaning alone */
typedef enum
{
  REDAN_COLOUR_PLAIN,     /* by kind */
  REDAN_COLOUR_RISK,      /* bands of the residual risk, with the number of threats */
  REDAN_COLOUR_EXPOSURE,  /* e(x), in per cent */
  REDAN_COLOUR_STRIDE,    /* letters of the open threats */
  REDAN_COLOUR_QUESTIONS, /* number of open questions */
  REDAN_COLOUR_BLAST,     /* what is lost with an element, in per cent */
  REDAN_COLOUR_CHANGES,   /* what is new, changed or moved, with a mark */
  REDAN_N_COLOURS,
} RedanColourBy;

/**
 * redan_scene_set_burdens:
 * @analysis: (nullable): of any state of the model, objects are matched by id; %NULL takes the burdens away
 * @colour_by: what is looked at
 *
 * Loads risk, exposure, blast, letters and counts without routing or placing anything. What the analysis does not know has
 * none.
 *
 * Cost: O(objects + threats).
 *
 * Returns: (transfer full) (element-type RedanSceneRect): where the picture in @colour_by changed
 */
GArray *redan_scene_set_burdens (RedanScene *self,
                                 const RedanAnalysis *analysis,
                                 RedanColourBy colour_by) G_GNUC_WARN_UNUSED_RESULT;

/** RedanSceneCount: how many of something an object has */
typedef struct
{
  RedanId id;
  guint n;
} RedanSceneCount;

/**
 * redan_scene_set_questions:
 * @counts: (array length=n) (nullable): open questions of objects; others have none
 *
 * Returns: (transfer full) (element-type RedanSceneRect): where the picture in @colour_by changed
 */
GArray *redan_scene_set_questions (RedanScene *self,
                                   const RedanSceneCount *counts,
                                   guint n,
                                   RedanColourBy colour_by) G_GNUC_WARN_UNUSED_RESULT;

/** RedanSceneChange: what became of an object since another version of the model; from least to most */
typedef enum
{
  REDAN_SCENE_UNCHANGED,
  REDAN_SCENE_MOVED, /* drawn elsewhere, and nothing else */
  REDAN_SCENE_CHANGED,
  REDAN_SCENE_ADDED,
} RedanSceneChange;

/**
 * redan_scene_set_changes:
 * @changes: (array length=n) (nullable): objects with their RedanSceneChange; others are as they were
 *
 * Returns: (transfer full) (element-type RedanSceneRect): where the picture in @colour_by changed
 */
GArray *redan_scene_set_changes (RedanScene *self,
                                 const RedanSceneCount *changes,
                                 guint n,
                                 RedanColourBy colour_by) G_GNUC_WARN_UNUSED_RESULT;

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
 * Order: label of a flow or title of a boundary, topmost element or note, the nearest flow or boundary line in reach,
 * border of the topmost boundary, interior of the topmost boundary.
 */
RedanHit redan_scene_hit (const RedanScene *self, double x, double y, double tolerance, RedanId *id_out);

/** redan_scene_object_icon: Returns: (nullable): the picture that an element, flow or boundary has on a diagram, else that of its kind */
const RedanIcon *redan_scene_object_icon (const RedanSchema *schema, const RedanObject *object);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanScene, redan_scene_free)

G_END_DECLS
