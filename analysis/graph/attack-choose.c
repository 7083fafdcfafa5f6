/* SPDX-License-Identifier: Apache-2.0 */
/* Least sets of items that stop an attack, or that it needs. */

#include "config.h"

#include <string.h>

#include "analysis/graph/attack-choose-private.h"
#include "analysis/graph/attack-flow.h"
#include "analysis/graph/attack-private.h"

/* Costs that differ by less are equal: sums in different orders. */
#define TOLERANCE 1e-9

static RedanAttackItems *
items_new (guint32 n, guint32 n_nodes)
{
  RedanAttackItems *self = g_new0 (RedanAttackItems, 1);

  self->n = n;
  self->offset = g_new0 (guint32, (gsize) n + 1);
  self->node = g_new (guint32, (gsize) n_nodes + 1);
  self->cost = g_new (double, (gsize) n + 1);

  return self;
}

typedef gboolean (*Wanted) (const RedanAttackGraph *graph, guint32 node);

static gboolean
is_removable (const RedanAttackGraph *graph, guint32 node)
{
  return isfinite (graph->cost[node]);
}

static gboolean
is_costed (const RedanAttackGraph *graph, guint32 node)
{
  return graph->effort[node] > 0.0;
}

static gboolean
has_class (const RedanAttackGraph *graph, guint32 node)
{
  return graph->node_class[node] != REDAN_ATTACK_NONE;
}

/* One item a node; @cost by node, %NULL for 1. */
static RedanAttackItems *
collect (const RedanAttackGraph *graph, Wanted wanted, const double *cost)
{
  RedanAttackItems *self;
  guint32 n = 0;

  for (guint32 i = 0; i < graph->n_nodes; i++)
    n += wanted (graph, i);
  self = items_new (n, n);
  n = 0;
  for (guint32 i = 0; i < graph->n_nodes; i++)
    if (wanted (graph, i))
      {
        self->node[n] = i;
        self->cost[n] = cost == NULL ? 1.0 : cost[i];
        n++;
        self->offset[n] = n;
      }

  return self;
}

RedanAttackItems *
redan_attack_items_new_removable (const RedanAttackGraph *graph)
{
  return collect (graph, is_removable, graph->cost);
}

RedanAttackItems *
redan_attack_items_new_costed (const RedanAttackGraph *graph)
{
  return collect (graph, is_costed, graph->effort);
}

RedanAttackItems *
redan_attack_items_new_classes (const RedanAttackGraph *graph, gboolean together)
{
  g_autoptr (GHashTable) numbers = NULL;
  g_autofree guint32 *next = NULL;
  g_autofree guint32 *number = NULL;
  RedanAttackItems *self;

  if (!together)
    return collect (graph, has_class, NULL);

  /* In the order in which the classes first appear. */
  numbers = g_hash_table_new (NULL, NULL);
  number = g_new (guint32, (gsize) graph->n_nodes + 1);
  for (guint32 i = 0; i < graph->n_nodes; i++)
    {
      gpointer key = GUINT_TO_POINTER (graph->node_class[i]);

      if (!has_class (graph, i))
        continue;
      if (!g_hash_table_contains (numbers, key))
        g_hash_table_insert (numbers, key, GUINT_TO_POINTER (g_hash_table_size (numbers)));
      number[i] = GPOINTER_TO_UINT (g_hash_table_lookup (numbers, key));
    }
  self = items_new (g_hash_table_size (numbers), graph->n_nodes);
  for (guint32 i = 0; i < graph->n_nodes; i++)
    if (has_class (graph, i))
      self->offset[number[i] + 1]++;
  for (guint32 i = 0; i < self->n; i++)
    {
      self->cost[i] = 1.0;
      self->offset[i + 1] += self->offset[i];
    }
  next = g_memdup2 (self->offset, ((gsize) self->n + 1) * sizeof (guint32));
  for (guint32 i = 0; i < graph->n_nodes; i++)
    if (has_class (graph, i))
      self->node[next[number[i]]++] = i;

  return self;
}

void
redan_attack_items_free (RedanAttackItems *self)
{
  if (self == NULL)
    return;

  g_free (self->offset);
  g_free (self->node);
  g_free (self->cost);
  g_free (self);
}

static double
sum_cost (const RedanAttackItems *items, const guint8 *chosen)
{
  double sum = 0.0;

  for (guint32 i = 0; i < items->n; i++)
    if (chosen[i] != 0)
      sum += items->cost[i];

  return sum;
}

static void
set_chosen (RedanAttackSelection *self, const RedanAttackItems *items, const guint8 *chosen)
{
  self->n_chosen = 0;
  for (guint32 i = 0; i < items->n; i++)
    if (chosen[i] != 0)
      self->chosen[self->n_chosen++] = i;
  self->upper = sum_cost (items, chosen);
}

