/* SPDX-License-Identifier: Apache-2.0 */
/* Writes a report as PDF: drawn once to learn the page numbers, then for good. */

#include "ui/report/pdf.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "ui/report/pdf-diagram.h"
#include "ui/report/pdf-path.h"
#include "ui/report/pdf-table.h"
#include "ui/report/report.h"

#define INNER_WIDTH (PAPER_WIDTH - 2 * PAPER_MARGIN)
#define BADGE_SIZE 8.5
#define HEADING_LINES 4
#define HEADING_ABOVE 14.0
#define HEADING_BELOW 7.0
#define PARAGRAPH_KEPT_WHOLE 40.0
#define PARAGRAPH_BELOW 8.0
#define MAX_INTRODUCTION 2 /* paragraphs that are not parted from what is below them */
#define CARD_TITLE_LINES 6
#define CARD_NOTE_LINES 5
#define CARD_KEPT_WHOLE (PAPER_HEIGHT / 3)
#define FIGURE_HEIGHT 48.0
#define STEP_HEIGHT 96.0
#define STEPS_HEIGHT (STEP_HEIGHT + 50)

static void
draw_title_mark (RedanPaper *paper, double band_height)
{
  cairo_t *cr = paper->cr;

  /* The redan: a V that points at the expected attack. */
  cairo_save (cr);
  cairo_rectangle (cr, 0, 0, paper->width, band_height);
  cairo_clip (cr);
  cairo_set_source_rgba (cr, 1, 1, 1, 0.10);
  cairo_set_line_width (cr, 26);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_MITER);
  for (guint i = 0; i < 3; i++)
    {
      double x = paper->width - 190 + 78.0 * i;

      cairo_move_to (cr, x + 150, -40);
      cairo_line_to (cr, x, band_height / 2);
      cairo_line_to (cr, x + 150, band_height + 40);
      cairo_stroke (cr);
    }
  cairo_restore (cr);
}

static void
draw_title_page (RedanPaper *paper, const RedanReportBlock *block)
{
  const double band_height = 330;
  g_autoptr (PangoLayout) kind = redan_paper_layout (paper, block->badge, 12, FALSE, INNER_WIDTH);
  g_autoptr (PangoLayout) title =
      redan_paper_layout_lines (paper, block->text, 32, TRUE, INNER_WIDTH - 100, 5);
  g_autoptr (PangoLayout) note = redan_paper_layout (paper, block->note, 11.5, FALSE, INNER_WIDTH);
  double y = 0;

  redan_paper_begin_page (paper, PAPER_WIDTH, PAPER_HEIGHT);
  cairo_set_source_rgb (paper->cr, 0.102, 0.227, 0.42);
  cairo_rectangle (paper->cr, 0, 0, paper->width, band_height);
  cairo_fill (paper->cr);
  draw_title_mark (paper, band_height);

  redan_paper_set_ink (paper, REDAN_INK_WHITE);
  y = band_height - 46 - redan_paper_get_height (title);
  redan_paper_draw (paper, title, PAPER_MARGIN, y);
  redan_paper_draw (paper, kind, PAPER_MARGIN, y - 24);

  paper->y = band_height + 36;
  for (guint i = 0; i < block->lines->len; i++)
    {
      const RedanReportLine *line = g_ptr_array_index (block->lines, i);
      g_autoptr (PangoLayout) label = redan_paper_layout (paper, line->label, 10.5, FALSE, 90);
      g_autoptr (PangoLayout) text =
          redan_paper_layout_lines (paper, line->text, 10.5, TRUE, INNER_WIDTH - 100, 4);

      redan_paper_set_ink (paper, REDAN_INK_MUTED);
      redan_paper_draw (paper, label, PAPER_MARGIN, paper->y);
      redan_paper_set_ink (paper, REDAN_INK_TEXT);
      redan_paper_draw (paper, text, PAPER_MARGIN + 100, paper->y);
      paper->y += MAX (redan_paper_get_height (text), redan_paper_get_height (label)) + 6;
    }
  paper->y += 18;
  pango_layout_set_auto_dir (note, TRUE);
  redan_paper_flow (paper, note, PAPER_MARGIN);
}

