/* SPDX-License-Identifier: Apache-2.0 */
/* What a person wrote about a threat: its description and the mitigations that address it. */

#include "ui/report/recorded.h"

#include <glib/gi18n-lib.h>

#include "ui/report/wording.h"

#define MAX_MITIGATIONS 20
#define MAX_CHARACTERS 4000
#define MAX_LINES 60

static void
note_free (gpointer data)
{
  RedanRecordedNote *note = data;

  g_free (note->label);
  g_free (note->text);
  g_free (note);
}

static void
add_note (GPtrArray *notes, const char *label, const char *text)
{
  RedanRecordedNote *note = NULL;

  if (text == NULL || text[0] == '\0')
    return;
  note = g_new0 (RedanRecordedNote, 1);
  note->label = g_strdup (label);
  note->text = redan_text_dup_excerpt (text, MAX_CHARACTERS, MAX_LINES);
  g_ptr_array_add (notes, note);
}

GPtrArray *
redan_recorded_list_notes (const RedanFacts *facts, const RedanThreat *threat)
{
  const RedanModel *model = facts->snapshot->model;
  GPtrArray *notes = g_ptr_array_new_with_free_func (note_free);
  guint n = redan_model_get_n (model, REDAN_SECTION_MITIGATION);
  const RedanObject *recorded = NULL;
  guint n_told = 0;
  RedanIdText id;

  if (threat->recorded == REDAN_NONE)
    return notes;
  recorded = redan_model_get_nth (model, REDAN_SECTION_THREAT, threat->recorded);
  redan_id_to_text (&recorded->id, id);
  add_note (notes, _ ("Description"), redan_object_get (recorded, REDAN_FIELD_DESCRIPTION));
  for (guint i = 0; i < n; i++)
    {
      const RedanObject *mitigation = redan_model_get_nth (model, REDAN_SECTION_MITIGATION, i);
      const char *description = redan_object_get (mitigation, REDAN_FIELD_DESCRIPTION);

      if (redan_object_get_keyed (mitigation, REDAN_FIELD_ADDRESSES, id) == NULL)
        continue;
      if (n_told++ == MAX_MITIGATIONS)
        {
          add_note (notes, _ ("Mitigation"), _ ("and more"));
          break;
        }
      add_note (notes, _ ("Mitigation"),
                description != NULL ? description : redan_object_get_name (mitigation));
    }
  return notes;
}
