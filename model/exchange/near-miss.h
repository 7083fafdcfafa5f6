/* SPDX-License-Identifier: Apache-2.0 */
/* Files that are no model, but that a model, or another command, is one step away from. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * redan_near_miss_find:
 * @data: (array length=length): a file that no importer knows
 *
 * Looks for signs of programs, older formats and other things that people give in place of a model,
 * in the first 64 KiB. Cost: time in proportion to these.
 *
 * Returns: (nullable): what the file is and what to do instead, translated; %NULL when that is not
 * known
 */
const char *redan_near_miss_find (const guint8 *data, gsize length);

G_END_DECLS
