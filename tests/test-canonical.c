/* SPDX-License-Identifier: Apache-2.0 */
/* The canonical file: what is read is written again, byte for byte; order and form of the input do
 * not matter. */

#include <libxml/relaxng.h>
#include <string.h>

#include "model/canonical-reader.h"
#include "model/canonical-writer.h"
#include "model/error.h"
#include "tests/every-field.h"

#define DECLARATION "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
#define HEAD DECLARATION "<threat-model format=\"1\">\n"
#define TAIL "</threat-model>\n"
#define E1 "3d7n1ya8s5k2gt9w"
#define N_MODELS 300

static RedanSchema *schema;

static char *
canonical_text (const RedanModel *model)
{
  g_autoptr (GBytes) bytes = redan_canonical_write (model);
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  return g_strndup (data, length);
}

static RedanModel *
read_text (const char *text)
{
  g_autoptr (GError) error = NULL;
  RedanModel *model =
      redan_canonical_read (schema, "m.redan", (const guint8 *) text, strlen (text), &error);

  g_assert_no_error (error);
  return model;
}

/* The same document in a form that only libxml2 understands. */
static char *
for_libxml (const char *canonical)
{
  g_assert_true (g_str_has_prefix (canonical, DECLARATION));
  return g_strconcat ("<?xml version='1.0'?>\n", canonical + strlen (DECLARATION), NULL);
}

static void
assert_rewritten (const char *input, const char *expected)
{
  g_autoptr (RedanModel) model = read_text (input);
  g_autofree char *text = canonical_text (model);

  g_assert_cmpstr (text, ==, expected);
}

static void
assert_same_file (const char *path)
{
  g_autofree char *text = NULL;
  g_autofree char *other = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  other = for_libxml (text);
  assert_rewritten (text, text);
  assert_rewritten (other, text);
}

static char *
source_path (const char *first, const char *second, const char *third)
{
  return g_build_filename (g_getenv ("REDAN_SOURCE_ROOT"), first, second, third, NULL);
}

static GPtrArray *
list_examples (void)
{
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *directory = source_path ("data", "examples", NULL);
  g_autoptr (GDir) dir = g_dir_open (directory, 0, NULL);

  g_ptr_array_add (paths, source_path ("data", "schema", "sample.redan"));
  for (const char *name = dir == NULL ? NULL : g_dir_read_name (dir); name != NULL;
       name = g_dir_read_name (dir))
    if (g_str_has_suffix (name, ".redan"))
      g_ptr_array_add (paths, g_build_filename (directory, name, NULL));
  return paths;
}

static void
test_shipped_files (void)
{
  g_autoptr (GPtrArray) paths = list_examples ();

  g_assert_cmpuint (paths->len, >=, 1);
  for (guint i = 0; i < paths->len; i++)
    assert_same_file (g_ptr_array_index (paths, i));
}

/* The sample is the documentation: it has every section and every structural field. */
static void
test_sample_complete (void)
{
  g_autofree char *path = source_path ("data", "schema", "sample.redan");
  g_autoptr (RedanModel) model = redan_canonical_read_file (schema, path, NULL);

  g_assert_nonnull (model);
  for (guint section = 0; section < REDAN_N_SECTIONS; section++)
    {
      guint n_fields;
      const RedanFieldInfo *fields = redan_section_get_fields (section, &n_fields);
      g_autoptr (GString) seen = g_string_new ("|");
      for (guint i = 0; i < redan_model_get_n (model, section); i++)
        {
          const RedanObject *object = redan_model_get_nth (model, section, i);
          for (guint j = 0; j < object->n_entries; j++)
            g_string_append_printf (seen, "%u|", object->entries[j].field);
        }
      for (guint i = 0; i < n_fields; i++)
        {
          g_autofree char *field = g_strdup_printf ("|%u|", fields[i].field);
          if (strstr (seen->str, field) == NULL)
            g_error ("the sample has no %s with %s", redan_section_get_tag (section),
                     fields[i].tag);
        }
    }
}

