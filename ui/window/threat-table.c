/* SPDX-License-Identifier: Apache-2.0 */
/* The table of threats with search, severity filter and sorting; its selection is the selection of
 * the workspace. */

#include "ui/window/threat-table.h"

#include <glib/gi18n-lib.h>

#include "ui/report/wording.h"
#include "ui/window/keys.h"
#include "ui/window/rows.h"
#include "ui/window/threat-list.h"

typedef enum
{
  COLUMN_RANK,
  COLUMN_SEVERITY,
  COLUMN_SCORE,
  COLUMN_TITLE,
  COLUMN_WHERE,
  COLUMN_CATEGORY,
  COLUMN_DECISION,
  N_COLUMNS,
} Column;

struct _RedanThreatTable
{
  GtkWidget parent_instance;

  RedanWorkspace *workspace;
  RedanThreatList *list;
  GtkSingleSelection *selection;

  GtkWidget *search;
  GtkWidget *severity;
  GtkWidget *only_selected;
  GtkWidget *count;
  GtkWidget *view;
  GtkWidget *scrolled;
  gboolean following; /* the selection is being taken from the workspace */
};

G_DEFINE_FINAL_TYPE (RedanThreatTable, redan_threat_table, GTK_TYPE_WIDGET)

static const RedanThreat *
get_threat (RedanThreatTable *self, RedanThreatItem *item)
{
  const RedanAnalysis *analysis = redan_workspace_get_analysis (self->workspace);

  return &g_array_index (analysis->threats, RedanThreat, redan_threat_item_get_index (item));
}

static char *
dup_text (RedanThreatTable *self, RedanThreatItem *item, Column column)
{
  const RedanFacts *facts = redan_workspace_get_analysis (self->workspace)->facts;
  const RedanThreat *threat = get_threat (self, item);
  g_autofree char *title = NULL;
  char score[32];

  switch (column)
    {
    case COLUMN_RANK:
      return g_strdup_printf ("%u", redan_threat_item_get_rank (item));
    case COLUMN_SEVERITY:
      if (!threat->scored)
        return g_strdup (_ ("Not rated"));
      return g_strdup (redan_band_get_title (redan_band_of (
          redan_catalogue_get_scoring (facts->catalogue), threat->residual / 1000.0)));
    case COLUMN_SCORE:
      return g_strdup (threat->scored ? redan_score_format (threat->residual, score) : "–");
    case COLUMN_TITLE:
      title = redan_threat_dup_title (facts, threat);
      return redan_text_make_visible (title);
    case COLUMN_WHERE:
      return redan_threat_dup_where (facts, threat);
    case COLUMN_CATEGORY:
      return g_strdup (redan_threat_get_category (facts, threat));
    case COLUMN_DECISION:
      return g_strdup (threat->confirmed || threat->decision != REDAN_DECISION_OPEN
                           ? redan_decision_get_title (threat->decision)
                           : _ ("Unconfirmed"));
    case N_COLUMNS:
    default:
      return g_strdup ("");
    }
}

static void
set_severity_style (GtkWidget *label, const RedanThreat *threat, const RedanScoring *scoring)
{
  for (guint band = 0; band < REDAN_N_BANDS; band++)
    gtk_widget_remove_css_class (label, redan_band_get_word (band));
  if (threat->scored)
    gtk_widget_add_css_class (
        label, redan_band_get_word (redan_band_of (scoring, threat->residual / 1000.0)));
}

static void
setup_cell_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer user_data)
{
  Column column = GPOINTER_TO_UINT (user_data);
  GtkWidget *label = gtk_label_new (NULL);
  gboolean number = column == COLUMN_RANK || column == COLUMN_SCORE;

  gtk_label_set_xalign (GTK_LABEL (label), number ? 1.0f : 0.0f);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (number)
    gtk_widget_add_css_class (label, "numeric");
  if (column == COLUMN_SEVERITY)
    {
      gtk_widget_add_css_class (label, "severity");
      gtk_widget_set_halign (label, GTK_ALIGN_START);
    }
  gtk_list_item_set_child (list_item, label);
}

