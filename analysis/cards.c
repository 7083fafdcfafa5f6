/* SPDX-License-Identifier: Apache-2.0 */
/* Groups threats by cause and chooses the first cards under the limits of the first-ten contract.
 */

#include "config.h"

#include "analysis/cards.h"

#include <string.h>

#define STANDARD_LIMIT 10

/* A cause with its threats, by rank. */
typedef struct
{
  RedanCard card;
  gboolean taken;
} Cause;

typedef struct
{
  const RedanAnalysis *analysis;
  const RedanScoring *scoring;
  const RedanAttribute *data_class;
  const RedanAttribute *element_tier;
  const RedanAttribute *boundary_tier;
  RedanCode confidential; /* the class from which data counts outside production, too */
  gboolean classified;    /* the model says something about data */
  double greatest;        /* value of the most valuable element */
  guint32 *ranks;         /* by index of the threat: place in the whole list */
  double *weights;        /* by index of the threat */
  double
      *zone_share; /* by boundary: share of the weight that is left beside the cards of this zone */
  GHashTable *per_place; /* place to the number of its cards */
} Chooser;

/* The element on which a card lies; that of a flow is its end. */
static guint32
get_element (const RedanFacts *facts, const RedanThreat *threat)
{
  if (threat->target == REDAN_NONE)
    return REDAN_NONE;
  if (threat->context == REDAN_CONTEXT_INTERACTION)
    return facts->interaction_target[threat->target];

  return threat->context == REDAN_CONTEXT_ELEMENT ? threat->target : REDAN_NONE;
}

static gboolean
has_data (const Chooser *self, guint32 element)
{
  const RedanCode *codes = self->analysis->facts->columns[self->data_class->index];

  return codes != NULL && codes[element] >= REDAN_CODE_FIRST;
}

/* One number for elements, flows and boundaries; cards on none of them share none. Elements without
 * data share that of their account, so that a laboratory does not fill the list. */
static guint64
get_place (const Chooser *self, const RedanThreat *threat)
{
  const RedanFacts *facts = self->analysis->facts;
  guint32 element = get_element (facts, threat);

  if (element != REDAN_NONE && self->classified && !has_data (self, element) &&
      facts->element_account[element] != REDAN_NONE)
    return G_GUINT64_CONSTANT (1) << 32 | facts->element_account[element];
  if (threat->context == REDAN_CONTEXT_INTERACTION && threat->target != REDAN_NONE)
    return G_GUINT64_CONSTANT (2) << 32 | facts->interaction_flow[threat->target];
  if (element != REDAN_NONE)
    return element;
  if (threat->context == REDAN_CONTEXT_BOUNDARY)
    return G_GUINT64_CONSTANT (1) << 32 | threat->target;

  return G_MAXUINT64;
}

static void
find_classified (Chooser *self)
{
  const RedanFacts *facts = self->analysis->facts;

  self->data_class =
      redan_schema_lookup (facts->snapshot->schema, REDAN_SCOPE_ELEMENT, "data_class", -1);
  for (guint32 i = 0; self->data_class != NULL && i < facts->snapshot->n_elements; i++)
    self->classified |= has_data (self, i);
  if (self->data_class != NULL)
    self->confidential =
        REDAN_CODE_FIRST +
        (RedanCode) MAX (redan_attribute_find_value (self->data_class, "confidential", -1), 0);
  self->element_tier =
      redan_schema_lookup (facts->snapshot->schema, REDAN_SCOPE_ELEMENT, "environment", -1);
  self->boundary_tier =
      redan_schema_lookup (facts->snapshot->schema, REDAN_SCOPE_BOUNDARY, "environment", -1);
}

static gboolean
is_lower_tier (const Chooser *self, const RedanAttribute *environment, guint32 index)
{
  const RedanCode *codes =
      environment != NULL ? self->analysis->facts->columns[environment->index] : NULL;

  return codes != NULL && codes[index] >= REDAN_CODE_FIRST &&
         redan_attribute_get_property (environment, codes[index] - REDAN_CODE_FIRST, "lower") !=
             NULL;
}

