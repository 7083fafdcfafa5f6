/* SPDX-License-Identifier: Apache-2.0 */
/* Branch and bound over choices with the bound of a cover, the most hopeful part first. */

#include "config.h"

#include "analysis/graph/attack-plan-private.h"

#include <math.h>
#include <string.h>

#define MOST_ROUNDS 10
#define EXPLAIN_WORK 40 /* evaluations that an explanation of few items takes as long as */
#define STEPS_AN_EVALUATION 4
#define ROOT_STEPS 200
#define PART_STEPS 12
#define PART_FIRST_STEP 20

#define ROUNDING ATTACK_PLAN_ROUNDING
#define EXCHANGE_SHARE 3 /* one in so many of the evaluations left */

/** Part: choices that have @taken, lack @out, and risk at least @bound; @item: to split it by */
typedef struct
{
  double bound;
  RedanAttackItems taken;
  RedanAttackItems out;
  guint32 item;
} Part;

typedef struct
{
  Planner *planner;
  GArray *parts; /* Part, a heap */
  double *share;
  guint8 *chosen;
} Search;

static double
sum_items (const Search *self, const RedanAttackItems *items)
{
  double sum = 0;

  for (guint32 i = 0; i < self->planner->n; i++)
    if (redan_attack_items_has (items, i))
      sum += self->planner->cost[i];

  return sum;
}

/* What may be chosen on top, each by itself. Returns: what all of it costs */
static double
find_open (const Search *self, const Part *part, double left, RedanAttackItems *open_out)
{
  double sum = 0;

  *open_out = (RedanAttackItems){ { 0 } };
  for (guint32 i = 0; i < self->planner->n; i++)
    {
      if (redan_attack_items_has (&part->taken, i) || redan_attack_items_has (&part->out, i) ||
          self->planner->cost[i] > left)
        continue;
      redan_attack_items_add (open_out, i);
      sum += self->planner->cost[i];
    }

  return sum;
}

static double
ask_items (Search *self, const RedanAttackItems *items)
{
  double risk;

  for (guint32 i = 0; i < self->planner->n; i++)
    self->chosen[i] = redan_attack_items_has (items, i);
  risk = attack_plan_ask (self->planner, self->chosen);
  attack_plan_keep_better (self->planner, self->chosen, risk);

  return risk;
}

/* ---- the heap ---- */

static void
push (Search *self, const Part *part)
{
  guint at = self->parts->len;
  Part *items;

  g_array_append_val (self->parts, *part);
  items = (Part *) (gpointer) self->parts->data;
  for (; at > 0 && part->bound < items[(at - 1) / 2].bound; at = (at - 1) / 2)
    items[at] = items[(at - 1) / 2];
  items[at] = *part;
}

static Part
pop (Search *self)
{
  Part *items = (Part *) (gpointer) self->parts->data;
  const Part top = items[0];
  const guint n = self->parts->len - 1;
  const Part last = items[n];
  guint at = 0;

  while (2 * at + 1 < n)
    {
      guint child = 2 * at + 1;

      if (child + 1 < n && items[child + 1].bound < items[child].bound)
        child++;
      if (!(items[child].bound < last.bound))
        break;
      items[at] = items[child];
      at = child;
    }
  items[at] = last;
  g_array_set_size (self->parts, n);

  return top;
}

/* ---- parts ---- */

/* What the bound is least sure about. */
static guint32
choose_item (const Search *self, const RedanAttackItems *open)
{
  guint32 best = G_MAXUINT32;
  double farthest = -1;

  for (guint32 i = 0; i < self->planner->n; i++)
    {
      double inside = MIN (self->share[i], 1 - self->share[i]);

      if (!redan_attack_items_has (open, i) || inside <= farthest)
        continue;
      farthest = inside;
      best = i;
    }

  return best;
}

/* A choice of the part: what the bound would choose, as far as the money goes. */
static void
try_choice (Search *self, const Part *part, const RedanAttackItems *open, double left)
{
  RedanAttackItems chosen = part->taken;

  for (double least = 0.95; least > 0; least -= 0.1)
    for (guint32 i = 0; i < self->planner->n; i++)
      if (redan_attack_items_has (open, i) && !redan_attack_items_has (&chosen, i) &&
          self->share[i] >= least && self->planner->cost[i] <= left)
        {
          redan_attack_items_add (&chosen, i);
          left -= self->planner->cost[i];
        }
  ask_items (self, &chosen);
}

/* With all that is open, though it is more than can be afforded. */
static double
ask_all (Search *self, const Part *part, const RedanAttackItems *open)
{
  for (guint32 i = 0; i < self->planner->n; i++)
    self->chosen[i] = redan_attack_items_has (&part->taken, i) || redan_attack_items_has (open, i);

  return attack_plan_ask (self->planner, self->chosen);
}

