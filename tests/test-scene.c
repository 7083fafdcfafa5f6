/* SPDX-License-Identifier: Apache-2.0 */
/* Tests of scenes: what is shown, in which order, labels that never meet, and what lies under a
 * point. */

#include <math.h>

#include "model/canonical-reader.h"
#include "model/exchange/import.h"
#include "tests/diagram-fixture.h"
#include "ui/diagram/layout.h"
#include "ui/diagram/text.h"

static void
test_empty (void)
{
  g_autoptr (RedanModel) bare = redan_model_new (fixture_schema ());
  g_autoptr (RedanModel) model = fixture_model ();
  g_autoptr (RedanScene) nothing = redan_scene_new (bare, NULL, NULL);
  g_autoptr (RedanScene) empty = redan_scene_new (model, NULL, NULL);
  RedanId id = fixture_id ("none");

  g_assert_cmpuint (nothing->n_boxes + nothing->n_lines, ==, 0);
  g_assert_cmpuint (empty->n_boxes + empty->n_lines, ==, 0);
  g_assert_cmpstr (empty->title, ==, "Test");
  g_assert_cmpfloat (empty->bounds.width, ==, 0);
  g_assert_cmpint (redan_scene_hit (empty, 0, 0, 6, &id), ==, REDAN_HIT_NOTHING);
}

/* Two elements in a subnet in an account, one flow, one note. */
static RedanModel *
make_small (void)
{
  RedanModel *model = fixture_model ();

  fixture_boundary (model, "account", "account", "Shop");
  fixture_boundary (model, "subnet", "subnet", "Private");
  fixture_refer (model, "subnet", REDAN_FIELD_PARENT, "account");
  fixture_place (model, "account", 0, 0, 700, 400);
  fixture_place (model, "subnet", 40, 60, 600, 300);
  fixture_element (model, "app", "process", "Web application", 100, 150);
  fixture_element (model, "db", "store", "Orders", 440, 150);
  fixture_flow (model, "flow", "Read orders", "app", "db");
  fixture_add (model, REDAN_SECTION_NOTE, "note", "Remember");
  fixture_place (model, "note", 720, 20, 120, 60);
  return model;
}

static void
test_order (void)
{
  g_autoptr (RedanModel) model = make_small ();
  g_autoptr (RedanScene) scene = redan_scene_new (model, NULL, NULL);

  g_assert_cmpuint (scene->n_boxes, ==, 5);
  g_assert_cmpuint (scene->n_lines, ==, 1);
  g_assert_cmpstr (scene->boxes[0].name, ==, "Shop");
  g_assert_cmpuint (scene->boxes[0].depth, ==, 0);
  g_assert_cmpstr (scene->boxes[1].name, ==, "Private");
  g_assert_cmpuint (scene->boxes[1].depth, ==, 1);
  g_assert_cmpint (scene->boxes[1].tone, ==, REDAN_TONE_NETWORK);
  g_assert_cmpint (scene->boxes[2].section, ==, REDAN_SECTION_ELEMENT);
  g_assert_cmpint (scene->boxes[3].section, ==, REDAN_SECTION_ELEMENT);
  g_assert_cmpint (scene->boxes[4].section, ==, REDAN_SECTION_NOTE);
  g_assert_cmpfloat (scene->boxes[2].risk, ==, -1);
}

static void
set_z_order (RedanModel *model, const char *id, const char *value)
{
  RedanId diagram = fixture_id ("diagram");
  RedanIdText text;

  fixture_set (model, id, REDAN_FIELD_Z_ORDER, redan_id_to_text (&diagram, text), value);
}

