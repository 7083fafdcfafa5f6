/* SPDX-License-Identifier: Apache-2.0 */
/* Sizes and parts of a scene that its builder, the painter and the layout share. */

#pragma once

#include "ui/diagram/label.h"
#include "ui/diagram/scene.h"

G_BEGIN_DECLS

#define REDAN_NAME_SIZE 13.0
#define REDAN_MIN_NAME_SIZE 9.0
#define REDAN_MIN_NOTE_SIZE 8.0
#define REDAN_CAPTION_SIZE 10.5
#define REDAN_FLOW_SIZE 11.0
#define REDAN_TITLE_SIZE 12.0
#define REDAN_NOTE_SIZE 11.0
#define REDAN_LABEL_PADDING 3.0
#define REDAN_BOX_PADDING 8.0
#define REDAN_ICON_SIZE 18.0
#define REDAN_ICON_GAP 5.0 /* between icon and text */
#define REDAN_TITLE_ICON_SIZE 13.0
#define REDAN_LOCK_WIDTH 11.0
#define REDAN_FLOW_LABEL_WIDTH 132.0
#define REDAN_FLOW_LABEL_LINES 6

/** redan_scene_box_radius: Returns: radius of the corners of a box */
double redan_scene_box_radius (const RedanSceneBox *box);

/**
 * redan_scene_fit_box: breaks the name of an element or note to fit its box, in the largest size that does; sets label
 *
 * The icon gets a place at the left when the name fits as well beside it, else in a corner, and is dropped when there is
 * no room for either.
 */
void redan_scene_fit_box (RedanSceneBox *box);

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

/** redan_scene_place_labels: titles of boundaries, labels of boxes, then labels of lines */
void redan_scene_place_labels (RedanScene *self, const RedanScenePoint *const *wishes);

G_END_DECLS
