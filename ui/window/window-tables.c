/* SPDX-License-Identifier: Apache-2.0 */
/* The tables of the main window: which of them is shown, and how they share its height with the
 * diagram: side by side, folded, alone, or in turns where there is no room. */

#include "config.h"

#include "ui/window/preferences.h"
#include "ui/window/window-private.h"

/** A divider so far above its lowest place was pulled up by somebody. */
#define PULLED 12

/* Height */

/* A divider with one side only is not drawn, but GTK 4.8 would still take every press where it was
 * last. */
static void
let_divider_be_pulled (GtkPaned *paned, gboolean can_be_pulled)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (paned));

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_GESTURE_DRAG (controller))
        gtk_event_controller_set_propagation_phase (controller, can_be_pulled ? GTK_PHASE_CAPTURE
                                                                              : GTK_PHASE_NONE);
    }
}

void
redan_window_share_height (RedanWindow *self)
{
  gboolean tables = gtk_toggle_button_get_active (self->tables_toggle);

  gtk_widget_set_visible (gtk_paned_get_start_child (self->paned),
                          self->paged ? !tables : self->tables_room != REDAN_TABLES_ALONE);
  gtk_widget_set_visible (gtk_paned_get_end_child (self->paned), !self->paged || tables);
  gtk_widget_set_visible (self->views_room,
                          self->paged || self->tables_room != REDAN_TABLES_FOLDED);
  let_divider_be_pulled (self->paned,
                         gtk_widget_get_visible (gtk_paned_get_start_child (self->paned)) &&
                             gtk_widget_get_visible (gtk_paned_get_end_child (self->paned)));
}

int
redan_window_get_tables_height (RedanWindow *self)
{
  if (self->tables_room != REDAN_TABLES_SHARE)
    return self->tables_height;
  return gtk_widget_get_height (gtk_paned_get_end_child (self->paned));
}

/* What is hidden next cannot keep the focus. */
static void
move_focus (RedanWindow *self, GtkWidget *from)
{
  GtkWidget *views = GTK_WIDGET (self->views);
  GtkWidget *canvas = GTK_WIDGET (self->canvas);

  if (from == NULL)
    return;
  if (self->tables_room == REDAN_TABLES_FOLDED && gtk_widget_is_ancestor (from, views))
    gtk_widget_grab_focus (canvas);
  else if (self->tables_room == REDAN_TABLES_ALONE &&
           (from == canvas || gtk_widget_is_ancestor (from, canvas)))
    gtk_widget_child_focus (views, GTK_DIR_TAB_FORWARD);
}

/* The divider stays where it is when @pulled is true. */
static void
set_tables_room (RedanWindow *self, RedanTablesRoom room, gboolean pulled)
{
  const int height = gtk_widget_get_height (GTK_WIDGET (self->paned));
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (self));

  if (room == self->tables_room)
    return;
  if (self->tables_room == REDAN_TABLES_SHARE)
    {
      self->tables_height = redan_window_get_tables_height (self);
      self->tables_distance = height - gtk_paned_get_position (self->paned);
    }
  self->tables_room = room;
  gtk_toggle_button_set_active (self->tables_folded_toggle, room == REDAN_TABLES_FOLDED);
  gtk_toggle_button_set_active (self->tables_alone_toggle, room == REDAN_TABLES_ALONE);
  if (room == REDAN_TABLES_FOLDED)
    gtk_paned_set_position (self->paned, height);
  else if (room == REDAN_TABLES_SHARE && !pulled)
    gtk_paned_set_position (self->paned, MAX (height - self->tables_distance, 0));
  redan_window_share_height (self);
  move_focus (self, focus);
}

static void
tables_toggled_cb (GtkToggleButton *toggle, gpointer user_data)
{
  RedanWindow *self = REDAN_WINDOW (user_data);
  RedanTablesRoom room =
      toggle == self->tables_folded_toggle ? REDAN_TABLES_FOLDED : REDAN_TABLES_ALONE;

  /* Where diagram and tables take turns there is nothing to share. */
  if (self->paged)
    gtk_toggle_button_set_active (toggle, self->tables_room == room);
  else if (gtk_toggle_button_get_active (toggle))
    set_tables_room (self, room, FALSE);
  else if (self->tables_room == room)
    set_tables_room (self, REDAN_TABLES_SHARE, FALSE);
}

