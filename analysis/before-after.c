/* SPDX-License-Identifier: Apache-2.0 */
/* Compares two analyses. */

#include "analysis/before-after.h"

RedanBeforeAfter *
redan_before_after_new (RedanAnalysis *before, RedanAnalysis *after)
{
  RedanBeforeAfter *self = g_new0 (RedanBeforeAfter, 1);

  self->before = redan_analysis_ref (before);
  self->after = redan_analysis_ref (after);
  self->threats = redan_threat_changes_new (before, after);
  self->objectives_before =
      redan_objectives_evaluate (before->facts, before->controls, before->graph, before->threats);
  self->objectives_after =
      redan_objectives_evaluate (after->facts, after->controls, after->graph, after->threats);
  return self;
}

void
redan_before_after_free (RedanBeforeAfter *self)
{
  redan_threat_changes_free (self->threats);
  redan_objectives_free (self->objectives_before);
  redan_objectives_free (self->objectives_after);
  redan_analysis_unref (self->before);
  redan_analysis_unref (self->after);
  g_free (self);
}

gboolean
redan_before_after_is_objective_changed (const RedanBeforeAfter *self, guint objective)
{
  const RedanObjectiveResult *before = &self->objectives_before->objectives[objective];
  const RedanObjectiveResult *after = &self->objectives_after->objectives[objective];

  return before->state != after->state || before->low != after->low || before->high != after->high;
}

guint
redan_before_after_count_objectives (const RedanBeforeAfter *self)
{
  guint n = 0;

  for (guint i = 0; i < self->objectives_after->n_objectives; i++)
    n += redan_before_after_is_objective_changed (self, i) ? 1 : 0;
  return n;
}
