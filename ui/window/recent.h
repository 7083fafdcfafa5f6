/* SPDX-License-Identifier: Apache-2.0 */
/* The files that were opened or saved lately, shared with the file choosers of the desktop. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** redan_recent_add: puts the file on the list, or to its top; @title is what people call it */
void redan_recent_add (const char *path, const char *title);

/** redan_recent_list: Returns: (transfer full) (array zero-terminated=1): paths of files that are
 * there, the newest first, at most @limit; those that are gone are taken from the list */
char **redan_recent_list (guint limit);

G_END_DECLS