static void
position_changed_cb (RedanWindow *self)
{
  int most;

  g_object_get (self->paned, "max-position", &most, NULL);
  if (self->tables_room == REDAN_TABLES_FOLDED && !self->paged &&
      gtk_paned_get_position (self->paned) < most - PULLED)
    set_tables_room (self, REDAN_TABLES_SHARE, TRUE);
}

/* The tables get their height back as soon as the height of all is known, once. */
static void
max_position_changed_cb (GtkPaned *paned, GParamSpec *pspec, gpointer user_data)
{
  RedanWindow *self = REDAN_WINDOW (user_data);
  int height =
      g_settings_get_int (redan_preferences_get_default (), REDAN_PREFERENCE_TABLES_HEIGHT);
  int most;
  int least;

  g_object_get (paned, "max-position", &most, NULL);
  if (most <= 0 || most == G_MAXINT || self->paged)
    return;
  g_signal_handlers_disconnect_by_func (paned, max_position_changed_cb, user_data);
  gtk_widget_measure (gtk_paned_get_end_child (paned), GTK_ORIENTATION_VERTICAL, -1, &least, NULL,
                      NULL, NULL);
  if (height > least)
    gtk_paned_set_position (paned, MAX (most + least - height, 0));
}

/* Which of them */

void
redan_window_show_view (RedanWindow *self, const char *view)
{
  if (gtk_stack_get_child_by_name (self->views, view) == NULL)
    view = "threats";
  gtk_toggle_button_set_active (self->tables_toggle, TRUE);
  if (self->tables_room == REDAN_TABLES_FOLDED)
    set_tables_room (self, REDAN_TABLES_SHARE, FALSE);
  gtk_stack_set_visible_child_name (self->views, view);
}

void
redan_window_view_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  redan_window_show_view (REDAN_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

static void
bind_views_chooser (RedanWindow *self)
{
  g_autoptr (GtkSelectionModel) pages = gtk_stack_get_pages (self->views);
  GtkExpression *title = gtk_property_expression_new (GTK_TYPE_STACK_PAGE, NULL, "title");

  gtk_drop_down_set_expression (self->views_chooser, title);
  gtk_drop_down_set_model (self->views_chooser, G_LIST_MODEL (pages));
  gtk_expression_unref (title);
}

static void
view_shown_cb (RedanWindow *self)
{
  g_autoptr (GtkSelectionModel) pages = gtk_stack_get_pages (self->views);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (pages));

  for (guint i = 0; i < n; i++)
    if (gtk_selection_model_is_selected (pages, i))
      gtk_drop_down_set_selected (self->views_chooser, i);
  /* Somebody chose it to see it. */
  if (self->tables_room == REDAN_TABLES_FOLDED)
    set_tables_room (self, REDAN_TABLES_SHARE, FALSE);
}

static void
view_chosen_cb (RedanWindow *self)
{
  GtkStackPage *page = gtk_drop_down_get_selected_item (self->views_chooser);

  if (page != NULL)
    gtk_stack_set_visible_child (self->views, gtk_stack_page_get_child (page));
}

void
redan_window_setup_tables (RedanWindow *self)
{
  GtkLayoutManager *switcher = gtk_widget_get_layout_manager (self->views_switcher);

  /* Six names of one width would be wider than the window may ask for. */
  if (GTK_IS_BOX_LAYOUT (switcher))
    gtk_box_layout_set_homogeneous (GTK_BOX_LAYOUT (switcher), FALSE);
  bind_views_chooser (self);
  g_signal_connect_object (self->tables_toggle, "toggled", G_CALLBACK (redan_window_share_height),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->tables_folded_toggle, "toggled", G_CALLBACK (tables_toggled_cb),
                           self, 0);
  g_signal_connect_object (self->tables_alone_toggle, "toggled", G_CALLBACK (tables_toggled_cb),
                           self, 0);
  g_signal_connect_object (self->paned, "notify::position", G_CALLBACK (position_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->paned, "notify::max-position",
                           G_CALLBACK (max_position_changed_cb), self, 0);
  g_signal_connect_object (self->views, "notify::visible-child", G_CALLBACK (view_shown_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->views_chooser, "notify::selected", G_CALLBACK (view_chosen_cb),
                           self, G_CONNECT_SWAPPED);
}
