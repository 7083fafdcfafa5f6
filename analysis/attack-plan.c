/* SPDX-License-Identifier: Apache-2.0 */
/* Which controls to buy against attacks, what each gains, and what the model relies on. */

#include "config.h"

#include "analysis/attack-plan.h"
#include "analysis/graph/attack-cover.h"

#define STANDARD_EVALUATIONS 20000
#define SEARCH_SHARE 0.7 /* of the time, the rest is for what would follow */
#define TIMED 3          /* evaluations, of which the fastest says how many there is time for */
#define TOLERANCE 1e-12

typedef struct
{
  RedanAttackLoss *loss;
  const RedanDefencePlanOptions *options;
  RedanDefencePlan *plan;
  guint32 *item; /* offers that matter */
  double *cost;
  guint32 n;
  guint8 *chosen; /* by offer */
  gint64 start;
} Planner;

/* A limit on how long the search goes on, never part of a result. */
static double
get_time_left (const Planner *self, double share)
{
  if (self->options->time_ms == 0)
    return G_MAXDOUBLE;

  return share * self->options->time_ms - (double) (g_get_monotonic_time () - self->start) / 1000;
}

static double
ask (const guint8 *items, gpointer user_data)
{
  Planner *self = user_data;

  for (guint32 i = 0; i < self->n; i++)
    self->chosen[self->item[i]] = items[i];

  return redan_attack_loss_get (self->loss, self->chosen, NULL);
}

static void
take_outcome (guint32 outcome, double weight, const guint64 *items, gpointer user_data)
{
  redan_attack_cover_add (user_data, outcome, weight, items);
}

static void
explain (const guint8 *items, RedanAttackCover *cover, gpointer user_data)
{
  Planner *self = user_data;
  g_autofree guint32 *number = g_new (guint32, self->loss->offers->len + 1);

  for (guint i = 0; i < self->loss->offers->len; i++)
    number[i] = REDAN_NONE;
  for (guint32 i = 0; i < self->n; i++)
    {
      number[self->item[i]] = i;
      self->chosen[self->item[i]] = items[i];
    }
  redan_attack_loss_tell (self->loss, self->chosen, number, self->n, take_outcome, cover);
}

static int
compare_reliances (gconstpointer a, gconstpointer b)
{
  const RedanDefenceReliance *x = a;
  const RedanDefenceReliance *y = b;

  if (x->gain != y->gain)
    return x->gain > y->gain ? -1 : 1;

  return (x->standing > y->standing) - (x->standing < y->standing);
}

static void
find_reliances (Planner *self)
{
  RedanDefencePlan *plan = self->plan;

  for (guint i = 0; i < self->loss->standing->len; i++)
    {
      RedanDefenceReliance reliance = { i, redan_attack_loss_get_without (self->loss, i) -
                                               plan->before };

      if (reliance.gain > TOLERANCE)
        g_array_append_val (plan->reliances, reliance);
    }
  g_array_sort (plan->reliances, compare_reliances);
}

/* How many evaluations there is time for. */
static guint64
count_evaluations (Planner *self, double each_ms)
{
  guint64 most = self->options->most_evaluations;
  double left = get_time_left (self, SEARCH_SHARE);

  if (most == 0)
    most = STANDARD_EVALUATIONS;
  /* However little time there is, something has to be found. */
  if (left < (double) most * each_ms)
    most = MAX ((guint64) (MAX (left, 0) / MAX (each_ms, 1e-6)), MIN (most, 4 * self->n));

  return most;
}

static void
search (Planner *self, double each_ms, guint8 *items)
{
  RedanDefencePlan *plan = self->plan;
  guint64 most = count_evaluations (self, each_ms);
  const RedanAttackExplain reasons = { redan_attack_loss_count_outcomes (self->loss), explain };
  g_autoptr (RedanAttackPlan) found = redan_attack_plan_new (
      self->n, self->cost, self->options->budget, ask, &reasons, self, most, NULL);
  double loss = plan->before;

  plan->after = found->after;
  plan->lower = found->lower;
  plan->optimal = found->optimal;
  plan->effort = found->cost;
  plan->n_evaluations = found->n_evaluations;
  plan->out_of_time |= !found->optimal && most < (self->options->most_evaluations != 0
                                                      ? self->options->most_evaluations
                                                      : STANDARD_EVALUATIONS);
  for (guint32 i = 0; i < found->n_chosen; i++)
    {
      RedanDefenceRow row = { self->item[found->chosen[i]], 0, 0, 0 };

      items[found->chosen[i]] = 1;
      row.loss = ask (items, self);
      row.gain = loss - row.loss;
      loss = row.loss;
      g_array_append_val (plan->rows, row);
    }
  plan->n_chosen = plan->rows->len;
  redan_attack_loss_get (self->loss, self->chosen, &plan->margin_after);
}

