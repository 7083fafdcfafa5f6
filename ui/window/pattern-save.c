/* SPDX-License-Identifier: Apache-2.0 */
/* The dialog that keeps the selection as a pattern. */

#include "ui/window/pattern-save.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "model/fragment.h"
#include "model/pattern.h"
#include "ui/report/wording.h"

typedef struct
{
  RedanWorkspace *workspace;
  RedanModel *fragment; /* as it was when the dialog came up */
  GtkWindow *parent;    /* weak */
  AdwMessageDialog *dialog;
  AdwEntryRow *name;
  AdwEntryRow *description;
  AdwComboRow *folder;
  GtkLabel *problem;
  GCallback saved;
  GObject *object; /* weak */
  gboolean asked;  /* whether the file may be replaced */
} Save;

static void
free_save (Save *self)
{
  g_clear_weak_pointer (&self->parent);
  g_clear_weak_pointer (&self->object);
  g_clear_pointer (&self->fragment, redan_model_unref);
  g_object_unref (self->workspace);
  g_free (self);
}

static void
name_changed_cb (GtkEditable *editable, gpointer user_data)
{
  Save *self = user_data;
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (editable)));

  self->asked = FALSE;
  gtk_widget_set_visible (GTK_WIDGET (self->problem), FALSE);
  adw_message_dialog_set_response_enabled (self->dialog, "save", *name != '\0');
  adw_message_dialog_set_response_label (self->dialog, "save", _ ("_Save"));
  adw_message_dialog_set_response_appearance (self->dialog, "save", ADW_RESPONSE_SUGGESTED);
}

static void
folder_changed_cb (GObject *row, GParamSpec *property, gpointer user_data)
{
  name_changed_cb (GTK_EDITABLE (((Save *) user_data)->name), user_data);
}

static RedanPatternOrigin
get_origin (const Save *self)
{
  return adw_combo_row_get_selected (self->folder) == 0 ? REDAN_PATTERN_USER
                                                        : REDAN_PATTERN_REPOSITORY;
}

static void present (Save *self, const char *name, const char *description, guint folder);

static void
show_problem (Save *self, const GError *error)
{
  g_autofree char *visible = redan_text_make_visible (error->message);

  gtk_label_set_text (self->problem, visible);
  gtk_widget_set_visible (GTK_WIDGET (self->problem), TRUE);
  if (!g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_EXIST))
    return;
  self->asked = TRUE;
  adw_message_dialog_set_response_label (self->dialog, "save", _ ("_Replace"));
  adw_message_dialog_set_response_appearance (self->dialog, "save", ADW_RESPONSE_DESTRUCTIVE);
}

/** Any response closes the dialog, so that what failed brings up another with the same words. */
static void
response_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  Save *self = user_data;
  g_autofree char *directory =
      redan_patterns_dup_directory (get_origin (self), redan_workspace_get_path (self->workspace));
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name))));
  g_autofree char *description =
      g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->description))));
  g_autoptr (GError) error = NULL;

  if (!g_str_equal (response, "save") ||
      redan_pattern_save (self->fragment, directory, name, description, self->asked, NULL, &error))
    {
      if (g_str_equal (response, "save") && self->object != NULL)
        ((void (*) (GObject *)) self->saved) (self->object);
      free_save (self);
      return;
    }
  present (self, name, description, adw_combo_row_get_selected (self->folder));
  show_problem (self, error);
}

static GtkWidget *
create_content (Save *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *group = adw_preferences_group_new ();
  g_autoptr (GtkStringList) folders = gtk_string_list_new (NULL);

  self->name = ADW_ENTRY_ROW (adw_entry_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->name), _ ("Name"));
  adw_entry_row_set_activates_default (self->name, TRUE);
  self->description = ADW_ENTRY_ROW (adw_entry_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->description), _ ("What it is for"));
  adw_entry_row_set_activates_default (self->description, TRUE);
  gtk_string_list_append (folders, _ ("My patterns"));
  if (redan_workspace_get_path (self->workspace) != NULL)
    gtk_string_list_append (folders, _ ("Beside the model"));
  self->folder = ADW_COMBO_ROW (adw_combo_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->folder), _ ("Folder"));
  adw_combo_row_set_model (self->folder, G_LIST_MODEL (folders));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), GTK_WIDGET (self->name));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), GTK_WIDGET (self->description));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), GTK_WIDGET (self->folder));
  self->problem = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->problem, TRUE);
  gtk_label_set_wrap_mode (self->problem, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (self->problem, 0);
  gtk_widget_add_css_class (GTK_WIDGET (self->problem), "error");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), FALSE);
  gtk_box_append (GTK_BOX (box), group);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->problem));
  return box;
}

static void
present (Save *self, const char *name, const char *description, guint folder)
{
  self->dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (
      self->parent, _ ("Save as Pattern"),
      _ ("What is selected, with attributes and data, without decisions.")));
  adw_message_dialog_set_extra_child (self->dialog, create_content (self));
  adw_message_dialog_add_responses (self->dialog, "cancel", _ ("_Cancel"), "save", _ ("_Save"),
                                    NULL);
  adw_message_dialog_set_default_response (self->dialog, "save");
  adw_message_dialog_set_close_response (self->dialog, "cancel");
  gtk_editable_set_text (GTK_EDITABLE (self->name), name);
  gtk_editable_set_text (GTK_EDITABLE (self->description), description);
  adw_combo_row_set_selected (self->folder, folder);
  g_signal_connect (self->name, "changed", G_CALLBACK (name_changed_cb), self);
  g_signal_connect (self->folder, "notify::selected", G_CALLBACK (folder_changed_cb), self);
  g_signal_connect (self->dialog, "response", G_CALLBACK (response_cb), self);
  name_changed_cb (GTK_EDITABLE (self->name), self);
  gtk_window_present (GTK_WINDOW (self->dialog));
}

void
redan_pattern_save_present (GtkWindow *parent,
                            RedanWorkspace *workspace,
                            GCallback saved,
                            GObject *object)
{
  Save *self = g_new0 (Save, 1);
  guint n;
  const RedanId *ids = redan_workspace_get_selection (workspace, &n);

  self->workspace = g_object_ref (workspace);
  self->fragment = redan_fragment_new (redan_workspace_get_model (workspace), ids, n,
                                       redan_workspace_get_diagram_id (workspace));
  self->saved = saved;
  g_set_weak_pointer (&self->parent, parent);
  g_set_weak_pointer (&self->object, object);
  present (self, "", "", 0);
}
