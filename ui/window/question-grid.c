/* SPDX-License-Identifier: Apache-2.0 */
/* One attribute of all objects that have it: a value a row, set for several rows at once or pasted
 * as a column. */

#include "ui/window/question-grid.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ui/report/answers.h"
#include "ui/report/wording.h"
#include "ui/window/keys.h"
#include "ui/window/question-row.h"
#include "ui/window/rows.h"

/* What a drop-down of a cell offers before the values of the attribute. */
enum
{
  CHOICE_NOTHING,
  CHOICE_UNKNOWN,
  N_CHOICES,
};

/**
 * RedanQuestionGrid:
 * @attributes: (element-type RedanAttribute): what the chooser offers, in its order
 * @choices: what the drop-downs of the cells offer
 * @quiet: greater than 0 while the program, not a person, changes widgets
 */
struct _RedanQuestionGrid
{
  GtkWidget parent_instance;

  RedanWorkspace *workspace;
  GPtrArray *attributes;
  const RedanAttribute *attribute;
  GtkStringList *choices;
  GListStore *rows;
  GtkMultiSelection *selection;
  const RedanQuestions *questions;
  guint quiet;

  GtkWidget *box;
  GtkWidget *chooser;
  GtkWidget *question;
  GtkWidget *view;
  GtkWidget *message;
  gboolean is_stale; /* the rows are not of the attribute */
};

G_DEFINE_FINAL_TYPE (RedanQuestionGrid, redan_question_grid, GTK_TYPE_WIDGET)

static void
show_message (RedanQuestionGrid *self, const char *text)
{
  g_autofree char *visible = text != NULL ? redan_text_make_visible (text) : NULL;

  gtk_label_set_text (GTK_LABEL (self->message), visible != NULL ? visible : "");
  gtk_widget_set_visible (self->message, visible != NULL);
}

/* ---- setting values ---- */

static void
apply_values (RedanQuestionGrid *self, const GArray *values)
{
  RedanEdit *edit =
      redan_values_dup_edit (redan_workspace_get_model (self->workspace), self->attribute, values);

  show_message (self, NULL);
  if (redan_edit_get_n_changes (edit) == 0)
    redan_edit_free (edit);
  else
    redan_workspace_apply (self->workspace, edit);
}

/* A value for a row that is selected is for all that are selected. */
static void
set_value (RedanQuestionGrid *self, guint position, const char *value)
{
  g_autoptr (GArray) values = redan_filled_values_new ();
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->rows));
  gboolean all = gtk_selection_model_is_selected (GTK_SELECTION_MODEL (self->selection), position);

  for (guint i = all ? 0 : position; i < (all ? n : position + 1); i++)
    {
      g_autoptr (RedanQuestionRow) row = g_list_model_get_item (G_LIST_MODEL (self->rows), i);
      RedanFilledValue filled = { 0 };

      if (all && !gtk_selection_model_is_selected (GTK_SELECTION_MODEL (self->selection), i))
        continue;
      filled.object = *redan_question_row_get_id (row);
      filled.value = g_strdup (value);
      g_array_append_val (values, filled);
    }
  apply_values (self, values);
}

static guint
find_first_selected (RedanQuestionGrid *self)
{
  g_autoptr (GtkBitset) selected =
      gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));

  return gtk_bitset_is_empty (selected) ? 0 : gtk_bitset_get_minimum (selected);
}

static void
paste_text (RedanQuestionGrid *self, const char *text)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (RedanId));
  g_autoptr (GArray) values = NULL;
  g_autoptr (GError) error = NULL;
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->rows));

  for (guint i = find_first_selected (self); i < n; i++)
    {
      g_autoptr (RedanQuestionRow) row = g_list_model_get_item (G_LIST_MODEL (self->rows), i);

      g_array_append_vals (ids, redan_question_row_get_id (row), 1);
    }
  values = redan_values_from_lines (self->attribute, text, (const RedanId *) (gpointer) ids->data,
                                    ids->len, &error);
  if (values == NULL)
    show_message (self, error->message);
  else if (values->len > 0)
    apply_values (self, values);
}

static void
text_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RedanQuestionGrid) self = REDAN_QUESTION_GRID (user_data);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, &error);

  if (self->workspace == NULL || self->attribute == NULL)
    return;
  if (text != NULL)
    paste_text (self, text);
  else if (error != NULL)
    show_message (self, error->message);
}

