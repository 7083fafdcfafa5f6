/* SPDX-License-Identifier: Apache-2.0 */
/* The attribute schema against the table it was made from, and packs that change it. */

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <libxml/relaxng.h>
#include <string.h>

#include "model/error.h"
#include "model/schema.h"
#include "model/xml.h"

static const char *const scope_names[] = {
  "element", "flow", "boundary", "account", "data-asset", "programme",
};
static const char *const type_names[] = {
  "enum", "set", "tri", "rating", "int", "date", "string", "ref", "fact", "fact-date",
};

static RedanSchema *
load (const char *directory, GError **error)
{
  g_autoptr (RedanDataSource) source = redan_data_source_new (directory, error);

  return source == NULL ? NULL : redan_schema_load (source, error);
}

static RedanSchema *
load_built_in (void)
{
  g_autoptr (GError) error = NULL;
  RedanSchema *schema = load (NULL, &error);

  g_assert_no_error (error);
  return schema;
}

static int
position (const char *const *words, guint n, const char *word)
{
  for (guint i = 0; i < n; i++)
    if (strcmp (words[i], word) == 0)
      return (int) i;
  return -1;
}

/* A directory with one file in it, for --data. */
static char *
make_pack (const char *content)
{
  char *directory = g_dir_make_tmp ("redan-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (directory, "pack.xml", NULL);

  g_assert_true (g_file_set_contents (path, content, -1, NULL));
  return directory;
}

static void
remove_pack (char *directory)
{
  g_autofree char *path = g_build_filename (directory, "pack.xml", NULL);

  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (directory), ==, 0);
  g_free (directory);
}

static char *
allowed_text (const RedanAttribute *attribute)
{
  GString *text = g_string_new (NULL);

  if (attribute->type == REDAN_ATTRIBUTE_RATING)
    g_string_append (text, "1..5");
  else if (attribute->type == REDAN_ATTRIBUTE_INTEGER)
    g_string_append_printf (text, "%" G_GINT64_FORMAT "..%" G_GINT64_FORMAT, attribute->minimum,
                            attribute->maximum);
  else
    for (guint i = 0; i < attribute->n_values; i++)
      g_string_append_printf (text, "%s%s", i == 0 ? "" : ",", attribute->values[i]);
  return g_string_free (text, FALSE);
}

static void
assert_row (const RedanSchema *schema, char **row, guint *last_index)
{
  int scope = position (scope_names, G_N_ELEMENTS (scope_names), row[0]);
  int type = position (type_names, G_N_ELEMENTS (type_names), row[2]);

  g_assert_cmpint (scope, >=, 0);
  g_assert_cmpint (type, >=, 0);
  const RedanAttribute *attribute = redan_schema_lookup (schema, (RedanScope) scope, row[1], -1);
  if (attribute == NULL)
    g_error ("%s %s is missing", row[0], row[1]);

  g_autofree char *allowed = allowed_text (attribute);
  g_assert_cmpint ((int) attribute->type, ==, type);
  g_assert_cmpstr (allowed, ==, strcmp (row[3], "-") == 0 ? "" : row[3]);
  g_assert_cmpstr (attribute->source, ==, row[5]);
  g_assert_cmpstr (attribute->unknown, ==, row[6]);
  g_assert_cmpstr (attribute->meaning, ==, row[7]);
  g_assert_cmpstr (attribute->pack, ==, "redan");
  g_assert_cmpstr (attribute->group, !=, "");
  if (attribute->standard != NULL)
    g_assert_cmpstr (attribute->standard, ==, row[4]);
  else
    g_assert_false (strcmp (row[4], "yes") == 0 || strcmp (row[4], "no") == 0 ||
                    strcmp (row[4], "none") == 0 || g_ascii_isdigit (row[4][0]));
  g_assert_cmpuint (attribute->index, ==, *last_index + 1);
  *last_index = attribute->index;
  if (attribute->scope == REDAN_SCOPE_BOUNDARY && strcmp (attribute->name, "owner") == 0)
    (*last_index)++; /* provider of boundaries: decisions.md 26, not in the table */
  if (attribute->scope == REDAN_SCOPE_ELEMENT && strcmp (attribute->name, "reviewed_on") == 0)
    (*last_index)++; /* self_run_reason: what BP05.2 asks for, not in the table */
  if (attribute->scope == REDAN_SCOPE_ELEMENT && strcmp (attribute->name, "exposure") == 0)
    (*last_index)++; /* population of actors: expert-review.md, not in the table */
  if (attribute->scope == REDAN_SCOPE_FLOW && strcmp (attribute->name, "logged") == 0)
    (*last_index)++; /* in_scope of flows: drawings say it, the table does not */
}

