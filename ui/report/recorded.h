/* SPDX-License-Identifier: Apache-2.0 */
/* What a person wrote about a threat: its description and the mitigations that address it. */

#pragma once

#include "analysis/analysis.h"

G_BEGIN_DECLS

/** RedanRecordedNote: @label: translated "Description" or "Mitigation"; @text: at most some
 * thousand characters */
typedef struct
{
  char *label;
  char *text;
} RedanRecordedNote;

/**
 * redan_recorded_list_notes:
 * @threat: a threat recorded in the model; others have no notes
 *
 * At most 20 mitigations are told, in the order of ids; the last note then says that there are
 * more.
 *
 * Returns: (transfer full) (element-type RedanRecordedNote): the notes, may be empty
 */
GPtrArray *redan_recorded_list_notes (const RedanFacts *facts,
                                      const RedanThreat *threat) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
