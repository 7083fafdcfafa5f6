/* SPDX-License-Identifier: Apache-2.0 */
/* The difference of two models as a picture: each diagram before and after, with what became of
 * everything on it. */

#pragma once

#include "analysis/attack-changes.h"
#include "model/difference.h"
#include "ui/diagram/picture.h"
#include "ui/diagram/sheet.h"

G_BEGIN_DECLS

/**
 * redan_difference_list_marks:
 * @scene: of one of the two models
 * @is_after: which one
 * @n_marked_out: (out) (optional): how many items are not untouched
 *
 * What carries a control, threat, decision, evidence or asset that changed counts as changed.
 *
 * Returns: (transfer full) (array): RedanPaintMark by number in @scene, for RedanPaintOptions
 */
guint8 *redan_difference_list_marks (const RedanDifference *difference,
                                     const RedanScene *scene,
                                     gboolean is_after,
                                     guint *n_marked_out) G_GNUC_WARN_UNUSED_RESULT;

/**
 * redan_difference_lay_out:
 * @before_out, @after_out: (out) (transfer full): the models of @difference, or copies in which
 * everything has a place
 *
 * For models without geometry: what is in both gets the same place, so that nothing seems moved
 * that is not.
 */
void redan_difference_lay_out (const RedanDifference *difference,
                               RedanModel **before_out,
                               RedanModel **after_out);

/**
 * RedanDifferencePicture: what goes into the picture
 * @before_drawn, @after_drawn: from redan_difference_lay_out()
 * @before_title, @after_title: what the two models are called: file names, revisions
 * @before, @after: (nullable): analyses; without them only the model is shown
 * @view_before, @view: (nullable): of the attacker in both
 * @attacks: (nullable) (element-type RedanAssetChange): attacks opened and closed
 * @complete: whether no search for them was cut short
 */
typedef struct
{
  const RedanDifference *difference;
  RedanModel *before_drawn;
  RedanModel *after_drawn;
  const char *before_title;
  const char *after_title;
  const RedanAnalysis *before;
  const RedanAnalysis *after;
  const RedanAttackView *view_before;
  const RedanAttackView *view;
  const GPtrArray *attacks;
  gboolean complete;
} RedanDifferencePicture;

/**
 * redan_difference_picture_write:
 * @format: SVG or PDF
 * @as_of: days since 1900-01-01, the only date in a PDF
 *
 * Shows the diagrams on which something changed, before beside after, one above the other where
 * they are wide; then all changes in words and the attacks opened and closed. Equal models give a
 * picture that says so.
 *
 * Returns: (transfer full) (nullable): the content of a file
 */
GBytes *redan_difference_picture_write (const RedanDifferencePicture *input,
                                        RedanPictureFormat format,
                                        guint as_of,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
