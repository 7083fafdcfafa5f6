/* SPDX-License-Identifier: Apache-2.0 */
/* Threats and mitigations as the Open Threat Model has them: a list of each, and on every element
 * and flow which of them are there and in which state. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/exchange/otm-private.h"
#include "model/exchange/otm-write-private.h"

#define MIDDLE 50
#define CWE_PREFIX "CWE-"

static const RedanExportWord decision_words[] = {
  { "open", "exposed" },
  { "investigate", "exposed" },
  { "mitigate", "mitigated" },
  { "accept", "accepted" },
  { "transfer", "transferred" },
  { "avoid", "avoided" },
  { "not-applicable", "not-applicable" },
};

static const RedanExportWord state_words[] = {
  { "absent", "rejected" }, { "planned", "required" }, { "declared", "implemented" },
  { "attested", "tested" }, { "validated", "tested" },
};

/* What the format has no word for is as good as not said, which stands first. */
static const char *
choose_word (const RedanExportWord *words, guint n, const char *ours)
{
  const char *word = redan_export_find_word (words, n, ours);

  return word != NULL ? word : words[0].word;
}

/* Whether nobody has changed what the importer made of the states in the file. */
static gboolean
is_unchanged (const RedanExport *run, const RedanObject *object, RedanField field)
{
  const char *taken = redan_export_extra (run, object, "taken-as");

  return *taken != '\0' && strcmp (taken, redan_export_get (object, field)) == 0;
}

/* The place of the file: a pair of the id and the instance. */
static json_t *
find_kept (json_t *kept, const char *place)
{
  gsize i;
  json_t *pair;

  json_array_foreach (kept, i, pair)
  {
    if (g_strcmp0 (json_string_value (json_array_get (pair, 0)), place) == 0)
      return json_array_get (pair, 1);
  }
  return NULL;
}

static json_t *
find_use (json_t *instance, const char *mitigation)
{
  gsize i;
  json_t *use;

  json_array_foreach (json_object_get (instance, "mitigations"), i, use)
  {
    if (g_strcmp0 (json_string_value (json_object_get (use, "mitigation")), mitigation) == 0)
      return use;
  }
  return NULL;
}

static gboolean
is_used_elsewhere (json_t *kept, const char *mitigation)
{
  gsize i;
  json_t *pair;

  json_array_foreach (kept, i, pair)
  {
    if (find_use (json_array_get (pair, 1), mitigation) != NULL)
      return TRUE;
  }
  return FALSE;
}

static json_t *
make_uses (const RedanExport *run,
           const RedanObject *threat,
           const RedanObject *place,
           json_t *kept,
           json_t *instance)
{
  GPtrArray *mitigations = redan_export_mitigations_of (run, threat);
  json_t *uses = json_array ();

  for (guint i = 0; mitigations != NULL && i < mitigations->len; i++)
    {
      const RedanObject *one = g_ptr_array_index (mitigations, i);
      const RedanObject *target = redan_export_reference (run, one, REDAN_FIELD_TARGET);
      const char *state = redan_export_get (one, REDAN_FIELD_STATE);
      RedanIdText buffer;
      const char *id = redan_export_foreign_id (run, one, buffer);
      json_t *use = find_use (instance, id);

      if (use == NULL && (is_used_elsewhere (kept, id) || (target != NULL && target != place)))
        continue;
      use = use != NULL ? json_copy (use) : json_object ();
      json_object_set_new (use, "mitigation", json_string (id));
      if (!is_unchanged (run, one, REDAN_FIELD_STATE) &&
          (json_object_get (use, "state") != NULL || *redan_export_extra (run, one, "id") == '\0'))
        json_object_set_new (
            use, "state",
            json_string (choose_word (state_words, G_N_ELEMENTS (state_words), state)));
      json_array_append_new (uses, use);
    }
  return uses;
}

