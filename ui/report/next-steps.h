/* SPDX-License-Identifier: Apache-2.0 */
/* What a person should do next with a model: a few things, the most useful first. */

#pragma once

#include "analysis/analysis.h"

G_BEGIN_DECLS

/**
 * RedanNextStep:
 * @title: what to do, one sentence
 * @reason: why
 * @ids: (array length=n_ids): the objects it is about
 * @threat_id: (nullable): the threat it is about
 */
typedef struct
{
  char *title;
  char *reason;
  RedanId *ids;
  guint n_ids;
  char *threat_id;
} RedanNextStep;

void redan_next_step_free (RedanNextStep *self);

/**
 * redan_next_steps_list:
 * @analysis: of the model; also the model is taken from it
 * @limit: at most so many
 *
 * Cost: O(elements + flows + data + threats)
 *
 * Returns: (transfer full) (element-type RedanNextStep): the steps
 */
GPtrArray *redan_next_steps_list (const RedanAnalysis *analysis,
                                  guint limit) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanNextStep, redan_next_step_free)

G_END_DECLS
