/* SPDX-License-Identifier: Apache-2.0 */
/* What a model inherits from the file of its organization, in words and as JSON. */

#pragma once

#include "analysis/analysis.h"
#include "model/organization.h"
#include "ui/report/json.h"

G_BEGIN_DECLS

/**
 * redan_inherited_list:
 * @model: with what it inherits: of a RedanInheritance, or the one of an analysis
 *
 * Returns: (transfer container) (element-type RedanObject): objects that are inherited, and those of the model itself that
 *   inherit values, in the order of the file
 */
GPtrArray *redan_inherited_list (const RedanModel *model) G_GNUC_WARN_UNUSED_RESULT;

/** redan_inherited_list_for: those of redan_inherited_list() that have to do with @threat: the accounts and units that it
 * lies in, controls that its rule asks for, facts that its rule reads */
GPtrArray *redan_inherited_list_for (const RedanAnalysis *analysis, const RedanThreat *threat) G_GNUC_WARN_UNUSED_RESULT;

/** redan_inherited_dup_line: Returns: (transfer full): "fact Security policies: Yes", "account Production: Root user
 * sign-in: Removed; Parent: Workloads"; on one line, made visible */
char *redan_inherited_dup_line (const RedanModel *model, const RedanObject *object);

/** redan_inherited_write: a member "inherited" of the object that is open: a list with object, section, name and fields;
 * no fields: the object itself is inherited */
void redan_inherited_write (RedanJson *json, const RedanModel *model, const GPtrArray *objects);

G_END_DECLS
