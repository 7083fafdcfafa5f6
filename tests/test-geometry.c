/* SPDX-License-Identifier: Apache-2.0 */
/* Geometry against brute force: every pair of segments, every pair of boxes. */

#include <string.h>

#include "model/box-index.h"
#include "model/geometry.h"

static RedanSchema *schema;

static void
test_place_is_strict (void)
{
  static const char *const malformed[] = {
    "",         "1 2 3",          "1 2 3 4 5",         " 1 2 3 4",       "1 2 3 4 ",
    "1  2 3 4", "1 2 3 -4",       "1 2 3 4\n",         "+1 2 3 4",       "01 2 3 4",
    "-0 2 3 4", "1.5 2 3 4",      "1e3 2 3 4",         "16777217 0 1 1", "-16777217 0 1 1",
    "a 2 3 4",  "16777216 0 1 1", "99999999999 0 0 0", "NaN 0 1 1",      "1\t2 3 4",
  };
  RedanBox box = { 7, 7, 7, 7 };

  for (guint i = 0; i < G_N_ELEMENTS (malformed); i++)
    if (redan_place_parse (malformed[i], &box))
      g_error ("\"%s\"", malformed[i]);
  g_assert_cmpint (box.x, ==, 7);
  g_assert_false (redan_place_parse ("-16777216 16777216 33554432 0", &box));
  g_assert_true (redan_place_parse ("-16777216 16777216 16777216 0", &box));
  g_assert_cmpint (box.x, ==, -16777216);
  g_assert_cmpint (box.y, ==, 16777216);
}

static gint32
random_coordinate (GRand *random)
{
  switch (g_rand_int_range (random, 0, 3))
    {
    case 0:
      return g_rand_int_range (random, -20, 21);
    case 1:
      return g_rand_int_range (random, -REDAN_COORDINATE_LIMIT, REDAN_COORDINATE_LIMIT + 1);
    default:
      return g_rand_boolean (random) ? REDAN_COORDINATE_LIMIT : -REDAN_COORDINATE_LIMIT;
    }
}

static void
test_round_trip (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (3);

  for (guint round = 0; round < 500; round++)
    {
      RedanPoint points[20];
      guint n = (guint) g_rand_int_range (random, 1, 21);
      guint n_back = 0;

      for (guint i = 0; i < n; i++)
        points[i] = (RedanPoint){ random_coordinate (random), random_coordinate (random) };
      g_autofree char *text = redan_points_format (points, n);
      g_autofree RedanPoint *back = redan_points_parse (text, &n_back);
      g_assert_cmpmem (back, n_back * sizeof *back, points, n * sizeof *points);

      RedanBox box = { points[0].x / 2, points[0].y / 2, ABS (points[0].x) / 2, 3 };
      RedanBox box_back;
      g_autofree char *place = redan_place_format (&box);
      g_assert_true (redan_place_parse (place, &box_back));
      g_assert_cmpmem (&box_back, sizeof box_back, &box, sizeof box);
    }
}

static void
test_points_are_bounded (void)
{
  g_autoptr (GString) text = g_string_new ("0 0");
  guint n;

  for (guint i = 1; i < REDAN_MAX_POINTS; i++)
    g_string_append (text, " 1 1");
  g_autofree RedanPoint *most = redan_points_parse (text->str, &n);
  g_assert_nonnull (most);
  g_assert_cmpuint (n, ==, REDAN_MAX_POINTS);
  g_string_append (text, " 1 1");
  g_assert_null (redan_points_parse (text->str, &n));
  g_assert_null (redan_points_parse ("", &n));
  g_assert_null (redan_points_parse ("1", &n));
  g_assert_null (redan_points_parse ("1 2 ", &n));
  g_assert_null (redan_points_parse ("1 2  3", &n));
}

/* Cohen's way with fractions: solves for both parameters in 128 bits; parallel ones by projections.
 */
