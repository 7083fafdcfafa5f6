/* SPDX-License-Identifier: Apache-2.0 */
/* Control states on every target: placed by a person, implied by attributes, or assumed by a what-if. */

#pragma once

#include "analysis/program.h"

G_BEGIN_DECLS

typedef struct _RedanControls RedanControls;

/** RedanControlPlace: a control on a target */
typedef struct
{
  guint32 control;
  RedanContext context;
  guint32 target;
} RedanControlPlace;

/**
 * redan_controls_new:
 *
 * State on a target = the higher of placement and implied by attributes, unless evidence decides it; a declared placement whose implied_by is false
 * counts as absent and is listed as a conflict. Cost: O(targets * applicable controls / 64 + placements).
 */
RedanControls *redan_controls_new (const RedanFacts *facts) G_GNUC_WARN_UNUSED_RESULT;
void redan_controls_free (RedanControls *self);

/**
 * redan_controls_set_assumed:
 * @controls: (array length=n): assumed declared wherever they apply; replaces the previous assumption
 */
void redan_controls_set_assumed (RedanControls *self, const guint32 *controls, guint n);

/**
 * redan_controls_set_failed:
 * @places: (array length=n): where a control counts as absent, whatever stands, is implied or was found there;
 *   REDAN_CONTEXT_MODEL with the target %REDAN_NONE is everywhere
 *
 * For good: there is no way back. Goes before an assumption.
 */
void redan_controls_set_failed (RedanControls *self, const RedanControlPlace *places, guint n);

/** redan_controls_applies: Returns: whether kind and `when` let the control stand on the target (unknown counts as yes) */
gboolean redan_controls_applies (const RedanControls *self, guint32 control, RedanContext context, guint32 target);

/** redan_controls_get_state: Returns: the state of a control on a target; model-wide controls have REDAN_CONTEXT_MODEL */
RedanControlState redan_controls_get_state (const RedanControls *self, guint32 control, RedanContext context, guint32 target);

/** redan_controls_get_validation: Returns: the factor 0..1 of the state on the target */
double redan_controls_get_validation (const RedanControls *self, guint32 control, RedanContext context, guint32 target);

/**
 * redan_controls_get_coverage:
 * @low_out, @high_out: share of applicable targets on which it holds, and where it may hold
 *
 * Returns: %FALSE when it applies nowhere
 */
gboolean redan_controls_get_coverage (const RedanControls *self, guint32 control, double *low_out, double *high_out);

/** redan_controls_get_conflicts: Returns: (array length=n_out): placed against what the attributes say (decision 20) */
const RedanControlPlace *redan_controls_get_conflicts (const RedanControls *self, guint *n_out);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanControls, redan_controls_free)

G_END_DECLS
