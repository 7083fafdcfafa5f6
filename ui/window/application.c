/* SPDX-License-Identifier: Apache-2.0 */
/* The desktop application: options, actions, one window for each model. */

#include "config.h"

#include "ui/window/application.h"

#include <glib/gi18n-lib.h>

#include "redan-window-resources.h"
#include "ui/window/keys.h"
#include "ui/window/preferences-window.h"
#include "ui/window/preferences.h"
#include "ui/window/recent.h"
#include "ui/window/window.h"
#include "ui/window/workspace.h"

struct _RedanApplication
{
  AdwApplication parent_instance;

  char *data_directory;
  guint as_of;
  gboolean begin; /* the first window begins a new model */
};

G_DEFINE_FINAL_TYPE (RedanApplication, redan_application, ADW_TYPE_APPLICATION)

/** The window that the user looks at, or a new one. */
static RedanWindow *
get_window (RedanApplication *self)
{
  const RedanWindowOptions options = { self->data_directory, self->as_of };
  GtkWindow *active = gtk_application_get_active_window (GTK_APPLICATION (self));

  while (active != NULL && !REDAN_IS_WINDOW (active))
    active = gtk_window_get_transient_for (active);
  return active != NULL ? REDAN_WINDOW (active)
                        : redan_window_new (ADW_APPLICATION (self), &options);
}

static void
reopen_last (RedanWindow *window)
{
  g_auto (GStrv) paths = redan_recent_list (1);

  if (paths[0] != NULL)
    redan_window_open (window, paths[0]);
}

static void
redan_application_activate (GApplication *application)
{
  RedanApplication *self = REDAN_APPLICATION (application);
  const RedanWindowOptions options = { self->data_directory, self->as_of };
  const gboolean first = gtk_application_get_windows (GTK_APPLICATION (self)) == NULL;
  RedanWindow *window = get_window (self);

  if (!redan_window_is_empty (window))
    window = redan_window_new (ADW_APPLICATION (self), &options);
  gtk_window_present (GTK_WINDOW (window));
  if (self->begin)
    redan_window_open (window, NULL);
  else if (first && g_settings_get_boolean (redan_preferences_get_default (),
                                            REDAN_PREFERENCE_REOPEN_LAST_FILE))
    reopen_last (window);
  self->begin = FALSE;
}

/** Each file in a window of its own, and in that which shows it already. */
static void
redan_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  for (int i = 0; i < n_files; i++)
    {
      g_autofree char *path = g_file_get_path (files[i]);

      if (path != NULL)
        redan_window_open (get_window (REDAN_APPLICATION (application)), path);
      else
        redan_application_activate (application);
    }
}

static gboolean
read_as_of (RedanApplication *self, const char *text)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *today = g_date_time_format (now, "%Y-%m-%d");

  return redan_days_from_date (text != NULL ? text : today, &self->as_of);
}

static int
redan_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  RedanApplication *self = REDAN_APPLICATION (application);
  const char *as_of = NULL;
  const char *data = NULL;

  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("redan %s\n", REDAN_VERSION);
      return 0;
    }
  g_variant_dict_lookup (options, "as-of", "&s", &as_of);
  if (!read_as_of (self, as_of))
    {
      g_printerr (_ ("redan: --as-of %s is not a date; write it as 2026-01-31\n"),
                  as_of != NULL ? as_of : "");
      return 2;
    }
  if (g_variant_dict_lookup (options, "data", "^&ay", &data))
    self->data_directory = g_strdup (data);
  /* A program that judges by other data or another day does not share windows with the first. */
  if (as_of != NULL || data != NULL)
    g_application_set_flags (application,
                             g_application_get_flags (application) | G_APPLICATION_NON_UNIQUE);
  if (!g_variant_dict_contains (options, "new"))
    return -1;
  /* In the program that runs already, if there is one. */
  if (!g_application_register (application, NULL, NULL))
    return 1;
  if (g_application_get_is_remote (application))
    {
      g_action_group_activate_action (G_ACTION_GROUP (application), "new-model", NULL);
      return 0;
    }
  self->begin = TRUE;
  return -1;
}

static void
new_model_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  REDAN_APPLICATION (user_data)->begin = TRUE;
  g_application_activate (G_APPLICATION (user_data));
}

/** Each window with unsaved work asks; the program ends with the last window. */
static void
quit_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autoptr (GList) windows =
      g_list_copy (gtk_application_get_windows (GTK_APPLICATION (user_data)));

  for (GList *item = windows; item != NULL; item = item->next)
    g_object_ref (item->data);
  for (GList *item = windows; item != NULL; item = item->next)
    {
      if (REDAN_IS_WINDOW (item->data))
        gtk_window_close (GTK_WINDOW (item->data));
      g_object_unref (item->data);
    }
}

static void
about_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  adw_show_about_window (
      gtk_application_get_active_window (GTK_APPLICATION (user_data)), "application-name", "Redan",
      "application-icon", "io.github.redan.Redan", "version", REDAN_VERSION, "comments",
      _ ("Threat modeling with attack paths, risk and AWS Well-Architected objectives"),
      "license-type", GTK_LICENSE_APACHE_2_0, "developer-name", _ ("The Redan team"), NULL);
}

static void
redan_application_startup (GApplication *application)
{
  static const GActionEntry actions[] = {
    { .name = "quit", .activate = quit_action },
    { .name = "about", .activate = about_action },
    { .name = "new-model", .activate = new_model_action },
  };
  guint n;
  const RedanKey *keys = redan_keys_get (&n);

  redan_workspace_load_early (REDAN_APPLICATION (application)->data_directory);
  g_resources_register (redan_window_get_resource ());
  G_APPLICATION_CLASS (redan_application_parent_class)->startup (application);
  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions),
                                   application);
  redan_preferences_follow_appearance ();
  for (guint i = 0; i < n; i++)
    if (g_str_has_prefix (keys[i].action, "win") || g_str_has_prefix (keys[i].action, "app."))
      gtk_application_set_accels_for_action (GTK_APPLICATION (application), keys[i].action,
                                             keys[i].keys);
}

static void
redan_application_finalize (GObject *object)
{
  g_free (REDAN_APPLICATION (object)->data_directory);
  G_OBJECT_CLASS (redan_application_parent_class)->finalize (object);
}

static void
redan_application_class_init (RedanApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = redan_application_finalize;
  application_class->activate = redan_application_activate;
  application_class->open = redan_application_open;
  application_class->startup = redan_application_startup;
  application_class->handle_local_options = redan_application_handle_local_options;
}

static void
redan_application_init (RedanApplication *self)
{
  const GOptionEntry entries[] = {
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Print the version"), NULL },
    { "new", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Begin a new model"), NULL },
    { "as-of", 0, 0, G_OPTION_ARG_STRING, NULL,
      N_ ("Judge ages and expiries as of this day (today)"), N_ ("DATE") },
    { "data", 0, 0, G_OPTION_ARG_FILENAME, NULL, N_ ("Read further packs from a directory"),
      N_ ("DIR") },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };

  g_application_add_main_option_entries (G_APPLICATION (self), entries);
  g_application_set_option_context_parameter_string (G_APPLICATION (self), _ ("[FILE…]"));
}

RedanApplication *
redan_application_new (void)
{
  return g_object_new (REDAN_TYPE_APPLICATION, "application-id", "io.github.redan.Redan", "flags",
                       G_APPLICATION_HANDLES_OPEN, "resource-base-path", "/io/github/redan/Redan",
                       NULL);
}