static gboolean
crosses_by_parameters (RedanPoint a, RedanPoint b, RedanPoint c, RedanPoint d)
{
  __int128 rx = (__int128) b.x - a.x, ry = (__int128) b.y - a.y;
  __int128 sx = (__int128) d.x - c.x, sy = (__int128) d.y - c.y;
  __int128 qx = (__int128) c.x - a.x, qy = (__int128) c.y - a.y;
  __int128 below = rx * sy - ry * sx;

  if (below != 0)
    {
      __int128 t = qx * sy - qy * sx;
      __int128 u = qx * ry - qy * rx;
      if (below < 0)
        {
          below = -below;
          t = -t;
          u = -u;
        }
      return t >= 0 && t <= below && u >= 0 && u <= below;
    }

  /* parallel: all four points have to be on one line */
  if (qx * ry != qy * rx || qx * sy != qy * sx)
    return FALSE;
  return MAX (MIN (a.x, b.x), MIN (c.x, d.x)) <= MIN (MAX (a.x, b.x), MAX (c.x, d.x)) &&
         MAX (MIN (a.y, b.y), MIN (c.y, d.y)) <= MIN (MAX (a.y, b.y), MAX (c.y, d.y));
}

static void
test_segments_against_parameters (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (11);
  guint n_crossing = 0;

  for (guint round = 0; round < 300000; round++)
    {
      RedanPoint p[4];
      gint32 limit = round % 3 == 0 ? 3 : round % 3 == 1 ? 40 : REDAN_COORDINATE_LIMIT * 2;
      for (guint i = 0; i < 4; i++)
        p[i] = (RedanPoint){ g_rand_int_range (random, -limit, limit + 1),
                             g_rand_int_range (random, -limit, limit + 1) };
      if (g_rand_int_range (random, 0, 10) == 0)
        p[g_rand_int_range (random, 0, 4)] = p[g_rand_int_range (random, 0, 4)];
      gboolean expected = crosses_by_parameters (p[0], p[1], p[2], p[3]);
      n_crossing += expected;
      g_assert_true (redan_segments_cross (p[0], p[1], p[2], p[3]) == expected);
      g_assert_true (redan_segments_cross (p[3], p[2], p[0], p[1]) == expected);
    }
  g_assert_cmpuint (n_crossing, >, 50000);
  g_assert_cmpuint (n_crossing, <, 250000);
}

static void
count_found_cb (guint index, gpointer user_data)
{
  guint *counts = user_data;

  counts[index]++;
}

static void
test_index_against_all_boxes (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (13);

  for (guint round = 0; round < 200; round++)
    {
      guint n = round < 20 ? round : (guint) g_rand_int_range (random, 1, 700);
      g_autofree RedanBox *boxes = g_new (RedanBox, n);
      g_autofree guint *counts = g_new0 (guint, n);
      for (guint i = 0; i < n; i++)
        boxes[i] =
            (RedanBox){ g_rand_int_range (random, -500, 500), g_rand_int_range (random, -500, 500),
                        g_rand_int_range (random, 0, 60), g_rand_int_range (random, 0, 60) };
      g_autoptr (RedanBoxIndex) index = redan_box_index_new (boxes, n);
      RedanBox sought = { g_rand_int_range (random, -500, 500),
                          g_rand_int_range (random, -500, 500), g_rand_int_range (random, 0, 200),
                          g_rand_int_range (random, 0, 200) };
      redan_box_index_find (index, &sought, count_found_cb, counts);
      for (guint i = 0; i < n; i++)
        {
          gboolean apart =
              boxes[i].x > sought.x + sought.width || sought.x > boxes[i].x + boxes[i].width ||
              boxes[i].y > sought.y + sought.height || sought.y > boxes[i].y + boxes[i].height;
          g_assert_cmpuint (counts[i], ==, apart ? 0 : 1);
        }
    }
}

static RedanId
number_id (const char *kind, guint number)
{
  g_autofree char *text = g_strdup_printf ("%u", number);

  return redan_id_derive ((const char *const[]){ kind, text, NULL });
}

