/* SPDX-License-Identifier: Apache-2.0 */
/* Copy, paste, duplicate, patterns: what a fragment takes along, and what inserting makes of it. */

#include "model/canonical-writer.h"
#include "model/fragment.h"
#include "tests/command-fixture.h"
#include "tests/decide.h"

static RedanModel *
copy (Fixture *self, const RedanId *ids, guint n)
{
  RedanModel *fragment = redan_fragment_new (self->model, ids, n, &self->diagram);

  assert_valid (fragment);
  return fragment;
}

/* Through the clipboard, so that what is inserted is what a text can hold. */
static GArray *
paste (Fixture *self, const RedanModel *fragment, gint32 dx, gint32 dy, const RedanId *parent)
{
  g_autoptr (GBytes) text = redan_fragment_to_text (fragment);
  g_autoptr (GError) error = NULL;
  gsize length;
  const char *data = g_bytes_get_data (text, &length);
  g_autoptr (RedanModel) read =
      redan_fragment_from_text (self->schema, "clipboard", data, length, &error);
  GArray *ids;

  g_assert_no_error (error);
  g_autoptr (GBytes) again = redan_fragment_to_text (read);
  g_assert_true (g_bytes_equal (text, again));
  apply (self, redan_command_insert (self->model, read, &self->diagram, dx, dy, parent, NULL, &ids),
         NULL);
  return ids;
}

static const RedanObject *
find_named (Fixture *self, GArray *ids, const char *name)
{
  for (guint i = 0; i < ids->len; i++)
    {
      const RedanObject *object =
          redan_model_lookup (self->model, &g_array_index (ids, RedanId, i));
      if (strcmp (redan_object_get_name (object), name) == 0)
        return object;
    }
  g_error ("nothing called %s", name);
}

static RedanId
add_asset (Fixture *self, const char *name, const char *classification, const RedanId *stored)
{
  RedanEdit *edit = redan_edit_new (self->model, "Add asset");
  RedanId id = redan_edit_create (edit, REDAN_SECTION_ASSET, NULL);
  RedanIdText text;

  redan_edit_set (edit, &id, REDAN_FIELD_NAME, NULL, name);
  redan_edit_set_attribute (edit, &id, "classification", classification);
  redan_edit_set (edit, &id, REDAN_FIELD_STORED, redan_id_to_text (stored, text), "");
  redan_edit_set (edit, &id, REDAN_FIELD_CARRIED, redan_id_to_text (&self->flow, text), "");
  apply (self, edit, NULL);
  return id;
}

static void
test_content (Fixture *self, gconstpointer data)
{
  RedanId inner = add_boundary (self, &self->boundary, (RedanBox){ 2300, 300, 1200, 800 });
  RedanId hidden;

  apply (self,
         redan_command_add_element (self->model, "store", "Hidden", &self->boundary, NULL, NULL,
                                    &hidden),
         NULL);
  set_route (self, &self->flow, "1800 600");
  g_autoptr (RedanModel) fragment = copy (self, &self->boundary, 1);
  g_assert_cmpuint (redan_fragment_count (fragment), ==, 5);
  g_assert_null (redan_model_lookup (fragment, &hidden));
  g_assert_nonnull (redan_model_lookup (fragment, &inner));
  RedanBox bounds;
  g_assert_true (redan_fragment_get_bounds (fragment, &bounds));
  g_assert_cmpint (bounds.x, ==, 0);
  g_assert_cmpint (bounds.width, ==, 4000);
  g_assert_cmpint (bounds.height, ==, 2000);

  g_autoptr (GArray) ids = paste (self, fragment, 10000, 80, NULL);
  g_assert_cmpuint (ids->len, ==, 5);
  const RedanObject *zone = find_named (self, ids, "Zone");
  const RedanObject *shop = find_named (self, ids, "Web shop");
  const RedanObject *store = find_named (self, ids, "Orders");
  const RedanObject *flow = find_named (self, ids, "order");
  g_assert_false (redan_id_equal (&shop->id, &self->shop));
  assert_place (self, &shop->id, 10400, 480);
  assert_parent (self, &shop->id, &zone->id);
  RedanIdText text;
  g_assert_cmpstr (redan_object_get (flow, REDAN_FIELD_TARGET), ==,
                   redan_id_to_text (&store->id, text));
  g_assert_cmpstr (get_keyed (self, &flow->id, REDAN_FIELD_ROUTE, &self->diagram), ==, "11800 680");
  assert_place (self, &self->shop, 400, 400);

  g_autoptr (GArray) twice = paste (self, fragment, 20000, 80, NULL);
  g_assert_cmpuint (redan_model_get_n (self->model, REDAN_SECTION_BOUNDARY), ==, 6);
}

