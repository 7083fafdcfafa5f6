/* SPDX-License-Identifier: Apache-2.0 */
/* Fuzz target: a pack of attributes, rules, controls, objectives or evidence beside the built-in
 * ones. */

#include <glib/gstdio.h>
#include <stdlib.h>

#include "analysis/catalogue.h"
#include "model/data-source.h"
#include "tests/fuzz/fuzz.h"

static char *directory;
static char *path;

static void
clear_up (void)
{
  g_unlink (path);
  g_rmdir (directory);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize length)
{
  g_autoptr (RedanDataSource) source = NULL;
  g_autoptr (RedanSchema) schema = NULL;
  g_autoptr (RedanCatalogue) catalogue = NULL;
  g_autoptr (GError) error = NULL;

  if (directory == NULL)
    {
      directory = g_dir_make_tmp ("redan-fuzz-pack-XXXXXX", NULL);
      path = g_build_filename (directory, "pack.xml", NULL);
      atexit (clear_up);
    }
  g_assert_true (g_file_set_contents_full (path, (const char *) data, (gssize) length,
                                           G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  source = redan_data_source_new (directory, &error);
  if (source != NULL)
    schema = redan_schema_load (source, &error);
  if (schema != NULL)
    catalogue = redan_catalogue_load (source, schema, &error);
  g_assert_true ((catalogue == NULL) == (error != NULL));
  return 0;
}
