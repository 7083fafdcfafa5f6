/* SPDX-License-Identifier: Apache-2.0 */
/* Short messages about what was done, with a button that takes it back. */

#include "ui/window/toast.h"

#include <glib/gi18n-lib.h>

#include "ui/report/wording.h"
#include "ui/window/rows.h"

void
redan_toast_show_done (GtkWidget *widget, RedanWorkspace *workspace, const char *text)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY);
  g_autofree char *visible = redan_text_make_visible (text);
  g_autofree char *shown = redan_text_shorten (visible, REDAN_SHORT_TEXT);
  /* The titles of toasts are markup. */
  g_autofree char *markup = g_markup_escape_text (shown, -1);
  AdwToast *toast = NULL;

  if (overlay == NULL)
    return;
  toast = adw_toast_new (markup);
  adw_toast_set_button_label (toast, _ ("_Undo"));
  adw_toast_set_action_name (toast, "win.undo");
  g_signal_connect_object (workspace, "edited", G_CALLBACK (adw_toast_dismiss), toast,
                           G_CONNECT_SWAPPED);
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), toast);
}
