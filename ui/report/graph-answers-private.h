/* SPDX-License-Identifier: Apache-2.0 */
/* What the writers of graph answers share. */

#pragma once

#include "ui/report/graph-answers.h"

G_BEGIN_DECLS

/** RedanGraphCase: one graph that is asked; @goal: the first goal, or REDAN_ATTACK_NONE */
typedef struct
{
  const RedanForeignGraph *foreign;
  const RedanAttackForeign *attack;
  const RedanAttackGraph *graph;
  const RedanGraphOptions *options;
  guint32 goal;
} RedanGraphCase;

/** RedanGraphWriter: writes the answer under @key */
typedef void (*RedanGraphWriter) (const RedanGraphCase *self, RedanJson *json, const char *key);

/** redan_graph_write_id: a node as its file writes it, in a list */
void redan_graph_write_id (const RedanGraphCase *self, RedanJson *json, guint32 node);

/** redan_graph_write_named_id: the same in an object, under @name */
void redan_graph_write_named_id (const RedanGraphCase *self,
                                 RedanJson *json,
                                 const char *name,
                                 guint32 node);

/** redan_graph_write_keyed_id: the same in an object, under the id of the node @key */
void
redan_graph_write_keyed_id (const RedanGraphCase *self, RedanJson *json, guint32 key, guint32 node);

/** redan_graph_is_shown: Returns: whether a node stands in the file and can be held */
gboolean redan_graph_is_shown (const RedanGraphCase *self, guint32 node);

/** redan_graph_write_set: the shown nodes that are marked, in the order of the file */
void redan_graph_write_set (const RedanGraphCase *self,
                            RedanJson *json,
                            const char *key,
                            const guint8 *marked);

/** redan_graph_write_values: an object of the finite values by id */
void redan_graph_write_values (const RedanGraphCase *self,
                               RedanJson *json,
                               const char *key,
                               const double *value);

/** redan_graph_write_reached: the nodes that the attacker can come to, or how many under a key
 * with "n_" */
void redan_graph_write_reached (const RedanGraphCase *self, RedanJson *json, const char *key);
/** redan_graph_write_dist: an object of the least effort to each node, all steps summed */
void redan_graph_write_dist (const RedanGraphCase *self, RedanJson *json, const char *key);
/** redan_graph_write_makespan: the least time to the goal when steps are taken at once */
void redan_graph_write_makespan (const RedanGraphCase *self, RedanJson *json, const char *key);
/** redan_graph_write_makespans: an object of the least time to each node */
void redan_graph_write_makespans (const RedanGraphCase *self, RedanJson *json, const char *key);
/** redan_graph_write_sum: the least effort to the goal, all steps summed */
void redan_graph_write_sum (const RedanGraphCase *self, RedanJson *json, const char *key);
/** redan_graph_write_steps: the nodes of the cheapest attack, in the order in which they are
 * taken */
void redan_graph_write_steps (const RedanGraphCase *self, RedanJson *json, const char *key);
/** redan_graph_write_skill: the least of the greatest skill that an attack on the goal asks for */
void redan_graph_write_skill (const RedanGraphCase *self, RedanJson *json, const char *key);
/** redan_graph_write_viable: what MAL calls viable, or how many under a key with "n_"; with
 * defenses and conditions */
void redan_graph_write_viable (const RedanGraphCase *self, RedanJson *json, const char *key);
/** redan_graph_write_mal_necessary: what MAL calls necessary, in the same way */
void redan_graph_write_mal_necessary (const RedanGraphCase *self, RedanJson *json, const char *key);
/** redan_graph_write_size: how many nodes or, under another key than "n_nodes", edges stand in
 * the file */
