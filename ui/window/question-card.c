/* SPDX-License-Identifier: Apache-2.0 */
/* One open question at a time: what is asked of which object, and what each answer would change. */

#include "ui/window/question-card.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "ui/report/answers.h"
#include "ui/report/wording.h"
#include "ui/window/rows.h"

#define MAX_BUTTONS 12 /* more answers are a list to choose from */

/**
 * RedanQuestionCard:
 * @passed: keys of questions that were answered or skipped
 * @history: keys in the order of passing
 * @current: the question shown, of @questions
 */
struct _RedanQuestionCard
{
  GtkWidget parent_instance;

  RedanWorkspace *workspace;
  const RedanQuestions *questions;
  GHashTable *passed;
  GPtrArray *history;
  const RedanQuestion *current;

  GtkWidget *scrolled;
  GtkWidget *box;
};

G_DEFINE_FINAL_TYPE (RedanQuestionCard, redan_question_card, GTK_TYPE_WIDGET)

static guint show_all_signal;

static void show (RedanQuestionCard *self);

/** Which question it is, for as long as there are others: those are replaced by each ranking. */
typedef struct
{
  const RedanAttribute *attribute; /* of the schema */
  RedanId object;                  /* null for the programme */
} Key;

static Key
make_key (const RedanQuestion *question)
{
  Key key = { question->attribute, { "" } };

  if (question->object != NULL)
    key.object = question->object->id;
  return key;
}

static guint
hash_key (gconstpointer data)
{
  const Key *key = data;

  return redan_id_hash (&key->object) * 31 + g_direct_hash (key->attribute);
}

static gboolean
equal_keys (gconstpointer a, gconstpointer b)
{
  const Key *x = a;
  const Key *y = b;

  return x->attribute == y->attribute && redan_id_equal (&x->object, &y->object);
}

/* The first question that was not passed; how many are left in @n_left_out. */
static const RedanQuestion *
find_next (const RedanQuestionCard *self, guint *n_left_out)
{
  const guint n_passed = g_hash_table_size (self->passed);
  const RedanQuestion *next = NULL;
  guint n = 0;

  for (guint i = 0; self->questions != NULL && i < self->questions->n; i++)
    {
      const Key key = make_key (&self->questions->questions[i]);

      if (n_passed > 0 && g_hash_table_contains (self->passed, &key))
        continue;
      if (next == NULL)
        next = &self->questions->questions[i];
      n++;
    }
  if (n_left_out != NULL)
    *n_left_out = n;
  return next;
}

static const RedanQuestion *
find_key (const RedanQuestionCard *self, const Key *wanted)
{
  for (guint i = 0; self->questions != NULL && i < self->questions->n; i++)
    {
      const Key key = make_key (&self->questions->questions[i]);

      if (equal_keys (&key, wanted))
        return &self->questions->questions[i];
    }
  return NULL;
}

static void
pass (RedanQuestionCard *self)
{
  const Key key = make_key (self->current);

  g_hash_table_add (self->passed, g_memdup2 (&key, sizeof key));
  g_ptr_array_add (self->history, g_memdup2 (&key, sizeof key));
  self->current = find_next (self, NULL);
  show (self);
}

static void
answer (RedanQuestionCard *self, const char *value)
{
  const RedanQuestion *question = self->current;
  RedanEdit *edit = redan_questions_answer (
      self->questions, redan_workspace_get_model (self->workspace), question->attribute,
      question->object != NULL ? &question->object->id : NULL, value);

  if (redan_workspace_apply (self->workspace, edit))
    pass (self);
}

static void
answer_clicked_cb (GtkButton *button, gpointer user_data)
{
  answer (REDAN_QUESTION_CARD (user_data), g_object_get_data (G_OBJECT (button), "value"));
}

static void
skip_clicked_cb (GtkButton *button, gpointer user_data)
{
  pass (REDAN_QUESTION_CARD (user_data));
}

/* Back to the newest passed question that is still open. */
static void
previous_clicked_cb (GtkButton *button, gpointer user_data)
{
  RedanQuestionCard *self = REDAN_QUESTION_CARD (user_data);
  const RedanQuestion *question = NULL;

  while (question == NULL && self->history->len > 0)
    {
      g_autofree Key *key = g_ptr_array_steal_index (self->history, self->history->len - 1);

      g_hash_table_remove (self->passed, key);
      question = find_key (self, key);
    }
  if (question != NULL)
    self->current = question;
  show (self);
}

