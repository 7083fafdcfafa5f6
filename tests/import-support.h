/* SPDX-License-Identifier: Apache-2.0 */
/* What the tests of imports share: the schema, the child of the build tree, and the corpus of real files when there is one. */

#pragma once

#include "model/exchange/import.h"

G_BEGIN_DECLS

/** The schema of the built-in data, from import_support_begin() to import_support_end(). */
extern RedanSchema *import_support_schema;

/** Path of redan-import in this build. */
extern char *import_support_program;

/** import_support_begin: initialises the tests, loads the schema and sets the child */
void import_support_begin (int *argc, char ***argv);

/** import_support_end: runs the tests and frees what was begun. Returns: exit status */
int import_support_end (void);

/** import_support_open: Returns: (transfer full): the file at @path, which must open */
RedanOpened *import_support_open (const char *path);

/** import_support_parse: imports without the child, Threat Dragon 2 when the format is not found: thousands a second */
RedanModel *import_support_parse (const char *text, gsize length, GPtrArray **losses_out, GError **error);

/** import_support_assert_reads_again: Returns: (transfer full): the canonical bytes, which read back to the same bytes */
GBytes *import_support_assert_reads_again (const RedanModel *model);

/** import_support_build_corpus_path: Returns: (transfer full): path of a file of the corpus */
char *import_support_build_corpus_path (const char *name);

/**
 * import_support_load_rows:
 *
 * Returns: (nullable): rows of the table of ground truth whose format begins with @format; skips the test without a corpus
 */
GPtrArray *import_support_load_rows (const char *format, GStrv *head_out);

/** import_support_count_elements: Returns: how many elements of this kind there are */
guint import_support_count_elements (const RedanModel *model, const char *kind);

/** import_support_count: Returns: what a column of the table of counts counts, %G_MAXUINT for none of ours */
guint import_support_count (const RedanModel *model, const char *column);

G_END_DECLS
