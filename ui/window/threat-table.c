/* SPDX-License-Identifier: Apache-2.0 */
/* The table of threats: search, filters, groups, decisions by single keys; a chosen threat is the
 * selection of the workspace. */

#include <glib/gi18n-lib.h>

#include "ui/window/threat-columns.h"
#include "ui/window/threat-table-private.h"

/** More objects than this are not selected in the diagram with their threats: nobody could tell
 * them apart there. */
#define MAX_SELECTED_OBJECTS 200

G_DEFINE_FINAL_TYPE (RedanThreatTable, redan_threat_table, GTK_TYPE_WIDGET)

static void
update_count (RedanThreatTable *self)
{
  const RedanAnalysis *analysis = redan_threat_list_get_analysis (self->list);
  const RedanThreatRows *rows = redan_threat_list_get_rows (self->list);
  const guint all = analysis != NULL ? analysis->threats->len : 0;
  const guint shown = rows != NULL ? rows->n_matches : 0;
  g_autofree char *text = shown == all
                              ? g_strdup_printf (ngettext ("%u threat", "%u threats", all), all)
                              : g_strdup_printf (_ ("%u of %u threats"), shown, all);

  redan_threat_filters_set_count (self->filters, text);
}

/** GtkColumnView has no way to scroll before 4.12, but the list inside it has. */
static void
scroll_to (RedanThreatTable *self, guint position)
{
  if (position >= g_list_model_get_n_items (G_LIST_MODEL (self->list)))
    return;
  for (GtkWidget *child = gtk_widget_get_first_child (self->view); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_LIST_VIEW (child))
      gtk_widget_activate_action (child, "list.scroll-to-item", "u", position);
}

/* ---- the selection ---- */

/** Several threats select what they stand on; the details then show what these have in common. */
static void
select_objects (RedanThreatTable *self, const GArray *threats)
{
  const RedanAnalysis *analysis = redan_threat_list_get_analysis (self->list);
  g_autoptr (GHashTable) seen = g_hash_table_new (redan_id_hash, redan_id_equal);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (RedanId));

  for (guint i = 0; i < threats->len && ids->len <= MAX_SELECTED_OBJECTS; i++)
    {
      const RedanObject *object = redan_threat_get_object (
          analysis->facts,
          &g_array_index (analysis->threats, RedanThreat, g_array_index (threats, guint32, i)));

      if (object != NULL && g_hash_table_add (seen, (gpointer) &object->id))
        g_array_append_val (ids, object->id);
    }
  if (ids->len > MAX_SELECTED_OBJECTS)
    g_array_set_size (ids, 0);
  redan_workspace_select_objects (self->workspace, (const RedanId *) (gpointer) ids->data,
                                  ids->len);
}

/** The number that a listed threat has in the analysis of the workspace, which may be newer than
 * the list; G_MAXUINT when it is gone. */
static guint
find_in_workspace (RedanThreatTable *self, guint32 listed)
{
  const RedanAnalysis *analysis = redan_threat_list_get_analysis (self->list);
  const RedanAnalysis *newest = redan_workspace_get_analysis (self->workspace);
  const RedanThreat *threat = &g_array_index (analysis->threats, RedanThreat, listed);
  g_autofree char *id = NULL;

  if (analysis == newest)
    return listed;
  id = redan_threat_dup_id (analysis->facts, threat);
  threat = redan_analysis_find (newest, id);
  return threat != NULL ? (guint) (threat - (const RedanThreat *) (gpointer) newest->threats->data)
                        : G_MAXUINT;
}

