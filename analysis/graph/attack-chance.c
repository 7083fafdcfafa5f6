/* SPDX-License-Identifier: Apache-2.0 */
/* How likely an attack succeeds: prunes, merges, and takes the first exact way that is short
 * enough. */

#include "config.h"

#include "analysis/graph/attack-chance.h"

#include <string.h>

#include "analysis/graph/attack-chance-private.h"
#include "analysis/graph/attack-private.h"

#define STANDARD_SAMPLES 20000
#define STANDARD_OUTCOMES 200000000
#define STANDARD_DIAGRAM 500000
#define MOST_TREE_WORDS 4000000
#define MOST_ENUMERATED 40
#define WILSON_Z 1.959963984540054 /* two-sided 95 % */

const char *
redan_attack_method_get_word (RedanAttackMethod method)
{
  static const char *const words[] = { "tree", "enumeration", "diagram", "samples" };

  return words[method];
}

/* What has one consumer that cannot do without it may as well be a factor of that consumer. */
static void
merge (const RedanAttackLanes *lanes, const guint8 *is_target, double *probability)
{
  for (guint32 i = 0; i < lanes->n; i++)
    {
      guint32 consumer;

      if (is_target[i] != 0 || lanes->out_offset[i + 1] - lanes->out_offset[i] != 1)
        continue;
      consumer = lanes->out_target[lanes->out_offset[i]];
      if (consumer == i || (lanes->is_and[consumer] == 0 &&
                            lanes->in_offset[consumer + 1] - lanes->in_offset[consumer] != 1))
        continue;
      probability[consumer] *= probability[i];
      probability[i] = 1.0;
    }
}

static void
draw_init (RedanAttackDraw *self,
           const RedanAttackGraph *graph,
           const RedanAttackScenario *scenario,
           const double *given)
{
  const RedanAttackScenario from = redan_attack_scenario (graph, scenario);
  const RedanAttackLanes *lanes = self->lanes;
  g_autofree guint8 *is_target = g_new0 (guint8, (gsize) lanes->n + 1);

  self->probability = g_new (double, (gsize) lanes->n + 1);
  self->variable = g_new (guint32, (gsize) lanes->n + 1);
  for (guint32 i = 0; i < lanes->n; i++)
    self->probability[i] = given[lanes->node[i]];
  for (guint32 i = 0; i < from.n_entries; i++)
    if (lanes->place[from.entries[i]] != REDAN_ATTACK_NONE)
      self->probability[lanes->place[from.entries[i]]] = 1.0;
  for (guint32 i = 0; i < self->n_targets; i++)
    if (self->target[i] != REDAN_ATTACK_NONE)
      is_target[self->target[i]] = 1;
  merge (lanes, is_target, self->probability);
  for (guint32 i = 0; i < lanes->n; i++)
    if (self->probability[i] > 0.0 && self->probability[i] < 1.0)
      self->variable[self->n_variables++] = i;
}

/* Bits of the variables a place depends on. Returns: FALSE when two preconditions share one */
static gboolean
unite (const RedanAttackLanes *lanes, guint64 *rows, gsize n_words, guint32 place)
{
  guint64 *row = rows + place * n_words;

  for (guint32 i = lanes->in_offset[place]; i < lanes->in_offset[place + 1]; i++)
    {
      const guint64 *other = rows + lanes->in_source[i] * n_words;

      for (gsize j = 0; j < n_words; j++)
        {
          if ((row[j] & other[j]) != 0)
            return FALSE;
          row[j] |= other[j];
        }
    }

  return TRUE;
}

gboolean
redan_attack_draw_tree (const RedanAttackDraw *self, double *value_out)
{
  const RedanAttackLanes *lanes = self->lanes;
  gsize n_words = self->n_variables / 64 + 1;
  g_autofree guint64 *rows = NULL;
  g_autofree double *value = NULL;
  guint32 next = 0;

  if (!lanes->acyclic || n_words * ((gsize) lanes->n + 1) > MOST_TREE_WORDS)
    return FALSE;
  rows = g_new0 (guint64, n_words * ((gsize) lanes->n + 1));
  value = g_new (double, (gsize) lanes->n + 1);
  for (guint32 i = 0; i < lanes->n; i++)
    {
      double product = 1.0;

      if (!unite (lanes, rows, n_words, i))
        return FALSE;
      if (next < self->n_variables && self->variable[next] == i)
        {
          rows[i * n_words + next / 64] |= G_GUINT64_CONSTANT (1) << (next % 64);
          next++;
        }
      for (guint32 j = lanes->in_offset[i]; j < lanes->in_offset[i + 1]; j++)
        product *=
            lanes->is_and[i] != 0 ? value[lanes->in_source[j]] : 1.0 - value[lanes->in_source[j]];
      if (lanes->is_and[i] == 0 && lanes->start[i] == 0)
        product = 1.0 - product;
      value[i] = product * self->probability[i];
    }
  for (guint32 i = 0; i < self->n_targets; i++)
    value_out[i] = self->target[i] == REDAN_ATTACK_NONE ? 0.0 : value[self->target[i]];

  return TRUE;
}

