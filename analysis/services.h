/* SPDX-License-Identifier: Apache-2.0 */
/* New security services against open threats (BP08): which notes of the catalogue answer a high
 * threat, and what was decided about them. */

#pragma once

#include "analysis/analysis.h"

G_BEGIN_DECLS

/**
 * RedanServiceRow:
 * @note: index in the catalogue
 * @decision: (nullable): what was decided about the service, when that still counts
 * @is_new: it came after the last review of services, or there was none
 * @is_open: new, answers a high threat, and nobody decided
 * @n_threats: high threats that a control of it would lower where it does not stand yet
 * @benefit: sum of their residual scores times the strength of the control; an estimate to rank by
 * @per_effort: @benefit by effort points
 */
typedef struct
{
  guint32 note;
  const RedanObject *decision;
  gboolean is_new;
  gboolean is_open;
  guint n_threats;
  double benefit;
  double per_effort;
} RedanServiceRow;

/** redan_services_list: Returns: (transfer full) (element-type RedanServiceRow): notes that came by
 * the day of the analysis and answer a high threat or were decided: open ones first, then by
 * benefit per effort. O(threats * controls of a rule) */
GArray *redan_services_list (const RedanAnalysis *analysis, const RedanObjectiveScope *scope);

G_END_DECLS
