/* SPDX-License-Identifier: Apache-2.0 */
/* For what attackers take in each trial, one attack that does, told by the items that would end it.
 */

#include "config.h"

#include "analysis/graph/attack-private.h"
#include "analysis/graph/attack-trials-private.h"

#include <string.h>

#define ALL (~G_GUINT64_CONSTANT (0))

/**
 * Tracker: 64 trials, with one attack on each place that holds
 * @n: items looked at
 * @first, @item, @change: by place, the items that change it, and their number in @changed
 * @value: by place, the trials in which it holds
 * @safe: by place, those in which no item ends its attack
 * @ended: by place, then item, those in which it does
 */
typedef struct
{
  RedanAttackTrials *trials;
  guint32 n;
  guint32 *first;
  guint32 *item;
  guint32 *change;
  guint64 *value;
  guint64 *safe;
  guint64 *ended;
} Tracker;

static void
index_changes (Tracker *self, const guint32 *number)
{
  const RedanAttackTrials *trials = self->trials;
  guint32 n = trials->lanes->n;
  g_autofree guint32 *next = NULL;

  self->first = g_new0 (guint32, (gsize) n + 2);
  self->item = g_new (guint32, (gsize) trials->n_changed + 1);
  self->change = g_new (guint32, (gsize) trials->n_changed + 1);
  for (guint32 i = 0; i < trials->n_items; i++)
    for (guint32 j = trials->item_offset[i];
         number[i] != REDAN_ATTACK_NONE && j < trials->item_offset[i + 1]; j++)
      self->first[trials->changed[j] + 1]++;
  for (guint32 i = 0; i < n; i++)
    self->first[i + 1] += self->first[i];
  next = g_memdup2 (self->first, ((gsize) n + 1) * sizeof (guint32));
  for (guint32 i = 0; i < trials->n_items; i++)
    for (guint32 j = trials->item_offset[i];
         number[i] != REDAN_ATTACK_NONE && j < trials->item_offset[i + 1]; j++)
      {
        guint32 at = next[trials->changed[j]]++;

        self->item[at] = number[i];
        self->change[at] = j;
      }
}

static guint64 *
get_ended (const Tracker *self, guint32 place)
{
  return self->ended + (gsize) place * self->n;
}

static void
add_ended (const Tracker *self, guint32 place, guint32 source, guint64 trials)
{
  guint64 *ended = get_ended (self, place);
  const guint64 *from = get_ended (self, source);

  for (guint32 i = 0; i < self->n; i++)
    ended[i] |= from[i] & trials;
}

/* Of several preconditions that hold the first is taken, if there is one a safe one. */
static void
take_one (const Tracker *self, guint32 place, guint64 left)
{
  const RedanAttackLanes *lanes = self->trials->lanes;

  for (guint32 i = lanes->in_offset[place]; i < lanes->in_offset[place + 1]; i++)
    left &= ~(self->value[lanes->in_source[i]] & self->safe[lanes->in_source[i]]);
  for (guint32 i = lanes->in_offset[place]; i < lanes->in_offset[place + 1] && left != 0; i++)
    {
      guint32 source = lanes->in_source[i];
      guint64 trials = left & self->value[source];

      if (source == place || trials == 0)
        continue;
      left &= ~trials;
      add_ended (self, place, source, trials);
    }
}

/* Where @place newly holds in @trials: what would end the attack on it. What items leave as it is
 * with nothing chosen ends nothing. */
static void
note (const Tracker *self, guint32 word, guint32 place, guint64 trials)
{
  const RedanAttackLanes *lanes = self->trials->lanes;
  const guint64 *base = self->trials->base[place];
  guint64 *ended = get_ended (self, place);
  guint64 any = 0;

  if (lanes->is_and[place] != 0)
    for (guint32 i = lanes->in_offset[place]; i < lanes->in_offset[place + 1]; i++)
      add_ended (self, place, lanes->in_source[i], trials);
  else if (lanes->start[place] == 0)
    take_one (self, place, trials);
  for (guint32 i = self->first[place]; i < self->first[place + 1]; i++)
    ended[self->item[i]] |=
        trials & (base != NULL ? base[word] : ALL) & ~self->trials->other[self->change[i]][word];
  for (guint32 i = 0; i < self->n; i++)
    any |= ended[i];
  self->safe[place] |= trials & ~any;
}

