/* SPDX-License-Identifier: Apache-2.0 */
/* Facts of the new model, rules on the edited objects only, scores by the graph of the model
 * before. */

#include "analysis/peek.h"

#include <string.h>

#include "analysis/analysis-private.h"
#include "analysis/score-private.h"
#include "analysis/score-reach.h"
#include "analysis/threats-private.h"

struct _RedanPeek
{
  RedanAnalysis *previous;
  RedanFacts *facts;
  RedanTargets touched;
  GArray *threats;
};

static gboolean
has_same_ids (const RedanObject *const *before,
              guint n_before,
              const RedanObject *const *after,
              guint n_after)
{
  if (n_before != n_after)
    return FALSE;
  for (guint i = 0; i < n_after; i++)
    if (before[i] != after[i] && !redan_id_equal (&before[i]->id, &after[i]->id))
      return FALSE;
  return TRUE;
}

/* The graph is by elements and boundaries; flows may come and go. */
static gboolean
fits_graph (const RedanSnapshot *before, const RedanSnapshot *after)
{
  return has_same_ids (before->elements, before->n_elements, after->elements, after->n_elements) &&
         has_same_ids (before->boundaries, before->n_boundaries, after->boundaries,
                       after->n_boundaries);
}

static void
touch_flow (RedanPeek *self, guint32 flow)
{
  redan_targets_add (&self->touched, REDAN_CONTEXT_INTERACTION, flow);
  redan_targets_add (&self->touched, REDAN_CONTEXT_INTERACTION,
                     redan_facts_find_way_back (self->facts, flow));
}

static void
touch_element (RedanPeek *self, guint32 element)
{
  const RedanFacts *facts = self->facts;

  redan_targets_add (&self->touched, REDAN_CONTEXT_ELEMENT, element);
  for (guint i = facts->out_offset[element]; i < facts->out_offset[element + 1]; i++)
    redan_targets_add (&self->touched, REDAN_CONTEXT_INTERACTION, facts->out_interaction[i]);
  for (guint i = facts->in_offset[element]; i < facts->in_offset[element + 1]; i++)
    redan_targets_add (&self->touched, REDAN_CONTEXT_INTERACTION, facts->in_interaction[i]);
}

/* Returns whether it is an object on which threats stand. */
static gboolean
touch_target (RedanPeek *self, const RedanId *id)
{
  const RedanModel *model = self->facts->snapshot->model;
  const RedanObject *object = redan_model_lookup (model, id);
  guint32 index = object == NULL ? REDAN_NONE : redan_model_index_of (model, id);

  switch (object == NULL ? REDAN_SECTION_META : object->section)
    {
    case REDAN_SECTION_ELEMENT:
      touch_element (self, index);
      return TRUE;
    case REDAN_SECTION_FLOW:
      touch_flow (self, index);
      return TRUE;
    case REDAN_SECTION_BOUNDARY:
      redan_targets_add (&self->touched, REDAN_CONTEXT_BOUNDARY, index);
      return TRUE;
    default:
      return FALSE;
    }
}

/* What an asset, decision, mitigation or recorded threat is about. */
static void
touch_subjects (RedanPeek *self, const RedanObject *object)
{
  static const RedanField lists[] = { REDAN_FIELD_STORED, REDAN_FIELD_PROCESSED,
                                      REDAN_FIELD_CARRIED, REDAN_FIELD_AFFECTS };
  RedanId id;

  if (redan_object_get_reference (object, REDAN_FIELD_TARGET, &id))
    touch_target (self, &id);
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      guint n;
      const RedanEntry *entries = redan_object_get_range (object, lists[i], &n);

      for (guint j = 0; j < n; j++)
        if (redan_id_parse (entries[j].key, strlen (entries[j].key), &id))
          touch_target (self, &id);
    }
}

static void
touch (RedanPeek *self, const RedanId *id)
{
  const RedanModel *models[] = { self->previous->facts->snapshot->model,
                                 self->facts->snapshot->model };

  if (touch_target (self, id))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (models); i++)
    {
      const RedanObject *object = redan_model_lookup (models[i], id);

      /* Flows that are gone leave their ends. */
      if (object != NULL && object->section == REDAN_SECTION_FLOW)
        {
          RedanId end;

          if (redan_object_get_reference (object, REDAN_FIELD_SOURCE, &end))
            touch_target (self, &end);
          if (redan_object_get_reference (object, REDAN_FIELD_TARGET, &end))
            touch_target (self, &end);
        }
      else if (object != NULL)
        touch_subjects (self, object);
    }
}

