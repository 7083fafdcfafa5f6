/* SPDX-License-Identifier: Apache-2.0 */
/* Questions about a model as a whole to its attack graph: what falls together, what attacks pass,
 * where to watch, what hangs on one control, and what becomes of it as controls decay. */

#pragma once

#include "analysis/attack-path.h"
#include "analysis/graph/attack-time.h"

G_BEGIN_DECLS

/**
 * redan_attack_view_get_zones:
 * @zone_out: (array): by element, a number of its zone of trust
 *
 * Whoever controls one element of a zone can get to control each other one, as far as steps that
 * need several things have the others (the OR projection). Steps this attacker is not able to take
 * count as well. Cost: O(nodes + edges). Returns: how many numbers there are
 */
guint32 redan_attack_view_get_zones (const RedanAttackView *self, guint32 *zone_out);

/**
 * redan_attack_view_get_key_elements:
 * @budget: (nullable): in edges
 * @passing_out: (array): by element, over entries of the attacker and goals (assets read, changed
 * or denied) the share of the shortest ways that pass control of the element
 *
 * On the OR projection. Cost: O(entries * (nodes + edges)).
 *
 * Returns: whether the budget was enough; if not, only some of the entries count
 */
gboolean redan_attack_view_get_key_elements (const RedanAttackView *self,
                                             const RedanAttackBudget *budget,
                                             double *passing_out);

/**
 * RedanAttackSensor: where to watch
 * @seen: share of the odds of all attacks listed that this one and those before it see
 */
typedef struct
{
  guint32 element;
  double seen;
} RedanAttackSensor;

/**
 * redan_attack_view_place_sensors:
 * @k: likeliest attacks on each asset that are to be seen
 * @n_sensors: at most so many
 *
 * A sensor at an element sees every attack that holds anything of it. Greedy: at least 63 % of what
 * the best places see. Cost: that of redan_attack_finder_new() for all assets.
 *
 * Returns: (transfer full) (element-type RedanAttackSensor)
 */
GArray *redan_attack_view_place_sensors (const RedanAttackView *self,
                                         guint k,
                                         guint n_sensors,
                                         const RedanAttackBudget *budget) G_GNUC_WARN_UNUSED_RESULT;

/** RedanAttackSingle: a control whose failure alone opens goals that are closed else; @node: where
 * it fails; @n_goals: how many (assets read, changed or denied) */
typedef struct
{
  guint32 node;
  guint n_goals;
} RedanAttackSingle;

/** redan_attack_view_list_singles: Returns: (transfer full) (element-type RedanAttackSingle): those
 * that open most first. Exact. Cost: that of redan_attack_view_list_single_controls() for each goal
 */
GArray *redan_attack_view_list_singles (const RedanAttackView *self) G_GNUC_WARN_UNUSED_RESULT;

/**
 * redan_attack_view_sample_decay:
 * @goals: (array length=n_goals): nodes
 * @cancellable: (nullable): when cancelled, only some of the samples count
 *
 * Every standing control fails at a level of decay of its own, uniform between 0 and 1, instead of
 * with its probability; threats keep theirs.
 *
 * Returns: (transfer full) (element-type RedanAttackTimes): by goal, levels at which it opens
 */
GPtrArray *redan_attack_view_sample_decay (const RedanAttackView *self,
                                           const guint32 *goals,
                                           guint32 n_goals,
                                           guint32 n_samples,
                                           GCancellable *cancellable) G_GNUC_WARN_UNUSED_RESULT;

/**
 * redan_attack_view_sample_times:
 * @goals: (array length=n_goals): nodes
 * @cancellable: (nullable): when cancelled, only some of the samples count
 *
 * When an attack would succeed, in days: each threat waits a random time of its own, exponential
 * with its hazard, so that within the days of the attacker it comes with the odds that it has
 * elsewhere; threats that need each other follow one another. Every control holds for good or not
 * at all, with the chance that it has elsewhere.
 *
 * Returns: (transfer full) (element-type RedanAttackTimes): by goal, days until it falls
 */
GPtrArray *redan_attack_view_sample_times (const RedanAttackView *self,
                                           const guint32 *goals,
                                           guint32 n_goals,
                                           guint32 n_samples,
                                           GCancellable *cancellable) G_GNUC_WARN_UNUSED_RESULT;

/**
 * redan_attack_view_get_crossings:
 * @crossings_out: (array): by asset, for its goals reading, changing and denying the fewest changes
 * of the innermost boundary on a way there, REDAN_NONE when there is none
 *
 * On the OR projection; who is in no boundary is outside; an account counts as a boundary. Cost:
 * O(nodes + edges).
 */
void redan_attack_view_get_crossings (const RedanAttackView *self, guint32 *crossings_out);

/**
 * redan_attack_view_get_blast:
 * @elements_out, @assets_out: (array): by element, how many others and how many assets (read)
 * follow from control of it
 *
 * On the OR projection, with steps this attacker is not able to take. Cost: that of
 * redan_attack_blast()
 */
void
redan_attack_view_get_blast (const RedanAttackView *self, gint64 *elements_out, gint64 *assets_out);

/**
 * redan_attack_view_get_exposures:
 * @assets: (array length=n): which
 * @elements_out: (array length=n): how many elements there are from whose control the asset is
 * read, changed or denied
 *
 * On the OR projection, with steps this attacker is not able to take. Cost: O(n * (nodes + edges)).
 */
void redan_attack_view_get_exposures (const RedanAttackView *self,
                                      const guint32 *assets,
                                      guint n,
                                      guint32 *elements_out);

G_END_DECLS
