/* SPDX-License-Identifier: Apache-2.0 */
/* An editor for the value of one attribute, by the type that the schema gives it. */

#include "ui/window/inspector-value.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ui/report/wording.h"
#include "ui/window/inspector-choice.h"
#include "ui/window/inspector-text.h"
#include "ui/window/rows.h"

typedef enum
{
  EDITOR_CHOICE,
  EDITOR_SEGMENTS, /* yes, no, unknown */
  EDITOR_CHECKS,   /* a set of allowed values */
  EDITOR_TEXT,
  EDITOR_DATE,
  EDITOR_REFERENCE,
} EditorKind;

#define N_SEGMENTS 3

struct _RedanValueEditor
{
  GtkWidget parent_instance;

  RedanWorkspace *workspace;
  const RedanAttribute *attribute;
  EditorKind kind;
  GtkWidget *child;
  RedanChoice *choice;
  RedanTextField *field;
  GtkWidget *segments[N_SEGMENTS];
  GtkWidget *calendar;
  GPtrArray *words; /* what the options of a choice set; "" for nothing */
  char *own;
  char *effective;
  gboolean is_mixed;
};

G_DEFINE_FINAL_TYPE (RedanValueEditor, redan_value_editor, GTK_TYPE_WIDGET)

static guint signal_changed;

static EditorKind
find_kind (const RedanAttribute *attribute)
{
  switch (attribute->type)
    {
    case REDAN_ATTRIBUTE_TRI:
      return EDITOR_SEGMENTS;
    case REDAN_ATTRIBUTE_SET:
      return attribute->n_values > 0 ? EDITOR_CHECKS : EDITOR_TEXT;
    case REDAN_ATTRIBUTE_DATE:
    case REDAN_ATTRIBUTE_FACT_DATE:
      return EDITOR_DATE;
    case REDAN_ATTRIBUTE_STRING:
    case REDAN_ATTRIBUTE_INTEGER:
      return EDITOR_TEXT;
    case REDAN_ATTRIBUTE_REFERENCE:
      return EDITOR_REFERENCE;
    case REDAN_ATTRIBUTE_ENUM:
    case REDAN_ATTRIBUTE_RATING:
    case REDAN_ATTRIBUTE_FACT:
    default:
      return EDITOR_CHOICE;
    }
}

static void show (RedanValueEditor *self);

/** The owner may have refused the value: what stands in the model is shown again. */
static void
emit_changed (RedanValueEditor *self, const char *value)
{
  g_autoptr (RedanValueEditor) keep = g_object_ref (self);

  g_signal_emit (self, signal_changed, 0, value != NULL && *value != '\0' ? value : NULL);
  if (self->child != NULL)
    show (self);
}

static char *
dup_title (RedanValueEditor *self, const char *value)
{
  static const char *const ratings[] = { N_ ("very low"), N_ ("low"), N_ ("medium"), N_ ("high"),
                                         N_ ("very high") };

  if (self->attribute->type == REDAN_ATTRIBUTE_RATING && value[0] >= '1' && value[0] <= '5' &&
      value[1] == '\0')
    return g_strdup_printf ("%s – %s", value, _ (ratings[value[0] - '1']));
  if (self->attribute->type == REDAN_ATTRIBUTE_REFERENCE)
    {
      const RedanModel *model = redan_workspace_get_model (self->workspace);
      const RedanObject *object = redan_model_lookup_text (model, value);

      return object != NULL ? redan_object_dup_title (model, object) : g_strdup (_ ("Gone"));
    }
  return redan_inspection_dup_title (self->attribute, value);
}

/* Choices */

static void
add_word (RedanValueEditor *self, GPtrArray *titles, const char *word, char *title)
{
  g_ptr_array_add (self->words, g_strdup (word));
  g_ptr_array_add (titles, title);
}

static void
add_referable (RedanValueEditor *self, GPtrArray *titles)
{
  static const RedanSection sections[] = { REDAN_SECTION_BOUNDARY, REDAN_SECTION_ELEMENT,
                                           REDAN_SECTION_FLOW, REDAN_SECTION_ASSET };
  const RedanModel *model = redan_workspace_get_model (self->workspace);

  for (guint s = 0; s < G_N_ELEMENTS (sections); s++)
    for (guint i = 0; i < redan_model_get_n (model, sections[s]); i++)
      {
        const RedanObject *object = redan_model_get_nth (model, sections[s], i);
        RedanIdText id;

        add_word (self, titles, redan_id_to_text (&object->id, id),
                  redan_object_dup_title (model, object));
      }
}

