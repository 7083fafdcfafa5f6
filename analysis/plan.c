/* SPDX-License-Identifier: Apache-2.0 */
/* Greedy choice of controls by reduction for effort. A trial recomputes only what the control can
 * change. */

#include "config.h"

#include "analysis/plan.h"

#include "analysis/graph/graph-private.h"
#include "analysis/score-private.h"

#include <string.h>

#define STANDARD_ROWS 10
#define STANDARD_PHASE 4
#define LARGE 5000 /* elements and interactions from which on a round skips what hardly can win */
#define FIRST_SLACK 2 /* a gate may do so many times what is guessed from the best paths */
#define LATER_SLACK 2 /* and so many times what it did when it was last tried */
#define EQUAL 1e-9 /* priorities that differ less are equal: the order of the catalogue decides */

/* @exact: the reduction is known for the controls chosen so far, else @reduction is a guess for the
 * order of trials. */
typedef struct
{
  guint32 control;
  gboolean is_gate;
  gboolean chosen;
  gboolean closed; /* something chosen makes it needless, or it would make that needless */
  gboolean exact;
  double effort;
  double needed; /* effort of what has to stand before it */
  gint64 reduction;
  guint n_threats;
  guint n_places;
} Candidate;

typedef struct
{
  const RedanFacts *facts;
  const RedanScoring *scoring;
  const RedanRule *rules;
  const RedanControl *catalogue;
  guint n_rules;
  guint n_catalogue;

  RedanControls *controls;
  RedanGraph *graph;
  RedanScorer *scorer;
  GArray *threats; /* with the scores after what was chosen */
  RedanScoreBase *bases;
  guint32 *first;     /* by rule: its threats; n_rules + 1 */
  GArray *candidates; /* in the order of the catalogue */
  GArray *chosen;     /* guint32 */
  double budget;
  gboolean is_large;

  /* exposure and reach after what was chosen, and what a trial changed */
  double *exposure;
  gint64 *reached;
  guint8 *exposure_changed;
  guint8 *reach_changed;

  GCancellable *cancellable;
  gint64 deadline; /* 0: none */
  gboolean stopped;
  gboolean out_of_time;
} Planner;

/* The one clock of this floor: a limit on how long the search goes on, never part of a result. */
static gboolean
may_go_on (Planner *self)
{
  if (self->stopped)
    return FALSE;

  self->out_of_time = self->deadline > 0 && g_get_monotonic_time () > self->deadline;
  self->stopped = self->out_of_time || g_cancellable_is_cancelled (self->cancellable);

  return !self->stopped;
}

static void
index_rules (Planner *self)
{
  self->first = g_new0 (guint32, self->n_rules + 2);
  for (guint i = 0; i < self->threats->len; i++)
    {
      guint32 rule = g_array_index (self->threats, RedanThreat, i).rule;

      self->first[rule == REDAN_NONE ? self->n_rules + 1 : rule + 1]++;
    }
  for (guint i = 0; i <= self->n_rules; i++)
    self->first[i + 1] += self->first[i];
}

/* Whether the control acts in the scores of a rule, apart from exposure and blast. */
static gboolean
acts_on_rule (const Planner *self, guint32 control, const RedanRule *rule)
{
  const char *letter = rule->stride == 0 ? NULL : strchr ("STRIDE", rule->stride);

  if (redan_rule_names_control (rule, control))
    return TRUE;

  return letter != NULL && self->catalogue[control].applies == REDAN_APPLIES_MODEL &&
         (self->catalogue[control].stride >> (letter - "STRIDE") & 1) != 0;
}

static void
assume (Planner *self, guint32 control)
{
  g_array_append_val (self->chosen, control);
  redan_controls_set_assumed (self->controls, (const guint32 *) (gpointer) self->chosen->data,
                              self->chosen->len);
  g_array_set_size (self->chosen, self->chosen->len - 1);
  redan_scorer_reset (self->scorer);
}

static void
remember_places (Planner *self)
{
  memcpy (self->exposure, self->graph->exposure, sizeof (double) * self->graph->n_elements);
  memcpy (self->reached, self->graph->reached, sizeof (gint64) * self->graph->n_elements);
}

