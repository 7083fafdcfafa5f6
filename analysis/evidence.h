/* SPDX-License-Identifier: Apache-2.0 */
/* Import of findings as evidence: matches checks to controls and resources to the model, and makes
 * one edit of it. */

#pragma once

#include "analysis/catalogue.h"
#include "analysis/evidence-tally.h"
#include "model/edit.h"
#include "model/exchange/findings.h"

G_BEGIN_DECLS

typedef struct _RedanEvidenceImport RedanEvidenceImport;

/**
 * RedanEvidenceOptions:
 * @as_of: days since 1900-01-01: the day of results that do not say when they were found
 * @account: (nullable): the account of results that name none, twelve digits
 * @accept: proposed matches of resources to elements count, and are written down in the elements
 */
typedef struct
{
  guint as_of;
  const char *account;
  gboolean accept;
} RedanEvidenceOptions;

/** What became of results. Each result is in one of the first group, and in one of the second when
 * it counts. */
typedef enum
{
  REDAN_EVIDENCE_PASSED,
  REDAN_EVIDENCE_FAILED,
  REDAN_EVIDENCE_UNKNOWN,
  REDAN_EVIDENCE_NOT_APPLICABLE,
  REDAN_EVIDENCE_EXCEPTION, /* suppressed by somebody */
  REDAN_EVIDENCE_ARCHIVED,
  REDAN_EVIDENCE_OTHER, /* no check of a setting */

  REDAN_EVIDENCE_MATCHED,
  REDAN_EVIDENCE_NO_CONTROL, /* no control knows the check */
  REDAN_EVIDENCE_NO_PLACE, /* the resource or its account is not in the model, or the control cannot
                              stand there */
  REDAN_EVIDENCE_N_OUTCOMES,
} RedanEvidenceOutcome;

/** RedanEvidenceRow: what is now known about a control on a target. @target: the null id for the
 * model */
typedef struct
{
  guint32 control;
  RedanId target;
  RedanEvidenceTally tally;
  guint n_checks;
} RedanEvidenceRow;

/** RedanEvidenceAnswer: a value that a check gives an attribute. @stated: (nullable): a value that
 * a person gave and that contradicts it */
typedef struct
{
  const RedanAttribute *attribute;
  RedanId target;
  const char *value;
  char *stated;
} RedanEvidenceAnswer;

/** RedanEvidenceName: something that was not matched. @account: "" for a check; of @n results */
typedef struct
{
  char *name;
  char *account; /* of a check: its source */
  guint64 n;
} RedanEvidenceName;

/** RedanEvidenceProposal: @resource may be the element @element, by service and name */
typedef struct
{
  char *resource;
  RedanId element;
} RedanEvidenceProposal;

/** RedanEvidenceFile: @problem: (nullable): why nothing of it counts */
typedef struct
{
  char *path;
  RedanFindingCounts counts;
  char *problem;
} RedanEvidenceFile;

/**
 * RedanEvidenceReport:
 * @files: (element-type RedanEvidenceFile): in the order of reading
 * @rows: (element-type RedanEvidenceRow): by control and target
 * @answers: (element-type RedanEvidenceAnswer): by attribute and target
 * @checks: (element-type RedanEvidenceName): checks without a control, by name
 * @resources: (element-type RedanEvidenceName): resources that no element stands for, by name
 * @n_more: resources beyond those, since no more are kept
 * @proposals: (element-type RedanEvidenceProposal): by resource
 * @practices: (element-type RedanEvidenceName): Well-Architected practices that the results name,
 * by today's number
 */
typedef struct
{
  GPtrArray *files;
  guint64 outcomes[REDAN_EVIDENCE_N_OUTCOMES];
  GArray *rows;
  GArray *answers;
  GArray *checks;
  GArray *resources;
  guint64 n_more;
  GArray *proposals;
  GArray *practices;
} RedanEvidenceReport;

/** redan_evidence_import_new: @model and @catalogue must outlive the import; @options are copied */
RedanEvidenceImport *
redan_evidence_import_new (const RedanModel *model,
                           const RedanCatalogue *catalogue,
                           const RedanEvidenceOptions *options) G_GNUC_WARN_UNUSED_RESULT;
void redan_evidence_import_free (RedanEvidenceImport *self);

/**
 * redan_evidence_import_read:
 * @path: findings, see redan_findings_read_file()
 * @cancellable: (nullable)
 *
 * Adds what a file says. A file with an error adds nothing, but stands in the report with the
 * reason.
 *
 * Returns: whether the file was read
 */
gboolean redan_evidence_import_read (RedanEvidenceImport *self,
                                     const char *path,
                                     GCancellable *cancellable,
                                     GError **error);

/**
 * redan_evidence_import_finish:
 * @report_out: (transfer full)
 *
 * Of several results of one check on one resource the newest counts; of two of the same time the
 * worse one. Evidence that the model has of a check is replaced when it is older, so that the order
 * of imports does not matter. Cost: O(distinct results of matched checks).
 *
 * Returns: (transfer full): one edit; empty when nothing is new
 */
RedanEdit *
redan_evidence_import_finish (RedanEvidenceImport *self,
                              RedanEvidenceReport **report_out) G_GNUC_WARN_UNUSED_RESULT;

void redan_evidence_report_free (RedanEvidenceReport *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanEvidenceImport, redan_evidence_import_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanEvidenceReport, redan_evidence_report_free)

G_END_DECLS
