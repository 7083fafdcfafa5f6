/* SPDX-License-Identifier: Apache-2.0 */
/* Answers about the probability of an attack, always with how it came about. */

#include "config.h"

#include "analysis/graph/attack-chance.h"
#include "analysis/graph/attack-time.h"
#include "ui/report/graph-answers-private.h"

static RedanAttackChanceOptions
get_options (const RedanGraphCase *self)
{
  const RedanAttackChanceOptions options = { .n_samples = self->options->n_samples,
                                             .n_threads = self->options->n_threads,
                                             .most_outcomes = self->options->budget.work };

  return options;
}

static void
write_chance (RedanJson *json, const char *key, const RedanAttackChance *chance)
{
  redan_json_begin_object (json, key);
  redan_json_number (json, "value", chance->value);
  redan_json_number (json, "low", chance->low);
  redan_json_number (json, "high", chance->high);
  redan_json_end_object (json);
}

/* Under the key of exact values only when they are. */
void
redan_graph_write_probabilities (const RedanGraphCase *self, RedanJson *json, const char *key)
{
  const RedanAttackChanceOptions options = get_options (self);
  guint32 n = self->attack->n_foreign;
  g_autofree guint32 *targets = g_new (guint32, (gsize) n + 1);
  g_autofree RedanAttackChance *chances = g_new (RedanAttackChance, (gsize) n + 1);
  RedanAttackMethod method;
  gboolean exact;

  for (guint32 i = 0; i < n; i++)
    targets[i] = i;
  method = redan_attack_chances (self->graph, NULL, targets, n, &options, chances);
  exact = method != REDAN_ATTACK_SAMPLES;

  redan_json_string (json, "probability_method", redan_attack_method_get_word (method));
  redan_json_begin_object (json, exact ? key : "estimated_probability");
  for (guint32 i = 0; i < n; i++)
    {
      const char *id = g_array_index (self->foreign->nodes, RedanForeignNode, i).id;

      if (exact)
        redan_json_number (json, id, chances[i].value);
      else
        write_chance (json, id, &chances[i]);
    }
  redan_json_end_object (json);
}

void
redan_graph_write_goal_probability (const RedanGraphCase *self, RedanJson *json, const char *key)
{
  const RedanAttackChanceOptions options = get_options (self);
  RedanAttackChance chance;
  RedanAttackMethod method =
      redan_attack_chances (self->graph, NULL, &self->goal, 1, &options, &chance);

  redan_json_begin_object (json, key);
  redan_json_number (json, "value", chance.value);
  redan_json_number (json, "low", chance.low);
  redan_json_number (json, "high", chance.high);
  redan_json_string (json, "method", redan_attack_method_get_word (method));
  redan_json_end_object (json);
}

/* For every node that can be taken away. */
void
redan_graph_write_reliance (const RedanGraphCase *self, RedanJson *json, const char *key)
{
  const RedanAttackChanceOptions options = get_options (self);
  g_autoptr (GArray) controls = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autofree RedanAttackReliance *reliance = NULL;
  RedanAttackMethod method;

  for (guint32 i = 0; i < self->attack->n_foreign; i++)
    if (isfinite (self->graph->cost[i]))
      g_array_append_val (controls, i);
  reliance = g_new (RedanAttackReliance, (gsize) controls->len + 1);
  method = redan_attack_reliances (self->graph, NULL, self->goal,
                                   (const guint32 *) (void *) controls->data, controls->len,
                                   &options, reliance);

  redan_json_begin_object (json, key);
  redan_json_string (json, "method", redan_attack_method_get_word (method));
  redan_json_begin_object (json, "nodes");
  for (guint i = 0; i < controls->len; i++)
    {
      guint32 node = g_array_index (controls, guint32, i);

      redan_json_begin_object (json,
                               g_array_index (self->foreign->nodes, RedanForeignNode, node).id);
      redan_json_number (json, "present", reliance[i].with_failure);
      redan_json_number (json, "taken_away", reliance[i].without_failure);
      redan_json_end_object (json);
    }
  redan_json_end_object (json);
  redan_json_end_object (json);
}

/* All that is estimated at once, since it comes from the same samples. */
void
redan_graph_write_times (const RedanGraphCase *self, RedanJson *json, const char *key)
{
  const RedanAttackTimeOptions options = { .n_samples = self->options->n_samples,
                                           .n_threads = self->options->n_threads };
  g_autoptr (RedanAttackTimes) times =
      redan_attack_times_sample (self->graph, NULL, self->goal, &options);
  double deviation;
  double mean = redan_attack_times_get_mean (times, &deviation);

  redan_json_number (json, key, mean);
  redan_json_number (json, "sd_ttc", deviation);
  redan_json_number (json, "ttc_median", redan_attack_times_get_quantile (times, 0.5));
  redan_json_number (json, "ttc_q05", redan_attack_times_get_quantile (times, 0.05));
  redan_json_number (json, "ttc_q95", redan_attack_times_get_quantile (times, 0.95));
  redan_json_number (json, "ttc_never", 1.0 - redan_attack_times_get_share (times, G_MAXDOUBLE));
  redan_json_integer (json, "ttc_samples", times->n_samples);
}