static void
compare_places (Planner *self)
{
  for (guint32 i = 0; i < self->graph->n_elements; i++)
    {
      self->exposure_changed[i] = self->exposure[i] != self->graph->exposure[i];
      self->reach_changed[i] = self->reached[i] != self->graph->reached[i];
    }
}

static gboolean
has_moved (const Planner *self, const RedanThreat *threat)
{
  guint32 source;
  guint32 target;

  if (threat->target == REDAN_NONE || threat->context == REDAN_CONTEXT_MODEL)
    return FALSE;
  if (threat->context == REDAN_CONTEXT_BOUNDARY)
    return TRUE;
  if (threat->context == REDAN_CONTEXT_ELEMENT)
    return self->exposure_changed[threat->target] || self->reach_changed[threat->target];

  source = self->facts->interaction_source[threat->target];
  target = self->facts->interaction_target[threat->target];
  if (source == REDAN_NONE || target == REDAN_NONE)
    return FALSE;

  return self->exposure_changed[source] || self->exposure_changed[target] ||
         self->reach_changed[target];
}

/* Sums what the assumption made since assume() changes; with @moved also what exposure and blast
 * change. */
static void
sum_reduction (Planner *self, Candidate *candidate, gboolean moved)
{
  candidate->reduction = 0;
  candidate->n_threats = 0;
  for (guint rule = 0; rule <= self->n_rules; rule++)
    {
      gboolean acts =
          rule < self->n_rules && acts_on_rule (self, candidate->control, &self->rules[rule]);
      guint32 end = rule < self->n_rules ? self->first[rule + 1] : self->threats->len;

      if (!acts && !moved)
        continue;
      for (guint32 i = self->first[rule]; i < end; i++)
        {
          const RedanThreat *old = &g_array_index (self->threats, RedanThreat, i);
          gboolean has_new_place = moved && has_moved (self, old);
          RedanScoreBase base = self->bases[i];
          gint32 residual;

          if (old->residual == 0 || (!acts && !has_new_place))
            continue;
          if (has_new_place)
            redan_scorer_get_base (self->scorer, old, &base);
          residual = redan_scorer_get_residual (self->scorer, old, &base);
          candidate->reduction += old->residual - residual;
          candidate->n_threats += residual < old->residual;
        }
    }
}

/* By node of the tree of best paths: what the scores of all below it owe to their exposure. */
static double *
weigh_subtrees (const Planner *self, double **own_out)
{
  const RedanGraph *graph = self->graph;
  double floor = self->scoring->exposure_floor;
  double *weight = g_new0 (double, graph->n_nodes);

  for (guint i = 0; i < self->threats->len; i++)
    {
      const RedanThreat *threat = &g_array_index (self->threats, RedanThreat, i);
      guint32 at = threat->target;
      double owed = (1 - floor) * threat->exposure;

      if (threat->context == REDAN_CONTEXT_INTERACTION && at != REDAN_NONE)
        at = self->facts->interaction_source[at];
      else if (threat->context != REDAN_CONTEXT_ELEMENT)
        continue;
      if (at != REDAN_NONE && owed > 0)
        weight[at] += threat->residual * owed / (floor + owed);
    }
  *own_out = g_memdup2 (weight, sizeof (double) * graph->n_nodes);
  for (guint i = graph->n_settled; i-- > 0;)
    {
      guint32 node = graph->settled[i];

      if (graph->previous_node[node] != REDAN_NONE)
        weight[graph->previous_node[node]] += weight[node];
    }

  return weight;
}

/* A gate where a best path leads lowers everything below it, as long as there is no way around. */
static double
guess_on_paths (const Planner *self,
                const Candidate *candidate,
                const double *weight,
                const double *own)
{
  const RedanGraph *graph = self->graph;
  double sum = 0;

  for (guint word = 0; word * 64 < graph->n_elements; word++)
    {
      guint64 bits = redan_controls_get_new_word (self->controls, candidate->control,
                                                  REDAN_CONTEXT_ELEMENT, word);

      for (; bits != 0; bits &= bits - 1)
        {
          guint32 element = word * 64 + __builtin_ctzll (bits);

          if (graph->entry[element] == 0)
            sum += weight[element] - own[element];
        }
    }
  for (guint word = 0; word * 64 < self->facts->n_interactions; word++)
    {
      guint64 bits = redan_controls_get_new_word (self->controls, candidate->control,
                                                  REDAN_CONTEXT_INTERACTION, word);

      for (; bits != 0; bits &= bits - 1)
        {
          guint32 interaction = word * 64 + __builtin_ctzll (bits);
          guint32 target = self->facts->interaction_target[interaction];
          guint32 edge = target == REDAN_NONE ? REDAN_NONE : graph->previous_edge[target];

          if (edge != REDAN_NONE && graph->edge_interaction[edge] == interaction &&
              graph->edge_kind[edge] == REDAN_EDGE_FLOW)
            sum += weight[target];
        }
    }

  return sum * self->catalogue[candidate->control].strength *
         self->scoring->state[REDAN_STATE_DECLARED];
}

