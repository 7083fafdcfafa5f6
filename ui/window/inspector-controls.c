/* SPDX-License-Identifier: Apache-2.0 */
/* The controls that may stand on an object, or for the model as a whole: their state, why, and a
 * list to set it. */

#include <glib/gi18n-lib.h>

#include "model/command.h"
#include "ui/report/inspection-controls.h"
#include "ui/report/wording.h"
#include "ui/window/inspector-choice.h"
#include "ui/window/inspector-pages.h"
#include "ui/window/inspector-parts.h"
#include "ui/window/rows.h"

#define CHOICE_WIDTH 112

#define REDAN_TYPE_CONTROLS_PAGE (redan_controls_page_get_type ())
G_DECLARE_FINAL_TYPE (
    RedanControlsPage, redan_controls_page, REDAN, CONTROLS_PAGE, RedanInspectorPage)

/* The states that a person may give; the first one takes the placement back. */
static const RedanControlState states[] = { REDAN_STATE_ABSENT, REDAN_STATE_PLANNED,
                                            REDAN_STATE_DECLARED, REDAN_STATE_ATTESTED,
                                            REDAN_STATE_VALIDATED };

/* One control in the page. */
typedef struct
{
  RedanControlsPage *page;
  guint32 control;
  GtkWidget *widget;
  GtkWidget *source;
  RedanChoice *choice;
  char *placed;
  gboolean is_current; /* it may still stand here */
} Row;

struct _RedanControlsPage
{
  RedanInspectorPage parent_instance;

  GtkWidget *here;   /* in place, in conflict, or useful */
  GtkWidget *others; /* expander with the rest */
  GtkWidget *empty;
  GHashTable *rows; /* control number: Row */
};

G_DEFINE_FINAL_TYPE (RedanControlsPage, redan_controls_page, REDAN_TYPE_INSPECTOR_PAGE)

static RedanWorkspace *
get_workspace (RedanControlsPage *self)
{
  return redan_inspector_page_get_workspace (REDAN_INSPECTOR_PAGE (self));
}

static const RedanControl *
get_control (RedanControlsPage *self, guint32 control)
{
  const RedanFacts *facts = redan_workspace_get_analysis (get_workspace (self))->facts;

  return &redan_catalogue_get_controls (facts->catalogue, NULL)[control];
}

static void
row_free (gpointer data)
{
  Row *row = data;

  g_free (row->placed);
  g_free (row);
}

/** What the controls are for; %NULL for the model as a whole. */
static const RedanId *
get_target (RedanControlsPage *self)
{
  const RedanId *id = redan_inspector_page_get_id (REDAN_INSPECTOR_PAGE (self));

  return redan_id_is_null (id) ? NULL : id;
}

static const char *
get_state_title (RedanControlsPage *self, RedanControlState state)
{
  if (state != REDAN_STATE_ABSENT)
    return redan_control_state_get_title (state);
  return get_target (self) != NULL ? _ ("Not placed here") : _ ("Not placed");
}

static void
opening_cb (Row *row)
{
  const char *titles[G_N_ELEMENTS (states)];

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    titles[i] = get_state_title (row->page, states[i]);
  redan_choice_set_options (row->choice, titles, G_N_ELEMENTS (states));
  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    redan_choice_set_chosen (row->choice, i,
                             g_str_equal (redan_control_state_get_word (states[i]),
                                          row->placed != NULL
                                              ? row->placed
                                              : redan_control_state_get_word (REDAN_STATE_ABSENT)));
}

static void
chosen_cb (Row *row, guint position)
{
  RedanControlsPage *self = row->page;
  RedanWorkspace *workspace = get_workspace (self);
  const RedanModel *model = redan_workspace_get_model (workspace);
  const RedanId *target = get_target (self);
  const RedanControl *control = get_control (self, row->control);
  const RedanId id = redan_mitigation_id (control->id, target);
  RedanIdText text;

  if (position > 0)
    redan_workspace_apply (
        workspace,
        redan_command_place_control (model, control->id,
                                     target != NULL ? redan_id_to_text (target, text) : "model",
                                     redan_control_state_get_word (states[position])));
  else if (redan_model_lookup (model, &id) != NULL)
    redan_workspace_apply (workspace, redan_command_delete (model, &id, 1));
}

static GtkWidget *
create_words (Row *row, const RedanControl *control)
{
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *title = gtk_label_new (control->title);

  row->source = gtk_label_new (NULL);
  for (guint i = 0; i < 2; i++)
    {
      GtkLabel *label = GTK_LABEL (i == 0 ? title : row->source);

      gtk_label_set_xalign (label, 0);
      gtk_label_set_wrap (label, TRUE);
      gtk_label_set_wrap_mode (label, PANGO_WRAP_WORD_CHAR);
      gtk_box_append (GTK_BOX (words), GTK_WIDGET (label));
    }
  gtk_widget_add_css_class (row->source, "caption");
  gtk_widget_add_css_class (row->source, "dim-label");
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_tooltip_text (words, control->description);
  return words;
}

