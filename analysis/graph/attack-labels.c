/* SPDX-License-Identifier: Apache-2.0 */
/* The cheapest attacks on many goals that differ in their steps: label setting on an AND/OR graph.
 */

#include "config.h"

#include "analysis/graph/attack-labels-private.h"

#include <math.h>
#include <string.h>

#define NONE REDAN_ATTACK_NONE
#define NEVER G_MAXUINT64
#define LENGTH_SHIFT 40 /* of a candidate's number, room for the order of coming */
#define MOST_LENGTH 1000000
#define FEWEST_PLACES 4
#define N_DRAWERS 4096

/* What comes on top at least up to a goal, less what that goal costs at least. */
static guint64
get_rest (const RedanAttackLabels *self, guint32 junction)
{
  const RedanAttackCorridor *corridor = &self->corridor;

  if (!attack_labels_is_joint (self, junction))
    return corridor->rest[junction];
  junction = g_array_index (self->joined, guint32, junction - corridor->n);

  return corridor->own[corridor->node[junction]] + corridor->rest[junction];
}

/* ---- candidates ---- */

static gboolean
comes_before (const Waiting *a, const Waiting *b)
{
  return a->whole != b->whole ? a->whole < b->whole : a->number < b->number;
}

static void
push_now (RedanAttackLabels *self, const Waiting *waiting)
{
  guint at = self->heap->len;
  Waiting *items;

  g_array_append_val (self->heap, *waiting);
  items = (Waiting *) (gpointer) self->heap->data;
  for (; at > 0 && comes_before (waiting, &items[(at - 1) / 2]); at = (at - 1) / 2)
    items[at] = items[(at - 1) / 2];
  items[at] = *waiting;
}

/* What an attack comes to as a whole never goes down: what comes later waits in its drawer, of
 * which only the present one is kept in order. */
static void
push_candidate (RedanAttackLabels *self, const Candidate *candidate, guint64 length)
{
  const guint64 whole = candidate->cost + get_rest (self, candidate->junction);
  const guint32 drawer = (guint32) MIN (whole / self->drawer_width, N_DRAWERS - 1);
  Waiting waiting = { whole, MIN (length, MOST_LENGTH) << LENGTH_SHIFT | self->sequence++,
                      self->candidates->len, NONE };
  guint32 place = self->waiting->len;

  g_array_append_val (self->candidates, *candidate);
  if (drawer <= self->drawer)
    {
      push_now (self, &waiting);
      return;
    }
  waiting.next = self->drawers[drawer];
  self->drawers[drawer] = place;
  g_array_append_val (self->waiting, waiting);
}

/* Returns: whether there is one */
static gboolean
open_drawer (RedanAttackLabels *self)
{
  while (self->heap->len == 0 && self->drawer + 1 < N_DRAWERS)
    {
      const Waiting *waiting;

      self->drawer++;
      for (guint32 i = self->drawers[self->drawer]; i != NONE; i = waiting->next)
        {
          waiting = &g_array_index (self->waiting, Waiting, i);
          if (waiting->next != NONE)
            __builtin_prefetch (&g_array_index (self->waiting, Waiting, waiting->next));
          push_now (self, waiting);
        }
    }

  return self->heap->len > 0;
}

static Waiting
pop_waiting (RedanAttackLabels *self)
{
  Waiting *items = (Waiting *) (gpointer) self->heap->data;
  const Waiting top = items[0];
  const guint n = self->heap->len - 1;
  const Waiting last = items[n];
  guint at = 0;

  while (2 * at + 1 < n)
    {
      guint child = 2 * at + 1;

      if (child + 1 < n && comes_before (&items[child + 1], &items[child]))
        child++;
      if (!comes_before (&items[child], &last))
        break;
      items[at] = items[child];
      at = child;
    }
  items[at] = last;
  g_array_set_size (self->heap, n);
  /* There are too many candidates for the cache; the next one is most likely this. */
  if (n > 0)
    __builtin_prefetch (&g_array_index (self->candidates, Candidate, items[0].candidate));

  return top;
}

/* ---- what follows ---- */

static guint64
get_part_length (const RedanAttackLabels *self, const Part *part)
{
  if (part->label == NONE)
    return 0;

  return attack_labels_get (self, part->label)->length +
         (part->source == NONE ? 0 : self->corridor.length[part->source]);
}

static gboolean
is_full (const RedanAttackLabels *self, guint32 junction)
{
  return self->rooms[junction].n >= (self->is_goal[junction] != 0 ? self->n_wanted : self->n_kept);
}

