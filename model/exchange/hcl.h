/* SPDX-License-Identifier: Apache-2.0 */
/* HCL of strangers as a tree: blocks and attributes, no evaluation. Runs in the import child only.
 */

#pragma once

#include "model/exchange/tree.h"

G_BEGIN_DECLS

#define REDAN_HCL_MAX_DEPTH 64
#define REDAN_HCL_MAX_NODES 1000000

/**
 * redan_hcl_parse:
 *
 * A body is an object: "attributes" is an object of values, "blocks" a list of objects with "type",
 * "labels" (a list of texts) and a "body". Texts, numbers, true, false, null, lists and objects are
 * themselves, with their templates
 * ("${...}") as they are written; any other expression is the text "${expression}".
 *
 * Returns: (transfer none) (nullable): the outermost body, in @tree; the message of an error starts
 * with "line:column: "
 */
RedanNode *redan_hcl_parse (RedanTree *tree, const guint8 *data, gsize length, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
