/* SPDX-License-Identifier: Apache-2.0 */
/* What the colours of a diagram mean, in words; the same for window and report. */

#include "ui/diagram/legend.h"

#include <glib/gi18n-lib.h>

#include "ui/diagram/painter-private.h"

#define MAX_STEPS 7

/* By mode, then step of the scale. */
static const char *const texts[REDAN_N_COLOURS][MAX_STEPS] = {
  { N_ ("Person"), N_ ("External system"), N_ ("Process"), N_ ("Data store") },
  { N_ ("Informational risk"), N_ ("Low risk"), N_ ("Medium risk"), N_ ("High risk"),
    N_ ("Critical risk") },
  { N_ ("Not reachable for an attacker"), N_ ("Exposure below 10 %"), N_ ("Exposure from 10 %"),
    N_ ("Exposure from 30 %"), N_ ("Exposure from 60 %") },
  { N_ ("No open threat"), N_ ("Mostly spoofing"), N_ ("Mostly tampering"),
    N_ ("Mostly repudiation"), N_ ("Mostly information disclosure"),
    N_ ("Mostly denial of service"), N_ ("Mostly elevation of privilege") },
  { N_ ("No open question"), N_ ("One to three open questions"),
    N_ ("Four or more open questions") },
  { N_ ("Nothing else is lost with it"), N_ ("Blast radius below 10 %"),
    N_ ("Blast radius from 10 %"), N_ ("Blast radius from 30 %"), N_ ("Blast radius from 60 %") },
};

static const char *const titles[REDAN_N_COLOURS] = {
  N_ ("Kind"),   N_ ("Residual risk"),  N_ ("Exposure"),
  N_ ("STRIDE"), N_ ("Open questions"), N_ ("Blast radius"),
};

static const char *const notes[REDAN_N_COLOURS] = {
  NULL,
  N_ ("The number counts the threats."),
  N_ ("The number says how far an attacker gets, in per cent."),
  N_ ("The letters are those of the open threats."),
  N_ ("The number counts the open questions."),
  N_ ("The number says how much of all value can be reached from here, in per cent."),
};

const char *
redan_legend_get_title (RedanColourBy colour_by)
{
  return _ (titles[colour_by]);
}

const char *
redan_legend_get_note (RedanColourBy colour_by)
{
  return notes[colour_by] == NULL ? NULL : _ (notes[colour_by]);
}

GArray *
redan_legend_list (const RedanPaintOptions *options)
{
  GArray *entries = g_array_new (FALSE, FALSE, sizeof (RedanLegendEntry));

  for (guint i = 0; i < redan_theme_get_n_steps (options->colour_by); i++)
    {
      RedanLegendEntry entry = { .text = _ (texts[options->colour_by][i]) };

      redan_theme_get_step (options, options->colour_by, i, &entry.fill, &entry.border);
      g_array_append_val (entries, entry);
    }
  return entries;
}
