/* SPDX-License-Identifier: Apache-2.0 */
/* Reports: PDF and SVG of an analysed model. */

#include "ui/report/report.h"

#include <glib/gi18n-lib.h>

#include "model/diagrams.h"
#include "ui/diagram/painter.h"
#include "ui/report/content.h"
#include "ui/report/pdf.h"

G_DEFINE_QUARK (redan - report - error - quark, redan_report_error)

GBytes *
redan_report_pdf (const RedanAnalysis *analysis, const RedanReportOptions *options, GError **error)
{
  g_autoptr (RedanReport) report = redan_report_build (analysis, options);

  return redan_pdf_write (report, error);
}

GBytes *
redan_report_svg (const RedanAnalysis *analysis, const RedanReportOptions *options, GError **error)
{
  const RedanModel *model = analysis->facts->snapshot->model;
  const RedanPaintOptions paint = { .colour_by = REDAN_COLOUR_RISK };
  g_autoptr (GPtrArray) diagrams = redan_model_list_diagrams (model);
  const RedanId *diagram = options->diagram;
  g_autoptr (RedanScene) scene = NULL;

  if (diagram == NULL && diagrams->len > 0)
    diagram = &((const RedanObject *) g_ptr_array_index (diagrams, 0))->id;
  scene = redan_scene_new (model, diagram, analysis);
  if (scene->n_boxes == 0 && scene->n_lines == 0)
    {
      g_set_error (error, REDAN_REPORT_ERROR, REDAN_REPORT_ERROR_FAILED,
                   _ ("The diagram is empty, so there is no picture to write. Add elements, or "
                      "choose another diagram with --diagram."));
      return NULL;
    }
  return redan_paint_svg (scene, &paint);
}
