/* SPDX-License-Identifier: Apache-2.0 */
/* What the commands about attacks share: who attacks, and paths as text and JSON. */

#pragma once

#include "analysis/attack-path.h"
#include "app/session.h"
#include "ui/report/json.h"

G_BEGIN_DECLS

/** Edges that a search for paths may look at, for each goal of an asset. */
#define REDAN_PATH_BUDGET 2000000

/**
 * redan_find_object:
 * @text: id, or the name, in any case, of one object of the @sections
 *
 * Returns: (nullable): the object; %NULL after a message when there is none or several
 */
const RedanObject *redan_find_object (const RedanModel *model,
                                      const char *text,
                                      const RedanSection *sections,
                                      guint n);

/**
 * redan_choose_attacker:
 * @profile: (nullable): id or title; as redan_attackers_choose() says when %NULL
 * @from: (nullable): only entry: "internet", or an element or boundary
 * @also_in: (nullable) (element-type RedanAttacker): unless one is named, only one of these
 *
 * Returns: (transfer full) (nullable): the attacker; %NULL after a message
 */
RedanAttacker *redan_choose_attacker (const RedanAttack *attack,
                                      const char *profile,
                                      const char *from,
                                      const GPtrArray *also_in);

/** redan_print_attack_path: hops as a numbered list, without what goes without saying */
void redan_print_attack_path (RedanSession *session,
                              const RedanAttackView *view,
                              guint number,
                              const RedanAttackPath *path);

/** redan_write_attack_path: one object, with all hops */
void
redan_write_attack_path (RedanJson *json, const RedanAttackView *view, const RedanAttackPath *path);

G_END_DECLS
