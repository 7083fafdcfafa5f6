/* SPDX-License-Identifier: Apache-2.0 */
/* Models of other tools in the main window: writing one, taking over a newer version of the file
 * that the model came from, and its decisions for our threats that say the same. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "analysis/carry.h"
#include "model/exchange/import-update.h"
#include "ui/diagram/layout.h"
#include "ui/diagram/model-export.h"
#include "ui/report/wording.h"
#include "ui/window/losses-window.h"
#include "ui/window/rows.h"
#include "ui/window/window-private.h"

#define HEIGHT 640
#define MAX_ROWS 200
#define FORMAT "format"

/**
 * Request: what a thread works from
 * @workspace: where the work began; only to be compared with, as a thread that was cancelled may
 *   be the last to hold the request
 * @model: a copy; an edit made meanwhile lets the command of an update fail, and says so
 * @exporter: of what is written; %NULL for an update
 * @updated: what the thread made of the model and the file
 * @losses: (element-type RedanLoss): of either
 */
typedef struct
{
  gconstpointer workspace;
  RedanModel *model;
  const RedanExporter *exporter;
  char *template;
  char *path;
  RedanModel *updated;
  GPtrArray *losses;
} Request;

static void
free_request (gpointer data)
{
  Request *request = data;

  redan_model_unref (request->model);
  g_clear_pointer (&request->updated, redan_model_unref);
  g_clear_pointer (&request->losses, g_ptr_array_unref);
  g_free (request->template);
  g_free (request->path);
  g_free (request);
}

static Request *
make_request (RedanWindow *self, const char *path)
{
  Request *request = g_new0 (Request, 1);

  request->workspace = self->workspace;
  request->model = redan_model_copy (redan_workspace_get_model (self->workspace));
  request->path = g_strdup (path);
  return request;
}

static void
start (RedanWindow *self, Request *request, GTaskThreadFunc thread, GAsyncReadyCallback callback)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, g_object_ref (self));
  g_autofree char *base = g_filename_display_basename (request->path);
  g_autofree char *name = redan_text_make_visible (base);
  g_autofree char *text = request->exporter != NULL ? g_strdup_printf (_ ("Writing %s"), name)
                                                    : g_strdup_printf (_ ("Reading %s"), name);

  g_task_set_task_data (task, request, free_request);
  redan_job_bar_run (self->job_bar, text, task, thread);
}

/* Takes the result of a task; tells why there is none. */
static gboolean
is_done (RedanWindow *self, GAsyncResult *result)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *visible = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    return TRUE;
  visible = redan_text_make_visible (error->message);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    redan_window_toast (self, _ ("Cancelled; nothing was changed"));
  else
    redan_window_show_notice (self, GTK_MESSAGE_ERROR, visible);
  return FALSE;
}

/* ---- writing ---- */

static void
export_thread (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  Request *request = task_data;
  GError *error = NULL;
  g_autoptr (GBytes) bytes =
      redan_model_export (request->exporter, request->model, request->template, request->path,
                          cancellable, &request->losses, &error);

  redan_job_bar_write (task, bytes, request->path, error);
}

static void
exported_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RedanWindow) self = user_data;
  const Request *request = g_task_get_task_data (G_TASK (result));
  g_autofree char *base = NULL;
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;

  if (self->toasts == NULL || !is_done (self, result))
    return;
  base = g_filename_display_basename (request->path);
  name = redan_text_make_visible (base);
  text = g_strdup_printf (_ ("The model was written to %s"), name);
  redan_window_toast (self, text);
  if (request->losses->len > 0)
    gtk_window_present (GTK_WINDOW (
        redan_losses_window_new (GTK_WINDOW (self), request->losses, _ ("Not Written"),
                                 _ ("The model stays as it is. What follows is not in the file, "
                                    "whose format has no words for it."))));
}

/* What the name says counts, else what was chosen in the list of formats. Nobody was asked about a
 * file that has the completed name already: then %NULL, with that name in @path. */
