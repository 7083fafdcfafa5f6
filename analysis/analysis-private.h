/* SPDX-License-Identifier: Apache-2.0 */
/* What the analysis of a whole model shares with that of what was just edited. */

#pragma once

#include "analysis/analysis.h"

G_BEGIN_DECLS

/** analysis_rank_threats: Returns: (transfer full): indices of @threats in the order of
 * RedanAnalysis.ranked */
guint32 *analysis_rank_threats (const RedanFacts *facts, const GArray *threats);

G_END_DECLS
