/* SPDX-License-Identifier: Apache-2.0 */
/* What people wrote down about threats: decisions on those of the rules, and threats of their own.
 */

#include "analysis/threats-private.h"

#include <string.h>

#include "analysis/cvss.h"

static const char *const decision_words[REDAN_N_DECISIONS] = {
  [REDAN_DECISION_OPEN] = "open",
  [REDAN_DECISION_INVESTIGATE] = "investigate",
  [REDAN_DECISION_MITIGATE] = "mitigate",
  [REDAN_DECISION_ACCEPT] = "accept",
  [REDAN_DECISION_TRANSFER] = "transfer",
  [REDAN_DECISION_AVOID] = "avoid",
  [REDAN_DECISION_NOT_APPLICABLE] = "not-applicable",
};

const char *
redan_decision_get_word (RedanDecision decision)
{
  return decision_words[decision];
}

gboolean
redan_decision_from_word (const char *word, RedanDecision *decision_out)
{
  for (guint i = 0; i < REDAN_N_DECISIONS; i++)
    {
      if (strcmp (decision_words[i], word) != 0)
        continue;
      *decision_out = (RedanDecision) i;
      return TRUE;
    }

  return FALSE;
}

static gboolean
find_target (const RedanFacts *facts,
             const char *text,
             RedanContext *context_out,
             guint32 *target_out)
{
  RedanId id;

  return redan_id_parse (text, strlen (text), &id) &&
         redan_facts_find_target (facts, &id, context_out, target_out);
}

static gboolean
parse_recorded (const RedanFacts *facts, const char *text, RedanThreat *place_out)
{
  const RedanModel *model = facts->snapshot->model;
  const RedanObject *object = redan_model_lookup_text (model, text);

  if (object == NULL || object->section != REDAN_SECTION_THREAT)
    return FALSE;

  place_out->recorded = redan_model_index_of (model, &object->id);
  return TRUE;
}

gboolean
threats_parse_id (const RedanFacts *facts, const char *id, RedanThreat *place_out)
{
  const char *at = strrchr (id, '@');
  gboolean is_way_back = g_str_has_suffix (id, "~");
  g_autofree char *rule = NULL;
  g_autofree char *target = NULL;
  RedanContext context;

  *place_out = (RedanThreat){
    .rule = REDAN_NONE, .recorded = REDAN_NONE, .target = REDAN_NONE, .context = REDAN_CONTEXT_MODEL
  };
  if (at == NULL)
    return FALSE;
  if (at == id)
    return parse_recorded (facts, at + 1, place_out);

  rule = g_strndup (id, (gsize) (at - id));
  place_out->rule = redan_catalogue_find_rule (facts->catalogue, rule);
  if (place_out->rule == REDAN_NONE)
    return FALSE;
  if (strcmp (at + 1, "model") == 0)
    return TRUE;

  target = g_strndup (at + 1, strlen (at + 1) - (is_way_back ? 1 : 0));
  if (!find_target (facts, target, &context, &place_out->target))
    return FALSE;
  place_out->context = (guint8) context;
  if (!is_way_back)
    return TRUE;
  if (context != REDAN_CONTEXT_INTERACTION)
    return FALSE;

  place_out->target = redan_facts_find_way_back (facts, place_out->target);
  return place_out->target != REDAN_NONE;
}

static int
compare_place (const RedanThreat *threat, guint32 rule, RedanContext context, guint32 target)
{
  if (threat->rule != rule)
    return threat->rule < rule ? -1 : 1;
  if (threat->context != context)
    return threat->context < context ? -1 : 1;

  return threat->target < target ? -1 : threat->target > target;
}

static RedanThreat *
find_threat (GArray *threats, guint32 rule, RedanContext context, guint32 target)
{
  guint low = 0;
  guint high = threats->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      RedanThreat *threat = &g_array_index (threats, RedanThreat, middle);
      int order = compare_place (threat, rule, context, target);

      if (order == 0)
        return threat;
      if (order < 0)
        low = middle + 1;
      else
        high = middle;
    }

  return NULL;
}

/* Recorded threats stand after all others, in the order of the file. */
RedanThreat *
threats_find (const RedanFacts *facts, GArray *threats, const char *id)
{
  guint n_recorded = redan_model_get_n (facts->snapshot->model, REDAN_SECTION_THREAT);
  RedanThreat place;

  if (!threats_parse_id (facts, id, &place))
    return NULL;
  if (place.rule == REDAN_NONE)
    return &g_array_index (threats, RedanThreat, threats->len - n_recorded + place.recorded);

  return find_threat (threats, place.rule, (RedanContext) place.context, place.target);
}

