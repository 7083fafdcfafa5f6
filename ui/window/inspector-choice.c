/* SPDX-License-Identifier: Apache-2.0 */
/* A button that shows what is chosen and opens a list of options, with a search when it is long. */

#include "ui/window/inspector-choice.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ui/window/rows.h"

/* From this many options on the list has a search. */
#define SEARCH_OPTIONS 10
#define MAX_LIST_HEIGHT 340
#define LIST_WIDTH 200

typedef struct
{
  char *title;
  char *folded;
  gboolean chosen;
} Option;

struct _RedanChoice
{
  GtkWidget parent_instance;

  char *name;
  GArray *options;
  gboolean multiple;
  GtkWidget *button;
  GtkWidget *label;
  GtkWidget *list;   /* of the open popover; weak */
  GtkWidget *search; /* weak */
};

G_DEFINE_FINAL_TYPE (RedanChoice, redan_choice, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_OPENING,
  SIGNAL_CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
clear_option (gpointer data)
{
  Option *option = data;

  g_free (option->title);
  g_free (option->folded);
}

static Option *
get_option (RedanChoice *self, guint position)
{
  return &g_array_index (self->options, Option, position);
}

static guint
get_position (GtkListBoxRow *row)
{
  return GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (row), "position"));
}

static void
mark_row (RedanChoice *self, GtkListBoxRow *row)
{
  const Option *option = get_option (self, get_position (row));
  GtkWidget *mark = g_object_get_data (G_OBJECT (row), "mark");

  gtk_widget_set_opacity (mark, option->chosen ? 1 : 0);
  gtk_accessible_update_state (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_STATE_SELECTED, option->chosen,
                               -1);
}

static GtkWidget *
create_row (RedanChoice *self, guint position)
{
  const Option *option = get_option (self, position);
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (option->title);
  GtkWidget *mark = gtk_image_new_from_icon_name ("object-select-symbolic");

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 40);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), mark);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  g_object_set_data (G_OBJECT (row), "position", GUINT_TO_POINTER (position));
  g_object_set_data (G_OBJECT (row), "mark", mark);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  option->title, -1);
  mark_row (self, GTK_LIST_BOX_ROW (row));
  return row;
}

static void
row_activated_cb (GtkListBox *list, GtkListBoxRow *row, RedanChoice *self)
{
  const guint position = get_position (row);

  if (!self->multiple)
    gtk_menu_button_popdown (GTK_MENU_BUTTON (self->button));
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, position);
}

static gboolean
filter_row (GtkListBoxRow *row, gpointer user_data)
{
  RedanChoice *self = user_data;
  g_autofree char *wanted = NULL;

  if (self->search == NULL)
    return TRUE;
  wanted = g_utf8_casefold (gtk_editable_get_text (GTK_EDITABLE (self->search)), -1);
  return strstr (get_option (self, get_position (row))->folded, wanted) != NULL;
}

static void
search_changed_cb (GtkWidget *search, RedanChoice *self)
{
  if (self->list != NULL)
    gtk_list_box_invalidate_filter (GTK_LIST_BOX (self->list));
}

/** Enter in the search takes the first option that is left. */
static void
search_activated_cb (GtkWidget *search, RedanChoice *self)
{
  GtkListBoxRow *row = NULL;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), i)) != NULL; i++)
    if (gtk_widget_get_child_visible (GTK_WIDGET (row)))
      {
        row_activated_cb (GTK_LIST_BOX (self->list), row, self);
        return;
      }
}

static void
opened_cb (GtkWidget *popover, RedanChoice *self)
{
  GtkListBoxRow *row = NULL;

  if (self->search != NULL)
    {
      gtk_widget_grab_focus (self->search);
      return;
    }
  for (int i = 0; (row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), i)) != NULL; i++)
    if (i == 0 || get_option (self, get_position (row))->chosen)
      gtk_widget_grab_focus (GTK_WIDGET (row));
}

static void
set_weak (GtkWidget **place, GtkWidget *widget)
{
  g_set_weak_pointer (place, widget);
}

static GtkWidget *
create_list (RedanChoice *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *list = gtk_list_box_new ();

  set_weak (&self->list, list);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  for (guint i = 0; i < self->options->len; i++)
    gtk_list_box_append (GTK_LIST_BOX (list), create_row (self, i));
  gtk_list_box_set_filter_func (GTK_LIST_BOX (list), filter_row, self, NULL);
  g_signal_connect_object (list, "row-activated", G_CALLBACK (row_activated_cb), self, 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, self->name,
                                  -1);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), MAX_LIST_HEIGHT);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_propagate_natural_width (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), list);
  return scrolled;
}

