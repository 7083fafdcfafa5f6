/* SPDX-License-Identifier: Apache-2.0 */
/* The form for a threat in the words of a person: what may happen, of which kind, how severe. */

#include "ui/window/threat-editor.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "model/command-triage.h"
#include "ui/report/wording.h"
#include "ui/window/popup.h"
#include "ui/window/rows.h"
#include "ui/window/toast.h"

static const char *const categories[] = { "",
                                          "Spoofing",
                                          "Tampering",
                                          "Repudiation",
                                          "Information disclosure",
                                          "Denial of service",
                                          "Elevation of privilege",
                                          NULL };
static const char *const severities[] = { "", "critical", "high", "medium", "low", "info", NULL };

typedef struct
{
  RedanWorkspace *workspace;
  RedanId target;
  RedanId threat; /* null for a new one */
  GtkWidget *popover;
  GtkWidget *title;
  GtkWidget *category;
  GtkWidget *severity;
  GtkWidget *description;
  GtkWidget *button;
} Form;

static void
form_free (gpointer data)
{
  g_object_unref (((Form *) data)->workspace);
  g_free (data);
}

static void
update (Form *self)
{
  gtk_widget_set_sensitive (self->button,
                            gtk_editable_get_text (GTK_EDITABLE (self->title))[0] != '\0');
}

static char *
dup_description (const Form *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->description));
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

static void
save_cb (Form *self)
{
  g_autofree char *description = dup_description (self);
  const RedanThreatText text = {
    .title = gtk_editable_get_text (GTK_EDITABLE (self->title)),
    .category = categories[adw_combo_row_get_selected (ADW_COMBO_ROW (self->category))],
    .severity = severities[adw_combo_row_get_selected (ADW_COMBO_ROW (self->severity))],
    .description = description,
  };
  const RedanModel *model = redan_workspace_get_model (self->workspace);
  const gboolean is_new = redan_id_is_null (&self->threat);
  RedanEdit *edit = is_new ? redan_command_add_threat (model, &self->target, &text, NULL)
                           : redan_command_change_threat (model, &self->threat, &text);

  if (text.title[0] == '\0')
    {
      redan_edit_free (edit);
      return;
    }
  if (redan_workspace_apply (self->workspace, edit))
    redan_toast_show_done (self->popover, self->workspace,
                           is_new ? _ ("Threat added") : _ ("Threat changed"));
  gtk_popover_popdown (GTK_POPOVER (self->popover));
}

static GtkWidget *
create_choice (const char *title, GtkStringList *titles, const char *const *words, const char *word)
{
  GtkWidget *row = adw_combo_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (titles));
  for (guint i = 0; word != NULL && words[i] != NULL; i++)
    if (g_ascii_strcasecmp (words[i], word) == 0)
      adw_combo_row_set_selected (ADW_COMBO_ROW (row), i);
  return row;
}

static GtkStringList *
list_severities (void)
{
  GtkStringList *titles = gtk_string_list_new (NULL);

  gtk_string_list_append (titles, _ ("Not rated"));
  for (int band = REDAN_BAND_CRITICAL; band >= REDAN_BAND_INFO; band--)
    gtk_string_list_append (titles, redan_band_get_title ((RedanBand) band));
  return titles;
}

static GtkStringList *
list_categories (void)
{
  GtkStringList *titles = gtk_string_list_new (NULL);

  gtk_string_list_append (titles, _ ("None"));
  for (guint i = 1; categories[i] != NULL; i++)
    gtk_string_list_append (titles, categories[i]);
  return titles;
}

