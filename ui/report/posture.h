/* SPDX-License-Identifier: Apache-2.0 */
/* The views of the SEC01 posture as blocks of a report: the same for paper, terminal and window. */

#pragma once

#include "analysis/objectives-scope.h"
#include "ui/report/block.h"

G_BEGIN_DECLS

typedef enum
{
  REDAN_POSTURE_STATES, /* objectives with their criteria; the writers have their own form of it */
  REDAN_POSTURE_MATRIX,
  REDAN_POSTURE_MATURITY,
  REDAN_POSTURE_ROADMAP,
  REDAN_POSTURE_DUTIES,
  REDAN_POSTURE_TRACEABILITY,
  REDAN_POSTURE_ACCOUNTS,
  REDAN_POSTURE_DEPTH,
  REDAN_POSTURE_SERVICES,
  REDAN_POSTURE_REVIEW,
  REDAN_N_POSTURE_VIEWS,
} RedanPostureView;

/** RedanPosture: what the views are about; @scope: (nullable): the whole model; @limit: rows of the
 * tables that grow with the model, 0 for all */
typedef struct
{
  RedanReport *report;
  const RedanAnalysis *analysis;
  const RedanObjectiveScope *scope;
  const RedanObjectives *results;
  guint limit;
} RedanPosture;

/** redan_posture_view_get_word: Returns: "states", "matrix", ...: never translated */
const char *redan_posture_view_get_word (RedanPostureView view);

/** redan_posture_view_get_title: Returns: translated */
const char *redan_posture_view_get_title (RedanPostureView view);

/** redan_posture_view_from_word: Returns: whether @word is one */
gboolean redan_posture_view_from_word (const char *word, RedanPostureView *view_out);

/** redan_posture_add: appends paragraphs and tables of a view, without a heading of its own;
 * nothing for %REDAN_POSTURE_STATES */
void redan_posture_add (const RedanPosture *self, RedanPostureView view);

/** redan_posture_dup_scope: Returns: (transfer full): one sentence that is always printed with a
 * result: scope, day, level of maturity */
char *redan_posture_dup_scope (const RedanAnalysis *analysis, const RedanObjectives *results);

G_END_DECLS
