/* SPDX-License-Identifier: Apache-2.0 */
/* The cheapest attacks on many goals that differ in their steps, found in one search. Private to
 * the floor. */

#pragma once

#include "analysis/graph/attack-private.h"

G_BEGIN_DECLS

/**
 * RedanAttackLabels: for each node the cheapest attacks on it, each as a label
 *
 * A step is an AND node that costs something. Of two attacks on a node of which one has all steps
 * of the other, only the other one is kept: whatever follows can be had with that one, too.
 */
typedef struct _RedanAttackLabels RedanAttackLabels;

/**
 * RedanAttackLabelsLimits:
 * @n_wanted: at most so many attacks on each goal
 * @n_kept: at most so many on each other node, from which those on goals are put together
 * @width: attacks on a goal that cost more than this on top of its cheapest are not looked for
 */
typedef struct
{
  guint n_wanted;
  guint n_kept;
  double width;
} RedanAttackLabelsLimits;

/**
 * redan_attack_labels_new:
 * @graph: without weights; its efforts are the costs. Must live as long as the labels
 * @value: by node, from redan_attack_cheapest() with REDAN_ATTACK_TOTAL; alike
 * @dominator: by node, from redan_attack_dominators(); alike
 * @goals: (array length=n_goals): whose attacks are wanted
 * @budget: (nullable): in attacks on nodes looked at
 *
 * Label setting: of all attacks that are not looked at yet that with the cheapest way on to a goal
 * is next (as in A*; costs of a goal count from its cheapest attack), is kept when no attack on its
 * node has a part of its steps, and leads to the next nodes. What shares a step at an
 * AND node counts it twice while searching. Costs are whole multiples of 2^-32 inside, so that
 * equals are equal however they were summed up; of equals the one over fewer nodes comes first.
 *
 * Cost: O(kept * edges * (kept + log (kept * edges))), usually far less.
 *
 * Returns: (transfer full)
 */
RedanAttackLabels *
redan_attack_labels_new (const RedanAttackGraph *graph,
                         const RedanAttackScenario *scenario,
                         const double *value,
                         const guint32 *dominator,
                         const guint32 *goals,
                         guint n_goals,
                         const RedanAttackLabelsLimits *limits,
                         const RedanAttackBudget *budget) G_GNUC_WARN_UNUSED_RESULT;
void redan_attack_labels_free (RedanAttackLabels *self);

/** redan_attack_labels_get_n: Returns: how many attacks on @goal were found */
guint redan_attack_labels_get_n (const RedanAttackLabels *self, guint32 goal);

/** redan_attack_labels_is_complete: Returns: whether no attack on @goal is missing that is not
 * dearer than these, or, where there are fewer than were wanted, none at all within the width */
gboolean redan_attack_labels_is_complete (const RedanAttackLabels *self, guint32 goal);

/** redan_attack_labels_is_settled: Returns: whether there are no more attacks on @goal, however
 * wide and long the search */
gboolean redan_attack_labels_is_settled (const RedanAttackLabels *self, guint32 goal);

/** redan_attack_labels_trace: Returns: (transfer full) (element-type guint32): the nodes of attack
 * number @number on @goal, each once, after what it needs */
GArray *redan_attack_labels_trace (RedanAttackLabels *self,
                                   guint32 goal,
                                   guint number) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanAttackLabels, redan_attack_labels_free)

G_END_DECLS
