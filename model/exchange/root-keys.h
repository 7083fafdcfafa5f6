/* SPDX-License-Identifier: Apache-2.0 */
/* The outermost keys of a file, found once for all formats that are told apart by them. Used in the
 * import child only. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define REDAN_MAX_ROOT_KEYS 10000

/** RedanRootKeys: the outermost keys of a JSON object or YAML mapping */
typedef struct _RedanRootKeys RedanRootKeys;

/**
 * redan_root_keys_new:
 *
 * Looks for keys without building anything else. JSON is scanned up to its first error; lines of
 * other text count as YAML. Keys above 63 bytes, or behind the first %REDAN_MAX_ROOT_KEYS different
 * ones, are not kept: no format asks for them. Cost: time in proportion to @length.
 *
 * Returns: (transfer full): the keys; none for what is no text
 */
RedanRootKeys *redan_root_keys_new (const guint8 *data, gsize length);
void redan_root_keys_free (RedanRootKeys *self);

/**
 * redan_root_keys_find_slip:
 * @names: (array zero-terminated=1): keys that formats are told by
 * @meant_out: the one of @names that is a letter or two away, which is not there itself
 *
 * Returns: (nullable): the key, the first in the order of bytes
 */
const char *redan_root_keys_find_slip (const RedanRootKeys *self,
                                       const char *const *names,
                                       const char **meant_out);

/** redan_root_keys_contain: Returns: whether @name is a key, also before an error in JSON */
gboolean redan_root_keys_contain (const RedanRootKeys *self, const char *name);

/**
 * redan_root_keys_find:
 * @names: (array zero-terminated=1): at most 32
 *
 * Returns: a bit for each of @names that is there; 0 for JSON that is not well-formed
 */
guint redan_root_keys_find (const RedanRootKeys *self, const char *const *names);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanRootKeys, redan_root_keys_free)

G_END_DECLS
