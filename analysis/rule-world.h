/* SPDX-License-Identifier: Apache-2.0 */
/* A fixture of a rule as a small world in which its condition can be asked. Used inside this floor only. */

#pragma once

#include "analysis/program.h"

G_BEGIN_DECLS

typedef struct _RuleWorld RuleWorld;

/**
 * rule_world_new:
 * @text: assignments with spaces between: "e.tech=vm", "f.protocol=https", "src.kind=process", "b.btype=vpc",
 *   "in.protocol=ssh" and "in.src.tech=vm" for a flow that comes in, "out." for one that goes out, "prog.ir_plan=yes",
 *   and what functions find: "crosses(f,account)=yes", "human(e)=no", "depth(e)=1"
 * @error: set with %REDAN_ANALYSIS_ERROR; names what is wrong, without place
 *
 * Returns: (transfer full) (nullable): the world
 */
RuleWorld *rule_world_new (RedanCatalogue *catalogue,
                           const RedanRule *rule,
                           const char *text,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
void rule_world_free (RuleWorld *self);

/** rule_world_ask: Returns: the truth of @condition on what the rule is about */
RedanTruth rule_world_ask (RuleWorld *self, const RedanNode *condition);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RuleWorld, rule_world_free)

G_END_DECLS