static RedanObject *
set_entry (
    RedanModel *model, RedanObject *object, RedanField field, const char *key, const char *value)
{
  RedanObject *changed = redan_object_with (object, field, redan_model_intern (model, key),
                                            redan_model_intern (model, value));

  redan_object_unref (object);
  return changed;
}

static RedanObject *
new_object (RedanModel *model, RedanSection section, const RedanId *id)
{
  RedanObject *object = redan_object_new (section, id, NULL, 0);

  if (section == REDAN_SECTION_BOUNDARY)
    object = set_entry (model, object, REDAN_FIELD_KIND, "", "trust-zone");
  if (section == REDAN_SECTION_ELEMENT)
    object = set_entry (model, object, REDAN_FIELD_KIND, "", "process");
  return object;
}

static RedanObject *
place (RedanModel *model, RedanObject *object, const char *diagram, RedanBox box)
{
  g_autofree char *text = redan_place_format (&box);

  return set_entry (model, object, REDAN_FIELD_PLACE, diagram, text);
}

static void
add_diagrams (RedanModel *model, guint n, RedanIdText *texts)
{
  for (guint i = 0; i < n; i++)
    {
      RedanId id = number_id ("diagram", i);
      g_autofree char *order = g_strdup_printf ("%u", i);
      RedanObject *diagram = new_object (model, REDAN_SECTION_DIAGRAM, &id);
      redan_id_to_text (&id, texts[i]);
      redan_model_put (model, set_entry (model, diagram, REDAN_FIELD_ORDER, "", order));
    }
}

static gboolean
contains (const RedanBox *outer, const RedanBox *inner)
{
  return outer->x <= inner->x && outer->y <= inner->y &&
         outer->x + outer->width >= inner->x + inner->width &&
         outer->y + outer->height >= inner->y + inner->height;
}

static gint64
area_of (const RedanBox *box)
{
  return (gint64) box->width * box->height;
}

/* The id of the smallest boundary around the box, by looking at all of them. */
static const RedanObject *
find_parent_slowly (const RedanModel *model,
                    const RedanObject *object,
                    const char *diagram,
                    const RedanBox *inner)
{
  const RedanObject *best = NULL;
  RedanBox best_box = { 0 };

  for (guint i = 0; i < redan_model_get_n (model, REDAN_SECTION_BOUNDARY); i++)
    {
      const RedanObject *outer = redan_model_get_nth (model, REDAN_SECTION_BOUNDARY, i);
      RedanBox box;
      if (outer == object || !redan_object_get_place (outer, diagram, &box) ||
          !contains (&box, inner))
        continue;
      if (object->section == REDAN_SECTION_BOUNDARY && area_of (&box) == area_of (inner) &&
          redan_id_compare (&outer->id, &object->id) > 0)
        continue;
      if (best == NULL || area_of (&box) < area_of (&best_box) ||
          (area_of (&box) == area_of (&best_box) && redan_id_compare (&outer->id, &best->id) > 0))
        {
          best = outer;
          best_box = box;
        }
    }
  return best;
}

