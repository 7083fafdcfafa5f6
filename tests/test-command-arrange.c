/* SPDX-License-Identifier: Apache-2.0 */
/* Commands that align, distribute, size, snap, raise and lay out. */

#include "tests/command-fixture.h"

static RedanBox
get_box (Fixture *self, const RedanId *id)
{
  RedanIdText text;
  RedanBox box = { 0 };

  g_assert_true (redan_object_get_place (redan_model_lookup (self->model, id),
                                         redan_id_to_text (&self->diagram, text), &box));
  return box;
}

static void
align (Fixture *self, const RedanId *ids, guint n, RedanAlignment how, const char *label)
{
  apply (self, redan_command_align (self->model, &self->diagram, ids, n, how), label);
}

static void
test_align (Fixture *self, gconstpointer data)
{
  RedanId ids[] = { self->shop, self->store, self->flow };

  apply (self, redan_command_move (self->model, &self->diagram, &self->store, 1, 1, 301), NULL);
  align (self, ids, 3, REDAN_ALIGN_MIDDLE, "Align middles");
  assert_place (self, &self->shop, 400, 550);
  assert_place (self, &self->store, 2401, 550);
  align (self, ids, 3, REDAN_ALIGN_RIGHT, "Align right");
  assert_place (self, &self->shop, 2401, 550);
  apply (self, redan_command_move (self->model, &self->diagram, &self->shop, 1, -2001, 400), NULL);
  align (self, ids, 3, REDAN_ALIGN_TOP, "Align top");
  assert_place (self, &self->shop, 400, 550);
  apply (self, redan_command_move (self->model, &self->diagram, &self->shop, 1, 0, 400), NULL);
  align (self, ids, 3, REDAN_ALIGN_BOTTOM, "Align bottom");
  assert_place (self, &self->store, 2401, 950);
  align (self, ids, 3, REDAN_ALIGN_CENTRE, "Align centres");
  assert_place (self, &self->store, 1400, 950);
  assert_place (self, &self->shop, 1400, 950);
  apply (self, redan_command_move (self->model, &self->diagram, &self->shop, 1, -400, 0), NULL);
  align (self, ids, 3, REDAN_ALIGN_LEFT, "Align left");
  assert_place (self, &self->store, 1000, 950);

  g_autoptr (RedanEdit) nothing =
      redan_command_align (self->model, &self->diagram, ids, 1, REDAN_ALIGN_LEFT);
  g_assert_cmpuint (redan_edit_get_n_changes (nothing), ==, 0);
}

/* Bends go along only when both ends move alike. */
static void
test_align_bends (Fixture *self, gconstpointer data)
{
  RedanId ids[] = { self->shop, self->store };
  RedanId other = add_element (self, NULL, 100, 5000);
  RedanId zone[] = { self->boundary, other };

  set_route (self, &self->flow, "1800 700");
  apply (self, redan_command_move (self->model, &self->diagram, &self->store, 1, 0, 300), NULL);
  align (self, ids, 2, REDAN_ALIGN_MIDDLE, NULL);
  g_assert_cmpstr (get_keyed (self, &self->flow, REDAN_FIELD_ROUTE, &self->diagram), ==,
                   "1800 700");
  align (self, zone, 2, REDAN_ALIGN_BOTTOM, NULL);
  assert_place (self, &self->boundary, 0, 3400);
  g_assert_cmpstr (get_keyed (self, &self->flow, REDAN_FIELD_ROUTE, &self->diagram), ==,
                   "1800 4100");
}

/* A boundary takes its content along, and what leaves it is no member any more. */
static void
test_align_boundary (Fixture *self, gconstpointer data)
{
  RedanId other = add_element (self, NULL, 9000, 5000);
  RedanId ids[] = { self->boundary, other, self->shop };
  RedanId two[] = { self->store, other };

  align (self, ids, 3, REDAN_ALIGN_RIGHT, NULL);
  assert_place (self, &self->boundary, 5800, 0);
  assert_place (self, &self->shop, 6200, 400);
  assert_parent (self, &self->shop, &self->boundary);
  align (self, two, 2, REDAN_ALIGN_BOTTOM, NULL);
  assert_parent (self, &self->store, NULL);
}

