/* SPDX-License-Identifier: Apache-2.0 */
/* The table of fields, and the check of single values. */

#include <string.h>

#include "model/error.h"
#include "model/field.h"
#include "model/name.h"

static RedanSchema *schema;

static void
test_table_is_in_file_order (void)
{
  for (guint section = 0; section < REDAN_N_SECTIONS; section++)
    {
      guint n;
      const RedanFieldInfo *fields = redan_section_get_fields (section, &n);
      g_assert_cmpuint (n, >, 0);
      for (guint i = 0; i < n; i++)
        {
          if (i > 0)
            g_assert_cmpuint (fields[i - 1].field, <, fields[i].field);
          g_assert_true (fields[i].on_start_tag == (fields[i].field < REDAN_FIELD_NAME));
          g_assert_true (fields[i].keyed == (fields[i].field >= REDAN_FIELD_PACK));
          g_assert_true ((fields[i].type == REDAN_VALUE_WORD) == (fields[i].words != NULL));
          g_assert_true (redan_field_get_info (section, fields[i].field) == &fields[i]);
          g_assert_cmpstr (redan_field_get_tag (schema, fields[i].field), ==, fields[i].tag);
        }
    }
}

/* Found by its own name alone, at its own place alone. */
static void
test_lookup_inverts_table (void)
{
  for (guint section = 0; section < REDAN_N_SECTIONS; section++)
    {
      guint n;
      const RedanFieldInfo *fields = redan_section_get_fields (section, &n);
      for (guint i = 0; i < n; i++)
        {
          g_autofree char *longer = g_strconcat (fields[i].tag, "-tail", NULL);
          gboolean start = fields[i].on_start_tag;
          g_assert_cmpuint (redan_field_lookup (schema, section, start, fields[i].tag, -1), ==,
                            fields[i].field);
          g_assert_cmpuint (
              redan_field_lookup (schema, section, start, longer, (gssize) strlen (fields[i].tag)),
              ==, fields[i].field);
          g_assert_cmpuint (redan_field_lookup (schema, section, start, longer, -1), ==,
                            REDAN_FIELD_EXISTS);
        }
      g_assert_cmpuint (redan_field_lookup (schema, section, FALSE, "", -1), ==,
                        REDAN_FIELD_EXISTS);
    }
  g_assert_cmpuint (redan_field_lookup (schema, REDAN_SECTION_ELEMENT, FALSE, "kind", -1), ==,
                    REDAN_FIELD_EXISTS);
  g_assert_cmpuint (redan_field_lookup (schema, REDAN_SECTION_FLOW, TRUE, "kind", -1), ==,
                    REDAN_FIELD_EXISTS);
}

static void
test_attributes_are_fields (void)
{
  static const int sections[] = {
    REDAN_SECTION_ELEMENT,  REDAN_SECTION_FLOW,  REDAN_SECTION_BOUNDARY,
    REDAN_SECTION_BOUNDARY, REDAN_SECTION_ASSET, -1,
  };

  for (guint i = 0; i < redan_schema_get_n_attributes (schema); i++)
    {
      const RedanAttribute *attribute = redan_schema_get_attribute (schema, i);
      RedanField field = (RedanField) (REDAN_FIELD_ATTRIBUTE + i);
      g_assert_true (redan_field_get_attribute (schema, field) == attribute);
      g_assert_cmpstr (redan_field_get_tag (schema, field), ==, attribute->name);
      g_assert_true (redan_field_is_keyed (schema, field) ==
                     (attribute->type == REDAN_ATTRIBUTE_SET));
      if (sections[attribute->scope] < 0 || attribute->structural || !attribute->stored)
        continue;
      RedanSection section = (RedanSection) sections[attribute->scope];
      g_assert_cmpuint (redan_field_lookup (schema, section, FALSE, attribute->name, -1), ==,
                        field);
      g_assert_cmpuint (redan_field_lookup (schema, section, TRUE, attribute->name, -1), ==,
                        REDAN_FIELD_EXISTS);
      g_assert_cmpuint (redan_field_lookup (NULL, section, FALSE, attribute->name, -1), ==,
                        REDAN_FIELD_EXISTS);
    }
  g_assert_cmpuint (redan_field_lookup (schema, REDAN_SECTION_ELEMENT, FALSE, "changed_on", -1), ==,
                    REDAN_FIELD_EXISTS);
  g_assert_null (redan_field_get_attribute (schema, REDAN_FIELD_NAME));
  g_assert_null (redan_field_get_attribute (schema, REDAN_FIELD_PACK));
  g_assert_null (redan_field_get_attribute (
      schema, (RedanField) (REDAN_FIELD_ATTRIBUTE + redan_schema_get_n_attributes (schema))));
}

