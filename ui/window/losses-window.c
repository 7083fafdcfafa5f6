/* SPDX-License-Identifier: Apache-2.0 */
/* What an import left out, guessed or repaired, as a list. */

#include "ui/window/losses-window.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "model/exchange/import.h"
#include "ui/report/wording.h"
#include "ui/window/rows.h"

/** Rows are widgets; the report lists everything. */
#define MAX_ROWS 300

static void
add_losses (GtkWidget *group, const GPtrArray *losses)
{
  for (guint i = 0; i < MIN (losses->len, MAX_ROWS); i++)
    {
      const RedanLoss *loss = g_ptr_array_index (losses, i);
      g_autofree char *title = redan_text_make_visible (loss->text);
      g_autofree char *kind = redan_word_dup_title (redan_loss_kind_get_word (loss->kind));
      g_autofree char *place = redan_text_make_visible (loss->place);
      g_autofree char *subtitle = g_strdup_printf ("%s · %s", kind, place);

      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), redan_row_new (title, subtitle));
    }
  if (losses->len > MAX_ROWS)
    {
      g_autofree char *more =
          g_strdup_printf (_ ("and %u more; the report lists all of them"), losses->len - MAX_ROWS);

      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), redan_row_new (more, NULL));
    }
}

GtkWidget *
redan_losses_window_new (GtkWindow *parent, const GPtrArray *losses)
{
  GtkWidget *window = adw_window_new ();
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *group = redan_group_new (NULL, _ ("The file of the other tool stays as it is. What "
                                               "follows is not in the model, or was filled in."));
  GtkEventController *keys = gtk_shortcut_controller_new ();

  add_losses (group, losses);
  gtk_widget_add_css_class (page, "page");
  gtk_box_append (GTK_BOX (page), group);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), page);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (content), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (content), scrolled);
  adw_window_set_content (ADW_WINDOW (window), content);

  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys), gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                                                        gtk_named_action_new ("window.close")));
  gtk_widget_add_controller (window, keys);
  gtk_window_set_title (GTK_WINDOW (window), _ ("Not Taken Over"));
  gtk_window_set_transient_for (GTK_WINDOW (window), parent);
  gtk_window_set_destroy_with_parent (GTK_WINDOW (window), TRUE);
  gtk_window_set_default_size (GTK_WINDOW (window), 560, 480);
  return window;
}
