/* SPDX-License-Identifier: Apache-2.0 */
/* Threats of OTM stand once, with instances on components and flows that have states and
 * mitigations of their own. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/exchange/otm-private.h"

static const RedanRelayWord decision_words[] = {
  { "exposed", "open" },
  { "expose", "open" },
  { "open", "open" },
  { "hidden", "open" },
  { "partlymitigated", "mitigate" },
  { "partiallymitigated", "mitigate" },
  { "mitigated", "mitigate" },
  { "mitigate", "mitigate" },
  { "accepted", "accept" },
  { "accept", "accept" },
  { "transferred", "transfer" },
  { "avoided", "avoid" },
  { "notapplicable", "not-applicable" },
};

/* From the weakest to the strongest. */
static const RedanRelayWord state_words[] = {
  { "rejected", "absent" },     { "none", "absent" },     { "required", "planned" },
  { "recommended", "planned" }, { "planned", "planned" }, { "implemented", "declared" },
  { "mitigated", "declared" },  { "done", "declared" },   { "tested", "attested" },
  { "verified", "attested" },
};

static const char *const decisions_by_weight[] = { "open",          "investigate", "mitigate",
                                                   "transfer",      "avoid",       "accept",
                                                   "not-applicable" };
static const char *const states_by_weight[] = { "absent", "planned", "declared", "attested" };

void
redan_otm_note_instances (RedanOtm *self, RedanNode *place, RedanSection section)
{
  gsize i;
  RedanNode *instance;

  redan_node_foreach_item (redan_node_get (place, "threats"), i, instance)
  {
    RedanOtmInstance noted = { instance, place, section };

    if (redan_node_is_object (instance))
      g_array_append_val (self->instances, noted);
    else if (!redan_node_is_blank (instance))
      redan_relay_lose (&self->relay, REDAN_LOSS_DROPPED, NULL,
                        _ ("item %u of its threats is no threat"), (guint) i + 1);
  }
}

const char *
redan_otm_find_decision (const char *text)
{
  return redan_relay_find_word (decision_words, G_N_ELEMENTS (decision_words), text);
}

const char *
redan_otm_find_state (const char *text)
{
  return redan_relay_find_word (state_words, G_N_ELEMENTS (state_words), text);
}

static guint
get_weight (const char *const *words, guint n, const char *word)
{
  for (guint i = 0; i < n; i++)
    {
      if (strcmp (words[i], word) == 0)
        return i;
    }
  return 0;
}

/* The most open of the states decides, and a difference is listed. */
static void
pass_weakest (RedanOtm *self,
              GPtrArray *states,
              const RedanRelayWord *words,
              guint n_words,
              const char *const *weights,
              guint n_weights,
              RedanField field)
{
  RedanRelay *relay = &self->relay;
  guint weakest = G_MAXUINT;
  gboolean differ = FALSE;

  for (guint i = 0; i < states->len; i++)
    {
      const char *text = g_ptr_array_index (states, i);
      const char *word = redan_relay_find_word (words, n_words, text);
      guint weight = word != NULL ? get_weight (weights, n_weights, word) : 0;

      if (word == NULL)
        {
          g_autofree char *hint = redan_relay_dup_hint (words, n_words, text);

          redan_relay_lose (relay, REDAN_LOSS_GUESSED, NULL,
                            _ ("its state \"%s\" is not known; taken as %s%s"), text, weights[0],
                            hint);
        }
      differ |= weakest != G_MAXUINT && weight != weakest;
      weakest = MIN (weakest, weight);
    }

  if (weakest == G_MAXUINT)
    weakest = 0;
  redan_relay_field (relay, field, weights[weakest]);
  if (states->len > 0)
    redan_relay_extra (relay, "taken-as", weights[weakest]);
  if (differ)
    redan_relay_lose (relay, REDAN_LOSS_DROPPED, NULL,
                      _ ("has another state in each place; the most open, %s, was taken"),
                      weights[weakest]);
}

