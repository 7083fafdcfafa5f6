/* SPDX-License-Identifier: Apache-2.0 */
/* Finds the state of a control for a threat on its target, its account, its ends, its callers and
 * the boundaries around it. */

#include "config.h"

#include "analysis/score-reach.h"

#define ELEMENTS                                                                                   \
  (REDAN_APPLIES_ACTOR | REDAN_APPLIES_EXTERNAL | REDAN_APPLIES_PROCESS | REDAN_APPLIES_STORE)

static gboolean
counts (const RedanReach *self, RedanControlState state)
{
  return self->scoring->state[state] > 0;
}

/* Keeps the better of what was found before and what stands on a target. */
static void
offer (const RedanReach *self, RedanScoreControl *found, RedanContext context, guint32 target)
{
  RedanControlState state;

  if (target == REDAN_NONE)
    return;
  state = redan_controls_get_state (self->controls, found->control, context, target);
  if (self->scoring->state[state] <= self->scoring->state[found->state])
    return;
  found->context = context;
  found->target = target;
  found->state = state;
}

static guint32
get_end (const RedanFacts *facts, const RedanThreat *threat)
{
  if (threat->target == REDAN_NONE)
    return REDAN_NONE;
  if (threat->context == REDAN_CONTEXT_INTERACTION)
    return facts->interaction_target[threat->target];

  return threat->context == REDAN_CONTEXT_ELEMENT ? threat->target : REDAN_NONE;
}

/* Boundaries that are no accounts, from the inside out. */
static void
offer_around (const RedanReach *self, RedanScoreControl *found, guint32 boundary)
{
  const RedanSnapshot *snapshot = self->facts->snapshot;

  for (; boundary != REDAN_NONE; boundary = snapshot->boundary_parent[boundary])
    offer (self, found, REDAN_CONTEXT_BOUNDARY, boundary);
}

/* An attacker takes the way that is guarded least, so the weakest of all ways in counts; those to
 * which the control does not apply need none. */
static void
offer_weakest (const RedanReach *self,
               RedanScoreControl *found,
               RedanContext context,
               guint32 element)
{
  const RedanFacts *facts = self->facts;
  guint32 weakest = REDAN_NONE;
  double least = 2;

  for (guint32 i = facts->in_offset[element]; i < facts->in_offset[element + 1]; i++)
    {
      guint32 interaction = facts->in_interaction[i];
      guint32 target = context == REDAN_CONTEXT_INTERACTION
                           ? interaction
                           : facts->interaction_source[interaction];
      double factor;

      if (target == REDAN_NONE ||
          !redan_controls_applies (self->controls, found->control, context, target))
        continue;
      factor = redan_controls_get_validation (self->controls, found->control, context, target);
      if (factor < least)
        weakest = target;
      least = MIN (least, factor);
    }
  if (weakest != REDAN_NONE && least > 0)
    offer (self, found, context, weakest);
}

static void
find_further (const RedanReach *self, const RedanThreat *threat, RedanScoreControl *found)
{
  const RedanFacts *facts = self->facts;
  guint applies = self->catalogue[found->control].applies;
  guint32 end = get_end (facts, threat);

  if (threat->context == REDAN_CONTEXT_INTERACTION && (applies & ELEMENTS) != 0)
    {
      offer (self, found, REDAN_CONTEXT_ELEMENT, end);
      offer (self, found, REDAN_CONTEXT_ELEMENT, facts->interaction_source[threat->target]);
    }
  if (threat->context == REDAN_CONTEXT_ELEMENT && (applies & REDAN_APPLIES_FLOW) != 0)
    offer_weakest (self, found, REDAN_CONTEXT_INTERACTION, end);
  if (threat->context == REDAN_CONTEXT_ELEMENT && (applies & ELEMENTS) != 0)
    offer_weakest (self, found, REDAN_CONTEXT_ELEMENT, end);
  if ((applies & REDAN_APPLIES_BOUNDARY) != 0 && end != REDAN_NONE)
    offer_around (self, found, facts->snapshot->element_parent[end]);
  if (threat->context == REDAN_CONTEXT_BOUNDARY && threat->target != REDAN_NONE &&
      (applies & (REDAN_APPLIES_BOUNDARY | REDAN_APPLIES_ACCOUNT)) != 0)
    offer_around (self, found, facts->snapshot->boundary_parent[threat->target]);
}

