/* SPDX-License-Identifier: Apache-2.0 */
/* Commands that add, describe and delete, and how they are called in the undo history. */

#include "tests/command-fixture.h"

static void
test_add (Fixture *self, gconstpointer data)
{
  RedanIdText text;

  g_assert_cmpstr (get (self, &self->shop, REDAN_FIELD_KIND), ==, "process");
  g_assert_cmpstr (get (self, &self->shop, REDAN_FIELD_NAME), ==, "Web shop");
  g_assert_cmpstr (get (self, &self->shop, REDAN_FIELD_PARENT), ==,
                   redan_id_to_text (&self->boundary, text));
  assert_place (self, &self->shop, 400, 400);
  g_assert_cmpstr (get (self, &self->flow, REDAN_FIELD_SOURCE), ==,
                   redan_id_to_text (&self->shop, text));
  g_assert_cmpstr (get (self, &self->flow, REDAN_FIELD_TARGET), ==,
                   redan_id_to_text (&self->store, text));
  g_assert_cmpstr (get (self, &self->boundary, REDAN_FIELD_KIND), ==, "vpc");
  assert_refused (self,
                  redan_command_add_element (self->model, "robot", "R", NULL, NULL, NULL, NULL),
                  REDAN_MODEL_ERROR_INVALID_VALUE);
  assert_refused (self,
                  redan_command_connect (self->model, &self->shop, &self->boundary, NULL, NULL),
                  REDAN_MODEL_ERROR_REFERENCE);
}

static void
test_set (Fixture *self, gconstpointer data)
{
  guint n;
  RedanField formats =
      redan_field_lookup (self->schema, REDAN_SECTION_ELEMENT, FALSE, "formats", -1);

  apply (self, redan_command_rename (self->model, &self->shop, "Shop"), "Rename Web shop");
  apply (self, redan_command_set_attribute (self->model, &self->shop, "authn", "mtls"),
         "Set “Authentication” of Shop");
  g_assert_cmpstr (get_attribute (self, &self->shop, "authn"), ==, "mtls");
  apply (self, redan_command_set_attribute (self->model, &self->shop, "authn", ""),
         "Clear “Authentication” of Shop");
  g_assert_null (get_attribute (self, &self->shop, "authn"));
  apply (self, redan_command_set_attribute (self->model, &self->shop, "kind", "external"),
         "Set “kind” of Shop");
  g_assert_cmpstr (get (self, &self->shop, REDAN_FIELD_KIND), ==, "external");

  apply (self, redan_command_set_attribute (self->model, &self->shop, "formats", "json, xml"),
         NULL);
  apply (self, redan_command_set_attribute (self->model, &self->shop, "formats", "xml,csv"), NULL);
  const RedanEntry *entries =
      redan_object_get_range (redan_model_lookup (self->model, &self->shop), formats, &n);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpstr (entries[0].key, ==, "csv");
  g_assert_cmpstr (entries[1].key, ==, "xml");

  assert_refused (self, redan_command_set_attribute (self->model, &self->shop, "authn", "maybe"),
                  REDAN_MODEL_ERROR_INVALID_VALUE);
  assert_refused (self, redan_command_set_attribute (self->model, &self->shop, "no-such", "1"),
                  REDAN_MODEL_ERROR_UNKNOWN_NAME);
  RedanId nobody = redan_id_random ();
  assert_refused (self, redan_command_set_attribute (self->model, &nobody, "authn", "mtls"),
                  REDAN_MODEL_ERROR_REFERENCE);
}

/* Names as they are typed, and as the history calls what has them. */
static void
test_name_lines (Fixture *self, gconstpointer data)
{
  RedanId meta = redan_meta_id ();

  apply (self, redan_command_rename (self->model, &self->shop, "\n \r\nWeb \r\nshop\n"),
         "Rename Web shop");
  g_assert_cmpstr (get (self, &self->shop, REDAN_FIELD_NAME), ==, "Web \nshop");
  apply (self, redan_command_set_attribute (self->model, &self->shop, "authn", "mtls"),
         "Set “Authentication” of Web shop");
  apply (self, redan_command_rename (self->model, &self->flow, "read\nwrite"), NULL);
  g_assert_cmpstr (get (self, &self->flow, REDAN_FIELD_NAME), ==, "read\nwrite");
  apply (self, redan_command_rename (self->model, &self->diagram, "Over\n view\n"), NULL);
  g_assert_cmpstr (get (self, &self->diagram, REDAN_FIELD_NAME), ==, "Over view");
  apply (self, redan_command_rename (self->model, &self->shop, "\n \n"), "Rename Web shop");
  g_assert_null (get (self, &self->shop, REDAN_FIELD_NAME));
  assert_refused (self, redan_command_set_attribute (self->model, &self->shop, "name", "a\n"),
                  REDAN_MODEL_ERROR_INVALID_VALUE);
  assert_refused (self, redan_command_set_meta (self->model, REDAN_FIELD_NAME, "a\nb"),
                  REDAN_MODEL_ERROR_INVALID_VALUE);
  g_assert_null (get (self, &meta, REDAN_FIELD_NAME));
}

