/* SPDX-License-Identifier: Apache-2.0 */
/* Memory of the trees of jansson in the import child, which are many small pieces. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * redan_tree_memory_install:
 *
 * From here on jansson takes its memory from chunks of pieces of one size: a piece has no header and
 * is rounded up to 8 bytes, which saves a third of what malloc() needs for a tree. What is freed is
 * used again; chunks stay until the process ends. For a process of one thread, before it uses
 * jansson.
 */
void redan_tree_memory_install (void);

G_END_DECLS