static void
create_popover (GtkMenuButton *button, gpointer user_data)
{
  RedanChoice *self = REDAN_CHOICE (user_data);
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  g_signal_emit (self, signals[SIGNAL_OPENING], 0);
  set_weak (&self->search, NULL);
  gtk_widget_set_size_request (box, LIST_WIDTH, -1);
  if (self->options->len >= SEARCH_OPTIONS)
    {
      set_weak (&self->search, gtk_search_entry_new ());
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->search), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      _ ("Search"), -1);
      g_signal_connect_object (self->search, "changed", G_CALLBACK (search_changed_cb), self, 0);
      g_signal_connect_object (self->search, "activate", G_CALLBACK (search_activated_cb), self, 0);
      g_signal_connect_object (self->search, "stop-search", G_CALLBACK (gtk_popover_popdown),
                               popover, G_CONNECT_SWAPPED);
      gtk_box_append (GTK_BOX (box), self->search);
    }
  gtk_box_append (GTK_BOX (box), create_list (self));
  gtk_widget_add_css_class (popover, "menu");
  gtk_widget_add_css_class (popover, "choice");
  gtk_popover_set_child (GTK_POPOVER (popover), box);
  g_signal_connect_object (popover, "map", G_CALLBACK (opened_cb), self, G_CONNECT_AFTER);
  gtk_menu_button_set_popover (button, popover);
}

static void
redan_choice_dispose (GObject *object)
{
  RedanChoice *self = REDAN_CHOICE (object);

  set_weak (&self->list, NULL);
  set_weak (&self->search, NULL);
  g_clear_pointer (&self->button, gtk_widget_unparent);
  G_OBJECT_CLASS (redan_choice_parent_class)->dispose (object);
}

static void
redan_choice_finalize (GObject *object)
{
  RedanChoice *self = REDAN_CHOICE (object);

  g_array_unref (self->options);
  g_free (self->name);
  G_OBJECT_CLASS (redan_choice_parent_class)->finalize (object);
}

static gboolean
redan_choice_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (REDAN_CHOICE (widget)->button);
}

static void
redan_choice_class_init (RedanChoiceClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = redan_choice_dispose;
  G_OBJECT_CLASS (klass)->finalize = redan_choice_finalize;
  widget_class->grab_focus = redan_choice_grab_focus;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  signals[SIGNAL_OPENING] = g_signal_new ("opening", REDAN_TYPE_CHOICE, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", REDAN_TYPE_CHOICE, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
redan_choice_init (RedanChoice *self)
{
  self->options = g_array_new (FALSE, TRUE, sizeof (Option));
  g_array_set_clear_func (self->options, clear_option);
  self->label = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (self->label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (self->label, TRUE);
  self->button = gtk_menu_button_new ();
  gtk_menu_button_set_child (GTK_MENU_BUTTON (self->button), self->label);
  gtk_menu_button_set_always_show_arrow (GTK_MENU_BUTTON (self->button), TRUE);
  /* The button would put text and arrow into its middle. */
  gtk_widget_set_halign (gtk_widget_get_parent (self->label), GTK_ALIGN_FILL);
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (self->button), create_popover, self,
                                         NULL);
  gtk_widget_add_css_class (self->button, "choice");
  gtk_widget_set_parent (self->button, GTK_WIDGET (self));
}

GtkWidget *
redan_choice_new (const char *name)
{
  RedanChoice *self = g_object_new (REDAN_TYPE_CHOICE, NULL);

  self->name = g_strdup (name);
  return GTK_WIDGET (self);
}

void
redan_choice_set_options (RedanChoice *self, const char *const *titles, guint n)
{
  g_array_set_size (self->options, 0);
  for (guint i = 0; i < n; i++)
    {
      const Option option = { redan_text_shorten (titles[i], REDAN_SHORT_TEXT),
                              g_utf8_casefold (titles[i], -1), FALSE };

      g_array_append_val (self->options, option);
    }
}

void
redan_choice_set_multiple (RedanChoice *self, gboolean multiple)
{
  self->multiple = multiple;
}

void
redan_choice_set_chosen (RedanChoice *self, guint position, gboolean chosen)
{
  GtkListBoxRow *row = NULL;

  g_return_if_fail (position < self->options->len);
  get_option (self, position)->chosen = chosen;
  row = self->list != NULL
            ? gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), (int) position)
            : NULL;
  if (row != NULL)
    mark_row (self, row);
}

void
redan_choice_show (RedanChoice *self, const char *text, gboolean dim)
{
  g_autofree char *shown = redan_text_shorten (text, REDAN_SHORT_TEXT);
  g_autofree char *said = g_strdup_printf (_ ("%s: %s"), self->name, shown);

  if (g_strcmp0 (gtk_label_get_text (GTK_LABEL (self->label)), shown) != 0)
    {
      gtk_label_set_text (GTK_LABEL (self->label), shown);
      gtk_widget_set_tooltip_text (self->button, shown);
    }
  if (dim)
    gtk_widget_add_css_class (self->label, "elsewhere");
  else
    gtk_widget_remove_css_class (self->label, "elsewhere");
  /* The part of a menu button that takes the focus is the toggle button inside. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_first_child (self->button)),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, said, -1);
}
