/* SPDX-License-Identifier: Apache-2.0 */
/* Which threats a change of the model opened, closed, or made score or be decided otherwise. */

#pragma once

#include "analysis/analysis.h"

G_BEGIN_DECLS

/** RedanThreatChange: a threat that is in one analysis only, or that is not the same in both */
typedef struct
{
  char *id;
  const RedanThreat *before;
  const RedanThreat *after;
} RedanThreatChange;

typedef enum
{
  REDAN_THREATS_OPENED,
  REDAN_THREATS_CLOSED,
  REDAN_THREATS_RESCORED, /* another residual, decision or certainty */
  REDAN_N_THREAT_LISTS,
} RedanThreatList;

/** RedanThreatChanges: @lists: (element-type RedanThreatChange): ranked as in their analysis */
typedef struct
{
  GArray *lists[REDAN_N_THREAT_LISTS];
} RedanThreatChanges;

/**
 * redan_threat_changes_new:
 * @before, @after: are pointed into
 *
 * Threats are the same when their ids are: pack, rule, target and direction. O(threats).
 *
 * Returns: (transfer full): what changed
 */
RedanThreatChanges *redan_threat_changes_new (const RedanAnalysis *before,
                                              const RedanAnalysis *after) G_GNUC_WARN_UNUSED_RESULT;
void redan_threat_changes_free (RedanThreatChanges *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanThreatChanges, redan_threat_changes_free)

G_END_DECLS