static guint64
get_part_cost (const RedanAttackLabels *self, const Part *part)
{
  if (part->label == NONE)
    return 0;

  return attack_labels_get (self, part->label)->cost +
         (part->source == NONE ? 0 : self->corridor.cost[part->source]);
}

/* An attack on @junction from @left and, at a joint, @right. */
static void
offer (RedanAttackLabels *self, guint32 junction, Part left, Part right)
{
  const RedanAttackCorridor *corridor = &self->corridor;
  Candidate candidate = { .junction = junction, .left = left, .right = right, .dropped_at = NONE };
  guint64 length = get_part_length (self, &left) + get_part_length (self, &right) + 1;

  candidate.cost = get_part_cost (self, &left) + get_part_cost (self, &right);
  if (!attack_labels_is_joint (self, junction))
    candidate.cost += corridor->own[corridor->node[junction]];
  self->work++;
  if (candidate.cost + get_rest (self, junction) > corridor->most ||
      (is_full (self, junction) && candidate.cost >= self->dropped[junction]) ||
      attack_labels_is_needless (self, &candidate, attack_labels_gather_steps (self, &candidate)))
    return;
  push_candidate (self, &candidate, length);
}

static void
offer_dropped (RedanAttackLabels *self, guint32 junction, guint64 cost, guint32 dropped_at)
{
  const Candidate candidate = { .cost = cost,
                                .junction = junction,
                                .left = { NONE, NONE },
                                .right = { NONE, NONE },
                                .dropped_at = dropped_at };

  if (cost < self->dropped[junction] && cost + get_rest (self, junction) <= self->corridor.most)
    push_candidate (self, &candidate, 0);
}

/* Whether an attack on a junction has no steps but those that every attack on it has: no other one
 * is worth anything. */
static gboolean
is_settled (const RedanAttackLabels *self, guint32 junction)
{
  const Room *room = &self->rooms[junction];

  return room->n > 0 && !attack_labels_is_joint (self, junction) &&
         attack_labels_get (self, attack_labels_get_kept (self, room->first)->label)->cost <=
             self->least[self->corridor.node[junction]];
}

/* How many things a junction needs at once. */
static guint32
count_needs (const RedanAttackLabels *self, guint32 junction)
{
  const RedanAttackGraph *graph = self->corridor.graph;
  guint32 node = self->corridor.node[junction];

  return graph->kind[node] == REDAN_ATTACK_AND ? graph->in_offset[node + 1] - graph->in_offset[node]
                                               : 1;
}

/* The joint of a junction after precondition number @place. */
static guint32
get_joint (const RedanAttackLabels *self, guint32 junction, guint32 place)
{
  return place + 1 == count_needs (self, junction) ? junction
                                                   : self->joint[junction] + MAX (place, 1) - 1;
}

/* What precondition number @place of a junction hangs on; @node_out is that precondition. */
static const Room *
get_precondition (const RedanAttackLabels *self, guint32 junction, guint32 place, guint32 *node_out)
{
  static const Room nothing = { 0, 0, 0 };
  const RedanAttackCorridor *corridor = &self->corridor;
  const RedanAttackGraph *graph = corridor->graph;

  *node_out = graph->in_source[graph->in_offset[corridor->node[junction]] + place];

  return corridor->junction[*node_out] == NONE ? &nothing
                                               : &self->rooms[corridor->junction[*node_out]];
}

/* An attack with each on the precondition, or on the joint before it. */
static void
join_each (RedanAttackLabels *self,
           guint32 joint,
           const Room *others,
           guint32 source,
           Part part,
           gboolean is_left)
{
  for (guint32 i = others->first; i < others->first + others->n; i++)
    {
      const Part other = { attack_labels_get_kept (self, i)->label, source };

      if (is_left)
        offer (self, joint, part, other);
      else
        offer (self, joint, other, part);
    }
}

/* A new attack on a precondition of a junction that needs several. */
static void
join (RedanAttackLabels *self, const RedanAttackWay *way, guint32 label)
{
  const Part part = { label, way->source };
  guint32 joint = get_joint (self, way->target, MAX (way->place, 1));
  guint32 source = NONE;
  const Room *others;

  if (way->place < 2)
    others = get_precondition (self, way->target, 1 - way->place, &source);
  else
    others = &self->rooms[get_joint (self, way->target, way->place - 1)];
  join_each (self, joint, others, source, part, way->place == 0);
}

