/* SPDX-License-Identifier: Apache-2.0 */
/* Exposure, blast radius, dependents and rating of what a threat stands on. */

#include "config.h"

#include "analysis/graph/graph-private.h"
#include "analysis/score-place.h"

#include <string.h>

/* What a threat on a boundary reads from its members. */
typedef struct
{
  gboolean known;
  double exposure;
  double blast;
  guint8 rating[3];
} Enclosed;

struct _RedanPlaces
{
  const RedanFacts *facts;
  const RedanGraph *graph;
  const RedanScoring *scoring;
  RedanColumn rating[3]; /* of elements */
  RedanColumn flow_class;
  RedanColumn network;
  guint8 *medium;       /* by value of network: place in the constant */
  Enclosed *enclosed;   /* by boundary */
  double *dependents;   /* by element; less than 0 until somebody asks */
  guint32 *counted_for; /* by element: among the callers of which it was counted last, plus one */
};

static guint
read_rating (const RedanPlaces *self, guint axis, guint32 element)
{
  return redan_column_rating (&self->rating[axis], element, self->scoring->default_rating);
}

/* A boundary is exposed like its most exposed member and rated like its most valuable ones. */
static const Enclosed *
get_enclosed (RedanPlaces *self, guint32 boundary)
{
  const RedanFacts *facts = self->facts;
  Enclosed *enclosed = &self->enclosed[boundary];
  guint32 first = facts->member_offset[boundary];
  guint32 end = facts->member_offset[boundary + 1];
  gint64 sum = 0;
  gint64 best = -1;

  if (enclosed->known)
    return enclosed;

  enclosed->known = TRUE;
  enclosed->exposure = first == end ? self->scoring->empty_account_exposure
                                    : redan_graph_get_root_exposure (self->graph, boundary);
  memset (enclosed->rating, first == end ? (int) self->scoring->default_rating : 0,
          sizeof enclosed->rating);
  for (guint32 i = first; i < end; i++)
    {
      guint32 element = facts->member_element[i];
      gint64 value = self->graph->value[element];

      enclosed->exposure =
          MAX (enclosed->exposure, redan_graph_get_exposure (self->graph, element));
      sum += value;
      if (value < best)
        continue;
      if (value > best)
        memset (enclosed->rating, 0, sizeof enclosed->rating);
      best = value;
      for (guint j = 0; j < 3; j++)
        enclosed->rating[j] = MAX (enclosed->rating[j], read_rating (self, j, element));
    }
  if (self->scoring->root_organization > 0)
    sum = MAX (sum, redan_graph_get_root_reach (self->graph, boundary));
  enclosed->blast = (double) sum / (double) self->graph->total;

  return enclosed;
}

/* Share of the value of everything that calls the element itself, each caller once. */
static double
get_dependents (RedanPlaces *self, guint32 element)
{
  const RedanFacts *facts = self->facts;
  gint64 sum = 0;

  if (self->dependents[element] >= 0)
    return self->dependents[element];

  for (guint32 i = facts->in_offset[element]; i < facts->in_offset[element + 1]; i++)
    {
      guint32 caller = facts->interaction_source[facts->in_interaction[i]];

      if (self->counted_for[caller] == element + 1 || caller == element)
        continue;
      self->counted_for[caller] = element + 1;
      sum += self->graph->value[caller];
    }
  self->dependents[element] = (double) sum / (double) self->graph->total;

  return self->dependents[element];
}

static double
get_wire_exposure (const RedanPlaces *self, guint32 interaction)
{
  const RedanFacts *facts = self->facts;
  RedanCode code =
      self->network.column == NULL ? REDAN_CODE_ABSENT : self->network.column[interaction];
  double wire =
      self->scoring->medium[code < REDAN_CODE_FIRST ? 0 : self->medium[code - REDAN_CODE_FIRST]];
  double source = redan_graph_get_exposure (self->graph, facts->interaction_source[interaction]);
  double target = redan_graph_get_exposure (self->graph, facts->interaction_target[interaction]);

  return MAX (wire, self->scoring->medium_ends * MAX (source, target));
}

static double
get_flow_exposure (const RedanPlaces *self, const RedanRule *rule, guint32 interaction)
{
  const RedanFacts *facts = self->facts;

  switch (rule == NULL ? REDAN_EXPOSED_SOURCE : rule->exposed)
    {
    case REDAN_EXPOSED_TARGET:
      return redan_graph_get_exposure (self->graph, facts->interaction_target[interaction]);
    case REDAN_EXPOSED_MEDIUM:
      return get_wire_exposure (self, interaction);
    default:
      return redan_graph_get_exposure (self->graph, facts->interaction_source[interaction]);
    }
}

/* The element that falls, and with it what it reaches or what calls it. */
static double
get_element_blast (RedanPlaces *self, const RedanRule *rule, guint32 element)
{
  guint effect = rule == NULL ? 0 : 1u << rule->effect_code;

  if (rule == NULL || (effect & self->scoring->blast_effects) != 0)
    return redan_graph_get_blast (self->graph, element);
  if ((effect & self->scoring->dependent_effects) != 0)
    return get_dependents (self, element);

  return 0;
}

