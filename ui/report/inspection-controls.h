/* SPDX-License-Identifier: Apache-2.0 */
/* The controls that may stand on an object, in the order in which a person wants to see them. */

#pragma once

#include "analysis/evidence-tally.h"
#include "ui/report/inspection.h"

G_BEGIN_DECLS

/**
 * RedanInspectedControl:
 * @control: index in the catalogue
 * @state: what counts according to the analysis
 * @placed: (nullable): the state that a person gave it here, a word of the live model
 * @is_implied: the attributes say that it is there
 * @is_denied: the attributes say that it is not there
 * @n_threats: threats at the object, or at flows that end there, that it works against; for the
 * model as a whole all of them
 * @has_evidence: the live model says in @evidence what checks found; @as_of: the day of the analysis
 */
typedef struct
{
  guint32 control;
  RedanControlState state;
  const char *placed;
  gboolean is_implied;
  gboolean is_denied;
  guint n_threats;
  gboolean has_evidence;
  RedanEvidenceTally evidence;
  guint as_of;
} RedanInspectedControl;

/**
 * redan_inspection_list_controls:
 * @model: the live model
 * @object: (nullable): an element, flow or boundary; %NULL for the model as a whole
 *
 * Conflicts first, then what is in place or placed, then what works against most threats here, the
 * stronger first, then the rest by the order of the catalogue.
 *
 * Cost: O(threats + controls)
 *
 * Returns: (transfer full) (element-type RedanInspectedControl): the controls that apply
 */
GArray *redan_inspection_list_controls (const RedanModel *model,
                                        const RedanAnalysis *analysis,
                                        const RedanObject *object) G_GNUC_WARN_UNUSED_RESULT;

/** redan_inspected_control_is_conflict: Returns: whether it was placed against what the attributes
 * say */
gboolean redan_inspected_control_is_conflict (const RedanInspectedControl *self);

/** redan_inspected_control_dup_source: Returns: (transfer full): a few words on why it has its
 * state */
char *redan_inspected_control_dup_source (const RedanInspectedControl *self);

G_END_DECLS
