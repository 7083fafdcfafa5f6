/* SPDX-License-Identifier: Apache-2.0 */
/* Importing again: what a newer version of a foreign file changes goes into the model that an older
 * one became. */

#pragma once

#include "model/exchange/import.h"

G_BEGIN_DECLS

/** RedanImportRelation: how a model and an import belong together */
typedef enum
{
  REDAN_IMPORT_UNRELATED, /* no object in common: the import is of something else */
  REDAN_IMPORT_DOUBTFUL,  /* few of the objects that were imported are still there */
  REDAN_IMPORT_RELATED,
} RedanImportRelation;

/**
 * redan_import_mark:
 * @opened: as it was opened; native files are left alone
 *
 * Keeps with every object, as the remark "import/FAMILY", two short checksums: of what the file
 * said about it, and of how it was drawn; and with the model the identity of its source. They tell
 * a later redan_import_update() what a person changed since. O(entries).
 */
void redan_import_mark (RedanOpened *opened);

/** redan_import_get_family: Returns: (nullable): family of the importer that read a file; %NULL for
 * native ones */
const char *redan_import_get_family (const RedanOpened *opened);

/** redan_import_relate: Returns: whether @imported is a version of what @model was made of.
 * O(objects) */
RedanImportRelation redan_import_relate (const RedanModel *model, const RedanOpened *imported);

/** redan_import_is_untouched: Returns: whether a model is as an import marked it, so that nobody's
 * work is lost with it. O(entries) */
gboolean redan_import_is_untouched (const RedanModel *model);

/**
 * redan_import_update:
 * @model: was imported, then worked on
 * @imported: a newer version of the same foreign file, opened by redan_open_file_like(); gets
 * marked
 * @losses: (element-type RedanLoss): gets a line for each object that was kept although the file
 * has it no more, and for each decision that both sides changed
 * @error: set with %REDAN_MODEL_ERROR
 *
 * Objects are the same when their ids are, which importers derive from the ids (or, where a format
 * has none, the names) in the file. What only the file changed is taken, what only a person changed
 * stays; where both changed something, the file says what the system is, and the person what was
 * decided about it and where it is drawn. What is gone from the file goes, with the decisions about
 * it, unless a person changed it. What was added here stays.
 *
 * Returns: (transfer full) (nullable): the updated model; it shares the pool of strings with @model
 */
RedanModel *redan_import_update (RedanModel *model,
                                 RedanOpened *imported,
                                 GPtrArray *losses,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
