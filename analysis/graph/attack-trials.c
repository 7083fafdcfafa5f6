/* SPDX-License-Identifier: Apache-2.0 */
/* The least fixpoint of an attack graph in the same random trials, for one choice after another. */

#include "config.h"

#include "analysis/graph/attack-trials.h"

#include <string.h>

#include "analysis/graph/attack-chance-private.h"
#include "analysis/graph/attack-private.h"
#include "analysis/graph/attack-trials-private.h"

#define WIDTH ATTACK_TRIALS_WIDTH

static void
draw_words (const RedanAttackTrials *self,
            guint64 seed,
            guint32 node,
            double probability,
            guint64 *words_out)
{
  for (guint32 i = 0; i < self->n_passes * WIDTH; i++)
    words_out[i] = probability >= 1.0 ? ~G_GUINT64_CONSTANT (0)
                                      : redan_attack_draw_word (seed, i, node, probability);
}

static void
draw_all (RedanAttackTrials *self,
          guint64 seed,
          const double *probability,
          const RedanAttackScenario *start,
          const RedanAttackChanges *changes)
{
  const RedanAttackLanes *lanes = self->lanes;
  gsize size = (gsize) self->n_passes * WIDTH;
  g_autofree guint8 *sure = g_new0 (guint8, (gsize) lanes->n + 1);
  guint64 *next;
  gsize n = 0;

  for (guint32 i = 0; i < start->n_entries; i++)
    if (lanes->place[start->entries[i]] != REDAN_ATTACK_NONE)
      sure[lanes->place[start->entries[i]]] = TRUE;
  for (guint32 i = 0; i < lanes->n; i++)
    n += sure[i] == 0 && probability[lanes->node[i]] < 1.0;
  self->words = next = g_new (guint64, (n + self->n_changed) * size + 1);
  for (guint32 i = 0; i < lanes->n; i++)
    {
      if (sure[i] != 0 || probability[lanes->node[i]] >= 1.0)
        continue;
      draw_words (self, seed, lanes->node[i], probability[lanes->node[i]], next);
      self->base[i] = next;
      next += size;
    }
  n = 0;
  for (guint32 i = 0; i < changes->offset[changes->n]; i++)
    {
      guint32 place = lanes->place[changes->node[i]];

      if (place == REDAN_ATTACK_NONE)
        continue;
      draw_words (self, seed, changes->node[i], sure[place] != 0 ? 1.0 : changes->probability[i],
                  next);
      self->other[n++] = next;
      next += size;
    }
}

static void
find_changed (RedanAttackTrials *self, const RedanAttackChanges *changes)
{
  guint32 n = 0;

  self->n_items = changes->n;
  self->item_offset = g_new0 (guint32, (gsize) changes->n + 1);
  self->changed = g_new (guint32, (gsize) changes->offset[changes->n] + 1);
  for (guint32 i = 0; i < changes->n; i++)
    {
      for (guint32 j = changes->offset[i]; j < changes->offset[i + 1]; j++)
        {
          guint32 place = self->lanes->place[changes->node[j]];

          if (place != REDAN_ATTACK_NONE)
            self->changed[n++] = place;
        }
      self->item_offset[i + 1] = n;
    }
  self->n_changed = n;
}

static void
find_goals (RedanAttackTrials *self, const RedanAttackGoals *goals)
{
  self->goal = g_new (guint32, (gsize) goals->n + 1);
  self->weight = g_new (double, (gsize) goals->n + 1);
  for (guint32 i = 0; i < goals->n; i++)
    {
      guint32 place = self->lanes->place[goals->node[i]];

      if (place == REDAN_ATTACK_NONE || goals->weight[i] <= 0.0)
        continue;
      self->goal[self->n_goals] = place;
      self->weight[self->n_goals++] = goals->weight[i];
    }
}

RedanAttackTrials *
redan_attack_trials_new (const RedanAttackGraph *graph,
                         const RedanAttackScenario *scenario,
                         const double *probability,
                         const RedanAttackGoals *goals,
                         const RedanAttackChanges *changes,
                         guint64 seed,
                         guint32 n_samples)
{
  RedanAttackTrials *self = g_new0 (RedanAttackTrials, 1);
  const RedanAttackScenario start = redan_attack_scenario (graph, scenario);
  gsize n;

  self->lanes = redan_attack_lanes_new (graph, scenario, goals->node, goals->n);
  self->n_passes = (MAX (n_samples, 1) + 64 * WIDTH - 1) / (64 * WIDTH);
  n = (gsize) self->lanes->n + 1;
  find_changed (self, changes);
  find_goals (self, goals);
  self->base = g_new0 (const guint64 *, n);
  self->now = g_new0 (const guint64 *, n);
  self->other = g_new0 (const guint64 *, (gsize) self->n_changed + 1);
  draw_all (self, seed, probability, &start, changes);
  self->value = g_new (guint64, n * WIDTH);
  self->dirty = g_new0 (guint64, n / 64 + 1);

  return self;
}

