/* SPDX-License-Identifier: Apache-2.0 */
/* The diagrams of a model in the order in which they are shown. */

#include "model/diagrams.h"

#include <string.h>

static gint64
get_order (const RedanObject *diagram)
{
  const char *order = redan_object_get (diagram, REDAN_FIELD_ORDER);

  return order != NULL ? g_ascii_strtoll (order, NULL, 10) : G_MAXINT64;
}

static int
compare_diagrams (gconstpointer a, gconstpointer b)
{
  const RedanObject *first = *(const RedanObject *const *) a;
  const RedanObject *second = *(const RedanObject *const *) b;
  gint64 first_order = get_order (first);
  gint64 second_order = get_order (second);
  int order = strcmp (redan_object_get_name (first), redan_object_get_name (second));

  if (first_order != second_order)
    return first_order < second_order ? -1 : 1;
  return order != 0 ? order : redan_id_compare (&first->id, &second->id);
}

GPtrArray *
redan_model_list_diagrams (const RedanModel *model)
{
  guint n = redan_model_get_n (model, REDAN_SECTION_DIAGRAM);
  GPtrArray *diagrams = g_ptr_array_sized_new (n);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (diagrams, (gpointer) redan_model_get_nth (model, REDAN_SECTION_DIAGRAM, i));
  g_ptr_array_sort (diagrams, compare_diagrams);
  return diagrams;
}
