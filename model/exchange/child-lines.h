/* SPDX-License-Identifier: Apache-2.0 */
/* Files that the import child reads as a stream and tells of in lines. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * RedanChildLine:
 * @line: one line without its end; may be changed
 * @finished: set when the child has said all
 *
 * Returns: %FALSE with @error when the line makes no sense or tells of an error, without one to
 * stop
 */
typedef gboolean (*RedanChildLine) (char *line, gboolean *finished, gpointer data, GError **error);

/**
 * redan_child_read_lines:
 * @argument: what the child shall read: "findings", "advisories"
 * @cancellable: (nullable)
 * @error: begins with @path
 *
 * Returns: whether the child said all
 */
gboolean redan_child_read_lines (const char *path,
                                 const char *argument,
                                 RedanChildLine line,
                                 gpointer data,
                                 GCancellable *cancellable,
                                 GError **error);

G_END_DECLS
