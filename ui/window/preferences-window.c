/* SPDX-License-Identifier: Apache-2.0 */
/* The window that shows and changes the preferences. */

#include "config.h"

#include "ui/window/preferences-window.h"

#include <glib/gi18n-lib.h>

#include "ui/window/preferences.h"
#include "ui/window/rows.h"

/** A value of a key and how it is called; the last has no value */
typedef struct
{
  const char *value;
  const char *title;
} Choice;

static const Choice appearances[] = {
  { "system", NC_ ("appearance", "As the system") },
  { "light", NC_ ("appearance", "Light") },
  { "dark", NC_ ("appearance", "Dark") },
  { NULL, NULL },
};

static const Choice routings[] = {
  { "straight", NC_ ("lines", "Straight") },
  { "orthogonal", NC_ ("lines", "Right-angled") },
  { "curved", NC_ ("lines", "Curved") },
  { NULL, NULL },
};

static gboolean
read_choice (GValue *value, GVariant *variant, gpointer user_data)
{
  const Choice *choices = user_data;

  for (guint i = 0; choices[i].value != NULL; i++)
    if (g_str_equal (choices[i].value, g_variant_get_string (variant, NULL)))
      {
        g_value_set_uint (value, i);
        return TRUE;
      }
  return FALSE;
}

static GVariant *
write_choice (const GValue *value, const GVariantType *expected_type, gpointer user_data)
{
  const Choice *choices = user_data;

  return g_variant_new_string (choices[g_value_get_uint (value)].value);
}

static void
add_choice (AdwPreferencesGroup *group,
            const char *title,
            const char *key,
            const char *context,
            const Choice *choices)
{
  GtkWidget *row = adw_combo_row_new ();
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  for (guint i = 0; choices[i].value != NULL; i++)
    gtk_string_list_append (names, g_dpgettext2 (GETTEXT_PACKAGE, context, choices[i].title));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (names));
  g_settings_bind_with_mapping (redan_preferences_get_default (), key, row, "selected",
                                G_SETTINGS_BIND_DEFAULT, read_choice, write_choice,
                                (gpointer) choices, NULL);
  adw_preferences_group_add (group, row);
}

static void
add_switch (AdwPreferencesGroup *group, const char *title, const char *subtitle, const char *key)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *control = gtk_switch_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  if (subtitle != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_widget_set_valign (control, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (control), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), control);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), control);
  g_settings_bind (redan_preferences_get_default (), key, control, "active",
                   G_SETTINGS_BIND_DEFAULT);
  adw_preferences_group_add (group, row);
}

static void
add_grid_size (AdwPreferencesGroup *group)
{
  const char *title = _ ("Grid size");
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *control = gtk_spin_button_new_with_range (5, 100, 5);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_widget_set_valign (control, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (control), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), control);
  g_settings_bind (redan_preferences_get_default (), REDAN_PREFERENCE_GRID_SIZE,
                   gtk_spin_button_get_adjustment (GTK_SPIN_BUTTON (control)), "value",
                   G_SETTINGS_BIND_DEFAULT);
  adw_preferences_group_add (group, row);
}

static AdwPreferencesGroup *
add_group (AdwPreferencesPage *page, const char *title)
{
  GtkWidget *group = redan_group_new (title, NULL);

  adw_preferences_page_add (page, ADW_PREFERENCES_GROUP (group));
  return ADW_PREFERENCES_GROUP (group);
}

GtkWindow *
redan_preferences_window_new (GtkWindow *parent)
{
  GtkWidget *window = adw_preferences_window_new ();
  AdwPreferencesPage *page = ADW_PREFERENCES_PAGE (adw_preferences_page_new ());
  AdwPreferencesGroup *group = NULL;

  gtk_window_set_transient_for (GTK_WINDOW (window), parent);
  gtk_window_set_modal (GTK_WINDOW (window), TRUE);
  gtk_window_set_default_size (GTK_WINDOW (window), 560, 620);
  gtk_widget_set_size_request (window, 340, -1);
  gtk_window_set_title (GTK_WINDOW (window), _ ("Preferences"));
  adw_preferences_window_set_search_enabled (ADW_PREFERENCES_WINDOW (window), FALSE);
  adw_preferences_window_add (ADW_PREFERENCES_WINDOW (window), page);

  group = add_group (page, _ ("General"));
  add_choice (group, _ ("Appearance"), REDAN_PREFERENCE_COLOUR_SCHEME, "appearance", appearances);
  add_switch (group, _ ("Reopen the last model"), _ ("When Redan starts without a file"),
              REDAN_PREFERENCE_REOPEN_LAST_FILE);
  group = add_group (page, _ ("Drawing"));
  add_switch (group, _ ("Snap to the grid"), NULL, REDAN_PREFERENCE_SNAP_TO_GRID);
  add_grid_size (group);
  add_switch (group, _ ("Snap to neighbours"), _ ("Align with what stands beside"),
              REDAN_PREFERENCE_SNAP_TO_NEIGHBOURS);
  group = add_group (page, _ ("Diagrams"));
  add_choice (group, _ ("Flows in new diagrams"), REDAN_PREFERENCE_ROUTING, "lines", routings);
  group = add_group (page, _ ("Panes"));
  add_switch (group, _ ("Show the drawing tools"), NULL, REDAN_PREFERENCE_SHOW_SIDE);
  add_switch (group, _ ("Show the details"), NULL, REDAN_PREFERENCE_SHOW_DETAILS);
  return GTK_WINDOW (window);
}

static void
appearance_changed_cb (GSettings *preferences, const char *key, gpointer user_data)
{
  g_autofree char *scheme = g_settings_get_string (preferences, REDAN_PREFERENCE_COLOUR_SCHEME);
  AdwColorScheme wanted = ADW_COLOR_SCHEME_DEFAULT;

  if (g_str_equal (scheme, "light"))
    wanted = ADW_COLOR_SCHEME_FORCE_LIGHT;
  else if (g_str_equal (scheme, "dark"))
    wanted = ADW_COLOR_SCHEME_FORCE_DARK;
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), wanted);
}

void
redan_preferences_follow_appearance (void)
{
  GSettings *preferences = redan_preferences_get_default ();

  g_signal_connect (preferences, "changed::" REDAN_PREFERENCE_COLOUR_SCHEME,
                    G_CALLBACK (appearance_changed_cb), NULL);
  appearance_changed_cb (preferences, NULL, NULL);
}
