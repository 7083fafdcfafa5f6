/* SPDX-License-Identifier: Apache-2.0 */
/* The page of the palette with what the diagram shows, boundaries with what lies in them. */

#pragma once

#include <gtk/gtk.h>

#include "ui/window/canvas.h"
#include "ui/window/workspace.h"

G_BEGIN_DECLS

#define REDAN_TYPE_OUTLINE (redan_outline_get_type ())
G_DECLARE_FINAL_TYPE (RedanOutline, redan_outline, REDAN, OUTLINE, GtkWidget)

GtkWidget *redan_outline_new (void);

/** redan_outline_set: @workspace nullable; @canvas shows what is chosen */
void redan_outline_set (RedanOutline *self, RedanWorkspace *workspace, RedanCanvas *canvas);

G_END_DECLS
