/* SPDX-License-Identifier: Apache-2.0 */
/* The formula of sec01.md 5.1: hazard by exposure, impact by rating and blast, both lowered by the
 * controls that stand. */

#include "config.h"

#include "analysis/cvss.h"
#include "analysis/score-links.h"
#include "analysis/score-place.h"
#include "analysis/score-private.h"
#include "analysis/score-reach.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define CACHE_SIZE 8192
#define CACHE_CONTROLS 21 /* states of 3 bits in one key */
#define ALL_AXES 7
#define FREE_TEXT REDAN_N_LAYERS /* the layer of mitigations without a catalogue control */

/* A strength that acts, in its layer. */
typedef struct
{
  guint layer;
  double strength;
} Item;

typedef struct
{
  Item *items;
  guint n;
  guint capacity;
} Items;

typedef struct
{
  guint64 key;
  guint32 rule;
  double likelihood;
  double impact;
} CacheEntry;

struct _RedanScorer
{
  const RedanFacts *facts;
  const RedanControls *controls;
  const RedanGraph *graph;
  const RedanScoring *scoring;
  const RedanRule *rules;
  const RedanControl *catalogue;
  guint n_catalogue;

  GArray *model_wide; /* guint32: controls on the whole model that act on scores */
  RedanReach reach;
  RedanPlaces *places;

  CacheEntry *cache;
  GHashTable *linked; /* key of a threat to a GArray of RedanLinked; %NULL when there is none */

  Items likelihood;
  Items impact;
  GArray *detection; /* double: strengths of detective controls of the threat */
};

gint32
redan_score_to_integer (double score)
{
  return (gint32) floor (score * 1000 + 0.5);
}

/* ---- layers ---- */

static void
add_item (Items *list, guint layer, double strength)
{
  if (list->n == list->capacity)
    {
      list->capacity = MAX (32, 2 * list->capacity);
      list->items = g_renew (Item, list->items, list->capacity);
    }
  list->items[list->n++] = (Item){ layer, strength };
}

static int
compare_items (gconstpointer a, gconstpointer b)
{
  const Item *x = a;
  const Item *y = b;

  if (x->layer != y->layer)
    return x->layer < y->layer ? -1 : 1;

  return (x->strength < y->strength) - (x->strength > y->strength);
}

/* Sorted by layer, then by strength downwards, so that the product never depends on the order of
 * the catalogue. */
static double
reduce_items (const RedanScoring *scoring, Items *list)
{
  double product = 1.0;
  double decay = 1.0;

  if (list->n == 0)
    return product;

  qsort (list->items, list->n, sizeof (Item), compare_items);
  for (guint i = 0; i < list->n; i++)
    {
      gboolean same = i > 0 && list->items[i].layer == list->items[i - 1].layer;

      decay = same ? decay * scoring->layer_decay : 1.0;
      product *= 1 - list->items[i].strength * decay;
    }

  return product;
}

/* ---- controls of one threat ---- */

static void
raise_by_links (RedanScoreControl *found, const GArray *linked)
{
  for (guint i = 0; linked != NULL && i < linked->len; i++)
    {
      const RedanLinked *link = &g_array_index (linked, RedanLinked, i);

      if (link->control == found->control && link->state > found->state)
        found->state = link->state;
    }
}

/* Adds the effect of one control that is named by the rule or linked. Returns whether it responds.
 */
static gboolean
add_effect (
    RedanScorer *self, RedanLayer layer, gboolean likelihood, gboolean impact, double strength)
{
  if (likelihood)
    add_item (&self->likelihood, layer, strength);
  if (likelihood && impact)
    add_item (&self->impact, layer, strength * self->scoring->shared_impact);
  if (likelihood || !impact)
    return FALSE;

  if (layer == REDAN_LAYER_DETECTION)
    g_array_append_val (self->detection, strength);
  else
    add_item (&self->impact, layer, strength);

  return layer == REDAN_LAYER_RESPONSE;
}

static void
note (GArray *notes, const RedanScoreControl *found)
{
  if (notes != NULL)
    g_array_append_vals (notes, found, 1);
}

static gboolean
add_named (RedanScorer *self,
           const RedanRule *rule,
           const RedanThreat *threat,
           const GArray *linked,
           GArray *notes)
{
  gboolean responds = FALSE;

  for (guint i = 0; i < rule->n_controls; i++)
    {
      const RedanControl *control = &self->catalogue[rule->controls[i]];
      RedanScoreControl found = { .lowers_likelihood = control->acts_on_likelihood,
                                  .lowers_impact = control->acts_on_impact };

      if (control->layer == REDAN_LAYER_ORGANIZATIONAL)
        continue;
      redan_reach_find (&self->reach, rule->controls[i], threat, &found);
      raise_by_links (&found, linked);
      found.factor = control->strength * self->scoring->state[found.state];
      note (notes, &found);
      if (found.factor > 0)
        responds |= add_effect (self, control->layer, control->acts_on_likelihood,
                                control->acts_on_impact, found.factor);
    }

  return responds;
}

