/* SPDX-License-Identifier: Apache-2.0 */
/* Blast radius: the share of the asset value that can be reached once an element, or a whole
 * account, is lost. */

#include "config.h"

#include "analysis/graph/graph-private.h"

#include <math.h>
#include <string.h>

void
redan_graph_compute_values (RedanGraph *self)
{
  static const char *const names[] = { "c_rating", "i_rating", "a_rating" };
  const RedanScoring *scoring = self->scoring;
  RedanColumn ratings[G_N_ELEMENTS (names)];

  for (guint j = 0; j < G_N_ELEMENTS (names); j++)
    ratings[j] = redan_column_find (self->facts, REDAN_SCOPE_ELEMENT, names[j]);
  self->value = g_new0 (gint64, self->n_elements + 1);
  for (guint32 i = 0; i < self->n_elements; i++)
    {
      guint kind = self->facts->snapshot->element_kind[i];
      double share = kind == REDAN_ELEMENT_STORE     ? scoring->value_store
                     : kind == REDAN_ELEMENT_PROCESS ? scoring->value_process
                                                     : 0;
      double sum = 0;

      for (guint j = 0; j < G_N_ELEMENTS (names) && share > 0; j++)
        sum += scoring->rating[redan_column_rating (&ratings[j], i, scoring->default_rating)];
      self->value[i] = (gint64) floor (sum / 3 * share * REDAN_GRAPH_VALUE_ONE + 0.5);
      self->total += self->value[i];
    }
  if (self->total == 0)
    self->total = (gint64) REDAN_GRAPH_VALUE_ONE;
}

/* Rights and roots always carry on; a flow does when passing the edge and its end is likely enough.
 */
static gboolean
does_open (const RedanGraph *graph, guint32 edge)
{
  switch (graph->edge_kind[edge])
    {
    case REDAN_EDGE_FLOW:
      return redan_graph_node_pass (graph, graph->edge_target[edge]) * graph->edge_pass[edge] >=
             graph->scoring->blast_threshold;
    case REDAN_EDGE_EXPOSED:
      return FALSE;
    default:
      return TRUE;
    }
}

static gboolean
find_open_edges (RedanGraph *self)
{
  guint n_edges = self->offset[self->n_nodes];
  gboolean changed = self->edge_opens == NULL;

  if (self->edge_opens == NULL)
    self->edge_opens = g_new0 (guint8, n_edges + 1);
  for (guint32 i = 0; i < n_edges; i++)
    {
      guint8 opens = does_open (self, i);

      changed |= opens != self->edge_opens[i];
      self->edge_opens[i] = opens;
    }

  return changed;
}

/* Nodes after all others, one for each account, with edges to its elements. */
static void
add_accounts (const RedanGraph *self, guint32 *offset, guint32 *target, guint n)
{
  const guint32 *account = self->facts->element_account;
  g_autofree guint32 *next = g_new0 (guint32, self->n_accounts + 2);

  for (guint32 i = 0; i < self->n_elements; i++)
    if (account[i] != REDAN_NONE)
      next[self->account_number[account[i]] + 1]++;
  next[0] = n;
  for (guint32 i = 0; i < self->n_accounts; i++)
    {
      next[i + 1] += next[i];
      offset[self->n_nodes + i + 1] = next[i + 1];
    }
  for (guint32 i = 0; i < self->n_elements; i++)
    if (account[i] != REDAN_NONE)
      target[next[self->account_number[account[i]]]++] = i;
}

/* Sums over the open edges. With accounts, one more node for each account leads to all its
 * elements. */
static gint64 *
sum_reached (const RedanGraph *self, gboolean with_roots, gboolean with_accounts)
{
  guint n_nodes = self->n_nodes + (with_accounts ? self->n_accounts : 0);
  g_autofree guint32 *offset = g_new0 (guint32, n_nodes + 2);
  g_autofree guint32 *target = g_new (guint32, self->offset[self->n_nodes] + self->n_elements + 1);
  g_autofree gint64 *weight = g_new0 (gint64, n_nodes + 1);
  gint64 *sum = g_new (gint64, n_nodes + 1);
  guint n = 0;

  memcpy (weight, self->value, sizeof (gint64) * self->n_elements);
  for (guint32 i = 0; i < self->n_nodes; i++)
    {
      for (guint32 j = self->offset[i]; j < self->offset[i + 1]; j++)
        if (self->edge_opens[j] &&
            (with_roots || !redan_graph_is_root (self, self->edge_target[j])))
          target[n++] = self->edge_target[j];
      offset[i + 1] = n;
    }

  if (with_accounts)
    add_accounts (self, offset, target, n);
  redan_reach_sums (n_nodes, offset, target, weight, sum);

  return sum;
}

static void
store_account_blast (RedanGraph *self, const gint64 *sum)
{
  g_autofree gint64 *inside = g_new0 (gint64, self->n_accounts + 1);
  gint64 all = 0;

  if (self->account_blast == NULL)
    self->account_blast = g_new0 (double, self->n_accounts + 1);
  for (guint32 i = 0; i < self->n_elements; i++)
    {
      guint32 account = self->facts->element_account[i];

      all += self->value[i];
      if (account != REDAN_NONE)
        inside[self->account_number[account]] += self->value[i];
    }
  for (guint32 i = 0; i < self->n_accounts; i++)
    self->account_blast[i] = all == inside[i] ? 0
                                              : (double) (sum[self->n_nodes + i] - inside[i]) /
                                                    (double) (all - inside[i]);
}

void
redan_graph_compute_blast (RedanGraph *self)
{
  gint64 *sum;

  if (!find_open_edges (self))
    return;

  /* A lost account is counted without the root users of others: one pass does for both unless
   * somebody resets them. */
  sum = sum_reached (self, TRUE, !self->has_recovery && !self->without_accounts);
  if (!self->without_accounts)
    {
      g_autofree gint64 *other = self->has_recovery ? sum_reached (self, FALSE, TRUE) : NULL;

      store_account_blast (self, other != NULL ? other : sum);
    }
  g_free (self->reached);
  self->reached = sum;
}
