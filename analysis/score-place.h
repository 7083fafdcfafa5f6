/* SPDX-License-Identifier: Apache-2.0 */
/* How exposed the place of a threat is, and how far its effect carries. Used inside this floor only. */

#pragma once

#include "analysis/graph/graph.h"
#include "analysis/threats.h"

G_BEGIN_DECLS

typedef struct _RedanPlaces RedanPlaces;

/** redan_places_new: all borrowed; they outlive it */
RedanPlaces *redan_places_new (const RedanFacts *facts, const RedanGraph *graph) G_GNUC_WARN_UNUSED_RESULT;
void redan_places_free (RedanPlaces *self);

/** redan_places_reset: the graph has other exposures and blast radii now */
void redan_places_reset (RedanPlaces *self);

/**
 * redan_places_get:
 * @rule: (nullable): %NULL for a threat recorded by hand
 * @exposure_out: 0..1: of the target; on a flow as the rule says of the source, the destination or the wire
 * @blast_out: 0..1: share of the value that the attacker gets beside the target where the effect gives control of it;
 *   share of the value that calls the target where it stops; else 0
 */
void redan_places_get (RedanPlaces *self,
                       const RedanRule *rule,
                       RedanContext context,
                       guint32 target,
                       double *exposure_out,
                       double *blast_out);

/** redan_places_get_rating: @rule: (nullable): %NULL for a threat recorded by hand; Returns: 1..5, the highest rating over the
 * axes; a flow without class of its own is rated like its end, and so is an effect that
 * hands over the end where that is rated higher */
guint redan_places_get_rating (RedanPlaces *self, const RedanRule *rule, RedanContext context, guint32 target, guint axes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanPlaces, redan_places_free)

G_END_DECLS
