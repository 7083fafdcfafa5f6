/* SPDX-License-Identifier: Apache-2.0 */
/* Cells of a table for a spreadsheet (RFC 4180), harmless there. */

#include "ui/report/csv.h"

#include <string.h>

void
redan_csv_add_cell (GString *line, const char *text)
{
  if (line->len > 0)
    g_string_append_c (line, ',');
  g_string_append_c (line, '"');
  if (*text != '\0' && strchr ("=+-@\t\r", *text) != NULL)
    g_string_append_c (line, '\'');
  for (; *text != '\0'; text++)
    {
      if (*text == '"')
        g_string_append_c (line, '"');
      g_string_append_c (line, *text == '\n' || *text == '\r' ? ' ' : *text);
    }
  g_string_append_c (line, '"');
}
