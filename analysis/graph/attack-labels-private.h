/* SPDX-License-Identifier: Apache-2.0 */
/* What the files behind attack-labels.h share. */

#pragma once

#include "analysis/graph/attack-corridor.h"
#include "analysis/graph/attack-labels.h"

G_BEGIN_DECLS

/* Of a candidate that has steps of its own: what comes after it hangs on itself. */
#define ATTACK_LABELS_OWN (G_MAXUINT32 - 1)

/* An attack on a junction, and the node to which it goes on from there without choice; NONE: to
 * none
 */
typedef struct
{
  guint32 label;
  guint32 source;
} Part;

/**
 * Label: an attack on a junction
 * @steps: by the hash of its steps, a bit for each
 * @junction: or the joint
 * @below: the next label on the way back with steps, or itself; NONE when there is no step before
 * @length: nodes; those that both parts pass twice
 * @stamp: all its steps have it
 * @left, @right: what it was put together from; only a joint has both
 */
typedef struct
{
  guint64 cost;
  guint64 steps;
  guint32 junction;
  guint32 below;
  guint32 length;
  guint32 stamp;
  Part left;
  Part right;
} Label;

/* Of a label, what those that come later are compared with. */
typedef struct
{
  guint64 steps;
  guint32 label;
  guint32 below;
} Kept;

/**
 * Place: a junction or joint
 * @own, @step: cost of its node, and its bit when it is a step; none at a joint
 * @rest: what comes on top at least up to a goal, less what that goal costs at least
 * @dropped: cost of the first attack on it that may be missing
 * @first, @n: its labels in @kept, in the order of their costs, with room for @most
 * @limit: it takes so many
 * @node: NONE of a joint
 * @needs: how many things the node needs at once
 * @is_idle: leads to no goal that takes more; what happens here is of no use
 */
typedef struct
{
  guint64 own;
  guint64 step;
  guint64 rest;
  guint64 dropped;
  guint32 first;
  guint32 n;
  guint32 most;
  guint32 limit;
  guint32 node;
  guint32 needs;
  guint8 is_goal;
  guint8 is_idle;
} Place;

/**
 * Candidate: an attack on a junction whose turn has not come. Without a left part it holds at the
 * outset; or, with @dropped_at, stands for something that was dropped at that junction or joint and
 * may be missing here. As large as a line of the cache: there are more of them than fit
 * @whole: cost with the rest to the goal
 * @number: length, then the order of coming; of equals the least is next
 * @steps: as of a label
 * @junction: or the joint
 * @n_compared: labels of the junction
 * @below: as of a label, but ATTACK_LABELS_OWN for itself
 * @next: in a drawer
 */
typedef struct
{
  guint64 whole;
  guint64 number;
  guint64 steps;
  guint32 junction;
  guint32 n_compared;
  Part left;
  Part right;
  guint32 below;
  guint32 dropped_at;
  guint32 next;
} Candidate;

/* A candidate in the order of its turn. */
typedef struct
{
  guint64 whole;
  guint64 number;
  guint32 candidate;
} Waiting;

/**
 * Queue: of candidates. What an attack comes to as a whole never goes down: what comes later waits
 * in its drawer, of which only the present one is kept in order
 * @blocks: of candidates, which stay where they are
 * @spare: the first that is free, by @next; NONE
 * @drawers: the first in each
 * @drawer: the present one, which is in the heap
 */
typedef struct
{
  Candidate **blocks;
  guint32 n_blocks;
  guint32 n;
  guint32 spare;
  guint32 *drawers;
  guint32 drawer;
  guint64 drawer_width;
  guint64 sequence;
  Waiting *heap;
  guint32 n_heap;
  guint32 most_heap;
} Queue;

/**
 * A junction that needs several things joins them one after another: the first two, what comes of
 * it with the third, and so on. The last joint is the junction itself; the ones before have numbers
 * after those of all junctions.
 *
 * @joint: by junction, its first joint
 * @joined: by joint - number of junctions: the junction
 * @places: by junction and joint
 * @least: by node, cost of the steps that every attack on it has
 * @stamp: by node
 * @overrun: cost with the rest at which the budget ended the search
 * @n_open: goals that have fewer attacks than are wanted
 * @n_busy: goals that had when it was last found out what is idle
 */
struct _RedanAttackLabels
{
  RedanAttackCorridor corridor;
  const double *value;
  const guint32 *dominator;
  guint64 *least;
  guint32 *joint;
  GArray *joined;
  Place *places;
  guint32 *stamp;
  guint32 now;
  GArray *kept;
  GArray *labels;
  Queue queue;
  guint32 *stack;
  guint32 n_stack;
  guint32 most_stack;
  guint64 overrun;
  guint n_wanted;
  guint n_open;
  guint n_busy;
  guint64 work;
};

static inline Label *
attack_labels_get (const RedanAttackLabels *self, guint32 label)
{
  return &g_array_index (self->labels, Label, label);
}

static inline const Kept *
attack_labels_get_kept (const RedanAttackLabels *self, guint32 place)
{
  return &g_array_index (self->kept, Kept, place);
}

/** attack_labels_is_joint: Returns: whether it is a joint, and not yet the junction itself */
static inline gboolean
attack_labels_is_joint (const RedanAttackLabels *self, guint32 junction)
{
  return junction >= self->corridor.n;
}

/** attack_labels_get_below: Returns: that of a label, NONE of none */
static inline guint32
attack_labels_get_below (const RedanAttackLabels *self, guint32 label)
{
  return label == REDAN_ATTACK_NONE ? REDAN_ATTACK_NONE : attack_labels_get (self, label)->below;
}

/** attack_labels_is_needless: Returns: whether an attack on the same junction has no other steps.
 * Those that the candidate was compared with before are the same still */
gboolean attack_labels_is_needless (RedanAttackLabels *self, Candidate *candidate);

/** attack_labels_is_worthless: Returns: whether whatever was dropped at one junction has all steps
 * of an attack that was kept at @junction */
gboolean attack_labels_is_worthless (RedanAttackLabels *self, guint32 junction, guint32 dropped_at);

/** attack_labels_grow_stack: makes room for more */
void attack_labels_grow_stack (RedanAttackLabels *self);

static inline void
attack_labels_push (RedanAttackLabels *self, guint32 number)
{
  if (self->n_stack == self->most_stack)
    attack_labels_grow_stack (self);
  self->stack[self->n_stack++] = number;
}

/** attack_labels_queue_init: @most: no candidate comes to more as a whole */
void attack_labels_queue_init (Queue *self, guint64 most);
void attack_labels_queue_clear (Queue *self);

/** attack_labels_queue_push: puts a candidate in, whose @number is found from its @length */
void attack_labels_queue_push (Queue *self, Candidate *candidate, guint64 length);

/** attack_labels_queue_pop: takes the next one out. Returns: whether there is one */
gboolean attack_labels_queue_pop (Queue *self, Candidate *candidate_out);

/** attack_labels_queue_get_length: Returns: that of a candidate */
guint32 attack_labels_queue_get_length (const Candidate *candidate);

G_END_DECLS
