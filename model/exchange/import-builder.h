/* SPDX-License-Identifier: Apache-2.0 */
/* The sink at the end of an import: checks every event again and makes a model of them. */

#pragma once

#include "model/exchange/import.h"

G_BEGIN_DECLS

typedef struct _RedanImportBuilder RedanImportBuilder;

/** Key of the remark of a model with the identity of the source that it was imported from; the family goes in. */
#define REDAN_IMPORT_SOURCE "import/%s/source"

/** redan_import_builder_new: Returns: (transfer full): a builder of one model */
RedanImportBuilder *redan_import_builder_new (RedanSchema *schema) G_GNUC_WARN_UNUSED_RESULT;
void redan_import_builder_free (RedanImportBuilder *self);

/** redan_import_builder_get_sink: Returns: (transfer none): what events are passed to */
RedanEventSink *redan_import_builder_get_sink (RedanImportBuilder *self);

/**
 * redan_import_builder_finish:
 * @family: of the importer; part of derived ids and of the keys of extras
 * @losses_out: (out) (transfer full) (element-type RedanLoss): the loss report
 * @error: set when a limit was reached or the events were out of order
 *
 * Resolves references, derives ids from (family, source, section, foreign id), breaks cycles of
 * parents, nests boxes and computes the crossings of lines.
 *
 * Returns: (transfer full) (nullable): the model
 */
RedanModel *redan_import_builder_finish (RedanImportBuilder *self,
                                         const char *family,
                                         GPtrArray **losses_out,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** redan_import_builder_name_model: gives the model a title when the source had none. @title: (nullable). Returns: whether
 * it did */
gboolean redan_import_builder_name_model (RedanImportBuilder *self, const char *title);

/** redan_import_builder_get_source: Returns: (nullable): the identity of the source that ids are derived from */
const char *redan_import_builder_get_source (const RedanImportBuilder *self);
/** redan_import_builder_set_source: takes another one, when a source is there */
void redan_import_builder_set_source (RedanImportBuilder *self, const char *source);

/** redan_import_builder_get_includes: Returns: (transfer none) (element-type utf8): files that the importer asked for */
GPtrArray *redan_import_builder_get_includes (RedanImportBuilder *self);

/** redan_import_builder_take_error: Returns: (transfer full) (nullable): why the sink stopped */
GError *redan_import_builder_take_error (RedanImportBuilder *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanImportBuilder, redan_import_builder_free)

G_END_DECLS
