/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the section about attacks share. Private to this folder. */

#pragma once

#include "analysis/attack-answers.h"
#include "ui/report/content.h"

G_BEGIN_DECLS

/** Nodes and edges looked at for one question about one asset. */
#define REDAN_REPORT_ATTACK_BUDGET 2000000

/**
 * RedanReportAttacks:
 * @assets: (element-type guint32): that there is an attack on, the most sensitive first, at most
 *   so many as are printed
 * @n_assets: of the model
 * @n_attacked: with an attack, printed or not
 * @is_complete: no likelier path was left out for lack of time
 */
typedef struct
{
  const RedanReportContent *content;
  RedanAttack *attack;
  const RedanAttacker *attacker;
  RedanAttackView *view;
  GArray *assets;
  guint n_assets;
  guint n_attacked;
  gboolean is_complete;
} RedanReportAttacks;

/** redan_content_add_attack_tables: what guards each asset, choke points, cheapest hardening, what
 * survives other likelihoods, and how sure each figure is */
void redan_content_add_attack_tables (const RedanReportAttacks *self);

G_END_DECLS