static void
assert_equal_models (const RedanModel *left, const RedanModel *right)
{
  for (guint section = 0; section < REDAN_N_SECTIONS; section++)
    {
      guint n = redan_model_get_n (left, section);
      g_assert_cmpuint (redan_model_get_n (right, section), ==, n);
      for (guint i = 0; i < n; i++)
        {
          const RedanObject *a = redan_model_get_nth (left, section, i);
          const RedanObject *b = redan_model_get_nth (right, section, i);
          g_assert_cmpmem (&a->id, sizeof a->id, &b->id, sizeof b->id);
          g_assert_cmpuint (a->n_entries, ==, b->n_entries);
          for (guint j = 0; j < a->n_entries; j++)
            {
              g_assert_cmpuint (a->entries[j].field, ==, b->entries[j].field);
              g_assert_cmpstr (a->entries[j].key, ==, b->entries[j].key);
              g_assert_cmpstr (a->entries[j].value, ==, b->entries[j].value);
            }
        }
    }
}

static void
test_random_models (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (20260314);

  for (guint i = 0; i < N_MODELS; i++)
    {
      g_autoptr (RedanModel) model = every_field_model (schema, rand);
      g_autofree char *text = canonical_text (model);
      g_autofree char *other = for_libxml (text);
      g_autoptr (RedanModel) quick = read_text (text);
      g_autoptr (RedanModel) thorough = read_text (other);

      assert_equal_models (model, quick);
      assert_equal_models (model, thorough);
      assert_rewritten (text, text);
    }
}

/* Cuts text into blocks: each starts at a line with exactly @indent spaces and a tag that is no end
 * tag. */
static GPtrArray *
cut (const char *text, guint indent)
{
  GPtrArray *blocks = g_ptr_array_new_with_free_func (g_free);
  const char *start = text;

  for (const char *line = text; *line != '\0';)
    {
      const char *end = strchr (line, '\n') + 1;
      if (line > start && strspn (line, " ") == indent && line[indent] == '<' &&
          line[indent + 1] != '/')
        {
          g_ptr_array_add (blocks, g_strndup (start, line - start));
          start = line;
        }
      line = end;
    }
  g_ptr_array_add (blocks, g_strdup (start));
  return blocks;
}

static void
shuffle (GRand *rand, GPtrArray *blocks)
{
  for (guint i = blocks->len; i > 1; i--)
    {
      guint other = (guint) g_rand_int_range (rand, 0, (gint32) i);
      gpointer swap = blocks->pdata[i - 1];
      blocks->pdata[i - 1] = blocks->pdata[other];
      blocks->pdata[other] = swap;
    }
}

/* The fields of an object in any order, with comments between them. */
static char *
shuffle_object (GRand *rand, const char *object)
{
  const char *inside = strchr (object, '\n') + 1;
  const char *end = g_strrstr (object, " </");
  g_autofree char *fields = g_strndup (inside, end - inside);
  g_autoptr (GPtrArray) blocks = cut (fields, 2);
  GString *result = g_string_new_len (object, inside - object);

  shuffle (rand, blocks);
  for (guint i = 0; i < blocks->len; i++)
    g_string_append_printf (result, "\r\n <!-- %u --> %s", i, (const char *) blocks->pdata[i]);
  g_string_append (result, end);
  return g_string_free (result, FALSE);
}

static void
test_shuffled (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  for (guint i = 0; i < 100; i++)
    {
      g_autoptr (RedanModel) model = every_field_model (schema, rand);
      g_autofree char *text = canonical_text (model);
      const char *inside = text + strlen (HEAD);
      g_autofree char *body = g_strndup (inside, strlen (inside) - strlen (TAIL));
      g_autoptr (GPtrArray) objects = cut (body, 1);
      GString *shuffled = g_string_new ("\n\n<threat-model format='1'>\n");

      /* No declaration, an empty line in its place. */
      g_string_erase (shuffled, 0, 2);
      shuffle (rand, objects);
      for (guint j = 0; j < objects->len; j++)
        {
          g_autofree char *object = shuffle_object (rand, objects->pdata[j]);
          g_string_append (shuffled, object);
        }
      g_string_append (shuffled, "</threat-model>");
      assert_rewritten (shuffled->str, text);
      g_string_free (shuffled, TRUE);
    }
}

static void
test_other_forms (void)
{
  const char *expected = HEAD " <meta>\n  <name>a&amp;b</name>\n </meta>\n <element id=\"" E1
                              "\" kind=\"process\">\n  <authn>iam</authn>\n </element>\n" TAIL;
  const char *inputs[] = {
    "\xef\xbb\xbf" HEAD "<meta><name>a&#38;b</name></meta><element kind='process' id='" E1
    "'><authn>iam</authn></element>" TAIL,
    HEAD "<element id='" E1 "' kind='process'><authn><![CDATA[iam]]></authn><name></name></element>"
         "<meta><name><![CDATA[a&b]]></name></meta>" TAIL,
    "<?xml version=\"1.0\" encoding=\"utf-8\" standalone=\"yes\"?>\r\n<?x y?><threat-model "
    "format=\"1\">\r\n"
    "<meta>\r\n<name>a&amp;b</name></meta>\t<element\n id='" E1
    "' kind='&#112;rocess'><authn>i<!-- -->am</authn></element>" TAIL,
  };

  for (guint i = 0; i < G_N_ELEMENTS (inputs); i++)
    assert_rewritten (inputs[i], expected);
}

