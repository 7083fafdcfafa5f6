/* SPDX-License-Identifier: Apache-2.0 */
/* PDF paper: pages, text, colours and links on a cairo PDF surface. */

#include "ui/report/pdf-paper.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ui/report/wording.h"

#define FONT_FAMILY "Cantarell, DejaVu Sans, Sans"

static PangoContext *
create_context (cairo_t *cr)
{
  PangoContext *context = pango_cairo_create_context (cr);
  cairo_font_options_t *options = cairo_font_options_create ();

  /* The same shapes on every machine, with and without a display. */
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options (context, options);
  pango_cairo_context_set_resolution (context, 72);
  /* Paper has no pixels: rounded positions would squeeze spaces. */
  pango_context_set_round_glyph_positions (context, FALSE);
  /* The locale must not choose between fonts. */
  pango_context_set_language (context, pango_language_from_string ("en"));
  cairo_font_options_destroy (options);
  return context;
}

void
redan_paper_init (RedanPaper *self,
                  const RedanReport *report,
                  cairo_surface_t *surface,
                  GHashTable *anchors,
                  gboolean final)
{
  *self = (RedanPaper){
    .surface = surface,
    .cr = cairo_create (surface),
    .report = report,
    .final = final,
    .anchors = anchors,
    .width = PAPER_WIDTH,
    .height = PAPER_HEIGHT,
  };
  self->context = create_context (self->cr);
  self->running_title = g_strdup ("");
  for (guint i = 0; i < G_N_ELEMENTS (self->outline_parents); i++)
    self->outline_parents[i] = CAIRO_PDF_OUTLINE_ROOT;
}

static void
draw_running_lines (RedanPaper *self)
{
  g_autofree char *number = g_strdup_printf ("%u", self->page);
  g_autofree char *left =
      g_strdup_printf (_ ("%s, as of %s"), self->report->title, self->report->date);
  g_autoptr (PangoLayout) page = redan_paper_layout (self, number, 8, FALSE, -1);
  g_autoptr (PangoLayout) title =
      redan_paper_layout_lines (self, left, 8, FALSE, (self->width - 2 * PAPER_MARGIN) * 0.6, 1);
  g_autoptr (PangoLayout) section = redan_paper_layout_lines (
      self, self->running_title, 8, FALSE, (self->width - 2 * PAPER_MARGIN) * 0.35, 1);

  redan_paper_set_ink (self, REDAN_INK_MUTED);
  redan_paper_draw (self, title, PAPER_MARGIN, self->height - 38);
  redan_paper_draw (self, page, self->width - PAPER_MARGIN - redan_paper_get_width (page),
                    self->height - 38);
  redan_paper_draw (self, section, self->width - PAPER_MARGIN - redan_paper_get_width (section),
                    34);
}

static void
draw_bar (RedanPaper *self)
{
  redan_paper_set_tone (self, self->bar_tone);
  redan_paper_rounded (self, PAPER_MARGIN, self->bar_top, 3.5, MAX (self->y - self->bar_top, 4),
                       1.7);
  cairo_fill (self->cr);
  self->bar_top = PAPER_TOP;
}

void
redan_paper_begin_bar (RedanPaper *self, RedanReportTone tone)
{
  self->has_bar = TRUE;
  self->bar_tone = tone;
  self->bar_top = self->y;
}

void
redan_paper_end_bar (RedanPaper *self)
{
  draw_bar (self);
  self->has_bar = FALSE;
}

static void
end_page (RedanPaper *self)
{
  if (!self->page_open)
    return;
  if (self->has_bar)
    draw_bar (self);
  /* The title page has no running lines. */
  if (self->page > 1)
    draw_running_lines (self);
  cairo_show_page (self->cr);
  self->page_open = FALSE;
}

void
redan_paper_finish (RedanPaper *self)
{
  end_page (self);
  g_clear_object (&self->context);
  g_clear_pointer (&self->cr, cairo_destroy);
  g_clear_pointer (&self->running_title, g_free);
}

void
redan_paper_begin_page (RedanPaper *self, double width, double height)
{
  end_page (self);
  self->width = width;
  self->height = height;
  if (self->final)
    cairo_pdf_surface_set_size (self->surface, width, height);
  self->page++;
  self->page_open = TRUE;
  self->y = PAPER_TOP;
}