static void
pass_risk (RedanOtm *self, RedanNode *threat)
{
  static const char *const known[] = { "likelihood", "impact", NULL };
  static const struct
  {
    const char *key;
    RedanField field;
  } rated[] = { { "likelihood", REDAN_FIELD_LIKELIHOOD }, { "impact", REDAN_FIELD_IMPACT } };
  RedanNode *risk = redan_node_get (threat, "risk");

  if (redan_otm_is_unrated (threat))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (rated); i++)
    {
      double percent;
      g_autofree char *rating = NULL;

      if (!redan_relay_number (risk, rated[i].key, &percent) || percent < 0 || percent > 100)
        {
          if (!redan_node_is_blank (redan_node_get (risk, rated[i].key)))
            redan_relay_remark (&self->relay, rated[i].key, redan_node_get (risk, rated[i].key));
          continue;
        }
      rating = redan_otm_rate (percent);
      redan_otm_keep (self, risk, rated[i].key, rated[i].key);
      redan_relay_field (&self->relay, rated[i].field, rating);
      redan_relay_lose (&self->relay, REDAN_LOSS_GUESSED, NULL,
                        _ ("its %s of %g in 100 is taken as %s in 5"), rated[i].key, percent,
                        rating);
    }
  redan_relay_rest (&self->relay, risk, known);
}

static void
pass_categories (RedanOtm *self, RedanNode *threat)
{
  g_autoptr (GString) categories = g_string_new (NULL);
  gsize i;
  RedanNode *item;

  redan_node_foreach_item (redan_node_get (threat, "categories"), i, item)
  {
    if (!redan_node_is_text (item))
      continue;
    g_string_append_printf (categories, "%s%s", categories->len > 0 ? ", " : "",
                            redan_node_get_text (item));
  }
  redan_relay_field (&self->relay, REDAN_FIELD_CATEGORY, categories->str);
  redan_relay_tags (&self->relay, threat, "cwes");
  redan_relay_tags (&self->relay, threat, "tags");
}

static void
refer_place (RedanOtm *self, RedanField field, const RedanOtmInstance *noted)
{
  g_autofree char *foreign = redan_otm_dup_foreign (self, noted->place);

  redan_relay_refer (&self->relay, field, noted->section, foreign);
}

static void
pass_places (RedanOtm *self, const char *id)
{
  static const char *const known[] = { "threat", "state", "mitigations", NULL };
  g_autoptr (GPtrArray) states = g_ptr_array_new ();
  RedanNode *kept;
  guint n = 0;

  redan_tree_open (self->tree, REDAN_NODE_LIST);
  for (guint i = 0; i < self->instances->len; i++)
    {
      const RedanOtmInstance *noted = &g_array_index (self->instances, RedanOtmInstance, i);
      const char *state = redan_node_get_text (redan_node_get (noted->instance, "state"));

      if (g_strcmp0 (redan_node_get_text (redan_node_get (noted->instance, "threat")), id) != 0)
        continue;
      refer_place (self, n == 0 ? REDAN_FIELD_TARGET : REDAN_FIELD_AFFECTS, noted);
      if (state != NULL)
        g_ptr_array_add (states, (gpointer) state);
      redan_relay_rest (&self->relay, noted->instance, known);
      redan_tree_open (self->tree, REDAN_NODE_LIST);
      redan_tree_add_text (self->tree, redan_otm_id (noted->place), -1);
      redan_tree_add (self->tree, noted->instance);
      redan_tree_close (self->tree);
      n++;
    }
  redan_tree_close (self->tree);
  kept = redan_tree_take (self->tree);
  if (n > 0)
    {
      g_autofree char *text = redan_node_to_text (kept);

      redan_relay_extra (&self->relay, "instances", text);
    }
  pass_weakest (self, states, decision_words, G_N_ELEMENTS (decision_words), decisions_by_weight,
                G_N_ELEMENTS (decisions_by_weight), REDAN_FIELD_DECISION);
}

static void
read_threat (RedanOtm *self, RedanNode *threat)
{
  static const char *const known[] = { "id",   "name", "description", "categories", "cwes",
                                       "risk", "tags", "attributes",  NULL };

  redan_relay_begin (&self->relay, REDAN_SECTION_THREAT, redan_otm_id (threat), threat);
  redan_otm_common (self, threat);
  redan_relay_field (&self->relay, REDAN_FIELD_METHOD, redan_otm_own (threat, "method"));
  redan_relay_field (&self->relay, REDAN_FIELD_SEVERITY, redan_otm_own (threat, "severity"));
  pass_categories (self, threat);
  pass_risk (self, threat);
  pass_places (self, redan_otm_id (threat));
  redan_relay_rest (&self->relay, threat, known);
}

