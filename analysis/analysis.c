/* SPDX-License-Identifier: Apache-2.0 */
/* Ties the steps of an analysis together, and ranks and sums what they found. */

#include "config.h"

#include "analysis/analysis-private.h"
#include "analysis/threats-private.h"

#include <string.h>

#define RADIX_BITS 11
#define RADIX_SIZE (1u << RADIX_BITS)
#define RESIDUAL_BITS 17 /* of 0..100000 */

typedef struct
{
  guint64 key;
  guint32 index;
} Ranked;

static int
compare_rule_ids (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const RedanRule *rules = user_data;

  return strcmp (rules[*(const guint32 *) a].id, rules[*(const guint32 *) b].id);
}

/* Position of each rule in the order of ids. */
static guint32 *
rank_rules (const RedanCatalogue *catalogue, guint *n_out)
{
  const RedanRule *rules = redan_catalogue_get_rules (catalogue, n_out);
  g_autofree guint32 *order = g_new (guint32, *n_out + 1);
  guint32 *rank = g_new (guint32, *n_out + 1);

  for (guint32 i = 0; i < *n_out; i++)
    order[i] = i;
  g_qsort_with_data (order, (int) *n_out, sizeof (guint32), compare_rule_ids, (gpointer) rules);
  for (guint32 i = 0; i < *n_out; i++)
    rank[order[i]] = i;

  return rank;
}

/* Targets in the order of ids and directions. Where a rule has targets of several kinds, elements
 * come before flows. */
static guint64
get_target_key (const RedanFacts *facts, const RedanThreat *threat)
{
  if (threat->rule == REDAN_NONE)
    return threat->recorded;
  if (threat->target == REDAN_NONE)
    return 0;
  if (threat->context == REDAN_CONTEXT_INTERACTION)
    return 2 * (guint64) facts->interaction_flow[threat->target] +
           facts->interaction_reverse[threat->target];

  return threat->target;
}

/* By the lowest @n_bits bits of the keys, keeping the order of equal ones. Returns @items or
 * @other, whichever has the result. */
static const Ranked *
sort_ranked (Ranked *items, Ranked *other, guint n, guint n_bits)
{
  Ranked *from = items;
  Ranked *to = other;

  for (guint shift = 0; shift < n_bits; shift += RADIX_BITS)
    {
      guint32 start[RADIX_SIZE + 1] = { 0 };
      Ranked *swap = from;

      for (guint i = 0; i < n; i++)
        start[(from[i].key >> shift & (RADIX_SIZE - 1)) + 1]++;
      for (guint i = 0; i < RADIX_SIZE; i++)
        start[i + 1] += start[i];
      for (guint i = 0; i < n; i++)
        to[start[from[i].key >> shift & (RADIX_SIZE - 1)]++] = from[i];
      from = to;
      to = swap;
    }

  return from;
}

/* Bits that the keys of targets need: there are at most 4 million objects, two keys for a flow. */
static guint
count_target_bits (const RedanFacts *facts)
{
  guint n_objects = redan_model_get_n (facts->snapshot->model, REDAN_SECTION_THREAT);

  n_objects = MAX (n_objects, facts->snapshot->n_elements);
  n_objects = MAX (n_objects, facts->snapshot->n_boundaries);

  return g_bit_storage (MAX (n_objects, 2 * facts->snapshot->n_flows));
}

G_STATIC_ASSERT (REDAN_MODEL_MAX_OBJECTS < 1 << 23); /* 24 bits, 17 of rules, 17 of residuals */

guint32 *
analysis_rank_threats (const RedanFacts *facts, const GArray *threats)
{
  guint n_rules;
  guint n = threats->len;
  g_autofree guint32 *rule_rank = rank_rules (facts->catalogue, &n_rules);
  g_autofree Ranked *items = g_new (Ranked, n + 1);
  g_autofree Ranked *other = g_new (Ranked, n + 1);
  guint target_bits = count_target_bits (facts);
  guint rule_bits = g_bit_storage (n_rules);
  guint32 *ranked = g_new (guint32, n + 1);
  const Ranked *sorted;

  for (guint32 i = 0; i < n; i++)
    {
      const RedanThreat *threat = &g_array_index (threats, RedanThreat, i);
      guint64 residual = (guint64) (100000 - threat->residual);
      guint64 rule = threat->rule == REDAN_NONE ? n_rules : rule_rank[threat->rule];

      items[i].key = residual << (rule_bits + target_bits) | rule << target_bits |
                     get_target_key (facts, threat);
      items[i].index = i;
    }
  sorted = sort_ranked (items, other, n, RESIDUAL_BITS + rule_bits + target_bits);

  for (guint32 i = 0; i < n; i++)
    ranked[i] = sorted[i].index;
  return ranked;
}

