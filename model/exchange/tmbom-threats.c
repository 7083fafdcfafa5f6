/* SPDX-License-Identifier: Apache-2.0 */
/* What a TM-BOM assumes, fears and does about it. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/exchange/tmbom-private.h"

static const char *const all_of_it[] = { NULL };

static void
read_assumptions (RedanTmbom *self)
{
  static const char *const known[] = { "description", "topics", "validity", NULL };
  RedanRelay *relay = &self->relay;
  gsize i;
  gsize j;
  RedanNode *assumption;
  RedanNode *topic;

  redan_node_foreach_item (redan_node_get (self->root, "assumptions"), i, assumption)
  {
    const char *text = redan_node_get_text (redan_node_get (assumption, "description"));
    const char *validity = redan_node_get_text (redan_node_get (assumption, "validity"));
    g_autofree char *name = redan_relay_first_line (text != NULL ? text : "");

    redan_relay_begin (relay, REDAN_SECTION_ASSUMPTION, text != NULL ? text : "", assumption);
    redan_relay_source (relay, assumption, all_of_it);
    redan_relay_field (relay, REDAN_FIELD_NAME, name);
    if (text != NULL && strcmp (name, text) != 0)
      redan_relay_field (relay, REDAN_FIELD_DESCRIPTION, text);
    redan_relay_field (relay, REDAN_FIELD_STATE, validity);
    redan_node_foreach_item (redan_node_get (assumption, "topics"), j, topic)
    {
      const char *about = redan_node_get_text (topic);

      if (about == NULL)
        continue;
      if (g_hash_table_contains (self->elements, about))
        redan_relay_refer (relay, REDAN_FIELD_AFFECTS, REDAN_SECTION_ELEMENT,
                           g_hash_table_lookup (self->elements, about));
      else if (redan_relay_is_claimed (relay, REDAN_SECTION_BOUNDARY, about))
        redan_relay_refer (relay, REDAN_FIELD_AFFECTS, REDAN_SECTION_BOUNDARY, about);
      else if (redan_relay_is_claimed (relay, REDAN_SECTION_FLOW, about))
        redan_relay_refer (relay, REDAN_FIELD_AFFECTS, REDAN_SECTION_FLOW, about);
      else
        redan_relay_tag (relay, about);
    }
    redan_relay_rest (relay, assumption, known);
  }
}

static void
read_personas (RedanTmbom *self)
{
  static const char *const known[] = { "symbolic_name", "title", "description", NULL };
  RedanRelay *relay = &self->relay;
  gsize i;
  RedanNode *persona;

  redan_node_foreach_item (redan_node_get (self->root, "threat_personas"), i, persona)
  {
    const char *level = redan_node_get_text (redan_node_get (persona, "skill_level"));
    const char *skill = level != NULL ? redan_tmbom_find (REDAN_TMBOM_SKILL, level) : NULL;

    if (strcmp (redan_tmbom_name (persona), REDAN_TMBOM_NOBODY) == 0)
      continue;
    redan_relay_begin (relay, REDAN_SECTION_PROFILE, redan_tmbom_name (persona), persona);
    redan_relay_source (relay, persona, all_of_it);
    redan_tmbom_common (self, persona);
    redan_relay_field (relay, REDAN_FIELD_SKILL, skill);
    if (skill != NULL)
      redan_relay_lose (relay, REDAN_LOSS_GUESSED, NULL, _ ("its skill \"%s\" is taken as %s in 4"),
                        level, skill);
    redan_relay_rest (relay, persona, known);
  }
}

static gboolean
lists_name (RedanNode *list, const char *name)
{
  gsize i;
  RedanNode *item;

  redan_node_foreach_item (list, i, item)
  {
    if (g_strcmp0 (redan_node_get_text (item), name) == 0)
      return TRUE;
  }
  return FALSE;
}

static void
pass_rated (
    RedanTmbom *self, RedanNode *risk, const char *key, RedanField field, RedanTmbomTopic topic)
{
  const char *text = redan_node_get_text (redan_node_get (risk, key));
  const char *word = text != NULL ? redan_tmbom_find (topic, text) : NULL;

  g_autofree char *hint = word == NULL ? redan_relay_dup_unknown (&self->relay, key, text) : NULL;

  redan_relay_field (&self->relay, field, word);
  if (hint == NULL)
    return;
  redan_relay_at (&self->relay, redan_node_get (risk, key));
  redan_relay_lose (&self->relay, REDAN_LOSS_REPAIRED, NULL,
                    _ ("its %s \"%s\" is not known; left open%s"), key, text, hint);
}

/* A risk is of several threats; each takes over the first that names it. */
static void
pass_risk (RedanTmbom *self, const char *threat)
{
  RedanRelay *relay = &self->relay;
  RedanNode *taken = NULL;
  gsize i;
  RedanNode *risk;

  redan_node_foreach_item (redan_node_get (self->root, "risks"), i, risk)
  {
    if (!lists_name (redan_node_get (risk, "threats"), threat))
      continue;
    if (taken == NULL)
      taken = risk;
    else
      redan_relay_lose (relay, REDAN_LOSS_DROPPED, NULL,
                        _ ("is part of the risk \"%s\", too; the first was taken"),
                        redan_tmbom_name (risk));
  }
  if (taken == NULL)
    return;
  pass_rated (self, taken, "likelihood", REDAN_FIELD_LIKELIHOOD, REDAN_TMBOM_LIKELIHOOD);
  pass_rated (self, taken, "impact", REDAN_FIELD_IMPACT, REDAN_TMBOM_IMPACT);
  pass_rated (self, taken, "level", REDAN_FIELD_SEVERITY, REDAN_TMBOM_LEVEL);
  redan_relay_remark (relay, "risk", taken);
}