static gboolean
paste_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  RedanQuestionGrid *self = REDAN_QUESTION_GRID (user_data);

  if (self->attribute == NULL)
    return FALSE;
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (self)), NULL, text_read_cb,
                                 g_object_ref (self));
  return TRUE;
}

/* ---- cells ---- */

static gboolean
is_listed (const RedanAttribute *attribute)
{
  return attribute->n_values > 0 && attribute->type != REDAN_ATTRIBUTE_SET;
}

static guint
find_choice (const RedanAttribute *attribute, const char *own)
{
  int position;

  if (own == NULL)
    return CHOICE_NOTHING;
  position = redan_attribute_find_value (attribute, own, -1);
  return position < 0 ? CHOICE_UNKNOWN : N_CHOICES + (guint) position;
}

static void
chosen_cb (GtkDropDown *cell, GParamSpec *pspec, gpointer user_data)
{
  RedanQuestionGrid *self = REDAN_QUESTION_GRID (user_data);
  GtkListItem *item = g_object_get_data (G_OBJECT (cell), "item");
  guint choice = gtk_drop_down_get_selected (cell);
  RedanQuestionRow *row = gtk_list_item_get_item (item);

  if (self->quiet > 0 || row == NULL || choice == GTK_INVALID_LIST_POSITION ||
      choice == find_choice (self->attribute, redan_question_row_get_own (row)))
    return;

  set_value (self, gtk_list_item_get_position (item),
             choice == CHOICE_NOTHING   ? NULL
             : choice == CHOICE_UNKNOWN ? "unknown"
                                        : self->attribute->values[choice - N_CHOICES]);
}

static void
entered_cb (GtkEntry *cell, gpointer user_data)
{
  RedanQuestionGrid *self = REDAN_QUESTION_GRID (user_data);
  GtkListItem *item = g_object_get_data (G_OBJECT (cell), "item");
  RedanQuestionRow *row = gtk_list_item_get_item (item);
  g_autofree char *value = NULL;
  g_autoptr (GError) error = NULL;

  if (self->quiet > 0 || row == NULL)
    return;
  if (!redan_value_from_text (self->attribute, gtk_editable_get_text (GTK_EDITABLE (cell)), &value,
                              &error))
    {
      gtk_widget_add_css_class (GTK_WIDGET (cell), "error");
      show_message (self, error->message);
      return;
    }
  gtk_widget_remove_css_class (GTK_WIDGET (cell), "error");
  if (g_strcmp0 (value, redan_question_row_get_own (row)) != 0)
    set_value (self, gtk_list_item_get_position (item), value);
}

static void
left_cb (GtkEventControllerFocus *controller, gpointer user_data)
{
  entered_cb (GTK_ENTRY (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller))),
              user_data);
}

void
redan_question_grid_commit (RedanQuestionGrid *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *cell = focus != NULL && gtk_widget_is_ancestor (focus, self->view)
                        ? gtk_widget_get_ancestor (focus, GTK_TYPE_ENTRY)
                        : NULL;

  if (cell != NULL)
    entered_cb (GTK_ENTRY (cell), self);
}

static GtkWidget *
create_drop_down (RedanQuestionGrid *self)
{
  GtkWidget *cell = gtk_drop_down_new (g_object_ref (G_LIST_MODEL (self->choices)), NULL);

  gtk_widget_add_css_class (cell, "cell");
  g_signal_connect_object (cell, "notify::selected", G_CALLBACK (chosen_cb), self, 0);
  return cell;
}

static GtkWidget *
create_entry (RedanQuestionGrid *self)
{
  GtkWidget *cell = gtk_entry_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  if (self->attribute->type == REDAN_ATTRIBUTE_DATE)
    gtk_entry_set_placeholder_text (GTK_ENTRY (cell), _ ("YYYY-MM-DD"));
  g_signal_connect_object (cell, "activate", G_CALLBACK (entered_cb), self, 0);
  g_signal_connect_object (focus, "leave", G_CALLBACK (left_cb), self, 0);
  gtk_widget_add_controller (cell, focus);
  return cell;
}

