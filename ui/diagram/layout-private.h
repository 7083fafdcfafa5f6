/* SPDX-License-Identifier: Apache-2.0 */
/* What is to be laid out: nodes, nested groups and edges with their sizes, and where they came to lie. */

#pragma once

#include "ui/diagram/scene-private.h"

G_BEGIN_DECLS

#define REDAN_LAYOUT_NONE G_MAXUINT
#define REDAN_LAYOUT_GRAIN 8.0      /* places are multiples of this */
#define REDAN_LAYOUT_PADDING 16.0   /* from the border of a group to its members */
#define REDAN_LAYOUT_TITLE 32.0     /* from the upper border, below the title */

/** RedanLayoutNode: an element; @rank: steps from where people come in; @rect: (out) */
typedef struct
{
  RedanId id;
  guint group;
  guint rank;
  double width;
  double height;
  RedanSceneRect rect;
} RedanLayoutNode;

/** RedanLayoutGroup: a boundary; parents stand before their children; @rect: (out) */
typedef struct
{
  RedanId id;
  guint parent;
  double title_width;
  double title_extra; /* height of the lines of the title after its first */
  guint n_members; /* nodes and groups directly in it */
  RedanSceneRect rect;
} RedanLayoutGroup;

/** RedanLayoutEdge: all flows between two nodes, from the lower rank to the higher */
typedef struct
{
  guint source;
  guint target;
  guint n_flows;
  double label_width;
  double label_height;
} RedanLayoutEdge;

typedef struct
{
  RedanLayoutNode *nodes;
  guint n_nodes;
  RedanLayoutGroup *groups;
  guint n_groups;
  RedanLayoutEdge *edges;
  guint n_edges;
} RedanLayout;

/** Whether an object belongs to the plan. */
typedef gboolean (*RedanLayoutFilter) (const RedanObject *object, gpointer user_data);

/** redan_layout_new: the elements and box boundaries of @model that pass @filter, and the flows among them */
RedanLayout *redan_layout_new (const RedanModel *model, RedanLayoutFilter filter, gpointer user_data) G_GNUC_WARN_UNUSED_RESULT;
void redan_layout_free (RedanLayout *self);

/** redan_layout_snap: moves everything so that the top left is at one grain, and rounds to whole grains */
void redan_layout_snap (RedanLayout *self);

/** redan_layout_is_sound: Returns: whether all nodes are disjoint and inside their groups, and groups are nested or disjoint */
gboolean redan_layout_is_sound (const RedanLayout *self);

/** redan_layout_bounds: Returns: the rectangle around everything */
RedanSceneRect redan_layout_bounds (const RedanLayout *self);

/** redan_layout_grid: the own layout: rows of members inside each group, nearer to the entries first. O(n log n), never fails */
void redan_layout_grid (RedanLayout *self);

/** RedanLayoutRun: lays out a part; FALSE when it failed */
typedef gboolean (*RedanLayoutRun) (RedanLayout *part, gpointer user_data);

/**
 * redan_layout_blocks:
 * @run: called for each outermost group
 *
 * Lays out each outermost group for itself and puts them in columns, so that the whole gets the shape of a page.
 *
 * Returns: FALSE when there are too few or too many blocks, or @run failed
 */
gboolean redan_layout_blocks (RedanLayout *self, RedanLayoutRun run, gpointer user_data);

typedef enum
{
  REDAN_ENGINE_DOT_LABELS,
  REDAN_ENGINE_DOT_LABELS_DOWN, /* ranks from top to bottom */
  REDAN_ENGINE_DOT,
  REDAN_ENGINE_DOT_DOWN,
  REDAN_ENGINE_OSAGE,
} RedanEngine;

/** redan_layout_to_dot: Returns: (transfer full): engine and graph for the layout child; holds numbers only, no user text */
GBytes *redan_layout_to_dot (const RedanLayout *self, RedanEngine engine) G_GNUC_WARN_UNUSED_RESULT;

/** redan_layout_read_positions: Returns: whether @text, the answer of the layout child, places every node and group */
gboolean redan_layout_read_positions (RedanLayout *self, const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanLayout, redan_layout_free)

G_END_DECLS