static void
test_equals_table (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("REDAN_SOURCE_ROOT"), "..", "shared",
                                            "catalog", "attribute_schema.tsv", NULL);
  g_autofree char *content = NULL;

  if (!g_file_get_contents (path, &content, NULL, NULL))
    {
      g_test_skip ("the table is not there");
      return;
    }

  RedanSchema *schema = load_built_in ();
  g_auto (GStrv) lines = g_strsplit (g_strchomp (content), "\n", -1);
  guint last_index = G_MAXUINT;
  for (guint i = 1; lines[i] != NULL; i++)
    {
      g_auto (GStrv) row = g_strsplit (lines[i], "\t", -1);
      g_assert_cmpuint (g_strv_length (row), ==, 8);
      assert_row (schema, row, &last_index);
    }
  g_assert_cmpuint (g_strv_length (lines), ==, 181);
  g_assert_cmpuint (redan_schema_get_n_attributes (schema), ==, 190);
  g_assert_nonnull (redan_schema_lookup (schema, REDAN_SCOPE_BOUNDARY, "provider", -1));
  redan_schema_unref (schema);
}

static void
test_flags (void)
{
  g_autoptr (RedanSchema) schema = load_built_in ();
  g_autoptr (GString) structural = g_string_new (NULL);
  g_autoptr (GString) computed = g_string_new (NULL);

  for (guint i = 0; i < redan_schema_get_n_attributes (schema); i++)
    {
      const RedanAttribute *attribute = redan_schema_get_attribute (schema, i);
      const char *scope = scope_names[attribute->scope];
      g_assert_cmpuint (attribute->index, ==, i);
      if (attribute->structural)
        g_string_append_printf (structural, "%s.%s ", scope, attribute->name);
      if (!attribute->stored)
        g_string_append_printf (computed, "%s.%s ", scope, attribute->name);
      if (attribute->standard != NULL)
        g_assert_true (redan_attribute_check (attribute, attribute->standard, NULL));
    }
  g_assert_cmpstr (structural->str, ==, "element.kind element.name flow.name boundary.btype ");
  g_assert_cmpstr (computed->str, ==, "element.changed_on account.ou ");
}

static void
assert_property (const RedanSchema *schema,
                 RedanScope scope,
                 const char *name,
                 const char *value,
                 const char *property,
                 const char *expected)
{
  const RedanAttribute *attribute = redan_schema_lookup (schema, scope, name, -1);
  int at = redan_attribute_find_value (attribute, value, -1);

  g_assert_cmpint (at, >=, 0);
  g_assert_cmpstr (redan_attribute_get_property (attribute, (guint) at, property), ==, expected);
}

