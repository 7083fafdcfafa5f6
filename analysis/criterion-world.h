/* SPDX-License-Identifier: Apache-2.0 */
/* Models in which criteria are tried: an organization that is run well, and one that nobody looks
 * after. Used inside this floor only. */

#pragma once

#include "analysis/analysis.h"
#include "model/edit.h"

G_BEGIN_DECLS

/** criterion_world_new: Returns: (transfer full): an organization with two workloads, facts of the
 * programme, stored assessments and imported advisories; run well, or not. Controls are for the
 * caller to put in place. */
RedanModel *criterion_world_new (RedanCatalogue *catalogue,
                                 gboolean well_run) G_GNUC_WARN_UNUSED_RESULT;

/** criterion_world_analyse: Returns: (transfer full): the analysis as of the day of all such models
 */
RedanAnalysis *criterion_world_analyse (RedanCatalogue *catalogue,
                                        const RedanModel *model) G_GNUC_WARN_UNUSED_RESULT;

/** criterion_world_review: signs everything as reviewed (all but one object without @all) and
 * decides every threat */
void criterion_world_review (RedanCatalogue *catalogue, RedanModel *model, gboolean all);

/** criterion_world_prove: imports findings on every control wherever it applies: all of them pass,
 * or fail */
void criterion_world_prove (RedanCatalogue *catalogue, RedanModel *model, gboolean pass);

/**
 * criterion_world_set:
 * @only_open: leave what has a value
 *
 * Sets a fact of the programme, or an attribute of all objects that may have it, to @value.
 *
 * Returns: whether anything was set
 */
gboolean criterion_world_set (RedanModel *model,
                              const RedanAttribute *attribute,
                              const char *value,
                              gboolean only_open);

/** The day of all such models, and one long before it. */
#define CRITERION_WORLD_TODAY "2025-02-01"
#define CRITERION_WORLD_LONG_AGO "2019-01-01"

G_END_DECLS