static void
show_value (RedanQuestionGrid *self, GtkWidget *cell, RedanQuestionRow *row)
{
  const char *own = redan_question_row_get_own (row);
  g_autofree char *value =
      own != NULL ? redan_inspection_dup_title (self->attribute, own) : g_strdup (_ ("Not set"));
  g_autofree char *spoken = g_strdup_printf (_ ("%s of %s: %s"), self->attribute->label,
                                             redan_question_row_get_title (row), value);

  self->quiet++;
  if (GTK_IS_DROP_DOWN (cell))
    gtk_drop_down_set_selected (GTK_DROP_DOWN (cell), find_choice (self->attribute, own));
  else
    {
      gtk_editable_set_text (GTK_EDITABLE (cell), own != NULL ? own : "");
      gtk_widget_remove_css_class (cell, "error");
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (cell), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  self->quiet--;
}

static void
value_changed_cb (RedanQuestionRow *row, gpointer user_data)
{
  GtkWidget *cell = GTK_WIDGET (user_data);
  RedanQuestionGrid *self = g_object_get_data (G_OBJECT (cell), "grid");

  show_value (self, cell, row);
}

/* The widget of a value depends on the attribute, so it is made when the row is bound. */
static void
value_bound_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  RedanQuestionGrid *self = REDAN_QUESTION_GRID (user_data);
  RedanQuestionRow *row = gtk_list_item_get_item (item);
  GtkWidget *cell = is_listed (self->attribute) ? create_drop_down (self) : create_entry (self);

  g_object_set_data (G_OBJECT (cell), "item", item);
  g_object_set_data (G_OBJECT (cell), "grid", self);
  show_value (self, cell, row);
  gtk_list_item_set_child (item, cell);
  g_signal_connect_object (row, "changed", G_CALLBACK (value_changed_cb), cell, 0);
}

static void
value_unbound_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  GtkWidget *cell = gtk_list_item_get_child (item);

  if (cell != NULL)
    g_signal_handlers_disconnect_by_data (gtk_list_item_get_item (item), cell);
  gtk_list_item_set_child (item, NULL);
}

static void
text_setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (user_data != NULL)
    gtk_widget_add_css_class (label, "dim-label");
  gtk_list_item_set_child (item, label);
}

static void
title_changed_cb (RedanQuestionRow *row, gpointer user_data)
{
  g_autofree char *shown =
      redan_text_shorten (redan_question_row_get_title (row), REDAN_SHORT_TEXT);

  gtk_label_set_text (GTK_LABEL (user_data), shown);
  gtk_widget_set_tooltip_text (GTK_WIDGET (user_data), shown);
}

static void
effective_changed_cb (RedanQuestionRow *row, gpointer user_data)
{
  g_autofree char *shown =
      redan_text_shorten (redan_question_row_get_effective (row), REDAN_SHORT_TEXT);

  gtk_label_set_text (GTK_LABEL (user_data), shown);
}

static void
text_bound_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  RedanQuestionRow *row = gtk_list_item_get_item (item);
  GtkWidget *label = gtk_list_item_get_child (item);
  GCallback changed =
      user_data != NULL ? G_CALLBACK (effective_changed_cb) : G_CALLBACK (title_changed_cb);

  ((void (*) (RedanQuestionRow *, gpointer)) changed) (row, label);
  g_signal_connect_object (row, "changed", changed, label, 0);
}

static void
text_unbound_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  g_signal_handlers_disconnect_by_data (gtk_list_item_get_item (item),
                                        gtk_list_item_get_child (item));
}

/* ---- the selection ---- */

static void
selected_cb (GtkSelectionModel *model, guint position, guint n_items, gpointer user_data)
{
  RedanQuestionGrid *self = REDAN_QUESTION_GRID (user_data);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (RedanId));
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (model);
  guint64 n = gtk_bitset_get_size (selected);

  if (self->quiet > 0)
    return;
  for (guint64 i = 0; i < n; i++)
    {
      guint at = gtk_bitset_get_nth (selected, (guint) i);
      g_autoptr (RedanQuestionRow) row = g_list_model_get_item (G_LIST_MODEL (self->rows), at);

      g_array_append_vals (ids, redan_question_row_get_id (row), 1);
    }
  self->quiet++;
  redan_workspace_select_objects (self->workspace, (const RedanId *) (gpointer) ids->data,
                                  ids->len);
  self->quiet--;
}

