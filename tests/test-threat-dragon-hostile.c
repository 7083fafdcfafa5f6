/* SPDX-License-Identifier: Apache-2.0 */
/* Tests of the Threat Dragon importer against broken, mutated, cut and huge files. */

#include <glib/gstdio.h>
#include <string.h>

#include "tests/import-support.h"

#include "model/error.h"
#include "model/exchange/json.h"

#define N_MUTANTS 1000
#define N_CUTS 300
#define N_ROUTES 150

static void
test_corpus_hostile (void)
{
  g_auto (GStrv) head = NULL;
  g_autoptr (GPtrArray) rows = import_support_load_rows ("hostile", &head);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      GStrv row = g_ptr_array_index (rows, i);
      g_autofree char *path = import_support_build_corpus_path (row[0]);
      gsize length = strlen (path);
      g_autofree char *member = g_strconcat (path, ": $.", NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (RedanOpened) opened = redan_open_file (import_support_schema, path, NULL, &error);

      g_assert_null (opened);
      g_assert_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_FORMAT);
      g_assert_true (g_str_has_prefix (error->message, path));
      if (!g_ascii_isdigit (error->message[length + 1]) && !g_str_has_prefix (error->message, member))
        g_error ("no place in: %s", error->message);
    }
}

static void
assert_refused (const char *text, RedanModelError code, const char *start)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RedanModel) model = NULL;
  GPtrArray *losses = NULL;

  model = import_support_parse (text, strlen (text), &losses, &error);
  g_assert_null (model);
  g_assert_error (error, REDAN_MODEL_ERROR, (int) code);
  if (!g_str_has_prefix (error->message, start))
    g_error ("\"%s\" does not start with \"%s\"", error->message, start);
}

static void
test_refused (void)
{
  g_autofree char *deep = g_strnfill (300, '[');

  assert_refused ("{\n  \"summary\": {},\n  \"detail\": {]}\n}", REDAN_MODEL_ERROR_SYNTAX, "3:");
  assert_refused ("{\"summary\":{\"a\":NaN},\"detail\":{}}", REDAN_MODEL_ERROR_SYNTAX, "1:");
  assert_refused ("{\"summary\":{\"a\":1e999},\"detail\":{}}", REDAN_MODEL_ERROR_SYNTAX, "1:");
  assert_refused ("{\"summary\":{},\"summary\":{}}", REDAN_MODEL_ERROR_SYNTAX, "1:");
  assert_refused ("{\"summary\":{\"a\":\"\\u0000\"}}", REDAN_MODEL_ERROR_SYNTAX, "1:");
  assert_refused (deep, REDAN_MODEL_ERROR_LIMIT, "1:257:");
  assert_refused ("[]", REDAN_MODEL_ERROR_FORMAT, "$: ");
  assert_refused ("{\"summary\":[],\"detail\":{}}", REDAN_MODEL_ERROR_FORMAT, "$.summary: ");
  assert_refused ("{\"summary\":{},\"detail\":7}", REDAN_MODEL_ERROR_FORMAT, "$.detail: ");
  assert_refused ("{\"summary\":{},\"detail\":{\"diagrams\":{}}}", REDAN_MODEL_ERROR_FORMAT,
                  "$.detail.diagrams: ");
}

static json_t *
pick_scalar (GRand *random)
{
  static const char *const texts[] = { "",  "x",     "true", "1e9",    "tm.Flow", "Open",
                                       "0", "\x01b", "flow", "\u202e", "a\nb",    "-1" };

  switch (g_rand_int_range (random, 0, 8))
    {
    case 0:
      return json_null ();
    case 1:
      return json_boolean (g_rand_boolean (random));
    case 2:
      return json_integer (g_rand_int_range (random, -5, 1000));
    case 3:
      return json_integer (G_MAXINT64);
    case 4:
      return json_real (g_rand_double_range (random, -1e300, 1e300));
    case 5:
      return json_array ();
    case 6:
      return json_object ();
    default:
      return json_string (texts[g_rand_int_range (random, 0, G_N_ELEMENTS (texts))]);
    }
}

