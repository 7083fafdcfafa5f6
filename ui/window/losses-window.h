/* SPDX-License-Identifier: Apache-2.0 */
/* What an import left out, guessed or repaired, as a list. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** redan_losses_window_new: Returns: (transfer none): a window over @parent; @losses (element-type
 * RedanLoss) is read at once */
GtkWidget *redan_losses_window_new (GtkWindow *parent, const GPtrArray *losses);

G_END_DECLS