static Row *
create_row (RedanControlsPage *self, guint32 number)
{
  const RedanControl *control = get_control (self, number);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *choice = redan_choice_new (control->title);
  Row *row = g_new0 (Row, 1);

  row->page = self;
  row->control = number;
  row->choice = REDAN_CHOICE (choice);
  gtk_widget_set_size_request (choice, CHOICE_WIDTH, -1);
  gtk_widget_set_valign (choice, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (choice, "opening", G_CALLBACK (opening_cb), row);
  g_signal_connect_swapped (choice, "chosen", G_CALLBACK (chosen_cb), row);
  gtk_box_append (GTK_BOX (line), create_words (row, control));
  gtk_box_append (GTK_BOX (line), choice);
  row->widget = redan_inspector_wide_row_new (line);
  g_object_set_data_full (G_OBJECT (row->widget), "row", row, row_free);
  return row;
}

static void
refresh_row (RedanControlsPage *self, Row *row, const RedanInspectedControl *item)
{
  g_autofree char *why = redan_inspected_control_dup_source (item);
  g_autofree char *source = g_strdup_printf ("%s · %s", get_control (self, row->control)->id, why);

  g_free (row->placed);
  row->placed = g_strdup (item->placed);
  gtk_label_set_text (GTK_LABEL (row->source), source);
  if (redan_inspected_control_is_conflict (item))
    gtk_widget_add_css_class (row->source, "error");
  else
    gtk_widget_remove_css_class (row->source, "error");
  redan_choice_show (row->choice, redan_control_state_get_title (item->state),
                     item->placed == NULL);
}

/** Most controls of the model as a whole work against something: only those of one object are told
 * apart by that. */
static gboolean
is_near (RedanControlsPage *self, const RedanInspectedControl *item)
{
  return redan_inspected_control_is_conflict (item) || item->state != REDAN_STATE_ABSENT ||
         item->placed != NULL || (get_target (self) != NULL && item->n_threats > 0);
}

static void
redan_controls_page_fill (RedanInspectorPage *page, GtkWidget *box)
{
  RedanControlsPage *self = REDAN_CONTROLS_PAGE (page);
  const gboolean is_whole = get_target (self) == NULL;
  GtkWidget *list = NULL;

  self->here = redan_inspector_add_list (box, is_whole ? _ ("Controls of the whole model") : NULL);
  self->empty = redan_row_new (is_whole ? _ ("None is in place or planned")
                                        : _ ("No control works against a threat here"),
                               NULL);
  gtk_list_box_append (GTK_LIST_BOX (self->here), self->empty);
  list = redan_inspector_add_list (box, NULL);
  self->others =
      redan_expander_new (is_whole ? _ ("Controls to place") : _ ("Further controls"), NULL);
  g_signal_connect_object (self->others, "notify::expanded",
                           G_CALLBACK (redan_inspector_page_refresh), self, G_CONNECT_SWAPPED);
  gtk_list_box_append (GTK_LIST_BOX (list), self->others);
}

/** Rows are made when they are seen for the first time. */
static gboolean
is_wanted (RedanControlsPage *self, const RedanInspectedControl *item)
{
  return redan_inspector_page_is_shown (REDAN_INSPECTOR_PAGE (self)) &&
         (is_near (self, item) || adw_expander_row_get_expanded (ADW_EXPANDER_ROW (self->others)));
}

/** A control that cannot stand here any more, as the kind or technology is another one. */
static void
hide_gone (RedanControlsPage *self)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Row *row = value;

      gtk_widget_set_visible (row->widget, row->is_current);
      row->is_current = FALSE;
    }
}

/** Rows stay where they were made, so that nothing jumps under the pointer. */
static void
redan_controls_page_refresh (RedanInspectorPage *page)
{
  RedanControlsPage *self = REDAN_CONTROLS_PAGE (page);
  const RedanObject *object = redan_inspector_page_get_object (page);
  g_autoptr (GArray) items = NULL;
  g_autofree char *text = NULL;
  guint n_present = 0;
  guint n_near = 0;

  if (object == NULL && get_target (self) != NULL)
    return;
  items =
      redan_inspection_list_controls (redan_workspace_get_model (get_workspace (self)),
                                      redan_workspace_get_analysis (get_workspace (self)), object);
  for (guint i = 0; i < items->len; i++)
    {
      const RedanInspectedControl *item = &g_array_index (items, RedanInspectedControl, i);
      Row *row = g_hash_table_lookup (self->rows, GUINT_TO_POINTER (item->control + 1));

      n_present += item->state != REDAN_STATE_ABSENT;
      n_near += is_near (self, item);
      if (row == NULL && !is_wanted (self, item))
        continue;
      if (row == NULL)
        {
          row = create_row (self, item->control);
          g_hash_table_insert (self->rows, GUINT_TO_POINTER (item->control + 1), row);
          if (is_near (self, item))
            gtk_list_box_append (GTK_LIST_BOX (self->here), row->widget);
          else
            adw_expander_row_add_row (ADW_EXPANDER_ROW (self->others), row->widget);
        }
      refresh_row (self, row, item);
      row->is_current = TRUE;
    }
  hide_gone (self);
  gtk_widget_set_visible (self->empty, n_near == 0);
  gtk_widget_set_visible (gtk_widget_get_parent (gtk_widget_get_parent (self->others)),
                          n_near < items->len);
  text = g_strdup_printf (
      get_target (self) != NULL
          ? ngettext ("%u that may stand here", "%u that may stand here", items->len - n_near)
          : ngettext ("%u for the model as a whole", "%u for the model as a whole",
                      items->len - n_near),
      items->len - n_near);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self->others), text);
  redan_object_page_set_badge (GTK_WIDGET (self), n_present);
}

static void
redan_controls_page_finalize (GObject *object)
{
  g_hash_table_unref (REDAN_CONTROLS_PAGE (object)->rows);
  G_OBJECT_CLASS (redan_controls_page_parent_class)->finalize (object);
}

static void
redan_controls_page_class_init (RedanControlsPageClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = redan_controls_page_finalize;
  REDAN_INSPECTOR_PAGE_CLASS (klass)->fill = redan_controls_page_fill;
  REDAN_INSPECTOR_PAGE_CLASS (klass)->refresh = redan_controls_page_refresh;
}

static void
redan_controls_page_init (RedanControlsPage *self)
{
  self->rows = g_hash_table_new (NULL, NULL);
}
