/* SPDX-License-Identifier: Apache-2.0 */
/* Tests of where things come to stand in a further diagram: they keep their places among each
 * other, boundaries bring their content, nothing is shown twice and nothing lies on what is there.
 */

#include "tests/diagram-fixture.h"
#include "ui/window/show-places.h"

static RedanId second;

/* A second diagram with one element, "there", that the first does not show. */
static RedanModel *
make_model (void)
{
  RedanModel *model = fixture_model ();

  fixture_boundary (model, "vpc", "vpc", "Network");
  fixture_place (model, "vpc", 80, 80, 400, 320);
  fixture_element (model, "a", "process", "Alpha", 120, 160);
  fixture_element (model, "b", "store", "Beta", 320, 160);
  fixture_element (model, "user", "actor", "User", -160, 160);
  fixture_refer (model, "a", REDAN_FIELD_PARENT, "vpc");
  fixture_refer (model, "b", REDAN_FIELD_PARENT, "vpc");
  fixture_add (model, REDAN_SECTION_DIAGRAM, "second", "Second");
  second = fixture_id ("second");
  return model;
}

static void
place_in_second (RedanModel *model, const char *id, double x, double y)
{
  RedanBox box = { (gint32) (x * 8), (gint32) (y * 8), 120 * 8, 56 * 8 };
  g_autofree char *value = redan_place_format (&box);
  RedanIdText text;

  fixture_set (model, id, REDAN_FIELD_PLACE, redan_id_to_text (&second, text), value);
}

static const RedanBox *
find (const GArray *places, const char *name)
{
  const RedanId id = fixture_id (name);

  for (guint i = 0; i < places->len; i++)
    if (redan_id_equal (&g_array_index (places, RedanShowPlace, i).id, &id))
      return &g_array_index (places, RedanShowPlace, i).box;
  return NULL;
}

static void
assert_corner (const GArray *places, const char *name, int x, int y)
{
  const RedanBox *box = find (places, name);

  g_assert_nonnull (box);
  g_assert_cmpint (box->x, ==, x * 8);
  g_assert_cmpint (box->y, ==, y * 8);
}

/* Into an empty diagram: as they stand, the content of a boundary with it. */
static void
test_empty (void)
{
  g_autoptr (RedanModel) model = make_model ();
  const RedanId from = fixture_id ("diagram");
  const RedanId chosen[] = { fixture_id ("vpc"), fixture_id ("user"), fixture_id ("missing") };
  g_autoptr (GArray) places = redan_show_places_find (model, &from, &second, chosen, 3, NULL);
  g_autoptr (GArray) new_diagram = redan_show_places_find (model, &from, NULL, chosen, 3, NULL);

  g_assert_cmpuint (places->len, ==, 4);
  assert_corner (places, "vpc", 80, 80);
  assert_corner (places, "a", 120, 160);
  assert_corner (places, "b", 320, 160);
  assert_corner (places, "user", -160, 160);
  g_assert_cmpuint (new_diagram->len, ==, 4);
}

/* What the other diagram shows stays where it is, and what comes does not lie on it. */
static void
test_beside (void)
{
  g_autoptr (RedanModel) model = make_model ();
  const RedanId from = fixture_id ("diagram");
  const RedanId chosen[] = { fixture_id ("user"), fixture_id ("a"), fixture_id ("a") };
  g_autoptr (GArray) places = NULL;

  place_in_second (model, "b", 0, 0);
  place_in_second (model, "a", 0, 96);
  places = redan_show_places_find (model, &from, &second, chosen, 3, NULL);
  g_assert_cmpuint (places->len, ==, 1);
  assert_corner (places, "user", 184, 0);
}

static void
test_centre (void)
{
  g_autoptr (RedanModel) model = make_model ();
  const RedanId chosen = fixture_id ("user");
  const RedanPoint centre = { 403 * 8, 203 * 8 };
  g_autoptr (GArray) places = redan_show_places_find (model, NULL, &second, &chosen, 1, &centre);

  /* 120 by 56 around (403, 203), on the grid of 8. */
  assert_corner (places, "user", 344, 176);
}

/* An element of no diagram and boundaries drawn as lines. */
static void
test_placeless (void)
{
  static const RedanPoint line[] = { { 0, 0 }, { 0, 800 } };
  g_autoptr (RedanModel) model = make_model ();
  const RedanId chosen[] = { fixture_id ("new"), fixture_id ("edge"), fixture_id ("user") };
  g_autoptr (GArray) places = NULL;
  g_autoptr (GArray) missing = NULL;

  fixture_add (model, REDAN_SECTION_ELEMENT, "new", "New");
  fixture_set (model, "new", REDAN_FIELD_KIND, "", "process");
  fixture_boundary (model, "edge", "internet", "Edge");
  fixture_route (model, "edge", line, 2);
  places = redan_show_places_find (model, NULL, &second, chosen, 3, NULL);
  g_assert_cmpuint (places->len, ==, 2);
  g_assert_null (find (places, "edge"));
  g_assert_cmpint (find (places, "new")->width, >, 0);
  g_assert_cmpint (find (places, "new")->y, >=,
                   find (places, "user")->y + find (places, "user")->height);
  missing = redan_show_places_list_missing (model, &second);
  g_assert_cmpuint (missing->len, ==, 5);
}

/* By name, without what the diagram shows. */
static void
test_missing (void)
{
  g_autoptr (RedanModel) model = make_model ();
  const RedanId expected[] = { fixture_id ("a"), fixture_id ("vpc"), fixture_id ("user") };
  g_autoptr (GArray) missing = NULL;

  place_in_second (model, "b", 0, 0);
  missing = redan_show_places_list_missing (model, &second);
  g_assert_cmpuint (missing->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < missing->len; i++)
    g_assert_true (redan_id_equal (&g_array_index (missing, RedanId, i), &expected[i]));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/show-places/empty", test_empty);
  g_test_add_func ("/show-places/beside", test_beside);
  g_test_add_func ("/show-places/centre", test_centre);
  g_test_add_func ("/show-places/placeless", test_placeless);
  g_test_add_func ("/show-places/missing", test_missing);
  return g_test_run ();
}
