/* SPDX-License-Identifier: Apache-2.0 */
/* The form that waives a criterion: why, who, on what proof and until when. */

#include "ui/window/waiver-form.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "model/command-opinion.h"
#include "ui/window/rows.h"

static const char *const kind_words[] = { "not-applicable", "compensating-control", "exception",
                                          "inherited" };

enum
{
  ENTRY_OWNER,
  ENTRY_REASON,
  ENTRY_PROOF,
  ENTRY_EXPIRES,
  N_ENTRIES,
};

static const RedanField entry_fields[N_ENTRIES] = { REDAN_FIELD_OWNER, REDAN_FIELD_REASON,
                                                    REDAN_FIELD_PROOF, REDAN_FIELD_EXPIRES };

/** Form: lives as long as its button; @values: what stands in the file, nullable each */
typedef struct
{
  RedanWorkspace *workspace;
  GtkWidget *button;
  char *criterion;
  guint kind;
  gboolean exists;
  char *values[N_ENTRIES];
  GtkWidget *kind_choice;
  GtkWidget *entries[N_ENTRIES];
} Form;

static void
free_form (gpointer data)
{
  Form *form = data;

  g_object_unref (form->workspace);
  g_free (form->criterion);
  for (guint i = 0; i < N_ENTRIES; i++)
    g_free (form->values[i]);
  g_free (form);
}

static void
send (Form *form, const char *kind)
{
  const char *texts[N_ENTRIES];
  RedanEdit *edit = NULL;

  for (guint i = 0; i < N_ENTRIES; i++)
    {
      texts[i] = gtk_editable_get_text (GTK_EDITABLE (form->entries[i]));
      if (texts[i][0] == '\0')
        texts[i] = NULL;
    }
  edit = redan_command_waive (redan_workspace_get_model (form->workspace), form->criterion, kind,
                              texts[ENTRY_OWNER], texts[ENTRY_REASON], texts[ENTRY_PROOF],
                              texts[ENTRY_EXPIRES]);
  /* on failure the workspace says why, and the form stays with what was typed */
  if (redan_workspace_apply (form->workspace, edit))
    gtk_menu_button_popdown (GTK_MENU_BUTTON (form->button));
}

static void
waive_clicked_cb (GtkButton *button, gpointer user_data)
{
  Form *form = user_data;

  send (form, kind_words[gtk_drop_down_get_selected (GTK_DROP_DOWN (form->kind_choice))]);
}

static void
take_back_clicked_cb (GtkButton *button, gpointer user_data)
{
  send (user_data, NULL);
}

/* Who and why are needed: without them a waiver does not count. */
static void
entry_changed_cb (Form *form)
{
  GtkWidget *waive = g_object_get_data (G_OBJECT (form->button), "waive");
  const char *owner = gtk_editable_get_text (GTK_EDITABLE (form->entries[ENTRY_OWNER]));
  const char *reason = gtk_editable_get_text (GTK_EDITABLE (form->entries[ENTRY_REASON]));

  gtk_widget_set_sensitive (waive, owner[0] != '\0' && reason[0] != '\0');
}

static GtkWidget *
create_entry (Form *form, guint which, const char *name, const char *hint)
{
  GtkWidget *entry = gtk_entry_new ();

  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), hint != NULL ? hint : name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  if (form->values[which] != NULL)
    gtk_editable_set_text (GTK_EDITABLE (entry), form->values[which]);
  form->entries[which] = entry;
  return entry;
}

static void
create_popup (GtkMenuButton *button, gpointer user_data)
{
  Form *form = user_data;
  const char *const kinds[] = { _ ("Does not apply"), _ ("Met by another control"), _ ("Exception"),
                                _ ("Inherited"), NULL };
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *waive = gtk_button_new_with_label (_ ("Waive"));
  GtkWidget *popover = NULL;

  if (gtk_menu_button_get_popover (button) != NULL)
    return;
  form->kind_choice = gtk_drop_down_new_from_strings (kinds);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (form->kind_choice), form->kind);
  gtk_box_append (GTK_BOX (box), form->kind_choice);
  gtk_box_append (GTK_BOX (box), create_entry (form, ENTRY_OWNER, _ ("Owner"), NULL));
  gtk_box_append (GTK_BOX (box), create_entry (form, ENTRY_REASON, _ ("Reason"), NULL));
  gtk_box_append (GTK_BOX (box),
                  create_entry (form, ENTRY_PROOF, _ ("Evidence"), _ ("Where the evidence lies")));
  gtk_box_append (GTK_BOX (box),
                  create_entry (form, ENTRY_EXPIRES, _ ("Until"), _ ("Until YYYY-MM-DD")));
  g_object_set_data (G_OBJECT (form->button), "waive", waive);
  gtk_widget_add_css_class (waive, "suggested-action");
  g_signal_connect (waive, "clicked", G_CALLBACK (waive_clicked_cb), form);
  gtk_box_append (GTK_BOX (box), waive);
  if (form->exists)
    {
      GtkWidget *take_back = gtk_button_new_with_label (_ ("Take Back"));

      g_signal_connect (take_back, "clicked", G_CALLBACK (take_back_clicked_cb), form);
      gtk_box_append (GTK_BOX (box), take_back);
    }
  for (guint i = ENTRY_OWNER; i <= ENTRY_REASON; i++)
    g_signal_connect_swapped (form->entries[i], "changed", G_CALLBACK (entry_changed_cb), form);
  entry_changed_cb (form);
  popover = gtk_popover_new ();
  gtk_popover_set_child (GTK_POPOVER (popover), box);
  gtk_menu_button_set_popover (button, popover);
}

GtkWidget *
redan_waiver_button_new (RedanWorkspace *workspace,
                         const char *criterion,
                         const char *text,
                         const RedanObject *waiver)
{
  GtkWidget *button = gtk_menu_button_new ();
  Form *form = g_new0 (Form, 1);
  g_autofree char *name = g_strdup_printf (_ ("Waive: %s"), text);

  form->workspace = g_object_ref (workspace);
  form->button = button;
  form->criterion = g_strdup (criterion);
  form->exists = waiver != NULL;
  for (guint i = 0; waiver != NULL && i < G_N_ELEMENTS (kind_words); i++)
    if (g_strcmp0 (kind_words[i], redan_object_get (waiver, REDAN_FIELD_KIND)) == 0)
      form->kind = i;
  for (guint i = 0; waiver != NULL && i < N_ENTRIES; i++)
    form->values[i] = g_strdup (redan_object_get (waiver, entry_fields[i]));
  g_object_set_data_full (G_OBJECT (button), "form", form, free_form);
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "view-more-symbolic");
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  redan_widget_set_tooltip (button, _ ("Waive this criterion"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (button), create_popup, form, NULL);
  return button;
}
