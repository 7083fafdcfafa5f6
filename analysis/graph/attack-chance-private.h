/* SPDX-License-Identifier: Apache-2.0 */
/* The ways to a probability, and the random numbers of samples. */

#pragma once

#include "analysis/graph/attack-chance.h"
#include "analysis/graph/attack-lanes.h"

G_BEGIN_DECLS

/**
 * RedanAttackDraw: what is random in the part of a graph that matters
 * @probability: (array length=lanes->n): by place, after merging
 * @variable: (array length=n_variables): places with a probability between 0 and 1
 * @target: (array length=n_targets): places, REDAN_ATTACK_NONE for what cannot hold
 */
typedef struct
{
  const RedanAttackLanes *lanes;
  double *probability;
  guint32 *variable;
  guint32 n_variables;
  const guint32 *target;
  guint32 n_targets;
} RedanAttackDraw;

/** Each returns whether it could be done within its limit; then @value_out has the probability of
 * each target. */
gboolean redan_attack_draw_tree (const RedanAttackDraw *self, double *value_out);
gboolean redan_attack_draw_enumerate (const RedanAttackDraw *self, guint64 most, double *value_out);
gboolean redan_attack_draw_diagram (const RedanAttackDraw *self, guint32 most, double *value_out);

/** redan_attack_draw_sample: Returns: how many samples were taken; @count_out: in how many of them
 * each target holds */
guint64 redan_attack_draw_sample (const RedanAttackDraw *self,
                                  const RedanAttackChanceOptions *options,
                                  guint64 *count_out);

/** redan_attack_draw_word: Returns: 64 samples of @node, number @block under @seed; each bit is 1
 * with
 * @probability (below 1), and stays 1 when that is raised */
guint64 redan_attack_draw_word (guint64 seed, guint64 block, guint32 node, double probability);

/** redan_attack_mix: Returns: 64 random bits of a counter (the output function of SplitMix64,
 * Steele et al. 2014) */
static inline guint64
redan_attack_mix (guint64 x)
{
  x = (x ^ (x >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  x = (x ^ (x >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);

  return x ^ (x >> 31);
}

/** redan_attack_random: Returns: random bits number @draw of @node in case @number under @seed */
static inline guint64
redan_attack_random (guint64 seed, guint64 number, guint64 node, guint64 draw)
{
  guint64 stream = redan_attack_mix (seed + number * G_GUINT64_CONSTANT (0xd1342543de82ef95));

  return redan_attack_mix (stream +
                           (node * 64 + draw + 1) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15));
}

G_END_DECLS