static void
test_properties (void)
{
  g_autoptr (RedanSchema) schema = load_built_in ();

  assert_property (schema, REDAN_SCOPE_ELEMENT, "tech", "function", "management", "provider");
  assert_property (schema, REDAN_SCOPE_ELEMENT, "tech", "container", "management", "shared");
  assert_property (schema, REDAN_SCOPE_ELEMENT, "tech", "vm", "management", NULL);
  assert_property (schema, REDAN_SCOPE_ELEMENT, "tech", "browser", "human", "yes");
  assert_property (schema, REDAN_SCOPE_BOUNDARY, "btype", "internet", "trust", "0");
  assert_property (schema, REDAN_SCOPE_BOUNDARY, "btype", "trust-zone", "trust", "3");
  assert_property (schema, REDAN_SCOPE_BOUNDARY, "btype", "region", "counts", "no");
  assert_property (schema, REDAN_SCOPE_FLOW, "protocol", "sftp", "encryption", "ssh");
  assert_property (schema, REDAN_SCOPE_FLOW, "protocol", "tcp", "encryption", NULL);
  assert_property (schema, REDAN_SCOPE_FLOW, "enc_transit", "none", "authenticates", "no");
  assert_property (schema, REDAN_SCOPE_FLOW, "enc_transit", "na", "authenticates", NULL);
  assert_property (schema, REDAN_SCOPE_ASSET, "classification", "confidential", "rating", "4");

  const RedanAttribute *tri = redan_schema_lookup (schema, REDAN_SCOPE_ELEMENT, "pii", -1);
  g_assert_null (redan_attribute_get_property (tri, 0, "name"));
}

static void
test_find_value_is_exact (void)
{
  g_autoptr (RedanSchema) schema = load_built_in ();

  for (guint i = 0; i < redan_schema_get_n_attributes (schema); i++)
    {
      const RedanAttribute *attribute = redan_schema_get_attribute (schema, i);
      for (guint k = 0; k < attribute->n_values; k++)
        {
          g_autofree char *longer = g_strconcat (attribute->values[k], "x", NULL);
          gssize length = (gssize) strlen (attribute->values[k]);
          g_assert_cmpint (redan_attribute_find_value (attribute, longer, length), ==, (int) k);
          g_assert_cmpint (redan_attribute_find_value (attribute, longer, -1), ==, -1);
        }
      g_assert_cmpint (redan_attribute_find_value (attribute, "", -1), ==, -1);
      g_autofree char *longer = g_strconcat (attribute->name, "x", NULL);
      g_assert_true (redan_schema_lookup (schema, attribute->scope, longer,
                                          (gssize) strlen (attribute->name)) == attribute);
      g_assert_null (redan_schema_lookup (schema, attribute->scope, longer, -1));
    }
}

static void
test_pack_adds_attribute (void)
{
  char *pack =
      make_pack ("<attributes pack='acme' version='2'>\n"
                 " <attribute scope='element' name='rack' type='string'/>\n"
                 " <attribute scope='boundary' name='btype' type='enum' structural='yes'>\n"
                 "  <value name='cage' trust='5'/>\n"
                 " </attribute>\n"
                 "</attributes>\n");
  g_autoptr (GError) error = NULL;
  g_autoptr (RedanSchema) built_in = load_built_in ();
  g_autoptr (RedanSchema) schema = load (pack, &error);

  g_assert_no_error (error);
  const RedanAttribute *rack = redan_schema_lookup (schema, REDAN_SCOPE_ELEMENT, "rack", -1);
  g_assert_nonnull (rack);
  g_assert_cmpstr (rack->pack, ==, "acme");
  g_assert_cmpuint (redan_schema_get_n_attributes (schema), ==,
                    redan_schema_get_n_attributes (built_in) + 1);
  g_assert_cmpuint (rack->index, ==, redan_schema_get_n_attributes (built_in));
  g_assert_true (redan_attribute_check (rack, "B-17", NULL));
  g_assert_false (redan_attribute_check (rack, "two\nlines", NULL));

  /* the later definition stands in the place of the earlier */
  const RedanAttribute *old = redan_schema_lookup (built_in, REDAN_SCOPE_BOUNDARY, "btype", -1);
  const RedanAttribute *new = redan_schema_lookup (schema, REDAN_SCOPE_BOUNDARY, "btype", -1);
  g_assert_cmpuint (new->index, ==, old->index);
  g_assert_cmpuint (new->n_values, ==, 1);
  g_assert_cmpstr (redan_attribute_get_property (new, 0, "trust"), ==, "5");
  remove_pack (pack);
}

