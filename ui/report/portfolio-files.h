/* SPDX-License-Identifier: Apache-2.0 */
/* The models that lie in folders. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * redan_portfolio_list_files:
 * @given: (array zero-terminated=1): files, which are taken as they are, and folders, whose models
 * are looked for also in their folders, 16 deep; hidden folders and links to folders are left out
 * @cancellable: (nullable): ends the search early
 * @cut_out: whether there are more than 10,000, of which these are the first by name
 *
 * Cost: that of reading the folders; for a thread.
 *
 * Returns: (transfer full) (element-type filename): paths, each folder in the order of the names,
 * whatever the order on the disk
 */
GPtrArray *redan_portfolio_list_files (const char *const *given,
                                       GCancellable *cancellable,
                                       gboolean *cut_out) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