static void
test_distribute (Fixture *self, gconstpointer data)
{
  RedanId a = add_element (self, NULL, 20000, 5000);
  RedanId b = add_element (self, NULL, 22001, 9000);
  RedanId c = add_element (self, NULL, 21000, 6000);
  RedanId d = add_element (self, NULL, 25000, 5500);
  RedanId ids[] = { d, b, a, c };

  apply (self, redan_command_distribute (self->model, &self->diagram, ids, 4, FALSE),
         "Distribute horizontally");
  assert_place (self, &a, 20000, 5000);
  assert_place (self, &c, 21666, 6000);
  assert_place (self, &b, 23333, 9000);
  assert_place (self, &d, 25000, 5500);
  apply (self, redan_command_distribute (self->model, &self->diagram, ids, 4, TRUE),
         "Distribute vertically");
  assert_place (self, &d, 25000, 6333);
  assert_place (self, &c, 21666, 7666);
  g_autoptr (RedanEdit) nothing =
      redan_command_distribute (self->model, &self->diagram, ids, 2, FALSE);
  g_assert_cmpuint (redan_edit_get_n_changes (nothing), ==, 0);
}

static void
test_same_size (Fixture *self, gconstpointer data)
{
  RedanBox large = { 2400, 400, 1000, 900 };
  RedanId ids[] = { self->shop, self->store };

  apply (self, redan_command_resize (self->model, &self->diagram, &self->store, &large), NULL);
  apply (self, redan_command_same_size (self->model, &self->diagram, ids, 2, REDAN_SAME_WIDTH),
         "Make the same size");
  g_assert_cmpint (get_box (self, &self->shop).width, ==, 1000);
  g_assert_cmpint (get_box (self, &self->shop).height, ==, 400);
  g_assert_cmpint (get_box (self, &self->shop).x, ==, 300);
  apply (self,
         redan_command_same_size (self->model, &self->diagram, ids, 2,
                                  REDAN_SAME_WIDTH | REDAN_SAME_HEIGHT),
         NULL);
  g_assert_cmpint (get_box (self, &self->shop).height, ==, 900);
  g_assert_cmpint (get_box (self, &self->shop).y, ==, 150);
  g_assert_cmpint (get_box (self, &self->store).y, ==, 400);
}

static void
test_snap (Fixture *self, gconstpointer data)
{
  RedanId ids[] = { self->shop, self->boundary };

  apply (self, redan_command_move (self->model, &self->diagram, &self->boundary, 1, -45, 37), NULL);
  apply (self, redan_command_move (self->model, &self->diagram, &self->shop, 1, 3, 3), NULL);
  apply (self, redan_command_snap (self->model, &self->diagram, ids, 2, 80), "Snap to grid");
  assert_place (self, &self->boundary, -80, 0);
  assert_place (self, &self->shop, 320, 400);
  assert_place (self, &self->store, 2320, 400);
  g_autoptr (RedanEdit) nothing = redan_command_snap (self->model, &self->diagram, ids, 2, 80);
  g_assert_cmpuint (redan_edit_get_n_changes (nothing), ==, 0);
}

static gint64
get_z (Fixture *self, const RedanId *id)
{
  const char *z = get_keyed (self, id, REDAN_FIELD_Z_ORDER, &self->diagram);

  return z == NULL ? 0 : g_ascii_strtoll (z, NULL, 10);
}

/* @front is painted after @back. */
static void
assert_in_front (Fixture *self, const RedanId *front, const RedanId *back)
{
  gint64 front_z = get_z (self, front);
  gint64 back_z = get_z (self, back);

  if (front_z != back_z)
    g_assert_cmpint (front_z, >, back_z);
  else
    g_assert_cmpint (redan_id_compare (front, back), >, 0);
}

static void
raise_one (Fixture *self, const RedanId *id, RedanRaise how, const char *label)
{
  apply (self, redan_command_raise (self->model, &self->diagram, id, 1, how), label);
}

