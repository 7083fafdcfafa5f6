/* SPDX-License-Identifier: Apache-2.0 */
/* The form that waives a criterion: why, who, on what proof and until when. */

#pragma once

#include <gtk/gtk.h>

#include "ui/window/workspace.h"

G_BEGIN_DECLS

/**
 * redan_waiver_button_new:
 * @criterion: its id
 * @text: what it asks for, for the name that a screen reader says
 * @waiver: (nullable): what stands in the file
 *
 * Returns: (transfer floating): a button whose popover holds the form; the form is made when it is
 * first opened, and sends an edit to @workspace
 */
GtkWidget *redan_waiver_button_new (RedanWorkspace *workspace,
                                    const char *criterion,
                                    const char *text,
                                    const RedanObject *waiver);

G_END_DECLS