static void
opening_cb (RedanValueEditor *self)
{
  g_autoptr (GPtrArray) titles = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_set_size (self->words, 0);
  if (self->kind != EDITOR_CHECKS)
    add_word (self, titles, "", g_strdup (_ ("Not set here")));
  if (self->kind == EDITOR_REFERENCE)
    add_referable (self, titles);
  for (guint i = 0; i < self->attribute->n_values; i++)
    add_word (self, titles, self->attribute->values[i],
              dup_title (self, self->attribute->values[i]));
  /* What is inherited, derived or a default can be denied. */
  if (self->kind == EDITOR_CHOICE &&
      (self->effective != NULL || g_strcmp0 (self->own, "unknown") == 0))
    add_word (self, titles, "unknown", g_strdup (_ ("Unknown")));
  redan_choice_set_options (self->choice, (const char *const *) titles->pdata, titles->len);
  show (self);
}

static gboolean
has_member (const char *values, const char *word)
{
  g_auto (GStrv) members = g_strsplit (values != NULL ? values : "", ",", -1);

  return g_strv_contains ((const char *const *) members, word);
}

static void
show_choice (RedanValueEditor *self)
{
  const char *value = self->own != NULL ? self->own : self->effective;
  g_autofree char *title = NULL;

  for (guint i = 0; i < self->words->len; i++)
    {
      const char *word = g_ptr_array_index (self->words, i);
      gboolean chosen = self->kind == EDITOR_CHECKS
                            ? has_member (self->own, word)
                            : g_str_equal (word, self->own != NULL ? self->own : "");

      redan_choice_set_chosen (self->choice, i, chosen && !self->is_mixed);
    }
  if (self->is_mixed)
    title = g_strdup (_ ("Mixed"));
  else if (value == NULL || g_str_equal (value, "unknown"))
    title = g_strdup (_ ("Unknown"));
  else
    title = dup_title (self, value);
  redan_choice_show (self->choice, title, self->is_mixed || self->own == NULL);
}

static char *
dup_toggled (RedanValueEditor *self, const char *word)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->attribute->n_values; i++)
    {
      const char *value = self->attribute->values[i];

      if (has_member (self->is_mixed ? NULL : self->own, value) != g_str_equal (value, word))
        g_string_append_printf (text, "%s%s", text->len > 0 ? "," : "", value);
    }
  return g_string_free (text, FALSE);
}

static void
chosen_cb (RedanValueEditor *self, guint position)
{
  const char *word = g_ptr_array_index (self->words, position);
  g_autofree char *value = self->kind == EDITOR_CHECKS ? dup_toggled (self, word) : g_strdup (word);

  emit_changed (self, value);
}

static void
create_choice (RedanValueEditor *self)
{
  self->child = redan_choice_new (self->attribute->label);
  self->choice = REDAN_CHOICE (self->child);
  redan_choice_set_multiple (self->choice, self->kind == EDITOR_CHECKS);
  g_signal_connect_object (self->choice, "opening", G_CALLBACK (opening_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->choice, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
}

/* Segments */

static void
segment_clicked_cb (GtkWidget *segment, RedanValueEditor *self)
{
  emit_changed (self, segment == self->segments[0]   ? "yes"
                      : segment == self->segments[1] ? "no"
                                                     : NULL);
}

static void
show_segments (RedanValueEditor *self)
{
  const char *value = self->own != NULL ? self->own : self->effective;
  guint active = 2;

  if (self->is_mixed)
    active = N_SEGMENTS;
  else if (g_strcmp0 (value, "yes") == 0)
    active = 0;
  else if (g_strcmp0 (value, "no") == 0)
    active = 1;
  for (guint i = 0; i < N_SEGMENTS; i++)
    {
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->segments[i]), i == active);
      if (self->own == NULL && i == active)
        gtk_widget_add_css_class (self->segments[i], "elsewhere");
      else
        gtk_widget_remove_css_class (self->segments[i], "elsewhere");
    }
}

