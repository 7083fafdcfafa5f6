/* SPDX-License-Identifier: Apache-2.0 */
/* Decisions about threats of the Microsoft Threat Modeling Tool, carried over to our threats that
 * say the same. */

#pragma once

#include "analysis/analysis.h"
#include "model/edit.h"

G_BEGIN_DECLS

/** Name of the table of rules that say the same: a file with the suffix .csv in data/ or among the
 * packs. */
#define REDAN_CARRY_TABLE "decision-map"

/** Remark of a recorded threat that is shown as one of ours: the printed id of that. */
#define REDAN_CARRY_SHOWN_AS "redan/shown-as"

typedef struct _RedanCarryMap RedanCarryMap;

/**
 * redan_carry_map_new:
 * @source: data files; those with root %REDAN_CARRY_TABLE are read: rows "template,rule,on,ours"
 * @catalogue: must have our rules that rows name
 * @error: %REDAN_ANALYSIS_ERROR_CATALOGUE: "PATH:LINE: what, remedy"
 *
 * Returns: (transfer full) (nullable): the map
 */
RedanCarryMap *redan_carry_map_new (const RedanDataSource *source,
                                    const RedanCatalogue *catalogue,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
void redan_carry_map_free (RedanCarryMap *self);

/**
 * RedanCarry: one of our threats, and what the file says about the same
 * @recorded: (element-type RedanObject): recorded threats, in the order of the model
 * @decision: what they all come to: open unless every one is mitigated or not applicable and ours
 * is undecided
 * @reason: their reasons, each once; may be empty
 */
typedef struct
{
  const RedanThreat *threat;
  GPtrArray *recorded;
  RedanDecision decision;
  char *reason;
} RedanCarry;

/**
 * redan_carry_list:
 *
 * Matches recorded threats with ours by rule and place: the flow, or the element at the end of it
 * that the row names. A recorded threat may say the same as several of ours and the other way
 * round. One that is mitigated and another that does not apply come to mitigated. O(recorded
 * threats log threats).
 *
 * Returns: (transfer full) (element-type RedanCarry): in the order of our threats by rule and
 * target
 */
GPtrArray *redan_carry_list (const RedanAnalysis *analysis,
                             const RedanCarryMap *map) G_GNUC_WARN_UNUSED_RESULT;

/**
 * redan_carry_edit:
 * @carries: (element-type RedanCarry)
 * @label: for the undo history, translated
 *
 * Decides our threats as proposed and marks every recorded threat that was matched as shown as
 * ours.
 *
 * Returns: (transfer full): the edit; without changes when all of it was done before
 */
RedanEdit *redan_carry_edit (const RedanAnalysis *analysis,
                             const GPtrArray *carries,
                             const char *label) G_GNUC_WARN_UNUSED_RESULT;

/** redan_carry_is_shown_as_other: Returns: whether a recorded threat was matched with one of ours
 * that is there: lists show that one only */
gboolean redan_carry_is_shown_as_other (const RedanAnalysis *analysis, const RedanThreat *threat);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanCarryMap, redan_carry_map_free)

G_END_DECLS
