/* SPDX-License-Identifier: Apache-2.0 */
/* Named commands: what each of them does to a small model, and how it is called in the undo
 * history. */

#include <string.h>

#include "model/command.h"
#include "model/error.h"
#include "tests/random-edits.h"

/* Two elements in a boundary, connected, in one diagram. */
typedef struct
{
  RedanSchema *schema;
  RedanModel *model;
  RedanId diagram;
  RedanId boundary;
  RedanId shop;
  RedanId store;
  RedanId flow;
} Fixture;

static void
apply (Fixture *self, RedanEdit *edit, const char *label)
{
  g_autoptr (RedanEdit) owned = edit;
  g_autoptr (GError) error = NULL;

  if (label != NULL)
    g_assert_cmpstr (redan_edit_get_label (owned), ==, label);
  redan_edit_apply (owned, self->model, &error);
  g_assert_no_error (error);
  assert_valid (self->model);
}

static void
assert_refused (Fixture *self, RedanEdit *edit, int code)
{
  g_autoptr (RedanEdit) owned = edit;
  g_autoptr (GBytes) before = model_bytes (self->model);
  g_autoptr (GError) error = NULL;

  g_assert_false (redan_edit_apply (owned, self->model, &error));
  g_assert_error (error, REDAN_MODEL_ERROR, code);
  g_autoptr (GBytes) after = model_bytes (self->model);
  g_assert_true (g_bytes_equal (before, after));
}

static void
set_up (Fixture *self, gconstpointer data)
{
  RedanBox zone = { 0, 0, 4000, 2000 };
  RedanBox left = { 400, 400, 800, 400 };
  RedanBox right = { 2400, 400, 800, 400 };

  self->schema = random_schema ();
  self->model = redan_model_new (self->schema);
  RedanEdit *edit = redan_edit_new (self->model, "Add diagram");
  self->diagram = redan_edit_create (edit, REDAN_SECTION_DIAGRAM, NULL);
  apply (self, edit, NULL);
  apply (self,
         redan_command_add_boundary (self->model, "vpc", "Zone", NULL, &self->diagram, &zone,
                                     &self->boundary),
         "Add boundary");
  apply (self,
         redan_command_add_element (self->model, "process", "Web shop", &self->boundary,
                                    &self->diagram, &left, &self->shop),
         "Add process");
  apply (self,
         redan_command_add_element (self->model, "store", "Orders", &self->boundary, &self->diagram,
                                    &right, &self->store),
         "Add store");
  apply (self, redan_command_connect (self->model, &self->shop, &self->store, "order", &self->flow),
         "Connect");
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  redan_model_unref (self->model);
  redan_schema_unref (self->schema);
}

static const char *
get (Fixture *self, const RedanId *id, RedanField field)
{
  return redan_object_get (redan_model_lookup (self->model, id), field);
}

static const char *
get_attribute (Fixture *self, const RedanId *id, const char *name)
{
  const RedanObject *object = redan_model_lookup (self->model, id);

  return get (self, id, redan_field_lookup (self->schema, object->section, FALSE, name, -1));
}

static void
assert_place (Fixture *self, const RedanId *id, gint32 x, gint32 y)
{
  RedanIdText text;
  RedanBox box;

  g_assert_true (redan_object_get_place (redan_model_lookup (self->model, id),
                                         redan_id_to_text (&self->diagram, text), &box));
  g_assert_cmpint (box.x, ==, x);
  g_assert_cmpint (box.y, ==, y);
}

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
         "Set authn of Shop");
  g_assert_cmpstr (get_attribute (self, &self->shop, "authn"), ==, "mtls");
  apply (self, redan_command_set_attribute (self->model, &self->shop, "authn", ""),
         "Clear authn of Shop");
  g_assert_null (get_attribute (self, &self->shop, "authn"));
  apply (self, redan_command_set_attribute (self->model, &self->shop, "kind", "external"),
         "Set kind of Shop");
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

