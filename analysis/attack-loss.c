/* SPDX-License-Identifier: Apache-2.0 */
/* Random trials of the attacks on a model, for each attacker, with controls put in and broken. */

#include "config.h"

#include "analysis/attack-loss.h"
#include "analysis/attack-private.h"
#include "analysis/controls-private.h"
#include "analysis/graph/attack-trials.h"
#include "analysis/plan.h"

#include <math.h>
#include <string.h>

#define STANDARD_SAMPLES 2048
#define FEWEST_SAMPLES 512
#define FULL_NODES 10000 /* of a graph; a larger one has fewer trials, for the same time */
#define SEED 1
#define NORMAL_95 1.959963984540054

/* The nodes that items change. */
typedef struct
{
  GArray *offset;
  GArray *node;
  GArray *probability;
} Changes;

static void
add_change (Changes *self, guint32 node, double probability)
{
  g_array_append_val (self->node, node);
  g_array_append_val (self->probability, probability);
}

static void
finish_item (Changes *self)
{
  guint32 n = self->node->len;

  g_array_append_val (self->offset, n);
}

static guint32 *
index_instances (const RedanAttack *attack, guint n_controls, guint32 **order_out)
{
  guint32 *first = g_new0 (guint32, n_controls + 2);
  g_autofree guint32 *next = NULL;

  for (guint i = 0; i < attack->instances->len; i++)
    {
      const Instance *instance = &g_array_index (attack->instances, Instance, i);

      if (instance->cause != REDAN_NONE)
        first[instance->control + 1]++;
    }
  for (guint i = 0; i <= n_controls; i++)
    first[i + 1] += first[i];
  next = g_memdup2 (first, sizeof (guint32) * (n_controls + 2));
  *order_out = g_new (guint32, attack->instances->len + 1);
  for (guint32 i = 0; i < attack->instances->len; i++)
    {
      const Instance *instance = &g_array_index (attack->instances, Instance, i);

      if (instance->cause != REDAN_NONE)
        (*order_out)[next[instance->control]++] = i;
    }

  return first;
}

/* ---- what to choose from ---- */

typedef struct
{
  RedanAttackLoss *loss;
  const RedanControl *catalogue;
  guint n_controls;
  guint phase;
  guint32 *first; /* by control: its instances in @order */
  guint32 *order;
} Offering;

static gboolean
may_offer (const Offering *self, guint32 control)
{
  const RedanControl *its = &self->catalogue[control];

  return its->layer != REDAN_LAYER_ORGANIZATIONAL && its->stride != 0 && its->phase <= self->phase;
}

static void
add_offer (Offering *self, guint32 control)
{
  const RedanAttack *attack = self->loss->attack;
  RedanAttackOffer offer = { .control = control };

  offer.n_places = redan_controls_count_new_places (attack->analysis->controls, control);
  offer.effort = redan_plan_get_effort (attack->scoring, &self->catalogue[control], offer.n_places);
  g_array_append_val (self->loss->offers, offer);
}

/* Instances keep their factor in single precision. */
static gboolean
is_better (double factor, const Instance *instance)
{
  return (float) factor > instance->factor;
}

static gboolean
can_improve (const Offering *self, guint32 control)
{
  const RedanAttack *attack = self->loss->attack;

  for (guint32 i = self->first[control]; i < self->first[control + 1]; i++)
    {
      const Instance *instance = &g_array_index (attack->instances, Instance, self->order[i]);

      if (is_better (attack_get_toggled (attack, instance, REDAN_TOGGLE_PRESENT), instance))
        return TRUE;
    }

  return FALSE;
}

static gboolean
stands_somewhere (const RedanControls *controls, guint32 control)
{
  for (guint context = 0; context < REDAN_N_CONTEXTS; context++)
    for (guint word = 0; word * 64 < redan_controls_get_n_targets (controls, context); word++)
      if (redan_controls_get_present_word (controls, control, context, word) != 0)
        return TRUE;

  return FALSE;
}

