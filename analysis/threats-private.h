/* SPDX-License-Identifier: Apache-2.0 */
/* Steps of the enumeration of threats that read what people wrote down. */

#pragma once

#include "analysis/threats.h"

G_BEGIN_DECLS

/** threats_join_decisions: decisions of the file on the threats they are about; @threats by rule,
 * context, target */
void threats_join_decisions (const RedanFacts *facts, GArray *threats);

/** threats_add_recorded: appends the threats that stand in the file */
void threats_add_recorded (const RedanFacts *facts, GArray *threats);

G_END_DECLS
