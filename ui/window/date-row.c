/* SPDX-License-Identifier: Apache-2.0 */
/* A row for a date: typed as YYYY-MM-DD, or chosen in a calendar. */

#include "ui/window/date-row.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>

#include "model/snapshot.h"

static void
day_selected_cb (GtkCalendar *calendar, gpointer user_data)
{
  GtkWidget *row = GTK_WIDGET (user_data);
  g_autoptr (GDateTime) day = gtk_calendar_get_date (calendar);
  g_autofree char *text =
      g_strdup_printf ("%04d-%02d-%02d", g_date_time_get_year (day), g_date_time_get_month (day),
                       g_date_time_get_day_of_month (day));
  GtkWidget *popover = gtk_widget_get_ancestor (GTK_WIDGET (calendar), GTK_TYPE_POPOVER);

  gtk_editable_set_text (GTK_EDITABLE (row), text);
  gtk_popover_popdown (GTK_POPOVER (popover));
  /* As if it was typed and confirmed. */
  if (adw_entry_row_get_show_apply_button (ADW_ENTRY_ROW (row)))
    g_signal_emit_by_name (row, "apply");
}

/** The calendar opens on the date that stands in the row. */
static void
calendar_shown_cb (GtkWidget *popover, gpointer user_data)
{
  GtkCalendar *calendar = GTK_CALENDAR (gtk_popover_get_child (GTK_POPOVER (popover)));
  const char *text = gtk_editable_get_text (GTK_EDITABLE (user_data));
  g_autoptr (GDateTime) day = NULL;
  guint days;

  if (!redan_days_from_date (text, &days))
    return;
  day = g_date_time_new_utc (atoi (text), atoi (text + 5), atoi (text + 8), 12, 0, 0);
  g_signal_handlers_block_by_func (calendar, day_selected_cb, user_data);
  gtk_calendar_select_day (calendar, day);
  g_signal_handlers_unblock_by_func (calendar, day_selected_cb, user_data);
}

static void
text_changed_cb (GtkWidget *row)
{
  redan_date_row_is_valid (row, TRUE);
}

GtkWidget *
redan_date_row_new (const char *title)
{
  GtkWidget *row = adw_entry_row_new ();
  GtkWidget *button = gtk_menu_button_new ();
  GtkWidget *calendar = gtk_calendar_new ();
  GtkWidget *popover = gtk_popover_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_popover_set_child (GTK_POPOVER (popover), calendar);
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "x-office-calendar-symbolic");
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), popover);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _ ("Choose a day"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Choose a day"), -1);
  adw_entry_row_add_suffix (ADW_ENTRY_ROW (row), button);
  g_signal_connect_object (calendar, "day-selected", G_CALLBACK (day_selected_cb), row, 0);
  g_signal_connect_object (popover, "show", G_CALLBACK (calendar_shown_cb), row, 0);
  g_signal_connect (row, "changed", G_CALLBACK (text_changed_cb), NULL);
  return row;
}

gboolean
redan_date_row_is_valid (GtkWidget *row, gboolean empty)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (row));
  const gboolean is_empty = text[0] == '\0';
  guint days;
  const gboolean is_date = redan_days_from_date (text, &days);

  if (is_empty || is_date)
    gtk_widget_remove_css_class (row, "error");
  else
    gtk_widget_add_css_class (row, "error");
  return is_date || (is_empty && empty);
}
