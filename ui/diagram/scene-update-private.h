/* SPDX-License-Identifier: Apache-2.0 */
/* The state of one update of a scene, from reading what changed to placing the labels again. */

#pragma once

#include "ui/diagram/scene-private.h"

G_BEGIN_DECLS

enum
{
  REDAN_MARK_TOUCHED = 1 << 0, /* box: was read again */
  REDAN_MARK_BESIDE = 1 << 0,  /* line: stays if its ports do */
  REDAN_MARK_MOVED = 1 << 1,   /* box: another rectangle or shape, or new */
  REDAN_MARK_ROUTE = 1 << 2,   /* line: its way must be found again */
  REDAN_MARK_LABEL = 1 << 3,   /* its label must be placed again */
  REDAN_MARK_TEXT = 1 << 4,    /* line: its label is another one, so it is dirty in any case */
  REDAN_MARK_LOOK = 1 << 5,    /* drawn in another way */
  REDAN_MARK_PORTS = 1 << 7,   /* box: a flow came, went or is routed again */
  REDAN_MARK_CONTEXT = 1 << 6, /* line: has ports beside those of lines that are routed */
};

/**
 * RedanSceneUpdate:
 * @dirty: (element-type RedanSceneRect): what must be painted again
 * @freed: (element-type RedanSceneRect): where elements and notes have gone from
 * @cleared: (element-type RedanSceneRect): where labels of lines and titles have gone from
 * @blocked: (element-type RedanSceneRect): where elements and notes have come to
 * @box_marks, @line_marks: by number
 * @wanted: by box: where the label of a touched box wants to be
 * @pairs: (element-type gint64): pairs of boxes between which the flows must be routed again
 */
typedef struct
{
  RedanScene *scene;
  RedanSceneReader reader;
  GArray *dirty;
  GArray *freed;
  GArray *cleared;
  GArray *blocked;
  guint8 *box_marks;
  guint8 *line_marks;
  RedanSceneRect *wanted;
  GHashTable *pairs;
} RedanSceneUpdate;

/** redan_scene_reroute: finds the ways of the marked lines and of those that boxes now block or free; marks their labels */
void redan_scene_reroute (RedanSceneUpdate *self);

/** redan_scene_relabel: places the labels of touched boxes and marked lines, and those that are in their way */
void redan_scene_relabel (RedanSceneUpdate *self);

/** redan_scene_note_cleared: @label, when it has a width, is free for others */
void redan_scene_note_cleared (RedanSceneUpdate *self, const RedanSceneRect *label);

/** redan_scene_note_pair: the flows between the boxes of @ends must be routed again */
void redan_scene_note_pair (RedanSceneUpdate *self, const RedanSceneEnds *ends);

G_END_DECLS
