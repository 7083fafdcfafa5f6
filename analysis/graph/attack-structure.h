/* SPDX-License-Identifier: Apache-2.0 */
/* Structure of an attack graph: cycles, dominators, choke points, blast radius, boundaries, central
 * elements. */

#pragma once

#include "analysis/graph/attack-graph.h"

G_BEGIN_DECLS

/**
 * redan_attack_components:
 * @component_out: (array length=n_nodes): number of the strongly connected component; edges between
 * components go from a higher to a lower number
 *
 * Elements of one component fall together when its AND nodes have their other preconditions. Tarjan
 * (1972), without recursion.
 *
 * Cost: O(nodes + edges). Returns: how many components
 */
guint32 redan_attack_components (const RedanAttackGraph *graph, guint32 *component_out);

/**
 * redan_attack_dominators:
 * @scenario: (nullable): circumstances
 * @idom_out: (array length=n_nodes): the last node that every way to a node passes,
 * REDAN_ATTACK_NONE for none and for what cannot be reached. Ways are those of the OR projection
 * (an AND node opens with any precondition): where that matters ask redan_attack_necessary()
 *
 * Semi-NCA. Cost: O(edges log nodes) expected.
 */
void redan_attack_dominators (const RedanAttackGraph *graph,
                              const RedanAttackScenario *scenario,
                              guint32 *idom_out);

/**
 * redan_attack_necessary:
 * @scenario: (nullable): circumstances
 * @necessary_out: (array length=n_nodes): 1 for every node without which @goal cannot be reached,
 * entries included, @goal not. All 0 when it cannot be reached at all
 *
 * Only the nodes of one attack come into question: 64 of them are taken away at once, each in a
 * case of its own.
 *
 * Cost: O((nodes + edges) * nodes of the cheapest attack / 64) times the nesting of cycles.
 * Returns: how many are necessary
 */
guint32 redan_attack_necessary (const RedanAttackGraph *graph,
                                const RedanAttackScenario *scenario,
                                guint32 goal,
                                guint8 *necessary_out);

/**
 * redan_attack_choke_points:
 * @goals: (array length=n_goals): what to protect
 * @count_out: (array length=n_nodes): how many of the @goals cannot be reached without the node
 *
 * Cost: O((nodes + edges) * nodes of the cheapest attacks / 64). Returns: how many goals can be
 * reached at all
 */
guint32 redan_attack_choke_points (const RedanAttackGraph *graph,
                                   const RedanAttackScenario *scenario,
                                   const guint32 *goals,
                                   guint32 n_goals,
                                   guint32 *count_out);

/**
 * redan_attack_blast:
 * @value: (array length=n_nodes): what each node is worth, 0 or more; sums are exact below 2^53
 * @blast_out: (array length=n_nodes): sum of the values an attacker who holds the node reaches from
 * there, its own included
 *
 * On the OR projection. Cost: O(nodes + edges) and O(edges between components * nodes of value /
 * 64).
 */
void redan_attack_blast (const RedanAttackGraph *graph, const gint64 *value, gint64 *blast_out);

/**
 * redan_attack_exposure:
 * @reaching_out: (array length=n_nodes): 1 for nodes from which there is a way to one of the
 * @goals, these included
 *
 * On the OR projection, from the goals backwards. Cost: O(nodes + edges). Returns: how many
 */
guint32 redan_attack_exposure (const RedanAttackGraph *graph,
                               const guint32 *goals,
                               guint32 n_goals,
                               guint8 *reaching_out);

/**
 * redan_attack_crossings:
 * @zone: (array length=n_nodes): innermost boundary of each node, any numbers
 * @crossings_out: (array length=n_nodes): fewest changes of zone on a way to the node,
 * REDAN_ATTACK_NONE when there is none
 *
 * On the OR projection, 0-1 breadth-first search. Cost: O(nodes + edges).
 */
void redan_attack_crossings (const RedanAttackGraph *graph,
                             const RedanAttackScenario *scenario,
                             const guint32 *zone,
                             guint32 *crossings_out);

/**
 * redan_attack_betweenness:
 * @sources, @targets: (array) (nullable): ends of the ways that count; %NULL for all nodes
 * @betweenness_out: (array length=n_nodes): sum over pairs of a source and another target of the
 * share of the shortest ways (by number of edges, on the OR projection) that pass the node in
 * between
 * @budget: (nullable): in edges
 *
 * Brandes (2001), directed, not normalised. Cost: O(sources * (nodes + edges)).
 *
 * Returns: whether the budget was enough; if not, only some of the sources count
 */
gboolean redan_attack_betweenness (const RedanAttackGraph *graph,
                                   const guint32 *sources,
                                   guint32 n_sources,
                                   const guint32 *targets,
                                   guint32 n_targets,
                                   const RedanAttackBudget *budget,
                                   double *betweenness_out);

G_END_DECLS
