/* SPDX-License-Identifier: Apache-2.0 */
/* Control states as bit words, for the graph and the coverage: 64 targets at a time. Used inside
 * this floor only. */

#pragma once

#include "analysis/controls.h"
#include "analysis/targets-private.h"

G_BEGIN_DECLS

/** redan_controls_new_for: @chosen: (nullable): the targets about which anybody will ask, %NULL for
 * all; on others the states are any */
RedanControls *redan_controls_new_for (const RedanFacts *facts,
                                       const RedanTargets *chosen) G_GNUC_WARN_UNUSED_RESULT;

/** redan_control_state_from_word: Returns: whether @word is a state that a placement may give; the
 * state in @state_out */
gboolean redan_control_state_from_word (const char *word, RedanControlState *state_out);

/** redan_controls_has_context: Returns: whether the kinds of the control have targets of @context
 */
gboolean
redan_controls_has_context (const RedanControls *self, guint32 control, RedanContext context);

/** redan_controls_get_n_targets: Returns: how many targets of @context there are */
guint redan_controls_get_n_targets (const RedanControls *self, RedanContext context);

/**
 * redan_controls_get_present_word:
 * @word: number of the word; bit i is target 64 * word + i
 *
 * Returns: the targets on which the state of the control may have a factor above 0
 */
guint64 redan_controls_get_present_word (const RedanControls *self,
                                         guint32 control,
                                         RedanContext context,
                                         guint word);

/** redan_controls_get_new_word: like redan_controls_get_present_word(), targets on which it would
 * newly stand if it were assumed */
guint64 redan_controls_get_new_word (const RedanControls *self,
                                     guint32 control,
                                     RedanContext context,
                                     guint word);

/**
 * redan_controls_count_new_places:
 *
 * Returns: the number of targets on which the control would newly stand, or stand better, if it
 * were assumed
 */
guint redan_controls_count_new_places (const RedanControls *self, guint32 control);

/**
 * redan_controls_refresh:
 * @wanted: by control, whether its states are computed anew
 *
 * For one who changes values of the facts under the controls to see what would follow. The
 * conflicts are not kept.
 */
void redan_controls_refresh (RedanControls *self, const guint8 *wanted);

/**
 * redan_controls_is_open:
 *
 * Returns: whether the control may stand on the target for all that is known: it fits there, and
 * neither stands there nor is known to be missing
 */
gboolean redan_controls_is_open (const RedanControls *self,
                                 guint32 control,
                                 RedanContext context,
                                 guint32 target);

/** redan_controls_get_coverage_within: redan_controls_get_coverage() over the targets of @within,
 * bit words by context; %NULL for all */
gboolean redan_controls_get_coverage_within (const RedanControls *self,
                                             guint32 control,
                                             guint64 *const *within,
                                             double *low_out,
                                             double *high_out);

typedef void (*RedanControlsFunc) (gpointer user_data,
                                   RedanContext context,
                                   guint32 target,
                                   gboolean unknown);

/** redan_controls_list_uncovered: calls @func for the targets counted in the coverage over @within
 * on which the control does not stand for sure */
void redan_controls_list_uncovered (const RedanControls *self,
                                    guint32 control,
                                    guint64 *const *within,
                                    RedanControlsFunc func,
                                    gpointer user_data);

G_END_DECLS
