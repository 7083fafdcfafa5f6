/* SPDX-License-Identifier: Apache-2.0 */
/* The part of redan-cli plan that spends a budget against attacks. */

#pragma once

#include "app/session.h"
#include "ui/report/json.h"

G_BEGIN_DECLS

/** RedanPlanAttacksOptions: as the command line has them; @profile: (nullable) */
typedef struct
{
  double budget;
  guint n;
  guint phase;
  guint time_ms;
  const char *profile;
} RedanPlanAttacksOptions;

typedef struct _RedanPlanAttacks RedanPlanAttacks;

/** redan_plan_attacks_new: Returns: (transfer full) (nullable): the answers about the model of
 * @session; %NULL after a message when there is no such attacker */
RedanPlanAttacks *
redan_plan_attacks_new (RedanSession *session,
                        const RedanPlanAttacksOptions *options) G_GNUC_WARN_UNUSED_RESULT;
void redan_plan_attacks_free (RedanPlanAttacks *self);

void redan_plan_attacks_print (const RedanPlanAttacks *self);

/** redan_plan_attacks_write: the member "attacks" of the object that is open */
void redan_plan_attacks_write (const RedanPlanAttacks *self, RedanJson *json);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanPlanAttacks, redan_plan_attacks_free)

G_END_DECLS
