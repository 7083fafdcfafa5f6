/* SPDX-License-Identifier: Apache-2.0 */
/* The file of a window and others who write it: another program, or git. What both changed is
 * merged, what git could not merge is offered, and while git is at work the file is left alone. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <stdint.h>
#include <sys/stat.h>

#include "model/git.h"
#include "model/revision.h"
#include "ui/report/wording.h"
#include "ui/window/rows.h"
#include "ui/window/window-private.h"

/* What the bar says */

static char *
dup_short_name (const char *path)
{
  g_autofree char *base = g_filename_display_basename (path);
  g_autofree char *visible = redan_text_make_visible (base);

  return redan_text_shorten (visible, 80);
}

static char *
dup_file_name (RedanWindow *self)
{
  return dup_short_name (redan_document_get_path (redan_workspace_get_document (self->workspace)));
}

static void
show_bar (RedanWindow *self,
          RedanBarTopic topic,
          GtkMessageType type,
          const char *text,
          const char *label,
          const char *action)
{
  redan_window_show_file_bar (self, type, text, label, action, NULL, NULL);
  self->bar_topic = topic;
}

static void
hide_bar (RedanWindow *self, RedanBarTopic topic)
{
  if (self->bar_topic == topic)
    redan_window_hide_file_bar (self);
}

void
redan_window_show_conflicts_bar (RedanWindow *self)
{
  const guint n = redan_changes_view_get_n_conflicts (self->changes_view);
  g_autofree char *text = NULL;

  if (n == 0)
    {
      hide_bar (self, REDAN_BAR_CONFLICTS);
      return;
    }
  text = g_strdup_printf (ngettext ("%u conflict remains: two versions say different things, and "
                                    "somebody has to decide.",
                                    "%u conflicts remain: two versions say different things, and "
                                    "somebody has to decide.",
                                    n),
                          n);
  show_bar (self, REDAN_BAR_CONFLICTS, GTK_MESSAGE_WARNING, text, _ ("_Show Conflicts"),
            "win.show-conflicts");
}

static void
conflicts_changed_cb (RedanWindow *self)
{
  const guint n = redan_changes_view_get_n_conflicts (self->changes_view);
  GtkStackPage *page = gtk_stack_get_page (self->views, GTK_WIDGET (self->changes_view));

  gtk_stack_page_set_needs_attention (page, n > 0);
  if (self->bar_topic == REDAN_BAR_CONFLICTS)
    redan_window_show_conflicts_bar (self);
}

static void
show_gone (RedanWindow *self)
{
  g_autofree char *name = dup_file_name (self);
  g_autofree char *text = g_strdup_printf (
      _ ("“%s” was moved or deleted. Everything is still here; saving writes it anew."), name);

  redan_window_show_file_bar (self, GTK_MESSAGE_WARNING, text, _ ("_Save"), "win.save",
                              _ ("Save _As…"), "win.save-as");
  self->bar_topic = REDAN_BAR_FILE;
}

static void
show_unreadable (RedanWindow *self, const GError *error)
{
  g_autofree char *visible = redan_text_make_visible (error->message);

  redan_window_show_file_bar (self, GTK_MESSAGE_ERROR, visible, _ ("Save _As…"), "win.save-as",
                              NULL, NULL);
  self->bar_topic = REDAN_BAR_FILE;
}

/* Another program changed the file */

static guint
get_position (RedanWindow *self)
{
  guint position;

  redan_document_get_n_commands (redan_workspace_get_document (self->workspace), &position);
  return position;
}

/** @before: position in the history: undo is offered for a command that was made. */
static void
say_done (RedanWindow *self, guint before, const char *text)
{
  redan_window_hide_file_bar (self);
  if (get_position (self) > before)
    redan_window_toast_undo (self, text);
  else
    redan_window_toast (self, text);
}