static gboolean
add_model_wide (RedanScorer *self, const RedanRule *rule, GArray *notes)
{
  const char *letter = rule->stride == 0 ? NULL : strchr ("STRIDE", rule->stride);
  gboolean responds = FALSE;

  for (guint i = 0; letter != NULL && i < self->model_wide->len; i++)
    {
      guint32 index = g_array_index (self->model_wide, guint32, i);
      const RedanControl *control = &self->catalogue[index];
      RedanScoreControl found = { index,
                                  REDAN_CONTEXT_MODEL,
                                  REDAN_NONE,
                                  REDAN_STATE_ABSENT,
                                  0,
                                  control->acts_on_likelihood,
                                  !control->acts_on_likelihood,
                                  TRUE };

      if ((control->stride >> (letter - "STRIDE") & 1) == 0)
        continue;
      found.state =
          redan_controls_get_state (self->controls, index, REDAN_CONTEXT_MODEL, REDAN_NONE);
      if (self->scoring->state[found.state] <= 0)
        continue;
      found.factor =
          control->strength * self->scoring->state[found.state] * self->scoring->model_wide;
      note (notes, &found);
      if (control->acts_on_likelihood)
        add_item (&self->likelihood, control->layer, found.factor);
      else
        add_item (&self->impact, control->layer, found.factor);
      responds |= !control->acts_on_likelihood && control->layer == REDAN_LAYER_RESPONSE;
    }

  return responds;
}

gboolean
redan_rule_names_control (const RedanRule *rule, guint32 control)
{
  for (guint i = 0; i < rule->n_controls; i++)
    if (rule->controls[i] == control)
      return TRUE;

  return FALSE;
}

/* Linked mitigations that the rule does not name. */
static gboolean
add_linked (RedanScorer *self, const RedanRule *rule, const GArray *linked, GArray *notes)
{
  gboolean responds = FALSE;

  for (guint i = 0; linked != NULL && i < linked->len; i++)
    {
      const RedanLinked *link = &g_array_index (linked, RedanLinked, i);
      const RedanControl *control =
          link->control == REDAN_NONE ? NULL : &self->catalogue[link->control];
      RedanScoreControl found = { link->control,
                                  REDAN_CONTEXT_MODEL,
                                  REDAN_NONE,
                                  link->state,
                                  link->strength * self->scoring->state[link->state],
                                  TRUE,
                                  FALSE,
                                  FALSE };

      if (control != NULL)
        {
          if (control->layer == REDAN_LAYER_ORGANIZATIONAL ||
              (rule != NULL && redan_rule_names_control (rule, link->control)))
            continue;
          found.lowers_likelihood = control->acts_on_likelihood;
          found.lowers_impact = control->acts_on_impact;
        }
      note (notes, &found);
      if (found.factor > 0)
        responds |= add_effect (self, control == NULL ? FREE_TEXT : control->layer,
                                found.lowers_likelihood, found.lowers_impact, found.factor);
    }

  return responds;
}

static void
compute_reductions (RedanScorer *self, const RedanThreat *threat, RedanScoreDetail *detail)
{
  const RedanRule *rule = threat->rule == REDAN_NONE ? NULL : &self->rules[threat->rule];
  const GArray *linked = redan_links_lookup (self->linked, threat);
  gboolean responds = FALSE;

  self->likelihood.n = self->impact.n = 0;
  g_array_set_size (self->detection, 0);
  if (rule != NULL)
    {
      responds |= add_named (self, rule, threat, linked, detail->controls);
      responds |= add_model_wide (self, rule, detail->controls);
    }
  responds |= add_linked (self, rule, linked, detail->controls);
  for (guint i = 0; i < self->detection->len; i++)
    add_item (&self->impact, REDAN_LAYER_DETECTION,
              g_array_index (self->detection, double, i) *
                  (responds ? 1 : self->scoring->lone_detection));

  detail->likelihood_reduction = reduce_items (self->scoring, &self->likelihood);
  detail->impact_reduction = reduce_items (self->scoring, &self->impact);
}

