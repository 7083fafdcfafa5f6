/* SPDX-License-Identifier: Apache-2.0 */
/* A model as a file of another tool: laid out first where the format is a drawing, in a picture
 * where the format is one. */

#pragma once

#include <gio/gio.h>

#include "model/exchange/export.h"

G_BEGIN_DECLS

/**
 * redan_model_export:
 * @model: stays as it is; what no diagram places is laid out in a copy
 * @template, @path, @losses_out: as of redan_export_model()
 * @cancellable: (nullable): ends a layout early
 * @error: set with %REDAN_MODEL_ERROR or %REDAN_PICTURE_ERROR
 *
 * A picture shows the first diagram that is not empty and holds the file with all of them.
 *
 * Returns: (transfer full) (nullable): the file; the same model gives the same bytes
 */
GBytes *redan_model_export (const RedanExporter *exporter,
                            const RedanModel *model,
                            const char *template,
                            const char *path,
                            GCancellable *cancellable,
                            GPtrArray **losses_out,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
