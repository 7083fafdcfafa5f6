/* SPDX-License-Identifier: Apache-2.0 */
/* Checks of a whole model that no single field can tell: references, cycles, nesting, consistency. */

#pragma once

#include "model/model.h"

G_BEGIN_DECLS

typedef enum
{
  REDAN_FINDING_ERROR,   /* the model is refused */
  REDAN_FINDING_WARNING, /* lint reports it */
} RedanFindingLevel;

/**
 * RedanFinding:
 * @object: the object it stands on; null id for the model
 * @code: stable machine word such as "dangling-reference", "account-in-account", "class-below-assets"
 * @message: translated sentence: what, and what to do
 */
typedef struct
{
  RedanFindingLevel level;
  RedanId object;
  const char *code;
  char *message;
} RedanFinding;

void redan_finding_free (RedanFinding *self);

/**
 * redan_validate:
 *
 * Errors first, then warnings, each in file order. The warnings: account inside an account, flow without an end, line or
 * box boundary that is empty, explicit class below that of stored assets, mfa where no human calls, admin with scope
 * none, removed root on a management account, bidi control characters in a name, unplaced element while others are
 * placed, decision on a target that is gone, expired nothing (no clock here).
 *
 * Returns: (transfer full) (element-type RedanFinding): findings, never %NULL
 */
GPtrArray *redan_validate (const RedanModel *model);

G_END_DECLS