static void
test_thousand_values (void)
{
  g_autoptr (GString) text = g_string_new ("<attributes pack='a' version='1'>\n<attribute "
                                           "scope='flow' name='many' type='enum'>\n");

  for (guint i = 0; i < 1000; i++)
    g_string_append_printf (text, "<value name='v%u' twice='%u'/>\n", i, i * 2);
  g_string_append (text, "</attribute></attributes>");
  char *pack = make_pack (text->str);
  g_autoptr (RedanSchema) schema = load (pack, NULL);
  const RedanAttribute *many = redan_schema_lookup (schema, REDAN_SCOPE_FLOW, "many", -1);

  g_assert_cmpuint (many->n_values, ==, 1000);
  g_assert_cmpint (redan_attribute_find_value (many, "v999", -1), ==, 999);
  g_assert_cmpstr (redan_attribute_get_property (many, 999, "twice"), ==, "1998");
  remove_pack (pack);
}

typedef struct
{
  const char *content;
  RedanModelError code;
  const char *message; /* a part of it */
} Refused;

#define ATTRIBUTES(rest) "<attributes pack='a' version='1'>\n" rest "</attributes>"

static const Refused refused[] = {
  { "<atributes/>", REDAN_MODEL_ERROR_UNKNOWN_NAME, "pack.xml:1: root element \"atributes\"" },
  { "", REDAN_MODEL_ERROR_UNKNOWN_NAME, "pack.xml:1: no root element" },
  { "<attributes version='1'/>", REDAN_MODEL_ERROR_INVALID_VALUE, "pack.xml:1: " },
  { "<attributes pack='a' version='1' x=''/>", REDAN_MODEL_ERROR_UNKNOWN_NAME, "\"x\"" },
  { ATTRIBUTES ("\n<rule/>\n"), REDAN_MODEL_ERROR_UNKNOWN_NAME, "pack.xml:3: " },
  { ATTRIBUTES ("<attribute scope='element' name='a' type='tri' colour='red'/>\n"),
    REDAN_MODEL_ERROR_UNKNOWN_NAME, "pack.xml:2: <attribute> has no attribute \"colour\"" },
  { ATTRIBUTES ("<attribute scope='elephant' name='a' type='tri'/>\n"),
    REDAN_MODEL_ERROR_INVALID_VALUE, "expected one of element, flow" },
  { ATTRIBUTES ("<attribute scope='element' name='a' type='float'/>\n"),
    REDAN_MODEL_ERROR_INVALID_VALUE, "pack.xml:2: type=\"float\"" },
  { ATTRIBUTES ("<attribute scope='element' name='1a' type='tri'/>\n"),
    REDAN_MODEL_ERROR_INVALID_VALUE, "pack.xml:2: <attribute> needs a name" },
  { ATTRIBUTES ("<attribute scope='element' name='a' type='enum'/>\n"),
    REDAN_MODEL_ERROR_INVALID_VALUE, "no <value>" },
  { ATTRIBUTES ("<attribute scope='element' name='a' type='int' minimum='3'/>\n"),
    REDAN_MODEL_ERROR_INVALID_VALUE, "maximum" },
  { ATTRIBUTES ("<attribute scope='element' name='a' type='int' minimum='3' maximum='2'/>\n"),
    REDAN_MODEL_ERROR_INVALID_VALUE, "above" },
  { ATTRIBUTES ("<attribute scope='element' name='a' type='tri' default='maybe'/>\n"),
    REDAN_MODEL_ERROR_INVALID_VALUE, "default=\"maybe\"" },
  { ATTRIBUTES ("<attribute scope='element' name='a' type='tri'>\n<value name='x'/></attribute>\n"),
    REDAN_MODEL_ERROR_LIMIT, "pack.xml:3: " },
  { ATTRIBUTES ("<attribute scope='element' name='a' type='enum'>\n<value name='x'/>\n"
                "<value name='x'/></attribute>\n"),
    REDAN_MODEL_ERROR_REFERENCE, "pack.xml:4: value \"x\" stands twice" },
  { ATTRIBUTES ("<attribute scope='element' name='a' type='enum'><value name='unknown'/>"
                "</attribute>\n"),
    REDAN_MODEL_ERROR_INVALID_VALUE, "built in" },
  { ATTRIBUTES ("<attribute scope='element' name='a' type='tri'/>\n"
                "<attribute scope='element' name='a' type='tri'/>\n"),
    REDAN_MODEL_ERROR_REFERENCE, "pack.xml:3: attribute \"a\" of scope \"element\" stands twice" },
  { ATTRIBUTES ("<attribute scope='element' name='description' type='string'/>\n"),
    REDAN_MODEL_ERROR_REFERENCE, "field of the file" },
  { ATTRIBUTES ("<attribute scope='element' name='kind' type='enum' structural='yes'>"
                "<value name='robot'/></attribute>\n"),
    REDAN_MODEL_ERROR_INVALID_VALUE, "element kinds are fixed" },
  { "<!DOCTYPE attributes [<!ENTITY a 'b'>]>\n<attributes pack='a' version='1'/>",
    REDAN_MODEL_ERROR_UNKNOWN_NAME, "pack.xml:1: " },
  { ATTRIBUTES ("<attribute scope='element' name='a' type='tri'>\n"), REDAN_MODEL_ERROR_SYNTAX,
    "pack.xml:3: " },
};

