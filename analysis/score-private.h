/* SPDX-License-Identifier: Apache-2.0 */
/* The scorer behind scores, plan and explanation: what can be prepared once for many threats. Used
 * inside this floor only. */

#pragma once

#include "analysis/controls-private.h"
#include "analysis/score.h"

G_BEGIN_DECLS

typedef struct _RedanScorer RedanScorer;

/**
 * redan_scorer_new:
 *
 * The controls and the graph may change afterwards (another assumption): redan_scorer_reset() tells
 * it.
 */
RedanScorer *redan_scorer_new (const RedanFacts *facts,
                               const RedanControls *controls,
                               const RedanGraph *graph) G_GNUC_WARN_UNUSED_RESULT;
void redan_scorer_free (RedanScorer *self);

/** redan_scorer_reset: forgets what depends on control states and exposure */
void redan_scorer_reset (RedanScorer *self);

/** redan_scorer_set_score: computes the scores of @threat; a threat that does not count gets 0 */
void redan_scorer_set_score (RedanScorer *self, RedanThreat *threat);

/** RedanScoreBase: what a score keeps while only control states change. @whole: only a severity is
 * known, @impact is the score */
typedef struct
{
  double hazard;
  double impact;
  gboolean whole;
} RedanScoreBase;

void redan_scorer_get_base (RedanScorer *self, const RedanThreat *threat, RedanScoreBase *base_out);

/** redan_scorer_get_residual: Returns: the residual score in 1/1000 that redan_scorer_set_score()
 * would find */
gint32 redan_scorer_get_residual (RedanScorer *self,
                                  const RedanThreat *threat,
                                  const RedanScoreBase *base);

/** redan_rule_names_control: Returns: whether the rule names the control among those that act on
 * its threats */
gboolean redan_rule_names_control (const RedanRule *rule, guint32 control);

/** redan_score_to_integer: Returns: a score of 0..100 in 1/1000, half rounded up */
gint32 redan_score_to_integer (double score);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanScorer, redan_scorer_free)

G_END_DECLS
