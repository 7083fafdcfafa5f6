/* SPDX-License-Identifier: Apache-2.0 */
/* The what-if of redan-cli paths: which controls it assumes, and how the assets stand before and
 * after. */

#pragma once

#include "analysis/attack-answers.h"
#include "analysis/attack-view.h"
#include "analysis/graph/attack-chance.h"
#include "app/session.h"
#include "ui/report/json.h"

G_BEGIN_DECLS

#define REDAN_N_ASKED 3 /* goals of an asset: read, changed, denied */

/**
 * RedanStanding: how an asset stands
 * @chances: that it is read, changed, denied by any path
 * @odds: of the likeliest attack on it
 * @depth: of its likeliest goal
 */
typedef struct
{
  RedanAttackChance chances[REDAN_N_ASKED];
  double odds;
  RedanAttackDepth depth;
} RedanStanding;

/**
 * RedanPathsWhatIf: controls that a what-if toggles everywhere
 * @with, @without: (nullable): ids or titles of controls, in any case; ids once
 * redan_paths_what_if_apply() ran
 * @assumed: (element-type RedanAttackAssumption): the same, once redan_paths_what_if_apply() ran
 */
typedef struct
{
  char **with;
  char **without;
  GArray *assumed;
} RedanPathsWhatIf;

/** redan_paths_what_if_is_empty: Returns: whether it assumes nothing */
gboolean redan_paths_what_if_is_empty (const RedanPathsWhatIf *self);

/**
 * redan_paths_what_if_apply:
 * @view: made of a graph with REDAN_ATTACK_WHAT_IF where something is put in place
 *
 * Toggles the controls, and says of one that changes nothing so on standard error.
 *
 * Returns: FALSE after a message when one is no control
 */
gboolean
redan_paths_what_if_apply (RedanPathsWhatIf *self, RedanSession *session, RedanAttackView *view);

/**
 * redan_standings_new:
 * @assets: (element-type guint32)
 * @method_out: how the chances came about
 *
 * Cost: that of redan_attack_chances(), and of redan_attack_view_get_depth() for each asset.
 *
 * Returns: (transfer full): by position in @assets; free with g_free()
 */
RedanStanding *redan_standings_new (const RedanAttackView *view,
                                    const GArray *assets,
                                    RedanAttackMethod *method_out) G_GNUC_WARN_UNUSED_RESULT;

/** redan_chances_print: "read 43 %, changed 5 %, denied none" */
void redan_chances_print (RedanSession *session, const RedanStanding *standing);

/** redan_chances_write: the list of chances, an object for each goal */
void redan_chances_write (RedanJson *json, const RedanStanding *standing);

/** redan_paths_what_if_print: what is assumed, and how many of the @n assets it closes and opens */
void redan_paths_what_if_print (const RedanPathsWhatIf *self,
                                RedanSession *session,
                                const RedanStanding *before,
                                const RedanStanding *now,
                                guint n);

/** redan_paths_what_if_print_before: a line for an asset: how it stood, and what became of that */
void redan_paths_what_if_print_before (RedanSession *session,
                                       const RedanStanding *before,
                                       const RedanStanding *now);

/** redan_paths_what_if_write: member "what_if" with what is assumed */
void
redan_paths_what_if_write (const RedanPathsWhatIf *self, RedanJson *json, RedanAttackMethod before);

/** redan_paths_what_if_write_before: member "before" of an asset */
void redan_paths_what_if_write_before (RedanJson *json, const RedanStanding *before);

G_END_DECLS