double
redan_paper_get_rest (const RedanPaper *self)
{
  return self->height - PAPER_BOTTOM - self->y;
}

void
redan_paper_ensure (RedanPaper *self, double needed)
{
  if (!self->page_open || redan_paper_get_rest (self) < needed || self->width != PAPER_WIDTH)
    redan_paper_begin_page (self, PAPER_WIDTH, PAPER_HEIGHT);
}

/** Text that cairo accepts; NULL when @text is such text already. */
static char *
dup_drawable (const char *text)
{
  GString *drawable = NULL;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      gboolean refused = redan_unichar_is_noncharacter (c);

      if (refused && drawable == NULL)
        drawable = g_string_new_len (text, p - text);
      if (drawable != NULL)
        g_string_append_unichar (drawable, refused ? 0xfffd : c);
    }
  return drawable != NULL ? g_string_free (drawable, FALSE) : NULL;
}

PangoLayout *
redan_paper_layout (RedanPaper *self, const char *text, double size, gboolean bold, double width)
{
  g_autofree char *drawable = dup_drawable (text);
  PangoLayout *layout = pango_layout_new (self->context);
  PangoFontDescription *font = pango_font_description_from_string (FONT_FAMILY);
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_font_description_set_absolute_size (font, size * PANGO_SCALE);
  pango_font_description_set_weight (font, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);

  /* Ligatures would be cut when text is copied out of the PDF; hyphens would be copied with it. */
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("liga=0,clig=0"));
  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);

  /* What we say runs from left to right, whatever the name that it begins with. */
  pango_layout_set_auto_dir (layout, FALSE);
  pango_layout_set_text (layout, drawable != NULL ? drawable : text, -1);
  if (width > 0)
    {
      pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
      pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
    }
  return layout;
}

PangoLayout *
redan_paper_layout_lines (
    RedanPaper *self, const char *text, double size, gboolean bold, double width, guint n_lines)
{
  /* Longer than what fits: no letter is narrower than a point. */
  const gsize most = (gsize) width * n_lines;
  g_autofree char *start =
      strlen (text) > most
          ? g_utf8_substring (text, 0, MIN (most, (gsize) g_utf8_strlen (text, -1)))
          : NULL;
  PangoLayout *layout = redan_paper_layout (self, start != NULL ? start : text, size, bold, width);

  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_height (layout, -(int) n_lines);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  return layout;
}

double
redan_paper_get_height (PangoLayout *layout)
{
  PangoRectangle logical;

  pango_layout_get_extents (layout, NULL, &logical);
  return (double) logical.height / PANGO_SCALE;
}

double
redan_paper_get_width (PangoLayout *layout)
{
  PangoRectangle logical;

  pango_layout_get_extents (layout, NULL, &logical);
  return (double) logical.width / PANGO_SCALE;
}

void
redan_paper_draw (RedanPaper *self, PangoLayout *layout, double x, double y)
{
  cairo_move_to (self->cr, x, y);
  pango_cairo_show_layout (self->cr, layout);
}

void
redan_paper_flow (RedanPaper *self, PangoLayout *layout, double x)
{
  PangoLayoutIter *iter = pango_layout_get_iter (layout);

  do
    {
      PangoRectangle logical;
      double height;

      pango_layout_iter_get_line_extents (iter, NULL, &logical);
      height = (double) logical.height / PANGO_SCALE;
      redan_paper_ensure (self, height);
      redan_paper_set_ink (self, REDAN_INK_TEXT);
      cairo_move_to (self->cr, x + (double) logical.x / PANGO_SCALE,
                     self->y + (double) (pango_layout_iter_get_baseline (iter) - logical.y) /
                                   PANGO_SCALE);
      pango_cairo_show_layout_line (self->cr, pango_layout_iter_get_line_readonly (iter));
      self->y += height;
    }
  while (pango_layout_iter_next_line (iter));
  pango_layout_iter_free (iter);
}

void
redan_paper_draw_linked (
    RedanPaper *self, PangoLayout *layout, double x, double y, const char *anchor)
{
  g_autofree char *attributes = NULL;

  if (!self->final || anchor == NULL || !g_hash_table_contains (self->anchors, anchor))
    {
      redan_paper_draw (self, layout, x, y);
      return;
    }
  attributes = g_strdup_printf ("dest='%s'", anchor);
  /* A link outside of every paragraph makes cairo 1.16 refer to objects that it never writes. */
  cairo_tag_begin (self->cr, "P", NULL);
  cairo_tag_begin (self->cr, CAIRO_TAG_LINK, attributes);
  redan_paper_draw (self, layout, x, y);
  cairo_tag_end (self->cr, CAIRO_TAG_LINK);
  cairo_tag_end (self->cr, "P");
}

