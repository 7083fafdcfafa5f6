/* SPDX-License-Identifier: Apache-2.0 */
/* What the files behind attack-labels.h share. */

#pragma once

#include "analysis/graph/attack-corridor.h"
#include "analysis/graph/attack-labels.h"

G_BEGIN_DECLS

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
 * @left, @right: what it was put together from; only a joint has both
 */
typedef struct
{
  guint64 cost;
  guint64 steps;
  guint32 junction;
  guint32 below;
  guint32 length;
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

/* @n labels of a junction or joint, in the order of their costs, in room for @most from @first on.
 */
typedef struct
{
  guint32 first;
  guint32 n;
  guint32 most;
} Room;

/* Without a left part it holds at the outset; or, with @dropped_at, stands for something that was
 * dropped at that junction or joint and may be missing here. */
typedef struct
{
  guint64 cost;
  guint32 junction;
  guint32 n_compared; /* labels of the junction */
  Part left;
  Part right;
  guint32 dropped_at;
} Candidate;

/**
 * Waiting: a candidate in the order of its turn
 * @whole: cost with the rest to the goal
 * @number: length, then the order of coming
 * @next: in a drawer
 */
typedef struct
{
  guint64 whole;
  guint64 number;
  guint32 candidate;
  guint32 next;
} Waiting;

/**
 * A junction that needs several things joins them one after another: the first two, what comes of
 * it with the third, and so on. The last joint is the junction itself; the ones before have numbers
 * after those of all junctions.
 *
 * @joint: by junction, its first joint
 * @joined: by joint - number of junctions: the junction
 * @rooms, @dropped: by junction and joint; cost of the first attack on it that may be missing
 */
struct _RedanAttackLabels
{
  RedanAttackCorridor corridor;
  const double *value;
  const guint32 *dominator;
  guint64 *least; /* by node, cost of the steps that every attack on it has */
  guint32 *joint;
  GArray *joined;
  Room *rooms;
  guint64 *dropped;
  guint8 *is_goal;
  guint32 *stamp; /* by node */
  guint32 now;
  GArray *kept;
  GArray *labels;
  GArray *candidates;
  GArray *waiting;  /* in drawers */
  guint32 *drawers; /* the first in each */
  guint32 drawer;   /* the present one, which is in the heap */
  guint64 drawer_width;
  GArray *heap; /* Waiting */
  GArray *stack;
  guint64 sequence;
  guint64 overrun; /* cost with the rest at which the budget ended the search */
  guint n_wanted;  /* for each goal */
  guint n_kept;    /* for each other junction */
  guint n_open;    /* goals that have fewer */
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

/** attack_labels_gather_steps: Returns: a bit by the hash of each step of a candidate */
guint64 attack_labels_gather_steps (const RedanAttackLabels *self, const Candidate *candidate);

/** attack_labels_is_plain: Returns: whether it has the steps of its left part and no others */
gboolean attack_labels_is_plain (const RedanAttackLabels *self, const Candidate *candidate);

/** attack_labels_get_below: Returns: that of a label, NONE of none */
guint32 attack_labels_get_below (const RedanAttackLabels *self, guint32 label);

/** attack_labels_is_needless: @steps: its bits. Returns: whether an attack on the same junction has
 * no other steps. Those that the candidate was compared with before are the same still */
gboolean attack_labels_is_needless (RedanAttackLabels *self, Candidate *candidate, guint64 steps);

/** attack_labels_is_worthless: Returns: whether whatever was dropped at one junction has all steps
 * of an attack that was kept at @junction */
gboolean attack_labels_is_worthless (RedanAttackLabels *self, guint32 junction, guint32 dropped_at);

/** attack_labels_pop: Returns: taken off the stack */
static inline guint32
attack_labels_pop (RedanAttackLabels *self)
{
  guint32 top = g_array_index (self->stack, guint32, self->stack->len - 1);

  g_array_set_size (self->stack, self->stack->len - 1);

  return top;
}

G_END_DECLS
