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

static GtkWidget *
find_overlay (GtkWidget *widget)
{
  return widget != NULL ? gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY) : NULL;
}

#define SHOWN "redan-toast"

/* A toast may be dismissed once only: libadwaita 1.2 crashes on one that is gone. */
static void
dismissed_cb (AdwToast *toast, gpointer user_data)
{
  GObject *overlay = user_data;

  if (g_object_get_data (overlay, SHOWN) == toast)
    g_object_set_data (overlay, SHOWN, NULL);
}

static void
done_dismissed_cb (AdwToast *toast, gpointer user_data)
{
  g_signal_handlers_disconnect_by_func (user_data, adw_toast_dismiss, toast);
}

/* What was done last is said at once: it does not wait until older messages have had their time. */
static void
show_at_once (GtkWidget *overlay, AdwToast *toast)
{
  AdwToast *shown = g_object_get_data (G_OBJECT (overlay), SHOWN);

  if (shown != NULL)
    adw_toast_dismiss (shown);
  /* the overlay owns the toast until it is dismissed */
  g_object_set_data (G_OBJECT (overlay), SHOWN, toast);
  g_signal_connect_object (toast, "dismissed", G_CALLBACK (dismissed_cb), overlay, 0);
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), toast);
}

void
redan_toast_show (GtkWidget *widget, const char *text)
{
  GtkWidget *overlay = find_overlay (widget);

  if (overlay != NULL)
    show_at_once (overlay, create_toast (text));
}

void
redan_toast_show_done (GtkWidget *widget, RedanWorkspace *workspace, const char *text)
{
  GtkWidget *overlay = find_overlay (widget);
  AdwToast *toast = NULL;

  if (overlay == NULL)
    return;
  toast = create_toast (text);
  adw_toast_set_button_label (toast, _ ("_Undo"));
  adw_toast_set_action_name (toast, "win.undo");
  g_signal_connect_object (workspace, "edited", G_CALLBACK (adw_toast_dismiss), toast,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (toast, "dismissed", G_CALLBACK (done_dismissed_cb), workspace, 0);
  show_at_once (overlay, toast);
}
