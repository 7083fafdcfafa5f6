/* SPDX-License-Identifier: Apache-2.0 */
/* YAML of strangers as a tree: bounded, refused with line and column. Runs in the
 * import child only. */

#pragma once

#include "model/exchange/tree.h"

G_BEGIN_DECLS

#define REDAN_YAML_MAX_DEPTH 64
#define REDAN_YAML_MAX_NODES (2 * REDAN_TREE_MAX_VALUES) /* as they stand in the file */
#define REDAN_YAML_MAX_REPEATED 1000000                  /* that aliases stand for */

/**
 * redan_yaml_parse:
 * @data: when the import child reads its input there, it is given back while it is read, and zero
 * afterwards
 *
 * Reads one document. Scalars are texts, never guessed at (no, 010 and 12:30 stay what is written);
 * only plain empty, "~" and "null" are null. Merge keys ("<<") are resolved, aliases share what
 * they name and count as often as they stand there; keys must be texts and may not repeat. A local
 * tag becomes an object of one member, the way AWS writes the long form: `!Ref x` is {"Ref": "x"},
 * `!Sub x` is {"Fn::Sub": "x"}.
 *
 * Returns: (transfer none) (nullable): the root, in @tree; the message of an error starts with
 * "line:column: "
 */
RedanNode *redan_yaml_parse (RedanTree *tree, const guint8 *data, gsize length, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