gboolean
redan_window_reload (RedanWindow *self, const char *label, const char *text)
{
  const guint before = get_position (self);
  g_autoptr (GError) error = NULL;

  if (!redan_document_reload (redan_workspace_get_document (self->workspace), label, &error))
    {
      show_unreadable (self, error);
      return FALSE;
    }
  say_done (self, before, text);
  if (redan_changes_view_get_n_conflicts (self->changes_view) > 0)
    redan_window_show_conflicts_bar (self);
  return TRUE;
}

void
redan_window_merged_cb (RedanDocument *document,
                        guint n_conflicts,
                        GPtrArray *notices,
                        gpointer user_data)
{
  RedanWindow *self = REDAN_WINDOW (user_data);

  redan_window_hide_file_bar (self);
  redan_window_toast_undo (self,
                           _ ("Another program changed the file; both versions were merged."));
  if (n_conflicts > 0)
    redan_window_show_conflicts_bar (self);
}

/** What was typed belongs to the own version. */
static void
merge_file (RedanWindow *self)
{
  g_autoptr (GError) error = NULL;
  guint n_conflicts;

  redan_window_settle (self);
  if (!redan_document_merge_file (redan_workspace_get_document (self->workspace), &n_conflicts,
                                  &error))
    show_unreadable (self, error);
}

static void
follow_file (RedanWindow *self)
{
  RedanDocument *document = redan_workspace_get_document (self->workspace);
  RedanFileState state;

  /* A file that cannot be read now is looked at again when it changes, and before it is saved. */
  if (!redan_document_check_file (document, &state, NULL))
    return;
  if (state == REDAN_FILE_GONE)
    show_gone (self);
  else if (state == REDAN_FILE_CHANGED && redan_document_is_modified (document))
    merge_file (self);
  else if (state == REDAN_FILE_CHANGED)
    redan_window_reload (self, _ ("Reload the changed file"),
                         _ ("Another program changed the file; it was read again."));
  else
    {
      hide_bar (self, REDAN_BAR_FILE);
      hide_bar (self, REDAN_BAR_HELD);
    }
}

/* Git */

static void
git_changed_cb (
    GFileMonitor *monitor, GFile *file, GFile *other, GFileMonitorEvent event, gpointer user_data)
{
  redan_window_check_file_soon (REDAN_WINDOW (user_data));
}

static void
stop_watching_git (RedanWindow *self)
{
  if (self->git_monitor != NULL)
    g_file_monitor_cancel (self->git_monitor);
  g_clear_object (&self->git_monitor);
  g_clear_pointer (&self->git_watched, g_free);
}

/** Looks again when git is done; what it did before it was watched is not missed. */
static void
wait_for_git (RedanWindow *self, const RedanGitState *state)
{
  g_autoptr (GFile) directory = g_file_new_for_path (state->directory);

  if (g_strcmp0 (self->git_watched, state->directory) != 0)
    stop_watching_git (self);
  if (self->git_monitor == NULL)
    {
      self->git_monitor = g_file_monitor_directory (directory, G_FILE_MONITOR_NONE, NULL, NULL);
      g_free (self->git_watched);
      self->git_watched = g_strdup (state->directory);
    }
  if (self->git_monitor != NULL)
    g_signal_handlers_disconnect_by_func (self->git_monitor, git_changed_cb, self);
  if (self->git_monitor != NULL)
    g_signal_connect_object (self->git_monitor, "changed", G_CALLBACK (git_changed_cb), self, 0);
  if (redan_git_check_busy (state->directory) != state->busy)
    redan_window_check_file_soon (self);
}

/** Names the two versions that git holds. */
static char *
dup_versions_key (const RedanGitState *state)
{
  return g_strconcat (state->stages[1], " ", state->stages[2], NULL);
}

/** A model with conflicts was merged by somebody, for instance the driver of git. */
static gboolean
is_merged (RedanWindow *self, const char *key)
{
  return g_strcmp0 (self->merged_versions, key) == 0 ||
         redan_changes_view_get_n_conflicts (self->changes_view) > 0;
}

