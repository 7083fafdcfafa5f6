/* SPDX-License-Identifier: Apache-2.0 */
/* Defence in depth of each valued store in a scope, and what a managed service would take over. */

#pragma once

#include "analysis/analysis.h"
#include "analysis/duties.h"
#include "analysis/graph/reliance.h"

G_BEGIN_DECLS

/** RedanDepthRow: a store with valued data; @layers: -1 when nothing leads there; @mask: which
 * layers;
 * @asked: how many its class asks for; @path: (element-type RedanPathHop): the weakest path;
 * @suggestion: when @is_suggested, one gate more that deepens it */
typedef struct
{
  guint32 element;
  int layers;
  guint mask;
  int asked;
  GArray *path;
  gboolean is_suggested;
  RedanLayerSuggestion suggestion;
} RedanDepthRow;

/**
 * redan_depth_list:
 * @scope: (nullable)
 * @n_suggestions: for at most so many of the shallow stores a gate is looked for
 *
 * Returns: (transfer full) (element-type RedanDepthRow): those that lack most layers first
 */
GPtrArray *redan_depth_list (const RedanAnalysis *analysis,
                             const RedanObjectiveScope *scope,
                             guint n_suggestions);

/** redan_depth_list_reliances: @scope: (nullable). Returns: (transfer full) (element-type
 * RedanReliance): redan_reliance_list() for the stores in scope */
GArray *redan_depth_list_reliances (const RedanAnalysis *analysis,
                                    const RedanObjectiveScope *scope);

/** redan_depth_compute_duties: @scope: (nullable). Returns: (transfer full): redan_duties_compute()
 * for the processes and stores in scope */
RedanDuties *redan_depth_compute_duties (const RedanAnalysis *analysis,
                                         const RedanObjectiveScope *scope);

/** RedanReplacementRow: what happens when @replacement takes over @element; duties that the
 * customer holds; threats that go and come, each identified by rule and target; @reduction: of the
 * residual sum, in points */
typedef struct
{
  guint32 element;
  guint32 replacement;
  guint duties_before;
  guint duties_after;
  guint n_gone;
  guint n_new;
  double reduction;
  double effort;
} RedanReplacementRow;

/**
 * redan_depth_list_replacements:
 * @scope: (nullable)
 * @limit: at most so many elements are tried, in the order of the model
 *
 * Each is tried in an analysis of its own: technology, management and service as the catalogue
 * says, what a provider does then unset. Cost: an analysis for each.
 *
 * Returns: (transfer full) (element-type RedanReplacementRow): self-run elements without a reason,
 * the largest reduction per effort first
 */
GArray *redan_depth_list_replacements (const RedanAnalysis *analysis,
                                       const RedanObjectiveScope *scope,
                                       guint limit);

G_END_DECLS
