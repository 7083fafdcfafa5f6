/* SPDX-License-Identifier: Apache-2.0 */
/* Recorded threats as risks of individual categories of Threagile, and what became of them. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/exchange/threagile-write-private.h"
#include "model/name.h"

#define LIST "individual_risk_categories"

/* [list, key, category] as the importer kept it, or %NULL. */
static json_t *
get_category (const RedanExport *run, const RedanObject *threat)
{
  json_t *kept = redan_export_value (redan_export_extra (run, threat, "category-source"));

  if (json_array_size (kept) == 3)
    return kept;
  json_decref (kept);
  return NULL;
}

static const char *
get_category_id (json_t *kept)
{
  const char *id = json_string_value (json_object_get (json_array_get (kept, 2), "id"));

  return id != NULL && *id != '\0' ? id : json_string_value (json_array_get (kept, 1));
}

/* A threat that was recorded here is a category of its own. */
static json_t *
make_category (RedanExport *run, const RedanObject *threat)
{
  g_autofree char *mitigation = redan_export_mitigation_text (run, threat);
  json_t *category = json_object ();
  RedanIdText id;

  json_object_set_new (category, "id", json_string (redan_id_to_text (&threat->id, id)));
  json_object_set_new (category, "description",
                       json_string (redan_export_get (threat, REDAN_FIELD_DESCRIPTION)));
  json_object_set_new (category, "impact", json_string (""));
  json_object_set_new (category, "asvs", json_string (""));
  json_object_set_new (category, "cheat_sheet", json_string (""));
  json_object_set_new (category, "action", json_string (""));
  json_object_set_new (category, "mitigation", json_string (mitigation));
  json_object_set_new (category, "check", json_string (""));
  json_object_set_new (category, "function", json_string ("architecture"));
  if (!redan_threagile_put_word (category, "stride", REDAN_THREAGILE_STRIDE,
                                 redan_export_get (threat, REDAN_FIELD_CATEGORY)) ||
      json_object_get (category, "stride") == NULL)
    {
      json_object_set_new (category, "stride", json_string ("tampering"));
      redan_export_lose (run, threat, _ ("its category is none of STRIDE; written as %s"),
                         "tampering");
    }
  json_object_set_new (category, "detection_logic", json_string (""));
  json_object_set_new (category, "risk_assessment", json_string (""));
  json_object_set_new (category, "false_positives", json_string (""));
  json_object_set_new (category, "model_failure_possible_reason", json_false ());
  json_object_set_new (category, "cwe", json_integer (0));
  return category;
}

static void
list_change (RedanExport *run, const RedanObject *threat, json_t *category)
{
  g_autoptr (RedanTree) tree = redan_tree_new ();
  g_autofree char *text = redan_threagile_dup_category_text (redan_export_read (tree, category));
  const char *stride = json_string_value (json_object_get (category, "stride"));
  const char *word = stride != NULL ? redan_threagile_find (REDAN_THREAGILE_STRIDE, stride) : NULL;

  if (strcmp (text, redan_export_get (threat, REDAN_FIELD_DESCRIPTION)) != 0 ||
      (word != NULL && strcmp (word, redan_export_get (threat, REDAN_FIELD_CATEGORY)) != 0))
    redan_export_lose (run, threat,
                       _ ("its text and category are those of the category of risks in the file; "
                          "what was changed here is not written"));
}

/* The place in @root where the category is, with the risks in it. */
static json_t *
find_risks (json_t *root, const char *list, const char *key, json_t *category)
{
  json_t *categories = json_object_get (root, list);
  json_t *found = NULL;
  json_t *risks;
  gsize i;
  json_t *item;

  if (categories == NULL || json_is_null (categories))
    {
      categories = json_object ();
      json_object_set_new (root, list, categories);
    }
  if (json_is_object (categories))
    found = json_object_get (categories, key);
  json_array_foreach (categories, i, item)
  {
    if (json_equal (json_object_get (item, "id"), json_object_get (category, "id")))
      found = item;
  }
  if (found == NULL)
    {
      found = json_copy (category);
      if (json_is_object (categories))
        json_object_set_new (categories, key, found);
      else
        json_array_append_new (categories, found);
    }
  risks = json_object_get (found, "risks_identified");
  if (risks == NULL)
    {
      risks = json_object ();
      json_object_set_new (found, "risks_identified", risks);
    }
  return risks;
}

