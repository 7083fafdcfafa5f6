/* SPDX-License-Identifier: Apache-2.0 */
/* The form beside the table that asks for decision, owner, dates and reason of one or many threats.
 */

#include <glib/gi18n-lib.h>

#include "ui/report/wording.h"
#include "ui/window/date-row.h"
#include "ui/window/decisions.h"
#include "ui/window/popup.h"
#include "ui/window/rows.h"

/** An acceptance is proposed to end after half a year: long enough to plan, short enough to be
 * remembered. */
#define DAYS_ACCEPTED 182

typedef struct
{
  RedanWorkspace *workspace;
  RedanAnalysis *analysis;
  GArray *threats; /* guint32 */
  GtkWidget *popover;
  GtkWidget *decision;
  GtkWidget *owner;
  GtkWidget *due;
  GtkWidget *expires;
  GtkWidget *reason;
  GtkWidget *button;
} Form;

static void
form_free (gpointer data)
{
  Form *self = data;

  g_object_unref (self->workspace);
  redan_analysis_unref (self->analysis);
  g_array_unref (self->threats);
  g_free (self);
}

static const char *
get_text (GtkWidget *row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

/** What is not filled in is left as it is with each of the threats. */
static const char *
get_text_or_keep (GtkWidget *row)
{
  const char *text = get_text (row);

  return text[0] != '\0' ? text : NULL;
}

/** REDAN_N_DECISIONS: each is left as it is, only what is written with it changes. */
static RedanDecision
get_decision (const Form *self)
{
  return (RedanDecision) adw_combo_row_get_selected (ADW_COMBO_ROW (self->decision));
}

/** Whether there is anything to be done. */
static gboolean
says_something (const Form *self)
{
  GtkWidget *rows[] = { self->owner, self->reason, self->due };

  if (get_decision (self) != REDAN_N_DECISIONS)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (get_text (rows[i])[0] != '\0')
      return TRUE;
  return FALSE;
}

static void
update (Form *self)
{
  const RedanDecision decision = get_decision (self);
  const gboolean accepts = decision == REDAN_DECISION_ACCEPT;
  const gboolean due_is_valid = redan_date_row_is_valid (self->due, TRUE);
  const gboolean expires_is_valid = redan_date_row_is_valid (self->expires, FALSE);

  gtk_widget_set_visible (self->expires, accepts);
  gtk_widget_set_visible (self->due, !accepts && decision != REDAN_DECISION_NOT_APPLICABLE &&
                                         decision != REDAN_DECISION_OPEN);
  gtk_button_set_label (GTK_BUTTON (self->button), decision != REDAN_N_DECISIONS
                                                       ? redan_decision_get_verb (decision)
                                                       : _ ("Change"));
  gtk_widget_set_sensitive (self->button, due_is_valid && (!accepts || expires_is_valid) &&
                                              says_something (self));
}

static void
decide_cb (Form *self)
{
  const RedanDecision decision = get_decision (self);
  const RedanVerdict verdict = {
    .decision = decision != REDAN_N_DECISIONS ? redan_decision_get_word (decision) : NULL,
    .owner = get_text_or_keep (self->owner),
    .reason = get_text_or_keep (self->reason),
    .due = gtk_widget_get_visible (self->due) ? get_text_or_keep (self->due) : NULL,
    .expires = decision == REDAN_DECISION_ACCEPT ? get_text (self->expires) : NULL
  };

  if (!gtk_widget_get_sensitive (self->button))
    return;
  redan_decisions_apply (self->popover, self->workspace, self->analysis,
                         (const guint32 *) (gpointer) self->threats->data, self->threats->len,
                         &verdict);
  gtk_popover_popdown (GTK_POPOVER (self->popover));
}

static GtkWidget *
create_decision_row (RedanDecision decision)
{
  GtkWidget *row = adw_combo_row_new ();
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);

  for (guint i = 0; i < REDAN_N_DECISIONS; i++)
    gtk_string_list_append (titles, redan_decision_get_verb ((RedanDecision) i));
  gtk_string_list_append (titles, _ ("Leave as it is"));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("Decision"));
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (titles));
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), decision);
  return row;
}

static GtkWidget *
create_entry_row (const char *title)
{
  GtkWidget *row = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  return row;
}

static GtkWidget *
create_content (Form *self, RedanDecision decision)
{
  const guint n = self->threats->len;
  g_autofree char *title =
      g_strdup_printf (ngettext ("Decide %u threat", "Decide %u threats", n), n);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *group = redan_group_new (title, NULL);
  GtkWidget *rows[5];
  char date[11];

  rows[0] = self->decision = create_decision_row (decision);
  rows[1] = self->expires = redan_date_row_new (_ ("Accepted until"));
  rows[2] = self->due = redan_date_row_new (_ ("Due"));
  rows[3] = self->owner = create_entry_row (_ ("Owner"));
  rows[4] = self->reason = create_entry_row (_ ("Reason"));
  redan_days_to_date (self->analysis->facts->as_of + DAYS_ACCEPTED, date);
  gtk_editable_set_text (GTK_EDITABLE (self->expires), date);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), rows[i]);
      if (i == 0)
        continue;
      g_signal_connect_swapped (rows[i], "changed", G_CALLBACK (update), self);
      g_signal_connect_swapped (rows[i], "entry-activated", G_CALLBACK (decide_cb), self);
    }
  g_signal_connect_swapped (self->decision, "notify::selected", G_CALLBACK (update), self);

  self->button = gtk_button_new_with_label ("");
  gtk_widget_add_css_class (self->button, "suggested-action");
  g_signal_connect_swapped (self->button, "clicked", G_CALLBACK (decide_cb), self);
  gtk_box_append (GTK_BOX (box), group);
  gtk_box_append (GTK_BOX (box), self->button);
  gtk_widget_set_size_request (box, 300, -1);
  return box;
}

void
redan_decision_form_popup (GtkWidget *parent,
                           const GdkRectangle *place,
                           RedanWorkspace *workspace,
                           const RedanAnalysis *analysis,
                           const guint32 *threats,
                           guint n,
                           RedanDecision decision)
{
  Form *self = g_new0 (Form, 1);

  self->workspace = g_object_ref (workspace);
  self->analysis = redan_analysis_ref ((RedanAnalysis *) analysis);
  self->threats = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_array_append_vals (self->threats, threats, n);
  self->popover = gtk_popover_new ();
  g_object_set_data_full (G_OBJECT (self->popover), "form", self, form_free);
  gtk_popover_set_child (GTK_POPOVER (self->popover), create_content (self, decision));
  gtk_popover_set_position (GTK_POPOVER (self->popover), GTK_POS_TOP);
  update (self);
  redan_popup_open (GTK_POPOVER (self->popover), parent, place);
  gtk_widget_grab_focus (decision == REDAN_DECISION_ACCEPT ? self->expires : self->reason);
}
