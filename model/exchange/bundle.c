/* SPDX-License-Identifier: Apache-2.0 */
/* Streams of several files: a head line with the lengths of name and bytes, then both. */

#include "config.h"

#include <errno.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/exchange/bundle.h"

#include "model/error.h"
#include "model/exchange/spawn.h"

#define MAGIC "\x02redan-bundle"
#define MAX_HEAD 80

static gboolean
fail (GError **error)
{
  g_set_error_literal (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_IMPORT,
                       _ ("the stream of included files is damaged"));
  return FALSE;
}

/* One file; @at moves behind it. */
static gboolean
read_file (RedanBundle *self, const guint8 *data, gsize length, gsize *at, GError **error)
{
  char head[MAX_HEAD + 1] = { 0 };
  gsize name_length;
  gsize data_length;
  const guint8 *end = memchr (data + *at, '\n', MIN (length - *at, (gsize) MAX_HEAD));
  char *rest;

  if (end == NULL)
    return fail (error);
  memcpy (head, data + *at, (gsize) (end - data) - *at);
  if (!g_str_has_prefix (head, MAGIC " "))
    return fail (error);
  name_length = g_ascii_strtoull (head + strlen (MAGIC) + 1, &rest, 10);
  data_length = g_ascii_strtoull (rest, &rest, 10);
  *at = (gsize) (end - data) + 1;
  if (*rest != '\0' || name_length > length - *at || data_length > length - *at - name_length)
    return fail (error);

  if (name_length == 0)
    {
      self->data = data + *at;
      self->length = data_length;
    }
  else
    g_hash_table_replace (self->files, g_strndup ((const char *) data + *at, name_length),
                          g_bytes_new_static (data + *at + name_length, data_length));
  *at += name_length + data_length;
  return TRUE;
}

RedanBundle *
redan_bundle_read (const guint8 *data, gsize length, GError **error)
{
  g_autoptr (RedanBundle) self = g_new0 (RedanBundle, 1);
  gsize at = 0;

  self->data = data;
  self->length = length;
  self->files =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  if (length < strlen (MAGIC) || memcmp (data, MAGIC, strlen (MAGIC)) != 0)
    return g_steal_pointer (&self);

  while (at < length)
    {
      if (!read_file (self, data, length, &at, error))
        return NULL;
    }
  return g_steal_pointer (&self);
}

void
redan_bundle_free (RedanBundle *self)
{
  g_hash_table_unref (self->files);
  g_free (self);
}

gboolean
redan_bundle_find (const RedanBundle *self,
                   const char *name,
                   const guint8 **data_out,
                   gsize *length_out)
{
  GBytes *bytes = g_hash_table_lookup (self->files, name);

  if (bytes == NULL)
    return FALSE;
  *data_out = g_bytes_get_data (bytes, length_out);
  return TRUE;
}

char *
redan_bundle_join (const char *directory, const char *name)
{
  g_autofree char *whole = g_build_filename (directory, name, NULL);
  g_auto (GStrv) parts = g_strsplit (whole, "/", -1);
  g_autoptr (GPtrArray) kept = g_ptr_array_new ();

  if (*name == '\0' || g_path_is_absolute (name) || !g_utf8_validate (name, -1, NULL))
    return NULL;
  for (guint i = 0; parts[i] != NULL; i++)
    {
      if (*parts[i] == '\0' || strcmp (parts[i], ".") == 0)
        continue;
      if (strcmp (parts[i], "..") != 0)
        g_ptr_array_add (kept, parts[i]);
      else if (kept->len > 0)
        g_ptr_array_set_size (kept, (gint) kept->len - 1);
      else
        return NULL;
    }

  g_ptr_array_add (kept, NULL);
  return kept->len > 1 ? g_strjoinv ("/", (char **) kept->pdata) : NULL;
}

gboolean
redan_bundle_append (int fd, const char *name, const guint8 *data, gsize length, GError **error)
{
  g_autofree char *head = g_strdup_printf (MAGIC " %zu %zu\n", strlen (name), length);

  if (redan_child_input_write (fd, head, strlen (head)) &&
      redan_child_input_write (fd, name, strlen (name)) &&
      redan_child_input_write (fd, data, length))
    return TRUE;

  g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_IO,
               _ ("included files could not be passed on: %s"), g_strerror (errno));
  return FALSE;
}