/* Bounds a part, and puts it among those to be split when it can have anything better. */
static void
add_part (Search *self, Part *part, guint n_steps, guint first_step)
{
  Planner *planner = self->planner;
  RedanAttackItems open;
  double left = planner->money - sum_items (self, &part->taken);
  double averted;

  if (find_open (self, part, left, &open) <= left)
    {
      /* All that is open can be afforded: nothing in the part is better. */
      for (guint i = 0; i < REDAN_ATTACK_ITEM_WORDS; i++)
        open.word[i] |= part->taken.word[i];
      ask_items (self, &open);
      return;
    }
  part->bound = MAX (part->bound, ask_all (self, part, &open));
  if (part->bound >= planner->best_risk - ROUNDING)
    return;
  averted = redan_attack_cover_bound (planner->cover, &part->taken, &open, left, n_steps,
                                      first_step, self->share);
  planner->n_evaluations += (n_steps + STEPS_AN_EVALUATION - 1) / STEPS_AN_EVALUATION;
  part->bound = MAX (part->bound, planner->before - averted);
  if (part->bound >= planner->best_risk - ROUNDING)
    return;
  part->item = choose_item (self, &open);
  try_choice (self, part, &open, left);
  push (self, part);
}

static void
split (Search *self, const Part *part)
{
  Part with = *part;
  Part without = *part;

  redan_attack_items_add (&with.taken, part->item);
  redan_attack_items_add (&without.out, part->item);
  add_part (self, &with, PART_STEPS, PART_FIRST_STEP);
  add_part (self, &without, PART_STEPS, PART_FIRST_STEP);
}

/* ---- filling the cover ---- */

/* The choice that averts most by the cover, one item after the other. */
static RedanAttackItems
choose_by_cover (const Search *self)
{
  Planner *planner = self->planner;
  RedanAttackItems chosen = { { 0 } };
  double left = planner->money;
  double averted = 0;

  while (!attack_plan_is_over (planner))
    {
      guint32 best = planner->n;
      double best_rate = 0;
      double best_averted = 0;

      for (guint32 i = 0; i < planner->n; i++)
        {
          RedanAttackItems more = chosen;
          double now;

          if (redan_attack_items_has (&chosen, i) || planner->cost[i] > left)
            continue;
          redan_attack_items_add (&more, i);
          now = attack_plan_get_cover (planner, &more);
          if ((now - averted) / MAX (planner->cost[i], 1e-9) <= best_rate)
            continue;
          best = i;
          best_rate = (now - averted) / MAX (planner->cost[i], 1e-9);
          best_averted = now;
        }
      if (best == planner->n)
        break;
      redan_attack_items_add (&chosen, best);
      left -= planner->cost[best];
      averted = best_averted;
    }
  return chosen;
}

/* What the attacks are that nothing, and the choices that seem best by the cover, leave; until one
 * is as good as it seems. */
static void
fill_cover (Search *self, const RedanAttackExplain *explain)
{
  Planner *planner = self->planner;
  g_autofree guint8 *chosen = g_new0 (guint8, (gsize) planner->n + 1);

  for (guint round = 0; round < MOST_ROUNDS; round++)
    {
      RedanAttackItems next;

      if (round > 0 && attack_plan_is_over (planner))
        return;
      explain->explain (chosen, planner->cover, planner->user_data);
      redan_attack_cover_finish (planner->cover);
      planner->n_evaluations += MAX (EXPLAIN_WORK, planner->n);
      next = choose_by_cover (self);
      if (ask_items (self, &next) <=
          planner->before - redan_attack_cover_get (planner->cover, &next) + ROUNDING)
        return;
      memcpy (chosen, self->chosen, planner->n);
    }
}

/* With a share of what is left. */
static void
exchange (Planner *planner)
{
  const guint64 most = planner->most;

  planner->most -=
      (most - MIN (planner->n_evaluations, most)) / EXCHANGE_SHARE * (EXCHANGE_SHARE - 1);
  attack_plan_exchange (planner);
  planner->most = most;
}

double
attack_plan_search_cover (Planner *planner, const RedanAttackExplain *explain)
{
  g_autoptr (GArray) parts = g_array_new (FALSE, FALSE, sizeof (Part));
  g_autofree double *share = g_new0 (double, (gsize) planner->n + 1);
  g_autofree guint8 *chosen = g_new0 (guint8, (gsize) planner->n + 1);
  Search self = { planner, parts, share, chosen };
  Part root = { .bound = 0, .item = G_MAXUINT32 };

  fill_cover (&self, explain);
  exchange (planner);
  add_part (&self, &root, ROOT_STEPS, 0);
  while (parts->len > 0 && !attack_plan_is_over (planner))
    {
      const Part part = pop (&self);

      if (part.bound >= planner->best_risk - ROUNDING)
        return planner->best_risk;
      split (&self, &part);
    }

  return parts->len == 0 ? planner->best_risk
                         : MIN (planner->best_risk, g_array_index (parts, Part, 0).bound);
}
