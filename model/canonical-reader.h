/* SPDX-License-Identifier: Apache-2.0 */
/* Reads the canonical .redan file: libxml2 SAX, no DOM, limits on everything, errors with line numbers. */

#pragma once

#include "model/model.h"

G_BEGIN_DECLS

#define REDAN_FORMAT_VERSION 1

/**
 * redan_canonical_sniff:
 *
 * Returns: whether the bytes start like a .redan file (the root element threat-model, also in UTF-16)
 */
gboolean redan_canonical_sniff (const guint8 *data, gsize length);

/**
 * redan_canonical_read:
 * @path: how messages name the input
 * @data: (array length=length): the whole file, at most 512 MiB
 * @error: set with %REDAN_MODEL_ERROR; "path:line: what, expected, remedy"
 *
 * Refuses DOCTYPE, entities, unknown names, values outside the schema, duplicate ids, dangling references, cyclic
 * parents, depth above 64. Accepts what is valid but not in canonical order.
 *
 * Returns: (transfer full) (nullable): the model
 */
RedanModel *redan_canonical_read (RedanSchema *schema,
                                  const char *path,
                                  const guint8 *data,
                                  gsize length,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

typedef struct _RedanReadShare RedanReadShare;

/** redan_read_share_new: Returns: (transfer full): for files that are nearly the same, such as the three of a merge */
RedanReadShare *redan_read_share_new (void) G_GNUC_WARN_UNUSED_RESULT;
void redan_read_share_free (RedanReadShare *self);

/**
 * redan_canonical_read_shared:
 * @share: (nullable): the same for all of the files; %NULL shares nothing
 *
 * redan_canonical_read() of @bytes; objects that stand in the first of the files word for word are read once, and are
 * the same in all models. The models share their strings.
 *
 * Returns: (transfer full) (nullable): the model
 */
RedanModel *redan_canonical_read_shared (RedanSchema *schema,
                                         RedanReadShare *share,
                                         const char *path,
                                         GBytes *bytes,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * redan_canonical_read_again:
 *
 * redan_canonical_read_shared() of the next version of a file: what stands in the last one word for word is not read again.
 * @share, which must be given, knows this version afterwards, unless it failed; it keeps the bytes and a model of them.
 *
 * Returns: (transfer full) (nullable): the model
 */
RedanModel *redan_canonical_read_again (RedanSchema *schema,
                                        RedanReadShare *share,
                                        const char *path,
                                        GBytes *bytes,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** redan_canonical_read_file: reads @path (or standard input for "-") and calls redan_canonical_read() */
RedanModel *redan_canonical_read_file (RedanSchema *schema, const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanReadShare, redan_read_share_free)

G_END_DECLS