/* The stored order goes before area and id, but not across boundaries, elements and notes. */
static void
test_z_order (void)
{
  g_autoptr (RedanModel) model = make_small ();
  RedanId app = fixture_id ("app");
  RedanId db = fixture_id ("db");
  RedanId account = fixture_id ("account");
  RedanId note = fixture_id ("note");
  RedanId id;

  fixture_place (model, "db", 150, 160, 120, 56);
  set_z_order (model, "account", "5");
  set_z_order (model, "app", "1");
  set_z_order (model, "note", "-9");

  g_autoptr (RedanScene) scene = redan_scene_new (model, NULL, NULL);

  g_assert_true (redan_id_equal (&scene->boxes[1].id, &account));
  g_assert_true (redan_id_equal (&scene->boxes[3].id, &app));
  g_assert_true (redan_id_equal (&scene->boxes[4].id, &note));
  g_assert_cmpint (redan_scene_hit (scene, 200, 190, 6, &id), ==, REDAN_HIT_ELEMENT);
  g_assert_true (redan_id_equal (&id, &app));

  set_z_order (model, "db", "2");

  g_autoptr (RedanScene) changed = redan_scene_new (model, NULL, NULL);

  g_assert_true (redan_id_equal (&changed->boxes[3].id, &db));
  g_assert_cmpint (redan_scene_hit (changed, 200, 190, 6, &id), ==, REDAN_HIT_ELEMENT);
  g_assert_true (redan_id_equal (&id, &db));
}

static void
test_find (void)
{
  g_autoptr (RedanModel) model = fixture_random (11, 200, TRUE);
  g_autoptr (RedanScene) scene = redan_scene_new (model, NULL, NULL);
  RedanId nobody = fixture_id ("nobody");

  for (guint i = 0; i < scene->n_boxes; i++)
    {
      g_assert_cmpuint (redan_scene_find (scene, &scene->boxes[i].id), ==, i);
      g_assert_true (redan_scene_get_box (scene, &scene->boxes[i].id) == &scene->boxes[i]);
      g_assert_null (redan_scene_get_line (scene, &scene->boxes[i].id));
    }
  for (guint i = 0; i < scene->n_lines; i++)
    {
      g_assert_cmpuint (redan_scene_find (scene, &scene->lines[i].id), ==, scene->n_boxes + i);
      g_assert_true (redan_scene_get_line (scene, &scene->lines[i].id) == &scene->lines[i]);
      g_assert_null (redan_scene_get_box (scene, &scene->lines[i].id));
    }
  g_assert_cmpuint (redan_scene_find (scene, &nobody), ==, REDAN_SCENE_NONE);
}

static void
test_border_to_border (void)
{
  g_autoptr (RedanModel) model = make_small ();
  g_autoptr (RedanScene) scene = redan_scene_new (model, NULL, NULL);
  const RedanSceneLine *line = &scene->lines[0];

  g_assert_cmpuint (line->n_points, ==, 2);
  g_assert_cmpfloat_with_epsilon (line->points[0].x, 220, .01);
  g_assert_cmpfloat_with_epsilon (line->points[1].x, 440, .01);
  g_assert_cmpfloat_with_epsilon (line->points[0].y, 178, .01);
  g_assert_cmpfloat_with_epsilon (line->points[1].y, 178, .01);
  /* The label lies on the middle of the line, nothing is in the way. */
  g_assert_cmpfloat_with_epsilon (line->label.x + line->label.width / 2, 330, .01);
  g_assert_false (line->has_leader);
}

static void
test_which_flows (void)
{
  g_autoptr (RedanModel) model = make_small ();
  const RedanPoint loose[] = { { 0, 8000 }, { 800, 8800 } };

  fixture_add (model, REDAN_SECTION_ELEMENT, "elsewhere", "Elsewhere");
  fixture_set (model, "elsewhere", REDAN_FIELD_KIND, "", "process");
  fixture_flow (model, "hidden", "To what is not here", "app", "elsewhere");
  fixture_flow (model, "loop", "Retry", "app", "app");
  fixture_add (model, REDAN_SECTION_FLOW, "loose", "Drawn loose");
  fixture_route (model, "loose", loose, G_N_ELEMENTS (loose));
  fixture_add (model, REDAN_SECTION_FLOW, "nowhere", "Nothing known");

  g_autoptr (RedanScene) scene = redan_scene_new (model, NULL, NULL);
  guint n_loops = 0, n_loose = 0;

  g_assert_cmpuint (scene->n_lines, ==, 3);
  for (guint i = 0; i < scene->n_lines; i++)
    {
      n_loops += strcmp (scene->lines[i].name, "Retry") == 0 && scene->lines[i].n_points == 5;
      n_loose +=
          strcmp (scene->lines[i].name, "Drawn loose") == 0 && scene->lines[i].points[1].x == 100;
    }
  g_assert_cmpuint (n_loops, ==, 1);
  g_assert_cmpuint (n_loose, ==, 1);
}

