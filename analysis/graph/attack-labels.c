/* SPDX-License-Identifier: Apache-2.0 */
/* The cheapest attacks on many goals that differ in their steps: label setting on an AND/OR graph.
 */

#include "config.h"

#include "analysis/graph/attack-labels-private.h"

#include <math.h>
#include <string.h>

#define NONE REDAN_ATTACK_NONE
#define NEVER G_MAXUINT64
#define FEWEST_PLACES 4
#define IDLE_AGAIN(n_open) ((n_open) / 4 * 3) /* when to look again for what is idle */

/* An attack on a junction with the way on from it.
 *
 * @on_way: bits of the steps on the way */
typedef struct
{
  Part part;
  guint64 cost;
  guint64 steps;
  guint64 on_way;
  guint64 length;
} Arm;

static Arm
follow_way (const RedanAttackLabels *self, guint32 number, const RedanAttackWay *way)
{
  const Label *label = attack_labels_get (self, number);

  return (Arm){ { number, way->source },
                label->cost + way->cost,
                label->steps | way->steps,
                way->steps,
                label->length + way->length };
}

/* Without a way when @source is NONE. */
static Arm
go_to (const RedanAttackLabels *self, guint32 number, guint32 source)
{
  const RedanAttackCorridor *corridor = &self->corridor;
  RedanAttackWay way = { .source = source };

  if (source != NONE)
    {
      way.length = corridor->length[source];
      way.cost = corridor->cost[source];
      way.steps = corridor->steps[source];
    }

  return follow_way (self, number, &way);
}

/* ---- what follows ---- */

/* An attack on @junction from @left and, at a joint, @right. */
static void
offer (RedanAttackLabels *self, guint32 junction, const Arm *left, const Arm *right)
{
  const Place *place = &self->places[junction];
  const guint64 cost = left->cost + (right == NULL ? 0 : right->cost) + place->own;
  Candidate candidate;

  self->work++;
  if (place->is_idle != 0 || cost + place->rest > self->corridor.most ||
      (place->n >= place->limit && cost >= place->dropped))
    return;
  candidate = (Candidate){ .whole = cost + place->rest,
                           .steps = left->steps | place->step,
                           .junction = junction,
                           .left = left->part,
                           .right = { NONE, NONE },
                           .below = ATTACK_LABELS_OWN,
                           .dropped_at = NONE };
  if (right != NULL)
    {
      candidate.steps |= right->steps;
      candidate.right = right->part;
    }
  else if ((left->on_way | place->step) == 0)
    candidate.below = attack_labels_get_below (self, left->part.label);
  if (attack_labels_is_needless (self, &candidate))
    return;
  attack_labels_queue_push (&self->queue, &candidate,
                            left->length + (right == NULL ? 0 : right->length) + 1);
}

static void
offer_dropped (RedanAttackLabels *self, guint32 junction, guint64 cost, guint32 dropped_at)
{
  const Place *place = &self->places[junction];
  Candidate candidate = { .whole = cost + place->rest,
                          .junction = junction,
                          .left = { NONE, NONE },
                          .right = { NONE, NONE },
                          .dropped_at = dropped_at };

  if (place->is_idle == 0 && cost < place->dropped && candidate.whole <= self->corridor.most)
    attack_labels_queue_push (&self->queue, &candidate, 0);
}

/* Whether an attack on a junction has no steps but those that every attack on it has: no other one
 * is worth anything. */
static gboolean
is_settled (const RedanAttackLabels *self, guint32 junction)
{
  const Place *place = &self->places[junction];

  return place->n > 0 && place->node != NONE &&
         attack_labels_get (self, attack_labels_get_kept (self, place->first)->label)->cost <=
             self->least[place->node];
}

/* The joint of a junction after precondition number @place. */
static guint32
get_joint (const RedanAttackLabels *self, guint32 junction, guint32 place)
{
  return place + 1 == self->places[junction].needs ? junction
                                                   : self->joint[junction] + MAX (place, 1) - 1;
}

/* Where the attacks on precondition number @place of a junction are; %NULL: there are none. The
 * precondition is @node_out. */
