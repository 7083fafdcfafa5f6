/* SPDX-License-Identifier: Apache-2.0 */
/* Compares attacks by the steps that they have. */

#include "config.h"

#include "analysis/graph/attack-labels-private.h"

#define NONE REDAN_ATTACK_NONE
#define FEWEST_ON_STACK 64

static guint64
get_way_steps (const RedanAttackLabels *self, const Part *part)
{
  return part->source == NONE ? 0 : self->corridor.steps[part->source];
}

static void
push_below (RedanAttackLabels *self, const Part *part)
{
  guint32 below = attack_labels_get_below (self, part->label);

  if (below != NONE)
    attack_labels_push (self, below);
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
  while (self->n_stack > 0)
    {
      Label *label = attack_labels_get (self, self->stack[--self->n_stack]);

      if (label->stamp == self->now)
        continue;
      if (!look)
        label->stamp = self->now;
      if (!stamp_both (self, label->junction, &label->left, &label->right, look))
        return FALSE;
    }

  return TRUE;
}

static void
mark_steps (RedanAttackLabels *self, const Candidate *candidate)
{
  self->now++;
  self->n_stack = 0;
  stamp_both (self, candidate->junction, &candidate->left, &candidate->right, FALSE);
  stamp_stack (self, FALSE);
}

static gboolean
has_only_marked (RedanAttackLabels *self, guint32 below)
{
  self->n_stack = 0;
  attack_labels_push (self, below);

  return stamp_stack (self, TRUE);
}

gboolean
attack_labels_is_needless (RedanAttackLabels *self, Candidate *candidate)
{
  const Place *place = &self->places[candidate->junction];
  const guint64 steps = candidate->steps;
  const guint32 first = place->first + candidate->n_compared;
  gboolean is_marked = FALSE;

  candidate->n_compared = place->n;
  self->work += place->first + place->n - first;
  for (guint32 i = first; i < place->first + place->n; i++)
    {
      const Kept *kept = attack_labels_get_kept (self, i);

      if ((kept->steps & ~steps) != 0)
        continue;
      if (kept->below == NONE || kept->below == candidate->below)
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
  const Place *place = &self->places[junction];

  self->now++;
  stamp_necessary (self, junction);
  stamp_necessary (self, dropped_at);
  for (guint32 i = place->first; i < place->first + place->n; i++)
    {
      guint32 below = attack_labels_get_kept (self, i)->below;

      if (below == NONE || has_only_marked (self, below))
        return TRUE;
    }

  return FALSE;
}

void
attack_labels_grow_stack (RedanAttackLabels *self)
{
  self->most_stack = MAX (2 * self->most_stack, FEWEST_ON_STACK);
  self->stack = g_renew (guint32, self->stack, self->most_stack);
}