/* A boundary between that is not taken does not tear the nesting apart. */
static void
test_parents (Fixture *self, gconstpointer data)
{
  RedanId target = add_boundary (self, NULL, (RedanBox){ 20000, 0, 9000, 9000 });
  RedanId middle;
  RedanId ids[] = { self->shop, self->flow };

  apply (self,
         redan_command_add_boundary (self->model, "vpc", "Middle", &self->boundary, NULL, NULL,
                                     &middle),
         NULL);
  set_parent (self, &self->shop, &middle);
  g_autoptr (RedanModel) zone = copy (self, &self->boundary, 1);
  g_autoptr (GArray) zone_ids = paste (self, zone, 21000, 0, &target);
  const RedanObject *pasted = find_named (self, zone_ids, "Zone");
  assert_parent (self, &pasted->id, &target);
  assert_parent (self, &find_named (self, zone_ids, "Web shop")->id, &pasted->id);

  /* the flow has lost an end and is left behind */
  g_autoptr (RedanModel) shop = copy (self, ids, 2);
  g_assert_cmpuint (redan_fragment_count (shop), ==, 1);
  g_autoptr (GArray) shop_ids = paste (self, shop, 0, 0, NULL);
  assert_parent (self, &g_array_index (shop_ids, RedanId, 0), NULL);
}

/* A flow with a loose end comes along when it is chosen itself. */
static void
test_loose_flow (Fixture *self, gconstpointer data)
{
  RedanId ids[] = { self->shop, self->flow };
  RedanEdit *edit = redan_edit_new (self->model, "Loosen");

  redan_edit_set (edit, &self->flow, REDAN_FIELD_TARGET, NULL, NULL);
  apply (self, edit, NULL);
  set_route (self, &self->flow, "1800 600");
  g_autoptr (RedanModel) shop = copy (self, ids, 1);
  g_assert_null (redan_model_lookup (shop, &self->flow));
  g_autoptr (RedanModel) both = copy (self, ids, 2);
  g_autoptr (GArray) pasted = paste (self, both, 8, 8, NULL);
  const RedanObject *flow = find_named (self, pasted, "order");
  RedanIdText text;
  g_assert_cmpstr (redan_object_get (flow, REDAN_FIELD_SOURCE), ==,
                   redan_id_to_text (&find_named (self, pasted, "Web shop")->id, text));
  g_assert_null (redan_object_get (flow, REDAN_FIELD_TARGET));
}