static void
test_raise (Fixture *self, gconstpointer data)
{
  RedanId a = add_element (self, NULL, 20000, 0);
  RedanId b = add_element (self, NULL, 20100, 0);
  RedanId c = add_element (self, NULL, 20200, 0);
  RedanId distant = add_element (self, NULL, 30000, 0);
  RedanId both[] = { b, a };

  raise_one (self, &b, REDAN_RAISE_TO_FRONT, "Bring to front");
  raise_one (self, &c, REDAN_RAISE_TO_FRONT, NULL);
  raise_one (self, &distant, REDAN_LOWER_TO_BACK, "Send to back");
  raise_one (self, &a, REDAN_LOWER_TO_BACK, NULL);
  assert_in_front (self, &c, &b);
  assert_in_front (self, &b, &a);
  assert_in_front (self, &distant, &a);

  raise_one (self, &a, REDAN_RAISE, "Bring forward");
  assert_in_front (self, &a, &b);
  assert_in_front (self, &c, &a);
  raise_one (self, &a, REDAN_RAISE, NULL);
  assert_in_front (self, &a, &c);
  assert_in_front (self, &c, &b);
  raise_one (self, &a, REDAN_LOWER, "Send backward");
  assert_in_front (self, &c, &a);
  assert_in_front (self, &a, &b);

  /* together they keep their order */
  apply (self, redan_command_raise (self->model, &self->diagram, both, 2, REDAN_RAISE_TO_FRONT),
         NULL);
  assert_in_front (self, &a, &b);
  assert_in_front (self, &b, &c);
  g_autoptr (RedanEdit) nothing =
      redan_command_raise (self->model, &self->diagram, both, 2, REDAN_RAISE);
  g_assert_cmpuint (redan_edit_get_n_changes (nothing), ==, 0);
}

/* At the end of the numbers all are numbered anew. */
static void
test_raise_limit (Fixture *self, gconstpointer data)
{
  RedanIdText text;
  RedanEdit *edit = redan_edit_new (self->model, "Number");
  redan_edit_set (edit, &self->shop, REDAN_FIELD_Z_ORDER, redan_id_to_text (&self->diagram, text),
                  "1000000000");
  apply (self, edit, NULL);

  for (guint i = 0; i < 4; i++)
    {
      const RedanId *front = i % 2 == 0 ? &self->store : &self->shop;
      raise_one (self, front, REDAN_RAISE_TO_FRONT, NULL);
      assert_in_front (self, front, i % 2 == 0 ? &self->shop : &self->store);
    }
  g_assert_cmpint (get_z (self, &self->shop), <, 100);
}

static void
test_layout (Fixture *self, gconstpointer data)
{
  RedanIdText text;
  RedanId line;
  RedanPoint points[] = { { 1600, 0 }, { 1600, 2000 } };
  apply (self,
         redan_command_add_line_boundary (self->model, "internet", NULL, NULL, &self->diagram,
                                          points, 2, &line),
         NULL);
  g_autoptr (RedanModel) arranged = redan_model_copy (self->model);
  g_autoptr (RedanEdit) edit = redan_edit_new (arranged, "Arrange");
  redan_id_to_text (&self->diagram, text);
  redan_edit_set (edit, &self->shop, REDAN_FIELD_PLACE, text, "100 100 800 400");
  redan_edit_set (edit, &self->store, REDAN_FIELD_PLACE, text, "200 900 800 400");
  redan_edit_set (edit, &self->flow, REDAN_FIELD_LABEL, text, "8 8");
  redan_edit_set (edit, &self->store, REDAN_FIELD_NAME, NULL, "Other");
  redan_edit_apply (edit, arranged, NULL);

  apply (self, redan_command_take_layout (self->model, arranged, &self->diagram, &self->shop, 1),
         "Arrange");
  assert_place (self, &self->shop, 100, 100);
  assert_place (self, &self->store, 2400, 400);
  g_assert_null (get_keyed (self, &self->flow, REDAN_FIELD_LABEL, &self->diagram));
  g_assert_true (crosses (self, &self->flow, &line));

  apply (self,
         redan_command_take_layout (self->model, arranged, &self->diagram, &self->boundary, 1),
         NULL);
  assert_place (self, &self->store, 200, 900);
  g_assert_cmpstr (get_keyed (self, &self->flow, REDAN_FIELD_LABEL, &self->diagram), ==, "8 8");
  g_assert_false (crosses (self, &self->flow, &line));
  g_assert_cmpstr (get (self, &self->store, REDAN_FIELD_NAME), ==, "Orders");

  /* what is gone meanwhile does not come back */
  apply (self, redan_command_delete (self->model, &self->store, 1), NULL);
  apply (self, redan_command_take_layout (self->model, arranged, &self->diagram, NULL, 0), NULL);
  g_assert_null (redan_model_lookup (self->model, &self->store));
}