static void
test_nesting_against_all_boxes (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (17);

  for (guint round = 0; round < 60; round++)
    {
      g_autoptr (RedanModel) model = redan_model_new (schema);
      RedanIdText diagrams[2];
      gint32 size = round % 2 == 0 ? 12 : 200;
      add_diagrams (model, 2, diagrams);
      for (guint i = 0; i < 80; i++)
        {
          RedanSection section = i < 40 ? REDAN_SECTION_BOUNDARY : REDAN_SECTION_ELEMENT;
          RedanId id = number_id ("object", round * 1000 + i);
          RedanObject *object = new_object (model, section, &id);
          RedanBox box = { g_rand_int_range (random, 0, size), g_rand_int_range (random, 0, size),
                           g_rand_int_range (random, 0, i < 40 ? size : 3),
                           g_rand_int_range (random, 0, i < 40 ? size : 3) };
          redan_model_put (model, place (model, object, diagrams[i % 2], box));
        }

      g_autoptr (RedanModel) before = redan_model_copy (model);
      redan_model_nest_by_boxes (model);
      for (guint i = 0; i < 80; i++)
        {
          RedanId id = number_id ("object", round * 1000 + i);
          RedanId parent;
          RedanBox box;
          const RedanObject *old = redan_model_lookup (before, &id);
          const RedanObject *new = redan_model_lookup (model, &id);
          g_assert_true (redan_object_get_place (old, diagrams[i % 2], &box));
          const RedanObject *expected = find_parent_slowly (before, old, diagrams[i % 2], &box);
          gboolean nested = redan_object_get_reference (new, REDAN_FIELD_PARENT, &parent);
          g_assert_true (nested == (expected != NULL));
          if (nested)
            g_assert_true (redan_id_equal (&parent, &expected->id));
        }
    }
}

static const char *
parent_of (const RedanModel *model, const RedanId *id)
{
  return redan_object_get (redan_model_lookup (model, id), REDAN_FIELD_PARENT);
}

/* A stands in B by hand, B lies in A as drawn; and the box of the first diagram counts. */
static void
test_nesting_keeps_what_is_set (void)
{
  g_autoptr (RedanModel) model = redan_model_new (schema);
  RedanIdText diagrams[2];
  RedanId large = number_id ("b", 1);
  RedanId small = number_id ("b", 2);
  RedanId element = number_id ("e", 1);
  RedanIdText small_text, large_text;

  add_diagrams (model, 2, diagrams);
  redan_id_to_text (&small, small_text);
  redan_id_to_text (&large, large_text);
  RedanObject *object = new_object (model, REDAN_SECTION_BOUNDARY, &large);
  object = set_entry (model, object, REDAN_FIELD_PARENT, "", small_text);
  redan_model_put (model, place (model, object, diagrams[0], (RedanBox){ 0, 0, 100, 100 }));
  object = new_object (model, REDAN_SECTION_BOUNDARY, &small);
  object = place (model, object, diagrams[0], (RedanBox){ 10, 10, 20, 20 });
  redan_model_put (model, place (model, object, diagrams[1], (RedanBox){ 0, 0, 500, 500 }));
  object = new_object (model, REDAN_SECTION_ELEMENT, &element);
  object = place (model, object, diagrams[0], (RedanBox){ 40, 40, 5, 5 });
  redan_model_put (model, place (model, object, diagrams[1], (RedanBox){ 40, 40, 5, 5 }));

  redan_model_nest_by_boxes (model);
  g_assert_cmpstr (parent_of (model, &large), ==, small_text);
  g_assert_null (parent_of (model, &small));
  g_assert_cmpstr (parent_of (model, &element), ==, large_text);
}

static void
test_nesting_depth_is_bounded (void)
{
  g_autoptr (RedanModel) model = redan_model_new (schema);
  RedanIdText diagrams[1];
  guint deepest = 0;

  add_diagrams (model, 1, diagrams);
  for (gint32 i = 0; i < 100; i++)
    {
      RedanId id = number_id ("deep", (guint) i);
      RedanObject *object = new_object (model, REDAN_SECTION_BOUNDARY, &id);
      redan_model_put (
          model, place (model, object, diagrams[0], (RedanBox){ i, i, 1000 - 2 * i, 500 - 2 * i }));
    }
  redan_model_nest_by_boxes (model);
  for (guint i = 0; i < 100; i++)
    {
      RedanId id = number_id ("deep", i);
      guint depth = 1;
      while (redan_object_get_reference (redan_model_lookup (model, &id), REDAN_FIELD_PARENT, &id))
        depth++;
      deepest = MAX (deepest, depth);
      g_assert_cmpuint (depth, ==, MIN (i + 1, (guint) REDAN_MAX_NESTING));
    }
  g_assert_cmpuint (deepest, ==, REDAN_MAX_NESTING);
}

