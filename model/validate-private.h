/* SPDX-License-Identifier: Apache-2.0 */
/* The errors among the findings, with the field they stand on; for the reader, which knows lines. Private. */

#pragma once

#include "model/validate.h"

G_BEGIN_DECLS

/**
 * RedanErrorVisitor:
 * @field, @key: the entry of @object that is wrong
 * @code: as in RedanFinding
 * @message: (transfer full): as in RedanFinding
 *
 * Returns: whether to go on
 */
typedef gboolean (*RedanErrorVisitor) (const RedanObject *object,
                                       RedanField field,
                                       const char *key,
                                       const char *code,
                                       char *message,
                                       gpointer user_data);

/**
 * redan_validate_visit_errors:
 *
 * References that lead nowhere or to the wrong section, unknown facts and their values, cyclic parents, nesting deeper than
 * 64, in this order and each in file order. Cost: O(objects + entries).
 *
 * Returns: whether the model has no error
 */
gboolean redan_validate_visit_errors (const RedanModel *model,
                                      RedanErrorVisitor visitor,
                                      gpointer user_data);

/** redan_validate_add_warnings: appends the warnings in file order */
void redan_validate_add_warnings (const RedanModel *model, GPtrArray *findings);

G_END_DECLS