static void
bind_cell_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer user_data)
{
  Column column = GPOINTER_TO_UINT (user_data);
  GtkWidget *label = gtk_list_item_get_child (list_item);
  RedanThreatTable *self = g_object_get_data (G_OBJECT (factory), "table");
  RedanThreatItem *item = gtk_list_item_get_item (list_item);
  g_autofree char *text = dup_text (self, item, column);
  g_autofree char *shown = NULL;

  shown = redan_text_shorten (text, REDAN_SHORT_TEXT);
  gtk_label_set_text (GTK_LABEL (label), shown);
  if (column == COLUMN_SEVERITY)
    set_severity_style (label, get_threat (self, item),
                        redan_catalogue_get_scoring (
                            redan_workspace_get_analysis (self->workspace)->facts->catalogue));
  else if (column == COLUMN_TITLE || column == COLUMN_WHERE)
    gtk_widget_set_tooltip_text (label, shown);
}

static int
compare_cells (gconstpointer a, gconstpointer b, gpointer user_data)
{
  Column column = GPOINTER_TO_UINT (user_data);
  RedanThreatItem *first = (RedanThreatItem *) a;
  RedanThreatItem *second = (RedanThreatItem *) b;
  guint first_rank = redan_threat_item_get_rank (first);
  guint second_rank = redan_threat_item_get_rank (second);

  g_assert (column <= COLUMN_SCORE);
  return first_rank < second_rank ? -1 : first_rank > second_rank;
}

/** The text of a cell, for sorting: keys are made once for each row. */
static char *
dup_sort_text (RedanThreatItem *item, gpointer user_data)
{
  Column column = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (user_data), "column"));

  return dup_text (REDAN_THREAT_TABLE (g_object_get_data (G_OBJECT (user_data), "table")), item,
                   column);
}

static GtkSorter *
create_sorter (RedanThreatTable *self, Column column, GtkListItemFactory *factory)
{
  if (column <= COLUMN_SCORE)
    return GTK_SORTER (gtk_custom_sorter_new (compare_cells, GUINT_TO_POINTER (column), NULL));
  return GTK_SORTER (gtk_string_sorter_new (gtk_cclosure_expression_new (
      G_TYPE_STRING, NULL, 0, NULL, G_CALLBACK (dup_sort_text), factory, NULL)));
}

static void
add_column (RedanThreatTable *self, Column column, const char *title, int width)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkColumnViewColumn) view_column = NULL;
  g_autoptr (GtkSorter) sorter = create_sorter (self, column, factory);

  g_object_set_data (G_OBJECT (factory), "table", self);
  g_object_set_data (G_OBJECT (factory), "column", GUINT_TO_POINTER (column));
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cell_cb), GUINT_TO_POINTER (column));
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cell_cb), GUINT_TO_POINTER (column));
  view_column = gtk_column_view_column_new (title, factory);
  gtk_column_view_column_set_sorter (view_column, sorter);
  gtk_column_view_column_set_resizable (view_column, TRUE);
  gtk_column_view_column_set_fixed_width (view_column, width);
  gtk_column_view_column_set_expand (view_column, column == COLUMN_TITLE || column == COLUMN_WHERE);
  gtk_column_view_append_column (GTK_COLUMN_VIEW (self->view), view_column);
}

static void
update_count (RedanThreatTable *self)
{
  guint shown = g_list_model_get_n_items (G_LIST_MODEL (self->list));
  guint all =
      self->workspace != NULL ? redan_workspace_get_analysis (self->workspace)->threats->len : 0;
  g_autofree char *text = shown == all
                              ? g_strdup_printf (ngettext ("%u threat", "%u threats", all), all)
                              : g_strdup_printf (_ ("%u of %u threats"), shown, all);

  gtk_label_set_text (GTK_LABEL (self->count), text);
}

static void
selected_cb (GtkSingleSelection *selection, GParamSpec *pspec, gpointer user_data)
{
  RedanThreatTable *self = REDAN_THREAT_TABLE (user_data);
  RedanThreatItem *item = gtk_single_selection_get_selected_item (selection);

  if (!self->following && item != NULL && self->workspace != NULL)
    redan_workspace_select_threat (self->workspace, redan_threat_item_get_index (item));
}

/** Position of a threat in the sorted view; linear, but only when the selection comes from
 * elsewhere. */
static guint
find_position (RedanThreatTable *self, guint index)
{
  GListModel *model = G_LIST_MODEL (self->selection);
  guint n = g_list_model_get_n_items (model);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (RedanThreatItem) item = g_list_model_get_item (model, i);

      if (redan_threat_item_get_index (item) == index)
        return i;
    }
  return GTK_INVALID_LIST_POSITION;
}

