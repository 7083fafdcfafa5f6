/* SPDX-License-Identifier: Apache-2.0 */
/* The best use of a budget against attacks, and where to watch them. */

#pragma once

#include "analysis/graph/attack-chance.h"
#include "analysis/graph/attack-paths.h"

G_BEGIN_DECLS

/** RedanAttackRisk: Returns: the risk with the items that are @chosen (1 by item); never higher
 * with more of them */
typedef double (*RedanAttackRisk) (const guint8 *chosen, gpointer user_data);

/**
 * RedanAttackCover: outcomes with the sets of items that avert them at best
 *
 * An outcome is averted at most when something is chosen out of each of its sets. What a choice
 * averts in the cover is never less than what it averts in truth.
 */
typedef struct _RedanAttackCover RedanAttackCover;

/**
 * RedanAttackExplain: why a risk is what it is, for a tighter bound
 * @n_outcomes: the risk is a sum of so many outcomes that happen or not
 * @explain: calls redan_attack_cover_add() for those that happen although what is @chosen stands
 */
typedef struct
{
  guint32 n_outcomes;
  void (*explain) (const guint8 *chosen, RedanAttackCover *cover, gpointer user_data);
} RedanAttackExplain;

/**
 * RedanAttackPlan: what to choose
 * @before, @after: risk with nothing chosen and with the plan
 * @lower: no choice within the budget has less risk than this
 * @optimal: @after equals @lower, proven; with @explain but for rounding, a thousand millionth
 * @cost: of what is chosen
 * @chosen: (array length=n_chosen): items, by risk taken away for their cost, each given those
 * before
 * @n_evaluations: how often the risk was asked
 */
typedef struct
{
  double before;
  double after;
  double lower;
  gboolean optimal;
  double cost;
  guint32 n_chosen;
  guint32 *chosen;
  guint64 n_evaluations;
} RedanAttackPlan;

/**
 * redan_attack_plan_new:
 * @cost: (array length=n): 0 or more
 * @money: what may be spent
 * @risk: monotone, the same for the same choice
 * @explain: (nullable): its reasons
 * @most_evaluations: 0 for 100,000
 * @cancellable: (nullable): ends early as the limit does
 *
 * Greedily by risk taken away for the cost, and by risk taken away alone; the better of the two is
 * improved by exchanging one item for one or two others; then branch and bound, where a part is
 * given up when even all that can still be afforded, together, would not beat the best plan. Risk
 * reduction is not submodular (of two locks on two doors the first gains nothing), so that only
 * this bound says how good a plan is.
 *
 * With @explain the bound is that of redan_attack_cover_bound(): for each outcome a few attacks are
 * known of which each has to be ended by one of some items, so that what a choice averts is at most
 * a coverage, and attacks that a good choice leaves are added (as in the decomposition of Benders
 * 1962). The part with the least bound is split first. What this takes counts as evaluations that
 * take as long.
 */
RedanAttackPlan *redan_attack_plan_new (guint32 n,
                                        const double *cost,
                                        double money,
                                        RedanAttackRisk risk,
                                        const RedanAttackExplain *explain,
                                        gpointer user_data,
                                        guint64 most_evaluations,
                                        GCancellable *cancellable) G_GNUC_WARN_UNUSED_RESULT;
void redan_attack_plan_free (RedanAttackPlan *self);

/**
 * RedanAttackRiskOfGoals: a risk for redan_attack_plan_new(): the sum of the chances of goals by
 * their weight
 * @control: (array length=n_controls): the node an item changes
 * @probability: (array length=n_controls): its probability once chosen, at most what it was
 * @options: of the chances
 */
typedef struct
{
  const RedanAttackGraph *graph;
  const RedanAttackScenario *scenario;
  const guint32 *goals;
  const double *weights;
  guint32 n_goals;
  const guint32 *control;
  const double *probability;
  guint32 n_controls;
  RedanAttackChanceOptions options;
} RedanAttackRiskOfGoals;

/** redan_attack_risk_of_goals: a RedanAttackRisk; @user_data is a RedanAttackRiskOfGoals */
double redan_attack_risk_of_goals (const guint8 *chosen, gpointer user_data);

/**
 * redan_attack_sensors:
 * @weight: (array length=paths->n) (nullable): how much each path counts, %NULL for 1
 * @allowed: (array length=n_nodes) (nullable): 1 where a sensor can stand, %NULL for everywhere
 * @n_sensors: how many
 * @chosen_out: (array length=n_sensors): nodes, the one that sees most first
 * @seen_out: (array length=n_sensors): weight of the paths seen with the sensors so far
 *
 * Greedy; coverage is submodular, so that at least 63 % of the best is seen (Nemhauser, Wolsey and
 * Fisher 1978), and a node on all paths comes first. Of equal ones the earliest on the cheapest
 * path is taken: it sees sooner.
 *
 * Returns: how many sensors see anything new
 */
guint32 redan_attack_sensors (const RedanAttackPaths *paths,
                              guint32 n_nodes,
                              const double *weight,
                              const guint8 *allowed,
                              guint32 n_sensors,
                              guint32 *chosen_out,
                              double *seen_out);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanAttackPlan, redan_attack_plan_free)

G_END_DECLS
