/* SPDX-License-Identifier: Apache-2.0 */
/* The best use of a budget: greedy, exchanges, then branch and bound. */

#include "config.h"

#include "analysis/graph/attack-plan-private.h"

#include <string.h>

#define STANDARD_EVALUATIONS 100000
#define TOLERANCE ATTACK_PLAN_TOLERANCE

static double
sum_cost (const Planner *self, const guint8 *chosen)
{
  double sum = 0.0;

  for (guint32 i = 0; i < self->n; i++)
    if (chosen[i] != 0)
      sum += self->cost[i];

  return sum;
}

gboolean
attack_plan_keep_better (Planner *self, const guint8 *chosen, double risk)
{
  if (!(risk < self->best_risk - TOLERANCE))
    return FALSE;
  self->best_risk = risk;
  memcpy (self->best, chosen, self->n);

  return TRUE;
}

/* One item after the other; by risk taken away for the cost, or alone. */
static void
choose_greedily (Planner *self, double before, gboolean for_cost)
{
  g_autofree guint8 *chosen = g_new0 (guint8, (gsize) self->n + 1);
  double left = self->money;
  double risk = before;

  while (!attack_plan_is_over (self))
    {
      guint32 best = self->n;
      double best_gain = 0.0;
      double best_risk = risk;

      for (guint32 i = 0; i < self->n && !attack_plan_is_over (self); i++)
        {
          double now;
          double gain;

          if (chosen[i] != 0 || self->cost[i] > left)
            continue;
          chosen[i] = 1;
          now = attack_plan_ask (self, chosen);
          chosen[i] = 0;
          gain = (risk - now) / (for_cost ? MAX (self->cost[i], 1e-9) : 1.0);
          if (!(gain > best_gain + TOLERANCE))
            continue;
          best = i;
          best_gain = gain;
          best_risk = now;
        }
      if (best == self->n)
        break;
      chosen[best] = 1;
      left -= self->cost[best];
      risk = best_risk;
    }
  attack_plan_keep_better (self, chosen, risk);
}

/* What a choice averts by the cover it averts at most. */
static gboolean
may_be_better (Planner *self, const guint8 *chosen)
{
  RedanAttackItems items = { { 0 } };

  if (self->cover == NULL)
    return TRUE;
  for (guint32 i = 0; i < self->n; i++)
    if (chosen[i] != 0)
      redan_attack_items_add (&items, i);

  return self->before - attack_plan_get_cover (self, &items) <
         self->best_risk - ATTACK_PLAN_ROUNDING;
}

/* Takes @out away (n: nothing), and puts one or two others in. Returns: whether that was better */
static gboolean
try_exchange (Planner *self, guint8 *chosen, guint32 out)
{
  double left = self->money - sum_cost (self, chosen);

  if (out < self->n)
    {
      chosen[out] = 0;
      left += self->cost[out];
    }
  for (guint32 i = 0; i < self->n; i++)
    {
      if (chosen[i] != 0 || i == out || self->cost[i] > left)
        continue;
      chosen[i] = 1;
      for (guint32 j = i; j < self->n; j++)
        {
          guint8 before = chosen[j];

          if (attack_plan_is_over (self))
            return FALSE;
          if (j != i && (chosen[j] != 0 || j == out || self->cost[i] + self->cost[j] > left))
            continue;
          chosen[j] = 1;
          if (may_be_better (self, chosen) &&
              attack_plan_keep_better (self, chosen, attack_plan_ask (self, chosen)))
            return TRUE;
          chosen[j] = before;
        }
      chosen[i] = 0;
    }
  if (out < self->n)
    chosen[out] = 1;

  return FALSE;
}

void
attack_plan_exchange (Planner *self)
{
  g_autofree guint8 *chosen = g_memdup2 (self->best, (gsize) self->n + 1);
  gboolean better = TRUE;

  while (better && !attack_plan_is_over (self))
    {
      better = FALSE;
      for (guint32 out = 0; out <= self->n && !better; out++)
        {
          memcpy (chosen, self->best, self->n);
          if (out == self->n || chosen[out] != 0)
            better = try_exchange (self, chosen, out);
        }
    }
}

/* Items by the risk each takes away alone for its cost: what matters is decided first. */
static guint32 *
order_items (Planner *self, double before)
{
  g_autofree double *gain = g_new (double, (gsize) self->n + 1);
  g_autofree guint8 *chosen = g_new0 (guint8, (gsize) self->n + 1);
  guint32 *order = g_new (guint32, (gsize) self->n + 1);

  for (guint32 i = 0; i < self->n; i++)
    {
      guint32 place = i;

      chosen[i] = 1;
      gain[i] = (before - attack_plan_ask (self, chosen)) / MAX (self->cost[i], 1e-9);
      chosen[i] = 0;
      for (; place > 0 && gain[order[place - 1]] < gain[i]; place--)
        order[place] = order[place - 1];
      order[place] = i;
    }

  return order;
}

