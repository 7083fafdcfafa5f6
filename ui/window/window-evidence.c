/* SPDX-License-Identifier: Apache-2.0 */
/* Import of findings into the open model: files are read in a thread, the result is one command, a
 * dialog tells of it. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "analysis/evidence.h"
#include "ui/report/evidence.h"
#include "ui/report/wording.h"
#include "ui/window/rows.h"
#include "ui/window/window-private.h"

#define MAX_LINES 50
#define HEIGHT 640

/* @model is as it was when the import began; an edit made meanwhile lets the command fail, and says
 * so. */
typedef struct
{
  RedanModel *model;
  RedanCatalogue *catalogue;
  RedanEvidenceImport *import;
  gconstpointer workspace; /* to be compared with; the thread may be the last to hold this */
  char **paths;
  guint as_of;
  gboolean accept;
} Request;

static void
free_request (gpointer data)
{
  Request *request = data;

  redan_evidence_import_free (request->import);
  redan_model_unref (request->model);
  redan_catalogue_unref (request->catalogue);
  g_strfreev (request->paths);
  g_free (request);
}

static void start_import (RedanWindow *self, char **paths, gboolean accept);

static void
accept_cb (GtkButton *button, gpointer user_data)
{
  RedanWindow *self = REDAN_WINDOW (user_data);
  GtkWidget *dialog = GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (button)));
  char **paths = g_object_get_data (G_OBJECT (dialog), "paths");

  start_import (self, paths, TRUE);
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static GtkWidget *
make_page (const RedanEvidenceView *view)
{
  g_autoptr (GPtrArray) lines = redan_evidence_list_lines (view, MAX_LINES);
  g_autofree char *sums = redan_evidence_dup_sums (view);
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);
  GtkWidget *group = redan_group_new (NULL, sums);

  gtk_box_append (GTK_BOX (page), group);
  for (guint i = 0; i < lines->len; i++)
    {
      const RedanEvidenceLine *line = g_ptr_array_index (lines, i);
      g_autofree char *title = redan_text_make_visible (line->text);
      g_autofree char *subtitle =
          line->detail != NULL ? redan_text_make_visible (line->detail) : NULL;

      if (!line->heading)
        {
          adw_preferences_group_add (ADW_PREFERENCES_GROUP (group),
                                     redan_row_new (title, subtitle));
          continue;
        }
      group = redan_group_new (title, NULL);
      gtk_box_append (GTK_BOX (page), group);
    }
  return page;
}

static void
show_report (RedanWindow *self, const Request *request, const RedanEvidenceView *view)
{
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *dialog = redan_list_window_new (GTK_WINDOW (self), _ ("Imported Evidence"), HEIGHT,
                                             header, make_page (view));

  gtk_window_set_modal (GTK_WINDOW (dialog), TRUE);
  g_object_set_data_full (G_OBJECT (dialog), "paths", g_strdupv (request->paths),
                          (GDestroyNotify) g_strfreev);
  if (view->report->proposals->len > 0 && !request->accept)
    {
      GtkWidget *button = gtk_button_new_with_mnemonic (_ ("_Take Proposals"));

      gtk_widget_set_tooltip_text (
          button, _ ("Takes the resources that may be elements for what they look like"));
      g_signal_connect_object (button, "clicked", G_CALLBACK (accept_cb), self, 0);
      adw_header_bar_pack_start (ADW_HEADER_BAR (header), button);
    }
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
import_thread (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  Request *request = task_data;

  /* a file that cannot be read stands in the report, with the reason */
  for (guint i = 0; request->paths[i] != NULL && !g_cancellable_is_cancelled (cancellable); i++)
    (void) redan_evidence_import_read (request->import, request->paths[i], cancellable, NULL);
  if (!g_task_return_error_if_cancelled (task))
    g_task_return_boolean (task, TRUE);
}

static void
imported_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RedanWindow) self = user_data;
  const Request *request = g_task_get_task_data (G_TASK (result));
  g_autoptr (RedanEvidenceReport) report = NULL;
  g_autoptr (RedanEdit) edit = NULL;
  RedanEvidenceView view;

  /* The window was closed, or shows another model. */
  if (self->toasts == NULL || self->workspace != request->workspace)
    return;
  if (!g_task_propagate_boolean (G_TASK (result), NULL))
    {
      redan_window_toast (self, _ ("Cancelled; nothing was imported"));
      return;
    }

  edit = redan_evidence_import_finish (request->import, &report);
  view = (RedanEvidenceView){ request->model, request->catalogue, report, request->as_of,
                              redan_edit_get_n_changes (edit) };
  if (view.n_changes > 0 && !redan_workspace_apply (self->workspace, g_steal_pointer (&edit)))
    return;
  show_report (self, request, &view);
}

static void
start_import (RedanWindow *self, char **paths, gboolean accept)
{
  const RedanAnalysis *analysis = redan_workspace_get_analysis (self->workspace);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GTask) task = NULL;
  Request *request;
  RedanEvidenceOptions options = { .accept = accept };

  if (analysis == NULL)
    {
      redan_window_toast (self, _ ("The first analysis still runs; try again in a moment"));
      return;
    }
  request = g_new0 (Request, 1);
  request->model = redan_model_copy (redan_workspace_get_model (self->workspace));
  request->catalogue = redan_catalogue_ref (analysis->facts->catalogue);
  request->workspace = self->workspace;
  request->paths = g_strdupv (paths);
  request->as_of = options.as_of = analysis->facts->as_of;
  request->accept = accept;
  request->import = redan_evidence_import_new (request->model, request->catalogue, &options);

  task = g_task_new (NULL, cancellable, imported_cb, g_object_ref (self));
  g_task_set_task_data (task, request, free_request);
  redan_job_bar_run (self->job_bar, _ ("Reading findings"), task, import_thread);
}

char **
redan_window_dup_chosen (GtkFileChooser *chooser)
{
  g_autoptr (GListModel) files = gtk_file_chooser_get_files (chooser);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr (GFile) file = g_list_model_get_item (files, i);
      g_autofree char *path = g_file_get_path (file);

      if (path != NULL)
        g_strv_builder_add (builder, path);
    }
  return g_strv_builder_end (builder);
}

static void
files_chosen_cb (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  RedanWindow *self = REDAN_WINDOW (user_data);
  g_auto (GStrv) paths = NULL;

  if (response != GTK_RESPONSE_ACCEPT || self->workspace == NULL)
    return;
  paths = redan_window_dup_chosen (GTK_FILE_CHOOSER (dialog));
  if (paths[0] != NULL)
    start_import (self, paths, FALSE);
}

void
redan_window_import_evidence_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RedanWindow *self = REDAN_WINDOW (widget);
  GtkFileChooser *chooser = redan_window_new_chooser (self, _ ("Import Findings of Scanners"),
                                                      GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Import"));
  static const char *const findings[] = { "*.json", "*.csv", NULL };
  static const char *const all[] = { "*", NULL };

  redan_window_settle (self);
  redan_window_add_filter (chooser, _ ("Prowler, Security Hub, AWS Config"), findings);
  redan_window_add_filter (chooser, _ ("All files"), all);
  gtk_file_chooser_set_select_multiple (chooser, TRUE);
  /* Findings often lie beside the model. */
  redan_window_begin_beside_model (self, chooser);
  g_signal_connect_object (chooser, "response", G_CALLBACK (files_chosen_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}
