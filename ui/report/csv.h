/* SPDX-License-Identifier: Apache-2.0 */
/* Cells of a table for a spreadsheet (RFC 4180), harmless there. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** redan_csv_is_formula: Returns: whether a spreadsheet would compute @text instead of showing it */
gboolean redan_csv_is_formula (const char *text);

/** redan_csv_add_text: the text of a cell, always quoted; a formula gets a leading apostrophe.
 * @keep_lines: line breaks stay, else they become spaces */
void redan_csv_add_text (GString *line, const char *text, gboolean keep_lines);

/** redan_csv_add_cell: the next cell of @line, on one line */
void redan_csv_add_cell (GString *line, const char *text);

G_END_DECLS
