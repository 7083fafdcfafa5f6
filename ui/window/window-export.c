/* SPDX-License-Identifier: Apache-2.0 */
/* What the main window writes out: the report, and pictures of the diagram to files and to the
 * clipboard. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ui/diagram/picture.h"
#include "ui/report/report.h"
#include "ui/report/wording.h"
#include "ui/window/print.h"
#include "ui/window/rows.h"
#include "ui/window/window-private.h"

/** The choice of the dialog whether only the selection is written. */
#define PART "part"

/** What a thread that writes works from: a picture, or an analysis for the report. */
typedef struct
{
  GPtrArray *losses;       /* of the import; NULL for a picture */
  RedanAnalysis *analysis; /* the newest one: what the model is analysed with again */
  RedanSnapshot *snapshot; /* the model as it is, with the places of its diagrams */
  RedanPicture *picture;
  RedanPictureOptions options;
  char *path;
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  g_clear_pointer (&request->losses, g_ptr_array_unref);
  g_clear_pointer (&request->analysis, redan_analysis_unref);
  g_clear_pointer (&request->snapshot, redan_snapshot_unref);
  g_clear_pointer (&request->picture, redan_picture_free);
  g_free (request->path);
  g_free (request);
}

static char *
dup_shown_name (const char *path)
{
  g_autofree char *name = g_filename_display_basename (path);

  return redan_text_make_visible (name);
}

/* "shop.pdf" for the model in shop.redan. */
static char *
suggest_name (RedanWindow *self, const char *suffix)
{
  const char *path = redan_workspace_get_path (self->workspace);
  g_autofree char *base = g_filename_display_basename (path != NULL ? path : _ ("Untitled model"));
  char *dot = strrchr (base, '.');

  if (dot != NULL && dot != base)
    *dot = '\0';
  return g_strconcat (base, suffix, NULL);
}

static void
show_failure (RedanWindow *self, const GError *error)
{
  g_autofree char *visible = redan_text_make_visible (error->message);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    redan_window_toast (self, _ ("Cancelled; nothing was written"));
  else
    redan_window_show_notice (self, GTK_MESSAGE_ERROR, visible);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RedanWindow) self = user_data;
  const Request *request = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  gboolean written = g_task_propagate_boolean (G_TASK (result), &error);
  g_autofree char *name = dup_shown_name (request->path);
  g_autofree char *text = NULL;

  /* The window was closed meanwhile. */
  if (self->toasts == NULL)
    return;
  if (!written)
    {
      show_failure (self, error);
      return;
    }
  text = g_strdup_printf (request->picture != NULL ? _ ("The picture was written to %s")
                                                   : _ ("The report was written to %s"),
                          name);
  redan_window_toast (self, text);
}

static void
start_writing (RedanWindow *self, Request *request, GTaskThreadFunc thread)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, written_cb, g_object_ref (self));
  g_autofree char *name = dup_shown_name (request->path);
  g_autofree char *text = g_strdup_printf (_ ("Writing %s"), name);

  g_task_set_task_data (task, request, request_free);
  redan_job_bar_run (self->job_bar, text, task, thread);
}

/* The report */

static void
report_thread (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  const Request *request = task_data;
  const RedanReportOptions options = { .as_of = request->options.as_of, .losses = request->losses };
  const RedanFacts *facts = request->analysis->facts;
  const RedanAnalysisOptions analysis_options = { .as_of = facts->as_of };
  g_autoptr (RedanAnalysis) analysis =
      redan_analysis_new (request->snapshot, facts->catalogue, &analysis_options);
  g_autoptr (GBytes) bytes = NULL;
  GError *error = NULL;

  bytes = g_str_has_suffix (request->path, ".svg") ? redan_report_svg (analysis, &options, &error)
                                                   : redan_report_pdf (analysis, &options, &error);
  redan_job_bar_write (task, bytes, request->path, error);
}

static void
report_chosen_cb (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  RedanWindow *self = REDAN_WINDOW (user_data);
  g_autofree char *path = redan_window_dup_chosen_path (dialog, response);

  if (path != NULL && self->workspace != NULL)
    {
      Request *request = g_new0 (Request, 1);

      request->losses =
          g_ptr_array_ref ((GPtrArray *) redan_workspace_get_losses (self->workspace));
      request->analysis =
          redan_analysis_ref ((RedanAnalysis *) redan_workspace_get_analysis (self->workspace));
      request->snapshot = redan_workspace_take_snapshot (self->workspace);
      request->options.as_of = self->as_of;
      request->path = g_steal_pointer (&path);
      start_writing (self, request, report_thread);
    }
}