static const Place *
get_precondition (const RedanAttackLabels *self, guint32 junction, guint32 place, guint32 *node_out)
{
  const RedanAttackCorridor *corridor = &self->corridor;
  const RedanAttackGraph *graph = corridor->graph;

  *node_out = graph->in_source[graph->in_offset[corridor->node[junction]] + place];

  return corridor->junction[*node_out] == NONE ? NULL
                                               : &self->places[corridor->junction[*node_out]];
}

/* An attack with each on the precondition, or on the joint before it. */
static void
join_each (RedanAttackLabels *self,
           guint32 joint,
           const Place *others,
           guint32 source,
           const Arm *arm,
           gboolean is_left)
{
  for (guint32 i = 0; others != NULL && i < others->n; i++)
    {
      const Arm other =
          go_to (self, attack_labels_get_kept (self, others->first + i)->label, source);

      if (is_left)
        offer (self, joint, arm, &other);
      else
        offer (self, joint, &other, arm);
    }
}

/* A new attack on a precondition of a junction that needs several. */
static void
join (RedanAttackLabels *self, const RedanAttackWay *way, const Arm *arm)
{
  guint32 joint = get_joint (self, way->target, MAX (way->place, 1));
  guint32 source = NONE;
  const Place *others;

  if (way->place < 2)
    others = get_precondition (self, way->target, 1 - way->place, &source);
  else
    others = &self->places[get_joint (self, way->target, way->place - 1)];
  join_each (self, joint, others, source, arm, way->place == 0);
}

/* A new attack on what was joined. */
static void
join_next (RedanAttackLabels *self, guint32 joint, guint32 label)
{
  guint32 junction = g_array_index (self->joined, guint32, joint - self->corridor.n);
  guint32 place = joint - self->joint[junction] + 2;
  guint32 source;
  const Place *others = get_precondition (self, junction, place, &source);
  const Arm arm = go_to (self, label, NONE);

  join_each (self, get_joint (self, junction, place), others, source, &arm, TRUE);
}

static void
go_on (RedanAttackLabels *self, guint32 junction, guint32 label)
{
  const RedanAttackCorridor *corridor = &self->corridor;

  if (attack_labels_is_joint (self, junction))
    {
      join_next (self, junction, label);
      return;
    }
  for (guint32 i = corridor->offset[junction]; i < corridor->offset[junction + 1]; i++)
    {
      const RedanAttackWay *way = &corridor->ways[i];
      const Arm arm = follow_way (self, label, way);

      if (self->places[way->target].needs > 1)
        join (self, way, &arm);
      else
        offer (self, way->target, &arm, NULL);
    }
}

/* Something dropped here may be missing at all that follows; what comes on top is at least the cost
 * of the way and that of whatever else is needed. */
static void
note_dropped (RedanAttackLabels *self, guint32 junction, guint64 cost, guint32 dropped_at)
{
  const RedanAttackCorridor *corridor = &self->corridor;
  Place *place = &self->places[junction];

  if (place->dropped <= cost || attack_labels_is_worthless (self, junction, dropped_at))
    return;
  place->dropped = cost;
  if (attack_labels_is_joint (self, junction))
    {
      guint32 next = g_array_index (self->joined, guint32, junction - corridor->n);
      guint64 least =
          attack_labels_get (self, attack_labels_get_kept (self, place->first)->label)->cost;
      guint64 value = redan_attack_corridor_fix (self->value[corridor->node[next]]);

      offer_dropped (self, next, cost + (value > least ? value - least : 0), dropped_at);
      return;
    }
  for (guint32 i = corridor->offset[junction]; i < corridor->offset[junction + 1]; i++)
    {
      guint32 next = corridor->ways[i].target;
      double more = self->value[corridor->node[next]] - self->value[corridor->node[junction]];
      guint64 way = corridor->ways[i].cost + self->places[next].own;

      if (self->places[next].needs > 1)
        way = redan_attack_corridor_fix (MAX (more, 0));
      offer_dropped (self, next, cost + way, dropped_at);
    }
}

