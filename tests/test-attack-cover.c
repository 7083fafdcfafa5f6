/* SPDX-License-Identifier: Apache-2.0 */
/* Tests of the cover behind the bound of plans: what it says is averted is never less than what is
 * averted in truth, and its bound never less than what the best choice averts. */

#include "analysis/graph/attack-cover.h"
#include "tests/random-attack.h"

#define N_GRAPHS 120
#define N_ITEMS 6
#define N_SETS (1u << N_ITEMS)
#define N_ROUNDS 3
#define MOST_NODES 32
#define N_SAMPLES 512
#define MONEY 7.0
#define SLACK 1e-9

typedef struct
{
  RedanAttackTrials *trials;
  RedanAttackCover *cover;
  double cost[N_ITEMS];
  double before;
  double averted[N_SETS]; /* in truth, by the set that is chosen */
} Case;

static guint n_exact;
static double sum_best;
static double sum_bound;

static void
list_items (guint set, guint8 *chosen)
{
  for (guint i = 0; i < N_ITEMS; i++)
    chosen[i] = set >> i & 1;
}

static RedanAttackItems
make_items (guint set)
{
  return (RedanAttackItems){ { set } };
}

static double
get_cost (const Case *self, guint set)
{
  double cost = 0;

  for (guint i = 0; i < N_ITEMS; i++)
    cost += (set >> i & 1) * self->cost[i];

  return cost;
}

static void
take (guint32 outcome, double weight, const guint64 *items, gpointer user_data)
{
  redan_attack_cover_add (user_data, outcome, weight, items);
}

/* Each item lowers the chance of a node of its own. */
static void
open_case (Case *self, const RedanAttackGraph *graph, GRand *random)
{
  guint32 offset[N_ITEMS + 1] = { 0 };
  guint32 node[N_ITEMS];
  double lower[N_ITEMS];
  double probability[MOST_NODES];
  const guint32 places[2] = { graph->goals[0], graph->n_nodes / 2 };
  const double weights[2] = { 2.5, 1.5 };
  const RedanAttackChanges changes = { N_ITEMS, offset, node, lower };
  const RedanAttackGoals goals = { 2, places, weights };

  for (guint32 i = 0; i < graph->n_nodes; i++)
    probability[i] = g_rand_int_range (random, 0, 3) == 0 ? g_rand_double (random) : 1;
  for (guint i = 0; i < N_ITEMS; i++)
    {
      node[i] = (i + 1) * graph->n_nodes / (N_ITEMS + 1);
      lower[i] = g_rand_double (random) * probability[node[i]] * 0.7;
      offset[i + 1] = i + 1;
      self->cost[i] = g_rand_int_range (random, 0, 5);
    }
  self->trials = redan_attack_trials_new (graph, NULL, probability, &goals, &changes, 1, N_SAMPLES);
  self->cover = redan_attack_cover_new (N_ITEMS, self->cost,
                                        redan_attack_trials_count_outcomes (self->trials));
  for (guint set = 0; set < N_SETS; set++)
    {
      guint8 chosen[N_ITEMS];
      double loss;

      list_items (set, chosen);
      loss = redan_attack_trials_get_loss (self->trials, chosen, NULL);
      self->before = set == 0 ? loss : self->before;
      self->averted[set] = self->before - loss;
    }
}

static void
explain (const Case *self, guint set)
{
  const guint32 number[N_ITEMS] = { 0, 1, 2, 3, 4, 5 };
  guint8 chosen[N_ITEMS];

  list_items (set, chosen);
  redan_attack_trials_tell (self->trials, chosen, number, N_ITEMS, take, self->cover);
  redan_attack_cover_finish (self->cover);
}

/* Never less than in truth, and as in truth for a choice whose attacks are known. */
static void
check_cover (const Case *self, guint set, guint known)
{
  const RedanAttackItems items = make_items (set);
  double most = redan_attack_cover_get (self->cover, &items);

  g_assert_cmpfloat (most, >=, self->averted[set] - SLACK);
  if (set == known)
    g_assert_cmpfloat_with_epsilon (most, self->averted[set], SLACK);
  n_exact += most < self->averted[set] + SLACK;
}

/* Over all choices for the money that have the first item, or lack it. */
static void
check_bound (const Case *self, guint taken, guint n_steps)
{
  const RedanAttackItems with = make_items (taken);
  double left = MONEY - get_cost (self, taken);
  RedanAttackItems open = { { 0 } };
  double share[N_ITEMS];
  double best = 0;
  double bound;

  for (guint i = 1; i < N_ITEMS; i++)
    if (self->cost[i] <= left)
      redan_attack_items_add (&open, i);
  for (guint set = 0; set < N_SETS; set++)
    {
      const RedanAttackItems items = make_items (set);

      if ((set & 1) == taken && get_cost (self, set) <= MONEY)
        best = MAX (best, redan_attack_cover_get (self->cover, &items));
    }
  bound = redan_attack_cover_bound (self->cover, &with, &open, left, n_steps, 0, share);
  g_assert_cmpfloat (bound, >=, best - SLACK);
  for (guint i = 0; i < N_ITEMS; i++)
    g_assert_true (share[i] >= 0 && share[i] <= 1 + SLACK);
  sum_best += n_steps > 1 ? best : 0;
  sum_bound += n_steps > 1 ? bound : 0;
}

static void
check_case (const RedanAttackGraph *graph, GRand *random)
{
  Case self;

  if (graph->n_nodes <= N_ITEMS)
    return;
  open_case (&self, graph, random);
  for (guint round = 0; round < N_ROUNDS; round++)
    {
      guint known = round == 0 ? 0 : (guint) g_rand_int_range (random, 0, N_SETS);

      explain (&self, known);
      for (guint set = 0; set < N_SETS; set++)
        check_cover (&self, set, known);
      for (guint taken = 0; taken < 2; taken++)
        for (guint n_steps = 1; n_steps <= 100; n_steps += 99)
          check_bound (&self, taken, n_steps);
    }
  redan_attack_cover_free (self.cover);
  redan_attack_trials_free (self.trials);
}

static void
test_cover (void)
{
  redan_random_attacks_check (3, N_GRAPHS, check_case);
  g_assert_cmpuint (n_exact, >, 1000);
  g_assert_cmpfloat (sum_best, >, 10);
  /* Steps bring it close to the best. */
  g_assert_cmpfloat (sum_bound, <, 1.08 * sum_best);
  g_test_message ("exact %u, bound %.4f of the best", n_exact, sum_bound / sum_best);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/attack-cover/random", test_cover);

  return g_test_run ();
}
