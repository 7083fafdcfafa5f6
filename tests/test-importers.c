/* SPDX-License-Identifier: Apache-2.0 */
/* Tests of every importer against the whole corpus: counts, the same bytes twice, and refusal of
 * what is hostile. */

#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "tests/import-support.h"

#include "model/canonical-writer.h"
#include "model/error.h"
#include "model/exchange/import-builder.h"

#define N_MUTANTS 300
#define MAX_MUTATED 100000

typedef struct
{
  const char *format; /* in the table of counts */
  const char *importer;
  gboolean one_each; /* a vertex or resource is one element, boundary or note */
} Format;

static const Format formats[] = {
  { "terraform", "terraform-plan", TRUE },
  { "cloudformation", "cloudformation", TRUE },
  { "dot", "dot", FALSE },
  { "hcltm", "hcltm", FALSE },
  { "tmbom", "tm-bom", FALSE },
  { "threat-composer", "threat-composer", FALSE },
  { "drawio", "drawio", TRUE },
  { "otm", "otm", FALSE },
  { "pytm", "pytm", FALSE },
  { "threagile", "threagile", FALSE },
};

/* Graphs of Terraform are DOT; its source is not read, only its plans. */
static const Format *
find_format (GStrv row)
{
  const char *name = g_str_has_suffix (row[0], ".gv") ? "dot" : row[2];

  for (guint i = 0; i < G_N_ELEMENTS (formats) && !g_str_has_suffix (row[0], ".tf"); i++)
    {
      if (strcmp (formats[i].format, name) == 0)
        return &formats[i];
    }
  return NULL;
}

