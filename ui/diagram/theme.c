/* SPDX-License-Identifier: Apache-2.0 */
/* Colours of a diagram, light and dark, after the palette of the GNOME guidelines. */

#include "ui/diagram/painter-private.h"

#include "analysis/catalogue.h"
#include "ui/diagram/scene-private.h"

#define DASH_WIDTH 1.3

typedef struct
{
  guint32 fill;
  guint32 border;
} Pair;

/* actor, external, process, store */
static const Pair light_kinds[] = {
  { 0xfdf2d4, 0xae7b00 }, { 0xf0e7f5, 0x813d9c }, { 0xe3eefb, 0x1a5fb4 }, { 0xdcf3e6, 0x1b7f4e }
};
static const Pair dark_kinds[] = {
  { 0x4a3c12, 0xf5c211 }, { 0x3f2b4b, 0xdc8add }, { 0x1b3556, 0x78aeed }, { 0x163f2a, 0x57e389 }
};

/* info, low, medium, high, critical */
static const Pair light_bands[] = { { 0xf2f2f4, 0x6b6a70 },
                                    { 0xdff3e4, 0x1b7f4e },
                                    { 0xfcf1bd, 0x9a6d00 },
                                    { 0xffdfc2, 0xc64600 },
                                    { 0xfbc9c5, 0xa51d2d } };
static const Pair dark_bands[] = { { 0x38363d, 0xb5b4ba },
                                   { 0x163f2a, 0x57e389 },
                                   { 0x4d430f, 0xf8e45c },
                                   { 0x55310c, 0xffa348 },
                                   { 0x5a1a20, 0xf66151 } };

/* Shares: none, then less to more; each darker than the one before, so that it is a scale without
 * colour too. */
static const Pair light_exposures[] = { { 0xf6f5f4, 0x77767b },
                                        { 0xe3eefb, 0x62a0ea },
                                        { 0xc2dbf7, 0x3584e4 },
                                        { 0x99c1f1, 0x1c71d8 },
                                        { 0x62a0ea, 0x1a4a8f } };
static const Pair dark_exposures[] = { { 0x2b2a2e, 0xa09fa5 },
                                       { 0x1b2838, 0x62a0ea },
                                       { 0x1b3556, 0x78aeed },
                                       { 0x1a4a80, 0x99c1f1 },
                                       { 0x1a5fb4, 0xd4e5fa } };
static const Pair light_blasts[] = { { 0xf6f5f4, 0x77767b },
                                     { 0xf0e7f5, 0xa675b8 },
                                     { 0xe2cdec, 0x9141ac },
                                     { 0xd0abdf, 0x813d9c },
                                     { 0xb680c9, 0x613583 } };
static const Pair dark_blasts[] = { { 0x2b2a2e, 0xa09fa5 },
                                    { 0x2f2536, 0xc061cb },
                                    { 0x422c4d, 0xdc8add },
                                    { 0x5b3569, 0xe4b3e6 },
                                    { 0x7a4790, 0xf3dcf4 } };

/* none, then S T R I D E */
static const Pair light_letters[] = {
  { 0xf6f5f4, 0x77767b }, { 0xfdf2d4, 0x8f6500 }, { 0xffdfc2, 0xc64600 }, { 0xf0e7f5, 0x813d9c },
  { 0xe3eefb, 0x1a5fb4 }, { 0xdcf3e6, 0x1b7f4e }, { 0xfbc9c5, 0xa51d2d },
};
static const Pair dark_letters[] = {
  { 0x2b2a2e, 0xa09fa5 }, { 0x4a3c12, 0xf5c211 }, { 0x55310c, 0xffa348 }, { 0x3f2b4b, 0xdc8add },
  { 0x1b3556, 0x78aeed }, { 0x163f2a, 0x57e389 }, { 0x5a1a20, 0xf66151 },
};