static const RedanExporter *
choose_exporter (GtkFileChooser *chooser, char **path)
{
  const RedanExporter *exporter = redan_exporters_find (*path);
  GtkFileFilter *filter;
  char *longer;

  if (exporter != NULL)
    return exporter;
  filter = gtk_file_chooser_get_filter (chooser);
  exporter = filter != NULL ? g_object_get_data (G_OBJECT (filter), FORMAT) : NULL;
  if (exporter == NULL || exporter->suffixes[0] == NULL)
    return exporter;
  longer = g_strconcat (*path, exporter->suffixes[0], NULL);
  g_free (*path);
  *path = longer;
  return g_file_test (longer, G_FILE_TEST_EXISTS) ? NULL : exporter;
}

static void
template_chosen_cb (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  RedanWindow *self = REDAN_WINDOW (user_data);
  g_autofree char *template = redan_window_dup_chosen_path (dialog, response);
  const char *path = g_object_get_data (G_OBJECT (dialog), "path");
  Request *request;

  if (template == NULL || self->workspace == NULL)
    return;
  request = make_request (self, path);
  request->exporter = redan_exporters_find (path);
  request->template = g_steal_pointer (&template);
  start (self, request, export_thread, exported_cb);
}

/* The format keeps rules and pictures in its models: they come from another file of it. */
static void
ask_for_template (RedanWindow *self, const char *path)
{
  static const char *const patterns[] = { "*.tm7", NULL };
  GtkFileChooser *chooser =
      redan_window_new_chooser (self, _ ("Take the Template from a Model of the Tool"),
                                GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Take Template"));

  redan_window_add_filter (chooser, _ ("Models of the Microsoft Threat Modeling Tool"), patterns);
  g_object_set_data_full (G_OBJECT (chooser), "path", g_strdup (path), g_free);
  g_signal_connect_object (chooser, "response", G_CALLBACK (template_chosen_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

/* A model that was opened from a file of the tool itself has its template there. */
static gboolean
holds_template (RedanWindow *self)
{
  const char *path = redan_workspace_get_path (self->workspace);
  g_autofree char *folded = path != NULL ? g_ascii_strdown (path, -1) : NULL;

  return folded != NULL && g_str_has_suffix (folded, ".tm7");
}

static void
target_chosen_cb (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  RedanWindow *self = REDAN_WINDOW (user_data);
  g_autofree char *path = redan_window_dup_chosen_path (dialog, response);
  const RedanExporter *exporter;
  Request *request;

  if (path == NULL || self->workspace == NULL)
    return;
  exporter = choose_exporter (GTK_FILE_CHOOSER (dialog), &path);
  if (exporter == NULL && redan_exporters_find (path) != NULL)
    {
      g_autofree char *name = g_filename_display_basename (path);
      g_autofree char *visible = redan_text_make_visible (name);
      g_autofree char *text = g_strdup_printf (
          _ ("There is a file %s already, and nothing was written. Give its whole name to replace "
             "it, or another one."),
          visible);

      redan_window_show_notice (self, GTK_MESSAGE_ERROR, text);
      return;
    }
  if (exporter == NULL)
    {
      redan_window_show_notice (self, GTK_MESSAGE_ERROR,
                                _ ("The name says no format. Choose one of the list, or end the "
                                   "name as files of that tool end."));
      return;
    }
  if (exporter->needs_template && !holds_template (self))
    {
      ask_for_template (self, path);
      return;
    }
  request = make_request (self, path);
  request->exporter = exporter;
  if (exporter->needs_template)
    request->template = g_strdup (redan_workspace_get_path (self->workspace));
  start (self, request, export_thread, exported_cb);
}

void
redan_window_export_model_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RedanWindow *self = REDAN_WINDOW (widget);
  GtkFileChooser *chooser = redan_window_new_chooser (self, _ ("Export for Another Tool"),
                                                      GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Export"));
  guint n;
  const RedanExporter *const *exporters = redan_exporters_get (&n);

  redan_window_settle (self);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

      if (exporters[i]->suffixes[0] == NULL)
        continue; /* another form of one that has a suffix */
      gtk_file_filter_set_name (filter, _ (exporters[i]->title));
      for (guint j = 0; exporters[i]->suffixes[j] != NULL; j++)
        {
          g_autofree char *pattern = g_strconcat ("*", exporters[i]->suffixes[j], NULL);

          gtk_file_filter_add_pattern (filter, pattern);
        }
      g_object_set_data (G_OBJECT (filter), FORMAT, (gpointer) exporters[i]);
      gtk_file_chooser_add_filter (chooser, filter);
    }
  redan_window_begin_beside_model (self, chooser);
  g_signal_connect_object (chooser, "response", G_CALLBACK (target_chosen_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

/* ---- a newer version of the file that was imported ---- */

static void
update_thread (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  Request *request = task_data;
  GError *error = NULL;
  g_autoptr (RedanOpened) opened = redan_open_file_like (
      redan_model_get_schema (request->model), request->path, NULL, request->model, &error);

  if (opened != NULL && (redan_import_get_family (opened) == NULL ||
                         redan_import_relate (request->model, opened) != REDAN_IMPORT_RELATED))
    g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                         _ ("The file is no newer version of what this model was imported from. "
                            "Import it as a model of its own."));
  else if (opened != NULL)
    request->updated = redan_import_update (request->model, opened, opened->losses, &error);
  if (request->updated != NULL && redan_layout_needed (request->updated))
    redan_layout_model (request->updated, FALSE, cancellable, NULL);
  if (opened != NULL)
    request->losses = g_ptr_array_ref (opened->losses);
  if (g_task_return_error_if_cancelled (task))
    g_clear_error (&error);
  else if (request->updated == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
updated_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RedanWindow) self = user_data;
  const Request *request = g_task_get_task_data (G_TASK (result));
  g_autoptr (RedanEdit) edit = NULL;

  if (self->toasts == NULL || self->workspace != request->workspace || !is_done (self, result))
    return;
  edit = redan_model_difference (request->model, request->updated, _ ("Update from the import"));
  if (redan_edit_get_n_changes (edit) == 0)
    {
      redan_window_toast (self, _ ("The file says nothing new"));
      return;
    }
  if (!redan_workspace_apply (self->workspace, g_steal_pointer (&edit)))
    return;
  redan_window_toast_undo (self, _ ("The model was brought up to date"));
  if (request->losses->len > 0)
    gtk_window_present (
        GTK_WINDOW (redan_losses_window_new (GTK_WINDOW (self), request->losses, NULL, NULL)));
}

static void
source_chosen_cb (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  RedanWindow *self = REDAN_WINDOW (user_data);
  g_autofree char *path = redan_window_dup_chosen_path (dialog, response);

  if (path != NULL && self->workspace != NULL)
    start (self, make_request (self, path), update_thread, updated_cb);
}

void
redan_window_update_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  static const char *const all[] = { "*", NULL };
  RedanWindow *self = REDAN_WINDOW (widget);
  GtkFileChooser *chooser =
      redan_window_new_chooser (self, _ ("Update from a Newer Version of the Imported File"),
                                GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Update"));

  redan_window_settle (self);
  redan_window_add_filter (chooser, _ ("All files"), all);
  redan_window_begin_beside_model (self, chooser);
  g_signal_connect_object (chooser, "response", G_CALLBACK (source_chosen_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

/* ---- decisions of the file for our threats ---- */

/* Those that decide something. Returns: (nullable): NULL after a message */
static GPtrArray *
list_carries (RedanWindow *self)
{
  const RedanAnalysis *analysis = redan_workspace_get_analysis (self->workspace);
  g_autoptr (GError) error = NULL;
  g_autoptr (RedanDataSource) source = redan_data_source_new (self->data_directory, &error);
  g_autoptr (RedanCarryMap) map =
      source != NULL ? redan_carry_map_new (source, analysis->facts->catalogue, &error) : NULL;
  g_autofree char *visible = NULL;
  GPtrArray *carries;

  if (map == NULL)
    {
      visible = redan_text_make_visible (error->message);
      redan_window_show_notice (self, GTK_MESSAGE_ERROR, visible);
      return NULL;
    }
  carries = redan_carry_list (analysis, map);
  for (guint i = carries->len; i-- > 0;)
    if (((RedanCarry *) carries->pdata[i])->decision == REDAN_DECISION_OPEN)
      g_ptr_array_remove_index (carries, i);
  return carries;
}

/* The list is made again: what was edited while it was shown counts. */
static void
carry_cb (GtkButton *button, gpointer user_data)
{
  RedanWindow *self = REDAN_WINDOW (user_data);
  GtkWidget *dialog = GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (button)));
  g_autoptr (GPtrArray) carries = NULL;
  RedanEdit *edit;

  if (self->workspace == NULL || !redan_workspace_is_current (self->workspace))
    {
      redan_window_toast (self, _ ("The analysis still runs; try again in a moment"));
      return;
    }
  carries = list_carries (self);
  if (carries == NULL || carries->len == 0)
    {
      if (carries != NULL)
        redan_window_toast (self, _ ("No decision is left to take over"));
      gtk_window_destroy (GTK_WINDOW (dialog));
      return;
    }
  edit = redan_carry_edit (redan_workspace_get_analysis (self->workspace), carries,
                           _ ("Carry decisions over"));
  if (redan_workspace_apply (self->workspace, edit))
    redan_window_toast_undo (self, _ ("The decisions were carried over"));
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static GtkWidget *
make_carry_page (const RedanAnalysis *analysis, const GPtrArray *carries)
{
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *group =
      redan_group_new (NULL, _ ("The imported file decides threats that say the same as these of "
                                "ours. Taking the decisions over is one step that can be undone; "
                                "the threats of the file are then shown as ours, once."));

  for (guint i = 0; i < MIN (carries->len, MAX_ROWS); i++)
    {
      const RedanCarry *carry = carries->pdata[i];
      g_autofree char *plain = redan_threat_dup_title (analysis->facts, carry->threat);
      g_autofree char *title = redan_text_make_visible (plain);
      g_autofree char *word = redan_word_dup_title (redan_decision_get_word (carry->decision));
      g_autofree char *reason = redan_text_make_visible (carry->reason);
      g_autofree char *subtitle =
          *reason != '\0' ? g_strdup_printf ("%s · %s", word, reason) : g_strdup (word);

      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), redan_row_new (title, subtitle));
    }
  if (carries->len > MAX_ROWS)
    {
      g_autofree char *more = g_strdup_printf (_ ("and %u more"), carries->len - MAX_ROWS);

      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), redan_row_new (more, NULL));
    }
  gtk_box_append (GTK_BOX (page), group);
  return page;
}

void
redan_window_carry_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RedanWindow *self = REDAN_WINDOW (widget);
  GtkWidget *header;
  GtkWidget *dialog;
  GtkWidget *button;
  g_autoptr (GPtrArray) carries = NULL;

  redan_window_settle (self);
  if (redan_workspace_get_analysis (self->workspace) == NULL)
    {
      redan_window_toast (self, _ ("The first analysis still runs; try again in a moment"));
      return;
    }
  carries = list_carries (self);
  if (carries == NULL)
    return;
  if (carries->len == 0)
    {
      redan_window_toast (self, _ ("No decision of an imported file fits an open threat of ours"));
      return;
    }
  header = adw_header_bar_new ();
  button = gtk_button_new_with_mnemonic (_ ("_Take Decisions Over"));
  gtk_widget_add_css_class (button, "suggested-action");
  g_signal_connect_object (button, "clicked", G_CALLBACK (carry_cb), self, 0);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), button);
  dialog = redan_list_window_new (
      GTK_WINDOW (self), _ ("Decisions of the Import"), HEIGHT, header,
      make_carry_page (redan_workspace_get_analysis (self->workspace), carries));
  gtk_window_set_modal (GTK_WINDOW (dialog), TRUE);
  gtk_window_present (GTK_WINDOW (dialog));
}
