/* SPDX-License-Identifier: Apache-2.0 */
/* Attack graphs of other tools as AND/OR graphs: what their words mean. */

#pragma once

#include "analysis/graph/attack-graph.h"
#include "model/exchange/foreign-graph.h"

G_BEGIN_DECLS

/**
 * RedanAttackForeign:
 * @graph: node i is node i of the foreign graph; behind them stand nodes that its form needs: one
 * for each timed edge, one for each MAL step that asks for a parent only
 * @n_foreign: nodes of the foreign graph
 * @viable, @necessary: (array length=n_foreign) (nullable): of MAL: can be reached at all, and is
 * needed by what comes behind it
 * @is_step: (array length=n_foreign): 1 for what an attacker can hold; 0 for defenses and
 * conditions of MAL
 */
typedef struct
{
  RedanAttackGraph *graph;
  guint32 n_foreign;
  guint8 *viable;
  guint8 *necessary;
  guint8 *is_step;
} RedanAttackForeign;

/**
 * redan_attack_foreign_new:
 * @entries, @goals: (nullable) (element-type guint32): instead of those of the file
 *
 * A MAL step is blocked when it is of type and with any, of type or with only parents that are an
 * enabled defense, an exist of something that does not exist or a notExist of something that does.
 * Blocked steps get no preconditions. An and step asks for all its necessary parents, for any
 * parent when none is necessary; what is necessary is the greatest fixpoint of the MAL toolbox. A
 * defense that is not enabled can be taken for 1: that takes away the LEAF it stands for.
 *
 * Returns: (transfer full) (nullable): the graph; %NULL with %REDAN_ANALYSIS_ERROR_GRAPH
 */
RedanAttackForeign *redan_attack_foreign_new (const RedanForeignGraph *foreign,
                                              const GArray *entries,
                                              const GArray *goals,
                                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

void redan_attack_foreign_free (RedanAttackForeign *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanAttackForeign, redan_attack_foreign_free)

G_END_DECLS
