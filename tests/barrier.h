/* SPDX-License-Identifier: Apache-2.0 */
/* Waits until the commands of a document are on the disk. */

#pragma once

#include "model/document.h"

typedef struct
{
  gboolean done;
  gboolean succeeded;
  GError **error;
} BarrierWait;

static inline void
barrier_synced_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  BarrierWait *wait = user_data;

  wait->succeeded = redan_document_barrier_finish (REDAN_DOCUMENT (source), result, wait->error);
  wait->done = TRUE;
}

/* Runs the main loop meanwhile, as the window does. */
static inline gboolean
barrier (RedanDocument *document, GError **error)
{
  BarrierWait wait = { .error = error };

  redan_document_barrier_async (document, barrier_synced_cb, &wait);
  while (!wait.done)
    g_main_context_iteration (NULL, TRUE);
  return wait.succeeded;
}