static void
test_sections_by_name (void)
{
  for (guint section = 0; section < REDAN_N_SECTIONS; section++)
    {
      RedanSection found;
      const char *tag = redan_section_get_tag (section);
      g_assert_true (redan_section_lookup (tag, -1, &found));
      g_assert_cmpint (found, ==, (int) section);
      g_assert_false (redan_section_lookup (tag, (gssize) strlen (tag) - 1, &found));
    }
}

typedef struct
{
  RedanSection section;
  RedanField field;
  const char *key;
  const char *value;
  gboolean fits;
} Case;

static const Case cases[] = {
  { REDAN_SECTION_ELEMENT, REDAN_FIELD_KIND, NULL, "store", TRUE },
  { REDAN_SECTION_ELEMENT, REDAN_FIELD_KIND, NULL, "Store", FALSE },
  { REDAN_SECTION_BOUNDARY, REDAN_FIELD_KIND, NULL, "k8s-namespace", TRUE },
  { REDAN_SECTION_BOUNDARY, REDAN_FIELD_KIND, NULL, "store", FALSE },
  { REDAN_SECTION_ELEMENT, REDAN_FIELD_PARENT, NULL, "0123456789abcdef", TRUE },
  { REDAN_SECTION_ELEMENT, REDAN_FIELD_PARENT, NULL, "0123456789abcdeF", FALSE },
  { REDAN_SECTION_ELEMENT, REDAN_FIELD_NAME, NULL, "Zürich → Köln\t1", TRUE },
  { REDAN_SECTION_ELEMENT, REDAN_FIELD_NAME, NULL, "two\nlines", TRUE },
  { REDAN_SECTION_FLOW, REDAN_FIELD_NAME, NULL, "two\n \n\tlines ", TRUE },
  { REDAN_SECTION_BOUNDARY, REDAN_FIELD_NAME, NULL, "two\nlines", TRUE },
  { REDAN_SECTION_BOUNDARY, REDAN_FIELD_NAME, NULL, " ", TRUE },
  { REDAN_SECTION_ELEMENT, REDAN_FIELD_NAME, NULL, "\nlines", FALSE },
  { REDAN_SECTION_ELEMENT, REDAN_FIELD_NAME, NULL, " \t\nlines", FALSE },
  { REDAN_SECTION_ELEMENT, REDAN_FIELD_NAME, NULL, "lines\n", FALSE },
  { REDAN_SECTION_ELEMENT, REDAN_FIELD_NAME, NULL, "lines\n \t", FALSE },
  { REDAN_SECTION_ELEMENT, REDAN_FIELD_NAME, NULL, "two\r\nlines", FALSE },
  { REDAN_SECTION_META, REDAN_FIELD_NAME, NULL, "two\nlines", FALSE },
  { REDAN_SECTION_ASSET, REDAN_FIELD_NAME, NULL, "two\nlines", FALSE },
  { REDAN_SECTION_THREAT, REDAN_FIELD_NAME, NULL, "two\nlines", FALSE },
  { REDAN_SECTION_DIAGRAM, REDAN_FIELD_NAME, NULL, "two\nlines", FALSE },
  { REDAN_SECTION_ELEMENT, REDAN_FIELD_NAME, NULL, "bell\a", FALSE },
  { REDAN_SECTION_ELEMENT, REDAN_FIELD_NAME, NULL, "\xef\xbf\xbe", FALSE },
  { REDAN_SECTION_ELEMENT, REDAN_FIELD_NAME, NULL, "\xed\xa0\x80", FALSE },
  { REDAN_SECTION_ELEMENT, REDAN_FIELD_NAME, NULL, "\xff", FALSE },
  { REDAN_SECTION_ELEMENT, REDAN_FIELD_DESCRIPTION, NULL, "two\nlines", TRUE },
  { REDAN_SECTION_ELEMENT, REDAN_FIELD_DESCRIPTION, NULL, "two\r\nlines", FALSE },
  { REDAN_SECTION_ELEMENT, REDAN_FIELD_REASON, NULL, "no such field", FALSE },
  { REDAN_SECTION_THREAT, REDAN_FIELD_LIKELIHOOD, NULL, "5", TRUE },
  { REDAN_SECTION_THREAT, REDAN_FIELD_LIKELIHOOD, NULL, "6", FALSE },
  { REDAN_SECTION_THREAT, REDAN_FIELD_LIKELIHOOD, NULL, "05", FALSE },
  { REDAN_SECTION_THREAT, REDAN_FIELD_LIKELIHOOD, NULL, "+5", FALSE },
  { REDAN_SECTION_THREAT, REDAN_FIELD_LIKELIHOOD, NULL, "", FALSE },
  { REDAN_SECTION_THREAT, REDAN_FIELD_SEVERITY, NULL, "info", TRUE },
  { REDAN_SECTION_THREAT, REDAN_FIELD_SEVERITY, NULL, "none", FALSE },
  { REDAN_SECTION_THREAT, REDAN_FIELD_AFFECTS, "0123456789abcdef", "", TRUE },
  { REDAN_SECTION_THREAT, REDAN_FIELD_AFFECTS, "0123456789abcdef", "x", FALSE },
  { REDAN_SECTION_THREAT, REDAN_FIELD_AFFECTS, "shop", "", FALSE },
  { REDAN_SECTION_THREAT, REDAN_FIELD_AFFECTS, NULL, "", FALSE },
  { REDAN_SECTION_DECISION, REDAN_FIELD_DATE, NULL, "2024-02-29", TRUE },
  { REDAN_SECTION_DECISION, REDAN_FIELD_DATE, NULL, "2023-02-29", FALSE },
  { REDAN_SECTION_DECISION, REDAN_FIELD_RULE, NULL, "TR-E-10", TRUE },
  { REDAN_SECTION_DECISION, REDAN_FIELD_RULE, NULL, "TR E", FALSE },
  { REDAN_SECTION_DECISION, REDAN_FIELD_DIRECTION, NULL, "forward", FALSE },
  { REDAN_SECTION_MITIGATION, REDAN_FIELD_ADDRESSES, "TR-E-10@0123456789abcdef", "", TRUE },
  { REDAN_SECTION_MITIGATION, REDAN_FIELD_ADDRESSES, "", "", FALSE },
  { REDAN_SECTION_META, REDAN_FIELD_PACK, "redan", "1 0a0b", TRUE },
  { REDAN_SECTION_META, REDAN_FIELD_PACK, "redan", "1", TRUE },
  { REDAN_SECTION_META, REDAN_FIELD_PACK, "redan", "1  2", FALSE },
  { REDAN_SECTION_META, REDAN_FIELD_PACK, "", "1 2", FALSE },
  { REDAN_SECTION_NOTE, REDAN_FIELD_EXTRA, "threatdragon/attrs.text x", "any\ntext", TRUE },
  { REDAN_SECTION_NOTE, REDAN_FIELD_EXTRA, "threatdragon", "text", FALSE },
  { REDAN_SECTION_NOTE, REDAN_FIELD_EXTRA, "/name", "text", FALSE },
  { REDAN_SECTION_NOTE, REDAN_FIELD_EXTRA, "a b/name", "text", FALSE },
  { REDAN_SECTION_DIAGRAM, REDAN_FIELD_ROUTING, NULL, "orthogonal", TRUE },
  { REDAN_SECTION_DIAGRAM, REDAN_FIELD_ROUTING, NULL, "wavy", FALSE },
  { REDAN_SECTION_ELEMENT, REDAN_FIELD_Z_ORDER, "0123456789abcdef", "-3", TRUE },
  { REDAN_SECTION_ELEMENT, REDAN_FIELD_Z_ORDER, "0123456789abcdef", "1000000000", TRUE },
  { REDAN_SECTION_ELEMENT, REDAN_FIELD_Z_ORDER, "0123456789abcdef", "1000000001", FALSE },
  { REDAN_SECTION_ELEMENT, REDAN_FIELD_Z_ORDER, "0123456789abcdef", "1.5", FALSE },
  { REDAN_SECTION_ELEMENT, REDAN_FIELD_Z_ORDER, "d", "1", FALSE },
  { REDAN_SECTION_FLOW, REDAN_FIELD_Z_ORDER, "0123456789abcdef", "1", FALSE },
  { REDAN_SECTION_NOTE, REDAN_FIELD_PLACE, "0123456789abcdef", "-8 0 80 40", TRUE },
  { REDAN_SECTION_NOTE, REDAN_FIELD_PLACE, "0123456789abcdef", "8 0 80", FALSE },
  { REDAN_SECTION_NOTE, REDAN_FIELD_PLACE, "d", "8 0 80 40", FALSE },
  { REDAN_SECTION_FLOW, REDAN_FIELD_ROUTE, "0123456789abcdef", "1 2 3 4", TRUE },
  { REDAN_SECTION_FLOW, REDAN_FIELD_ROUTE, "0123456789abcdef", "1 2 3", FALSE },
  { REDAN_SECTION_FLOW, REDAN_FIELD_LABEL, "0123456789abcdef", "1 2", TRUE },
  { REDAN_SECTION_FLOW, REDAN_FIELD_LABEL, "0123456789abcdef", "1 2 3 4", FALSE },
  { REDAN_SECTION_FLOW, REDAN_FIELD_TAG, "a tag", "", TRUE },
  { REDAN_SECTION_FLOW, REDAN_FIELD_TAG, "", "", FALSE },
};