static void
list_selection_cb (RedanThreatTable *self)
{
  const guint n = redan_threat_list_get_n_selected (self->list);
  g_autoptr (GArray) threats = NULL;

  redan_threat_table_update_decisions (self);
  if (self->following || self->workspace == NULL ||
      redan_threat_list_get_analysis (self->list) == NULL)
    return;
  threats = redan_threat_list_dup_selected (self->list);
  self->following = TRUE;
  if (n == 1)
    {
      const guint32 listed = g_array_index (threats, guint32, 0);
      const guint index = find_in_workspace (self, listed);

      self->cursor = redan_threat_list_find (self->list, listed);
      if (index != G_MAXUINT)
        redan_workspace_select_threat (self->workspace, index);
    }
  else if (n > 1)
    select_objects (self, threats);
  else if (redan_workspace_get_selected_threat (self->workspace) != G_MAXUINT)
    redan_workspace_select_object (self->workspace, NULL);
  self->following = FALSE;
}

static void
choose (RedanThreatTable *self, guint position)
{
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->list), position, TRUE);
  self->cursor = position;
  scroll_to (self, position);
}

/** Brings the row of the threat that was chosen elsewhere into view. */
static void
follow_selection (RedanThreatTable *self)
{
  const guint index =
      self->workspace != NULL ? redan_workspace_get_selected_threat (self->workspace) : G_MAXUINT;
  guint position = G_MAXUINT;

  if (self->following ||
      (self->workspace != NULL && redan_threat_list_get_analysis (self->list) !=
                                      redan_workspace_get_analysis (self->workspace)))
    return;
  if (index != G_MAXUINT)
    {
      position = redan_threat_list_find (self->list, index);
      if (position == G_MAXUINT && redan_threat_list_get_rows (self->list)->n_folded > 0)
        {
          redan_threat_filters_show_all (self->filters);
          position = redan_threat_list_find (self->list, index);
        }
    }
  if (position != G_MAXUINT && redan_threat_list_get_n_selected (self->list) == 1 &&
      gtk_selection_model_is_selected (GTK_SELECTION_MODEL (self->list), position))
    return;
  self->following = TRUE;
  if (position != G_MAXUINT)
    choose (self, position);
  else
    gtk_selection_model_unselect_all (GTK_SELECTION_MODEL (self->list));
  self->following = FALSE;
}

/* ---- what is listed ---- */

static GHashTable *
list_selected_objects (RedanThreatTable *self)
{
  guint n;
  const RedanId *ids = redan_workspace_get_selection (self->workspace, &n);
  GHashTable *objects =
      n > 0 ? g_hash_table_new_full (redan_id_hash, redan_id_equal, g_free, NULL) : NULL;

  for (guint i = 0; i < n; i++)
    g_hash_table_add (objects, g_memdup2 (&ids[i], sizeof ids[i]));
  return objects;
}

static gboolean
is_same_set (GHashTable *a, GHashTable *b)
{
  GHashTableIter iter;
  gpointer key;

  if (a == NULL || b == NULL || g_hash_table_size (a) != g_hash_table_size (b))
    return a == b;
  g_hash_table_iter_init (&iter, a);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (!g_hash_table_contains (b, key))
      return FALSE;
  return TRUE;
}

/** Asks for what the bar, the heads of the columns and the selection say. */
static void
ask (RedanThreatTable *self)
{
  RedanThreatQuery query = { 0 };
  g_autoptr (GHashTable) objects = NULL;

  redan_threat_filters_fill (self->filters, &query);
  redan_threat_columns_get_order (GTK_COLUMN_VIEW (self->view), self->list, &query.sort,
                                  &query.descending);
  if (self->workspace != NULL && redan_threat_filters_only_selected (self->filters))
    query.objects = objects = list_selected_objects (self);
  if (self->workspace != NULL && redan_threat_filters_only_diagram (self->filters) &&
      redan_workspace_get_diagram_id (self->workspace) != NULL)
    query.diagram = *redan_workspace_get_diagram_id (self->workspace);
  self->following = TRUE;
  redan_threat_list_set_query (self->list, &query);
  self->following = FALSE;
  update_count (self);
}

