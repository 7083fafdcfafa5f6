/* SPDX-License-Identifier: Apache-2.0 */
/* Inside of an edit, for its builder, its application and its bytes. Private to the model floor. */

#pragma once

#include "model/edit.h"
#include "model/referrers.h"

G_BEGIN_DECLS

/**
 * RedanEdit:
 * @model: what the edit is made against
 * @changes: (element-type RedanChange): in the order of making; at most one for each object,
 * section, field and key
 * @places: the same changes as a set, to find one
 * @created: sections of the objects that the edit creates, by id
 * @live: (element-type RedanChange): those of @changes that leave a value behind
 * @referrers: (nullable): index of @model, when the model itself has none attached
 * @fault: (nullable): the first wrong call while the edit was built; it makes the edit impossible
 * to apply
 */
struct _RedanEdit
{
  RedanModel *model;
  char *label;
  GPtrArray *changes;
  GPtrArray *live;
  GHashTable *places;
  GHashTable *created;
  RedanReferrers *referrers;
  GError *fault;
};

/** redan_edit_add: appends a change as it is; its strings belong to the pool of the model */
void redan_edit_add (RedanEdit *self, const RedanChange *change);

/** redan_edit_find: Returns: (nullable): the change of (@object, @section, @field, @key); @key
 * interned */
RedanChange *redan_edit_find (const RedanEdit *self,
                              const RedanId *object,
                              RedanSection section,
                              RedanField field,
                              const char *key);

/** redan_edit_refuse_attribute: makes the edit impossible to apply: @object has no attribute of
 * that name */
void redan_edit_refuse_attribute (RedanEdit *self, const RedanId *object, const char *attribute);

#define REDAN_FIELD_NAME_SIZE 64

/** redan_edit_get_field_name: Returns: name for journal and store, "@" before it for a field on the
 * start tag; may lie in @buffer */
const char *redan_edit_get_field_name (const RedanSchema *schema,
                                       RedanSection section,
                                       RedanField field,
                                       char buffer[REDAN_FIELD_NAME_SIZE]);

/** redan_edit_find_field: Returns: the field of that name, or %REDAN_FIELD_EXISTS */
RedanField
redan_edit_find_field (const RedanSchema *schema, RedanSection section, const char *name);

G_END_DECLS
