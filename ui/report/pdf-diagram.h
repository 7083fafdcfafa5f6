/* SPDX-License-Identifier: Apache-2.0 */
/* Diagram pages of the PDF: a page size that keeps labels readable, tiles when no sheet is large
 * enough. Private to this folder. */

#pragma once

#include "ui/report/pdf-paper.h"

G_BEGIN_DECLS

/** redan_pdf_diagram: draws a diagram block on pages of its own; @heading (nullable) stands above
 * it as a section */
void redan_pdf_diagram (RedanPaper *paper,
                        const RedanReportBlock *block,
                        const RedanReportBlock *heading);

G_END_DECLS