static void
take_graph_facts (RedanFacts *facts, const RedanFacts *before)
{
  gsize n_elements = (gsize) facts->snapshot->n_elements + 1;
  gsize n_boundaries = (gsize) facts->snapshot->n_boundaries + 1;

  facts->depth = g_memdup2 (before->depth, n_elements * sizeof *before->depth);
  facts->choke = g_memdup2 (before->choke, n_elements * sizeof *before->choke);
  facts->account_blast =
      g_memdup2 (before->account_blast, n_boundaries * sizeof *before->account_blast);
}

/* States are also asked for on what is around the targets and leads to them. */
static RedanControls *
make_controls (const RedanPeek *self)
{
  const RedanFacts *facts = self->facts;
  RedanControls *controls;
  RedanTargets chosen;

  redan_targets_init (&chosen, facts);
  for (guint i = 0; i < REDAN_N_CONTEXTS; i++)
    memcpy (chosen.words[i], self->touched.words[i], self->touched.n_words[i] * sizeof (guint64));
  for (guint i = 0; i < self->threats->len; i++)
    redan_reach_add_targets (facts, &g_array_index (self->threats, RedanThreat, i), &chosen);
  controls = redan_controls_new_for (facts, &chosen);
  redan_targets_clear (&chosen);

  return controls;
}

static void
sort_threats (RedanPeek *self)
{
  g_autofree guint32 *ranked = analysis_rank_threats (self->facts, self->threats);
  GArray *sorted = g_array_sized_new (FALSE, FALSE, sizeof (RedanThreat), self->threats->len);

  for (guint i = 0; i < self->threats->len; i++)
    g_array_append_val (sorted, g_array_index (self->threats, RedanThreat, ranked[i]));
  g_array_unref (self->threats);
  self->threats = sorted;
}

RedanPeek *
redan_peek_new (RedanAnalysis *previous, RedanSnapshot *snapshot, const RedanId *ids, guint n)
{
  const RedanFacts *before = previous->facts;
  g_autoptr (RedanControls) controls = NULL;
  RedanPeek *self;

  if (!fits_graph (before->snapshot, snapshot))
    return NULL;

  self = g_new0 (RedanPeek, 1);
  self->previous = redan_analysis_ref (previous);
  self->facts = redan_facts_new (snapshot, before->catalogue, before->as_of);
  take_graph_facts (self->facts, before);
  redan_targets_init (&self->touched, self->facts);
  for (guint i = 0; i < n; i++)
    touch (self, &ids[i]);
  self->threats = threats_enumerate_targets (self->facts, &self->touched);
  controls = make_controls (self);
  redan_score_threats (self->facts, controls, previous->graph, self->threats);
  sort_threats (self);

  return self;
}

void
redan_peek_free (RedanPeek *self)
{
  if (self == NULL)
    return;

  g_array_unref (self->threats);
  redan_targets_clear (&self->touched);
  redan_facts_free (self->facts);
  redan_analysis_unref (self->previous);
  g_free (self);
}

gboolean
redan_peek_covers (const RedanPeek *self, const RedanId *id)
{
  const RedanModel *model = self->facts->snapshot->model;
  const RedanObject *object = redan_model_lookup (model, id);
  guint32 index = object == NULL ? REDAN_NONE : redan_model_index_of (model, id);

  switch (object == NULL ? REDAN_SECTION_META : object->section)
    {
    case REDAN_SECTION_ELEMENT:
      return redan_targets_has (&self->touched, REDAN_CONTEXT_ELEMENT, index);
    case REDAN_SECTION_FLOW:
      return redan_targets_has (&self->touched, REDAN_CONTEXT_INTERACTION, index);
    case REDAN_SECTION_BOUNDARY:
      return redan_targets_has (&self->touched, REDAN_CONTEXT_BOUNDARY, index);
    default:
      return FALSE;
    }
}

const RedanFacts *
redan_peek_get_facts (const RedanPeek *self)
{
  return self->facts;
}

const GArray *
redan_peek_get_threats (const RedanPeek *self)
{
  return self->threats;
}
