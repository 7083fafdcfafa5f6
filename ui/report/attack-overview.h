/* SPDX-License-Identifier: Apache-2.0 */
/* The attack graph of a whole model in tables, for the report and the window alike. */

#pragma once

#include "analysis/attack-view.h"
#include "ui/report/block.h"

G_BEGIN_DECLS

/** Random trials behind each figure that is sampled. */
#define REDAN_OVERVIEW_TRIALS 1000u

/**
 * redan_report_add_attack_overview:
 * @view: as one attacker finds it
 * @assets: (element-type guint32): that there is an attack on, those to be told about
 * @is_what_if: controls of the view are toggled: nothing is told that is the same without
 * @cancellable: (nullable): when cancelled, figures and tables are missing
 *
 * How far each attacker gets, when assets fall and how exposed they are, what becomes of them as
 * controls decay, what attacks go through, what falls with each element, zones of trust, where to
 * watch; each says whether it is exact or estimated, and what it assumes. Cost: that of the
 * questions of analysis/attack-overview.h, most of it REDAN_OVERVIEW_TRIALS searches for each of
 * time and decay.
 */
void redan_report_add_attack_overview (RedanReport *self,
                                       const RedanAttackView *view,
                                       const GArray *assets,
                                       gboolean is_what_if,
                                       GCancellable *cancellable);

G_END_DECLS
