/* SPDX-License-Identifier: Apache-2.0 */
/* Sets of items that attacks have to be ended by, outcomes with the same sets as one, and the most
 * that a choice averts. */

#include "config.h"

#include "analysis/graph/attack-cover.h"

#include <string.h>

#define NONE G_MAXUINT32
#define MOST_SETS 12       /* of an outcome; further ones are left aside */
#define MOST_KINDS 1000000 /* of outcomes by their sets; alike */
#define FEWEST_SLOTS 1024
#define STEP 0.5
#define STEP_DECAY 0.1
#define SHARE_MEMORY 0.9

/** Kind: outcomes with the same sets, in @sets of the cover */
typedef struct
{
  double weight;
  guint32 first;
  guint32 n;
} Kind;

/* An outcome of kind @old with another set is of kind @now. */
typedef struct
{
  RedanAttackItems items;
  guint32 old;
  guint32 now;
} Branch;

/* What is left of a kind for a question: sets without items that are taken, and only with open
 * ones. */
typedef struct
{
  double weight;
  guint32 first;
  guint32 n;
} Left;

typedef struct
{
  RedanAttackItems items;
  guint32 price;
} LeftSet;

/**
 * @kind: by outcome, 0 for none, NONE for what nothing averts
 * @weight: by outcome
 * @kinds, @sets: (element-type Kind, RedanAttackItems); number 0 has no sets
 * @branches, @slots: those since it was last finished, by hash, number + 1
 * @live, @live_sets, @prices: (element-type Kind, RedanAttackItems, double): once finished, kinds
 *   that have outcomes, and the prices of their sets
 * @left, @left_sets: of the present question
 * @worth, @order: by item, and items by worth for their cost
 */
struct _RedanAttackCover
{
  guint32 n;
  const double *cost;
  guint32 n_outcomes;
  guint32 *kind;
  double *weight;
  GArray *kinds;
  GArray *sets;
  GArray *branches;
  guint32 *slots;
  guint32 n_slots;
  GArray *live;
  GArray *live_sets;
  GArray *prices;
  GArray *left;
  GArray *left_sets;
  double *worth;
  guint32 *order;
};

RedanAttackCover *
redan_attack_cover_new (guint32 n, const double *cost, guint32 n_outcomes)
{
  RedanAttackCover *self = g_new0 (RedanAttackCover, 1);
  const Kind none = { 0, 0, 0 };

  self->n = n;
  self->cost = cost;
  self->n_outcomes = n_outcomes;
  self->kind = g_new0 (guint32, (gsize) n_outcomes + 1);
  self->weight = g_new0 (double, (gsize) n_outcomes + 1);
  self->kinds = g_array_new (FALSE, FALSE, sizeof (Kind));
  self->sets = g_array_new (FALSE, FALSE, sizeof (RedanAttackItems));
  self->branches = g_array_new (FALSE, FALSE, sizeof (Branch));
  self->n_slots = FEWEST_SLOTS;
  self->slots = g_new0 (guint32, self->n_slots);
  self->live = g_array_new (FALSE, FALSE, sizeof (Kind));
  self->live_sets = g_array_new (FALSE, FALSE, sizeof (RedanAttackItems));
  self->prices = g_array_new (FALSE, FALSE, sizeof (double));
  self->left = g_array_new (FALSE, FALSE, sizeof (Left));
  self->left_sets = g_array_new (FALSE, FALSE, sizeof (LeftSet));
  self->worth = g_new (double, (gsize) n + 1);
  self->order = g_new (guint32, (gsize) n + 1);
  g_array_append_val (self->kinds, none);
  for (guint32 i = 0; i < n; i++)
    self->order[i] = i;

  return self;
}

void
redan_attack_cover_free (RedanAttackCover *self)
{
  if (self == NULL)
    return;

  g_free (self->kind);
  g_free (self->weight);
  g_array_unref (self->kinds);
  g_array_unref (self->sets);
  g_array_unref (self->branches);
  g_free (self->slots);
  g_array_unref (self->live);
  g_array_unref (self->live_sets);
  g_array_unref (self->prices);
  g_array_unref (self->left);
  g_array_unref (self->left_sets);
  g_free (self->worth);
  g_free (self->order);
  g_free (self);
}

/* ---- kinds of outcomes ---- */

static gboolean
is_part (const RedanAttackItems *few, const RedanAttackItems *many)
{
  guint64 more = 0;

  for (guint i = 0; i < REDAN_ATTACK_ITEM_WORDS; i++)
    more |= few->word[i] & ~many->word[i];

  return more == 0;
}

static guint32
find_slot (const RedanAttackCover *self, guint32 old, const RedanAttackItems *items)
{
  guint64 hash = old * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  guint32 slot;

  for (guint i = 0; i < REDAN_ATTACK_ITEM_WORDS; i++)
    hash = (hash ^ items->word[i]) * G_GUINT64_CONSTANT (0xff51afd7ed558ccd) ^ hash >> 29;
  for (slot = (guint32) (hash >> 32) & (self->n_slots - 1); self->slots[slot] != 0;
       slot = (slot + 1) & (self->n_slots - 1))
    {
      const Branch *branch = &g_array_index (self->branches, Branch, self->slots[slot] - 1);

      if (branch->old == old && memcmp (&branch->items, items, sizeof *items) == 0)
        break;
    }

  return slot;
}