/* Returns: whether @need can be put in place and has to be, for a control that needs it */
static gboolean
is_open_need (const Offering *self, guint32 need)
{
  const RedanControls *controls = self->loss->attack->analysis->controls;

  return may_offer (self, need) && redan_controls_count_new_places (controls, need) > 0 &&
         !stands_somewhere (controls, need);
}

static guint
find_offer (const RedanAttackLoss *self, guint32 control)
{
  guint i = 0;

  while (i < self->offers->len &&
         g_array_index (self->offers, RedanAttackOffer, i).control != control)
    i++;

  return i;
}

static void
offer_controls (Offering *self)
{
  g_autofree guint8 *offered = g_new0 (guint8, self->n_controls + 1);
  gboolean again = TRUE;

  for (guint32 i = 0; i < self->n_controls; i++)
    offered[i] = may_offer (self, i) && can_improve (self, i);
  while (again)
    {
      again = FALSE;
      for (guint32 i = 0; i < self->n_controls; i++)
        for (guint j = 0; offered[i] != 0 && j < self->catalogue[i].n_needs; j++)
          {
            guint32 need = self->catalogue[i].needs[j];

            if (offered[need] != 0 || !is_open_need (self, need))
              continue;
            offered[need] = again = TRUE;
          }
    }
  for (guint32 i = 0; i < self->n_controls; i++)
    if (offered[i] != 0)
      add_offer (self, i);
}

static void
note_needs (Offering *self)
{
  RedanAttackLoss *loss = self->loss;

  for (guint32 i = 0; i < loss->offers->len; i++)
    {
      const RedanControl *control =
          &self->catalogue[g_array_index (loss->offers, RedanAttackOffer, i).control];

      for (guint j = 0; j < control->n_needs; j++)
        {
          guint32 need = find_offer (loss, control->needs[j]);

          if (need == loss->offers->len || !is_open_need (self, control->needs[j]))
            continue;
          g_array_append_val (loss->needs, i);
          g_array_append_val (loss->needs, need);
        }
    }
}

static void
change_for_offers (const Offering *self, Changes *changes)
{
  const RedanAttack *attack = self->loss->attack;

  for (guint i = 0; i < self->loss->offers->len; i++)
    {
      guint32 control = g_array_index (self->loss->offers, RedanAttackOffer, i).control;

      for (guint32 j = self->first[control]; j < self->first[control + 1]; j++)
        {
          const Instance *instance = &g_array_index (attack->instances, Instance, self->order[j]);
          double factor = attack_get_toggled (attack, instance, REDAN_TOGGLE_PRESENT);

          if (is_better (factor, instance))
            add_change (changes, instance->cause, attack_get_own_failure (attack, control, factor));
        }
      finish_item (changes);
    }
}

static void
change_for_standing (const Offering *self, Changes *changes)
{
  const RedanAttack *attack = self->loss->attack;

  for (guint32 control = 0; control < self->n_controls; control++)
    {
      RedanAttackStanding standing = { control, 0 };

      for (guint32 j = self->first[control]; j < self->first[control + 1]; j++)
        {
          const Instance *instance = &g_array_index (attack->instances, Instance, self->order[j]);

          if (instance->factor <= 0)
            continue;
          add_change (changes, instance->cause, 1.0);
          standing.n_places++;
        }
      if (standing.n_places == 0)
        continue;
      g_array_append_val (self->loss->standing, standing);
      finish_item (changes);
    }
}

/* ---- trials ---- */

static void
add_trials (RedanAttackLoss *self,
            const RedanAttacker *attacker,
            double share,
            const RedanAttackGoals *goals,
            const Changes *changes)
{
  const RedanAttackChanges all = { changes->offset->len - 1,
                                   (const guint32 *) (gpointer) changes->offset->data,
                                   (const guint32 *) (gpointer) changes->node->data,
                                   (const double *) (gpointer) changes->probability->data };
  g_autoptr (RedanAttackView) view = NULL;

  if (attacker->n_entries == 0 || share <= 0)
    return;
  view = redan_attack_view_new (self->attack, attacker);
  self->share[self->trials->len] = share;
  g_ptr_array_add (self->trials,
                   redan_attack_trials_new (&view->graph, &view->scenario, view->graph.probability,
                                            goals, &all, SEED, self->n_samples));
}

