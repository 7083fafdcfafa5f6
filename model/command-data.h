/* SPDX-License-Identifier: Apache-2.0 */
/* Commands about data assets, assumptions, and the dates of facts. */

#pragma once

#include "model/edit.h"

G_BEGIN_DECLS

/**
 * redan_command_add_asset:
 * @target: (nullable): an element or flow that the data is at from the start
 * @role: %REDAN_FIELD_STORED, %REDAN_FIELD_PROCESSED or %REDAN_FIELD_CARRIED
 */
RedanEdit *redan_command_add_asset (const RedanModel *model,
                                    const char *name,
                                    const RedanId *target,
                                    RedanField role,
                                    RedanId *id_out);

/** redan_command_assign_asset: says whether @target stores, processes or carries the data */
RedanEdit *redan_command_assign_asset (const RedanModel *model,
                                       const RedanId *asset,
                                       const RedanId *target,
                                       RedanField role,
                                       gboolean assigned);

/** redan_command_add_assumption: an assumption that nobody has confirmed yet */
RedanEdit *
redan_command_add_assumption (const RedanModel *model, const char *name, RedanId *id_out);

/** redan_command_date_fact: creates the programme fact @name or changes it: when it was so; @date
 * %NULL takes the date away. The value stays */
RedanEdit *redan_command_date_fact (const RedanModel *model, const char *name, const char *date);

G_END_DECLS
