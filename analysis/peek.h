/* SPDX-License-Identifier: Apache-2.0 */
/* The threats on what was just edited, to be shown until the analysis of the whole model is done.
 */

#pragma once

#include "analysis/analysis.h"

G_BEGIN_DECLS

typedef struct _RedanPeek RedanPeek;

/**
 * redan_peek_new:
 * @previous: the newest analysis of the whole model
 * @snapshot: of the model as it is now
 * @ids: (array length=n): what was edited since: elements, flows, boundaries; for assets,
 * decisions, mitigations and recorded threats, what they are about; others are left out
 *
 * Looks at the edited objects and at the flows at edited elements. Facts and control states are
 * those of @snapshot; exposure, blast radius, layers and choke points are those of @previous. So
 * when the edits changed none of these, the threats are exactly those that the analysis of
 * @snapshot will find on these objects; otherwise scores, and the few threats that follow from
 * depth, blast or choke, are preliminary.
 *
 * Cost: O(objects) with a small factor for the facts, and what the rules cost on the objects looked
 * at.
 *
 * Returns: (transfer full) (nullable): the threats; %NULL when elements or boundaries came or went
 * since @previous, for which there is no exposure yet
 */
RedanPeek *redan_peek_new (RedanAnalysis *previous,
                           RedanSnapshot *snapshot,
                           const RedanId *ids,
                           guint n) G_GNUC_WARN_UNUSED_RESULT;
void redan_peek_free (RedanPeek *self);

/** redan_peek_covers: Returns: whether all threats on the object @id are there */
gboolean redan_peek_covers (const RedanPeek *self, const RedanId *id);

/** redan_peek_get_facts: Returns: (transfer none): what the threats refer to */
const RedanFacts *redan_peek_get_facts (const RedanPeek *self);

/** redan_peek_get_threats: Returns: (transfer none) (element-type RedanThreat): scored, in the
 * order of the ranking */
const GArray *redan_peek_get_threats (const RedanPeek *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanPeek, redan_peek_free)

G_END_DECLS