static void
enlarge (RedanAttackLabels *self, Place *place)
{
  guint32 first = self->kept->len;

  place->most = MAX (2 * place->most, FEWEST_PLACES);
  g_array_set_size (self->kept, first + place->most);
  memcpy (&g_array_index (self->kept, Kept, first), attack_labels_get_kept (self, place->first),
          place->n * sizeof (Kept));
  place->first = first;
}

static void
keep (RedanAttackLabels *self, const Candidate *candidate)
{
  Place *place = &self->places[candidate->junction];
  guint32 number = self->labels->len;
  const Label label = { .cost = candidate->whole - place->rest,
                        .steps = candidate->steps,
                        .junction = candidate->junction,
                        .below = candidate->below == ATTACK_LABELS_OWN ? number : candidate->below,
                        .length = attack_labels_queue_get_length (candidate),
                        .left = candidate->left,
                        .right = candidate->right };

  g_array_append_val (self->labels, label);
  if (place->n == place->most)
    enlarge (self, place);
  g_array_index (self->kept, Kept, place->first + place->n) =
      (Kept){ label.steps, number, label.below };
  place->n++;
  if (place->is_goal != 0 &&
      (place->n == self->n_wanted || (place->n == 1 && is_settled (self, candidate->junction))))
    self->n_open--;
  go_on (self, candidate->junction, number);
}

/* ---- the search ---- */

/* Steps that stand on all ways to a node, whatever else is needed. */
static void
find_least (RedanAttackLabels *self, const guint32 *dominator)
{
  const RedanAttackCorridor *corridor = &self->corridor;
  const RedanAttackGraph *graph = corridor->graph;
  g_autofree guint8 *is_known = g_new0 (guint8, (gsize) graph->n_nodes + 1);

  self->least = g_new0 (guint64, (gsize) graph->n_nodes + 1);
  self->n_stack = 0;
  for (guint32 i = 0; i < graph->n_nodes; i++)
    {
      for (guint32 node = i; node != NONE && !is_known[node]; node = dominator[node])
        {
          is_known[node] = TRUE;
          attack_labels_push (self, node);
        }
      while (self->n_stack > 0)
        {
          guint32 node = self->stack[--self->n_stack];

          /* What holds at the outset costs nothing, or what it costs is not sure to be paid. */
          if (dominator[node] == NONE)
            continue;
          self->least[node] = self->least[dominator[node]];
          if (redan_attack_corridor_is_step (corridor, node))
            self->least[node] += corridor->own[node];
        }
    }
}

/* How many things a junction needs at once. */
static guint32
count_needs (const RedanAttackCorridor *corridor, guint32 junction)
{
  const RedanAttackGraph *graph = corridor->graph;
  guint32 node = corridor->node[junction];

  return graph->kind[node] == REDAN_ATTACK_AND ? graph->in_offset[node + 1] - graph->in_offset[node]
                                               : 1;
}

static void
number_joints (RedanAttackLabels *self)
{
  self->joint = g_new (guint32, (gsize) self->corridor.n + 1);
  self->joined = g_array_new (FALSE, FALSE, sizeof (guint32));
  for (guint32 i = 0; i < self->corridor.n; i++)
    {
      self->joint[i] = self->corridor.n + self->joined->len;
      for (guint32 j = 2; j < count_needs (&self->corridor, i); j++)
        g_array_append_val (self->joined, i);
    }
}

static void
set_up_places (RedanAttackLabels *self, guint n_kept)
{
  const RedanAttackCorridor *corridor = &self->corridor;

  number_joints (self);
  self->places = g_new (Place, (gsize) corridor->n + self->joined->len + 1);
  for (guint32 i = 0; i < corridor->n; i++)
    {
      guint32 node = corridor->node[i];

      self->places[i] = (Place){ .own = corridor->own[node],
                                 .step = redan_attack_corridor_is_step (corridor, node)
                                             ? redan_attack_corridor_hash (node)
                                             : 0,
                                 .rest = corridor->rest[i],
                                 .dropped = NEVER,
                                 .limit = n_kept,
                                 .node = node,
                                 .needs = count_needs (corridor, i) };
    }
  for (guint32 i = 0; i < self->joined->len; i++)
    {
      guint32 junction = g_array_index (self->joined, guint32, i);

      self->places[corridor->n + i] =
          (Place){ .rest = self->places[junction].own + self->places[junction].rest,
                   .dropped = NEVER,
                   .limit = n_kept,
                   .node = NONE,
                   .needs = 1 };
    }
}

