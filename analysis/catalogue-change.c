/* SPDX-License-Identifier: Apache-2.0 */
/* Tells threats that a newer catalogue brought. */

#include "analysis/catalogue-change.h"

#include "analysis/status.h"

RedanCatalogueChange *
redan_catalogue_change_new (const RedanModel *signed_model, const RedanAnalysis *analysis)
{
  RedanCatalogueChange *self = g_new0 (RedanCatalogueChange, 1);
  const RedanFacts *facts = analysis->facts;

  self->adoption = redan_adoption_new (signed_model, facts->catalogue, facts->as_of);
  self->packs = redan_adoption_list_packs (signed_model, facts->catalogue);
  self->threats = g_ptr_array_new ();
  for (guint i = 0; i < analysis->threats->len; i++)
    {
      const RedanThreat *threat =
          &g_array_index (analysis->threats, RedanThreat, analysis->ranked[i]);

      if (!redan_threat_is_decided (threat) && !redan_adoption_covers (self->adoption, threat))
        g_ptr_array_add (self->threats, (gpointer) threat);
    }
  return self;
}

void
redan_catalogue_change_free (RedanCatalogueChange *self)
{
  if (self == NULL)
    return;
  redan_adoption_free (self->adoption);
  g_array_unref (self->packs);
  g_ptr_array_unref (self->threats);
  g_free (self);
}

gboolean
redan_catalogue_change_is_empty (const RedanCatalogueChange *self)
{
  return self->adoption->assessment == NULL ||
         (self->packs->len == 0 && self->adoption->n_new == 0);
}
