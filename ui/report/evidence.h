/* SPDX-License-Identifier: Apache-2.0 */
/* What an import of evidence found, for programs and for people. */

#pragma once

#include "analysis/evidence.h"
#include "ui/report/rows.h"

G_BEGIN_DECLS

/** RedanEvidenceView: what is needed to tell of a report. @n_changes: values that the edit sets */
typedef struct
{
  const RedanModel *model;
  const RedanCatalogue *catalogue;
  const RedanEvidenceReport *report;
  guint as_of;
  guint n_changes;
} RedanEvidenceView;

/** redan_rows_evidence_json: all of the report */
gboolean
redan_rows_evidence_json (const RedanEvidenceView *view, RedanRowSink sink, gpointer user_data);

/** RedanEvidenceLine: @detail: (nullable); @heading: of the lines that follow */
typedef struct
{
  char *text;
  char *detail;
  gboolean heading;
} RedanEvidenceLine;

/**
 * redan_evidence_list_lines:
 * @limit: at most so many lines under a heading; the last one says how many more there are
 *
 * Returns: (transfer full) (element-type RedanEvidenceLine): the report in words, headings without
 * lines left out
 */
GPtrArray *redan_evidence_list_lines (const RedanEvidenceView *view,
                                      guint limit) G_GNUC_WARN_UNUSED_RESULT;

/** redan_evidence_dup_sums: Returns: (transfer full): one sentence: how many results, what became
 * of them */
char *redan_evidence_dup_sums (const RedanEvidenceView *view) G_GNUC_WARN_UNUSED_RESULT;

/** redan_evidence_tally_dup_text: Returns: (transfer full): "2 passed, 1 failed, 3 days ago" as of
 * the day @as_of */
char *redan_evidence_tally_dup_text (const RedanEvidenceTally *tally,
                                     guint as_of) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
