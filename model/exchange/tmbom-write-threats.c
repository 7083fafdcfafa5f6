/* SPDX-License-Identifier: Apache-2.0 */
/* Assumptions, personas, threats, controls and risks, as TM-BOM has them. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/exchange/tmbom-write-private.h"

static json_t *
make_assumptions (RedanTmbomWriter *self)
{
  RedanExport *run = self->run;
  json_t *list = json_array ();

  for (guint i = 0; i < redan_model_get_n (run->model, REDAN_SECTION_ASSUMPTION); i++)
    {
      const RedanObject *assumption = redan_model_get_nth (run->model, REDAN_SECTION_ASSUMPTION, i);
      g_autofree char *text = redan_export_whole_text (assumption);
      const char *state = redan_export_get (assumption, REDAN_FIELD_STATE);
      json_t *written = redan_export_begin (run, assumption);
      json_t *topics = json_array ();
      guint n;
      const RedanEntry *entries = redan_object_get_range (assumption, REDAN_FIELD_AFFECTS, &n);

      redan_tmbom_put (written, "description", text);
      if (*state != '\0' || json_object_get (written, "validity") == NULL)
        redan_tmbom_put (written, "validity", *state != '\0' ? state : "unconfirmed");
      for (guint j = 0; j < n; j++)
        {
          const char *name =
              redan_tmbom_name_of (self, redan_model_lookup_text (run->model, entries[j].key));

          if (name != NULL)
            json_array_append_new (topics, json_string (name));
        }
      entries = redan_object_get_range (assumption, REDAN_FIELD_TAG, &n);
      for (guint j = 0; j < n; j++)
        json_array_append_new (topics, json_string (entries[j].key));
      if (json_array_size (topics) > 0)
        redan_tmbom_put_set (written, "topics", json_incref (topics));
      json_decref (topics);
      json_array_append_new (list, written);
    }
  return list;
}

static json_t *
make_personas (RedanTmbomWriter *self, gboolean nobody)
{
  static const char *const defaults[] = { "is_person",
                                          "true",
                                          "skill_level",
                                          "engineer",
                                          "access_level",
                                          "anonymous",
                                          "malicious_intent",
                                          "true",
                                          "applicability_to_org",
                                          "moderate",
                                          NULL };
  RedanExport *run = self->run;
  json_t *list = json_array ();

  for (guint i = 0; i < redan_model_get_n (run->model, REDAN_SECTION_PROFILE); i++)
    {
      const RedanObject *profile = redan_model_get_nth (run->model, REDAN_SECTION_PROFILE, i);
      const char *skill = redan_export_get (profile, REDAN_FIELD_SKILL);
      json_t *written = redan_tmbom_begin (self, profile);
      const char *before = json_string_value (json_object_get (written, "skill_level"));
      const char *meant = before != NULL ? redan_tmbom_find (REDAN_TMBOM_SKILL, before) : NULL;

      if (*skill != '\0' && g_strcmp0 (meant, skill) != 0)
        redan_tmbom_put (written, "skill_level", redan_tmbom_write_word (REDAN_TMBOM_SKILL, skill));
      redan_tmbom_fill (run, profile, written, defaults);
      json_array_append_new (list, written);
    }
  if (nobody)
    json_array_append_new (list,
                           json_pack ("{s:s, s:s, s:s, s:b, s:s, s:s, s:b, s:s}", "symbolic_name",
                                      REDAN_TMBOM_NOBODY, "title", "Unspecified", "description",
                                      "Nobody has said who this is.", "is_person", 1, "skill_level",
                                      "engineer", "access_level", "anonymous", "malicious_intent",
                                      1, "applicability_to_org", "moderate"));
  return list;
}

/* ---- threats ---- */

/* Description and event of the file are one text here. */
static void
put_description (RedanExport *run, const RedanObject *threat, json_t *written)
{
  const char *text = redan_export_get (threat, REDAN_FIELD_DESCRIPTION);
  const char *description = json_string_value (json_object_get (written, "description"));
  const char *event = json_string_value (json_object_get (written, "event"));
  gboolean has_event = event != NULL && *event != '\0';
  gboolean both = description != NULL && *description != '\0' && has_event;
  g_autofree char *before =
      g_strdup_printf ("%s%s%s%s", description != NULL ? description : "", both ? "\n\n" : "",
                       has_event ? _ ("Event") : "", has_event ? ": " : "");
  g_autofree char *whole = g_strconcat (before, has_event ? event : "", NULL);

  if (strcmp (whole, text) == 0 && json_object_get (written, "description") != NULL)
    return;
  if (strcmp (whole, text) == 0 && *redan_export_extra (run, threat, "source") != '\0')
    return;
  json_object_set_new (written, "description", json_string (text));
  json_object_set_new (written, "event", json_string (""));
}

