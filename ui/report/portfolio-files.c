/* SPDX-License-Identifier: Apache-2.0 */
/* The models that lie in folders, in the order of their names. */

#include "config.h"

#include "ui/report/portfolio-files.h"

#include <string.h>

#define SUFFIX ".redan"
#define MAX_FILES 10000
#define MAX_DEPTH 16

typedef struct
{
  GPtrArray *paths;
  GCancellable *cancellable;
  gboolean cut; /* there are more */
} Search;

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
add_path (Search *self, char *path)
{
  if (self->paths->len < MAX_FILES)
    g_ptr_array_add (self->paths, path);
  else
    {
      self->cut = TRUE;
      g_free (path);
    }
}

/* In the order of the names: which are taken of too many does not depend on the disk. */
static void
add_folder (Search *self, const char *folder, guint depth)
{
  g_autoptr (GDir) dir = depth < MAX_DEPTH ? g_dir_open (folder, 0, NULL) : NULL;
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name = NULL;

  while (dir != NULL && !g_cancellable_is_cancelled (self->cancellable) &&
         (name = g_dir_read_name (dir)) != NULL)
    if (name[0] != '.')
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len && !self->cut && !g_cancellable_is_cancelled (self->cancellable);
       i++)
    {
      g_autofree char *path = g_build_filename (folder, names->pdata[i], NULL);

      if (g_str_has_suffix (names->pdata[i], SUFFIX) && g_file_test (path, G_FILE_TEST_IS_REGULAR))
        add_path (self, g_steal_pointer (&path));
      else if (!g_file_test (path, G_FILE_TEST_IS_SYMLINK) &&
               g_file_test (path, G_FILE_TEST_IS_DIR))
        add_folder (self, path, depth + 1);
    }
}

GPtrArray *
redan_portfolio_list_files (const char *const *given, GCancellable *cancellable, gboolean *cut_out)
{
  Search self = { g_ptr_array_new_with_free_func (g_free), cancellable, FALSE };

  for (guint i = 0; given[i] != NULL && !self.cut; i++)
    if (g_file_test (given[i], G_FILE_TEST_IS_DIR))
      add_folder (&self, given[i], 0);
    else
      add_path (&self, g_strdup (given[i]));
  *cut_out = self.cut;

  return self.paths;
}
