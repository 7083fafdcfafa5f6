/* SPDX-License-Identifier: Apache-2.0 */
/* Distributions of the time of an attack, sample by sample. */

#include "config.h"

#include "analysis/graph/attack-time.h"

#include <string.h>

#include "analysis/graph/attack-chance-private.h"
#include "analysis/graph/attack-lanes.h"
#include "analysis/graph/attack-private.h"

#define STANDARD_SAMPLES 10000
#define NO_SAMPLE -1.0

/* What is drawn: nodes that may be missing, take a random time, or fail at a level of decay. The
 * search runs on the part of the graph that an attack on a goal can use, unless edges have weights.
 */
typedef struct
{
  const RedanAttackGraph *graph;
  const RedanAttackScenario *scenario;
  const guint32 *goals;
  guint32 n_goals;
  RedanAttackAlgebra algebra;
  RedanAttackTimeOptions options;
  RedanAttackLanes *lanes;   /* (nullable): that part */
  RedanAttackGraph core;     /* the same as a graph; all of it without @lanes */
  RedanAttackScenario start; /* in @core */
  double *own;               /* by node of @core: of those without chance */
  guint32 *variable;         /* nodes of @core with it */
  guint32 n_variables;
  guint8 *decays; /* (nullable): by node: its level is what is drawn */
  double *result; /* by goal, then sample */
} Sampler;

typedef struct
{
  const Sampler *sampler;
  guint32 first;
  guint32 step;
} Share;

/* Between 0 and 1, neither of them. */
static double
draw_uniform (const Sampler *self, guint32 sample, guint32 node, guint64 draw)
{
  guint64 bits = redan_attack_random (self->options.seed, sample, node, draw) >> 12;

  return ((double) bits + 0.5) / 4503599627370496.0;
}

/* Box and Muller (1958). */
static double
draw_normal (const Sampler *self, guint32 sample, guint32 node, guint64 draw)
{
  double radius = sqrt (-2.0 * log (draw_uniform (self, sample, node, draw)));

  return radius * cos (2.0 * G_PI * draw_uniform (self, sample, node, draw + 1));
}

/* Marsaglia and Tsang (2000); a shape below 1 is raised by one. */
static double
draw_gamma (const Sampler *self, guint32 sample, guint32 node, double shape)
{
  double boost = shape < 1.0 ? pow (draw_uniform (self, sample, node, 1), 1.0 / shape) : 1.0;
  double d = (shape < 1.0 ? shape + 1.0 : shape) - 1.0 / 3.0;
  double c = 1.0 / sqrt (9.0 * d);

  /* Accepted in more than 95 of 100 rounds; the draws of a node end at 64. */
  for (guint64 draw = 2; draw < 60; draw += 3)
    {
      double x = draw_normal (self, sample, node, draw);
      double v = pow (1.0 + c * x, 3.0);

      if (v > 0.0 &&
          log (draw_uniform (self, sample, node, draw + 2)) < 0.5 * x * x + d - d * v + d * log (v))
        return boost * d * v;
    }

  return boost * d;
}

static double
draw_time (const Sampler *self, guint32 sample, guint32 node)
{
  const RedanAttackTime *time = &self->graph->time[node];

  switch (time->spread)
    {
    case REDAN_ATTACK_SPREAD_EXPONENTIAL:
      return -time->first * log (draw_uniform (self, sample, node, 1));
    case REDAN_ATTACK_SPREAD_UNIFORM:
      return time->first + (time->second - time->first) * draw_uniform (self, sample, node, 1);
    case REDAN_ATTACK_SPREAD_LOG_NORMAL:
      return exp (time->first + time->second * draw_normal (self, sample, node, 1));
    case REDAN_ATTACK_SPREAD_GAMMA:
      return time->second * draw_gamma (self, sample, node, time->first);
    case REDAN_ATTACK_SPREAD_NORMAL:
      return MAX (time->first + time->second * draw_normal (self, sample, node, 1), 0.0);
    case REDAN_ATTACK_SPREAD_CONSTANT:
    default:
      return time->first;
    }
}

