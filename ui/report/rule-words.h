/* SPDX-License-Identifier: Apache-2.0 */
/* The condition of a rule as sentences that a person reads. */

#pragma once

#include "analysis/catalogue.h"

G_BEGIN_DECLS

/**
 * redan_condition_dup_words:
 * @schema: that the expression was resolved against
 *
 * Returns: (transfer full): lines of text, translated: one for each part, "all of" and "any of" with their parts indented
 */
char *redan_condition_dup_words (const RedanSchema *schema, const RedanExpression *condition);

G_END_DECLS
