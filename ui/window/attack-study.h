/* SPDX-License-Identifier: Apache-2.0 */
/* What attacks an analysis allows, what the whole attack graph says, and what falls with an object,
 * computed in a thread. */

#pragma once

#include "analysis/attack-hardening.h"
#include "analysis/attack-path.h"
#include "ui/report/block.h"

G_BEGIN_DECLS

/** Odds that differ by less are the same. */
#define REDAN_STUDY_SAME_ODDS 1e-6

/**
 * RedanStudyToggle: what is assumed of a control
 * @target, @context: one place, REDAN_CONTEXT_MODEL for all places; what is broken, is so
 * everywhere: the place where that was said
 */
typedef struct
{
  guint32 control;
  RedanContext context;
  guint32 target;
  RedanToggle toggle;
} RedanStudyToggle;

/**
 * RedanStudyQuestion:
 * @attacker: (nullable): id of a profile; %NULL for the one that
 *   redan_attackers_choose() takes
 * @asset: (nullable): id of an asset, or of a store that none lies in; %NULL for all of worth
 * @entry: (nullable): id of an element that the attacker controls, or of a boundary that he is in,
 *   to start from; %NULL for where his profile says
 * @toggles: (array length=n_toggles): a what-if
 */
typedef struct
{
  const char *attacker;
  const RedanId *asset;
  const RedanId *entry;
  const RedanStudyToggle *toggles;
  guint n_toggles;
} RedanStudyQuestion;

/** RedanStudyPassed: an object and how many of the attacks pass it */
typedef struct
{
  RedanId id;
  guint n;
} RedanStudyPassed;

/**
 * RedanStudyChange: what the toggles do to an asset
 * @odds_before, @odds_after: of the likeliest attack that reads, changes or denies it
 * @chance_before, @chance_after: that at least one of all attacks does, for the likeliest of the
 * three
 * @depth_before, @depth_after: fewest controls that have to fail: 0 is an open path, -1 no attack
 */
typedef struct
{
  guint32 asset;
  double odds_before;
  double odds_after;
  double chance_before;
  double chance_after;
  int depth_before;
  int depth_after;
} RedanStudyChange;

/**
 * RedanAttackStudy:
 * @attackers: (element-type RedanAttacker): all profiles
 * @attacker: of @attackers, whose attacks these are
 * @placed: (nullable): the same where he was told to start
 * @view: with the toggles
 * @assets: (element-type guint32): all, the most sensitive first
 * @paths: (element-type RedanAttackPath): the likeliest first, weighed with the worth
 * of what they win
 * @before: odds of the likeliest attack on what was asked for, without the toggles
 * @after: with them
 * @complete: whether no likelier path was left out for lack of time
 * @hardening: the cheapest controls that leave no open attack on what was asked for, without the
 * toggles
 * @passed: (element-type RedanStudyPassed): objects the @paths pass, most often first
 * @changes: (element-type RedanStudyChange): assets asked for that the toggles open, close, or make
 * easier or harder to come by, by the likeliest attack or by any, in the order of @assets
 */
typedef struct
{
  RedanAttack *attack;
  GPtrArray *attackers;
  const RedanAttacker *attacker;
  RedanAttacker *placed;
  RedanAttackView *view;
  GArray *assets;
  GPtrArray *paths;
  GArray *passed;
  GArray *changes;
  RedanHardening *hardening;
  double before;
  double after;
  gboolean complete;
} RedanAttackStudy;

void redan_attack_study_free (RedanAttackStudy *self);

/** redan_attack_study_async: @analysis: a reference is taken; @question is copied */
void redan_attack_study_async (RedanAnalysis *analysis,
                               const RedanStudyQuestion *question,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);

/** redan_attack_study_finish: Returns: (transfer full) (nullable): %NULL when it was cancelled */
RedanAttackStudy *redan_attack_study_finish (GAsyncResult *result);

/** redan_attack_overview_async: the tables of redan_report_add_attack_overview() for what was
 * asked;
 * @analysis: a reference is taken; @question is copied */
void redan_attack_overview_async (RedanAnalysis *analysis,
                                  const RedanStudyQuestion *question,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);

/** redan_attack_overview_finish: Returns: (transfer full) (nullable): %NULL when it was cancelled
 */
RedanReport *redan_attack_overview_finish (GAsyncResult *result);

/**
 * RedanBlast: what an attacker who controls an object can come to
 * @origin: that object
 * @objects: (element-type RedanId): elements that he can control then
 * @assets: (element-type guint32): number of assets that he can read, change or deny
 * @attack: that the numbers belong to
 */
typedef struct
{
  RedanId origin;
  GArray *objects;
  GArray *assets;
  RedanAttack *attack;
} RedanBlast;

void redan_blast_free (RedanBlast *self);

/** redan_blast_async: @origin: an element, or a boundary whose members all fall */
void redan_blast_async (RedanAnalysis *analysis,
                        const RedanId *origin,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data);
RedanBlast *redan_blast_finish (GAsyncResult *result);

/** redan_attack_path_list_objects: Returns: (transfer full) (element-type RedanId): what each hop
 * is about, the null id for a hop without an object; as long as the hops */
GArray *redan_attack_path_list_objects (const RedanAttackView *view, const RedanAttackPath *path);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanAttackStudy, redan_attack_study_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanBlast, redan_blast_free)

G_END_DECLS
