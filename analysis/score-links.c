/* SPDX-License-Identifier: Apache-2.0 */
/* Reads which mitigations are linked to which threats, recorded ones and those of rules. */

#include "config.h"

#include "analysis/score-links.h"

#include "analysis/controls-private.h"
#include "analysis/threats-private.h"

#include <string.h>

/* Rules are fewer than 2^16, so a recorded threat, which has none, looks like no other. */
static gint64
make_key (const RedanThreat *threat)
{
  guint32 target = threat->rule == REDAN_NONE ? threat->recorded : threat->target;
  guint64 context = threat->rule == REDAN_NONE ? REDAN_CONTEXT_MODEL : threat->context;

  return (gint64) ((guint64) threat->rule << 40 ^ context << 36 ^ target);
}

/* A threat of the file is named by its id alone. */
static gboolean
parse_addressed (const RedanFacts *facts, const char *text, RedanThreat *place_out)
{
  g_autofree char *recorded = strchr (text, '@') == NULL ? g_strconcat ("@", text, NULL) : NULL;

  return threats_parse_id (facts, recorded != NULL ? recorded : text, place_out);
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
          RedanThreat threat;
          gint64 key;
          GArray *list;

          if (!parse_addressed (facts, addressed[j].key, &threat))
            continue;
          key = make_key (&threat);
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
  gint64 key;

  if (links == NULL)
    return NULL;

  key = make_key (threat);
  return g_hash_table_lookup (links, &key);
}
