/* SPDX-License-Identifier: Apache-2.0 */
/* The headline of an analysis: the worst path to each valued asset. A sum of scores grows with
 * every box that is drawn; this does not. */

#pragma once

#include "analysis/analysis.h"

G_BEGIN_DECLS

/**
 * RedanHeadlineRow:
 * @asset: index in the snapshot; REDAN_NONE for a store with valued data that names no asset of
 * such a class
 * @element: where it is easiest to get at
 * @exposure: how well an attacker gets there, 0..1; 0 when no path leads there
 * @layers: fewest layers on any path there; -1 when no path leads there
 * @path: (element-type RedanPathHop): the best path, entry first
 */
typedef struct
{
  guint32 asset;
  guint32 element;
  double exposure;
  int layers;
  GArray *path;
} RedanHeadlineRow;

/**
 * redan_headline_list:
 *
 * Valued is what the constant reliance_rating says: data of a class with this rating or a higher
 * one, in stores and processes of ours.
 *
 * Cost: O(placements of assets), and the layers of the graph when nobody asked for them before.
 *
 * Returns: (transfer full) (element-type RedanHeadlineRow): the most exposed first, then by element
 * and asset
 */
GPtrArray *redan_headline_list (const RedanAnalysis *analysis) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
