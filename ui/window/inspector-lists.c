/* SPDX-License-Identifier: Apache-2.0 */
/* Diagrams and assumptions of the model: add, name, order, delete, show. */

#include <glib/gi18n-lib.h>

#include "model/command.h"
#include "ui/report/wording.h"
#include "ui/window/inspector-choice.h"
#include "ui/window/inspector-pages.h"
#include "ui/window/inspector-parts.h"

#define STATE_WIDTH 132

#define REDAN_TYPE_MODEL_LISTS (redan_model_lists_get_type ())
G_DECLARE_FINAL_TYPE (RedanModelLists, redan_model_lists, REDAN, MODEL_LISTS, RedanInspectorPage)

/* A diagram or an assumption. */
typedef struct
{
  RedanModelLists *page;
  RedanId id;
  guint position;
  GtkWidget *widget; /* row of the list */
  GtkWidget *name;
  GtkWidget *shown;   /* diagram: whether it is the one on the canvas */
  GtkWidget *up;      /* diagram */
  GtkWidget *down;    /* diagram */
  RedanChoice *state; /* assumption */
  gboolean is_current;
} Row;

struct _RedanModelLists
{
  RedanInspectorPage parent_instance;

  GtkWidget *diagrams;
  GtkWidget *assumptions;
  GtkWidget *add_diagram;
  GtkWidget *add_assumption;
  GHashTable *rows; /* RedanId: Row */
  GtkWidget *radio; /* never shown: makes radio buttons of those that join it, also of one alone */
  gboolean is_showing;
};

G_DEFINE_FINAL_TYPE (RedanModelLists, redan_model_lists, REDAN_TYPE_INSPECTOR_PAGE)

static const char *const states[] = { "unconfirmed", "confirmed", "rejected" };

static RedanWorkspace *
get_workspace (RedanModelLists *self)
{
  return redan_inspector_page_get_workspace (REDAN_INSPECTOR_PAGE (self));
}

static const RedanModel *
get_model (RedanModelLists *self)
{
  return redan_workspace_get_model (get_workspace (self));
}

/* Diagrams */

static void
shown_toggled_cb (GtkCheckButton *radio, Row *row)
{
  if (!row->page->is_showing && gtk_check_button_get_active (radio))
    redan_workspace_set_diagram (get_workspace (row->page), row->position);
}

static void
move_clicked_cb (GtkWidget *button, Row *row)
{
  const guint position = button == row->up ? row->position - 1 : row->position + 1;
  const RedanId id = row->id;

  redan_workspace_apply (get_workspace (row->page),
                         redan_command_move_diagram (get_model (row->page), &id, position));
}

static void
delete_clicked_cb (GtkWidget *button, Row *row)
{
  const RedanModel *model = get_model (row->page);
  const RedanId id = row->id;

  redan_workspace_apply (get_workspace (row->page), row->state == NULL
                                                        ? redan_command_delete_diagram (model, &id)
                                                        : redan_command_delete (model, &id, 1));
}

static GtkWidget *
create_button (Row *row, const char *icon_name, const char *name, GCallback callback)
{
  GtkWidget *button = redan_inspector_icon_button_new (icon_name, name);

  g_signal_connect (button, "clicked", callback, row);
  return button;
}

static void
fill_diagram (RedanModelLists *self, Row *row)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);

  row->shown = gtk_check_button_new ();
  gtk_check_button_set_group (GTK_CHECK_BUTTON (row->shown), GTK_CHECK_BUTTON (self->radio));
  g_signal_connect (row->shown, "toggled", G_CALLBACK (shown_toggled_cb), row);
  gtk_widget_set_tooltip_text (row->shown, _ ("Show this diagram"));
  row->name =
      redan_inspector_field_new (get_workspace (self), &row->id, REDAN_FIELD_NAME,
                                 REDAN_TEXT_FIELD_LINE, _ ("Name of the diagram"), _ ("Unnamed"));
  gtk_widget_set_hexpand (row->name, TRUE);
  row->up = create_button (row, "go-up-symbolic", _ ("Move the diagram up"),
                           G_CALLBACK (move_clicked_cb));
  row->down = create_button (row, "go-down-symbolic", _ ("Move the diagram down"),
                             G_CALLBACK (move_clicked_cb));
  gtk_box_append (GTK_BOX (line), row->shown);
  gtk_box_append (GTK_BOX (line), row->name);
  gtk_box_append (GTK_BOX (line), row->up);
  gtk_box_append (GTK_BOX (line), row->down);
  gtk_box_append (GTK_BOX (line),
                  create_button (row, "user-trash-symbolic", _ ("Delete the diagram"),
                                 G_CALLBACK (delete_clicked_cb)));
  row->widget = redan_inspector_wide_row_new (line);
}