static void
offer_versions (RedanWindow *self, const char *path, const char *key, const char *action)
{
  g_autofree char *name = dup_short_name (path);
  g_autofree char *text = g_strdup_printf (
      _ ("Git has two versions of “%s” and could not merge them. Redan can: what both changed "
         "differently is left to decide."),
      name);

  g_free (self->offered_versions);
  self->offered_versions = g_strdup (key);
  show_bar (self, REDAN_BAR_VERSIONS, GTK_MESSAGE_QUESTION, text, _ ("_Merge the Two Versions"),
            action);
}

static void
tell_to_add (RedanWindow *self)
{
  g_autofree char *name = dup_file_name (self);
  g_autofree char *text = g_strdup_printf (
      _ ("“%s” is merged and saved. Git learns of it by: git add “%s”"), name, name);

  show_bar (self, REDAN_BAR_VERSIONS, GTK_MESSAGE_INFO, text, NULL, NULL);
}

/** While git is at work, files come and go. */
static void
hold_back (RedanWindow *self, const RedanGitState *state)
{
  g_autofree char *name = dup_file_name (self);
  g_autofree char *text = g_strdup_printf (
      state->busy == REDAN_GIT_MERGE
          ? _ ("Git is in the middle of a merge. “%s” was changed by it; it is read at the end.")
          : _ ("Git is at work. “%s” was changed by it; it is read at the end."),
      name);

  show_bar (self, REDAN_BAR_HELD, GTK_MESSAGE_INFO, text, _ ("_Read It Now"), "win.read-now");
}

static gboolean
is_changed (RedanWindow *self)
{
  RedanFileState state;

  return redan_document_check_file (redan_workspace_get_document (self->workspace), &state, NULL) &&
         state == REDAN_FILE_CHANGED;
}

/** A command of git is done in a moment; one that died leaves its lock, and then a person decides.
 */
static void
wait_for_lock (RedanWindow *self, const RedanGitState *state)
{
  if (!is_changed (self))
    return;
  if (self->lock_seen)
    hold_back (self, state);
  else
    redan_window_check_file_soon (self);
  self->lock_seen = TRUE;
}

static void
decide (RedanWindow *self, const RedanGitState *state)
{
  RedanDocument *document = redan_workspace_get_document (self->workspace);
  g_autofree char *key = redan_git_is_split (state) ? dup_versions_key (state) : NULL;

  if (state->busy != REDAN_GIT_IDLE || key != NULL)
    wait_for_git (self, state);
  else
    stop_watching_git (self);
  if (state->busy == REDAN_GIT_WRITING)
    {
      wait_for_lock (self, state);
      return;
    }
  self->lock_seen = FALSE;
  if (key != NULL && !is_merged (self, key) && !redan_document_is_read_only (document))
    {
      offer_versions (self, redan_document_get_path (document), key, "win.merge-versions");
      return;
    }
  if (state->busy != REDAN_GIT_IDLE && is_changed (self))
    {
      hold_back (self, state);
      return;
    }
  if (key == NULL)
    hide_bar (self, REDAN_BAR_VERSIONS);
  else if (!redan_document_is_modified (document) &&
           redan_changes_view_get_n_conflicts (self->changes_view) == 0)
    tell_to_add (self);
  follow_file (self);
}

static void
look_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  g_task_return_pointer (task, redan_git_look (task_data), (GDestroyNotify) redan_git_state_free);
}

/** Another text for whatever else is in the place of the file. */
static char *
dup_version (const char *path)
{
  struct stat status;

  if (stat (path, &status) != 0)
    return g_strdup ("");
  return g_strdup_printf ("%ju %jd %jd.%09ld", (uintmax_t) status.st_ino, (intmax_t) status.st_size,
                          (intmax_t) status.st_mtim.tv_sec, status.st_mtim.tv_nsec);
}