/* Drops what is not needed, the dearest first. */
static void
thin_out (RedanAttackTester *tester, guint8 *chosen)
{
  const RedanAttackItems *items = tester->items;
  g_autofree guint8 *tried = g_new0 (guint8, (gsize) items->n + 1);

  while (!redan_attack_tester_is_over (tester))
    {
      guint32 dearest = REDAN_ATTACK_NONE;

      for (guint32 i = 0; i < items->n; i++)
        if (chosen[i] != 0 && tried[i] == 0 &&
            (dearest == REDAN_ATTACK_NONE || items->cost[i] > items->cost[dearest]))
          dearest = i;
      if (dearest == REDAN_ATTACK_NONE)
        return;
      tried[dearest] = 1;
      chosen[dearest] = 0;
      if (!redan_attack_tester_achieves (tester, chosen))
        chosen[dearest] = 1;
    }
}

/* From a choice that does not do, cores without a common item until it does. Returns: whether it
 * got that far within the budget */
static gboolean
gather_cores (RedanAttackTester *tester, guint8 *chosen, GPtrArray *cores)
{
  while (!redan_attack_tester_achieves (tester, chosen))
    {
      GArray *core;

      if (redan_attack_tester_is_over (tester))
        return FALSE;
      core = redan_attack_tester_find_core (tester, chosen);
      g_ptr_array_add (cores, core);
      for (guint i = 0; i < core->len; i++)
        chosen[g_array_index (core, guint32, i)] = 1;
    }

  return TRUE;
}

static void
improve (RedanAttackSelection *self, RedanAttackTester *tester, guint8 *chosen)
{
  thin_out (tester, chosen);
  if (sum_cost (tester->items, chosen) < self->upper)
    set_chosen (self, tester->items, chosen);
}

static void
search (RedanAttackSelection *self, RedanAttackTester *tester)
{
  guint32 n = tester->items->n;
  g_autoptr (GPtrArray) cores = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  g_autofree guint8 *chosen = g_new0 (guint8, (gsize) n + 1);

  /* All of them first: nothing else helps when this does not. */
  memset (chosen, 1, n);
  if (!redan_attack_tester_achieves (tester, chosen))
    {
      self->lower = INFINITY;
      self->upper = INFINITY;
      self->optimal = TRUE;
      return;
    }
  set_chosen (self, tester->items, chosen);
  memset (chosen, 0, n);
  while (!redan_attack_tester_is_over (tester))
    {
      double lower;

      if (gather_cores (tester, chosen, cores))
        improve (self, tester, chosen);
      /* At the cost of what is known, the search ends with the proof that there is nothing less. */
      if (!redan_attack_hit (cores, n, tester->items->cost, self->upper - TOLERANCE, tester->budget,
                             &tester->work, chosen, &lower) &&
          lower >= self->upper - TOLERANCE)
        lower = self->upper;
      self->lower = MAX (self->lower, lower);
      self->optimal = self->lower >= self->upper - TOLERANCE;
      if (self->optimal)
        return;
    }
}

/* A vertex cut, where each item is one node. Returns: FALSE when that is not the case */
static gboolean
try_flow (RedanAttackSelection *self,
          const RedanAttackGraph *graph,
          const RedanAttackScenario *scenario,
          guint32 goal,
          const RedanAttackItems *items)
{
  g_autofree double *cost = g_new (double, (gsize) graph->n_nodes + 1);
  g_autofree guint8 *cut = g_new (guint8, (gsize) graph->n_nodes + 1);
  g_autofree guint8 *chosen = g_new0 (guint8, (gsize) items->n + 1);

  if (items->offset[items->n] != items->n || !redan_attack_flow_applies (graph, scenario))
    return FALSE;
  for (guint32 i = 0; i < graph->n_nodes; i++)
    cost[i] = INFINITY;
  for (guint32 i = 0; i < items->n; i++)
    {
      if (items->offset[i + 1] != items->offset[i] + 1 || !isfinite (graph->cost[items->node[i]]))
        return FALSE;
      cost[items->node[i]] = MIN (cost[items->node[i]], items->cost[i]);
    }
  self->lower = redan_attack_vertex_cut (graph, scenario, goal, cost, cut);
  for (guint32 i = 0; i < items->n; i++)
    chosen[i] = cut[items->node[i]];
  set_chosen (self, items, chosen);
  self->upper = self->lower;
  self->optimal = TRUE;

  return TRUE;
}

RedanAttackSelection *
redan_attack_select (const RedanAttackGraph *graph,
                     const RedanAttackScenario *scenario,
                     guint32 goal,
                     RedanAttackAim aim,
                     const RedanAttackItems *items,
                     const RedanAttackBudget *budget)
{
  RedanAttackSelection *self = g_new0 (RedanAttackSelection, 1);
  RedanAttackTester tester;

  self->chosen = g_new (guint32, (gsize) items->n + 1);
  if (aim == REDAN_ATTACK_STOP && try_flow (self, graph, scenario, goal, items))
    return self;

  redan_attack_tester_init (&tester, graph, scenario, goal, aim, items, budget);
  search (self, &tester);
  self->work = tester.work;
  redan_attack_tester_clear (&tester);

  return self;
}

void
redan_attack_selection_free (RedanAttackSelection *self)
{
  if (self == NULL)
    return;

  g_free (self->chosen);
  g_free (self);
}
