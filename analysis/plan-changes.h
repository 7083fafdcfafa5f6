/* SPDX-License-Identifier: Apache-2.0 */
/* What a plan may propose beside controls: to take an element out, to mask a copy of data. Only
 * proposed: each takes something away that a person has to weigh. */

#pragma once

#include <gio/gio.h>

#include "analysis/analysis.h"
#include "model/edit.h"

G_BEGIN_DECLS

typedef enum
{
  REDAN_CHANGE_REMOVE, /* the element goes, with its flows */
  REDAN_CHANGE_MASK,   /* data that another tier has in earnest is faked here */
} RedanChangeKind;

/**
 * RedanPlanChange:
 * @element: index in the snapshot
 * @effort: as of controls; @reduction: points of the residual sum, of this change alone
 * @n_threats: threats that go or fall
 * @n_flows: flows that go with it
 * @assets: (element-type guint32): data assets that would be stored nowhere else any more (remove),
 * or that are masked here; indices in the snapshot
 */
typedef struct
{
  RedanChangeKind kind;
  guint32 element;
  double effort;
  double reduction;
  double per_effort;
  guint n_threats;
  guint n_flows;
  GArray *assets;
} RedanPlanChange;

/**
 * redan_plan_changes_list:
 * @analysis: of the model as it is, nothing assumed
 * @n: at most so many
 * @time_ms: time budget; 0 for none
 * @out_of_time: (out) (optional): it was used up before all had been tried
 *
 * Tries each change by itself in an analysis of the changed model. Taken out are processes and
 * stores of a lower tier (staging, test, development, sandbox), out of use, out of support or called
 * by nobody, the twenty of them with the highest scores; masked is what a lower tier stores and
 * another tier stores, too. Changes that take less off than the smallest row of a plan are left out.
 *
 * Cost: an analysis for each change tried.
 *
 * Returns: (transfer full) (element-type RedanPlanChange): by reduction per effort, downwards
 */
GPtrArray *redan_plan_changes_list (const RedanAnalysis *analysis,
                                    guint n,
                                    guint time_ms,
                                    GCancellable *cancellable,
                                    gboolean *out_of_time) G_GNUC_WARN_UNUSED_RESULT;

/** redan_plan_change_edit: Returns: (transfer full): the edit that makes @change in the analysed
 * model */
RedanEdit *redan_plan_change_edit (const RedanAnalysis *analysis,
                                   const RedanPlanChange *change) G_GNUC_WARN_UNUSED_RESULT;

/** redan_change_kind_get_word: Returns: "remove", "mask" */
const char *redan_change_kind_get_word (RedanChangeKind kind);

G_END_DECLS
