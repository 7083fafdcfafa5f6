/* SPDX-License-Identifier: Apache-2.0 */
/* Attack paths of the PDF as rows of boxes joined by arrows. */

#include "ui/report/pdf-path.h"

#include "ui/diagram/icons.h"

#define N_COLUMNS 3
#define COLUMN_GAP 20.0
#define ROW_GAP 16.0
#define ABOVE 4.0
#define PADDING 6.0
#define LINE_GAP 2.5
#define DISC_SIZE 13.0
#define ICON_SIZE 12.0
#define ARROW_SIZE 4.0
#define TEXT_SIZE 8.0
#define SMALL_SIZE 7.2
#define NAME_LINES 2
#define TEXT_LINES 6
#define NOTE_LINES 3
#define CONTROL_LINES 2
#define MAX_CONTROLS 5
#define MAX_PARTS (3 + MAX_CONTROLS)

#define LEFT (PAPER_MARGIN + PAPER_CARD_INDENT)
#define BOX_WIDTH ((PAPER_WIDTH - PAPER_MARGIN - LEFT - (N_COLUMNS - 1) * COLUMN_GAP) / N_COLUMNS)
#define TEXT_WIDTH (BOX_WIDTH - 2 * PADDING)

/** What stands in a box, from above: the name beside its disc, then the rest. */
typedef struct
{
  PangoLayout *layouts[MAX_PARTS];
  RedanInk inks[MAX_PARTS];
  guint n;
  double height;
} Box;

static void
box_add (Box *self, PangoLayout *layout, RedanInk ink, double least_height)
{
  self->layouts[self->n] = layout;
  self->inks[self->n] = ink;
  self->n++;
  self->height += MAX (redan_paper_get_height (layout), least_height) + LINE_GAP;
}

static void
box_init (Box *self, RedanPaper *paper, const RedanReportHop *hop)
{
  const double beside = DISC_SIZE + 4 + (hop->icon != NULL ? ICON_SIZE + 4 : 0);

  *self = (Box){ .height = 2 * PADDING - LINE_GAP };
  box_add (self,
           redan_paper_layout_lines (paper, hop->object != NULL ? hop->object : "", TEXT_SIZE, TRUE,
                                     TEXT_WIDTH - beside, NAME_LINES),
           REDAN_INK_TEXT, DISC_SIZE);
  box_add (self,
           redan_paper_layout_lines (paper, hop->text, TEXT_SIZE, FALSE, TEXT_WIDTH, TEXT_LINES),
           REDAN_INK_TEXT, 0);
  if (hop->note != NULL)
    box_add (self,
             redan_paper_layout_lines (paper, hop->note, SMALL_SIZE, TRUE, TEXT_WIDTH, NOTE_LINES),
             REDAN_INK_TEXT, 0);
  for (guint i = 0; i < MIN (hop->controls->len, MAX_CONTROLS); i++)
    box_add (self,
             redan_paper_layout_lines (paper, g_ptr_array_index (hop->controls, i), SMALL_SIZE,
                                       FALSE, TEXT_WIDTH, CONTROL_LINES),
             REDAN_INK_MUTED, 0);
}

static void
box_clear (Box *self)
{
  for (guint i = 0; i < self->n; i++)
    g_object_unref (self->layouts[i]);
}

static void
draw_disc (RedanPaper *paper, guint number, double x, double y)
{
  g_autofree char *text = g_strdup_printf ("%u", number);
  g_autoptr (PangoLayout) layout = redan_paper_layout (paper, text, SMALL_SIZE, TRUE, -1);

  redan_paper_set_ink (paper, REDAN_INK_MUTED);
  redan_paper_rounded (paper, x, y, DISC_SIZE, DISC_SIZE, DISC_SIZE / 2);
  cairo_fill (paper->cr);
  redan_paper_set_ink (paper, REDAN_INK_WHITE);
  redan_paper_draw (paper, layout, x + (DISC_SIZE - redan_paper_get_width (layout)) / 2,
                    y + (DISC_SIZE - redan_paper_get_height (layout)) / 2);
}

static void
draw_box (RedanPaper *paper,
          const RedanReportHop *hop,
          const Box *box,
          guint number,
          double x,
          double height)
{
  double y = paper->y + PADDING;
  double left = x + PADDING;

  redan_paper_set_ink (paper, REDAN_INK_SHADE);
  redan_paper_rounded (paper, x, paper->y, BOX_WIDTH, height, 4);
  cairo_fill_preserve (paper->cr);
  redan_paper_set_tone (paper, hop->tone);
  cairo_set_line_width (paper->cr, hop->tone == REDAN_REPORT_TONE_NONE ? 0.8 : 1.4);
  cairo_stroke (paper->cr);
  draw_disc (paper, number, left, y);
  left += DISC_SIZE + 4;
  if (hop->icon != NULL)
    {
      redan_icon_draw (hop->icon, paper->cr, left, y + (DISC_SIZE - ICON_SIZE) / 2, ICON_SIZE, 0.14,
                       0.12, 0.19, 1);
      left += ICON_SIZE + 4;
    }
  for (guint i = 0; i < box->n; i++)
    {
      redan_paper_set_ink (paper, box->inks[i]);
      redan_paper_draw (paper, box->layouts[i], i == 0 ? left : x + PADDING, y);
      y += MAX (redan_paper_get_height (box->layouts[i]), i == 0 ? DISC_SIZE : 0) + LINE_GAP;
    }
}

