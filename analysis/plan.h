/* SPDX-License-Identifier: Apache-2.0 */
/* The plan: which absent controls lower the residual sum most for their effort, chosen one after another with recomputation. */

#pragma once

#include <gio/gio.h>

#include "analysis/score.h"

G_BEGIN_DECLS

/**
 * RedanPlanOptions:
 * @n: at most so many rows (default 10)
 * @phase: only controls of this phase of the roadmap or earlier (default 4)
 * @budget: effort points to spend; 0 for no limit
 * @time_ms: time budget (default 2000); 0 for none
 */
typedef struct
{
  guint n;
  guint phase;
  double budget;
  guint time_ms;
} RedanPlanOptions;

/** redan_plan_get_effort: Returns: points for putting a control in place at @n_places */
double redan_plan_get_effort (const RedanScoring *scoring, const RedanControl *control, guint n_places);

/** RedanPlanRow: @reduction, @remaining in points of the residual sum; @n_threats: how many scores it lowers; @n_places: where it would newly stand */
typedef struct
{
  guint32 control;
  double effort;
  double reduction;
  double per_effort;
  double remaining;
  guint n_threats;
  guint n_places;
} RedanPlanRow;

/** RedanPlan: @base: residual sum now; @out_of_time: the time budget was hit, the rows found so far are kept */
typedef struct
{
  double base;
  RedanPlanRow *rows;
  guint n_rows;
  gboolean out_of_time;
} RedanPlan;

/**
 * redan_plan_compute:
 * @cancellable: (nullable)
 *
 * Greedy by reduction per effort; exposure and blast are recomputed for each candidate. A control is declared wherever it
 * applies. Not submodular (two parallel paths), hence no claim of optimality. In models of more than 5000 elements and
 * interactions a round leaves out candidates that are far from winning by what is known of them; every row is exact all the same.
 * Cost: O(rows * candidates * (graph + threats touched)).
 */
RedanPlan *redan_plan_compute (const RedanFacts *facts, const GArray *threats, const RedanPlanOptions *options, GCancellable *cancellable) G_GNUC_WARN_UNUSED_RESULT;
void redan_plan_free (RedanPlan *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanPlan, redan_plan_free)

G_END_DECLS