static void
draw_contents (RedanPaper *paper)
{
  g_autoptr (PangoLayout) title = redan_paper_layout (paper, _ ("Contents"), 20, TRUE, -1);

  redan_paper_begin_page (paper, PAPER_WIDTH, PAPER_HEIGHT);
  redan_paper_set_ink (paper, REDAN_INK_TEXT);
  redan_paper_draw (paper, title, PAPER_MARGIN, paper->y);
  paper->y += 44;
  for (guint i = 0; i < paper->report->blocks->len; i++)
    {
      const RedanReportBlock *block = g_ptr_array_index (paper->report->blocks, i);
      gboolean section = block->type == REDAN_BLOCK_HEADING && block->level == 1;
      guint page = GPOINTER_TO_UINT (
          block->anchor != NULL ? g_hash_table_lookup (paper->anchors, block->anchor) : NULL);
      g_autofree char *number = g_strdup_printf ("%u", page);
      double indent = section ? 0 : 16;

      if (!section && block->type != REDAN_BLOCK_DIAGRAM)
        continue;
      g_autoptr (PangoLayout) text = redan_paper_layout_lines (
          paper, block->text, section ? 11.5 : 10, section, INNER_WIDTH - 60 - indent, 1);
      g_autoptr (PangoLayout) right =
          redan_paper_layout (paper, number, section ? 11.5 : 10, section, -1);
      double width = redan_paper_get_width (text);

      redan_paper_ensure (paper, 24);
      redan_paper_set_ink (paper, REDAN_INK_TEXT);
      redan_paper_draw_linked (paper, text, PAPER_MARGIN + indent, paper->y, block->anchor);
      redan_paper_draw_linked (paper, right,
                               PAPER_WIDTH - PAPER_MARGIN - redan_paper_get_width (right), paper->y,
                               block->anchor);
      redan_paper_set_ink (paper, REDAN_INK_LINE);
      cairo_set_line_width (paper->cr, 0.7);
      cairo_set_dash (paper->cr, (double[]){ 0.7, 3 }, 2, 0);
      cairo_move_to (paper->cr, PAPER_MARGIN + indent + width + 8, paper->y + 11);
      cairo_line_to (paper->cr, PAPER_WIDTH - PAPER_MARGIN - 30, paper->y + 11);
      cairo_stroke (paper->cr);
      cairo_set_dash (paper->cr, NULL, 0, 0);
      paper->y += section ? 24 : 20;
    }
}

static PangoLayout *
create_paragraph (RedanPaper *paper, const RedanReportBlock *block)
{
  PangoLayout *layout = redan_paper_layout (paper, block->text, PAPER_BODY, FALSE, INNER_WIDTH);

  pango_layout_set_line_spacing (layout, 1.15f);
  pango_layout_set_auto_dir (layout, TRUE);
  return layout;
}

static void
draw_paragraph (RedanPaper *paper, const RedanReportBlock *block)
{
  g_autoptr (PangoLayout) layout = create_paragraph (paper, block);

  redan_paper_flow (paper, layout, PAPER_MARGIN);
  paper->y += PARAGRAPH_BELOW;
}

static void
draw_figures (RedanPaper *paper, const RedanReportBlock *block)
{
  const double height = FIGURE_HEIGHT;
  const double gap = 8;
  guint n = MAX (block->lines->len, 1);
  double width = (INNER_WIDTH - gap * (n - 1)) / n;

  redan_paper_ensure (paper, height + 10);
  for (guint i = 0; i < block->lines->len; i++)
    {
      const RedanReportLine *line = g_ptr_array_index (block->lines, i);
      g_autoptr (PangoLayout) number = redan_paper_layout (paper, line->text, 20, TRUE, -1);
      g_autoptr (PangoLayout) label =
          redan_paper_layout (paper, line->label, 8.5, FALSE, width - 16);
      double x = PAPER_MARGIN + i * (width + gap);

      redan_paper_set_ink (paper, REDAN_INK_SHADE);
      redan_paper_rounded (paper, x, paper->y, width, height, 5);
      cairo_fill (paper->cr);
      if (line->tone != REDAN_REPORT_TONE_NONE)
        {
          redan_paper_set_tone (paper, line->tone);
          redan_paper_rounded (paper, x, paper->y, width, 5, 2.4);
          cairo_fill (paper->cr);
        }
      redan_paper_set_ink (paper, REDAN_INK_TEXT);
      redan_paper_draw (paper, number, x + 8, paper->y + 7);
      redan_paper_set_ink (paper, REDAN_INK_MUTED);
      redan_paper_draw (paper, label, x + 8, paper->y + 31);
    }
  paper->y += height + 10;
}