static double
draw_node (const Sampler *self, guint32 sample, guint32 node)
{
  if (self->decays != NULL && self->decays[node] != 0)
    return draw_uniform (self, sample, node, 0);
  if (draw_uniform (self, sample, node, 0) >= self->graph->probability[node])
    return INFINITY;
  if (self->decays != NULL || self->graph->time == NULL)
    return 0.0;

  return draw_time (self, sample, node);
}

/* A node of the graph in the core; REDAN_ATTACK_NONE when no attack can use it. */
static guint32
get_place (const Sampler *self, guint32 node)
{
  return self->lanes != NULL ? self->lanes->place[node] : node;
}

static guint32
get_node (const Sampler *self, guint32 place)
{
  return self->lanes != NULL ? self->lanes->node[place] : place;
}

static gpointer
sample_share (gpointer data)
{
  const Share *share = data;
  const Sampler *self = share->sampler;
  gsize n = (gsize) self->core.n_nodes + 1;
  g_autofree double *own = g_memdup2 (self->own, n * sizeof (double));
  g_autofree double *value = g_new (double, n);
  guint32 last = self->n_goals == 1 ? get_place (self, self->goals[0]) : REDAN_ATTACK_NONE;
  RedanAttackKnuth knuth;

  redan_attack_knuth_init (&knuth, &self->core);
  for (guint32 i = share->first; i < self->options.n_samples; i += share->step)
    {
      if (g_cancellable_is_cancelled (self->options.cancellable))
        break;
      for (guint32 j = 0; j < self->n_variables; j++)
        own[self->variable[j]] = draw_node (self, i, get_node (self, self->variable[j]));
      redan_attack_knuth_run (&knuth, &self->start, self->algebra, own, last, value, NULL);
      for (guint32 j = 0; j < self->n_goals; j++)
        {
          guint32 place = get_place (self, self->goals[j]);

          self->result[(gsize) j * self->options.n_samples + i] =
              place == REDAN_ATTACK_NONE ? INFINITY : value[place];
        }
    }
  redan_attack_knuth_clear (&knuth);

  return NULL;
}

/* What holds at the outset needs nothing: a leaf in the core. */
static void
make_core (Sampler *self)
{
  const RedanAttackLanes *lanes = self->lanes;
  const RedanAttackScenario from = redan_attack_scenario (self->graph, self->scenario);
  g_autofree guint8 *is_entry = g_new0 (guint8, (gsize) lanes->n + 1);
  guint32 *entries = g_new (guint32, (gsize) lanes->n + 1);

  self->core = (RedanAttackGraph){ .n_nodes = lanes->n,
                                   .n_edges = lanes->out_offset[lanes->n],
                                   .out_offset = lanes->out_offset,
                                   .out_target = lanes->out_target,
                                   .in_offset = lanes->in_offset,
                                   .in_source = lanes->in_source };
  self->core.kind = g_new (guint8, (gsize) lanes->n + 1);
  self->core.need = g_new (guint32, (gsize) lanes->n + 1);
  self->core.seeds = g_new (guint32, (gsize) lanes->n + 1);
  self->start = (RedanAttackScenario){ .entries = entries };
  for (guint32 i = 0; i < from.n_entries; i++)
    {
      guint32 place = lanes->place[from.entries[i]];

      if (place == REDAN_ATTACK_NONE || is_entry[place] != 0)
        continue;
      is_entry[place] = 1;
      entries[self->start.n_entries++] = place;
    }
  for (guint32 i = 0; i < lanes->n; i++)
    {
      self->core.kind[i] = lanes->start[i] != 0    ? REDAN_ATTACK_LEAF
                           : lanes->is_and[i] != 0 ? REDAN_ATTACK_AND
                                                   : REDAN_ATTACK_OR;
      self->core.need[i] = lanes->in_offset[i + 1] - lanes->in_offset[i];
      if (lanes->start[i] != 0 && is_entry[i] == 0)
        self->core.seeds[self->core.n_seeds++] = i;
    }
}

