/* SPDX-License-Identifier: Apache-2.0 */
/* A row with one attribute of one or several objects: editor, where the value comes from,
 * explanation. */

#pragma once

#include "ui/report/inspection.h"
#include "ui/window/workspace.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define REDAN_TYPE_ATTRIBUTE_ROW (redan_attribute_row_get_type ())
G_DECLARE_FINAL_TYPE (RedanAttributeRow, redan_attribute_row, REDAN, ATTRIBUTE_ROW, GtkListBoxRow)

/** redan_attribute_row_new: @ids: (array length=n): copied; every change is one command for all of
 * them */
GtkWidget *redan_attribute_row_new (RedanWorkspace *workspace,
                                    const RedanId *ids,
                                    guint n,
                                    const RedanAttribute *attribute);

/** redan_attribute_row_refresh: shows what the model and its analysis say now */
void redan_attribute_row_refresh (RedanAttributeRow *self);

G_END_DECLS
