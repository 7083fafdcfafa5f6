/* SPDX-License-Identifier: Apache-2.0 */
/* Who refers to whom: the index that lets an edit find what a deleted object leaves behind. Private
 * to the model floor. */

#pragma once

#include "model/model.h"

G_BEGIN_DECLS

typedef struct _RedanReferrers RedanReferrers;

/**
 * RedanReference:
 * @id: the object that an entry refers to
 * @sections: bit mask of the sections that it may be in
 * @by_key: the key of the entry refers, else its value
 * @loose: the object need not exist: targets of decisions and evidence, ids inside threat
 * identities
 */
typedef struct
{
  RedanId id;
  guint sections;
  gboolean by_key;
  gboolean loose;
} RedanReference;

/** redan_reference_parse: Returns: whether the entry of an object of @section refers to an object
 */
gboolean redan_reference_parse (const RedanSchema *schema,
                                RedanSection section,
                                RedanField field,
                                const char *key,
                                const char *value,
                                RedanReference *reference_out);

/** redan_referrers_new: Returns: (transfer full): an index of all references of @model; O(entries)
 */
RedanReferrers *redan_referrers_new (const RedanModel *model) G_GNUC_WARN_UNUSED_RESULT;
void redan_referrers_free (RedanReferrers *self);

/** redan_referrers_add: notes that @referrer refers to @target; removing a reference needs no call
 */
void redan_referrers_add (RedanReferrers *self, const RedanId *target, const RedanId *referrer);

/** redan_referrers_add_object: notes all references of @object */
void redan_referrers_add_object (RedanReferrers *self,
                                 const RedanSchema *schema,
                                 const RedanObject *object);

/**
 * redan_referrers_get:
 * @model: the model of the index as it is now
 *
 * Returns: (transfer full) (element-type RedanId): the objects of @model with a reference to
 * @target, by section and id; cost proportional to what refers or once referred to it
 */
GArray *redan_referrers_get (RedanReferrers *self, const RedanModel *model, const RedanId *target);

/**
 * redan_model_keep_referrers:
 * @keep: whether @model from now on changes through redan_edit_apply() only
 *
 * Lets all edits of @model share one index, built when the first of them needs it. A copy of the
 * model keeps none.
 */
void redan_model_keep_referrers (RedanModel *model, gboolean keep);

/** redan_model_get_referrers: Returns: (transfer none) (nullable): the shared index of a model that
 * keeps one, built if @build says so */
RedanReferrers *redan_model_get_referrers (const RedanModel *model, gboolean build);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanReferrers, redan_referrers_free)

G_END_DECLS