void
redan_window_report_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RedanWindow *self = REDAN_WINDOW (widget);
  GtkFileChooser *chooser =
      redan_window_new_chooser (self, _ ("Write the Report"), GTK_FILE_CHOOSER_ACTION_SAVE, NULL);
  g_autofree char *suggestion = suggest_name (self, ".pdf");

  redan_window_settle (self);
  gtk_file_chooser_set_current_name (chooser, suggestion);
  g_signal_connect_object (chooser, "response", G_CALLBACK (report_chosen_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

/* Pictures */

static RedanPicture *
copy_scene (RedanWindow *self, gboolean selection_only)
{
  const RedanScene *scene = redan_workspace_get_scene (self->workspace);
  guint n;
  const RedanId *ids = redan_workspace_get_selection (self->workspace, &n);
  g_autoptr (RedanPicture) part = NULL;

  if (selection_only && n > 0)
    part = redan_picture_new (scene, redan_workspace_get_model (self->workspace), ids, n);
  /* The selection may lie on another diagram. */
  if (part != NULL && !redan_picture_is_empty (part))
    return g_steal_pointer (&part);
  return redan_picture_new (scene, NULL, NULL, 0);
}

/* Colours that mean something are explained below the diagram. */
static RedanPicture *
take_picture (RedanWindow *self, gboolean selection_only)
{
  RedanPicture *picture = copy_scene (self, selection_only);
  const RedanColourBy colour_by = redan_canvas_get_colour_by (self->canvas);

  if (colour_by != REDAN_COLOUR_PLAIN)
    redan_picture_add_legend (picture, colour_by);
  return picture;
}

static void
picture_thread (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  const Request *request = task_data;
  GError *error = NULL;
  g_autoptr (GBytes) bytes = redan_picture_write (request->picture, &request->options, &error);

  redan_job_bar_write (task, bytes, request->path, error);
}

static void
picture_chosen_cb (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  RedanWindow *self = REDAN_WINDOW (user_data);
  GtkFileChooser *chooser = GTK_FILE_CHOOSER (dialog);
  g_autofree char *path = redan_window_dup_chosen_path (dialog, response);
  RedanPictureFormat format = REDAN_PICTURE_PNG;

  if (path != NULL && !redan_picture_format_of (path, &format))
    {
      g_autofree char *name = dup_shown_name (path);
      g_autofree char *text =
          g_strdup_printf (_ ("%s: the name says no format. End it in .svg, .pdf or .png."), name);

      redan_window_show_notice (self, GTK_MESSAGE_ERROR, text);
    }
  else if (path != NULL && self->workspace != NULL)
    {
      Request *request = g_new0 (Request, 1);

      /* The choice is there only when something was selected. */
      request->picture = take_picture (
          self, g_object_get_data (G_OBJECT (dialog), PART) != NULL &&
                    g_strcmp0 (gtk_file_chooser_get_choice (chooser, PART), "true") == 0);
      request->options.format = format;
      request->options.scale =
          g_strcmp0 (gtk_file_chooser_get_choice (chooser, "size"), "2") == 0 ? 2 : 1;
      request->options.colour_by = redan_canvas_get_colour_by (self->canvas);
      request->options.as_of = self->as_of;
      request->path = g_steal_pointer (&path);
      start_writing (self, request, picture_thread);
    }
}

static void
add_picture_filter (GtkFileChooser *chooser,
                    const char *name,
                    const char *first,
                    const char *second)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, name);
  gtk_file_filter_add_suffix (filter, first);
  if (second != NULL)
    {
      gtk_file_filter_add_suffix (filter, second);
      gtk_file_filter_add_suffix (filter, "pdf");
    }
  gtk_file_chooser_add_filter (chooser, filter);
}

