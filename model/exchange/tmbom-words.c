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
