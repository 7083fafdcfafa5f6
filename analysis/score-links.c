/* SPDX-License-Identifier: Apache-2.0 */
/* Reads which mitigations are linked to which threats, recorded ones and those of rules. */

#include "config.h"

#include "analysis/score-links.h"

#include "analysis/controls-private.h"

#include <string.h>

static gint64
make_key (guint32 rule, RedanContext context, guint32 target)
{
  return (gint64) ((guint64) rule << 40 ^ (guint64) context << 36 ^ target);
}

/* The identity of a rule's threat, "RULE@ID" with "~" for the way back. */
static gboolean
parse_identity (const RedanFacts *facts, const char *text, gint64 *key_out)
{
  const char *at = strrchr (text, '@');
  g_autofree char *rule_id = at == NULL ? NULL : g_strndup (text, (gsize) (at - text));
  gboolean reverse = g_str_has_suffix (text, "~");
  const RedanObject *object;
  guint32 rule;
  guint32 index;
  RedanId id;

  if (at == NULL || !redan_id_parse (at + 1, strlen (at + 1) - (reverse ? 1 : 0), &id))
    return FALSE;
  rule = redan_catalogue_find_rule (facts->catalogue, rule_id);
  object = redan_model_lookup (facts->snapshot->model, &id);
  if (rule == REDAN_NONE || object == NULL)
    return FALSE;

  index = redan_model_index_of (facts->snapshot->model, &id);
  switch (object->section)
    {
    case REDAN_SECTION_ELEMENT:
      *key_out = make_key (rule, REDAN_CONTEXT_ELEMENT, index);
      return TRUE;
    case REDAN_SECTION_BOUNDARY:
      *key_out = make_key (rule, REDAN_CONTEXT_BOUNDARY, index);
      return TRUE;
    case REDAN_SECTION_FLOW:
      for (guint32 i = facts->snapshot->n_flows; reverse && i < facts->n_interactions; i++)
        if (facts->interaction_flow[i] == index)
          {
            *key_out = make_key (rule, REDAN_CONTEXT_INTERACTION, i);
            return TRUE;
          }
      *key_out = make_key (rule, REDAN_CONTEXT_INTERACTION, index);
      return !reverse;
    default:
      return FALSE;
    }
}

static gboolean
read_linked (const RedanFacts *facts, const RedanObject *mitigation, RedanLinked *linked_out)
{
  const char *control = redan_object_get (mitigation, REDAN_FIELD_CONTROL);
  const char *strength = redan_object_get (mitigation, REDAN_FIELD_STRENGTH);
  guint n;

  linked_out->control = REDAN_NONE;
  linked_out->strength = 0;
  if (!redan_control_state_from_word (redan_object_get (mitigation, REDAN_FIELD_STATE),
                                      &linked_out->state))
    return FALSE;
  if (control != NULL)
    linked_out->control = redan_catalogue_find_control (facts->catalogue, control);
  if (linked_out->control != REDAN_NONE)
    linked_out->strength =
        redan_catalogue_get_controls (facts->catalogue, &n)[linked_out->control].strength;
  if (strength != NULL)
    linked_out->strength = CLAMP (g_ascii_strtod (strength, NULL), 0, 100) / 100;

  return linked_out->strength > 0;
}

GHashTable *
redan_links_new (const RedanFacts *facts)
{
  const RedanModel *model = facts->snapshot->model;
  GHashTable *links = NULL;

  for (guint i = 0; i < redan_model_get_n (model, REDAN_SECTION_MITIGATION); i++)
    {
      const RedanObject *mitigation = redan_model_get_nth (model, REDAN_SECTION_MITIGATION, i);
      guint n_addressed;
      const RedanEntry *addressed =
          redan_object_get_range (mitigation, REDAN_FIELD_ADDRESSES, &n_addressed);
      RedanLinked linked;

      if (n_addressed == 0 || !read_linked (facts, mitigation, &linked))
        continue;
      for (guint j = 0; j < n_addressed; j++)
        {
          const RedanObject *threat = redan_model_lookup_text (model, addressed[j].key);
          gint64 key;
          GArray *list;

          if (threat != NULL && threat->section == REDAN_SECTION_THREAT)
            key = make_key (REDAN_NONE, REDAN_CONTEXT_MODEL,
                            redan_model_index_of (model, &threat->id));
          else if (!parse_identity (facts, addressed[j].key, &key))
            continue;
          if (links == NULL)
            links = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free,
                                           (GDestroyNotify) g_array_unref);
          list = g_hash_table_lookup (links, &key);
          if (list == NULL)
            {
              list = g_array_new (FALSE, FALSE, sizeof (RedanLinked));
              g_hash_table_insert (links, g_memdup2 (&key, sizeof key), list);
            }
          g_array_append_val (list, linked);
        }
    }

  return links;
}

const GArray *
redan_links_lookup (GHashTable *links, const RedanThreat *threat)
{
  gint64 key = threat->rule == REDAN_NONE
                   ? make_key (REDAN_NONE, REDAN_CONTEXT_MODEL, threat->recorded)
                   : make_key (threat->rule, threat->context, threat->target);

  return links == NULL ? NULL : g_hash_table_lookup (links, &key);
}