static void
test_set_many (Fixture *self, gconstpointer data)
{
  RedanId both[] = { self->shop, self->store };
  RedanCell cells[] = {
    { self->shop, "name", "Shop" },
    { self->store, "enc_rest", "own-key" },
    { self->store, "enc_rest", NULL },
    { self->flow, "protocol", "sql" },
  };

  apply (self, redan_command_set_attributes (self->model, both, 2, "logging", "partial"),
         "Set “Security logging” of 2 objects");
  g_assert_cmpstr (get_attribute (self, &self->store, "logging"), ==, "partial");
  apply (self, redan_command_set_attributes (self->model, both, 2, "logging", NULL),
         "Clear “Security logging” of 2 objects");
  g_assert_null (get_attribute (self, &self->shop, "logging"));
  apply (self, redan_command_set_cells (self->model, cells, G_N_ELEMENTS (cells), NULL),
         "Set 4 values");
  g_assert_cmpstr (get (self, &self->shop, REDAN_FIELD_NAME), ==, "Shop");
  g_assert_null (get_attribute (self, &self->store, "enc_rest"));
  g_assert_cmpstr (get_attribute (self, &self->flow, "protocol"), ==, "sql");

  /* all or nothing */
  cells[0].value = "Other";
  cells[3].value = "carrier-pigeon";
  assert_refused (self, redan_command_set_cells (self->model, cells, G_N_ELEMENTS (cells), "Paste"),
                  REDAN_MODEL_ERROR_INVALID_VALUE);
  both[1] = self->diagram;
  assert_refused (self, redan_command_set_attributes (self->model, both, 2, "logging", "partial"),
                  REDAN_MODEL_ERROR_UNKNOWN_NAME);
}

static void
test_meta (Fixture *self, gconstpointer data)
{
  RedanId meta = redan_meta_id ();

  apply (self, redan_command_set_meta (self->model, REDAN_FIELD_NAME, "Shop"), "Name the model");
  apply (self, redan_command_set_meta (self->model, REDAN_FIELD_SCOPE, "a\nb"), NULL);
  g_assert_cmpstr (get (self, &meta, REDAN_FIELD_NAME), ==, "Shop");
  g_assert_cmpstr (get (self, &meta, REDAN_FIELD_SCOPE), ==, "a\nb");
  apply (self, redan_command_set_meta (self->model, REDAN_FIELD_NAME, ""), NULL);
  g_assert_null (get (self, &meta, REDAN_FIELD_NAME));
  assert_refused (self, redan_command_set_meta (self->model, REDAN_FIELD_NAME, "a\nb"),
                  REDAN_MODEL_ERROR_INVALID_VALUE);
}

static void
test_delete (Fixture *self, gconstpointer data)
{
  RedanId all[] = { self->boundary, self->shop, self->flow, self->store };

  apply (self, redan_command_delete (self->model, &self->shop, 1), "Delete Web shop");
  g_assert_null (redan_model_lookup (self->model, &self->flow));
  g_assert_nonnull (redan_model_lookup (self->model, &self->store));
  assert_refused (self, redan_command_delete (self->model, all, 4), REDAN_MODEL_ERROR_REFERENCE);
  all[1] = all[2] = self->diagram;
  apply (self, redan_command_delete (self->model, all, 4), "Delete 4 objects");
  for (guint section = REDAN_SECTION_BOUNDARY; section < REDAN_N_SECTIONS; section++)
    g_assert_cmpuint (redan_model_get_n (self->model, section), ==, 0);
}

#define ADD(path, function)                                                                        \
  g_test_add ("/command/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("add", test_add);
  ADD ("set", test_set);
  ADD ("set-many", test_set_many);
  ADD ("name-lines", test_name_lines);
  ADD ("meta", test_meta);
  ADD ("delete", test_delete);
  return g_test_run ();
}
