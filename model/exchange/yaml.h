/* SPDX-License-Identifier: Apache-2.0 */
/* YAML of strangers as the tree that JSON has: bounded, refused with line and column. Runs in the
 * import child only. */

#pragma once

#include <glib.h>
#include <jansson.h>

G_BEGIN_DECLS

#define REDAN_YAML_MAX_DEPTH 64
#define REDAN_YAML_MAX_NODES 1000000

/**
 * redan_yaml_parse:
 *
 * Reads one document. Scalars are texts, never guessed at (no, 010 and 12:30 stay what is written);
 * only plain empty, "~" and "null" are null. Merge keys ("<<") are resolved, aliases share what
 * they name and count as often as they stand there; keys must be texts and may not repeat. A local
 * tag becomes an object of one member, the way AWS writes the long form: `!Ref x` is {"Ref": "x"},
 * `!Sub x` is {"Fn::Sub": "x"}.
 *
 * Returns: (transfer full) (nullable): the root; the message of an error starts with "line:column:
 * "
 */
json_t *
redan_yaml_parse (const guint8 *data, gsize length, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
