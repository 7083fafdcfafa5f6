/* SPDX-License-Identifier: Apache-2.0 */
/* Diagram pages of the PDF: a page size that keeps labels readable, tiles when no sheet is large
 * enough. */

#include "ui/report/pdf-diagram.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/diagram/painter.h"
#include "ui/report/wording.h"

/** Scale below which labels of the painter (11 to 13 px) fall under 6.5 pt. */
#define LEAST_SCALE 0.55
#define TILE_SCALE 0.62
#define CAPTION_HEIGHT 30.0
#define MAX_TILES 64

typedef struct
{
  double width;
  double height;
} Sheet;

/** A4 to A1, landscape. */
static const Sheet sheets[] = {
  { 841.89, 595.28 }, { 1190.55, 841.89 }, { 1683.78, 1190.55 }, { 2383.94, 1683.78 }
};

static double
get_scale (const RedanSceneRect *bounds, double width, double height)
{
  double inner_width = width - 2 * PAPER_MARGIN;
  double inner_height = height - PAPER_TOP - PAPER_BOTTOM - CAPTION_HEIGHT;

  return MIN (MIN (inner_width / bounds->width, inner_height / bounds->height), 1.0);
}

static void
paint (RedanPaper *paper, const RedanReportBlock *block, const RedanSceneRect *part, double scale)
{
  const RedanPaintOptions options = { .colour_by = REDAN_COLOUR_RISK, .clip = part };
  double inner_width = paper->width - 2 * PAPER_MARGIN;

  if (!paper->final)
    return;
  cairo_save (paper->cr);
  cairo_translate (paper->cr, PAPER_MARGIN + MAX ((inner_width - part->width * scale) / 2, 0),
                   paper->y);
  cairo_scale (paper->cr, scale, scale);
  cairo_rectangle (paper->cr, 0, 0, part->width, part->height);
  cairo_clip (paper->cr);
  cairo_translate (paper->cr, -part->x, -part->y);
  redan_paint_cairo (block->scene, paper->cr, &options);
  cairo_restore (paper->cr);
}

static void
draw_caption (RedanPaper *paper, const char *text, const char *anchor, gboolean in_outline)
{
  g_autoptr (PangoLayout) layout =
      redan_paper_layout_lines (paper, text, 13, TRUE, paper->width - 2 * PAPER_MARGIN, 1);

  redan_paper_mark (paper, anchor);
  if (in_outline)
    redan_paper_outline (paper, 2, text);
  redan_paper_set_ink (paper, REDAN_INK_TEXT);
  redan_paper_draw (paper, layout, PAPER_MARGIN, paper->y - 14);
  paper->y += CAPTION_HEIGHT - 14;
}

/** What the colours say, at the right end of the line of the caption. */
static void
draw_legend (RedanPaper *paper)
{
  double x = paper->width - PAPER_MARGIN;
  const double y = PAPER_TOP - 11;

  for (int band = REDAN_BAND_LOW; band <= REDAN_BAND_CRITICAL; band++)
    {
      g_autoptr (PangoLayout) label =
          redan_paper_layout (paper, redan_band_get_title (band), 8.5, FALSE, -1);

      x -= redan_paper_get_width (label);
      redan_paper_set_ink (paper, REDAN_INK_MUTED);
      redan_paper_draw (paper, label, x, y);
      x -= 13;
      redan_paper_set_tone (paper, redan_report_tone_of_band (band));
      redan_paper_rounded (paper, x, y + 2, 9, 9, 2);
      cairo_fill (paper->cr);
      x -= 14;
    }
}

static void
begin_diagram_page (RedanPaper *paper, double width, double height, const RedanReportBlock *heading)
{
  redan_paper_begin_page (paper, width, height);
  if (heading == NULL)
    return;
  g_free (paper->running_title);
  paper->running_title = g_strdup (heading->text);
  redan_paper_mark (paper, heading->anchor);
  redan_paper_outline (paper, 1, heading->text);
}

static void
draw_tiles (RedanPaper *paper, const RedanReportBlock *block)
{
  const RedanSceneRect *bounds = &block->scene->bounds;
  const Sheet *sheet = &sheets[1];
  double step_x = (sheet->width - 2 * PAPER_MARGIN) / TILE_SCALE;
  double step_y = (sheet->height - PAPER_TOP - PAPER_BOTTOM - CAPTION_HEIGHT) / TILE_SCALE;
  guint n_columns = (guint) ceil (bounds->width / step_x);
  guint n_rows = (guint) ceil (bounds->height / step_y);
  double scale = TILE_SCALE;

  /* Beyond a sensible number of sheets the tiles are drawn smaller rather than the paper thicker.
   */
  while (n_columns * n_rows > MAX_TILES)
    {
      scale *= 0.8;
      step_x /= 0.8;
      step_y /= 0.8;
      n_columns = (guint) ceil (bounds->width / step_x);
      n_rows = (guint) ceil (bounds->height / step_y);
    }
  for (guint row = 0; row < n_rows; row++)
    for (guint column = 0; column < n_columns; column++)
      {
        const RedanSceneRect part = { bounds->x + column * step_x, bounds->y + row * step_y, step_x,
                                      step_y };
        g_autofree char *caption =
            g_strdup_printf (_ ("%s: row %u of %u, column %u of %u"), block->text, row + 1, n_rows,
                             column + 1, n_columns);

        redan_paper_begin_page (paper, sheet->width, sheet->height);
        draw_caption (paper, caption, NULL, FALSE);
        draw_legend (paper);
        paint (paper, block, &part, scale);
      }
}

void
redan_pdf_diagram (RedanPaper *paper,
                   const RedanReportBlock *block,
                   const RedanReportBlock *heading)
{
  const RedanSceneRect *bounds = &block->scene->bounds;
  gboolean upright = bounds->height > bounds->width * 1.1;
  gboolean fits = FALSE;
  double width = sheets[1].width;
  double height = sheets[1].height;

  for (guint i = 0; i < G_N_ELEMENTS (sheets) && !fits; i++)
    {
      double sheet_width = upright ? sheets[i].height : sheets[i].width;
      double sheet_height = upright ? sheets[i].width : sheets[i].height;

      fits = get_scale (bounds, sheet_width, sheet_height) >= LEAST_SCALE;
      if (fits)
        {
          width = sheet_width;
          height = sheet_height;
        }
    }
  begin_diagram_page (paper, width, height, heading);
  draw_caption (paper, block->text, block->anchor, TRUE);
  draw_legend (paper);
  paint (paper, block, bounds, get_scale (bounds, width, height));
  if (!fits)
    draw_tiles (paper, block);
}
