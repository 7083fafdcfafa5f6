/* SPDX-License-Identifier: Apache-2.0 */
/* Risk: the score of each threat as a product of bounded factors, and how it came about. */

#pragma once

#include "analysis/graph/graph.h"
#include "analysis/threats.h"

G_BEGIN_DECLS

/** RedanScoreControl: a control that was considered, REDAN_NONE for a mitigation in free text; @factor is strength times validation, 0 when absent */
typedef struct
{
  guint32 control;
  RedanContext context; /* where its state was found */
  guint32 target;
  RedanControlState state;
  double factor;
  gboolean lowers_likelihood;
  gboolean lowers_impact;
  gboolean model_wide;
} RedanScoreControl;

/**
 * RedanScoreDetail: every factor of one score; inherent = 100 * (1 - exp (-hazard)) * impact_inherent and
 * residual = 100 * (1 - exp (-hazard * likelihood_reduction)) * impact_inherent * impact_reduction
 * A recorded threat with only a severity has @rating 0, its band's value as @inherent, and both reductions times that as @residual.
 */
typedef struct
{
  double base_hazard;
  double confirmation;
  double exposure;
  double exposure_factor;
  double advised; /* factor by advisories, 1 without */
  double hazard;
  guint rating;
  double base_impact;
  double blast;
  double impact_inherent;
  double likelihood_reduction;
  double impact_reduction;
  double inherent;
  double residual;
  GArray *controls; /* (element-type RedanScoreControl) */
} RedanScoreDetail;

/** redan_score_threats: sets the scores of all @threats. O(threats * controls of a rule) */
void redan_score_threats (const RedanFacts *facts, const RedanControls *controls, const RedanGraph *graph, GArray *threats);

/** redan_score_explain: Returns: (transfer full): the arithmetic behind one score; recomputes to the same 1/1000 */
RedanScoreDetail *redan_score_explain (const RedanFacts *facts,
                                       const RedanControls *controls,
                                       const RedanGraph *graph,
                                       const RedanThreat *threat);
void redan_score_detail_free (RedanScoreDetail *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanScoreDetail, redan_score_detail_free)

G_END_DECLS
