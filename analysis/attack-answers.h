/* SPDX-License-Identifier: Apache-2.0 */
/* Questions about one asset of a model to its attack graph. */

#pragma once

#include "analysis/attack-path.h"
#include "analysis/graph/attack-chance.h"
#include "analysis/graph/attack-choose.h"

G_BEGIN_DECLS

/**
 * RedanAttackChoke: what every attack on a goal needs
 * @item: a threat, a fact, a state or a control
 */
typedef struct
{
  guint32 node;
  RedanAttackItem item;
} RedanAttackChoke;

/** redan_attack_view_list_chokes: Returns: (transfer full) (element-type RedanAttackChoke):
 * threats, facts, states of elements and controls without which @goal cannot be reached, in the
 * order of an attack; exact. Cost: that of redan_attack_necessary() */
GArray *redan_attack_view_list_chokes (const RedanAttackView *self,
                                       guint32 goal) G_GNUC_WARN_UNUSED_RESULT;

/**
 * RedanAttackDepth: how many controls have to fail
 * @depth: fewest distinct ones, -1 when there is no attack; @at_most: what is known when the budget
 *   ran out
 * @class_depth: fewest distinct classes of them
 * @optimal: both are proven
 */
typedef struct
{
  int depth;
  int class_depth;
  gboolean optimal;
} RedanAttackDepth;

/** redan_attack_view_get_depth: @budget: (nullable). Cost: one search when at most one control has
 * to fail, else that of redan_attack_select() */
void redan_attack_view_get_depth (const RedanAttackView *self,
                                  guint32 goal,
                                  const RedanAttackBudget *budget,
                                  RedanAttackDepth *depth_out);

/** redan_attack_view_list_single_controls: Returns: (transfer full) (element-type guint32): nodes
 * of controls whose failure alone opens @goal, when it is not open anyway */
GArray *redan_attack_view_list_single_controls (const RedanAttackView *self,
                                                guint32 goal) G_GNUC_WARN_UNUSED_RESULT;

/** redan_attack_get_least_skills: @skill_out: (array): by asset, the least skill with which an
 * attacker with these entries reads, changes or denies it, -1 when none does. O(edges + nodes log
 * nodes) */
void redan_attack_get_least_skills (const RedanAttack *attack,
                                    const RedanAttacker *attacker,
                                    int *skill_out);

/**
 * RedanAttackStability: what is left of a conclusion when the likelihood of a rule moves by one
 * step
 * @n_moves: changes tried: each rule in the graph up and down
 * @n_same: in how many of them the likeliest attack has the same threats and facts
 * @low, @high: odds of the likeliest attack over all of them
 */
typedef struct
{
  guint n_moves;
  guint n_same;
  double low;
  double high;
} RedanAttackStability;

/**
 * redan_attack_view_get_stability:
 * @stability_out: (array): by asset
 * @cancellable: (nullable)
 *
 * Returns: whether the order of the assets by their odds stayed the same in every change (equal
 * ones may swap). Cost: two searches for each rule in the graph.
 */
gboolean redan_attack_view_get_stability (RedanAttackView *self,
                                          GCancellable *cancellable,
                                          RedanAttackStability *stability_out);

G_END_DECLS
