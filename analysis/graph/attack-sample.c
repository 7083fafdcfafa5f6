/* SPDX-License-Identifier: Apache-2.0 */
/* Random samples of an attack graph, 64 at once, on any number of threads with the same result. */

#include "config.h"

#include <string.h>

#include "analysis/graph/attack-chance-private.h"

typedef struct
{
  const RedanAttackDraw *draw;
  const RedanAttackChanceOptions *options;
  guint64 first; /* block */
  guint64 step;
  guint64 n_blocks;
  guint64 n_done;
  guint64 *count;
} Share;

/* Random bits are compared with those of the fraction, the first that differs decides. */
guint64
redan_attack_draw_word (guint64 seed, guint64 block, guint32 node, double probability)
{
  guint64 undecided = ~G_GUINT64_CONSTANT (0);
  guint64 result = 0;

  for (guint i = 0; undecided != 0 && probability > 0.0 && i < 60; i++)
    {
      guint64 bits = redan_attack_random (seed, block, node, i);

      probability *= 2.0;
      if (probability >= 1.0)
        {
          probability -= 1.0;
          result |= undecided & ~bits;
          undecided &= bits;
        }
      else
        undecided &= ~bits;
    }

  return result;
}

static gpointer
count_share (gpointer data)
{
  Share *self = data;
  const RedanAttackDraw *draw = self->draw;
  const RedanAttackLanes *lanes = draw->lanes;
  g_autofree guint64 *own = g_new (guint64, (gsize) lanes->n + 1);
  g_autofree guint64 *value = g_new (guint64, (gsize) lanes->n + 1);
  g_autofree guint64 *dirty = g_new0 (guint64, lanes->n / 64 + 1);

  for (guint32 i = 0; i < lanes->n; i++)
    own[i] = draw->probability[i] > 0.0 ? ~G_GUINT64_CONSTANT (0) : 0;
  for (guint64 block = self->first; block < self->n_blocks; block += self->step)
    {
      if (g_cancellable_is_cancelled (self->options->cancellable) && self->n_done > 0)
        break;
      for (guint32 i = 0; i < draw->n_variables; i++)
        {
          guint32 place = draw->variable[i];

          own[place] = redan_attack_draw_word (self->options->seed, block, lanes->node[place],
                                               draw->probability[place]);
        }
      redan_attack_lanes_run (lanes, own, dirty, value);
      for (guint32 i = 0; i < draw->n_targets; i++)
        if (draw->target[i] != REDAN_ATTACK_NONE)
          self->count[i] += (guint64) __builtin_popcountll (value[draw->target[i]]);
      self->n_done++;
    }

  return NULL;
}

/* Counts add up to the same whoever did the counting. */
guint64
redan_attack_draw_sample (const RedanAttackDraw *self,
                          const RedanAttackChanceOptions *options,
                          guint64 *count_out)
{
  guint n_threads = CLAMP (options->n_threads, 1, 64);
  guint64 n_blocks = ((guint64) MAX (options->n_samples, 1) + 63) / 64;
  g_autofree Share *shares = g_new0 (Share, n_threads);
  g_autofree GThread **threads = g_new0 (GThread *, n_threads);
  guint64 n_done = 0;

  for (guint i = 0; i < n_threads; i++)
    {
      shares[i] = (Share){ self, options, i, n_threads, n_blocks, 0, NULL };
      shares[i].count = g_new0 (guint64, (gsize) self->n_targets + 1);
      if (i > 0)
        threads[i] = g_thread_new ("attack-samples", count_share, &shares[i]);
    }
  count_share (&shares[0]);
  for (guint i = 0; i < n_threads; i++)
    {
      if (i > 0)
        g_thread_join (threads[i]);
      n_done += shares[i].n_done;
      for (guint32 j = 0; j < self->n_targets; j++)
        count_out[j] += shares[i].count[j];
      g_free (shares[i].count);
    }

  return MAX (n_done, 1) * 64;
}