/* A layout of a model without diagram makes one. */
static void
test_layout_diagram (Fixture *self, gconstpointer data)
{
  RedanIdText text;
  apply (self, redan_command_delete_diagram (self->model, &self->diagram), NULL);
  RedanId loose;
  apply (self,
         redan_command_add_element (self->model, "store", "Archive", NULL, NULL, NULL, &loose),
         NULL);
  g_autoptr (RedanModel) arranged = redan_model_copy (self->model);
  g_autoptr (RedanEdit) edit = redan_edit_new (arranged, "Arrange");
  RedanId diagram = redan_edit_create (edit, REDAN_SECTION_DIAGRAM, NULL);

  redan_edit_set (edit, &diagram, REDAN_FIELD_NAME, NULL, "Overview");
  redan_edit_set (edit, &loose, REDAN_FIELD_PLACE, redan_id_to_text (&diagram, text),
                  "0 0 800 400");
  redan_edit_apply (edit, arranged, NULL);
  apply (self, redan_command_take_layout (self->model, arranged, NULL, NULL, 0), NULL);
  g_assert_cmpstr (get (self, &diagram, REDAN_FIELD_NAME), ==, "Overview");
  g_assert_nonnull (get_keyed (self, &loose, REDAN_FIELD_PLACE, &diagram));
}

/* What happened while the layout was made is left alone. */
static void
test_layout_meanwhile (Fixture *self, gconstpointer data)
{
  g_autoptr (RedanModel) arranged = redan_model_copy (self->model);
  g_autoptr (RedanEdit) edit = redan_edit_new (arranged, "Arrange");
  RedanIdText text;
  RedanId other;

  redan_edit_set (edit, &self->shop, REDAN_FIELD_PLACE, redan_id_to_text (&self->diagram, text),
                  "100 100 800 400");
  redan_edit_set (edit, &self->store, REDAN_FIELD_PLACE, text, NULL);
  redan_edit_apply (edit, arranged, NULL);

  RedanId drawn = add_element (self, NULL, 4000, 800);
  apply (self, redan_command_add_diagram (self->model, "Other", &other), NULL);
  apply (self, redan_command_take_layout (self->model, arranged, &other, NULL, 0), NULL);
  assert_place (self, &self->shop, 400, 400);

  apply (self, redan_command_take_layout (self->model, arranged, &self->diagram, NULL, 0), NULL);
  assert_place (self, &self->shop, 100, 100);
  assert_place (self, &self->store, 2400, 400);
  assert_place (self, &drawn, 4000, 800);
  g_assert_nonnull (redan_model_lookup (self->model, &other));

  /* the diagram is deleted meanwhile, with what is in it alone, and is not made again: neither
   * beside another one nor as the only one */
  RedanEdit *second = redan_edit_new (self->model, "Show");
  redan_edit_set (second, &self->shop, REDAN_FIELD_PLACE, redan_id_to_text (&other, text),
                  "0 0 800 400");
  apply (self, second, NULL);
  apply (self, redan_command_delete_diagram (self->model, &self->diagram), NULL);
  apply (self, redan_command_take_layout (self->model, arranged, NULL, NULL, 0), NULL);
  g_assert_null (get_keyed (self, &self->shop, REDAN_FIELD_PLACE, &self->diagram));
  apply (self, redan_command_delete_diagram (self->model, &other), NULL);
  apply (self, redan_command_take_layout (self->model, arranged, &self->diagram, NULL, 0), NULL);
  g_assert_cmpuint (redan_model_get_n (self->model, REDAN_SECTION_DIAGRAM), ==, 0);
}

#define ADD(path, function)                                                                        \
  g_test_add ("/command/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("arrange/align", test_align);
  ADD ("arrange/align-bends", test_align_bends);
  ADD ("arrange/align-boundary", test_align_boundary);
  ADD ("arrange/distribute", test_distribute);
  ADD ("arrange/same-size", test_same_size);
  ADD ("arrange/snap", test_snap);
  ADD ("arrange/raise", test_raise);
  ADD ("arrange/raise-limit", test_raise_limit);
  ADD ("arrange/layout", test_layout);
  ADD ("arrange/layout-diagram", test_layout_diagram);
  ADD ("arrange/layout-meanwhile", test_layout_meanwhile);
  return g_test_run ();
}
