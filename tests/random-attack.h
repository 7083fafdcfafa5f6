/* SPDX-License-Identifier: Apache-2.0 */
/* Random attack graphs, and the plainest possible answers to compare with. */

#pragma once

#include "analysis/graph/attack-graph.h"

G_BEGIN_DECLS

/**
 * RedanRandomAttack: what a random graph is made of
 * @n_nodes, @n_edges: sizes; edges may be parallel and self-loops
 * @leaves, @ands: shares of LEAF and AND nodes, per hundred; the others are OR
 * @random: nodes of a probability other than 1, per hundred; some of them 0
 * @costed: nodes with an effort, per hundred (integers 0 to 9)
 * @removable: nodes that can be taken away, per hundred (cost 1 to 9)
 * @classes: number of classes; nodes with a cost get one
 * @weights: whether edges have weights
 * @goal: the last node is the goal
 */
typedef struct
{
  guint n_nodes;
  guint n_edges;
  guint leaves;
  guint ands;
  guint random;
  guint costed;
  guint removable;
  guint classes;
  gboolean weights;
} RedanRandomAttack;

/** redan_random_attack_new: Returns: (transfer full): the same graph for the same @random */
RedanAttackGraph *redan_random_attack_new (GRand *random, const RedanRandomAttack *shape);

typedef void (*RedanRandomAttackCheck) (const RedanAttackGraph *graph, GRand *random);

/** redan_random_attacks_check: calls @check for @n small graphs of several shapes, of at most 30
 * nodes */
void redan_random_attacks_check (guint32 seed, guint n, RedanRandomAttackCheck check);

/** redan_random_attacks_check_tiny: the same with at most 12 nodes, where everything can be gone
 * through */
void redan_random_attacks_check_tiny (guint32 seed, guint n, RedanRandomAttackCheck check);

/** redan_random_attack_rebuild: Returns: (transfer full): @graph with node i as node order[i]
 * (nullable: the same), without edges that touch nodes of @without (nullable), and with the edges
 * @more (pairs, n_more of them) */
RedanAttackGraph *redan_random_attack_rebuild (const RedanAttackGraph *graph,
                                               const guint32 *order,
                                               const guint8 *without,
                                               const guint32 *more,
                                               guint n_more);

/** redan_plain_reach: the least fixpoint by looking at every node until nothing changes */
void redan_plain_reach (const RedanAttackGraph *graph,
                        const RedanAttackScenario *scenario,
                        guint8 *reached_out);

/** redan_plain_reaches: Returns: whether @goal holds when the nodes of @removed do not */
gboolean redan_plain_reaches (const RedanAttackGraph *graph, const guint8 *removed, guint32 goal);

G_END_DECLS