static void
test_marks (void)
{
  g_autoptr (RedanModel) model = make_small ();

  fixture_set (model, "flow", REDAN_FIELD_BIDIRECTIONAL, "", "yes");
  fixture_set_attribute (model, "flow", REDAN_SCOPE_FLOW, "protocol", "https");
  fixture_set_attribute (model, "app", REDAN_SCOPE_ELEMENT, "in_scope", "no");
  fixture_set_attribute (model, "db", REDAN_SCOPE_ELEMENT, "tech", "relational-db");

  g_autoptr (RedanScene) scene = redan_scene_new (model, NULL, NULL);
  guint n_outside = 0, n_captions = 0;

  g_assert_true (scene->lines[0].bidirectional);
  g_assert_true (scene->lines[0].encrypted);
  for (guint i = 2; i < 4; i++)
    {
      n_outside += scene->boxes[i].out_of_scope;
      n_captions += g_strcmp0 (scene->boxes[i].caption, "relational DB") == 0;
    }
  g_assert_cmpuint (n_outside, ==, 1);
  g_assert_cmpuint (n_captions, ==, 1);

  fixture_set_attribute (model, "flow", REDAN_SCOPE_FLOW, "enc_transit", "none");

  g_autoptr (RedanScene) plain = redan_scene_new (model, NULL, NULL);

  g_assert_false (plain->lines[0].encrypted);
}

static char *
join_lines (char *const *lines)
{
  return g_strjoinv ("|", (char **) lines);
}

/* Names stand in the lines that their author gave them; nothing else does. */
static void
test_name_lines (void)
{
  g_autoptr (RedanModel) model = fixture_model ();

  fixture_boundary (model, "zone", "vpc", "Web\ntier of the \n\n shop");
  fixture_place (model, "zone", 0, 0, 600, 300);
  fixture_boundary (model, "many", "private", "1\n2\n3\n4");
  fixture_place (model, "many", 0, 400, 600, 300);
  fixture_element (model, "a", "process", "Shop\nfront", 60, 100);
  fixture_element (model, "b", "store", "Orders of the shop", 380, 100);
  fixture_flow (model, "flow", "read,\nthen write", "a", "b");

  g_autoptr (RedanScene) scene = redan_scene_new (model, NULL, NULL);
  guint n_found = 0;

  for (guint i = 0; i < scene->n_boxes; i++)
    {
      const RedanSceneBox *box = &scene->boxes[i];
      g_autofree char *lines = join_lines (box->lines);

      if (strcmp (box->name, "Web\ntier of the\nshop") == 0)
        {
          g_assert_cmpstr (lines, ==, "Web|tier of the|shop");
          g_assert_cmpfloat (box->label.height, >=, 3 * 15);
          g_assert_cmpfloat (
              box->label.width, >=,
              redan_text_width (box->lines[1], strlen (box->lines[1]), box->label_size, TRUE));
          n_found++;
        }
      if (strcmp (box->name, "Shop\nfront") == 0)
        {
          g_assert_cmpstr (lines, ==, "Shop|front");
          n_found++;
        }
      if (strcmp (box->name, "1\n2\n3\n4") == 0)
        {
          g_assert_cmpstr (lines, ==, "1|2|3 4");
          n_found++;
        }
    }
  g_assert_cmpuint (n_found, ==, 3);

  g_autofree char *flow_lines = join_lines (scene->lines[0].lines);

  g_assert_cmpstr (flow_lines, ==, "read,|then write");
  fixture_assert_labels_free (scene);
}

static void
assert_texts_fit (const RedanScene *scene)
{
  for (guint i = 0; i < scene->n_boxes; i++)
    {
      const RedanSceneBox *box = &scene->boxes[i];

      if (box->section != REDAN_SECTION_ELEMENT || box->has_leader)
        continue;
      g_assert_cmpfloat (box->label.x, >=, box->box.x);
      g_assert_cmpfloat (box->label.x + box->label.width, <=, box->box.x + box->box.width + .01);
      g_assert_cmpfloat (box->label.y, >=, box->box.y - .01);
      g_assert_cmpfloat (box->label.y + box->label.height, <=, box->box.y + box->box.height + .01);
      for (guint k = 0; box->lines[k] != NULL; k++)
        g_assert_cmpfloat (
            redan_text_width (box->lines[k], strlen (box->lines[k]), box->label_size, TRUE), <=,
            box->label.width + .01);
    }
}