/* Walks to a random node and replaces, removes or copies it. */
static void
mutate (json_t *node, GRand *random)
{
  json_t *child = NULL;
  const char *key = NULL;
  gsize at = 0;

  if (json_is_array (node) && json_array_size (node) > 0)
    {
      at = (gsize) g_rand_int_range (random, 0, (int) json_array_size (node));
      child = json_array_get (node, at);
    }
  else if (json_is_object (node) && json_object_size (node) > 0)
    {
      void *iterator = json_object_iter (node);

      for (int n = g_rand_int_range (random, 0, (int) json_object_size (node)); n > 0; n--)
        iterator = json_object_iter_next (node, iterator);
      key = json_object_iter_key (iterator);
      child = json_object_iter_value (iterator);
    }
  if (child == NULL)
    return;

  if ((json_is_array (child) || json_is_object (child)) && g_rand_int_range (random, 0, 6) > 0)
    {
      mutate (child, random);
      return;
    }

  if (key == NULL && g_rand_boolean (random))
    json_array_append (node, child);
  else if (key == NULL)
    json_array_set_new (node, at, pick_scalar (random));
  else if (g_rand_int_range (random, 0, 4) == 0)
    json_object_del (node, key);
  else
    json_object_set_new (node, key, pick_scalar (random));
}

/* Any outcome is right that is a valid model or an error with its place; nothing else is. */
static void
assert_sound (const char *text, gsize length)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *losses = NULL;
  g_autoptr (RedanModel) model = import_support_parse (text, length, &losses, &error);
  g_autoptr (GBytes) bytes = NULL;

  if (model != NULL)
    {
      bytes = import_support_assert_reads_again (model);
      for (guint i = 0; i < losses->len; i++)
        {
          const RedanLoss *loss = g_ptr_array_index (losses, i);

          g_assert_true (g_utf8_validate (loss->text, -1, NULL));
          g_assert_cmpstr (loss->place, !=, "");
        }
      g_ptr_array_unref (losses);
      return;
    }

  g_assert_nonnull (error);
  g_assert_cmpint (error->code, !=, REDAN_MODEL_ERROR_IMPORT);
  if (!g_ascii_isdigit (error->message[0]) && error->message[0] != '$')
    g_error ("no place in: %s", error->message);
}

static char *
load_data (const char *name, gsize *length_out)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "import", name, NULL);
  g_autoptr (GError) error = NULL;
  char *text;

  g_file_get_contents (path, &text, length_out, &error);
  g_assert_no_error (error);
  return text;
}

static void
test_mutants (gconstpointer name)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (20);
  gsize length;
  g_autofree char *text = load_data (name, &length);
  g_autoptr (json_t) root = json_loadb (text, length, 0, NULL);

  for (guint i = 0; i < N_MUTANTS; i++)
    {
      g_autoptr (json_t) mutant = json_deep_copy (root);
      char *dumped;

      for (int n = g_rand_int_range (random, 1, 6); n > 0; n--)
        mutate (mutant, random);
      dumped = json_dumps (mutant, JSON_COMPACT);
      assert_sound (dumped, strlen (dumped));
      free (dumped);
    }
}

static void
test_cut_files (gconstpointer name)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (21);
  gsize length;
  g_autofree char *text = load_data (name, &length);

  for (guint i = 0; i < N_CUTS; i++)
    {
      gsize at = (gsize) g_rand_int_range (random, 0, (int) length);
      char kept = text[at];

      assert_sound (text, at);
      text[at] = (char) g_rand_int_range (random, 0, 256);
      assert_sound (text, length);
      text[at] = kept;
    }
}

static char *
describe_import (const char *text)
{
  GString *all = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  GPtrArray *losses = NULL;
  g_autoptr (RedanModel) model = import_support_parse (text, strlen (text), &losses, &error);
  g_autoptr (GBytes) bytes = NULL;

  if (model == NULL)
    {
      g_string_append (all, error->message);
      return g_string_free (all, FALSE);
    }

  bytes = import_support_assert_reads_again (model);
  g_string_append_len (all, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes));
  for (guint i = 0; i < losses->len; i++)
    {
      const RedanLoss *loss = g_ptr_array_index (losses, i);

      g_string_append_printf (all, "%d %s: %s\n", loss->kind, loss->place, loss->text);
    }
  g_ptr_array_unref (losses);
  return g_string_free (all, FALSE);
}

/* A list of cells is set aside by its key; one whose key is written with an escape is parsed with
 * the rest of the file, and a cell whose keys are is read as a whole both times. The import is the
 * same. */
