/* SPDX-License-Identifier: Apache-2.0 */
/* Sizes and parts of a scene that its builder, the painter and the layout share. */

#pragma once

#include "ui/diagram/label.h"
#include "ui/diagram/route.h"
#include "ui/diagram/scene.h"

G_BEGIN_DECLS

#define REDAN_NAME_SIZE 13.0
#define REDAN_MIN_NAME_SIZE 9.0
#define REDAN_MIN_NOTE_SIZE 8.0
#define REDAN_CAPTION_SIZE 10.5
#define REDAN_FLOW_SIZE 11.0
#define REDAN_TITLE_SIZE 12.0
#define REDAN_TITLE_LINES 3
#define REDAN_TITLE_LINE 15.0 /* height of one, REDAN_TEXT_LINE_HEIGHT times its size */
#define REDAN_NOTE_SIZE 11.0
#define REDAN_LABEL_PADDING 3.0
#define REDAN_BOX_PADDING 8.0
#define REDAN_ICON_SIZE 18.0
#define REDAN_ICON_GAP 5.0 /* between icon and text */
#define REDAN_TITLE_ICON_SIZE 13.0
#define REDAN_LOCK_WIDTH 11.0
#define REDAN_FLOW_LABEL_WIDTH 132.0
#define REDAN_FLOW_LABEL_LINES 6
#define REDAN_TITLE_INSET 10.0
#define REDAN_BADGE_ROOM 8.0 /* badges stand on the upper border of an element */
#define REDAN_SCENE_MARGIN 24.0

/** RedanSceneEnds: the boxes at the ends of a line, %REDAN_ROUTE_NONE for a loose one */
typedef struct
{
  guint source;
  guint target;
} RedanSceneEnds;

/**
 * RedanSceneIndex:
 * @slots: open addressing: number of an item plus one
 * @route_boxes: one per box
 * @obstacles: boxes that flows go around: all but boundaries
 * @ends: one per line
 */
struct _RedanSceneIndex
{
  guint *slots;
  guint n_slots;
  RedanRouteBox *route_boxes;
  RedanGrid *obstacles;
  RedanSceneEnds *ends;
};

/** RedanSceneReader: what the objects of a scene are read from */
typedef struct
{
  const RedanModel *model;
  const RedanScene *scene; /* for the boxes at the ends of flows */
  RedanIdText diagram;
} RedanSceneReader;

/* scene-read.c */

/** redan_scene_read_diagram: sets title, id and routing of @scene. Returns: whether there is such a diagram */
gboolean redan_scene_read_diagram (RedanSceneReader *self, RedanScene *scene, const RedanId *diagram);

/** redan_scene_read_box: Returns: whether @object is shown as a box; then @box_out has its texts, of elements and notes also the
 * wanted place of the label */
gboolean redan_scene_read_box (const RedanSceneReader *self, const RedanObject *object, RedanSceneBox *box_out);

/** redan_scene_read_line: Returns: whether @object is shown as a line; then @line_out has everything but points and label */
gboolean redan_scene_read_line (const RedanSceneReader *self,
                                const RedanObject *object,
                                RedanSceneLine *line_out,
                                RedanSceneEnds *ends_out);

/** redan_scene_clear_box: frees what a box holds, not the box */
void redan_scene_clear_box (RedanSceneBox *box);

/** redan_scene_clear_line: frees what a line holds, not the line */
void redan_scene_clear_line (RedanSceneLine *line);

/** redan_scene_compare_boxes, redan_scene_compare_lines: order of painting; total */
int redan_scene_compare_boxes (gconstpointer a, gconstpointer b);
int redan_scene_compare_lines (gconstpointer a, gconstpointer b);

/* scene-index.c */

/** redan_scene_index_items: makes the table of ids anew */
void redan_scene_index_items (RedanScene *self);

/** redan_scene_index_boxes: makes the route boxes and the grid of obstacles anew */
void redan_scene_index_boxes (RedanScene *self);

/** redan_scene_index_free: (nullable) @self */
void redan_scene_index_free (RedanSceneIndex *self);

/** redan_scene_find_bounds: sets the bounds from everything there is */
void redan_scene_find_bounds (RedanScene *self);

/** redan_scene_fill_grid: makes the grid of everything anew */
void redan_scene_fill_grid (RedanScene *self);

/** What of an item is added to the grid or removed from it. */
typedef enum
{
  REDAN_ITEM_SHAPE = 1 << 0,
  REDAN_ITEM_LABEL = 1 << 1,
} RedanItemParts;

/** redan_scene_add_item, redan_scene_remove_item: @parts of a box or line (numbers as in the grid) come into the grid of
 * everything, or leave it; both must see the same places */
