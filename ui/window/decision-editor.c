/* SPDX-License-Identifier: Apache-2.0 */
/* The decision about one threat in the details pane: buttons and fields, each change a command. */

#include <glib/gi18n-lib.h>

#include "ui/report/wording.h"
#include "ui/window/date-row.h"
#include "ui/window/decisions.h"
#include "ui/window/rows.h"
#include "ui/window/threat-index.h"
#include "ui/window/toast.h"

typedef struct
{
  RedanWorkspace *workspace;
  RedanAnalysis *analysis;
  guint32 threat;
  GtkWidget *group;
  GPtrArray *fields; /* rows of @group */
} Editor;

static void
editor_free (gpointer data)
{
  Editor *self = data;

  g_object_unref (self->workspace);
  redan_analysis_unref (self->analysis);
  g_ptr_array_unref (self->fields);
  g_free (self);
}

static const RedanThreat *
get_threat (const Editor *self)
{
  return &g_array_index (self->analysis->threats, RedanThreat, self->threat);
}

static void
apply (Editor *self, const RedanVerdict *verdict)
{
  redan_decisions_apply (self->group, self->workspace, self->analysis, &self->threat, 1, verdict);
}

static RedanField
get_field (GtkWidget *row)
{
  return (RedanField) GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (row), "field"));
}

/** What was typed into the row and not given up yet, or %NULL. From now on it is. */
static const char *
take_typed (GtkWidget *row)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (row));
  const RedanField field = get_field (row);

  if (g_str_equal (text, g_object_get_data (G_OBJECT (row), "value")))
    return NULL;
  if ((field == REDAN_FIELD_DUE || field == REDAN_FIELD_EXPIRES) &&
      !redan_date_row_is_valid (row, TRUE))
    return NULL;
  g_object_set_data_full (G_OBJECT (row), "value", g_strdup (text), g_free);
  return text;
}

/** Puts what was typed into @verdict. Returns: whether there is something */
static gboolean
collect (Editor *self, RedanVerdict *verdict)
{
  gboolean any = FALSE;

  for (guint i = 0; i < self->fields->len; i++)
    {
      GtkWidget *row = g_ptr_array_index (self->fields, i);
      const char *text = take_typed (row);

      if (text == NULL)
        continue;
      any = TRUE;
      switch ((int) get_field (row))
        {
        case REDAN_FIELD_OWNER:
          verdict->owner = text;
          break;
        case REDAN_FIELD_REASON:
          verdict->reason = text;
          break;
        case REDAN_FIELD_DUE:
          verdict->due = text;
          break;
        default:
          verdict->expires = text;
          break;
        }
    }
  return any;
}

static void
commit (Editor *self)
{
  RedanVerdict verdict = { 0 };

  /* The threat may have been decided since the analysis: its decision is left as it is. */
  if (collect (self, &verdict))
    apply (self, &verdict);
}

/** A date that is none goes with the fields: who typed it is told. */
static void
tell_refused (Editor *self)
{
  for (guint i = 0; i < self->fields->len; i++)
    {
      GtkWidget *row = g_ptr_array_index (self->fields, i);
      const char *text = gtk_editable_get_text (GTK_EDITABLE (row));
      g_autofree char *shown = redan_text_shorten (text, REDAN_SHORT_TEXT / 2);
      g_autofree char *message = NULL;

      if (g_str_equal (text, g_object_get_data (G_OBJECT (row), "value")))
        continue;
      message = g_strdup_printf (_ ("“%s” is no day like 2030-12-31: the date was left as it was"),
                                 shown);
      redan_toast_show (self->group, message);
    }
}

void
redan_decision_editor_commit (GtkWidget *editor)
{
  Editor *self = g_object_get_data (G_OBJECT (editor), "editor");

  commit (self);
  tell_refused (self);
}

static void
chosen_cb (GtkWidget *button, gpointer user_data)
{
  Editor *self = user_data;
  const RedanDecision decision =
      (RedanDecision) GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "decision"));
  RedanVerdict verdict = { .decision = redan_decision_get_word (decision) };

  if (get_threat (self)->decision == decision)
    {
      /* A second press does not take it back: Open does. */
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), TRUE);
      return;
    }
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), FALSE);
  if (decision == REDAN_DECISION_ACCEPT)
    {
      /* The form asks for the rest; what it asks again stays as typed unless it is typed anew. */
      commit (self);
      redan_decision_form_popup (button, NULL, self->workspace, self->analysis, &self->threat, 1,
                                 decision);
      return;
    }
  collect (self, &verdict);
  apply (self, &verdict);
}

