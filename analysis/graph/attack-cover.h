/* SPDX-License-Identifier: Apache-2.0 */
/* The most that a choice of items can avert, from attacks that each have to be ended by one of
 * some items. Private to the floor. */

#pragma once

#include "analysis/graph/attack-plan.h"
#include "analysis/graph/attack-trials.h"

G_BEGIN_DECLS

/** RedanAttackItems: a set of items */
typedef struct
{
  guint64 word[REDAN_ATTACK_ITEM_WORDS];
} RedanAttackItems;

/** Most items, and most outcomes, of a cover. */
#define REDAN_ATTACK_COVER_ITEMS (64 * REDAN_ATTACK_ITEM_WORDS)
#define REDAN_ATTACK_COVER_OUTCOMES 5000000

/** redan_attack_cover_new: @cost: (array length=n): of the items; must live as long as the cover.
 * Returns: (transfer full) */
RedanAttackCover *redan_attack_cover_new (guint32 n,
                                          const double *cost,
                                          guint32 n_outcomes) G_GNUC_WARN_UNUSED_RESULT;
void redan_attack_cover_free (RedanAttackCover *self);

/** redan_attack_cover_add: one more set of an outcome; of each outcome at most once between two
 * calls of redan_attack_cover_finish(). @weight: the same each time */
void redan_attack_cover_add (RedanAttackCover *self,
                             guint32 outcome,
                             double weight,
                             const guint64 *items);

/** redan_attack_cover_finish: before what was added counts. O(outcomes + sets) */
void redan_attack_cover_finish (RedanAttackCover *self);

/** redan_attack_cover_get: Returns: what @chosen averts at best. O(sets) */
double redan_attack_cover_get (const RedanAttackCover *self, const RedanAttackItems *chosen);

/**
 * redan_attack_cover_bound:
 * @taken: stand for certain
 * @open: may be chosen besides, each of them affordable
 * @money: for those
 * @n_steps: how often the bound is improved
 * @first_step: 0, or more to begin with smaller steps where the bound before was about a similar
 *   choice
 * @share_out: (array length=n): how much of each item the best choice has about, 0..1
 *
 * The Lagrangian dual of the linear relaxation of maximum coverage with a budget: each set of an
 * outcome has a price, at most the outcome's weight together; what an outcome's prices leave is
 * averted for nothing, and items are worth the prices of their sets. Any prices give a bound
 * (Geoffrion 1974); they are improved by subgradient steps, and those of the call before are where
 * the next one begins.
 *
 * Cost: O(n_steps * (sets + n))
 *
 * Returns: no choice averts more
 */
double redan_attack_cover_bound (RedanAttackCover *self,
                                 const RedanAttackItems *taken,
                                 const RedanAttackItems *open,
                                 double money,
                                 guint n_steps,
                                 guint first_step,
                                 double *share_out);

static inline gboolean
redan_attack_items_has (const RedanAttackItems *self, guint32 item)
{
  return (self->word[item / 64] >> (item % 64) & 1) != 0;
}

static inline void
redan_attack_items_add (RedanAttackItems *self, guint32 item)
{
  self->word[item / 64] |= G_GUINT64_CONSTANT (1) << (item % 64);
}

static inline gboolean
redan_attack_items_meet (const RedanAttackItems *self, const RedanAttackItems *other)
{
  guint64 both = 0;

  for (guint i = 0; i < REDAN_ATTACK_ITEM_WORDS; i++)
    both |= self->word[i] & other->word[i];

  return both != 0;
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanAttackCover, redan_attack_cover_free)

G_END_DECLS
