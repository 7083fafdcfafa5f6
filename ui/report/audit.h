/* SPDX-License-Identifier: Apache-2.0 */
/* The audit of SEC01: each criterion with provenance, method, what fails, evidence, who stands for
 * it, keyed by the documentation pages, so that a Well-Architected review can be filled from it. */

#pragma once

#include "ui/report/block.h"
#include "ui/report/rows.h"

G_BEGIN_DECLS

/** RedanAuditOptions: @scope: (nullable): the whole model; @commit: (nullable): revision of the
 * model, printed as given */
typedef struct
{
  const RedanObjectiveScope *scope;
  const char *commit;
} RedanAuditOptions;

/**
 * redan_audit_write_csv:
 *
 * One row for each criterion of every objective, and one header. Cells that a spreadsheet would
 * take for a formula are made harmless. Same input, same bytes.
 *
 * Returns: whether @sink took all of it
 */
gboolean redan_audit_write_csv (const RedanAnalysis *analysis,
                                const RedanObjectives *results,
                                const RedanAuditOptions *options,
                                RedanRowSink sink,
                                gpointer user_data);

/** redan_audit_pdf: Returns: (transfer full) (nullable): the same on paper, a table for each
 * objective
 */
GBytes *redan_audit_pdf (const RedanAnalysis *analysis,
                         const RedanObjectives *results,
                         const RedanAuditOptions *options,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