static void
test_hostile_names (void)
{
  g_autofree char *longest = g_strnfill (4096, 'n');
  const char *names[] = {
    "</name><script>alert(1)</script>",
    "&lt;&amp;&#x41;",
    "]]>",
    "\xe2\x80\xaegnp.exe",
    "\xf0\x9f\x91\xbe\xf0\x9f\x8f\xb3\xef\xb8\x8f",
    "  both ends  ",
    "\ttab",
    "-->",
    "<![CDATA[",
    "%n%s",
    "\xed\x9f\xbf\xee\x80\x80",
    "\x7f",
    longest,
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (RedanModel) model = redan_model_new (schema);
      RedanId meta = redan_meta_id ();
      g_autofree char *lines = g_strdup_printf ("%s\n\n%s\n", names[i], names[i]);
      RedanEntry entries[] = {
        { redan_model_intern (model, ""), redan_model_intern (model, names[i]), REDAN_FIELD_NAME },
        { redan_model_intern (model, ""), redan_model_intern (model, lines),
          REDAN_FIELD_DESCRIPTION },
      };
      redan_model_put (model, redan_object_new (REDAN_SECTION_META, &meta, entries, 2));
      g_autofree char *text = canonical_text (model);
      g_autofree char *other = for_libxml (text);
      g_autoptr (RedanModel) quick = read_text (text);
      g_autoptr (RedanModel) thorough = read_text (other);
      g_assert_cmpstr (redan_object_get_name (redan_model_get_meta (quick)), ==, names[i]);
      assert_equal_models (model, quick);
      assert_equal_models (model, thorough);
    }
}

static void
ignore_cb (void *user_data, xmlErrorPtr error)
{
}

static xmlRelaxNGPtr
load_relax_ng (void)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *directory = g_path_get_dirname (program);
  g_autofree char *path =
      g_build_filename (directory, "..", "data", "schema", "threat-model.rng", NULL);
  xmlRelaxNGParserCtxtPtr parser = xmlRelaxNGNewParserCtxt (path);
  xmlRelaxNGPtr relax_ng = xmlRelaxNGParse (parser);

  xmlRelaxNGFreeParserCtxt (parser);
  g_assert_nonnull (relax_ng);
  return relax_ng;
}

static gboolean
is_valid (xmlRelaxNGPtr relax_ng, const char *text)
{
  xmlDocPtr document = xmlReadMemory (text, (int) strlen (text), "m.redan", NULL, XML_PARSE_NONET);
  xmlRelaxNGValidCtxtPtr validator = xmlRelaxNGNewValidCtxt (relax_ng);

  g_assert_nonnull (document);
  xmlRelaxNGSetValidStructuredErrors (validator, ignore_cb, NULL);
  int result = xmlRelaxNGValidateDoc (validator, document);
  xmlRelaxNGFreeValidCtxt (validator);
  xmlFreeDoc (document);
  return result == 0;
}

static char *
text_with_name (const char *name)
{
  return g_strconcat (HEAD " <meta>\n </meta>\n <element id=\"" E1 "\" kind=\"process\">\n  <name>",
                      name, "</name>\n </element>\n" TAIL, NULL);
}

