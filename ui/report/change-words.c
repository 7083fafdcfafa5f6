/* SPDX-License-Identifier: Apache-2.0 */
/* The words for what a plan proposes beside controls. */

#include "ui/report/change-words.h"

#include <glib/gi18n-lib.h>

#include "ui/report/wording.h"

#define MAX_NAMES 3

char *
redan_change_dup_title (const RedanAnalysis *analysis, const RedanPlanChange *change)
{
  const RedanSnapshot *snapshot = analysis->facts->snapshot;
  g_autofree char *name =
      redan_object_dup_title (snapshot->model, snapshot->elements[change->element]);
  g_autofree char *visible = redan_text_make_visible (name);

  return g_strdup_printf (
      change->kind == REDAN_CHANGE_MASK ? _ ("Mask the copy in %s") : _ ("Remove %s"), visible);
}

char *
redan_change_dup_loss (const RedanAnalysis *analysis, const RedanPlanChange *change)
{
  const RedanSnapshot *snapshot = analysis->facts->snapshot;
  g_autoptr (GString) names = g_string_new (NULL);
  g_autofree char *flows = g_strdup_printf (
      ngettext ("%u flow goes with it", "%u flows go with it", change->n_flows), change->n_flows);

  for (guint i = 0; i < change->assets->len; i++)
    {
      const RedanObject *asset = snapshot->assets[g_array_index (change->assets, guint32, i)];
      g_autofree char *name = redan_text_make_visible (redan_object_get_name (asset));

      if (i < MAX_NAMES)
        g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", name);
    }
  if (change->assets->len > MAX_NAMES)
    g_string_append_printf (
        names, ngettext (" and %u more", " and %u more", change->assets->len - MAX_NAMES),
        change->assets->len - MAX_NAMES);
  if (change->kind == REDAN_CHANGE_MASK)
    return g_strdup_printf (_ ("no real data there any more: %s"), names->str);
  if (names->len == 0)
    return g_steal_pointer (&flows);
  return g_strdup_printf (_ ("%s; stored nowhere else: %s"), flows, names->str);
}