static void
test_routes (gconstpointer name)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (23);
  gsize length;
  g_autofree char *text = load_data (name, &length);
  g_autoptr (json_t) root = json_loadb (text, length, 0, NULL);
  guint n_lists = 0;

  for (guint i = 0; i < N_ROUTES; i++)
    {
      g_autoptr (json_t) mutant = json_deep_copy (root);
      g_autoptr (GString) other = NULL;
      g_autofree char *aside = NULL;
      g_autofree char *whole = NULL;
      g_autofree char *both = NULL;
      char *dumped;

      for (guint n = i == 0 ? 0 : (guint) g_rand_int_range (random, 1, 6); n > 0; n--)
        mutate (mutant, random);
      dumped = json_dumps (mutant, JSON_COMPACT);
      aside = describe_import (dumped);

      other = g_string_new (dumped);
      n_lists += g_string_replace (other, "\"cells\":[", "\"c\\u0065lls\":[", 0);
      whole = describe_import (other->str);
      g_assert_cmpstr (whole, ==, aside);

      g_string_assign (other, dumped);
      g_string_replace (other, "\"type\":", "\"t\\u0079pe\":", 0);
      both = describe_import (other->str);
      g_assert_cmpstr (both, ==, aside);
      free (dumped);
    }

  g_assert_cmpuint (n_lists, >, N_ROUTES / 3);
}

/* What decides the kind of a cell, written in every way, read aside and with the rest. */
static void
test_outlines (void)
{
  static const char *const cells[] = {
    "{\"id\":1,\"data\":{\"type\":\"tm.Boundary\"},\"position\":{\"x\":1,\"y\":2},\"size\":{"
    "\"width\":3,\"height\":4},\"source\":{\"x\":5,\"y\":6},\"target\":{\"cell\":\"b\"}}",
    "{\"id\":2,\"data\":{\"type\":\"tm.Boundary\"},\"position\":{\"x\":1,\"y\":2},\"size\":{"
    "\"width\":3,\"height\":4}}",
    "{\"id\":\"b\",\"data\":[{\"type\":\"tm.Actor\"}],\"type\":\"tm.Process\",\"position\":{"
    "\"x\":\"7\",\"y\":8},\"size\":{\"width\":\"9\",\"height\":1e1}}",
    "{\"id\":12345678901234567890,\"shape\":\"store\",\"data\":null}",
    "{\"d\\u0061ta\":{\"type\":\"tm.Store\"},\"shape\":\"actor\",\"\":0}",
    "{\"data\":{\"d\":{\"type\":\"tm.Store\"}},\"type\":\"tm.Actor\"}",
    "{\"x\":{\"type\":\"tm.Store\"},\"source\":null,\"shape\":\"process\",\"data\":{}}",
    "[]",
    "[{\"type\":\"tm.Actor\"}]",
    "7",
    "\"tm.Actor\"",
    "null",
    "{}",
  };
  g_autoptr (GString) text = g_string_new (
      "{\"summary\":{\"title\":\"T\"},\"detail\":{\"diagrams\":[{\"title\":\"D\",\"cells\":[");
  g_autofree char *aside = NULL;
  g_autofree char *whole = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cells); i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " , " : "", cells[i]);
  g_string_append (text, "]}]}}");
  aside = describe_import (text->str);
  g_string_replace (text, "\"cells\"", "\"\\u0063ells\"", 1);
  whole = describe_import (text->str);
  g_assert_cmpstr (aside, ==, whole);
  g_assert_nonnull (strstr (aside, "is no cell; dropped"));
  g_assert_nonnull (strstr (aside, "kind=\"process\""));
}

/* A diagram with the lists of both versions: the outer one counts. */
static void
test_two_lists (void)
{
  static const char *const cells[] = {
    "\"cells\":[{\"id\":\"a\",\"shape\":\"actor\",\"data\":{\"type\":\"tm.Actor\",\"name\":\"A\"}}"
    "]",
    "\"diagramJson\":{\"cells\":[{\"id\":\"b\",\"type\":\"tm.Store\",\"name\":\"B\"},{},{}]}",
  };

  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *text = g_strdup_printf ("{\"summary\":{\"title\":\"T\"},\"detail\":{"
                                               "\"diagrams\":[{\"title\":\"E\",%s},{\"title\":"
                                               "\"D\",%s,%s},{\"title\":\"F\",%s}]}}",
                                               cells[1], cells[i], cells[1 - i], cells[0]);
      g_autoptr (GError) error = NULL;
      GPtrArray *losses = NULL;
      g_autoptr (RedanModel) model = import_support_parse (text, strlen (text), &losses, &error);
      guint n_actors = 0;

      g_assert_no_error (error);
      g_ptr_array_unref (losses);
      g_assert_cmpuint (redan_model_get_n (model, REDAN_SECTION_ELEMENT), ==, 3);
      for (guint j = 0; j < 3; j++)
        n_actors +=
            strcmp (redan_object_get_name (redan_model_get_nth (model, REDAN_SECTION_ELEMENT, j)),
                    "A") == 0;
      g_assert_cmpuint (n_actors, ==, 2);
    }
}

