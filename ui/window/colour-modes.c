/* SPDX-License-Identifier: Apache-2.0 */
/* The one table of what a diagram can be coloured by: menu and preferences come from it. */

#include "config.h"

#include "ui/window/colour-modes.h"

#include "ui/diagram/legend.h"

static const RedanColourMode modes[] = {
  { "none", REDAN_COLOUR_PLAIN },          { "risk", REDAN_COLOUR_RISK },
  { "exposure", REDAN_COLOUR_EXPOSURE },   { "stride", REDAN_COLOUR_STRIDE },
  { "questions", REDAN_COLOUR_QUESTIONS }, { "blast", REDAN_COLOUR_BLAST },
  { "changes", REDAN_COLOUR_CHANGES },
};

const RedanColourMode *
redan_colour_modes_get (guint *n_out)
{
  *n_out = G_N_ELEMENTS (modes);
  return modes;
}

const RedanColourMode *
redan_colour_modes_lookup (const char *word)
{
  for (guint i = 0; i < G_N_ELEMENTS (modes); i++)
    if (g_strcmp0 (modes[i].word, word) == 0)
      return &modes[i];
  return &modes[0];
}

GMenuModel *
redan_colour_modes_create_menu (void)
{
  GMenu *menu = g_menu_new ();

  for (guint i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      g_autofree char *action = g_strconcat ("win.colour-by::", modes[i].word, NULL);

      g_menu_append (menu, redan_legend_get_title (modes[i].colour_by), action);
    }
  return G_MENU_MODEL (menu);
}
