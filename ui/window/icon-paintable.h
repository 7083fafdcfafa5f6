/* SPDX-License-Identifier: Apache-2.0 */
/* Our icons in the colour of the text around them, for images of the window. */

#pragma once

#include <gtk/gtk.h>

#include "ui/diagram/icons.h"

G_BEGIN_DECLS

#define REDAN_TYPE_ICON_PAINTABLE (redan_icon_paintable_get_type ())
G_DECLARE_FINAL_TYPE (RedanIconPaintable, redan_icon_paintable, REDAN, ICON_PAINTABLE, GObject)

/** redan_icon_paintable_new: @icon nullable: nothing is drawn. Returns: (transfer full): for gtk_image_new_from_paintable() */
GdkPaintable *redan_icon_paintable_new (const RedanIcon *icon) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
