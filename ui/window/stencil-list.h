/* SPDX-License-Identifier: Apache-2.0 */
/* The page of the palette with everything that can be drawn, in groups, with a search. */

#pragma once

#include <gtk/gtk.h>

#include "ui/window/canvas.h"
#include "ui/window/workspace.h"

G_BEGIN_DECLS

#define REDAN_TYPE_STENCIL_LIST (redan_stencil_list_get_type ())
G_DECLARE_FINAL_TYPE (RedanStencilList, redan_stencil_list, REDAN, STENCIL_LIST, GtkWidget)

GtkWidget *redan_stencil_list_new (void);

/** redan_stencil_list_set: @workspace nullable; @canvas gets what is chosen */
void redan_stencil_list_set (RedanStencilList *self, RedanWorkspace *workspace, RedanCanvas *canvas);
void redan_stencil_list_focus_search (RedanStencilList *self);

G_END_DECLS