static void
test_label_law (gconstpointer data)
{
  guint n = GPOINTER_TO_UINT (data);

  for (guint32 seed = 1; seed <= 3; seed++)
    {
      g_autoptr (RedanModel) model = fixture_random (seed, n, TRUE);
      g_autoptr (RedanScene) scene = redan_scene_new (model, NULL, NULL);

      g_assert_cmpuint (scene->n_boxes, >=, n);
      fixture_assert_labels_free (scene);
      assert_texts_fit (scene);
    }
}

static gboolean
is_at_border (const RedanSceneRect *rect, RedanScenePoint p)
{
  double x = MIN (fabs (p.x - rect->x), fabs (p.x - rect->x - rect->width));
  double y = MIN (fabs (p.y - rect->y), fabs (p.y - rect->y - rect->height));

  return p.x >= rect->x - .01 && p.x <= rect->x + rect->width + .01 && p.y >= rect->y - .01 &&
         p.y <= rect->y + rect->height + .01 && MIN (x, y) < .01;
}

static const RedanSceneBox *
get_end (const RedanScene *scene, const RedanModel *model, const RedanId *flow, RedanField field)
{
  RedanId id;

  g_assert_true (redan_object_get_reference (redan_model_lookup (model, flow), field, &id));
  return redan_scene_get_box (scene, &id);
}

/* Whether the line runs through the inside of an element, by the slow way. */
static gboolean
runs_through (const RedanScene *scene, const RedanSceneLine *line)
{
  for (guint i = 0; i < scene->n_boxes; i++)
    for (guint k = 0; k + 1 < line->n_points; k++)
      for (double t = 0; t <= 1 && scene->boxes[i].section == REDAN_SECTION_ELEMENT; t += .02)
        {
          double x = line->points[k].x + (line->points[k + 1].x - line->points[k].x) * t;
          double y = line->points[k].y + (line->points[k + 1].y - line->points[k].y) * t;
          const RedanSceneRect *box = &scene->boxes[i].box;

          if (x > box->x + 2 && x < box->x + box->width - 2 && y > box->y + 2 &&
              y < box->y + box->height - 2)
            return TRUE;
        }
  return FALSE;
}

/* Orthogonal and curved flows go from port to port, each port has one flow, and what is not known
 * to run behind boxes runs around them. */
static void
test_routing (gconstpointer data)
{
  const char *routing = data;
  gboolean orthogonal = strcmp (routing, "orthogonal") == 0;
  g_autoptr (RedanModel) model = fixture_random (21, 80, TRUE);
  guint n_behind = 0;

  fixture_set (model, "diagram", REDAN_FIELD_ROUTING, "", routing);

  g_autoptr (RedanScene) scene = redan_scene_new (model, NULL, NULL);

  fixture_assert_labels_free (scene);
  for (guint i = 0; i < scene->n_lines; i++)
    {
      const RedanSceneLine *line = &scene->lines[i];
      const RedanSceneBox *source = get_end (scene, model, &line->id, REDAN_FIELD_SOURCE);
      const RedanSceneBox *target = get_end (scene, model, &line->id, REDAN_FIELD_TARGET);

      if (source == target)
        continue;
      g_assert_true (is_at_border (&source->box, line->points[0]));
      g_assert_true (is_at_border (&target->box, line->points[line->n_points - 1]));
      for (guint k = 0; k + 1 < line->n_points && orthogonal; k++)
        g_assert_cmpfloat (MIN (fabs (line->points[k].x - line->points[k + 1].x),
                                fabs (line->points[k].y - line->points[k + 1].y)),
                           <, .02);
      for (guint k = 0; k < i; k++)
        g_assert_false (line->points[0].x == scene->lines[k].points[0].x &&
                        line->points[0].y == scene->lines[k].points[0].y);
      n_behind += line->is_behind;
      g_assert_true (line->is_behind || !runs_through (scene, line));
    }
  g_assert_cmpuint (n_behind, <, scene->n_lines / 4);
}

