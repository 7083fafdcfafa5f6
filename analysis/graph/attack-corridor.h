/* SPDX-License-Identifier: Apache-2.0 */
/* The part of an attack graph that attacks on some goals can pass, with the nodes left out at which
 * they have no choice. Private to the floor. */

#pragma once

#include "analysis/graph/attack-private.h"

G_BEGIN_DECLS

/** What the cost 1.0 is in a corridor: sums are exact, so that equals are equal however they were
 * summed up. */
#define REDAN_ATTACK_ONE 4294967296.0

/**
 * RedanAttackWay: from a junction over nodes without choice to the next one
 * @target: junction
 * @source: (node) the last before it, what comes between hangs on it
 * @place: of several preconditions of an AND node the one that @source is, counted from 0
 * @length, @cost, @steps: those of @source in the corridor
 */
typedef struct
{
  guint32 target;
  guint32 source;
  guint32 place;
  guint32 length;
  guint64 cost;
  guint64 steps;
} RedanAttackWay;

/**
 * RedanAttackCorridor:
 * @n: junctions: entries, goals, OR nodes with several ways to them, AND nodes that need several
 *   things. Every other node of the corridor has one precondition
 * @node, @rest: by junction, its node, and what a goal costs at least after it, less what that goal
 *   costs at least itself
 * @ways, @offset: of RedanAttackWay; those from junction i begin at offset[i]
 * @first: (element-type guint32): junctions whose nodes hold at the outset, @n_entries of them
 *   entries, which cost nothing
 * @junction: by node, the last junction on the way to it, which is the node itself or follows by
 *   @before; REDAN_ATTACK_NONE outside the corridor
 * @before: by node without choice, its precondition
 * @cost, @steps: by node, what comes on top after @junction: cost, and a bit for each AND node that
 *   costs something, by its hash
 * @length: by node, how many nodes come after @junction up to it
 * @own: by node, its own cost
 * @most: an attack that comes with the rest to more than this is too dear
 */
typedef struct
{
  const RedanAttackGraph *graph;
  guint32 n;
  guint32 *node;
  guint64 *rest;
  guint32 *offset;
  RedanAttackWay *ways;
  GArray *first;
  guint n_entries;
  guint32 *junction;
  guint32 *before;
  guint64 *cost;
  guint64 *steps;
  guint32 *length;
  guint64 *own;
  guint64 most;
} RedanAttackCorridor;

/** redan_attack_corridor_init: parameters as those of redan_attack_labels_new(). O(edges + nodes *
 * log nodes) */
void redan_attack_corridor_init (RedanAttackCorridor *self,
                                 const RedanAttackGraph *graph,
                                 const RedanAttackScenario *scenario,
                                 const double *value,
                                 const guint32 *goals,
                                 guint n_goals,
                                 double width);
void redan_attack_corridor_clear (RedanAttackCorridor *self);

/** redan_attack_corridor_is_step: Returns: whether @node is an AND node that costs something */
static inline gboolean
redan_attack_corridor_is_step (const RedanAttackCorridor *self, guint32 node)
{
  return self->own[node] > 0 && self->graph->kind[node] == REDAN_ATTACK_AND;
}

/** redan_attack_corridor_hash: Returns: the bit of a step */
static inline guint64
redan_attack_corridor_hash (guint32 node)
{
  return G_GUINT64_CONSTANT (1) << ((node * 2654435761u) >> 26);
}

/** redan_attack_corridor_fix: Returns: a cost as a whole number, far from overflowing */
static inline guint64
redan_attack_corridor_fix (double cost)
{
  return (guint64) (MIN (cost, 1e6) * REDAN_ATTACK_ONE + 0.5);
}

G_END_DECLS