static void
selection_changed_cb (RedanWorkspace *workspace, gpointer user_data)
{
  RedanQuestionGrid *self = REDAN_QUESTION_GRID (user_data);
  g_autoptr (GtkBitset) selected = gtk_bitset_new_empty ();
  g_autoptr (GtkBitset) mask = NULL;
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->rows));

  if (self->quiet > 0 || n == 0 || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (RedanQuestionRow) row = g_list_model_get_item (G_LIST_MODEL (self->rows), i);

      if (redan_workspace_is_selected (workspace, redan_question_row_get_id (row)))
        gtk_bitset_add (selected, i);
    }
  mask = gtk_bitset_new_range (0, n);
  self->quiet++;
  gtk_selection_model_set_selection (GTK_SELECTION_MODEL (self->selection), selected, mask);
  if (!gtk_bitset_is_empty (selected))
    gtk_widget_activate_action (self->view, "list.scroll-to-item", "u",
                                gtk_bitset_get_minimum (selected));
  self->quiet--;
}

/* ---- rows ---- */

/* What is at stake comes first, as it was when the attribute was chosen: rows do not move while
 * somebody answers. */
static void
rebuild_rows (RedanQuestionGrid *self)
{
  g_autoptr (GPtrArray) rows = NULL;

  /* Made when somebody looks at them. */
  self->is_stale = self->attribute != NULL && !gtk_widget_get_mapped (GTK_WIDGET (self));
  if (self->is_stale)
    return;
  if (self->workspace != NULL && self->attribute != NULL)
    rows = redan_question_rows_new (redan_workspace_get_model (self->workspace),
                                    redan_workspace_get_analysis (self->workspace), self->attribute,
                                    self->questions);
  self->quiet++;
  g_list_store_splice (self->rows, 0, g_list_model_get_n_items (G_LIST_MODEL (self->rows)),
                       rows != NULL ? rows->pdata : NULL, rows != NULL ? rows->len : 0);
  self->quiet--;
  if (self->workspace != NULL)
    selection_changed_cb (self->workspace, self);
}

static void
refresh (RedanQuestionGrid *self)
{
  g_autoptr (GPtrArray) rows = NULL;
  const RedanModel *model;
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->rows));

  if (self->attribute == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  if (self->is_stale)
    {
      rebuild_rows (self);
      return;
    }

  model = redan_workspace_get_model (self->workspace);
  rows = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (rows, g_list_model_get_item (G_LIST_MODEL (self->rows), i));
  if (!redan_question_rows_are_of (rows, model, self->attribute))
    {
      rebuild_rows (self);
      return;
    }
  for (guint i = 0; i < n; i++)
    redan_question_row_update (g_ptr_array_index (rows, i), model,
                               redan_workspace_get_analysis (self->workspace));
  redan_question_rows_show_stakes (rows, self->questions);
}

/* ---- the attribute ---- */

static void
show_attribute (RedanQuestionGrid *self, const RedanAttribute *attribute)
{
  static const char *const nothing[] = { NULL };

  self->attribute = attribute;
  show_message (self, NULL);
  gtk_label_set_text (GTK_LABEL (self->question), attribute != NULL ? attribute->question : "");
  g_clear_object (&self->choices);
  self->choices = gtk_string_list_new (nothing);
  if (attribute != NULL && is_listed (attribute))
    {
      gtk_string_list_append (self->choices, _ ("Not set"));
      gtk_string_list_append (self->choices, _ ("Unknown"));
      for (guint i = 0; i < attribute->n_values; i++)
        gtk_string_list_take (self->choices,
                              redan_value_dup_title (attribute, attribute->values[i]));
    }
  rebuild_rows (self);
}

static void
attribute_chosen_cb (RedanQuestionGrid *self)
{
  guint position = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->chooser));

  if (self->quiet == 0 && position < self->attributes->len)
    show_attribute (self, g_ptr_array_index (self->attributes, position));
}

static gboolean
is_offered (const RedanAttribute *attribute)
{
  return attribute->stored && !attribute->structural && attribute->scope != REDAN_SCOPE_PROGRAMME;
}

static void
offer (RedanQuestionGrid *self,
       GtkStringList *titles,
       const RedanAttribute *attribute,
       const char *title)
{
  g_ptr_array_add (self->attributes, (gpointer) attribute);
  gtk_string_list_append (titles, title);
}

