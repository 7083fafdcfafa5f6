/* SPDX-License-Identifier: Apache-2.0 */
/* JSON of strangers: bounded before it is parsed, refused with line and column. Runs in the import
 * child only. */

#pragma once

#include <jansson.h>

#include "model/exchange/tree.h"

G_BEGIN_DECLS

#define REDAN_JSON_MAX_DEPTH 256
#define REDAN_JSON_MAX_STRING ((gsize) 16 * 1024 * 1024)
#define REDAN_JSON_VISIT_DEPTH 6
#define REDAN_JSON_RECORD_DEPTH 10 /* for redan_json_scan_records() */
#define REDAN_JSON_RECORD_AHEAD 4096

/**
 * RedanJsonPlace:
 * @keys: (array length=depth): the key at each level as it is written, cut after 63 bytes; "" for a
 * member of a list
 * @n_before: (array length=depth): members of the same object or list before this one, each level
 * @bytes: from the first byte of the value, or from behind it, to the end of the text
 * @n_values: values that began before, on all levels
 * @ends: an object or list ends here; each value begins once, of any type
 * @quiet: what it points to is set by a visitor that wants to see nothing inside this value, nor
 * its end
 */
typedef struct
{
  char *keys[REDAN_JSON_RECORD_DEPTH];
  guint64 n_before[REDAN_JSON_RECORD_DEPTH];
  guint depth;
  const guint8 *bytes;
  gsize length;
  guint64 n_values;
  gboolean ends;
  gboolean *quiet;
} RedanJsonPlace;

/** RedanJsonVisit: Returns: whether to go on */
typedef gboolean (*RedanJsonVisit) (const RedanJsonPlace *place, gpointer data);

/** RedanJsonRead: Returns: how many bytes were stored, 0 at the end, -1 with errno set */
typedef gssize (*RedanJsonRead) (guint8 *buffer, gsize room, gpointer data);

/**
 * redan_json_scan:
 * @visit: (nullable): called for the values of the outer six levels inside the root, and with depth
 * 0 where the root ends
 *
 * Checks the whole syntax (RFC 8259) without building anything, up to where @visit stops: UTF-8
 * with or without byte order mark, no NUL, no NaN, no number above the largest double, texts up to
 * %REDAN_JSON_MAX_STRING, numbers up to 1000 characters. Only that two keys of an object are the
 * same is left to redan_json_parse_part().
 *
 * Cost: time in proportion to @length, no memory.
 *
 * Returns: %FALSE when it is wrong; the message starts with "line:column: "
 */
gboolean redan_json_scan (
    const guint8 *data, gsize length, RedanJsonVisit visit, gpointer visit_data, GError **error);

/** redan_json_scan_stream: redan_json_scan() on what @read returns, in 64 KiB of memory */
gboolean redan_json_scan_stream (RedanJsonRead read, gpointer read_data, GError **error);

/**
 * redan_json_scan_records:
 * @visit: called for the values of the outer %REDAN_JSON_RECORD_DEPTH levels, also where a root
 * begins (depth 0);
 *   @bytes then holds at least %REDAN_JSON_RECORD_AHEAD bytes, or all there are
 *
 * Like redan_json_scan_stream(), for any number of roots one after another: a list, one object a
 * line, lists joined.
 */
gboolean redan_json_scan_records (RedanJsonRead read,
                                  gpointer read_data,
                                  RedanJsonVisit visit,
                                  gpointer visit_data,
                                  GError **error);

/** redan_json_looks_like: Returns: whether the first character, after a byte order mark and space,
 * opens an object or array */
gboolean redan_json_looks_like (const guint8 *data, gsize length);

/**
 * redan_json_parse_part:
 * @data: where the value begins, in a text that redan_json_scan() accepted
 * @problem_out: on error, the byte it is at
 *
 * Parses one value and nothing behind it.
 *
 * Returns: (transfer full) (nullable): the value; the message of an error has no place yet
 */
json_t *redan_json_parse_part (const guint8 *data, gsize length, gsize *problem_out, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** redan_json_add: a value of jansson into @tree, which is being built */
void redan_json_add (RedanTree *tree, const json_t *value);

/** redan_json_add_from: redan_json_add() that knows the lines. @data: the text that @value was
 * parsed from by redan_json_parse_part(); @line: of its first byte, from 1 */
void redan_json_add_from (
    RedanTree *tree, const json_t *value, const guint8 *data, gsize length, gsize line);

/**
 * redan_json_parse:
 *
 * Reads a file of at most %REDAN_TREE_MAX_VALUES values, whose syntax is checked first. Of
 * jansson's trees there is one member of the root at a time, of a list that is one of its items.
 *
 * Returns: (transfer none) (nullable): the root, in @tree; the message of an error starts with
 * "line:column: "
 */
RedanNode *redan_json_parse (RedanTree *tree, const guint8 *data, gsize length, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** redan_json_prefix_place: puts "line:column: " of the byte @at before the message */
void redan_json_prefix_place (const guint8 *data, gsize at, GError **error);

/** redan_json_skip_mark: moves behind a byte order mark */
void redan_json_skip_mark (const guint8 **data, gsize *length);

/** redan_json_from_number: Returns: (transfer full): an integer where it is one */
json_t *redan_json_from_number (double value);

/** redan_json_to_text: Returns: (transfer full): a string as it is, a number in its shortest form,
 * all else as compact JSON */
char *redan_json_to_text (const json_t *value);

/** redan_json_get_type_name: Returns: "an object", "a number", ... for messages */
const char *redan_json_get_type_name (const json_t *value);

/** redan_json_is_blank: Returns: whether @value says nothing: absent, null, false, "", [] or {} */
gboolean redan_json_is_blank (const json_t *value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (json_t, json_decref)

G_END_DECLS
