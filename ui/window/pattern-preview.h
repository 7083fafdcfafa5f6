/* SPDX-License-Identifier: Apache-2.0 */
/* A small picture of a diagram, without words, in the colours of the theme. */

#pragma once

#include <gtk/gtk.h>

#include "ui/diagram/scene.h"

G_BEGIN_DECLS

#define REDAN_TYPE_PATTERN_PREVIEW (redan_pattern_preview_get_type ())
G_DECLARE_FINAL_TYPE (RedanPatternPreview, redan_pattern_preview, REDAN, PATTERN_PREVIEW, GtkWidget)

/** redan_pattern_preview_new: @scene: (transfer full) */
GtkWidget *redan_pattern_preview_new (RedanScene *scene);

G_END_DECLS
