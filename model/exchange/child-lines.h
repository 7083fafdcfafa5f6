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

/** redan_child_line_fail: for a line that makes no sense. Returns: %FALSE with @error set */
gboolean redan_child_line_fail (GError **error);

/** redan_child_line_take_error: for a line that tells of an error by the number of a
 * RedanModelError and a message. Returns: %FALSE with @error set to it */
gboolean redan_child_line_take_error (const char *code, const char *message, GError **error);

G_END_DECLS
