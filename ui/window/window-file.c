/* SPDX-License-Identifier: Apache-2.0 */
/* The window and its file: new, open, save, revert, closing without losing work. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/stat.h>

#include "model/error.h"
#include "ui/report/wording.h"
#include "ui/window/portfolio-window.h"
#include "ui/window/recent.h"
#include "ui/window/rows.h"
#include "ui/window/window-private.h"

#define SUFFIX ".redan"
#define SAVE_AGAIN_MS 100

/* Opening */

static void
add_to_recent (RedanWindow *self)
{
  RedanDocument *document = redan_workspace_get_document (self->workspace);
  const char *path = redan_workspace_get_path (self->workspace);
  g_autofree char *title = redan_workspace_dup_title (self->workspace);
  g_autofree char *absolute = path != NULL ? g_canonicalize_filename (path, NULL) : NULL;

  if (absolute != NULL && !redan_document_is_read_only (document))
    redan_recent_add (absolute, title);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RedanWindow) self = REDAN_WINDOW (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (RedanWorkspace) workspace = redan_workspace_open_finish (result, &error);
  g_autofree char *path = NULL;

  /* Another file was opened meanwhile, or the window is gone. */
  if (g_task_get_cancellable (G_TASK (result)) != self->cancellable)
    return;
  g_clear_object (&self->cancellable);
  path = g_steal_pointer (&self->opening);
  /* A spinner costs frames even on a page that is not shown. */
  gtk_spinner_stop (self->spinner);
  if (workspace != NULL)
    {
      redan_window_set_workspace (self, workspace);
      redan_window_watch (self);
      add_to_recent (self);
    }
  else
    {
      gtk_stack_set_visible_child_name (self->stack, self->workspace != NULL ? "model" : "welcome");
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        {
          g_autofree char *visible = redan_text_make_visible (error->message);

          redan_window_show_notice (self, GTK_MESSAGE_ERROR, visible);
          if (path != NULL)
            redan_window_offer_versions_of (self, path);
        }
    }
  redan_window_set_model_actions_enabled (self, self->workspace != NULL);
}

gboolean
redan_window_is_empty (RedanWindow *self)
{
  RedanDocument *document =
      self->workspace != NULL ? redan_workspace_get_document (self->workspace) : NULL;

  if (self->cancellable != NULL)
    return FALSE;
  /* A new model that nobody did anything to. */
  return document == NULL ||
         (redan_workspace_get_path (self->workspace) == NULL &&
          !redan_document_is_modified (document) && !redan_document_can_redo (document));
}

static gboolean
is_same_file (const char *first, const char *second)
{
  struct stat one;
  struct stat other;

  return first != NULL && second != NULL && stat (first, &one) == 0 && stat (second, &other) == 0 &&
         one.st_dev == other.st_dev && one.st_ino == other.st_ino;
}

/** The window that shows the file already, or is about to. */
static RedanWindow *
find_window (RedanWindow *self, const char *path)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));
  GList *windows = application != NULL ? gtk_application_get_windows (application) : NULL;

  for (; windows != NULL; windows = windows->next)
    {
      RedanWindow *window = REDAN_IS_WINDOW (windows->data) ? windows->data : NULL;

      if (window == NULL)
        continue;
      if (is_same_file (window->opening, path) ||
          (window->workspace != NULL &&
           is_same_file (redan_document_get_path (redan_workspace_get_document (window->workspace)),
                         path)))
        return window;
    }
  return NULL;
}

void
redan_window_open_as (RedanWindow *self, RedanOpenHow how, const char *name)
{
  const RedanWindowOptions options = { self->data_directory, self->as_of };
  RedanWindow *target = self;
  g_autofree char *base = name != NULL && how != REDAN_OPEN_UNSAVED
                              ? g_filename_display_basename (name)
                              : g_strdup (_ ("the model"));
  g_autofree char *visible = redan_text_make_visible (base);
  g_autofree char *text = g_strdup_printf (_ ("Opening %s"), visible);
  const gboolean is_file = how == REDAN_OPEN_FILE || how == REDAN_OPEN_VERSIONS;
  RedanWindow *shown = is_file ? find_window (self, name) : NULL;

  if (shown != NULL)
    {
      gtk_window_present (GTK_WINDOW (shown));
      return;
    }
  if (!redan_window_is_empty (self))
    target = redan_window_new (ADW_APPLICATION (gtk_window_get_application (GTK_WINDOW (self))),
                               &options);

  g_clear_object (&target->cancellable);
  target->cancellable = g_cancellable_new ();
  g_free (target->opening);
  target->opening = is_file ? g_strdup (name) : NULL;
  if (how == REDAN_OPEN_VERSIONS)
    {
      g_free (target->merged_versions);
      target->merged_versions = g_strdup (self->offered_versions);
    }
  gtk_label_set_text (target->loading_label, text);
  gtk_stack_set_visible_child_name (target->stack, "loading");
  gtk_spinner_start (target->spinner);
  redan_window_set_model_actions_enabled (target, FALSE);
  redan_workspace_open_as_async (how, name, target->data_directory, target->as_of,
                                 target->cancellable, opened_cb, g_object_ref (target));
  gtk_window_present (GTK_WINDOW (target));
}

