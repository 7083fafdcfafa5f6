/* SPDX-License-Identifier: Apache-2.0 */
/* An editor for the value of one attribute, by the type that the schema gives it. */

#pragma once

#include "ui/report/inspection.h"
#include "ui/window/workspace.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define REDAN_TYPE_VALUE_EDITOR (redan_value_editor_get_type ())
G_DECLARE_FINAL_TYPE (RedanValueEditor, redan_value_editor, REDAN, VALUE_EDITOR, GtkWidget)

/**
 * RedanValueEditor:
 *
 * Emits "changed" (the new value; %NULL: take back what is set here). The owner changes the model
 * and calls redan_value_editor_set().
 */

/** redan_value_editor_new: @attribute: must outlive the editor, as those of the schema of
 * @workspace do */
GtkWidget *redan_value_editor_new (RedanWorkspace *workspace, const RedanAttribute *attribute);

/** redan_value_editor_set: shows a value; a text that is being typed stays */
void redan_value_editor_set (RedanValueEditor *self, const RedanInspectedValue *value);

/** redan_value_editor_is_wide: Returns: whether the editor wants a line of its own */
gboolean redan_value_editor_is_wide (RedanValueEditor *self);

G_END_DECLS
