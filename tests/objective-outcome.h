/* SPDX-License-Identifier: Apache-2.0 */
/* What the objectives say about a model, for the tests of objectives. */

#pragma once

#include "tests/analysis-fixture.h"

typedef struct
{
  RedanAnalysis *analysis;
  RedanObjectives *results;
} Outcome;

/* @scope: (nullable): %NULL for the whole model */
G_GNUC_UNUSED static void
outcome_init (Outcome *self, const RedanModel *model, const char *scope)
{
  g_autoptr (RedanObjectiveScope) chosen = NULL;
  g_autoptr (GError) error = NULL;

  self->analysis = fixture_analyse (model, NULL, 0);
  if (scope != NULL)
    {
      chosen = redan_objective_scope_parse (self->analysis->facts, scope, &error);
      g_assert_no_error (error);
    }
  self->results =
      redan_objectives_evaluate_scope (self->analysis->facts, self->analysis->controls,
                                       self->analysis->graph, self->analysis->threats, chosen);
}

G_GNUC_UNUSED static void
outcome_clear (Outcome *self)
{
  redan_objectives_free (self->results);
  redan_analysis_unref (self->analysis);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Outcome, outcome_clear)

G_GNUC_UNUSED static const RedanCriterionResult *
get_criterion (const Outcome *self, const char *id)
{
  guint32 index = redan_catalogue_find_criterion (fixture_catalogue, id);

  g_assert_cmpuint (index, !=, G_MAXUINT32);
  return &self->results->criteria[index];
}

G_GNUC_UNUSED static const RedanObjectiveResult *
get_objective (const Outcome *self, const char *id)
{
  return &self->results->objectives[redan_catalogue_find_objective (fixture_catalogue, id)];
}
