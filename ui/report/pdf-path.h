/* SPDX-License-Identifier: Apache-2.0 */
/* Attack paths of the PDF as rows of boxes joined by arrows. Private to this folder. */

#pragma once

#include "ui/report/pdf-paper.h"

G_BEGIN_DECLS

/** redan_pdf_path_measure: Returns: points that the hops of @card take, 0 when it has none */
double redan_pdf_path_measure (RedanPaper *paper, const RedanReportBlock *card);

/** redan_pdf_path: draws the hops of @card; a row of boxes is kept whole */
void redan_pdf_path (RedanPaper *paper, const RedanReportBlock *card);

G_END_DECLS
