/* SPDX-License-Identifier: Apache-2.0 */
/* The first steps out of a lost account with what lies behind them, and the ways to a root user. */

#pragma once

#include "analysis/accounts.h"

G_BEGIN_DECLS

/** redan_graph_list_first_edges: Returns: (transfer full) (element-type RedanBlastEdge): at most
 * @limit ways out of an account, that with most value behind it first. O(ways * (nodes + edges)) */
GArray *redan_graph_list_first_edges (RedanGraph *graph, guint32 account, guint limit);

/** redan_graph_list_root_paths: Returns: (transfer full) (element-type RedanRootPath): all ways to
 * the root user of an account, the likeliest first; the first is its exposure. O(nodes + edges) */
GArray *redan_graph_list_root_paths (RedanGraph *graph, guint32 account);

G_END_DECLS