static void
test_check_value (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      gboolean fits = redan_field_check_value (schema, cases[i].section, cases[i].field,
                                               cases[i].key, cases[i].value, &error);
      if (fits != cases[i].fits)
        g_error ("case %u: %s %s", i, cases[i].key, cases[i].value);
      g_assert_true (fits == (error == NULL));
    }
}

static gboolean
attribute_fits (RedanSection section, const char *name, const char *key, const char *value)
{
  RedanField field = redan_field_lookup (schema, section, FALSE, name, -1);

  g_assert_cmpuint (field, !=, REDAN_FIELD_EXISTS);
  return redan_field_check_value (schema, section, field, key, value, NULL);
}

static void
test_check_attribute (void)
{
  g_assert_true (attribute_fits (REDAN_SECTION_ELEMENT, "tech", "", "llm"));
  g_assert_true (attribute_fits (REDAN_SECTION_ELEMENT, "tech", "", "unknown"));
  g_assert_false (attribute_fits (REDAN_SECTION_ELEMENT, "tech", "", "LLM"));
  g_assert_true (attribute_fits (REDAN_SECTION_ELEMENT, "formats", "json", ""));
  g_assert_false (attribute_fits (REDAN_SECTION_ELEMENT, "formats", "yaml", ""));
  g_assert_true (attribute_fits (REDAN_SECTION_ELEMENT, "resource_ids", "arn:aws:s3:::b", ""));
  g_assert_false (attribute_fits (REDAN_SECTION_ELEMENT, "resource_ids", "", ""));
  g_assert_true (attribute_fits (REDAN_SECTION_ELEMENT, "restore_tested", "", "2025-01-31"));
  g_assert_false (attribute_fits (REDAN_SECTION_ELEMENT, "restore_tested", "", "31.1.2025"));
  g_assert_true (attribute_fits (REDAN_SECTION_BOUNDARY, "root_last_used_days", "", "-1"));
  g_assert_false (attribute_fits (REDAN_SECTION_BOUNDARY, "root_last_used_days", "", "-2"));
  g_assert_false (attribute_fits (REDAN_SECTION_BOUNDARY, "root_last_used_days", "", "-01"));
  g_assert_true (attribute_fits (REDAN_SECTION_ASSET, "c_rating", "", "5"));
  g_assert_false (attribute_fits (REDAN_SECTION_ASSET, "c_rating", "", "0"));
}

