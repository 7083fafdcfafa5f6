/* SPDX-License-Identifier: Apache-2.0 */
/* Memory in the import child: of the trees of jansson, which are many small pieces, and of its
 * input, which goes while a tree grows from it. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * redan_tree_memory_install:
 *
 * From here on jansson takes its memory from chunks of pieces of one size: a piece has no header
 * and is rounded up to 8 bytes, which saves a third of what malloc() needs for a tree. What is
 * freed is used again; chunks stay until the process ends. For a process of one thread, before it
 * uses jansson.
 */
void redan_tree_memory_install (void);

/** redan_tree_memory_own_input: what may be let go: memory from g_malloc() that nobody reads twice
 */
void redan_tree_memory_own_input (const guint8 *data, gsize length);

/** redan_tree_memory_let_go: gives the whole pages of a part of the input back to the system; they
 * read as zeros. Does nothing for memory that is not of the input */
void redan_tree_memory_let_go (const guint8 *data, gsize length);

G_END_DECLS
