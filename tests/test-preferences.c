/* SPDX-License-Identifier: Apache-2.0 */
/* The preferences: the schema that is compiled in, its defaults and its bounds. */

#include <gio/gio.h>
#include <string.h>

#include "ui/window/preferences.h"

static void
test_without_install (void)
{
  g_autoptr (GSettingsSchema) schema = redan_preferences_lookup_schema (FALSE);

  g_assert_nonnull (schema);
  g_assert_cmpstr (g_settings_schema_get_id (schema), ==, REDAN_PREFERENCES_SCHEMA);
}

static void
test_leaves_no_files (void)
{
  g_autoptr (GDir) directory = g_dir_open (g_get_user_runtime_dir (), 0, NULL);
  g_autoptr (GSettingsSchema) schema = redan_preferences_lookup_schema (FALSE);
  const char *name = NULL;

  g_assert_nonnull (directory);
  while ((name = g_dir_read_name (directory)) != NULL)
    g_assert_false (g_str_has_prefix (name, "redan-schema-"));
}

static void
test_defaults (void)
{
  GSettings *preferences = redan_preferences_get_default ();
  g_autofree char *scheme = g_settings_get_string (preferences, REDAN_PREFERENCE_COLOUR_SCHEME);
  g_autofree char *colour = g_settings_get_string (preferences, REDAN_PREFERENCE_COLOUR_BY);

  g_assert_true (preferences == redan_preferences_get_default ());
  g_assert_cmpstr (scheme, ==, "system");
  g_assert_cmpstr (colour, ==, "risk");
  g_assert_true (g_settings_get_boolean (preferences, REDAN_PREFERENCE_SNAP_TO_GRID));
  g_assert_true (g_settings_get_boolean (preferences, REDAN_PREFERENCE_SNAP_TO_NEIGHBOURS));
  g_assert_cmpint (g_settings_get_int (preferences, REDAN_PREFERENCE_GRID_SIZE), ==, 20);
}

/* Every key of the schema is named in the header and the other way round: a schema that lacks one
 * is passed over. */
static void
test_every_key_is_used (void)
{
  g_autoptr (GSettingsSchema) schema = redan_preferences_lookup_schema (FALSE);
  g_auto (GStrv) keys = g_settings_schema_list_keys (schema);
  g_autofree char *path =
      g_build_filename (g_getenv ("REDAN_SOURCE_ROOT"), "ui", "window", "preferences.h", NULL);
  g_autofree char *header = NULL;
  guint n = 0;

  g_assert_true (g_file_get_contents (path, &header, NULL, NULL));
  for (guint i = 0; keys[i] != NULL; i++)
    {
      g_autofree char *quoted = g_strdup_printf ("\"%s\"", keys[i]);

      g_assert_nonnull (strstr (header, quoted));
    }
  for (const char *at = strstr (header, "#define REDAN_PREFERENCE_"); at != NULL;
       at = strstr (at + 1, "#define REDAN_PREFERENCE_"))
    n++;
  g_assert_cmpuint (n, ==, g_strv_length (keys));
}

static void
test_bounds (void)
{
  GSettings *preferences = redan_preferences_get_default ();
  g_autoptr (GVariant) none = g_variant_ref_sink (g_variant_new_int32 (0));
  g_autoptr (GVariant) colour = g_variant_ref_sink (g_variant_new_string ("pink"));
  g_autoptr (GSettingsSchema) schema = redan_preferences_lookup_schema (FALSE);
  g_autoptr (GSettingsSchemaKey) size =
      g_settings_schema_get_key (schema, REDAN_PREFERENCE_GRID_SIZE);
  g_autoptr (GSettingsSchemaKey) by =
      g_settings_schema_get_key (schema, REDAN_PREFERENCE_COLOUR_BY);

  g_assert_false (g_settings_schema_key_range_check (size, none));
  g_assert_false (g_settings_schema_key_range_check (by, colour));
  g_assert_true (g_settings_set_int (preferences, REDAN_PREFERENCE_GRID_SIZE, 50));
  g_assert_cmpint (g_settings_get_int (preferences, REDAN_PREFERENCE_GRID_SIZE), ==, 50);
  g_settings_reset (preferences, REDAN_PREFERENCE_GRID_SIZE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/preferences/without-install", test_without_install);
  g_test_add_func ("/preferences/leaves-no-files", test_leaves_no_files);
  g_test_add_func ("/preferences/defaults", test_defaults);
  g_test_add_func ("/preferences/every-key-is-used", test_every_key_is_used);
  g_test_add_func ("/preferences/bounds", test_bounds);
  return g_test_run ();
}
