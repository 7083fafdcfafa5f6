/* SPDX-License-Identifier: Apache-2.0 */
/* Commands about diagrams, and what showing and taking out does to objects of one and of several.
 */

#include "model/diagrams.h"
#include "tests/command-fixture.h"

static RedanId
add_diagram (Fixture *self, const char *name)
{
  RedanId id;

  apply (self, redan_command_add_diagram (self->model, name, &id), "Add diagram");
  return id;
}

static void
show (Fixture *self, const RedanId *diagram, const RedanId *id)
{
  RedanBox box = { 80, 80, 800, 400 };

  apply (self, redan_command_show (self->model, diagram, id, &box, 1), NULL);
}

static void
assert_diagram (Fixture *self, guint position, const RedanId *id)
{
  g_autoptr (GPtrArray) diagrams = redan_model_list_diagrams (self->model);
  const RedanObject *diagram = g_ptr_array_index (diagrams, position);

  g_assert_true (redan_id_equal (&diagram->id, id));
}

static void
test_order (Fixture *self, gconstpointer data)
{
  RedanId second = add_diagram (self, "B");
  RedanId third = add_diagram (self, "A");

  assert_diagram (self, 0, &self->diagram);
  assert_diagram (self, 1, &second);
  assert_diagram (self, 2, &third);
  apply (self, redan_command_rename (self->model, &second, "Back office"), "Rename B");
  apply (self, redan_command_move_diagram (self->model, &third, 0), "Move diagram A");
  assert_diagram (self, 0, &third);
  assert_diagram (self, 1, &self->diagram);
  apply (self, redan_command_move_diagram (self->model, &third, 99), NULL);
  assert_diagram (self, 2, &third);
  assert_refused (self, redan_command_move_diagram (self->model, &self->shop, 0),
                  REDAN_MODEL_ERROR_REFERENCE);
}

static void
test_routing (Fixture *self, gconstpointer data)
{
  apply (self, redan_command_set_routing (self->model, &self->diagram, "orthogonal"),
         "Change how flows run");
  g_assert_cmpstr (get (self, &self->diagram, REDAN_FIELD_ROUTING), ==, "orthogonal");
  apply (self, redan_command_set_routing (self->model, &self->diagram, NULL), NULL);
  assert_refused (self, redan_command_set_routing (self->model, &self->diagram, "wild"),
                  REDAN_MODEL_ERROR_INVALID_VALUE);
}

static void
test_show (Fixture *self, gconstpointer data)
{
  RedanId second = add_diagram (self, "Second");

  show (self, &second, &self->shop);
  g_assert_cmpstr (get_keyed (self, &self->shop, REDAN_FIELD_PLACE, &second), ==, "80 80 800 400");
  assert_place (self, &self->shop, 400, 400);
  assert_parent (self, &self->shop, &self->boundary);
  RedanBox box = { 0, 0, 800, 400 };
  assert_refused (self, redan_command_show (self->model, &second, &self->flow, &box, 1),
                  REDAN_MODEL_ERROR_UNKNOWN_NAME);
}

/* From the only diagram: it goes for good, with its flow. */
static void
test_remove_last (Fixture *self, gconstpointer data)
{
  RedanId ids[] = { self->shop, self->flow };

  g_assert_cmpuint (
      redan_command_count_removed (self->model, &self->diagram, ids, G_N_ELEMENTS (ids)), ==, 2);
  apply (self, redan_command_remove (self->model, &self->diagram, ids, 1), "Delete Web shop");
  g_assert_null (redan_model_lookup (self->model, &self->shop));
  g_assert_null (redan_model_lookup (self->model, &self->flow));
  assert_refused (self, redan_command_remove (self->model, &self->diagram, ids, 1),
                  REDAN_MODEL_ERROR_REFERENCE);
}

/* From one of two: the object stays, its flow is drawn no more in the one and keeps to the other.
 */