/* jansson sees parts of the file only; the places are those of the whole. */
static void
test_repeated_keys (void)
{
  static const char *const starts[] = { "", "\xef\xbb\xbf" };

  for (guint i = 0; i < G_N_ELEMENTS (starts); i++)
    {
      g_autofree char *first = g_strconcat (starts[i],
                                            "{\"summary\":{},\"detail\":{\"diagrams\":[\n"
                                            "{\"cells\":[{\"id\":\"\xc3\xa9\",\"id\":2}]}]}}",
                                            NULL);
      g_autofree char *second =
          g_strconcat (starts[i],
                       "{\"summary\":{},\"detail\":{\"diagrams\":[{\"cells\":[{},{\n},7,[]]},\n"
                       "{\"diagramJson\":{\"cells\":[\n{}]}, \"cells\":[1],\"cells\":[]}]}}",
                       NULL);
      g_autofree char *third = g_strconcat (
          starts[i], "{\"detail\":{\"diagrams\":[{\"cells\":[{},{}]}]}, \"detail\":{}}", NULL);

      assert_refused (first, REDAN_MODEL_ERROR_SYNTAX, "2:24: not well-formed JSON: duplicate");
      assert_refused (second, REDAN_MODEL_ERROR_SYNTAX, "4:25: not well-formed JSON: duplicate");
      assert_refused (third, REDAN_MODEL_ERROR_SYNTAX, "1:52: not well-formed JSON: duplicate");
    }
}

static void
test_many_values (void)
{
  g_autoptr (GString) values = g_string_new ("0");
  g_autofree char *cell = NULL;
  g_autofree char *frame = NULL;
  g_autofree char *cells = NULL;
  g_autofree char *accepted = NULL;

  for (guint i = 0; i < 250000; i++)
    g_string_append (values, ",0");
  cell =
      g_strdup_printf ("{\"summary\":{},\"detail\":{\"diagrams\":[{\"cells\":[{},\n{\"a\":[%s]}]}"
                       "]}}",
                       values->str);
  frame = g_strdup_printf ("{\"summary\":{},\"detail\":{\"diagrams\":[],\"a\":[%s]}}", values->str);
  cells = g_strdup_printf ("{\"summary\":{},\"detail\":{\"diagrams\":[{\"cells\":[%s]}]}}",
                           values->str);

  assert_refused (cell, REDAN_MODEL_ERROR_LIMIT, "2:500010: the cell that ends here has");
  assert_refused (frame, REDAN_MODEL_ERROR_LIMIT, "1:1: the file has more than 250000 values");
  accepted = describe_import (cells);
  g_assert_nonnull (strstr (accepted, "is no cell; dropped"));
}

/* The real files, mutated and read through the child as a user would. */
static void
test_corpus_mutants (void)
{
  g_auto (GStrv) head = NULL;
  g_autoptr (GPtrArray) rows = import_support_load_rows ("threatdragon-", &head);
  g_autoptr (GRand) random = g_rand_new_with_seed (22);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      GStrv row = g_ptr_array_index (rows, i);
      g_autofree char *path = import_support_build_corpus_path (row[0]);
      g_autoptr (json_t) root = json_load_file (path, 0, NULL);

      for (guint j = 0; j < 60; j++)
        {
          g_autoptr (json_t) mutant = json_deep_copy (root);
          char *dumped;

          mutate (mutant, random);
          mutate (mutant, random);
          dumped = json_dumps (mutant, JSON_COMPACT);
          assert_sound (dumped, strlen (dumped));
          free (dumped);
        }
    }
}

static guint
count_losses (const RedanOpened *opened, RedanLossKind kind, const char *place, const char *text)
{
  guint n = 0;

  for (guint i = 0; i < opened->losses->len; i++)
    {
      const RedanLoss *loss = g_ptr_array_index (opened->losses, i);

      n += loss->kind == kind && strstr (loss->place, place) != NULL &&
           strstr (loss->text, text) != NULL;
    }

  return n;
}

