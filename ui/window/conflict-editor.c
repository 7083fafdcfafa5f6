/* SPDX-License-Identifier: Apache-2.0 */
/* A popover that resolves a conflict with neither side. */

#include "config.h"

#include "ui/window/conflict-editor.h"

#include <glib/gi18n-lib.h>

#include "model/conflict.h"
#include "ui/report/wording.h"
#include "ui/window/popup.h"
#include "ui/window/rows.h"

#define TEXT_WIDTH 320
#define TEXT_HEIGHT 96

/** What a popover writes; one of the three fields, or none, is there. */
typedef struct
{
  RedanWorkspace *workspace;
  RedanId conflict;
  GtkWidget *popover;
  GtkWidget *entry;
  GtkWidget *text;
  GtkWidget *choice;
  GStrv words; /* of the choice, after "not set" */
} Editor;

static void
editor_free (gpointer data)
{
  Editor *self = data;

  g_strfreev (self->words);
  g_object_unref (self->workspace);
  g_free (self);
}

static char *
dup_value (Editor *self)
{
  if (self->entry != NULL)
    return g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry)));
  if (self->text != NULL)
    {
      GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->text));
      GtkTextIter start;
      GtkTextIter end;

      gtk_text_buffer_get_bounds (buffer, &start, &end);
      return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
    }
  guint chosen = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->choice));
  return g_strdup (chosen > 0 ? self->words[chosen - 1] : "");
}

/** The popover goes first: its button may be gone with the command. */
static void
finish (Editor *self, gboolean write)
{
  g_autoptr (RedanWorkspace) workspace = g_object_ref (self->workspace);
  const RedanModel *model = redan_workspace_get_model (workspace);
  const RedanObject *conflict = redan_model_lookup (model, &self->conflict);
  g_autofree char *value = write ? dup_value (self) : NULL;
  RedanEdit *edit = NULL;

  if (conflict != NULL && write)
    edit = redan_conflict_resolve_to (model, conflict, *value != '\0' ? value : NULL);
  else if (conflict != NULL)
    edit = redan_conflict_settle (model, conflict);
  gtk_popover_popdown (GTK_POPOVER (self->popover));
  if (edit != NULL)
    redan_workspace_apply (workspace, edit);
}

static void
write_cb (GtkWidget *widget, gpointer user_data)
{
  finish (user_data, TRUE);
}

static void
settle_cb (GtkWidget *widget, gpointer user_data)
{
  finish (user_data, FALSE);
}

/** The words that a value is chosen from, or NULL. */
static GStrv
list_words (const RedanAttribute *attribute, const RedanFieldInfo *info)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (attribute == NULL)
    return info != NULL && info->words != NULL ? g_strdupv ((char **) info->words) : NULL;
  if (attribute->n_values == 0)
    return NULL;
  for (guint i = 0; i < attribute->n_values; i++)
    g_strv_builder_add (builder, attribute->values[i]);
  g_strv_builder_add (builder, "unknown");
  return g_strv_builder_end (builder);
}

static GtkWidget *
create_choice (Editor *self, const RedanAttribute *attribute, const char *value)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);
  guint chosen = 0;

  gtk_string_list_append (titles, _ ("not set"));
  for (guint i = 0; self->words[i] != NULL; i++)
    {
      g_autofree char *title = attribute != NULL ? redan_value_dup_title (attribute, self->words[i])
                                                 : redan_word_dup_title (self->words[i]);

      gtk_string_list_append (titles, title);
      if (g_strcmp0 (self->words[i], value) == 0)
        chosen = i + 1;
    }
  self->choice = gtk_drop_down_new (G_LIST_MODEL (g_steal_pointer (&titles)), NULL);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->choice), chosen);
  return self->choice;
}

static GtkWidget *
create_text (Editor *self, const char *value)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->text = gtk_text_view_new ();
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (self->text), GTK_WRAP_WORD_CHAR);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->text)),
                            value != NULL ? value : "", -1);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->text);
  gtk_widget_set_size_request (scroller, TEXT_WIDTH, TEXT_HEIGHT);
  gtk_widget_add_css_class (scroller, "text-field");
  return scroller;
}

static GtkWidget *
create_field (Editor *self, const RedanModel *model, const RedanObject *conflict)
{
  const char *value = redan_conflict_get_value (conflict, REDAN_CONFLICT_OURS);
  const RedanObject *target;
  RedanField field = redan_conflict_get_field (model, conflict, &target);
  const RedanAttribute *attribute =
      redan_field_get_attribute (redan_model_get_schema (model), field);
  const RedanFieldInfo *info = redan_field_get_info (target->section, field);
  const gboolean lines = info != NULL && attribute == NULL &&
                         (info->type == REDAN_VALUE_TEXT || info->type == REDAN_VALUE_LINES);

  self->words = list_words (attribute, info);
  if (self->words != NULL)
    return create_choice (self, attribute, value);
  if (lines)
    return create_text (self, value);
  self->entry = gtk_entry_new ();
  gtk_editable_set_text (GTK_EDITABLE (self->entry), value != NULL ? value : "");
  gtk_editable_set_width_chars (GTK_EDITABLE (self->entry), 32);
  g_signal_connect (self->entry, "activate", G_CALLBACK (write_cb), self);
  return self->entry;
}

static void
add_field (Editor *self, GtkWidget *box, const RedanModel *model, const RedanObject *conflict)
{
  GtkWidget *field = create_field (self, model, conflict);
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("Use This _Value"));
  GtkWidget *focus = self->text != NULL ? self->text : field;

  gtk_accessible_update_property (GTK_ACCESSIBLE (focus), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Another value"), -1);
  gtk_widget_add_css_class (button, "suggested-action");
  g_signal_connect (button, "clicked", G_CALLBACK (write_cb), self);
  gtk_box_append (GTK_BOX (box), field);
  gtk_box_append (GTK_BOX (box), button);
}

void
redan_conflict_editor_popup (GtkWidget *parent,
                             RedanWorkspace *workspace,
                             const RedanId *id,
                             gboolean can_edit)
{
  const RedanModel *model = redan_workspace_get_model (workspace);
  const RedanObject *conflict = redan_model_lookup (model, id);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  GtkWidget *settle = gtk_button_new_with_mnemonic (_ ("_Leave It as It Is Now"));
  Editor *self = g_new0 (Editor, 1);

  self->workspace = g_object_ref (workspace);
  self->conflict = *id;
  self->popover = gtk_popover_new ();
  g_object_set_data_full (G_OBJECT (self->popover), "editor", self, editor_free);
  if (conflict != NULL && can_edit)
    add_field (self, box, model, conflict);
  else
    {
      GtkWidget *text = redan_paragraph_new (
          _ ("Change it in the diagram or in the details. Then the conflict can go."), TRUE);

      gtk_label_set_max_width_chars (GTK_LABEL (text), 36);
      gtk_box_append (GTK_BOX (box), text);
    }
  g_signal_connect (settle, "clicked", G_CALLBACK (settle_cb), self);
  gtk_box_append (GTK_BOX (box), settle);
  gtk_popover_set_child (GTK_POPOVER (self->popover), box);
  redan_popup_open (GTK_POPOVER (self->popover), parent, NULL);
}
