/* SPDX-License-Identifier: Apache-2.0 */
/* What the files behind redan_attack_plan_new() share. */

#pragma once

#include "analysis/graph/attack-cover.h"
#include "analysis/graph/attack-plan.h"

G_BEGIN_DECLS

#define ATTACK_PLAN_TOLERANCE 1e-12

/* Differences of risk that are nothing but rounding of sums. */
#define ATTACK_PLAN_ROUNDING 1e-9

#define ATTACK_PLAN_GETS 16 /* of the cover in the time of an evaluation */

/**
 * Planner:
 * @n_evaluations: how often the risk was asked, and as much for other work as takes about as long
 * @cover, @n_gets: (nullable): what is known of attacks, and how often it was asked
 * @before: risk with nothing chosen
 */
typedef struct
{
  guint32 n;
  const double *cost;
  double money;
  RedanAttackRisk risk;
  gpointer user_data;
  guint64 most;
  guint64 n_evaluations;
  GCancellable *cancellable;
  guint8 *best;
  double best_risk;
  RedanAttackCover *cover;
  guint n_gets;
  double before;
} Planner;

static inline double
attack_plan_ask (Planner *self, const guint8 *chosen)
{
  self->n_evaluations++;
  return self->risk (chosen, self->user_data);
}

/** attack_plan_get_cover: Returns: what @items avert at most */
static inline double
attack_plan_get_cover (Planner *self, const RedanAttackItems *items)
{
  self->n_evaluations += ++self->n_gets % ATTACK_PLAN_GETS == 0;
  return redan_attack_cover_get (self->cover, items);
}

static inline gboolean
attack_plan_is_over (const Planner *self)
{
  return self->n_evaluations >= self->most || g_cancellable_is_cancelled (self->cancellable);
}

/** attack_plan_keep_better: Returns: whether @chosen is the best so far */
gboolean attack_plan_keep_better (Planner *self, const guint8 *chosen, double risk);

/** attack_plan_exchange: improves the best by exchanging one item for one or two others, until
 * nothing gets better or the search is over */
void attack_plan_exchange (Planner *self);

/**
 * attack_plan_search_cover:
 * @self: with an empty cover
 * @explain: what attacks a choice leaves
 *
 * Fills the cover with the attacks that the best choices leave, exchanges items of the best one,
 * then splits the choices, those first that can have the least risk by the cover. Returns: the
 * least risk that is not ruled out
 */
double attack_plan_search_cover (Planner *self, const RedanAttackExplain *explain);

G_END_DECLS