void
redan_attack_trials_free (RedanAttackTrials *self)
{
  if (self == NULL)
    return;

  redan_attack_lanes_free (self->lanes);
  g_free (self->item_offset);
  g_free (self->changed);
  g_free (self->words);
  g_free (self->base);
  g_free (self->other);
  g_free (self->now);
  g_free (self->goal);
  g_free (self->weight);
  g_free (self->value);
  g_free (self->dirty);
  g_free (self);
}

gboolean
redan_attack_trials_matters (const RedanAttackTrials *self, guint32 item)
{
  return self->item_offset[item + 1] > self->item_offset[item];
}

/* Returns: whether the words of @place changed */
static inline gboolean
pull (RedanAttackTrials *self, guint32 pass, guint32 place)
{
  const RedanAttackLanes *lanes = self->lanes;
  const guint64 *own = self->now[place];
  guint64 *value = self->value + (gsize) place * WIDTH;
  guint64 gathered[WIDTH];
  guint64 differs = 0;

  memset (gathered, lanes->start[place] != 0 || lanes->is_and[place] != 0 ? 0xff : 0,
          sizeof gathered);
  for (guint32 i = lanes->in_offset[place]; i < lanes->in_offset[place + 1]; i++)
    {
      const guint64 *from = self->value + (gsize) lanes->in_source[i] * WIDTH;

      if (lanes->is_and[place] != 0)
        for (guint j = 0; j < WIDTH; j++)
          gathered[j] &= from[j];
      else
        for (guint j = 0; j < WIDTH; j++)
          gathered[j] |= from[j];
    }
  if (own != NULL)
    for (guint j = 0; j < WIDTH; j++)
      gathered[j] &= own[(gsize) pass * WIDTH + j];
  for (guint j = 0; j < WIDTH; j++)
    differs |= gathered[j] ^ value[j];
  memcpy (value, gathered, sizeof gathered);

  return differs != 0;
}

/* From below, so that no cycle supports itself. Only what has a precondition further on can still
 * change after the first sweep. */
static void
sweep (RedanAttackTrials *self, guint32 pass)
{
  guint32 n = self->lanes->n;
  guint32 n_words = n / 64 + 1;
  gboolean again = !self->lanes->acyclic;

  memset (self->value, 0, (gsize) n * WIDTH * sizeof (guint64));
  for (guint32 i = 0; i < n; i++)
    if (pull (self, pass, i) && again)
      attack_trials_mark (self, i, i);
  while (again)
    {
      again = FALSE;
      for (guint32 i = 0; i < n_words; i++)
        while (self->dirty[i] != 0)
          {
            guint32 place = i * 64 + (guint32) __builtin_ctzll (self->dirty[i]);

            self->dirty[i] &= self->dirty[i] - 1;
            again = TRUE;
            if (pull (self, pass, place))
              attack_trials_mark (self, place, G_MAXUINT32);
          }
    }
}

void
attack_trials_choose (RedanAttackTrials *self, const guint8 *chosen)
{
  memcpy (self->now, self->base, ((gsize) self->lanes->n + 1) * sizeof (guint64 *));
  for (guint32 i = 0; i < self->n_items; i++)
    for (guint32 j = self->item_offset[i]; chosen[i] != 0 && j < self->item_offset[i + 1]; j++)
      self->now[self->changed[j]] = self->other[j];
}

/* Sums of the squares of the loss in each trial of a pass. */
static double
sum_squares (const RedanAttackTrials *self)
{
  double sum = 0.0;

  for (guint word = 0; word < WIDTH; word++)
    for (guint bit = 0; bit < 64; bit++)
      {
        double loss = 0.0;

        for (guint32 i = 0; i < self->n_goals; i++)
          if ((self->value[(gsize) self->goal[i] * WIDTH + word] >> bit & 1) != 0)
            loss += self->weight[i];
        sum += loss * loss;
      }

  return sum;
}

double
redan_attack_trials_get_loss (RedanAttackTrials *self, const guint8 *chosen, double *variance_out)
{
  double n = (double) self->n_passes * WIDTH * 64;
  double squares = 0.0;
  double mean = 0.0;
  g_autofree guint64 *count = g_new0 (guint64, (gsize) self->n_goals + 1);

  attack_trials_choose (self, chosen);
  for (guint32 pass = 0; pass < self->n_passes; pass++)
    {
      sweep (self, pass);
      for (guint32 i = 0; i < self->n_goals; i++)
        for (guint j = 0; j < WIDTH; j++)
          count[i] +=
              (guint64) __builtin_popcountll (self->value[(gsize) self->goal[i] * WIDTH + j]);
      if (variance_out != NULL)
        squares += sum_squares (self);
    }
  for (guint32 i = 0; i < self->n_goals; i++)
    mean += self->weight[i] * (double) count[i] / n;
  if (variance_out != NULL)
    *variance_out = MAX (squares / n - mean * mean, 0.0);

  return mean;
}
