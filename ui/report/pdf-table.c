/* SPDX-License-Identifier: Apache-2.0 */
/* Tables of the PDF: header repeated on each page, rows kept whole. */

#include "ui/report/pdf-table.h"

#define CELL_PADDING 4.0
#define CELL_ABOVE 3.0 /* and below */
#define CELL_SIZE 8.5
#define LEAST_HEADER_SIZE 6.0
#define MAX_CELL_LINES 14
#define MAX_COLUMNS 12
/* A table as small as this is not torn apart. */
#define MAX_WHOLE_ROWS 12
#define MAX_WHOLE_HEIGHT 360.0
/* Unless as much of the page would stay empty: it may begin with a few rows then. */
#define MAX_GAP 150.0
#define START_ROWS 3

typedef struct
{
  double x[MAX_COLUMNS];
  double width[MAX_COLUMNS];
  guint n;
} Columns;

static Columns
measure_columns (const RedanReportBlock *block)
{
  Columns columns = { .n = MIN (block->columns->len, MAX_COLUMNS) };
  double total = 0;
  double x = PAPER_MARGIN;

  for (guint i = 0; i < columns.n; i++)
    total += ((const RedanReportColumn *) g_ptr_array_index (block->columns, i))->weight;
  for (guint i = 0; i < columns.n; i++)
    {
      const RedanReportColumn *column = g_ptr_array_index (block->columns, i);

      columns.x[i] = x;
      columns.width[i] = (PAPER_WIDTH - 2 * PAPER_MARGIN) * column->weight / total;
      x += columns.width[i];
    }
  return columns;
}