/* Returns: the item with the greatest gain for its effort, @n when none gains anything */
static guint32
find_next (Planner *self, guint8 *items, double loss, RedanDefenceRow *row_out)
{
  guint32 best = self->n;
  double best_rate = 0;

  for (guint32 i = 0; i < self->n && get_time_left (self, 1) > 0; i++)
    {
      double now;
      double rate;

      if (items[i] != 0)
        continue;
      items[i] = 1;
      now = ask (items, self);
      items[i] = 0;
      rate = (loss - now) / MAX (self->cost[i], 1e-9);
      if (loss - now <= TOLERANCE || rate <= best_rate)
        continue;
      best = i;
      best_rate = rate;
      *row_out = (RedanDefenceRow){ self->item[i], loss - now, 0, now };
    }

  return best;
}

/* What would follow with more to spend. A row that not all were compared for is not told. */
static void
go_on (Planner *self, guint8 *items)
{
  RedanDefencePlan *plan = self->plan;
  double loss = plan->after;

  while (plan->rows->len < self->options->n)
    {
      RedanDefenceRow row;
      guint32 next = find_next (self, items, loss, &row);

      if (get_time_left (self, 1) <= 0)
        {
          plan->out_of_time = TRUE;
          return;
        }
      if (next == self->n)
        return;
      items[next] = 1;
      loss = row.loss;
      g_array_append_val (plan->rows, row);
    }
}

static void
find_gains_alone (Planner *self, guint8 *items)
{
  for (guint i = 0; i < self->plan->rows->len; i++)
    {
      RedanDefenceRow *row = &g_array_index (self->plan->rows, RedanDefenceRow, i);

      for (guint32 j = 0; j < self->n; j++)
        items[j] = self->item[j] == row->offer;
      row->alone = self->plan->before - ask (items, self);
    }
}

static void
list_items (Planner *self)
{
  const GArray *offers = self->loss->offers;

  self->item = g_new (guint32, offers->len + 1);
  self->cost = g_new (double, offers->len + 1);
  self->chosen = g_new0 (guint8, offers->len + 1);
  for (guint32 i = 0; i < offers->len; i++)
    {
      const RedanAttackOffer *offer = &g_array_index (offers, RedanAttackOffer, i);

      if (!offer->matters)
        continue;
      self->cost[self->n] = offer->effort;
      self->item[self->n++] = i;
    }
}

RedanDefencePlan *
redan_defence_plan_new (RedanAttackLoss *loss, const RedanDefencePlanOptions *options)
{
  RedanDefencePlan *plan = g_new0 (RedanDefencePlan, 1);
  Planner self = {
    .loss = loss, .options = options, .plan = plan, .start = g_get_monotonic_time ()
  };
  g_autofree guint8 *items = NULL;
  gint64 moment = G_MAXINT64;

  plan->rows = g_array_new (FALSE, FALSE, sizeof (RedanDefenceRow));
  plan->reliances = g_array_new (FALSE, FALSE, sizeof (RedanDefenceReliance));
  list_items (&self);
  items = g_new0 (guint8, self.n + 1);
  plan->before = redan_attack_loss_get (loss, self.chosen, &plan->margin_before);
  for (guint32 i = 0; i < self.n; i++)
    items[i] = 1;
  for (guint i = 0; i < TIMED; i++)
    {
      gint64 start = g_get_monotonic_time ();

      plan->least = ask (items, &self);
      moment = MIN (moment, g_get_monotonic_time () - start);
    }
  for (guint32 i = 0; i < self.n; i++)
    items[i] = 0;

  search (&self, (double) moment / 1000, items);
  go_on (&self, items);
  find_gains_alone (&self, items);
  find_reliances (&self);
  g_free (self.item);
  g_free (self.cost);
  g_free (self.chosen);

  return plan;
}

void
redan_defence_plan_free (RedanDefencePlan *self)
{
  if (self == NULL)
    return;

  g_array_unref (self->rows);
  g_array_unref (self->reliances);
  g_free (self);
}
