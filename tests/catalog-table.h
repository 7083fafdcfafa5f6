/* SPDX-License-Identifier: Apache-2.0 */
/* The tables that the catalogue was written from: tab-separated rows below a header line. */

#pragma once

#include <glib.h>

/**
 * catalog_table_read:
 * @name: the file, below the directory of the tables
 *
 * Returns: (transfer full) (nullable) (element-type GStrv): the rows, the header first; without the
 * file the test is skipped
 */
static inline GPtrArray *
catalog_table_read (const char *name)
{
  g_autofree char *path =
      g_build_filename (g_getenv ("REDAN_SOURCE_ROOT"), "..", "shared", "catalog", name, NULL);
  g_autofree char *content = NULL;
  g_auto (GStrv) lines = NULL;
  GPtrArray *rows;

  if (!g_file_get_contents (path, &content, NULL, NULL))
    {
      g_test_skip ("the tables are not here");
      return NULL;
    }

  rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  lines = g_strsplit (content, "\n", -1);
  for (guint i = 0; lines[i] != NULL && *lines[i] != '\0'; i++)
    g_ptr_array_add (rows, g_strsplit (lines[i], "\t", -1));
  return rows;
}

/** catalog_table_get: Returns: (transfer none): the cell of @row in @column, which must exist; ""
 * for "-" */
static inline const char *
catalog_table_get (const GPtrArray *rows, char **row, const char *column)
{
  char **header = g_ptr_array_index (rows, 0);

  for (guint i = 0; header[i] != NULL; i++)
    if (g_str_equal (header[i], column))
      return g_str_equal (row[i], "-") ? "" : row[i];
  g_assert_not_reached ();
}