static void
reveal_clicked_cb (GtkButton *button, gpointer user_data)
{
  RedanQuestionCard *self = REDAN_QUESTION_CARD (user_data);

  redan_workspace_select_object (self->workspace, &self->current->object->id);
}

static void
all_clicked_cb (GtkButton *button, gpointer user_data)
{
  RedanQuestionCard *self = REDAN_QUESTION_CARD (user_data);

  g_signal_emit (self, show_all_signal, 0, self->current->attribute);
}

static guint
count_same (const RedanQuestionCard *self)
{
  guint n = 0;

  for (guint i = 0; i < self->questions->n; i++)
    n += self->questions->questions[i].attribute == self->current->attribute;
  return n;
}

static char *
dup_place (const RedanQuestionCard *self)
{
  if (self->current->object == NULL)
    return g_strdup (_ ("Security programme"));

  return redan_object_dup_title (self->questions->analysis->facts->snapshot->model,
                                 self->current->object);
}

/* ---- the answers ---- */

static char *
dup_effect (const RedanAnswer *effect)
{
  g_autofree char *confirmed =
      g_strdup_printf (ngettext ("confirms %d threat", "confirms %d threats", effect->n_confirmed),
                       effect->n_confirmed);
  g_autofree char *removed = g_strdup_printf (
      ngettext ("removes %d threat", "removes %d threats", effect->n_removed), effect->n_removed);

  if (effect->n_confirmed > 0 && effect->n_removed > 0)
    return g_strdup_printf ("%s, %s", confirmed, removed);
  if (effect->n_confirmed > 0 || effect->n_removed > 0)
    return g_strdup (effect->n_confirmed > 0 ? confirmed : removed);
  return g_strdup (effect->change == 0 ? _ ("changes nothing") : _ ("changes scores only"));
}

static char *
dup_change (const RedanQuestionCard *self, const RedanAnswer *effect)
{
  g_autofree char *change = redan_change_dup_text (effect->change);

  return g_strconcat (self->current->exact ? "" : "≈ ", change, NULL);
}

static GtkWidget *
create_change (const RedanQuestionCard *self, const RedanAnswer *effect)
{
  g_autofree char *text = dup_change (self, effect);
  GtkWidget *label = gtk_label_new (text);

  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "numeric");
  gtk_widget_add_css_class (label, effect->change < 0   ? "success"
                                   : effect->change > 0 ? "error"
                                                        : "dim-label");
  return label;
}

static GtkWidget *
create_answer (RedanQuestionCard *self, guint number)
{
  const RedanAnswer *effect = redan_questions_get_answers (self->questions, self->current) + number;
  g_autofree char *value =
      redan_questions_dup_value (self->questions, self->current->attribute, number);
  g_autofree char *title = redan_value_dup_title (self->current->attribute, value);
  g_autofree char *change = dup_change (self, effect);
  g_autofree char *tooltip = dup_effect (effect);
  g_autofree char *spoken = g_strdup_printf (_ ("%s, %s points, %s"), title, change, tooltip);
  GtkWidget *button = gtk_button_new ();
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *label = gtk_label_new (title);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 28);
  gtk_box_append (GTK_BOX (content), label);
  gtk_box_append (GTK_BOX (content), create_change (self, effect));
  gtk_button_set_child (GTK_BUTTON (button), content);
  gtk_widget_add_css_class (button, "answer");
  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken,
                                  -1);
  g_object_set_data_full (G_OBJECT (button), "value", g_steal_pointer (&value), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (answer_clicked_cb), self, 0);
  return button;
}

static GtkWidget *
create_buttons (RedanQuestionCard *self)
{
  GtkWidget *flow = gtk_flow_box_new ();

  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (flow), GTK_SELECTION_NONE);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (flow), MAX_BUTTONS);
  gtk_flow_box_set_column_spacing (GTK_FLOW_BOX (flow), 6);
  gtk_flow_box_set_row_spacing (GTK_FLOW_BOX (flow), 6);
  for (guint i = 0; i < self->current->n_answers; i++)
    {
      GtkWidget *child = gtk_flow_box_child_new ();

      gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (child), create_answer (self, i));
      /* Tab goes from button to button. */
      gtk_widget_set_focusable (child, FALSE);
      gtk_flow_box_insert (GTK_FLOW_BOX (flow), child, -1);
    }
  return flow;
}