static void
guess_gates (Planner *self, GPtrArray *gates)
{
  g_autofree double *own = NULL;
  g_autofree double *weight = weigh_subtrees (self, &own);

  for (guint i = 0; i < gates->len; i++)
    {
      Candidate *candidate = gates->pdata[i];

      candidate->reduction += (gint64) guess_on_paths (self, candidate, weight, own);
    }
}

/* Without the graph: the whole effect of a control that is no gate, a first guess for a gate. */
static void
try_locally (Planner *self, Candidate *candidate)
{
  candidate->exact = !candidate->is_gate || candidate->n_places == 0;
  candidate->reduction = 0;
  candidate->n_threats = 0;
  if (candidate->n_places == 0)
    return;

  assume (self, candidate->control);
  sum_reduction (self, candidate, FALSE);
}

static void
try_with_graph (Planner *self, Candidate *candidate)
{
  assume (self, candidate->control);
  redan_graph_update (self->graph);
  compare_places (self);
  sum_reduction (self, candidate, TRUE);
  candidate->exact = TRUE;
}

double
redan_plan_get_effort (const RedanScoring *scoring, const RedanControl *control, guint n_places)
{
  guint further = n_places > 1 ? n_places - 1 : 0;

  return scoring->effort[CLAMP (control->cost, 1, 5)] * (1 + scoring->place_effort * further);
}

static void
add_candidates (Planner *self, guint phase)
{
  for (guint32 i = 0; i < self->n_catalogue; i++)
    {
      const RedanControl *control = &self->catalogue[i];
      Candidate candidate = { .control = i,
                              .is_gate = redan_graph_is_gate (control) };

      if (control->layer == REDAN_LAYER_ORGANIZATIONAL || control->stride == 0 ||
          control->phase > phase)
        continue;
      candidate.n_places = redan_controls_count_new_places (self->controls, i);
      candidate.effort = redan_plan_get_effort (self->scoring, control, candidate.n_places);
      g_array_append_val (self->candidates, candidate);
    }
}

static Candidate *
find_candidate (const Planner *self, guint32 control)
{
  for (guint i = 0; i < self->candidates->len; i++)
    {
      Candidate *candidate = &g_array_index (self->candidates, Candidate, i);

      if (candidate->control == control)
        return candidate;
    }

  return NULL;
}

static gboolean
stands_somewhere (const Planner *self, guint32 control)
{
  for (guint context = 0; context < REDAN_N_CONTEXTS; context++)
    for (guint word = 0; word * 64 < redan_controls_get_n_targets (self->controls, context); word++)
      if (redan_controls_get_present_word (self->controls, control, context, word) != 0)
        return TRUE;

  return FALSE;
}

/* The first control that has to stand before this one, can be put in place, and stands nowhere. */
static Candidate *
find_need (const Planner *self, const Candidate *candidate)
{
  const RedanControl *control = &self->catalogue[candidate->control];

  for (guint i = 0; i < control->n_needs; i++)
    {
      Candidate *need = find_candidate (self, control->needs[i]);

      if (need != NULL && !need->chosen && !need->closed && need->n_places > 0 &&
          !stands_somewhere (self, need->control))
        return need;
    }

  return NULL;
}

static gboolean
names_control (const guint32 *list, guint n, guint32 control)
{
  for (guint i = 0; i < n; i++)
    if (list[i] == control)
      return TRUE;

  return FALSE;
}

