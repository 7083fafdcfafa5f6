/* SPDX-License-Identifier: Apache-2.0 */
/* How the import child gives up its rights, for each kind of file that it reads. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * import_child_confine:
 * @streams: the input has no end that is known, so time is limited by the parent, which ends a child that falls silent
 *
 * From here on the process can read, write and compute, and nothing else. Returns: whether it is so
 */
gboolean import_child_confine (gboolean streams, GError **error);

G_END_DECLS
