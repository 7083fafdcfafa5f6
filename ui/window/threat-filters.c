/* SPDX-License-Identifier: Apache-2.0 */
/* The bar above the threat table: search, filters, grouping, folding, and a button to add a threat.
 */

#include "ui/window/threat-filters.h"

#include <glib/gi18n-lib.h>

#include "ui/report/wording.h"
#include "ui/window/wrap-layout.h"

/** So many cards are shown before somebody asks for all: a new model must not drown its author.
 */
#define FIRST_ROWS 10

struct _RedanThreatFilters
{
  GtkWidget parent_instance;

  GtkWidget *search;
  GtkWidget *menu;
  GtkWidget *severity;
  GtkWidget *confirmed;
  GtkWidget *categories[REDAN_THREAT_N_CATEGORIES];
  GtkWidget *decisions[REDAN_N_DECISIONS];
  GtkWidget *only_diagram;
  GtkWidget *only_selected;
  GtkWidget *grouping;
  GtkWidget *all;
  GtkWidget *add;
  GtkWidget *count;
  gboolean clearing;
};

enum
{
  CHANGED,
  ADD,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RedanThreatFilters, redan_threat_filters, GTK_TYPE_WIDGET)

static gboolean
is_checked (GtkWidget *button)
{
  return gtk_check_button_get_active (GTK_CHECK_BUTTON (button));
}

static guint
get_mask (GtkWidget *const *buttons, guint n)
{
  guint mask = 0;

  for (guint i = 0; i < n; i++)
    mask |= is_checked (buttons[i]) ? 1u << i : 0;
  return mask;
}

static guint
count_filters (RedanThreatFilters *self)
{
  return (gtk_drop_down_get_selected (GTK_DROP_DOWN (self->severity)) > 0) +
         (gtk_drop_down_get_selected (GTK_DROP_DOWN (self->confirmed)) > 0) +
         (get_mask (self->categories, REDAN_THREAT_N_CATEGORIES) != 0) +
         (get_mask (self->decisions, REDAN_N_DECISIONS) != 0) + is_checked (self->only_diagram);
}

static void
changed_cb (RedanThreatFilters *self)
{
  const guint n = count_filters (self);
  g_autofree char *text = n == 0 ? g_strdup (_ ("Filter")) : g_strdup_printf (_ ("Filter (%u)"), n);

  if (self->clearing)
    return;
  gtk_menu_button_set_label (GTK_MENU_BUTTON (self->menu), text);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
clear_cb (RedanThreatFilters *self)
{
  self->clearing = TRUE;
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->severity), 0);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->confirmed), 0);
  for (guint i = 0; i < REDAN_THREAT_N_CATEGORIES; i++)
    gtk_check_button_set_active (GTK_CHECK_BUTTON (self->categories[i]), FALSE);
  for (guint i = 0; i < REDAN_N_DECISIONS; i++)
    gtk_check_button_set_active (GTK_CHECK_BUTTON (self->decisions[i]), FALSE);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->only_diagram), FALSE);
  self->clearing = FALSE;
  changed_cb (self);
}

static void
add_cb (RedanThreatFilters *self)
{
  g_signal_emit (self, signals[ADD], 0);
}

static GtkWidget *
create_heading (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "heading");
  return label;
}

static GtkWidget *
create_check (RedanThreatFilters *self, const char *title)
{
  GtkWidget *button = gtk_check_button_new_with_label (title);

  g_signal_connect_swapped (button, "toggled", G_CALLBACK (changed_cb), self);
  return button;
}

static GtkWidget *
create_choice (RedanThreatFilters *self, const char *const *titles, const char *name)
{
  GtkWidget *choice = gtk_drop_down_new_from_strings (titles);

  gtk_accessible_update_property (GTK_ACCESSIBLE (choice), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_swapped (choice, "notify::selected", G_CALLBACK (changed_cb), self);
  return choice;
}

static void
fill_checks (RedanThreatFilters *self, GtkWidget *left, GtkWidget *right)
{
  const char *categories[REDAN_THREAT_N_CATEGORIES] = {
    _ ("Spoofing"),          _ ("Tampering"),
    _ ("Repudiation"),       _ ("Information disclosure"),
    _ ("Denial of service"), _ ("Elevation of privilege"),
    _ ("Other categories")
  };

  gtk_box_append (GTK_BOX (left), create_heading (_ ("Category")));
  for (guint i = 0; i < REDAN_THREAT_N_CATEGORIES; i++)
    {
      self->categories[i] = create_check (self, categories[i]);
      gtk_box_append (GTK_BOX (left), self->categories[i]);
    }
  gtk_box_append (GTK_BOX (right), create_heading (_ ("Decision")));
  for (guint i = 0; i < REDAN_N_DECISIONS; i++)
    {
      self->decisions[i] = create_check (self, redan_decision_get_title ((RedanDecision) i));
      gtk_box_append (GTK_BOX (right), self->decisions[i]);
    }
}

static GtkWidget *
create_popover (RedanThreatFilters *self)
{
  const char *severities[] = { _ ("All severities"), _ ("Low and above"), _ ("Medium and above"),
                               _ ("High and above"), _ ("Critical only"), NULL };
  const char *confirmed[] = { _ ("Confirmed or not"), _ ("Confirmed only"), _ ("Unconfirmed only"),
                              NULL };
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9);
  GtkWidget *sides = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 18);
  GtkWidget *left = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *right = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *clear = gtk_button_new_with_label (_ ("Clear Filters"));
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->severity = create_choice (self, severities, _ ("Least severity"));
  self->confirmed = create_choice (self, confirmed, _ ("Confirmation"));
  self->only_diagram = create_check (self, _ ("On this diagram"));
  fill_checks (self, left, right);
  gtk_box_append (GTK_BOX (sides), left);
  gtk_box_append (GTK_BOX (sides), right);
  gtk_box_append (GTK_BOX (box), self->severity);
  gtk_box_append (GTK_BOX (box), self->confirmed);
  gtk_box_append (GTK_BOX (box), self->only_diagram);
  gtk_box_append (GTK_BOX (box), sides);
  gtk_box_append (GTK_BOX (box), clear);
  g_signal_connect_swapped (clear, "clicked", G_CALLBACK (clear_cb), self);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), box);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), 480);
  gtk_scrolled_window_set_propagate_natural_width (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_popover_set_child (GTK_POPOVER (popover), scrolled);
  return popover;
}

