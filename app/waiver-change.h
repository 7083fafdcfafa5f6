/* SPDX-License-Identifier: Apache-2.0 */
/* Options of redan-cli objectives that waive a criterion or take that back. */

#pragma once

#include "app/session.h"

G_BEGIN_DECLS

/** RedanWaiverChange: options as given, each nullable and owned; @waive and @take_back name a
 * criterion */
typedef struct
{
  char *waive;
  char *take_back;
  char *kind;
  char *owner;
  char *reason;
  char *expires;
  char *evidence;
} RedanWaiverChange;

void redan_waiver_change_clear (RedanWaiverChange *self);

/** redan_waiver_change_get_criterion: Returns: (nullable): the criterion that is changed, as given
 */
const char *redan_waiver_change_get_criterion (const RedanWaiverChange *self);

/**
 * redan_waiver_change_check:
 *
 * Looks at the options alone, before anything is read. A waiver needs kind, owner, reason and last
 * day: one without an end is never looked at again.
 *
 * Returns: %FALSE after a message when options are missing, wrong or do not go together
 */
gboolean redan_waiver_change_check (const RedanWaiverChange *self, const RedanSession *session);

/**
 * redan_waiver_change_apply:
 * @session: has the model open
 * @output: (nullable): where to write; %NULL for in place
 *
 * Changes the model and writes it. The analysis of the session does not know of it.
 *
 * Returns: %FALSE after a message when nothing was written
 */
gboolean redan_waiver_change_apply (const RedanWaiverChange *self,
                                    RedanSession *session,
                                    const char *output);

G_END_DECLS