static void
refresh_diagram (RedanModelLists *self, Row *row, const RedanObject *diagram, guint n)
{
  g_autofree char *title = redan_object_dup_title (get_model (self), diagram);
  g_autofree char *name = g_strdup_printf (_ ("Show %s"), title);

  gtk_widget_set_sensitive (row->up, row->position > 0);
  gtk_widget_set_sensitive (row->down, row->position + 1 < n);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row->shown), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
  self->is_showing = TRUE;
  gtk_check_button_set_active (GTK_CHECK_BUTTON (row->shown),
                               row->position == redan_workspace_get_diagram (get_workspace (self)));
  self->is_showing = FALSE;
}

/* Assumptions */

static void
state_opening_cb (Row *row)
{
  const RedanObject *object = redan_model_lookup (get_model (row->page), &row->id);
  const char *state = object != NULL ? redan_object_get (object, REDAN_FIELD_STATE) : NULL;
  g_autoptr (GPtrArray) titles = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    g_ptr_array_add (titles, redan_word_dup_title (states[i]));
  redan_choice_set_options (row->state, (const char *const *) titles->pdata, titles->len);
  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    redan_choice_set_chosen (row->state, i, g_strcmp0 (state, states[i]) == 0);
}

static void
state_chosen_cb (Row *row, guint position)
{
  redan_workspace_apply (
      get_workspace (row->page),
      redan_command_set_attribute (get_model (row->page), &row->id, "state", states[position]));
}

static void
fill_assumption (RedanModelLists *self, Row *row)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *choice = redan_choice_new (_ ("State of the assumption"));

  row->state = REDAN_CHOICE (choice);
  gtk_widget_set_size_request (choice, STATE_WIDTH, -1);
  gtk_widget_set_hexpand (choice, TRUE);
  gtk_widget_set_halign (choice, GTK_ALIGN_START);
  g_signal_connect_swapped (choice, "opening", G_CALLBACK (state_opening_cb), row);
  g_signal_connect_swapped (choice, "chosen", G_CALLBACK (state_chosen_cb), row);
  row->name = redan_inspector_field_new (get_workspace (self), &row->id, REDAN_FIELD_NAME,
                                         REDAN_TEXT_FIELD_NAME, _ ("Assumption"), _ ("Assumption"));
  gtk_box_append (GTK_BOX (line), choice);
  gtk_box_append (GTK_BOX (line),
                  create_button (row, "user-trash-symbolic", _ ("Delete the assumption"),
                                 G_CALLBACK (delete_clicked_cb)));
  gtk_box_append (GTK_BOX (box), row->name);
  gtk_box_append (GTK_BOX (box), line);
  row->widget = redan_inspector_wide_row_new (box);
}

static void
refresh_assumption (Row *row, const RedanObject *assumption)
{
  const char *state = redan_object_get (assumption, REDAN_FIELD_STATE);
  g_autofree char *title = redan_word_dup_title (state != NULL ? state : states[0]);

  redan_choice_show (row->state, title, state == NULL);
}

/* Both */

static Row *
ensure_row (RedanModelLists *self, const RedanObject *object, guint position)
{
  const gboolean is_diagram = object->section == REDAN_SECTION_DIAGRAM;
  Row *row = g_hash_table_lookup (self->rows, &object->id);

  if (row == NULL)
    {
      row = g_new0 (Row, 1);
      row->page = self;
      row->id = object->id;
      row->position = position;
      if (is_diagram)
        fill_diagram (self, row);
      else
        fill_assumption (self, row);
      g_object_set_data_full (G_OBJECT (row->widget), "row", row, g_free);
      g_hash_table_insert (self->rows, &row->id, row);
      gtk_list_box_append (GTK_LIST_BOX (is_diagram ? self->diagrams : self->assumptions),
                           row->widget);
    }
  row->position = position;
  row->is_current = TRUE;
  redan_inspector_field_refresh (row->name, get_workspace (self));
  return row;
}

static int
compare_rows (GtkListBoxRow *a, GtkListBoxRow *b, gpointer user_data)
{
  const Row *first = g_object_get_data (G_OBJECT (a), "row");
  const Row *second = g_object_get_data (G_OBJECT (b), "row");

  /* The line to add one stays the last. */
  if (first == NULL || second == NULL)
    return (first == NULL) - (second == NULL);
  return (first->position > second->position) - (first->position < second->position);
}

