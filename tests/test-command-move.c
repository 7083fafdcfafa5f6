/* SPDX-License-Identifier: Apache-2.0 */
/* Commands that move and resize, and what becomes of the membership in boundaries. */

#include "model/containers.h"
#include "tests/command-fixture.h"

/* A boundary takes its content along, and a flow its bends when both ends move. */
static void
test_move (Fixture *self, gconstpointer data)
{
  RedanIdText text;
  const char *diagram = redan_id_to_text (&self->diagram, text);

  set_route (self, &self->flow, "1800 600 1800 800");
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

/* The boundary around the new centre takes what comes, the innermost one. */
static void
test_drop (Fixture *self, gconstpointer data)
{
  RedanId outside = add_element (self, NULL, 8000, 400);
  RedanId inner = add_boundary (self, &self->boundary, (RedanBox){ 100, 1000, 1600, 900 });
  RedanId two[] = { self->shop, self->store };

  apply (self, redan_command_move (self->model, &self->diagram, &outside, 1, -4800, 0),
         "Move element into Zone");
  assert_place (self, &outside, 3200, 400);
  assert_parent (self, &outside, &self->boundary);
  apply (self, redan_command_move (self->model, &self->diagram, &self->shop, 1, 0, 800),
         "Move Web shop into boundary");
  assert_parent (self, &self->shop, &inner);
  apply (self, redan_command_move (self->model, &self->diagram, &self->shop, 1, 0, -8000),
         "Move Web shop out of its boundary");
  assert_parent (self, &self->shop, NULL);
  apply (self, redan_command_rename (self->model, &self->shop, "Web\nshop"), NULL);
  apply (self, redan_command_move (self->model, &self->diagram, &self->shop, 1, 0, 7200),
         "Move Web shop into Zone");
  apply (self, redan_command_rename (self->model, &self->shop, " \t "), NULL);
  g_assert_null (get (self, &self->shop, REDAN_FIELD_NAME));
  apply (self, redan_command_move (self->model, &self->diagram, two, 2, 0, 16000),
         "Move 2 elements out of their boundaries");
  assert_parent (self, &self->store, NULL);
}

/* Only the outermost of what is moved change; a boundary never lands in its own content. */
static void
test_drop_boundary (Fixture *self, gconstpointer data)
{
  RedanId outer = add_boundary (self, NULL, (RedanBox){ 10000, 0, 9000, 9000 });
  RedanId inner = add_boundary (self, &self->boundary, (RedanBox){ 100, 1000, 1600, 900 });
  RedanId all[] = { self->shop, inner, self->boundary, self->shop };

  apply (self, redan_command_move (self->model, &self->diagram, all, 4, 11000, 80),
         "Move Zone into boundary");
  assert_place (self, &self->boundary, 11000, 80);
  assert_place (self, &self->shop, 11400, 480);
  assert_parent (self, &self->boundary, &outer);
  assert_parent (self, &self->shop, &self->boundary);
  assert_parent (self, &inner, &self->boundary);
  apply (self, redan_command_move (self->model, &self->diagram, &self->boundary, 1, 8, 8), NULL);
  assert_parent (self, &self->boundary, &outer);
  apply (self, redan_command_move (self->model, &self->diagram, &outer, 1, 8, 8), NULL);
  assert_parent (self, &outer, NULL);
}

static void
test_drop_each (Fixture *self, gconstpointer data)
{
  RedanId other = add_boundary (self, NULL, (RedanBox){ 5000, 0, 4000, 2000 });
  RedanId two[] = { self->shop, self->store };

  apply (self, redan_command_move (self->model, &self->diagram, two, 2, 2000, 0), NULL);
  assert_parent (self, &self->shop, &self->boundary);
  assert_parent (self, &self->store, NULL);
  apply (self, redan_command_move (self->model, &self->diagram, two, 2, 1000, 0), NULL);
  assert_parent (self, &self->shop, &self->boundary);
  assert_parent (self, &self->store, &other);

  /* what somebody put elsewhere than it is drawn stays there as long as the drawing says the same
   */
  set_parent (self, &self->store, NULL);
  apply (self, redan_command_move (self->model, &self->diagram, &self->store, 1, 8, 8), NULL);
  assert_parent (self, &self->store, NULL);
}

static void
test_resize_element (Fixture *self, gconstpointer data)
{
  RedanIdText text;
  RedanBox box = { 408, 416, 8, 400 };
  RedanBox place;

  apply (self, redan_command_resize (self->model, &self->diagram, &self->shop, &box),
         "Resize Web shop");
  g_assert_true (redan_object_get_place (redan_model_lookup (self->model, &self->shop),
                                         redan_id_to_text (&self->diagram, text), &place));
  g_assert_cmpint (place.x, ==, 408);
  g_assert_cmpint (place.width, ==, REDAN_MIN_BOX_SIZE);
  g_assert_cmpint (place.height, ==, 400);
  box.width = G_MAXINT32;
  assert_refused (self, redan_command_resize (self->model, &self->diagram, &self->shop, &box),
                  REDAN_MODEL_ERROR_INVALID_VALUE);
  RedanId nobody = redan_id_random ();
  assert_refused (self, redan_command_resize (self->model, &self->diagram, &nobody, &box),
                  REDAN_MODEL_ERROR_REFERENCE);
}

static void
test_resize_boundary (Fixture *self, gconstpointer data)
{
  RedanId outside = add_element (self, NULL, 4200, 400);
  RedanId neighbour = add_boundary (self, NULL, (RedanBox){ 4200, 1000, 1000, 900 });
  RedanId content = add_element (self, &neighbour, 4200, 1100);
  RedanBox wide = { 0, 0, 5400, 2000 };
  RedanBox across = { 0, 0, 2800, 2000 };
  RedanBox narrow = { 0, 0, 2400, 2000 };

  apply (self, redan_command_resize (self->model, &self->diagram, &self->boundary, &wide),
         "Resize Zone");
  assert_parent (self, &outside, &self->boundary);
  assert_parent (self, &neighbour, &self->boundary);
  assert_parent (self, &content, &neighbour);
  assert_place (self, &outside, 4200, 400);

  apply (self, redan_command_resize (self->model, &self->diagram, &self->boundary, &across), NULL);
  assert_parent (self, &self->store, &self->boundary);
  assert_parent (self, &outside, NULL);
  assert_parent (self, &neighbour, NULL);
  assert_parent (self, &content, &neighbour);
  apply (self, redan_command_resize (self->model, &self->diagram, &self->boundary, &narrow), NULL);
  assert_parent (self, &self->store, NULL);
  assert_parent (self, &self->shop, &self->boundary);
  apply (self, redan_command_resize (self->model, &self->diagram, &self->boundary, &across), NULL);
  assert_parent (self, &self->store, NULL);
}

/* A new boundary takes what stands inside, one level of it. */
static void
test_enclose (Fixture *self, gconstpointer data)
{
  RedanId outer = add_boundary (self, NULL, (RedanBox){ -100, -100, 5000, 3000 });
  RedanId inner = add_boundary (self, &self->boundary, (RedanBox){ 300, 300, 1000, 600 });

  assert_parent (self, &self->boundary, &outer);
  assert_parent (self, &self->shop, &inner);
  assert_parent (self, &self->store, &self->boundary);
}

static void
assert_container (Fixture *self, RedanBox box, const RedanId *excluded, const RedanId *expected)
{
  RedanId found = { "" };
  gboolean any = redan_diagram_find_parent (self->model, &self->diagram, &box, excluded,
                                            excluded == NULL ? 0 : 1, &found);

  g_assert_cmpint (any, ==, expected != NULL);
  if (expected != NULL)
    g_assert_cmpmem (&found, sizeof found, expected, sizeof *expected);
}

static void
test_find_parent (Fixture *self, gconstpointer data)
{
  RedanId inner = add_boundary (self, &self->boundary, (RedanBox){ 1000, 1000, 1000, 1000 });
  RedanId empty = redan_id_random ();
  RedanBox box = { 1100, 1100, 100, 100 };
  RedanId found;

  assert_container (self, box, NULL, &inner);
  assert_container (self, box, &inner, &self->boundary);
  assert_container (self, box, &self->boundary, NULL);
  assert_container (self, (RedanBox){ 950, 1100, 100, 100 }, NULL, &inner);
  assert_container (self, (RedanBox){ 949, 1100, 100, 100 }, NULL, &self->boundary);
  assert_container (self, (RedanBox){ 3951, 100, 100, 100 }, NULL, NULL);
  assert_container (self, (RedanBox){ 1000, 1000, 1000, 1000 }, NULL, &self->boundary);
  g_assert_false (redan_diagram_find_parent (self->model, &empty, &box, NULL, 0, &found));

  g_autoptr (RedanContainers) containers = redan_containers_new (self->model, &self->diagram);
  box.x = 950;
  g_assert_true (redan_containers_find (containers, &box, TRUE, NULL, 0, &found));
  g_assert_true (redan_id_equal (&found, &self->boundary));
}

#define ADD(path, function)                                                                        \
  g_test_add ("/command/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("move/with-content", test_move);
  ADD ("move/over-lines", test_lines);
  ADD ("drop/into", test_drop);
  ADD ("drop/boundary", test_drop_boundary);
  ADD ("drop/each", test_drop_each);
  ADD ("resize/element", test_resize_element);
  ADD ("resize/boundary", test_resize_boundary);
  ADD ("enclose", test_enclose);
  ADD ("find-parent", test_find_parent);
  return g_test_run ();
}
