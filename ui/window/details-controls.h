/* SPDX-License-Identifier: Apache-2.0 */
/* The controls that work against a threat: their state, what each would change, and buttons to plan
 * them or put them in place. */

#pragma once

#include <gtk/gtk.h>

#include "ui/window/workspace.h"

G_BEGIN_DECLS

/** redan_details_controls_new: Returns: (transfer floating) (nullable): %NULL when no control of
 * the catalogue works against it */
GtkWidget *redan_details_controls_new (RedanWorkspace *workspace,
                                       guint threat,
                                       const RedanScoreDetail *detail);

G_END_DECLS
