/* SPDX-License-Identifier: Apache-2.0 */
/* The whole analysis of one snapshot: facts, controls, graph, threats with scores, ranking, totals. Immutable once made. */

#pragma once

#include "analysis/objectives.h"
#include "analysis/plan.h"

G_BEGIN_DECLS

/**
 * RedanAnalysisOptions:
 * @as_of: days since 1900-01-01
 * @assumed: (array length=n_assumed) (nullable): controls assumed declared wherever they apply (what-if)
 * @failed: (array length=n_failed) (nullable): controls assumed to fail where they stand (what-if)
 */
typedef struct
{
  guint as_of;
  const guint32 *assumed;
  guint n_assumed;
  const RedanControlPlace *failed;
  guint n_failed;
} RedanAnalysisOptions;

/** RedanTotals: sums of 1/1000 points over threats that count (not-applicable ones do not) */
typedef struct
{
  gint64 inherent;
  gint64 residual;
  guint bands[REDAN_N_BANDS];
  guint n_confirmed;
  guint n_unconfirmed;
  guint n_undecided; /* rule and target pairs that were unknown and skipped */
  guint n_open;      /* threats without decision */
} RedanTotals;

/**
 * RedanAnalysis:
 * @threats: (element-type RedanThreat): by rule, then target
 * @element_safety: (array): by element, the product behind redan_analysis_get_element_score()
 * @ranked: (array): indices of @threats by residual downwards, then rule id, then target id, then direction
 */
typedef struct
{
  gatomicrefcount references;
  RedanFacts *facts;
  RedanControls *controls;
  RedanGraph *graph;
  GArray *threats;
  guint32 *ranked;
  double *element_safety;
  RedanTotals totals;
} RedanAnalysis;

/**
 * redan_analysis_new:
 *
 * The assumed controls lower exposure, blast and scores, failed ones raise them; which threats there are follows from the model as it is, also for
 * rules that ask for depth, blast or choke. So the residual is what the plan foretold.
 *
 * Pure and deterministic: the same snapshot, catalogue and options give the same result in any locale and thread.
 *
 * Returns: (transfer full): the analysis
 */
RedanAnalysis *redan_analysis_new (RedanSnapshot *snapshot,
                                   RedanCatalogue *catalogue,
                                   const RedanAnalysisOptions *options) G_GNUC_WARN_UNUSED_RESULT;
RedanAnalysis *redan_analysis_ref (RedanAnalysis *self);
void redan_analysis_unref (RedanAnalysis *self);

/**
 * redan_analysis_reads:
 *
 * Returns: whether an analysis can come out otherwise, or its threats be named otherwise, when
 * @field of an object of @section changes (%REDAN_FIELD_EXISTS: when one is made or deleted);
 * %FALSE for diagrams, notes, and where things are drawn
 */
gboolean redan_analysis_reads (RedanSection section, RedanField field);

/** redan_analysis_find: Returns: (nullable): the threat printed as @id. O(log n) */
const RedanThreat *redan_analysis_find (const RedanAnalysis *self, const char *id);

/**
 * redan_analysis_get_element_score:
 *
 * Returns: 100 * (1 - prod (1 - s / 100)) over the threats of an element and of the flows that end at it, 0..100
 */
double redan_analysis_get_element_score (const RedanAnalysis *self, guint32 element);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanAnalysis, redan_analysis_unref)

G_END_DECLS
