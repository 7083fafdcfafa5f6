/* SPDX-License-Identifier: Apache-2.0 */
/* Words of TM-BOM and ours, for reading and for writing. */

#include "config.h"

#include <string.h>

#include "model/exchange/tmbom-private.h"

static const RedanRelayWord store_words[] = {
  { "sql", "relational-db" },   { "document", "nosql-db" }, { "key_value", "nosql-db" },
  { "object", "object-store" }, { "graph", "nosql-db" },    { "time_series", "nosql-db" },
};

static const RedanRelayWord control_words[] = {
  { "active", "declared" },      { "assumed", "declared" }, { "suggested", "planned" },
  { "under_review", "planned" }, { "approved", "planned" }, { "scheduled", "planned" },
  { "retired", "absent" },       { "wont_do", "absent" },
};

static const RedanRelayWord skill_words[] = {
  { "script_kid", "0" },      { "insider", "1" },      { "engineer", "2" },
  { "expert_engineer", "3" }, { "oc_sponsored", "3" }, { "state_sponsored", "4" },
};

static const RedanRelayWord likelihood_words[] = {
  { "rare", "1" }, { "unlikely", "2" }, { "possible", "3" }, { "likely", "4" }, { "certain", "5" },
};

static const RedanRelayWord impact_words[] = {
  { "negligible", "1" }, { "minor", "2" }, { "moderate", "3" }, { "major", "4" }, { "severe", "5" },
};

static const RedanRelayWord level_words[] = {
  { "very_low", "info" }, { "low", "low" },           { "medium", "medium" },
  { "high", "high" },     { "critical", "critical" }, { "very_high", "critical" },
};

/* In the order of RedanTmbomTopic. */
const RedanTmbomWords redan_tmbom_words[] = {
  { store_words, G_N_ELEMENTS (store_words) },
  { control_words, G_N_ELEMENTS (control_words) },
  { skill_words, G_N_ELEMENTS (skill_words) },
  { likelihood_words, G_N_ELEMENTS (likelihood_words) },
  { impact_words, G_N_ELEMENTS (impact_words) },
  { level_words, G_N_ELEMENTS (level_words) },
};

/* All words of the schema, threat-model.schema.json of version 1.0. */
static const char *const degree_names[] = {
  "minimal", "low", "moderate", "high", "maximal", NULL,
};

static const char *const exposure_names[] = {
  "internal",
  "external",
  NULL,
};

static const char *const tier_names[] = {
  "mission_critical", "business_critical", "important", "non_critical", NULL,
};

static const char *const access_names[] = {
  "anonymous",
  "user",
  "admin",
  NULL,
};

static const char *const actor_names[] = {
  "system", "user", "power_user", "administrator", "engineer", "third_party", NULL,
};

static const char *const store_names[] = {
  "sql", "key_value", "document", "object", "graph", "time_series", NULL,
};

static const char *const skill_names[] = {
  "script_kid", "insider", "engineer", "expert_engineer", "oc_sponsored", "state_sponsored", NULL,
};

static const char *const validity_names[] = {
  "unconfirmed",
  "confirmed",
  "rejected",
  NULL,
};

static const char *const status_names[] = {
  "assumed",   "active",  "suggested", "under_review", "approved",
  "scheduled", "retired", "wont_do",   NULL,
};

static const char *const priority_names[] = {
  "none", "low", "medium", "high", "critical", NULL,
};

static const char *const likelihood_names[] = {
  "rare", "unlikely", "possible", "likely", "certain", NULL,
};

static const char *const impact_names[] = {
  "negligible", "minor", "moderate", "major", "severe", NULL,
};

static const char *const diagram_names[] = {
  "graphviz", "mermaid", "plantuml", "svg", NULL,
};

const RedanVocabulary redan_tmbom_vocabulary[] = {
  { REDAN_SECTION_META, "business_criticality", degree_names },
  { REDAN_SECTION_META, "exposure", exposure_names },
  { REDAN_SECTION_META, "tier", tier_names },
  { REDAN_SECTION_PROFILE, "access_level", access_names },
  { REDAN_SECTION_PROFILE, "applicability_to_org", degree_names },
  { REDAN_SECTION_PROFILE, "skill_level", skill_names },
  { REDAN_SECTION_ASSUMPTION, "validity", validity_names },
  { REDAN_SECTION_MITIGATION, "status", status_names },
  { REDAN_SECTION_MITIGATION, "priority", priority_names },
  { REDAN_SECTION_THREAT, "likelihood", likelihood_names },
  { REDAN_SECTION_THREAT, "impact", impact_names },
  { REDAN_SECTION_DIAGRAM, "type", diagram_names },
  { REDAN_SECTION_ELEMENT, "actor type", actor_names },
  { REDAN_SECTION_ELEMENT, "type", store_names },
  { REDAN_N_SECTIONS, NULL, NULL },
};

const char *
redan_tmbom_find (RedanTmbomTopic topic, const char *written)
{
  return redan_relay_find_word (redan_tmbom_words[topic].words, redan_tmbom_words[topic].n,
                                written);
}

const char *
redan_tmbom_write_word (RedanTmbomTopic topic, const char *word)
{
  for (guint i = 0; i < redan_tmbom_words[topic].n; i++)
    {
      if (strcmp (redan_tmbom_words[topic].words[i].word, word) == 0)
        return redan_tmbom_words[topic].words[i].written;
    }
  return NULL;
}
