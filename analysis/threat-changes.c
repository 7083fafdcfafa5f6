/* SPDX-License-Identifier: Apache-2.0 */
/* Compares the threats of two analyses by their ids. */

#include "analysis/threat-changes.h"

static void
clear_change (gpointer data)
{
  g_free (((RedanThreatChange *) data)->id);
}

static const RedanThreat *
get_ranked (const RedanAnalysis *analysis, guint rank)
{
  return &g_array_index (analysis->threats, RedanThreat, analysis->ranked[rank]);
}

static void
add (RedanThreatChanges *self,
     RedanThreatList list,
     char *id,
     const RedanThreat *before,
     const RedanThreat *after)
{
  RedanThreatChange change = { id, before, after };

  g_array_append_val (self->lists[list], change);
}

static gboolean
is_rescored (const RedanThreat *before, const RedanThreat *after)
{
  return before->residual != after->residual || before->decision != after->decision ||
         before->confirmed != after->confirmed;
}

RedanThreatChanges *
redan_threat_changes_new (const RedanAnalysis *before, const RedanAnalysis *after)
{
  RedanThreatChanges *self = g_new0 (RedanThreatChanges, 1);
  g_autoptr (GHashTable) old = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < REDAN_N_THREAT_LISTS; i++)
    {
      self->lists[i] = g_array_new (FALSE, FALSE, sizeof (RedanThreatChange));
      g_array_set_clear_func (self->lists[i], clear_change);
    }
  for (guint i = 0; i < before->threats->len; i++)
    {
      const RedanThreat *threat = get_ranked (before, i);

      g_hash_table_insert (old, redan_threat_dup_id (before->facts, threat), (gpointer) threat);
    }
  for (guint i = 0; i < after->threats->len; i++)
    {
      const RedanThreat *threat = get_ranked (after, i);
      g_autofree char *id = redan_threat_dup_id (after->facts, threat);
      const RedanThreat *known = g_hash_table_lookup (old, id);

      if (known == NULL)
        add (self, REDAN_THREATS_OPENED, g_strdup (id), NULL, threat);
      else if (is_rescored (known, threat))
        add (self, REDAN_THREATS_RESCORED, g_strdup (id), known, threat);
      g_hash_table_remove (old, id);
    }
  for (guint i = 0; i < before->threats->len; i++)
    {
      const RedanThreat *threat = get_ranked (before, i);
      g_autofree char *id = redan_threat_dup_id (before->facts, threat);

      if (g_hash_table_contains (old, id))
        add (self, REDAN_THREATS_CLOSED, g_steal_pointer (&id), threat, NULL);
    }
  return self;
}

void
redan_threat_changes_free (RedanThreatChanges *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < REDAN_N_THREAT_LISTS; i++)
    g_array_unref (self->lists[i]);
  g_free (self);
}
