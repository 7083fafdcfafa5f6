/* SPDX-License-Identifier: Apache-2.0 */
/* What makes one model another, object by object: added, removed, changed, renamed, or only moved.
 */

#pragma once

#include "model/edit.h"

G_BEGIN_DECLS

typedef enum
{
  REDAN_DIFFERENCE_ADDED,
  REDAN_DIFFERENCE_REMOVED,
  REDAN_DIFFERENCE_CHANGED,
  REDAN_DIFFERENCE_MOVED, /* drawn elsewhere, and nothing else */
  REDAN_N_DIFFERENCES,
} RedanDifferenceKind;

/**
 * RedanObjectDifference:
 * @renamed: the name is another one; such an object is changed, never removed and added
 * @moved: some of its geometry is other than before; like @renamed only for what was there and
 * still is
 * @signed_only: nothing changed but hash and day of the review, and the hash is that of what the
 * object is now; such an object is changed, too. The packs that a signature writes with the model
 * are never counted as that: they decide what is found
 * @before: (nullable): the object as it was; %NULL when it is added
 * @after: (nullable): the object as it is; %NULL when it is removed
 * @first, @n: which changes of the edit are about it
 */
typedef struct
{
  RedanDifferenceKind kind;
  gboolean renamed;
  gboolean moved;
  gboolean signed_only;
  const RedanObject *before;
  const RedanObject *after;
  guint first;
  guint n;
} RedanObjectDifference;

/**
 * RedanDifference:
 * @from, @to: the two models
 * @edit: makes @to out of @from: redan_edit_apply() on @from gives a model with the bytes of @to
 * @objects: (element-type RedanObjectDifference): what differs, in the order of the file; an id
 * that names an object of another section afterwards is removed and added
 * @counts: how many of each kind
 * @n_signed: how many of the changed ones are only signed
 */
typedef struct
{
  RedanModel *from;
  RedanModel *to;
  RedanEdit *edit;
  GArray *objects;
  guint counts[REDAN_N_DIFFERENCES];
  guint n_signed;
} RedanDifference;

/**
 * redan_difference_new:
 * @from, @to: models with the same schema; kept and not to be changed while the difference is in
 * use
 *
 * Compares by id and field, so that order, layout and unchanged objects never count.
 *
 * Cost: O(entries of both models).
 *
 * Returns: (transfer full): what makes @to out of @from
 */
RedanDifference *redan_difference_new (RedanModel *from, RedanModel *to) G_GNUC_WARN_UNUSED_RESULT;
void redan_difference_free (RedanDifference *self);

/** redan_difference_get_section: Returns: the section that the object is or was in */
RedanSection redan_difference_get_section (const RedanObjectDifference *object);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanDifference, redan_difference_free)

G_END_DECLS