static char *
random_route (GRand *random, guint n)
{
  g_autofree RedanPoint *points = g_new (RedanPoint, n);

  for (guint i = 0; i < n; i++)
    points[i] =
        (RedanPoint){ g_rand_int_range (random, 0, 200), g_rand_int_range (random, 0, 200) };
  return redan_points_format (points, n);
}

static void
add_crossing_objects (GRand *random, RedanModel *model, RedanIdText *diagrams)
{
  for (guint i = 0; i < 20; i++)
    {
      RedanId id = number_id ("element", i);
      RedanObject *object = new_object (model, REDAN_SECTION_ELEMENT, &id);
      for (guint k = 0; k < 2; k++)
        if (g_rand_int_range (random, 0, 4) > 0)
          object = place (
              model, object, diagrams[k],
              (RedanBox){ g_rand_int_range (random, 0, 200), g_rand_int_range (random, 0, 200),
                          g_rand_int_range (random, 0, 20), g_rand_int_range (random, 0, 20) });
      redan_model_put (model, object);
    }
  for (guint i = 0; i < 15; i++)
    {
      RedanId id = number_id ("line", i);
      g_autofree char *route = random_route (random, (guint) g_rand_int_range (random, 2, 6));
      RedanObject *object = new_object (model, REDAN_SECTION_BOUNDARY, &id);
      redan_model_put (model, set_entry (model, object, REDAN_FIELD_ROUTE, diagrams[i % 2], route));
    }
  for (guint i = 0; i < 60; i++)
    {
      RedanId id = number_id ("flow", i);
      RedanId source = number_id ("element", (guint) g_rand_int_range (random, 0, 20));
      RedanId target = number_id ("element", (guint) g_rand_int_range (random, 0, 20));
      RedanIdText text;
      RedanObject *object = new_object (model, REDAN_SECTION_FLOW, &id);
      if (i % 10 != 0)
        object =
            set_entry (model, object, REDAN_FIELD_SOURCE, "", redan_id_to_text (&source, text));
      object = set_entry (model, object, REDAN_FIELD_TARGET, "", redan_id_to_text (&target, text));
      object = set_entry (model, object, REDAN_FIELD_TAG, "kept", "");
      object = set_entry (model, object, REDAN_FIELD_CROSSES, text, ""); /* stale */
      if (g_rand_boolean (random))
        {
          g_autofree char *route = random_route (random, (guint) g_rand_int_range (random, 1, 4));
          object = set_entry (model, object, REDAN_FIELD_ROUTE, diagrams[i % 2], route);
        }
      redan_model_put (model, object);
    }
}

static void
test_crossings_against_all_pairs (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (19);
  guint n_crossing = 0;

  for (guint round = 0; round < 20; round++)
    {
      g_autoptr (RedanModel) model = redan_model_new (schema);
      RedanIdText diagrams[2];
      add_diagrams (model, 2, diagrams);
      add_crossing_objects (random, model, diagrams);
      redan_model_compute_crossings (model);

      for (guint i = 0; i < redan_model_get_n (model, REDAN_SECTION_FLOW); i++)
        {
          const RedanObject *flow = redan_model_get_nth (model, REDAN_SECTION_FLOW, i);
          guint n, n_expected = 0;
          redan_object_get_range (flow, REDAN_FIELD_CROSSES, &n);
          for (guint k = 0; k < redan_model_get_n (model, REDAN_SECTION_BOUNDARY); k++)
            {
              const RedanObject *line = redan_model_get_nth (model, REDAN_SECTION_BOUNDARY, k);
              RedanIdText text;
              gboolean expected = redan_flow_crosses_line (model, flow, line, diagrams[0]) ||
                                  redan_flow_crosses_line (model, flow, line, diagrams[1]);
              redan_id_to_text (&line->id, text);
              n_expected += expected;
              g_assert_true ((redan_object_get_keyed (flow, REDAN_FIELD_CROSSES, text) != NULL) ==
                             expected);
            }
          g_assert_cmpuint (n, ==, n_expected);
          g_assert_nonnull (redan_object_get_keyed (flow, REDAN_FIELD_TAG, "kept"));
          n_crossing += n;
        }

      g_autoptr (RedanModel) again = redan_model_copy (model);
      redan_model_compute_crossings (again);
      for (guint i = 0; i < redan_model_get_n (model, REDAN_SECTION_FLOW); i++)
        g_assert_true (redan_model_get_nth (model, REDAN_SECTION_FLOW, i) ==
                       redan_model_get_nth (again, REDAN_SECTION_FLOW, i));
    }
  g_assert_cmpuint (n_crossing, >, 500);
}

