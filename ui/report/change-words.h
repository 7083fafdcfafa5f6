/* SPDX-License-Identifier: Apache-2.0 */
/* The words for what a plan proposes beside controls. */

#pragma once

#include "analysis/plan-changes.h"

G_BEGIN_DECLS

/** redan_change_dup_title: Returns: (transfer full): "Remove X", on one line; for people, as data */
char *redan_change_dup_title (const RedanAnalysis *analysis, const RedanPlanChange *change);

/** redan_change_dup_loss: Returns: (transfer full): what it takes away: flows, and data that is
 * stored nowhere else, or that is real no more */
char *redan_change_dup_loss (const RedanAnalysis *analysis, const RedanPlanChange *change);

G_END_DECLS
