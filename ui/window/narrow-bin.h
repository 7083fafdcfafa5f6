/* SPDX-License-Identifier: Apache-2.0 */
/* The content of a window that can be drawn narrower than what it shows now asks for. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define REDAN_TYPE_NARROW_BIN (redan_narrow_bin_get_type ())
G_DECLARE_FINAL_TYPE (RedanNarrowBin, redan_narrow_bin, REDAN, NARROW_BIN, GtkWidget)

/**
 * RedanNarrowBin:
 *
 * One child, its property "child", that is never given less width than it asks for: what is too
 * wide is cut off at its end. The bin itself may ask for less, so that the edge of a window can be
 * drawn to where its content takes another form.
 */

/**
 * redan_narrow_bin_set_least_width:
 * @width: what the bin asks for although its child may ask for more, in pixels; -1 for the width
 * that the child asks for
 */
void redan_narrow_bin_set_least_width (RedanNarrowBin *self, int width);

G_END_DECLS
