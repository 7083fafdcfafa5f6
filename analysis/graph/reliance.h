/* SPDX-License-Identifier: Apache-2.0 */
/* Defence in depth as a property of paths (PR-DID): the weakest path to a store, single gates on
 * which the depth of a store hangs, and the one gate more that would deepen it. */

#pragma once

#include "analysis/graph/graph.h"

G_BEGIN_DECLS

/** RedanReliance: the only gate of its layer on an element or flow, without which some store has
 * fewer layers than the criterion asks */
typedef struct
{
  guint32 control;
  RedanContext context;
  guint32 target;
} RedanReliance;

/** RedanLayerSuggestion: where one more gate deepens a store most, the cheapest of equals; @layers:
 * what the store has then */
typedef struct
{
  guint32 control;
  guint32 element;
  RedanLayer layer;
  int layers;
} RedanLayerSuggestion;

/** redan_reliance_find_stores: Returns: (transfer full): by element, whether it is a store on our
 * side with data of the class, or a higher one, that must not hang on one control; @in_scope
 * (nullable): by element */
guint8 *redan_reliance_find_stores (const RedanFacts *facts, const guint8 *in_scope);

/**
 * redan_reliance_list:
 * @stores: by element: those whose depth counts
 *
 * A gate is listed when all stores have enough layers with it and one has too few without it. Cost:
 * O((nodes + edges) * layers) for two layers.
 *
 * Returns: (transfer full) (element-type RedanReliance): in the order of context, target and layer
 */
GArray *redan_reliance_list (RedanGraph *graph, const guint8 *stores);

/** redan_reliance_get_weakest_path: Returns: (transfer full) (element-type RedanPathHop): a path to
 * @element with the fewest layers, entry first; @pass is not filled in. Empty when there is none.
 * O(nodes + edges) */
GArray *redan_reliance_get_weakest_path (RedanGraph *graph, guint32 element);

/**
 * redan_reliance_suggest:
 *
 * Tries a missing gate in each layer on each element of the weakest path, the store first.
 * Cost: O(elements of the path * layers * (nodes + edges) * 128) at worst.
 *
 * Returns: whether there is a gate that deepens the store
 */
gboolean
redan_reliance_suggest (RedanGraph *graph, guint32 element, RedanLayerSuggestion *suggestion_out);

G_END_DECLS