/* none, few, many */
static const Pair light_questions[] = { { 0xf6f5f4, 0x77767b },
                                        { 0xfdf2d4, 0x8f6500 },
                                        { 0xf9dc6b, 0x7a5600 } };
static const Pair dark_questions[] = { { 0x2b2a2e, 0xa09fa5 },
                                       { 0x4a3c12, 0xf5c211 },
                                       { 0x7a5f10, 0xf9f06b } };

#define MANY_QUESTIONS 4

typedef struct
{
  const Pair *light;
  const Pair *dark;
  guint n;
} Scale;

#define SCALE(name)                                                                                \
  {                                                                                                \
    light_##name, dark_##name, G_N_ELEMENTS (light_##name)                                         \
  }

/* In the order of RedanColourBy. */
static const Scale scales[REDAN_N_COLOURS] = {
  SCALE (kinds),   SCALE (bands),     SCALE (exposures),
  SCALE (letters), SCALE (questions), SCALE (blasts),
};

static RedanColour
make_colour (guint32 rgb, double alpha)
{
  return (RedanColour){ ((rgb >> 16) & 0xff) / 255.0, ((rgb >> 8) & 0xff) / 255.0,
                        (rgb & 0xff) / 255.0, alpha };
}

void
redan_theme_get (const RedanPaintOptions *options, RedanTheme *theme_out)
{
  gboolean dark = options->dark;
  gboolean strong = options->high_contrast;

  theme_out->background = make_colour (dark ? 0x1e1e20 : 0xffffff, 1);
  theme_out->text = make_colour (dark ? 0xffffff : strong ? 0x000000 : 0x241f31, 1);
  theme_out->caption =
      make_colour (dark ? (strong ? 0xffffff : 0xc8c6cc) : (strong ? 0x241f31 : 0x5e5c64), 1);
  theme_out->boundary_fill = make_colour (dark ? 0xffffff : 0x3d3846, dark ? .035 : .025);
  theme_out->note = make_colour (dark ? 0x3a3728 : 0xfffbe6, 1);
  theme_out->note_border = make_colour (dark ? 0x857a45 : 0xcdbf86, 1);
  theme_out->muted = make_colour (dark ? 0xa09fa5 : strong ? 0x3d3846 : 0x77767b, 1);
  theme_out->muted_fill = make_colour (dark ? 0x2b2a2e : 0xf7f6f5, 1);
  theme_out->badge_text = make_colour (dark ? 0x1e1e20 : 0xffffff, 1);
  theme_out->stroke = strong ? 2.4 : 1.5;
}

RedanColour
redan_theme_band (const RedanPaintOptions *options, guint band)
{
  const Pair *bands = options->dark ? dark_bands : light_bands;

  return make_colour (bands[MIN (band, REDAN_N_BANDS - 1)].border, 1);
}

static guint
get_share_step (double share)
{
  static const double limits[] = { .1, .3, .6 };
  guint step = share > 0 ? 1 : 0;

  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    step += share >= limits[i];
  return step;
}

static guint
get_question_step (guint n)
{
  return n == 0 ? 0 : n < MANY_QUESTIONS ? 1 : 2;
}

/* Step of the scale for an element, or -1 when the analysis does not know it: then its kind colours
 * it. */
static int
get_step (const RedanSceneBox *box, RedanColourBy colour_by)
{
  switch (colour_by)
    {
    case REDAN_COLOUR_RISK:
      return box->risk < 0 ? -1 : (int) box->band;
    case REDAN_COLOUR_EXPOSURE:
      return box->exposure < 0 ? -1 : (int) get_share_step (box->exposure);
    case REDAN_COLOUR_STRIDE:
      return box->risk < 0 ? -1 : box->stride == 0 ? 0 : box->stride_lead + 1;
    case REDAN_COLOUR_QUESTIONS:
      return (int) get_question_step (box->n_questions);
    case REDAN_COLOUR_BLAST:
      return box->blast < 0 ? -1 : (int) get_share_step (box->blast);
    default:
      return -1;
    }
}