static void
pass_addressed (RedanOtm *self, const char *id)
{
  g_autoptr (GPtrArray) states = g_ptr_array_new ();
  g_autoptr (GHashTable) addressed = g_hash_table_new (g_str_hash, g_str_equal);
  const RedanOtmInstance *only = NULL;
  guint n = 0;

  for (guint i = 0; i < self->instances->len; i++)
    {
      const RedanOtmInstance *noted = &g_array_index (self->instances, RedanOtmInstance, i);
      const char *threat = redan_node_get_text (redan_node_get (noted->instance, "threat"));
      gsize j;
      RedanNode *use;

      redan_node_foreach_item (redan_node_get (noted->instance, "mitigations"), j, use)
      {
        const char *state = redan_node_get_text (redan_node_get (use, "state"));

        if (g_strcmp0 (redan_node_get_text (redan_node_get (use, "mitigation")), id) != 0)
          continue;
        if (state != NULL)
          g_ptr_array_add (states, (gpointer) state);
        if (threat != NULL && g_hash_table_add (addressed, (gpointer) threat))
          redan_relay_refer (&self->relay, REDAN_FIELD_ADDRESSES, REDAN_SECTION_THREAT, threat);
        only = noted;
        n++;
      }
    }

  if (n == 1)
    refer_place (self, REDAN_FIELD_TARGET, only);
  pass_weakest (self, states, state_words, G_N_ELEMENTS (state_words), states_by_weight,
                G_N_ELEMENTS (states_by_weight), REDAN_FIELD_STATE);
}

static void
read_mitigation (RedanOtm *self, RedanNode *mitigation)
{
  static const char *const known[] = { "id",         "name", "description", "riskReduction",
                                       "attributes", NULL };
  double reduction;

  redan_relay_begin (&self->relay, REDAN_SECTION_MITIGATION, redan_otm_id (mitigation), mitigation);
  redan_otm_common (self, mitigation);
  if (redan_relay_number (mitigation, "riskReduction", &reduction) && reduction >= 0 &&
      reduction <= 100)
    {
      g_autofree char *strength = g_strdup_printf ("%d", (int) (reduction + 0.5));

      redan_otm_keep (self, mitigation, "riskReduction", "riskReduction");
      if (!redan_otm_is_unrated (mitigation))
        redan_relay_field (&self->relay, REDAN_FIELD_STRENGTH, strength);
    }
  else if (!redan_node_is_blank (redan_node_get (mitigation, "riskReduction")))
    redan_relay_remark (&self->relay, "riskReduction",
                        redan_node_get (mitigation, "riskReduction"));
  pass_addressed (self, redan_otm_id (mitigation));
  redan_relay_rest (&self->relay, mitigation, known);
}

/* What stands on a component must be in the list of threats, or it would vanish. */
static void
list_unknown (RedanOtm *self)
{
  for (guint i = 0; i < self->instances->len; i++)
    {
      const RedanOtmInstance *noted = &g_array_index (self->instances, RedanOtmInstance, i);
      const char *threat = redan_node_get_text (redan_node_get (noted->instance, "threat"));
      g_autofree char *claim =
          g_strdup_printf ("%d %s", REDAN_SECTION_THREAT, threat != NULL ? threat : "");

      if (threat == NULL || !redan_relay_is_claimed (&self->relay, REDAN_SECTION_THREAT, threat))
        redan_relay_lose (&self->relay, REDAN_LOSS_REPAIRED, redan_otm_id (noted->place),
                          _ ("has the threat \"%s\", which is not in the file; left out"),
                          threat != NULL ? threat : "");
    }
}

void
redan_otm_threats (RedanOtm *self)
{
  gsize i;
  RedanNode *item;

  redan_node_foreach_item (redan_node_get (self->root, "threats"), i, item)
      read_threat (self, item);
  redan_node_foreach_item (redan_node_get (self->root, "mitigations"), i, item)
      read_mitigation (self, item);
  list_unknown (self);
}
