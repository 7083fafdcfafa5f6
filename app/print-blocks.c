/* SPDX-License-Identifier: Apache-2.0 */
/* Blocks of a report on a terminal: paragraphs and tables in columns. */

#include "config.h"

#include "app/print-blocks.h"

#include "ui/report/wording.h"

#define MAX_WIDTH 46 /* characters of a column */
#define MAX_LAST 160 /* of the last one, which pushes nothing aside */

static guint
measure (const char *text)
{
  return (guint) MIN (g_utf8_strlen (text, -1), MAX_WIDTH);
}

static void
print_cell (RedanSession *self, const char *text, guint width, gboolean right, gboolean last)
{
  g_autofree char *cut = redan_text_dup_excerpt (text, last && !right ? MAX_LAST : MAX_WIDTH, 1);
  guint n = (guint) g_utf8_strlen (cut, -1);
  guint pad = n < width ? width - n : 0;

  if (right)
    redan_session_print (self, "%*s%s", (int) pad, "", cut);
  else if (last)
    redan_session_print (self, "%s", cut);
  else
    redan_session_print (self, "%s%*s", cut, (int) pad, "");
  redan_session_print (self, last ? "\n" : "  ");
}

static void
print_table (RedanSession *self, const RedanReportBlock *table)
{
  guint n = table->columns->len;
  g_autofree guint *widths = g_new0 (guint, n + 1);

  if (n == 0 || table->cells->len == 0)
    return;
  for (guint i = 0; i < n; i++)
    widths[i] =
        measure (((const RedanReportColumn *) g_ptr_array_index (table->columns, i))->title);
  for (guint i = 0; i < table->cells->len; i++)
    widths[i % n] =
        MAX (widths[i % n],
             measure (((const RedanReportCell *) g_ptr_array_index (table->cells, i))->text));
  for (guint i = 0; i < n; i++)
    {
      const RedanReportColumn *column = g_ptr_array_index (table->columns, i);

      print_cell (self, column->title, widths[i], column->right, i + 1 == n);
    }
  for (guint i = 0; i < table->cells->len; i++)
    {
      const RedanReportCell *cell = g_ptr_array_index (table->cells, i);
      const RedanReportColumn *column = g_ptr_array_index (table->columns, i % n);

      print_cell (self, cell->text, widths[i % n], column->right, (i + 1) % n == 0);
    }
  redan_session_print (self, "\n");
}

void
redan_session_print_blocks (RedanSession *self, const RedanReport *report)
{
  for (guint i = 0; i < report->blocks->len; i++)
    {
      const RedanReportBlock *block = g_ptr_array_index (report->blocks, i);

      switch (block->type)
        {
        case REDAN_BLOCK_HEADING:
          redan_session_print (self, "== %s ==\n\n", block->text);
          break;
        case REDAN_BLOCK_PARAGRAPH:
          redan_session_print (self, "%s\n\n", block->text);
          break;
        case REDAN_BLOCK_TABLE:
          print_table (self, block);
          break;
        default:
          break;
        }
    }
}