static void
set_clicked_cb (GtkWidget *button, gpointer user_data)
{
  RedanQuestionCard *self = REDAN_QUESTION_CARD (user_data);
  GtkWidget *entry = g_object_get_data (G_OBJECT (button), "entry");
  const RedanAttribute *attribute = self->current->attribute;
  g_autofree char *value = NULL;
  g_autoptr (GError) error = NULL;

  if (GTK_IS_DROP_DOWN (entry))
    {
      answer (self, attribute->values[gtk_drop_down_get_selected (GTK_DROP_DOWN (entry))]);
      return;
    }
  if (redan_value_from_text (attribute, gtk_editable_get_text (GTK_EDITABLE (entry)), &value,
                             &error) &&
      value != NULL)
    answer (self, value);
  else
    {
      gtk_widget_add_css_class (entry, "error");
      gtk_widget_set_tooltip_text (entry, error != NULL ? error->message : NULL);
    }
}

static void
entry_changed_cb (GtkWidget *entry, gpointer user_data)
{
  gtk_widget_remove_css_class (entry, "error");
  gtk_widget_set_tooltip_text (entry, NULL);
}

static GtkWidget *
create_list (const RedanQuestionCard *self)
{
  const RedanAttribute *attribute = self->current->attribute;
  const RedanAnswer *answers = redan_questions_get_answers (self->questions, self->current);
  g_autoptr (GPtrArray) titles = g_ptr_array_new_with_free_func (g_free);
  GtkWidget *chooser;

  for (guint i = 0; i < attribute->n_values; i++)
    {
      g_autofree char *title = redan_value_dup_title (attribute, attribute->values[i]);
      g_autofree char *change = dup_change (self, &answers[i]);

      g_ptr_array_add (titles, g_strdup_printf ("%s  (%s)", title, change));
    }
  g_ptr_array_add (titles, NULL);
  chooser = gtk_drop_down_new_from_strings ((const char *const *) titles->pdata);
  return chooser;
}

static GtkWidget *
create_entry (const RedanQuestionCard *self)
{
  const RedanAttribute *attribute = self->current->attribute;
  GtkWidget *entry = gtk_entry_new ();

  if (attribute->type == REDAN_ATTRIBUTE_INTEGER)
    gtk_entry_set_input_purpose (GTK_ENTRY (entry), GTK_INPUT_PURPOSE_NUMBER);
  else
    {
      g_autofree char *today = redan_questions_dup_value (self->questions, attribute, 0);

      gtk_editable_set_text (GTK_EDITABLE (entry), today);
      gtk_entry_set_placeholder_text (GTK_ENTRY (entry), _ ("YYYY-MM-DD"));
    }
  gtk_editable_set_max_width_chars (GTK_EDITABLE (entry), 12);
  g_signal_connect (entry, "changed", G_CALLBACK (entry_changed_cb), NULL);
  return entry;
}

/* A list, a date or a number, with a button that sets it. */
static GtkWidget *
create_field (RedanQuestionCard *self)
{
  const RedanAttribute *attribute = self->current->attribute;
  const RedanAnswer *answers = redan_questions_get_answers (self->questions, self->current);
  gboolean is_list = attribute->n_values > 0;
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *entry = is_list ? create_list (self) : create_entry (self);
  GtkWidget *button = gtk_button_new_with_label (_ ("Set"));

  g_object_set_data (G_OBJECT (button), "entry", entry);
  g_signal_connect_object (button, "clicked", G_CALLBACK (set_clicked_cb), self, 0);
  if (!is_list)
    g_signal_connect_object (entry, "activate", G_CALLBACK (gtk_widget_activate), button,
                             G_CONNECT_SWAPPED);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  attribute->label, -1);
  gtk_box_append (GTK_BOX (box), entry);
  gtk_box_append (GTK_BOX (box), button);
  if (!is_list)
    {
      g_autofree char *first = dup_change (self, &answers[0]);
      g_autofree char *second = dup_change (self, &answers[1]);
      g_autofree char *text = g_strdup_printf (attribute->type == REDAN_ATTRIBUTE_INTEGER
                                                   ? _ ("lowest value %s, highest value %s")
                                                   : _ ("today %s, ten years ago %s"),
                                               first, second);
      GtkWidget *label = gtk_label_new (text);

      gtk_widget_add_css_class (label, "dim-label");
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_box_append (GTK_BOX (box), label);
    }
  return box;
}

