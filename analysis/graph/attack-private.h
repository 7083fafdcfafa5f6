/* SPDX-License-Identifier: Apache-2.0 */
/* What the analyses of an attack graph share. */

#pragma once

#include "analysis/graph/attack-reach.h"

G_BEGIN_DECLS

/** redan_attack_scenario: Returns: @scenario with the entries of the graph filled in where it has
 * none */
static inline RedanAttackScenario
redan_attack_scenario (const RedanAttackGraph *graph, const RedanAttackScenario *scenario)
{
  RedanAttackScenario start = { graph->entries, graph->n_entries, NULL };

  if (scenario == NULL)
    return start;
  start.removed = scenario->removed;
  if (scenario->entries != NULL)
    {
      start.entries = scenario->entries;
      start.n_entries = scenario->n_entries;
    }

  return start;
}

/** redan_attack_is_over: Returns: whether @work is more than the budget allows, or the caller
 * cancelled */
static inline gboolean
redan_attack_is_over (const RedanAttackBudget *budget, guint64 work)
{
  if (budget == NULL)
    return FALSE;

  return (budget->work != 0 && work > budget->work) ||
         g_cancellable_is_cancelled (budget->cancellable);
}

/** RedanAttackHeap: nodes by value, then number, least first; each at most once */
typedef struct
{
  guint32 n;
  guint32 *node;  /* by place */
  guint32 *place; /* by node; REDAN_ATTACK_NONE for those that are not in */
  double *key;    /* by place */
} RedanAttackHeap;

/** redan_attack_heap_init: an empty heap for nodes below @n_nodes */
void redan_attack_heap_init (RedanAttackHeap *self, guint32 n_nodes);
void redan_attack_heap_clear (RedanAttackHeap *self);

/** redan_attack_heap_push: puts @node in, or lowers its key; a higher key is ignored */
void redan_attack_heap_push (RedanAttackHeap *self, guint32 node, double key);

/** redan_attack_heap_pop: takes the least out; the heap must not be empty. Returns: the node */
guint32 redan_attack_heap_pop (RedanAttackHeap *self, double *key_out);

/** redan_attack_heap_empty: takes everything out. Cost: O(what is in) */
void redan_attack_heap_empty (RedanAttackHeap *self);

/** RedanAttackKnuth: room for one search after another of redan_attack_cheapest() */
typedef struct
{
  const RedanAttackGraph *graph;
  RedanAttackAlgebra algebra;
  const double *own;
  const double *weight; /* (nullable): by outgoing edge; at first that of the graph */
  double *value;
  guint32 *via;
  guint32 *need;
  double *gathered; /* by AND node: what its preconditions so far come to */
  double present;   /* the least value still to come; -1 when equals wait for their turn */
  guint32 *at_once; /* a queue: nodes with this value, each once in a search */
  guint32 n_at_once;
  RedanAttackHeap heap;
} RedanAttackKnuth;

void redan_attack_knuth_init (RedanAttackKnuth *self, const RedanAttackGraph *graph);
void redan_attack_knuth_clear (RedanAttackKnuth *self);

/**
 * redan_attack_knuth_run:
 * @goal: end as soon as its value is known, the others are then preliminary; REDAN_ATTACK_NONE to
 * go on to the end
 *
 * Otherwise as redan_attack_cheapest().
 */
void redan_attack_knuth_run (RedanAttackKnuth *self,
                             const RedanAttackScenario *scenario,
                             RedanAttackAlgebra algebra,
                             const double *own,
                             guint32 goal,
                             double *value_out,
                             guint32 *via_out);

G_END_DECLS
