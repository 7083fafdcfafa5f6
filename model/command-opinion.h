/* SPDX-License-Identifier: Apache-2.0 */
/* Commands about controls and the programme. Ids of mitigations and facts are derived (model.h), so
 * that "creates or changes" needs no look-up. */

#pragma once

#include "model/edit.h"

G_BEGIN_DECLS

/** redan_command_place_control: creates or changes the mitigation (control, target); @target an id
 * or "model" */
RedanEdit *redan_command_place_control (const RedanModel *model,
                                        const char *control,
                                        const char *target,
                                        const char *state);

/** redan_command_set_fact: sets the programme fact @name; @value %NULL removes it */
RedanEdit *redan_command_set_fact (const RedanModel *model,
                                   const char *name,
                                   const char *value,
                                   const char *date);

/**
 * redan_command_waive:
 * @criterion: id of a criterion of an objective
 * @kind: (nullable): "not-applicable", "compensating-control", "exception", "inherited"; %NULL takes
 * the waiver away
 * @owner, @reason: without them a waiver does not count
 * @proof, @expires: (nullable): where the evidence lies, and the last day on which it counts
 *
 * Creates or changes the waiver of a criterion; its id is derived.
 */
RedanEdit *redan_command_waive (const RedanModel *model,
                                const char *criterion,
                                const char *kind,
                                const char *owner,
                                const char *reason,
                                const char *proof,
                                const char *expires);

/**
 * redan_command_sign_review:
 * @ids: (array length=n): elements, flows and boundaries that a person has reviewed
 * @date: the day of the review, YYYY-MM-DD
 *
 * Stores with each the hash of what was reviewed (review.h), with elements also the day.
 */
RedanEdit *redan_command_sign_review (const RedanModel *model,
                                      const RedanId *ids,
                                      guint n,
                                      const char *date);

G_END_DECLS