static void
start (RedanAttackLabels *self, const guint32 *goals, guint n_goals)
{
  const RedanAttackCorridor *corridor = &self->corridor;

  for (guint i = 0; i < n_goals; i++)
    {
      guint32 junction = corridor->junction[goals[i]];

      if (junction == NONE || self->places[junction].is_goal != 0)
        continue;
      self->places[junction].is_goal = 1;
      self->places[junction].limit = self->n_wanted;
      self->n_open++;
    }
  self->n_busy = self->n_open;
  for (guint i = 0; i < corridor->first->len; i++)
    {
      guint32 junction = g_array_index (corridor->first, guint32, i);
      const Place *place = &self->places[junction];
      guint64 cost = i < corridor->n_entries ? 0 : place->own;
      Candidate candidate = { .whole = cost + place->rest,
                              .steps = place->step,
                              .junction = junction,
                              .left = { NONE, NONE },
                              .right = { NONE, NONE },
                              .below = place->step == 0 ? NONE : ATTACK_LABELS_OWN,
                              .dropped_at = NONE };

      attack_labels_queue_push (&self->queue, &candidate, 0);
    }
}

/* What leads to no goal that is open: backwards from those that are. */
static void
find_idle (RedanAttackLabels *self)
{
  const RedanAttackCorridor *corridor = &self->corridor;
  const RedanAttackGraph *graph = corridor->graph;

  self->n_busy = self->n_open;
  self->n_stack = 0;
  for (guint32 i = 0; i < corridor->n; i++)
    {
      Place *place = &self->places[i];

      place->is_idle = place->is_goal == 0 || place->n >= place->limit || is_settled (self, i);
      if (place->is_idle == 0)
        attack_labels_push (self, i);
    }
  while (self->n_stack > 0)
    {
      guint32 node = corridor->node[self->stack[--self->n_stack]];

      for (guint32 i = graph->in_offset[node]; i < graph->in_offset[node + 1]; i++)
        {
          guint32 before = corridor->junction[graph->in_source[i]];

          if (before == NONE || self->places[before].is_idle == 0)
            continue;
          self->places[before].is_idle = 0;
          attack_labels_push (self, before);
        }
    }
  for (guint32 i = 0; i < self->joined->len; i++)
    self->places[corridor->n + i].is_idle =
        self->places[g_array_index (self->joined, guint32, i)].is_idle;
}

static void
search (RedanAttackLabels *self, const RedanAttackBudget *budget)
{
  Candidate candidate;

  while (self->n_open > 0 && attack_labels_queue_pop (&self->queue, &candidate))
    {
      const Place *place = &self->places[candidate.junction];
      const guint64 cost = candidate.whole - place->rest;

      if (redan_attack_is_over (budget, self->work))
        {
          self->overrun = candidate.whole;
          return;
        }
      if (self->n_open < IDLE_AGAIN (self->n_busy))
        find_idle (self);
      if (place->is_idle != 0 || (place->n >= place->limit && cost >= place->dropped))
        continue;
      if (candidate.dropped_at == NONE && attack_labels_is_needless (self, &candidate))
        continue;
      if (candidate.dropped_at != NONE)
        note_dropped (self, candidate.junction, cost, candidate.dropped_at);
      else if (place->n >= place->limit)
        note_dropped (self, candidate.junction, cost, candidate.junction);
      else
        keep (self, &candidate);
    }
}

