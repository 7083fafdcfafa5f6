/* SPDX-License-Identifier: Apache-2.0 */
/* Tests of every importer against the whole corpus: counts, the same bytes twice, and refusal of
 * what is hostile. */

#include <string.h>

#include "tests/import-support.h"

#include "model/canonical-writer.h"

typedef struct
{
  const char *format; /* in the table of counts */
  const char *importer;
  gboolean one_each; /* a vertex or resource is one element, boundary or note */
} Format;

static const Format formats[] = {
  { "tmbom", "tm-bom", FALSE },
  { "threat-composer", "threat-composer", FALSE },
  { "drawio", "drawio", TRUE },
  { "otm", "otm", FALSE },
  { "pytm", "pytm", FALSE },
  { "threagile", "threagile", FALSE },
};

static const Format *
find_format (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      if (strcmp (formats[i].format, name) == 0)
        return &formats[i];
    }
  return NULL;
}

/* The formats without kinds count their components only. */
static guint
count (const RedanModel *model, const Format *format, const char *column, gboolean untyped)
{
  guint n_elements = redan_model_get_n (model, REDAN_SECTION_ELEMENT);

  if (strcmp (column, "components_untyped") == 0 && format->one_each)
    return n_elements + redan_model_get_n (model, REDAN_SECTION_BOUNDARY) +
           redan_model_get_n (model, REDAN_SECTION_NOTE);
  if (strcmp (column, "components_untyped") == 0)
    return untyped ? n_elements : 0;
  if (untyped && (strcmp (column, "actors") == 0 || strcmp (column, "processes") == 0 ||
                  strcmp (column, "stores") == 0))
    return 0;
  if (strcmp (column, "actors") == 0)
    return import_support_count_elements (model, "actor") +
           import_support_count_elements (model, "external");
  return import_support_count (model, column);
}

static void
check_row (GStrv head, GStrv row, const Format *format)
{
  g_autofree char *path = import_support_build_corpus_path (row[0]);
  g_autoptr (RedanOpened) opened = import_support_open (path);
  gboolean untyped = g_ascii_strtoull (row[8], NULL, 10) > 0;

  g_assert_cmpstr (head[8], ==, "components_untyped");
  g_assert_cmpstr (opened->format, ==, format->importer);
  for (guint i = 5; i <= 15; i++)
    {
      guint found = count (opened->model, format, head[i], untyped);

      if (strcmp (row[i], "-") != 0 && found != g_ascii_strtoull (row[i], NULL, 10))
        {
          g_test_message ("%s: %s: %u instead of %s", row[0], head[i], found, row[i]);
          g_test_fail ();
        }
    }
}

static void
test_counts (void)
{
  g_auto (GStrv) head = NULL;
  g_autoptr (GPtrArray) rows = import_support_load_rows ("", &head);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      GStrv row = g_ptr_array_index (rows, i);

      if (find_format (row[2]) != NULL)
        check_row (head, row, find_format (row[2]));
    }
}

static void
test_stable (void)
{
  g_auto (GStrv) head = NULL;
  g_autoptr (GPtrArray) rows = import_support_load_rows ("", &head);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      GStrv row = g_ptr_array_index (rows, i);
      g_autofree char *path = import_support_build_corpus_path (row[0]);
      g_autoptr (RedanOpened) first = NULL;
      g_autoptr (RedanOpened) second = NULL;
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (GBytes) other = NULL;

      if (find_format (row[2]) == NULL)
        continue;
      first = import_support_open (path);
      second = import_support_open (path);
      bytes = import_support_assert_reads_again (first->model);
      other = redan_canonical_write (second->model);
      g_assert_true (g_bytes_equal (bytes, other));
      g_assert_cmpuint (first->losses->len, ==, second->losses->len);
    }
}

static void
test_hostile (void)
{
  g_auto (GStrv) head = NULL;
  g_autoptr (GPtrArray) rows = import_support_load_rows ("hostile", &head);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      GStrv row = g_ptr_array_index (rows, i);
      g_autofree char *path = import_support_build_corpus_path (row[0]);
      g_autoptr (GError) error = NULL;
      g_autoptr (RedanOpened) opened = redan_open_file (import_support_schema, path, NULL, &error);

      if (opened != NULL)
        g_assert_cmpuint (opened->losses->len, >, 0);
      else
        {
          g_assert_true (g_str_has_prefix (error->message, path));
          g_assert_cmpuint (strlen (error->message), >, strlen (path) + 10);
        }
    }
}

int
main (int argc, char **argv)
{
  import_support_begin (&argc, &argv);
  g_test_add_func ("/importers/counts", test_counts);
  g_test_add_func ("/importers/stable", test_stable);
  g_test_add_func ("/importers/hostile", test_hostile);
  return import_support_end ();
}
