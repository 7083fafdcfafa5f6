/* SPDX-License-Identifier: Apache-2.0 */
/* What checks found about a control on a target: numbers and days, as they stand in the file, and
 * what follows from them. */

#pragma once

#include "analysis/catalogue.h"
#include "model/object.h"

G_BEGIN_DECLS

/**
 * RedanEvidenceTally:
 * @passed, @failed, @unknown: results that count
 * @exceptions: results that somebody suppressed; they count neither way
 * @oldest, @newest: days since 1900-01-01 of the results, 0 when there is none
 */
typedef struct
{
  guint passed;
  guint failed;
  guint unknown;
  guint exceptions;
  guint oldest;
  guint newest;
} RedanEvidenceTally;

/** redan_evidence_tally_add: adds the numbers of @other to @self */
void redan_evidence_tally_add (RedanEvidenceTally *self, const RedanEvidenceTally *other);

/** redan_evidence_tally_parse: the text of a check in the file. Returns: whether it is one */
gboolean redan_evidence_tally_parse (const char *text, RedanEvidenceTally *tally_out);

/** redan_evidence_tally_to_text: Returns: (transfer full): the text for the file */
char *redan_evidence_tally_to_text (const RedanEvidenceTally *self) G_GNUC_WARN_UNUSED_RESULT;

/** redan_evidence_sum: the sum of all checks of an evidence object; one without checks that says
 * pass or fail counts as one result. Returns: whether it says anything about a control */
gboolean redan_evidence_sum (const RedanObject *evidence, RedanEvidenceTally *tally_out);

/**
 * redan_evidence_judge:
 * @as_of: days since 1900-01-01
 * @factor_out: how much of its strength the control keeps
 *
 * Any failure contradicts: the factor is that of a declared control times the share that passed.
 * Passes alone validate for scoring->fresh_scan days from the oldest on, then the control is stale:
 * in the same time the factor falls to that of a declared control. Results of which nobody knows,
 * and exceptions alone, decide nothing.
 *
 * Returns: whether the evidence decides the state
 */
gboolean redan_evidence_judge (const RedanEvidenceTally *self,
                               const RedanScoring *scoring,
                               guint as_of,
                               RedanControlState *state_out,
                               double *factor_out);

G_END_DECLS
