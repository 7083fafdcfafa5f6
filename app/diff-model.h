/* SPDX-License-Identifier: Apache-2.0 */
/* What changed between two models, and what became of threats, risk and objectives. */

#pragma once

#include "analysis/analysis.h"
#include "app/session.h"
#include "model/difference.h"

G_BEGIN_DECLS

/**
 * redan_diff_show:
 * @before, @after: (nullable): the analyses of both models; %NULL for the changes of the model only
 *
 * Prints to the session, as text or JSON as it was asked for.
 */
void redan_diff_show (RedanSession *session,
                      const RedanDifference *difference,
                      const RedanAnalysis *before,
                      const RedanAnalysis *after);

G_END_DECLS