static void
make_trials (RedanAttackLoss *self, const RedanAttacker *attacker, const Changes *changes)
{
  g_autoptr (GPtrArray) attackers = redan_attackers_list (self->attack);
  guint n = self->attack->n_assets * 3;
  g_autofree guint32 *node = g_new (guint32, n + 1);
  g_autofree double *weight = g_new (double, n + 1);
  const RedanAttackGoals goals = { n, node, weight };
  double sum = 0;

  for (guint i = 0; i < n; i++)
    {
      RedanHold goal = REDAN_HOLD_READ + i % 3;

      node[i] = hold_node (self->attack, goal, i / 3);
      weight[i] = redan_attack_get_goal_value (self->attack, i / 3, goal);
    }
  self->share = g_new0 (double, attackers->len + 1);
  if (attacker != NULL)
    {
      add_trials (self, attacker, 1, &goals, changes);
      return;
    }
  for (guint i = 0; i < attackers->len; i++)
    sum += ((const RedanAttacker *) attackers->pdata[i])->weight;
  for (guint i = 0; i < attackers->len; i++)
    {
      const RedanAttacker *one = attackers->pdata[i];

      add_trials (self, one, one->weight / MAX (sum, 1), &goals, changes);
    }
}

/* Where no attack has to overcome it, a control is of no use, unless something else needs it. */
static void
note_matters (RedanAttackLoss *self)
{
  gboolean again = TRUE;

  for (guint i = 0; i < self->offers->len; i++)
    for (guint j = 0; j < self->trials->len; j++)
      g_array_index (self->offers, RedanAttackOffer, i).matters |=
          redan_attack_trials_matters (self->trials->pdata[j], i);
  while (again)
    {
      again = FALSE;
      for (guint i = 0; i < self->needs->len; i += 2)
        {
          guint32 who = g_array_index (self->needs, guint32, i);
          guint32 what = g_array_index (self->needs, guint32, i + 1);

          if (!g_array_index (self->offers, RedanAttackOffer, who).matters ||
              g_array_index (self->offers, RedanAttackOffer, what).matters)
            continue;
          g_array_index (self->offers, RedanAttackOffer, what).matters = again = TRUE;
        }
    }
}

RedanAttackLoss *
redan_attack_loss_new (RedanAttack *attack,
                       const RedanAttacker *attacker,
                       guint phase,
                       guint32 n_samples)
{
  RedanAttackLoss *self = g_new0 (RedanAttackLoss, 1);
  g_autoptr (GArray) offset = g_array_new (FALSE, TRUE, sizeof (guint32));
  g_autoptr (GArray) node = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GArray) probability = g_array_new (FALSE, FALSE, sizeof (double));
  Changes changes = { offset, node, probability };
  Offering offering = { .loss = self, .phase = phase };
  g_autofree guint32 *order = NULL;
  g_autofree guint32 *first = NULL;

  self->attack = attack;
  if (n_samples == 0)
    n_samples = MAX (FEWEST_SAMPLES, (guint32) ((guint64) STANDARD_SAMPLES * FULL_NODES /
                                                MAX (attack->graph->n_nodes, FULL_NODES)));
  self->n_samples = (n_samples + 511) / 512 * 512;
  self->offers = g_array_new (FALSE, FALSE, sizeof (RedanAttackOffer));
  self->standing = g_array_new (FALSE, FALSE, sizeof (RedanAttackStanding));
  self->trials = g_ptr_array_new_with_free_func ((GDestroyNotify) redan_attack_trials_free);
  self->needs = g_array_new (FALSE, FALSE, sizeof (guint32));
  offering.catalogue =
      redan_catalogue_get_controls (attack->facts->catalogue, &offering.n_controls);
  first = index_instances (attack, offering.n_controls, &order);
  offering.first = first;
  offering.order = order;
  offer_controls (&offering);
  note_needs (&offering);

  finish_item (&changes);
  change_for_offers (&offering, &changes);
  change_for_standing (&offering, &changes);
  self->items = g_new0 (guint8, self->offers->len + self->standing->len + 1);
  make_trials (self, attacker, &changes);
  note_matters (self);

  return self;
}

