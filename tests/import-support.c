/* SPDX-License-Identifier: Apache-2.0 */
/* Shared parts of the tests of imports. */

#include <string.h>

#include "tests/import-support.h"

#include "model/canonical-reader.h"
#include "model/canonical-writer.h"
#include "model/exchange/import-builder.h"

RedanSchema *import_support_schema;
char *import_support_program;

void
import_support_begin (int *argc, char ***argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RedanDataSource) source = NULL;
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *directory = g_path_get_dirname (self);

  g_test_init (argc, argv, NULL);
  import_support_program = g_build_filename (directory, "..", "app", "redan-import", NULL);
  redan_import_set_program (import_support_program);
  source = redan_data_source_new (NULL, &error);
  g_assert_no_error (error);
  import_support_schema = redan_schema_load (source, &error);
  g_assert_no_error (error);
}

int
import_support_end (void)
{
  int status = g_test_run ();

  g_clear_pointer (&import_support_schema, redan_schema_unref);
  redan_import_set_program (NULL);
  g_clear_pointer (&import_support_program, g_free);
  return status;
}

RedanOpened *
import_support_open (const char *path)
{
  g_autoptr (GError) error = NULL;
  RedanOpened *opened = redan_open_file (import_support_schema, path, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (opened);
  return opened;
}

RedanModel *
import_support_parse (const char *text, gsize length, GPtrArray **losses_out, GError **error)
{
  const guint8 *data = (const guint8 *) text;
  const RedanImporter *importer = redan_importers_detect (data, length);
  g_autoptr (RedanImportBuilder) builder = redan_import_builder_new (import_support_schema);

  if (importer == NULL)
    importer = &redan_importer_threat_dragon_2;
  if (!importer->parse (data, length, redan_import_builder_get_sink (builder), error))
    return NULL;
  return redan_import_builder_finish (builder, importer->family, losses_out, error);
}

GBytes *
import_support_assert_reads_again (const RedanModel *model)
{
  g_autoptr (GError) error = NULL;
  GBytes *bytes = redan_canonical_write (model);
  g_autoptr (GBytes) again = NULL;
  g_autoptr (RedanModel) copy = NULL;
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  copy = redan_canonical_read (import_support_schema, "imported", data, length, &error);
  g_assert_no_error (error);
  again = redan_canonical_write (copy);
  g_assert_true (g_bytes_equal (bytes, again));
  return bytes;
}

char *
import_support_build_corpus_path (const char *name)
{
  const char *root = g_getenv ("REDAN_SOURCE_ROOT");

  return g_build_filename (root != NULL ? root : ".", "..", "shared", "corpus", "import", name,
                           NULL);
}

GPtrArray *
import_support_load_rows (const char *format, GStrv *head_out)
{
  g_autofree char *path = import_support_build_corpus_path ("counts.tsv");
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  GPtrArray *rows;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    {
      g_test_skip ("no corpus of foreign files here");
      return NULL;
    }

  rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  lines = g_strsplit (text, "\n", -1);
  *head_out = g_strsplit (lines[0], "\t", -1);
  for (guint i = 1; lines[i] != NULL; i++)
    {
      GStrv cells = g_strsplit (lines[i], "\t", -1);

      if (g_strv_length (cells) > 15 && g_str_has_prefix (cells[2], format))
        g_ptr_array_add (rows, cells);
      else
        g_strfreev (cells);
    }

  g_assert_cmpuint (rows->len, >, 0);
  return rows;
}

guint
import_support_count_elements (const RedanModel *model, const char *kind)
{
  guint n = 0;

  for (guint i = 0; i < redan_model_get_n (model, REDAN_SECTION_ELEMENT); i++)
    {
      const RedanObject *element = redan_model_get_nth (model, REDAN_SECTION_ELEMENT, i);

      n += g_strcmp0 (redan_object_get (element, REDAN_FIELD_KIND), kind) == 0;
    }

  return n;
}

guint
import_support_count (const RedanModel *model, const char *column)
{
  static const struct
  {
    const char *column;
    RedanSection section;
    const char *kind;
  } columns[] = {
    { "actors", REDAN_SECTION_ELEMENT, "actor" },
    { "processes", REDAN_SECTION_ELEMENT, "process" },
    { "stores", REDAN_SECTION_ELEMENT, "store" },
    { "flows", REDAN_SECTION_FLOW, NULL },
    { "boundaries", REDAN_SECTION_BOUNDARY, NULL },
    { "threats", REDAN_SECTION_THREAT, NULL },
    { "mitigations", REDAN_SECTION_MITIGATION, NULL },
    { "assets", REDAN_SECTION_ASSET, NULL },
    { "assumptions", REDAN_SECTION_ASSUMPTION, NULL },
    { "diagrams", REDAN_SECTION_DIAGRAM, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      if (strcmp (columns[i].column, column) != 0)
        continue;
      if (columns[i].kind != NULL)
        return import_support_count_elements (model, columns[i].kind);
      return redan_model_get_n (model, columns[i].section);
    }

  return G_MAXUINT;
}
