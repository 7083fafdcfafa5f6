/* SPDX-License-Identifier: Apache-2.0 */
/* Mitigations that a person linked to single threats (decision 21). Used inside this floor only. */

#pragma once

#include "analysis/threats.h"

G_BEGIN_DECLS

/** RedanLinked: @control: REDAN_NONE for free text; @strength: 0..1, greater than 0 */
typedef struct
{
  guint32 control;
  RedanControlState state;
  double strength;
} RedanLinked;

/** redan_links_new: Returns: (transfer full) (nullable): the links of all threats; %NULL when there
 * is none */
GHashTable *redan_links_new (const RedanFacts *facts) G_GNUC_WARN_UNUSED_RESULT;

/** redan_links_lookup: Returns: (nullable) (element-type RedanLinked): mitigations linked to
 * @threat, in the order of their ids */
const GArray *redan_links_lookup (GHashTable *links, const RedanThreat *threat);

G_END_DECLS