static PangoLayout *
create_badge (RedanPaper *paper, const RedanReportBlock *block)
{
  return redan_paper_layout (paper, block->badge, BADGE_SIZE, TRUE, -1);
}

/** Width of the badge at the right of a card title. */
static double
measure_badge (RedanPaper *paper, const RedanReportBlock *block)
{
  g_autoptr (PangoLayout) layout = NULL;

  if (block->badge == NULL)
    return 0;
  layout = create_badge (paper, block);
  return redan_paper_get_width (layout) + 14;
}

static void
draw_badge (RedanPaper *paper, const RedanReportBlock *block)
{
  g_autoptr (PangoLayout) layout = NULL;
  double left = 0;
  double width = 0;
  gboolean white = FALSE;

  if (block->badge == NULL)
    return;
  layout = create_badge (paper, block);
  width = redan_paper_get_width (layout) + 14;
  left = PAPER_WIDTH - PAPER_MARGIN - width;
  white = redan_paper_set_tone (paper, block->tone);
  redan_paper_rounded (paper, left, paper->y - 1, width, redan_paper_get_height (layout) + 5, 7);
  cairo_fill (paper->cr);
  redan_paper_set_ink (paper, white ? REDAN_INK_WHITE : REDAN_INK_TEXT);
  redan_paper_draw (paper, layout, left + 7, paper->y + 1.5);
}

static void
draw_interval (RedanPaper *paper, const RedanReportBlock *block)
{
  const double width = INNER_WIDTH - PAPER_CARD_INDENT;
  const double x = PAPER_MARGIN + PAPER_CARD_INDENT;

  if (block->high < 0)
    return;
  redan_paper_set_ink (paper, REDAN_INK_LINE);
  cairo_rectangle (paper->cr, x, paper->y, width, 4);
  cairo_fill (paper->cr);
  cairo_set_source_rgb (paper->cr, 0.60, 0.76, 0.95);
  cairo_rectangle (paper->cr, x, paper->y, width * block->high, 4);
  cairo_fill (paper->cr);
  redan_paper_set_ink (paper, REDAN_INK_ACCENT);
  cairo_rectangle (paper->cr, x, paper->y, width * block->low, 4);
  cairo_fill (paper->cr);
  paper->y += 10;
}

/** A mark whose shape tells as much as its colour: tick, cross, question mark. */
static void
draw_mark (RedanPaper *paper, RedanReportTone tone, double x, double y)
{
  cairo_t *cr = paper->cr;

  redan_paper_set_tone (paper, tone);
  cairo_set_line_width (cr, 1.5);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  if (tone == REDAN_REPORT_TONE_GOOD)
    {
      cairo_move_to (cr, x, y + 3.5);
      cairo_line_to (cr, x + 2.5, y + 6);
      cairo_line_to (cr, x + 7, y + 0.5);
      cairo_stroke (cr);
    }
  else if (tone == REDAN_REPORT_TONE_CRITICAL)
    {
      cairo_move_to (cr, x + 0.5, y + 0.5);
      cairo_line_to (cr, x + 6, y + 6);
      cairo_move_to (cr, x + 6, y + 0.5);
      cairo_line_to (cr, x + 0.5, y + 6);
      cairo_stroke (cr);
    }
  else
    {
      g_autoptr (PangoLayout) layout = redan_paper_layout (paper, "?", 9, TRUE, -1);

      redan_paper_draw (paper, layout, x + 1, y - 3);
    }
}