/* Bends hold in every style. */
static void
test_bends (gconstpointer data)
{
  g_autoptr (RedanModel) model = make_small ();
  const RedanPoint bends[] = { { 2400, 2400 }, { 3000, 800 } };
  guint n_passed = 0;

  fixture_set (model, "diagram", REDAN_FIELD_ROUTING, "", data);
  fixture_route (model, "flow", bends, G_N_ELEMENTS (bends));

  g_autoptr (RedanScene) scene = redan_scene_new (model, NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (bends); i++)
    {
      gboolean passed = FALSE;

      for (guint k = 0; k + 1 < scene->lines[0].n_points; k++)
        {
          RedanScenePoint p = scene->lines[0].points[k];
          RedanScenePoint q = scene->lines[0].points[k + 1];
          double x = bends[i].x / 8.0, y = bends[i].y / 8.0;

          passed |= hypot (p.x - x, p.y - y) + hypot (q.x - x, q.y - y) <
                    hypot (p.x - q.x, p.y - q.y) + .01;
        }
      n_passed += passed;
    }
  g_assert_cmpuint (n_passed, ==, 2);
}

/* A hostile file: everything at the same spot. */
static void
test_label_heap (void)
{
  g_autoptr (RedanModel) model = fixture_random (7, 60, FALSE);

  for (guint i = 0; i < 60; i++)
    {
      g_autofree char *id = g_strdup_printf ("e%u", i);

      fixture_place (model, id, 100, 100, 100, 50);
    }

  g_autoptr (RedanScene) scene = redan_scene_new (model, NULL, NULL);

  g_assert_cmpuint (scene->n_boxes, ==, 60);
  fixture_assert_labels_free (scene);
}

/* Moving everything moves the picture and changes nothing else. */
static void
test_shift (void)
{
  g_autoptr (RedanModel) model = fixture_random (3, 40, TRUE);
  g_autoptr (RedanModel) moved = redan_model_copy (model);
  RedanId diagram = fixture_id ("diagram");
  RedanIdText text;

  redan_id_to_text (&diagram, text);
  for (guint section = REDAN_SECTION_BOUNDARY; section <= REDAN_SECTION_ELEMENT; section++)
    for (guint i = 0; i < redan_model_get_n (moved, section); i++)
      {
        const RedanObject *object = redan_model_get_nth (moved, section, i);
        RedanBox box;

        g_assert_true (redan_object_get_place (object, text, &box));
        box.x += 8 * 1024;
        box.y -= 8 * 2048;

        g_autofree char *value = redan_place_format (&box);

        redan_model_put (moved, redan_object_with (object, REDAN_FIELD_PLACE,
                                                   redan_model_intern (moved, text),
                                                   redan_model_intern (moved, value)));
      }

  g_autoptr (RedanScene) a = redan_scene_new (model, NULL, NULL);
  g_autoptr (RedanScene) b = redan_scene_new (moved, NULL, NULL);

  g_assert_cmpuint (a->n_lines, ==, b->n_lines);
  for (guint i = 0; i < a->n_lines; i++)
    {
      g_assert_cmpuint (a->lines[i].n_points, ==, b->lines[i].n_points);
      g_assert_cmpfloat_with_epsilon (a->lines[i].label.x + 1024, b->lines[i].label.x, 1e-3);
      g_assert_cmpfloat_with_epsilon (a->lines[i].label.y - 2048, b->lines[i].label.y, 1e-3);
    }
}

/* Everything far from the origin and off any grid; the largest coordinates that a file may have. */
static void
test_far_away (void)
{
  g_autoptr (RedanModel) model = make_small ();

  fixture_place (model, "app", -2000000.125, -2000000.375, 33.375, 21.125);
  fixture_place (model, "db", 2000000, 2000000, 90.625, 60.125);

  g_autoptr (RedanScene) scene = redan_scene_new (model, NULL, NULL);

  g_assert_cmpuint (scene->n_lines, ==, 1);
  g_assert_cmpfloat (scene->bounds.width, >, 4000000);
  for (guint i = 0; i < scene->lines[0].n_points; i++)
    g_assert_true (isfinite (scene->lines[0].points[i].x) &&
                   isfinite (scene->lines[0].points[i].y));
  fixture_assert_labels_free (scene);
}

