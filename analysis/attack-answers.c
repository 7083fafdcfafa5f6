/* SPDX-License-Identifier: Apache-2.0 */
/* Answers about one goal: what it hangs on, how deep it lies, who gets there, what stops it. */

#include "config.h"

#include "analysis/attack-answers.h"
#include "analysis/attack-private.h"
#include "analysis/graph/attack-choose.h"
#include "analysis/graph/attack-structure.h"

#include <math.h>
#include <string.h>

/* ---- choke points ---- */

static gboolean
is_worth_telling (const RedanAttackItem *item)
{
  switch (item->is)
    {
    case REDAN_ITEM_IS_THREAT:
    case REDAN_ITEM_IS_FACT:
    case REDAN_ITEM_IS_CONTROL:
    case REDAN_ITEM_IS_LINKED:
      return TRUE;
    case REDAN_ITEM_IS_HOLD:
      return item->hold <= REDAN_HOLD_PUSH || item->hold == REDAN_HOLD_USE ||
             item->hold == REDAN_HOLD_ACCOUNT;
    default:
      return FALSE;
    }
}

static int
compare_chokes (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const double *value = user_data;
  guint32 x = ((const RedanAttackChoke *) a)->node;
  guint32 y = ((const RedanAttackChoke *) b)->node;

  if (value[x] != value[y])
    return value[x] < value[y] ? -1 : 1;

  return (x > y) - (x < y);
}

GArray *
redan_attack_view_list_chokes (const RedanAttackView *self, guint32 goal)
{
  GArray *chokes = g_array_new (FALSE, FALSE, sizeof (RedanAttackChoke));
  g_autofree guint8 *necessary = g_new (guint8, self->graph.n_nodes + 1);

  if (!isfinite (self->value[goal]))
    return chokes;

  redan_attack_necessary (&self->graph, &self->scenario, goal, necessary);
  for (guint32 i = 0; i < self->graph.n_nodes; i++)
    {
      RedanAttackChoke choke = { .node = i };

      if (!necessary[i])
        continue;
      redan_attack_get_item (self->attack, i, &choke.item);
      if (is_worth_telling (&choke.item))
        g_array_append_val (chokes, choke);
    }
  g_array_sort_with_data (chokes, compare_chokes, self->value);

  return chokes;
}

/* ---- depth ---- */

static int
select_depth (const RedanAttackView *self,
              guint32 goal,
              gboolean together,
              const RedanAttackBudget *budget,
              gboolean *optimal)
{
  g_autoptr (RedanAttackItems) items = redan_attack_items_new_classes (&self->graph, together);
  g_autoptr (RedanAttackSelection) selection = redan_attack_select (
      &self->graph, &self->scenario, goal, REDAN_ATTACK_SUCCEED, items, budget);

  *optimal &= selection->optimal;

  return isfinite (selection->upper) ? (int) floor (selection->upper + 0.5) : -1;
}

void
redan_attack_view_get_depth (const RedanAttackView *self,
                             guint32 goal,
                             const RedanAttackBudget *budget,
                             RedanAttackDepth *depth_out)
{
  g_autofree double *value = NULL;

  *depth_out = (RedanAttackDepth){ -1, -1, TRUE };
  if (!isfinite (self->value[goal]))
    return;

  value = g_new (double, self->ways.n_nodes + 1);
  attack_find_fewest_controls (self, value, NULL);
  if (value[goal] <= 1)
    {
      depth_out->depth = depth_out->class_depth = (int) value[goal];
      return;
    }
  depth_out->depth = select_depth (self, goal, FALSE, budget, &depth_out->optimal);
  depth_out->class_depth = select_depth (self, goal, TRUE, budget, &depth_out->optimal);
}

GArray *
redan_attack_view_list_single_controls (const RedanAttackView *self, guint32 goal)
{
  const RedanAttack *attack = self->attack;
  GArray *found = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autofree guint8 *removed =
      g_memdup2 (self->scenario.removed, sizeof (guint8) * self->graph.n_nodes);
  g_autoptr (GArray) leaves = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GArray) nodes = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autofree guint8 *opens = NULL;
  RedanAttackScenario scenario = self->scenario;

  if (!isfinite (self->value[goal]))
    return found;

  /* controls that count fail by their own leaf only; weak ones are taken to fail */
  scenario.removed = removed;
  for (guint i = 0; i < attack->n_classes; i++)
    if (attack->class_node[i] != REDAN_NONE)
      removed[attack->class_node[i]] = TRUE;
  for (guint i = 0; i < attack->instances->len; i++)
    {
      const Instance *instance = &g_array_index (attack->instances, Instance, i);
      guint32 leaf = instance->cause == REDAN_NONE ? instance->node : instance->cause;

      if (self->graph.node_class[instance->node] == REDAN_ATTACK_NONE)
        continue;
      g_array_append_val (leaves, leaf);
      g_array_append_val (nodes, instance->node);
    }
  opens = g_new0 (guint8, leaves->len + 1);
  if (!redan_attack_single_failures (&self->graph, &scenario, goal,
                                     (const guint32 *) (gpointer) leaves->data, leaves->len, opens))
    for (guint i = 0; i < leaves->len; i++)
      if (opens[i])
        g_array_append_val (found, g_array_index (nodes, guint32, i));

  return found;
}

