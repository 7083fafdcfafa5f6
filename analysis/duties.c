/* SPDX-License-Identifier: Apache-2.0 */
/* Fills the matrix of duties from management, own code and control states. */

#include "config.h"

#include "analysis/duties.h"

#include "analysis/controls-private.h"
#include "analysis/graph/graph-private.h"

#include <string.h>

static const char *const state_words[REDAN_N_DUTY_STATES] = { "provider", "covered", "open", "gap",
                                                              "nothing" };

typedef struct
{
  const RedanFacts *facts;
  const RedanControls *controls;
} Sources;

const char *
redan_duty_state_get_word (RedanDutyState state)
{
  g_return_val_if_fail (state < REDAN_N_DUTY_STATES, NULL);

  return state_words[state];
}

/* What one control on one target says about a duty; the better of two counts. */
static RedanDutyState
judge (const Sources *self, guint32 control, RedanContext context, guint32 target)
{
  if (!redan_controls_applies (self->controls, control, context, target))
    return REDAN_DUTY_NOTHING;
  if (redan_controls_get_validation (self->controls, control, context, target) > 0)
    return REDAN_DUTY_COVERED;

  return redan_controls_is_open (self->controls, control, context, target) ? REDAN_DUTY_OPEN
                                                                           : REDAN_DUTY_GAP;
}

static RedanDutyState
judge_flows (const Sources *self,
             guint32 control,
             const guint32 *offset,
             const guint32 *list,
             guint32 element,
             RedanDutyState best)
{
  for (guint32 i = offset[element]; i < offset[element + 1] && best != REDAN_DUTY_COVERED; i++)
    best = MIN (best, judge (self, control, REDAN_CONTEXT_INTERACTION, list[i]));

  return best;
}

static RedanDutyState
judge_control (const Sources *self, guint32 control, guint32 element)
{
  const RedanSnapshot *snapshot = self->facts->snapshot;
  RedanDutyState best = judge (self, control, REDAN_CONTEXT_ELEMENT, element);

  if (redan_controls_has_context (self->controls, control, REDAN_CONTEXT_BOUNDARY))
    for (guint32 b = snapshot->element_parent[element];
         b != REDAN_NONE && best != REDAN_DUTY_COVERED; b = snapshot->boundary_parent[b])
      best = MIN (best, judge (self, control, REDAN_CONTEXT_BOUNDARY, b));
  if (redan_controls_has_context (self->controls, control, REDAN_CONTEXT_INTERACTION))
    {
      best = judge_flows (self, control, self->facts->in_offset, self->facts->in_interaction,
                          element, best);
      best = judge_flows (self, control, self->facts->out_offset, self->facts->out_interaction,
                          element, best);
    }

  return best;
}

static RedanDutyState
judge_duty (const Sources *self, const RedanDuty *duty, guint32 element)
{
  RedanDutyState best = REDAN_DUTY_NOTHING;

  for (guint i = 0; i < duty->n_controls && best != REDAN_DUTY_COVERED; i++)
    best = MIN (best, judge_control (self, duty->controls[i], element));

  return best;
}

RedanDuties *
redan_duties_compute (const RedanFacts *facts,
                      const RedanControls *controls,
                      const guint32 *elements,
                      guint n_elements)
{
  RedanDuties *self = g_new0 (RedanDuties, 1);
  const RedanDuty *duties = redan_catalogue_get_duties (facts->catalogue, &self->n_duties);
  RedanColumn management = redan_column_find (facts, REDAN_SCOPE_ELEMENT, "mgmt");
  RedanColumn code = redan_column_find (facts, REDAN_SCOPE_ELEMENT, "custom_code");
  RedanCode shared = redan_column_code (&management, "shared");
  RedanCode provider = redan_column_code (&management, "provider");
  RedanCode yes = redan_column_code (&code, "yes");
  Sources sources = { facts, controls };

  self->n_elements = n_elements;
  self->elements = g_new (guint32, n_elements + 1);
  if (n_elements > 0)
    memcpy (self->elements, elements, sizeof (guint32) * n_elements);
  self->cells = g_new0 (guint8, (gsize) n_elements * self->n_duties + 1);
  for (guint i = 0; i < n_elements; i++)
    {
      guint held = redan_column_is (&management, elements[i], provider) ? REDAN_HELD_PROVIDER
                   : redan_column_is (&management, elements[i], shared) ? REDAN_HELD_SHARED
                                                                        : REDAN_HELD_CUSTOMER;

      if (redan_column_is (&code, elements[i], yes))
        held |= REDAN_HELD_OWN_CODE;
      for (guint j = 0; j < self->n_duties; j++)
        {
          RedanDutyState state = (duties[j].held & held) == 0
                                     ? REDAN_DUTY_PROVIDER
                                     : judge_duty (&sources, &duties[j], elements[i]);

          self->cells[(gsize) i * self->n_duties + j] = (guint8) state;
          self->n_gaps += state == REDAN_DUTY_GAP;
          self->n_open += state == REDAN_DUTY_OPEN;
        }
    }

  return self;
}

void
redan_duties_free (RedanDuties *self)
{
  if (self == NULL)
    return;

  g_free (self->elements);
  g_free (self->cells);
  g_free (self);
}

gboolean
redan_duties_is_self_run (const RedanFacts *facts, guint32 element)
{
  RedanColumn management = redan_column_find (facts, REDAN_SCOPE_ELEMENT, "mgmt");

  return redan_column_is (&management, element, redan_column_code (&management, "customer"));
}

guint32
redan_duties_find_replacement (const RedanFacts *facts, guint32 element)
{
  guint n;
  const RedanReplacement *replacements = redan_catalogue_get_replacements (facts->catalogue, &n);
  RedanColumn tech = redan_column_find (facts, REDAN_SCOPE_ELEMENT, "tech");
  RedanColumn provider = redan_column_find (facts, REDAN_SCOPE_ELEMENT, "provider");

  if (tech.column == NULL || tech.column[element] < REDAN_CODE_FIRST ||
      redan_column_is (&provider, element, redan_column_code (&provider, "on-prem")) ||
      redan_column_is (&provider, element, redan_column_code (&provider, "saas")))
    return REDAN_NONE;

  for (guint32 i = 0; i < n; i++)
    if (redan_column_is (&tech, element, redan_column_code (&tech, replacements[i].tech)))
      return i;

  return REDAN_NONE;
}
