/* SPDX-License-Identifier: Apache-2.0 */
/* What the colours of a diagram mean, in words; the same for window and report. */

#include "ui/diagram/legend.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ui/diagram/painter-private.h"
#include "ui/diagram/text.h"

#define MAX_STEPS 7

/* Of a legend in a picture. */
#define TEXT_SIZE 10.5
#define ROW 20.0
#define SWATCH_WIDTH 18.0
#define SWATCH_HEIGHT 12.0
#define SWATCH_GAP 6.0
#define ENTRY_GAP 18.0

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

/* What one walk over the pieces of a legend does: measures, or paints as well. */
typedef struct
{
  RedanPainter *painter; /* NULL: only measures */
  RedanTheme theme;
  RedanSceneRect rect; /* width: at most; height: grows */
  double x;            /* in rect */
  double widest;
} Walk;

/* Begins a new row where the piece does not fit any more. Returns: its left edge */
static double
add_piece (Walk *self, double width)
{
  double left = self->x;

  if (left > 0 && left + width > self->rect.width)
    {
      left = 0;
      self->rect.height += ROW;
    }
  self->x = left + width + ENTRY_GAP;
  self->widest = MAX (self->widest, left + width);
  return self->rect.x + left;
}

static void
add_text (Walk *self, const char *text, gboolean bold)
{
  const double left = add_piece (self, redan_text_width (text, strlen (text), TEXT_SIZE, bold));

  if (self->painter != NULL)
    self->painter->text (
        self->painter,
        (RedanScenePoint){ left, self->rect.y + self->rect.height - ROW / 2 + TEXT_SIZE * .35 },
        REDAN_ANCHOR_START, text, TEXT_SIZE, bold, self->theme.text);
}

static RedanColour
to_colour (guint32 rgb)
{
  return (RedanColour){ ((rgb >> 16) & 0xff) / 255.0, ((rgb >> 8) & 0xff) / 255.0,
                        (rgb & 0xff) / 255.0, 1 };
}

static void
add_entry (Walk *self, const RedanLegendEntry *entry)
{
  const double text_width = redan_text_width (entry->text, strlen (entry->text), TEXT_SIZE, FALSE);
  const double left = add_piece (self, SWATCH_WIDTH + SWATCH_GAP + text_width);
  const double middle = self->rect.y + self->rect.height - ROW / 2;
  const RedanStyle style = { to_colour (entry->fill), to_colour (entry->border), 1.5,
                             REDAN_DASH_NONE };
  const RedanSceneRect swatch = { left, middle - SWATCH_HEIGHT / 2, SWATCH_WIDTH, SWATCH_HEIGHT };

  if (self->painter == NULL)
    return;
  self->painter->rect (self->painter, &swatch, 3, &style);
  self->painter->text (
      self->painter,
      (RedanScenePoint){ left + SWATCH_WIDTH + SWATCH_GAP, middle + TEXT_SIZE * .35 },
      REDAN_ANCHOR_START, entry->text, TEXT_SIZE, FALSE, self->theme.text);
}

static void
walk (Walk *self, const RedanPaintOptions *options)
{
  const char *note = redan_legend_get_note (options->colour_by);
  g_autoptr (GArray) entries = redan_legend_list (options);

  redan_theme_get (options, &self->theme);
  self->rect.height = ROW;
  add_text (self, redan_legend_get_title (options->colour_by), TRUE);
  for (guint i = 0; i < entries->len; i++)
    add_entry (self, &g_array_index (entries, RedanLegendEntry, i));
  if (note != NULL)
    add_text (self, note, FALSE);
}

RedanSceneRect
redan_legend_measure (const RedanPaintOptions *options, double width)
{
  Walk self = { .rect = { 0, 0, width, 0 } };

  walk (&self, options);
  return (RedanSceneRect){ 0, 0, self.widest, self.rect.height };
}

void
redan_legend_paint (RedanPainter *painter,
                    const RedanPaintOptions *options,
                    const RedanSceneRect *rect)
{
  /* Widths are bounds, so that what fitted when it was measured fits again. */
  Walk self = { .painter = painter, .rect = *rect };

  painter->begin_group (painter, NULL, NULL, _ ("Legend"));
  walk (&self, options);
  painter->end_group (painter);
}