void
redan_window_open (RedanWindow *self, const char *path)
{
  redan_window_open_as (self, REDAN_OPEN_FILE, path);
}

static void
new_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  redan_window_open (REDAN_WINDOW (widget), NULL);
}

GtkFileChooser *
redan_window_new_chooser (RedanWindow *self,
                          const char *title,
                          GtkFileChooserAction action,
                          const char *accept)
{
  GtkFileChooserNative *dialog =
      gtk_file_chooser_native_new (title, GTK_WINDOW (self), action, accept, NULL);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_clear_object (&self->chooser);
  self->chooser = GTK_NATIVE_DIALOG (dialog);
  return GTK_FILE_CHOOSER (dialog);
}

void
redan_window_add_filter (GtkFileChooser *chooser, const char *name, const char *const *patterns)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, name);
  for (guint i = 0; patterns[i] != NULL; i++)
    gtk_file_filter_add_pattern (filter, patterns[i]);
  gtk_file_chooser_add_filter (chooser, filter);
}

char *
redan_window_dup_chosen_path (GtkNativeDialog *dialog, int response)
{
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT
                               ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog))
                               : NULL;

  return file != NULL ? g_file_get_path (file) : NULL;
}

static void
file_chosen_cb (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  g_autofree char *path = redan_window_dup_chosen_path (dialog, response);

  if (path != NULL)
    redan_window_open (REDAN_WINDOW (user_data), path);
}