/**
 * Part: choices that agree on the first items of the order
 * @bound: risk no choice in it can be below
 */
typedef struct
{
  guint32 depth;
  gboolean take; /* the item at @depth - 1 */
  double bound;
} Part;

typedef struct
{
  Planner *planner;
  const guint32 *order;
  GArray *parts; /* Part, a stack */
  guint8 *chosen;
  guint8 *wide;
  double spent;
  guint32 depth;
} Search;

/* With all that is undecided and can be afforded by itself. */
static double
find_bound (Search *self)
{
  Planner *planner = self->planner;

  memcpy (self->wide, self->chosen, planner->n);
  for (guint32 i = self->depth; i < planner->n; i++)
    if (self->spent + planner->cost[self->order[i]] <= planner->money)
      self->wide[self->order[i]] = 1;

  return attack_plan_ask (planner, self->wide);
}

static void
go_to (Search *self, const Part *part)
{
  const Planner *planner = self->planner;

  while (self->depth >= part->depth)
    {
      guint32 item = self->order[--self->depth];

      if (self->chosen[item] != 0)
        self->spent -= planner->cost[item];
      self->chosen[item] = 0;
    }
  self->chosen[self->order[self->depth]] = part->take;
  if (part->take)
    self->spent += planner->cost[self->order[self->depth]];
  self->depth++;
}

static void
push (Search *self, gboolean take, double bound)
{
  const Part part = { self->depth + 1, take, bound };

  g_array_append_val (self->parts, part);
}

static void
split (Search *self, double bound)
{
  const Planner *planner = self->planner;

  if (self->depth == planner->n)
    return;
  push (self, FALSE, bound);
  if (self->spent + planner->cost[self->order[self->depth]] <= planner->money)
    push (self, TRUE, bound);
}

/* Returns: the least risk that is not ruled out */
static double
branch (Planner *planner, double before)
{
  g_autofree guint32 *order = order_items (planner, before);
  g_autofree guint8 *chosen = g_new0 (guint8, (gsize) planner->n + 1);
  g_autofree guint8 *wide = g_new0 (guint8, (gsize) planner->n + 1);
  g_autoptr (GArray) parts = g_array_new (FALSE, FALSE, sizeof (Part));
  Search search = { planner, order, parts, chosen, wide, 0.0, 0 };
  double lower = planner->best_risk;

  split (&search, find_bound (&search));
  while (parts->len > 0 && !attack_plan_is_over (planner))
    {
      const Part part = g_array_index (parts, Part, parts->len - 1);
      double bound = part.bound;

      g_array_set_size (parts, parts->len - 1);
      if (!(bound < planner->best_risk - TOLERANCE))
        continue;
      go_to (&search, &part);
      /* What is taken was in the bound already, but it leaves less for the others. */
      bound = find_bound (&search);
      if (!(bound < planner->best_risk - TOLERANCE))
        continue;
      if (sum_cost (planner, wide) <= planner->money)
        attack_plan_keep_better (planner, wide, bound);
      else
        split (&search, bound);
    }
  /* Parts that are left have the bound of the part they come from; their own is better. */
  lower = planner->best_risk;
  for (guint i = parts->len; i > 0; i--)
    {
      const Part part = g_array_index (parts, Part, i - 1);

      go_to (&search, &part);
      lower = MIN (lower, MAX (part.bound, find_bound (&search)));
    }

  return lower;
}

/* In the order in which a person would put them in place. */
static void
list_chosen (RedanAttackPlan *plan, Planner *planner)
{
  g_autofree guint8 *chosen = g_new0 (guint8, (gsize) planner->n + 1);
  double risk = plan->before;
  guint32 n = 0;

  for (guint32 i = 0; i < planner->n; i++)
    n += planner->best[i];
  plan->chosen = g_new (guint32, (gsize) n + 1);
  plan->cost = sum_cost (planner, planner->best);
  while (plan->n_chosen < n)
    {
      guint32 best = planner->n;
      double best_gain = -1.0;
      double best_risk = risk;

      for (guint32 i = 0; i < planner->n; i++)
        {
          double now;
          double gain;

          if (planner->best[i] == 0 || chosen[i] != 0)
            continue;
          chosen[i] = 1;
          now = attack_plan_ask (planner, chosen);
          chosen[i] = 0;
          gain = MAX (risk - now, 0.0) / MAX (planner->cost[i], 1e-9);
          if (!(gain > best_gain))
            continue;
          best = i;
          best_gain = gain;
          best_risk = now;
        }
      chosen[best] = 1;
      risk = best_risk;
      plan->chosen[plan->n_chosen++] = best;
    }
}