/** GtkColumnView has no way to scroll before 4.12, but the list inside it has. */
static void
scroll_to (RedanThreatTable *self, guint position)
{
  for (GtkWidget *child = gtk_widget_get_first_child (self->view); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_LIST_VIEW (child))
      gtk_widget_activate_action (child, "list.scroll-to-item", "u", position);
}

/** The one selected object, as the listed analysis knows it. */
static const RedanObject *
find_selected_object (RedanThreatTable *self)
{
  const RedanObject *object = redan_workspace_get_selected (self->workspace);

  return object != NULL ? redan_workspace_get_analysed (self->workspace, &object->id) : NULL;
}

/** Brings the row of the selected threat into view, when it is in the list. */
static void
follow_selection (RedanThreatTable *self)
{
  guint index =
      self->workspace != NULL ? redan_workspace_get_selected_threat (self->workspace) : G_MAXUINT;
  RedanThreatItem *item = gtk_single_selection_get_selected_item (self->selection);
  guint position = GTK_INVALID_LIST_POSITION;

  /* The row was chosen here. */
  if (item != NULL && redan_threat_item_get_index (item) == index)
    return;
  if (index != G_MAXUINT && redan_threat_list_find (self->list, index) != G_MAXUINT)
    position = find_position (self, index);
  self->following = TRUE;
  gtk_single_selection_set_selected (self->selection, position);
  self->following = FALSE;
  if (position != GTK_INVALID_LIST_POSITION)
    scroll_to (self, position);
}

static void
apply_filter (RedanThreatTable *self)
{
  const RedanObject *object = NULL;

  if (self->workspace != NULL &&
      gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->only_selected)))
    object = find_selected_object (self);
  self->following = TRUE;
  redan_threat_list_set_filter (self->list, gtk_editable_get_text (GTK_EDITABLE (self->search)),
                                gtk_drop_down_get_selected (GTK_DROP_DOWN (self->severity)),
                                object);
  self->following = FALSE;
  update_count (self);
  follow_selection (self);
}

static void
filter_changed_cb (RedanThreatTable *self)
{
  apply_filter (self);
}

static void
selection_changed_cb (RedanWorkspace *workspace, gpointer user_data)
{
  RedanThreatTable *self = REDAN_THREAT_TABLE (user_data);
  const RedanObject *object = find_selected_object (self);

  /* Walking the threats of one object leaves the list as it is. */
  if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->only_selected)) &&
      !redan_threat_list_shows_only (self->list, object))
    apply_filter (self);
  else
    follow_selection (self);
}

static void
analysed_cb (RedanWorkspace *workspace, gpointer user_data)
{
  RedanThreatTable *self = REDAN_THREAT_TABLE (user_data);

  self->following = TRUE;
  redan_threat_list_set_analysis (self->list, redan_workspace_get_analysis (workspace));
  self->following = FALSE;
  apply_filter (self);
}

void
redan_threat_table_set_workspace (RedanThreatTable *self, RedanWorkspace *workspace)
{
  if (self->workspace != NULL)
    g_signal_handlers_disconnect_by_data (self->workspace, self);
  self->following = TRUE;
  redan_threat_list_set_analysis (self->list, NULL);
  g_set_object (&self->workspace, workspace);
  if (workspace != NULL)
    {
      redan_threat_list_set_analysis (self->list, redan_workspace_get_analysis (workspace));
      g_signal_connect_object (workspace, "selection-changed", G_CALLBACK (selection_changed_cb),
                               self, 0);
      g_signal_connect_object (workspace, "analysed", G_CALLBACK (analysed_cb), self, 0);
    }
  self->following = FALSE;
  /* The object that the list was narrowed to is not of this model. */
  apply_filter (self);
}

void
redan_threat_table_focus_search (RedanThreatTable *self)
{
  gtk_widget_grab_focus (self->search);
}

static gboolean
walk_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  RedanThreatTable *self = REDAN_THREAT_TABLE (user_data);
  gboolean down = g_variant_get_boolean (arguments);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->selection));
  guint position = gtk_single_selection_get_selected (self->selection);

  if (n == 0)
    return FALSE;
  if (position == GTK_INVALID_LIST_POSITION)
    position = 0;
  else if (down)
    position = MIN (position + 1, n - 1);
  else
    position = position > 0 ? position - 1 : 0;
  gtk_single_selection_set_selected (self->selection, position);
  scroll_to (self, position);
  return TRUE;
}

