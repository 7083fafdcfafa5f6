/* SPDX-License-Identifier: Apache-2.0 */
/* A row for a date: typed as YYYY-MM-DD, or chosen in a calendar. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/** redan_date_row_new: Returns: (transfer floating): an AdwEntryRow; read and write it as a
 * GtkEditable */
GtkWidget *redan_date_row_new (const char *title);

/** redan_date_row_is_valid: Returns: whether a date stands there; @empty: or nothing may. A wrong
 * text is marked */
gboolean redan_date_row_is_valid (GtkWidget *row, gboolean empty);

G_END_DECLS
