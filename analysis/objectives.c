/* SPDX-License-Identifier: Apache-2.0 */
/* States of the SEC01 objectives from their criteria, and the maturity level. */

#include "config.h"

#include "analysis/objectives.h"

#include "analysis/objectives-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define N_LEVELS 4

static const char *const state_words[] = { "met", "partial", "not-met", "not-applicable",
                                           "unknown" };
static const char *const value_words[] = { "false", "true", "unknown", "not-applicable" };

const char *
redan_objective_state_get_word (RedanObjectiveState state)
{
  g_return_val_if_fail (state < G_N_ELEMENTS (state_words), NULL);

  return state_words[state];
}

const char *
redan_criterion_value_get_word (RedanCriterionValue value)
{
  g_return_val_if_fail (value < G_N_ELEMENTS (value_words), NULL);

  return value_words[value];
}

/* sec01.md 1.0: what does not apply or is waived is dropped, the rest is weighed. */
static void
weigh (const RedanCriterion *criteria,
       const RedanCriterionResult *results,
       guint n,
       guint32 objective,
       RedanObjectiveResult *out)
{
  guint weight[4] = { 0 };
  guint all;

  for (guint i = 0; i < n; i++)
    {
      if (criteria[i].objective != objective)
        continue;
      out->n_lapsed += results[i].waiver != NULL && !results[i].waived;
      if (results[i].waived)
        {
          out->n_waived++;
          continue;
        }
      weight[results[i].value] += criteria[i].weight;
      out->required_failed |= criteria[i].required && results[i].value == REDAN_CRITERION_FALSE;
    }

  all = weight[REDAN_CRITERION_TRUE] + weight[REDAN_CRITERION_FALSE] +
        weight[REDAN_CRITERION_UNKNOWN];
  if (all == 0)
    {
      out->state = REDAN_OBJECTIVE_NOT_APPLICABLE;
      return;
    }

  out->low = (double) weight[REDAN_CRITERION_TRUE] / all;
  out->high = (double) (weight[REDAN_CRITERION_TRUE] + weight[REDAN_CRITERION_UNKNOWN]) / all;
  if (weight[REDAN_CRITERION_TRUE] == all)
    out->state = REDAN_OBJECTIVE_MET;
  else if (weight[REDAN_CRITERION_UNKNOWN] == all)
    out->state = REDAN_OBJECTIVE_UNKNOWN;
  else if (weight[REDAN_CRITERION_TRUE] == 0 && weight[REDAN_CRITERION_FALSE] > 0)
    out->state = REDAN_OBJECTIVE_NOT_MET;
  else
    out->state = REDAN_OBJECTIVE_PARTIAL;
}

/* It is the digit of the objective, "ML2-1". */
guint
redan_objective_get_level (const RedanObjective *objective)
{
  if (strcmp (objective->group, "maturity") != 0 || !g_str_has_prefix (objective->id, "ML") ||
      !g_ascii_isdigit (objective->id[2]))
    return 0;

  return (guint) g_ascii_digit_value (objective->id[2]);
}

/* Levels are cumulative: the floor is the last one up to which all is true, the ceiling up to which
 * nothing is false. */
static void
find_maturity (RedanObjectives *self,
               const RedanCriterion *criteria,
               const RedanObjective *objectives)
{
  gboolean all_true[N_LEVELS + 1];
  gboolean none_false[N_LEVELS + 1];

  for (guint i = 0; i <= N_LEVELS; i++)
    all_true[i] = none_false[i] = TRUE;
  for (guint i = 0; i < self->n_criteria; i++)
    {
      guint level = redan_objective_get_level (&objectives[criteria[i].objective]);

      if (level == 0 || level > N_LEVELS || self->criteria[i].waived)
        continue;
      all_true[level] &= self->criteria[i].value == REDAN_CRITERION_TRUE;
      none_false[level] &= self->criteria[i].value != REDAN_CRITERION_FALSE;
    }
  while (self->maturity_floor < N_LEVELS && all_true[self->maturity_floor + 1])
    self->maturity_floor++;
  while (self->maturity_ceiling < N_LEVELS && none_false[self->maturity_ceiling + 1])
    self->maturity_ceiling++;
}

static void
init_assessment (Assessment *self,
                 const RedanFacts *facts,
                 RedanControls *controls,
                 RedanGraph *graph,
                 const GArray *threats,
                 const RedanObjectiveScope *scope,
                 ScopeMask **mask_out)
{
  if (scope != NULL && scope->kind != REDAN_SCOPE_OF_MODEL)
    *mask_out = scope_mask_new (facts, scope);
  *self = (Assessment){ .facts = facts,
                        .controls = controls,
                        .graph = graph,
                        .threats = threats,
                        .scoring = redan_catalogue_get_scoring (facts->catalogue),
                        .mask = *mask_out,
                        .limit = NAN };
}

void
assessment_init (Assessment *self,
                 const RedanAnalysis *analysis,
                 const RedanObjectiveScope *scope,
                 ScopeMask **mask_out)
{
  init_assessment (self, analysis->facts, analysis->controls, analysis->graph, analysis->threats,
                   scope, mask_out);
}

RedanObjectives *
redan_objectives_evaluate (const RedanFacts *facts,
                           RedanControls *controls,
                           RedanGraph *graph,
                           const GArray *threats)
{
  return redan_objectives_evaluate_scope (facts, controls, graph, threats, NULL);
}

RedanObjectives *
redan_objectives_evaluate_scope (const RedanFacts *facts,
                                 RedanControls *controls,
                                 RedanGraph *graph,
                                 const GArray *threats,
                                 const RedanObjectiveScope *scope)
{
  RedanObjectives *self = g_new0 (RedanObjectives, 1);
  g_autoptr (ScopeMask) mask = NULL;
  Assessment assessment;
  const RedanCriterion *criteria =
      redan_catalogue_get_criteria (facts->catalogue, &self->n_criteria);
  const RedanObjective *objectives =
      redan_catalogue_get_objectives (facts->catalogue, &self->n_objectives);

  self->criteria = g_new0 (RedanCriterionResult, self->n_criteria + 1);
  self->objectives = g_new0 (RedanObjectiveResult, self->n_objectives + 1);
  for (guint i = 0; i < self->n_objectives; i++)
    self->objectives[i].state = REDAN_OBJECTIVE_UNKNOWN;
  self->scope_text = g_strdup (scope == NULL ? "model" : scope->text);
  self->scope_title = g_strdup (scope == NULL ? _ ("the whole model") : scope->title);
  init_assessment (&assessment, facts, controls, graph, threats, scope, &mask);
  assessment.results = self;
  objectives_apply_waivers (facts, self);

  /* Objectives in the order of the catalogue: a roll-up reads those before it. */
  for (guint32 i = 0; i < self->n_objectives; i++)
    {
      for (guint j = 0; j < self->n_criteria; j++)
        if (criteria[j].objective == i)
          criterion_evaluate (&assessment, criteria[j].expression, &self->criteria[j]);
      weigh (criteria, self->criteria, self->n_criteria, i, &self->objectives[i]);
    }
  find_maturity (self, criteria, objectives);

  return self;
}

void
redan_objectives_free (RedanObjectives *self)
{
  if (self == NULL)
    return;

  for (guint i = 0; i < self->n_criteria; i++)
    {
      g_clear_pointer (&self->criteria[i].targets, g_array_unref);
      g_free (self->criteria[i].note);
    }
  g_free (self->criteria);
  g_free (self->objectives);
  g_free (self->scope_text);
  g_free (self->scope_title);
  g_free (self);
}