static PangoLayout *
create_cell_layout (
    RedanPaper *paper, const char *text, gboolean bold, double width, gboolean right)
{
  PangoLayout *layout = redan_paper_layout_lines (paper, text, CELL_SIZE, bold,
                                                  width - 2 * CELL_PADDING, MAX_CELL_LINES);

  pango_layout_set_alignment (layout, right ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
  return layout;
}

/** The title of a column, in letters so small that no word of it is parted. */
static PangoLayout *
create_header_layout (RedanPaper *paper, const RedanReportColumn *column, double width)
{
  const int room = (int) ((width - 2 * CELL_PADDING) * PANGO_SCALE);
  PangoLayout *layout = create_cell_layout (paper, column->title, TRUE, width, column->right);

  for (double size = CELL_SIZE; size > LEAST_HEADER_SIZE; size -= 0.5)
    {
      PangoFontDescription *font = NULL;
      PangoRectangle logical;

      pango_layout_set_wrap (layout, PANGO_WRAP_WORD);
      pango_layout_get_extents (layout, NULL, &logical);
      if (logical.width <= room)
        break;
      font = pango_font_description_copy (pango_layout_get_font_description (layout));
      pango_font_description_set_absolute_size (font, (size - 0.5) * PANGO_SCALE);
      pango_layout_set_font_description (layout, font);
      pango_font_description_free (font);
    }
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  return layout;
}

static double
get_header_height (RedanPaper *paper, const RedanReportBlock *block, const Columns *columns)
{
  double height = 0;

  for (guint i = 0; i < columns->n; i++)
    {
      const RedanReportColumn *column = g_ptr_array_index (block->columns, i);
      g_autoptr (PangoLayout) layout = create_header_layout (paper, column, columns->width[i]);

      height = MAX (height, redan_paper_get_height (layout));
    }
  return height + 2 * CELL_ABOVE;
}

static void
draw_header (RedanPaper *paper, const RedanReportBlock *block, const Columns *columns)
{
  double height = get_header_height (paper, block, columns);

  redan_paper_set_ink (paper, REDAN_INK_SHADE);
  cairo_rectangle (paper->cr, PAPER_MARGIN, paper->y, PAPER_WIDTH - 2 * PAPER_MARGIN, height);
  cairo_fill (paper->cr);
  for (guint i = 0; i < columns->n; i++)
    {
      const RedanReportColumn *column = g_ptr_array_index (block->columns, i);
      g_autoptr (PangoLayout) layout = create_header_layout (paper, column, columns->width[i]);

      redan_paper_set_ink (paper, REDAN_INK_MUTED);
      redan_paper_draw (paper, layout, columns->x[i] + CELL_PADDING, paper->y + CELL_ABOVE);
    }
  paper->y += height;
}

static void
draw_badge (RedanPaper *paper,
            RedanReportTone tone,
            PangoLayout *layout,
            double x,
            double width,
            gboolean right)
{
  double badge_width = MIN (redan_paper_get_width (layout) + 10, width - 2);
  double left = right ? x + width - badge_width : x + CELL_PADDING - 2;
  gboolean white = redan_paper_set_tone (paper, tone);

  redan_paper_rounded (paper, left, paper->y + CELL_ABOVE - 1.5, badge_width,
                       redan_paper_get_height (layout) + 3, 6);
  cairo_fill (paper->cr);
  redan_paper_set_ink (paper, white ? REDAN_INK_WHITE : REDAN_INK_TEXT);
  redan_paper_draw (paper, layout, left + 5, paper->y + CELL_ABOVE);
}

static void
draw_cell (RedanPaper *paper,
           const RedanReportCell *cell,
           PangoLayout *layout,
           double x,
           double width,
           gboolean right)
{
  if (cell->tone != REDAN_REPORT_TONE_NONE)
    {
      draw_badge (paper, cell->tone, layout, x, width, right);
      return;
    }
  redan_paper_set_ink (paper, cell->link != NULL ? REDAN_INK_ACCENT : REDAN_INK_TEXT);
  redan_paper_draw_linked (paper, layout, x + CELL_PADDING, paper->y + CELL_ABOVE, cell->link);
}

/** Lays out the cells of a row. Returns: its height */
static double
create_row (RedanPaper *paper,
            const RedanReportBlock *block,
            const Columns *columns,
            guint first,
            PangoLayout *layouts_out[MAX_COLUMNS])
{
  double height = 0;

  for (guint i = 0; i < columns->n; i++)
    {
      const RedanReportColumn *column = g_ptr_array_index (block->columns, i);
      const RedanReportCell *cell = g_ptr_array_index (block->cells, first + i);
      gboolean badge = cell->tone != REDAN_REPORT_TONE_NONE;

      layouts_out[i] = create_cell_layout (
          paper, cell->text, badge, columns->width[i] - (badge ? 4 : 0), column->right && !badge);
      height = MAX (height, redan_paper_get_height (layouts_out[i]));
    }
  return height + 2 * CELL_ABOVE;
}

static double
measure_row (RedanPaper *paper, const RedanReportBlock *block, const Columns *columns, guint row)
{
  PangoLayout *layouts[MAX_COLUMNS];
  const double height = create_row (paper, block, columns, row * columns->n, layouts);

  for (guint i = 0; i < columns->n; i++)
    g_object_unref (layouts[i]);
  return height;
}

/** @with_next: the row goes to the next page rather than leave the one after it alone there */
static void
draw_row (RedanPaper *paper,
          const RedanReportBlock *block,
          const Columns *columns,
          guint row,
          gboolean with_next)
{
  const guint first = row * columns->n;
  PangoLayout *layouts[MAX_COLUMNS];
  const double height = create_row (paper, block, columns, first, layouts);
  const double rest = redan_paper_get_rest (paper);

  if (rest < height || (with_next && rest < height + measure_row (paper, block, columns, row + 1)))
    {
      redan_paper_begin_page (paper, PAPER_WIDTH, PAPER_HEIGHT);
      draw_header (paper, block, columns);
    }
  for (guint i = 0; i < columns->n; i++)
    {
      const RedanReportColumn *column = g_ptr_array_index (block->columns, i);

      draw_cell (paper, g_ptr_array_index (block->cells, first + i), layouts[i], columns->x[i],
                 columns->width[i], column->right);
      g_object_unref (layouts[i]);
    }
  paper->y += height;
  redan_paper_set_ink (paper, REDAN_INK_LINE);
  cairo_set_line_width (paper->cr, 0.4);
  cairo_move_to (paper->cr, PAPER_MARGIN, paper->y);
  cairo_line_to (paper->cr, PAPER_WIDTH - PAPER_MARGIN, paper->y);
  cairo_stroke (paper->cr);
}

/** Room for the header with the first rows, and in @whole_out for all rows, if they are few. */
static double
measure_rows (RedanPaper *paper,
              const RedanReportBlock *block,
              const Columns *columns,
              double *whole_out)
{
  const guint n_rows = block->cells->len / columns->n;
  const gboolean is_small = n_rows <= MAX_WHOLE_ROWS && whole_out != NULL;
  double height = get_header_height (paper, block, columns);
  double start = height;

  for (guint row = 0; row < n_rows && (row < START_ROWS || is_small); row++)
    {
      height += measure_row (paper, block, columns, row);
      if (row < START_ROWS)
        start = height;
    }
  if (whole_out != NULL)
    *whole_out = is_small && height <= MAX_WHOLE_HEIGHT ? height : 0;
  return start;
}

double
redan_pdf_table_measure_start (RedanPaper *paper, const RedanReportBlock *block, double above)
{
  const Columns columns = measure_columns (block);
  const double rest = redan_paper_get_rest (paper);
  double start = 0;
  double whole = 0;

  if (columns.n == 0)
    return 0;
  start = measure_rows (paper, block, &columns, &whole);
  return whole > 0 && (above + whole <= rest || rest < MAX_GAP) ? whole : start;
}

void
redan_pdf_table (RedanPaper *paper, const RedanReportBlock *block)
{
  const Columns columns = measure_columns (block);
  guint n_rows = 0;

  if (columns.n == 0)
    return;
  n_rows = block->cells->len / columns.n;
  /* Whether all of it should stand on one page is up to the heading above it. */
  redan_paper_ensure (paper, measure_rows (paper, block, &columns, NULL));
  draw_header (paper, block, &columns);
  for (guint row = 0; row < n_rows; row++)
    draw_row (paper, block, &columns, row, row > 0 && row + 2 == n_rows);
  paper->y += 10;
}