static void
create_segments (RedanValueEditor *self)
{
  const char *labels[N_SEGMENTS] = { _ ("Yes"), _ ("No"), "?" };
  const char *names[N_SEGMENTS] = { _ ("Yes"), _ ("No"), _ ("Unknown") };

  self->child = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_add_css_class (self->child, "linked");
  gtk_widget_add_css_class (self->child, "segments");
  for (guint i = 0; i < N_SEGMENTS; i++)
    {
      g_autofree char *name = g_strdup_printf (_ ("%s: %s"), self->attribute->label, names[i]);

      self->segments[i] = gtk_toggle_button_new_with_label (labels[i]);
      gtk_widget_set_hexpand (self->segments[i], TRUE);
      redan_widget_set_tooltip (self->segments[i], names[i]);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->segments[i]),
                                      GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
      g_signal_connect_object (self->segments[i], "clicked", G_CALLBACK (segment_clicked_cb), self,
                               0);
      gtk_box_append (GTK_BOX (self->child), self->segments[i]);
    }
}

/* Texts and dates */

/** Members of a free set as they were typed, without blanks and empty ones. */
static char *
dup_members (const char *text)
{
  g_auto (GStrv) members = g_strsplit (text, ",", -1);
  GString *joined = g_string_new (NULL);

  for (guint i = 0; members[i] != NULL; i++)
    if (*g_strstrip (members[i]) != '\0')
      g_string_append_printf (joined, "%s%s", joined->len > 0 ? "," : "", members[i]);
  return g_string_free (joined, FALSE);
}

static gboolean
check_text (const char *text, gpointer user_data, GError **error)
{
  const RedanAttribute *attribute = user_data;
  g_autofree char *joined = NULL;
  g_auto (GStrv) members = NULL;

  if (attribute->type == REDAN_ATTRIBUTE_FACT_DATE)
    {
      guint days;

      if (redan_days_from_date (text, &days))
        return TRUE;
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "%s",
                   _ ("expected a date as YYYY-MM-DD"));
      return FALSE;
    }
  if (attribute->type != REDAN_ATTRIBUTE_SET)
    return redan_attribute_check (attribute, text, error);
  joined = dup_members (text);
  members = g_strsplit (joined, ",", -1);
  for (guint i = 0; members[i] != NULL; i++)
    if (!redan_attribute_check (attribute, members[i], error))
      return FALSE;
  return TRUE;
}

static void
committed_cb (RedanValueEditor *self, const char *text)
{
  g_autofree char *value =
      self->attribute->type == REDAN_ATTRIBUTE_SET ? dup_members (text) : g_strdup (text);

  emit_changed (self, value);
}

static void
show_text (RedanValueEditor *self)
{
  const char *hint = self->effective;

  if (self->is_mixed)
    hint = _ ("Mixed");
  else if (hint == NULL)
    hint = self->kind == EDITOR_DATE ? "YYYY-MM-DD" : _ ("Unknown");
  redan_text_field_set_text (self->field, self->is_mixed ? NULL : self->own);
  redan_text_field_set_hint (self->field, hint);
}

static void
day_selected_cb (RedanValueEditor *self)
{
  g_autoptr (GDateTime) date = gtk_calendar_get_date (GTK_CALENDAR (self->calendar));
  g_autofree char *text = g_date_time_format (date, "%Y-%m-%d");

  emit_changed (self, text);
}

/** The calendar opens at the date that holds. */
static void
create_calendar (GtkMenuButton *button, gpointer user_data)
{
  RedanValueEditor *self = REDAN_VALUE_EDITOR (user_data);
  GtkWidget *popover = gtk_popover_new ();
  const char *value = self->own != NULL ? self->own : self->effective;
  int year, month, day;

  self->calendar = gtk_calendar_new ();
  if (value != NULL && sscanf (value, "%4d-%2d-%2d", &year, &month, &day) == 3)
    {
      g_autoptr (GDateTime) date = g_date_time_new_local (year, month, day, 12, 0, 0);

      if (date != NULL)
        gtk_calendar_select_day (GTK_CALENDAR (self->calendar), date);
    }
  g_signal_connect_object (self->calendar, "day-selected", G_CALLBACK (day_selected_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_popover_set_child (GTK_POPOVER (popover), self->calendar);
  gtk_menu_button_set_popover (button, popover);
}

static void
create_text (RedanValueEditor *self)
{
  GtkWidget *field =
      redan_text_field_new (REDAN_TEXT_FIELD_LINE, self->attribute->label, _ ("Unknown"));
  GtkWidget *button = NULL;
  g_autofree char *name = NULL;

  self->field = REDAN_TEXT_FIELD (field);
  gtk_widget_set_hexpand (field, TRUE);
  redan_text_field_set_check (self->field, check_text, (gpointer) self->attribute, NULL);
  g_signal_connect_object (field, "committed", G_CALLBACK (committed_cb), self, G_CONNECT_SWAPPED);
  self->child = field;
  if (self->kind != EDITOR_DATE)
    return;
  self->child = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  button = gtk_menu_button_new ();
  name = g_strdup_printf (_ ("Calendar for %s"), self->attribute->label);
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "x-office-calendar-symbolic");
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (button), create_calendar, self, NULL);
  gtk_widget_set_tooltip_text (button, _ ("Calendar"));
  gtk_widget_set_valign (button, GTK_ALIGN_START);
  gtk_widget_add_css_class (button, "flat");
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_first_child (button)),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_box_append (GTK_BOX (self->child), field);
  gtk_box_append (GTK_BOX (self->child), button);
}

