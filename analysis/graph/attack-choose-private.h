/* SPDX-License-Identifier: Apache-2.0 */
/* Testing choices and hitting sets, shared by the searches over them. */

#pragma once

#include "analysis/graph/attack-choose.h"
#include "analysis/graph/attack-lanes.h"

G_BEGIN_DECLS

/** RedanAttackTester: asks whether a choice achieves the aim */
typedef struct
{
  const RedanAttackGraph *graph;
  const RedanAttackScenario *scenario;
  const RedanAttackItems *items;
  const RedanAttackBudget *budget;
  RedanAttackAim aim;
  guint32 goal;
  RedanAttackLanes *lanes;
  guint64 *own;
  guint64 *value;
  guint64 *dirty;
  guint64 work;
} RedanAttackTester;

void redan_attack_tester_init (RedanAttackTester *self,
                               const RedanAttackGraph *graph,
                               const RedanAttackScenario *scenario,
                               guint32 goal,
                               RedanAttackAim aim,
                               const RedanAttackItems *items,
                               const RedanAttackBudget *budget);
void redan_attack_tester_clear (RedanAttackTester *self);

/** redan_attack_tester_achieves: @chosen: by item */
gboolean redan_attack_tester_achieves (RedanAttackTester *self, const guint8 *chosen);

gboolean redan_attack_tester_is_over (const RedanAttackTester *self);

/**
 * redan_attack_tester_find_core:
 * @chosen: by item; does not achieve the aim
 *
 * Returns: (transfer full) (element-type guint32): a minimal set of items, none of them chosen, of
 * which every choice that achieves the aim has one; ascending
 */
GArray *redan_attack_tester_find_core (RedanAttackTester *self, const guint8 *chosen);

/**
 * redan_attack_hit:
 * @cores: (element-type GArray of guint32)
 * @upper: look for less than this only
 * @hit_out: (array length=n): by item, the cheapest set that was found
 * @work: (inout): grows by the steps taken
 * @lower_out: no set that hits all costs less
 *
 * Returns: whether a set of less than @upper was found; it is a cheapest one when @lower_out is its
 * cost
 */
gboolean redan_attack_hit (const GPtrArray *cores,
                           guint32 n,
                           const double *cost,
                           double upper,
                           const RedanAttackBudget *budget,
                           guint64 *work,
                           guint8 *hit_out,
                           double *lower_out);

G_END_DECLS