/* Sums of the weights of the cases of a byte, for each byte of a word of cases. */
static void
fill_sums (const RedanAttackDraw *self, double sums[8][256])
{
  double weight[64];
  guint n = MIN (self->n_variables, 6);

  for (guint i = 0; i < 64; i++)
    {
      weight[i] = i >> n == 0 ? 1.0 : 0.0;
      for (guint j = 0; j < n; j++)
        weight[i] *= (i >> j & 1) != 0 ? self->probability[self->variable[j]]
                                       : 1.0 - self->probability[self->variable[j]];
    }
  for (guint i = 0; i < 8; i++)
    for (guint j = 0; j < 256; j++)
      {
        sums[i][j] = 0.0;
        for (guint bit = 0; bit < 8; bit++)
          if ((j >> bit & 1) != 0)
            sums[i][j] += weight[8 * i + bit];
      }
}

static void
add_block (const RedanAttackDraw *self,
           double sums[8][256],
           const guint64 *value,
           double weight,
           double *value_out)
{
  for (guint32 i = 0; i < self->n_targets; i++)
    {
      guint64 cases = self->target[i] == REDAN_ATTACK_NONE ? 0 : value[self->target[i]];
      double sum = 0.0;

      for (guint j = 0; j < 8; j++)
        sum += sums[j][cases >> (8 * j) & 255];
      value_out[i] += weight * sum;
    }
}

gboolean
redan_attack_draw_enumerate (const RedanAttackDraw *self, guint64 most, double *value_out)
{
  static const guint64 patterns[] = {
    G_GUINT64_CONSTANT (0xaaaaaaaaaaaaaaaa), G_GUINT64_CONSTANT (0xcccccccccccccccc),
    G_GUINT64_CONSTANT (0xf0f0f0f0f0f0f0f0), G_GUINT64_CONSTANT (0xff00ff00ff00ff00),
    G_GUINT64_CONSTANT (0xffff0000ffff0000), G_GUINT64_CONSTANT (0xffffffff00000000)
  };
  const RedanAttackLanes *lanes = self->lanes;
  guint n_high = MAX (self->n_variables, 6) - 6;
  guint64 step = (guint64) lanes->n + lanes->in_offset[lanes->n] + 8 * self->n_targets;
  g_autofree guint64 *own = NULL;
  g_autofree guint64 *value = NULL;
  g_autofree guint64 *dirty = NULL;
  double sums[8][256];

  if (self->n_variables > MOST_ENUMERATED || (step << n_high) > most)
    return FALSE;
  own = g_new (guint64, (gsize) lanes->n + 1);
  value = g_new (guint64, (gsize) lanes->n + 1);
  dirty = g_new0 (guint64, lanes->n / 64 + 1);
  fill_sums (self, sums);
  for (guint32 i = 0; i < lanes->n; i++)
    own[i] = self->probability[i] > 0.0 ? ~G_GUINT64_CONSTANT (0) : 0;
  for (guint i = 0; i < MIN (self->n_variables, 6); i++)
    own[self->variable[i]] = patterns[i];
  for (guint32 i = 0; i < self->n_targets; i++)
    value_out[i] = 0.0;

  for (guint64 block = 0; block < G_GUINT64_CONSTANT (1) << n_high; block++)
    {
      double weight = 1.0;

      for (guint i = 0; i < n_high; i++)
        {
          guint32 place = self->variable[i + 6];
          gboolean on = (block >> i & 1) != 0;

          own[place] = on ? ~G_GUINT64_CONSTANT (0) : 0;
          weight *= on ? self->probability[place] : 1.0 - self->probability[place];
        }
      redan_attack_lanes_run (lanes, own, dirty, value);
      add_block (self, sums, value, weight, value_out);
    }

  return TRUE;
}

static RedanAttackChance
estimate (guint64 count, guint64 n)
{
  double share = (double) count / (double) n;
  double z2 = WILSON_Z * WILSON_Z;
  double middle = (share + z2 / (2.0 * (double) n)) / (1.0 + z2 / (double) n);
  double half = WILSON_Z / (1.0 + z2 / (double) n) *
                sqrt (share * (1.0 - share) / (double) n + z2 / (4.0 * (double) n * (double) n));
  const RedanAttackChance chance = { share, MAX (middle - half, 0.0), MIN (middle + half, 1.0) };

  return chance;
}

