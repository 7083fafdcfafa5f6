/* SPDX-License-Identifier: Apache-2.0 */
/* What an import left out, guessed or repaired, or an export cannot say, as a list. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * redan_losses_window_new:
 * @losses: (element-type RedanLoss): read at once
 * @title, @text: (nullable): what the window is called and begins with; those of an import
 *
 * Returns: (transfer none): a window over @parent
 */
GtkWidget *redan_losses_window_new (GtkWindow *parent,
                                    const GPtrArray *losses,
                                    const char *title,
                                    const char *text);

G_END_DECLS
