/* SPDX-License-Identifier: Apache-2.0 */
/* What an analysis says about the things of a scene: risk, letters, exposure, blast, questions. */

#include <math.h>
#include <string.h>

#include "ui/diagram/scene-private.h"

#define N_LETTERS 6

/* What the threats on one object add up to. */
typedef struct
{
  gboolean known;
  gint32 worst;
  guint n;
  guint n_unconfirmed;
  guint8 stride;
  gint32 letter_worst[N_LETTERS];
  double exposure;
  double blast;
} Burden;

/* Items of the scene by index in the snapshot of the analysis. */
typedef struct
{
  RedanScene *scene;
  const RedanAnalysis *analysis;
  Burden *burdens; /* by item */
  guint *elements;
  guint *flows;
  guint *boundaries;
} Loader;

int
redan_scene_percent (double share)
{
  if (share < 0)
    return -1;
  return share > 0 ? MAX ((int) round (share * 100), 1) : 0;
}

static guint *
find_items (Loader *self, RedanContext context, guint n)
{
  guint *items = g_new (guint, n + 1);

  for (guint i = 0; i < n; i++)
    {
      const RedanObject *object = redan_facts_get_object (self->analysis->facts, context, i);

      items[i] = redan_scene_find (self->scene, &object->id);
      if (items[i] != REDAN_SCENE_NONE)
        self->burdens[items[i]] = (Burden){ .known = TRUE, .exposure = -1, .blast = -1 };
    }
  return items;
}

/* Position in "STRIDE" of the letter of a threat, or N_LETTERS. */
static guint
find_letter (const RedanFacts *facts, const RedanThreat *threat)
{
  static const char letters[] = "STRIDE";
  static const char *const categories[] = { "Spoofing",          "Tampering",
                                            "Repudiation",       "Information disclosure",
                                            "Denial of service", "Elevation of privilege" };
  const RedanRule *rule = redan_threat_get_rule (facts, threat);
  const char *found = rule != NULL && rule->stride != '\0' ? strchr (letters, rule->stride) : NULL;
  const char *category = rule == NULL ? redan_threat_get_category (facts, threat) : NULL;

  if (found != NULL)
    return (guint) (found - letters);
  for (guint i = 0; category != NULL && i < N_LETTERS; i++)
    if (g_ascii_strcasecmp (category, categories[i]) == 0)
      return i;
  return N_LETTERS;
}

static void
add_threat (const RedanFacts *facts, Burden *burden, const RedanThreat *threat)
{
  guint letter;

  burden->worst = MAX (burden->worst, threat->residual);
  burden->n++;
  burden->n_unconfirmed += !threat->confirmed;
  if (threat->decision != REDAN_DECISION_OPEN && threat->decision != REDAN_DECISION_INVESTIGATE)
    return;
  letter = find_letter (facts, threat);
  if (letter == N_LETTERS)
    return;
  burden->stride |= (guint8) (1u << letter);
  burden->letter_worst[letter] = MAX (burden->letter_worst[letter], threat->residual);
}

static guint
find_target (const Loader *self, const RedanThreat *threat)
{
  if (threat->decision == REDAN_DECISION_NOT_APPLICABLE || threat->target == REDAN_NONE)
    return REDAN_SCENE_NONE;
  switch (threat->context)
    {
    case REDAN_CONTEXT_ELEMENT:
      return self->elements[threat->target];
    case REDAN_CONTEXT_INTERACTION:
      return self->flows[self->analysis->facts->interaction_flow[threat->target]];
    case REDAN_CONTEXT_BOUNDARY:
      return self->boundaries[threat->target];
    default:
      return REDAN_SCENE_NONE;
    }
}

static void
collect (Loader *self)
{
  const RedanAnalysis *analysis = self->analysis;
  const RedanFacts *facts = analysis->facts;

  self->elements = find_items (self, REDAN_CONTEXT_ELEMENT, facts->snapshot->n_elements);
  self->flows = find_items (self, REDAN_CONTEXT_INTERACTION, facts->snapshot->n_flows);
  self->boundaries = find_items (self, REDAN_CONTEXT_BOUNDARY, facts->snapshot->n_boundaries);
  for (guint i = 0; i < analysis->threats->len; i++)
    {
      const RedanThreat *threat = &g_array_index (analysis->threats, RedanThreat, i);
      guint item = find_target (self, threat);

      if (item != REDAN_SCENE_NONE)
        add_threat (facts, &self->burdens[item], threat);
    }
  for (guint i = 0; i < facts->snapshot->n_elements; i++)
    {
      if (self->elements[i] == REDAN_SCENE_NONE)
        continue;
      self->burdens[self->elements[i]].exposure = redan_graph_get_exposure (analysis->graph, i);
      self->burdens[self->elements[i]].blast = redan_graph_get_blast (analysis->graph, i);
    }
}

static guint8
find_lead (const Burden *burden)
{
  guint8 lead = 0;
  gint32 worst = -1;

  for (guint8 i = 0; i < N_LETTERS; i++)
    if ((burden->stride & (1u << i)) && burden->letter_worst[i] > worst)
      {
        lead = i;
        worst = burden->letter_worst[i];
      }
  return lead;
}

static guint8
get_band (const Loader *self, double risk)
{
  if (risk < 0)
    return 0;
  return (guint8) redan_band_of (redan_catalogue_get_scoring (self->analysis->facts->catalogue),
                                 risk);
}

