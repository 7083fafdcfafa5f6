/* SPDX-License-Identifier: Apache-2.0 */
/* The attribute schema: every attribute of every scope, defined once in data/ and read by all who need it. */

#pragma once

#include "model/data-source.h"
#include "model/strings.h"

G_BEGIN_DECLS

typedef struct _RedanSchema RedanSchema;

/** What an attribute stands on. An account is a boundary of kind "account" and has both scopes. */
typedef enum
{
  REDAN_SCOPE_ELEMENT,
  REDAN_SCOPE_FLOW,
  REDAN_SCOPE_BOUNDARY,
  REDAN_SCOPE_ACCOUNT,
  REDAN_SCOPE_ASSET,
  REDAN_SCOPE_PROGRAMME,
  REDAN_N_SCOPES,
} RedanScope;

typedef enum
{
  REDAN_ATTRIBUTE_ENUM,
  REDAN_ATTRIBUTE_SET,       /* several of the allowed values, or free strings when none are listed */
  REDAN_ATTRIBUTE_TRI,       /* yes, no */
  REDAN_ATTRIBUTE_RATING,    /* 1..5 */
  REDAN_ATTRIBUTE_INTEGER,   /* minimum..maximum */
  REDAN_ATTRIBUTE_DATE,      /* YYYY-MM-DD */
  REDAN_ATTRIBUTE_STRING,
  REDAN_ATTRIBUTE_REFERENCE, /* id of an object */
  REDAN_ATTRIBUTE_FACT,      /* yes, partial, no; dated */
  REDAN_ATTRIBUTE_FACT_DATE, /* a date that proves itself */
} RedanAttributeType;

/**
 * RedanAttribute:
 * @index: position in the schema; field number minus %REDAN_FIELD_ATTRIBUTE
 * @structural: the value is a field of the object itself (kind, name, the kind of a boundary), not an attribute child
 * @stored: a person may set it; %FALSE for what the tool computes
 * @starter: answers to it decide most about a new model: asked before others there
 * @values: (array length=n_values): allowed values in the order of the schema; for tri "yes","no"; rating "1".."5"
 * @standard: value that holds when nothing else says one; %NULL for unknown
 * @source, @unknown: columns of the table: where values come from, what unknown does
 * @group: heading in the inspector
 * @label: what a person reads instead of the name, "Encryption at rest"; made from the name when the data has none
 * @question: what to ask a person who has to say the value, a sentence; the label and "?" when the data has none
 * @meaning: one sentence for the user
 * @pack: id of the pack that defines it
 */
typedef struct
{
  guint index;
  RedanScope scope;
  RedanAttributeType type;
  gboolean structural;
  gboolean stored;
  gboolean starter;
  const char *name;
  const char *const *values;
  guint n_values;
  gint64 minimum;
  gint64 maximum;
  const char *standard;
  const char *source;
  const char *unknown;
  const char *group;
  const char *label;
  const char *question;
  const char *meaning;
  const char *pack;
} RedanAttribute;

/**
 * redan_schema_load:
 * @source: the data files; those with root "attributes" are read
 * @error: set with %REDAN_MODEL_ERROR; the message names file and line
 *
 * Returns: (transfer full) (nullable): the immutable schema, or %NULL
 */
RedanSchema *redan_schema_load (RedanDataSource *source, GError **error) G_GNUC_WARN_UNUSED_RESULT;
RedanSchema *redan_schema_ref (RedanSchema *self);
void redan_schema_unref (RedanSchema *self);

guint redan_schema_get_n_attributes (const RedanSchema *self);
const RedanAttribute *redan_schema_get_attribute (const RedanSchema *self, guint index);

/** redan_schema_lookup: Returns: (nullable): the attribute @name of @scope; @length -1 when terminated. O(1) */
const RedanAttribute *redan_schema_lookup (const RedanSchema *self, RedanScope scope, const char *name, gssize length);

/** redan_attribute_find_value: Returns: position of @value among the allowed values, or -1. O(1) expected */
int redan_attribute_find_value (const RedanAttribute *self, const char *value, gssize length);

/**
 * redan_attribute_get_property:
 * @value_index: position of an allowed value
 * @name: a property that the schema gives to values, for instance "management" or "icon" of tech,
 *   "trust" of boundary kinds, "encryption" of protocols
 *
 * Returns: (nullable): what the schema says of that value
 */
const char *redan_attribute_get_property (const RedanAttribute *self, guint value_index, const char *name);

/** redan_attribute_get_value_label: Returns: (nullable): what a person reads instead of an allowed value; %NULL: the word explains itself */
const char *redan_attribute_get_value_label (const RedanAttribute *self, guint value_index);

/**
 * redan_attribute_check:
 * @value: one value, or one member of a set; "unknown" is always allowed
 * @error: set with %REDAN_MODEL_ERROR_INVALID_VALUE; says what was expected, without place
 *
 * Returns: whether the attribute may have this value
 */
gboolean redan_attribute_check (const RedanAttribute *self, const char *value, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanSchema, redan_schema_unref)

G_END_DECLS
