/* SPDX-License-Identifier: Apache-2.0 */
/* Attack paths: the likeliest attacks of an attacker on what is of worth, step by step, and what
 * becomes of them when controls are put in place or fail. */

#pragma once

#include "ui/window/canvas.h"

G_BEGIN_DECLS

#define REDAN_TYPE_PATH_VIEW (redan_path_view_get_type ())
G_DECLARE_FINAL_TYPE (RedanPathView, redan_path_view, REDAN, PATH_VIEW, GtkWidget)

GtkWidget *redan_path_view_new (void);
void redan_path_view_set_workspace (RedanPathView *self, RedanWorkspace *workspace);

/** redan_path_view_set_canvas: the diagram that shows the steps; must live as long */
void redan_path_view_set_canvas (RedanPathView *self, RedanCanvas *canvas);

G_END_DECLS