static void
draw_card_line (RedanPaper *paper, const RedanReportLine *line)
{
  const double label_width = line->label[0] != '\0' ? 70 : 14;
  const double x = PAPER_MARGIN + PAPER_CARD_INDENT;
  g_autoptr (PangoLayout) text = redan_paper_layout (paper, line->text, 9, FALSE,
                                                     INNER_WIDTH - PAPER_CARD_INDENT - label_width);
  g_autoptr (PangoLayout) label =
      redan_paper_layout (paper, line->label, 8.5, FALSE, label_width - 4);

  redan_paper_ensure (paper, MIN (redan_paper_get_height (text), 40));
  if (line->tone != REDAN_REPORT_TONE_NONE)
    draw_mark (paper, line->tone, x, paper->y + 3);
  redan_paper_set_ink (paper, REDAN_INK_MUTED);
  redan_paper_draw (paper, label, x, paper->y + 0.5);
  redan_paper_flow (paper, text, x + label_width);
  paper->y += 2.5;
}

static PangoLayout *
create_card_title (RedanPaper *paper, const RedanReportBlock *block)
{
  return redan_paper_layout_lines (
      paper, block->text, 10.5, TRUE,
      INNER_WIDTH - PAPER_CARD_INDENT - measure_badge (paper, block) - 10, CARD_TITLE_LINES);
}

static PangoLayout *
create_card_note (RedanPaper *paper, const RedanReportBlock *block)
{
  return redan_paper_layout_lines (paper, block->note != NULL ? block->note : "", 8.5, FALSE,
                                   INNER_WIDTH - PAPER_CARD_INDENT, CARD_NOTE_LINES);
}

static double
measure_card (RedanPaper *paper, const RedanReportBlock *block)
{
  g_autoptr (PangoLayout) title = create_card_title (paper, block);
  g_autoptr (PangoLayout) note = create_card_note (paper, block);
  double height = redan_paper_get_height (title) + 2 + (block->high >= 0 ? 10 : 0);

  if (block->note != NULL)
    height += redan_paper_get_height (note) + 4;
  for (guint i = 0; i < block->lines->len; i++)
    {
      const RedanReportLine *line = g_ptr_array_index (block->lines, i);
      g_autoptr (PangoLayout) text =
          redan_paper_layout (paper, line->text, 9, FALSE,
                              INNER_WIDTH - PAPER_CARD_INDENT - (line->label[0] != '\0' ? 70 : 14));

      height += redan_paper_get_height (text) + 2.5;
    }
  return height + redan_pdf_path_measure (paper, block);
}

static void
draw_card (RedanPaper *paper, const RedanReportBlock *block)
{
  g_autoptr (PangoLayout) title = create_card_title (paper, block);
  g_autoptr (PangoLayout) note = create_card_note (paper, block);

  /* Whole cards stay together; one that is longer than a third of a page may break between its
   * lines. */
  redan_paper_ensure (paper, MIN (measure_card (paper, block), CARD_KEPT_WHOLE));
  redan_paper_begin_bar (paper, block->tone);
  redan_paper_mark (paper, block->anchor);
  redan_paper_set_ink (paper, REDAN_INK_TEXT);
  redan_paper_draw (paper, title, PAPER_MARGIN + PAPER_CARD_INDENT, paper->y);
  draw_badge (paper, block);
  paper->y += redan_paper_get_height (title) + 2;
  if (block->note != NULL)
    {
      redan_paper_set_ink (paper, REDAN_INK_MUTED);
      redan_paper_draw (paper, note, PAPER_MARGIN + PAPER_CARD_INDENT, paper->y);
      paper->y += redan_paper_get_height (note) + 4;
    }
  draw_interval (paper, block);
  for (guint i = 0; i < block->lines->len; i++)
    draw_card_line (paper, g_ptr_array_index (block->lines, i));
  redan_pdf_path (paper, block);

  redan_paper_end_bar (paper);
  paper->y += 13;
}