void redan_graph_write_size (const RedanGraphCase *self, RedanJson *json, const char *key);
/** redan_graph_write_idom: an object of the immediate dominator of each node that has one */
void redan_graph_write_idom (const RedanGraphCase *self, RedanJson *json, const char *key);
/** redan_graph_write_dominators: the nodes on all ways to the goal, without the ends */
void redan_graph_write_dominators (const RedanGraphCase *self, RedanJson *json, const char *key);
/** redan_graph_write_necessary: the nodes without which the goal cannot be reached */
void redan_graph_write_necessary (const RedanGraphCase *self, RedanJson *json, const char *key);
/** redan_graph_write_scc: how many strongly connected components the nodes of the file lie in */
void redan_graph_write_scc (const RedanGraphCase *self, RedanJson *json, const char *key);
/** redan_graph_write_blast: an object of how many nodes each one reaches, itself included */
void redan_graph_write_blast (const RedanGraphCase *self, RedanJson *json, const char *key);
/** redan_graph_write_exposure: the share of nodes from which the goal can be reached, 0 to 1 */
void redan_graph_write_exposure (const RedanGraphCase *self, RedanJson *json, const char *key);
/** redan_graph_write_betweenness: a list of the betweenness of all nodes, with a mark when the
 * search was cut short */
void redan_graph_write_betweenness (const RedanGraphCase *self, RedanJson *json, const char *key);
/** redan_graph_write_edge_cut: the least weight of edges that part the attacker from the goal */
void redan_graph_write_edge_cut (const RedanGraphCase *self, RedanJson *json, const char *key);
/** redan_graph_write_vertex_cut: the fewest nodes that part the attacker from the goal, null
 * when none do */
void redan_graph_write_vertex_cut (const RedanGraphCase *self, RedanJson *json, const char *key);
/** redan_graph_write_ksp_lengths: a list of the lengths of the cheapest paths to the goal */
void redan_graph_write_ksp_lengths (const RedanGraphCase *self, RedanJson *json, const char *key);
/** redan_graph_write_paths: a list of the cheapest paths to the goal with effort and all steps
 * that they need */
void redan_graph_write_paths (const RedanGraphCase *self, RedanJson *json, const char *key);
/** redan_graph_write_min_attack_cost: the least cost of an attack where a step is paid once, its
 * steps and whether it is proven */
void
redan_graph_write_min_attack_cost (const RedanGraphCase *self, RedanJson *json, const char *key);
/** redan_graph_write_minimal_cuts: the minimal sets of few nodes that stop the attack; under
 * "cut_candidates" the nodes for them */
void redan_graph_write_minimal_cuts (const RedanGraphCase *self, RedanJson *json, const char *key);
/** redan_graph_write_hardening: an object of the cheapest set of nodes that stops the attack and
 * whether it is proven */
void redan_graph_write_hardening (const RedanGraphCase *self, RedanJson *json, const char *key);
/** redan_graph_write_depth: how many nodes with a class or, under "k", how many classes an
 * attack has to break */
void redan_graph_write_depth (const RedanGraphCase *self, RedanJson *json, const char *key);
/** redan_graph_write_witnesses: the smallest sets of classes that an attack has to break, by
 * name */
void redan_graph_write_witnesses (const RedanGraphCase *self, RedanJson *json, const char *key);
/** redan_graph_write_probabilities: an object of the probability of each node; under another key
 * when it is estimated */
void redan_graph_write_probabilities (const RedanGraphCase *self, RedanJson *json, const char *key);
/** redan_graph_write_goal_probability: an object of the probability of the goal and how it came
 * about */
void
redan_graph_write_goal_probability (const RedanGraphCase *self, RedanJson *json, const char *key);
/** redan_graph_write_reliance: an object of the probability of the goal with and without each
 * node that can be taken away */
void redan_graph_write_reliance (const RedanGraphCase *self, RedanJson *json, const char *key);
/** redan_graph_write_times: mean, deviation and quantiles of the time to compromise, out of one
 * sample */
void redan_graph_write_times (const RedanGraphCase *self, RedanJson *json, const char *key);
/** redan_graph_write_plan: an object of what to take away for the money of the options; nothing
 * without a sum of money */
void redan_graph_write_plan (const RedanGraphCase *self, RedanJson *json, const char *key);
/** redan_graph_write_sensors: a list of the few places that see most of the paths */
void redan_graph_write_sensors (const RedanGraphCase *self, RedanJson *json, const char *key);
/** redan_graph_write_difference: an object of what changed since the graph of the options;
 * nothing without one */
void redan_graph_write_difference (const RedanGraphCase *self, RedanJson *json, const char *key);

G_END_DECLS