/* A new attack on what was joined. */
static void
join_next (RedanAttackLabels *self, guint32 joint, guint32 label)
{
  guint32 junction = g_array_index (self->joined, guint32, joint - self->corridor.n);
  guint32 place = joint - self->joint[junction] + 2;
  guint32 source;
  const Room *others = get_precondition (self, junction, place, &source);

  join_each (self, get_joint (self, junction, place), others, source, (Part){ label, NONE }, TRUE);
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

      if (count_needs (self, way->target) > 1)
        join (self, way, label);
      else
        offer (self, way->target, (Part){ label, way->source }, (Part){ NONE, NONE });
    }
}

/* Something dropped here may be missing at all that follows; what comes on top is at least the cost
 * of the way and that of whatever else is needed. */
static void
note_dropped (RedanAttackLabels *self, guint32 junction, guint64 cost, guint32 dropped_at)
{
  const RedanAttackCorridor *corridor = &self->corridor;

  if (self->dropped[junction] <= cost || attack_labels_is_worthless (self, junction, dropped_at))
    return;
  self->dropped[junction] = cost;
  if (attack_labels_is_joint (self, junction))
    {
      guint32 next = g_array_index (self->joined, guint32, junction - corridor->n);
      guint64 least = attack_labels_get (
                          self, attack_labels_get_kept (self, self->rooms[junction].first)->label)
                          ->cost;
      guint64 value = redan_attack_corridor_fix (self->value[corridor->node[next]]);

      offer_dropped (self, next, cost + (value > least ? value - least : 0), dropped_at);
      return;
    }
  for (guint32 i = corridor->offset[junction]; i < corridor->offset[junction + 1]; i++)
    {
      guint32 next = corridor->ways[i].target;
      double more = self->value[corridor->node[next]] - self->value[corridor->node[junction]];
      guint64 way = corridor->cost[corridor->ways[i].source] + corridor->own[corridor->node[next]];

      if (count_needs (self, next) > 1)
        way = redan_attack_corridor_fix (MAX (more, 0));
      offer_dropped (self, next, cost + way, dropped_at);
    }
}

static void
enlarge (RedanAttackLabels *self, Room *room)
{
  guint32 first = self->kept->len;

  room->most = MAX (2 * room->most, FEWEST_PLACES);
  g_array_set_size (self->kept, first + room->most);
  memcpy (&g_array_index (self->kept, Kept, first), attack_labels_get_kept (self, room->first),
          room->n * sizeof (Kept));
  room->first = first;
}

static void
keep (RedanAttackLabels *self, const Candidate *candidate, guint64 steps, guint32 length)
{
  Room *room = &self->rooms[candidate->junction];
  guint32 number = self->labels->len;
  const Label label = { candidate->cost,
                        steps,
                        candidate->junction,
                        attack_labels_is_plain (self, candidate)
                            ? attack_labels_get_below (self, candidate->left.label)
                            : number,
                        length,
                        candidate->left,
                        candidate->right };

  g_array_append_val (self->labels, label);
  if (room->n == room->most)
    enlarge (self, room);
  g_array_index (self->kept, Kept, room->first + room->n) = (Kept){ steps, number, label.below };
  room->n++;
  if (self->is_goal[candidate->junction] != 0 &&
      (room->n == self->n_wanted || (room->n == 1 && is_settled (self, candidate->junction))))
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
  g_array_set_size (self->stack, 0);
  for (guint32 i = 0; i < graph->n_nodes; i++)
    {
      for (guint32 node = i; node != NONE && !is_known[node]; node = dominator[node])
        {
          is_known[node] = TRUE;
          g_array_append_val (self->stack, node);
        }
      for (; self->stack->len > 0; attack_labels_pop (self))
        {
          guint32 node = g_array_index (self->stack, guint32, self->stack->len - 1);

          /* What holds at the outset costs nothing, or what it costs is not sure to be paid. */
          if (dominator[node] == NONE)
            continue;
          self->least[node] = self->least[dominator[node]];
          if (redan_attack_corridor_is_step (corridor, node))
            self->least[node] += corridor->own[node];
        }
    }
}

static void
number_joints (RedanAttackLabels *self)
{
  self->joint = g_new (guint32, (gsize) self->corridor.n + 1);
  self->joined = g_array_new (FALSE, FALSE, sizeof (guint32));
  for (guint32 i = 0; i < self->corridor.n; i++)
    {
      self->joint[i] = self->corridor.n + self->joined->len;
      for (guint32 j = 2; j < count_needs (self, i); j++)
        g_array_append_val (self->joined, i);
    }
}

