/* SPDX-License-Identifier: Apache-2.0 */
/* Attacks in words: what an attacker holds, how he comes to it, which control stands where. */

#pragma once

#include "analysis/attack-answers.h"
#include "analysis/attack-hardening.h"

G_BEGIN_DECLS

/** redan_hold_get_word: Returns: the word of machine output: "reach", "ctl", ... */
const char *redan_hold_get_word (RedanHold hold);

/** redan_goal_get_title: Returns: translated "read", "changed", "denied", "disputed" */
const char *redan_goal_get_title (RedanHold goal);

/** redan_attack_fact_get_word: Returns: the word of machine output: "enter", "identity", ... */
const char *redan_attack_fact_get_word (RedanAttackFact fact);

/** redan_asset_dup_title: Returns: (transfer full): the name, or "Data in Order queue" for the
 * implied asset of a store */
char *redan_asset_dup_title (const RedanAttack *attack, guint32 asset);

/** redan_asset_class_dup_title: Returns: (transfer full): "restricted", or "not classified" */
char *redan_asset_class_dup_title (const RedanAttack *attack, guint32 asset);

/** redan_hold_dup_title: Returns: (transfer full): what is held, as the end of a step: "controls
 * Web application" */
char *redan_hold_dup_title (const RedanAttack *attack, RedanHold hold, guint32 index);

/** redan_attack_hop_dup_title: Returns: (transfer full): one line for a hop: the title of the
 * threat, or the fact in words */
char *redan_attack_hop_dup_title (const RedanAttackView *view, const RedanAttackHop *hop);

/** redan_attack_choke_dup_title: Returns: (transfer full): one line for what every attack passes */
char *redan_attack_choke_dup_title (const RedanAttackView *view, const RedanAttackChoke *choke);

/** redan_attack_control_dup_title: Returns: (transfer full): "C-NET-04 Web application firewall
 * (declared)" */
char *redan_attack_control_dup_title (const RedanAttack *attack, guint32 node);

/** redan_hardening_dup_summary: Returns: (transfer full): what was found, in a sentence */
char *redan_hardening_dup_summary (const RedanHardening *hardening);

/** redan_hardening_dup_places: Returns: (transfer full): the names of the objects where @control
 * stops the attacker, each once, the first few of them; @attack: of the same analysis */
char *redan_hardening_dup_places (const RedanHardening *hardening,
                                  const RedanAttack *attack,
                                  guint32 control);

/** redan_odds_format: writes "12 %", "0.30 %" or "below 0.01 %", in the C locale; 0 is "none" */
const char *redan_odds_format (double odds, char text[32]);

G_END_DECLS
