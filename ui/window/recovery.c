/* SPDX-License-Identifier: Apache-2.0 */
/* The list of documents that were not saved when their program ended, read in a thread. */

#include "config.h"

#include "ui/window/recovery.h"

#include <glib/gi18n-lib.h>

#include "ui/report/wording.h"
#include "ui/window/workspace.h"

typedef struct
{
  GPtrArray *list;
  char *warning;
} Result;

static void
result_free (gpointer data)
{
  Result *self = data;

  g_clear_pointer (&self->list, g_ptr_array_unref);
  g_free (self->warning);
  g_free (self);
}

static void
list_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Result *result = g_new0 (Result, 1);

  result->list =
      redan_document_list_recoverable (redan_workspace_get_store_directory (), &result->warning);
  g_task_return_pointer (task, result, result_free);
}

void
redan_recovery_list_async (GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_run_in_thread (task, list_thread);
}

GPtrArray *
redan_recovery_list_finish (GAsyncResult *result, char **warning_out)
{
  Result *found = g_task_propagate_pointer (G_TASK (result), NULL);
  GPtrArray *list = NULL;

  *warning_out = NULL;
  if (found == NULL)
    return NULL;
  list = g_steal_pointer (&found->list);
  *warning_out = g_steal_pointer (&found->warning);
  result_free (found);
  return list;
}

char *
redan_recovery_dup_description (const RedanRecoverable *recoverable)
{
  const char *place = recoverable->path != NULL ? recoverable->path : recoverable->origin;
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (recoverable->time);
  /* Translators: a day and a time, as strftime() has it. */
  g_autofree char *when =
      time != NULL ? g_date_time_format (time, _ ("%e %B %Y, %H:%M")) : g_strdup ("");
  g_autofree char *changes = g_strdup_printf (
      ngettext ("%u change", "%u changes", recoverable->n_commands), recoverable->n_commands);
  g_autofree char *base = place != NULL ? g_filename_display_basename (place) : NULL;
  g_autofree char *visible = base != NULL ? redan_text_make_visible (base) : NULL;

  if (place == NULL)
    return g_strdup_printf (_ ("never saved  ·  %s  ·  %s"), changes, g_strstrip (when));
  if (recoverable->path == NULL)
    return g_strdup_printf (_ ("from %s  ·  %s  ·  %s"), visible, changes, g_strstrip (when));
  return g_strdup_printf ("%s  ·  %s  ·  %s", visible, changes, g_strstrip (when));
}