static void
test_hostile_names (void)
{
  g_autoptr (RedanModel) model = make_small ();
  g_autofree char *long_name = g_strnfill (4000, 'W');

  fixture_set (model, "app", REDAN_FIELD_NAME, "", long_name);
  fixture_set (model, "db", REDAN_FIELD_NAME, "", "safe\u202egnp.exe");
  fixture_set (model, "flow", REDAN_FIELD_NAME, "",
               "a\u0300\u0301\u0302\u0303\u0304\u0305 \u200b\u2066x");

  g_autoptr (RedanScene) scene = redan_scene_new (model, NULL, NULL);

  assert_texts_fit (scene);
  fixture_assert_labels_free (scene);
  g_assert_cmpstr (scene->lines[0].name, ==, "a\u0300\u0301 [U+200B][U+2066]x");
  for (guint i = 2; i < 4; i++)
    g_assert_null (strstr (scene->boxes[i].name, "\u202e"));
}

static void
test_hit (void)
{
  g_autoptr (RedanModel) model = make_small ();
  g_autoptr (RedanScene) scene = redan_scene_new (model, NULL, NULL);
  RedanId app = fixture_id ("app");
  RedanId flow = fixture_id ("flow");
  RedanId subnet = fixture_id ("subnet");
  RedanId account = fixture_id ("account");
  RedanId id;

  g_assert_cmpint (redan_scene_hit (scene, 150, 170, 6, &id), ==, REDAN_HIT_ELEMENT);
  g_assert_true (redan_id_equal (&id, &app));
  /* On the label, beside the line but near enough, and too far. */
  g_assert_cmpint (redan_scene_hit (scene, 330, 175, 6, &id), ==, REDAN_HIT_FLOW);
  g_assert_true (redan_id_equal (&id, &flow));
  g_assert_cmpint (redan_scene_hit (scene, 250, 183, 6, &id), ==, REDAN_HIT_FLOW);
  g_assert_cmpint (redan_scene_hit (scene, 250, 183, 3, &id), ==, REDAN_HIT_BOUNDARY);
  g_assert_true (redan_id_equal (&id, &subnet));
  /* The border of the inner boundary, then the space between the two. */
  g_assert_cmpint (redan_scene_hit (scene, 300, 358, 6, &id), ==, REDAN_HIT_BOUNDARY);
  g_assert_true (redan_id_equal (&id, &subnet));
  g_assert_cmpint (redan_scene_hit (scene, 300, 380, 6, &id), ==, REDAN_HIT_BOUNDARY);
  g_assert_true (redan_id_equal (&id, &account));
  g_assert_cmpint (redan_scene_hit (scene, 780, 50, 6, &id), ==, REDAN_HIT_NOTE);
  g_assert_cmpint (redan_scene_hit (scene, 5000, 5000, 6, &id), ==, REDAN_HIT_NOTHING);
}

/* Of two flows in reach the nearer one; a curve where it is drawn, not where its points are joined.
 */
static void
test_hit_lines (void)
{
  g_autoptr (RedanModel) model = make_small ();
  const RedanPoint wall[] = { { 0, 8000 }, { 1600, 8000 }, { 1600, 9600 } };
  RedanId back = fixture_id ("back");
  RedanId line = fixture_id ("wall");
  RedanId id;

  fixture_flow (model, "back", "Answer", "db", "app");
  fixture_boundary (model, "wall", "trust-zone", "Wall");
  fixture_route (model, "wall", wall, G_N_ELEMENTS (wall));

  g_autoptr (RedanScene) scene = redan_scene_new (model, NULL, NULL);
  double y = redan_scene_get_line (scene, &back)->points[0].y;

  g_assert_cmpint (redan_scene_hit (scene, 240, y + (y > 178 ? -12 : 12), 40, &id), ==,
                   REDAN_HIT_FLOW);
  g_assert_true (redan_id_equal (&id, &back));
  /* The curve leaves the way between its points by about 12 px. */
  g_assert_cmpint (redan_scene_hit (scene, 110, 988, 3, &id), ==, REDAN_HIT_BOUNDARY);
  g_assert_true (redan_id_equal (&id, &line));
}

static void
test_label_offset (void)
{
  g_autoptr (RedanModel) model = make_small ();
  RedanId diagram = fixture_id ("diagram");
  RedanIdText text;

  fixture_set (model, "flow", REDAN_FIELD_LABEL, redan_id_to_text (&diagram, text), "0 -480");

  g_autoptr (RedanScene) scene = redan_scene_new (model, NULL, NULL);
  const RedanSceneRect *label = &scene->lines[0].label;

  g_assert_cmpfloat_with_epsilon (label->y + label->height / 2, 178 - 60, .01);
}

