/* SPDX-License-Identifier: Apache-2.0 */
/* Chooses what to compare with. */

#include "config.h"

#include "ui/window/base-popover.h"

#include <glib/gi18n-lib.h>

#include "model/git.h"
#include "model/revision.h"
#include "ui/report/wording.h"
#include "ui/window/rows.h"

#define MAX_REVISIONS 500
#define SHORT_ID 8

struct _RedanBasePopover
{
  GtkPopover parent_instance;

  RedanWorkspace *workspace;
  GtkWidget *saved;
  GtkWidget *note;
  GtkWidget *scroller;
  GtkStringList *titles; /* one for each revision, for the list */
  GPtrArray *revisions;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (RedanBasePopover, redan_base_popover, GTK_TYPE_POPOVER)

static guint chosen_signal;
static guint choose_file_signal;

static char *
dup_date (gint64 time)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_local (time);

  return date != NULL ? g_date_time_format (date, "%Y-%m-%d %H:%M") : g_strdup ("–");
}

static char *
dup_visible (const char *text)
{
  g_autofree char *visible = redan_text_make_visible (text);

  return redan_text_shorten (visible, REDAN_SHORT_TEXT);
}

static void
choose (RedanBasePopover *self, RedanChangeBase *base)
{
  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, chosen_signal, 0, base);
}

static void
saved_cb (RedanBasePopover *self)
{
  g_autoptr (RedanChangeBase) base =
      redan_change_base_new (REDAN_BASE_SAVED, NULL, _ ("the last saved state"));

  choose (self, base);
}

static void
file_cb (RedanBasePopover *self)
{
  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, choose_file_signal, 0);
}

static void
activated_cb (GtkListView *list, guint position, gpointer user_data)
{
  RedanBasePopover *self = user_data;
  const RedanRevision *revision =
      position < self->revisions->len ? self->revisions->pdata[position] : NULL;
  g_autoptr (RedanChangeBase) base = NULL;
  g_autofree char *date = NULL;
  g_autofree char *subject = NULL;
  g_autofree char *title = NULL;
  g_autofree char *name = NULL;

  if (revision == NULL)
    return;
  name = redan_revision_dup_name (revision);
  date = dup_date (revision->time);
  subject = dup_visible (revision->subject);
  title = g_strdup_printf (_ ("revision %.*s of %s: %s"), SHORT_ID, revision->id, date, subject);
  base = redan_change_base_new (REDAN_BASE_REVISION, name, title);
  choose (self, base);
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  for (guint i = 0; i < 2; i++)
    {
      GtkWidget *label = gtk_label_new (NULL);

      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_box_append (GTK_BOX (box), label);
    }
  gtk_widget_add_css_class (gtk_widget_get_last_child (box), "dim-label");
  gtk_widget_add_css_class (gtk_widget_get_last_child (box), "caption");
  gtk_list_item_set_child (item, box);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  RedanBasePopover *self = user_data;
  GtkWidget *box = gtk_list_item_get_child (item);
  const RedanRevision *revision = self->revisions->pdata[gtk_list_item_get_position (item)];
  g_autofree char *date = dup_date (revision->time);
  g_autofree char *author = dup_visible (revision->author);
  g_autofree char *subject = dup_visible (revision->subject);
  g_autofree char *detail =
      g_strdup_printf ("%s · %s · %.*s", date, author, SHORT_ID, revision->id);

  gtk_label_set_text (GTK_LABEL (gtk_widget_get_first_child (box)), subject);
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_last_child (box)), detail);
}

/* The history */

static void
show_revisions (RedanBasePopover *self, GPtrArray *revisions)
{
  const guint old = g_list_model_get_n_items (G_LIST_MODEL (self->titles));
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) titles = NULL;

  for (guint i = 0; i < revisions->len; i++)
    g_strv_builder_add (builder, ((const RedanRevision *) revisions->pdata[i])->subject);
  titles = g_strv_builder_end (builder);
  /* Rows that are bound read the new revisions, so that the old rows go first. */
  gtk_string_list_splice (self->titles, 0, old, NULL);
  g_ptr_array_unref (self->revisions);
  self->revisions = revisions;
  gtk_string_list_splice (self->titles, 0, 0, (const char *const *) titles);
  gtk_widget_set_visible (self->scroller, revisions->len > 0);
}

static void
list_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  g_task_return_pointer (task, redan_revision_list (task_data, MAX_REVISIONS),
                         (GDestroyNotify) g_ptr_array_unref);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RedanBasePopover) self = REDAN_BASE_POPOVER (user_data);
  GPtrArray *revisions = g_task_propagate_pointer (G_TASK (result), NULL);

  if (revisions == NULL)
    return;
  if (g_task_get_cancellable (G_TASK (result)) != self->cancellable)
    {
      g_ptr_array_unref (revisions);
      return;
    }
  gtk_label_set_text (GTK_LABEL (self->note), revisions->len > 0
                                                  ? _ ("History of the file in git")
                                                  : _ ("Git has no history of this file."));
  show_revisions (self, revisions);
}