json_t *
redan_otm_threats_of (RedanExport *run, const RedanObject *object)
{
  GPtrArray *threats = redan_export_threats_on (run, object);
  RedanIdText place_buffer;
  const char *place = redan_export_foreign_id (run, object, place_buffer);
  json_t *list;

  if (threats == NULL)
    return NULL;
  list = json_array ();
  for (guint i = 0; i < threats->len; i++)
    {
      const RedanObject *threat = g_ptr_array_index (threats, i);
      g_autoptr (json_t) kept = redan_export_value (redan_export_extra (run, threat, "instances"));
      json_t *before = find_kept (kept, place);
      json_t *instance = before != NULL ? json_copy (before) : json_object ();
      json_t *uses = make_uses (run, threat, object, kept, before);
      const char *decision = redan_export_get (threat, REDAN_FIELD_DECISION);
      RedanIdText buffer;

      json_object_set_new (instance, "threat",
                           json_string (redan_export_foreign_id (run, threat, buffer)));
      if (!is_unchanged (run, threat, REDAN_FIELD_DECISION) &&
          (before == NULL || json_object_get (before, "state") != NULL ||
           strcmp (decision, "open") != 0))
        json_object_set_new (
            instance, "state",
            json_string (choose_word (decision_words, G_N_ELEMENTS (decision_words), decision)));
      if (json_array_size (uses) > 0 || before == NULL)
        json_object_set (instance, "mitigations", uses);
      json_decref (uses);
      json_array_append_new (list, instance);
    }
  return list;
}

static void
put_categories (const RedanExport *run, const RedanObject *threat, json_t *written)
{
  const char *category = redan_export_text (run, threat, REDAN_FIELD_CATEGORY);
  g_auto (GStrv) categories = g_strsplit (category, ", ", -1);
  json_t *list = json_array ();
  json_t *weaknesses = json_array ();
  json_t *tags = json_array ();
  guint n;
  const RedanEntry *words = redan_object_get_range (threat, REDAN_FIELD_TAG, &n);

  for (guint i = 0; categories[i] != NULL; i++)
    json_array_append_new (list, json_string (categories[i]));
  for (guint i = 0; i < n; i++)
    json_array_append_new (g_ascii_strncasecmp (words[i].key, CWE_PREFIX, strlen (CWE_PREFIX)) == 0
                               ? weaknesses
                               : tags,
                           json_string (words[i].key));
  json_object_set_new (written, "categories", list);
  json_object_set_new (written, "cwes", weaknesses);
  if (json_array_size (tags) > 0)
    json_object_set (written, "tags", tags);
  json_decref (tags);
}

static void
put_risk (RedanExport *run, const RedanObject *threat, json_t *written)
{
  static const char *const names[] = { "likelihood", "impact" };
  static const char *const comments[] = { "likelihoodComment", "impactComment" };
  const char *ratings[] = { redan_export_get (threat, REDAN_FIELD_LIKELIHOOD),
                            redan_export_get (threat, REDAN_FIELD_IMPACT) };
  gboolean ours = *redan_export_extra (run, threat, "id") == '\0';
  json_t *risk = json_object ();

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (*ratings[i] != '\0')
        json_object_set_new (risk, names[i], redan_otm_percent (run, threat, names[i], ratings[i]));
      else if (ours)
        json_object_set_new (risk, names[i], json_integer (MIDDLE));
      redan_export_put (risk, comments[i], redan_export_extra (run, threat, comments[i]));
    }
  if (ours && *ratings[0] == '\0' && *ratings[1] == '\0')
    redan_otm_own_attribute (written, "rated", "no");
  if (ours && (*ratings[0] == '\0' || *ratings[1] == '\0'))
    redan_export_lose (run, threat,
                       _ ("lacks a rating that the format wants; written as %d in 100"), MIDDLE);
  if (json_object_size (risk) > 0)
    json_object_set (written, "risk", risk);
  json_decref (risk);
}

