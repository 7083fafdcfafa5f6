/* SPDX-License-Identifier: Apache-2.0 */
/* Least sets of things that stop an attack, or that an attack needs: cuts, hardening, depth. */

#pragma once

#include "analysis/graph/attack-graph.h"

G_BEGIN_DECLS

/**
 * RedanAttackAim: what choosing an item does, and what is to come of it
 * @REDAN_ATTACK_STOP: the nodes of chosen items are taken away, so that the goal can no longer be
 * reached
 * @REDAN_ATTACK_SUCCEED: only chosen items keep their nodes; the goal can still be reached
 */
typedef enum
{
  REDAN_ATTACK_STOP,
  REDAN_ATTACK_SUCCEED,
} RedanAttackAim;

/**
 * RedanAttackItems: what to choose from
 * @offset: (array length=n + 1): where the nodes of each item begin in @node
 * @cost: (array length=n): 0 or more, finite
 */
typedef struct
{
  guint32 n;
  guint32 *offset;
  guint32 *node;
  double *cost;
} RedanAttackItems;

/** redan_attack_items_new_removable: Returns: an item for each node with a finite cost, in the
 * order of the nodes */
RedanAttackItems *
redan_attack_items_new_removable (const RedanAttackGraph *graph) G_GNUC_WARN_UNUSED_RESULT;

/** redan_attack_items_new_costed: Returns: an item for each node with an effort above 0, at that
 * cost */
RedanAttackItems *
redan_attack_items_new_costed (const RedanAttackGraph *graph) G_GNUC_WARN_UNUSED_RESULT;

/** redan_attack_items_new_classes: Returns: at the cost of 1 an item for each class with all its
 * nodes, or, unless @together, one for each node that has a class */
RedanAttackItems *redan_attack_items_new_classes (const RedanAttackGraph *graph,
                                                  gboolean together) G_GNUC_WARN_UNUSED_RESULT;

void redan_attack_items_free (RedanAttackItems *self);

/**
 * RedanAttackSelection: a cheapest choice, or what is known of it
 * @lower, @upper: no choice costs less than @lower, and @chosen costs @upper; INFINITY: no choice
 * will do
 * @optimal: the two are equal, proven
 * @chosen: (array length=n_chosen): items, ascending
 */
typedef struct
{
  double lower;
  double upper;
  gboolean optimal;
  guint32 n_chosen;
  guint32 *chosen;
  guint64 work;
} RedanAttackSelection;

/**
 * redan_attack_select:
 * @goal: of the attack
 * @budget: (nullable): in nodes and edges looked at
 *
 * Row 10 with @REDAN_ATTACK_STOP and removable nodes; the least cost of an attack whose shared
 * steps count once with
 * @REDAN_ATTACK_SUCCEED and costed nodes; depth and class depth with @REDAN_ATTACK_SUCCEED and
 * classes.
 *
 * A vertex cut where one is enough; else implicit hitting sets (Reiter 1987, Moreno-Centeno and
 * Karp 2013): a cheapest set that hits every core found so far either does, or leads to further
 * cores, each disjoint from those of its round. Sets are found by branch and bound. Exact unless
 * the budget runs out.
 */
RedanAttackSelection *
redan_attack_select (const RedanAttackGraph *graph,
                     const RedanAttackScenario *scenario,
                     guint32 goal,
                     RedanAttackAim aim,
                     const RedanAttackItems *items,
                     const RedanAttackBudget *budget) G_GNUC_WARN_UNUSED_RESULT;
void redan_attack_selection_free (RedanAttackSelection *self);

/**
 * RedanAttackSets: sets of items
 * @offset: (array length=n + 1): where each set begins in @item
 * @item: ascending in each set; sets come by size, then by their items
 * @complete: these are all of the size asked for
 */
typedef struct
{
  guint32 n;
  guint32 *offset;
  guint32 *item;
  gboolean complete;
} RedanAttackSets;

/**
 * redan_attack_minimal_sets:
 * @most_items: largest set looked for
 * @most_sets: at most so many
 *
 * Every minimal set of items that achieves the @aim: cut sets with @REDAN_ATTACK_STOP, attacks with
 * @REDAN_ATTACK_SUCCEED. A tree of hitting sets, level by level.
 */
RedanAttackSets *
redan_attack_minimal_sets (const RedanAttackGraph *graph,
                           const RedanAttackScenario *scenario,
                           guint32 goal,
                           RedanAttackAim aim,
                           const RedanAttackItems *items,
                           guint32 most_items,
                           guint32 most_sets,
                           const RedanAttackBudget *budget) G_GNUC_WARN_UNUSED_RESULT;
void redan_attack_sets_free (RedanAttackSets *self);

/**
 * redan_attack_single_failures:
 * @controls: (array length=n): LEAF nodes that stand for the failure of a control; all hold at
 * first
 * @opens_out: (array length=n): 1 when the failure of this control alone lets an attacker reach the
 * goal
 *
 * 64 controls at once. Cost: O((nodes + edges) * n / 64).
 *
 * Returns: %TRUE when the goal can be reached though every control holds; then nothing is marked
 */
gboolean redan_attack_single_failures (const RedanAttackGraph *graph,
                                       const RedanAttackScenario *scenario,
                                       guint32 goal,
                                       const guint32 *controls,
                                       guint32 n,
                                       guint8 *opens_out);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanAttackItems, redan_attack_items_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanAttackSelection, redan_attack_selection_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanAttackSets, redan_attack_sets_free)

G_END_DECLS
