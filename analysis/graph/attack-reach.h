/* SPDX-License-Identifier: Apache-2.0 */
/* What an attacker can reach, and the cheapest way to it. */

#pragma once

#include "analysis/graph/attack-graph.h"

G_BEGIN_DECLS

/**
 * redan_attack_reach:
 * @scenario: (nullable): circumstances
 * @reached_out: (array length=n_nodes): 1 for what holds in the end, else 0. Probabilities are not
 * looked at
 * @order_out: (array length=n_nodes) (nullable): the nodes that hold, each after what it needs
 *
 * Forward chaining with a counter of missing preconditions (Dowling and Gallier 1984).
 *
 * Cost: O(nodes + edges).
 *
 * Returns: how many nodes hold
 */
guint32 redan_attack_reach (const RedanAttackGraph *graph,
                            const RedanAttackScenario *scenario,
                            guint8 *reached_out,
                            guint32 *order_out);

/**
 * RedanAttackAlgebra: what an AND node makes of the values of its preconditions; an OR node takes
 * the least
 * @REDAN_ATTACK_PARALLEL: the largest, plus its own: time of attackers who work in parallel
 * @REDAN_ATTACK_TOTAL: the sum, plus its own: effort; what two preconditions share counts twice, so
 * an upper bound
 * @REDAN_ATTACK_BOTTLENECK: the largest of them and its own, edges too: skill
 */
typedef enum
{
  REDAN_ATTACK_PARALLEL,
  REDAN_ATTACK_TOTAL,
  REDAN_ATTACK_BOTTLENECK,
} RedanAttackAlgebra;

/**
 * redan_attack_cheapest:
 * @scenario: (nullable): circumstances. An entry has the value 0, a LEAF its own
 * @own: (array length=n_nodes) (nullable): what each node adds, 0 or more; INFINITY: can never
 * hold. %NULL: its effort
 * @value_out: (array length=n_nodes): least value, INFINITY for what cannot be reached
 * @via_out: (array length=n_nodes) (nullable): the precondition an OR node was reached by,
 * REDAN_ATTACK_NONE for others
 *
 * Knuth's generalisation of Dijkstra's algorithm (1977). Of equal preconditions the one with the
 * smaller value, then the smaller number is taken.
 *
 * Cost: O(edges + nodes log nodes).
 */
void redan_attack_cheapest (const RedanAttackGraph *graph,
                            const RedanAttackScenario *scenario,
                            RedanAttackAlgebra algebra,
                            const double *own,
                            double *value_out,
                            guint32 *via_out);

/**
 * redan_attack_trace:
 * @scenario: (nullable): that of the search
 * @value, @via: out of redan_attack_cheapest()
 * @goal: end of the attack
 *
 * Returns: (transfer full) (element-type guint32): the nodes of the cheapest attack on @goal, each
 * once and after what it needs, @goal last; empty when it cannot be reached. Cost: O(their incoming
 * edges)
 */
GArray *redan_attack_trace (const RedanAttackGraph *graph,
                            const RedanAttackScenario *scenario,
                            const double *value,
                            const guint32 *via,
                            guint32 goal);

G_END_DECLS