/* Reader, writer and schema agree on names of several lines. */
static void
test_name_lines (void)
{
  static const char *const names[][2] = {
    { "two\nlines", "two\nlines" },         { "  a \n\n\tb  ", "  a \n\n\tb  " },
    { "<b>\n&", "&lt;b&gt;\n&amp;" },       { "\"a\"\n'b'", "\"a\"\n'b'" },
    { "\u00e4\n\u6ce8", "\u00e4\n\u6ce8" }, { "a\nb\nc\nd\ne", "a\nb\nc\nd\ne" },
  };
  static const char *const refused[] = { "\na", "a\n", " \na", "a\n\t ", "\n", "\n\n" };
  xmlRelaxNGPtr relax_ng = load_relax_ng ();

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *text = text_with_name (names[i][1]);
      g_autofree char *other = for_libxml (text);
      g_autoptr (RedanModel) quick = read_text (text);
      g_autoptr (RedanModel) thorough = read_text (other);
      g_autofree char *written = canonical_text (quick);

      g_assert_cmpstr (
          redan_object_get_name (redan_model_get_nth (quick, REDAN_SECTION_ELEMENT, 0)), ==,
          names[i][0]);
      assert_equal_models (quick, thorough);
      g_assert_cmpstr (written, ==, text);
      g_assert_true (is_valid (relax_ng, text));
    }
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autofree char *text = text_with_name (refused[i]);
      g_autofree char *other = for_libxml (text);

      g_assert_null (
          redan_canonical_read (schema, "m", (const guint8 *) text, strlen (text), NULL));
      g_assert_null (
          redan_canonical_read (schema, "m", (const guint8 *) other, strlen (other), NULL));
      g_assert_false (is_valid (relax_ng, text));
    }
  xmlRelaxNGFree (relax_ng);
}

/* Reads @text after @first with what they share, and alone: the same model, or the same error.
 * Returns: whether anything could be shared */
static gboolean
assert_shared_reads_alike (const char *first, const char *text)
{
  g_autoptr (RedanReadShare) share = redan_read_share_new ();
  g_autoptr (GBytes) first_bytes = g_bytes_new (first, strlen (first));
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GError) shared_error = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (RedanModel) base = redan_canonical_read_shared (schema, share, "m", first_bytes, NULL);
  g_autoptr (RedanModel) shared =
      redan_canonical_read_shared (schema, share, "m", bytes, &shared_error);
  g_autoptr (RedanModel) alone =
      redan_canonical_read (schema, "m", (const guint8 *) text, strlen (text), &error);

  g_assert_true ((shared == NULL) == (alone == NULL));
  if (alone == NULL)
    g_assert_cmpstr (shared_error->message, ==, error->message);
  else
    assert_equal_models (shared, alone);
  return shared != NULL && base != NULL &&
         redan_model_get_strings (shared) == redan_model_get_strings (base);
}

/* Whatever happens to the bytes, the quick way and libxml2 agree: on the model, or on refusing it.
 */
static void
test_mutations (void)
{
  static const char *const inserts[] = {
    "<",      ">",       "&",         "\"",           "/",    " ",   "\n",
    "=",      "-",       "\x01",      "\xff",         "\xc3", "]]>", "&#65;",
    "&quot;", "<!---->", " id=\"x\"", "\xef\xbf\xbf", ":",    "0"
  };
  g_autofree char *path = source_path ("data", "schema", "sample.redan");
  g_autofree char *sample = NULL;
  g_autoptr (GRand) rand = g_rand_new_with_seed (11);
  guint n_read = 0;

  g_assert_true (g_file_get_contents (path, &sample, NULL, NULL));
  for (guint i = 0; i < 4000; i++)
    {
      GString *text = g_string_new (sample);
      gssize at = g_rand_int_range (rand, (gint32) strlen (DECLARATION), (gint32) text->len);
      if (g_rand_boolean (rand))
        g_string_erase (text, at, MIN ((gssize) text->len - at, g_rand_int_range (rand, 1, 4)));
      else
        g_string_insert (text, at, inserts[g_rand_int_range (rand, 0, G_N_ELEMENTS (inserts))]);
      g_autofree char *other = for_libxml (text->str);
      g_autoptr (GError) quick_error = NULL;
      g_autoptr (GError) thorough_error = NULL;
      g_autoptr (RedanModel) quick =
          redan_canonical_read (schema, "m", (const guint8 *) text->str, text->len, &quick_error);
      g_autoptr (RedanModel) thorough = redan_canonical_read (schema, "m", (const guint8 *) other,
                                                              strlen (other), &thorough_error);

      g_assert_true ((quick == NULL) == (thorough == NULL));
      if (quick == NULL)
        g_assert_cmpstr (quick_error->message, ==, thorough_error->message);
      else
        {
          assert_equal_models (quick, thorough);
          n_read++;
        }
      if (i % 4 == 0)
        (void) assert_shared_reads_alike (sample, text->str);
      g_string_free (text, TRUE);
    }
  g_assert_cmpuint (n_read, >, 100);
}

