/* SPDX-License-Identifier: Apache-2.0 */
/* The table of formats: a new one is a file of its own and one line here. */

#include "config.h"

#include <string.h>

#include "model/exchange/event.h"

static const RedanImporter *const importers[] = {
  &redan_importer_pytm,
  &redan_importer_threagile,
  &redan_importer_otm,
  &redan_importer_drawio,
  &redan_importer_threat_composer,
  &redan_importer_tmbom,
  &redan_importer_hcltm,
  &redan_importer_dot,
  &redan_importer_cloudformation,
  &redan_importer_terraform_plan,
  &redan_importer_threat_dragon_1,
  &redan_importer_threat_dragon_2,
  &redan_importer_tmt,
  &redan_importer_aws_accounts,
  &redan_importer_visio,
  &redan_importer_cyclonedx,
  &redan_importer_iriusrisk,
};

const RedanImporter *const *
redan_importers_get (guint *n_out)
{
  *n_out = G_N_ELEMENTS (importers);
  return importers;
}

const RedanImporter *
redan_importers_detect (const guint8 *data, gsize length)
{
  g_autoptr (RedanRootKeys) keys = redan_root_keys_new (data, length);
  const RedanImporter *best = NULL;
  int certainty = 0;

  for (guint i = 0; i < G_N_ELEMENTS (importers); i++)
    {
      int here = importers[i]->detect (data, length, keys);

      if (here <= certainty)
        continue;
      best = importers[i];
      certainty = here;
    }

  return best;
}

const RedanImporter *
redan_importers_lookup (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (importers); i++)
    {
      if (strcmp (importers[i]->name, name) == 0)
        return importers[i];
    }

  return NULL;
}
