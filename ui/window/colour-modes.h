/* SPDX-License-Identifier: Apache-2.0 */
/* The one table of what a diagram can be coloured by: menu and preferences come from it. */

#pragma once

#include <gtk/gtk.h>

#include "ui/diagram/painter.h"

G_BEGIN_DECLS

/**
 * RedanColourMode:
 * @word: as the preferences keep it
 */
typedef struct
{
  const char *word;
  RedanColourBy colour_by;
} RedanColourMode;

const RedanColourMode *redan_colour_modes_get (guint *n_out);

/** redan_colour_modes_lookup: Returns: the mode called @word; the first when there is none */
const RedanColourMode *redan_colour_modes_lookup (const char *word);

/** redan_colour_modes_create_menu: Returns: (transfer full): a menu whose items activate
 * win.colour-by */
GMenuModel *redan_colour_modes_create_menu (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
