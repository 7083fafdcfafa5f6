/* SPDX-License-Identifier: Apache-2.0 */
/* Short messages about what was done, with a button that takes it back. */

#include "ui/window/toast.h"

#include <glib/gi18n-lib.h>

#include "ui/report/wording.h"
#include "ui/window/rows.h"

static AdwToast *
create_toast (const char *text)
{
  g_autofree char *visible = redan_text_make_visible (text);
  g_autofree char *shown = redan_text_shorten (visible, REDAN_SHORT_TEXT);
  /* The titles of toasts are markup. */
  g_autofree char *markup = g_markup_escape_text (shown, -1);

  return adw_toast_new (markup);
}

#define OVERLAY_KEY "redan-toast-overlay"

void
redan_toast_set_overlay (GtkWindow *window, AdwToastOverlay *overlay)
{
  g_object_set_data_full (G_OBJECT (window), OVERLAY_KEY, g_object_ref (overlay), g_object_unref);
}

AdwToastOverlay *
redan_toast_find_overlay (GtkWidget *widget)
{
  GtkRoot *root = widget != NULL ? gtk_widget_get_root (widget) : NULL;
  GtkWidget *preferred = root != NULL ? g_object_get_data (G_OBJECT (root), OVERLAY_KEY) : NULL;

  if (preferred != NULL && gtk_widget_get_mapped (preferred))
    return ADW_TOAST_OVERLAY (preferred);
  return widget != NULL
             ? (AdwToastOverlay *) gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY)
             : NULL;
}

void
redan_toast_show (GtkWidget *widget, const char *text)
{
  AdwToastOverlay *overlay = redan_toast_find_overlay (widget);

  if (overlay != NULL)
    adw_toast_overlay_add_toast (overlay, create_toast (text));
}

void
redan_toast_show_done (GtkWidget *widget, RedanWorkspace *workspace, const char *text)
{
  AdwToastOverlay *overlay = redan_toast_find_overlay (widget);
  AdwToast *toast = NULL;

  if (overlay == NULL)
    return;
  toast = create_toast (text);
  adw_toast_set_button_label (toast, _ ("_Undo"));
  adw_toast_set_action_name (toast, "win.undo");
  g_signal_connect_object (workspace, "edited", G_CALLBACK (adw_toast_dismiss), toast,
                           G_CONNECT_SWAPPED);
  adw_toast_overlay_add_toast (overlay, toast);
}
