/* SPDX-License-Identifier: Apache-2.0 */
/* One decision about one threat of a rule, for tests that need any. */

#pragma once

#include "model/command-triage.h"

/* @target: (nullable): %NULL for the model; @owner, @reason, @expires nullable */
static inline RedanEdit *
decide_one (const RedanModel *model,
            const char *rule,
            const RedanId *target,
            gboolean reverse,
            const char *decision,
            const char *owner,
            const char *reason,
            const char *expires)
{
  const RedanThreatName threat = { rule, target != NULL ? *target : (RedanId){ "" }, reverse };
  const RedanVerdict verdict = {
    .decision = decision, .owner = owner, .reason = reason, .expires = expires
  };

  return redan_command_decide_many (model, &threat, 1, &verdict);
}