static void
load_box (const Loader *self, RedanSceneBox *box, const Burden *burden)
{
  box->risk = burden->known ? burden->worst / 1000.0 : -1;
  box->band = get_band (self, box->risk);
  box->exposure = burden->known ? burden->exposure : -1;
  box->blast = burden->known ? burden->blast : -1;
  box->n_threats = burden->n;
  box->n_unknown = burden->n_unconfirmed;
  box->stride = burden->stride;
  box->stride_lead = find_lead (burden);
}

static void
load_line (const Loader *self, RedanSceneLine *line, const Burden *burden)
{
  line->risk = burden->known ? burden->worst / 1000.0 : -1;
  line->band = get_band (self, line->risk);
  line->n_threats = burden->n;
  line->stride = burden->stride;
  line->stride_lead = find_lead (burden);
}

guint64
redan_scene_box_look (const RedanSceneBox *box, RedanColourBy colour_by)
{
  switch (colour_by)
    {
    case REDAN_COLOUR_RISK:
      return (guint64) box->n_threats << 8 | (box->risk < 0 ? 0xff : box->band);
    case REDAN_COLOUR_EXPOSURE:
      return (guint64) (redan_scene_percent (box->exposure) + 1);
    case REDAN_COLOUR_STRIDE:
      return (guint64) box->stride << 8 | box->stride_lead;
    case REDAN_COLOUR_QUESTIONS:
      return box->n_questions;
    case REDAN_COLOUR_BLAST:
      return (guint64) (redan_scene_percent (box->blast) + 1);
    case REDAN_COLOUR_CHANGES:
      return box->change;
    default:
      return 0;
    }
}

guint64
redan_scene_line_look (const RedanSceneLine *line, RedanColourBy colour_by)
{
  switch (colour_by)
    {
    case REDAN_COLOUR_RISK:
      return line->risk < 0 ? 0xff : line->band;
    case REDAN_COLOUR_STRIDE:
      return (guint64) line->stride << 8 | line->stride_lead;
    case REDAN_COLOUR_QUESTIONS:
      return line->n_questions;
    case REDAN_COLOUR_CHANGES:
      return line->change;
    default:
      return 0;
    }
}

static guint64 *
take_looks (const RedanScene *self, RedanColourBy colour_by)
{
  guint64 *looks = g_new (guint64, self->n_boxes + self->n_lines + 1);

  for (guint i = 0; i < self->n_boxes; i++)
    looks[i] = redan_scene_box_look (&self->boxes[i], colour_by);
  for (guint i = 0; i < self->n_lines; i++)
    looks[self->n_boxes + i] = redan_scene_line_look (&self->lines[i], colour_by);
  return looks;
}

static GArray *
compare_looks (const RedanScene *self, RedanColourBy colour_by, const guint64 *before)
{
  GArray *rects = g_array_new (FALSE, FALSE, sizeof (RedanSceneRect));
  g_autofree guint64 *after = take_looks (self, colour_by);

  for (guint i = 0; i < self->n_boxes + self->n_lines; i++)
    if (before[i] != after[i])
      redan_scene_add_extents (self, i, rects);
  return rects;
}

GArray *
redan_scene_set_burdens (RedanScene *self, const RedanAnalysis *analysis, RedanColourBy colour_by)
{
  g_autofree guint64 *before = take_looks (self, colour_by);
  Loader loader = { .scene = self, .analysis = analysis };

  loader.burdens = g_new0 (Burden, self->n_boxes + self->n_lines + 1);
  if (analysis != NULL)
    collect (&loader);
  for (guint i = 0; i < self->n_boxes; i++)
    load_box (&loader, &self->boxes[i], &loader.burdens[i]);
  for (guint i = 0; i < self->n_lines; i++)
    load_line (&loader, &self->lines[i], &loader.burdens[self->n_boxes + i]);
  g_free (loader.burdens);
  g_free (loader.elements);
  g_free (loader.flows);
  g_free (loader.boundaries);
  return compare_looks (self, colour_by, before);
}

GArray *
redan_scene_set_questions (RedanScene *self,
                           const RedanSceneCount *counts,
                           guint n,
                           RedanColourBy colour_by)
{
  g_autofree guint64 *before = take_looks (self, colour_by);

  for (guint i = 0; i < self->n_boxes; i++)
    self->boxes[i].n_questions = 0;
  for (guint i = 0; i < self->n_lines; i++)
    self->lines[i].n_questions = 0;
  for (guint i = 0; i < n; i++)
    {
      guint item = redan_scene_find (self, &counts[i].id);

      if (item < self->n_boxes)
        self->boxes[item].n_questions = counts[i].n;
      else if (item != REDAN_SCENE_NONE)
        self->lines[item - self->n_boxes].n_questions = counts[i].n;
    }
  return compare_looks (self, colour_by, before);
}

GArray *
redan_scene_set_changes (RedanScene *self,
                         const RedanSceneCount *changes,
                         guint n,
                         RedanColourBy colour_by)
{
  g_autofree guint64 *before = take_looks (self, colour_by);

  for (guint i = 0; i < self->n_boxes; i++)
    self->boxes[i].change = REDAN_SCENE_UNCHANGED;
  for (guint i = 0; i < self->n_lines; i++)
    self->lines[i].change = REDAN_SCENE_UNCHANGED;
  for (guint i = 0; i < n; i++)
    {
      guint item = redan_scene_find (self, &changes[i].id);

      if (item < self->n_boxes)
        self->boxes[item].change = (guint8) changes[i].n;
      else if (item != REDAN_SCENE_NONE)
        self->lines[item - self->n_boxes].change = (guint8) changes[i].n;
    }
  return compare_looks (self, colour_by, before);
}