/* ---- the card ---- */

static GtkWidget *
create_place (RedanQuestionCard *self)
{
  g_autofree char *place = dup_place (self);
  g_autofree char *shown = redan_text_shorten (place, REDAN_SHORT_TEXT);
  GtkWidget *label = gtk_label_new (shown);
  GtkWidget *button;

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, "heading");
  gtk_widget_set_halign (label, GTK_ALIGN_START);
  if (self->current->object == NULL)
    return label;

  button = gtk_button_new ();
  gtk_button_set_child (GTK_BUTTON (button), label);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "place");
  gtk_widget_set_tooltip_text (button, _ ("Show it in the diagram"));
  g_signal_connect_object (button, "clicked", G_CALLBACK (reveal_clicked_cb), self, 0);
  return button;
}

static GtkWidget *
create_all (RedanQuestionCard *self)
{
  g_autofree char *text = g_strdup_printf (_ ("All %u"), count_same (self));
  GtkWidget *button = gtk_button_new_with_label (text);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _ ("Answer it for all objects in the grid"));
  g_signal_connect_object (button, "clicked", G_CALLBACK (all_clicked_cb), self, 0);
  return button;
}

static GtkWidget *
create_head (RedanQuestionCard *self, guint n_left)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  g_autofree char *count =
      g_strdup_printf (ngettext ("%u question left", "%u questions left", n_left), n_left);
  GtkWidget *label = gtk_label_new (count);
  GtkWidget *previous = gtk_button_new_from_icon_name ("go-previous-symbolic");
  GtkWidget *skip = gtk_button_new_with_label (_ ("Skip"));

  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_set_halign (label, GTK_ALIGN_END);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_add_css_class (previous, "flat");
  gtk_widget_add_css_class (skip, "flat");
  gtk_widget_set_sensitive (previous, self->history->len > 0);
  gtk_widget_set_tooltip_text (previous, _ ("Previous question"));
  gtk_widget_set_tooltip_text (skip, _ ("Ask something else first"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (previous), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Previous question"), -1);
  g_signal_connect_object (previous, "clicked", G_CALLBACK (previous_clicked_cb), self, 0);
  g_signal_connect_object (skip, "clicked", G_CALLBACK (skip_clicked_cb), self, 0);
  gtk_box_append (GTK_BOX (box), create_place (self));
  gtk_box_append (GTK_BOX (box), label);
  if (self->current->object != NULL && count_same (self) > 1)
    gtk_box_append (GTK_BOX (box), create_all (self));
  gtk_box_append (GTK_BOX (box), previous);
  gtk_box_append (GTK_BOX (box), skip);
  return box;
}

static char *
dup_note (const RedanQuestionCard *self)
{
  const RedanQuestion *question = self->current;
  g_autofree char *worst = redan_change_dup_text (question->worst);
  g_autofree char *hidden =
      question->worst > 0
          ? g_strdup_printf (_ ("As long as nobody answers, %s at worst is not counted. "), worst)
          : g_strdup ("");

  return g_strconcat (hidden,
                      question->exact ? _ ("Points are changes of the residual risk.")
                                      : _ ("Points are changes of the residual risk, estimated."),
                      NULL);
}

static void
show_nothing (RedanQuestionCard *self)
{
  GtkWidget *status = adw_status_page_new ();
  GtkWidget *again;

  gtk_widget_add_css_class (status, "compact");
  if (self->questions == NULL)
    {
      adw_status_page_set_title (ADW_STATUS_PAGE (status), _ ("Looking for open questions…"));
      gtk_box_append (GTK_BOX (self->box), status);
      return;
    }

  adw_status_page_set_title (ADW_STATUS_PAGE (status), _ ("No open question is left"));
  adw_status_page_set_description (ADW_STATUS_PAGE (status),
                                   self->history->len > 0
                                       ? _ ("Skipped ones can be looked at again.")
                                       : _ ("Nothing that is not said would change a score."));
  if (self->history->len > 0)
    {
      again = gtk_button_new_with_label (_ ("Previous question"));
      gtk_widget_set_halign (again, GTK_ALIGN_CENTER);
      g_signal_connect_object (again, "clicked", G_CALLBACK (previous_clicked_cb), self, 0);
      adw_status_page_set_child (ADW_STATUS_PAGE (status), again);
    }
  gtk_box_append (GTK_BOX (self->box), status);
}

static void
show (RedanQuestionCard *self)
{
  g_autofree char *note = NULL;
  guint n_left;

  find_next (self, &n_left);
  redan_box_clear (self->box);
  if (self->current == NULL)
    {
      show_nothing (self);
      return;
    }

  note = dup_note (self);
  gtk_box_append (GTK_BOX (self->box), create_head (self, n_left));
  gtk_box_append (GTK_BOX (self->box),
                  redan_heading_new (self->current->attribute->question, "title-4"));
  gtk_box_append (GTK_BOX (self->box),
                  self->current->attribute->n_values > 0 && self->current->n_answers <= MAX_BUTTONS
                      ? create_buttons (self)
                      : create_field (self));
  gtk_box_append (GTK_BOX (self->box),
                  redan_paragraph_new (self->current->attribute->meaning, TRUE));
  gtk_box_append (GTK_BOX (self->box), redan_paragraph_new (note, TRUE));
}

/* What was asked stays on the card as long as it is open, so that buttons do not move under the
 * pointer. */
void
redan_question_card_set_questions (RedanQuestionCard *self, const RedanQuestions *questions)
{
  const gboolean had_one = self->current != NULL;
  const Key key = had_one ? make_key (self->current) : (Key){ NULL, { "" } };
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  gboolean had_focus = focus != NULL && gtk_widget_is_ancestor (focus, self->box);

  self->questions = questions;
  self->current = had_one ? find_key (self, &key) : NULL;
  if (self->current == NULL)
    self->current = find_next (self, NULL);
  show (self);
  if (had_focus)
    gtk_widget_child_focus (self->box, GTK_DIR_TAB_FORWARD);
}

void
redan_question_card_set_workspace (RedanQuestionCard *self, RedanWorkspace *workspace)
{
  g_set_object (&self->workspace, workspace);
  g_hash_table_remove_all (self->passed);
  g_ptr_array_set_size (self->history, 0);
  self->questions = NULL;
  self->current = NULL;
  show (self);
}

static void
redan_question_card_dispose (GObject *object)
{
  RedanQuestionCard *self = REDAN_QUESTION_CARD (object);

  g_clear_object (&self->workspace);
  g_clear_pointer (&self->scrolled, gtk_widget_unparent);
  G_OBJECT_CLASS (redan_question_card_parent_class)->dispose (object);
}

static void
redan_question_card_finalize (GObject *object)
{
  RedanQuestionCard *self = REDAN_QUESTION_CARD (object);

  g_hash_table_unref (self->passed);
  g_ptr_array_unref (self->history);
  G_OBJECT_CLASS (redan_question_card_parent_class)->finalize (object);
}

static void
redan_question_card_class_init (RedanQuestionCardClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = redan_question_card_dispose;
  G_OBJECT_CLASS (klass)->finalize = redan_question_card_finalize;
  show_all_signal = g_signal_new ("show-all", REDAN_TYPE_QUESTION_CARD, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
redan_question_card_init (RedanQuestionCard *self)
{
  self->passed = g_hash_table_new_full (hash_key, equal_keys, g_free, NULL);
  self->history = g_ptr_array_new_with_free_func (g_free);
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9);
  self->scrolled = redan_page_new (self->box, REDAN_PAGE_WIDTH);
  gtk_widget_add_css_class (self->box, "question-card");
  gtk_widget_set_parent (self->scrolled, GTK_WIDGET (self));
}

GtkWidget *
redan_question_card_new (void)
{
  return g_object_new (REDAN_TYPE_QUESTION_CARD, NULL);
}
