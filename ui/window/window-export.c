/* SPDX-License-Identifier: Apache-2.0 */
/* What the main window writes out: the report. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "model/canonical-writer.h"
#include "ui/report/report.h"
#include "ui/report/wording.h"
#include "ui/window/window-private.h"

/** What the thread that writes a report works from. */
typedef struct
{
  RedanWorkspace *workspace;
  char *path;
  guint as_of;
} ReportRequest;

static void
report_request_free (gpointer data)
{
  ReportRequest *request = data;

  g_object_unref (request->workspace);
  g_free (request->path);
  g_free (request);
}

static void
report_thread (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  const ReportRequest *request = task_data;
  const RedanReportOptions options = { .as_of = request->as_of,
                                       .losses = redan_workspace_get_losses (request->workspace) };
  const RedanAnalysis *analysis = redan_workspace_get_analysis (request->workspace);
  g_autoptr (GBytes) bytes = NULL;
  GError *error = NULL;

  bytes = g_str_has_suffix (request->path, ".svg") ? redan_report_svg (analysis, &options, &error)
                                                   : redan_report_pdf (analysis, &options, &error);
  if (bytes == NULL || !redan_file_replace (request->path, bytes, &error))
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
report_written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  RedanWindow *self = REDAN_WINDOW (source);
  const ReportRequest *request = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  gboolean written = g_task_propagate_boolean (G_TASK (result), &error);

  if (written)
    {
      g_autofree char *name = g_filename_display_basename (request->path);
      g_autofree char *visible = redan_text_make_visible (name);
      g_autofree char *text = g_strdup_printf (_ ("The report was written to %s"), visible);

      redan_window_toast (self, text);
    }
  else if (self->toasts != NULL)
    {
      g_autofree char *visible = redan_text_make_visible (error->message);

      redan_window_show_notice (self, GTK_MESSAGE_ERROR, visible);
    }
}

static void
report_chosen_cb (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  RedanWindow *self = REDAN_WINDOW (user_data);
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT
                               ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog))
                               : NULL;
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (path != NULL && self->workspace != NULL)
    {
      g_autoptr (GTask) task = g_task_new (self, NULL, report_written_cb, NULL);
      ReportRequest *request = g_new0 (ReportRequest, 1);

      request->workspace = g_object_ref (self->workspace);
      request->path = g_steal_pointer (&path);
      request->as_of = self->as_of;
      g_task_set_task_data (task, request, report_request_free);
      g_task_run_in_thread (task, report_thread);
    }
  g_object_unref (dialog);
}

void
redan_window_report_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RedanWindow *self = REDAN_WINDOW (widget);
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (
      _ ("Write the Report"), GTK_WINDOW (self), GTK_FILE_CHOOSER_ACTION_SAVE, NULL, NULL);
  const char *path = redan_workspace_get_path (self->workspace);
  g_autofree char *base = g_filename_display_basename (path != NULL ? path : _ ("Untitled model"));
  char *dot = strrchr (base, '.');
  g_autofree char *suggestion = NULL;

  if (dot != NULL && dot != base)
    *dot = '\0';
  suggestion = g_strconcat (base, ".pdf", NULL);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), suggestion);
  g_signal_connect_object (dialog, "response", G_CALLBACK (report_chosen_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}
