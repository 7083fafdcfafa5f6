/* SPDX-License-Identifier: Apache-2.0 */
/* The attributes that an object has from the template of another tool, each with a list of values.
 */

#pragma once

#include "ui/window/workspace.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define REDAN_TYPE_TEMPLATE_PART (redan_template_part_get_type ())
G_DECLARE_FINAL_TYPE (RedanTemplatePart, redan_template_part, REDAN, TEMPLATE_PART, GtkWidget)

/** redan_template_part_new: @id: the object; hidden while that has no such attributes */
GtkWidget *redan_template_part_new (RedanWorkspace *workspace, const RedanId *id);

/** redan_template_part_refresh: shows what the model says now; rows are made anew only when there
 * are others */
void redan_template_part_refresh (RedanTemplatePart *self);

G_END_DECLS