/* By the cover where there is one, and it is not too large. Returns: the least risk that is not
 * ruled out */
static double
search (Planner *planner, double before, const RedanAttackExplain *explain, guint64 most)
{
  g_autoptr (RedanAttackCover) cover = NULL;

  if (explain == NULL || planner->n > REDAN_ATTACK_COVER_ITEMS ||
      explain->n_outcomes > REDAN_ATTACK_COVER_OUTCOMES)
    {
      choose_greedily (planner, before, TRUE);
      choose_greedily (planner, before, FALSE);
      /* What is left is for the bound. */
      attack_plan_exchange (planner);
      planner->most = most;
      return branch (planner, before);
    }
  planner->most = most;
  planner->before = before;
  planner->cover = cover = redan_attack_cover_new (planner->n, planner->cost, explain->n_outcomes);

  return attack_plan_search_cover (planner, explain);
}

RedanAttackPlan *
redan_attack_plan_new (guint32 n,
                       const double *cost,
                       double money,
                       RedanAttackRisk risk,
                       const RedanAttackExplain *explain,
                       gpointer user_data,
                       guint64 most_evaluations,
                       GCancellable *cancellable)
{
  RedanAttackPlan *self = g_new0 (RedanAttackPlan, 1);
  g_autofree guint8 *best = g_new0 (guint8, (gsize) n + 1);
  const guint64 most = most_evaluations != 0 ? most_evaluations : STANDARD_EVALUATIONS;
  Planner planner = { .n = n,
                      .cost = cost,
                      .money = money,
                      .risk = risk,
                      .user_data = user_data,
                      .most = most / 2,
                      .cancellable = cancellable,
                      .best = best };

  self->before = attack_plan_ask (&planner, best);
  planner.best_risk = self->before;
  self->lower = search (&planner, self->before, explain, most);
  self->after = planner.best_risk;
  self->optimal = self->lower >= self->after - TOLERANCE;
  list_chosen (self, &planner);
  self->n_evaluations = planner.n_evaluations;

  return self;
}

void
redan_attack_plan_free (RedanAttackPlan *self)
{
  if (self == NULL)
    return;

  g_free (self->chosen);
  g_free (self);
}

double
redan_attack_risk_of_goals (const guint8 *chosen, gpointer user_data)
{
  const RedanAttackRiskOfGoals *self = user_data;
  RedanAttackChanceOptions options = self->options;
  g_autofree double *probability =
      g_memdup2 (self->graph->probability, ((gsize) self->graph->n_nodes + 1) * sizeof (double));
  g_autofree RedanAttackChance *chances = g_new (RedanAttackChance, (gsize) self->n_goals + 1);
  double risk = 0.0;

  for (guint32 i = 0; i < self->n_controls; i++)
    if (chosen[i] != 0)
      probability[self->control[i]] = MIN (probability[self->control[i]], self->probability[i]);
  options.probability = probability;
  redan_attack_chances (self->graph, self->scenario, self->goals, self->n_goals, &options, chances);
  for (guint32 i = 0; i < self->n_goals; i++)
    risk += self->weights[i] * chances[i].value;

  return risk;
}

guint32
redan_attack_sensors (const RedanAttackPaths *paths,
                      guint32 n_nodes,
                      const double *weight,
                      const guint8 *allowed,
                      guint32 n_sensors,
                      guint32 *chosen_out,
                      double *seen_out)
{
  g_autofree double *gain = g_new (double, (gsize) n_nodes + 1);
  g_autofree guint8 *seen = g_new0 (guint8, (gsize) paths->n + 1);
  double total = 0.0;
  guint32 n = 0;

  while (n < n_sensors)
    {
      guint32 best = REDAN_ATTACK_NONE;

      for (guint32 i = 0; i < n_nodes; i++)
        gain[i] = 0.0;
      for (guint32 i = 0; i < paths->n; i++)
        for (guint32 j = paths->offset[i]; seen[i] == 0 && j < paths->offset[i + 1]; j++)
          gain[paths->node[j]] += weight == NULL ? 1.0 : weight[i];
      for (guint32 j = 0; j < paths->offset[paths->n]; j++)
        {
          guint32 node = paths->node[j];

          if ((allowed == NULL || allowed[node] != 0) &&
              gain[node] > (best == REDAN_ATTACK_NONE ? 0.0 : gain[best]))
            best = node;
        }
      if (best == REDAN_ATTACK_NONE)
        break;
      for (guint32 i = 0; i < paths->n; i++)
        for (guint32 j = paths->offset[i]; j < paths->offset[i + 1]; j++)
          if (paths->node[j] == best)
            seen[i] = 1;
      total += gain[best];
      chosen_out[n] = best;
      seen_out[n++] = total;
    }

  return n;
}