/** The head of an arrow that ends at (@x, @y), to the right or downwards. */
static void
draw_head (RedanPaper *paper, double x, double y, gboolean down)
{
  cairo_move_to (paper->cr, x, y);
  if (down)
    {
      cairo_line_to (paper->cr, x - ARROW_SIZE * 0.7, y - ARROW_SIZE);
      cairo_line_to (paper->cr, x + ARROW_SIZE * 0.7, y - ARROW_SIZE);
    }
  else
    {
      cairo_line_to (paper->cr, x - ARROW_SIZE, y - ARROW_SIZE * 0.7);
      cairo_line_to (paper->cr, x - ARROW_SIZE, y + ARROW_SIZE * 0.7);
    }
  cairo_close_path (paper->cr);
  cairo_fill (paper->cr);
}

static void
draw_arrow_right (RedanPaper *paper, double x, double y)
{
  redan_paper_set_ink (paper, REDAN_INK_MUTED);
  cairo_set_line_width (paper->cr, 1.1);
  cairo_move_to (paper->cr, x + 3, y);
  cairo_line_to (paper->cr, x + COLUMN_GAP - 3 - ARROW_SIZE, y);
  cairo_stroke (paper->cr);
  draw_head (paper, x + COLUMN_GAP - 3, y, FALSE);
}

/** From below the last box of a row to above the first of the next. */
static void
draw_arrow_back (RedanPaper *paper, double y)
{
  const double from = LEFT + (N_COLUMNS - 1) * (BOX_WIDTH + COLUMN_GAP) + BOX_WIDTH / 2;
  const double to = LEFT + BOX_WIDTH / 2;

  redan_paper_set_ink (paper, REDAN_INK_MUTED);
  cairo_set_line_width (paper->cr, 1.1);
  cairo_set_line_join (paper->cr, CAIRO_LINE_JOIN_ROUND);
  cairo_move_to (paper->cr, from, y + 1.5);
  cairo_line_to (paper->cr, from, y + ROW_GAP / 2);
  cairo_line_to (paper->cr, to, y + ROW_GAP / 2);
  cairo_line_to (paper->cr, to, y + ROW_GAP - 2 - ARROW_SIZE);
  cairo_stroke (paper->cr);
  draw_head (paper, to, y + ROW_GAP - 2, TRUE);
}

/** Lays out the boxes from @first on. Returns: the height of their row */
static double
create_row (RedanPaper *paper, const RedanReportBlock *card, guint first, Box boxes[N_COLUMNS])
{
  double height = 0;

  for (guint i = 0; i < N_COLUMNS && first + i < card->hops->len; i++)
    {
      box_init (&boxes[i], paper, g_ptr_array_index (card->hops, first + i));
      height = MAX (height, boxes[i].height);
    }
  return height;
}

double
redan_pdf_path_measure (RedanPaper *paper, const RedanReportBlock *card)
{
  double height = card->hops->len > 0 ? ABOVE : 0;

  for (guint first = 0; first < card->hops->len; first += N_COLUMNS)
    {
      Box boxes[N_COLUMNS] = { 0 };

      height += create_row (paper, card, first, boxes) + (first > 0 ? ROW_GAP : 0);
      for (guint i = 0; i < N_COLUMNS; i++)
        box_clear (&boxes[i]);
    }
  return height;
}

void
redan_pdf_path (RedanPaper *paper, const RedanReportBlock *card)
{
  if (card->hops->len > 0)
    paper->y += ABOVE;
  for (guint first = 0; first < card->hops->len; first += N_COLUMNS)
    {
      Box boxes[N_COLUMNS] = { 0 };
      const double height = create_row (paper, card, first, boxes);
      const guint page = paper->page;

      redan_paper_ensure (paper, height + (first > 0 ? ROW_GAP : 0));
      if (first > 0 && paper->page == page)
        {
          draw_arrow_back (paper, paper->y);
          paper->y += ROW_GAP;
        }
      for (guint i = 0; i < N_COLUMNS && first + i < card->hops->len; i++)
        {
          const double x = LEFT + i * (BOX_WIDTH + COLUMN_GAP);

          draw_box (paper, g_ptr_array_index (card->hops, first + i), &boxes[i], first + i + 1, x,
                    height);
          if (i + 1 < N_COLUMNS && first + i + 1 < card->hops->len)
            draw_arrow_right (paper, x + BOX_WIDTH, paper->y + height / 2);
        }
      paper->y += height;
      for (guint i = 0; i < N_COLUMNS; i++)
        box_clear (&boxes[i]);
    }
}