/* The widget */

static void
show (RedanValueEditor *self)
{
  switch (self->kind)
    {
    case EDITOR_SEGMENTS:
      show_segments (self);
      break;
    case EDITOR_TEXT:
    case EDITOR_DATE:
      show_text (self);
      break;
    case EDITOR_CHOICE:
    case EDITOR_CHECKS:
    case EDITOR_REFERENCE:
    default:
      show_choice (self);
      break;
    }
}

static void
redan_value_editor_dispose (GObject *object)
{
  RedanValueEditor *self = REDAN_VALUE_EDITOR (object);

  g_clear_pointer (&self->child, gtk_widget_unparent);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (redan_value_editor_parent_class)->dispose (object);
}

static void
redan_value_editor_finalize (GObject *object)
{
  RedanValueEditor *self = REDAN_VALUE_EDITOR (object);

  g_ptr_array_unref (self->words);
  g_free (self->own);
  g_free (self->effective);
  G_OBJECT_CLASS (redan_value_editor_parent_class)->finalize (object);
}

static gboolean
redan_value_editor_grab_focus (GtkWidget *widget)
{
  RedanValueEditor *self = REDAN_VALUE_EDITOR (widget);

  if (self->kind == EDITOR_SEGMENTS)
    return gtk_widget_grab_focus (self->segments[0]);
  return gtk_widget_grab_focus (self->field != NULL ? GTK_WIDGET (self->field) : self->child);
}

static void
redan_value_editor_class_init (RedanValueEditorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = redan_value_editor_dispose;
  G_OBJECT_CLASS (klass)->finalize = redan_value_editor_finalize;
  widget_class->grab_focus = redan_value_editor_grab_focus;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  signal_changed = g_signal_new ("changed", REDAN_TYPE_VALUE_EDITOR, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
redan_value_editor_init (RedanValueEditor *self)
{
  self->words = g_ptr_array_new_with_free_func (g_free);
}

GtkWidget *
redan_value_editor_new (RedanWorkspace *workspace, const RedanAttribute *attribute)
{
  RedanValueEditor *self = g_object_new (REDAN_TYPE_VALUE_EDITOR, NULL);

  self->workspace = g_object_ref (workspace);
  self->attribute = attribute;
  self->kind = find_kind (attribute);
  if (self->kind == EDITOR_SEGMENTS)
    create_segments (self);
  else if (self->kind == EDITOR_TEXT || self->kind == EDITOR_DATE)
    create_text (self);
  else
    create_choice (self);
  gtk_widget_set_parent (self->child, GTK_WIDGET (self));
  return GTK_WIDGET (self);
}

void
redan_value_editor_set (RedanValueEditor *self, const RedanInspectedValue *value)
{
  g_free (self->own);
  g_free (self->effective);
  self->own = g_strdup (value->own);
  /* What was raised by the data is said beside the value, the editor shows what was set. */
  self->effective = g_strdup (value->effective);
  self->is_mixed = value->own_is_mixed || (value->own == NULL && value->effective_is_mixed);
  show (self);
}

gboolean
redan_value_editor_is_wide (RedanValueEditor *self)
{
  return self->kind == EDITOR_TEXT && self->attribute->type != REDAN_ATTRIBUTE_INTEGER;
}