static void
test_refuses (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      char *pack = make_pack (refused[i].content);
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", refused[i].content);
      g_assert_null (load (pack, &error));
      g_assert_error (error, REDAN_MODEL_ERROR, (int) refused[i].code);
      if (strstr (error->message, refused[i].message) == NULL)
        g_error ("\"%s\" lacks \"%s\"", error->message, refused[i].message);
      g_assert_true (g_str_has_prefix (error->message, pack));
      remove_pack (pack);
    }
}

static void
ignore_message (void *data, const char *format, ...)
{
}

/* The grammar in data/schema says of the file at @path what libxml2 makes of it: 0 when it is
 * valid. */
static int
validate (const char *path)
{
  g_autofree char *rng =
      g_build_filename (g_getenv ("REDAN_SOURCE_ROOT"), "data", "schema", "attributes.rng", NULL);
  xmlRelaxNGParserCtxt *parser = xmlRelaxNGNewParserCtxt (rng);
  xmlRelaxNG *grammar = xmlRelaxNGParse (parser);
  xmlDoc *document = xmlReadFile (path, NULL, XML_PARSE_NONET);

  g_assert_nonnull (grammar);
  g_assert_nonnull (document);
  xmlRelaxNGValidCtxt *validator = xmlRelaxNGNewValidCtxt (grammar);
  xmlRelaxNGSetValidErrors (validator, ignore_message, ignore_message, NULL);
  int result = xmlRelaxNGValidateDoc (validator, document);
  xmlRelaxNGFreeValidCtxt (validator);
  xmlFreeDoc (document);
  xmlRelaxNGFree (grammar);
  xmlRelaxNGFreeParserCtxt (parser);
  return result;
}

