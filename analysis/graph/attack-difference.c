/* SPDX-License-Identifier: Apache-2.0 */
/* What changed between two attack graphs, node by node and path by path. */

#include "config.h"

#include "analysis/graph/attack-difference.h"

#include <string.h>

#include "analysis/graph/attack-reach.h"

/* Efforts that differ by less are equal: sums in different orders. */
#define TOLERANCE 1e-9

/* By node of @of: its counterpart in @in, or none. */
static guint32 *
match (const RedanAttackSide *of, const RedanAttackSide *in)
{
  g_autoptr (GHashTable) numbers = g_hash_table_new (g_str_hash, g_str_equal);
  guint32 *counterpart = g_new (guint32, (gsize) of->graph->n_nodes + 1);

  for (guint32 i = 0; i < in->graph->n_nodes; i++)
    if (in->keys[i] != NULL)
      g_hash_table_insert (numbers, (gpointer) in->keys[i], GUINT_TO_POINTER (i + 1));
  for (guint32 i = 0; i < of->graph->n_nodes; i++)
    {
      guint number =
          of->keys[i] == NULL ? 0 : GPOINTER_TO_UINT (g_hash_table_lookup (numbers, of->keys[i]));

      counterpart[i] = number == 0 ? REDAN_ATTACK_NONE : number - 1;
    }

  return counterpart;
}

static double *
measure (const RedanAttackSide *side)
{
  double *value = g_new (double, (gsize) side->graph->n_nodes + 1);

  redan_attack_cheapest (side->graph, side->scenario, REDAN_ATTACK_TOTAL, NULL, value, NULL);
  return value;
}

static void
compare_after (RedanAttackDifference *self,
               guint32 node,
               guint32 other,
               const double *now,
               const double *before)
{
  double was = other == REDAN_ATTACK_NONE ? INFINITY : before[other];

  if (other == REDAN_ATTACK_NONE)
    g_array_append_val (self->added, node);
  if (isfinite (now[node]) && !isfinite (was))
    g_array_append_val (self->opened, node);
  if (!isfinite (now[node]) || !isfinite (was))
    return;
  if (now[node] < was - TOLERANCE * MAX (was, 1.0))
    g_array_append_val (self->eased, node);
  else if (now[node] > was + TOLERANCE * MAX (was, 1.0))
    g_array_append_val (self->hardened, node);
}

RedanAttackDifference *
redan_attack_difference_new (const RedanAttackSide *before, const RedanAttackSide *after)
{
  RedanAttackDifference *self = g_new0 (RedanAttackDifference, 1);
  g_autofree guint32 *to_before = match (after, before);
  g_autofree guint32 *to_after = match (before, after);
  g_autofree double *value_before = measure (before);
  g_autofree double *value_after = measure (after);

  self->added = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->removed = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->opened = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->closed = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->eased = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->hardened = g_array_new (FALSE, FALSE, sizeof (guint32));
  for (guint32 i = 0; i < after->graph->n_nodes; i++)
    compare_after (self, i, to_before[i], value_after, value_before);
  for (guint32 i = 0; i < before->graph->n_nodes; i++)
    {
      guint32 other = to_after[i];

      if (other == REDAN_ATTACK_NONE)
        g_array_append_val (self->removed, i);
      if (isfinite (value_before[i]) &&
          (other == REDAN_ATTACK_NONE || !isfinite (value_after[other])))
        g_array_append_val (self->closed, i);
    }

  return self;
}

void
redan_attack_difference_free (RedanAttackDifference *self)
{
  if (self == NULL)
    return;

  g_array_unref (self->added);
  g_array_unref (self->removed);
  g_array_unref (self->opened);
  g_array_unref (self->closed);
  g_array_unref (self->eased);
  g_array_unref (self->hardened);
  g_free (self);
}

static gboolean
has_edge (const RedanAttackGraph *graph, guint32 from, guint32 to)
{
  guint32 low = graph->out_offset[from];
  guint32 high = graph->out_offset[from + 1];

  while (low < high)
    {
      guint32 middle = low + (high - low) / 2;

      if (graph->out_target[middle] == to)
        return TRUE;
      if (graph->out_target[middle] < to)
        low = middle + 1;
      else
        high = middle;
    }

  return FALSE;
}

guint32
redan_attack_difference_mark_new_paths (const RedanAttackSide *before,
                                        const RedanAttackSide *after,
                                        const RedanAttackPaths *paths,
                                        guint8 *new_out)
{
  g_autofree guint32 *to_before = match (after, before);
  g_autofree guint8 *reached = g_new (guint8, (gsize) before->graph->n_nodes + 1);
  guint32 n = 0;

  redan_attack_reach (before->graph, before->scenario, reached, NULL);
  for (guint32 i = 0; i < paths->n; i++)
    {
      guint32 previous = REDAN_ATTACK_NONE;

      new_out[i] = 0;
      for (guint32 j = paths->offset[i]; j < paths->offset[i + 1]; j++)
        {
          guint32 node = to_before[paths->node[j]];

          if (node == REDAN_ATTACK_NONE || reached[node] == 0 ||
              (previous != REDAN_ATTACK_NONE && !has_edge (before->graph, previous, node)))
            {
              new_out[i] = 1;
              break;
            }
          previous = node;
        }
      n += new_out[i];
    }

  return n;
}
