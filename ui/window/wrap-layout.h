/* SPDX-License-Identifier: Apache-2.0 */
/* Controls side by side, in as many lines as the width asks for. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define REDAN_TYPE_WRAP_LAYOUT (redan_wrap_layout_get_type ())
G_DECLARE_FINAL_TYPE (RedanWrapLayout, redan_wrap_layout, REDAN, WRAP_LAYOUT, GtkLayoutManager)

/**
 * redan_wrap_layout_new:
 * @spacing: between controls and between lines, in pixels
 *
 * Places the children of a widget from left to right, each as wide as it naturally is or as there
 * is room, and goes on in a further line where they do not fit into one. What is left of a line
 * goes to those of its children that expand. Cost: O(children) for each width.
 *
 * Returns: (transfer full): the layout, for gtk_widget_set_layout_manager()
 */
GtkLayoutManager *redan_wrap_layout_new (int spacing) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