/* Nobody pays twice for one thing: of two of which one makes the other needless a plan has one. */
static void
close_others (Planner *self, guint32 chosen)
{
  const RedanControl *control = &self->catalogue[chosen];

  for (guint i = 0; i < self->candidates->len; i++)
    {
      Candidate *other = &g_array_index (self->candidates, Candidate, i);
      const RedanControl *its = &self->catalogue[other->control];

      if (names_control (control->supersedes, control->n_supersedes, other->control) ||
          names_control (its->supersedes, its->n_supersedes, chosen))
        other->closed = TRUE;
    }
}

static gboolean
is_open (const Planner *self, const Candidate *candidate)
{
  return !candidate->chosen && !candidate->closed && candidate->n_places > 0 &&
         candidate->effort + candidate->needed <= self->budget;
}

static int
compare_promise (gconstpointer a, gconstpointer b)
{
  const Candidate *x = *(const Candidate *const *) a;
  const Candidate *y = *(const Candidate *const *) b;
  double promise_x = (double) x->reduction / (x->effort + x->needed);
  double promise_y = (double) y->reduction / (y->effort + y->needed);

  if (promise_x != promise_y)
    return promise_x > promise_y ? -1 : 1;

  return (x->control > y->control) - (x->control < y->control);
}

static double
get_priority (const Candidate *candidate)
{
  return (double) candidate->reduction / 1000 / (candidate->effort + candidate->needed);
}

/* The most promising first, so that a search that is cut short has seen the best of them. In a
 * large model a round ends when what is left would have to do @slack times what it promises. */
static void
try_list (Planner *self, GPtrArray *list, gboolean with_graph, double slack, double *best)
{
  g_ptr_array_sort (list, compare_promise);
  for (guint i = 0; i < list->len && may_go_on (self); i++)
    {
      Candidate *candidate = list->pdata[i];

      if (self->is_large && get_priority (candidate) * slack < *best)
        return;
      if (with_graph)
        try_with_graph (self, candidate);
      else
        try_locally (self, candidate);
      if (candidate->exact)
        *best = MAX (*best, get_priority (candidate));
    }
}

/* First what leaves the graph as it is, then the gates. */
static void
try_candidates (Planner *self, gboolean first_round)
{
  g_autoptr (GPtrArray) gates = g_ptr_array_new ();
  g_autoptr (GPtrArray) others = g_ptr_array_new ();
  double best = 0;

  for (guint i = 0; i < self->candidates->len; i++)
    {
      Candidate *candidate = &g_array_index (self->candidates, Candidate, i);
      const Candidate *need;

      candidate->exact = FALSE;
      need = find_need (self, candidate);
      candidate->needed = need == NULL ? 0 : need->effort;
      if (!is_open (self, candidate))
        continue;
      if (candidate->is_gate)
        g_ptr_array_add (gates, candidate);
      if (!candidate->is_gate || first_round)
        g_ptr_array_add (others, candidate);
    }

  try_list (self, others, FALSE, first_round ? G_MAXDOUBLE : LATER_SLACK, &best);
  if (first_round)
    guess_gates (self, gates);
  try_list (self, gates, TRUE, first_round ? FIRST_SLACK : LATER_SLACK, &best);
}

static Candidate *
choose_best (Planner *self)
{
  Candidate *best = NULL;
  double best_priority = 0;

  for (guint i = 0; i < self->candidates->len; i++)
    {
      Candidate *candidate = &g_array_index (self->candidates, Candidate, i);
      double priority = get_priority (candidate);

      if (!candidate->exact || !is_open (self, candidate) ||
          (best != NULL && priority <= best_priority + EQUAL))
        continue;
      best = candidate;
      best_priority = priority;
    }

  return best;
}

/* Makes the chosen control part of what later trials start from. */
static gint64
settle (Planner *self)
{
  gint64 sum = 0;

  redan_controls_set_assumed (self->controls, (const guint32 *) (gpointer) self->chosen->data,
                              self->chosen->len);
  redan_graph_update (self->graph);
  redan_scorer_reset (self->scorer);
  remember_places (self);
  for (guint i = 0; i < self->threats->len; i++)
    {
      RedanThreat *threat = &g_array_index (self->threats, RedanThreat, i);

      redan_scorer_set_score (self->scorer, threat);
      redan_scorer_get_base (self->scorer, threat, &self->bases[i]);
      sum += threat->residual;
    }

  return sum;
}

