/* SPDX-License-Identifier: Apache-2.0 */
/* What changed between two attack graphs. */

#pragma once

#include "analysis/graph/attack-paths.h"

G_BEGIN_DECLS

/**
 * RedanAttackSide: one of the two graphs
 * @keys: (array length=n_nodes): what tells which nodes are the same in both; unique in each graph,
 * %NULL for a node that has no counterpart
 */
typedef struct
{
  const RedanAttackGraph *graph;
  const RedanAttackScenario *scenario;
  const char *const *keys;
} RedanAttackSide;

/**
 * RedanAttackDifference: nodes by their number in their own graph, ascending
 * @added, @removed: (element-type guint32): of the second graph without counterpart in the first,
 * and the reverse
 * @opened: (element-type guint32): of the second graph: can be reached there, and could not in the
 * first
 * @closed: (element-type guint32): of the first graph: could be reached there, and cannot in the
 * second
 * @eased, @hardened: (element-type guint32): of the second graph: reached in both, for less or for
 * more total effort
 */
typedef struct
{
  GArray *added;
  GArray *removed;
  GArray *opened;
  GArray *closed;
  GArray *eased;
  GArray *hardened;
} RedanAttackDifference;

/** redan_attack_difference_new: Cost: O(nodes log nodes + edges) of both */
RedanAttackDifference *
redan_attack_difference_new (const RedanAttackSide *before,
                             const RedanAttackSide *after) G_GNUC_WARN_UNUSED_RESULT;
void redan_attack_difference_free (RedanAttackDifference *self);

/**
 * redan_attack_difference_mark_new_paths:
 * @paths: of the graph after
 * @new_out: (array length=paths->n): 1 for a path that was not open before: one of its nodes or
 * edges is new, or its nodes could not all be held
 *
 * Returns: how many are new
 */
guint32 redan_attack_difference_mark_new_paths (const RedanAttackSide *before,
                                                const RedanAttackSide *after,
                                                const RedanAttackPaths *paths,
                                                guint8 *new_out);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanAttackDifference, redan_attack_difference_free)

G_END_DECLS