static void
pass_numbers (
    RedanTmbom *self, RedanNode *threat, const char *list, const char *key, const char *prefix)
{
  gsize i;
  RedanNode *item;

  redan_node_foreach_item (redan_node_get (threat, list), i, item)
  {
    RedanNode *number = redan_node_get (item, key);
    g_autofree char *text = redan_node_is_integer (number) ? redan_node_to_text (number) : NULL;
    g_autofree char *tag = g_strconcat (prefix, text, NULL);

    if (text != NULL)
      redan_relay_tag (&self->relay, tag);
  }
}

static void
read_threat (RedanTmbom *self, RedanNode *threat)
{
  static const char *const known[] = { "symbolic_name",       "title",
                                       "description",         "event",
                                       "components_affected", "attack_mechanisms",
                                       "weaknesses",          NULL };
  static const char *const titles[] = { NULL, N_ ("Event") };
  RedanRelay *relay = &self->relay;
  g_autofree char *description = NULL;
  g_autofree char *event = NULL;
  guint n = 0;
  gsize i;
  RedanNode *item;

  redan_relay_begin (relay, REDAN_SECTION_THREAT, redan_tmbom_name (threat), threat);
  redan_relay_extra (relay, "symbolic_name", redan_tmbom_name (threat));
  redan_relay_source (relay, threat, all_of_it);
  redan_relay_text (relay, threat, "title", REDAN_FIELD_NAME);
  description = redan_relay_dup_text (relay, threat, "description");
  event = redan_relay_dup_text (relay, threat, "event");
  redan_relay_describe (relay, titles, (const char *const[]){ description, event },
                        G_N_ELEMENTS (titles));
  redan_relay_field (relay, REDAN_FIELD_DECISION, "open");
  redan_node_foreach_item (redan_node_get (threat, "components_affected"), i, item)
  {
    const char *name = redan_node_get_text (item);
    const char *foreign = name != NULL ? g_hash_table_lookup (self->elements, name) : NULL;

    if (foreign == NULL)
      redan_relay_lose (relay, REDAN_LOSS_REPAIRED, NULL,
                        _ ("affects \"%s\", which is not in the file; left out"),
                        name != NULL ? name : "");
    else
      redan_relay_refer (relay, n++ == 0 ? REDAN_FIELD_TARGET : REDAN_FIELD_AFFECTS,
                         REDAN_SECTION_ELEMENT, foreign);
  }
  pass_risk (self, redan_tmbom_name (threat));
  pass_numbers (self, threat, "attack_mechanisms", "capec_id", "CAPEC-");
  pass_numbers (self, threat, "weaknesses", "cwe_id", "CWE-");
  redan_relay_rest (relay, threat, known);
}

static void
read_control (RedanTmbom *self, RedanNode *control)
{
  static const char *const known[] = { "symbolic_name", "title",  "description",
                                       "threats",       "status", NULL };
  RedanRelay *relay = &self->relay;
  const char *status = redan_node_get_text (redan_node_get (control, "status"));
  const char *state = status != NULL ? redan_tmbom_find (REDAN_TMBOM_CONTROL, status) : NULL;
  gsize i;
  RedanNode *threat;

  redan_relay_begin (relay, REDAN_SECTION_MITIGATION, redan_tmbom_name (control), control);
  redan_tmbom_common (self, control);
  redan_relay_source (relay, control, all_of_it);
  redan_relay_extra (relay, "status", status);
  if (g_strcmp0 (state, "declared") == 0)
    redan_relay_in_place (relay);
  else
    redan_relay_field (relay, REDAN_FIELD_STATE, state != NULL ? state : "planned");
  if (state == NULL)
    {
      g_autofree char *hint = redan_relay_dup_unknown (relay, "status", status);

      redan_relay_at (relay, redan_node_get (control, "status"));
      redan_relay_lose (relay, REDAN_LOSS_GUESSED, NULL,
                        _ ("its status \"%s\" is not known; taken as %s%s"),
                        status != NULL ? status : "", "planned", hint != NULL ? hint : "");
    }
  redan_node_foreach_item (redan_node_get (control, "threats"), i, threat)
  {
    if (redan_node_is_text (threat))
      redan_relay_refer (relay, REDAN_FIELD_ADDRESSES, REDAN_SECTION_THREAT,
                         redan_node_get_text (threat));
  }
  redan_relay_rest (relay, control, known);
}

/* What no threat has taken over would vanish. */
static void
list_lost_risks (RedanTmbom *self)
{
  gsize i;
  gsize j;
  RedanNode *risk;
  RedanNode *threat;

  redan_node_foreach_item (redan_node_get (self->root, "risks"), i, risk)
  {
    gboolean kept = FALSE;

    redan_node_foreach_item (redan_node_get (risk, "threats"), j, threat)
    {
      kept |=
          redan_node_is_text (threat) &&
          redan_relay_is_claimed (&self->relay, REDAN_SECTION_THREAT, redan_node_get_text (threat));
    }
    if (!kept)
      redan_relay_lose (&self->relay, REDAN_LOSS_DROPPED, redan_tmbom_name (risk),
                        _ ("is a risk of no threat in the file; left out"));
  }
}

void
redan_tmbom_threats (RedanTmbom *self)
{
  gsize i;
  RedanNode *item;

  read_assumptions (self);
  read_personas (self);
  redan_node_foreach_item (redan_node_get (self->root, "threats"), i, item)
      read_threat (self, item);
  redan_node_foreach_item (redan_node_get (self->root, "controls"), i, item)
      read_control (self, item);
  list_lost_risks (self);
}