static void
test_relax_ng (void)
{
  static const char *const invalid[] = {
    ATTRIBUTES ("<attribute scope='element' name='a' type='float'/>"),
    ATTRIBUTES ("<attribute scope='element' name='a' type='enum'/>"),
    ATTRIBUTES ("<attribute scope='element' name='a' type='tri' colour='red'/>"),
    ATTRIBUTES ("<attribute scope='element' name='a' type='int' minimum='3'/>"),
    ATTRIBUTES ("<attribute scope='element' name='a' type='tri'><value name='x'/></attribute>"),
    ATTRIBUTES ("<attribute scope='element' name='a' type='tri' label=''/>"),
    "<attributes version='1'/>",
  };
  g_autofree char *path =
      g_build_filename (g_getenv ("REDAN_SOURCE_ROOT"), "data", "attributes.xml", NULL);

  g_assert_cmpint (validate (path), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (invalid); i++)
    {
      char *pack = make_pack (invalid[i]);
      g_autofree char *pack_path = g_build_filename (pack, "pack.xml", NULL);
      g_assert_cmpint (validate (pack_path), !=, 0);
      remove_pack (pack);
    }
}

/* Every attribute reads well: a label of its own and one question. */
static void
test_wording (void)
{
  g_autoptr (RedanSchema) schema = load_built_in ();
  g_autoptr (GHashTable) labels = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < redan_schema_get_n_attributes (schema); i++)
    {
      const RedanAttribute *attribute = redan_schema_get_attribute (schema, i);

      g_assert_true (g_ascii_isupper (attribute->label[0]));
      g_assert_null (strchr (attribute->label, '_'));
      g_assert_cmpuint (strlen (attribute->label), <=, 40);
      g_assert_true (g_ascii_isupper (attribute->question[0]));
      g_assert_true (g_str_has_suffix (attribute->question, "?"));
      g_assert_cmpuint (strlen (attribute->question), <=, 110);
      g_assert_true (
          g_hash_table_add (labels, g_strdup_printf ("%d %s", attribute->scope, attribute->label)));
    }

  const RedanAttribute *encryption =
      redan_schema_lookup (schema, REDAN_SCOPE_ELEMENT, "enc_rest", -1);
  g_assert_cmpstr (encryption->label, ==, "Encryption at rest");
  g_assert_cmpstr (redan_attribute_get_value_label (encryption, 2), ==, "Own key");
  g_assert_null (redan_attribute_get_value_label (encryption, 4));
  g_assert_null (redan_attribute_get_value_label (encryption, 99));
}

static void
test_wording_of_packs (void)
{
  static const char *const bad_wording[] = {
    ATTRIBUTES ("<attribute scope='element' name='a' type='tri' label=''/>"),
    ATTRIBUTES ("<attribute scope='element' name='a' type='tri' label='a&#10;b'/>"),
    ATTRIBUTES ("<attribute scope='element' name='a' type='tri'><question/></attribute>"),
    ATTRIBUTES ("<attribute scope='element' name='a' type='enum'>"
                "<value name='x' label=''/></attribute>"),
  };
  char *pack = make_pack (
      ATTRIBUTES ("<attribute scope='element' name='badge_reader' type='tri'/>"
                  "<attribute scope='element' name='door' label='Door &lt;b>' type='enum'>"
                  "<question>Is there a door?</question><value name='x' label='One'/>"
                  "<value name='y'/></attribute>"));
  g_autoptr (GError) error = NULL;
  g_autoptr (RedanSchema) schema = load (pack, &error);

  g_assert_no_error (error);
  const RedanAttribute *made =
      redan_schema_lookup (schema, REDAN_SCOPE_ELEMENT, "badge_reader", -1);
  const RedanAttribute *given = redan_schema_lookup (schema, REDAN_SCOPE_ELEMENT, "door", -1);
  g_assert_cmpstr (made->label, ==, "Badge reader");
  g_assert_cmpstr (made->question, ==, "Badge reader?");
  g_assert_null (redan_attribute_get_value_label (made, 0));
  g_assert_cmpstr (given->label, ==, "Door <b>");
  g_assert_cmpstr (given->question, ==, "Is there a door?");
  g_assert_cmpstr (redan_attribute_get_value_label (given, 0), ==, "One");
  g_assert_null (redan_attribute_get_value_label (given, 1));
  remove_pack (pack);

  for (guint i = 0; i < G_N_ELEMENTS (bad_wording); i++)
    {
      char *bad = make_pack (bad_wording[i]);

      g_assert_null (load (bad, &error));
      g_assert_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_INVALID_VALUE);
      g_clear_error (&error);
      remove_pack (bad);
    }
}

