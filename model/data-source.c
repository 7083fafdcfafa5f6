/* SPDX-License-Identifier: Apache-2.0 */
/* Collects the data files: built-in resource, packs of the user, directory of the command line. */

#include "config.h"

#include <gio/gio.h>
#include <string.h>
#include <glib/gi18n-lib.h>

#include "data/redan-data.h"
#include "model/data-source.h"
#include "model/error.h"
#include "model/file-read.h"
#include "model/resource-tables.h"

#define RESOURCE_PATH "/org/redan/data/"
#define MAX_FILES 256
#define MAX_BYTES (16 * 1024 * 1024)

struct _RedanDataSource
{
  gatomicrefcount references;
  GArray *files; /* of RedanDataFile */
};

static const char *const known_roots[] = {
  "attributes", "rules",    "controls", "objectives", "practices", "scoring",
  "attack",     "stencils", "evidence", "defaults",   NULL,
};

/* Tables that are no XML, by their names. */
static const char *const table_names[] = { REDAN_RESOURCE_TYPES, REDAN_RESOURCE_ATTRIBUTES,
                                           "decision-map" };

static void
clear_file (gpointer data)
{
  RedanDataFile *file = data;

  g_free (file->path);
  g_free (file->root);
  g_bytes_unref (file->bytes);
}

static const char *
skip_past (const char *at, const char *end, const char *mark)
{
  const char *found = g_strstr_len (at, end - at, mark);

  return found == NULL ? end : found + strlen (mark);
}

/* The name in the first start tag, or NULL; the real parser finds what is wrong with such a file. A
 * NUL stands behind the bytes of files and of resources. */
static char *
find_root (GBytes *bytes)
{
  gsize length;
  const char *at = g_bytes_get_data (bytes, &length);
  const char *end = at + length;

  if (length >= 3 && memcmp (at, "\xef\xbb\xbf", 3) == 0)
    at += 3;
  while (at < end)
    {
      if (g_ascii_isspace (*at))
        at++;
      else if (g_str_has_prefix (at, "<?"))
        at = skip_past (at, end, "?>");
      else if (g_str_has_prefix (at, "<!--"))
        at = skip_past (at, end, "-->");
      else
        break;
    }
  if (at == end || *at != '<')
    return NULL;

  const char *start = ++at;
  while (at < end && (g_ascii_isalnum (*at) || *at == '-' || *at == '_'))
    at++;
  return at == start ? NULL : g_strndup (start, at - start);
}

/* Returns: (nullable): the table that a file of this name has */
static const char *
find_table (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (table_names); i++)
    {
      const gsize length = strlen (table_names[i]);

      if (strncmp (name, table_names[i], length) == 0 && strcmp (name + length, ".csv") == 0)
        return table_names[i];
    }
  return NULL;
}

/* @table: (nullable): of a file that is no XML */
static gboolean
add_file (RedanDataSource *self, const char *path, const char *table, GBytes *bytes, GError **error)
{
  g_autofree char *root = table != NULL ? g_strdup (table) : find_root (bytes);

  g_autofree char *expected = g_strjoinv (", ", (char **) known_roots);
  if (root == NULL)
    {
      g_set_error (
          error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_UNKNOWN_NAME,
          _ ("%s:1: no root element at the start; expected XML without DOCTYPE whose root is "
             "one of %s"),
          path, expected);
      return FALSE;
    }
  if (table == NULL && !g_strv_contains (known_roots, root))
    {
      g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_UNKNOWN_NAME,
                   _ ("%s:1: root element \"%s\" is not known; expected one of %s; rename it or "
                      "move the file away"),
                   path, root, expected);
      return FALSE;
    }
  if (self->files->len == MAX_FILES)
    {
      g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_LIMIT,
                   _ ("%s: more than %d data files; move some away"), path, MAX_FILES);
      return FALSE;
    }

  RedanDataFile file = { g_strdup (path), g_steal_pointer (&root), g_bytes_ref (bytes) };
  g_array_append_val (self->files, file);
  return TRUE;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static gboolean
brings (const RedanDataSource *self, GBytes *bytes)
{
  g_autofree char *root = find_root (bytes);

  for (guint i = 0; root != NULL && i < self->files->len; i++)
    if (strcmp (g_array_index (self->files, RedanDataFile, i).root, root) == 0)
      return strcmp (root, "scoring") != 0;

  return FALSE;
}

