/* SPDX-License-Identifier: Apache-2.0 */
/* The views of the posture as JSON, inside the object of the objectives. Used inside this folder
 * only.
 */

#pragma once

#include "ui/report/json.h"

G_BEGIN_DECLS

/** posture_write_object: the id of an object, null for the model */
void posture_write_object (RedanJson *json,
                           const char *key,
                           const RedanFacts *facts,
                           RedanContext context,
                           guint32 target);

/** posture_write_views: one key for each of @views, bit by RedanPostureView */
void posture_write_views (RedanJson *json,
                          const RedanAnalysis *analysis,
                          const RedanObjectiveScope *scope,
                          const RedanObjectives *results,
                          guint views);

G_END_DECLS
