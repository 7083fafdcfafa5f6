/* SPDX-License-Identifier: Apache-2.0 */
/* How much more likely threats are where advisories in the model say so: the factor M of sec01.md 5.1. Used inside this floor
 * only. */

#pragma once

#include "analysis/threats.h"

G_BEGIN_DECLS

typedef struct _RedanAdvised RedanAdvised;

/**
 * redan_advised_new:
 *
 * Reads the advisories that intel.h wrote (threats of its method on elements), but for those that somebody decided not to be
 * applicable. A technique of ATT&CK raises the threats of rules that name it, any other advisory those of rules about known
 * flaws; those that are known to be exploited raise them more.
 *
 * Returns: (transfer full) (nullable): %NULL when there is none
 */
RedanAdvised *redan_advised_new (const RedanFacts *facts) G_GNUC_WARN_UNUSED_RESULT;
void redan_advised_free (RedanAdvised *self);

/**
 * redan_advised_get_factor:
 * @self: (nullable): what redan_advised_new() returned
 *
 * Several advisories count as the one that raises most, so that re-importing a feed changes nothing.
 *
 * Returns: 1 or more; 1 for threats that people recorded. O(log advisories)
 */
double redan_advised_get_factor (const RedanAdvised *self, const RedanThreat *threat);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanAdvised, redan_advised_free)

G_END_DECLS
