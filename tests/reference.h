/* SPDX-License-Identifier: Apache-2.0 */
/* The recorded results of the reference evaluator (tests/golden/oracle): their lines, and the
 * variants of the examples. */

#pragma once

#include "model/model.h"

G_BEGIN_DECLS

/** reference_read_example: Returns: (transfer full): data/examples/NAME.redan */
RedanModel *reference_read_example (RedanSchema *schema, const char *name);

/** reference_read_lines: Returns: (transfer full) (element-type GStrv): the fields of every line of
 * tests/golden/oracle/FILE that is no comment */
GPtrArray *reference_read_lines (const char *file);

/** reference_find: Returns: (transfer none): the object of the example that the letter e, f or b
 * and the short name mean */
const RedanObject *reference_find (const RedanModel *model,
                                   const char *example,
                                   const char *kind,
                                   const char *short_name);

/** reference_is_edit: Returns: whether the line is an edit of a variant */
gboolean reference_is_edit (char *const *fields);

/** reference_apply: changes @model by one line of a variant; fails the test when that is refused */
void reference_apply (RedanModel *model, const char *example, char *const *fields);

G_END_DECLS