static void
test_what_stays (Fixture *self, gconstpointer data)
{
  RedanIdText text;
  RedanIdText other;
  const char *shop = redan_id_to_text (&self->shop, text);
  RedanEdit *edit;

  apply (self, decide_one (self->model, "TR-E-10", &self->shop, FALSE, "accept", "me", "r", NULL),
         NULL);
  apply (self, redan_command_place_control (self->model, "C-IAM-01", shop, "validated"), NULL);
  apply (self, redan_command_set_attribute (self->model, &self->shop, "authn", "mtls"), NULL);
  apply (self, redan_command_set_attribute (self->model, &self->shop, "reviewed_on", "2026-01-01"),
         NULL);
  edit = redan_edit_new (self->model, "Say more");
  RedanId threat = redan_edit_create (edit, REDAN_SECTION_THREAT, NULL);
  RedanId words = redan_edit_create (edit, REDAN_SECTION_MITIGATION, NULL);
  RedanId control = redan_mitigation_id ("C-IAM-01", &self->shop);
  redan_edit_set (edit, &threat, REDAN_FIELD_TARGET, NULL, shop);
  redan_edit_set (edit, &words, REDAN_FIELD_TARGET, NULL, shop);
  redan_edit_set (edit, &words, REDAN_FIELD_ADDRESSES, redan_id_to_text (&threat, other), "");
  redan_edit_set (edit, &control, REDAN_FIELD_PROOF, NULL, "ticket");
  redan_edit_set (edit, &control, REDAN_FIELD_ADDRESSES, redan_id_to_text (&threat, other), "");
  redan_edit_set (edit, &self->shop, REDAN_FIELD_EXTRA, "td/x", "y");
  redan_edit_set (edit, &self->shop, REDAN_FIELD_TAG, "team", "");
  redan_edit_set (edit, &self->shop, REDAN_FIELD_REVIEWED_HASH, NULL, "abcd");
  apply (self, edit, NULL);

  g_autoptr (RedanModel) fragment = copy (self, &self->shop, 1);
  g_autoptr (GArray) ids = paste (self, fragment, 0, 4000, NULL);
  const RedanObject *pasted = find_named (self, ids, "Web shop");
  g_assert_cmpstr (get_attribute (self, &pasted->id, "authn"), ==, "mtls");
  g_assert_null (get_attribute (self, &pasted->id, "reviewed_on"));
  g_assert_null (redan_object_get (pasted, REDAN_FIELD_REVIEWED_HASH));
  g_assert_null (redan_object_get_keyed (pasted, REDAN_FIELD_EXTRA, "td/x"));
  g_assert_nonnull (redan_object_get_keyed (pasted, REDAN_FIELD_TAG, "team"));
  g_assert_cmpuint (redan_model_get_n (self->model, REDAN_SECTION_DECISION), ==, 1);
  g_assert_cmpuint (redan_model_get_n (self->model, REDAN_SECTION_THREAT), ==, 1);
  g_assert_cmpuint (redan_model_get_n (self->model, REDAN_SECTION_MITIGATION), ==, 3);
  RedanId copied = redan_mitigation_id ("C-IAM-01", &pasted->id);
  guint n;
  g_assert_cmpstr (get (self, &copied, REDAN_FIELD_STATE), ==, "declared");
  g_assert_null (get (self, &copied, REDAN_FIELD_PROOF));
  g_assert_null (redan_object_get_range (redan_model_lookup (self->model, &copied),
                                         REDAN_FIELD_ADDRESSES, &n));
  g_assert_cmpstr (get (self, &control, REDAN_FIELD_STATE), ==, "validated");
}

static void
test_assets (Fixture *self, gconstpointer data)
{
  RedanId ids[] = { self->shop, self->store };
  RedanId asset = add_asset (self, "Order history", "confidential", &self->store);
  RedanId other = add_asset (self, "Log", "internal", &self->shop);
  guint n;

  g_autoptr (RedanModel) store = copy (self, &self->store, 1);
  g_assert_null (redan_model_lookup (store, &other));
  redan_object_get_range (redan_model_lookup (store, &asset), REDAN_FIELD_CARRIED, &n);
  g_assert_cmpuint (n, ==, 0);

  /* same name, same ratings: merged */
  g_autoptr (RedanModel) both = copy (self, ids, 2);
  g_autoptr (GArray) first = paste (self, both, 0, 4000, NULL);
  g_assert_cmpuint (redan_model_get_n (self->model, REDAN_SECTION_ASSET), ==, 2);
  redan_object_get_range (redan_model_lookup (self->model, &asset), REDAN_FIELD_STORED, &n);
  g_assert_cmpuint (n, ==, 2);
  redan_object_get_range (redan_model_lookup (self->model, &asset), REDAN_FIELD_CARRIED, &n);
  g_assert_cmpuint (n, ==, 2);
  g_assert_nonnull (
      get_keyed (self, &asset, REDAN_FIELD_STORED, &find_named (self, first, "Orders")->id));

  /* a control on it stays as it is meanwhile */
  RedanIdText text;
  RedanId control = redan_mitigation_id ("C-IAM-01", &asset);
  const char *target = redan_id_to_text (&asset, text);
  apply (self, redan_command_place_control (self->model, "C-IAM-01", target, "declared"), NULL);
  g_autoptr (RedanModel) controlled = copy (self, ids, 2);
  apply (self, redan_command_place_control (self->model, "C-IAM-01", target, "validated"), NULL);
  g_autoptr (GArray) again = paste (self, controlled, 0, 6000, NULL);
  g_assert_cmpstr (get (self, &control, REDAN_FIELD_STATE), ==, "validated");
  apply (self, redan_command_delete (self->model, (gpointer) again->data, again->len), NULL);

  /* rated otherwise meanwhile: another asset */
  apply (self, redan_command_set_attribute (self->model, &asset, "classification", "restricted"),
         NULL);
  g_autoptr (GArray) second = paste (self, both, 0, 8000, NULL);
  g_assert_cmpuint (redan_model_get_n (self->model, REDAN_SECTION_ASSET), ==, 3);
  redan_object_get_range (redan_model_lookup (self->model, &asset), REDAN_FIELD_STORED, &n);
  g_assert_cmpuint (n, ==, 2);
}