static void
field_applied_cb (GtkWidget *row, gpointer user_data)
{
  commit (user_data);
}

static GtkWidget *
create_buttons (Editor *self)
{
  static const struct
  {
    RedanDecision decision;
    const char *title;
  } choices[] = {
    { REDAN_DECISION_OPEN, NC_ ("decision", "Open") },
    { REDAN_DECISION_MITIGATE, NULL },
    { REDAN_DECISION_ACCEPT, NULL },
    { REDAN_DECISION_TRANSFER, NULL },
    { REDAN_DECISION_AVOID, NULL },
    { REDAN_DECISION_NOT_APPLICABLE, NULL },
    { REDAN_DECISION_INVESTIGATE, NULL },
  };
  GtkWidget *grid = gtk_grid_new ();

  gtk_grid_set_column_homogeneous (GTK_GRID (grid), TRUE);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 6);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 6);
  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    {
      const RedanDecision decision = choices[i].decision;
      GtkWidget *button = gtk_toggle_button_new_with_label (
          choices[i].title != NULL ? g_dpgettext2 (GETTEXT_PACKAGE, "decision", choices[i].title)
                                   : redan_decision_get_verb (decision));

      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button),
                                    get_threat (self)->decision == decision);
      g_object_set_data (G_OBJECT (button), "decision", GUINT_TO_POINTER (decision));
      g_signal_connect (button, "clicked", G_CALLBACK (chosen_cb), self);
      gtk_grid_attach (GTK_GRID (grid), button, (int) i % 2, (int) i / 2, 1, 1);
    }
  return grid;
}

static void
add_field (Editor *self, RedanField field, const char *title, gboolean date)
{
  const RedanObject *record = redan_threat_get_record (self->analysis->facts, get_threat (self));
  const char *value = record != NULL ? redan_object_get (record, field) : NULL;
  GtkWidget *row = date ? redan_date_row_new (title) : adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_editable_set_text (GTK_EDITABLE (row), value != NULL ? value : "");
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (row), TRUE);
  g_object_set_data (G_OBJECT (row), "field", GUINT_TO_POINTER (field));
  g_object_set_data_full (G_OBJECT (row), "value",
                          g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))), g_free);
  g_ptr_array_add (self->fields, row);
  g_signal_connect (row, "apply", G_CALLBACK (field_applied_cb), self);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->group), row);
}

GtkWidget *
redan_decision_editor_new (RedanWorkspace *workspace, guint threat)
{
  Editor *self = g_new0 (Editor, 1);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9);
  const RedanThreat *decided = NULL;

  self->workspace = g_object_ref (workspace);
  self->analysis = redan_analysis_ref ((RedanAnalysis *) redan_workspace_get_analysis (workspace));
  self->threat = threat;
  decided = get_threat (self);
  self->group = redan_group_new (NULL, NULL);
  self->fields = g_ptr_array_new ();
  g_object_set_data_full (G_OBJECT (box), "editor", self, editor_free);
  gtk_box_append (GTK_BOX (box), redan_heading_new (_ ("Decision"), "heading"));
  gtk_box_append (GTK_BOX (box), create_buttons (self));
  if (redan_threat_is_expired (self->analysis->facts, decided))
    {
      GtkWidget *warning = redan_paragraph_new (
          _ ("The acceptance has expired: decide again, or move its end."), FALSE);

      gtk_widget_add_css_class (warning, "error");
      gtk_box_append (GTK_BOX (box), warning);
    }
  add_field (self, REDAN_FIELD_OWNER, _ ("Owner"), FALSE);
  if (decided->decision == REDAN_DECISION_ACCEPT)
    add_field (self, REDAN_FIELD_EXPIRES, _ ("Accepted until"), TRUE);
  else if (decided->decision != REDAN_DECISION_NOT_APPLICABLE)
    add_field (self, REDAN_FIELD_DUE, _ ("Due"), TRUE);
  add_field (self, REDAN_FIELD_REASON, _ ("Reason"), FALSE);
  gtk_box_append (GTK_BOX (box), self->group);
  return box;
}