static void
read_history (RedanBasePopover *self)
{
  RedanDocument *document = redan_workspace_get_document (self->workspace);
  const char *path = redan_document_get_path (document);
  g_autoptr (GTask) task = NULL;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  gtk_widget_set_sensitive (self->saved, redan_document_get_saved_model (document) != NULL);
  if (path == NULL)
    {
      gtk_label_set_text (GTK_LABEL (self->note), _ ("The model is in no file yet."));
      show_revisions (self, g_ptr_array_new ());
      return;
    }
  gtk_label_set_text (GTK_LABEL (self->note), _ ("Reading the history…"));
  self->cancellable = g_cancellable_new ();
  task = g_task_new (NULL, self->cancellable, listed_cb, g_object_ref (self));
  g_task_set_task_data (task, redan_git_dup_real_path (path), g_free);
  g_task_run_in_thread (task, list_thread);
}

static void
redan_base_popover_show (GtkWidget *widget)
{
  RedanBasePopover *self = REDAN_BASE_POPOVER (widget);

  if (self->workspace != NULL)
    read_history (self);
  GTK_WIDGET_CLASS (redan_base_popover_parent_class)->show (widget);
}

static void
redan_base_popover_dispose (GObject *object)
{
  RedanBasePopover *self = REDAN_BASE_POPOVER (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (redan_base_popover_parent_class)->dispose (object);
}

static void
redan_base_popover_finalize (GObject *object)
{
  g_ptr_array_unref (REDAN_BASE_POPOVER (object)->revisions);
  G_OBJECT_CLASS (redan_base_popover_parent_class)->finalize (object);
}

static void
redan_base_popover_class_init (RedanBasePopoverClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = redan_base_popover_dispose;
  G_OBJECT_CLASS (klass)->finalize = redan_base_popover_finalize;
  GTK_WIDGET_CLASS (klass)->show = redan_base_popover_show;
  chosen_signal = g_signal_new ("chosen", REDAN_TYPE_BASE_POPOVER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  choose_file_signal = g_signal_new ("choose-file", REDAN_TYPE_BASE_POPOVER, G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static GtkWidget *
add_button (GtkWidget *box, const char *label, GCallback callback, RedanBasePopover *self)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_widget_add_css_class (button, "flat");
  gtk_label_set_xalign (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))), 0);
  g_signal_connect_object (button, "clicked", callback, self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), button);
  return button;
}

static GtkWidget *
create_list (RedanBasePopover *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkSelectionModel *selection = NULL;
  GtkWidget *list = NULL;

  self->titles = gtk_string_list_new (NULL);
  selection = GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (self->titles)));
  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, 0);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, 0);
  list = gtk_list_view_new (selection, factory);
  gtk_list_view_set_single_click_activate (GTK_LIST_VIEW (list), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Revisions"), -1);
  gtk_widget_add_css_class (list, "navigation-sidebar");
  g_signal_connect_object (list, "activate", G_CALLBACK (activated_cb), self, 0);
  return list;
}

static void
redan_base_popover_init (RedanBasePopover *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  self->revisions = g_ptr_array_new ();
  self->saved = add_button (box, _ ("The Last _Saved State"), G_CALLBACK (saved_cb), self);
  add_button (box, _ ("Another _File…"), G_CALLBACK (file_cb), self);
  self->note = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->note), 0);
  gtk_label_set_wrap (GTK_LABEL (self->note), TRUE);
  gtk_widget_add_css_class (self->note, "dim-label");
  gtk_widget_add_css_class (self->note, "base-note");
  gtk_box_append (GTK_BOX (box), self->note);
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), create_list (self));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (self->scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (self->scroller), 300);
  gtk_widget_set_size_request (self->scroller, 340, -1);
  gtk_widget_set_visible (self->scroller, FALSE);
  gtk_box_append (GTK_BOX (box), self->scroller);
  gtk_popover_set_child (GTK_POPOVER (self), box);
  gtk_widget_add_css_class (GTK_WIDGET (self), "menu");
}

GtkWidget *
redan_base_popover_new (void)
{
  return g_object_new (REDAN_TYPE_BASE_POPOVER, NULL);
}

void
redan_base_popover_set_workspace (RedanBasePopover *self, RedanWorkspace *workspace)
{
  g_set_object (&self->workspace, workspace);
}
