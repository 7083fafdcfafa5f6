/* SPDX-License-Identifier: Apache-2.0 */
/* Writes the canonical .redan file: own buffered writer, the same bytes for the same model. */

#pragma once

#include "model/model.h"

G_BEGIN_DECLS

/** redan_canonical_write: Returns: (transfer full): the file as bytes; a model is valid by construction, so this cannot fail */
GBytes *redan_canonical_write (const RedanModel *model) G_GNUC_WARN_UNUSED_RESULT;

/**
 * redan_file_replace:
 * @path: target, or "-" for standard output
 * @error: set with %REDAN_MODEL_ERROR_IO
 *
 * Takes the lock ".#NAME.lock" beside the file, writes a temporary file, fsync, rename, fsync of the directory; follows a
 * symbolic link to its target, keeps the mode, refuses devices and FIFOs. On failure the old file is untouched and no
 * temporary remains. What a process that was killed left behind is taken over by the next one.
 */
gboolean redan_file_replace (const char *path, GBytes *bytes, GError **error);

/**
 * redan_canonical_write_file:
 * @path: target, or "-" for standard output
 * @error: set with %REDAN_MODEL_ERROR_IO, or as redan_canonical_read() does
 *
 * redan_canonical_write() and redan_file_replace(). The bytes are read again before they take the place of the file, up to
 * 256 MiB: what could not be opened never replaces what can.
 */
gboolean redan_canonical_write_file (const RedanModel *model, const char *path, GError **error);

G_END_DECLS
