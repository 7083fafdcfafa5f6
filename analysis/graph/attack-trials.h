/* SPDX-License-Identifier: Apache-2.0 */
/* What attackers take, with any choice of changes to the graph, in the same random trials: so that
 * choices differ by what they do and not by chance. */

#pragma once

#include "analysis/graph/attack-graph.h"

G_BEGIN_DECLS

/**
 * RedanAttackChanges: what to choose from
 * @offset: (array length=n + 1): where the nodes of each item begin in @node
 * @node, @probability: what an item changes, and the probability that the node then has
 */
typedef struct
{
  guint32 n;
  const guint32 *offset;
  const guint32 *node;
  const double *probability;
} RedanAttackChanges;

/**
 * RedanAttackGoals: what is lost with each goal
 * @weight: (array length=n): 0 or more
 */
typedef struct
{
  guint32 n;
  const guint32 *node;
  const double *weight;
} RedanAttackGoals;

typedef struct _RedanAttackTrials RedanAttackTrials;

/**
 * redan_attack_trials_new:
 * @probability: (array length=n_nodes): of the nodes with nothing chosen
 * @n_samples: rounded up to a multiple of 512
 *
 * Draws all random numbers; they depend on @seed, sample and node only. What cannot hold with
 * nothing removed, or leads to no goal, is left out.
 *
 * Cost: O(nodes + edges + random nodes * samples / 64) time and memory.
 */
RedanAttackTrials *redan_attack_trials_new (const RedanAttackGraph *graph,
                                            const RedanAttackScenario *scenario,
                                            const double *probability,
                                            const RedanAttackGoals *goals,
                                            const RedanAttackChanges *changes,
                                            guint64 seed,
                                            guint32 n_samples) G_GNUC_WARN_UNUSED_RESULT;
void redan_attack_trials_free (RedanAttackTrials *self);

/** redan_attack_trials_matters: Returns: whether @item changes anything that an attack on a goal
 * can pass */
gboolean redan_attack_trials_matters (const RedanAttackTrials *self, guint32 item);

/**
 * redan_attack_trials_get_loss:
 * @chosen: (array length=changes->n): 1 for the items that are chosen; of two that change the same
 *   node the later counts
 * @variance_out: (optional): of the loss in one trial
 *
 * Never more with an item that only lowers probabilities: it is so in each trial.
 *
 * Cost: O(edges * samples / 512) times the nesting of cycles.
 *
 * Returns: the mean loss
 */
double
redan_attack_trials_get_loss (RedanAttackTrials *self, const guint8 *chosen, double *variance_out);

/** Sets of items as bits: at most 64 times so many. */
#define REDAN_ATTACK_ITEM_WORDS 2

/**
 * RedanAttackTrialsTold:
 * @outcome: one goal in one trial
 * @weight: what it adds to the mean loss
 * @items: (array length=REDAN_ATTACK_ITEM_WORDS): whoever averts it has chosen one of these
 */
typedef void (*RedanAttackTrialsTold) (guint32 outcome,
                                       double weight,
                                       const guint64 *items,
                                       gpointer user_data);

/**
 * redan_attack_trials_tell:
 * @chosen: (array length=changes->n): as of redan_attack_trials_get_loss()
 * @number: (array length=changes->n): by item, its bit in what is told; REDAN_ATTACK_NONE for those
 *   that nobody will choose
 * @n_numbers: at most 64 * REDAN_ATTACK_ITEM_WORDS bits
 *
 * For each goal that is taken in a trial although @chosen stand: finds one attack that takes it,
 * and tells the items that change something on its way which it needs. All other attacks are left
 * aside, so that one of the items is needed to avert this, but may not be enough. For items that
 * only lower probabilities.
 *
 * Cost: O(edges * samples / 64 * n_numbers) times the nesting of cycles; memory O(nodes *
 * n_numbers).
 */
void redan_attack_trials_tell (RedanAttackTrials *self,
                               const guint8 *chosen,
                               const guint32 *number,
                               guint32 n_numbers,
                               RedanAttackTrialsTold told,
                               gpointer user_data);

/** redan_attack_trials_count_outcomes: Returns: their number: each is below it */
guint64 redan_attack_trials_count_outcomes (const RedanAttackTrials *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanAttackTrials, redan_attack_trials_free)

G_END_DECLS