static void
remove_gone (RedanModelLists *self)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Row *row = value;
      GtkWidget *widget = row->widget;

      if (row->is_current)
        {
          row->is_current = FALSE;
          continue;
        }
      g_hash_table_iter_remove (&iter);
      gtk_list_box_remove (GTK_LIST_BOX (gtk_widget_get_parent (widget)), widget);
    }
}

static void
redan_model_lists_refresh (RedanInspectorPage *page)
{
  RedanModelLists *self = REDAN_MODEL_LISTS (page);
  const GPtrArray *diagrams = redan_workspace_get_diagrams (get_workspace (self));
  guint n;
  const RedanObject *const *assumptions =
      redan_model_get_objects (get_model (self), REDAN_SECTION_ASSUMPTION, &n);

  for (guint i = 0; i < diagrams->len; i++)
    {
      const RedanObject *diagram = g_ptr_array_index (diagrams, i);

      refresh_diagram (self, ensure_row (self, diagram, i), diagram, diagrams->len);
    }
  for (guint i = 0; i < n; i++)
    refresh_assumption (ensure_row (self, assumptions[i], i), assumptions[i]);
  remove_gone (self);
  gtk_list_box_invalidate_sort (GTK_LIST_BOX (self->diagrams));
}

static void
diagram_added_cb (RedanModelLists *self, const char *text)
{
  if (text[0] == '\0')
    return;
  redan_text_field_clear (REDAN_TEXT_FIELD (self->add_diagram));
  redan_workspace_apply (get_workspace (self),
                         redan_command_add_diagram (get_model (self), text, NULL));
}

static void
assumption_added_cb (RedanModelLists *self, const char *text)
{
  if (text[0] == '\0')
    return;
  redan_text_field_clear (REDAN_TEXT_FIELD (self->add_assumption));
  redan_workspace_apply (get_workspace (self),
                         redan_command_add_assumption (get_model (self), text, NULL));
}

static gboolean
check_name (const char *text, gpointer user_data, GError **error)
{
  const RedanModel *model = get_model (user_data);

  return redan_field_check_value (redan_model_get_schema (model), REDAN_SECTION_DIAGRAM,
                                  REDAN_FIELD_NAME, NULL, text, error);
}

static GtkWidget *
add_line (RedanModelLists *self,
          GtkWidget *list,
          const char *name,
          const char *hint,
          GCallback callback)
{
  GtkWidget *field = redan_text_field_new (REDAN_TEXT_FIELD_LINE, name, hint);

  redan_text_field_set_check (REDAN_TEXT_FIELD (field), check_name, self, NULL);
  g_signal_connect_object (field, "committed", callback, self, G_CONNECT_SWAPPED);
  gtk_list_box_append (GTK_LIST_BOX (list), redan_inspector_wide_row_new (field));
  gtk_list_box_set_sort_func (GTK_LIST_BOX (list), compare_rows, NULL, NULL);
  return field;
}

static void
redan_model_lists_fill (RedanInspectorPage *page, GtkWidget *box)
{
  RedanModelLists *self = REDAN_MODEL_LISTS (page);

  self->diagrams = redan_inspector_add_list (box, _ ("Diagrams"));
  self->add_diagram = add_line (self, self->diagrams, _ ("New diagram"), _ ("Add a diagram…"),
                                G_CALLBACK (diagram_added_cb));
  self->assumptions = redan_inspector_add_list (box, _ ("Assumptions"));
  self->add_assumption = add_line (self, self->assumptions, _ ("New assumption"),
                                   _ ("Add an assumption…"), G_CALLBACK (assumption_added_cb));
}

static void
redan_model_lists_dispose (GObject *object)
{
  G_OBJECT_CLASS (redan_model_lists_parent_class)->dispose (object);
  g_clear_object (&REDAN_MODEL_LISTS (object)->radio);
}

static void
redan_model_lists_finalize (GObject *object)
{
  g_hash_table_unref (REDAN_MODEL_LISTS (object)->rows);
  G_OBJECT_CLASS (redan_model_lists_parent_class)->finalize (object);
}

static void
redan_model_lists_class_init (RedanModelListsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = redan_model_lists_dispose;
  G_OBJECT_CLASS (klass)->finalize = redan_model_lists_finalize;
  REDAN_INSPECTOR_PAGE_CLASS (klass)->fill = redan_model_lists_fill;
  REDAN_INSPECTOR_PAGE_CLASS (klass)->refresh = redan_model_lists_refresh;
}

static void
redan_model_lists_init (RedanModelLists *self)
{
  self->rows = g_hash_table_new (redan_id_hash, redan_id_equal);
  self->radio = g_object_ref_sink (gtk_check_button_new ());
}
