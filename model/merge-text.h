/* SPDX-License-Identifier: Apache-2.0 */
/* Merges the lines of a text that two people changed. Private to the model floor. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * redan_text_merge:
 * @base, @ours, @theirs: the text before and after each of the two changes; "" for none
 *
 * Takes every change of lines of either side, as diff3 does. Changes that touch each other, or
 * overlap and are not the same, cannot be merged. The same the other way round: the sides may be
 * swapped.
 *
 * Cost: O(lines * changed lines); texts that differ in more than 1,000 lines are not merged.
 *
 * Returns: (transfer full) (nullable): the merged text; %NULL when it cannot be merged
 */
char *
redan_text_merge (const char *base, const char *ours, const char *theirs) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
