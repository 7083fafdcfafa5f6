/* SPDX-License-Identifier: Apache-2.0 */
/* Marks that a study puts on the diagram: the steps of an attack, what falls with an element, what
 * every attack passes. Their shapes differ as well as their colours. */

#pragma once

#include <cairo.h>

#include "ui/diagram/scene.h"

G_BEGIN_DECLS

typedef enum
{
  REDAN_MARK_STEP,    /* a frame with a numbered disc */
  REDAN_MARK_CURRENT, /* the same, filled: the step that is told about now */
  REDAN_MARK_FALLS,   /* a dashed frame, tinted */
  REDAN_MARK_ORIGIN,  /* a double frame: where it begins */
  REDAN_MARK_PASSED,  /* a thin line or frame whose weight says how often it is passed */
  REDAN_MARK_CHOKE,   /* a diamond: every attack passes it */
  REDAN_MARK_CUT,     /* a square with a bar: the cheapest controls stop attackers here */
} RedanMarkKind;

/**
 * RedanMark:
 * @number: of a step, from 1; 0 for none
 * @weight: of %REDAN_MARK_PASSED, 0..1
 */
typedef struct
{
  RedanId id;
  RedanMarkKind kind;
  guint number;
  double weight;
} RedanMark;

/** redan_mark_draw_sample: what a mark of @kind looks like, in a square of @size pixels, for a
 * legend
 */
void redan_mark_draw_sample (RedanMarkKind kind, double size, cairo_t *cr);

/** redan_marks_draw: above the diagram; what the scene does not show is left out. @cr is in scene
 * pixels, @zoom keeps strokes and discs equally large on screen */
void redan_marks_draw (const RedanScene *scene, const GArray *marks, double zoom, cairo_t *cr);

G_END_DECLS
