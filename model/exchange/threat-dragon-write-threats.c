/* SPDX-License-Identifier: Apache-2.0 */
/* Threats as Threat Dragon 2 keeps them: on the cell, each with its mitigations as one text. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/exchange/threat-dragon-write-private.h"

static const RedanExportWord status_words[] = {
  { "", "Open" },
  { "open", "Open" },
  { "investigate", "Open" },
  { "mitigate", "Mitigated" },
  { "not-applicable", "NotApplicable" },
  { "accept", "Accepted" },
  { "transfer", "Transferred" },
  { "avoid", "Avoided" },
};

static const RedanExportWord severity_words[] = {
  { "critical", "Critical" }, { "high", "High" }, { "medium", "Medium" },
  { "low", "Low" },           { "info", "Info" },
};

static const char *
get_status (RedanExport *run, const RedanObject *threat)
{
  const char *decision = redan_export_get (threat, REDAN_FIELD_DECISION);
  const char *kept = redan_export_extra (run, threat, "status");

  /* Words that stand for a decision beside the usual one, or for none that is known. */
  if (*kept != '\0' && strcmp (decision, "avoid") == 0 &&
      g_ascii_strcasecmp (kept, "Eliminated") == 0)
    return kept;
  if (*kept != '\0' && strcmp (decision, "open") == 0 &&
      g_ascii_strcasecmp (kept, "Eliminated") != 0)
    return kept;
  if (strcmp (decision, "investigate") == 0)
    redan_export_lose (run, threat, _ ("is decided \"%s\"; written as %s"), decision, "Open");
  return redan_export_find_word (status_words, G_N_ELEMENTS (status_words), decision);
}

static const char *
get_severity (const RedanExport *run, const RedanObject *threat)
{
  const char *severity = redan_export_get (threat, REDAN_FIELD_SEVERITY);
  const char *kept = redan_export_extra (run, threat, "severity");
  const char *word =
      redan_export_find_word (severity_words, G_N_ELEMENTS (severity_words), severity);

  if (word != NULL)
    return word;
  return *kept != '\0' ? kept : "TBD";
}

/* The id of the file for the first cell; on further ones a threat is one of its own. */
static char *
dup_id (const RedanExport *run, const RedanObject *threat, const RedanObject *object)
{
  const char *kept = redan_export_extra (run, threat, "id");
  RedanIdText id;

  if (*kept != '\0' && redan_export_reference (run, threat, REDAN_FIELD_TARGET) == object)
    return g_strdup (kept);
  return redan_export_uuid (threat, redan_id_to_text (&object->id, id));
}

static json_t *
make_threat (RedanDragonWriter *self, const RedanObject *threat, const RedanObject *object)
{
  static const char *const known[] = { "id", "status", "severity", "cell", NULL };
  RedanExport *run = self->run;
  const char *number = redan_export_get (threat, REDAN_FIELD_NUMBER);
  const char *method = redan_export_get (threat, REDAN_FIELD_METHOD);
  const char *status = get_status (run, threat);
  g_autofree char *id = dup_id (run, threat, object);
  g_autofree char *mitigation = redan_export_mitigation_text (run, threat);
  GPtrArray *mitigations = redan_export_mitigations_of (run, threat);
  gboolean here = *redan_export_extra (run, threat, "id") == '\0';
  json_t *written = json_object ();

  json_object_set_new (written, "id", json_string (id));
  json_object_set_new (written, "title",
                       json_string (redan_export_text (run, threat, REDAN_FIELD_NAME)));
  json_object_set_new (written, "status", json_string (status));
  json_object_set_new (written, "severity", json_string (get_severity (run, threat)));
  json_object_set_new (written, "type",
                       json_string (redan_export_text (run, threat, REDAN_FIELD_CATEGORY)));
  json_object_set_new (written, "description",
                       json_string (redan_export_get (threat, REDAN_FIELD_DESCRIPTION)));
  json_object_set_new (written, "mitigation", json_string (mitigation));
  if (*method != '\0' || here)
    json_object_set_new (written, "modelType", json_string (*method != '\0' ? method : "STRIDE"));
  if (*number != '\0' || here)
    json_object_set_new (written, "number",
                         *number != '\0' ? json_integer (g_ascii_strtoll (number, NULL, 10))
                                         : json_integer ((json_int_t) ++self->top));
  redan_export_rest (run, threat, written, known);

  g_hash_table_add (self->written, (gpointer) threat);
  for (guint i = 0; mitigations != NULL && i < mitigations->len; i++)
    g_hash_table_add (self->written, g_ptr_array_index (mitigations, i));
  if (mitigations != NULL && mitigations->len > 1)
    redan_export_lose (run, threat, _ ("its %u mitigations become one text"), mitigations->len);
  if (redan_export_reference (run, threat, REDAN_FIELD_TARGET) != object)
    redan_export_lose (run, threat, _ ("is written on \"%s\", too, as a threat of its own"),
                       redan_object_get_name (object));
  return written;
}

/* Threats of a text block have no target here; they remember its cell. */
static void
append_threats_of_note (RedanDragonWriter *self, const RedanObject *note, json_t *threats)
{
  const RedanModel *model = self->run->model;
  const char *cell = redan_export_extra (self->run, note, "id");

  for (guint i = 0; *cell != '\0' && i < redan_model_get_n (model, REDAN_SECTION_THREAT); i++)
    {
      const RedanObject *threat = redan_model_get_nth (model, REDAN_SECTION_THREAT, i);

      if (redan_export_reference (self->run, threat, REDAN_FIELD_TARGET) == NULL &&
          strcmp (redan_export_extra (self->run, threat, "cell"), cell) == 0)
        json_array_append_new (threats, make_threat (self, threat, note));
    }
}

void
redan_dragon_writer_threats (RedanDragonWriter *self,
                             const RedanObject *object,
                             json_t *data,
                             gboolean first)
{
  GPtrArray *list = first ? redan_export_threats_on (self->run, object) : NULL;
  json_t *threats = json_array ();
  gboolean open = FALSE;
  gsize i;
  json_t *threat;

  for (guint j = 0; list != NULL && j < list->len; j++)
    json_array_append_new (threats, make_threat (self, g_ptr_array_index (list, j), object));
  if (object->section == REDAN_SECTION_NOTE)
    append_threats_of_note (self, object, threats);
  json_array_foreach (threats, i, threat)
  {
    open |= strcmp (json_string_value (json_object_get (threat, "status")), "Open") == 0;
  }
  json_object_set_new (data, "hasOpenThreats", json_boolean (open));
  json_object_set_new (data, "threats", threats);
}
