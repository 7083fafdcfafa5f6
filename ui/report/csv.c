/* SPDX-License-Identifier: Apache-2.0 */
/* Cells of a table for a spreadsheet (RFC 4180), harmless there. */

#include "ui/report/csv.h"

#include <string.h>

gboolean
redan_csv_is_formula (const char *text)
{
  return *text != '\0' && strchr ("=+-@\t\r", *text) != NULL;
}

void
redan_csv_add_text (GString *line, const char *text, gboolean keep_lines)
{
  g_string_append_c (line, '"');
  if (redan_csv_is_formula (text))
    g_string_append_c (line, '\'');
  for (; *text != '\0'; text++)
    {
      const gboolean ends_line = *text == '\n' || *text == '\r';

      if (*text == '"')
        g_string_append_c (line, '"');
      g_string_append_c (line, ends_line && !keep_lines ? ' ' : *text);
    }
  g_string_append_c (line, '"');
}

void
redan_csv_add_cell (GString *line, const char *text)
{
  if (line->len > 0)
    g_string_append_c (line, ',');
  redan_csv_add_text (line, text, FALSE);
}