static GtkWidget *
create_toggle (RedanThreatFilters *self, const char *icon, const char *name, const char *tip)
{
  GtkWidget *button = gtk_toggle_button_new ();

  gtk_button_set_icon_name (GTK_BUTTON (button), icon);
  gtk_widget_set_tooltip_text (button, tip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_swapped (button, "toggled", G_CALLBACK (changed_cb), self);
  return button;
}

static void
create_search (RedanThreatFilters *self)
{
  self->search = gtk_search_entry_new ();
  gtk_widget_set_hexpand (self->search, TRUE);
  g_object_set (self->search, "placeholder-text", _ ("Search threats"), "width-chars", 4, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->search), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Search threats"), -1);
  g_signal_connect_swapped (self->search, "search-changed", G_CALLBACK (changed_cb), self);
}

static void
create_buttons (RedanThreatFilters *self)
{
  const char *groupings[] = { _ ("Not grouped"), _ ("By element"), _ ("By rule"),
                              _ ("By objective"), NULL };

  self->menu = gtk_menu_button_new ();
  gtk_menu_button_set_label (GTK_MENU_BUTTON (self->menu), _ ("Filter"));
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->menu), create_popover (self));
  self->grouping = create_choice (self, groupings, _ ("Group the threats"));
  self->only_selected = create_toggle (self, "find-location-symbolic", _ ("Selection only"),
                                       _ ("Only the threats of what is selected in the diagram"));
  self->all = create_toggle (self, "view-list-symbolic", _ ("Show all"),
                             _ ("Show all threats, not only the first ten"));
  self->add = gtk_button_new_from_icon_name ("list-add-symbolic");
  gtk_widget_set_tooltip_text (self->add, _ ("Add a threat to what is selected"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->add), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Add threat"), -1);
  g_signal_connect_swapped (self->add, "clicked", G_CALLBACK (add_cb), self);
}

static void
redan_threat_filters_dispose (GObject *object)
{
  GtkWidget *child = NULL;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (redan_threat_filters_parent_class)->dispose (object);
}

static void
redan_threat_filters_class_init (RedanThreatFiltersClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = redan_threat_filters_dispose;
  signals[CHANGED] = g_signal_new ("changed", REDAN_TYPE_THREAT_FILTERS, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  signals[ADD] = g_signal_new ("add", REDAN_TYPE_THREAT_FILTERS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 0);
}

static void
redan_threat_filters_init (RedanThreatFilters *self)
{
  gtk_widget_set_layout_manager (GTK_WIDGET (self), redan_wrap_layout_new (6));
  gtk_widget_add_css_class (GTK_WIDGET (self), "toolbar");
  create_search (self);
  create_buttons (self);
  self->count = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->count, "dim-label");
  gtk_widget_add_css_class (self->count, "numeric");
  /* It gives way first in a narrow window. */
  gtk_label_set_ellipsize (GTK_LABEL (self->count), PANGO_ELLIPSIZE_END);
  {
    GtkWidget *children[] = { self->search, self->menu, self->grouping, self->only_selected,
                              self->all,    self->add,  self->count };

    for (guint i = 0; i < G_N_ELEMENTS (children); i++)
      gtk_widget_set_parent (children[i], GTK_WIDGET (self));
  }
}

GtkWidget *
redan_threat_filters_new (void)
{
  return g_object_new (REDAN_TYPE_THREAT_FILTERS, NULL);
}

void
redan_threat_filters_fill (RedanThreatFilters *self, RedanThreatQuery *query)
{
  query->words = gtk_editable_get_text (GTK_EDITABLE (self->search));
  query->band = (RedanBand) gtk_drop_down_get_selected (GTK_DROP_DOWN (self->severity));
  query->confirmed =
      (RedanThreatConfirmed) gtk_drop_down_get_selected (GTK_DROP_DOWN (self->confirmed));
  query->categories = get_mask (self->categories, REDAN_THREAT_N_CATEGORIES);
  query->decisions = get_mask (self->decisions, REDAN_N_DECISIONS);
  query->grouping =
      (RedanThreatGrouping) gtk_drop_down_get_selected (GTK_DROP_DOWN (self->grouping));
  query->fold = gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->all)) ? 0 : FIRST_ROWS;
}

gboolean
redan_threat_filters_only_selected (RedanThreatFilters *self)
{
  return gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->only_selected));
}

gboolean
redan_threat_filters_only_diagram (RedanThreatFilters *self)
{
  return is_checked (self->only_diagram);
}

void
redan_threat_filters_show_all (RedanThreatFilters *self)
{
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->all), TRUE);
}

void
redan_threat_filters_set_count (RedanThreatFilters *self, const char *text)
{
  gtk_label_set_text (GTK_LABEL (self->count), text);
}

void
redan_threat_filters_focus_search (RedanThreatFilters *self)
{
  gtk_widget_grab_focus (self->search);
}

GtkWidget *
redan_threat_filters_get_add_button (RedanThreatFilters *self)
{
  return self->add;
}
