/* SPDX-License-Identifier: Apache-2.0 */
/* An immutable object of a model: an id, a section and a sorted list of entries (field, key, value). */

#pragma once

#include "model/field.h"
#include "model/id.h"

G_BEGIN_DECLS

/**
 * RedanEntry:
 * @field: which field
 * @key: member of a set, diagram of a place, name of an extra; "" for a scalar field
 * @value: the value; "" for a member of a set
 *
 * Strings belong to the string pool of the model. Keys and the values of attributes and words are interned.
 */
typedef struct
{
  const char *key;
  const char *value;
  RedanField field;
} RedanEntry;

/** redan_entry_compare: Returns: the order of two RedanEntry in an object: by field, then bytes of the key */
int redan_entry_compare (gconstpointer a, gconstpointer b);

/**
 * RedanObject:
 *
 * Shared between a model, its snapshots and the undo history; never changed after it was built.
 */
typedef struct
{
  gatomicrefcount references;
  RedanId id;
  RedanSection section;
  guint n_entries;
  RedanEntry entries[];
} RedanObject;

/**
 * redan_object_new:
 * @entries: (array length=n_entries): sorted by field, then strcmp() of key; copied
 *
 * Returns: (transfer full): the object
 */
RedanObject *redan_object_new (RedanSection section,
                               const RedanId *id,
                               const RedanEntry *entries,
                               guint n_entries) G_GNUC_WARN_UNUSED_RESULT;
RedanObject *redan_object_ref (RedanObject *self);
void redan_object_unref (RedanObject *self);

/**
 * redan_object_with:
 * @value: (nullable): the new value, or %NULL to remove the entry; must belong to the pool of the model
 *
 * Returns: (transfer full): a copy that differs in one entry
 */
RedanObject *redan_object_with (const RedanObject *self,
                                RedanField field,
                                const char *key,
                                const char *value) G_GNUC_WARN_UNUSED_RESULT;

/** redan_object_get: Returns: (nullable): the value of a scalar field. O(log entries) */
const char *redan_object_get (const RedanObject *self, RedanField field);

/** redan_object_get_keyed: Returns: (nullable): the value under (@field, @key) */
const char *redan_object_get_keyed (const RedanObject *self, RedanField field, const char *key);

/** redan_object_get_range: Returns: (array length=n_out) (nullable): all entries of a keyed field, sorted by key */
const RedanEntry *redan_object_get_range (const RedanObject *self, RedanField field, guint *n_out);

/** redan_object_get_reference: Returns: whether the scalar reference @field is set; its id in @id_out */
gboolean redan_object_get_reference (const RedanObject *self, RedanField field, RedanId *id_out);

/** redan_object_get_name: Returns: the name, or "" */
const char *redan_object_get_name (const RedanObject *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanObject, redan_object_unref)

G_END_DECLS
