/* SPDX-License-Identifier: Apache-2.0 */
/* The preferences of the application: one settings object, there with and without an installed
 * schema. */

#include "config.h"

#include "ui/window/preferences.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdlib.h>

#include "redan-window-resources.h"

#define COMPILED_SCHEMAS "/io/github/redan/Redan/gschemas.compiled"

static const char *const keys[] = {
  REDAN_PREFERENCE_COLOUR_SCHEME,
  REDAN_PREFERENCE_COLOUR_BY,
  REDAN_PREFERENCE_SNAP_TO_GRID,
  REDAN_PREFERENCE_SNAP_TO_NEIGHBOURS,
  REDAN_PREFERENCE_GRID_SIZE,
  REDAN_PREFERENCE_ROUTING,
  REDAN_PREFERENCE_REOPEN_LAST_FILE,
  REDAN_PREFERENCE_SHOW_SIDE,
  REDAN_PREFERENCE_SHOW_DETAILS,
  REDAN_PREFERENCE_TABLES_HEIGHT,
  REDAN_PREFERENCE_WINDOW_WIDTH,
  REDAN_PREFERENCE_WINDOW_HEIGHT,
  REDAN_PREFERENCE_WINDOW_MAXIMIZED,
};

static gboolean
is_complete (GSettingsSchema *schema)
{
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (!g_settings_schema_has_key (schema, keys[i]))
      return FALSE;
  return TRUE;
}

/* A source of schemas reads a file by name; it maps it, so the file can be removed at once. */
static GSettingsSchema *
read_compiled_below (const char *parent)
{
  g_autofree char *directory = g_build_filename (parent, "redan-schema-XXXXXX", NULL);
  g_autofree char *path = NULL;
  g_autoptr (GBytes) bytes =
      g_resource_lookup_data (redan_window_get_resource (), COMPILED_SCHEMAS, 0, NULL);
  g_autoptr (GSettingsSchemaSource) source = NULL;
  gsize length;
  const char *content = g_bytes_get_data (bytes, &length);

  if (g_mkdtemp (directory) == NULL)
    return NULL;
  path = g_build_filename (directory, "gschemas.compiled", NULL);
  if (g_file_set_contents_full (path, content, (gssize) length, G_FILE_SET_CONTENTS_NONE, 0600,
                                NULL))
    source = g_settings_schema_source_new_from_directory (directory, NULL, FALSE, NULL);
  g_unlink (path);
  g_rmdir (directory);
  return source != NULL ? g_settings_schema_source_lookup (source, REDAN_PREFERENCES_SCHEMA, FALSE)
                        : NULL;
}

GSettingsSchema *
redan_preferences_lookup_schema (gboolean installed)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  const char *const parents[] = { g_get_user_runtime_dir (), g_get_tmp_dir (),
                                  g_get_user_cache_dir () };
  g_autoptr (GSettingsSchema) schema = NULL;

  if (installed && source != NULL)
    schema = g_settings_schema_source_lookup (source, REDAN_PREFERENCES_SCHEMA, TRUE);
  if (schema != NULL && is_complete (schema))
    return g_steal_pointer (&schema);
  g_clear_pointer (&schema, g_settings_schema_unref);
  for (guint i = 0; i < G_N_ELEMENTS (parents) && schema == NULL; i++)
    schema = read_compiled_below (parents[i]);
  return g_steal_pointer (&schema);
}

GSettings *
redan_preferences_get_default (void)
{
  static GSettings *preferences;
  g_autoptr (GSettingsSchema) schema = NULL;

  if (preferences != NULL)
    return preferences;
  schema = redan_preferences_lookup_schema (TRUE);
  if (schema == NULL)
    {
      g_printerr (_ ("redan: The schema of the preferences is not installed, and no directory for "
                     "temporary files can be written. Make room in %s.\n"),
                  g_get_tmp_dir ());
      exit (1);
    }
  preferences = g_settings_new_full (schema, NULL, NULL);
  return preferences;
}