void
redan_attack_loss_free (RedanAttackLoss *self)
{
  if (self == NULL)
    return;

  g_array_unref (self->offers);
  g_array_unref (self->standing);
  g_ptr_array_unref (self->trials);
  g_array_unref (self->needs);
  g_free (self->share);
  g_free (self->items);
  g_free (self);
}

/* Takes out what lacks something it needs, and what needs that. */
static void
drop_helpless (RedanAttackLoss *self)
{
  gboolean again = TRUE;

  while (again)
    {
      again = FALSE;
      for (guint i = 0; i < self->needs->len; i += 2)
        if (self->items[g_array_index (self->needs, guint32, i)] != 0 &&
            self->items[g_array_index (self->needs, guint32, i + 1)] == 0)
          {
            self->items[g_array_index (self->needs, guint32, i)] = 0;
            again = TRUE;
          }
    }
}

static void
choose (RedanAttackLoss *self, const guint8 *chosen)
{
  memset (self->items, 0, self->offers->len + self->standing->len);
  memcpy (self->items, chosen, self->offers->len);
  drop_helpless (self);
}

double
redan_attack_loss_get (RedanAttackLoss *self, const guint8 *chosen, double *margin_out)
{
  double deviation = 0;
  double loss = 0;

  choose (self, chosen);
  for (guint i = 0; i < self->trials->len; i++)
    {
      double one = 0;

      loss += self->share[i] * redan_attack_trials_get_loss (self->trials->pdata[i], self->items,
                                                             margin_out != NULL ? &one : NULL);
      /* All attackers meet the same random numbers: in the worst case their losses move together.
       */
      deviation += self->share[i] * sqrt (one);
    }
  if (margin_out != NULL)
    *margin_out = NORMAL_95 * deviation / sqrt (self->n_samples);

  return loss;
}

double
redan_attack_loss_get_without (RedanAttackLoss *self, guint standing)
{
  double loss = 0;

  memset (self->items, 0, self->offers->len + self->standing->len);
  self->items[self->offers->len + standing] = 1;
  for (guint i = 0; i < self->trials->len; i++)
    loss +=
        self->share[i] * redan_attack_trials_get_loss (self->trials->pdata[i], self->items, NULL);

  return loss;
}

guint32
redan_attack_loss_count_outcomes (const RedanAttackLoss *self)
{
  guint64 n = 0;

  for (guint i = 0; i < self->trials->len; i++)
    n += redan_attack_trials_count_outcomes (self->trials->pdata[i]);

  return (guint32) MIN (n, G_MAXUINT32);
}

/* Outcomes of one attacker among those of all. */
typedef struct
{
  RedanAttackTrialsTold told;
  gpointer user_data;
  guint32 first;
  double share;
} Teller;

static void
tell_one (guint32 outcome, double weight, const guint64 *items, gpointer user_data)
{
  const Teller *self = user_data;

  self->told (self->first + outcome, self->share * weight, items, self->user_data);
}

void
redan_attack_loss_tell (RedanAttackLoss *self,
                        const guint8 *chosen,
                        const guint32 *number,
                        guint32 n_numbers,
                        RedanAttackTrialsTold told,
                        gpointer user_data)
{
  guint n_items = self->offers->len + self->standing->len;
  g_autofree guint32 *numbers = g_new (guint32, n_items + 1);
  Teller teller = { told, user_data, 0, 0 };

  choose (self, chosen);
  for (guint i = 0; i < n_items; i++)
    numbers[i] = i < self->offers->len ? number[i] : REDAN_NONE;
  for (guint i = 0; i < self->trials->len; i++)
    {
      RedanAttackTrials *trials = self->trials->pdata[i];

      teller.share = self->share[i];
      redan_attack_trials_tell (trials, self->items, numbers, n_numbers, tell_one, &teller);
      teller.first += redan_attack_trials_count_outcomes (trials);
    }
}
