/* SPDX-License-Identifier: Apache-2.0 */
/* A control put in place: the edit that makes a row of the plan real, and where a person must
 * redraw instead. */

#pragma once

#include "analysis/analysis.h"
#include "model/edit.h"

G_BEGIN_DECLS

/**
 * RedanLeftOut: a place where no edit can put the control
 * @context, @target: the place: element, interaction or boundary; REDAN_NONE for the model
 * @reason: what stands in the way, translated
 */
typedef struct
{
  RedanContext context;
  guint32 target;
  char *reason;
} RedanLeftOut;

void redan_left_out_free (RedanLeftOut *self);

/**
 * redan_control_implement:
 * @analysis: of the model that the edit will be applied to, made without assuming @control
 * @n_places_out: (out) (optional): places where the control newly stands after the edit
 * @left_out: (out) (optional) (element-type RedanLeftOut): the other places where it applies and
 * does not stand
 *
 * Both together are the places that the plan counts for this control. On each of them:
 *
 * - A control that attributes imply gets those attributes, on the place itself, its boundary, its
 * account or in the programme. What holds already stays. Of alternatives ("or") the first that can
 * be set is taken; of a set the value listed first, unless it would end what the control is about
 * ("none" for credentials where the control is for those who have some). Facts are dated on the day
 * of the analysis, and dates that must not be old become that day. A placement that was planned
 * there becomes declared.
 * - Any other control gets a placement with state "declared".
 *
 * Left out is what an edit of attributes cannot make true: what follows from the drawing (nesting,
 * flows, workloads, who can reach it) or from data assets, what says what a thing is (purpose of an
 * account, who runs it, tenancy, being out of use), what nobody but a person knows (a name, a
 * class), and attributes that are said not to apply ("na"). There, nothing is set.
 *
 * Cost: O(places * size of its expressions).
 *
 * Returns: (transfer full): the edit, without changes when there is no place for it
 */
RedanEdit *redan_control_implement (const RedanAnalysis *analysis,
                                    guint32 control,
                                    guint *n_places_out,
                                    GPtrArray **left_out) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanLeftOut, redan_left_out_free)

G_END_DECLS