static void
enlarge (RedanAttackCover *self)
{
  g_free (self->slots);
  self->n_slots *= 2;
  self->slots = g_new0 (guint32, self->n_slots);
  for (guint32 i = 0; i < self->branches->len; i++)
    {
      const Branch *branch = &g_array_index (self->branches, Branch, i);

      self->slots[find_slot (self, branch->old, &branch->items)] = i + 1;
    }
}

/* The kind with the sets of @old and one more; sets that have all items of another one say nothing.
 */
static guint32
make_kind (RedanAttackCover *self, guint32 old, const RedanAttackItems *items)
{
  Kind before = g_array_index (self->kinds, Kind, old);
  Kind kind = { .first = self->sets->len };

  for (guint32 i = before.first; i < before.first + before.n; i++)
    if (is_part (&g_array_index (self->sets, RedanAttackItems, i), items))
      return old;
  if (before.n == MOST_SETS || self->kinds->len == MOST_KINDS)
    return old;
  for (guint32 i = before.first; i < before.first + before.n; i++)
    {
      const RedanAttackItems set = g_array_index (self->sets, RedanAttackItems, i);

      if (!is_part (items, &set))
        g_array_append_val (self->sets, set);
    }
  g_array_append_val (self->sets, *items);
  kind.n = self->sets->len - kind.first;
  g_array_append_val (self->kinds, kind);

  return self->kinds->len - 1;
}

void
redan_attack_cover_add (RedanAttackCover *self,
                        guint32 outcome,
                        double weight,
                        const guint64 *items)
{
  Branch branch = { .old = self->kind[outcome] };
  const RedanAttackItems nothing = { { 0 } };
  guint32 slot;

  memcpy (&branch.items, items, sizeof branch.items);
  self->weight[outcome] = weight;
  if (is_part (&branch.items, &nothing))
    self->kind[outcome] = NONE;
  if (self->kind[outcome] == NONE)
    return;
  slot = find_slot (self, branch.old, &branch.items);
  if (self->slots[slot] == 0)
    {
      branch.now = make_kind (self, branch.old, &branch.items);
      g_array_append_val (self->branches, branch);
      self->slots[slot] = self->branches->len;
      self->kind[outcome] = branch.now;
      if (2 * self->branches->len > self->n_slots)
        enlarge (self);
      return;
    }
  self->kind[outcome] = g_array_index (self->branches, Branch, self->slots[slot] - 1).now;
}

void
redan_attack_cover_finish (RedanAttackCover *self)
{
  Kind *kinds = (Kind *) (gpointer) self->kinds->data;

  g_array_set_size (self->branches, 0);
  memset (self->slots, 0, self->n_slots * sizeof (guint32));
  for (guint32 i = 0; i < self->kinds->len; i++)
    kinds[i].weight = 0;
  for (guint32 i = 0; i < self->n_outcomes; i++)
    if (self->kind[i] != NONE && self->kind[i] != 0)
      kinds[self->kind[i]].weight += self->weight[i];
  g_array_set_size (self->live, 0);
  g_array_set_size (self->live_sets, 0);
  g_array_set_size (self->prices, 0);
  for (guint32 i = 0; i < self->kinds->len; i++)
    {
      const Kind live = { kinds[i].weight, self->live_sets->len, kinds[i].n };
      const double price = live.weight / MAX (live.n, 1);

      if (live.weight <= 0)
        continue;
      g_array_append_val (self->live, live);
      g_array_append_vals (self->live_sets,
                           &g_array_index (self->sets, RedanAttackItems, kinds[i].first), live.n);
      for (guint32 j = 0; j < live.n; j++)
        g_array_append_val (self->prices, price);
    }
}

double
redan_attack_cover_get (const RedanAttackCover *self, const RedanAttackItems *chosen)
{
  double averted = 0;

  for (guint32 i = 0; i < self->live->len; i++)
    {
      const Kind *kind = &g_array_index (self->live, Kind, i);
      guint32 j = kind->first;

      while (
          j < kind->first + kind->n &&
          redan_attack_items_meet (&g_array_index (self->live_sets, RedanAttackItems, j), chosen))
        j++;
      if (j == kind->first + kind->n)
        averted += kind->weight;
    }

  return averted;
}

/* ---- the bound ---- */

