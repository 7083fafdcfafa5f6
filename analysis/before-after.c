/* SPDX-License-Identifier: Apache-2.0 */
/* Compares two analyses. */

#include "analysis/before-after.h"

static const RedanThreat *
get_ranked (const RedanAnalysis *analysis, guint rank)
{
  return &g_array_index (analysis->threats, RedanThreat, analysis->ranked[rank]);
}

static void
clear_pair (gpointer data)
{
  g_free (((RedanThreatPair *) data)->id);
}

static void
add_pair (RedanBeforeAfter *self,
          RedanThreatChange change,
          char *id,
          const RedanThreat *before,
          const RedanThreat *after)
{
  RedanThreatPair pair = { id, before, after };

  g_array_append_val (self->threats[change], pair);
}

static gboolean
is_rescored (const RedanThreat *before, const RedanThreat *after)
{
  return before->residual != after->residual || before->decision != after->decision ||
         before->confirmed != after->confirmed;
}

static void
compare_threats (RedanBeforeAfter *self)
{
  g_autoptr (GHashTable) old = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < self->before->threats->len; i++)
    {
      const RedanThreat *threat = get_ranked (self->before, i);

      g_hash_table_insert (old, redan_threat_dup_id (self->before->facts, threat),
                           (gpointer) threat);
    }
  for (guint i = 0; i < self->after->threats->len; i++)
    {
      const RedanThreat *threat = get_ranked (self->after, i);
      g_autofree char *id = redan_threat_dup_id (self->after->facts, threat);
      const RedanThreat *known = g_hash_table_lookup (old, id);

      if (known == NULL)
        add_pair (self, REDAN_THREAT_OPENED, g_strdup (id), NULL, threat);
      else if (is_rescored (known, threat))
        add_pair (self, REDAN_THREAT_RESCORED, g_strdup (id), known, threat);
      g_hash_table_remove (old, id);
    }
  for (guint i = 0; i < self->before->threats->len; i++)
    {
      const RedanThreat *threat = get_ranked (self->before, i);
      g_autofree char *id = redan_threat_dup_id (self->before->facts, threat);

      if (g_hash_table_contains (old, id))
        add_pair (self, REDAN_THREAT_CLOSED, g_steal_pointer (&id), threat, NULL);
    }
}

RedanBeforeAfter *
redan_before_after_new (RedanAnalysis *before, RedanAnalysis *after)
{
  RedanBeforeAfter *self = g_new0 (RedanBeforeAfter, 1);

  self->before = redan_analysis_ref (before);
  self->after = redan_analysis_ref (after);
  for (guint i = 0; i < REDAN_N_THREAT_CHANGES; i++)
    {
      self->threats[i] = g_array_new (FALSE, FALSE, sizeof (RedanThreatPair));
      g_array_set_clear_func (self->threats[i], clear_pair);
    }
  compare_threats (self);
  self->objectives_before =
      redan_objectives_evaluate (before->facts, before->controls, before->graph, before->threats);
  self->objectives_after =
      redan_objectives_evaluate (after->facts, after->controls, after->graph, after->threats);
  return self;
}

void
redan_before_after_free (RedanBeforeAfter *self)
{
  for (guint i = 0; i < REDAN_N_THREAT_CHANGES; i++)
    g_array_unref (self->threats[i]);
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