/* Reductions depend on the rule and the states of its controls only, and few combinations occur. */
static void
look_up_reductions (RedanScorer *self, const RedanThreat *threat, RedanScoreDetail *detail)
{
  const RedanRule *rule = threat->rule == REDAN_NONE ? NULL : &self->rules[threat->rule];
  CacheEntry *entry;
  guint64 key = 0;

  if (rule == NULL || rule->n_controls > CACHE_CONTROLS || detail->controls != NULL ||
      redan_links_lookup (self->linked, threat) != NULL)
    {
      compute_reductions (self, threat, detail);
      return;
    }

  for (guint i = 0; i < rule->n_controls; i++)
    {
      RedanScoreControl found;

      redan_reach_find (&self->reach, rule->controls[i], threat, &found);
      key = key << 3 | found.state;
    }
  entry = &self->cache[(key * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15) >> 40 ^ threat->rule * 31u) %
                       CACHE_SIZE];
  if (entry->rule != threat->rule || entry->key != key)
    {
      compute_reductions (self, threat, detail);
      *entry =
          (CacheEntry){ key, threat->rule, detail->likelihood_reduction, detail->impact_reduction };
    }
  detail->likelihood_reduction = entry->likelihood;
  detail->impact_reduction = entry->impact;
}

/* ---- one score ---- */

static guint
read_level (const RedanObject *object, RedanField field)
{
  const char *text = redan_object_get (object, field);

  return text == NULL ? 0 : (guint) CLAMP (g_ascii_strtoll (text, NULL, 10), 0, 5);
}

/* The band of the severity that a person gave, else of the CVSS vector. */
static gboolean
read_severity (const RedanObject *object, RedanBand *band_out)
{
  const char *word = redan_object_get (object, REDAN_FIELD_SEVERITY);
  const char *vector = redan_object_get (object, REDAN_FIELD_CVSS);
  RedanCvssScores scores;

  if (word != NULL && redan_band_from_word (word, band_out))
    return TRUE;
  if (word != NULL || vector == NULL || !redan_cvss_score (vector, &scores, NULL))
    return FALSE;

  *band_out = (RedanBand) redan_cvss_get_step (scores.environmental);
  return TRUE;
}

/* Everything but what controls on the target do. */
static void
apply_formula (RedanScorer *self,
               const RedanThreat *threat,
               guint likelihood,
               guint impact,
               guint axes,
               RedanScoreDetail *detail)
{
  const RedanScoring *scoring = self->scoring;

  detail->base_hazard = scoring->hazard[likelihood];
  detail->confirmation = threat->confirmed ? 1 : scoring->unconfirmed;
  detail->exposure_factor =
      scoring->exposure_floor + (1 - scoring->exposure_floor) * detail->exposure;
  detail->hazard = detail->base_hazard * detail->confirmation * detail->exposure_factor;
  detail->rating = redan_places_get_rating (
      self->places, threat->rule == REDAN_NONE ? NULL : &self->rules[threat->rule], threat->context,
      threat->target, axes);
  detail->base_impact = sqrt (scoring->impact[impact] * scoring->rating[detail->rating]);
  detail->impact_inherent = 1 - pow (1 - detail->base_impact, 1 + detail->blast);
  detail->inherent = 100 * (1 - exp (-detail->hazard)) * detail->impact_inherent;
}

/* Returns whether there is enough to score the threat. */
static gboolean
compute_inherent (RedanScorer *self, const RedanThreat *threat, RedanScoreDetail *detail)
{
  const RedanObject *recorded;
  guint likelihood;
  guint impact;
  RedanBand band;

  redan_places_get (self->places, threat->rule == REDAN_NONE ? NULL : &self->rules[threat->rule],
                    threat->context, threat->target, &detail->exposure, &detail->blast);
  if (threat->rule != REDAN_NONE)
    {
      const RedanRule *rule = &self->rules[threat->rule];

      if (rule->likelihood == 0 || rule->impact == 0)
        return FALSE;
      apply_formula (self, threat, rule->likelihood, rule->impact, rule->axes, detail);
      return TRUE;
    }

  recorded =
      redan_model_get_nth (self->facts->snapshot->model, REDAN_SECTION_THREAT, threat->recorded);
  likelihood = read_level (recorded, REDAN_FIELD_LIKELIHOOD);
  impact = read_level (recorded, REDAN_FIELD_IMPACT);
  if (likelihood > 0 && impact > 0)
    {
      apply_formula (self, threat, likelihood, impact, ALL_AXES, detail);
      return TRUE;
    }
  if (!read_severity (recorded, &band))
    return FALSE;

  detail->confirmation = 1;
  detail->inherent = self->scoring->band_value[band];

  return TRUE;
}

/* @likelihood is what is left of it. A threat of which only the severity is known is lowered as a
 * whole. */
static double
compute_residual (const RedanScoreDetail *detail, double likelihood)
{
  if (detail->rating == 0)
    return detail->inherent * detail->likelihood_reduction * detail->impact_reduction;

  return 100 * likelihood * (detail->impact_inherent * detail->impact_reduction);
}

static double
compute_likelihood (const RedanScoreDetail *detail)
{
  return 1 - exp (-(detail->hazard * detail->likelihood_reduction));
}

