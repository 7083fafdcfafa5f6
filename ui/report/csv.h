/* SPDX-License-Identifier: Apache-2.0 */
/* Cells of a table for a spreadsheet. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** redan_csv_add_cell: the next cell of @line, always quoted; line breaks become spaces, and a text that a spreadsheet
 * would take for a formula gets a leading apostrophe */
void redan_csv_add_cell (GString *line, const char *text);

G_END_DECLS
