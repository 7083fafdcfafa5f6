/* SPDX-License-Identifier: Apache-2.0 */
/* Inflating what strangers deflated, under caps. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define REDAN_INFLATE_LIMIT ((gsize) 64 * 1024 * 1024)

/**
 * redan_inflate:
 * @wrapped: whether there is a zlib head, as in PNG; raw as in ZIP and draw.io without
 * @error: set when the data is damaged, grows above %REDAN_INFLATE_LIMIT, or by more than 200 times
 * once it is above 1 MiB; without a place
 *
 * Returns: (transfer full) (nullable): the bytes, with a NUL behind them that does not count
 */
GBytes *redan_inflate (const guint8 *data, gsize length, gboolean wrapped, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
