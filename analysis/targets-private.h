/* SPDX-License-Identifier: Apache-2.0 */
/* A choice of elements, interactions and boundaries, one bit each, for steps that need not look at
 * all of a model. */

#pragma once

#include "analysis/facts.h"

G_BEGIN_DECLS

/** RedanTargets: @words: by context; the model itself is never chosen. @n: how many are chosen */
typedef struct
{
  guint64 *words[REDAN_N_CONTEXTS];
  guint n_words[REDAN_N_CONTEXTS];
  guint n[REDAN_N_CONTEXTS];
} RedanTargets;

/** redan_targets_init: nothing is chosen */
void redan_targets_init (RedanTargets *self, const RedanFacts *facts);
void redan_targets_clear (RedanTargets *self);

/** redan_targets_add: @target: REDAN_NONE is left out */
void redan_targets_add (RedanTargets *self, RedanContext context, guint32 target);

/** redan_targets_has: Returns: whether it is chosen; %FALSE for REDAN_NONE and the model */
gboolean redan_targets_has (const RedanTargets *self, RedanContext context, guint32 target);

G_END_DECLS
