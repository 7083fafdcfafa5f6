/* SPDX-License-Identifier: Apache-2.0 */
/* Small parts that the pages of the inspector share: lists, rows, fields of objects, links. */

#pragma once

#include "ui/window/inspector-text.h"
#include "ui/window/workspace.h"

#include <adwaita.h>

G_BEGIN_DECLS

/** redan_inspector_add_list: appends a list of rows to @box; @title nullable. Returns: (transfer
 * none): the list */
GtkWidget *redan_inspector_add_list (GtkWidget *box, const char *title);

/** redan_inspector_row_new: Returns: (transfer floating): a row of a label and a control; the label
 * is data */
GtkWidget *redan_inspector_row_new (const char *label, GtkWidget *control);

/** redan_inspector_wide_row_new: Returns: (transfer floating): a row with a control over its whole
 * width */
GtkWidget *redan_inspector_wide_row_new (GtkWidget *control);

/** redan_inspector_link_new: Returns: (transfer floating): a flat button that selects @id */
GtkWidget *redan_inspector_link_new (RedanWorkspace *workspace, const RedanId *id);

/** redan_inspector_link_refresh: the name may have changed; @id nullable: nothing is there */
void redan_inspector_link_refresh (GtkWidget *link, RedanWorkspace *workspace, const RedanId *id);

/** redan_inspector_icon_button_new: Returns: (transfer floating): a small flat button; @name is its
 * tooltip and accessible name */
GtkWidget *redan_inspector_icon_button_new (const char *icon_name, const char *name);

/**
 * redan_inspector_field_new:
 * @field: a text of the object @id
 *
 * Returns: (transfer floating): a text field bound to the model: gives up one command for each
 * finished text
 */
GtkWidget *redan_inspector_field_new (RedanWorkspace *workspace,
                                      const RedanId *id,
                                      RedanField field,
                                      RedanTextFieldKind kind,
                                      const char *name,
                                      const char *hint);

/** redan_inspector_field_refresh: shows what the model says now; @field_widget was made by
 * redan_inspector_field_new() */
void redan_inspector_field_refresh (GtkWidget *field_widget, RedanWorkspace *workspace);

/** redan_inspector_scroll: Returns: (transfer floating): @box as a page that scrolls */
GtkWidget *redan_inspector_scroll (GtkWidget *box);

G_END_DECLS