static void
put_places (RedanTmbomWriter *self, const RedanObject *threat, json_t *written)
{
  RedanExport *run = self->run;
  const RedanObject *target = redan_export_reference (run, threat, REDAN_FIELD_TARGET);
  json_t *list = json_array ();
  guint n;
  const RedanEntry *affected = redan_object_get_range (threat, REDAN_FIELD_AFFECTS, &n);

  for (guint i = 0; i <= n; i++)
    {
      const RedanObject *place =
          i == 0 ? target : redan_model_lookup_text (run->model, affected[i - 1].key);

      if (place != NULL && place->section == REDAN_SECTION_ELEMENT)
        json_array_append_new (list, json_string (redan_tmbom_name_of (self, place)));
      else if (place != NULL)
        redan_export_lose (run, threat,
                           _ ("stands on the %s \"%s\", where the format has elements only"),
                           redan_section_get_tag (place->section), redan_object_get_name (place));
    }
  redan_tmbom_put_set (written, "components_affected", list);
}

/* Numbers of a list of the file, which are tags here: "CWE-79". */
static void
put_numbers (const RedanObject *threat,
             json_t *written,
             const char *list,
             const char *key,
             const char *prefix)
{
  guint n;
  const RedanEntry *tags = redan_object_get_range (threat, REDAN_FIELD_TAG, &n);
  json_t *before = json_object_get (written, list);
  json_t *numbers = json_array ();
  gsize at;
  json_t *item;

  for (guint i = 0; i < n; i++)
    {
      gint64 number = 0;
      json_t *found = NULL;

      if (g_ascii_strncasecmp (tags[i].key, prefix, strlen (prefix)) == 0)
        number = g_ascii_strtoll (tags[i].key + strlen (prefix), NULL, 10);
      if (number <= 0)
        continue;
      json_array_foreach (before, at, item)
      {
        if (json_integer_value (json_object_get (item, key)) == number)
          found = item;
      }
      json_array_append_new (numbers, found != NULL ? json_incref (found)
                                                    : json_pack ("{s:I}", key, number));
    }
  if (json_array_size (numbers) > 0 || json_array_size (before) > 0)
    redan_tmbom_put_set (written, list, json_incref (numbers));
  json_decref (numbers);
}

static json_t *
make_threats (RedanTmbomWriter *self, gboolean *nobody_out)
{
  static const char *const defaults[] = { "event", "", NULL };
  RedanExport *run = self->run;
  json_t *list = json_array ();

  for (guint i = 0; i < redan_model_get_n (run->model, REDAN_SECTION_THREAT); i++)
    {
      const RedanObject *threat = redan_model_get_nth (run->model, REDAN_SECTION_THREAT, i);
      json_t *written = redan_export_begin (run, threat);

      redan_tmbom_put (written, "symbolic_name", redan_tmbom_name_of (self, threat));
      if (*redan_object_get_name (threat) != '\0' || json_object_get (written, "title") == NULL)
        redan_tmbom_put (written, "title", redan_export_text (run, threat, REDAN_FIELD_NAME));
      put_description (run, threat, written);
      put_places (self, threat, written);
      put_numbers (threat, written, "attack_mechanisms", "capec_id", "CAPEC-");
      put_numbers (threat, written, "weaknesses", "cwe_id", "CWE-");
      if (*redan_export_extra (run, threat, "source") == '\0')
        {
          json_object_set_new (written, "threat_persona", json_string (REDAN_TMBOM_NOBODY));
          json_object_set_new (written, "sources", json_pack ("[s]", "adversary"));
          *nobody_out = TRUE;
        }
      redan_tmbom_fill (run, threat, written, defaults);
      json_array_append_new (list, written);
    }
  return list;
}

/* ---- controls and risks ---- */

static json_t *
list_addressed (RedanTmbomWriter *self, const RedanObject *mitigation)
{
  json_t *list = json_array ();
  guint n;
  const RedanEntry *addressed = redan_object_get_range (mitigation, REDAN_FIELD_ADDRESSES, &n);

  for (guint i = 0; i < n; i++)
    {
      const RedanObject *threat = redan_model_lookup_text (self->run->model, addressed[i].key);
      const char *name = threat != NULL ? redan_tmbom_name_of (self, threat) : NULL;

      if (name != NULL)
        json_array_append_new (list, json_string (name));
      else
        redan_export_lose (self->run, mitigation, _ ("addresses \"%s\", which is not recorded"),
                           addressed[i].key);
    }
  return list;
}

