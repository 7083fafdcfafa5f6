/* SPDX-License-Identifier: Apache-2.0 */
/* Colours of a diagram, light and dark, after the palette of the GNOME guidelines. */

#include "ui/diagram/painter-private.h"

#include "analysis/catalogue.h"

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
  RedanStyle style = { theme->note, theme->note_border, 1, FALSE };

  if (box->section == REDAN_SECTION_BOUNDARY)
    return (RedanStyle){ theme->boundary_fill,
                         make_colour (get_boundary_colour (box, options->dark), 1), DASH_WIDTH,
                         TRUE };
  if (box->section != REDAN_SECTION_ELEMENT)
    return style;
  if (box->out_of_scope)
    return (RedanStyle){ theme->muted_fill, theme->muted, theme->stroke, TRUE };

  const Pair *kinds = options->dark ? dark_kinds : light_kinds;
  const Pair *pair = &kinds[MIN (box->kind, REDAN_N_ELEMENT_KINDS - 1)];

  if (options->colour_by == REDAN_COLOUR_RISK && box->risk >= 0)
    pair = &(options->dark ? dark_bands : light_bands)[MIN (box->band, REDAN_N_BANDS - 1)];
  return (RedanStyle){ make_colour (pair->fill, 1), make_colour (pair->border, 1), theme->stroke,
                       FALSE };
}

RedanStyle
redan_theme_line (const RedanTheme *theme,
                  const RedanPaintOptions *options,
                  const RedanSceneLine *line)
{
  RedanStyle style = {
    { 0 }, make_colour (options->dark ? 0xc8c6cc : 0x4a4654, 1), theme->stroke - .2, FALSE
  };

  if (line->section == REDAN_SECTION_BOUNDARY)
    return (RedanStyle){
      { 0 }, make_colour (options->dark ? 0xf66151 : 0xc01c28, 1), theme->stroke + .2, TRUE
    };
  if (line->out_of_scope)
    return (RedanStyle){ { 0 }, theme->muted, theme->stroke - .2, TRUE };
  if (options->colour_by == REDAN_COLOUR_RISK && line->risk >= 0 && line->band >= REDAN_BAND_MEDIUM)
    {
      style.stroke = redan_theme_band (options, line->band);
      style.width = theme->stroke + .4 * (line->band - REDAN_BAND_LOW);
    }
  return style;
}
