/* SPDX-License-Identifier: Apache-2.0 */
/* The window keeps watch: commands reach the disk, other programs change the file, and what was not
 * saved the last time is offered. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "model/git.h"
#include "ui/report/wording.h"
#include "ui/window/rows.h"
#include "ui/window/window-private.h"

#define BARRIER_SECONDS 2
#define CHECK_DELAY_MS 200
/* How long a discarding can be taken back with one click. */
#define DISCARD_SECONDS 15

/* The bar */

void
redan_window_show_file_bar (RedanWindow *self,
                            GtkMessageType type,
                            const char *text,
                            const char *first_label,
                            const char *first_action,
                            const char *second_label,
                            const char *second_action)
{
  self->bar_topic = REDAN_BAR_OTHER;
  gtk_label_set_text (self->file_label, text);
  gtk_info_bar_set_message_type (self->file_bar, type);
  gtk_widget_set_visible (GTK_WIDGET (self->file_first), first_label != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->file_second), second_label != NULL);
  gtk_button_set_label (self->file_first, first_label != NULL ? first_label : "");
  gtk_button_set_label (self->file_second, second_label != NULL ? second_label : "");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->file_first), first_action);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->file_second), second_action);
  gtk_info_bar_set_revealed (self->file_bar, TRUE);
}

void
redan_window_hide_file_bar (RedanWindow *self)
{
  self->bar_topic = REDAN_BAR_OTHER;
  gtk_info_bar_set_revealed (self->file_bar, FALSE);
}

static void
bar_closed_cb (GtkInfoBar *bar, int response, gpointer user_data)
{
  gtk_info_bar_set_revealed (bar, FALSE);
}

/* Commands reach the disk */

static void
synced_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RedanWindow) self = REDAN_WINDOW (user_data);
  g_autoptr (GError) error = NULL;

  if (!redan_document_barrier_finish (REDAN_DOCUMENT (source), result, &error) &&
      self->workspace != NULL)
    redan_window_show_notice (self, GTK_MESSAGE_WARNING, error->message);
}

static void
sync_commands (RedanWindow *self)
{
  g_clear_handle_id (&self->barrier_source, g_source_remove);
  if (self->workspace != NULL)
    redan_document_barrier_async (redan_workspace_get_document (self->workspace), synced_cb,
                                  g_object_ref (self));
}

static gboolean
barrier_cb (gpointer user_data)
{
  RedanWindow *self = REDAN_WINDOW (user_data);

  self->barrier_source = 0;
  sync_commands (self);
  return G_SOURCE_REMOVE;
}

/** Runs only after an edit, so that an idle window does nothing. */
static void
edited_cb (RedanWorkspace *workspace, RedanEdit *edit, gpointer user_data)
{
  RedanWindow *self = REDAN_WINDOW (user_data);

  if (self->barrier_source == 0)
    self->barrier_source = g_timeout_add_seconds (BARRIER_SECONDS, barrier_cb, self);
}

static void
active_changed_cb (RedanWindow *self)
{
  const gboolean active = gtk_window_is_active (GTK_WINDOW (self));

  if (!active && self->barrier_source != 0)
    sync_commands (self);
  /* Whoever comes back may have been merging elsewhere. */
  if (active)
    redan_window_check_file (self);
}

/* Other programs change the file */

static gboolean
check_cb (gpointer user_data)
{
  RedanWindow *self = REDAN_WINDOW (user_data);

  self->check_source = 0;
  redan_window_check_file (self);
  return G_SOURCE_REMOVE;
}

/** Whoever writes a file does so in several steps. */
void
redan_window_check_file_soon (RedanWindow *self)
{
  g_clear_handle_id (&self->check_source, g_source_remove);
  self->check_source = g_timeout_add (CHECK_DELAY_MS, check_cb, self);
}

static void
file_changed_cb (
    GFileMonitor *monitor, GFile *file, GFile *other, GFileMonitorEvent event, gpointer user_data)
{
  redan_window_check_file_soon (REDAN_WINDOW (user_data));
}

