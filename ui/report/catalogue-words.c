/* SPDX-License-Identifier: Apache-2.0 */
/* Tells what a newer catalogue brought, apart from what the model did. */

#include "config.h"

#include "ui/report/catalogue-words.h"

#include <glib/gi18n-lib.h>

#include "ui/report/wording.h"

static void
append_packs (GString *text, const GArray *packs)
{
  for (guint i = 0; i < packs->len; i++)
    {
      const RedanPackChange *pack = &g_array_index (packs, RedanPackChange, i);

      g_string_append_printf (text, "%s%s %s → %s", i > 0 ? ", " : " (", pack->id, pack->before,
                              pack->after != NULL ? pack->after : _ ("gone"));
    }
  if (packs->len > 0)
    g_string_append_c (text, ')');
}

static char *
dup_threat (const RedanAnalysis *analysis, const RedanThreat *threat)
{
  g_autofree char *title = redan_threat_dup_title (analysis->facts, threat);
  g_autofree char *visible = redan_text_make_visible (title);
  g_autofree char *id = redan_threat_dup_id (analysis->facts, threat);
  char score[32];

  return g_strdup_printf ("%s  %s  [%s]",
                          threat->scored ? redan_score_format (threat->residual, score) : "-",
                          visible, id);
}

GPtrArray *
redan_catalogue_change_list_lines (const RedanCatalogueChange *change,
                                   const RedanAnalysis *analysis,
                                   guint limit)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) text = NULL;

  if (redan_catalogue_change_is_empty (change))
    return lines;
  text = g_string_new (_ ("The catalogue is not the one that the model was signed with"));
  append_packs (text, change->packs);
  g_string_append (text, ": ");
  g_string_append_printf (text,
                          ngettext ("%u rule is new or another one",
                                    "%u rules are new or other ones", change->adoption->n_new),
                          change->adoption->n_new);
  g_string_append_printf (
      text,
      ngettext (", %u undecided threat is owed to it. It fails no gate until the review is signed.",
                ", %u undecided threats are owed to it. They fail no gate until the review is "
                "signed.",
                change->threats->len),
      change->threats->len);
  g_ptr_array_add (lines, g_string_free (g_steal_pointer (&text), FALSE));
  for (guint i = 0; i < MIN (change->threats->len, limit); i++)
    g_ptr_array_add (lines, dup_threat (analysis, g_ptr_array_index (change->threats, i)));
  if (change->threats->len > limit)
    g_ptr_array_add (lines, g_strdup_printf (_ ("and %u more"), change->threats->len - limit));
  return lines;
}

void
redan_catalogue_change_write (RedanJson *json,
                              const RedanCatalogueChange *change,
                              const RedanAnalysis *analysis)
{
  redan_json_begin_object (json, "catalogue");
  redan_json_begin_array (json, "packs");
  for (guint i = 0; i < change->packs->len; i++)
    {
      const RedanPackChange *pack = &g_array_index (change->packs, RedanPackChange, i);

      redan_json_begin_object (json, NULL);
      redan_json_string (json, "id", pack->id);
      redan_json_string (json, "before", pack->before);
      redan_json_string (json, "after", pack->after);
      redan_json_end_object (json);
    }
  redan_json_end_array (json);
  redan_json_integer (json, "new_rules", change->adoption->n_new);
  redan_json_begin_array (json, "unadopted");
  for (guint i = 0; i < change->threats->len; i++)
    {
      g_autofree char *id =
          redan_threat_dup_id (analysis->facts, g_ptr_array_index (change->threats, i));

      redan_json_string (json, NULL, id);
    }
  redan_json_end_array (json);
  redan_json_end_object (json);
}
