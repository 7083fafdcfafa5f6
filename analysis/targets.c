/* SPDX-License-Identifier: Apache-2.0 */
/* A choice of targets as bits. */

#include "analysis/targets-private.h"

void
redan_targets_init (RedanTargets *self, const RedanFacts *facts)
{
  const guint counts[REDAN_N_CONTEXTS] = {
    [REDAN_CONTEXT_ELEMENT] = facts->snapshot->n_elements,
    [REDAN_CONTEXT_INTERACTION] = facts->n_interactions,
    [REDAN_CONTEXT_BOUNDARY] = facts->snapshot->n_boundaries,
  };

  for (guint i = 0; i < REDAN_N_CONTEXTS; i++)
    {
      self->n[i] = 0;
      self->n_words[i] = (counts[i] + 63) / 64;
      self->words[i] = g_new0 (guint64, self->n_words[i] + 1);
    }
}

void
redan_targets_clear (RedanTargets *self)
{
  for (guint i = 0; i < REDAN_N_CONTEXTS; i++)
    g_clear_pointer (&self->words[i], g_free);
}

void
redan_targets_add (RedanTargets *self, RedanContext context, guint32 target)
{
  if (context == REDAN_CONTEXT_MODEL || target == REDAN_NONE ||
      redan_targets_has (self, context, target))
    return;

  self->words[context][target / 64] |= G_GUINT64_CONSTANT (1) << target % 64;
  self->n[context]++;
}

gboolean
redan_targets_has (const RedanTargets *self, RedanContext context, guint32 target)
{
  if (context == REDAN_CONTEXT_MODEL || target == REDAN_NONE)
    return FALSE;

  return self->words[context][target / 64] >> target % 64 & 1;
}