static RedanAttackMethod
find_chances (const RedanAttackDraw *self,
              const RedanAttackChanceOptions *options,
              RedanAttackChance *chance_out)
{
  g_autofree double *value = g_new (double, (gsize) self->n_targets + 1);
  g_autofree guint64 *count = g_new0 (guint64, (gsize) self->n_targets + 1);
  guint64 outcomes = options->most_outcomes != 0 ? options->most_outcomes : STANDARD_OUTCOMES;
  guint32 diagram = options->most_diagram != 0 ? options->most_diagram : STANDARD_DIAGRAM;
  RedanAttackMethod method = REDAN_ATTACK_SAMPLES;
  guint64 n;

  if (!options->only_samples && redan_attack_draw_tree (self, value))
    method = REDAN_ATTACK_TREE;
  else if (!options->only_samples && redan_attack_draw_enumerate (self, outcomes / 16, value))
    method = REDAN_ATTACK_ENUMERATION;
  else if (!options->only_samples && redan_attack_draw_diagram (self, diagram, value))
    method = REDAN_ATTACK_DIAGRAM;
  else if (!options->only_samples && redan_attack_draw_enumerate (self, outcomes, value))
    method = REDAN_ATTACK_ENUMERATION;
  if (method != REDAN_ATTACK_SAMPLES)
    {
      for (guint32 i = 0; i < self->n_targets; i++)
        chance_out[i] = (RedanAttackChance){ value[i], value[i], value[i] };
      return method;
    }

  n = redan_attack_draw_sample (self, options, count);
  for (guint32 i = 0; i < self->n_targets; i++)
    chance_out[i] = self->target[i] == REDAN_ATTACK_NONE ? (RedanAttackChance){ 0.0, 0.0, 0.0 }
                                                         : estimate (count[i], n);

  return method;
}

RedanAttackMethod
redan_attack_chances (const RedanAttackGraph *graph,
                      const RedanAttackScenario *scenario,
                      const guint32 *targets,
                      guint32 n_targets,
                      const RedanAttackChanceOptions *options,
                      RedanAttackChance *chance_out)
{
  const RedanAttackChanceOptions standard = { .n_samples = STANDARD_SAMPLES };
  g_autoptr (RedanAttackLanes) lanes = redan_attack_lanes_new (graph, scenario, targets, n_targets);
  g_autofree guint32 *target = g_new (guint32, (gsize) n_targets + 1);
  RedanAttackDraw draw = { .lanes = lanes, .target = target, .n_targets = n_targets };
  RedanAttackChanceOptions use = options != NULL ? *options : standard;
  RedanAttackMethod method;

  if (use.n_samples == 0)
    use.n_samples = STANDARD_SAMPLES;
  for (guint32 i = 0; i < n_targets; i++)
    target[i] = lanes->place[targets[i]];
  draw_init (&draw, graph, scenario,
             use.probability != NULL ? use.probability : graph->probability);
  method = find_chances (&draw, &use, chance_out);
  g_free (draw.probability);
  g_free (draw.variable);

  return method;
}

RedanAttackMethod
redan_attack_reliances (const RedanAttackGraph *graph,
                        const RedanAttackScenario *scenario,
                        guint32 goal,
                        const guint32 *controls,
                        guint32 n,
                        const RedanAttackChanceOptions *options,
                        RedanAttackReliance *reliance_out)
{
  RedanAttackChanceOptions use = { .n_samples = STANDARD_SAMPLES };
  g_autofree double *probability = NULL;
  RedanAttackMethod worst = REDAN_ATTACK_TREE;
  gboolean sampled = FALSE;

  if (options != NULL)
    use = *options;
  probability = g_memdup2 (use.probability != NULL ? use.probability : graph->probability,
                           ((gsize) graph->n_nodes + 1) * sizeof (double));
  use.probability = probability;
  for (guint32 i = 0; i < n; i++)
    {
      double before = probability[controls[i]];
      RedanAttackChance with;
      RedanAttackChance without;
      RedanAttackMethod one;
      RedanAttackMethod two;

      probability[controls[i]] = 1.0;
      one = redan_attack_chances (graph, scenario, &goal, 1, &use, &with);
      probability[controls[i]] = 0.0;
      two = redan_attack_chances (graph, scenario, &goal, 1, &use, &without);
      probability[controls[i]] = before;
      worst = MAX (worst, MAX (one, two));
      reliance_out[i] = (RedanAttackReliance){ with.value, without.value };
      /* Exact and sampled figures do not mix: then all are sampled. */
      if (worst == REDAN_ATTACK_SAMPLES && !sampled && !use.only_samples)
        {
          sampled = TRUE;
          use.only_samples = TRUE;
          i = G_MAXUINT32;
        }
    }

  return worst;
}
