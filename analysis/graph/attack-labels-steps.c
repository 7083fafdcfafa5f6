/* SPDX-License-Identifier: Apache-2.0 */
/* Compares attacks by the steps that they have. */

#include "config.h"

#include "analysis/graph/attack-labels-private.h"

#define NONE REDAN_ATTACK_NONE

static guint64
get_way_steps (const RedanAttackLabels *self, const Part *part)
{
  return part->source == NONE ? 0 : self->corridor.steps[part->source];
}

/* Those on top of its parts. */
static guint64
get_own_steps (const RedanAttackLabels *self, const Candidate *candidate)
{
  guint64 steps = get_way_steps (self, &candidate->left) | get_way_steps (self, &candidate->right);
  guint32 node = attack_labels_is_joint (self, candidate->junction)
                     ? NONE
                     : self->corridor.node[candidate->junction];

  return node != NONE && redan_attack_corridor_is_step (&self->corridor, node)
             ? steps | redan_attack_corridor_hash (node)
             : steps;
}

guint64
attack_labels_gather_steps (const RedanAttackLabels *self, const Candidate *candidate)
{
  guint64 steps = get_own_steps (self, candidate);

  if (candidate->left.label != NONE)
    steps |= attack_labels_get (self, candidate->left.label)->steps;
  if (candidate->right.label != NONE)
    steps |= attack_labels_get (self, candidate->right.label)->steps;

  return steps;
}

gboolean
attack_labels_is_plain (const RedanAttackLabels *self, const Candidate *candidate)
{
  return candidate->right.label == NONE && get_own_steps (self, candidate) == 0;
}

guint32
attack_labels_get_below (const RedanAttackLabels *self, guint32 label)
{
  return label == NONE ? NONE : attack_labels_get (self, label)->below;
}

static void
push_below (RedanAttackLabels *self, const Part *part)
{
  guint32 below = attack_labels_get_below (self, part->label);

  if (below != NONE)
    g_array_append_val (self->stack, below);
}

/* Stamps a step; or, when @look, only says whether it has the stamp. */
static gboolean
stamp_step (RedanAttackLabels *self, guint32 node, gboolean look)
{
  if (!redan_attack_corridor_is_step (&self->corridor, node))
    return TRUE;
  if (!look)
    self->stamp[node] = self->now;

  return self->stamp[node] == self->now;
}

/* Of all on the way since the junction; then the part itself is next. */
static gboolean
stamp_part (RedanAttackLabels *self, const Part *part, gboolean look)
{
  const RedanAttackCorridor *corridor = &self->corridor;

  if (get_way_steps (self, part) != 0)
    for (guint32 node = part->source; corridor->node[corridor->junction[node]] != node;
         node = corridor->before[node])
      if (!stamp_step (self, node, look))
        return FALSE;
  push_below (self, part);

  return TRUE;
}

static gboolean
stamp_both (
    RedanAttackLabels *self, guint32 junction, const Part *left, const Part *right, gboolean look)
{
  self->work++;
  if (!attack_labels_is_joint (self, junction) &&
      !stamp_step (self, self->corridor.node[junction], look))
    return FALSE;

  return stamp_part (self, left, look) && stamp_part (self, right, look);
}

static gboolean
stamp_stack (RedanAttackLabels *self, gboolean look)
{
  while (self->stack->len > 0)
    {
      const Label *label = attack_labels_get (self, attack_labels_pop (self));

      if (!stamp_both (self, label->junction, &label->left, &label->right, look))
        return FALSE;
    }

  return TRUE;
}

static void
mark_steps (RedanAttackLabels *self, const Candidate *candidate)
{
  self->now++;
  g_array_set_size (self->stack, 0);
  stamp_both (self, candidate->junction, &candidate->left, &candidate->right, FALSE);
  stamp_stack (self, FALSE);
}

static gboolean
has_only_marked (RedanAttackLabels *self, guint32 below)
{
  g_array_set_size (self->stack, 0);
  g_array_append_val (self->stack, below);

  return stamp_stack (self, TRUE);
}

gboolean
attack_labels_is_needless (RedanAttackLabels *self, Candidate *candidate, guint64 steps)
{
  const Room *room = &self->rooms[candidate->junction];
  gboolean plain = attack_labels_is_plain (self, candidate);
  guint32 below = attack_labels_get_below (self, candidate->left.label);
  gboolean is_marked = FALSE;

  guint32 first = room->first + candidate->n_compared;

  candidate->n_compared = room->n;
  self->work += room->first + room->n - first;
  for (guint32 i = first; i < room->first + room->n; i++)
    {
      const Kept *kept = attack_labels_get_kept (self, i);

      if ((kept->steps & ~steps) != 0)
        continue;
      if (kept->below == NONE || (plain && kept->below == below))
        return TRUE;
      if (!is_marked)
        mark_steps (self, candidate);
      is_marked = TRUE;
      if (has_only_marked (self, kept->below))
        return TRUE;
    }

  return FALSE;
}

/* Steps that every attack on a junction has. */
static void
stamp_necessary (RedanAttackLabels *self, guint32 junction)
{
  if (attack_labels_is_joint (self, junction))
    return;
  for (guint32 node = self->corridor.node[junction]; node != NONE; node = self->dominator[node])
    stamp_step (self, node, FALSE);
}

gboolean
attack_labels_is_worthless (RedanAttackLabels *self, guint32 junction, guint32 dropped_at)
{
  const Room *room = &self->rooms[junction];

  self->now++;
  stamp_necessary (self, junction);
  stamp_necessary (self, dropped_at);
  for (guint32 i = room->first; i < room->first + room->n; i++)
    {
      guint32 below = attack_labels_get_kept (self, i)->below;

      if (below == NONE || has_only_marked (self, below))
        return TRUE;
    }

  return FALSE;
}