/* Leaves out what is averted already, which is returned, and what can no longer be. */
static double
find_left (RedanAttackCover *self, const RedanAttackItems *taken, const RedanAttackItems *open)
{
  double averted = 0;

  g_array_set_size (self->left, 0);
  g_array_set_size (self->left_sets, 0);
  for (guint32 i = 0; i < self->live->len; i++)
    {
      const Kind *kind = &g_array_index (self->live, Kind, i);
      Left left = { kind->weight, self->left_sets->len, 0 };
      gboolean lost = FALSE;

      for (guint32 j = 0; !lost && j < kind->n; j++)
        {
          const RedanAttackItems *set =
              &g_array_index (self->live_sets, RedanAttackItems, kind->first + j);
          LeftSet rest = { .price = kind->first + j };

          if (redan_attack_items_meet (set, taken))
            continue;
          for (guint k = 0; k < REDAN_ATTACK_ITEM_WORDS; k++)
            rest.items.word[k] = set->word[k] & open->word[k];
          lost = !redan_attack_items_meet (set, open);
          g_array_append_val (self->left_sets, rest);
        }
      left.n = self->left_sets->len - left.first;
      if (lost)
        g_array_set_size (self->left_sets, left.first);
      else if (left.n == 0)
        averted += left.weight;
      else
        g_array_append_val (self->left, left);
    }

  return averted;
}

/* Prices are never more together than what they pay for. Returns: what they leave */
static double
charge (RedanAttackCover *self)
{
  double *prices = (double *) (gpointer) self->prices->data;
  double free_of_charge = 0;

  memset (self->worth, 0, self->n * sizeof (double));
  for (guint32 i = 0; i < self->left->len; i++)
    {
      const Left *left = &g_array_index (self->left, Left, i);
      const LeftSet *sets = &g_array_index (self->left_sets, LeftSet, left->first);
      double sum = 0;

      for (guint32 j = 0; j < left->n; j++)
        sum += prices[sets[j].price];
      if (sum > left->weight)
        for (guint32 j = 0; j < left->n; j++)
          prices[sets[j].price] *= left->weight / sum;
      free_of_charge += MAX (left->weight - sum, 0);
      for (guint32 j = 0; j < left->n; j++)
        for (guint k = 0; k < REDAN_ATTACK_ITEM_WORDS; k++)
          for (guint64 word = sets[j].items.word[k]; word != 0; word &= word - 1)
            self->worth[k * 64 + (guint) __builtin_ctzll (word)] += prices[sets[j].price];
    }

  return free_of_charge;
}

static gboolean
is_better (const RedanAttackCover *self, guint32 item, guint32 other)
{
  const gboolean is_free = self->cost[item] <= 0;
  double here = self->worth[item] * self->cost[other];
  double there = self->worth[other] * self->cost[item];

  /* Rates of what costs nothing cannot be compared. */
  if (is_free != (self->cost[other] <= 0))
    return is_free;
  return here != there ? here > there : item < other;
}

/* The best for the money, the last one in part. Returns: their worth */
static double
fill (RedanAttackCover *self, const RedanAttackItems *open, double money, double *share_out)
{
  double worth = 0;

  for (guint32 i = 1; i < self->n; i++)
    {
      guint32 item = self->order[i];
      guint32 place = i;

      for (; place > 0 && is_better (self, item, self->order[place - 1]); place--)
        self->order[place] = self->order[place - 1];
      self->order[place] = item;
    }
  for (guint32 i = 0; i < self->n; i++)
    {
      guint32 item = self->order[i];

      share_out[item] = 0;
      if (!redan_attack_items_has (open, item))
        continue;
      share_out[item] =
          self->cost[item] <= MAX (money, 0) ? 1 : MAX (money, 0) / self->cost[item];
      money -= share_out[item] * self->cost[item];
      worth += share_out[item] * self->worth[item];
    }

  return worth;
}

/* Sets that have more than one item in the choice are worth less, those without any more. */
static void
adjust (RedanAttackCover *self, const double *share, double step)
{
  double *prices = (double *) (gpointer) self->prices->data;

  for (guint32 i = 0; i < self->left->len; i++)
    {
      const Left *left = &g_array_index (self->left, Left, i);
      const LeftSet *sets = &g_array_index (self->left_sets, LeftSet, left->first);

      for (guint32 j = 0; j < left->n; j++)
        {
          double sum = -1;

          for (guint k = 0; k < REDAN_ATTACK_ITEM_WORDS; k++)
            for (guint64 word = sets[j].items.word[k]; word != 0; word &= word - 1)
              sum += share[k * 64 + (guint) __builtin_ctzll (word)];
          prices[sets[j].price] =
              MAX (prices[sets[j].price] - step * left->weight / left->n * sum, 0);
        }
    }
}

double
redan_attack_cover_bound (RedanAttackCover *self,
                          const RedanAttackItems *taken,
                          const RedanAttackItems *open,
                          double money,
                          guint n_steps,
                          guint first_step,
                          double *share_out)
{
  g_autofree double *share = g_new0 (double, (gsize) self->n + 1);
  double averted = find_left (self, taken, open);
  double least = G_MAXDOUBLE;

  memset (share_out, 0, self->n * sizeof (double));
  for (guint i = 0; i < n_steps; i++)
    {
      double bound = averted + charge (self) + fill (self, open, money, share);

      least = MIN (least, bound);
      for (guint32 j = 0; j < self->n; j++)
        share_out[j] =
            i == 0 ? share[j] : SHARE_MEMORY * share_out[j] + (1 - SHARE_MEMORY) * share[j];
      adjust (self, share, STEP / (1 + STEP_DECAY * (first_step + i)));
    }

  return least;
}
