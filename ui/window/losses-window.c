/* SPDX-License-Identifier: Apache-2.0 */
/* What an import left out, guessed or repaired, or an export cannot say, as a list. */

#include "ui/window/losses-window.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "model/exchange/import.h"
#include "ui/report/wording.h"
#include "ui/window/rows.h"

/** Rows are widgets; the report lists everything. */
#define MAX_ROWS 300
#define HEIGHT 480

static void
add_losses (GtkWidget *group, const GPtrArray *losses)
{
  for (guint i = 0; i < MIN (losses->len, MAX_ROWS); i++)
    {
      const RedanLoss *loss = g_ptr_array_index (losses, i);
      g_autofree char *title = redan_text_make_visible (loss->text);
      g_autofree char *kind = redan_word_dup_title (redan_loss_kind_get_word (loss->kind));
      g_autofree char *where = redan_loss_dup_where (loss);
      g_autofree char *subtitle = g_strdup_printf ("%s · %s", kind, where);

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
redan_losses_window_new (GtkWindow *parent,
                         const GPtrArray *losses,
                         const char *title,
                         const char *text)
{
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *group =
      redan_group_new (NULL, text != NULL ? text
                                          : _ ("The file of the other tool stays as it is. What "
                                               "follows is not in the model, or was filled in."));

  add_losses (group, losses);
  gtk_box_append (GTK_BOX (page), group);
  return redan_list_window_new (parent, title != NULL ? title : _ ("Not Taken Over"), HEIGHT,
                                adw_header_bar_new (), page);
}
