/* SPDX-License-Identifier: Apache-2.0 */
/* A threat model in memory: its objects by section, sorted by id. Copies are cheap because objects are shared. */

#pragma once

#include "model/object.h"

G_BEGIN_DECLS

typedef struct _RedanModel RedanModel;

#define REDAN_MODEL_MAX_OBJECTS 4000000

/** redan_model_new: Returns: (transfer full): an empty model of @schema with its own string pool and a meta object */
RedanModel *redan_model_new (RedanSchema *schema) G_GNUC_WARN_UNUSED_RESULT;

/** redan_model_new_sharing: redan_model_new() with the string pool of other models, whose objects it can share then */
RedanModel *redan_model_new_sharing (RedanSchema *schema, RedanStrings *strings) G_GNUC_WARN_UNUSED_RESULT;

/**
 * redan_model_copy:
 *
 * Returns: (transfer full): a model with the same objects and the same string pool; O(objects) pointer copies
 */
RedanModel *redan_model_copy (const RedanModel *self) G_GNUC_WARN_UNUSED_RESULT;
RedanModel *redan_model_ref (RedanModel *self);
void redan_model_unref (RedanModel *self);

RedanSchema *redan_model_get_schema (const RedanModel *self);
RedanStrings *redan_model_get_strings (const RedanModel *self);

/** redan_model_get_n: Returns: number of objects in @section */
guint redan_model_get_n (const RedanModel *self, RedanSection section);

/** redan_model_get_nth: Returns: (transfer none): object @index of @section in the order of ids */
const RedanObject *redan_model_get_nth (const RedanModel *self, RedanSection section, guint index);

/**
 * redan_model_get_objects:
 *
 * Returns: (array length=n_out) (transfer none): all objects of @section in the order of ids, until the model changes
 */
const RedanObject *const *redan_model_get_objects (const RedanModel *self, RedanSection section, guint *n_out);

/** redan_model_get_meta: Returns: (transfer none): the one object of the section meta */
const RedanObject *redan_model_get_meta (const RedanModel *self);

/** redan_model_lookup: Returns: (transfer none) (nullable): the object with @id. O(1) expected */
const RedanObject *redan_model_lookup (const RedanModel *self, const RedanId *id);

/** redan_model_lookup_text: like redan_model_lookup() with the terminated text of an id; %NULL if it is no id */
const RedanObject *redan_model_lookup_text (const RedanModel *self, const char *id);

/** redan_model_index_of: Returns: position of the object @id in its section, or G_MAXUINT. O(1) expected; the first call
 *   after objects came or went in the middle of a section is O(objects): threads may share a model only after it */
guint redan_model_index_of (const RedanModel *self, const RedanId *id);

/**
 * redan_model_put:
 * @object: (transfer full): replaces the object with the same id, or is added
 *
 * Appending in the order of ids is O(1); elsewhere O(objects of the section).
 */
void redan_model_put (RedanModel *self, RedanObject *object);

/** redan_model_remove: Returns: whether there was such an object; the meta object stays */
gboolean redan_model_remove (RedanModel *self, const RedanId *id);

/**
 * redan_model_put_all:
 * @objects: (array length=n) (transfer full): objects in any order, ids all different and not in the model
 *
 * Bulk load: O(n log n), or O(n) when they come in the order of sections and ids.
 */
void redan_model_put_all (RedanModel *self, RedanObject **objects, guint n);

/** redan_model_intern: shorthand for redan_strings_intern() on the pool of the model */
const char *redan_model_intern (RedanModel *self, const char *text);

/** redan_meta_id: Returns: the id of the meta object of every model */
RedanId redan_meta_id (void);

/** redan_fact_id: Returns: the id of the programme fact @name */
RedanId redan_fact_id (const char *name);

/**
 * redan_decision_id:
 * @target: (nullable): what the threat stands on; %NULL or the null id for a threat to the whole model
 * @reverse: whether it is the way back of a bidirectional flow
 *
 * Returns: the id of the decision about a threat, so that two branches that decide it meet in one object
 */
RedanId redan_decision_id (const char *rule, const RedanId *target, gboolean reverse);

/** redan_waiver_id: Returns: the id of the waiver of @criterion, so that two branches that waive it meet in one object */
RedanId redan_waiver_id (const char *criterion);

/** redan_mitigation_id: Returns: the id of the placement of @control on @target; %NULL or the null id for the model */
RedanId redan_mitigation_id (const char *control, const RedanId *target);

/**
 * redan_evidence_id:
 * @control: (nullable): id of a control, or @attribute: (nullable): name of an attribute
 * @target: (nullable): what it is about; %NULL or the null id for the model
 *
 * Returns: the id of the evidence about a control, or for the value of an attribute, on a target
 */
RedanId redan_evidence_id (const char *control, const char *attribute, const RedanId *target);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanModel, redan_model_unref)

G_END_DECLS