static void
watch_file (RedanWindow *self, const char *path)
{
  g_autofree char *real = redan_git_dup_real_path (path);
  g_autoptr (GFile) file = g_file_new_for_path (real);

  if (self->monitor != NULL)
    g_file_monitor_cancel (self->monitor);
  g_clear_object (&self->monitor);
  self->monitor = g_file_monitor_file (file, G_FILE_MONITOR_WATCH_MOVES, NULL, NULL);
  if (self->monitor != NULL)
    g_signal_connect_object (self->monitor, "changed", G_CALLBACK (file_changed_cb), self, 0);
}

static void
open_copy_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RedanWindow *self = REDAN_WINDOW (widget);

  redan_window_open_as (self, REDAN_OPEN_COPY, redan_workspace_get_path (self->workspace));
}

static void
show_kept_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RedanWindow *self = REDAN_WINDOW (widget);

  redan_window_hide_file_bar (self);
  redan_window_open_as (self, REDAN_OPEN_UNSAVED,
                        redan_document_get_kept (redan_workspace_get_document (self->workspace)));
}

/** What is to be said about a document that has just been opened. */
static void
show_state (RedanWindow *self)
{
  RedanDocument *document = redan_workspace_get_document (self->workspace);

  redan_window_hide_file_bar (self);
  if (redan_document_is_read_only (document))
    redan_window_show_file_bar (
        self, GTK_MESSAGE_INFO,
        _ ("This file is open in another program. Here it can only be looked at."),
        _ ("_Open as a Copy"), "win.open-copy", NULL, NULL);
  else if (redan_document_get_kept (document) != NULL)
    {
      gtk_info_bar_set_revealed (self->notice_bar, FALSE);
      redan_window_show_file_bar (self, GTK_MESSAGE_INFO,
                                  _ ("There were unsaved changes to this file when another program "
                                     "changed it. They are kept as a document of their own."),
                                  _ ("_Show Them"), "win.show-kept", NULL, NULL);
    }
  else if (redan_changes_view_get_n_conflicts (self->changes_view) > 0)
    redan_window_show_conflicts_bar (self);
}

void
redan_window_watch (RedanWindow *self)
{
  RedanDocument *document = redan_workspace_get_document (self->workspace);
  const char *path = redan_document_get_path (document);

  if (self->watched != self->workspace)
    {
      self->watched = self->workspace;
      g_signal_connect_object (self->workspace, "edited", G_CALLBACK (edited_cb), self, 0);
      g_signal_connect_object (document, "merged", G_CALLBACK (redan_window_merged_cb), self, 0);
      show_state (self);
    }
  if (path == NULL)
    return;
  watch_file (self, path);
  redan_window_check_file (self);
}

/* What was not saved the last time */

static void
found_cb (RedanWelcome *welcome, const char *text, gpointer user_data)
{
  RedanWindow *self = REDAN_WINDOW (user_data);
  gboolean any = redan_welcome_get_recoverable (welcome)->len > 0;

  if (any && *text != '\0' && !self->offered)
    redan_window_show_file_bar (self, GTK_MESSAGE_QUESTION, text, _ ("_Recover"), "win.recover",
                                _ ("_Discard"), "win.discard-unsaved");
  else if (*text != '\0' && !any)
    redan_window_show_notice (self, GTK_MESSAGE_WARNING, text);
  else if (!any && self->offered && self->workspace == NULL)
    redan_window_hide_file_bar (self);
  self->offered |= any;
}

static void
recover_key (RedanWindow *self, const char *key)
{
  redan_window_hide_file_bar (self);
  redan_window_open_as (self, REDAN_OPEN_UNSAVED, key);
}

static void
recover_cb (RedanWelcome *welcome, const char *key, gpointer user_data)
{
  recover_key (REDAN_WINDOW (user_data), key);
}

static GPtrArray *
dup_keys (RedanWindow *self)
{
  const GPtrArray *list = redan_welcome_get_recoverable (self->welcome);
  GPtrArray *keys = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < list->len; i++)
    g_ptr_array_add (keys, g_strdup (((const RedanRecoverable *) list->pdata[i])->key));
  return keys;
}

