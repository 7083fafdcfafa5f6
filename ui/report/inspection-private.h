/* SPDX-License-Identifier: Apache-2.0 */
/* How much attributes matter for objects. Used inside this floor only. */

#pragma once

#include "ui/report/inspection.h"

G_BEGIN_DECLS

/** InspectionWeight: of one attribute, see RedanInspected */
typedef struct
{
  guint n_waiting;
  guint n_deciding;
  guint weight;
} InspectionWeight;

/** inspection_weigh: Returns: (transfer full) (array): by index of the attribute in the schema */
InspectionWeight *inspection_weigh (const RedanFacts *facts, const GArray *targets);

G_END_DECLS
