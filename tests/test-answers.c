/* SPDX-License-Identifier: Apache-2.0 */
/* Answers as people type and paste them. */

#include "model/error.h"
#include "tests/analysis-fixture.h"
#include "ui/report/answers.h"

static const RedanAttribute *
find (RedanScope scope, const char *name)
{
  return redan_schema_lookup (fixture_schema, scope, name, -1);
}

static void
assert_value (const RedanAttribute *attribute, const char *text, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *value = NULL;

  g_assert_true (redan_value_from_text (attribute, text, &value, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (value, ==, expected);
}

static void
assert_refused (const RedanAttribute *attribute, const char *text)
{
  g_autoptr (GError) error = NULL;
  char *value = NULL;

  g_assert_false (redan_value_from_text (attribute, text, &value, &error));
  g_assert_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_INVALID_VALUE);
  g_assert_null (value);
}

static void
test_values (void)
{
  const RedanAttribute *encryption = find (REDAN_SCOPE_ELEMENT, "enc_rest");

  assert_value (encryption, "customer-key", "customer-key");
  assert_value (encryption, "  OWN key ", "customer-key");
  assert_value (encryption, "Not applicable", "na");
  assert_value (encryption, "Unknown", "unknown");
  assert_value (encryption, "", NULL);
  assert_value (encryption, " - ", NULL);
  assert_refused (encryption, "own");
  assert_value (find (REDAN_SCOPE_ELEMENT, "waf"), "YES", "yes");
  assert_value (find (REDAN_SCOPE_ELEMENT, "formats"), "JSON, serialized objects,url",
                "json,serialized,url");
  assert_refused (find (REDAN_SCOPE_ELEMENT, "formats"), "json,morse");
  assert_value (find (REDAN_SCOPE_ELEMENT, "restore_tested"), "2025-01-31", "2025-01-31");
  assert_refused (find (REDAN_SCOPE_ELEMENT, "restore_tested"), "31.1.2025");
  assert_value (find (REDAN_SCOPE_ELEMENT, "owner"), "Team <b>", "Team <b>");
  assert_refused (find (REDAN_SCOPE_ACCOUNT, "root_last_used_days"), "-2");
}

static GArray *
parse (const char *text, guint n, GError **error)
{
  RedanId ids[4];

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    ids[i] = fixture_id ("answers", "element", i);
  return redan_values_from_lines (find (REDAN_SCOPE_ELEMENT, "waf"), text, ids, n, error);
}

static void
assert_lines (const char *text, guint n, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) values = parse (text, n, &error);
  g_autoptr (GString) found = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < values->len; i++)
    {
      const RedanFilledValue *filled = &g_array_index (values, RedanFilledValue, i);
      RedanId id = fixture_id ("answers", "element", i);

      g_assert_true (memcmp (&filled->object, &id, sizeof id) == 0);
      g_string_append_printf (found, "%s;", filled->value != NULL ? filled->value : "-");
    }
  g_assert_cmpstr (found->str, ==, expected);
}

static void
test_lines (void)
{
  g_autoptr (GError) error = NULL;

  assert_lines ("yes\nno\n", 4, "yes;no;");
  assert_lines ("yes\r\n\r\nno\r\n", 4, "yes;-;no;");
  assert_lines ("yes\tfirst\nno\tsecond", 4, "yes;no;");
  assert_lines ("yes\nno\nyes\nno\nyes\n", 2, "yes;no;");
  assert_lines ("", 4, "");
  g_assert_null (parse ("yes\nperhaps\n", 4, &error));
  g_assert_true (g_str_has_prefix (error->message, "Line 2: "));
  g_assert_nonnull (strstr (error->message, "perhaps"));
}

/* Many values are one edit, and what is set already is no change. */
static void
test_edit (void)
{
  g_autoptr (RedanModel) model = fixture_read_example ("webshop");
  const RedanAttribute *attribute = find (REDAN_SCOPE_ELEMENT, "eol");
  g_autoptr (GArray) values = redan_filled_values_new ();
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 3; i++)
    {
      RedanFilledValue filled = { redan_model_get_nth (model, REDAN_SECTION_ELEMENT, i)->id,
                                  g_strdup (i == 0 ? "no" : "yes") };

      g_array_append_val (values, filled);
    }

  g_autoptr (RedanEdit) edit = redan_values_dup_edit (model, attribute, values);
  g_assert_cmpstr (redan_edit_get_label (edit), ==, "Set End of support of 3 objects");
  g_assert_true (redan_edit_apply (edit, model, &error));
  for (guint i = 0; i < 3; i++)
    {
      const RedanObject *object = redan_model_get_nth (model, REDAN_SECTION_ELEMENT, i);

      g_assert_cmpstr (
          redan_object_get (object, (RedanField) (REDAN_FIELD_ATTRIBUTE + attribute->index)), ==,
          i == 0 ? "no" : "yes");
    }

  g_autoptr (RedanEdit) again = redan_values_dup_edit (model, attribute, values);
  g_assert_cmpuint (redan_edit_get_n_changes (again), ==, 0);
}

static void
test_changes (void)
{
  static const struct
  {
    gint64 change;
    const char *text;
  } rows[] = { { 0, "±0" },           { 49, "±0" },     { 50, "+0.1" }, { -49, "±0" },
               { -120349, "−120.3" }, { 7000, "+7.0" }, { -50, "−0.1" } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = redan_change_dup_text (rows[i].change);

      g_assert_cmpstr (text, ==, rows[i].text);
    }
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  fixture_load ();
  g_test_add_func ("/answers/values", test_values);
  g_test_add_func ("/answers/lines", test_lines);
  g_test_add_func ("/answers/edit", test_edit);
  g_test_add_func ("/answers/changes", test_changes);
  status = g_test_run ();
  fixture_unload ();

  return status;
}
