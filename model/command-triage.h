/* SPDX-License-Identifier: Apache-2.0 */
/* Commands of triage: one decision on many threats, threats written down by hand, controls planned
 * in many places. */

#pragma once

#include "model/edit.h"

G_BEGIN_DECLS

/**
 * RedanThreatName: which threat, as the model knows it
 * @rule: (nullable): id of the rule; %NULL for a threat that people recorded
 * @target: what it stands on, the null id for the model; of a recorded one its own id
 * @reverse: of the way back of a bidirectional flow
 */
typedef struct
{
  const char *rule;
  RedanId target;
  gboolean reverse;
} RedanThreatName;

/**
 * RedanVerdict: what is decided
 * @decision: (nullable): a word of the field, "mitigate", "accept", ...; %NULL leaves each as it is
 * @owner, @reason: (nullable): %NULL leaves what stands there, "" clears it
 * @due, @expires: (nullable): dates; %NULL leaves what stands there, "" clears it. Only an
 * acceptance expires: any other decision clears @expires.
 */
typedef struct
{
  const char *decision;
  const char *owner;
  const char *reason;
  const char *due;
  const char *expires;
} RedanVerdict;

/**
 * redan_command_decide_many:
 * @threats: (array length=n): threats that are gone are refused with the edit
 *
 * One entry of the undo history for all of them. Reopening a threat of a rule about which nothing
 * else is written down deletes the decision.
 *
 * Returns: (transfer full): the edit
 */
RedanEdit *redan_command_decide_many (const RedanModel *model,
                                      const RedanThreatName *threats,
                                      guint n,
                                      const RedanVerdict *verdict) G_GNUC_WARN_UNUSED_RESULT;

/**
 * RedanThreatText: a threat in the words of a person
 * @title: what may happen, one line
 * @category: "Spoofing", "Tampering", ...; "" for none
 * @severity: a word of the field; "" for not rated
 */
typedef struct
{
  const char *title;
  const char *category;
  const char *severity;
  const char *description;
} RedanThreatText;

/** redan_command_add_threat: @target: (nullable): an element, flow or boundary; %NULL: the model.
 * Returns: (transfer full): the edit */
RedanEdit *redan_command_add_threat (const RedanModel *model,
                                     const RedanId *target,
                                     const RedanThreatText *text,
                                     RedanId *id_out) G_GNUC_WARN_UNUSED_RESULT;

/** redan_command_change_threat: @threat: a recorded one. Returns: (transfer full): the edit */
RedanEdit *redan_command_change_threat (const RedanModel *model,
                                        const RedanId *threat,
                                        const RedanThreatText *text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