static void
query_changed_cb (RedanThreatTable *self)
{
  const guint selected =
      self->workspace != NULL ? redan_workspace_get_selected_threat (self->workspace) : G_MAXUINT;
  guint position;

  ask (self);
  position = redan_threat_list_find (self->list, selected);
  self->cursor = position;
  scroll_to (self, position != G_MAXUINT ? position : 0);
}

static void
selection_changed_cb (RedanWorkspace *workspace, gpointer user_data)
{
  RedanThreatTable *self = REDAN_THREAT_TABLE (user_data);

  if (self->is_stale)
    return;
  /* Walking the threats of one object leaves the list as it is, and so does choosing several. */
  if (!self->following && redan_threat_filters_only_selected (self->filters))
    {
      g_autoptr (GHashTable) objects = list_selected_objects (self);

      if (!is_same_set (objects, redan_threat_list_get_query (self->list)->objects))
        {
          ask (self);
          scroll_to (self, 0);
        }
    }
  follow_selection (self);
}

static void
diagram_changed_cb (RedanWorkspace *workspace, gpointer user_data)
{
  RedanThreatTable *self = REDAN_THREAT_TABLE (user_data);

  if (!self->is_stale && redan_threat_filters_only_diagram (self->filters))
    ask (self);
}

static gboolean
width_cb (gpointer user_data)
{
  RedanThreatTable *self = REDAN_THREAT_TABLE (user_data);

  self->width_source = 0;
  redan_threat_columns_set_width (GTK_COLUMN_VIEW (self->view), self->list, self->width);
  return G_SOURCE_REMOVE;
}

/** Columns must not come and go while they are being allocated. */
static void
schedule_width (RedanThreatTable *self)
{
  if (self->width_source == 0 && self->width > 0)
    self->width_source = g_idle_add (width_cb, self);
}

/** What is selected and where the table is scrolled to stays. */
static void
show_analysis (RedanThreatTable *self)
{
  self->following = TRUE;
  redan_threat_list_set_analysis (self->list, redan_workspace_get_analysis (self->workspace));
  self->following = FALSE;
  schedule_width (self);
  update_count (self);
  redan_threat_table_update_decisions (self);
}

/** Tens of thousands of rows are not put in order while nobody looks at them. */
static void
analysed_cb (RedanWorkspace *workspace, gpointer user_data)
{
  RedanThreatTable *self = REDAN_THREAT_TABLE (user_data);

  /* A row that goes between press and release takes the click with it. */
  self->is_stale =
      !gtk_widget_get_mapped (GTK_WIDGET (self)) || redan_press_watch_is_down (self->press);
  if (!self->is_stale)
    show_analysis (self);
}

/** Makes up for what was left out while the table could not be seen. */
static void
catch_up (RedanThreatTable *self)
{
  if (!self->is_stale || self->workspace == NULL)
    return;
  self->is_stale = FALSE;
  show_analysis (self);
  if (redan_threat_filters_only_selected (self->filters) ||
      redan_threat_filters_only_diagram (self->filters))
    ask (self);
  follow_selection (self);
}

void
redan_threat_table_set_workspace (RedanThreatTable *self, RedanWorkspace *workspace)
{
  if (self->workspace != NULL)
    g_signal_handlers_disconnect_by_data (self->workspace, self);
  self->is_stale = FALSE;
  self->following = TRUE;
  redan_threat_list_set_analysis (self->list, NULL);
  g_set_object (&self->workspace, workspace);
  if (workspace != NULL)
    {
      redan_threat_list_set_analysis (self->list, redan_workspace_get_analysis (workspace));
      g_signal_connect_object (workspace, "selection-changed", G_CALLBACK (selection_changed_cb),
                               self, 0);
      g_signal_connect_object (workspace, "diagram-changed", G_CALLBACK (diagram_changed_cb), self,
                               0);
      g_signal_connect_object (workspace, "analysed", G_CALLBACK (analysed_cb), self, 0);
    }
  self->following = FALSE;
  /* The object that the list was narrowed to is not of this model. */
  ask (self);
  schedule_width (self);
  scroll_to (self, 0);
  self->cursor = G_MAXUINT;
  follow_selection (self);
  redan_threat_table_update_decisions (self);
}

