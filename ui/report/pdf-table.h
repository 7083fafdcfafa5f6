/* SPDX-License-Identifier: Apache-2.0 */
/* Tables of the PDF: header repeated on each page, rows kept whole. Private to this folder. */

#pragma once

#include "ui/report/pdf-paper.h"

G_BEGIN_DECLS

void redan_pdf_table (RedanPaper *paper, const RedanReportBlock *block);

/**
 * redan_pdf_table_measure_start:
 * @above: room for what may not be parted from the table
 *
 * Returns: room that the table wants on its first page: all of a small one, unless it does not fit
 * and much of the page would stay empty, else the header and the first rows
 */
double redan_pdf_table_measure_start (RedanPaper *paper,
                                      const RedanReportBlock *block,
                                      double above);

G_END_DECLS
