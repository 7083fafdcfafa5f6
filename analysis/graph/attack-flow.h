/* SPDX-License-Identifier: Apache-2.0 */
/* Least cuts between entries and a goal where every node opens with any precondition. */

#pragma once

#include "analysis/graph/attack-graph.h"

G_BEGIN_DECLS

/**
 * redan_attack_flow_applies:
 *
 * Returns: whether no AND node that can hold has more than one precondition: then a vertex cut is
 * the cheapest hardening, exactly and in polynomial time
 */
gboolean redan_attack_flow_applies (const RedanAttackGraph *graph,
                                    const RedanAttackScenario *scenario);

/**
 * redan_attack_vertex_cut:
 * @cost: (array length=n_nodes) (nullable): for taking each node away, INFINITY for never; %NULL: 1
 * for every node but those that hold at the outset and the goal
 * @cut_out: (array length=n_nodes) (nullable): 1 for the nodes of a cheapest cut
 *
 * Maximum flow (Dinic) on the OR projection, each node split in two.
 *
 * Cost: O(nodes^2 * edges) at worst, near O(edges * cut) as a rule. Returns: cost of the cut,
 * INFINITY when there is none
 */
double redan_attack_vertex_cut (const RedanAttackGraph *graph,
                                const RedanAttackScenario *scenario,
                                guint32 goal,
                                const double *cost,
                                guint8 *cut_out);

/** redan_attack_edge_cut: Returns: the least number of edges without which there is no way to
 * @goal; INFINITY when it holds at the outset */
double redan_attack_edge_cut (const RedanAttackGraph *graph,
                              const RedanAttackScenario *scenario,
                              guint32 goal);

G_END_DECLS