static void
draw_steps (RedanPaper *paper, const RedanReportBlock *block)
{
  const double height = STEP_HEIGHT;
  const double *values = (const double *) (gpointer) block->values->data;
  guint n = block->values->len;
  double largest = n > 0 ? MAX (values[0], 1e-9) : 1;
  double width = INNER_WIDTH / MAX (n, 1);
  g_autoptr (PangoLayout) caption =
      redan_paper_layout (paper, block->text, 8.5, FALSE, INNER_WIDTH);

  redan_paper_ensure (paper, STEPS_HEIGHT);
  for (guint i = 0; i < n; i++)
    {
      double bar = height * values[i] / largest;
      double x = PAPER_MARGIN + i * width;
      g_autofree char *number = g_strdup_printf ("%d", (int) (values[i] + 0.5));
      g_autofree char *below = i == 0 ? g_strdup (_ ("now")) : g_strdup_printf ("%u", i);
      g_autoptr (PangoLayout) above_layout = redan_paper_layout (paper, number, 8, TRUE, -1);
      g_autoptr (PangoLayout) below_layout = redan_paper_layout (paper, below, 8, FALSE, -1);

      if (i == 0)
        redan_paper_set_ink (paper, REDAN_INK_MUTED);
      else
        redan_paper_set_ink (paper, REDAN_INK_ACCENT);
      cairo_rectangle (paper->cr, x + 4, paper->y + 14 + height - bar, width - 8, bar);
      cairo_fill (paper->cr);
      redan_paper_set_ink (paper, REDAN_INK_TEXT);
      redan_paper_draw (paper, above_layout, x + (width - redan_paper_get_width (above_layout)) / 2,
                        paper->y + height - bar);
      redan_paper_draw (paper, below_layout, x + (width - redan_paper_get_width (below_layout)) / 2,
                        paper->y + height + 17);
    }
  paper->y += height + 32;
  redan_paper_set_ink (paper, REDAN_INK_MUTED);
  redan_paper_draw (paper, caption, PAPER_MARGIN, paper->y);
  paper->y += 22;
}

static PangoLayout *
create_heading (RedanPaper *paper, const RedanReportBlock *block)
{
  static const double sizes[] = { 0, 20, 13.5, 11 };
  guint level = CLAMP (block->level, 1, 3);

  return redan_paper_layout_lines (paper, block->text, sizes[level], TRUE, INNER_WIDTH,
                                   HEADING_LINES);
}

/** Room for a heading and what it may not be parted from: the begin of the block after it. */
static double
measure_heading (RedanPaper *paper, guint index)
{
  double height = 0;
  guint n_paragraphs = 0;

  for (; index < paper->report->blocks->len; index++)
    {
      const RedanReportBlock *block = g_ptr_array_index (paper->report->blocks, index);
      g_autoptr (PangoLayout) layout = NULL;

      switch (block->type)
        {
        case REDAN_BLOCK_HEADING:
          if (n_paragraphs > 0)
            return height;
          layout = create_heading (paper, block);
          height += redan_paper_get_height (layout) + HEADING_ABOVE + HEADING_BELOW;
          continue;
        case REDAN_BLOCK_PARAGRAPH:
          layout = create_paragraph (paper, block);
          if (n_paragraphs++ == MAX_INTRODUCTION ||
              redan_paper_get_height (layout) > PARAGRAPH_KEPT_WHOLE)
            return height + MIN (redan_paper_get_height (layout), PARAGRAPH_KEPT_WHOLE);
          /* A few lines introduce what is below them. */
          height += redan_paper_get_height (layout) + PARAGRAPH_BELOW;
          continue;
        case REDAN_BLOCK_FIGURES:
          return height + FIGURE_HEIGHT + 10;
        case REDAN_BLOCK_TABLE:
          return height + redan_pdf_table_measure_start (paper, block, height);
        case REDAN_BLOCK_CARD:
          return height + MIN (measure_card (paper, block), CARD_KEPT_WHOLE);
        case REDAN_BLOCK_STEPS:
          return height + STEPS_HEIGHT;
        case REDAN_BLOCK_TITLE_PAGE:
        case REDAN_BLOCK_CONTENTS:
        case REDAN_BLOCK_DIAGRAM:
        case REDAN_BLOCK_PAGE_BREAK:
        default:
          return height;
        }
    }
  return height;
}

