/* SPDX-License-Identifier: Apache-2.0 */
/* Finds, reads and writes pattern files. */

#include "model/pattern.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "model/canonical-reader.h"
#include "model/canonical-writer.h"
#include "model/edit.h"
#include "model/error.h"
#include "model/file-read.h"

#define SUFFIX ".redan"
#define MAX_FILES 200
#define MAX_BYTES ((gsize) 16 * 1024 * 1024)
#define MAX_FOLDER_BYTES ((guint64) 32 * 1024 * 1024)
#define MAX_OBJECTS 2000
#define MAX_FILE_NAME 60
#define MAX_TITLE 200

void
redan_pattern_free (RedanPattern *self)
{
  g_free (self->path);
  g_free (self->title);
  g_free (self->description);
  g_free (self->problem);
  g_free (self);
}

RedanModel *
redan_pattern_load (RedanSchema *schema, const char *path, GError **error)
{
  g_autoptr (GBytes) bytes = redan_file_read (path, FALSE, MAX_BYTES, error);
  gsize length;

  if (bytes == NULL)
    return NULL;

  const guint8 *data = g_bytes_get_data (bytes, &length);

  g_autoptr (RedanModel) model = redan_canonical_read (schema, path, data, length, error);
  guint n = 0;

  for (guint section = 0; model != NULL && section < REDAN_N_SECTIONS; section++)
    n += redan_model_get_n (model, section);
  if (n <= MAX_OBJECTS)
    return g_steal_pointer (&model);

  g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_INVALID_VALUE,
               _ ("%s: has %u objects, but a pattern may have at most %d; open it as a model, or "
                  "make smaller patterns of it"),
               path, n, MAX_OBJECTS);
  return NULL;
}

static RedanPattern *
read_pattern (RedanSchema *schema, RedanPatternOrigin origin, const char *path)
{
  RedanPattern *self = g_new0 (RedanPattern, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (RedanModel) model = redan_pattern_load (schema, path, &error);
  g_autofree char *file = g_path_get_basename (path);

  self->origin = origin;
  self->path = g_strdup (path);
  file[strlen (file) - strlen (SUFFIX)] = '\0';
  if (model == NULL)
    {
      self->title = g_utf8_make_valid (file, -1);
      self->description = g_strdup ("");
      self->problem = g_strdup (error->message);
      return self;
    }

  const RedanObject *meta = redan_model_get_meta (model);
  const char *title = redan_object_get_name (meta);
  const char *description = redan_object_get (meta, REDAN_FIELD_DESCRIPTION);

  self->title = *title != '\0' ? g_strdup (title) : g_utf8_make_valid (file, -1);
  self->description = g_strdup (description == NULL ? "" : description);
  self->n_elements = redan_model_get_n (model, REDAN_SECTION_ELEMENT);
  self->n_flows = redan_model_get_n (model, REDAN_SECTION_FLOW);
  return self;
}

static int
compare_paths (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* A directory has many paths, and one number. */
static gboolean
is_new_directory (GHashTable *seen, const char *directory)
{
  GStatBuf status;

  return g_stat (directory, &status) == 0 &&
         g_hash_table_add (seen,
                           g_strdup_printf ("%" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT,
                                            (guint64) status.st_dev, (guint64) status.st_ino));
}

/* @seen: (element-type utf8): directories that were listed already */
static void
list_directory (GPtrArray *patterns,
                GHashTable *seen,
                RedanSchema *schema,
                RedanPatternOrigin origin,
                const char *directory)
{
  if (!is_new_directory (seen, directory))
    return;

  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) listing = g_dir_open (directory, 0, NULL);
  guint64 n_bytes = 0;
  const char *name;

  while (listing != NULL && (name = g_dir_read_name (listing)) != NULL)
    if (g_str_has_suffix (name, SUFFIX) && name[0] != '.')
      g_ptr_array_add (paths, g_build_filename (directory, name, NULL));
  g_ptr_array_sort (paths, compare_paths);
  for (guint i = 0; i < MIN (paths->len, MAX_FILES); i++)
    {
      const char *path = g_ptr_array_index (paths, i);
      GStatBuf status;
      guint64 size = g_stat (path, &status) == 0 && S_ISREG (status.st_mode) ? status.st_size : 0;

      /* What is too large by itself is listed with its problem and costs nothing. */
      if (size <= MAX_BYTES)
        n_bytes += size;
      if (n_bytes > MAX_FOLDER_BYTES)
        break;
      g_ptr_array_add (patterns, read_pattern (schema, origin, path));
    }
}

static char *
find_in_repository (const char *model_path)
{
  g_autofree char *folder = g_path_get_dirname (model_path);
  char *hidden = g_build_filename (folder, ".redan", "patterns", NULL);

  if (g_file_test (hidden, G_FILE_TEST_IS_DIR))
    return hidden;
  g_free (hidden);
  return g_build_filename (folder, "patterns", NULL);
}

char *
redan_patterns_dup_directory (RedanPatternOrigin origin, const char *model_path)
{
  if (origin == REDAN_PATTERN_SHIPPED)
    return redan_data_find_directory ("patterns");
  if (origin == REDAN_PATTERN_USER)
    return g_build_filename (g_get_user_data_dir (), "redan", "patterns", NULL);
  return model_path == NULL ? NULL : find_in_repository (model_path);
}

static int
compare_patterns (gconstpointer a, gconstpointer b)
{
  const RedanPattern *first = *(const RedanPattern *const *) a;
  const RedanPattern *second = *(const RedanPattern *const *) b;
  int order;

  if (first->origin != second->origin)
    return first->origin < second->origin ? -1 : 1;
  order = strcmp (first->title, second->title);
  return order != 0 ? order : strcmp (first->path, second->path);
}

GPtrArray *
redan_patterns_list (RedanSchema *schema, const char *model_path)
{
  GPtrArray *patterns = g_ptr_array_new_with_free_func ((GDestroyNotify) redan_pattern_free);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *shipped = redan_patterns_dup_directory (REDAN_PATTERN_SHIPPED, NULL);
  g_autofree char *user = redan_patterns_dup_directory (REDAN_PATTERN_USER, NULL);

  if (shipped != NULL)
    list_directory (patterns, seen, schema, REDAN_PATTERN_SHIPPED, shipped);
  list_directory (patterns, seen, schema, REDAN_PATTERN_USER, user);
  if (model_path != NULL)
    {
      g_autofree char *folder = g_path_get_dirname (model_path);
      g_autofree char *open = g_build_filename (folder, "patterns", NULL);
      g_autofree char *hidden = g_build_filename (folder, ".redan", "patterns", NULL);

      /* An example that is opened from the shipped folder has the shipped patterns beside it in no
       * repository. */
      list_directory (patterns, seen, schema, REDAN_PATTERN_REPOSITORY, open);
      list_directory (patterns, seen, schema, REDAN_PATTERN_REPOSITORY, hidden);
    }
  g_ptr_array_sort (patterns, compare_patterns);
  return patterns;
}

char *
redan_pattern_dup_path (const char *directory, const char *title)
{
  g_autofree char *plain = g_str_to_ascii (title, "C");
  g_autoptr (GString) name = g_string_new (NULL);
  gboolean gap = FALSE;

  for (const char *at = plain; *at != '\0' && name->len < MAX_FILE_NAME; at++)
    {
      if (!g_ascii_isalnum (*at))
        {
          gap = TRUE;
          continue;
        }
      if (gap && name->len > 0)
        g_string_append_c (name, '-');
      gap = FALSE;
      g_string_append_c (name, g_ascii_tolower (*at));
    }
  /* A title without a Latin letter still needs a name of its own. */
  if (name->len == 0)
    g_string_append_printf (name, "pattern-%08x", g_str_hash (title));
  g_string_append (name, SUFFIX);
  return g_build_filename (directory, name->str, NULL);
}

static gboolean
fail (GError **error, const char *path, int code)
{
  g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_IO,
               _ ("%s: the pattern cannot be written: %s"), path, g_strerror (code));
  return FALSE;
}