static void
test_directory_is_missing (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (load ("/nonexistent/redan", &error));
  g_assert_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_IO);
  g_assert_true (g_str_has_prefix (error->message, "/nonexistent/redan: "));
}

static RedanXmlTree *
parse (const char *text, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return redan_xml_parse ("x.xml", bytes, error);
}

static void
test_xml_tree (void)
{
  g_autoptr (RedanXmlTree) tree =
      parse ("<?xml version='1.0'?>\n<!-- c -->\n<a x='1 &lt; 2' y=''>\n"
             "  one <b/> two <![CDATA[<three>]]>\n <b\n z='&#228;'>"
             "  </b><c>&amp;</c></a>\n",
             NULL);
  const RedanXmlNode *root = redan_xml_tree_get_root (tree);

  g_assert_cmpstr (root->name, ==, "a");
  g_assert_cmpuint (root->line, ==, 3);
  g_assert_cmpuint (root->n_attributes, ==, 2);
  g_assert_cmpstr (redan_xml_get (root, "x"), ==, "1 < 2");
  g_assert_cmpstr (redan_xml_get (root, "y"), ==, "");
  g_assert_null (redan_xml_get (root, "z"));
  g_assert_cmpstr (root->text, ==, "one  two <three>");
  const RedanXmlNode *second = redan_xml_find (root, "b")->next;
  g_assert_cmpstr (second->name, ==, "b");
  g_assert_cmpuint (second->line, ==, 6);
  g_assert_cmpstr (redan_xml_get (second, "z"), ==, "\303\244");
  g_assert_cmpstr (second->text, ==, "");
  g_assert_cmpstr (redan_xml_find (root, "c")->text, ==, "&");
  g_assert_null (redan_xml_find (root, "d"));
  g_assert_cmpstr (redan_xml_tree_get_path (tree), ==, "x.xml");
}

static void
assert_xml_error (const char *text, RedanModelError code, const char *part)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (parse (text, &error));
  g_assert_error (error, REDAN_MODEL_ERROR, (int) code);
  if (strstr (error->message, part) == NULL)
    g_error ("\"%s\" lacks \"%s\"", error->message, part);
}

static void
test_xml_limits (void)
{
  g_autoptr (GString) deep = g_string_new (NULL);
  g_autoptr (GString) wide = g_string_new ("<a\n");
  g_autoptr (GString) fitting = g_string_new (NULL);

  for (guint i = 0; i < 65; i++)
    g_string_append (deep, "<a>\n");
  for (guint i = 0; i < 257; i++)
    g_string_append_printf (wide, "a%u=''\n", i);
  g_string_append (wide, "/>");
  for (guint i = 0; i < 64; i++)
    g_string_append (fitting, "<a>");
  for (guint i = 0; i < 64; i++)
    g_string_append (fitting, "</a>");

  assert_xml_error (deep->str, REDAN_MODEL_ERROR_LIMIT, "x.xml:65: ");
  assert_xml_error (wide->str, REDAN_MODEL_ERROR_LIMIT, "x.xml:1: ");
  g_autoptr (RedanXmlTree) tree = parse (fitting->str, NULL);
  g_assert_nonnull (tree);
}

