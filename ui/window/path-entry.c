/* SPDX-License-Identifier: Apache-2.0 */
/* Where the attacker starts: where his profile says, or at what is selected. */

#include <glib/gi18n-lib.h>

#include "ui/report/wording.h"
#include "ui/window/path-view-private.h"
#include "ui/window/rows.h"
#include "ui/window/toast.h"

/** Longer names end in "…" on the button. */
#define NAME_CHARACTERS 24

static gboolean
can_start_at (const RedanObject *object)
{
  return object != NULL &&
         (object->section == REDAN_SECTION_ELEMENT || object->section == REDAN_SECTION_BOUNDARY);
}

char *
redan_path_view_dup_entry (RedanPathView *self)
{
  const RedanModel *model = NULL;
  const RedanObject *object = NULL;
  g_autofree char *title = NULL;

  if (self->study == NULL || self->study->placed == NULL)
    return NULL;
  model = redan_attack_get_analysis (self->study->attack)->facts->snapshot->model;
  object = redan_model_lookup (model, &self->entry);
  if (object == NULL)
    return NULL;
  title = redan_object_dup_title (model, object);
  return redan_text_make_visible (title);
}

void
redan_path_view_show_entry (RedanPathView *self)
{
  g_autofree char *title = redan_path_view_dup_entry (self);
  g_autofree char *name = title != NULL ? redan_text_shorten (title, NAME_CHARACTERS) : NULL;
  g_autofree char *text = name != NULL ? g_strdup_printf (_ ("From %s"), name) : NULL;
  const gboolean was_filled = self->is_filled;

  if (title == NULL)
    self->entry = (RedanId){ "" };
  self->is_filled = TRUE;
  gtk_button_set_label (GTK_BUTTON (self->starts), text != NULL ? text : _ ("Start at Selection"));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->starts), title != NULL);
  self->is_filled = was_filled;
}

static void
toggled_cb (GtkToggleButton *button, gpointer user_data)
{
  RedanPathView *self = user_data;
  const RedanObject *selected = NULL;

  if (self->is_filled || self->workspace == NULL)
    return;
  self->entry = (RedanId){ "" };
  if (gtk_toggle_button_get_active (button))
    {
      selected = redan_workspace_get_selected (self->workspace);
      if (!can_start_at (selected))
        {
          redan_toast_show (GTK_WIDGET (self),
                            _ ("Select the element that the attacker controls, or the boundary "
                               "that he is in"));
          redan_path_view_show_entry (self);
          return;
        }
      self->entry = selected->id;
    }
  redan_path_view_ask (self);
}

GtkWidget *
redan_path_view_create_entry (RedanPathView *self)
{
  GtkWidget *button = gtk_toggle_button_new_with_label (_ ("Start at Selection"));

  gtk_widget_set_tooltip_text (button, _ ("The attacker controls the selected element, or is in "
                                          "the selected boundary, instead of starting where he "
                                          "usually does"));
  g_signal_connect_object (button, "toggled", G_CALLBACK (toggled_cb), self, 0);
  return button;
}
