/* SPDX-License-Identifier: Apache-2.0 */
/* Tests of the outline: each boundary before its content, by name, and no news without a change. */

#include "tests/diagram-fixture.h"
#include "ui/window/outline-model.h"

static void
count_cb (GListModel *list, guint position, guint removed, guint added, gpointer user_data)
{
  (*(guint *) user_data)++;
}

static void
assert_row (RedanOutlineModel *outline, guint position, const char *id, guint depth)
{
  g_autoptr (RedanOutlineItem) item = g_list_model_get_item (G_LIST_MODEL (outline), position);
  RedanId expected = fixture_id (id);

  g_assert_nonnull (item);
  g_assert_true (redan_id_equal (redan_outline_item_get_id (item), &expected));
  g_assert_true (redan_id_equal (redan_outline_model_get_id (outline, position), &expected));
  g_assert_cmpuint (redan_outline_item_get_depth (item), ==, depth);
  g_assert_cmpuint (redan_outline_model_find (outline, &expected), ==, position);
}

static void
set_parent (RedanModel *model, const char *id, const char *parent)
{
  RedanId boundary = fixture_id (parent);
  RedanIdText text;

  fixture_set (model, id, REDAN_FIELD_PARENT, "", redan_id_to_text (&boundary, text));
}

static RedanModel *
make_model (void)
{
  RedanModel *model = fixture_model ();

  fixture_boundary (model, "account", "account", "Account");
  fixture_place (model, "account", 0, 0, 800, 600);
  fixture_boundary (model, "vpc", "vpc", "Network");
  fixture_place (model, "vpc", 100, 100, 400, 300);
  fixture_element (model, "b", "process", "beta", 120, 120);
  fixture_element (model, "a", "process", "Alpha", 120, 240);
  fixture_element (model, "z", "store", "Zulu", 600, 100);
  fixture_element (model, "user", "actor", "User", -300, 0);
  set_parent (model, "vpc", "account");
  set_parent (model, "a", "vpc");
  set_parent (model, "b", "vpc");
  set_parent (model, "z", "account");
  return model;
}

static void
test_order (void)
{
  g_autoptr (RedanModel) model = make_model ();
  g_autoptr (RedanScene) scene = redan_scene_new (model, NULL, NULL);
  g_autoptr (RedanOutlineModel) outline = redan_outline_model_new ();
  RedanId missing = fixture_id ("missing");

  redan_outline_model_load (outline, model, scene);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (outline)), ==, 6);
  assert_row (outline, 0, "user", 0);
  assert_row (outline, 1, "account", 0);
  assert_row (outline, 2, "z", 1);
  assert_row (outline, 3, "vpc", 1);
  assert_row (outline, 4, "a", 2);
  assert_row (outline, 5, "b", 2);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (outline), 6));
  g_assert_cmpuint (redan_outline_model_find (outline, &missing), ==, G_MAXUINT);
}

/* Notes and boundaries drawn as lines have rows, flows have none. */
static void
test_lines_and_notes (void)
{
  static const RedanPoint line[] = { { -800, -800 }, { -800, 4800 } };
  g_autoptr (RedanModel) model = make_model ();
  g_autoptr (RedanScene) scene = NULL;
  g_autoptr (RedanOutlineModel) outline = redan_outline_model_new ();

  fixture_boundary (model, "edge", "trust-zone", "Edge of the network");
  fixture_route (model, "edge", line, G_N_ELEMENTS (line));
  fixture_add (model, REDAN_SECTION_NOTE, "note", "");
  fixture_refer (model, "note", REDAN_FIELD_DIAGRAM, "diagram");
  fixture_set (model, "note", REDAN_FIELD_DESCRIPTION, "", "A remark");
  fixture_place (model, "note", 900, 0, 184, 80);
  fixture_flow (model, "call", "Call", "user", "a");
  scene = redan_scene_new (model, NULL, NULL);
  redan_outline_model_load (outline, model, scene);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (outline)), ==, 8);
  assert_row (outline, 1, "account", 0);
  assert_row (outline, 6, "edge", 0);
  assert_row (outline, 7, "note", 0);
}

static void
range_cb (GListModel *list, guint position, guint removed, guint added, guint *range)
{
  range[0] = position;
  range[1] = removed;
  range[2] = added;
}

/* Rows around those that changed are not told of: views keep focus and place in them. */
static void
test_range (void)
{
  g_autoptr (RedanModel) model = make_model ();
  g_autoptr (RedanScene) scene = redan_scene_new (model, NULL, NULL);
  g_autoptr (RedanOutlineModel) outline = redan_outline_model_new ();
  guint range[3] = { 0 };

  g_signal_connect (outline, "items-changed", G_CALLBACK (range_cb), range);
  g_assert_true (redan_outline_model_load (outline, model, scene));
  g_assert_false (redan_outline_model_load (outline, model, scene));
  set_parent (model, "a", "account");
  g_assert_true (redan_outline_model_load (outline, model, scene));
  assert_row (outline, 2, "a", 1);
  assert_row (outline, 4, "vpc", 1);
  assert_row (outline, 5, "b", 2);
  g_assert_cmpuint (range[0], ==, 2);
  g_assert_cmpuint (range[1], ==, 3);
  g_assert_cmpuint (range[2], ==, 3);
}

static void
test_news (void)
{
  g_autoptr (RedanModel) model = make_model ();
  g_autoptr (RedanScene) scene = redan_scene_new (model, NULL, NULL);
  g_autoptr (RedanOutlineModel) outline = redan_outline_model_new ();
  guint n_news = 0;

  g_signal_connect (outline, "items-changed", G_CALLBACK (count_cb), &n_news);
  redan_outline_model_load (outline, NULL, NULL);
  g_assert_cmpuint (n_news, ==, 0);
  redan_outline_model_load (outline, model, scene);
  g_assert_cmpuint (n_news, ==, 1);
  redan_outline_model_load (outline, model, scene);
  g_assert_cmpuint (n_news, ==, 1);
  set_parent (model, "z", "vpc");
  redan_outline_model_load (outline, model, scene);
  g_assert_cmpuint (n_news, ==, 2);
  assert_row (outline, 5, "z", 2);
  redan_outline_model_load (outline, NULL, NULL);
  g_assert_cmpuint (n_news, ==, 3);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (outline)), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/outline-model/order", test_order);
  g_test_add_func ("/outline-model/lines-and-notes", test_lines_and_notes);
  g_test_add_func ("/outline-model/news", test_news);
  g_test_add_func ("/outline-model/range", test_range);
  return g_test_run ();
}