/* A file that is there already stays, whoever made it and when: the name is taken only if it is
 * free. */
static gboolean
write_new (const char *path, GBytes *bytes, GError **error)
{
  g_autofree char *random = g_uuid_string_random ();
  g_autofree char *draft = g_strdup_printf ("%s.%s.tmp", path, random);
  int code;

  if (!redan_file_replace (draft, bytes, error))
    return FALSE;
  if (renameat2 (AT_FDCWD, draft, AT_FDCWD, path, RENAME_NOREPLACE) == 0)
    return TRUE;
  code = errno;
  /* Some file systems cannot do that, but have links. */
  if (code == EINVAL && link (draft, path) == 0)
    code = 0;
  else if (code == EINVAL)
    code = errno;
  g_unlink (draft);
  if (code == 0)
    return TRUE;
  if (code != EEXIST)
    return fail (error, path, code);
  g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_EXIST,
               _ ("%s: there is a pattern of this name already; choose another name or replace it"),
               path);
  return FALSE;
}

gboolean
redan_pattern_save (const RedanModel *fragment,
                    const char *directory,
                    const char *title,
                    const char *description,
                    gboolean replace,
                    char **path_out,
                    GError **error)
{
  g_autofree char *path = redan_pattern_dup_path (directory, title);
  g_autoptr (RedanModel) model = redan_model_copy (fragment);
  g_autoptr (RedanEdit) edit = redan_edit_new (model, "");
  RedanId meta = redan_model_get_meta (model)->id;

  if (*title == '\0' || !redan_text_is_line (title, MAX_TITLE))
    {
      g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_INVALID_VALUE,
                   _ ("a pattern needs a name of one line and 1 to %d bytes"), MAX_TITLE);
      return FALSE;
    }
  redan_edit_set (edit, &meta, REDAN_FIELD_NAME, NULL, title);
  redan_edit_set (edit, &meta, REDAN_FIELD_DESCRIPTION, NULL,
                  description == NULL || *description == '\0' ? NULL : description);
  if (!redan_edit_apply (edit, model, error))
    return FALSE;
  if (g_mkdir_with_parents (directory, 0777) != 0)
    return fail (error, directory, errno);

  g_autoptr (GBytes) bytes = redan_canonical_write (model);

  if (!(replace ? redan_file_replace (path, bytes, error) : write_new (path, bytes, error)))
    return FALSE;
  if (path_out != NULL)
    *path_out = g_steal_pointer (&path);
  return TRUE;
}