void
redan_threat_table_focus_search (RedanThreatTable *self)
{
  redan_threat_filters_focus_search (self->filters);
}

/* ---- walking and clicking ---- */

static gboolean
is_at_cursor (RedanThreatTable *self)
{
  return self->cursor != G_MAXUINT &&
         gtk_selection_model_is_selected (GTK_SELECTION_MODEL (self->list), self->cursor);
}

gboolean
redan_threat_table_walk (RedanThreatTable *self, gboolean down)
{
  gint64 position = 0;
  const RedanThreatRow *row = NULL;

  if (g_list_model_get_n_items (G_LIST_MODEL (self->list)) == 0)
    return FALSE;
  /* A threat that was decided may have moved: go on where it was. */
  if (self->cursor != G_MAXUINT && is_at_cursor (self))
    position = (gint64) self->cursor + (down ? 1 : -1);
  else if (self->cursor != G_MAXUINT)
    position = (gint64) self->cursor - (down ? 0 : 1);
  while (position >= 0)
    {
      row = redan_threat_list_get_row (self->list, (guint) position);
      if (row == NULL)
        return FALSE;
      if (row->threat != REDAN_NONE)
        {
          choose (self, (guint) position);
          return TRUE;
        }
      if (row->group == REDAN_NONE)
        redan_threat_filters_show_all (self->filters);
      else
        position += down ? 1 : -1;
    }
  return FALSE;
}

/** Opens what stands in the place of threats. Returns: whether it was such a row */
static gboolean
open_row (RedanThreatTable *self, guint position)
{
  const RedanThreatRow *row = redan_threat_list_get_row (self->list, position);

  if (row == NULL || row->threat != REDAN_NONE)
    return FALSE;
  if (row->group == REDAN_NONE)
    {
      redan_threat_filters_show_all (self->filters);
      return TRUE;
    }
  self->following = TRUE;
  redan_threat_list_toggle_group (self->list, row->group);
  self->following = FALSE;
  return TRUE;
}

static void
activated_cb (GtkColumnView *view, guint position, gpointer user_data)
{
  open_row (REDAN_THREAT_TABLE (user_data), position);
}

static guint
find_position_at (RedanThreatTable *self, double x, double y)
{
  GtkWidget *widget = gtk_widget_pick (self->view, x, y, GTK_PICK_DEFAULT);

  return widget != NULL ? redan_threat_columns_get_position (widget) : G_MAXUINT;
}

static void
pressed_cb (GtkGestureClick *gesture, int n_presses, double x, double y, gpointer user_data)
{
  RedanThreatTable *self = REDAN_THREAT_TABLE (user_data);
  const guint button = gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture));
  const guint position = find_position_at (self, x, y);

  if (position == G_MAXUINT)
    return;
  if (button == GDK_BUTTON_PRIMARY)
    {
      if (open_row (self, position))
        gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
      return;
    }
  if (!gtk_selection_model_is_selected (GTK_SELECTION_MODEL (self->list), position))
    gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->list), position, TRUE);
  gtk_widget_translate_coordinates (self->view, GTK_WIDGET (self), x, y, &x, &y);
  if (redan_threat_list_get_n_selected (self->list) > 0)
    redan_threat_table_popup_menu (self, x, y);
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
}

static void
add_gestures (RedanThreatTable *self)
{
  static const guint buttons[] = { GDK_BUTTON_PRIMARY, GDK_BUTTON_SECONDARY };

  for (guint i = 0; i < G_N_ELEMENTS (buttons); i++)
    {
      GtkGesture *gesture = gtk_gesture_click_new ();

      gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (gesture), buttons[i]);
      /* Before the rows, which would select. */
      gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (gesture),
                                                  GTK_PHASE_CAPTURE);
      g_signal_connect_object (gesture, "pressed", G_CALLBACK (pressed_cb), self, 0);
      gtk_widget_add_controller (self->view, GTK_EVENT_CONTROLLER (gesture));
    }
}

