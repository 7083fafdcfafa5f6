/* SPDX-License-Identifier: Apache-2.0 */
/* Which attacks a change of the model opened, and which it closed. */

#pragma once

#include "analysis/attack-path.h"

G_BEGIN_DECLS

/**
 * RedanAssetChange: what became of an asset
 * @id: of the asset, or of the store that it is implied in
 * @before, @after: number of the asset in each view, REDAN_NONE when it is not there
 * @odds_before, @odds_after: of the likeliest attack that reads, changes or denies it
 * @depth_before, @depth_after: fewest controls that have to fail, -1 when there is no attack
 * @opened: (element-type RedanAttackPath): attacks of the view after that were impossible before
 * @closed: (element-type RedanAttackPath): attacks of the view before that are impossible after
 */
typedef struct
{
  RedanId id;
  guint32 before;
  guint32 after;
  double odds_before;
  double odds_after;
  int depth_before;
  int depth_after;
  GPtrArray *opened;
  GPtrArray *closed;
} RedanAssetChange;

/**
 * redan_attack_changes_list:
 * @before, @after: the same attacker in two models
 * @k: at most so many attacks opened and closed for each asset, the likeliest ones
 * @budget: (nullable): in nodes and edges looked at, for each asset
 * @complete_out: (optional): whether the budget was enough everywhere
 *
 * Objects are the same when their ids are, threats when rule and object are. An attack is new when
 * it does not work without a state, a step or a transition that was not there, and that wins a
 * state which was not to be had, or harder to come by.
 *
 * Returns: (transfer full) (element-type RedanAssetChange): all assets of both models in the order
 * of their ids
 */
GPtrArray *redan_attack_changes_list (const RedanAttackView *before,
                                      const RedanAttackView *after,
                                      guint k,
                                      const RedanAttackBudget *budget,
                                      gboolean *complete_out) G_GNUC_WARN_UNUSED_RESULT;

/** redan_attack_view_get_depths: fills by asset the fewest distinct controls that have to fail on
 * an attack that reads, changes or denies it, -1 when there is none
 *
 * Controls that several steps of an attack share count once for the attacks that cost least without
 * sharing; where @exact_out says %FALSE there may be one that shares more. 0 and 1 are always
 * exact. Cost: O(nodes log nodes + edges). */
void
redan_attack_view_get_depths (const RedanAttackView *self, int *depth_out, gboolean *exact_out);

G_END_DECLS
