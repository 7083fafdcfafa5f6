/* SPDX-License-Identifier: Apache-2.0 */
/* Two analyses side by side: threats that opened, closed or are scored otherwise, and objectives.
 */

#pragma once

#include "analysis/analysis.h"
#include "analysis/objectives.h"
#include "analysis/threat-changes.h"

G_BEGIN_DECLS

/**
 * RedanBeforeAfter:
 * @objectives_before, @objectives_after: states of all objectives of the catalogue
 */
typedef struct
{
  RedanAnalysis *before;
  RedanAnalysis *after;
  RedanThreatChanges *threats;
  RedanObjectives *objectives_before;
  RedanObjectives *objectives_after;
} RedanBeforeAfter;

/**
 * redan_before_after_new:
 * @before, @after: analyses with the same catalogue; kept
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