static void
open_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  static const char *const native[] = { "*" SUFFIX, NULL };
  /* What they are is found out from their content. */
  static const char *const foreign[] = { "*.json", "*.yaml", "*.yml",      "*.otm",    "*.tm7",
                                         "*.hcl",  "*.dot",  "*.gv",       "*.drawio", "*.drawio.*",
                                         "*.xml",  "*.svg",  "*.template", NULL };
  static const char *const all[] = { "*", NULL };
  RedanWindow *self = REDAN_WINDOW (widget);
  gboolean import = g_str_equal (name, "win.import");
  GtkFileChooser *chooser =
      redan_window_new_chooser (self, import ? _ ("Import a Model") : _ ("Open a Threat Model"),
                                GTK_FILE_CHOOSER_ACTION_OPEN, import ? _ ("_Import") : NULL);

  if (!import)
    redan_window_add_filter (chooser, _ ("Threat models"), native);
  redan_window_add_filter (chooser, _ ("Models of other programs"), foreign);
  redan_window_add_filter (chooser, _ ("All files"), all);
  g_signal_connect_object (chooser, "response", G_CALLBACK (file_chosen_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

/* Saving */

static gboolean
can_save_in_place (RedanWindow *self)
{
  RedanDocument *document = redan_workspace_get_document (self->workspace);

  return redan_document_get_path (document) != NULL && !redan_document_is_read_only (document);
}

static void
tell_why_not_saved (RedanWindow *self, const GError *error)
{
  g_autofree char *visible = redan_text_make_visible (error->message);
  g_autofree char *text = g_strdup_printf (_ ("Not saved. %s"), visible);
  if (g_error_matches (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_CHANGED) &&
      redan_changes_view_get_n_conflicts (self->changes_view) > 0)
    redan_window_show_file_bar (self, GTK_MESSAGE_WARNING, text, _ ("_Show Conflicts"),
                                "win.show-conflicts", NULL, NULL);
  else
    redan_window_show_file_bar (self, GTK_MESSAGE_ERROR, text, _ ("Save _As…"), "win.save-as", NULL,
                                NULL);
}

/** Where live stores cannot be written nothing but the windows themselves knows what is open. */
static gboolean
is_open_elsewhere (RedanWindow *self, const char *path)
{
  RedanWindow *window = find_window (self, path);

  return window != NULL && window != self &&
         (window->workspace == NULL ||
          !redan_document_is_read_only (redan_workspace_get_document (window->workspace)));
}

static void write_to (RedanWindow *self, const char *path);

static void
save_again_cb (const char *path, gboolean close, gpointer user_data)
{
  RedanWindow *self = REDAN_WINDOW (user_data);

  self->close_when_saved = close;
  write_to (self, path);
}

static void
write_to (RedanWindow *self, const char *path)
{
  g_autoptr (GError) error = NULL;
  gboolean close_now = self->close_when_saved;

  self->close_when_saved = FALSE;
  if (is_open_elsewhere (self, path))
    {
      g_set_error (&error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_IN_USE,
                   _ ("%s: is open in another window; close it there, or save under another name"),
                   path);
      tell_why_not_saved (self, error);
      return;
    }
  if (!redan_workspace_save (self->workspace, path, &error))
    {
      if (!redan_save_again_plan (self->save_again, path, close_now, error))
        tell_why_not_saved (self, error);
      return;
    }
  redan_window_hide_file_bar (self);
  redan_window_watch (self);
  add_to_recent (self);
  if (close_now)
    gtk_window_destroy (GTK_WINDOW (self));
}

/** Begins anew: what was to be tried again, maybe for another file, is so no more. */
static void
save_to (RedanWindow *self, const char *path)
{
  redan_save_again_forget (self->save_again);
  if (self->save_again == NULL)
    self->save_again = redan_save_again_new (SAVE_AGAIN_MS, save_again_cb, self);
  /* What was typed while the name was asked for; not with each try, in the middle of a word. */
  redan_window_settle (self);
  write_to (self, path);
}

/** Models have a suffix, unless one without it was chosen on purpose: over an existing file. */
static char *
complete_name (const char *path)
{
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *completed = g_strconcat (path, SUFFIX, NULL);

  if (strchr (base, '.') != NULL || g_file_test (path, G_FILE_TEST_EXISTS) ||
      g_file_test (completed, G_FILE_TEST_EXISTS))
    return g_strdup (path);
  return g_steal_pointer (&completed);
}

static void
target_chosen_cb (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  RedanWindow *self = REDAN_WINDOW (user_data);
  g_autofree char *path = redan_window_dup_chosen_path (dialog, response);
  g_autofree char *completed = path != NULL ? complete_name (path) : NULL;

  if (completed != NULL && self->workspace != NULL)
    save_to (self, completed);
  self->close_when_saved = FALSE;
}

/** The name of the file, or one made of what the model is called. */
static char *
suggest_name (RedanWindow *self)
{
  const char *path = redan_workspace_get_path (self->workspace);
  g_autofree char *base = path != NULL ? g_filename_display_basename (path)
                                       : redan_workspace_dup_title (self->workspace);
  g_autofree char *shortened = redan_text_shorten (base, 80);
  char *dot = path != NULL ? strrchr (shortened, '.') : NULL;

  if (dot != NULL && dot != shortened)
    *dot = '\0';
  g_strdelimit (shortened, "/\\:\n\t", '-');
  return g_strconcat (shortened, SUFFIX, NULL);
}

void
redan_window_begin_beside_model (RedanWindow *self, GtkFileChooser *chooser)
{
  const char *path = redan_workspace_get_path (self->workspace);
  g_autofree char *absolute = path != NULL ? g_canonicalize_filename (path, NULL) : NULL;
  g_autofree char *folder = absolute != NULL ? g_path_get_dirname (absolute) : NULL;
  g_autoptr (GFile) directory = folder != NULL ? g_file_new_for_path (folder) : NULL;

  if (directory != NULL && g_file_query_exists (directory, NULL))
    gtk_file_chooser_set_current_folder (chooser, directory, NULL);
}

static void
save_as (RedanWindow *self)
{
  static const char *const native[] = { "*" SUFFIX, NULL };
  g_autofree char *name = suggest_name (self);
  GtkFileChooser *chooser =
      redan_window_new_chooser (self, _ ("Save the Model"), GTK_FILE_CHOOSER_ACTION_SAVE, NULL);

  redan_window_add_filter (chooser, _ ("Threat models"), native);
  redan_window_begin_beside_model (self, chooser);
  gtk_file_chooser_set_current_name (chooser, name);
  g_signal_connect_object (chooser, "response", G_CALLBACK (target_chosen_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static void
save (RedanWindow *self)
{
  g_autofree char *path = NULL;

  if (!can_save_in_place (self))
    {
      save_as (self);
      return;
    }
  path = g_strdup (redan_document_get_path (redan_workspace_get_document (self->workspace)));
  save_to (self, path);
}

static void
open_row_cb (RedanPortfolioWindow *portfolio, const char *path, gpointer user_data)
{
  redan_window_open (REDAN_WINDOW (user_data), path);
}

static void
portfolio_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RedanWindow *self = REDAN_WINDOW (widget);
  GtkWidget *portfolio =
      redan_portfolio_window_new (GTK_WINDOW (self), self->data_directory, self->as_of);

  g_signal_connect_object (portfolio, "open", G_CALLBACK (open_row_cb), self, 0);
  gtk_window_present (GTK_WINDOW (portfolio));
}

static void
save_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RedanWindow *self = REDAN_WINDOW (widget);

  if (self->workspace == NULL)
    return;
  redan_window_settle (self);
  if (g_str_equal (name, "win.save"))
    save (self);
  else
    save_as (self);
}

static void
revert_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  redan_window_reload (REDAN_WINDOW (widget), _ ("Revert to the saved file"),
                       _ ("The model is as it was saved."));
}

/* Closing */

static gboolean
discard_and_close (gpointer user_data)
{
  RedanWindow *self = REDAN_WINDOW (user_data);
  g_autoptr (GError) error = NULL;

  /* Whatever happens to the store, the user wants to be rid of it; at worst it is offered again. */
  if (self->workspace != NULL &&
      !redan_document_discard (redan_workspace_get_document (self->workspace), &error))
    g_message ("%s", error->message);
  gtk_window_destroy (GTK_WINDOW (self));
  return G_SOURCE_REMOVE;
}

static gboolean
save_and_close (gpointer user_data)
{
  RedanWindow *self = REDAN_WINDOW (user_data);

  self->close_when_saved = TRUE;
  if (self->workspace != NULL)
    save (self);
  return G_SOURCE_REMOVE;
}

/** The dialog must be gone before the window that it belongs to. */
static void
close_answered_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  RedanWindow *self = REDAN_WINDOW (user_data);

  self->asking = FALSE;
  if (g_str_equal (response, "discard"))
    g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, discard_and_close, g_object_ref (self),
                     g_object_unref);
  else if (g_str_equal (response, "save"))
    g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, save_and_close, g_object_ref (self), g_object_unref);
}