/* The shipped examples, laid out. */
static void
test_examples (void)
{
  static const char *const names[] = { "webshop", "serverless", "retailer" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *file = g_strconcat (names[i], ".redan", NULL);
      g_autofree char *path =
          g_build_filename (g_getenv ("REDAN_SOURCE_ROOT"), "data", "examples", file, NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (RedanModel) model = redan_canonical_read_file (fixture_schema (), path, &error);

      g_assert_no_error (error);
      redan_layout_model (model, TRUE, NULL, NULL);

      g_autoptr (RedanScene) scene = redan_scene_new (model, NULL, NULL);

      g_assert_cmpuint (scene->n_lines, ==, redan_model_get_n (model, REDAN_SECTION_FLOW));
      fixture_assert_labels_free (scene);
      assert_texts_fit (scene);
    }
}

/* Real foreign diagrams, with the places that their authors chose. */
static void
test_corpus (void)
{
  static const char *const folders[] = { "threatdragon-v1", "threatdragon-v2" };
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *here = g_path_get_dirname (program);
  g_autofree char *child = g_build_filename (here, "..", "app", "redan-import", NULL);
  guint n_lines = 0;

  redan_import_set_program (child);
  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      g_autofree char *folder = g_build_filename (g_getenv ("REDAN_SOURCE_ROOT"), "..", "shared",
                                                  "corpus", "import", folders[i], NULL);
      g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);

      if (dir == NULL)
        {
          g_test_skip ("the corpus is not here");
          return;
        }
      for (const char *name = g_dir_read_name (dir); name != NULL; name = g_dir_read_name (dir))
        {
          g_autofree char *path = g_build_filename (folder, name, NULL);
          g_autoptr (RedanOpened) opened = redan_open_file (fixture_schema (), path, NULL, NULL);

          for (guint k = 0;
               opened != NULL && k < redan_model_get_n (opened->model, REDAN_SECTION_DIAGRAM); k++)
            {
              const RedanId *id =
                  &redan_model_get_nth (opened->model, REDAN_SECTION_DIAGRAM, k)->id;
              g_autoptr (RedanScene) scene = redan_scene_new (opened->model, id, NULL);

              fixture_assert_labels_free (scene);
              assert_texts_fit (scene);
              n_lines += scene->n_lines;
            }
        }
    }
  g_assert_cmpuint (n_lines, >, 60);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scene/empty", test_empty);
  g_test_add_func ("/scene/boxes/order", test_order);
  g_test_add_func ("/scene/boxes/z-order", test_z_order);
  g_test_add_func ("/scene/find", test_find);
  g_test_add_func ("/scene/flows/border-to-border", test_border_to_border);
  g_test_add_func ("/scene/flows/which", test_which_flows);
  g_test_add_data_func ("/scene/routing/orthogonal", "orthogonal", test_routing);
  g_test_add_data_func ("/scene/routing/curved", "curved", test_routing);
  g_test_add_data_func ("/scene/bends/straight", "straight", test_bends);
  g_test_add_data_func ("/scene/bends/orthogonal", "orthogonal", test_bends);
  g_test_add_data_func ("/scene/bends/curved", "curved", test_bends);
  g_test_add_func ("/scene/marks", test_marks);
  g_test_add_func ("/scene/names/lines", test_name_lines);
  g_test_add_data_func ("/scene/labels/law/1", GUINT_TO_POINTER (1), test_label_law);
  g_test_add_data_func ("/scene/labels/law/50", GUINT_TO_POINTER (50), test_label_law);
  g_test_add_data_func ("/scene/labels/law/300", GUINT_TO_POINTER (300), test_label_law);
  g_test_add_func ("/scene/labels/heap", test_label_heap);
  g_test_add_func ("/scene/labels/offset", test_label_offset);
  g_test_add_func ("/scene/labels/examples", test_examples);
  g_test_add_func ("/scene/labels/corpus", test_corpus);
  g_test_add_func ("/scene/shift", test_shift);
  g_test_add_func ("/scene/far-away", test_far_away);
  g_test_add_func ("/scene/hostile-names", test_hostile_names);
  g_test_add_func ("/scene/hit/lines", test_hit_lines);
  g_test_add_func ("/scene/hit/order", test_hit);
  return g_test_run ();
}
