/* SPDX-License-Identifier: Apache-2.0 */
/* The proxy of an element on the canvas: draws nothing, but can be focused, read and acted upon. */

#pragma once

#include <gtk/gtk.h>

#include "model/id.h"

G_BEGIN_DECLS

#define REDAN_TYPE_CANVAS_ITEM (redan_canvas_item_get_type ())
G_DECLARE_FINAL_TYPE (RedanCanvasItem, redan_canvas_item, REDAN, CANVAS_ITEM, GtkWidget)

/** redan_canvas_item_new: Signal "chosen" */
GtkWidget *redan_canvas_item_new (const RedanId *id);

/** redan_canvas_item_describe: @name for screen readers: "Process: Web shop"; @description: "9
 * threats" */
void redan_canvas_item_describe (RedanCanvasItem *self, const char *name, const char *description);
const RedanId *redan_canvas_item_get_id (RedanCanvasItem *self);
void redan_canvas_item_set_selected (RedanCanvasItem *self, gboolean selected);

G_END_DECLS
