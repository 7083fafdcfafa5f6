/* SPDX-License-Identifier: Apache-2.0 */
/* The attributes of what is selected, as the schema has them: what matters first, the rest folded
 * by group. */

#pragma once

#include "ui/window/workspace.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define REDAN_TYPE_PROPERTIES (redan_properties_get_type ())
G_DECLARE_FINAL_TYPE (RedanProperties, redan_properties, REDAN, PROPERTIES, GtkWidget)

/**
 * redan_properties_new:
 * @ids: (array length=n): what is selected
 * @apart: (nullable): name of an attribute that is shown elsewhere
 */
GtkWidget *
redan_properties_new (RedanWorkspace *workspace, const RedanId *ids, guint n, const char *apart);

/** redan_properties_refresh: shows what the model and its analysis say now, in place; the order
 * stays as long as kind and technology do */
void redan_properties_refresh (RedanProperties *self);

G_END_DECLS