/* A weight is a length or a time, no level of decay. */
static void
choose_core (Sampler *self)
{
  self->core = *self->graph;
  if (self->decays != NULL)
    self->core.weight = NULL;
  if (self->core.weight != NULL)
    {
      self->start = redan_attack_scenario (self->graph, self->scenario);
      return;
    }
  self->lanes = redan_attack_lanes_new (self->graph, self->scenario, self->goals, self->n_goals);
  make_core (self);
}

static void
clear_core (Sampler *self)
{
  if (self->lanes == NULL)
    return;
  g_free (self->core.kind);
  g_free (self->core.need);
  g_free (self->core.seeds);
  g_free ((gpointer) self->start.entries);
  g_clear_pointer (&self->lanes, redan_attack_lanes_free);
}

static void
list_variables (Sampler *self)
{
  const RedanAttackGraph *graph = self->graph;

  self->own = g_new0 (double, (gsize) self->core.n_nodes + 1);
  self->variable = g_new (guint32, (gsize) self->core.n_nodes + 1);
  for (guint32 i = 0; i < self->core.n_nodes; i++)
    {
      guint32 node = get_node (self, i);
      gboolean decays = self->decays != NULL && self->decays[node] != 0;
      gboolean timed = self->decays == NULL && graph->time != NULL;

      if (decays || graph->probability[node] < 1.0 ||
          (timed && graph->time[node].spread != REDAN_ATTACK_SPREAD_CONSTANT))
        self->variable[self->n_variables++] = i;
      else if (timed)
        self->own[i] = graph->time[node].first;
    }
}

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a;
  double y = *(const double *) b;

  return (x > y) - (x < y);
}

/* Whoever drew a sample, it stands at its number; sorted they are the same in any case. */
static RedanAttackTimes *
sort_samples (const double *result, guint32 n)
{
  RedanAttackTimes *times = g_new0 (RedanAttackTimes, 1);

  times->time = g_new (double, (gsize) n + 1);
  for (guint32 i = 0; i < n; i++)
    {
      times->n_samples += result[i] != NO_SAMPLE;
      if (result[i] != NO_SAMPLE && isfinite (result[i]))
        times->time[times->n_ended++] = result[i];
    }
  qsort (times->time, times->n_ended, sizeof (double), compare_numbers);

  return times;
}

static GPtrArray *
sample (Sampler *self, const RedanAttackTimeOptions *options)
{
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify) redan_attack_times_free);
  gsize n_results;
  guint n_threads;
  g_autofree Share *shares = NULL;
  g_autofree GThread **threads = NULL;

  if (options != NULL)
    self->options = *options;
  if (self->options.n_samples == 0)
    self->options.n_samples = STANDARD_SAMPLES;
  choose_core (self);
  list_variables (self);
  n_results = (gsize) self->options.n_samples * self->n_goals;
  self->result = g_new (double, n_results + 1);
  for (gsize i = 0; i < n_results; i++)
    self->result[i] = NO_SAMPLE;

  n_threads = CLAMP (self->options.n_threads, 1, 64);
  shares = g_new0 (Share, n_threads);
  threads = g_new0 (GThread *, n_threads);
  for (guint i = 0; i < n_threads; i++)
    {
      shares[i] = (Share){ self, i, n_threads };
      if (i > 0)
        threads[i] = g_thread_new ("attack-times", sample_share, &shares[i]);
    }
  sample_share (&shares[0]);
  for (guint i = 1; i < n_threads; i++)
    g_thread_join (threads[i]);

  for (guint32 i = 0; i < self->n_goals; i++)
    g_ptr_array_add (all, sort_samples (self->result + (gsize) i * self->options.n_samples,
                                        self->options.n_samples));
  g_free (self->own);
  g_free (self->variable);
  g_free (self->result);
  clear_core (self);

  return all;
}

