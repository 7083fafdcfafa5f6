/* SPDX-License-Identifier: Apache-2.0 */
/* One way of an attack, told as a list of hops. */

#pragma once

#include "analysis/attack-view.h"

G_BEGIN_DECLS

/**
 * RedanAttackHop: a threat that is carried out, a fact that is used, or the start
 * @item: the threat, the fact, or the state that follows from another by itself
 * @before: (for a state): the state it follows from, REDAN_N_HOLDS at the start
 * @before_index: object of that state
 * @to, @to_index: the state that a threat or fact wins, as far as this attack needs it
 * @odds: that it works, with its controls
 * @controls: (element-type guint32): nodes of controls that have to fail for it
 * @implied: goes without saying: who controls an element has its identity
 */
typedef struct
{
  RedanAttackItem item;
  guint32 node;
  RedanHold before;
  guint32 before_index;
  RedanHold to;
  guint32 to_index;
  double odds;
  GArray *controls;
  gboolean implied;
} RedanAttackHop;

/**
 * RedanAttackPath:
 * @goal, @asset: what it wins
 * @odds: product over its steps and the controls that have to fail, each once
 * @effort: working days of the attacker, each step once
 * @skill: the most that a step asks
 * @n_controls, @n_classes: distinct controls, and distinct classes of them, that have to fail and
 *   are strong enough to count
 * @nodes: (element-type guint32): of the graph, each after what it needs
 * @hops: (element-type RedanAttackHop)
 */
typedef struct
{
  RedanHold goal;
  guint32 asset;
  double odds;
  double effort;
  guint skill;
  guint n_controls;
  guint n_classes;
  GArray *nodes;
  GArray *hops;
} RedanAttackPath;

/** redan_attack_path_new: @nodes: (transfer full) (element-type guint32): an attack, each node
 * after what it needs, a goal last */
RedanAttackPath *redan_attack_path_new (const RedanAttackView *view,
                                        GArray *nodes) G_GNUC_WARN_UNUSED_RESULT;
void redan_attack_path_free (RedanAttackPath *self);

/** redan_attack_path_new_best: Returns: (transfer full) (nullable): the likeliest attack on @goal,
 * %NULL when there is none */
RedanAttackPath *redan_attack_path_new_best (const RedanAttackView *view,
                                             guint32 goal) G_GNUC_WARN_UNUSED_RESULT;

/** redan_attack_hop_get_object: Returns: (nullable): the object that the hop is about: of the
 * threat, of the fact, of the state */
const RedanObject *redan_attack_hop_get_object (const RedanAttackView *view,
                                                const RedanAttackHop *hop);

/** RedanAttackFinder: the likeliest attacks on several assets, found in one search */
typedef struct _RedanAttackFinder RedanAttackFinder;

/**
 * redan_attack_finder_new:
 * @view: must live as long as the finder and not change
 * @assets: (array length=n_assets): that will be asked about
 * @goal: one of the goals, or REDAN_N_HOLDS for reading, changing and denying
 * @k: at most so many for each asset
 * @budget: (nullable): of the whole search
 *
 * The likeliest attacks on a goal, each without needless steps: those that only add threats or
 * facts to another one, or differ in nothing but in what goes without saying, are left out, and so
 * are those a thousand million times less likely than the likeliest. While searching, a step that
 * both of two preconditions need counts twice; the odds told of an attack count it once.
 *
 * Cost: that of redan_attack_labels_new(), which all assets share.
 *
 * Returns: (transfer full)
 */
RedanAttackFinder *
redan_attack_finder_new (const RedanAttackView *view,
                         const guint32 *assets,
                         guint n_assets,
                         RedanHold goal,
                         guint k,
                         const RedanAttackBudget *budget) G_GNUC_WARN_UNUSED_RESULT;
void redan_attack_finder_free (RedanAttackFinder *self);

/**
 * redan_attack_finder_list:
 * @asset: one of those asked about
 * @complete_out: (optional): whether no likelier ones may be missing
 *
 * Returns: (transfer full) (element-type RedanAttackPath): the likeliest attacks, the likeliest
 * first, then those with fewer steps
 */
GPtrArray *redan_attack_finder_list (RedanAttackFinder *self,
                                     guint32 asset,
                                     gboolean *complete_out) G_GNUC_WARN_UNUSED_RESULT;

/** redan_attack_paths_list: the list of a finder for one asset; several assets are faster with one
 * finder */
GPtrArray *redan_attack_paths_list (const RedanAttackView *view,
                                    guint32 asset,
                                    RedanHold goal,
                                    guint k,
                                    const RedanAttackBudget *budget,
                                    gboolean *complete_out) G_GNUC_WARN_UNUSED_RESULT;

/**
 * redan_attack_paths_list_worst:
 * @assets: (array length=n_assets): whose attacks compete
 * @n_each: at most so many of each asset
 * @k: at most so many in all
 * @budget: (nullable): of the search
 * @complete_out: (optional): as in redan_attack_finder_list()
 *
 * Returns: (transfer full) (element-type RedanAttackPath): the attacks that take most away on
 * average, their odds weighed with the worth of what they win, the worst first
 */
GPtrArray *redan_attack_paths_list_worst (const RedanAttackView *view,
                                          const guint32 *assets,
                                          guint n_assets,
                                          guint n_each,
                                          guint k,
                                          const RedanAttackBudget *budget,
                                          gboolean *complete_out) G_GNUC_WARN_UNUSED_RESULT;

/** redan_attack_item_get_object: Returns: (nullable): the object that a threat, fact or state is
 * about */
const RedanObject *redan_attack_item_get_object (const RedanAttack *attack,
                                                 const RedanAttackItem *item);

/** redan_attack_path_dup_key: Returns: (transfer full): the identity of the attack: its threats and
 * facts by rule and id of the object, independent of names and of the rest of the model */
char *redan_attack_path_dup_key (const RedanAttackView *view, const RedanAttackPath *path);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanAttackPath, redan_attack_path_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanAttackFinder, redan_attack_finder_free)

G_END_DECLS