static json_t *
make_controls (RedanTmbomWriter *self)
{
  static const char *const defaults[] = { "threats", "[]", "priority", "medium", NULL };
  RedanExport *run = self->run;
  json_t *list = json_array ();

  for (guint i = 0; i < redan_model_get_n (run->model, REDAN_SECTION_MITIGATION); i++)
    {
      const RedanObject *one = redan_model_get_nth (run->model, REDAN_SECTION_MITIGATION, i);
      const char *state = redan_export_get (one, REDAN_FIELD_STATE);
      json_t *written = redan_tmbom_begin (self, one);
      const char *before = json_string_value (json_object_get (written, "status"));
      const char *meant = before != NULL ? redan_tmbom_find (REDAN_TMBOM_CONTROL, before) : NULL;
      const char *word;

      if (*redan_object_get_name (one) == '\0' && *redan_export_extra (run, one, "source") == '\0')
        redan_tmbom_put (written, "title", redan_export_get (one, REDAN_FIELD_CONTROL));
      if (g_strcmp0 (meant != NULL ? meant : "planned", state) != 0 ||
          (before == NULL && *redan_export_extra (run, one, "source") == '\0'))
        {
          word = redan_tmbom_write_word (REDAN_TMBOM_CONTROL, *state != '\0' ? state : "planned");
          redan_tmbom_put (written, "status", word != NULL ? word : "active");
        }
      redan_tmbom_put_set (written, "threats", list_addressed (self, one));
      redan_tmbom_fill (run, one, written, defaults);
      json_array_append_new (list, written);
    }
  return list;
}

static json_t *
find_risk (json_t *risks, const char *threat)
{
  gsize i;
  gsize j;
  json_t *risk;
  json_t *name;

  json_array_foreach (risks, i, risk)
  {
    json_array_foreach (json_object_get (risk, "threats"), j, name)
    {
      if (g_strcmp0 (json_string_value (name), threat) == 0)
        return risk;
    }
  }
  return NULL;
}

static gboolean
says_same (json_t *risk, const char *key, RedanTmbomTopic topic, const char *word)
{
  const char *text = json_string_value (json_object_get (risk, key));
  const char *meant = text != NULL ? redan_tmbom_find (topic, text) : NULL;

  return strcmp (meant != NULL ? meant : "", word) == 0;
}

/* The risk that the file rates a threat by; one of its own for a threat that is rated otherwise
 * now. */
static void
put_risk (RedanTmbomWriter *self, const RedanObject *threat, json_t *before, json_t *own)
{
  RedanExport *run = self->run;
  const char *name = redan_tmbom_name_of (self, threat);
  const char *likelihood = redan_export_get (threat, REDAN_FIELD_LIKELIHOOD);
  const char *impact = redan_export_get (threat, REDAN_FIELD_IMPACT);
  const char *level = redan_export_get (threat, REDAN_FIELD_SEVERITY);
  json_t *risk = find_risk (before, name);
  g_autofree char *symbolic = g_strconcat ("risk-", name, NULL);
  gint64 score;

  if (*likelihood == '\0' && *impact == '\0' && *level == '\0')
    return;
  if (risk != NULL && says_same (risk, "likelihood", REDAN_TMBOM_LIKELIHOOD, likelihood) &&
      says_same (risk, "impact", REDAN_TMBOM_IMPACT, impact) &&
      says_same (risk, "level", REDAN_TMBOM_LEVEL, level))
    return;

  if (*likelihood == '\0' || *impact == '\0' || *level == '\0')
    redan_export_lose (run, threat,
                       _ ("lacks a rating that the format wants; written as the middle"));
  if (*likelihood == '\0')
    likelihood = "3";
  if (*impact == '\0')
    impact = "3";
  score = g_ascii_strtoll (likelihood, NULL, 10) * g_ascii_strtoll (impact, NULL, 10);
  json_array_append_new (
      own,
      json_pack ("{s:s, s:s, s:s, s:[s], s:s, s:s, s:s, s:I, s:s}", "symbolic_name", symbolic,
                 "title", redan_object_get_name (threat), "description",
                 redan_export_get (threat, REDAN_FIELD_DESCRIPTION), "threats", name, "likelihood",
                 redan_tmbom_write_word (REDAN_TMBOM_LIKELIHOOD, likelihood), "impact",
                 redan_tmbom_write_word (REDAN_TMBOM_IMPACT, impact), "impact_description", "",
                 "score", (json_int_t) score, "level",
                 redan_tmbom_write_word (REDAN_TMBOM_LEVEL, *level != '\0' ? level : "medium")));
}

void
redan_tmbom_put_threats (RedanTmbomWriter *self, json_t *root)
{
  const RedanModel *model = self->run->model;
  json_t *before = json_object_get (root, "risks");
  json_t *own = json_array ();
  gboolean nobody = FALSE;
  json_t *threats = make_threats (self, &nobody);
  json_t *lists[] = { make_assumptions (self), make_personas (self, nobody), threats,
                      make_controls (self) };
  static const char *const keys[] = { "assumptions", "threat_personas", "threats", "controls" };

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      if (json_array_size (lists[i]) > 0)
        json_object_set (root, keys[i], lists[i]);
      json_decref (lists[i]);
    }
  for (guint i = 0; i < redan_model_get_n (model, REDAN_SECTION_THREAT); i++)
    put_risk (self, redan_model_get_nth (model, REDAN_SECTION_THREAT, i), before, own);
  if (json_array_size (own) > 0)
    {
      /* The first risk that names a threat is the one that counts. */
      json_array_extend (own, before);
      json_object_set (root, "risks", own);
    }
  json_decref (own);
}
