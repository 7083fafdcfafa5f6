/* SPDX-License-Identifier: Apache-2.0 */
/* Fuzz target: the importer that REDAN_FUZZ_FORMAT names, or the one that the bytes ask for; "list"
 * prints their names. What one accepts becomes a model that is written canonically and reads back.
 */

#include <stdlib.h>
#include <string.h>

#include "model/exchange/import-builder.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerInitialize (int *argc, char ***argv);

static const char *format;

int
LLVMFuzzerInitialize (int *argc, char ***argv)
{
  guint n;
  const RedanImporter *const *importers = redan_importers_get (&n);

  format = g_getenv ("REDAN_FUZZ_FORMAT");
  if (g_strcmp0 (format, "list") != 0)
    return 0;
  for (guint i = 0; i < n; i++)
    g_print ("%s\n", importers[i]->name);
  exit (0);
}

static void
import (const RedanImporter *importer, const guint8 *data, gsize length)
{
  g_autoptr (RedanImportBuilder) builder = redan_import_builder_new (fuzz_get_schema ());
  g_autoptr (GPtrArray) losses = NULL;
  g_autoptr (RedanModel) model = NULL;
  g_autoptr (GError) error = NULL;

  if (!importer->parse (data, length, redan_import_builder_get_sink (builder), &error))
    return;
  model = redan_import_builder_finish (builder, importer->family, &losses, &error);
  g_assert_true ((model == NULL) == (error != NULL));
  if (model != NULL)
    fuzz_check_model (model);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize length)
{
  const RedanImporter *importer;

  (void) redan_importers_detect (data, length);
  importer =
      format != NULL ? redan_importers_lookup (format) : redan_importers_detect (data, length);
  if (importer != NULL)
    import (importer, data, length);
  return 0;
}