static void
test_remove_one (Fixture *self, gconstpointer data)
{
  RedanId second = add_diagram (self, "Second");
  RedanIdText text;
  RedanId ids[] = { self->shop, self->boundary };

  set_route (self, &self->flow, "1800 600");
  show (self, &second, &self->shop);
  show (self, &second, &self->store);
  RedanPoint bend = { 900, 900 };
  apply (self, redan_command_set_route (self->model, &second, &self->flow, &bend, 1), NULL);
  RedanPoint points[] = { { 1600, 0 }, { 1600, 2000 } };
  RedanId line;
  apply (self,
         redan_command_add_line_boundary (self->model, "internet", NULL, NULL, &self->diagram,
                                          points, 2, &line),
         NULL);

  apply (self, redan_command_remove (self->model, &self->diagram, ids, 1),
         "Remove Web shop from the diagram");
  g_assert_nonnull (redan_model_lookup (self->model, &self->shop));
  g_assert_null (get_keyed (self, &self->shop, REDAN_FIELD_PLACE, &self->diagram));
  g_assert_nonnull (get_keyed (self, &self->shop, REDAN_FIELD_PLACE, &second));
  g_assert_null (get_keyed (self, &self->flow, REDAN_FIELD_ROUTE, &self->diagram));
  g_assert_cmpstr (get_keyed (self, &self->flow, REDAN_FIELD_ROUTE, &second), ==, "900 900");
  g_assert_true (crosses (self, &self->flow, &line));

  /* the boundary stood only here; what lay in it lies where it lay */
  apply (self, redan_command_remove (self->model, &self->diagram, &ids[1], 1), "Delete Zone");
  assert_parent (self, &self->shop, NULL);
  g_assert_nonnull (redan_object_get_keyed (redan_model_lookup (self->model, &self->store),
                                            REDAN_FIELD_PLACE,
                                            redan_id_to_text (&self->diagram, text)));
}

static void
test_remove_mixture (Fixture *self, gconstpointer data)
{
  RedanId second = add_diagram (self, "Second");
  RedanBox box = { 0, 0, 400, 400 };
  RedanId note;

  apply (self, redan_command_add_note (self->model, &self->diagram, "x", &box, &note), NULL);
  show (self, &second, &self->store);
  RedanId ids[] = { self->store, self->shop, note, self->flow, self->boundary };
  g_assert_cmpuint (
      redan_command_count_removed (self->model, &self->diagram, ids, G_N_ELEMENTS (ids)), ==, 4);
  apply (self, redan_command_remove (self->model, &self->diagram, ids, G_N_ELEMENTS (ids)),
         "Remove 5 objects from the diagram");
  g_assert_nonnull (redan_model_lookup (self->model, &self->store));
  for (guint i = 1; i < G_N_ELEMENTS (ids); i++)
    g_assert_null (redan_model_lookup (self->model, &ids[i]));
}

static void
test_delete_diagram (Fixture *self, gconstpointer data)
{
  RedanId second = add_diagram (self, "Second");
  RedanBox box = { 0, 0, 400, 400 };
  RedanId note;
  RedanId unplaced;

  apply (self, redan_command_add_note (self->model, &self->diagram, "x", &box, &note), NULL);
  apply (self,
         redan_command_add_element (self->model, "store", "Archive", NULL, NULL, NULL, &unplaced),
         NULL);
  show (self, &second, &self->store);
  assert_refused (self, redan_command_delete_diagram (self->model, &self->shop),
                  REDAN_MODEL_ERROR_REFERENCE);
  apply (self, redan_command_delete_diagram (self->model, &self->diagram),
         "Delete diagram diagram");
  g_assert_null (redan_model_lookup (self->model, &self->diagram));
  g_assert_null (redan_model_lookup (self->model, &self->shop));
  g_assert_null (redan_model_lookup (self->model, &self->flow));
  g_assert_null (redan_model_lookup (self->model, &self->boundary));
  g_assert_null (redan_model_lookup (self->model, &note));
  g_assert_nonnull (redan_model_lookup (self->model, &self->store));
  g_assert_nonnull (redan_model_lookup (self->model, &unplaced));
  assert_refused (self, redan_command_delete_diagram (self->model, &self->diagram),
                  REDAN_MODEL_ERROR_REFERENCE);
}

#define ADD(path, function)                                                                        \
  g_test_add ("/command/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("diagram/order", test_order);
  ADD ("diagram/routing", test_routing);
  ADD ("diagram/show", test_show);
  ADD ("diagram/remove-last", test_remove_last);
  ADD ("diagram/remove-one", test_remove_one);
  ADD ("diagram/remove-mixture", test_remove_mixture);
  ADD ("diagram/delete", test_delete_diagram);
  return g_test_run ();
}
