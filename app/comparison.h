/* SPDX-License-Identifier: Apache-2.0 */
/* Two models side by side, for commands that compare. */

#pragma once

#include "analysis/attack-changes.h"
#include "app/session.h"

G_BEGIN_DECLS

/**
 * RedanModelPair: the attack graphs of two models for one attacker
 */
typedef struct
{
  RedanAttack *before;
  RedanAttack *after;
  RedanAttacker *attacker_before;
  RedanAttacker *attacker;
  RedanAttackView *view_before;
  RedanAttackView *view;
} RedanModelPair;

/**
 * redan_load_model:
 * @session: with schema or catalogue loaded
 * @text: a file; else a git revision, "REV" or "REV:PATH"
 * @beside: file in whose repository a revision is looked up
 *
 * Returns: (transfer full) (nullable): the model; %NULL after a message
 */
RedanModel *redan_load_model (RedanSession *session, const char *text, const char *beside);

/** redan_analyze_model: @session: with the catalogue loaded. Returns: (transfer full): the analysis
 * on its day */
RedanAnalysis *redan_analyze_model (const RedanSession *session, RedanModel *model);

/**
 * redan_analyze_loaded:
 * @model, @text, @beside: as redan_load_model() read it; @beside nullable for a file
 *
 * Returns: (transfer full) (nullable): the analysis of the model with what it inherits; %NULL after
 * a message
 */
RedanAnalysis *redan_analyze_loaded (RedanSession *session,
                                     RedanModel *model,
                                     const char *text,
                                     const char *beside);

/**
 * redan_load_other:
 * @session: with the catalogue loaded
 * @text: a file; else a git revision, "REV" or "REV:PATH"
 * @beside: file in whose repository a revision is looked up
 *
 * Returns: (transfer full) (nullable): its analysis; %NULL after a message
 */
RedanAnalysis *redan_load_other (RedanSession *session, const char *text, const char *beside);

/**
 * redan_model_pair_init:
 * @before: (transfer none): the model to compare with
 * @session: with the analysis of the other
 * @profile: (nullable): attacker
 *
 * Returns: %FALSE after a message
 */
gboolean redan_model_pair_init (RedanModelPair *self,
                                RedanAnalysis *before,
                                RedanSession *session,
                                const char *profile);
void redan_model_pair_clear (RedanModelPair *self);

G_END_DECLS