/** Each in a window of its own. */
static void
recover_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RedanWindow *self = REDAN_WINDOW (widget);
  g_autoptr (GPtrArray) keys = dup_keys (self);

  for (guint i = 0; i < keys->len; i++)
    recover_key (self, keys->pdata[i]);
}

static void
discard_keys (RedanWindow *self, const GPtrArray *keys)
{
  const char *directory = redan_workspace_get_store_directory ();
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autofree char *markup = NULL;
  AdwToast *toast = NULL;

  g_ptr_array_set_size (self->discarded, 0);
  for (guint i = 0; i < keys->len && error == NULL; i++)
    {
      char *kept = redan_document_discard_store (directory, keys->pdata[i], &error);

      if (kept != NULL)
        g_ptr_array_add (self->discarded, kept);
    }
  redan_window_hide_file_bar (self);
  redan_welcome_refresh (self->welcome);
  if (error != NULL)
    {
      redan_window_show_notice (self, GTK_MESSAGE_ERROR, error->message);
      return;
    }
  text = g_strdup_printf (
      ngettext ("%u document was discarded.", "%u documents were discarded.", keys->len),
      keys->len);
  markup = g_markup_escape_text (text, -1);
  toast = adw_toast_new (markup);
  adw_toast_set_button_label (toast, _ ("_Undo"));
  adw_toast_set_action_name (toast, "win.undiscard");
  adw_toast_set_timeout (toast, DISCARD_SECONDS);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
discard_cb (RedanWelcome *welcome, const char *key, gpointer user_data)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new ();

  g_ptr_array_add (keys, (char *) key);
  discard_keys (REDAN_WINDOW (user_data), keys);
}

static void
discard_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autoptr (GPtrArray) keys = dup_keys (REDAN_WINDOW (widget));

  discard_keys (REDAN_WINDOW (widget), keys);
}

static void
undiscard_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RedanWindow *self = REDAN_WINDOW (widget);

  for (guint i = 0; i < self->discarded->len; i++)
    redan_document_undiscard_store (redan_workspace_get_store_directory (),
                                    self->discarded->pdata[i], NULL);
  g_ptr_array_set_size (self->discarded, 0);
  redan_welcome_refresh (self->welcome);
}

static void
open_cb (RedanWelcome *welcome, const char *path, gpointer user_data)
{
  redan_window_open (REDAN_WINDOW (user_data), path);
}

void
redan_window_watch_install (GtkWidgetClass *widget_class)
{
  static const struct
  {
    const char *name;
    GtkWidgetActionActivateFunc activate;
  } actions[] = {
    { "win.open-copy", open_copy_action }, { "win.show-kept", show_kept_action },
    { "win.recover", recover_action },     { "win.discard-unsaved", discard_action },
    { "win.undiscard", undiscard_action },
  };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, NULL, actions[i].activate);
}

void
redan_window_watch_init (RedanWindow *self)
{
  self->discarded = g_ptr_array_new_with_free_func (g_free);
  g_signal_connect_object (self->file_bar, "response", G_CALLBACK (bar_closed_cb), self, 0);
  g_signal_connect_object (self->welcome, "open", G_CALLBACK (open_cb), self, 0);
  g_signal_connect_object (self->welcome, "recover", G_CALLBACK (recover_cb), self, 0);
  g_signal_connect_object (self->welcome, "discard", G_CALLBACK (discard_cb), self, 0);
  g_signal_connect_object (self->welcome, "found", G_CALLBACK (found_cb), self, 0);
  g_signal_connect (self, "notify::is-active", G_CALLBACK (active_changed_cb), NULL);
}

void
redan_window_watch_dispose (RedanWindow *self)
{
  g_clear_handle_id (&self->barrier_source, g_source_remove);
  g_clear_handle_id (&self->check_source, g_source_remove);
  g_clear_pointer (&self->save_again, redan_save_again_free);
  if (self->monitor != NULL)
    g_file_monitor_cancel (self->monitor);
  g_clear_object (&self->monitor);
  g_clear_object (&self->chooser);
  g_clear_pointer (&self->opening, g_free);
  g_clear_pointer (&self->discarded, g_ptr_array_unref);
}