void redan_scene_add_item (RedanScene *self, guint item, RedanItemParts parts);
void redan_scene_remove_item (RedanScene *self, guint item, RedanItemParts parts);

/** redan_scene_add_label_extent: redan_scene_add_extents() for a label alone */
void redan_scene_add_label_extent (const RedanSceneRect *label, GArray *rects);

/** redan_scene_add_leader_extent: the same for the thin line from a label to @anchor */
void redan_scene_add_leader_extent (const RedanSceneRect *label, RedanScenePoint anchor, GArray *rects);

/** redan_scene_spread_marks: gives @to to all lines that share a box with a line that has @from; O(lines) */
void redan_scene_spread_marks (const RedanScene *self, guint8 *line_marks, guint8 from, guint8 to);

/* scene-text.c */

/** redan_scene_box_radius: Returns: radius of the corners of a box */
double redan_scene_box_radius (const RedanSceneBox *box);

/** redan_scene_box_reserve: Returns: what labels of lines keep off: an element or note and the room for its badge */
RedanSceneRect redan_scene_box_reserve (const RedanSceneBox *box);

/**
 * redan_scene_fit_box: breaks the name of an element or note to fit its box, in the largest size that does; sets label
 *
 * The icon gets a place at the left when the name fits as well beside it, else in a corner, and is dropped when there is
 * no room for either.
 */
void redan_scene_fit_box (RedanSceneBox *box);

/** redan_scene_break_title: Returns: (transfer full): the lines of the name of a boundary, as its author broke it; each is
 * cut to @room, and the last one has all that is more than %REDAN_TITLE_LINES */
char **redan_scene_break_title (const char *name, double room) G_GNUC_WARN_UNUSED_RESULT;

/** redan_scene_title_width: Returns: width of @lines with @caption (nullable) behind the last one */
double redan_scene_title_width (char *const *lines, const char *caption);

/** redan_scene_fit_title: name and kind of a boundary; sets the size of label, not its place */
void redan_scene_fit_title (RedanSceneBox *box);

/** redan_scene_longest_word: Returns: width of the longest part of @text that should not be broken */
double redan_scene_longest_word (const char *text, double size, gboolean bold);

/** redan_scene_element_caption: Returns: (transfer full) (nullable): technology and service of an element */
char *redan_scene_element_caption (const RedanSchema *schema, const RedanObject *object);

/** redan_scene_element_icon: Returns: (nullable): picture of the technology; people have one without a technology too */
const RedanIcon *redan_scene_element_icon (const RedanSchema *schema, const RedanObject *object);

/** redan_scene_boundary_icon: Returns: (nullable): picture of the kind of a boundary */
const RedanIcon *redan_scene_boundary_icon (const RedanSchema *schema, const RedanObject *object);

/** redan_scene_boundary_caption: Returns: (transfer full) (nullable): the kind of a boundary, unless its name says it */
char *redan_scene_boundary_caption (const RedanObject *object);

/** redan_scene_boundary_tone: Returns: what the kind of a boundary separates */
RedanTone redan_scene_boundary_tone (const RedanObject *object);

/** redan_scene_element_kind: Returns: the kind behind the word in the field kind */
RedanElementKind redan_scene_element_kind (const RedanObject *object);

/* scene-labels.c */

/** redan_scene_place_labels: titles of boundaries, labels of boxes, then labels of lines */
void redan_scene_place_labels (RedanScene *self);

/**
 * redan_scene_place_box_label:
 * @wanted: for an element or note, where it would like to be; for a boundary only the size counts
 *
 * Places the label of one box; @labeller is over the scene. The grid must not hold the label.
 */
void redan_scene_place_box_label (RedanScene *self, RedanLabeller *labeller, guint box, const RedanSceneRect *wanted);

/** redan_scene_place_line_labels: places the labels of some lines among all others; the grid must not hold them */
void redan_scene_place_line_labels (RedanScene *self, RedanLabeller *labeller, const guint *lines, guint n);

/* scene-burdens.c */

/** redan_scene_box_look, redan_scene_line_look: Returns: a number that differs when the picture in a colour mode does */
guint64 redan_scene_box_look (const RedanSceneBox *box, RedanColourBy colour_by);
guint64 redan_scene_line_look (const RedanSceneLine *line, RedanColourBy colour_by);

/** redan_scene_percent: Returns: a share 0..1 as 0..100, where only nothing is 0; -1 stays */
int redan_scene_percent (double share);

/* scene.c */

/** redan_scene_take: (transfer full) @other: gives @self the content of @other */
void redan_scene_take (RedanScene *self, RedanScene *other);

G_END_DECLS