static void
start (RedanAttackLabels *self, const guint32 *goals, guint n_goals)
{
  const RedanAttackCorridor *corridor = &self->corridor;

  for (guint i = 0; i < n_goals; i++)
    {
      guint32 junction = corridor->junction[goals[i]];

      if (junction == NONE || self->is_goal[junction] != 0)
        continue;
      self->is_goal[junction] = 1;
      self->n_open++;
    }
  for (guint i = 0; i < corridor->first->len; i++)
    {
      guint32 junction = g_array_index (corridor->first, guint32, i);
      const Candidate candidate = { .cost = i < corridor->n_entries
                                                ? 0
                                                : corridor->own[corridor->node[junction]],
                                    .junction = junction,
                                    .left = { NONE, NONE },
                                    .right = { NONE, NONE },
                                    .dropped_at = NONE };

      push_candidate (self, &candidate, 0);
    }
}

static void
search (RedanAttackLabels *self, const RedanAttackBudget *budget)
{
  while (self->n_open > 0 && open_drawer (self))
    {
      const Waiting waiting = pop_waiting (self);
      Candidate candidate = g_array_index (self->candidates, Candidate, waiting.candidate);
      guint64 steps;

      if (redan_attack_is_over (budget, self->work))
        {
          self->overrun = waiting.whole;
          return;
        }
      steps = attack_labels_gather_steps (self, &candidate);
      if (candidate.dropped_at == NONE && attack_labels_is_needless (self, &candidate, steps))
        continue;
      if (candidate.dropped_at != NONE)
        note_dropped (self, candidate.junction, candidate.cost, candidate.dropped_at);
      else if (is_full (self, candidate.junction))
        note_dropped (self, candidate.junction, candidate.cost, candidate.junction);
      else
        keep (self, &candidate, steps, (guint32) (waiting.number >> LENGTH_SHIFT));
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
  gsize n;

  redan_attack_corridor_init (&self->corridor, graph, scenario, value, goals, n_goals,
                              limits->width);
  self->value = value;
  self->dominator = dominator;
  self->n_wanted = limits->n_wanted;
  self->n_kept = limits->n_kept;
  self->overrun = NEVER;
  number_joints (self);
  n = (gsize) self->corridor.n + self->joined->len + 1;
  self->rooms = g_new0 (Room, n);
  self->dropped = g_new (guint64, n);
  memset (self->dropped, 0xff, n * sizeof (guint64));
  self->is_goal = g_new0 (guint8, n);
  self->stamp = g_new0 (guint32, (gsize) graph->n_nodes + 1);
  self->kept = g_array_new (FALSE, FALSE, sizeof (Kept));
  self->labels = g_array_new (FALSE, FALSE, sizeof (Label));
  self->candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));
  self->waiting = g_array_new (FALSE, FALSE, sizeof (Waiting));
  self->drawers = g_new (guint32, N_DRAWERS);
  memset (self->drawers, 0xff, N_DRAWERS * sizeof (guint32));
  self->drawer_width = self->corridor.most / N_DRAWERS + 1;
  self->heap = g_array_new (FALSE, FALSE, sizeof (Waiting));
  self->stack = g_array_new (FALSE, FALSE, sizeof (guint32));
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
  g_free (self->rooms);
  g_free (self->dropped);
  g_free (self->is_goal);
  g_free (self->stamp);
  g_array_unref (self->kept);
  g_array_unref (self->labels);
  g_array_unref (self->candidates);
  g_array_unref (self->waiting);
  g_free (self->drawers);
  g_array_unref (self->heap);
  g_array_unref (self->stack);
  g_free (self);
}

/* ---- answers ---- */

guint
redan_attack_labels_get_n (const RedanAttackLabels *self, guint32 goal)
{
  guint32 junction = self->corridor.junction[goal];

  return junction == NONE ? 0 : self->rooms[junction].n;
}

gboolean
redan_attack_labels_is_complete (const RedanAttackLabels *self, guint32 goal)
{
  guint32 junction = self->corridor.junction[goal];
  const Room *room = junction == NONE ? NULL : &self->rooms[junction];
  guint64 certain;

  if (room == NULL)
    return TRUE;
  certain = self->dropped[junction];
  if (self->overrun != NEVER)
    certain = MIN (certain, self->overrun - self->corridor.rest[junction]);
  if (room->n < self->n_wanted)
    return certain == NEVER || is_settled (self, junction);

  return attack_labels_get (self, attack_labels_get_kept (self, room->first + room->n - 1)->label)
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
  const Room *room = &self->rooms[self->corridor.junction[goal]];
  GArray *trace = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GArray) stack = g_array_new (FALSE, FALSE, sizeof (Told));

  self->now++;
  push_label (self, attack_labels_get_kept (self, room->first + number)->label, stack);
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