static void
put_most_relevant (json_t *risk, const char *what, const char *id)
{
  g_autofree char *key = g_strconcat ("most_relevant_", what, NULL);

  if (g_strcmp0 (json_string_value (json_object_get (risk, key)), id) != 0 &&
      (id != NULL || !redan_json_is_blank (json_object_get (risk, key))))
    json_object_set_new (risk, key, id != NULL ? json_string (id) : json_null ());
}

/* What is not in the file stays as its risk had it. */
static void
put_places (RedanExport *run, const RedanObject *threat, json_t *risk)
{
  const RedanObject *target = redan_export_reference (run, threat, REDAN_FIELD_TARGET);
  json_t *breached = json_array ();
  RedanIdText id;
  guint n;
  const RedanEntry *affected = redan_object_get_range (threat, REDAN_FIELD_AFFECTS, &n);

  if (*redan_export_extra (run, threat, "source") != '\0')
    {
      json_decref (breached);
      return;
    }
  for (guint i = 0; i <= n; i++)
    {
      const RedanObject *place =
          i == 0 ? target : redan_model_lookup_text (run->model, affected[i - 1].key);

      if (place == NULL)
        continue;
      if (place->section == REDAN_SECTION_FLOW && place == target)
        {
          g_autofree char *link = redan_threagile_link_of (run, place);

          put_most_relevant (risk, "communication_link", link);
        }
      else if (place->section == REDAN_SECTION_ELEMENT && place == target)
        put_most_relevant (risk, "technical_asset", redan_threagile_id_of (run, place, id));
      else if (place->section == REDAN_SECTION_ELEMENT)
        json_array_append_new (breached, json_string (redan_threagile_id_of (run, place, id)));
      else if (place->section == REDAN_SECTION_BOUNDARY)
        put_most_relevant (risk, "trust_boundary", redan_threagile_id_of (run, place, id));
      else if (place->section == REDAN_SECTION_ASSET)
        put_most_relevant (risk, "data_asset", redan_threagile_id_of (run, place, id));
      else
        redan_export_lose (run, threat, _ ("affects \"%s\", too, which a risk cannot name"),
                           redan_object_get_name (place));
    }
  json_object_set_new (risk, "data_breach_probability", json_string ("possible"));
  json_object_set_new (risk, "data_breach_technical_assets", breached);
}

static json_t *
find_tracking (json_t *tracking, const char *synthetic)
{
  const char *key;
  json_t *item;

  json_object_foreach (tracking, key, item)
  {
    if (redan_threagile_matches (key, synthetic))
      return item;
  }
  return NULL;
}

/* A decision that no entry of the file gives gets one of its own, before those with wildcards. */
static void
put_decision (RedanExport *run,
              const RedanObject *threat,
              const char *synthetic,
              json_t *kept,
              json_t *decided)
{
  const char *decision = redan_export_get (threat, REDAN_FIELD_DECISION);
  const char *reason = redan_export_get (threat, REDAN_FIELD_REASON);
  json_t *entry = find_tracking (kept, synthetic);
  const char *status = json_string_value (json_object_get (entry, "status"));
  const char *meant =
      status != NULL ? redan_threagile_find (REDAN_THREAGILE_DECISION, status) : "open";
  const char *word;

  if (strcmp (*decision != '\0' ? decision : "open", meant != NULL ? meant : "open") == 0 &&
      (entry != NULL || *reason == '\0'))
    return;
  word =
      redan_threagile_write_word (REDAN_THREAGILE_DECISION, *decision != '\0' ? decision : "open");
  if (word == NULL)
    {
      word = "in-discussion";
      redan_export_lose (run, threat, _ ("is decided \"%s\"; written as %s"), decision, word);
    }
  json_object_set_new (decided, synthetic,
                       json_pack ("{s:s, s:s, s:s, s:s, s:s}", "status", word, "justification",
                                  reason, "ticket", "", "date", "", "checked_by", ""));
}