/* A boundary takes its content along, and a flow its bends when both ends move. */
static void
test_move (Fixture *self, gconstpointer data)
{
  RedanIdText text;
  const char *diagram = redan_id_to_text (&self->diagram, text);
  RedanEdit *edit = redan_edit_new (self->model, "Bend");

  redan_edit_set (edit, &self->flow, REDAN_FIELD_ROUTE, diagram, "1800 600 1800 800");
  apply (self, edit, NULL);
  apply (self, redan_command_move (self->model, &self->diagram, &self->shop, 1, 8, -16),
         "Move element");
  assert_place (self, &self->shop, 408, 384);
  assert_place (self, &self->store, 2400, 400);
  g_assert_cmpstr (redan_object_get_keyed (redan_model_lookup (self->model, &self->flow),
                                           REDAN_FIELD_ROUTE, diagram),
                   ==, "1800 600 1800 800");

  RedanId both[] = { self->boundary, self->shop };
  apply (self, redan_command_move (self->model, &self->diagram, both, 2, 100, 200),
         "Move 2 elements");
  assert_place (self, &self->boundary, 100, 200);
  assert_place (self, &self->shop, 508, 584);
  assert_place (self, &self->store, 2500, 600);
  g_assert_cmpstr (redan_object_get_keyed (redan_model_lookup (self->model, &self->flow),
                                           REDAN_FIELD_ROUTE, diagram),
                   ==, "1900 800 1900 1000");
  assert_refused (self,
                  redan_command_move (self->model, &self->diagram, &self->shop, 1, G_MAXINT32, 0),
                  REDAN_MODEL_ERROR_INVALID_VALUE);
}

static gboolean
crosses (Fixture *self, const RedanId *flow, const RedanId *line)
{
  RedanIdText text;

  return redan_object_get_keyed (redan_model_lookup (self->model, flow), REDAN_FIELD_CROSSES,
                                 redan_id_to_text (line, text)) != NULL;
}

/* A boundary drawn as a line between the two elements: the flow crosses it until one of them moves
 * over. */
static void
test_lines (Fixture *self, gconstpointer data)
{
  RedanIdText text;
  RedanEdit *edit = redan_edit_new (self->model, "Draw line");
  RedanId line = redan_edit_create (edit, REDAN_SECTION_BOUNDARY, NULL);
  RedanId second;

  redan_edit_set (edit, &line, REDAN_FIELD_KIND, NULL, "trust-zone");
  redan_edit_set (edit, &line, REDAN_FIELD_ROUTE, redan_id_to_text (&self->diagram, text),
                  "1600 0 1600 2000");
  apply (self, edit, NULL);

  apply (self, redan_command_connect (self->model, &self->store, &self->shop, NULL, &second), NULL);
  g_assert_true (crosses (self, &second, &line));
  apply (self, redan_command_move (self->model, &self->diagram, &self->store, 1, -1600, 600), NULL);
  g_assert_false (crosses (self, &second, &line));
  apply (self, redan_command_move (self->model, &self->diagram, &line, 1, -600, 0), NULL);
  g_assert_true (crosses (self, &second, &line));
  g_assert_true (crosses (self, &self->flow, &line));
  apply (self, redan_command_move (self->model, &self->diagram, &line, 1, -400, 0), NULL);
  g_assert_false (crosses (self, &second, &line));
  g_assert_false (crosses (self, &self->flow, &line));
}