static void
test_lines (Fixture *self, gconstpointer data)
{
  RedanPoint points[] = { { 1600, 300 }, { 1600, 1500 } };
  RedanId line;

  apply (self,
         redan_command_add_line_boundary (self->model, "internet", "Edge", NULL, &self->diagram,
                                          points, 2, &line),
         NULL);
  RedanId ids[] = { self->shop, self->store, line };
  g_autoptr (RedanModel) without = copy (self, ids, 2);
  g_autoptr (GArray) pasted = paste (self, without, 0, 200, NULL);
  g_assert_true (crosses (self, &find_named (self, pasted, "order")->id, &line));

  g_autoptr (RedanModel) with = copy (self, ids, 3);
  g_autoptr (GArray) more = paste (self, with, 0, 8000, NULL);
  const RedanObject *flow = find_named (self, more, "order");
  g_assert_false (crosses (self, &flow->id, &line));
  g_assert_true (crosses (self, &flow->id, &find_named (self, more, "Edge")->id));

  /* an inserted line over flows that were there */
  g_autoptr (RedanModel) alone = copy (self, &line, 1);
  g_autoptr (GArray) edge = paste (self, alone, 100, 0, NULL);
  g_assert_true (crosses (self, &self->flow, &g_array_index (edge, RedanId, 0)));
}

static void
test_duplicate (Fixture *self, gconstpointer data)
{
  RedanId ids[] = { self->shop, self->store };
  g_autoptr (GArray) inserted = NULL;

  apply (self, redan_command_duplicate (self->model, &self->diagram, ids, 2, 160, 160, &inserted),
         "Duplicate 3 objects");
  g_assert_cmpuint (inserted->len, ==, 3);
  const RedanObject *shop = find_named (self, inserted, "Web shop");
  assert_place (self, &shop->id, 560, 560);
  assert_parent (self, &shop->id, &self->boundary);
}

static void
test_other_diagram (Fixture *self, gconstpointer data)
{
  RedanId second;
  RedanBox box = { 0, 3000, 400, 400 };
  RedanId note;
  apply (self, redan_command_add_note (self->model, &self->diagram, "x", &box, &note), NULL);
  apply (self, redan_command_add_diagram (self->model, "Second", &second), NULL);
  RedanId ids[] = { self->shop, note };
  g_autoptr (RedanModel) fragment = copy (self, ids, 2);
  g_autoptr (GArray) inserted = NULL;
  g_autoptr (GArray) unplaced = NULL;
  RedanIdText text;

  apply (self,
         redan_command_insert (self->model, fragment, &second, 8, 8, NULL, "Insert pattern",
                               &inserted),
         "Insert pattern");
  for (guint i = 0; i < 2; i++)
    {
      const RedanId *id = &g_array_index (inserted, RedanId, i);
      g_assert_nonnull (get_keyed (self, id, REDAN_FIELD_PLACE, &second));
      g_assert_null (get_keyed (self, id, REDAN_FIELD_PLACE, &self->diagram));
    }
  g_assert_cmpstr (get (self, &g_array_index (inserted, RedanId, 1), REDAN_FIELD_DIAGRAM), ==,
                   redan_id_to_text (&second, text));
  apply (self, redan_command_insert (self->model, fragment, NULL, 8, 8, NULL, NULL, &unplaced),
         "Paste 2 objects");
  g_assert_cmpuint (unplaced->len, ==, 1);
}