static void
write_letters (guint8 stride, char text[16])
{
  static const char letters[] = "STRIDE";
  guint n = 0;

  for (guint i = 0; letters[i] != '\0'; i++)
    if (stride & (1u << i))
      text[n++] = letters[i];
  text[n] = '\0';
}

guint
redan_theme_get_n_steps (RedanColourBy colour_by)
{
  return scales[colour_by].n;
}

void
redan_theme_get_step (const RedanPaintOptions *options,
                      RedanColourBy colour_by,
                      guint step,
                      guint32 *fill_out,
                      guint32 *border_out)
{
  const Scale *scale = &scales[colour_by];
  const Pair *pair = &(options->dark ? scale->dark : scale->light)[MIN (step, scale->n - 1)];

  *fill_out = pair->fill;
  *border_out = pair->border;
}

static guint32
get_boundary_colour (const RedanSceneBox *box, gboolean dark)
{
  switch (box->tone)
    {
    case REDAN_TONE_ACCOUNT:
      return dark ? 0xcdab8f : 0x865e3c;
    case REDAN_TONE_NETWORK:
      return dark ? 0x99c1f1 : 0x3d6a9e;
    case REDAN_TONE_OUTSIDE:
      return dark ? 0xf0928a : 0xa51d2d;
    default:
      return dark ? 0xb5b4ba : 0x6b6a70;
    }
}

RedanStyle
redan_theme_box (const RedanTheme *theme,
                 const RedanPaintOptions *options,
                 const RedanSceneBox *box)
{
  RedanStyle style = { theme->note, theme->note_border, 1, REDAN_DASH_NONE };

  if (box->section == REDAN_SECTION_BOUNDARY)
    return (RedanStyle){ theme->boundary_fill,
                         make_colour (get_boundary_colour (box, options->dark), 1), DASH_WIDTH,
                         REDAN_DASH_LONG };
  if (box->section != REDAN_SECTION_ELEMENT)
    return style;
  if (box->out_of_scope)
    return (RedanStyle){ theme->muted_fill, theme->muted, theme->stroke, REDAN_DASH_LONG };

  int step = get_step (box, options->colour_by);
  guint32 fill, border;

  redan_theme_get_step (options, step < 0 ? REDAN_COLOUR_PLAIN : options->colour_by,
                        step < 0 ? box->kind : (guint) step, &fill, &border);
  return (RedanStyle){ make_colour (fill, 1), make_colour (border, 1), theme->stroke,
                       REDAN_DASH_NONE };
}

/* Fill and border by mark. */
static const Pair light_marks[REDAN_N_PAINT_MARKS] = {
  { 0xfafafa, 0xc0bfbc }, { 0xd3f0dd, 0x1b7f4e }, { 0xfbd9d6, 0xa51d2d },
  { 0xfcf1bd, 0x8f6500 }, { 0xe3eefb, 0x1a5fb4 },
};
static const Pair dark_marks[REDAN_N_PAINT_MARKS] = {
  { 0x242428, 0x55545a }, { 0x163f2a, 0x57e389 }, { 0x5a1a20, 0xf66151 },
  { 0x4d430f, 0xf8e45c }, { 0x1b3556, 0x78aeed },
};

void
redan_theme_mark (const RedanPaintOptions *options, RedanPaintMark mark, RedanStyle *style)
{
  static const double widths[REDAN_N_PAINT_MARKS] = { 1, 2.6, 2.2, 2, 2.2 };
  static const RedanDash dashes[REDAN_N_PAINT_MARKS] = {
    [REDAN_PAINT_REMOVED] = REDAN_DASH_LONG,
    [REDAN_PAINT_MOVED] = REDAN_DASH_DOTS,
  };
  const Pair *pair = options->dark ? &dark_marks[mark] : &light_marks[mark];
  const double alpha = style->fill.alpha;

  /* a boundary without a mark keeps its dashes: they say that it is one */
  if (mark != REDAN_PAINT_UNTOUCHED)
    style->dash = dashes[mark];
  style->width = MAX (widths[mark], mark == REDAN_PAINT_UNTOUCHED ? 1 : style->width);
  style->stroke = make_colour (pair->border, 1);
  style->fill = make_colour (pair->fill, alpha <= 0                      ? 0
                                         : alpha >= 1                    ? 1
                                         : mark == REDAN_PAINT_UNTOUCHED ? alpha
                                                                         : .3);
}

