/* SPDX-License-Identifier: Apache-2.0 */
/* The list of documents that were not saved when their program ended, read in a thread. */

#pragma once

#include <gio/gio.h>

#include "model/document.h"

G_BEGIN_DECLS

void redan_recovery_list_async (GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);

/**
 * redan_recovery_list_finish:
 * @warning_out: (out) (transfer full) (nullable): what the user should be told of a damaged store
 *
 * Returns: (transfer full) (nullable) (element-type RedanRecoverable): the newest first; %NULL when
 * it was cancelled
 */
GPtrArray *redan_recovery_list_finish (GAsyncResult *result, char **warning_out);

/** redan_recovery_dup_description: Returns: (transfer full): "12 changes, 14 May 2025, 09:30", and
 * where it comes from, on one line */
char *redan_recovery_dup_description (const RedanRecoverable *recoverable);

G_END_DECLS
