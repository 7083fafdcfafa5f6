/* SPDX-License-Identifier: Apache-2.0 */
/* The files that were opened or saved lately, shared with the file choosers of the desktop. */

#include "config.h"

#include "ui/window/recent.h"

#include <gtk/gtk.h>

#define APPLICATION "redan"

/* What the file chooser writes, such as pictures and reports, is on the list of the desktop, too;
 * models are in this group. */
#define GROUP "Redan models"

void
redan_recent_add (const char *path, const char *title)
{
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);
  g_autofree char *type = g_content_type_guess (path, NULL, 0, NULL);
  g_autofree char *mime = g_content_type_get_mime_type (type);
  char name[] = APPLICATION;
  char command[] = "redan %u";
  char group[] = GROUP;
  char *groups[] = { group, NULL };
  GtkRecentData data = { .display_name = (char *) title,
                         .mime_type = mime,
                         .app_name = name,
                         .app_exec = command,
                         .groups = groups };

  if (uri != NULL && mime != NULL)
    gtk_recent_manager_add_full (gtk_recent_manager_get_default (), uri, &data);
}

/** The newest first; the address decides among equals. */
static int
compare_visits (gconstpointer a, gconstpointer b)
{
  GtkRecentInfo *first = *(GtkRecentInfo *const *) a;
  GtkRecentInfo *second = *(GtkRecentInfo *const *) b;
  int order = g_date_time_compare (gtk_recent_info_get_modified (second),
                                   gtk_recent_info_get_modified (first));

  return order != 0 ? order
                    : g_strcmp0 (gtk_recent_info_get_uri (first), gtk_recent_info_get_uri (second));
}

char **
redan_recent_list (guint limit)
{
  GtkRecentManager *manager = gtk_recent_manager_get_default ();
  g_autoptr (GPtrArray) infos =
      g_ptr_array_new_with_free_func ((GDestroyNotify) gtk_recent_info_unref);
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  GList *items = gtk_recent_manager_get_items (manager);

  for (GList *item = items; item != NULL; item = item->next)
    if (gtk_recent_info_has_group (item->data, GROUP))
      g_ptr_array_add (infos, gtk_recent_info_ref (item->data));
  g_list_free_full (items, (GDestroyNotify) gtk_recent_info_unref);
  g_ptr_array_sort (infos, compare_visits);

  for (guint i = 0; i < infos->len && paths->len < limit; i++)
    {
      const char *uri = gtk_recent_info_get_uri (g_ptr_array_index (infos, i));
      g_autofree char *path = g_filename_from_uri (uri, NULL, NULL);

      if (path != NULL && g_file_test (path, G_FILE_TEST_IS_REGULAR))
        g_ptr_array_add (paths, g_steal_pointer (&path));
      else
        gtk_recent_manager_remove_item (manager, uri, NULL);
    }
  g_ptr_array_add (paths, NULL);
  return (char **) g_ptr_array_steal (paths, NULL);
}