static void
sum_totals (RedanAnalysis *self)
{
  const RedanScoring *scoring = redan_catalogue_get_scoring (self->facts->catalogue);

  for (guint i = 0; i < self->threats->len; i++)
    {
      const RedanThreat *threat = &g_array_index (self->threats, RedanThreat, i);

      if (threat->decision == REDAN_DECISION_NOT_APPLICABLE)
        continue;
      if (threat->confirmed)
        self->totals.n_confirmed++;
      else
        self->totals.n_unconfirmed++;
      self->totals.n_open += threat->decision == REDAN_DECISION_OPEN;
      if (!threat->scored)
        continue;
      self->totals.inherent += threat->inherent;
      self->totals.residual += threat->residual;
      self->totals.bands[redan_band_of (scoring, threat->residual / 1000.0)]++;
    }
}

/* The element on which a threat lies: a flow counts for the element at its end. */
static guint32
get_element (const RedanFacts *facts, const RedanThreat *threat)
{
  if (threat->target == REDAN_NONE)
    return REDAN_NONE;
  if (threat->context == REDAN_CONTEXT_ELEMENT)
    return threat->target;
  if (threat->context == REDAN_CONTEXT_INTERACTION)
    return facts->interaction_target[threat->target];

  return REDAN_NONE;
}

static void
combine_elements (RedanAnalysis *self)
{
  guint n = self->facts->snapshot->n_elements;

  self->element_safety = g_new (double, n + 1);
  for (guint i = 0; i < n; i++)
    self->element_safety[i] = 1;
  for (guint i = 0; i < self->threats->len; i++)
    {
      const RedanThreat *threat = &g_array_index (self->threats, RedanThreat, i);
      guint32 element = get_element (self->facts, threat);

      if (element != REDAN_NONE)
        self->element_safety[element] *= 1 - threat->residual / 100000.0;
    }
}

/* Assumed controls lower scores; the threats are those of the model as it is, so that the plan
 * foretells the result. */
RedanAnalysis *
redan_analysis_new (RedanSnapshot *snapshot,
                    RedanCatalogue *catalogue,
                    const RedanAnalysisOptions *options)
{
  RedanAnalysis *self = g_new0 (RedanAnalysis, 1);

  g_atomic_ref_count_init (&self->references);
  self->facts = redan_facts_new (snapshot, catalogue, options->as_of);
  self->controls = redan_controls_new (self->facts);
  self->graph = redan_graph_new (self->facts, self->controls);
  redan_graph_fill_facts (self->graph, self->facts);
  self->threats = redan_threats_enumerate (self->facts, &self->totals.n_undecided);

  if (options->n_assumed > 0 || options->n_failed > 0)
    {
      redan_controls_set_assumed (self->controls, options->assumed, options->n_assumed);
      redan_controls_set_failed (self->controls, options->failed, options->n_failed);
      redan_graph_update (self->graph);
    }
  redan_score_threats (self->facts, self->controls, self->graph, self->threats);
  self->ranked = analysis_rank_threats (self->facts, self->threats);
  sum_totals (self);
  combine_elements (self);

  return self;
}

RedanAnalysis *
redan_analysis_ref (RedanAnalysis *self)
{
  g_atomic_ref_count_inc (&self->references);

  return self;
}

void
redan_analysis_unref (RedanAnalysis *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->references))
    return;

  g_array_unref (self->threats);
  g_free (self->ranked);
  g_free (self->element_safety);
  redan_graph_free (self->graph);
  redan_controls_free (self->controls);
  redan_facts_free (self->facts);
  g_free (self);
}

gboolean
redan_analysis_reads (RedanSection section, RedanField field)
{
  if (section == REDAN_SECTION_DIAGRAM || section == REDAN_SECTION_NOTE)
    return FALSE;

  return field != REDAN_FIELD_PLACE && field != REDAN_FIELD_ROUTE && field != REDAN_FIELD_LABEL &&
         field != REDAN_FIELD_Z_ORDER;
}

const RedanThreat *
redan_analysis_find (const RedanAnalysis *self, const char *id)
{
  return threats_find (self->facts, self->threats, id);
}

double
redan_analysis_get_element_score (const RedanAnalysis *self, guint32 element)
{
  return 100 * (1 - self->element_safety[element]);
}