/* Zones and assets hold no threats. */
static void
list_places (RedanExport *run, const RedanObject *threat)
{
  const RedanObject *target = redan_export_reference (run, threat, REDAN_FIELD_TARGET);
  const char *decision = redan_export_get (threat, REDAN_FIELD_DECISION);

  if (target != NULL && target->section != REDAN_SECTION_ELEMENT &&
      target->section != REDAN_SECTION_FLOW && !redan_otm_is_component (run, target))
    redan_export_lose (run, threat,
                       _ ("stands on the %s \"%s\", which holds no threats in the "
                          "format; written without a place"),
                       redan_section_get_tag (target->section), redan_object_get_name (target));
  else if (target == NULL && *decision != '\0' && strcmp (decision, "open") != 0)
    redan_export_lose (run, threat,
                       _ ("stands nowhere, so that its decision \"%s\" is not written"), decision);
  if (strcmp (decision, "investigate") == 0 && !is_unchanged (run, threat, REDAN_FIELD_DECISION))
    redan_export_lose (run, threat, _ ("is decided \"%s\"; written as %s"), decision, "exposed");
}

/* What the instances of the file have beside what is known came here as well. */
static gboolean
is_of_instance (json_t *kept, const char *key)
{
  gsize i;
  json_t *pair;

  json_array_foreach (kept, i, pair)
  {
    if (json_object_get (json_array_get (pair, 1), key) != NULL)
      return TRUE;
  }
  return FALSE;
}

static json_t *
make_threats (RedanExport *run)
{
  static const char *const known[] = { "instances",         "taken-as",      "likelihood", "impact",
                                       "likelihoodComment", "impactComment", "category",   NULL };
  json_t *list = json_array ();

  for (guint i = 0; i < redan_model_get_n (run->model, REDAN_SECTION_THREAT); i++)
    {
      const RedanObject *threat = redan_model_get_nth (run->model, REDAN_SECTION_THREAT, i);
      g_autoptr (json_t) kept = redan_export_value (redan_export_extra (run, threat, "instances"));
      json_t *written = redan_otm_begin (run, threat);
      const char *key;
      json_t *value;
      void *next;

      put_categories (run, threat, written);
      put_risk (run, threat, written);
      redan_otm_own_attribute (written, "severity",
                               redan_export_get (threat, REDAN_FIELD_SEVERITY));
      redan_otm_own_attribute (written, "method", redan_export_get (threat, REDAN_FIELD_METHOD));
      redan_otm_end (run, threat, written, known);
      json_object_foreach_safe (written, next, key, value)
      {
        if (strcmp (key, "attributes") != 0 && strcmp (key, "name") != 0 &&
            strcmp (key, "id") != 0 && is_of_instance (kept, key))
          json_object_del (written, key);
      }
      list_places (run, threat);
      json_array_append_new (list, written);
    }
  return list;
}

static json_t *
make_mitigations (RedanExport *run)
{
  static const char *const known[] = { "taken-as", NULL };
  json_t *list = json_array ();

  for (guint i = 0; i < redan_model_get_n (run->model, REDAN_SECTION_MITIGATION); i++)
    {
      const RedanObject *one = redan_model_get_nth (run->model, REDAN_SECTION_MITIGATION, i);
      const char *strength = redan_export_get (one, REDAN_FIELD_STRENGTH);
      const char *kept = redan_export_extra (run, one, "riskReduction");
      gint64 same = (gint64) (g_ascii_strtod (kept, NULL) + 0.5);
      json_t *written = redan_otm_begin (run, one);

      if (*redan_object_get_name (one) == '\0')
        json_object_set_new (written, "name",
                             json_string (redan_export_get (one, REDAN_FIELD_CONTROL)));
      if (*kept != '\0' && same == g_ascii_strtoll (strength, NULL, 10))
        json_object_set_new (written, "riskReduction", redan_export_value (kept));
      else if (*strength != '\0')
        json_object_set_new (written, "riskReduction",
                             json_integer (g_ascii_strtoll (strength, NULL, 10)));
      else if (*redan_export_extra (run, one, "id") == '\0')
        {
          json_object_set_new (written, "riskReduction", json_integer (MIDDLE));
          redan_otm_own_attribute (written, "rated", "no");
          redan_export_lose (
              run, one, _ ("lacks a rating that the format wants; written as %d in 100"), MIDDLE);
        }
      redan_otm_end (run, one, written, known);
      json_array_append_new (list, written);
    }
  return list;
}

void
redan_otm_write_threats (RedanExport *run, json_t *root)
{
  json_object_set_new (root, "threats", make_threats (run));
  json_object_set_new (root, "mitigations", make_mitigations (run));
}
