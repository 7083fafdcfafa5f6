/* SPDX-License-Identifier: Apache-2.0 */
/* Small tables of strangers, cells separated by commas, semicolons or tabs (RFC 4180), as a tree.
 * Runs in the import child only. */

#pragma once

#include "model/exchange/tree.h"

G_BEGIN_DECLS

/** redan_separated_has: Returns: whether the first line has a column whose letters and digits are
 * @name, in lower case */
gboolean redan_separated_has (const guint8 *data, gsize length, const char *name);

/**
 * redan_separated_parse:
 * @error: starts with "line:column: "
 *
 * Returns: (transfer none) (nullable): in @tree, a list with an object of texts for each row that
 * is not empty, keys from the first line; at most 256 columns
 */
RedanNode *redan_separated_parse (RedanTree *tree, const guint8 *data, gsize length, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