static void
draw_heading (RedanPaper *paper, guint index)
{
  const RedanReportBlock *block = g_ptr_array_index (paper->report->blocks, index);
  g_autoptr (PangoLayout) layout = create_heading (paper, block);

  if (block->level <= 1)
    {
      redan_paper_begin_page (paper, PAPER_WIDTH, PAPER_HEIGHT);
      g_free (paper->running_title);
      paper->running_title = g_strdup (block->text);
    }
  else
    {
      redan_paper_ensure (paper, measure_heading (paper, index));
      if (paper->y > PAPER_TOP)
        paper->y += HEADING_ABOVE;
    }
  redan_paper_mark (paper, block->anchor);
  redan_paper_outline (paper, CLAMP (block->level, 1, 3), block->text);
  redan_paper_set_ink (paper, REDAN_INK_TEXT);
  redan_paper_draw (paper, layout, PAPER_MARGIN, paper->y);
  paper->y += redan_paper_get_height (layout) + (block->level <= 1 ? 16 : HEADING_BELOW);
}

static gboolean
is_diagram (const RedanReport *report, guint index)
{
  return index < report->blocks->len &&
         ((const RedanReportBlock *) g_ptr_array_index (report->blocks, index))->type ==
             REDAN_BLOCK_DIAGRAM;
}

static void
draw_block (RedanPaper *paper, guint index)
{
  const RedanReportBlock *block = g_ptr_array_index (paper->report->blocks, index);
  const RedanReportBlock *previous =
      index > 0 ? g_ptr_array_index (paper->report->blocks, index - 1) : NULL;

  switch (block->type)
    {
    case REDAN_BLOCK_TITLE_PAGE:
      draw_title_page (paper, block);
      break;
    case REDAN_BLOCK_CONTENTS:
      draw_contents (paper);
      break;
    case REDAN_BLOCK_HEADING:
      /* The heading of the diagrams stands on the page of the first one. */
      if (!is_diagram (paper->report, index + 1))
        draw_heading (paper, index);
      break;
    case REDAN_BLOCK_PARAGRAPH:
      draw_paragraph (paper, block);
      break;
    case REDAN_BLOCK_FIGURES:
      draw_figures (paper, block);
      break;
    case REDAN_BLOCK_TABLE:
      redan_pdf_table (paper, block);
      break;
    case REDAN_BLOCK_CARD:
      draw_card (paper, block);
      break;
    case REDAN_BLOCK_STEPS:
      draw_steps (paper, block);
      break;
    case REDAN_BLOCK_DIAGRAM:
      redan_pdf_diagram (paper, block,
                         previous != NULL && previous->type == REDAN_BLOCK_HEADING ? previous
                                                                                   : NULL);
      break;
    case REDAN_BLOCK_PAGE_BREAK:
    default:
      redan_paper_begin_page (paper, PAPER_WIDTH, PAPER_HEIGHT);
      break;
    }
}

static cairo_status_t
append_bytes (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static void
draw_report (const RedanReport *report,
             cairo_surface_t *surface,
             GHashTable *anchors,
             gboolean final)
{
  RedanPaper paper;

  redan_paper_init (&paper, report, surface, anchors, final);
  for (guint i = 0; i < report->blocks->len; i++)
    draw_block (&paper, i);
  redan_paper_finish (&paper);
}

static void
set_metadata (cairo_surface_t *surface, const RedanReport *report)
{
  g_autofree char *date = g_strdup_printf ("%sT00:00:00Z", report->date);

  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, report->title);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_SUBJECT, _ ("Threat model report"));
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, "Redan");
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATE_DATE, date);
}

GBytes *
redan_pdf_write (const RedanReport *report, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GHashTable) anchors = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  /* Nothing of the draft is looked at but where it breaks pages: one dot to draw on will do. */
  cairo_surface_t *draft = cairo_image_surface_create (CAIRO_FORMAT_A8, 1, 1);
  cairo_surface_t *surface = NULL;
  cairo_status_t status;

  draw_report (report, draft, anchors, FALSE);
  cairo_surface_destroy (draft);

  surface = cairo_pdf_surface_create_for_stream (append_bytes, bytes, PAPER_WIDTH, PAPER_HEIGHT);
  set_metadata (surface, report);
  draw_report (report, surface, anchors, TRUE);
  cairo_surface_finish (surface);
  status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  if (status != CAIRO_STATUS_SUCCESS)
    {
      g_set_error (
          error, REDAN_REPORT_ERROR, REDAN_REPORT_ERROR_FAILED,
          _ ("The PDF could not be drawn: %s. Try a report of one diagram with --diagram."),
          cairo_status_to_string (status));
      return NULL;
    }
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}
