/* SPDX-License-Identifier: Apache-2.0 */
/* How long an attack takes, and how far controls may decay: distributions from random samples. */

#pragma once

#include "analysis/graph/attack-graph.h"

G_BEGIN_DECLS

/**
 * RedanAttackTimeOptions:
 * @seed: of the random numbers: they depend on it, on the sample and on the node, on nothing else
 * @n_samples: 0 for 10,000
 * @n_threads: 0 for one; the answer is the same for any number
 * @cancellable: (nullable): ends early; the samples taken so far count, in their order
 */
typedef struct
{
  guint64 seed;
  guint32 n_samples;
  guint n_threads;
  GCancellable *cancellable;
} RedanAttackTimeOptions;

/**
 * RedanAttackTimes: samples, ascending
 * @n_samples: how many there are
 * @n_ended: in how many of them the goal was reached
 * @time: (array length=n_ended): when
 *
 * The samples that never end are no part of a mean and always told apart.
 */
typedef struct
{
  guint32 n_samples;
  guint32 n_ended;
  double *time;
} RedanAttackTimes;

/**
 * redan_attack_times_sample:
 * @options: (nullable): %NULL for the standard
 *
 * Each sample draws whether every node is available, how long it takes, and does one pass of
 * redan_attack_cheapest() with attackers working in parallel. Entries are held at time 0.
 *
 * Cost: O(samples * (edges + nodes log nodes)).
 */
RedanAttackTimes *
redan_attack_times_sample (const RedanAttackGraph *graph,
                           const RedanAttackScenario *scenario,
                           guint32 goal,
                           const RedanAttackTimeOptions *options) G_GNUC_WARN_UNUSED_RESULT;

/**
 * redan_attack_decay_sample:
 * @controls: (array length=n): nodes that stand for the failure of a control; each fails at a level
 * of decay of its own, uniform between 0 and 1, instead of with its probability
 *
 * Returns: (transfer full): levels of decay at which the goal opens, so that
 * redan_attack_times_get_share() is the whole curve
 */
RedanAttackTimes *
redan_attack_decay_sample (const RedanAttackGraph *graph,
                           const RedanAttackScenario *scenario,
                           guint32 goal,
                           const guint32 *controls,
                           guint32 n,
                           const RedanAttackTimeOptions *options) G_GNUC_WARN_UNUSED_RESULT;

/**
 * redan_attack_times_sample_many:
 * @goals: (array length=n_goals)
 *
 * The same samples for all goals, which cost as much as for one.
 *
 * Returns: (transfer full) (element-type RedanAttackTimes): by goal, each what
 * redan_attack_times_sample() returns
 */
GPtrArray *
redan_attack_times_sample_many (const RedanAttackGraph *graph,
                                const RedanAttackScenario *scenario,
                                const guint32 *goals,
                                guint32 n_goals,
                                const RedanAttackTimeOptions *options) G_GNUC_WARN_UNUSED_RESULT;

/** redan_attack_decay_sample_many: Returns: (transfer full) (element-type RedanAttackTimes): by
 * goal, each what redan_attack_decay_sample() returns, from the same samples */
GPtrArray *
redan_attack_decay_sample_many (const RedanAttackGraph *graph,
                                const RedanAttackScenario *scenario,
                                const guint32 *goals,
                                guint32 n_goals,
                                const guint32 *controls,
                                guint32 n,
                                const RedanAttackTimeOptions *options) G_GNUC_WARN_UNUSED_RESULT;

void redan_attack_times_free (RedanAttackTimes *self);

/** redan_attack_times_get_quantile: Returns: the least time by which the share @q (0 to 1) of all
 * samples has ended; INFINITY when that many never end */
double redan_attack_times_get_quantile (const RedanAttackTimes *self, double q);

/** redan_attack_times_get_share: Returns: share of all samples that ended by @time */
double redan_attack_times_get_share (const RedanAttackTimes *self, double time);

/** redan_attack_times_get_mean: Returns: mean of the samples that ended, INFINITY when none did;
 * @deviation_out: (nullable): their standard deviation */
double redan_attack_times_get_mean (const RedanAttackTimes *self, double *deviation_out);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanAttackTimes, redan_attack_times_free)

G_END_DECLS