static void
ask_before_closing (RedanWindow *self)
{
  g_autofree char *title = redan_workspace_dup_title (self->workspace);
  g_autofree char *shortened = redan_text_shorten (title, 60);
  g_autofree char *heading = g_strdup_printf (_ ("Save Changes to “%s”?"), shortened);
  const char *body =
      redan_document_get_path (redan_workspace_get_document (self->workspace)) != NULL
          ? _ ("What you did since the last save is otherwise not in the file.")
          : _ ("It was never saved.");
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (self), heading, body);

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "discard",
                                    _ ("_Discard"), "save", _ ("_Save"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "discard",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "save",
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "save");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (close_answered_cb), self, 0);
  self->asking = TRUE;
  gtk_window_present (GTK_WINDOW (dialog));
}

gboolean
redan_window_close_request (GtkWindow *window)
{
  RedanWindow *self = REDAN_WINDOW (window);

  redan_window_settle (self);
  if (self->workspace == NULL ||
      !redan_document_is_modified (redan_workspace_get_document (self->workspace)))
    return FALSE;
  if (!self->asking)
    ask_before_closing (self);
  return TRUE;
}

/* A file that is dropped on the window is opened. */
static gboolean
dropped_cb (GtkDropTarget *target, const GValue *value, double x, double y, gpointer user_data)
{
  const GSList *files = gdk_file_list_get_files (g_value_get_boxed (value));
  gboolean opened = FALSE;

  for (; files != NULL; files = files->next)
    {
      g_autofree char *path = g_file_get_path (files->data);

      if (path == NULL)
        continue;
      redan_window_open (REDAN_WINDOW (user_data), path);
      opened = TRUE;
    }
  return opened;
}

void
redan_window_file_install (GtkWidgetClass *widget_class)
{
  static const struct
  {
    const char *name;
    GtkWidgetActionActivateFunc activate;
  } actions[] = {
    { "win.portfolio", portfolio_action },
    { "win.new", new_action },   { "win.open", open_action },    { "win.import", open_action },
    { "win.save", save_action }, { "win.save-as", save_action }, { "win.revert", revert_action },
  };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, NULL, actions[i].activate);
}

void
redan_window_file_init (RedanWindow *self)
{
  GtkDropTarget *drop = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_signal_connect_object (drop, "drop", G_CALLBACK (dropped_cb), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drop));
}
