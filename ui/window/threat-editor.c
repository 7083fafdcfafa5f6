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
  gboolean is_saved;
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

/* ---- what was typed into a form that was closed comes back with the next one ---- */

#define DRAFT "threat-draft"

typedef struct
{
  char *title;
  char *description;
  guint category;
  guint severity;
} Draft;

static void
draft_free (gpointer data)
{
  Draft *draft = data;

  g_free (draft->title);
  g_free (draft->description);
  g_free (draft);
}

/** A click beside the form closes it, too. */
static void
closed_cb (Form *self)
{
  const char *title = gtk_editable_get_text (GTK_EDITABLE (self->title));
  g_autofree char *description = dup_description (self);
  Draft *draft = NULL;

  if (self->is_saved || !redan_id_is_null (&self->threat) ||
      (title[0] == '\0' && description[0] == '\0'))
    return;
  draft = g_new (Draft, 1);
  draft->title = g_strdup (title);
  draft->description = g_steal_pointer (&description);
  draft->category = adw_combo_row_get_selected (ADW_COMBO_ROW (self->category));
  draft->severity = adw_combo_row_get_selected (ADW_COMBO_ROW (self->severity));
  g_object_set_data_full (G_OBJECT (self->workspace), DRAFT, draft, draft_free);
  redan_toast_show (self->popover, _ ("Not added; what you typed is kept for the next time"));
}

static void
take_draft (Form *self)
{
  const Draft *draft = g_object_get_data (G_OBJECT (self->workspace), DRAFT);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->description));

  if (draft == NULL || !redan_id_is_null (&self->threat))
    return;
  gtk_editable_set_text (GTK_EDITABLE (self->title), draft->title);
  gtk_text_buffer_set_text (buffer, draft->description, -1);
  adw_combo_row_set_selected (ADW_COMBO_ROW (self->category), draft->category);
  adw_combo_row_set_selected (ADW_COMBO_ROW (self->severity), draft->severity);
  g_object_set_data (G_OBJECT (self->workspace), DRAFT, NULL);
}

/* ---- the new threat is shown once the analysis knows it ---- */

static void
show_new_cb (RedanWorkspace *workspace, gpointer user_data)
{
  const RedanId *id = user_data;
  const RedanAnalysis *analysis = redan_workspace_get_analysis (workspace);
  const RedanModel *model = analysis->facts->snapshot->model;
  const RedanObject *object = redan_model_lookup (model, id);
  const guint number = object != NULL ? redan_model_index_of (model, id) : G_MAXUINT;

  if (number == G_MAXUINT)
    {
      /* It was taken back, unless this is still the analysis of the model before. */
      if (redan_workspace_is_current (workspace))
        g_signal_handlers_disconnect_by_func (workspace, show_new_cb, user_data);
      return;
    }
  for (guint i = 0; i < analysis->threats->len; i++)
    if (g_array_index (analysis->threats, RedanThreat, i).recorded == number)
      {
        g_signal_handlers_disconnect_by_func (workspace, show_new_cb, user_data);
        redan_workspace_select_threat (workspace, i);
        return;
      }
}

static void
free_id (gpointer id, GClosure *closure)
{
  g_free (id);
}

/** After the views took the analysis over, so that they can find it. */
static void
show_when_analysed (RedanWorkspace *workspace, const RedanId *id)
{
  g_signal_connect_data (workspace, "analysed", G_CALLBACK (show_new_cb),
                         g_memdup2 (id, sizeof *id), free_id, G_CONNECT_AFTER);
}

static void
save_cb (Form *self)
{
  RedanId id = { "" };
  g_autofree char *description = dup_description (self);
  const RedanThreatText text = {
    .title = gtk_editable_get_text (GTK_EDITABLE (self->title)),
    .category = categories[adw_combo_row_get_selected (ADW_COMBO_ROW (self->category))],
    .severity = severities[adw_combo_row_get_selected (ADW_COMBO_ROW (self->severity))],
    .description = description,
  };
  const RedanModel *model = redan_workspace_get_model (self->workspace);
  const gboolean is_new = redan_id_is_null (&self->threat);
  RedanEdit *edit = is_new ? redan_command_add_threat (model, &self->target, &text, &id)
                           : redan_command_change_threat (model, &self->threat, &text);

  if (text.title[0] == '\0')
    {
      redan_edit_free (edit);
      return;
    }
  if (redan_workspace_apply (self->workspace, edit))
    {
      self->is_saved = TRUE;
      redan_toast_show_done (self->popover, self->workspace,
                             is_new ? _ ("Threat added") : _ ("Threat changed"));
      if (is_new)
        show_when_analysed (self->workspace, &id);
    }
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
  take_draft (self);
  update (self);
  g_signal_connect_swapped (self->popover, "closed", G_CALLBACK (closed_cb), self);
  redan_popup_open (GTK_POPOVER (self->popover), parent, NULL);
  gtk_widget_grab_focus (self->title);
}