void
redan_reach_find (const RedanReach *self,
                  guint32 control,
                  const RedanThreat *threat,
                  RedanScoreControl *found_out)
{
  guint applies = self->catalogue[control].applies;
  guint32 end = get_end (self->facts, threat);

  found_out->control = control;
  found_out->context = applies == REDAN_APPLIES_MODEL ? REDAN_CONTEXT_MODEL : threat->context;
  found_out->target = applies == REDAN_APPLIES_MODEL ? REDAN_NONE : threat->target;
  found_out->state =
      redan_controls_get_state (self->controls, control, found_out->context, found_out->target);
  if (counts (self, found_out->state))
    return;

  if ((applies & REDAN_APPLIES_ACCOUNT) != 0 && end != REDAN_NONE &&
      self->facts->element_account[end] != REDAN_NONE)
    {
      guint32 account = self->facts->element_account[end];

      found_out->context = REDAN_CONTEXT_BOUNDARY;
      found_out->target = account;
      found_out->state =
          redan_controls_get_state (self->controls, control, REDAN_CONTEXT_BOUNDARY, account);
    }
  if (self->scoring->control_reach && !counts (self, found_out->state) &&
      threat->context != REDAN_CONTEXT_MODEL && threat->target != REDAN_NONE &&
      !redan_controls_applies (self->controls, control, (RedanContext) threat->context,
                               threat->target))
    find_further (self, threat, found_out);
}

gboolean
redan_reach_can_meet (const RedanScoring *scoring, guint rule, guint control)
{
  guint things = ELEMENTS | REDAN_APPLIES_FLOW;
  guint around = REDAN_APPLIES_BOUNDARY | REDAN_APPLIES_ACCOUNT;

  if ((rule & control) != 0 || (control & REDAN_APPLIES_MODEL) != 0 ||
      ((control & REDAN_APPLIES_ACCOUNT) != 0 && (rule & things) != 0))
    return TRUE;
  if (!scoring->control_reach)
    return FALSE;

  return ((rule & things) != 0 && (control & (things | REDAN_APPLIES_BOUNDARY)) != 0) ||
         ((rule & around) != 0 && (control & around) != 0);
}

static void
add_chain (const RedanSnapshot *snapshot, guint32 boundary, RedanTargets *targets)
{
  for (; boundary != REDAN_NONE; boundary = snapshot->boundary_parent[boundary])
    redan_targets_add (targets, REDAN_CONTEXT_BOUNDARY, boundary);
}

void
redan_reach_add_targets (const RedanFacts *facts, const RedanThreat *threat, RedanTargets *targets)
{
  guint32 end = get_end (facts, threat);

  if (threat->target == REDAN_NONE)
    return;
  redan_targets_add (targets, (RedanContext) threat->context, threat->target);
  if (threat->context == REDAN_CONTEXT_BOUNDARY)
    add_chain (facts->snapshot, threat->target, targets);
  if (end == REDAN_NONE)
    return;

  redan_targets_add (targets, REDAN_CONTEXT_ELEMENT, end);
  add_chain (facts->snapshot, facts->snapshot->element_parent[end], targets);
  if (threat->context == REDAN_CONTEXT_INTERACTION)
    redan_targets_add (targets, REDAN_CONTEXT_ELEMENT, facts->interaction_source[threat->target]);
  for (guint32 i = facts->in_offset[end];
       threat->context == REDAN_CONTEXT_ELEMENT && i < facts->in_offset[end + 1]; i++)
    {
      guint32 interaction = facts->in_interaction[i];

      redan_targets_add (targets, REDAN_CONTEXT_INTERACTION, interaction);
      redan_targets_add (targets, REDAN_CONTEXT_ELEMENT, facts->interaction_source[interaction]);
    }
}