static void
test_parent (Fixture *self, gconstpointer data)
{
  RedanIdText text;

  apply (self, redan_command_set_parent (self->model, &self->shop, NULL),
         "Move Web shop out of its boundary");
  g_assert_null (get (self, &self->shop, REDAN_FIELD_PARENT));
  apply (self, redan_command_set_parent (self->model, &self->shop, &self->boundary),
         "Move Web shop into Zone");
  g_assert_cmpstr (get (self, &self->shop, REDAN_FIELD_PARENT), ==,
                   redan_id_to_text (&self->boundary, text));
  assert_refused (self, redan_command_set_parent (self->model, &self->boundary, &self->boundary),
                  REDAN_MODEL_ERROR_REFERENCE);
  assert_refused (self, redan_command_set_parent (self->model, &self->shop, &self->store),
                  REDAN_MODEL_ERROR_REFERENCE);
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

static void
test_decide (Fixture *self, gconstpointer data)
{
  RedanIdText text;
  const char *target = redan_id_to_text (&self->flow, text);
  RedanId id = redan_decision_id ("TR-F-01", &self->flow, TRUE);
  RedanId model_id = redan_decision_id ("TR-M-01", NULL, FALSE);

  apply (self,
         redan_command_decide (self->model, "TR-F-01", target, TRUE, "accept", "me", "rare",
                               "2027-01-01"),
         "Decide TR-F-01: accept");
  g_assert_cmpstr (get (self, &id, REDAN_FIELD_DECISION), ==, "accept");
  g_assert_cmpstr (get (self, &id, REDAN_FIELD_DIRECTION), ==, "reverse");
  apply (self,
         redan_command_decide (self->model, "TR-F-01", target, TRUE, "mitigate", "me", NULL, NULL),
         NULL);
  g_assert_cmpuint (redan_model_get_n (self->model, REDAN_SECTION_DECISION), ==, 1);
  g_assert_cmpstr (get (self, &id, REDAN_FIELD_DECISION), ==, "mitigate");
  g_assert_null (get (self, &id, REDAN_FIELD_REASON));
  apply (self,
         redan_command_decide (self->model, "TR-M-01", "model", FALSE, "open", NULL, NULL, NULL),
         NULL);
  g_assert_null (get (self, &model_id, REDAN_FIELD_TARGET));
  assert_refused (
      self, redan_command_decide (self->model, "R", target, FALSE, "perhaps", NULL, NULL, NULL),
      REDAN_MODEL_ERROR_INVALID_VALUE);
  assert_refused (
      self, redan_command_decide (self->model, "R", "nonsense", FALSE, "open", NULL, NULL, NULL),
      REDAN_MODEL_ERROR_INVALID_VALUE);

  /* goes with what it is about, and comes back with it */
  RedanEdit *edit = redan_command_delete (self->model, &self->flow, 1);
  g_autoptr (RedanEdit) reverse = redan_edit_reverse (edit);
  apply (self, edit, NULL);
  g_assert_null (redan_model_lookup (self->model, &id));
  g_assert_nonnull (redan_model_lookup (self->model, &model_id));
  apply (self, g_steal_pointer (&reverse), NULL);
  g_assert_cmpstr (get (self, &id, REDAN_FIELD_DECISION), ==, "mitigate");
}

static void
test_place_control (Fixture *self, gconstpointer data)
{
  RedanIdText text;
  const char *target = redan_id_to_text (&self->shop, text);
  RedanId id = redan_mitigation_id ("C-IAM-01", &self->shop);

  apply (self, redan_command_place_control (self->model, "C-IAM-01", target, "planned"),
         "Place C-IAM-01 on Web shop: planned");
  apply (self, redan_command_place_control (self->model, "C-IAM-01", target, "declared"), NULL);
  g_assert_cmpuint (redan_model_get_n (self->model, REDAN_SECTION_MITIGATION), ==, 1);
  g_assert_cmpstr (get (self, &id, REDAN_FIELD_STATE), ==, "declared");
  apply (self, redan_command_place_control (self->model, "C-IAM-01", "model", "declared"), NULL);
  g_assert_cmpuint (redan_model_get_n (self->model, REDAN_SECTION_MITIGATION), ==, 2);
  apply (self, redan_command_delete (self->model, &self->shop, 1), NULL);
  g_assert_cmpuint (redan_model_get_n (self->model, REDAN_SECTION_MITIGATION), ==, 1);
}

static const RedanAttribute *
find_fact (const RedanSchema *schema)
{
  for (guint i = 0; i < redan_schema_get_n_attributes (schema); i++)
    {
      const RedanAttribute *attribute = redan_schema_get_attribute (schema, i);
      if (attribute->scope == REDAN_SCOPE_PROGRAMME && attribute->type == REDAN_ATTRIBUTE_FACT)
        return attribute;
    }
  g_assert_not_reached ();
}

static void
test_fact (Fixture *self, gconstpointer data)
{
  const char *name = find_fact (self->schema)->name;
  RedanId id = redan_fact_id (name);

  apply (self, redan_command_set_fact (self->model, name, "yes", "2026-01-31"), NULL);
  apply (self, redan_command_set_fact (self->model, name, "partial", NULL), NULL);
  g_assert_cmpstr (get (self, &id, REDAN_FIELD_VALUE), ==, "partial");
  g_assert_null (get (self, &id, REDAN_FIELD_DATE));
  assert_refused (self, redan_command_set_fact (self->model, name, "perhaps", NULL),
                  REDAN_MODEL_ERROR_INVALID_VALUE);
  assert_refused (self, redan_command_set_fact (self->model, "no-such-fact", "yes", NULL),
                  REDAN_MODEL_ERROR_UNKNOWN_NAME);
  apply (self, redan_command_set_fact (self->model, name, NULL, NULL), NULL);
  g_assert_null (redan_model_lookup (self->model, &id));
}

#define ADD(path, function)                                                                        \
  g_test_add ("/command/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("add", test_add);
  ADD ("set", test_set);
  ADD ("move/with-content", test_move);
  ADD ("move/over-lines", test_lines);
  ADD ("parent", test_parent);
  ADD ("delete", test_delete);
  ADD ("decide", test_decide);
  ADD ("place-control", test_place_control);
  ADD ("fact", test_fact);
  return g_test_run ();
}
