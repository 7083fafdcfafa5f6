/* SPDX-License-Identifier: Apache-2.0 */
/* An edit: a named list of change records (object, field, key, old, new), the unit of command,
 * journal, undo, diff and merge. */

#pragma once

#include "model/model.h"

G_BEGIN_DECLS

/**
 * RedanChange:
 * @field: %REDAN_FIELD_EXISTS for the object itself: @before %NULL when it is created, @after %NULL
 * when it is deleted, the other of the two is ""
 * @key: "" for a scalar field
 * @before: (nullable): the old value; %NULL when the entry was not set
 * @after: (nullable): the new value; %NULL when the entry is removed
 */
typedef struct
{
  RedanId object;
  RedanSection section;
  RedanField field;
  const char *key;
  const char *before;
  const char *after;
} RedanChange;

typedef struct _RedanEdit RedanEdit;

/**
 * redan_edit_new:
 * @model: the model that it will be applied to; strings are interned in its pool
 * @label: name for the undo history, translated: "Move element"; folded to one line
 */
RedanEdit *redan_edit_new (const RedanModel *model, const char *label) G_GNUC_WARN_UNUSED_RESULT;
void redan_edit_free (RedanEdit *self);

const char *redan_edit_get_label (const RedanEdit *self);
guint redan_edit_get_n_changes (const RedanEdit *self);
const RedanChange *redan_edit_get_change (const RedanEdit *self, guint index);

/*
 * The functions that add to an edit see the model through what the edit changed so far. A wrong
 * call (an id that is taken or is not there) is kept and makes redan_edit_apply() fail with it.
 */

/** redan_edit_create: adds a new object; @id %NULL for a random one. Returns its id */
RedanId redan_edit_create (RedanEdit *self, RedanSection section, const RedanId *id);

/** redan_edit_set: sets, or with @value %NULL removes, one entry; @key "" or %NULL for a scalar
 * field */
void redan_edit_set (
    RedanEdit *self, const RedanId *object, RedanField field, const char *key, const char *value);

/** redan_edit_keeps: Returns: whether there is an object @id after the edit */
gboolean redan_edit_keeps (const RedanEdit *self, const RedanId *id);

/** redan_edit_get: Returns: (nullable): the value of an entry after the edit */
const char *
redan_edit_get (const RedanEdit *self, const RedanId *object, RedanField field, const char *key);

/**
 * redan_edit_set_attribute:
 * @value: (nullable): members joined by "," for a set
 *
 * Like redan_edit_set(), by the name of the attribute or field.
 *
 * Returns: %FALSE when the section of the object has no such attribute
 */
gboolean redan_edit_set_attribute (RedanEdit *self,
                                   const RedanId *object,
                                   const char *name,
                                   const char *value);

/**
 * redan_edit_delete:
 *
 * Deletes an object and everything that cannot be without it: flows of an element, placements and
 * references to it; decisions, mitigations, threats and evidence on it; members of a deleted
 * boundary move to its parent.
 *
 * Cost: proportional to what is deleted or changed when the model belongs to a document, else
 * O(entries of the model) once per edit.
 */
void redan_edit_delete (RedanEdit *self, const RedanId *object);

/** redan_edit_reverse: Returns: (transfer full): the edit that takes this one back */
RedanEdit *redan_edit_reverse (const RedanEdit *self);

/**
 * redan_edit_apply:
 * @model: changed in place when the result is valid, else untouched
 *
 * Checks that every @before is what stands in the model, applies all changes, then checks the
 * touched objects: values, required fields, references, nesting (no cycles, depth at most 63),
 * nothing left dangling by a deletion.
 *
 * Cost: proportional to the edit and what it touches when the model belongs to a document;
 * otherwise a deletion or a new parent of a boundary costs O(entries of the model).
 */
gboolean redan_edit_apply (const RedanEdit *self, RedanModel *model, GError **error);

/** redan_edit_serialize: Returns: (transfer full): bytes for the journal, independent of field
 * numbers (names are written) */
GBytes *redan_edit_serialize (const RedanEdit *self);

/**
 * redan_edit_deserialize:
 * @error: set with %REDAN_MODEL_ERROR_STORE when the bytes are damaged,
 * %REDAN_MODEL_ERROR_UNKNOWN_NAME when they name a field that the schema does not know
 *
 * Returns: (transfer full) (nullable): the edit
 */
RedanEdit *redan_edit_deserialize (const RedanModel *model, GBytes *bytes, GError **error);

/** redan_model_difference: Returns: (transfer full): the edit that makes @to out of @from, in file
 * order; same schema */
RedanEdit *redan_model_difference (const RedanModel *from, const RedanModel *to, const char *label);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanEdit, redan_edit_free)

G_END_DECLS