/* What has to stand first comes first, whatever it does by itself. */
static Candidate *
take_need (Planner *self, Candidate *best)
{
  Candidate *need = find_need (self, best);

  if (need == NULL)
    return best;
  if (!need->exact && need->is_gate)
    try_with_graph (self, need);
  else if (!need->exact)
    try_locally (self, need);

  return need;
}

static void
search (Planner *self, RedanPlan *plan, guint n_rows)
{
  gint64 remaining = settle (self);

  plan->base = (double) remaining / 1000;
  plan->rows = g_new0 (RedanPlanRow, n_rows + 1);
  while (plan->n_rows < n_rows && !self->stopped)
    {
      RedanPlanRow *row = &plan->rows[plan->n_rows];
      Candidate *best;

      try_candidates (self, plan->n_rows == 0);
      best = choose_best (self);
      if (best == NULL || (double) best->reduction / 1000 < self->scoring->plan_minimum)
        break;

      best = take_need (self, best);
      best->chosen = TRUE;
      close_others (self, best->control);
      g_array_append_val (self->chosen, best->control);
      self->budget -= best->effort;
      remaining -= best->reduction;
      row->control = best->control;
      row->effort = best->effort;
      row->reduction = (double) best->reduction / 1000;
      row->per_effort = row->reduction / row->effort;
      row->remaining = (double) remaining / 1000;
      row->n_threats = best->n_threats;
      row->n_places = best->n_places;
      plan->n_rows++;
      if (plan->n_rows < n_rows && !self->stopped)
        settle (self);
    }
  plan->out_of_time = self->out_of_time;
}

RedanPlan *
redan_plan_compute (const RedanFacts *facts,
                    const GArray *threats,
                    const RedanPlanOptions *options,
                    GCancellable *cancellable)
{
  RedanPlan *plan = g_new0 (RedanPlan, 1);
  guint n_elements = facts->snapshot->n_elements + 1;
  g_autofree double *exposure = g_new (double, n_elements);
  g_autofree gint64 *reached = g_new (gint64, n_elements);
  g_autofree guint8 *exposure_changed = g_new0 (guint8, n_elements);
  g_autofree guint8 *reach_changed = g_new0 (guint8, n_elements);
  g_autoptr (GArray) scores = g_array_copy ((GArray *) threats);
  g_autoptr (GArray) candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));
  g_autoptr (GArray) chosen = g_array_new (FALSE, FALSE, sizeof (guint32));
  Planner self = { .facts = facts,
                   .scoring = redan_catalogue_get_scoring (facts->catalogue),
                   .threats = scores,
                   .candidates = candidates,
                   .chosen = chosen,
                   .budget = options->budget > 0 ? options->budget : G_MAXDOUBLE,
                   .exposure = exposure,
                   .reached = reached,
                   .exposure_changed = exposure_changed,
                   .reach_changed = reach_changed,
                   .cancellable = cancellable };

  if (options->time_ms > 0)
    self.deadline = g_get_monotonic_time () + (gint64) options->time_ms * 1000;
  self.is_large = facts->snapshot->n_elements + facts->n_interactions > LARGE;
  self.bases = g_new (RedanScoreBase, scores->len + 1);
  self.rules = redan_catalogue_get_rules (facts->catalogue, &self.n_rules);
  self.catalogue = redan_catalogue_get_controls (facts->catalogue, &self.n_catalogue);
  self.controls = redan_controls_new (facts);
  self.graph = redan_graph_new (facts, self.controls);
  self.graph->without_accounts = TRUE;
  self.scorer = redan_scorer_new (facts, self.controls, self.graph);
  index_rules (&self);
  add_candidates (&self, options->phase > 0 ? options->phase : STANDARD_PHASE);

  search (&self, plan, MIN (options->n > 0 ? options->n : STANDARD_ROWS, self.n_catalogue));

  redan_scorer_free (self.scorer);
  redan_graph_free (self.graph);
  redan_controls_free (self.controls);
  g_free (self.first);
  g_free (self.bases);

  return plan;
}

void
redan_plan_free (RedanPlan *self)
{
  if (self == NULL)
    return;

  g_free (self->rows);
  g_free (self);
}
