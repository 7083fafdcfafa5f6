/* SPDX-License-Identifier: Apache-2.0 */
/* The cheapest controls that leave no open attack, and where they stop the attacker. */

#pragma once

#include "analysis/attack-view.h"

G_BEGIN_DECLS

/** RedanHardeningPlace: @control: catalogue index; @item: the threat or fact that it stops */
typedef struct
{
  guint32 control;
  RedanAttackItem item;
} RedanHardeningPlace;

/**
 * RedanHardening: the cheapest controls that leave no attack on some goals without a control that
 * has to fail
 * @controls: (element-type guint32): catalogue indices
 * @efforts: (element-type double): points of each of @controls, at all its places
 * @places: (element-type RedanHardeningPlace): with these controls, the steps that the attacker
 *   still comes to and that lead on to a goal, by control and node
 * @n_goals: how many of the goals have an open attack now
 * @n_open: how many of these no controls of the catalogue close; the choice leaves them out
 * @effort: points of @controls; INFINITY when nothing can be closed
 * @at_least: no choice costs less
 * @optimal: proven
 */
typedef struct
{
  GArray *controls;
  GArray *efforts;
  GArray *places;
  guint n_goals;
  guint n_open;
  double effort;
  double at_least;
  gboolean optimal;
} RedanHardening;

/**
 * redan_hardening_find:
 * @attack: made with REDAN_ATTACK_HARDEN
 * @goals: (array length=n_goals): nodes
 * @budget: (nullable)
 *
 * One choice for all goals together. Cost: that of redan_attack_select(), and a copy of the graph.
 */
RedanHardening *redan_hardening_find (RedanAttack *attack,
                                      const RedanAttacker *attacker,
                                      const guint32 *goals,
                                      guint n_goals,
                                      const RedanAttackBudget *budget) G_GNUC_WARN_UNUSED_RESULT;

/** redan_hardening_find_all: as redan_hardening_find(), for every way to read, change or deny an
 * asset */
RedanHardening *redan_hardening_find_all (RedanAttack *attack,
                                          const RedanAttacker *attacker,
                                          const RedanAttackBudget *budget)
    G_GNUC_WARN_UNUSED_RESULT;
void redan_hardening_free (RedanHardening *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanHardening, redan_hardening_free)

G_END_DECLS
