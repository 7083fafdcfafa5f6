/* SPDX-License-Identifier: Apache-2.0 */
/* Answers about what to change in an attack graph, where to watch it, and what has changed. */

#include "config.h"

#include "analysis/graph/attack-difference.h"
#include "analysis/graph/attack-plan.h"
#include "ui/report/graph-answers-private.h"

#define N_SENSORS 3
#define PLAN_EVALUATIONS 20000

/* Taking a node away leaves it no chance. Silent without a budget. */
void
redan_graph_write_plan (const RedanGraphCase *self, RedanJson *json, const char *key)
{
  const RedanAttackGraph *graph = self->graph;
  const double weight = 1.0;
  RedanAttackRiskOfGoals risk = {
    .graph = graph, .goals = &self->goal, .weights = &weight, .n_goals = 1
  };
  g_autoptr (GArray) controls = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GArray) costs = g_array_new (FALSE, FALSE, sizeof (double));
  g_autofree double *gone = NULL;
  g_autoptr (RedanAttackPlan) plan = NULL;

  if (!self->options->has_money)
    return;
  for (guint32 i = 0; i < self->attack->n_foreign; i++)
    if (isfinite (graph->cost[i]))
      {
        g_array_append_val (controls, i);
        g_array_append_val (costs, graph->cost[i]);
      }
  gone = g_new0 (double, (gsize) controls->len + 1);
  risk.control = (const guint32 *) (void *) controls->data;
  risk.probability = gone;
  risk.n_controls = controls->len;
  risk.options.n_samples = self->options->n_samples;
  risk.options.n_threads = self->options->n_threads;
  risk.options.most_outcomes = self->options->budget.work;
  plan = redan_attack_plan_new (controls->len, (const double *) (void *) costs->data,
                                self->options->money, redan_attack_risk_of_goals, NULL, &risk,
                                PLAN_EVALUATIONS, self->options->budget.cancellable);

  redan_json_begin_object (json, key);
  redan_json_number (json, "before", plan->before);
  redan_json_number (json, "after", plan->after);
  redan_json_number (json, "lower", plan->lower);
  redan_json_boolean (json, "optimal", plan->optimal);
  redan_json_number (json, "cost", plan->cost);
  redan_json_begin_array (json, "nodes");
  for (guint32 i = 0; i < plan->n_chosen; i++)
    redan_graph_write_id (self, json, g_array_index (controls, guint32, plan->chosen[i]));
  redan_json_end_array (json);
  redan_json_end_object (json);
}

/* Not where the attacker starts nor on the goal itself: there it is too early or too late. */
void
redan_graph_write_sensors (const RedanGraphCase *self, RedanJson *json, const char *key)
{
  const RedanAttackGraph *graph = self->graph;
  g_autoptr (RedanAttackPaths) paths = redan_attack_paths_find (
      graph, NULL, self->goal, self->options->n_paths, &self->options->budget);
  g_autofree guint8 *allowed = g_new0 (guint8, (gsize) graph->n_nodes + 1);
  guint32 chosen[N_SENSORS];
  double seen[N_SENSORS];
  guint32 n;

  for (guint32 i = 0; i < graph->n_nodes; i++)
    allowed[i] = redan_graph_is_shown (self, i) && graph->need[i] > 0;
  for (guint32 i = 0; i < graph->n_entries; i++)
    allowed[graph->entries[i]] = 0;
  allowed[self->goal] = 0;
  n = redan_attack_sensors (paths, graph->n_nodes, NULL, allowed, N_SENSORS, chosen, seen);
  redan_json_begin_array (json, key);
  for (guint32 i = 0; i < n; i++)
    {
      redan_json_begin_object (json, NULL);
      redan_graph_write_named_id (self, json, "node", chosen[i]);
      redan_json_integer (json, "paths_seen", (gint64) seen[i]);
      redan_json_integer (json, "paths", paths->n);
      redan_json_end_object (json);
    }
  redan_json_end_array (json);
}

/* What a node is called, or its id; nodes that a form put in have no counterpart. */
static const char **
list_keys (const RedanForeignGraph *foreign, const RedanAttackForeign *attack)
{
  const char **keys = g_new0 (const char *, (gsize) attack->graph->n_nodes + 1);

  for (guint32 i = 0; i < attack->n_foreign; i++)
    {
      const RedanForeignNode *node = &g_array_index (foreign->nodes, RedanForeignNode, i);

      keys[i] = *node->label != '\0' ? node->label : node->id;
    }

  return keys;
}

static void
write_nodes (RedanJson *json, const char *key, const GArray *nodes, const char **keys)
{
  redan_json_begin_array (json, key);
  for (guint i = 0; i < nodes->len; i++)
    if (keys[g_array_index (nodes, guint32, i)] != NULL)
      redan_json_string (json, NULL, keys[g_array_index (nodes, guint32, i)]);
  redan_json_end_array (json);
}

static void
write_new_paths (const RedanGraphCase *self,
                 RedanJson *json,
                 const RedanAttackSide *before,
                 const RedanAttackSide *after)
{
  g_autoptr (RedanAttackPaths) paths = redan_attack_paths_find (
      self->graph, NULL, self->goal, self->options->n_paths, &self->options->budget);
  g_autofree guint8 *is_new = g_new (guint8, (gsize) paths->n + 1);

  redan_attack_difference_mark_new_paths (before, after, paths, is_new);
  redan_json_begin_array (json, "new_paths");
  for (guint32 i = 0; i < paths->n; i++)
    {
      if (is_new[i] == 0)
        continue;
      redan_json_begin_array (json, NULL);
      for (guint32 j = paths->offset[i]; j < paths->offset[i + 1]; j++)
        if (after->keys[paths->node[j]] != NULL)
          redan_json_string (json, NULL, after->keys[paths->node[j]]);
      redan_json_end_array (json);
    }
  redan_json_end_array (json);
}

/* Silent without a graph to compare with. */
void
redan_graph_write_difference (const RedanGraphCase *self, RedanJson *json, const char *key)
{
  const RedanForeignGraph *old = self->options->against;
  g_autoptr (RedanAttackForeign) attack =
      old == NULL ? NULL : redan_attack_foreign_new (old, NULL, NULL, NULL);
  g_autofree const char **keys_before = NULL;
  g_autofree const char **keys_after = NULL;
  RedanAttackSide before;
  RedanAttackSide after;
  g_autoptr (RedanAttackDifference) difference = NULL;

  if (attack == NULL)
    return;
  keys_before = list_keys (old, attack);
  keys_after = list_keys (self->foreign, self->attack);
  before = (RedanAttackSide){ attack->graph, NULL, keys_before };
  after = (RedanAttackSide){ self->graph, NULL, keys_after };
  difference = redan_attack_difference_new (&before, &after);

  redan_json_begin_object (json, key);
  write_nodes (json, "added", difference->added, keys_after);
  write_nodes (json, "removed", difference->removed, keys_before);
  write_nodes (json, "opened", difference->opened, keys_after);
  write_nodes (json, "closed", difference->closed, keys_before);
  write_nodes (json, "eased", difference->eased, keys_after);
  write_nodes (json, "hardened", difference->hardened, keys_after);
  if (self->goal != REDAN_ATTACK_NONE)
    write_new_paths (self, json, &before, &after);
  redan_json_end_object (json);
}