/* @instead: (nullable): files of its roots are left out */
static gboolean
add_built_in (RedanDataSource *self, const RedanDataSource *instead, GError **error)
{
  GResource *resource = redan_data_get_resource ();
  g_auto (GStrv) names =
      g_resource_enumerate_children (resource, RESOURCE_PATH, G_RESOURCE_LOOKUP_FLAGS_NONE, error);

  if (names == NULL)
    return FALSE;

  qsort (names, g_strv_length (names), sizeof (char *), compare_names);
  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *path = g_strconcat (RESOURCE_PATH, names[i], NULL);
      g_autofree char *shown = g_strconcat ("built-in:", names[i], NULL);
      g_autoptr (GBytes) bytes =
          g_resource_lookup_data (resource, path, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
      if (bytes == NULL)
        return FALSE;
      if ((instead == NULL || !brings (instead, bytes)) &&
          !add_file (self, shown, find_table (names[i]), bytes, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
add_directory (RedanDataSource *self, const char *directory, gboolean must_exist, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (GDir) listing = g_dir_open (directory, 0, &local);

  if (listing == NULL)
    {
      if (!must_exist && g_error_matches (local, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        return TRUE;
      g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_IO,
                   _ ("%s: the data directory cannot be opened: %s"), directory, local->message);
      return FALSE;
    }

  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  for (const char *name = g_dir_read_name (listing); name != NULL; name = g_dir_read_name (listing))
    if ((g_str_has_suffix (name, ".xml") && name[0] != '.') || find_table (name) != NULL)
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);

  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      g_autofree char *path = g_build_filename (directory, name, NULL);
      g_autoptr (GBytes) bytes = redan_file_read (path, FALSE, MAX_BYTES, error);
      if (bytes == NULL || !add_file (self, path, find_table (name), bytes, error))
        return FALSE;
    }

  return TRUE;
}

static RedanDataSource *
create (void)
{
  RedanDataSource *self = g_new0 (RedanDataSource, 1);

  g_atomic_ref_count_init (&self->references);
  self->files = g_array_new (FALSE, FALSE, sizeof (RedanDataFile));
  g_array_set_clear_func (self->files, clear_file);

  return self;
}

RedanDataSource *
redan_data_source_new_instead (const char *directory, GError **error)
{
  g_autoptr (RedanDataSource) self = create ();
  g_autoptr (RedanDataSource) instead = create ();

  if (!add_directory (instead, directory, TRUE, error) || !add_built_in (self, instead, error) ||
      !add_directory (self, directory, TRUE, error))
    return NULL;

  return g_steal_pointer (&self);
}

RedanDataSource *
redan_data_source_new (const char *directory, GError **error)
{
  g_autoptr (RedanDataSource) self = create ();
  g_autofree char *packs = g_build_filename (g_get_user_data_dir (), "redan", "packs", NULL);

  if (!add_built_in (self, NULL, error) || !add_directory (self, packs, FALSE, error))
    return NULL;
  if (directory != NULL && !add_directory (self, directory, TRUE, error))
    return NULL;

  return g_steal_pointer (&self);
}

RedanDataSource *
redan_data_source_ref (RedanDataSource *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
redan_data_source_unref (RedanDataSource *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;

  g_array_unref (self->files);
  g_free (self);
}

guint
redan_data_source_get_n_files (const RedanDataSource *self)
{
  return self->files->len;
}

const RedanDataFile *
redan_data_source_get_file (const RedanDataSource *self, guint index)
{
  g_return_val_if_fail (index < self->files->len, NULL);

  return &g_array_index (self->files, RedanDataFile, index);
}

char *
redan_data_find_directory (const char *name)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *bin = g_path_get_dirname (program == NULL ? "." : program);
  g_autofree char *beside = g_build_filename (bin, "..", "share", "redan", NULL);
  const char *const parents[] = { beside, REDAN_DATADIR, REDAN_SOURCE_DATA };

  for (guint i = program == NULL ? 1 : 0; i < G_N_ELEMENTS (parents); i++)
    {
      g_autofree char *path = g_build_filename (parents[i], name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        return g_steal_pointer (&path);
    }
  return NULL;
}
