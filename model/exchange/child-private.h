/* SPDX-License-Identifier: Apache-2.0 */
/* How the import child gives up its rights, for each kind of file that it reads, and how it speaks
 * in lines. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * import_child_confine:
 * @streams: the input has no end that is known, so time is limited by the parent, which ends a
 * child that falls silent
 *
 * From here on the process can read, write and compute, and nothing else. Returns: whether it is so
 */
gboolean import_child_confine (gboolean streams, GError **error);

/** import_child_confine_memory: import_child_confine() with at most @memory bytes of address space
 * instead of 1 GiB. Returns: alike */
gboolean import_child_confine_memory (gsize memory, GError **error);

/** import_child_read: like read(), again when interrupted; @error nullable. Returns: the number of
 * bytes, 0 at the end, -1 with @error set */
gssize import_child_read (int fd, guint8 *buffer, gsize room, GError **error);

/** import_child_flush: writes @lines to standard output and empties it. Sets @failed when nobody
 * listens any more, and then writes nothing */
void import_child_flush (GString *lines, gboolean *failed);

/**
 * import_child_append_field:
 * @limit: bytes of @text at most; cut between characters
 * @kept: a control character that may stand in the field, 0 for none; the others become blanks
 *
 * Adds a tab and the text to the line
 */
void import_child_append_field (GString *line, const char *text, gsize limit, char kept);

G_END_DECLS