RedanAttackLabels *
redan_attack_labels_new (const RedanAttackGraph *graph,
                         const RedanAttackScenario *scenario,
                         const double *value,
                         const guint32 *dominator,
                         const guint32 *goals,
                         guint n_goals,
                         const RedanAttackLabelsLimits *limits,
                         const RedanAttackBudget *budget)
{
  RedanAttackLabels *self = g_new0 (RedanAttackLabels, 1);

  redan_attack_corridor_init (&self->corridor, graph, scenario, value, goals, n_goals,
                              limits->width);
  self->value = value;
  self->dominator = dominator;
  self->n_wanted = limits->n_wanted;
  self->overrun = NEVER;
  set_up_places (self, limits->n_kept);
  self->stamp = g_new0 (guint32, (gsize) graph->n_nodes + 1);
  self->kept = g_array_new (FALSE, FALSE, sizeof (Kept));
  self->labels = g_array_new (FALSE, FALSE, sizeof (Label));
  attack_labels_queue_init (&self->queue, self->corridor.most);
  find_least (self, dominator);
  start (self, goals, n_goals);
  search (self, budget);

  return self;
}

void
redan_attack_labels_free (RedanAttackLabels *self)
{
  if (self == NULL)
    return;

  redan_attack_corridor_clear (&self->corridor);
  g_free (self->least);
  g_free (self->joint);
  g_array_unref (self->joined);
  g_free (self->places);
  g_free (self->stamp);
  g_array_unref (self->kept);
  g_array_unref (self->labels);
  attack_labels_queue_clear (&self->queue);
  g_free (self->stack);
  g_free (self);
}

/* ---- answers ---- */

guint
redan_attack_labels_get_n (const RedanAttackLabels *self, guint32 goal)
{
  guint32 junction = self->corridor.junction[goal];

  return junction == NONE ? 0 : self->places[junction].n;
}

gboolean
redan_attack_labels_is_complete (const RedanAttackLabels *self, guint32 goal)
{
  guint32 junction = self->corridor.junction[goal];
  const Place *place = junction == NONE ? NULL : &self->places[junction];
  guint64 certain;

  if (place == NULL)
    return TRUE;
  certain = place->dropped;
  if (self->overrun != NEVER)
    certain = MIN (certain, self->overrun - place->rest);
  if (place->n < self->n_wanted)
    return certain == NEVER || is_settled (self, junction);

  return attack_labels_get (self, attack_labels_get_kept (self, place->first + place->n - 1)->label)
             ->cost <= certain;
}

gboolean
redan_attack_labels_is_settled (const RedanAttackLabels *self, guint32 goal)
{
  guint32 junction = self->corridor.junction[goal];

  return junction == NONE || is_settled (self, junction);
}

/* What is to be told of an attack: a node, or all of a label. */
typedef struct
{
  guint32 number;
  gboolean is_label;
} Told;

/* What comes last goes on the stack first. */
static void
push_part (const RedanAttackLabels *self, const Part *part, GArray *stack)
{
  const RedanAttackCorridor *corridor = &self->corridor;
  const Told label = { part->label, TRUE };

  if (part->label == NONE)
    return;
  if (part->source != NONE)
    for (guint32 node = part->source; corridor->node[corridor->junction[node]] != node;
         node = corridor->before[node])
      {
        const Told told = { node, FALSE };

        g_array_append_val (stack, told);
      }
  g_array_append_val (stack, label);
}

static void
push_label (const RedanAttackLabels *self, guint32 number, GArray *stack)
{
  const Label *label = attack_labels_get (self, number);

  if (!attack_labels_is_joint (self, label->junction))
    {
      const Told told = { self->corridor.node[label->junction], FALSE };

      /* Of two ways to one node the first is told. */
      if (self->stamp[told.number] == self->now)
        return;
      g_array_append_val (stack, told);
    }
  push_part (self, &label->right, stack);
  push_part (self, &label->left, stack);
}

GArray *
redan_attack_labels_trace (RedanAttackLabels *self, guint32 goal, guint number)
{
  const Place *place = &self->places[self->corridor.junction[goal]];
  GArray *trace = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GArray) stack = g_array_new (FALSE, FALSE, sizeof (Told));

  self->now++;
  push_label (self, attack_labels_get_kept (self, place->first + number)->label, stack);
  while (stack->len > 0)
    {
      Told told = g_array_index (stack, Told, stack->len - 1);

      g_array_set_size (stack, stack->len - 1);
      if (told.is_label)
        push_label (self, told.number, stack);
      else if (self->stamp[told.number] != self->now)
        {
          self->stamp[told.number] = self->now;
          g_array_append_val (trace, told.number);
        }
    }

  return trace;
}