/* Components of the Open Threat Model in which others lie. */
static guint
count_containers (const RedanModel *model)
{
  guint n = 0;

  for (guint i = 0; i < redan_model_get_n (model, REDAN_SECTION_BOUNDARY); i++)
    n += redan_object_get_keyed (redan_model_get_nth (model, REDAN_SECTION_BOUNDARY, i),
                                 REDAN_FIELD_EXTRA, "otm/component") != NULL;
  return n;
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
    return untyped ? n_elements + count_containers (model) : 0;
  if (strcmp (column, "boundaries") == 0)
    return import_support_count (model, column) - count_containers (model);
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

      /* The table counts the keys of the two threats there, not the threats. */
      if (strcmp (row[0], "hcltm/xntrik__tm1.json") == 0 && strcmp (head[i], "threats") == 0)
        {
          g_assert_cmpuint (found, ==, 2);
          continue;
        }
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

      if (find_format (row) != NULL)
        check_row (head, row, find_format (row));
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

      if (find_format (row) == NULL)
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

static void
write_file (const char *directory, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (directory, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

static RedanOpened *
open_in (const char *directory, const char *name, GError **error)
{
  g_autofree char *path = g_build_filename (directory, name, NULL);

  return redan_open_file (import_support_schema, path, NULL, error);
}

#define ASSET(name) "  " name ":\n    id: " name "\n    type: process\n"

/* Included files are found from where they are included, and only beneath the folder of the model.
 */
static void
test_includes (void)
{
  static const char *const refused[] = { "out.yaml", "link.yaml", "gone.yaml", "broken.yaml" };
  g_autofree char *directory = g_dir_make_tmp ("redan-include-XXXXXX", NULL);
  g_autofree char *inner = g_build_filename (directory, "in", NULL);
  g_autofree char *link = g_build_filename (directory, "in", "escape.yaml", NULL);
  g_autoptr (RedanOpened) opened = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir (inner, 0700), ==, 0);
  g_assert_cmpint (symlink ("/etc/passwd", link), ==, 0);
  write_file (directory, "model.yaml",
              "threagile_version: 1.0.0\ntitle: T\nincludes:\n  - in/a.yaml\n  - in/../in/a.yaml\n"
              "technical_assets:\n" ASSET ("one"));
  write_file (directory, "in/a.yaml", "includes: [b.yaml]\ntechnical_assets:\n" ASSET ("two"));
  write_file (directory, "in/b.yaml", "technical_assets:\n" ASSET ("three"));
  write_file (directory, "out.yaml", "threagile_version: 1\nincludes: [../x.yaml]\n");
  write_file (directory, "link.yaml", "threagile_version: 1\nincludes: [in/escape.yaml]\n");
  write_file (directory, "gone.yaml", "threagile_version: 1\nincludes: [in/nobody.yaml]\n");
  write_file (directory, "in/bad.yaml", "a: [1\n");
  write_file (directory, "broken.yaml", "threagile_version: 1\nincludes: [in/bad.yaml]\n");

  opened = open_in (directory, "model.yaml", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (import_support_count_elements (opened->model, "process"), ==, 3);
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_assert_null (open_in (directory, refused[i], &error));
      g_assert_nonnull (strstr (error->message, refused[i]));
      g_clear_error (&error);
    }
}

static void
assert_refused (const char *text, const char *begins)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *losses = NULL;

  g_assert_null (import_support_parse (text, strlen (text), &losses, &error));
  g_assert_nonnull (error);
  if (!g_str_has_prefix (error->message, begins))
    g_error ("\"%s\" instead of \"%s\"", error->message, begins);
}

/* Aliases that stand for more and more, that hold themselves, keys given twice, depth, a second
 * document. */
static void
test_yaml_limits (void)
{
  g_autoptr (GString) laughs = g_string_new ("otmVersion: 0.2.0\na0: &a0 [1,1,1,1,1,1,1,1,1,1]\n");
  g_autoptr (GString) deep = g_string_new ("otmVersion: 0.2.0\ndeep: ");

  for (guint i = 1; i < 10; i++)
    {
      g_string_append_printf (laughs, "a%u: &a%u [", i, i);
      for (guint j = 0; j < 10; j++)
        g_string_append_printf (laughs, "%s*a%u", j > 0 ? "," : "", i - 1);
      g_string_append (laughs, "]\n");
    }
  for (guint i = 0; i < 100000; i++)
    g_string_append_c (deep, '[');

  assert_refused (laughs->str, "7:38: more than");
  assert_refused (deep->str, "2:70: nested");
  assert_refused ("otmVersion: 0.2.0\na: &a [*a]\n", "2:8: ");
  assert_refused ("otmVersion: 0.2.0\notmVersion: 0.2.0\n", "2:1: ");
  assert_refused ("otmVersion: 0.2.0\n---\nb: 1\n", "2:1: ");
  assert_refused ("otmVersion: \"0.2.0\n", "2:1: ");
  assert_refused ("otmVersion: 0.2.0\nproject: [1]\n", "$.project: ");
}

/* Bytes changed, cut out, doubled and moved; more of it the later the round. */
static GByteArray *
mutate (GRand *rand, const char *data, gsize length)
{
  GByteArray *mutant = g_byte_array_new ();
  guint n = (guint) g_rand_int_range (rand, 1, 12);

  g_byte_array_append (mutant, (const guint8 *) data, (guint) length);
  for (guint i = 0; i < n && mutant->len > 2; i++)
    {
      guint at = (guint) g_rand_int_range (rand, 0, (gint32) mutant->len - 1);
      guint wanted = (guint) g_rand_int_range (rand, 1, 64);
      guint span = MIN (wanted, mutant->len - at);
      g_autofree guint8 *piece = g_memdup2 (mutant->data + at, span);

      switch (g_rand_int_range (rand, 0, 4))
        {
        case 0:
          mutant->data[at] = (guint8) g_rand_int_range (rand, 0, 256);
          break;
        case 1:
          mutant->data[at] = (guint8) "{}[]<>\"':,;-\n &*!=%$"[g_rand_int_range (rand, 0, 21)];
          break;
        case 2:
          g_byte_array_remove_range (mutant, at, span);
          break;
        default:
          g_byte_array_append (mutant, piece, span);
          at = (guint) g_rand_int_range (rand, 0, (gint32) mutant->len - (gint32) span + 1);
          memmove (mutant->data + at + span, mutant->data + at, mutant->len - span - at);
          memcpy (mutant->data + at, piece, span);
          break;
        }
    }
  return mutant;
}

/* Whatever the bytes are: a model that reads again, or an error with a place that does not blame
 * the importer. */
static void
assert_sound (
    const RedanImporter *importer, const guint8 *data, gsize length, const char *path, guint round)
{
  g_autoptr (RedanImportBuilder) builder = redan_import_builder_new (import_support_schema);
  g_autoptr (GError) error = NULL;
  GPtrArray *losses = NULL;
  g_autoptr (RedanModel) model = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (importer->parse (data, length, redan_import_builder_get_sink (builder), &error))
    model = redan_import_builder_finish (builder, importer->family, &losses, &error);
  if (model != NULL)
    {
      bytes = import_support_assert_reads_again (model);
      g_ptr_array_unref (losses);
      return;
    }
  g_assert_nonnull (error);
  if (error->code == REDAN_MODEL_ERROR_IMPORT ||
      (!g_ascii_isdigit (error->message[0]) && error->message[0] != '$'))
    g_error ("%s, round %u: %s", path, round, error->message);
}

static void
test_mutants (void)
{
  g_auto (GStrv) head = NULL;
  g_autoptr (GPtrArray) rows = import_support_load_rows ("", &head);
  g_autoptr (GRand) rand = g_rand_new_with_seed (20261127);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      GStrv row = g_ptr_array_index (rows, i);
      const Format *format = find_format (row);
      g_autofree char *path = import_support_build_corpus_path (row[0]);
      g_autofree char *text = NULL;
      gsize length;

      if (format == NULL || !g_file_get_contents (path, &text, &length, NULL) ||
          length > MAX_MUTATED)
        continue;
      for (guint round = 0; round < N_MUTANTS; round++)
        {
          g_autoptr (GByteArray) mutant = mutate (rand, text, length);

          assert_sound (redan_importers_lookup (format->importer), mutant->data, mutant->len, path,
                        round);
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
  g_test_add_func ("/importers/includes", test_includes);
  g_test_add_func ("/importers/yaml-limits", test_yaml_limits);
  g_test_add_func ("/importers/mutants", test_mutants);
  return import_support_end ();
}