/* ---- the widget ---- */

static void
resized_cb (GtkAdjustment *adjustment, GParamSpec *pspec, gpointer user_data)
{
  RedanThreatTable *self = REDAN_THREAT_TABLE (user_data);
  const int width = (int) gtk_adjustment_get_page_size (adjustment);

  if (width == self->width)
    return;
  self->width = width;
  schedule_width (self);
}

static void
released_cb (gpointer user_data)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (user_data)))
    catch_up (REDAN_THREAT_TABLE (user_data));
}

static void
redan_threat_table_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (redan_threat_table_parent_class)->map (widget);
  catch_up (REDAN_THREAT_TABLE (widget));
}

static void
redan_threat_table_dispose (GObject *object)
{
  RedanThreatTable *self = REDAN_THREAT_TABLE (object);
  GtkWidget *child = NULL;

  if (self->workspace != NULL)
    g_signal_handlers_disconnect_by_data (self->workspace, self);
  g_clear_handle_id (&self->width_source, g_source_remove);
  self->following = TRUE;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->list);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (redan_threat_table_parent_class)->dispose (object);
}

static void
redan_threat_table_class_init (RedanThreatTableClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = redan_threat_table_dispose;
  widget_class->map = redan_threat_table_map;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  redan_threat_table_install_decisions (widget_class);
}

static void
add_cb (RedanThreatTable *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "threats.add", NULL);
}

static void
create_view (RedanThreatTable *self)
{
  self->list = redan_threat_list_new ();
  self->view = gtk_column_view_new (GTK_SELECTION_MODEL (g_object_ref (self->list)));
  gtk_widget_add_css_class (self->view, "data-table");
  redan_threat_columns_add (GTK_COLUMN_VIEW (self->view), self->list);
  g_signal_connect_object (self->list, "selection-changed", G_CALLBACK (list_selection_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_column_view_get_sorter (GTK_COLUMN_VIEW (self->view)), "changed",
                           G_CALLBACK (query_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->view, "activate", G_CALLBACK (activated_cb), self, 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Threats"), -1);
  self->scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled), self->view);
  gtk_widget_set_vexpand (self->scrolled, TRUE);
  g_signal_connect_object (
      gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (self->scrolled)),
      "notify::page-size", G_CALLBACK (resized_cb), self, 0);
}

static void
redan_threat_table_init (RedanThreatTable *self)
{
  gtk_orientable_set_orientation (
      GTK_ORIENTABLE (gtk_widget_get_layout_manager (GTK_WIDGET (self))), GTK_ORIENTATION_VERTICAL);
  self->cursor = G_MAXUINT;
  self->press = redan_press_watch_new (GTK_WIDGET (self), released_cb, self);
  self->filters = REDAN_THREAT_FILTERS (redan_threat_filters_new ());
  create_view (self);
  self->menu = gtk_popover_menu_new_from_model (NULL);
  gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
  gtk_widget_set_halign (self->menu, GTK_ALIGN_START);

  gtk_widget_set_parent (GTK_WIDGET (self->filters), GTK_WIDGET (self));
  gtk_widget_set_parent (self->scrolled, GTK_WIDGET (self));
  gtk_widget_set_parent (redan_threat_table_create_bulk (self), GTK_WIDGET (self));
  gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
  g_signal_connect_object (self->filters, "changed", G_CALLBACK (query_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->filters, "add", G_CALLBACK (add_cb), self, G_CONNECT_SWAPPED);
  redan_threat_table_add_decision_keys (self);
  add_gestures (self);
  ask (self);
  redan_threat_table_update_decisions (self);
}

GtkWidget *
redan_threat_table_new (void)
{
  return g_object_new (REDAN_TYPE_THREAT_TABLE, NULL);
}
