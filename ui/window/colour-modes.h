/* SPDX-License-Identifier: Apache-2.0 */
/* The one table of what a diagram can be coloured by: menu, preferences and legend come from it. */

#pragma once

#include <gtk/gtk.h>

#include "ui/diagram/painter.h"

G_BEGIN_DECLS

/**
 * RedanColourMode:
 * @word: as the preferences keep it
 * @title: in menus, untranslated
 */
typedef struct
{
  const char *word;
  RedanColourBy colour_by;
  const char *title;
} RedanColourMode;

const RedanColourMode *redan_colour_modes_get (guint *n_out);

/** redan_colour_modes_lookup: Returns: the mode called @word; the first when there is none */
const RedanColourMode *redan_colour_modes_lookup (const char *word);

/** redan_colour_modes_create_menu: Returns: (transfer full): a menu whose items activate
 * win.colour-by */
GMenuModel *redan_colour_modes_create_menu (void) G_GNUC_WARN_UNUSED_RESULT;

/** redan_colour_modes_fill_legend: replaces the children of @box by what the colours of @mode mean;
 * hides it when they need no words */
void redan_colour_modes_fill_legend (GtkBox *box, const RedanColourMode *mode);

G_END_DECLS