static void
add_walk_keys (RedanThreatTable *self)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();
  static const struct
  {
    const char *action;
    gboolean down;
  } keys[] = { { "threats.next", TRUE }, { "threats.previous", FALSE } };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      GtkShortcut *shortcut = gtk_shortcut_new (redan_keys_dup_trigger (keys[i].action),
                                                gtk_callback_action_new (walk_cb, self, NULL));

      gtk_shortcut_set_arguments (shortcut, g_variant_new_boolean (keys[i].down));
      gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller), shortcut);
    }
  gtk_widget_add_controller (self->view, controller);
}

static GtkWidget *
create_bar (RedanThreatTable *self)
{
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  const char *severities[] = { _ ("All severities"), _ ("Low and above"), _ ("Medium and above"),
                               _ ("High and above"), _ ("Critical only"), NULL };

  self->search = gtk_search_entry_new ();
  gtk_widget_set_hexpand (self->search, TRUE);
  g_object_set (self->search, "placeholder-text", _ ("Search threats"), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->search), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Search threats"), -1);
  self->severity = gtk_drop_down_new_from_strings (severities);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->severity), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Least severity"), -1);
  self->only_selected = gtk_toggle_button_new_with_label (_ ("Selection only"));
  gtk_widget_set_tooltip_text (self->only_selected,
                               _ ("Only the threats of what is selected in the diagram"));
  self->count = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->count, "dim-label");
  gtk_widget_add_css_class (self->count, "numeric");

  gtk_widget_add_css_class (bar, "toolbar");
  gtk_box_append (GTK_BOX (bar), self->search);
  gtk_box_append (GTK_BOX (bar), self->severity);
  gtk_box_append (GTK_BOX (bar), self->only_selected);
  gtk_box_append (GTK_BOX (bar), self->count);
  g_signal_connect_object (self->search, "search-changed", G_CALLBACK (filter_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->severity, "notify::selected", G_CALLBACK (filter_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->only_selected, "toggled", G_CALLBACK (filter_changed_cb), self,
                           G_CONNECT_SWAPPED);
  return bar;
}

static void
redan_threat_table_dispose (GObject *object)
{
  RedanThreatTable *self = REDAN_THREAT_TABLE (object);
  GtkWidget *child = NULL;

  if (self->workspace != NULL)
    g_signal_handlers_disconnect_by_data (self->workspace, self);
  self->following = TRUE;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->selection);
  g_clear_object (&self->list);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (redan_threat_table_parent_class)->dispose (object);
}

static void
redan_threat_table_class_init (RedanThreatTableClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = redan_threat_table_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
}

static void
redan_threat_table_init (RedanThreatTable *self)
{
  GtkSortListModel *sorted = NULL;

  gtk_orientable_set_orientation (
      GTK_ORIENTABLE (gtk_widget_get_layout_manager (GTK_WIDGET (self))), GTK_ORIENTATION_VERTICAL);
  self->list = redan_threat_list_new ();
  self->view = gtk_column_view_new (NULL);
  gtk_widget_add_css_class (self->view, "data-table");
  add_column (self, COLUMN_RANK, _ ("Rank"), 60);
  add_column (self, COLUMN_SEVERITY, _ ("Severity"), 92);
  add_column (self, COLUMN_SCORE, _ ("Score"), 62);
  add_column (self, COLUMN_TITLE, _ ("Threat"), 200);
  add_column (self, COLUMN_WHERE, _ ("Where"), 110);
  add_column (self, COLUMN_CATEGORY, _ ("Category"), 165);
  add_column (self, COLUMN_DECISION, _ ("Decision"), 108);

  sorted = gtk_sort_list_model_new (
      G_LIST_MODEL (g_object_ref (self->list)),
      g_object_ref (gtk_column_view_get_sorter (GTK_COLUMN_VIEW (self->view))));
  self->selection = gtk_single_selection_new (G_LIST_MODEL (sorted));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  gtk_column_view_set_model (GTK_COLUMN_VIEW (self->view), GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_object (self->selection, "notify::selected", G_CALLBACK (selected_cb), self, 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Threats"), -1);
  add_walk_keys (self);

  gtk_widget_set_parent (create_bar (self), GTK_WIDGET (self));
  self->scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled), self->view);
  gtk_widget_set_vexpand (self->scrolled, TRUE);
  gtk_widget_set_parent (self->scrolled, GTK_WIDGET (self));
  update_count (self);
}

GtkWidget *
redan_threat_table_new (void)
{
  return g_object_new (REDAN_TYPE_THREAT_TABLE, NULL);
}
