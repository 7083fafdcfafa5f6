/* SPDX-License-Identifier: Apache-2.0 */
/* The k cheapest attack paths. */

#pragma once

#include "analysis/graph/attack-graph.h"

G_BEGIN_DECLS

/**
 * RedanAttackPaths: paths on the OR projection, cheapest first
 * @offset: (array length=n + 1): where each path begins in @node
 * @node: nodes from where the attacker starts to the goal; none stands twice in a path
 * @length: (array length=n): efforts of the nodes and weights of the edges; an entry costs nothing
 * @complete: @n is what was asked for, or there are no more; else the budget was not enough
 * @work: edges looked at
 */
typedef struct
{
  guint32 n;
  guint32 *offset;
  guint32 *node;
  double *length;
  gboolean complete;
  guint64 work;
} RedanAttackPaths;

/**
 * redan_attack_paths_find:
 * @scenario: (nullable): circumstances
 * @n_paths: at most so many
 * @budget: (nullable): in edges looked at
 *
 * Yen's algorithm (1971) with Lawler's partition. A detour is first tried along the tree of
 * cheapest ways to the goal; only when that meets the path itself a search (A*, guided by the exact
 * distances to the goal) is needed. Only nodes that can hold in the AND/OR graph are passed; what
 * an AND node needs besides is told by redan_attack_paths_complete().
 *
 * Cost: O(paths * length * edges) at worst, far less as a rule.
 */
RedanAttackPaths *
redan_attack_paths_find (const RedanAttackGraph *graph,
                         const RedanAttackScenario *scenario,
                         guint32 goal,
                         guint32 n_paths,
                         const RedanAttackBudget *budget) G_GNUC_WARN_UNUSED_RESULT;

void redan_attack_paths_free (RedanAttackPaths *self);

/**
 * redan_attack_paths_complete:
 * @path: number of the path
 * @value, @via: out of redan_attack_cheapest() for the same @scenario
 * @effort_out: (nullable): sum of the efforts of all steps, each once, weights left out
 *
 * Hangs on what AND nodes of a path need besides: the cheapest attack on each other precondition.
 *
 * Returns: (transfer full) (element-type guint32): all steps, each once and after what it needs
 */
GArray *redan_attack_paths_complete (const RedanAttackPaths *self,
                                     const RedanAttackGraph *graph,
                                     const RedanAttackScenario *scenario,
                                     guint32 path,
                                     const double *value,
                                     const guint32 *via,
                                     double *effort_out);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanAttackPaths, redan_attack_paths_free)

G_END_DECLS