void
redan_places_get (RedanPlaces *self,
                  const RedanRule *rule,
                  RedanContext context,
                  guint32 target,
                  double *exposure_out,
                  double *blast_out)
{
  const RedanFacts *facts = self->facts;

  *exposure_out = 1;
  *blast_out = 0;
  if (target == REDAN_NONE || context == REDAN_CONTEXT_MODEL)
    return;

  if (context == REDAN_CONTEXT_ELEMENT)
    {
      *exposure_out = redan_graph_get_exposure (self->graph, target);
      *blast_out = get_element_blast (self, rule, target);
    }
  else if (context == REDAN_CONTEXT_BOUNDARY)
    {
      guint effect = rule == NULL ? 0 : 1u << rule->effect_code;
      guint carried = self->scoring->blast_effects | self->scoring->dependent_effects;

      *exposure_out = get_enclosed (self, target)->exposure;
      if (rule == NULL || (effect & carried) != 0)
        *blast_out = get_enclosed (self, target)->blast;
    }
  else if (facts->interaction_source[target] != REDAN_NONE &&
           facts->interaction_target[target] != REDAN_NONE)
    {
      *exposure_out = get_flow_exposure (self, rule, target);
      *blast_out = get_element_blast (self, rule, facts->interaction_target[target]);
    }
}

guint
redan_places_get_rating (
    RedanPlaces *self, const RedanRule *rule, RedanContext context, guint32 target, guint axes)
{
  guint32 end = REDAN_NONE;
  guint rating = 0;

  if (target == REDAN_NONE || context == REDAN_CONTEXT_MODEL)
    return self->scoring->default_rating;
  if (context == REDAN_CONTEXT_INTERACTION && rule != NULL &&
      (self->scoring->target_effects >> rule->effect_code & 1) != 0)
    end = self->facts->interaction_target[target];
  if (context == REDAN_CONTEXT_INTERACTION &&
      self->facts->interaction_target[target] != REDAN_NONE &&
      redan_column_is (&self->flow_class, target, REDAN_CODE_ABSENT))
    {
      context = REDAN_CONTEXT_ELEMENT;
      target = self->facts->interaction_target[target];
    }
  for (guint i = 0; i < 3; i++)
    {
      if ((axes >> i & 1) == 0)
        continue;
      if (context == REDAN_CONTEXT_BOUNDARY)
        rating = MAX (rating, get_enclosed (self, target)->rating[i]);
      else if (context == REDAN_CONTEXT_INTERACTION)
        rating = MAX (rating, self->facts->interaction_rating[i][target]);
      else
        rating = MAX (rating, read_rating (self, i, target));
      if (end != REDAN_NONE)
        rating = MAX (rating, read_rating (self, i, end));
    }

  return rating == 0 ? self->scoring->default_rating : rating;
}

/* Which of the four wires a value of the attribute network is; values of packs count as a private
 * line. */
static guint8
find_medium (const char *value)
{
  static const struct
  {
    const char *word;
    guint8 medium;
  } words[] = { { "internet", 0 }, { "partner", 1 }, { "vpc", 3 }, { "local", 3 } };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (strcmp (value, words[i].word) == 0)
      return words[i].medium;

  return 2;
}

void
redan_places_reset (RedanPlaces *self)
{
  memset (self->enclosed, 0, sizeof (Enclosed) * (self->facts->snapshot->n_boundaries + 1));
}

RedanPlaces *
redan_places_new (const RedanFacts *facts, const RedanGraph *graph)
{
  static const char *const names[] = { "c_rating", "i_rating", "a_rating" };
  RedanPlaces *self = g_new0 (RedanPlaces, 1);
  guint n_networks;

  self->facts = facts;
  self->graph = graph;
  self->scoring = redan_catalogue_get_scoring (facts->catalogue);
  self->enclosed = g_new (Enclosed, facts->snapshot->n_boundaries + 1);
  self->dependents = g_new (double, facts->snapshot->n_elements + 1);
  self->counted_for = g_new0 (guint32, facts->snapshot->n_elements + 1);
  for (guint32 i = 0; i < facts->snapshot->n_elements; i++)
    self->dependents[i] = -1;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    self->rating[i] = redan_column_find (facts, REDAN_SCOPE_ELEMENT, names[i]);
  self->flow_class = redan_column_find (facts, REDAN_SCOPE_FLOW, "data_class");
  self->network = redan_column_find (facts, REDAN_SCOPE_FLOW, "network");
  n_networks = self->network.attribute == NULL ? 0 : self->network.attribute->n_values;
  self->medium = g_new0 (guint8, n_networks + 1);
  for (guint i = 0; i < n_networks; i++)
    self->medium[i] = find_medium (self->network.attribute->values[i]);
  redan_places_reset (self);

  return self;
}

void
redan_places_free (RedanPlaces *self)
{
  if (self == NULL)
    return;

  g_free (self->enclosed);
  g_free (self->dependents);
  g_free (self->counted_for);
  g_free (self->medium);
  g_free (self);
}
