/* SPDX-License-Identifier: Apache-2.0 */
/* Where the shipped examples lie: installed, or beside the sources of this build. */

#include "ui/window/examples.h"

#include <string.h>

#include "model/data-source.h"

/** By name without the ending, so that a variant follows its model. */
static int
compare_paths (gconstpointer a, gconstpointer b)
{
  g_autofree char *first = g_strndup (*(char *const *) a, strlen (*(char *const *) a) - 6);
  g_autofree char *second = g_strndup (*(char *const *) b, strlen (*(char *const *) b) - 6);

  return strcmp (first, second);
}

static void
list_directory (GPtrArray *paths, const char *directory)
{
  g_autoptr (GDir) dir = g_dir_open (directory, 0, NULL);
  const char *name = NULL;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".redan"))
      g_ptr_array_add (paths, g_build_filename (directory, name, NULL));
}

char **
redan_examples_list (void)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *directory = redan_data_find_directory ("examples");

  if (directory != NULL)
    list_directory (paths, directory);
  g_ptr_array_sort (paths, compare_paths);
  g_ptr_array_add (paths, NULL);
  return (char **) g_ptr_array_steal (paths, NULL);
}
