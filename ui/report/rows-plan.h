/* SPDX-License-Identifier: Apache-2.0 */
/* Machine rows of the plan. */

#pragma once

#include "analysis/plan-changes.h"
#include "ui/report/json.h"

G_BEGIN_DECLS

/** redan_rows_write_plan: members of the object that is open: the residual, the rows of @plan with
 * the objectives they serve, and @changes (element-type RedanPlanChange) beside them */
void redan_rows_write_plan (RedanJson *json,
                            const RedanAnalysis *analysis,
                            const RedanPlan *plan,
                            const GPtrArray *changes);

G_END_DECLS
