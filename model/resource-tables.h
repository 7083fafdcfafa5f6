/* SPDX-License-Identifier: Apache-2.0 */
/* The tables of cloud resources: what a type becomes, and which of its properties say something
 * about an attribute. */

#pragma once

#include "model/schema.h"

G_BEGIN_DECLS

/** Names of the tables: files with the suffix .csv in data/, among the packs of the user and in the
 * directory of --data. */
#define REDAN_RESOURCE_TYPES "resource-types"
#define REDAN_RESOURCE_ATTRIBUTES "resource-attributes"

typedef enum
{
  REDAN_RESOURCE_ELEMENT,
  REDAN_RESOURCE_BOUNDARY,
  REDAN_RESOURCE_PART, /* of the resource that it names: its properties are those of the other */
  REDAN_RESOURCE_NOTE,
} RedanResourceBecomes;

/**
 * RedanResourceType:
 * @kind: of the element or boundary, else ""
 * @tech: technology of the element, else ""
 */
typedef struct
{
  RedanResourceBecomes becomes;
  char *kind;
  char *tech;
} RedanResourceType;

/**
 * RedanResourceAttribute: one row: when @property of a resource of @type is @value, @attribute of
 * its element is @becomes
 * @property: names of members with dots between; lists are looked through
 * @value: text of the property; "*" anything but nothing, false, zero and empty; "-" one of these
 * @becomes: "" for a row that only hides those of earlier files
 */
typedef struct
{
  char *type;
  char *property;
  char *value;
  char *attribute;
  char *becomes;
} RedanResourceAttribute;

typedef struct _RedanResourceTables RedanResourceTables;

/** redan_resource_tables_has: Returns: whether @root, of a data file, is the name of a table */
gboolean redan_resource_tables_has (const char *root);

/** RedanResourceCheck: Returns: whether an attribute of elements (or with @boundary the kind of
 * boundaries) may have the value; @error says what was expected */
typedef gboolean (*RedanResourceCheck) (
    gpointer data, gboolean boundary, const char *attribute, const char *value, GError **error);

/** redan_resource_tables_new: Returns: (transfer full): tables without a row */
RedanResourceTables *redan_resource_tables_new (void) G_GNUC_WARN_UNUSED_RESULT;
/** redan_resource_tables_new_built_in: Returns: (transfer full): the tables of this program */
RedanResourceTables *redan_resource_tables_new_built_in (void) G_GNUC_WARN_UNUSED_RESULT;
void redan_resource_tables_free (RedanResourceTables *self);

/**
 * redan_resource_tables_add:
 * @path: what messages name
 * @table: %REDAN_RESOURCE_TYPES or %REDAN_RESOURCE_ATTRIBUTES
 * @check: (nullable): asked for every value
 * @error: %REDAN_MODEL_ERROR_INVALID_VALUE: "PATH:LINE: what, remedy"
 *
 * Adds the rows of a file; they hold over those added before: a type replaces the same type, rows
 * about an attribute of a type all rows of earlier files about it. Lines that begin with "#" and
 * empty ones say nothing. O(size).
 *
 * Returns: %FALSE with @error set; some rows are added then
 */
gboolean redan_resource_tables_add (RedanResourceTables *self,
                                    const char *path,
                                    const char *table,
                                    GBytes *bytes,
                                    RedanResourceCheck check,
                                    gpointer data,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** redan_resource_tables_find_type: Returns: (nullable): the row of the type, else the one of the
 * longest start of it that the table writes with "*" at its end. O(length of @type) */
const RedanResourceType *redan_resource_tables_find_type (const RedanResourceTables *self,
                                                          const char *type);

/** redan_resource_tables_find_attributes: Returns: (nullable) (element-type
 * RedanResourceAttribute): the rows of a type in the order in which they hold: of those about one
 * attribute the first that matches */
const GPtrArray *redan_resource_tables_find_attributes (const RedanResourceTables *self,
                                                        const char *type);

/** redan_resource_tables_to_text: Returns: (transfer full) (nullable): the rows of @table as one
 * file; %NULL when it has none */
GBytes *redan_resource_tables_to_text (const RedanResourceTables *self, const char *table);

/** redan_schema_get_resources: Returns: (transfer none): the rows that the user adds to the tables,
 * read with the schema */
const RedanResourceTables *redan_schema_get_resources (const RedanSchema *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanResourceTables, redan_resource_tables_free)

G_END_DECLS