/* Whether it is in an environment below production and stands on nothing confidential. */
static gboolean
is_lower (const Chooser *self, const RedanThreat *threat)
{
  const RedanFacts *facts = self->analysis->facts;
  guint32 element = get_element (facts, threat);

  if (element == REDAN_NONE)
    return threat->context == REDAN_CONTEXT_BOUNDARY && threat->target != REDAN_NONE &&
           is_lower_tier (self, self->boundary_tier, threat->target);

  return is_lower_tier (self, self->element_tier, element) &&
         !(has_data (self, element) &&
           facts->columns[self->data_class->index][element] >= self->confidential);
}

/* That of the most valuable member for a boundary, and of everything for the model. */
static double
get_value (const Chooser *self, const RedanThreat *threat)
{
  const RedanFacts *facts = self->analysis->facts;
  guint32 element = get_element (facts, threat);
  double value = 0;

  if (element != REDAN_NONE)
    return redan_graph_get_value (self->analysis->graph, element, NULL);
  if (threat->context != REDAN_CONTEXT_BOUNDARY || threat->target == REDAN_NONE)
    return self->greatest;
  for (guint32 i = facts->member_offset[threat->target];
       i < facts->member_offset[threat->target + 1]; i++)
    value =
        MAX (value, redan_graph_get_value (self->analysis->graph, facts->member_element[i], NULL));

  return value;
}

/* By path and value: the residual, which knows the path, times what falls here and what falls with
 * it. */
static double
weigh (const Chooser *self, const RedanThreat *threat)
{
  const double by_value = self->greatest > 0 ? self->scoring->card_value : 0;
  guint32 element = get_element (self->analysis->facts, threat);
  double weight = threat->residual * (1 - by_value + threat->blast);

  if (by_value > 0)
    weight += threat->residual * by_value * get_value (self, threat) / self->greatest;
  if ((self->classified && element != REDAN_NONE && !has_data (self, element)) ||
      is_lower (self, threat))
    weight *= self->scoring->card_without_data;

  return weight;
}

/* The account around a card, else the outermost boundary; REDAN_NONE for none. A flow that leaves
 * for what is not ours belongs to where it comes from. */
static guint32
get_zone (const Chooser *self, const RedanThreat *threat)
{
  const RedanFacts *facts = self->analysis->facts;
  guint32 element = get_element (facts, threat);
  guint32 zone = REDAN_NONE;

  if (element != REDAN_NONE && threat->context == REDAN_CONTEXT_INTERACTION &&
      facts->element_outside[element] && facts->interaction_source[threat->target] != REDAN_NONE)
    element = facts->interaction_source[threat->target];
  if (element != REDAN_NONE)
    zone = facts->snapshot->element_parent[element];
  else if (threat->context == REDAN_CONTEXT_BOUNDARY)
    zone = threat->target;
  while (zone != REDAN_NONE && !facts->boundary_is_account[zone] &&
         facts->snapshot->boundary_parent[zone] != REDAN_NONE)
    zone = facts->snapshot->boundary_parent[zone];

  return zone;
}

static gboolean
is_open (const RedanThreat *threat)
{
  return threat->scored && threat->decision == REDAN_DECISION_OPEN;
}

/* By rule: the first rule of the same cause. */
static guint32 *
find_causes (const RedanCatalogue *catalogue, guint *n_out)
{
  const RedanRule *rules = redan_catalogue_get_rules (catalogue, n_out);
  g_autoptr (GHashTable) first = g_hash_table_new (g_str_hash, g_str_equal);
  guint32 *causes = g_new (guint32, *n_out + 1);

  for (guint32 i = 0; i < *n_out; i++)
    {
      const char *cause = rules[i].cause != NULL ? rules[i].cause : rules[i].id;
      gpointer found;

      causes[i] = i;
      if (g_hash_table_lookup_extended (first, cause, NULL, &found))
        causes[i] = GPOINTER_TO_UINT (found);
      else
        g_hash_table_insert (first, (gpointer) cause, GUINT_TO_POINTER (i));
    }

  return causes;
}

/* Causes are numbered by their first rule; behind the rules comes what a person recorded, each for
 * itself. */
static guint32
get_cause (const guint32 *causes, guint n_rules, const RedanThreat *threat)
{
  return threat->rule != REDAN_NONE ? causes[threat->rule] : n_rules + threat->recorded;
}