void
redan_scorer_set_score (RedanScorer *self, RedanThreat *threat)
{
  RedanScoreDetail detail = { 0 };
  double likelihood;

  threat->inherent = threat->residual = 0;
  threat->likelihood = threat->impact = threat->exposure = threat->blast = 0;
  threat->scored = compute_inherent (self, threat, &detail);
  if (!threat->scored || threat->decision == REDAN_DECISION_NOT_APPLICABLE)
    return;

  look_up_reductions (self, threat, &detail);
  likelihood = compute_likelihood (&detail);
  threat->inherent = redan_score_to_integer (detail.inherent);
  threat->residual = redan_score_to_integer (compute_residual (&detail, likelihood));
  threat->likelihood = (float) likelihood;
  threat->impact = (float) (detail.impact_inherent * detail.impact_reduction);
  threat->exposure = (float) detail.exposure;
  threat->blast = (float) detail.blast;
}

void
redan_scorer_get_base (RedanScorer *self, const RedanThreat *threat, RedanScoreBase *base_out)
{
  RedanScoreDetail detail = { 0 };

  if (!compute_inherent (self, threat, &detail))
    detail.inherent = 0;
  base_out->hazard = detail.hazard;
  base_out->impact = detail.rating == 0 ? detail.inherent : detail.impact_inherent;
  base_out->whole = detail.rating == 0;
}

gint32
redan_scorer_get_residual (RedanScorer *self, const RedanThreat *threat, const RedanScoreBase *base)
{
  RedanScoreDetail detail = { .hazard = base->hazard,
                              .inherent = base->impact,
                              .impact_inherent = base->impact,
                              .rating = base->whole ? 0 : self->scoring->default_rating };

  look_up_reductions (self, threat, &detail);

  return redan_score_to_integer (compute_residual (&detail, compute_likelihood (&detail)));
}

/* ---- the scorer ---- */

void
redan_scorer_reset (RedanScorer *self)
{
  for (guint i = 0; i < CACHE_SIZE; i++)
    self->cache[i].rule = REDAN_NONE;
  redan_places_reset (self->places);
}

RedanScorer *
redan_scorer_new (const RedanFacts *facts, const RedanControls *controls, const RedanGraph *graph)
{
  RedanScorer *self = g_new0 (RedanScorer, 1);
  guint n;

  self->facts = facts;
  self->controls = controls;
  self->graph = graph;
  self->scoring = redan_catalogue_get_scoring (facts->catalogue);
  self->rules = redan_catalogue_get_rules (facts->catalogue, &n);
  self->catalogue = redan_catalogue_get_controls (facts->catalogue, &self->n_catalogue);
  self->cache = g_new (CacheEntry, CACHE_SIZE);
  self->reach = (RedanReach){ facts, controls, self->catalogue, self->scoring };
  self->places = redan_places_new (facts, graph);
  self->detection = g_array_new (FALSE, FALSE, sizeof (double));
  self->model_wide = g_array_new (FALSE, FALSE, sizeof (guint32));
  for (guint32 i = 0; i < self->n_catalogue; i++)
    if (self->catalogue[i].applies == REDAN_APPLIES_MODEL &&
        self->catalogue[i].layer != REDAN_LAYER_ORGANIZATIONAL)
      g_array_append_val (self->model_wide, i);
  self->linked = redan_links_new (facts);
  redan_scorer_reset (self);

  return self;
}

void
redan_scorer_free (RedanScorer *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->linked, g_hash_table_unref);
  g_array_unref (self->model_wide);
  g_array_unref (self->detection);
  g_free (self->likelihood.items);
  g_free (self->impact.items);
  g_free (self->cache);
  redan_places_free (self->places);
  g_free (self);
}

void
redan_score_threats (const RedanFacts *facts,
                     const RedanControls *controls,
                     const RedanGraph *graph,
                     GArray *threats)
{
  g_autoptr (RedanScorer) scorer = redan_scorer_new (facts, controls, graph);

  for (guint i = 0; i < threats->len; i++)
    redan_scorer_set_score (scorer, &g_array_index (threats, RedanThreat, i));
}

RedanScoreDetail *
redan_score_explain (const RedanFacts *facts,
                     const RedanControls *controls,
                     const RedanGraph *graph,
                     const RedanThreat *threat)
{
  g_autoptr (RedanScorer) scorer = redan_scorer_new (facts, controls, graph);
  RedanScoreDetail *detail = g_new0 (RedanScoreDetail, 1);

  detail->controls = g_array_new (FALSE, FALSE, sizeof (RedanScoreControl));
  if (!compute_inherent (scorer, threat, detail))
    return detail;
  look_up_reductions (scorer, threat, detail);
  detail->residual = compute_residual (detail, compute_likelihood (detail));

  return detail;
}

void
redan_score_detail_free (RedanScoreDetail *self)
{
  if (self == NULL)
    return;

  g_array_unref (self->controls);
  g_free (self);
}
