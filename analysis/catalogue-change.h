/* SPDX-License-Identifier: Apache-2.0 */
/* What a change of the catalogue means for a model that was signed before: told apart from what the
 * model itself did. */

#pragma once

#include "analysis/assessment.h"

G_BEGIN_DECLS

/**
 * RedanCatalogueChange:
 * @packs: (element-type RedanPackChange): that are not as the model records them
 * @threats: (element-type RedanThreat): undecided ones by rules that were not adopted, by rank
 */
typedef struct
{
  RedanAdoption *adoption;
  GArray *packs;
  GPtrArray *threats;
} RedanCatalogueChange;

/**
 * redan_catalogue_change_new:
 * @signed_model: whose newest signature says what was adopted: the model itself, or what it is
 * compared with, since a change must not adopt by itself what it is judged by
 * @analysis: whose threats are looked at
 */
RedanCatalogueChange *
redan_catalogue_change_new (const RedanModel *signed_model,
                            const RedanAnalysis *analysis) G_GNUC_WARN_UNUSED_RESULT;
void redan_catalogue_change_free (RedanCatalogueChange *self);

/** redan_catalogue_change_is_empty: Returns: whether there is nothing to tell */
gboolean redan_catalogue_change_is_empty (const RedanCatalogueChange *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanCatalogueChange, redan_catalogue_change_free)

G_END_DECLS
