/* SPDX-License-Identifier: Apache-2.0 */
/* The one table of what a diagram can be coloured by: menu, preferences and legend come from it. */

#include "config.h"

#include "ui/window/colour-modes.h"

#include <glib/gi18n-lib.h>

#include "ui/report/wording.h"
#include "ui/window/rows.h"

static const RedanColourMode modes[] = {
  { "none", REDAN_COLOUR_PLAIN, N_ ("Kind") },
  { "risk", REDAN_COLOUR_RISK, N_ ("Residual risk") },
  { "exposure", REDAN_COLOUR_EXPOSURE, N_ ("Exposure") },
  { "stride", REDAN_COLOUR_STRIDE, N_ ("STRIDE") },
  { "questions", REDAN_COLOUR_QUESTIONS, N_ ("Open questions") },
  { "blast", REDAN_COLOUR_BLAST, N_ ("Blast radius") },
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

      g_menu_append (menu, _ (modes[i].title), action);
    }
  return G_MENU_MODEL (menu);
}

static void
add_swatch (GtkBox *box, const char *css_class, const char *text)
{
  GtkWidget *entry = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 5);
  GtkWidget *swatch = gtk_label_new (NULL);

  gtk_widget_add_css_class (swatch, "severity");
  gtk_widget_add_css_class (swatch, "legend-swatch");
  gtk_widget_add_css_class (swatch, css_class);
  gtk_widget_set_valign (swatch, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (entry), swatch);
  gtk_box_append (GTK_BOX (entry), gtk_label_new (text));
  gtk_box_append (box, entry);
}

void
redan_colour_modes_fill_legend (GtkBox *box, const RedanColourMode *mode)
{
  redan_box_clear (GTK_WIDGET (box));
  if (mode->colour_by == REDAN_COLOUR_RISK)
    for (int band = REDAN_BAND_CRITICAL; band >= REDAN_BAND_LOW; band--)
      add_swatch (box, redan_band_get_word (band), redan_band_get_title (band));
  gtk_widget_set_visible (GTK_WIDGET (box), mode->colour_by != REDAN_COLOUR_PLAIN);
}