/* Threats by cause, those of one cause by rank. */
static GArray *
group (const RedanAnalysis *analysis, RedanCards *cards)
{
  guint n_rules;
  GArray *grouped = g_array_new (FALSE, TRUE, sizeof (Cause));
  g_autofree guint32 *causes = find_causes (analysis->facts->catalogue, &n_rules);
  const guint n =
      n_rules + redan_model_get_n (analysis->facts->snapshot->model, REDAN_SECTION_THREAT);
  g_autofree guint32 *first = g_new0 (guint32, n + 2);
  g_autofree guint32 *next = NULL;

  for (guint i = 0; i < analysis->threats->len; i++)
    {
      const RedanThreat *threat = &g_array_index (analysis->threats, RedanThreat, i);

      if (is_open (threat))
        first[get_cause (causes, n_rules, threat) + 1]++;
    }
  for (guint i = 0; i < n; i++)
    first[i + 1] += first[i];
  next = g_memdup2 (first, (n + 1) * sizeof *first);
  cards->order = g_new0 (guint32, first[n] + 1);
  for (guint i = 0; i < analysis->threats->len; i++)
    {
      guint32 index = analysis->ranked[i];
      const RedanThreat *threat = &g_array_index (analysis->threats, RedanThreat, index);

      if (is_open (threat))
        cards->order[next[get_cause (causes, n_rules, threat)]++] = index;
    }
  for (guint32 i = 0; i < n; i++)
    {
      Cause cause = { { REDAN_NONE, first[i + 1] - first[i], cards->order + first[i] }, FALSE };

      if (cause.card.n > 0)
        g_array_append_val (grouped, cause);
    }

  return grouped;
}

/* Of what is below production one card tells everything. */
static guint
get_limit (const Chooser *self, const RedanThreat *threat)
{
  return is_lower (self, threat) ? 1 : self->scoring->card_element;
}

/* What a card still weighs beside those that were taken from the same zone. */
static double
weigh_beside (const Chooser *self, guint32 index)
{
  const guint32 zone =
      get_zone (self, &g_array_index (self->analysis->threats, RedanThreat, index));

  return self->weights[index] * (zone == REDAN_NONE ? 1 : self->zone_share[zone]);
}

/* The weightiest threat of a cause that the limits allow; @weight_out: its weight. */
static guint32
find_allowed (const Chooser *self, const RedanCard *card, guint n_unconfirmed, double *weight_out)
{
  guint32 found = REDAN_NONE;

  *weight_out = -1;
  for (guint i = 0; i < card->n; i++)
    {
      const guint32 index = card->threats[i];
      const RedanThreat *threat = &g_array_index (self->analysis->threats, RedanThreat, index);
      guint64 place = get_place (self, threat);
      guint taken = GPOINTER_TO_UINT (g_hash_table_lookup (self->per_place, &place));

      if ((place != G_MAXUINT64 && taken >= get_limit (self, threat)) ||
          (!threat->confirmed && n_unconfirmed >= self->scoring->card_unconfirmed) ||
          weigh_beside (self, index) <= *weight_out)
        continue;
      *weight_out = weigh_beside (self, index);
      found = index;
    }

  return found;
}

static void
take (Chooser *self, const RedanThreat *threat)
{
  guint64 place = get_place (self, threat);
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (self->per_place, &place));
  guint32 zone = get_zone (self, threat);

  g_hash_table_insert (self->per_place, g_memdup2 (&place, sizeof place), GUINT_TO_POINTER (n + 1));
  if (zone != REDAN_NONE)
    self->zone_share[zone] *= self->scoring->card_zone;
}

/* Of all causes the one whose card weighs most, of equals what ranks first. Returns: (nullable) */
static Cause *
find_next (const Chooser *self, GArray *causes, guint n_unconfirmed)
{
  Cause *best = NULL;
  double best_weight = -1;

  for (guint i = 0; i < causes->len; i++)
    {
      Cause *cause = &g_array_index (causes, Cause, i);
      double weight;
      guint32 found;

      if (cause->taken)
        continue;
      found = find_allowed (self, &cause->card, n_unconfirmed, &weight);
      if (found == REDAN_NONE || weight < best_weight ||
          (weight == best_weight && self->ranks[found] > self->ranks[best->card.first]))
        continue;
      cause->card.first = found;
      best = cause;
      best_weight = weight;
    }

  return best;
}