/* Ids of any length are ids, and a text that is too long is cut with a line. */
static void
test_long_texts (void)
{
  g_autofree char *id = g_strnfill (100000, 'i');
  g_autofree char *text = g_strnfill (3 * 1024 * 1024, 't');
  g_autofree char *json = g_strdup_printf (
      "{\"version\":\"2.0\",\"summary\":{\"title\":\"%s\",\"id\":\"%s\"},\"detail\":{\"diagrams\":["
      "{\"id\":\"%s\",\"title\":\"D\",\"cells\":[{\"id\":\"%s\",\"shape\":\"process\",\"data\":{"
      "\"type\":\"tm.Process\",\"description\":\"%s\",\"protocol\":\"%s\"}}]}]}}",
      text, id, id, id, text, text);
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  g_autoptr (RedanOpened) opened = NULL;
  const RedanObject *process;

  g_close (g_file_open_tmp ("redan-XXXXXX.json", &path, &error), NULL);
  g_file_set_contents (path, json, -1, &error);
  g_assert_no_error (error);
  opened = import_support_open (path);
  g_unlink (path);

  process = redan_model_get_nth (opened->model, REDAN_SECTION_ELEMENT, 0);
  g_assert_cmpuint (strlen (redan_object_get (process, REDAN_FIELD_DESCRIPTION)), ==, 1024 * 1024);
  g_assert_cmpuint (strlen (redan_object_get_name (redan_model_get_meta (opened->model))), ==,
                    4096);
  g_assert_cmpuint (count_losses (opened, REDAN_LOSS_DROPPED, "", "the rest is cut"), ==, 3);
  g_bytes_unref (import_support_assert_reads_again (opened->model));
}

static void
test_many_cells (void)
{
  g_autoptr (GString) cells = g_string_new (NULL);
  g_autofree char *text = NULL;
  g_autoptr (RedanOpened) opened = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  int fd = g_file_open_tmp ("redan-XXXXXX.json", &path, &error);

  g_assert_no_error (error);
  g_close (fd, NULL);
  /* 100,000 cells, every tenth with the id of all the others */
  for (guint i = 0; i < 50000; i++)
    {
      g_autofree char *id = i % 10 == 0 ? g_strdup ("same") : g_strdup_printf ("c%u", i);

      g_string_append_printf (
          cells,
          "%s{\"id\":\"%s\",\"shape\":\"process\",\"position\":{\"x\":%u,\"y\":%u},\"size\":{"
          "\"width\":10,\"height\":10},\"data\":{\"type\":\"tm.Process\",\"name\":\"P\"}},"
          "{\"id\":\"f%u\",\"shape\":\"flow\",\"source\":{\"cell\":\"c%u\"},\"target\":{\"cell\":"
          "\"same\"},\"data\":{\"type\":\"tm.Flow\",\"name\":\"F\"}}",
          i > 0 ? "," : "", id, i % 300 * 20, i / 300 * 20, i, i);
    }
  text = g_strdup_printf ("{\"version\":\"2.0\",\"summary\":{\"title\":\"T\"},\"detail\":{"
                          "\"diagrams\":[{\"id\":0,\"title\":\"D\",\"cells\":[%s]}]}}",
                          cells->str);
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);

  opened = import_support_open (path);
  g_unlink (path);
  g_assert_cmpuint (redan_model_get_n (opened->model, REDAN_SECTION_ELEMENT), ==, 50000);
  g_assert_cmpuint (redan_model_get_n (opened->model, REDAN_SECTION_FLOW), ==, 50000);
  g_assert_cmpuint (count_losses (opened, REDAN_LOSS_REPAIRED, "", "the id same, too"), ==, 4999);
  g_assert_cmpuint (count_losses (opened, REDAN_LOSS_REPAIRED, "", "which is not there"), ==, 5000);
}

int
main (int argc, char **argv)
{
  import_support_begin (&argc, &argv);

  g_test_add_func ("/threat-dragon-hostile/corpus", test_corpus_hostile);
  g_test_add_func ("/threat-dragon-hostile/corpus-mutants", test_corpus_mutants);
  g_test_add_func ("/threat-dragon-hostile/refused", test_refused);
  g_test_add_data_func ("/threat-dragon-hostile/mutants/two", "dragon-2.json", test_mutants);
  g_test_add_data_func ("/threat-dragon-hostile/mutants/one", "dragon-1.json", test_mutants);
  g_test_add_data_func ("/threat-dragon-hostile/cut/two", "dragon-2.json", test_cut_files);
  g_test_add_data_func ("/threat-dragon-hostile/cut/one", "dragon-1.json", test_cut_files);
  g_test_add_data_func ("/threat-dragon-hostile/routes/two", "dragon-2.json", test_routes);
  g_test_add_data_func ("/threat-dragon-hostile/routes/one", "dragon-1.json", test_routes);
  g_test_add_func ("/threat-dragon-hostile/outlines", test_outlines);
  g_test_add_func ("/threat-dragon-hostile/two-lists", test_two_lists);
  g_test_add_func ("/threat-dragon-hostile/repeated-keys", test_repeated_keys);
  g_test_add_func ("/threat-dragon-hostile/many-values", test_many_values);
  g_test_add_func ("/threat-dragon-hostile/long-texts", test_long_texts);
  g_test_add_func ("/threat-dragon-hostile/many-cells", test_many_cells);

  return import_support_end ();
}
