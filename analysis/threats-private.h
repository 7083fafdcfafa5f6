/* SPDX-License-Identifier: Apache-2.0 */
/* Steps of the enumeration of threats that read what people wrote down. */

#pragma once

#include "analysis/targets-private.h"
#include "analysis/threats.h"

G_BEGIN_DECLS

/**
 * threats_enumerate_rules:
 * @wanted: (nullable): by rule, whether it is evaluated; %NULL for all
 *
 * What a rule hides stays visible when that rule is not wanted.
 *
 * Returns: (transfer full) (element-type RedanThreat): the threats of those rules with decisions,
 * by rule, then target; unscored, without recorded ones
 */
GArray *
threats_enumerate_rules (const RedanFacts *facts, const guint8 *wanted, guint *n_undecided_out);

/** threats_enumerate_targets: Returns: (transfer full) (element-type RedanThreat): the threats of
 * redan_threats_enumerate() that stand on @kept */
GArray *threats_enumerate_targets (const RedanFacts *facts, const RedanTargets *kept);

/** threats_join_decisions: decisions of the file on the threats they are about; @threats by rule,
 * context, target */
void threats_join_decisions (const RedanFacts *facts, GArray *threats);

/** threats_parse_id: the rule, or the recorded threat, and the place of the threat that is printed
 * as @id. Returns: whether there are such ones, which does not mean that there is the threat */
gboolean threats_parse_id (const RedanFacts *facts, const char *id, RedanThreat *place_out);

/** threats_find: Returns: (nullable): the threat printed as @id among all of the model.
 * O(log n) */
RedanThreat *threats_find (const RedanFacts *facts, GArray *threats, const char *id);

/** threats_add_recorded: appends the threats that stand in the file */
void threats_add_recorded (const RedanFacts *facts, GArray *threats);

G_END_DECLS
