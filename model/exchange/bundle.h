/* SPDX-License-Identifier: Apache-2.0 */
/* A model of several files as one stream: the child, which can open nothing, asks for files, and
 * the parent starts it anew with all of them. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * RedanBundle:
 * @data: the main file
 * @files: name of each other file: its bytes, as #GBytes that stand in the stream
 */
typedef struct
{
  const guint8 *data;
  gsize length;
  GHashTable *files;
} RedanBundle;

/** redan_bundle_read: Returns: (transfer full) (nullable): the files in a stream, or the bytes
 * themselves as the only one; keeps @data */
RedanBundle *
redan_bundle_read (const guint8 *data, gsize length, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void redan_bundle_free (RedanBundle *self);

/** redan_bundle_find: Returns: whether there is a file called @name */
gboolean redan_bundle_find (const RedanBundle *self,
                            const char *name,
                            const guint8 **data_out,
                            gsize *length_out);

/** redan_bundle_join: Returns: (transfer full) (nullable): @name seen from @directory, without "."
 * and ".."; %NULL when it is absolute or leads out */
char *redan_bundle_join (const char *directory, const char *name);

/** redan_bundle_append: adds a file to a stream, which the main file begins with the name "" */
gboolean
redan_bundle_append (int fd, const char *name, const guint8 *data, gsize length, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanBundle, redan_bundle_free)

G_END_DECLS
