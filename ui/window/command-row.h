/* SPDX-License-Identifier: Apache-2.0 */
/* A row of the command palette: an action with its keys, something drawn, or a threat. */

#pragma once

#include <gtk/gtk.h>

#include "analysis/analysis.h"
#include "ui/window/keys.h"

G_BEGIN_DECLS

#define REDAN_TYPE_COMMAND_ROW (redan_command_row_get_type ())
G_DECLARE_FINAL_TYPE (RedanCommandRow, redan_command_row, REDAN, COMMAND_ROW, GtkListBoxRow)

RedanCommandRow *redan_command_row_new (void);

/** redan_command_row_set_place: what the palette knows the row by */
void redan_command_row_set_place (RedanCommandRow *self, guint group, guint index);
guint redan_command_row_get_group (RedanCommandRow *self);
guint redan_command_row_get_index (RedanCommandRow *self);

void redan_command_row_set_action (RedanCommandRow *self, const RedanKey *key);

/** redan_command_row_set_object: @object: element, flow, boundary or diagram of @model */
void redan_command_row_set_object (RedanCommandRow *self,
                                   const RedanModel *model,
                                   const RedanObject *object);

/** redan_command_row_set_hint: @hint: a key that does something else with the row than Enter, until
 * the row is set again */
void redan_command_row_set_hint (RedanCommandRow *self, const char *hint);

/** redan_command_row_set_threat: @index into the threats of @analysis */
void
redan_command_row_set_threat (RedanCommandRow *self, const RedanAnalysis *analysis, guint index);

G_END_DECLS
