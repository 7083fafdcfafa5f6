/* SPDX-License-Identifier: Apache-2.0 */
/* The attack graph as one attacker finds it, and what happens to it when controls are toggled. */

#pragma once

#include "analysis/attack.h"
#include "analysis/graph/attack-reach.h"

G_BEGIN_DECLS

/**
 * RedanAttacker: a profile and where it may start in one model
 * @id: of the catalogue, or the id of a profile in the file
 * @entries: nodes; none when the model has no such place
 */
typedef struct
{
  char *id;
  char *title;
  guint skill;
  guint days;
  guint weight;
  guint32 *entries;
  guint n_entries;
} RedanAttacker;

void redan_attacker_free (RedanAttacker *self);

/** redan_attackers_list: Returns: (transfer full) (element-type RedanAttacker): the profiles of the
 * catalogue, then those of the file in the order of their ids */
GPtrArray *redan_attackers_list (const RedanAttack *attack) G_GNUC_WARN_UNUSED_RESULT;

/** redan_attackers_find: Returns: (nullable): the one with this id or title */
const RedanAttacker *redan_attackers_find (const GPtrArray *attackers, const char *name);

/**
 * redan_attackers_choose:
 * @also_in: (nullable): only one who is known there as well, by his id
 *
 * Who attacks when nobody is named: the one of most weight that has a way in, of equal ones the
 * most skilled, since he can do all that the others can; of these the first.
 *
 * Returns: (transfer none) (nullable): %NULL when there is no such attacker
 */
const RedanAttacker *redan_attackers_choose (const GPtrArray *attackers, const GPtrArray *also_in);

/**
 * redan_attacker_new_at:
 * @like: skill, horizon and weight
 * @object: (nullable): element he controls, or boundary he is in; %NULL for the internet
 *
 * Returns: (transfer full): an attacker who starts there
 */
RedanAttacker *redan_attacker_new_at (const RedanAttack *attack,
                                      const RedanAttacker *like,
                                      const RedanObject *object) G_GNUC_WARN_UNUSED_RESULT;

/**
 * RedanAttackView:
 * @graph: the graph with the probabilities of this attacker within his horizon. Its efforts are
 *   costs: -ln of the odds, of a control on REDAN_ITEM_IS_CONTROL and not on its causes
 * @ways: the same without the nodes of controls, whose costs are on the steps that need them: the
 *   cheapest way is the likeliest
 * @scenario: his entries; steps above his skill are removed
 * @value: (array): by node, -ln of the odds of the likeliest attack on it; INFINITY when there is
 *   none
 * @via: (array): by node, the precondition by which an OR node is reached
 */
typedef struct
{
  RedanAttack *attack;
  RedanAttackGraph graph;
  RedanAttackGraph ways;
  RedanAttackScenario scenario;
  double *value;
  guint32 *via;

  /*< private >*/
  double share; /* of the usual days */
  double *probability;
  double *cost;
  double *way_cost;
  guint32 *node_class;
  guint32 *entries;
  guint8 *removed;
  guint8 *is_changed; /* steps whose cost or controls changed since the last update */
  GArray *changed;    /* guint32: these */
  struct _RedanAttackRepair *repair;
} RedanAttackView;

/**
 * redan_attack_view_new:
 * @attack: must live as long as the view
 *
 * Cost: O(nodes + edges) and one search for the likeliest attacks.
 */
RedanAttackView *redan_attack_view_new (RedanAttack *attack,
                                        const RedanAttacker *attacker) G_GNUC_WARN_UNUSED_RESULT;
void redan_attack_view_free (RedanAttackView *self);

/**
 * redan_attack_view_toggle:
 * @control: catalogue index
 * @context, @target: one place; REDAN_CONTEXT_MODEL for all places
 *
 * Changes the view; redan_attack_view_update() finds what follows. O(places of controls).
 *
 * Returns: how many places it changed
 */
guint redan_attack_view_toggle (RedanAttackView *self,
                                guint32 control,
                                RedanContext context,
                                guint32 target,
                                RedanToggle toggle);

/** redan_attack_view_update: finds what follows from the changes since the last update; the same as
 * in a new view. O(nodes + edges), and a search among what changes */
void redan_attack_view_update (RedanAttackView *self);

/** redan_attack_view_get_odds: Returns: of the likeliest single attack on @node, 0 when there is
 * none */
double redan_attack_view_get_odds (const RedanAttackView *self, guint32 node);

/** redan_attack_view_get_best_goal: Returns: the goal of the asset with the likeliest attack among
 * reading, changing, denying and, when @dispute, leaving no proof; REDAN_N_HOLDS when there is none
 */
RedanHold
redan_attack_view_get_best_goal (const RedanAttackView *self, guint32 asset, gboolean dispute);

/** redan_attack_view_get_asset_odds: Returns: of the likeliest single attack that reads, changes or
 * denies the asset, 0 when there is none */
double redan_attack_view_get_asset_odds (const RedanAttackView *self, guint32 asset);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanAttacker, redan_attacker_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanAttackView, redan_attack_view_free)

G_END_DECLS