static void
test_refused (Fixture *self, gconstpointer data)
{
  static const struct
  {
    const char *text;
    int code;
    const char *part;
  } cases[] = {
    { "hello", REDAN_MODEL_ERROR_FORMAT, "clipboard" },
    { "", REDAN_MODEL_ERROR_FORMAT, "copy elements" },
    { "<threat-model format=\"1\"><element id=\"4e2q8vb6m1p0xj7z\" kind=\"process\">"
      "<of_another_pack>yes</of_another_pack></element></threat-model>",
      REDAN_MODEL_ERROR_UNKNOWN_NAME, "of_another_pack" },
    { "<threat-model format=\"1\"><element id=\"4e2q8vb6m1p0xj7z\" kind=\"process\"",
      REDAN_MODEL_ERROR_SYNTAX, "clipboard:1" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_null (redan_fragment_from_text (self->schema, "clipboard", cases[i].text,
                                               strlen (cases[i].text), &error));
      g_assert_error (error, REDAN_MODEL_ERROR, cases[i].code);
      g_assert_nonnull (strstr (error->message, cases[i].part));
    }

  g_autoptr (RedanSchema) other_schema = random_schema ();
  g_autoptr (RedanModel) other = redan_model_new (other_schema);
  assert_refused (self,
                  redan_command_insert (self->model, other, &self->diagram, 0, 0, NULL, NULL, NULL),
                  REDAN_MODEL_ERROR_FORMAT);
  g_autoptr (RedanModel) fragment = copy (self, &self->shop, 1);
  assert_refused (
      self,
      redan_command_insert (self->model, fragment, &self->diagram, G_MAXINT32, 0, NULL, NULL, NULL),
      REDAN_MODEL_ERROR_INVALID_VALUE);
  assert_refused (
      self,
      redan_command_insert (self->model, fragment, &self->diagram, 0, 0, &self->store, NULL, NULL),
      REDAN_MODEL_ERROR_REFERENCE);
}

static void
test_too_many (Fixture *self, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new ("<threat-model format=\"1\">");
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i <= REDAN_FRAGMENT_MAX_OBJECTS; i++)
    g_string_append_printf (text, "<element id=\"00000000000%05x\" kind=\"process\"/>", i);
  g_string_append (text, "</threat-model>");
  g_assert_null (
      redan_fragment_from_text (self->schema, "clipboard", text->str, text->len, &error));
  g_assert_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_LIMIT);
}

/* Random parts of random models: valid, the same after a round trip, inserted twice and taken back.
 */
static void
test_random (Fixture *self, gconstpointer data)
{
  for (guint seed = 0; seed < 30; seed++)
    {
      g_autoptr (GRand) random = g_rand_new_with_seed (seed);
      g_autoptr (RedanModel) model = random_model (self->schema, random, 30);
      RedanModel *own = self->model;
      RedanId own_diagram = self->diagram;
      RedanId ids[6];

      for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
        ids[i] = random_object (model, random, i % 3 + REDAN_SECTION_BOUNDARY)->id;
      self->model = model;
      self->diagram = redan_model_get_nth (model, REDAN_SECTION_DIAGRAM, seed % 2)->id;
      g_autoptr (RedanModel) fragment = copy (self, ids, G_N_ELEMENTS (ids));
      g_autoptr (GArray) first = paste (self, fragment, 8, 8, NULL);
      g_autoptr (GArray) second = paste (self, fragment, -8, 8, &ids[0]);
      g_assert_cmpuint (first->len, ==, second->len);
      self->model = own;
      self->diagram = own_diagram;
    }
}

#define ADD(path, function)                                                                        \
  g_test_add ("/fragment/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("content", test_content);
  ADD ("parents", test_parents);
  ADD ("loose-flow", test_loose_flow);
  ADD ("what-stays", test_what_stays);
  ADD ("assets", test_assets);
  ADD ("lines", test_lines);
  ADD ("duplicate", test_duplicate);
  ADD ("other-diagram", test_other_diagram);
  ADD ("refused", test_refused);
  ADD ("too-many", test_too_many);
  ADD ("random", test_random);
  return g_test_run ();
}