const char *
redan_theme_get_mark_sign (RedanPaintMark mark)
{
  static const char *const signs[REDAN_N_PAINT_MARKS] = { NULL, "+", "\xe2\x88\x92", "~",
                                                          "\xe2\x86\x92" };

  return signs[mark];
}

gboolean
redan_theme_box_badge (const RedanPaintOptions *options, const RedanSceneBox *box, char text[16])
{
  switch (options->colour_by)
    {
    case REDAN_COLOUR_RISK:
      g_snprintf (text, 16, "%u", box->n_threats);
      return box->n_threats > 0;
    case REDAN_COLOUR_EXPOSURE:
      g_snprintf (text, 16, "%d %%", redan_scene_percent (box->exposure));
      return box->exposure >= 0;
    case REDAN_COLOUR_STRIDE:
      write_letters (box->stride, text);
      return box->stride != 0;
    case REDAN_COLOUR_QUESTIONS:
      g_snprintf (text, 16, "%u ?", box->n_questions);
      return box->n_questions > 0;
    case REDAN_COLOUR_BLAST:
      g_snprintf (text, 16, "%d %%", redan_scene_percent (box->blast));
      return box->blast >= 0;
    default:
      return FALSE;
    }
}

gboolean
redan_theme_line_badge (const RedanPaintOptions *options, const RedanSceneLine *line, char text[16])
{
  if (options->colour_by == REDAN_COLOUR_STRIDE)
    {
      write_letters (line->stride, text);
      return line->stride != 0;
    }
  g_snprintf (text, 16, "%u ?", line->n_questions);
  return options->colour_by == REDAN_COLOUR_QUESTIONS && line->n_questions > 0;
}

RedanStyle
redan_theme_line (const RedanTheme *theme,
                  const RedanPaintOptions *options,
                  const RedanSceneLine *line)
{
  RedanStyle style = {
    { 0 }, make_colour (options->dark ? 0xc8c6cc : 0x4a4654, 1), theme->stroke - .2, REDAN_DASH_NONE
  };

  if (line->section == REDAN_SECTION_BOUNDARY)
    return (RedanStyle){ { 0 },
                         make_colour (options->dark ? 0xf66151 : 0xc01c28, 1),
                         theme->stroke + .2,
                         REDAN_DASH_LONG };
  if (line->out_of_scope)
    return (RedanStyle){ { 0 }, theme->muted, theme->stroke - .2, REDAN_DASH_LONG };
  if (options->colour_by == REDAN_COLOUR_RISK && line->risk >= 0 && line->band >= REDAN_BAND_MEDIUM)
    {
      style.stroke = redan_theme_band (options, line->band);
      style.width = theme->stroke + .4 * (line->band - REDAN_BAND_LOW);
    }
  if ((options->colour_by == REDAN_COLOUR_STRIDE && line->stride != 0) ||
      (options->colour_by == REDAN_COLOUR_QUESTIONS && line->n_questions > 0))
    {
      guint32 fill, border;

      redan_theme_get_step (options, options->colour_by,
                            options->colour_by == REDAN_COLOUR_STRIDE
                                ? line->stride_lead + 1u
                                : get_question_step (line->n_questions),
                            &fill, &border);
      style.stroke = make_colour (border, 1);
      style.width = theme->stroke + .3;
    }
  return style;
}
