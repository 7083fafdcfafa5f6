/* SPDX-License-Identifier: Apache-2.0 */
/* JSON of strangers: bounded before it is parsed, refused with line and column. Runs in the import
 * child only. */

#pragma once

#include <glib.h>
#include <jansson.h>

G_BEGIN_DECLS

#define REDAN_JSON_MAX_DEPTH 256

/**
 * RedanJsonVisit:
 * @path: (array length=depth): the key at each level; "" for a member of an array
 * @value: the bytes from the first of the value to the end of the file
 *
 * Called for each key of the outer levels while the bytes are scanned.
 */
typedef void (*RedanJsonVisit) (
    char **path, guint depth, const char *value, gsize length, gpointer data);

/**
 * redan_json_scan:
 * @visit: (nullable): called for the keys of the outer six levels
 *
 * Walks over the brackets, strings and keys of a JSON text without building anything.
 *
 * Returns: %FALSE with a located error when it nests deeper than %REDAN_JSON_MAX_DEPTH
 */
gboolean redan_json_scan (
    const guint8 *data, gsize length, RedanJsonVisit visit, gpointer visit_data, GError **error);

/** redan_json_looks_like: Returns: whether the first character, after a byte order mark and space,
 * opens an object or array */
gboolean redan_json_looks_like (const guint8 *data, gsize length);

/**
 * redan_json_parse:
 *
 * Parses a whole JSON text: UTF-8 with or without byte order mark, depth at most
 * %REDAN_JSON_MAX_DEPTH, no duplicate keys, no NUL, no NaN.
 *
 * Returns: (transfer full) (nullable): the root; on error the message starts with "line:column: "
 */
json_t *
redan_json_parse (const guint8 *data, gsize length, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** redan_json_to_text: Returns: (transfer full): a string as it is, a number in its shortest form,
 * all else as compact JSON */
char *redan_json_to_text (const json_t *value);

/** redan_json_get_type_name: Returns: "an object", "a number", ... for messages */
const char *redan_json_get_type_name (const json_t *value);

/** redan_json_is_blank: Returns: whether @value says nothing: absent, null, false, "", [] or {} */
gboolean redan_json_is_blank (const json_t *value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (json_t, json_decref)

G_END_DECLS
