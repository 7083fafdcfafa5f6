/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of a Visio drawing: XML trees in a zip, and the relations that name them. */

#include "config.h"

#include <string.h>

#include "model/exchange/visio-files.h"

static const char *const no_names[] = { "Icon", NULL };

/* Marks of format stand within texts, which the tree does not keep beside elements. */
static GBytes *
drop_marks (GBytes *bytes)
{
  static const char *const marks[] = { "cp", "pp", "tp", "fld" };
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);
  GString *clean = g_string_sized_new (length);
  gboolean is_closed = TRUE; /* there may be another ">" */

  for (gsize i = 0; i < length;)
    {
      const gsize name = i + 1 < length && text[i + 1] == '/' ? i + 2 : i + 1;
      const char *end = NULL;

      for (guint j = 0; text[i] == '<' && is_closed && j < G_N_ELEMENTS (marks) && end == NULL; j++)
        {
          const gsize size = strlen (marks[j]);

          if (name + size < length && memcmp (text + name, marks[j], size) == 0 &&
              memchr (" />\t\r\n", text[name + size], 6) != NULL)
            {
              end = memchr (text + i, '>', length - i);
              is_closed = end != NULL;
            }
        }
      if (end == NULL)
        g_string_append_c (clean, text[i++]);
      else
        i = (gsize) (end - text) + 1;
    }
  return g_string_free_to_bytes (clean);
}

RedanForeignXml *
redan_visio_read_xml (RedanZip *zip, const char *name, GError **error)
{
  g_autoptr (GBytes) bytes = redan_zip_read (zip, name, error);
  g_autoptr (GBytes) clean = bytes != NULL ? drop_marks (bytes) : NULL;
  RedanForeignXml *tree = NULL;

  if (clean != NULL)
    tree = redan_foreign_xml_parse (g_bytes_get_data (clean, NULL), g_bytes_get_size (clean),
                                    no_names, error);
  if (tree == NULL)
    g_prefix_error (error, "%s: ", name);
  return tree;
}

GHashTable *
redan_visio_read_relations (RedanZip *zip, const char *name, const char *folder)
{
  GHashTable *parts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (RedanForeignXml) tree =
      redan_zip_has (zip, name) ? redan_visio_read_xml (zip, name, NULL) : NULL;
  const RedanForeignXmlNode *root = tree != NULL ? redan_foreign_xml_get_root (tree) : NULL;

  for (const RedanForeignXmlNode *at = root != NULL ? root->first_child : NULL; at != NULL;
       at = at->next)
    {
      const char *id = redan_foreign_xml_get (at, "Id");
      const char *target = redan_foreign_xml_get (at, "Target");

      if (id != NULL && target != NULL && !g_hash_table_contains (parts, id))
        g_hash_table_insert (parts, g_strdup (id),
                             *target == '/' ? g_strdup (target + 1)
                                            : g_strconcat (folder, target, NULL));
    }
  return parts;
}
