/* SPDX-License-Identifier: Apache-2.0 */
/* The best use of a budget against the attacks on a model, and what it relies on already. */

#pragma once

#include "analysis/attack-loss.h"

G_BEGIN_DECLS

/**
 * RedanDefencePlanOptions:
 * @budget: effort points to spend
 * @n: at most so many rows, unless the plan itself has more
 * @most_evaluations: how often a loss may be asked for the plan; 0 for 20,000
 * @time_ms: time budget of the search; 0 for none, which makes the result independent of the
 * machine
 */
typedef struct
{
  double budget;
  guint n;
  guint64 most_evaluations;
  guint time_ms;
} RedanDefencePlanOptions;

/**
 * RedanDefenceRow: a control to put in place
 * @offer: number of the offer
 * @gain: what it takes off the loss, given the rows before
 * @alone: what it would take off without them
 * @loss: with it and the rows before
 */
typedef struct
{
  guint32 offer;
  double gain;
  double alone;
  double loss;
} RedanDefenceRow;

/** RedanDefenceReliance: @standing: number of the standing control; @gain: what would come on top
 * of the loss were it broken everywhere */
typedef struct
{
  guint32 standing;
  double gain;
} RedanDefenceReliance;

/**
 * RedanDefencePlan:
 * @before, @after: expected loss with nothing, and with the plan
 * @margin_before, @margin_after: half the width of the 95 % interval of each
 * @lower: no choice within the budget has a lower loss in these trials
 * @least: with everything that is offered
 * @optimal: @after equals @lower, proven
 * @effort: of the plan
 * @rows: (element-type RedanDefenceRow): the plan, the best for its effort first; from @n_chosen on
 *   those that would follow with more to spend
 * @reliances: (element-type RedanDefenceReliance): the greatest first, those without any left out
 * @out_of_time: the time budget ended the search
 */
typedef struct
{
  double before;
  double after;
  double margin_before;
  double margin_after;
  double lower;
  double least;
  gboolean optimal;
  double effort;
  GArray *rows;
  guint n_chosen;
  GArray *reliances;
  guint64 n_evaluations;
  gboolean out_of_time;
} RedanDefencePlan;

/**
 * redan_defence_plan_new:
 *
 * Greedy, exchanges, branch and bound: see redan_attack_plan_new(). Losses are estimates, but of
 * the same trials, so that the order of two choices and the bound hold for these trials exactly.
 *
 * Cost: that of @most_evaluations times redan_attack_loss_get(), or the time budget.
 */
RedanDefencePlan *
redan_defence_plan_new (RedanAttackLoss *loss,
                        const RedanDefencePlanOptions *options) G_GNUC_WARN_UNUSED_RESULT;
void redan_defence_plan_free (RedanDefencePlan *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanDefencePlan, redan_defence_plan_free)

G_END_DECLS