void
redan_paper_mark (RedanPaper *self, const char *anchor)
{
  g_autofree char *attributes = NULL;

  if (anchor == NULL)
    return;
  if (!self->final)
    {
      g_hash_table_insert (self->anchors, g_strdup (anchor), GUINT_TO_POINTER (self->page));
      return;
    }
  attributes = g_strdup_printf ("name='%s' x=%d y=%d internal", anchor, (int) PAPER_MARGIN,
                                (int) MAX (self->y - 8, 0));
  cairo_tag_begin (self->cr, CAIRO_TAG_DEST, attributes);
  cairo_tag_end (self->cr, CAIRO_TAG_DEST);
}

void
redan_paper_outline (RedanPaper *self, guint level, const char *text)
{
  g_autofree char *attributes = NULL;
  g_autofree char *drawable = NULL;

  if (!self->final || level < 1 || level > 3)
    return;
  drawable = dup_drawable (text);
  attributes = g_strdup_printf ("page=%u pos=[%d %d]", self->page, (int) PAPER_MARGIN,
                                (int) MAX (self->y - 8, 0));
  self->outline_parents[level] = cairo_pdf_surface_add_outline (
      self->surface, self->outline_parents[level - 1], drawable != NULL ? drawable : text,
      attributes, level == 1 ? CAIRO_PDF_OUTLINE_FLAG_OPEN : 0);
  for (guint i = level + 1; i < G_N_ELEMENTS (self->outline_parents); i++)
    self->outline_parents[i] = self->outline_parents[level];
}

static void
set_rgb (cairo_t *cr, guint32 rgb)
{
  cairo_set_source_rgb (cr, (rgb >> 16) / 255.0, ((rgb >> 8) & 255) / 255.0, (rgb & 255) / 255.0);
}

void
redan_paper_set_ink (RedanPaper *self, RedanInk ink)
{
  static const guint32 inks[] = {
    [REDAN_INK_TEXT] = 0x241f31,  [REDAN_INK_MUTED] = 0x5e5c64, [REDAN_INK_ACCENT] = 0x1a5fb4,
    [REDAN_INK_WHITE] = 0xffffff, [REDAN_INK_LINE] = 0xc0bfbc,  [REDAN_INK_SHADE] = 0xf6f5f4,
  };
  set_rgb (self->cr, inks[ink]);
}

gboolean
redan_paper_set_tone (RedanPaper *self, RedanReportTone tone)
{
  static const struct
  {
    guint32 rgb;
    gboolean white;
  } tones[] = {
    [REDAN_REPORT_TONE_NONE] = { 0xdeddda, FALSE },
    [REDAN_REPORT_TONE_INFO] = { 0x77767b, TRUE },
    [REDAN_REPORT_TONE_LOW] = { 0x1b7f4e, TRUE },
    [REDAN_REPORT_TONE_MEDIUM] = { 0xe5a50a, FALSE },
    [REDAN_REPORT_TONE_HIGH] = { 0xc64600, TRUE },
    [REDAN_REPORT_TONE_CRITICAL] = { 0xa51d2d, TRUE },
    [REDAN_REPORT_TONE_GOOD] = { 0x1f7a4d, TRUE },
    [REDAN_REPORT_TONE_UNKNOWN] = { 0x813d9c, TRUE },
  };
  set_rgb (self->cr, tones[tone].rgb);
  return tones[tone].white;
}

void
redan_paper_rounded (
    RedanPaper *self, double x, double y, double width, double height, double radius)
{
  cairo_new_sub_path (self->cr);
  cairo_arc (self->cr, x + width - radius, y + radius, radius, -G_PI_2, 0);
  cairo_arc (self->cr, x + width - radius, y + height - radius, radius, 0, G_PI_2);
  cairo_arc (self->cr, x + radius, y + height - radius, radius, G_PI_2, G_PI);
  cairo_arc (self->cr, x + radius, y + radius, radius, G_PI, 3 * G_PI_2);
  cairo_close_path (self->cr);
}
