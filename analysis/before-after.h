/* SPDX-License-Identifier: Apache-2.0 */
/* Two analyses side by side: threats that opened, closed or are scored otherwise, and objectives.
 */

#pragma once

#include "analysis/analysis.h"
#include "analysis/objectives.h"

G_BEGIN_DECLS

/** RedanThreatChange: what became of a threat */
typedef enum
{
  REDAN_THREAT_OPENED,
  REDAN_THREAT_CLOSED,
  REDAN_THREAT_RESCORED, /* its residual score, decision or certainty is another one */
  REDAN_N_THREAT_CHANGES,
} RedanThreatChange;

/**
 * RedanThreatPair: a threat that is in one analysis only, or differs between both
 * @id: as printed
 * @before, @after: (nullable): the threat in either analysis
 */
typedef struct
{
  char *id;
  const RedanThreat *before;
  const RedanThreat *after;
} RedanThreatPair;

/**
 * RedanBeforeAfter:
 * @threats: (element-type RedanThreatPair): ranked as in their analysis
 * @objectives_before, @objectives_after: states of all objectives of the catalogue
 */
typedef struct
{
  RedanAnalysis *before;
  RedanAnalysis *after;
  GArray *threats[REDAN_N_THREAT_CHANGES];
  RedanObjectives *objectives_before;
  RedanObjectives *objectives_after;
} RedanBeforeAfter;

/**
 * redan_before_after_new:
 * @before, @after: analyses with the same catalogue; kept
 *
 * Threats are the same when their ids are: pack, rule, target and direction.
 *
 * Cost: O(threats), and the objectives of both.
 *
 * Returns: (transfer full): the comparison
 */
RedanBeforeAfter *redan_before_after_new (RedanAnalysis *before,
                                          RedanAnalysis *after) G_GNUC_WARN_UNUSED_RESULT;
void redan_before_after_free (RedanBeforeAfter *self);

/** redan_before_after_is_objective_changed: Returns: whether state or coverage of the objective
 * with this number in the catalogue differ */
gboolean redan_before_after_is_objective_changed (const RedanBeforeAfter *self, guint objective);

/** redan_before_after_count_objectives: Returns: how many objectives are changed */
guint redan_before_after_count_objectives (const RedanBeforeAfter *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanBeforeAfter, redan_before_after_free)

G_END_DECLS