static GtkWidget *
create_description (Form *self, const char *text)
{
  GtkWidget *frame = gtk_scrolled_window_new ();
  GtkTextBuffer *buffer = NULL;

  self->description = gtk_text_view_new ();
  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->description));
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (self->description), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (self->description), FALSE);
  gtk_text_view_set_left_margin (GTK_TEXT_VIEW (self->description), 9);
  gtk_text_view_set_right_margin (GTK_TEXT_VIEW (self->description), 9);
  gtk_text_view_set_top_margin (GTK_TEXT_VIEW (self->description), 9);
  gtk_text_view_set_bottom_margin (GTK_TEXT_VIEW (self->description), 9);
  gtk_text_buffer_set_text (buffer, text != NULL ? text : "", -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->description), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Description"), -1);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (frame), self->description);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (frame), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_widget_set_size_request (frame, -1, 90);
  gtk_widget_add_css_class (frame, "view");
  gtk_scrolled_window_set_has_frame (GTK_SCROLLED_WINDOW (frame), TRUE);
  return frame;
}

static GtkWidget *
create_caption (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "dim-label");
  return label;
}

static GtkWidget *
create_content (Form *self, const RedanObject *threat, const RedanObject *target)
{
  const RedanModel *model = redan_workspace_get_model (self->workspace);
  g_autofree char *place =
      target != NULL ? redan_object_dup_title (model, target) : g_strdup (_ ("the model"));
  g_autofree char *shown = redan_text_shorten (place, REDAN_SHORT_TEXT / 2);
  g_autofree char *where = g_strdup_printf (_ ("on %s"), shown);
  g_autoptr (GtkStringList) category_titles = list_categories ();
  g_autoptr (GtkStringList) severity_titles = list_severities ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *group =
      redan_group_new (threat != NULL ? _ ("Change Threat") : _ ("Add Threat"), where);

  self->title = adw_entry_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->title), _ ("What may happen"));
  if (threat != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->title), redan_object_get_name (threat));
  self->category =
      create_choice (_ ("Category"), category_titles, categories,
                     threat != NULL ? redan_object_get (threat, REDAN_FIELD_CATEGORY) : NULL);
  self->severity =
      create_choice (_ ("Severity"), severity_titles, severities,
                     threat != NULL ? redan_object_get (threat, REDAN_FIELD_SEVERITY) : "medium");
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), self->title);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), self->category);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), self->severity);

  self->button = gtk_button_new_with_label (threat != NULL ? _ ("Change") : _ ("Add"));
  gtk_widget_add_css_class (self->button, "suggested-action");
  g_signal_connect_swapped (self->button, "clicked", G_CALLBACK (save_cb), self);
  g_signal_connect_swapped (self->title, "changed", G_CALLBACK (update), self);
  g_signal_connect_swapped (self->title, "entry-activated", G_CALLBACK (save_cb), self);
  gtk_box_append (GTK_BOX (box), group);
  gtk_box_append (GTK_BOX (box), create_caption (_ ("Description")));
  gtk_box_append (GTK_BOX (box),
                  create_description (self, threat != NULL
                                                ? redan_object_get (threat, REDAN_FIELD_DESCRIPTION)
                                                : NULL));
  gtk_box_append (GTK_BOX (box), self->button);
  gtk_widget_set_size_request (box, 310, -1);
  return box;
}

void
redan_threat_editor_popup (GtkWidget *parent,
                           RedanWorkspace *workspace,
                           const RedanId *target,
                           const RedanId *threat)
{
  Form *self = g_new0 (Form, 1);
  const RedanModel *model = redan_workspace_get_model (workspace);
  const RedanObject *changed = threat != NULL ? redan_model_lookup (model, threat) : NULL;

  self->workspace = g_object_ref (workspace);
  if (changed != NULL)
    {
      self->threat = *threat;
      redan_object_get_reference (changed, REDAN_FIELD_TARGET, &self->target);
    }
  else if (target != NULL)
    self->target = *target;
  self->popover = gtk_popover_new ();
  g_object_set_data_full (G_OBJECT (self->popover), "form", self, form_free);
  gtk_popover_set_child (GTK_POPOVER (self->popover),
                         create_content (self, changed, redan_model_lookup (model, &self->target)));
  update (self);
  redan_popup_open (GTK_POPOVER (self->popover), parent, NULL);
  gtk_widget_grab_focus (self->title);
}
