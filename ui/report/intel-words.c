/* SPDX-License-Identifier: Apache-2.0 */
/* The words for advisories that were matched to a model. */

#include "ui/report/intel-words.h"

#include <glib/gi18n-lib.h>

#include "ui/report/wording.h"

char *
redan_intel_dup_elements (const RedanModel *model, const RedanIntelMatch *match)
{
  g_autoptr (GString) names = g_string_new (NULL);
  guint n = MIN (match->elements->len, 3);

  for (guint i = 0; i < n; i++)
    {
      const RedanId *id = &g_array_index (match->elements, RedanId, i);

      g_string_append_printf (names, "%s%s", i > 0 ? ", " : "",
                              redan_object_get_name (redan_model_lookup (model, id)));
    }
  if (match->elements->len > n)
    g_string_append_printf (names,
                            ngettext (" and %u more", " and %u more", match->elements->len - n),
                            match->elements->len - n);
  return redan_text_make_visible (names->str);
}

char *
redan_intel_dup_sums (const RedanIntelReport *report)
{
  return g_strdup_printf (ngettext ("%u advisory read, %u about something in the model.",
                                    "%u advisories read, %u about something in the model.",
                                    report->n_advisories),
                          report->n_advisories, report->matches->len);
}
