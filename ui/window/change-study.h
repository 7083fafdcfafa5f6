/* SPDX-License-Identifier: Apache-2.0 */
/* Compares the live model with another version of it, in a thread, while somebody looks. */

#pragma once

#include <gio/gio.h>

#include "analysis/before-after.h"
#include "model/difference.h"
#include "ui/window/change-base.h"
#include "ui/window/workspace.h"

G_BEGIN_DECLS

#define REDAN_TYPE_CHANGE_STUDY (redan_change_study_get_type ())
G_DECLARE_FINAL_TYPE (RedanChangeStudy, redan_change_study, REDAN, CHANGE_STUDY, GObject)

/**
 * RedanChangeStudy:
 *
 * Follows the edits. What it found is put into the diagram by redan_workspace_set_changes().
 * Signal: "changed" (another base, a new result, or it began or ended to compute).
 */

RedanChangeStudy *redan_change_study_new (void) G_GNUC_WARN_UNUSED_RESULT;

/** redan_change_study_set_workspace: begins anew with the last saved state; @workspace nullable */
void redan_change_study_set_workspace (RedanChangeStudy *self, RedanWorkspace *workspace);

/** redan_change_study_set_base: @base: (transfer full): what to compare with from now on */
void redan_change_study_set_base (RedanChangeStudy *self, RedanChangeBase *base);
const RedanChangeBase *redan_change_study_get_base (RedanChangeStudy *self);

/** RedanChangeWatch: who looks at the result */
typedef enum
{
  REDAN_WATCH_PAGE = 1 << 0,
  REDAN_WATCH_DIAGRAM = 1 << 1,
} RedanChangeWatch;

/** redan_change_study_watch: computes only while somebody looks */
void redan_change_study_watch (RedanChangeStudy *self, RedanChangeWatch who, gboolean looks);

/** redan_change_study_cancel: gives up what is being computed, until the next edit or base */
void redan_change_study_cancel (RedanChangeStudy *self);

/** redan_change_study_stop: lets go of the workspace, for good and without a word */
void redan_change_study_stop (RedanChangeStudy *self);

/** redan_change_study_is_busy: Returns: whether a result is on its way */
gboolean redan_change_study_is_busy (RedanChangeStudy *self);

/** redan_change_study_get_difference: Returns: (nullable): from the base to the model as it was
 * compared last, until the next "changed" */
const RedanDifference *redan_change_study_get_difference (RedanChangeStudy *self);

/** redan_change_study_get_comparison: Returns: (nullable): what became of threats, risk and
 * objectives, until the next "changed" */
const RedanBeforeAfter *redan_change_study_get_comparison (RedanChangeStudy *self);

/** redan_change_study_get_problem: Returns: (nullable): why there is no result */
const char *redan_change_study_get_problem (RedanChangeStudy *self);

G_END_DECLS