static const char *
get_scope_title (RedanScope scope)
{
  static const char *const titles[REDAN_N_SCOPES] = {
    [REDAN_SCOPE_ELEMENT] = N_ ("elements"),    [REDAN_SCOPE_FLOW] = N_ ("flows"),
    [REDAN_SCOPE_BOUNDARY] = N_ ("boundaries"), [REDAN_SCOPE_ACCOUNT] = N_ ("accounts"),
    [REDAN_SCOPE_ASSET] = N_ ("data assets"),   [REDAN_SCOPE_PROGRAMME] = N_ ("the programme"),
  };
  return _ (titles[scope]);
}

static void
offer_rest (RedanQuestionGrid *self, GtkStringList *titles)
{
  const RedanSchema *schema =
      redan_workspace_get_analysis (self->workspace)->facts->snapshot->schema;

  for (guint i = 0; i < redan_schema_get_n_attributes (schema); i++)
    {
      const RedanAttribute *attribute = redan_schema_get_attribute (schema, i);
      g_autofree char *title = NULL;

      if (!is_offered (attribute) || g_ptr_array_find (self->attributes, attribute, NULL))
        continue;
      title = g_strdup_printf (_ ("%s (%s)"), attribute->label, get_scope_title (attribute->scope));
      offer (self, titles, attribute, title);
    }
}

/* First what has open questions, by weight, then every other attribute. */
void
redan_question_grid_set_questions (RedanQuestionGrid *self, const RedanQuestions *questions)
{
  static const char *const nothing[] = { NULL };
  g_autoptr (GtkStringList) titles = gtk_string_list_new (nothing);
  g_autoptr (GArray) groups = NULL;
  const RedanAttribute *chosen = self->attribute;
  guint position;

  self->questions = questions;
  if (self->workspace == NULL || questions == NULL)
    return;

  g_ptr_array_set_size (self->attributes, 0);
  groups = redan_questions_group (questions);
  for (guint i = 0; i < groups->len; i++)
    {
      const RedanQuestionGroup *group = &g_array_index (groups, RedanQuestionGroup, i);
      g_autofree char *count = redan_question_group_dup_count (group);
      g_autofree char *title =
          g_strdup_printf (_ ("%s (open: %s)"), group->attribute->label, count);

      if (is_offered (group->attribute))
        offer (self, titles, group->attribute, title);
    }
  offer_rest (self, titles);

  self->quiet++;
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->chooser), G_LIST_MODEL (titles));
  if (chosen == NULL || !g_ptr_array_find (self->attributes, chosen, &position))
    position = 0;
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->chooser), position);
  self->quiet--;
  if (self->attributes->len > 0 && g_ptr_array_index (self->attributes, position) != chosen)
    show_attribute (self, g_ptr_array_index (self->attributes, position));
  else
    refresh (self);
}

void
redan_question_grid_choose (RedanQuestionGrid *self, const RedanAttribute *attribute)
{
  guint position;

  if (g_ptr_array_find (self->attributes, attribute, &position))
    gtk_drop_down_set_selected (GTK_DROP_DOWN (self->chooser), position);
}

void
redan_question_grid_set_workspace (RedanQuestionGrid *self, RedanWorkspace *workspace)
{
  if (self->workspace != NULL)
    g_signal_handlers_disconnect_by_data (self->workspace, self);
  g_set_object (&self->workspace, workspace);
  g_ptr_array_set_size (self->attributes, 0);
  show_attribute (self, NULL);
  if (workspace == NULL)
    return;
  g_signal_connect_object (workspace, "edited", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "analysed", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "selection-changed", G_CALLBACK (selection_changed_cb), self,
                           0);
}

/* ---- the widget ---- */

static void
add_column (RedanQuestionGrid *self,
            const char *title,
            GtkListItemFactory *factory,
            gboolean expand,
            int width)
{
  g_autoptr (GtkColumnViewColumn) column = gtk_column_view_column_new (title, factory);

  gtk_column_view_column_set_expand (column, expand);
  gtk_column_view_column_set_resizable (column, TRUE);
  if (width > 0)
    gtk_column_view_column_set_fixed_width (column, redan_widget_scale (self->view, width));
  gtk_column_view_append_column (GTK_COLUMN_VIEW (self->view), column);
}

static GtkListItemFactory *
create_text_factory (gpointer effective)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (text_setup_cb), effective);
  g_signal_connect (factory, "bind", G_CALLBACK (text_bound_cb), effective);
  g_signal_connect (factory, "unbind", G_CALLBACK (text_unbound_cb), effective);
  return factory;
}

