/* SPDX-License-Identifier: Apache-2.0 */
/* Fuzz target: attack graphs of other tools; a record separator begins the second of two tables. */

#include <string.h>

#include "model/exchange/foreign-graph.h"
#include "tests/fuzz/fuzz.h"

#define SEPARATOR 0x1e

static void
check (const RedanForeignGraph *graph)
{
  for (guint i = 0; i < graph->edges->len; i++)
    {
      const RedanForeignEdge *edge = &g_array_index (graph->edges, RedanForeignEdge, i);
      g_assert_cmpuint (edge->from, <, graph->nodes->len);
      g_assert_cmpuint (edge->to, <, graph->nodes->len);
    }
  for (guint i = 0; i < graph->goals->len; i++)
    g_assert_cmpuint (g_array_index (graph->goals, guint32, i), <, graph->nodes->len);
  for (guint i = 0; i < graph->entries->len; i++)
    g_assert_cmpuint (g_array_index (graph->entries, guint32, i), <, graph->nodes->len);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize length)
{
  const guint8 *second = length == 0 ? NULL : memchr (data, SEPARATOR, length);
  gsize first_length = second != NULL ? (gsize) (second - data) : length;
  g_autoptr (GBytes) bytes = g_bytes_new (data, first_length);
  g_autoptr (GBytes) companion =
      second != NULL ? g_bytes_new (second + 1, length - first_length - 1) : NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (RedanForeignGraphs) graphs = NULL;
  gboolean vertices;

  if (redan_foreign_graphs_want_companion (bytes, &vertices) && companion == NULL)
    return 0;
  graphs = redan_foreign_graphs_parse (bytes, companion, &error);
  g_assert_true ((graphs == NULL) == (error != NULL));
  for (guint i = 0; graphs != NULL && i < graphs->graphs->len; i++)
    check (graphs->graphs->pdata[i]);
  return 0;
}
