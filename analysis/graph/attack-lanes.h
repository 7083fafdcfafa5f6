/* SPDX-License-Identifier: Apache-2.0 */
/* The least fixpoint of an attack graph for 64 cases at once, one bit a case. Private to the floor.
 */

#pragma once

#include "analysis/graph/attack-graph.h"

G_BEGIN_DECLS

/**
 * RedanAttackLanes:
 *
 * The part of a graph that can hold at all, renumbered so that nodes come after their preconditions
 * wherever no cycle forbids it (reverse postorder of a depth-first search).
 * @n: how many nodes
 * @node: (array length=n): their numbers in the graph
 * @place: by number in the graph; REDAN_ATTACK_NONE for nodes that cannot hold
 * @start: (array length=n): 1 for what holds at the outset
 * @is_and: (array length=n)
 * @in_offset, @in_source, @out_offset, @out_target: edges by place
 * @acyclic: whether every edge goes to a later place
 */
typedef struct
{
  guint32 n;
  guint32 *node;
  guint32 *place;
  guint8 *start;
  guint8 *is_and;
  guint32 *in_offset;
  guint32 *in_source;
  guint32 *out_offset;
  guint32 *out_target;
  gboolean acyclic;
} RedanAttackLanes;

/**
 * redan_attack_lanes_new:
 * @scenario: (nullable): circumstances
 * @targets: (array length=n_targets) (nullable): leave out what no attack on one of these can use
 *
 * Cost: O(nodes + edges)
 */
RedanAttackLanes *redan_attack_lanes_new (const RedanAttackGraph *graph,
                                          const RedanAttackScenario *scenario,
                                          const guint32 *targets,
                                          guint32 n_targets) G_GNUC_WARN_UNUSED_RESULT;
void redan_attack_lanes_free (RedanAttackLanes *self);

/**
 * redan_attack_lanes_run:
 * @own: (array length=n): by place, the cases in which the node is available
 * @dirty: (array length=n / 64 + 1): room for the search, all 0 before and after
 * @value_out: (array length=n): by place, the cases in which it holds
 *
 * Sweeps over the places until nothing changes: one sweep without cycles.
 *
 * Returns: how many nodes and edges were looked at
 */
guint64 redan_attack_lanes_run (const RedanAttackLanes *self,
                                const guint64 *own,
                                guint64 *dirty,
                                guint64 *value_out);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanAttackLanes, redan_attack_lanes_free)

G_END_DECLS