/* ---- who and what ---- */

void
redan_attack_get_least_skills (const RedanAttack *attack,
                               const RedanAttacker *attacker,
                               int *skill_out)
{
  const RedanAttackGraph *ways = &attack->ways;
  RedanAttackScenario scenario = { attacker->entries, attacker->n_entries, NULL };
  g_autofree double *own = g_new (double, ways->n_nodes + 1);
  g_autofree double *value = g_new (double, ways->n_nodes + 1);

  for (guint32 i = 0; i < ways->n_nodes; i++)
    own[i] = ways->skill[i];
  redan_attack_cheapest (ways, &scenario, REDAN_ATTACK_BOTTLENECK, own, value, NULL);
  for (guint32 asset = 0; asset < attack->n_assets; asset++)
    {
      double least = INFINITY;

      for (guint goal = REDAN_HOLD_READ; goal <= REDAN_HOLD_DENY; goal++)
        least = MIN (least, value[hold_node (attack, (RedanHold) goal, asset)]);
      skill_out[asset] = isfinite (least) ? (int) least : -1;
    }
}

/* ---- stability ---- */

typedef struct
{
  double odds;
  guint64 steps; /* of the likeliest attack, as a hash that does not depend on their order */
} Conclusion;

static guint64
mix (guint64 x)
{
  x ^= x >> 33;
  x *= G_GUINT64_CONSTANT (0xff51afd7ed558ccd);
  x ^= x >> 33;
  x *= G_GUINT64_CONSTANT (0xc4ceb9fe1a85ec53);

  return x ^ x >> 33;
}

static void
conclude (const RedanAttackView *self, Conclusion *conclusions)
{
  for (guint32 i = 0; i < self->attack->n_assets; i++)
    {
      RedanHold goal = redan_attack_view_get_best_goal (self, i, FALSE);
      g_autoptr (GArray) nodes = NULL;
      guint32 node;

      conclusions[i] = (Conclusion){ 0, 0 };
      if (goal == REDAN_N_HOLDS)
        continue;
      node = hold_node (self->attack, goal, i);
      conclusions[i].odds = redan_attack_view_get_odds (self, node);
      nodes = redan_attack_trace (&self->ways, &self->scenario, self->value, self->via, node);
      for (guint j = 0; j < nodes->len; j++)
        if (g_array_index (nodes, guint32, j) >= self->attack->n_states)
          conclusions[i].steps ^= mix (g_array_index (nodes, guint32, j));
    }
}

/* Whether nobody overtook anybody. */
static gboolean
is_same_order (const Conclusion *before, const Conclusion *after, guint n)
{
  for (guint i = 0; i < n; i++)
    for (guint j = 0; j < i; j++)
      if ((before[i].odds - before[j].odds) * (after[i].odds - after[j].odds) < 0)
        return FALSE;

  return TRUE;
}

gboolean
redan_attack_view_get_stability (RedanAttackView *self,
                                 GCancellable *cancellable,
                                 RedanAttackStability *stability_out)
{
  const RedanAttack *attack = self->attack;
  guint n = attack->n_assets;
  g_autofree Conclusion *before = g_new0 (Conclusion, n + 1);
  g_autofree Conclusion *after = g_new0 (Conclusion, n + 1);
  gboolean same_order = TRUE;
  guint n_rules;

  redan_catalogue_get_rules (attack->facts->catalogue, &n_rules);
  conclude (self, before);
  for (guint i = 0; i < n; i++)
    stability_out[i] = (RedanAttackStability){ 0, 0, before[i].odds, before[i].odds };
  for (guint32 rule = 0; rule < n_rules && !g_cancellable_is_cancelled (cancellable); rule++)
    for (int move = -1; move <= 1; move += 2)
      {
        if (!attack_view_move_rule (self, rule, move))
          continue;
        redan_attack_view_update (self);
        conclude (self, after);
        same_order &= is_same_order (before, after, n);
        for (guint i = 0; i < n; i++)
          {
            stability_out[i].n_moves++;
            stability_out[i].n_same += before[i].steps == after[i].steps;
            stability_out[i].low = MIN (stability_out[i].low, after[i].odds);
            stability_out[i].high = MAX (stability_out[i].high, after[i].odds);
          }
        attack_view_move_rule (self, rule, 0);
      }
  redan_attack_view_update (self);

  return same_order;
}