/* The objects of a canonical file as texts, between its head and its tail. */
static GPtrArray *
split_objects (const char *text)
{
  GPtrArray *objects = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  GString *object = g_string_new (NULL);

  for (guint i = 2; lines[i] != NULL && !g_str_has_prefix (lines[i], "</threat-model>"); i++)
    {
      gboolean begins = g_str_has_prefix (lines[i], " <") && !g_str_has_prefix (lines[i], " </");
      if (begins && object->len > 0)
        {
          g_ptr_array_add (objects, g_strdup (object->str));
          g_string_truncate (object, 0);
        }
      g_string_append_printf (object, "%s\n", lines[i]);
    }
  if (object->len > 0)
    g_ptr_array_add (objects, g_strdup (object->str));
  g_string_free (object, TRUE);
  return objects;
}

/* @text with some of its objects gone, twice, elsewhere, or changed: about @n_changes in a thousand
 * of each. */
static char *
change_objects (const char *text, guint n_changes, GRand *rand)
{
  g_autoptr (GPtrArray) objects = split_objects (text);
  GString *changed = g_string_new (HEAD);

  for (guint i = 0; i < objects->len; i++)
    {
      const char *object = objects->pdata[i];
      guint what = (guint) g_rand_int_range (rand, 0, (gint32) (1000 / n_changes));
      if (what == 0)
        continue;
      if (what == 1)
        object = objects->pdata[g_rand_int_range (rand, 0, (gint32) objects->len)];
      g_string_append (changed, object);
      if (what == 2)
        g_string_append (changed, object);
      if (what == 3)
        g_string_insert_c (changed, (gssize) changed->len - 3, 'x');
    }
  g_string_append (changed, TAIL);
  return g_string_free (changed, FALSE);
}

/* Files that have most of their objects in common. */
static void
test_shared (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (13);
  guint n_shared = 0;

  static const char *const names[] = { "webshop.redan", "serverless.redan", "retailer.redan" };

  for (guint i = 0; i < 30; i++)
    {
      g_autofree char *path = source_path ("data", "examples", names[i % G_N_ELEMENTS (names)]);
      g_autofree char *text = NULL;
      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      g_autofree char *changed = change_objects (text, i % 2 == 0 ? 16 : 1, rand);

      n_shared += assert_shared_reads_alike (text, text) ? 1 : 0;
      n_shared += assert_shared_reads_alike (text, changed) ? 1 : 0;
      n_shared += assert_shared_reads_alike (changed, text) ? 1 : 0;
    }
  g_assert_cmpuint (n_shared, >, 40);
}

static guint
count_common (const RedanModel *one, const RedanModel *other)
{
  guint n = 0;

  for (guint section = 0; section < REDAN_N_SECTIONS; section++)
    for (guint i = 0; i < redan_model_get_n (one, section); i++)
      {
        const RedanObject *object = redan_model_get_nth (one, section, i);
        n += redan_model_lookup (other, &object->id) == object ? 1 : 0;
      }
  return n;
}

/* Version after version of a file, spoiled ones among them: each reads as it does alone, and what
 * the last good one had is the same object. */
static void
test_again (void)
{
  g_autofree char *path = source_path ("data", "examples", "retailer.redan");
  g_autofree char *first = NULL;
  g_autoptr (GRand) rand = g_rand_new_with_seed (17);
  g_autoptr (RedanReadShare) share = redan_read_share_new ();
  g_autoptr (RedanModel) last = NULL;
  guint n_refused = 0;
  guint n_renewed = 0;

  g_assert_true (g_file_get_contents (path, &first, NULL, NULL));
  g_autofree char *text = g_strdup (first);
  for (guint i = 0; i < 80; i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
      g_autoptr (GError) again_error = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (RedanModel) again =
          redan_canonical_read_again (schema, share, "m", bytes, &again_error);
      g_autoptr (RedanModel) alone =
          redan_canonical_read (schema, "m", (const guint8 *) text, strlen (text), &error);

      g_assert_true ((again == NULL) == (alone == NULL));
      if (alone == NULL)
        {
          g_assert_cmpstr (again_error->message, ==, error->message);
          n_refused++;
        }
      else
        {
          assert_equal_models (again, alone);
          if (last != NULL && redan_model_get_strings (last) != redan_model_get_strings (again))
            n_renewed++;
          else if (last != NULL)
            g_assert_cmpuint (count_common (last, again), >, 100);
          g_clear_pointer (&last, redan_model_unref);
          last = g_steal_pointer (&again);
        }
      g_free (text);
      text = change_objects (first, 1, rand);
    }
  g_assert_cmpuint (n_refused, >, 10);
  g_assert_cmpuint (n_refused, <, 50);
  /* Texts that are gone are not kept for ever. */
  g_assert_cmpuint (n_renewed, ==, 1);
}