/* What scores highest in production comes first, also where nobody has said yet what data there is,
 * as nobody understands a list from which the worst is missing; of equals what weighs most.
 * Returns: (nullable) */
static Cause *
find_first (const Chooser *self, GArray *causes)
{
  Cause *best = NULL;
  gint32 best_residual = -1;
  double best_weight = -1;

  for (guint i = 0; i < causes->len; i++)
    {
      Cause *cause = &g_array_index (causes, Cause, i);
      const guint32 worst = cause->card.threats[0];
      const RedanThreat *threat = &g_array_index (self->analysis->threats, RedanThreat, worst);

      if (is_lower (self, threat) || threat->residual < best_residual ||
          (threat->residual == best_residual && self->weights[worst] <= best_weight))
        continue;
      cause->card.first = worst;
      best = cause;
      best_residual = threat->residual;
      best_weight = self->weights[worst];
    }

  return best;
}

/* One after another: what was taken may move the rest of the causes to other places. */
static void
choose (Chooser *self, GArray *causes, RedanCards *cards, guint limit)
{
  guint n_unconfirmed = 0;

  while (cards->n < limit)
    {
      Cause *best = cards->n == 0 ? find_first (self, causes) : NULL;
      const RedanThreat *threat;

      if (best == NULL)
        best = find_next (self, causes, n_unconfirmed);
      if (best == NULL)
        break;
      threat = &g_array_index (self->analysis->threats, RedanThreat, best->card.first);
      best->taken = TRUE;
      take (self, threat);
      n_unconfirmed += !threat->confirmed;
      cards->cards[cards->n++] = best->card;
    }
}

/* What weighs how much, by threat, and where it stands in the whole list. */
static void
prepare (Chooser *self)
{
  const RedanSnapshot *snapshot = self->analysis->facts->snapshot;
  const GArray *threats = self->analysis->threats;

  find_classified (self);
  for (guint32 i = 0; i < snapshot->n_elements; i++)
    self->greatest = MAX (self->greatest, redan_graph_get_value (self->analysis->graph, i, NULL));
  self->ranks = g_new (guint32, threats->len + 1);
  self->weights = g_new (double, threats->len + 1);
  self->zone_share = g_new (double, snapshot->n_boundaries + 1);
  self->per_place = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  for (guint i = 0; i < threats->len; i++)
    {
      self->ranks[self->analysis->ranked[i]] = i;
      self->weights[i] = weigh (self, &g_array_index (threats, RedanThreat, i));
    }
  for (guint i = 0; i < snapshot->n_boundaries; i++)
    self->zone_share[i] = 1;
}

RedanCards *
redan_cards_new (const RedanAnalysis *analysis, guint limit)
{
  RedanCards *self = g_new0 (RedanCards, 1);
  Chooser chooser = { .analysis = analysis,
                      .scoring = redan_catalogue_get_scoring (analysis->facts->catalogue) };
  g_autoptr (GArray) causes = NULL;
  guint n_unconfirmed = 0;

  prepare (&chooser);
  causes = group (analysis, self);
  limit = MIN (limit == 0 ? STANDARD_LIMIT : limit, causes->len);
  self->cards = g_new0 (RedanCard, limit + 1);
  self->n_causes = causes->len;
  choose (&chooser, causes, self, limit);
  g_free (chooser.ranks);
  g_free (chooser.weights);
  g_free (chooser.zone_share);
  g_hash_table_unref (chooser.per_place);
  for (guint i = 0; i < analysis->threats->len; i++)
    {
      const RedanThreat *threat = &g_array_index (analysis->threats, RedanThreat, i);

      self->n_hidden += is_open (threat);
      n_unconfirmed += is_open (threat) && !threat->confirmed;
    }
  for (guint i = 0; i < self->n; i++)
    n_unconfirmed -=
        !g_array_index (analysis->threats, RedanThreat, self->cards[i].first).confirmed;
  self->n_hidden -= self->n;
  self->n_hidden_unconfirmed = n_unconfirmed;

  return self;
}

void
redan_cards_free (RedanCards *self)
{
  if (self == NULL)
    return;

  g_free (self->cards);
  g_free (self->order);
  g_free (self);
}
