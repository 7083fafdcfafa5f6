/* SPDX-License-Identifier: Apache-2.0 */
/* What the files behind attack-trials.h share. */

#pragma once

#include "analysis/graph/attack-lanes.h"
#include "analysis/graph/attack-trials.h"

G_BEGIN_DECLS

/* Words of 64 trials that one sweep takes along: reading an edge costs more than a few words. */
#define ATTACK_TRIALS_WIDTH 8

struct _RedanAttackTrials
{
  RedanAttackLanes *lanes;
  guint32 n_passes; /* of 64 * ATTACK_TRIALS_WIDTH trials */
  guint32 n_items;
  guint32 n_changed;
  guint32 *item_offset;
  guint32 *changed; /* places that items change, item by item */

  /* Words of each place, n_passes * ATTACK_TRIALS_WIDTH of them: as it is, with its item, and as is
   * chosen. %NULL for places that are always available. */
  guint64 *words;
  const guint64 **base;
  const guint64 **other; /* by number in @changed */
  const guint64 **now;

  guint32 n_goals;
  guint32 *goal; /* places */
  double *weight;

  guint64 *value;
  guint64 *dirty;
};

/** attack_trials_choose: lets the places have the words of @chosen */
void attack_trials_choose (RedanAttackTrials *self, const guint8 *chosen);

/** attack_trials_mark: what follows from @place has to be looked at again, up to place @most */
static inline void
attack_trials_mark (RedanAttackTrials *self, guint32 place, guint32 most)
{
  const RedanAttackLanes *lanes = self->lanes;

  for (guint32 i = lanes->out_offset[place]; i < lanes->out_offset[place + 1]; i++)
    {
      guint32 target = lanes->out_target[i];

      if (target <= most)
        self->dirty[target / 64] |= G_GUINT64_CONSTANT (1) << (target % 64);
    }
}

G_END_DECLS