/* Returns: whether it holds in more trials */
static gboolean
pull (const Tracker *self, guint32 word, guint32 place)
{
  const RedanAttackLanes *lanes = self->trials->lanes;
  const guint64 *own = self->trials->now[place];
  guint64 gathered = lanes->start[place] != 0 || lanes->is_and[place] != 0 ? ALL : 0;

  for (guint32 i = lanes->in_offset[place]; i < lanes->in_offset[place + 1]; i++)
    {
      guint64 value = self->value[lanes->in_source[i]];

      gathered = lanes->is_and[place] != 0 ? gathered & value : gathered | value;
    }
  if (own != NULL)
    gathered &= own[word];
  gathered &= ~self->value[place];
  if (gathered == 0)
    return FALSE;
  note (self, word, place, gathered);
  self->value[place] |= gathered;

  return TRUE;
}

/* As the trials do: from below, so that the attack on a place never passes it before. */
static void
sweep (Tracker *self, guint32 word)
{
  RedanAttackTrials *trials = self->trials;
  guint32 n = trials->lanes->n;
  gboolean again = !trials->lanes->acyclic;

  memset (self->value, 0, (gsize) n * sizeof (guint64));
  memset (self->safe, 0, (gsize) n * sizeof (guint64));
  memset (self->ended, 0, (gsize) n * self->n * sizeof (guint64));
  for (guint32 i = 0; i < n; i++)
    if (pull (self, word, i) && again)
      attack_trials_mark (trials, i, i);
  while (again)
    {
      again = FALSE;
      for (guint32 i = 0; i < n / 64 + 1; i++)
        while (trials->dirty[i] != 0)
          {
            guint32 place = i * 64 + (guint32) __builtin_ctzll (trials->dirty[i]);

            trials->dirty[i] &= trials->dirty[i] - 1;
            again = TRUE;
            if (pull (self, word, place))
              attack_trials_mark (trials, place, G_MAXUINT32);
          }
    }
}

static void
tell (
    const Tracker *self, guint32 word, guint32 goal, RedanAttackTrialsTold told, gpointer user_data)
{
  const RedanAttackTrials *trials = self->trials;
  guint32 n_words = trials->n_passes * ATTACK_TRIALS_WIDTH;
  const guint64 *ended = get_ended (self, trials->goal[goal]);

  for (guint64 left = self->value[trials->goal[goal]]; left != 0; left &= left - 1)
    {
      guint bit = (guint) __builtin_ctzll (left);
      guint64 items[REDAN_ATTACK_ITEM_WORDS] = { 0 };

      for (guint32 i = 0; i < self->n; i++)
        items[i / 64] |= (ended[i] >> bit & 1) << (i % 64);
      told ((goal * n_words + word) * 64 + bit, trials->weight[goal] / (n_words * 64.0), items,
            user_data);
    }
}

void
redan_attack_trials_tell (RedanAttackTrials *self,
                          const guint8 *chosen,
                          const guint32 *number,
                          guint32 n_numbers,
                          RedanAttackTrialsTold told,
                          gpointer user_data)
{
  gsize n = (gsize) self->lanes->n + 1;
  Tracker tracker = { .trials = self, .n = n_numbers };

  g_return_if_fail (n_numbers <= REDAN_ATTACK_ITEM_WORDS * 64);

  index_changes (&tracker, number);
  tracker.value = g_new (guint64, n);
  tracker.safe = g_new (guint64, n);
  tracker.ended = g_new (guint64, n * n_numbers + 1);
  attack_trials_choose (self, chosen);
  for (guint32 word = 0; word < self->n_passes * ATTACK_TRIALS_WIDTH; word++)
    {
      sweep (&tracker, word);
      for (guint32 i = 0; i < self->n_goals; i++)
        tell (&tracker, word, i, told, user_data);
    }
  g_free (tracker.first);
  g_free (tracker.item);
  g_free (tracker.change);
  g_free (tracker.value);
  g_free (tracker.safe);
  g_free (tracker.ended);
}

guint64
redan_attack_trials_count_outcomes (const RedanAttackTrials *self)
{
  return (guint64) self->n_goals * self->n_passes * ATTACK_TRIALS_WIDTH * 64;
}
