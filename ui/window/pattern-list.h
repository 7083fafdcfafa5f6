/* SPDX-License-Identifier: Apache-2.0 */
/* The page of the palette with the patterns: shipped, the user's own, and those of the repository. */

#pragma once

#include <gtk/gtk.h>

#include "ui/window/canvas.h"
#include "ui/window/workspace.h"

G_BEGIN_DECLS

#define REDAN_TYPE_PATTERN_LIST (redan_pattern_list_get_type ())
G_DECLARE_FINAL_TYPE (RedanPatternList, redan_pattern_list, REDAN, PATTERN_LIST, GtkWidget)

GtkWidget *redan_pattern_list_new (void);

/** redan_pattern_list_set: @workspace nullable; @canvas gets what is inserted */
void redan_pattern_list_set (RedanPatternList *self, RedanWorkspace *workspace, RedanCanvas *canvas);

/** redan_pattern_list_refresh: looks into the folders again, when the page can be seen */
void redan_pattern_list_refresh (RedanPatternList *self);

G_END_DECLS
