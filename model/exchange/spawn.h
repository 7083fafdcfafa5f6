/* SPDX-License-Identifier: Apache-2.0 */
/* Runs the import child on an open file and passes its events to a sink. */

#pragma once

#include "model/exchange/event.h"

G_BEGIN_DECLS

/**
 * redan_import_spawn:
 * @input: file descriptor with the bytes, at its start; becomes the standard input of the child
 * @format: (nullable): importer to force
 * @sink: gets the events
 * @error: set with %REDAN_MODEL_ERROR when the child refused the bytes, died, spoke nonsense, or
 * needed more than 15 s
 *
 * Returns: (nullable): the importer that read the bytes
 */
const RedanImporter *
redan_import_spawn (int input, const char *format, RedanEventSink *sink, GError **error);

G_END_DECLS
