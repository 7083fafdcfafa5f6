/* SPDX-License-Identifier: Apache-2.0 */
/* Where a control that a rule names may stand so that it counts for a threat. Used inside this floor only. */

#pragma once

#include "analysis/controls-private.h"
#include "analysis/score.h"

G_BEGIN_DECLS

/** RedanReach: what finding the state of a control needs; all borrowed */
typedef struct
{
  const RedanFacts *facts;
  const RedanControls *controls;
  const RedanControl *catalogue;
  const RedanScoring *scoring;
} RedanReach;

/**
 * redan_reach_find:
 * @found_out: its control, context, target and state are set
 *
 * The state of a control for a threat: on its target, else on the account of the target. Where the constant control_reach
 * allows it and the control cannot stand on the target itself, also the best of: either end of the flow; the flows and
 * callers that lead to the element, of which the weakest counts, because an attacker takes that one; the boundaries
 * around it.
 *
 * Cost: O(flows into the element) at most
 */
void redan_reach_find (const RedanReach *self,
                       guint32 control,
                       const RedanThreat *threat,
                       RedanScoreControl *found_out);

/** redan_reach_can_meet: Returns: whether a control that applies to @control can ever count for a rule that applies to
 * @rule, both masks of RedanApplies */
gboolean redan_reach_can_meet (const RedanScoring *scoring, guint rule, guint control);

/** redan_reach_add_targets: adds the targets on which redan_reach_find() may ask for states for @threat */
void redan_reach_add_targets (const RedanFacts *facts, const RedanThreat *threat, RedanTargets *targets);

G_END_DECLS
