/* SPDX-License-Identifier: Apache-2.0 */
/* Joins advisories in the model with threats of rules, by element and by flaw or technique. */

#include "config.h"

#include "analysis/advised.h"
#include "analysis/intel.h"

#include <string.h>

/* CWE-1395, dependency on a vulnerable component of others, and CWE-1104, on one that nobody
 * maintains: what a published vulnerability of a product is to those who use it. */
static const char *const flaw_weaknesses[] = { "CWE-1395", "CWE-1104" };

/* @technique: (nullable): of ATT&CK; %NULL for a flaw */
typedef struct
{
  guint32 element;
  char *technique;
  double factor;
} Seen;

struct _RedanAdvised
{
  const RedanFacts *facts;
  const RedanRule *rules;
  GArray *seen; /* by element */
};

/* T1530 or T1552.001 before the colon of the name that the import gave; what a person called
 * otherwise is a flaw. */
static char *
dup_technique (const RedanObject *advisory)
{
  const char *name = redan_object_get_name (advisory);
  gsize length = strcspn (name, ":");

  if (name[0] != 'T' || length < 2 || strspn (name + 1, "0123456789.") != length - 1)
    return NULL;

  return g_strndup (name, length);
}

static void
add_seen (RedanAdvised *self, const char *element, const RedanObject *advisory)
{
  const RedanScoring *scoring = redan_catalogue_get_scoring (self->facts->catalogue);
  const RedanModel *model = self->facts->snapshot->model;
  gboolean exploited =
      redan_object_get_keyed (advisory, REDAN_FIELD_TAG, "known-exploited") != NULL;
  Seen seen = { 0, NULL, scoring->advised[exploited ? 1 : 0] };
  const RedanObject *object;
  RedanId id;

  if (element == NULL || !redan_id_parse (element, strlen (element), &id))
    return;
  object = redan_model_lookup (model, &id);
  if (object == NULL || object->section != REDAN_SECTION_ELEMENT)
    return;
  seen.element = redan_model_index_of (model, &id);
  seen.technique = dup_technique (advisory);
  g_array_append_val (self->seen, seen);
}

static int
compare_seen (gconstpointer a, gconstpointer b)
{
  const guint32 one = ((const Seen *) a)->element;
  const guint32 other = ((const Seen *) b)->element;

  return (one > other) - (one < other);
}

static void
clear_seen (gpointer data)
{
  g_free (((Seen *) data)->technique);
}

RedanAdvised *
redan_advised_new (const RedanFacts *facts)
{
  const RedanModel *model = facts->snapshot->model;
  g_autoptr (RedanAdvised) self = g_new0 (RedanAdvised, 1);
  guint n_rules;

  self->facts = facts;
  self->rules = redan_catalogue_get_rules (facts->catalogue, &n_rules);
  self->seen = g_array_new (FALSE, FALSE, sizeof (Seen));
  g_array_set_clear_func (self->seen, clear_seen);
  for (guint i = 0; i < redan_model_get_n (model, REDAN_SECTION_THREAT); i++)
    {
      const RedanObject *threat = redan_model_get_nth (model, REDAN_SECTION_THREAT, i);
      guint n_affected;
      const RedanEntry *affected =
          redan_object_get_range (threat, REDAN_FIELD_AFFECTS, &n_affected);

      if (g_strcmp0 (redan_object_get (threat, REDAN_FIELD_METHOD), REDAN_INTEL_METHOD) != 0 ||
          g_strcmp0 (redan_object_get (threat, REDAN_FIELD_DECISION), "not-applicable") == 0)
        continue;
      add_seen (self, redan_object_get (threat, REDAN_FIELD_TARGET), threat);
      for (guint j = 0; j < n_affected; j++)
        add_seen (self, affected[j].key, threat);
    }
  if (self->seen->len == 0)
    return NULL;
  g_array_sort (self->seen, compare_seen);

  return g_steal_pointer (&self);
}

void
redan_advised_free (RedanAdvised *self)
{
  if (self == NULL)
    return;

  g_array_unref (self->seen);
  g_free (self);
}

static gboolean
is_about (const RedanRule *rule, const Seen *seen)
{
  if (seen->technique != NULL)
    return g_strv_contains (rule->attack, seen->technique);
  for (guint i = 0; i < G_N_ELEMENTS (flaw_weaknesses); i++)
    if (g_strv_contains (rule->cwe, flaw_weaknesses[i]))
      return TRUE;

  return FALSE;
}

/* The element that an attacker strikes; that of a flow is its end. */
static guint32
get_element (const RedanFacts *facts, const RedanThreat *threat)
{
  if (threat->context == REDAN_CONTEXT_INTERACTION && threat->target != REDAN_NONE)
    return facts->interaction_target[threat->target];

  return threat->context == REDAN_CONTEXT_ELEMENT ? threat->target : REDAN_NONE;
}

double
redan_advised_get_factor (const RedanAdvised *self, const RedanThreat *threat)
{
  double factor = 1;
  guint32 element;
  guint first = 0;
  guint end;

  if (self == NULL || threat->rule == REDAN_NONE)
    return factor;
  element = get_element (self->facts, threat);
  if (element == REDAN_NONE)
    return factor;

  for (end = self->seen->len; first < end;)
    {
      guint middle = (first + end) / 2;

      if (g_array_index (self->seen, Seen, middle).element < element)
        first = middle + 1;
      else
        end = middle;
    }
  for (guint i = first; i < self->seen->len; i++)
    {
      const Seen *seen = &g_array_index (self->seen, Seen, i);

      if (seen->element != element)
        break;
      if (is_about (&self->rules[threat->rule], seen))
        factor = MAX (factor, seen->factor);
    }

  return factor;
}