/** Asks git in a thread; what was asked before is not waited for. */
static void
look (RedanWindow *self, const char *path, GAsyncReadyCallback callback)
{
  g_autoptr (GTask) task = NULL;

  g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);
  self->looking = g_cancellable_new ();
  task = g_task_new (NULL, self->looking, callback, g_object_ref (self));
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, redan_git_dup_real_path (path), g_free);
  g_free (self->looked_at);
  self->looked_at = dup_version (path);
  g_task_run_in_thread (task, look_thread);
}

/** Returns: what git said, or NULL when something newer is asked for, or the window is gone. */
static RedanGitState *
take_state (RedanWindow *self, GAsyncResult *result)
{
  g_autoptr (RedanGitState) state = g_task_propagate_pointer (G_TASK (result), NULL);

  if (state == NULL || g_task_get_cancellable (G_TASK (result)) != self->looking)
    return NULL;
  g_clear_object (&self->looking);
  return g_steal_pointer (&state);
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RedanWindow) self = REDAN_WINDOW (user_data);
  g_autoptr (RedanGitState) state = take_state (self, result);
  const char *path = state != NULL && self->workspace != NULL
                         ? redan_document_get_path (redan_workspace_get_document (self->workspace))
                         : NULL;
  g_autofree char *version = path != NULL ? dup_version (path) : NULL;

  if (path == NULL)
    return;
  /* Git said what it does before it, or somebody, wrote what is in the file now. */
  if (g_strcmp0 (version, self->looked_at) != 0)
    redan_window_check_file (self);
  else
    decide (self, state);
}

void
redan_window_check_file (RedanWindow *self)
{
  const char *path = self->workspace != NULL
                         ? redan_document_get_path (redan_workspace_get_document (self->workspace))
                         : NULL;

  if (path != NULL)
    look (self, path, looked_cb);
}

/* The two versions that git holds */

static void
looked_at_unreadable_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RedanWindow) self = REDAN_WINDOW (user_data);
  g_autoptr (RedanGitState) state = take_state (self, result);
  g_autofree char *key =
      state != NULL && redan_git_is_split (state) ? dup_versions_key (state) : NULL;

  if (key == NULL)
    return;
  gtk_info_bar_set_revealed (self->notice_bar, FALSE);
  offer_versions (self, self->unreadable, key, "win.open-versions");
}

void
redan_window_offer_versions_of (RedanWindow *self, const char *path)
{
  g_free (self->unreadable);
  self->unreadable = g_strdup (path);
  look (self, path, looked_at_unreadable_cb);
}

static void
open_versions_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RedanWindow *self = REDAN_WINDOW (widget);

  hide_bar (self, REDAN_BAR_VERSIONS);
  if (self->unreadable != NULL)
    redan_window_open_as (self, REDAN_OPEN_VERSIONS, self->unreadable);
}

/** What a thread reads the two versions of. */
typedef struct
{
  RedanSchema *schema;
  char *path;
  RedanWorkspace *workspace;
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  redan_schema_unref (request->schema);
  g_object_unref (request->workspace);
  g_free (request->path);
  g_free (request);
}

static void
read_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const Request *request = task_data;
  GError *error = NULL;
  RedanVersions *versions = redan_versions_read (request->schema, request->path, &error);

  if (versions != NULL)
    g_task_return_pointer (task, versions, (GDestroyNotify) redan_versions_free);
  else
    g_task_return_error (task, error);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RedanWindow) self = REDAN_WINDOW (user_data);
  const Request *request = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autoptr (RedanVersions) versions = g_task_propagate_pointer (G_TASK (result), &error);
  guint n_conflicts = 0;
  guint before;

  if (self->workspace == NULL || request->workspace != self->workspace)
    return;
  redan_window_settle (self);
  before = get_position (self);
  if (versions == NULL || !redan_document_merge_versions (
                              redan_workspace_get_document (self->workspace), versions->ours,
                              versions->merged, _ ("Merge the two versions"), &n_conflicts, &error))
    {
      show_unreadable (self, error);
      return;
    }
  g_free (self->merged_versions);
  self->merged_versions = g_strdup (self->offered_versions);
  say_done (self, before,
            _ ("The two versions are merged here. The file is as it was until you save."));
  if (n_conflicts > 0)
    redan_window_show_conflicts_bar (self);
}

