/* SPDX-License-Identifier: Apache-2.0 */
/* Reading the files in a ZIP archive from memory, by name and under caps; nothing is ever written
 * out. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _RedanZip RedanZip;

/** redan_zip_looks_like: Returns: whether the bytes start as an archive does */
gboolean redan_zip_looks_like (const guint8 *data, gsize length);

/**
 * redan_zip_open:
 * @data: (array length=length): must outlive the archive
 * @error: set when the directory is damaged, has more than 10,000 entries, or one of more than 4
 * GiB
 *
 * Reads the directory at the end of the archive (APPNOTE.TXT 6.3, without ZIP64). Of entries of one
 * name the first counts.
 *
 * Returns: (transfer full) (nullable): the archive
 */
RedanZip *
redan_zip_open (const guint8 *data, gsize length, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void redan_zip_free (RedanZip *self);

/** redan_zip_has: Returns: whether there is a file of exactly this name */
gboolean redan_zip_has (const RedanZip *self, const char *name);

/**
 * redan_zip_read:
 * @error: set when there is no such file, it is encrypted, packed in an unknown way, damaged, or
 * all that was read comes to more than 256 MiB; caps of redan_inflate() hold for each
 *
 * Returns: (transfer full) (nullable): the content
 */
GBytes *redan_zip_read (RedanZip *self, const char *name, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanZip, redan_zip_free)

G_END_DECLS
