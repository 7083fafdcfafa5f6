/* SPDX-License-Identifier: Apache-2.0 */
/* Import of advisories into the open model: feeds are read in a thread, what is about something in
 * the model becomes threats that wait for a decision, in one command; a dialog tells of it. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "analysis/intel.h"
#include "ui/report/intel-words.h"
#include "ui/report/wording.h"
#include "ui/window/rows.h"
#include "ui/window/window-private.h"

#define MAX_LINES 50
#define HEIGHT 640

/* An edit made meanwhile lets the command fail where both changed the same, and says so. */
typedef struct
{
  RedanAnalysis *analysis;
  RedanIntelImport *import;
  gconstpointer workspace; /* to be compared with; the thread may be the last to hold this */
  char **paths;
  GPtrArray *errors; /* char*: why a file was not read */
} Request;

static void
free_request (gpointer data)
{
  Request *request = data;

  redan_intel_import_free (request->import);
  redan_analysis_unref (request->analysis);
  g_strfreev (request->paths);
  g_ptr_array_unref (request->errors);
  g_free (request);
}

static GtkWidget *
add_group (GtkWidget *page, const char *title)
{
  GtkWidget *group = redan_group_new (title, NULL);

  gtk_box_append (GTK_BOX (page), group);
  return group;
}

static void
add_row (GtkWidget *group, const char *title, const char *subtitle)
{
  g_autofree char *visible = redan_text_make_visible (title);

  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), redan_row_new (visible, subtitle));
}

static void
add_rest (GtkWidget *group, guint n)
{
  g_autofree char *rest = g_strdup_printf (ngettext ("and %u more", "and %u more", n), n);

  if (n > 0)
    add_row (group, rest, NULL);
}

static void
add_matches (GtkWidget *page, const RedanModel *model, const RedanIntelReport *report)
{
  GtkWidget *group =
      report->matches->len > 0 ? add_group (page, _ ("About something in the model")) : NULL;

  for (guint i = 0; i < MIN (report->matches->len, MAX_LINES); i++)
    {
      const RedanIntelMatch *match = g_ptr_array_index (report->matches, i);
      g_autofree char *elements = redan_intel_dup_elements (model, match);
      g_autofree char *title = g_strdup_printf ("%s %s", match->id, match->title);
      g_autofree char *subtitle =
          g_strdup_printf (match->known_exploited ? _ ("%s · matched by %s · known to be exploited")
                                                  : _ ("%s · matched by %s"),
                           elements, match->by);
      GtkWidget *row = NULL;
      g_autofree char *visible = redan_text_make_visible (title);

      row = redan_row_new (visible, subtitle);
      if (match->is_new)
        adw_action_row_add_suffix (ADW_ACTION_ROW (row), redan_badge_new (_ ("new"), "medium"));
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
    }
  if (group != NULL && report->matches->len > MAX_LINES)
    add_rest (group, report->matches->len - MAX_LINES);
}

static void
add_texts (GtkWidget *page, const char *title, const GPtrArray *texts)
{
  GtkWidget *group = texts->len > 0 ? add_group (page, title) : NULL;

  for (guint i = 0; i < MIN (texts->len, MAX_LINES); i++)
    add_row (group, g_ptr_array_index (texts, i), NULL);
  if (group != NULL && texts->len > MAX_LINES)
    add_rest (group, texts->len - MAX_LINES);
}

static void
show_report (RedanWindow *self, const Request *request, const RedanIntelReport *report)
{
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);
  g_autofree char *sums = redan_intel_dup_sums (report);
  GtkWidget *dialog = redan_list_window_new (GTK_WINDOW (self), _ ("Imported Advisories"), HEIGHT,
                                             adw_header_bar_new (), page);

  gtk_box_append (GTK_BOX (page), redan_group_new (NULL, sums));
  add_texts (page, _ ("Not read"), request->errors);
  add_matches (page, request->analysis->facts->snapshot->model, report);
  add_texts (page, _ ("About nothing in the model"), report->unmatched);
  gtk_window_set_modal (GTK_WINDOW (dialog), TRUE);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
import_thread (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  Request *request = task_data;

  for (guint i = 0; request->paths[i] != NULL && !g_cancellable_is_cancelled (cancellable); i++)
    {
      g_autoptr (GError) error = NULL;

      if (!redan_intel_import_read (request->import, request->paths[i], &error))
        g_ptr_array_add (request->errors, g_strdup (error->message));
    }
  if (!g_task_return_error_if_cancelled (task))
    g_task_return_boolean (task, TRUE);
}

static void
imported_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RedanWindow) self = user_data;
  const Request *request = g_task_get_task_data (G_TASK (result));
  g_autoptr (RedanIntelReport) report = NULL;
  g_autoptr (RedanEdit) edit = NULL;

  /* The window was closed, or shows another model. */
  if (self->toasts == NULL || self->workspace != request->workspace)
    return;
  if (!g_task_propagate_boolean (G_TASK (result), NULL))
    {
      redan_window_toast (self, _ ("Cancelled; nothing was imported"));
      return;
    }
  edit = redan_intel_import_finish (request->import, request->analysis->facts->as_of, &report);
  /* Where no feed could be read the model must not say that one was. */
  if (request->errors->len < g_strv_length (request->paths) &&
      redan_edit_get_n_changes (edit) > 0 &&
      !redan_workspace_apply (self->workspace, g_steal_pointer (&edit)))
    return;
  show_report (self, request, report);
}

static void
start_import (RedanWindow *self, char **paths)
{
  const RedanAnalysis *analysis = redan_workspace_get_analysis (self->workspace);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GTask) task = NULL;
  Request *request = NULL;

  if (analysis == NULL || !redan_workspace_is_current (self->workspace))
    {
      redan_window_toast (self, _ ("The analysis still runs; try again in a moment"));
      return;
    }
  request = g_new0 (Request, 1);
  request->analysis = redan_analysis_ref ((RedanAnalysis *) analysis);
  request->workspace = self->workspace;
  request->paths = g_strdupv (paths);
  request->errors = g_ptr_array_new_with_free_func (g_free);
  request->import = redan_intel_import_new (request->analysis);

  task = g_task_new (NULL, cancellable, imported_cb, g_object_ref (self));
  g_task_set_task_data (task, request, free_request);
  redan_job_bar_run (self->job_bar, _ ("Reading advisories"), task, import_thread);
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
    start_import (self, paths);
}

void
redan_window_import_advisories_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RedanWindow *self = REDAN_WINDOW (widget);
  GtkFileChooser *chooser = redan_window_new_chooser (self, _ ("Import Advisories"),
                                                      GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Import"));
  static const char *const feeds[] = { "*.json", NULL };
  static const char *const all[] = { "*", NULL };

  redan_window_settle (self);
  redan_window_add_filter (chooser, _ ("CSAF, OSV, CISA KEV, ATT&CK"), feeds);
  redan_window_add_filter (chooser, _ ("All files"), all);
  gtk_file_chooser_set_select_multiple (chooser, TRUE);
  redan_window_begin_beside_model (self, chooser);
  g_signal_connect_object (chooser, "response", G_CALLBACK (files_chosen_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}