/* The centre of a box of odd size lies between two units: 0..1 has its centre at one half. */
static void
test_crossing_is_exact_in_half_units (void)
{
  static const struct
  {
    const char *line;
    gboolean crosses;
  } cases[] = {
    { "0 -5 0 5", FALSE },     /* left of the first centre */
    { "1 -5 1 5", TRUE },      /* between the centres */
    { "100 1 200 1", FALSE },  /* below the path */
    { "5 -5 5 0", FALSE },     /* ends half a unit above the path */
    { "5 -5 5 1", TRUE },      /* passes it */
    { "-5 -5 300 300", TRUE }, /* through the first centre itself */
  };
  RedanIdText diagrams[1];
  RedanId source = number_id ("e", 1);
  RedanId target = number_id ("e", 2);
  RedanId flow_id = number_id ("f", 1);
  RedanIdText text;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (RedanModel) model = redan_model_new (schema);
      RedanId line_id = number_id ("l", 1);
      RedanObject *object = new_object (model, REDAN_SECTION_ELEMENT, &source);
      add_diagrams (model, 1, diagrams);
      redan_model_put (model, place (model, object, diagrams[0], (RedanBox){ 0, 0, 1, 1 }));
      object = new_object (model, REDAN_SECTION_ELEMENT, &target);
      redan_model_put (model, place (model, object, diagrams[0], (RedanBox){ 10, 0, 1, 1 }));
      object = new_object (model, REDAN_SECTION_FLOW, &flow_id);
      object = set_entry (model, object, REDAN_FIELD_SOURCE, "", redan_id_to_text (&source, text));
      object = set_entry (model, object, REDAN_FIELD_TARGET, "", redan_id_to_text (&target, text));
      redan_model_put (model, object);
      object = new_object (model, REDAN_SECTION_BOUNDARY, &line_id);
      redan_model_put (model,
                       set_entry (model, object, REDAN_FIELD_ROUTE, diagrams[0], cases[i].line));
      gboolean crosses =
          redan_flow_crosses_line (model, redan_model_lookup (model, &flow_id),
                                   redan_model_lookup (model, &line_id), diagrams[0]);
      if (crosses != cases[i].crosses)
        g_error ("%s", cases[i].line);
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

  g_test_add_func ("/geometry/place/is-strict", test_place_is_strict);
  g_test_add_func ("/geometry/text/round-trip", test_round_trip);
  g_test_add_func ("/geometry/points/are-bounded", test_points_are_bounded);
  g_test_add_func ("/geometry/segments/against-parameters", test_segments_against_parameters);
  g_test_add_func ("/geometry/index/against-all-boxes", test_index_against_all_boxes);
  g_test_add_func ("/geometry/nesting/against-all-boxes", test_nesting_against_all_boxes);
  g_test_add_func ("/geometry/nesting/keeps-what-is-set", test_nesting_keeps_what_is_set);
  g_test_add_func ("/geometry/nesting/depth-is-bounded", test_nesting_depth_is_bounded);
  g_test_add_func ("/geometry/crossings/against-all-pairs", test_crossings_against_all_pairs);
  g_test_add_func ("/geometry/crossings/half-units", test_crossing_is_exact_in_half_units);

  int result = g_test_run ();
  redan_schema_unref (schema);
  return result;
}