GPtrArray *
redan_attack_times_sample_many (const RedanAttackGraph *graph,
                                const RedanAttackScenario *scenario,
                                const guint32 *goals,
                                guint32 n_goals,
                                const RedanAttackTimeOptions *options)
{
  Sampler sampler = { .graph = graph,
                      .scenario = scenario,
                      .goals = goals,
                      .n_goals = n_goals,
                      .algebra = REDAN_ATTACK_PARALLEL };

  return sample (&sampler, options);
}

RedanAttackTimes *
redan_attack_times_sample (const RedanAttackGraph *graph,
                           const RedanAttackScenario *scenario,
                           guint32 goal,
                           const RedanAttackTimeOptions *options)
{
  g_autoptr (GPtrArray) all = redan_attack_times_sample_many (graph, scenario, &goal, 1, options);

  return g_ptr_array_steal_index (all, 0);
}

GPtrArray *
redan_attack_decay_sample_many (const RedanAttackGraph *graph,
                                const RedanAttackScenario *scenario,
                                const guint32 *goals,
                                guint32 n_goals,
                                const guint32 *controls,
                                guint32 n,
                                const RedanAttackTimeOptions *options)
{
  g_autofree guint8 *decays = g_new0 (guint8, (gsize) graph->n_nodes + 1);
  Sampler sampler = { .graph = graph,
                      .scenario = scenario,
                      .goals = goals,
                      .n_goals = n_goals,
                      .algebra = REDAN_ATTACK_BOTTLENECK,
                      .decays = decays };

  for (guint32 i = 0; i < n; i++)
    decays[controls[i]] = 1;

  return sample (&sampler, options);
}

RedanAttackTimes *
redan_attack_decay_sample (const RedanAttackGraph *graph,
                           const RedanAttackScenario *scenario,
                           guint32 goal,
                           const guint32 *controls,
                           guint32 n,
                           const RedanAttackTimeOptions *options)
{
  g_autoptr (GPtrArray) all =
      redan_attack_decay_sample_many (graph, scenario, &goal, 1, controls, n, options);

  return g_ptr_array_steal_index (all, 0);
}

void
redan_attack_times_free (RedanAttackTimes *self)
{
  if (self == NULL)
    return;

  g_free (self->time);
  g_free (self);
}

double
redan_attack_times_get_quantile (const RedanAttackTimes *self, double q)
{
  double place = ceil (CLAMP (q, 0.0, 1.0) * self->n_samples);
  guint32 number = (guint32) MAX (place, 1.0);

  return number > self->n_ended ? INFINITY : self->time[number - 1];
}

double
redan_attack_times_get_share (const RedanAttackTimes *self, double time)
{
  guint32 low = 0;
  guint32 high = self->n_ended;

  while (low < high)
    {
      guint32 middle = low + (high - low) / 2;

      if (self->time[middle] <= time)
        low = middle + 1;
      else
        high = middle;
    }

  return self->n_samples == 0 ? 0.0 : (double) low / self->n_samples;
}

double
redan_attack_times_get_mean (const RedanAttackTimes *self, double *deviation_out)
{
  double sum = 0.0;
  double squares = 0.0;
  double mean;

  for (guint32 i = 0; i < self->n_ended; i++)
    sum += self->time[i];
  mean = self->n_ended == 0 ? INFINITY : sum / self->n_ended;
  for (guint32 i = 0; i < self->n_ended; i++)
    squares += (self->time[i] - mean) * (self->time[i] - mean);
  if (deviation_out != NULL)
    *deviation_out = self->n_ended < 2 ? 0.0 : sqrt (squares / (self->n_ended - 1));

  return mean;
}
