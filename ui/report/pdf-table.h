/* SPDX-License-Identifier: Apache-2.0 */
/* Tables of the PDF: header repeated on each page, rows kept whole. Private to this folder. */

#pragma once

#include "ui/report/pdf-paper.h"

G_BEGIN_DECLS

void redan_pdf_table (RedanPaper *paper, const RedanReportBlock *block);

/** redan_pdf_table_measure_start: Returns: room that the table wants on its first page: all of a
 * small one, else the header and the first row */
double redan_pdf_table_measure_start (RedanPaper *paper, const RedanReportBlock *block);

G_END_DECLS