/* A decision without target is about a threat to the whole model. Two on one threat, which only a
 * file written by hand or by another program can hold, are contradictory: the one that leaves more
 * open counts, whatever their ids are. */
static void
join_decision (const RedanFacts *facts, GArray *threats, const RedanObject *object)
{
  const char *rule_id = redan_object_get (object, REDAN_FIELD_RULE);
  const char *target_id = redan_object_get (object, REDAN_FIELD_TARGET);
  const char *word = redan_object_get (object, REDAN_FIELD_DECISION);
  RedanContext context = REDAN_CONTEXT_MODEL;
  RedanDecision decision = REDAN_DECISION_OPEN;
  guint32 target = REDAN_NONE;
  RedanThreat *threat;

  if (rule_id == NULL || (target_id != NULL && !find_target (facts, target_id, &context, &target)))
    return;
  if (context == REDAN_CONTEXT_INTERACTION &&
      g_strcmp0 (redan_object_get (object, REDAN_FIELD_DIRECTION), "reverse") == 0)
    target = redan_facts_find_way_back (facts, target);

  threat =
      find_threat (threats, redan_catalogue_find_rule (facts->catalogue, rule_id), context, target);
  if (threat == NULL)
    return;

  if (word != NULL)
    redan_decision_from_word (word, &decision);
  if (threat->decision_object != NULL && threat->decision <= decision)
    return;
  threat->decision = (guint8) decision;
  threat->decision_object = object;
}

void
threats_join_decisions (const RedanFacts *facts, GArray *threats)
{
  const RedanModel *model = facts->snapshot->model;
  guint n = redan_model_get_n (model, REDAN_SECTION_DECISION);

  for (guint i = 0; i < n; i++)
    join_decision (facts, threats, redan_model_get_nth (model, REDAN_SECTION_DECISION, i));
}

static void
place_recorded (const RedanFacts *facts, const RedanObject *object, RedanThreat *threat)
{
  const char *target_id = redan_object_get (object, REDAN_FIELD_TARGET);
  RedanContext context;
  guint n;
  const RedanEntry *affected = redan_object_get_range (object, REDAN_FIELD_AFFECTS, &n);

  if (target_id != NULL && find_target (facts, target_id, &context, &threat->target))
    {
      threat->context = (guint8) context;
      return;
    }

  for (guint i = 0; i < n; i++)
    {
      if (!find_target (facts, affected[i].key, &context, &threat->target))
        continue;
      threat->context = (guint8) context;
      return;
    }
}

static gboolean
has_score (const RedanObject *object)
{
  const char *vector = redan_object_get (object, REDAN_FIELD_CVSS);
  RedanCvssScores scores;

  return vector != NULL && redan_cvss_score (vector, &scores, NULL);
}

/* A threat of their own is one that people confirmed. It has a score when they said how severe, how
 * likely and how bad, or gave a CVSS vector. */
void
threats_add_recorded (const RedanFacts *facts, GArray *threats)
{
  const RedanModel *model = facts->snapshot->model;
  guint n = redan_model_get_n (model, REDAN_SECTION_THREAT);

  for (guint i = 0; i < n; i++)
    {
      const RedanObject *object = redan_model_get_nth (model, REDAN_SECTION_THREAT, i);
      const char *word = redan_object_get (object, REDAN_FIELD_DECISION);
      RedanDecision decision = REDAN_DECISION_OPEN;
      RedanThreat threat = { .rule = REDAN_NONE,
                             .recorded = i,
                             .target = REDAN_NONE,
                             .context = REDAN_CONTEXT_MODEL,
                             .confirmed = TRUE };

      if (word != NULL)
        redan_decision_from_word (word, &decision);
      threat.decision = (guint8) decision;
      threat.scored = redan_object_get (object, REDAN_FIELD_SEVERITY) != NULL || has_score (object) ||
                      (redan_object_get (object, REDAN_FIELD_LIKELIHOOD) != NULL &&
                       redan_object_get (object, REDAN_FIELD_IMPACT) != NULL);
      place_recorded (facts, object, &threat);
      g_array_append_val (threats, threat);
    }
}