static void
test_name_lines (void)
{
  static const struct
  {
    const char *typed;
    const char *lines;
    const char *line;
  } names[] = {
    { "", "", "" },
    { "Shop front", "Shop front", "Shop front" },
    { "Shop\nfront", "Shop\nfront", "Shop front" },
    { "\r\n \nShop \r\n\r\n  front\r \n", "Shop \n\n  front", "Shop front" },
    { "  two  blanks\t", "  two  blanks\t", "  two  blanks\t" },
    { " a\nb ", " a\nb ", " a b " },
    { "a\t\n\tb\nc", "a\t\n\tb\nc", "a b c" },
    { "\n \n", "", "" },
    { " ", " ", " " },
    { "\u00e4\n\u6ce8", "\u00e4\n\u6ce8", "\u00e4 \u6ce8" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *lines = redan_name_dup_for (REDAN_SECTION_ELEMENT, names[i].typed);
      g_autofree char *line = redan_name_dup_for (REDAN_SECTION_ASSET, names[i].typed);
      g_autofree char *folded = redan_text_fold_lines (lines);
      g_autoptr (GString) title = g_string_new ("of ");
      g_autofree char *expected = g_strconcat ("of ", names[i].line, NULL);

      redan_text_append_folded (title, lines);
      g_assert_cmpstr (lines, ==, names[i].lines);
      g_assert_cmpstr (line, ==, names[i].line);
      g_assert_cmpstr (folded, ==, names[i].line);
      g_assert_cmpstr (title->str, ==, expected);
      g_assert_true (redan_field_check_value (schema, REDAN_SECTION_FLOW, REDAN_FIELD_NAME, NULL,
                                              lines, NULL));
    }
}

int
main (int argc, char *argv[])
{
  g_autoptr (RedanDataSource) source = NULL;

  g_test_init (&argc, &argv, NULL);
  source = redan_data_source_new (NULL, NULL);
  g_assert_nonnull (source);
  schema = redan_schema_load (source, NULL);
  g_assert_nonnull (schema);

  g_test_add_func ("/field/table/is-in-file-order", test_table_is_in_file_order);
  g_test_add_func ("/field/lookup/inverts-table", test_lookup_inverts_table);
  g_test_add_func ("/field/lookup/attributes-are-fields", test_attributes_are_fields);
  g_test_add_func ("/field/section/by-name", test_sections_by_name);
  g_test_add_func ("/field/check/value", test_check_value);
  g_test_add_func ("/field/name/lines", test_name_lines);
  g_test_add_func ("/field/check/attribute", test_check_attribute);

  int result = g_test_run ();
  redan_schema_unref (schema);
  return result;
}
