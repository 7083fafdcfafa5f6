/* SPDX-License-Identifier: Apache-2.0 */
/* What the fuzz targets share: the built-in schema, a child's standard input, and the law that what
 * was accepted is written so that it reads back the same. */

#pragma once

#include "model/model.h"

G_BEGIN_DECLS

/** The entry point that libFuzzer calls. */
int LLVMFuzzerTestOneInput (const guint8 *data, gsize length);

/** fuzz_fail: says what is wrong, and ends the process as libFuzzer wants it */
void fuzz_fail (const char *format, ...) G_GNUC_PRINTF (1, 2) G_GNUC_NORETURN;

/** fuzz_get_schema: Returns: (transfer none): the built-in one */
RedanSchema *fuzz_get_schema (void);

/** fuzz_check_model: ends the process unless the canonical file of @model reads back, to the same
 * bytes and without errors */
void fuzz_check_model (const RedanModel *model);

/** fuzz_run_child: calls the main function of a child with the bytes as its standard input and
 * nothing listening */
void fuzz_run_child (int (*run) (void), const guint8 *data, gsize length);

/** fuzz_dup_text: Returns: (transfer full): the bytes as a text without NUL */
char *fuzz_dup_text (const guint8 *data, gsize length);

G_END_DECLS