static void
test_xml_refuses (void)
{
  assert_xml_error ("", REDAN_MODEL_ERROR_SYNTAX, "x.xml: 0 bytes");
  assert_xml_error ("<a>\n<b>\n</a>", REDAN_MODEL_ERROR_SYNTAX, "x.xml:3: ");
  assert_xml_error ("<a/><b/>", REDAN_MODEL_ERROR_SYNTAX, "x.xml:1: ");
  assert_xml_error ("\n<!DOCTYPE a>\n<a/>", REDAN_MODEL_ERROR_SYNTAX, "DOCTYPE");
  assert_xml_error ("<!DOCTYPE a [<!ENTITY b 'c'>]>\n<a>&b;</a>", REDAN_MODEL_ERROR_SYNTAX,
                    "DOCTYPE");
  assert_xml_error ("<a>\n&b;</a>", REDAN_MODEL_ERROR_SYNTAX, "x.xml:2: ");
  assert_xml_error ("<a x='&b;'/>", REDAN_MODEL_ERROR_SYNTAX, "x.xml:1: ");
  assert_xml_error ("<a xmlns='urn:x'/>", REDAN_MODEL_ERROR_UNKNOWN_NAME, "namespace");
  assert_xml_error ("<a>\n<p:b xmlns:p='urn:x'/></a>", REDAN_MODEL_ERROR_UNKNOWN_NAME, "x.xml:2: ");
  assert_xml_error ("<a x:y='' xmlns:x='urn:x'/>", REDAN_MODEL_ERROR_UNKNOWN_NAME, "namespace");
  assert_xml_error ("<a>\x01</a>", REDAN_MODEL_ERROR_SYNTAX, "x.xml:1: ");
  assert_xml_error ("<a>\xff</a>", REDAN_MODEL_ERROR_SYNTAX, "x.xml:1: ");
  assert_xml_error ("<?xml version='1.0' encoding='ISO-8859-1'?><a/>", REDAN_MODEL_ERROR_FORMAT,
                    "ISO-8859-1");
  assert_xml_error ("<a x='1' x='2'/>", REDAN_MODEL_ERROR_SYNTAX, "x.xml:1: ");
}

/* libxml2 alone would need minutes for this tag: its time grows with the square of the attributes.
 */
static void
test_xml_hostile_is_quick (void)
{
  g_autoptr (GString) tag = g_string_new ("<a ");
  g_autoptr (GString) many = g_string_new ("<a>\n");

  for (guint i = 0; i < 400000; i++)
    g_string_append_printf (tag, "a%u='' ", i);
  g_string_append (tag, "/>");
  for (guint i = 0; i < 200000; i++)
    g_string_append (many, "<b/>\n");
  g_string_append (many, "</a>");
  assert_xml_error (tag->str, REDAN_MODEL_ERROR_LIMIT, "too many attributes");
  assert_xml_error (many->str, REDAN_MODEL_ERROR_LIMIT, "x.xml:200001: ");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/schema/built-in/equals-table", test_equals_table);
  g_test_add_func ("/schema/built-in/flags", test_flags);
  g_test_add_func ("/schema/built-in/properties", test_properties);
  g_test_add_func ("/schema/find-value/is-exact", test_find_value_is_exact);
  g_test_add_func ("/schema/pack/adds-attribute", test_pack_adds_attribute);
  g_test_add_func ("/schema/pack/thousand-values", test_thousand_values);
  g_test_add_func ("/schema/pack/refuses", test_refuses);
  g_test_add_func ("/schema/built-in/relax-ng", test_relax_ng);
  g_test_add_func ("/schema/pack/directory-is-missing", test_directory_is_missing);
  g_test_add_func ("/schema/wording", test_wording);
  g_test_add_func ("/schema/wording-of-packs", test_wording_of_packs);
  g_test_add_func ("/xml/tree/is-complete", test_xml_tree);
  g_test_add_func ("/xml/limits/are-kept", test_xml_limits);
  g_test_add_func ("/xml/limits/hostile-is-quick", test_xml_hostile_is_quick);
  g_test_add_func ("/xml/input/refused", test_xml_refuses);
  return g_test_run ();
}
