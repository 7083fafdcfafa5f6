/* SPDX-License-Identifier: Apache-2.0 */
/* A bar that shows what is being written in a thread, with a way to stop it; only what takes a
 * while is shown. */

#include "config.h"

#include "ui/window/job-bar.h"

#include <glib/gi18n-lib.h>

#include "model/canonical-writer.h"

/** What is done sooner is not worth telling. */
#define PATIENCE_MS 500
#define PULSE_MS 80

struct _RedanJobBar
{
  GtkWidget parent_instance;

  GtkWidget *revealer;
  GtkLabel *label;
  GtkProgressBar *progress;
  GtkWidget *button;
  GPtrArray *tasks; /* GTask, the newest last */
  guint timeout;
};

G_DEFINE_FINAL_TYPE (RedanJobBar, redan_job_bar, GTK_TYPE_WIDGET)

static GQuark
get_text_quark (void)
{
  return g_quark_from_static_string ("redan-job-text");
}

static void
stop_pulse (RedanJobBar *self)
{
  g_clear_handle_id (&self->timeout, g_source_remove);
}

static gboolean
pulse_cb (gpointer user_data)
{
  gtk_progress_bar_pulse (REDAN_JOB_BAR (user_data)->progress);
  return G_SOURCE_CONTINUE;
}

static void
show_newest (RedanJobBar *self)
{
  GTask *task = g_ptr_array_index (self->tasks, self->tasks->len - 1);

  gtk_label_set_text (self->label, g_object_get_qdata (G_OBJECT (task), get_text_quark ()));
}

static gboolean
patience_ended_cb (gpointer user_data)
{
  RedanJobBar *self = REDAN_JOB_BAR (user_data);

  show_newest (self);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->revealer), TRUE);
  self->timeout = g_timeout_add (PULSE_MS, pulse_cb, self);
  return G_SOURCE_REMOVE;
}

static void
completed_cb (GObject *task, GParamSpec *pspec, gpointer user_data)
{
  RedanJobBar *self = REDAN_JOB_BAR (user_data);

  g_ptr_array_remove (self->tasks, task);
  if (self->tasks->len > 0)
    {
      show_newest (self);
      return;
    }
  stop_pulse (self);
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->revealer), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

static void
clicked_cb (RedanJobBar *self)
{
  if (self->tasks->len > 0)
    g_cancellable_cancel (
        g_task_get_cancellable (g_ptr_array_index (self->tasks, self->tasks->len - 1)));
}

void
redan_job_bar_run (RedanJobBar *self, const char *text, GTask *task, GTaskThreadFunc thread)
{
  g_object_set_qdata_full (G_OBJECT (task), get_text_quark (), g_strdup (text), g_free);
  g_ptr_array_add (self->tasks, g_object_ref (task));
  g_signal_connect_object (task, "notify::completed", G_CALLBACK (completed_cb), self, 0);
  if (self->timeout == 0)
    self->timeout = g_timeout_add (PATIENCE_MS, patience_ended_cb, self);
  g_task_set_return_on_cancel (task, TRUE);
  g_task_run_in_thread (task, thread);
}

/* From here on the task is not to be cancelled; FALSE when it was, and has returned. */
static gboolean
begin_writing (GTask *task)
{
  if (!g_task_set_return_on_cancel (task, FALSE))
    return FALSE;
  /* What was written is told of, also when the button was pressed meanwhile. */
  g_task_set_check_cancellable (task, FALSE);
  return TRUE;
}

void
redan_job_bar_write (GTask *task, GBytes *bytes, const char *path, GError *error)
{
  if (!begin_writing (task))
    g_clear_error (&error);
  else if (bytes == NULL || !redan_file_replace (path, bytes, &error))
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

/** The window knows its bar: those who have work done do not know the window. */
static void
redan_job_bar_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (redan_job_bar_parent_class)->root (widget);
  g_object_set_data (G_OBJECT (gtk_widget_get_root (widget)), "redan-job-bar", widget);
}

static void
redan_job_bar_unroot (GtkWidget *widget)
{
  g_object_set_data (G_OBJECT (gtk_widget_get_root (widget)), "redan-job-bar", NULL);
  GTK_WIDGET_CLASS (redan_job_bar_parent_class)->unroot (widget);
}

RedanJobBar *
redan_job_bar_find (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);

  return root != NULL ? g_object_get_data (G_OBJECT (root), "redan-job-bar") : NULL;
}

static void
redan_job_bar_dispose (GObject *object)
{
  RedanJobBar *self = REDAN_JOB_BAR (object);

  stop_pulse (self);
  g_clear_pointer (&self->revealer, gtk_widget_unparent);
  G_OBJECT_CLASS (redan_job_bar_parent_class)->dispose (object);
}

static void
redan_job_bar_finalize (GObject *object)
{
  g_ptr_array_unref (REDAN_JOB_BAR (object)->tasks);
  G_OBJECT_CLASS (redan_job_bar_parent_class)->finalize (object);
}

static void
redan_job_bar_class_init (RedanJobBarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = redan_job_bar_dispose;
  G_OBJECT_CLASS (klass)->finalize = redan_job_bar_finalize;
  GTK_WIDGET_CLASS (klass)->root = redan_job_bar_root;
  GTK_WIDGET_CLASS (klass)->unroot = redan_job_bar_unroot;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
redan_job_bar_init (RedanJobBar *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);

  self->tasks = g_ptr_array_new_with_free_func (g_object_unref);
  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->label, 0);
  gtk_label_set_ellipsize (self->label, PANGO_ELLIPSIZE_MIDDLE);
  self->progress = GTK_PROGRESS_BAR (gtk_progress_bar_new ());
  self->button = gtk_button_new_with_mnemonic (_ ("_Cancel"));
  gtk_widget_set_valign (self->button, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (texts), GTK_WIDGET (self->label));
  gtk_box_append (GTK_BOX (texts), GTK_WIDGET (self->progress));
  gtk_box_append (GTK_BOX (box), texts);
  gtk_box_append (GTK_BOX (box), self->button);
  gtk_widget_add_css_class (box, "job-bar");
  self->revealer = gtk_revealer_new ();
  gtk_revealer_set_child (GTK_REVEALER (self->revealer), box);
  gtk_widget_set_parent (self->revealer, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  g_signal_connect_object (self->button, "clicked", G_CALLBACK (clicked_cb), self,
                           G_CONNECT_SWAPPED);
}