static GtkListItemFactory *
create_value_factory (RedanQuestionGrid *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect_object (factory, "bind", G_CALLBACK (value_bound_cb), self, 0);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (value_unbound_cb), self, 0);
  return factory;
}

static void
add_paste_shortcut (RedanQuestionGrid *self)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (controller),
      gtk_shortcut_new (redan_keys_dup_trigger ("grid.paste"),
                        gtk_callback_action_new (paste_cb, self, NULL)));
  gtk_widget_add_controller (self->view, controller);
}

static void
redan_question_grid_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (redan_question_grid_parent_class)->map (widget);
  refresh (REDAN_QUESTION_GRID (widget));
  if (REDAN_QUESTION_GRID (widget)->workspace != NULL)
    selection_changed_cb (REDAN_QUESTION_GRID (widget)->workspace, widget);
}

static void
redan_question_grid_dispose (GObject *object)
{
  RedanQuestionGrid *self = REDAN_QUESTION_GRID (object);

  if (self->workspace != NULL)
    g_signal_handlers_disconnect_by_data (self->workspace, self);
  g_clear_object (&self->workspace);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->choices);
  g_clear_object (&self->selection);
  g_clear_object (&self->rows);
  G_OBJECT_CLASS (redan_question_grid_parent_class)->dispose (object);
}

static void
redan_question_grid_finalize (GObject *object)
{
  g_ptr_array_unref (REDAN_QUESTION_GRID (object)->attributes);
  G_OBJECT_CLASS (redan_question_grid_parent_class)->finalize (object);
}

static void
redan_question_grid_class_init (RedanQuestionGridClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = redan_question_grid_dispose;
  G_OBJECT_CLASS (klass)->finalize = redan_question_grid_finalize;
  GTK_WIDGET_CLASS (klass)->map = redan_question_grid_map;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static GtkWidget *
create_head (RedanQuestionGrid *self)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  self->chooser = gtk_drop_down_new (
      NULL, gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string"));
  gtk_drop_down_set_enable_search (GTK_DROP_DOWN (self->chooser), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->chooser), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Attribute"), -1);
  g_signal_connect_object (self->chooser, "notify::selected", G_CALLBACK (attribute_chosen_cb),
                           self, G_CONNECT_SWAPPED);
  self->question = gtk_label_new (NULL);
  gtk_label_set_ellipsize (GTK_LABEL (self->question), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (self->question), 0);
  gtk_widget_set_hexpand (self->question, TRUE);
  gtk_widget_add_css_class (self->question, "dim-label");
  gtk_widget_add_css_class (head, "question-head");
  gtk_box_append (GTK_BOX (head), self->chooser);
  gtk_box_append (GTK_BOX (head), self->question);
  return head;
}

static void
redan_question_grid_init (RedanQuestionGrid *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->attributes = g_ptr_array_new ();
  self->rows = g_list_store_new (REDAN_TYPE_QUESTION_ROW);
  self->selection = gtk_multi_selection_new (g_object_ref (G_LIST_MODEL (self->rows)));
  g_signal_connect_object (self->selection, "selection-changed", G_CALLBACK (selected_cb), self, 0);
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  self->view = gtk_column_view_new (g_object_ref (GTK_SELECTION_MODEL (self->selection)));
  gtk_widget_add_css_class (self->view, "data-table");
  add_column (self, _ ("Object"), create_text_factory (NULL), TRUE, 0);
  add_column (self, _ ("Value"), create_value_factory (self), FALSE, 230);
  add_column (self, _ ("Holds now"), create_text_factory (self), TRUE, 0);
  add_paste_shortcut (self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Values of the attribute"), -1);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->view);
  gtk_widget_set_vexpand (scrolled, TRUE);
  self->message = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->message), TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->message), 0);
  gtk_widget_add_css_class (self->message, "error");
  gtk_widget_add_css_class (self->message, "question-head");
  gtk_widget_set_visible (self->message, FALSE);
  gtk_box_append (GTK_BOX (self->box), create_head (self));
  gtk_box_append (GTK_BOX (self->box), self->message);
  gtk_box_append (GTK_BOX (self->box), scrolled);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

GtkWidget *
redan_question_grid_new (void)
{
  return g_object_new (REDAN_TYPE_QUESTION_GRID, NULL);
}
