/* SPDX-License-Identifier: Apache-2.0 */
/* The history of a document as a list: where it is, and a click to go elsewhere. */

#include "config.h"

#include "ui/window/history-popover.h"

#include <glib/gi18n-lib.h>

#include "ui/report/wording.h"
#include "ui/window/rows.h"

struct _RedanHistoryPopover
{
  GtkPopover parent_instance;

  RedanWorkspace *workspace;
  GtkListView *list;
  GtkStringList *positions; /* what was read when it was shown: the beginning, then each command */
  guint position;
  gint64 saved;
};

G_DEFINE_FINAL_TYPE (RedanHistoryPopover, redan_history_popover, GTK_TYPE_POPOVER)

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *mark = gtk_image_new ();
  GtkWidget *label = gtk_label_new (NULL);
  GtkWidget *saved = gtk_label_new (_ ("saved"));

  gtk_image_set_pixel_size (GTK_IMAGE (mark), 16);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (saved, "dim-label");
  gtk_widget_add_css_class (saved, "caption");
  gtk_box_append (GTK_BOX (box), mark);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), saved);
  gtk_list_item_set_child (item, box);
}

/** What is done stands out against what could be done again. */
static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  RedanHistoryPopover *self = user_data;
  GtkWidget *mark = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  GtkWidget *label = gtk_widget_get_next_sibling (mark);
  GtkWidget *saved = gtk_widget_get_next_sibling (label);
  guint position = gtk_list_item_get_position (item);

  gtk_label_set_text (GTK_LABEL (label),
                      gtk_string_object_get_string (gtk_list_item_get_item (item)));
  gtk_image_set_from_icon_name (GTK_IMAGE (mark),
                                position == self->position ? "object-select-symbolic" : NULL);
  gtk_widget_set_visible (saved, (gint64) position == self->saved);
  if (position > self->position)
    gtk_widget_add_css_class (label, "dim-label");
  else
    gtk_widget_remove_css_class (label, "dim-label");
}

static void
activated_cb (GtkListView *list, guint position, gpointer user_data)
{
  RedanHistoryPopover *self = user_data;

  gtk_popover_popdown (GTK_POPOVER (self));
  if (self->workspace != NULL)
    redan_workspace_move_to (self->workspace, position);
}

static void
read_history (RedanHistoryPopover *self)
{
  RedanDocument *document = redan_workspace_get_document (self->workspace);
  guint n = redan_document_get_n_commands (document, &self->position);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) labels = NULL;

  self->saved = redan_document_get_saved_position (document);
  g_strv_builder_add (builder, _ ("Beginning"));
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *visible =
          redan_text_make_visible (redan_document_get_command_label (document, i));
      g_autofree char *shown = redan_text_shorten (visible, REDAN_SHORT_TEXT);

      g_strv_builder_add (builder, shown);
    }
  labels = g_strv_builder_end (builder);
  gtk_string_list_splice (self->positions, 0,
                          g_list_model_get_n_items (G_LIST_MODEL (self->positions)),
                          (const char *const *) labels);
}

static gboolean
reveal_position (gpointer user_data)
{
  RedanHistoryPopover *self = user_data;

  gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", self->position);
  return G_SOURCE_REMOVE;
}

static void
redan_history_popover_show (GtkWidget *widget)
{
  RedanHistoryPopover *self = REDAN_HISTORY_POPOVER (widget);

  if (self->workspace != NULL)
    read_history (self);
  GTK_WIDGET_CLASS (redan_history_popover_parent_class)->show (widget);
  gtk_widget_grab_focus (GTK_WIDGET (self->list));
  /* Rows have a place only after they were laid out. */
  g_idle_add_full (G_PRIORITY_LOW, reveal_position, g_object_ref (self), g_object_unref);
}

static void
redan_history_popover_dispose (GObject *object)
{
  g_clear_object (&REDAN_HISTORY_POPOVER (object)->workspace);
  G_OBJECT_CLASS (redan_history_popover_parent_class)->dispose (object);
}

static void
redan_history_popover_class_init (RedanHistoryPopoverClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = redan_history_popover_dispose;
  GTK_WIDGET_CLASS (klass)->show = redan_history_popover_show;
}

static void
redan_history_popover_init (RedanHistoryPopover *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkSelectionModel *selection = NULL;

  self->positions = gtk_string_list_new (NULL);
  selection = GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (self->positions)));
  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, 0);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, 0);
  self->list = GTK_LIST_VIEW (gtk_list_view_new (selection, factory));
  gtk_list_view_set_single_click_activate (self->list, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("History"), -1);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "navigation-sidebar");
  g_signal_connect_object (self->list, "activate", G_CALLBACK (activated_cb), self, 0);

  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->list));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), 360);
  gtk_widget_set_size_request (scroller, 300, -1);
  gtk_popover_set_child (GTK_POPOVER (self), scroller);
  gtk_widget_add_css_class (GTK_WIDGET (self), "menu");
}

void
redan_history_popover_set_workspace (RedanHistoryPopover *self, RedanWorkspace *workspace)
{
  g_set_object (&self->workspace, workspace);
}