static void
test_schema_accepts (void)
{
  xmlRelaxNGPtr relax_ng = load_relax_ng ();
  g_autoptr (GPtrArray) paths = list_examples ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);

  for (guint i = 0; i < paths->len; i++)
    {
      g_autofree char *text = NULL;
      g_assert_true (g_file_get_contents (g_ptr_array_index (paths, i), &text, NULL, NULL));
      g_assert_true (is_valid (relax_ng, text));
    }
  for (guint i = 0; i < 100; i++)
    {
      g_autoptr (RedanModel) model = every_field_model (schema, rand);
      g_autofree char *text = canonical_text (model);
      if (!is_valid (relax_ng, text))
        g_error ("the schema refuses model %u:\n%s", i, text);
    }
  xmlRelaxNGFree (relax_ng);
}

/* Both the schema and the reader refuse these. */
static void
test_schema_refuses (void)
{
  static const char *const changes[][2] = {
    { "<authn>token</authn>", "<authn>telepathy</authn>" },
    { "<tech>function</tech>", "<technology>function</technology>" },
    { "kind=\"actor\"", "kind=\"ghost\"" },
    { "<x>400</x>", "<x>4.5</x>" },
    { "<x>400</x>", "<x>16777217</x>" },
    { "<root_last_used_days>120<", "<root_last_used_days>-2<" },
    { "<date>2026-03-15</date>", "<date>2026-02-30</date>" },
    { "id=\"3d7n1ya8s5k2gt9w\"", "id=\"3d7n1ya8s5k2gt9u\"" },
    { "<value>partial</value>", "<value>maybe</value>" },
    { "fact name=\"policies\"", "fact name=\"weather\"" },
    { "<severity>medium<", "<severity>awful<" },
    { "<strength>60<", "<strength>101<" },
    { " rule=\"TR-F-02\"", "" },
    { "<threat-model format=\"1\">", "<threat-model format=\"2\">" },
    { "<conflict ", "<quarrel id=\"aaaaaaaaaaaaaaaa\"/><conflict " },
  };
  xmlRelaxNGPtr relax_ng = load_relax_ng ();
  g_autofree char *path = source_path ("data", "schema", "sample.redan");
  g_autofree char *sample = NULL;

  g_assert_true (g_file_get_contents (path, &sample, NULL, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      const char *at = strstr (sample, changes[i][0]);
      g_assert_nonnull (at);
      GString *text = g_string_new_len (sample, at - sample);
      g_string_append (text, changes[i][1]);
      g_string_append (text, at + strlen (changes[i][0]));
      g_assert_false (is_valid (relax_ng, text->str));
      g_assert_null (
          redan_canonical_read (schema, "m", (const guint8 *) text->str, text->len, NULL));
      g_string_free (text, TRUE);
    }
  xmlRelaxNGFree (relax_ng);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;

  g_test_init (&argc, &argv, NULL);
  g_autoptr (RedanDataSource) source = redan_data_source_new (NULL, &error);
  g_assert_no_error (error);
  schema = redan_schema_load (source, &error);
  g_assert_no_error (error);

  g_test_add_func ("/canonical/shipped-files/same-bytes", test_shipped_files);
  g_test_add_func ("/canonical/sample/complete", test_sample_complete);
  g_test_add_func ("/canonical/random-models/same-bytes", test_random_models);
  g_test_add_func ("/canonical/shuffled/made-canonical", test_shuffled);
  g_test_add_func ("/canonical/other-forms/made-canonical", test_other_forms);
  g_test_add_func ("/canonical/hostile-names/kept", test_hostile_names);
  g_test_add_func ("/canonical/names/lines", test_name_lines);
  g_test_add_func ("/canonical/mutations/both-ways-agree", test_mutations);
  g_test_add_func ("/canonical/shared/reads-alike", test_shared);
  g_test_add_func ("/canonical/again/reads-alike", test_again);
  g_test_add_func ("/canonical/schema/accepts", test_schema_accepts);
  g_test_add_func ("/canonical/schema/refuses", test_schema_refuses);
  int result = g_test_run ();
  redan_schema_unref (schema);
  xmlCleanupParser ();
  return result;
}