void
redan_window_export_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RedanWindow *self = REDAN_WINDOW (widget);
  GtkFileChooser *chooser =
      redan_window_new_chooser (self, _ ("Export the Diagram"), GTK_FILE_CHOOSER_ACTION_SAVE, NULL);
  g_autofree char *suggestion = suggest_name (self, ".png");
  const char *sizes[] = { "1", "2", NULL };
  const char *size_titles[] = { _ ("Natural size"), _ ("Twice as large"), NULL };
  guint n;

  redan_window_settle (self);
  redan_workspace_get_selection (self->workspace, &n);
  gtk_file_chooser_set_current_name (chooser, suggestion);
  add_picture_filter (chooser, _ ("Pictures (SVG, PNG, PDF)"), "svg", "png");
  add_picture_filter (chooser, _ ("SVG pictures"), "svg", NULL);
  add_picture_filter (chooser, _ ("PNG pictures"), "png", NULL);
  add_picture_filter (chooser, _ ("PDF documents"), "pdf", NULL);
  gtk_file_chooser_add_choice (chooser, "size", _ ("Size of a PNG"), sizes, size_titles);
  gtk_file_chooser_set_choice (chooser, "size", "1");
  if (n > 0)
    {
      gtk_file_chooser_add_choice (chooser, PART, _ ("Only the selection"), NULL, NULL);
      gtk_file_chooser_set_choice (chooser, PART, "false");
      g_object_set_data (G_OBJECT (chooser), PART, chooser);
    }
  g_signal_connect_object (chooser, "response", G_CALLBACK (picture_chosen_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

/* The clipboard */

static const struct
{
  RedanPictureFormat format;
  const char *type;
  double scale;
} clipboard_formats[] = {
  /* Twice as large, as pictures are pasted into documents that are printed. */
  { REDAN_PICTURE_PNG, "image/png", 2 },
  { REDAN_PICTURE_SVG, "image/svg+xml", 1 },
};

static void
free_all_bytes (gpointer data)
{
  GBytes **bytes = data;

  for (guint i = 0; i < G_N_ELEMENTS (clipboard_formats); i++)
    g_clear_pointer (&bytes[i], g_bytes_unref);
  g_free (bytes);
}

static void
copy_thread (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  const Request *request = task_data;
  GBytes **bytes = g_new0 (GBytes *, G_N_ELEMENTS (clipboard_formats));
  GError *error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (clipboard_formats) && error == NULL; i++)
    {
      RedanPictureOptions options = request->options;

      options.format = clipboard_formats[i].format;
      options.scale = clipboard_formats[i].scale;
      bytes[i] = redan_picture_write (request->picture, &options, &error);
      /* What is too large for a PNG can still be pasted as SVG. */
      if (g_error_matches (error, REDAN_PICTURE_ERROR, REDAN_PICTURE_ERROR_TOO_LARGE))
        g_clear_error (&error);
    }
  if (error == NULL)
    {
      g_task_return_pointer (task, bytes, free_all_bytes);
      return;
    }
  free_all_bytes (bytes);
  g_task_return_error (task, error);
}

static void
copied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RedanWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  GBytes **bytes = g_task_propagate_pointer (G_TASK (result), &error);
  GdkContentProvider *providers[G_N_ELEMENTS (clipboard_formats)];
  g_autoptr (GdkContentProvider) all = NULL;
  gsize n = 0;

  if (self->toasts == NULL || bytes == NULL)
    {
      if (self->toasts != NULL)
        show_failure (self, error);
      g_clear_pointer (&bytes, free_all_bytes);
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (clipboard_formats); i++)
    if (bytes[i] != NULL)
      providers[n++] = gdk_content_provider_new_for_bytes (clipboard_formats[i].type, bytes[i]);
  free_all_bytes (bytes);
  all = gdk_content_provider_new_union (providers, n);
  gdk_clipboard_set_content (gtk_widget_get_clipboard (GTK_WIDGET (self)), all);
  redan_window_toast (self, _ ("The picture was copied"));
}

void
redan_window_copy_picture_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RedanWindow *self = REDAN_WINDOW (widget);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, copied_cb, g_object_ref (self));
  Request *request = g_new0 (Request, 1);

  redan_window_settle (self);
  request->picture = take_picture (self, TRUE);
  request->options.colour_by = redan_canvas_get_colour_by (self->canvas);
  request->options.as_of = self->as_of;
  g_task_set_task_data (task, request, request_free);
  redan_job_bar_run (self->job_bar, _ ("Drawing the picture"), task, copy_thread);
}

/* Printing */

static void
printed_cb (GtkPrintOperation *operation, GtkPrintOperationResult result, gpointer user_data)
{
  RedanWindow *self = REDAN_WINDOW (user_data);
  g_autoptr (GError) error = NULL;
  g_autofree char *visible = NULL;

  if (result != GTK_PRINT_OPERATION_RESULT_ERROR || self->toasts == NULL)
    return;
  gtk_print_operation_get_error (operation, &error);
  visible = redan_text_make_visible (error != NULL ? error->message
                                                   : _ ("The diagram could not be printed."));
  redan_window_show_notice (self, GTK_MESSAGE_ERROR, visible);
}

void
redan_window_print_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RedanWindow *self = REDAN_WINDOW (widget);
  g_autoptr (RedanPicture) picture = NULL;
  g_autoptr (GtkPrintOperation) operation = NULL;
  g_autofree char *title = NULL;
  g_autofree char *job = NULL;

  redan_window_settle (self);
  picture = take_picture (self, FALSE);
  title = redan_workspace_dup_title (self->workspace);
  job = redan_text_shorten (title, REDAN_SHORT_TEXT);
  if (redan_picture_is_empty (picture))
    {
      redan_window_toast (self, _ ("There is nothing in this diagram to print"));
      return;
    }
  operation =
      redan_print_new (g_steal_pointer (&picture), job, redan_canvas_get_colour_by (self->canvas));
  g_signal_connect_object (operation, "done", G_CALLBACK (printed_cb), self, 0);
  /* Errors come to printed_cb(). */
  gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG, GTK_WINDOW (self),
                           NULL);
}
