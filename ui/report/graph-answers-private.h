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

void redan_graph_write_reached (const RedanGraphCase *self, RedanJson *json, const char *key);
void redan_graph_write_dist (const RedanGraphCase *self, RedanJson *json, const char *key);
void redan_graph_write_makespan (const RedanGraphCase *self, RedanJson *json, const char *key);
void redan_graph_write_makespans (const RedanGraphCase *self, RedanJson *json, const char *key);
void redan_graph_write_sum (const RedanGraphCase *self, RedanJson *json, const char *key);
void redan_graph_write_steps (const RedanGraphCase *self, RedanJson *json, const char *key);
void redan_graph_write_skill (const RedanGraphCase *self, RedanJson *json, const char *key);
void redan_graph_write_viable (const RedanGraphCase *self, RedanJson *json, const char *key);
void redan_graph_write_mal_necessary (const RedanGraphCase *self, RedanJson *json, const char *key);
void redan_graph_write_size (const RedanGraphCase *self, RedanJson *json, const char *key);
void redan_graph_write_idom (const RedanGraphCase *self, RedanJson *json, const char *key);
void redan_graph_write_dominators (const RedanGraphCase *self, RedanJson *json, const char *key);
void redan_graph_write_necessary (const RedanGraphCase *self, RedanJson *json, const char *key);
void redan_graph_write_scc (const RedanGraphCase *self, RedanJson *json, const char *key);
void redan_graph_write_blast (const RedanGraphCase *self, RedanJson *json, const char *key);
void redan_graph_write_exposure (const RedanGraphCase *self, RedanJson *json, const char *key);
void redan_graph_write_betweenness (const RedanGraphCase *self, RedanJson *json, const char *key);
void redan_graph_write_edge_cut (const RedanGraphCase *self, RedanJson *json, const char *key);
void redan_graph_write_vertex_cut (const RedanGraphCase *self, RedanJson *json, const char *key);
void redan_graph_write_ksp_lengths (const RedanGraphCase *self, RedanJson *json, const char *key);
void redan_graph_write_paths (const RedanGraphCase *self, RedanJson *json, const char *key);
void
redan_graph_write_min_attack_cost (const RedanGraphCase *self, RedanJson *json, const char *key);
void redan_graph_write_minimal_cuts (const RedanGraphCase *self, RedanJson *json, const char *key);
void redan_graph_write_hardening (const RedanGraphCase *self, RedanJson *json, const char *key);
void redan_graph_write_depth (const RedanGraphCase *self, RedanJson *json, const char *key);
void redan_graph_write_witnesses (const RedanGraphCase *self, RedanJson *json, const char *key);
void redan_graph_write_probabilities (const RedanGraphCase *self, RedanJson *json, const char *key);
void
redan_graph_write_goal_probability (const RedanGraphCase *self, RedanJson *json, const char *key);
void redan_graph_write_reliance (const RedanGraphCase *self, RedanJson *json, const char *key);
void redan_graph_write_times (const RedanGraphCase *self, RedanJson *json, const char *key);
void redan_graph_write_plan (const RedanGraphCase *self, RedanJson *json, const char *key);
void redan_graph_write_sensors (const RedanGraphCase *self, RedanJson *json, const char *key);
void redan_graph_write_difference (const RedanGraphCase *self, RedanJson *json, const char *key);

G_END_DECLS
