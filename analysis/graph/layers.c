/* SPDX-License-Identifier: Apache-2.0 */
/* Defence in depth: the fewest distinct layers on any path, by breadth over (node, set of layers).
 */

#include "config.h"

#include "analysis/graph/graph-private.h"

#include <string.h>

#define N_MASKS (1u << REDAN_N_PREVENTIVE_LAYERS)

G_STATIC_ASSERT (N_MASKS == 128);

/* Sets of masks, one bit each. */
typedef struct
{
  guint64 word[2];
} MaskSet;

typedef struct
{
  guint32 node;
  guint32 mask;
} State;

typedef struct
{
  RedanGraph *graph;
  MaskSet above[N_MASKS]; /* all supersets of a mask */
  MaskSet *covered;       /* by node: masks that are no better than one seen */
  GArray *queue[REDAN_N_PREVENTIVE_LAYERS + 1];
} Search;

static void
fill_above (Search *search)
{
  for (guint i = 0; i < N_MASKS; i++)
    for (guint j = 0; j < N_MASKS; j++)
      if ((i & j) == i)
        search->above[i].word[j / 64] |= G_GUINT64_CONSTANT (1) << (j % 64);
}

static void
visit (Search *search, guint32 node, guint mask)
{
  RedanGraph *graph = search->graph;
  MaskSet *covered = &search->covered[node];
  guint n = __builtin_popcount (mask);
  State state = { node, mask };

  if (covered->word[mask / 64] >> (mask % 64) & 1)
    return;
  covered->word[0] |= search->above[mask].word[0];
  covered->word[1] |= search->above[mask].word[1];
  g_array_append_val (search->queue[n], state);
  if (node >= graph->n_elements)
    return;

  if (graph->layers[node] < 0 || (gint8) n < graph->layers[node] ||
      ((gint8) n == graph->layers[node] && mask < graph->layer_masks[node]))
    {
      graph->layers[node] = (gint8) n;
      graph->layer_masks[node] = mask;
    }
}

/* Rights and root users walk past most layers; policies of the organization stand before them. */
guint
redan_graph_get_step_layers (const RedanGraph *graph, guint32 edge)
{
  guint32 target = graph->edge_target[edge];
  guint kind = graph->edge_kind[edge];
  guint32 account;
  guint mask;

  if (target >= graph->n_elements)
    return 0;
  if (kind == REDAN_EDGE_FLOW)
    return graph->interaction_layers[graph->edge_interaction[edge]] | graph->element_layers[target];
  if (kind == REDAN_EDGE_EXPOSED)
    return graph->element_layers[target];

  mask = graph->element_layers[target] & graph->scoring->control_layers;
  account = graph->facts->element_account[target];
  if (account != REDAN_NONE && graph->tailored[graph->account_number[account]])
    mask |= 1u << REDAN_LAYER_ACCOUNT;

  return mask;
}

void
redan_graph_compute_layers (RedanGraph *self)
{
  Search search = { .graph = self };

  self->layers = g_new (gint8, self->n_elements + 1);
  self->layer_masks = g_new0 (guint8, self->n_elements + 1);
  memset (self->layers, -1, self->n_elements + 1);
  fill_above (&search);
  search.covered = g_new0 (MaskSet, self->n_nodes);
  for (guint i = 0; i < G_N_ELEMENTS (search.queue); i++)
    search.queue[i] = g_array_new (FALSE, FALSE, sizeof (State));

  visit (&search, self->internet, 0);
  for (guint32 i = 0; i < self->n_elements; i++)
    if (self->entry[i] > 0)
      visit (&search, i, 0);

  for (guint i = 0; i < G_N_ELEMENTS (search.queue); i++)
    {
      for (guint j = 0; j < search.queue[i]->len; j++)
        {
          State state = g_array_index (search.queue[i], State, j);

          for (guint32 k = self->offset[state.node]; k < self->offset[state.node + 1]; k++)
            visit (&search, self->edge_target[k],
                   state.mask | redan_graph_get_step_layers (self, k));
        }
      g_array_unref (search.queue[i]);
    }
  g_free (search.covered);
}
