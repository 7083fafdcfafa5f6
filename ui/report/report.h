/* SPDX-License-Identifier: Apache-2.0 */
/* Reports: PDF and SVG of an analysed model. */

#pragma once

#include "analysis/analysis.h"

G_BEGIN_DECLS

#define REDAN_REPORT_ERROR (redan_report_error_quark ())

typedef enum
{
  REDAN_REPORT_ERROR_FORMAT, /* no writer for this suffix */
  REDAN_REPORT_ERROR_FAILED, /* the paper could not be drawn */
} RedanReportError;

GQuark redan_report_error_quark (void);

/**
 * RedanReportOptions:
 * @as_of: days since 1900-01-01; printed, and the only date in the document
 * @losses: (nullable) (element-type RedanLoss): printed as an appendix when the model was imported
 * @diagram: (nullable): only this diagram (SVG: default the first)
 * @scope: (nullable): what the objectives are judged on; %NULL for the whole model
 */
typedef struct
{
  guint as_of;
  const GPtrArray *losses;
  const RedanId *diagram;
  const RedanObjectiveScope *scope;
} RedanReportOptions;

/** redan_report_pdf: Returns: (transfer full) (nullable): the PDF: title page, contents, diagrams,
 * threats, plan, SEC01; same input, same bytes */
GBytes *redan_report_pdf (const RedanAnalysis *analysis,
                          const RedanReportOptions *options,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** redan_report_svg: Returns: (transfer full) (nullable): one diagram as SVG, text as text */
GBytes *redan_report_svg (const RedanAnalysis *analysis,
                          const RedanReportOptions *options,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
