/* SPDX-License-Identifier: Apache-2.0 */
/* What a change of the catalogue means, in words and as JSON. */

#pragma once

#include "analysis/catalogue-change.h"
#include "ui/report/json.h"

G_BEGIN_DECLS

/** redan_catalogue_change_list_lines: Returns: (transfer full) (element-type utf8): a sentence, then a line for each of
 * the first @limit threats; empty when nothing changed */
GPtrArray *redan_catalogue_change_list_lines (const RedanCatalogueChange *change,
                                              const RedanAnalysis *analysis,
                                              guint limit) G_GNUC_WARN_UNUSED_RESULT;

/** redan_catalogue_change_write: a member "catalogue" of the object that is open */
void redan_catalogue_change_write (RedanJson *json, const RedanCatalogueChange *change, const RedanAnalysis *analysis);

G_END_DECLS