static void
put_risk (RedanExport *run, const RedanObject *threat, json_t *root, json_t *kept, json_t *decided)
{
  static const char *const defaults[] = {
    "severity", "medium", "exploitation_likelihood", "likely", "exploitation_impact", "medium", NULL
  };
  g_autoptr (RedanTree) tree = redan_tree_new ();
  g_autoptr (json_t) before = get_category (run, threat);
  json_t *category =
      before != NULL ? json_incref (json_array_get (before, 2)) : make_category (run, threat);
  const char *list = before != NULL ? json_string_value (json_array_get (before, 0)) : LIST;
  g_autofree char *name = redan_text_fold_lines (redan_object_get_name (threat));
  const char *category_key = before != NULL ? json_string_value (json_array_get (before, 1)) : name;
  json_t *risk = redan_export_begin (run, threat);
  json_t *risks = find_risks (root, list, category_key, category);
  g_autofree char *key = redan_threagile_key (run, threat, risks);
  g_autofree char *synthetic = NULL;

  if (before != NULL)
    list_change (run, threat, category);
  redan_threagile_put_name (run, threat, key, risk);
  redan_threagile_put_word (risk, "severity", REDAN_THREAGILE_SEVERITY,
                            redan_export_get (threat, REDAN_FIELD_SEVERITY));
  redan_threagile_put_word (risk, "exploitation_likelihood", REDAN_THREAGILE_LIKELIHOOD,
                            redan_export_get (threat, REDAN_FIELD_LIKELIHOOD));
  redan_threagile_put_word (risk, "exploitation_impact", REDAN_THREAGILE_IMPACT,
                            redan_export_get (threat, REDAN_FIELD_IMPACT));
  put_places (run, threat, risk);
  redan_threagile_fill (run, threat, risk, defaults);
  synthetic = redan_threagile_dup_synthetic (
      before != NULL ? get_category_id (before)
                     : json_string_value (json_object_get (category, "id")),
      redan_export_read (tree, risk));
  put_decision (run, threat, synthetic, kept, decided);
  if (json_is_array (risks))
    json_array_append_new (risks, risk);
  else
    json_object_set_new (risks, key, risk);
  json_decref (category);
}

/* Mitigations of the file are its entries of tracking; others are in the text of their category. */
static json_t *
make_kept_tracking (RedanExport *run)
{
  json_t *map = json_object ();

  for (guint i = 0; i < redan_model_get_n (run->model, REDAN_SECTION_MITIGATION); i++)
    {
      const RedanObject *one = redan_model_get_nth (run->model, REDAN_SECTION_MITIGATION, i);
      g_autofree char *key = NULL;
      json_t *entry;
      guint n;

      redan_object_get_range (one, REDAN_FIELD_ADDRESSES, &n);
      if (*redan_export_extra (run, one, "source") == '\0')
        {
          redan_export_lose (run, one,
                             n > 0 ? _ ("becomes the text of the threats that it addresses")
                                   : _ ("addresses no threat that is written; not written"));
          continue;
        }
      key = redan_threagile_key (run, one, map);
      entry = redan_export_begin (run, one);
      redan_threagile_put_text (entry, "justification",
                                redan_export_get (one, REDAN_FIELD_DESCRIPTION));
      json_object_set_new (map, key, entry);
    }
  return map;
}

void
redan_threagile_put_risks (RedanExport *run, json_t *root)
{
  g_autoptr (json_t) kept = make_kept_tracking (run);
  json_t *decided = json_object ();

  for (guint i = 0; i < redan_model_get_n (run->model, REDAN_SECTION_THREAT); i++)
    put_risk (run, redan_model_get_nth (run->model, REDAN_SECTION_THREAT, i), root, kept, decided);
  json_object_update_missing (decided, kept);
  json_object_set_new (root, "risk_tracking", decided);
}