static void
merge_versions_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RedanWindow *self = REDAN_WINDOW (widget);
  RedanDocument *document =
      self->workspace != NULL ? redan_workspace_get_document (self->workspace) : NULL;
  Request *request = NULL;
  g_autoptr (GTask) task = NULL;

  if (document == NULL || redan_document_get_path (document) == NULL)
    return;
  request = g_new0 (Request, 1);
  request->schema = redan_schema_ref (redan_model_get_schema (redan_document_get_model (document)));
  request->path = redan_git_dup_real_path (redan_document_get_path (document));
  request->workspace = g_object_ref (self->workspace);
  task = g_task_new (NULL, NULL, read_cb, g_object_ref (self));
  g_task_set_task_data (task, request, request_free);
  g_task_run_in_thread (task, read_thread);
}

static void
read_now_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RedanWindow *self = REDAN_WINDOW (widget);

  hide_bar (self, REDAN_BAR_HELD);
  if (self->workspace != NULL)
    follow_file (self);
}

static void
show_conflicts_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_widget_activate_action (widget, "win.view", "s", "changes");
  redan_changes_view_reveal_conflicts (REDAN_WINDOW (widget)->changes_view);
}

/* What the page of changes compares with */

static void
base_chosen_cb (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  RedanWindow *self = REDAN_WINDOW (user_data);
  g_autofree char *path = redan_window_dup_chosen_path (dialog, response);
  g_autofree char *name = path != NULL ? dup_short_name (path) : NULL;
  g_autofree char *title = path != NULL ? g_strdup_printf (_ ("the file “%s”"), name) : NULL;

  if (path != NULL)
    redan_changes_view_compare_with (self->changes_view,
                                     redan_change_base_new (REDAN_BASE_FILE, path, title));
}

static void
choose_base_cb (RedanWindow *self)
{
  GtkFileChooser *chooser = redan_window_new_chooser (self, _ ("Compare with Another Model"),
                                                      GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Compare"));

  redan_window_begin_beside_model (self, chooser);
  g_signal_connect_object (chooser, "response", G_CALLBACK (base_chosen_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

/** The legend says since when. */
static void
studied_cb (RedanChangeStudy *study, gpointer user_data)
{
  RedanWindow *self = REDAN_WINDOW (user_data);
  const RedanChangeBase *base = redan_change_study_get_base (study);
  g_autofree char *title = redan_text_shorten (base->title, REDAN_SHORT_TEXT);
  g_autofree char *text = g_strdup_printf (_ ("Compared with %s."), title);

  redan_colour_legend_set_subject (self->legend, REDAN_COLOUR_CHANGES, text);
}

void
redan_window_versions_install (GtkWidgetClass *widget_class)
{
  static const struct
  {
    const char *name;
    GtkWidgetActionActivateFunc activate;
  } actions[] = {
    { "win.merge-versions", merge_versions_action },
    { "win.open-versions", open_versions_action },
    { "win.read-now", read_now_action },
    { "win.show-conflicts", show_conflicts_action },
  };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, NULL, actions[i].activate);
}

void
redan_window_versions_init (RedanWindow *self)
{
  g_signal_connect_object (self->changes_view, "conflicts-changed",
                           G_CALLBACK (conflicts_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->changes_view, "choose-file", G_CALLBACK (choose_base_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (redan_changes_view_get_study (self->changes_view), "changed",
                           G_CALLBACK (studied_cb), self, 0);
}

void
redan_window_versions_dispose (RedanWindow *self)
{
  g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);
  stop_watching_git (self);
  g_clear_pointer (&self->offered_versions, g_free);
  g_clear_pointer (&self->merged_versions, g_free);
  g_clear_pointer (&self->looked_at, g_free);
  g_clear_pointer (&self->unreadable, g_free);
}
