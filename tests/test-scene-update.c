/* SPDX-License-Identifier: Apache-2.0 */
/* Updates of scenes: after any edits the same things as in a new scene, labels that never meet, and
 * no change of the picture outside of what is called dirty. */

#include <math.h>

#include "model/edit.h"
#include "tests/diagram-fixture.h"
#include "tests/random-edits.h"
#include "ui/diagram/grid.h"
#include "ui/diagram/painter.h"

#define PICTURE 420

static void
assert_same_rect (const RedanSceneRect *a, const RedanSceneRect *b)
{
  g_assert_cmpfloat (a->x, ==, b->x);
  g_assert_cmpfloat (a->y, ==, b->y);
  g_assert_cmpfloat (a->width, ==, b->width);
  g_assert_cmpfloat (a->height, ==, b->height);
}

static void
assert_same_box (const RedanSceneBox *a, const RedanSceneBox *b)
{
  g_assert_true (redan_id_equal (&a->id, &b->id));
  g_assert_cmpint (a->section, ==, b->section);
  g_assert_cmpint (a->z_order, ==, b->z_order);
  g_assert_cmpint (a->kind, ==, b->kind);
  g_assert_cmpint (a->depth, ==, b->depth);
  g_assert_cmpint (a->tone, ==, b->tone);
  g_assert_cmpint (a->out_of_scope, ==, b->out_of_scope);
  g_assert_cmpstr (a->name, ==, b->name);
  g_assert_cmpstr (a->caption, ==, b->caption);
  g_assert_cmpstrv (a->lines, b->lines);
  assert_same_rect (&a->box, &b->box);
  g_assert_cmpfloat (a->label.width, ==, b->label.width);
  g_assert_cmpfloat (a->label.height, ==, b->label.height);
}

/* A flow of two points between the same boxes is the same everywhere; a detour may depend on what
 * was before. */
static void
assert_same_line (const RedanSceneLine *a, const RedanSceneLine *b)
{
  g_assert_true (redan_id_equal (&a->id, &b->id));
  g_assert_cmpint (a->section, ==, b->section);
  g_assert_cmpstr (a->name, ==, b->name);
  g_assert_cmpint (a->bidirectional, ==, b->bidirectional);
  g_assert_cmpint (a->encrypted, ==, b->encrypted);
  g_assert_cmpint (a->out_of_scope, ==, b->out_of_scope);
  g_assert_cmpint (a->curved, ==, b->curved);
  g_assert_cmpint (a->has_wish, ==, b->has_wish);
  g_assert_cmpuint (a->n_bends, ==, b->n_bends);
  g_assert_cmpint (a->n_points >= 2, ==, b->n_points >= 2);
  g_assert_cmpint (a->lines[0] == NULL, ==, b->lines[0] == NULL);
}

static void
assert_indexed (const RedanScene *scene)
{
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (guint));
  RedanScene copy = *scene;

  for (guint i = 0; i < scene->n_boxes; i++)
    {
      gboolean any = FALSE;

      g_assert_cmpuint (redan_scene_find (scene, &scene->boxes[i].id), ==, i);
      redan_grid_query (copy.grid, &scene->boxes[i].box, found);
      for (guint k = 0; k < found->len; k++)
        any |= g_array_index (found, guint, k) == i;
      g_assert_true (any);
    }
  for (guint i = 0; i < scene->n_lines; i++)
    {
      const RedanSceneLine *line = &scene->lines[i];
      gboolean any = line->n_points == 0;

      g_assert_cmpuint (redan_scene_find (scene, &line->id), ==, scene->n_boxes + i);
      if (line->n_points > 0)
        redan_grid_query (copy.grid,
                          &(RedanSceneRect){ line->points[0].x, line->points[0].y, .1, .1 }, found);
      for (guint k = 0; k < found->len; k++)
        {
          g_assert_cmpuint (g_array_index (found, guint, k), <, scene->n_boxes + scene->n_lines);
          any |= g_array_index (found, guint, k) == scene->n_boxes + i;
        }
      g_assert_true (any);
    }
}

static void
assert_like_new (const RedanScene *scene, const RedanModel *model)
{
  g_autoptr (RedanScene) new = redan_scene_new (model, &scene->diagram, NULL);

  g_assert_cmpstr (scene->title, ==, new->title);
  g_assert_cmpuint (scene->n_boxes, ==, new->n_boxes);
  g_assert_cmpuint (scene->n_lines, ==, new->n_lines);
  for (guint i = 0; i < new->n_boxes; i++)
    assert_same_box (&scene->boxes[i], &new->boxes[i]);
  for (guint i = 0; i < new->n_lines; i++)
    assert_same_line (&scene->lines[i], &new->lines[i]);
  fixture_assert_labels_free (scene);
  assert_indexed (scene);
}

/* The whole of @bounds in one picture. */
static cairo_surface_t *
paint (const RedanScene *scene, const RedanSceneRect *bounds)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, PICTURE, PICTURE);
  cairo_t *cr = cairo_create (surface);
  double zoom = PICTURE / MAX (bounds->width, bounds->height);
  RedanPaintOptions options = { 0 };

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_scale (cr, zoom, zoom);
  cairo_translate (cr, -bounds->x, -bounds->y);
  redan_paint_cairo (scene, cr, &options);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

/* Every pixel that differs lies in a dirty rectangle, give or take the pixel that it shares. */
static void
assert_dirty (cairo_surface_t *before,
              cairo_surface_t *after,
              const RedanSceneRect *bounds,
              const GArray *dirty)
{
  const guint8 *a = cairo_image_surface_get_data (before);
  const guint8 *b = cairo_image_surface_get_data (after);
  int stride = cairo_image_surface_get_stride (before);
  double size = MAX (bounds->width, bounds->height) / PICTURE;

  for (int y = 0; y < PICTURE; y++)
    for (int x = 0; x < PICTURE; x++)
      {
        RedanSceneRect pixel = { bounds->x + (x - 1) * size, bounds->y + (y - 1) * size, 3 * size,
                                 3 * size };
        gboolean found = memcmp (a + y * stride + 4 * x, b + y * stride + 4 * x, 3) == 0;

        for (guint i = 0; i < dirty->len && !found; i++)
          found = redan_rects_meet (&g_array_index (dirty, RedanSceneRect, i), &pixel);
        g_assert_true (found);
      }
}

static void
collect_ids (const RedanEdit *edit, GArray *ids)
{
  for (guint i = 0; i < redan_edit_get_n_changes (edit); i++)
    g_array_append_val (ids, redan_edit_get_change (edit, i)->object);
}

static void
update_for (RedanScene *scene, const RedanModel *model, const RedanEdit *edit, gboolean look)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (RedanId));
  g_autoptr (GArray) dirty = NULL;
  RedanSceneRect bounds = scene->bounds;
  cairo_surface_t *before = look ? paint (scene, &bounds) : NULL;

  collect_ids (edit, ids);
  dirty = redan_scene_update (scene, model, (const RedanId *) (gpointer) ids->data, ids->len);
  if (!look)
    return;

  cairo_surface_t *after = paint (scene, &bounds);

  assert_dirty (before, after, &bounds, dirty);
  cairo_surface_destroy (before);
  cairo_surface_destroy (after);
}

/* Applies; a refused edit is none. */
static gboolean
apply (RedanScene *scene, RedanModel *model, const RedanEdit *edit, gboolean look)
{
  if (!redan_edit_apply (edit, model, NULL))
    return FALSE;
  update_for (scene, model, edit, look);
  return TRUE;
}

static void
set_place (RedanEdit *edit, const RedanObject *object, GRand *random, int reach)
{
  RedanId diagram = fixture_id ("diagram");
  RedanIdText text;
  RedanBox box;

  redan_id_to_text (&diagram, text);
  if (!redan_object_get_place (object, text, &box))
    box = (RedanBox){ 800, 800, 960, 448 };
  box.x += g_rand_int_range (random, -reach, reach);
  box.y += g_rand_int_range (random, -reach, reach);
  if (g_rand_int_range (random, 0, 4) == 0)
    box.width = g_rand_int_range (random, 80, 1600);

  g_autofree char *value = redan_place_format (&box);

  redan_edit_set (edit, &object->id, REDAN_FIELD_PLACE, text, value);
}

static void
set_reference (RedanEdit *edit, const RedanId *id, RedanField field, const RedanObject *to)
{
  RedanIdText text;

  redan_edit_set (edit, id, field, NULL, redan_id_to_text (&to->id, text));
}

static void
add_flow (RedanEdit *edit, const RedanModel *model, GRand *random, const RedanId *source)
{
  RedanId id = redan_edit_create (edit, REDAN_SECTION_FLOW, NULL);
  g_autofree char *name = fixture_words (random);
  RedanIdText text;

  redan_edit_set (edit, &id, REDAN_FIELD_NAME, NULL, name);
  redan_edit_set (edit, &id, REDAN_FIELD_SOURCE, NULL, redan_id_to_text (source, text));
  set_reference (edit, &id, REDAN_FIELD_TARGET,
                 random_object (model, random, REDAN_SECTION_ELEMENT));
}

static void
add_element (RedanEdit *edit, const RedanModel *model, GRand *random)
{
  RedanId id = redan_edit_create (edit, REDAN_SECTION_ELEMENT, NULL);
  RedanId diagram = fixture_id ("diagram");
  g_autofree char *name = fixture_words (random);
  RedanIdText text;
  RedanBox box = { g_rand_int_range (random, 0, 20000), g_rand_int_range (random, 0, 12000), 960,
                   448 };
  g_autofree char *place = redan_place_format (&box);

  redan_edit_set (edit, &id, REDAN_FIELD_KIND, NULL, "process");
  redan_edit_set (edit, &id, REDAN_FIELD_NAME, NULL, name);
  redan_edit_set (edit, &id, REDAN_FIELD_PLACE, redan_id_to_text (&diagram, text), place);
  add_flow (edit, model, random, &id);
}

static void
change_flow (RedanEdit *edit, const RedanModel *model, GRand *random, const RedanObject *flow)
{
  RedanId diagram = fixture_id ("diagram");
  g_autofree char *name = fixture_words (random);
  g_autofree char *points = g_strdup_printf ("%d %d", g_rand_int_range (random, 0, 20000),
                                             g_rand_int_range (random, 0, 12000));
  RedanIdText text;

  redan_id_to_text (&diagram, text);
  switch (g_rand_int_range (random, 0, 6))
    {
    case 0:
      set_reference (edit, &flow->id, REDAN_FIELD_TARGET,
                     random_object (model, random, REDAN_SECTION_ELEMENT));
      break;
    case 1:
      redan_edit_set (edit, &flow->id, REDAN_FIELD_ROUTE, text, points);
      break;
    case 2:
      redan_edit_set (edit, &flow->id, REDAN_FIELD_LABEL, text, "160 -240");
      break;
    case 3:
      redan_edit_set_attribute (edit, &flow->id, "protocol", "https");
      break;
    case 4:
      redan_edit_delete (edit, &flow->id);
      break;
    default:
      redan_edit_set (edit, &flow->id, REDAN_FIELD_NAME, NULL,
                      g_rand_boolean (random) ? name : NULL);
      break;
    }
}

static void
change_element (RedanEdit *edit, GRand *random, const RedanObject *element)
{
  RedanId diagram = fixture_id ("diagram");
  g_autofree char *name = fixture_words (random);
  g_autofree char *order = g_strdup_printf ("%d", g_rand_int_range (random, -2, 3));
  RedanIdText text;

  redan_id_to_text (&diagram, text);
  switch (g_rand_int_range (random, 0, 8))
    {
    case 0:
      redan_edit_set (edit, &element->id, REDAN_FIELD_NAME, NULL, name);
      break;
    case 1:
      redan_edit_set (edit, &element->id, REDAN_FIELD_KIND, NULL, "store");
      break;
    case 2:
      redan_edit_set (edit, &element->id, REDAN_FIELD_Z_ORDER, text, order);
      break;
    case 3:
      redan_edit_set (edit, &element->id, REDAN_FIELD_PLACE, text, NULL);
      break;
    case 4:
      redan_edit_delete (edit, &element->id);
      break;
    default:
      set_place (edit, element, random, g_rand_boolean (random) ? 400 : 8000);
      break;
    }
}

static void
change_boundary (RedanEdit *edit,
                 const RedanModel *model,
                 GRand *random,
                 const RedanObject *boundary)
{
  g_autofree char *name = fixture_words (random);

  switch (g_rand_int_range (random, 0, 4))
    {
    case 0:
      redan_edit_set (edit, &boundary->id, REDAN_FIELD_NAME, NULL, name);
      break;
    case 1:
      set_reference (edit, &boundary->id, REDAN_FIELD_PARENT,
                     random_object (model, random, REDAN_SECTION_BOUNDARY));
      break;
    case 2:
      redan_edit_delete (edit, &boundary->id);
      break;
    default:
      set_place (edit, boundary, random, 1600);
      break;
    }
}

static RedanEdit *
random_step (const RedanModel *model, GRand *random)
{
  RedanEdit *edit = redan_edit_new (model, "Step");
  gint32 n = g_rand_int_range (random, 1, 4);

  for (gint32 i = 0; i < n; i++)
    {
      const RedanObject *element = random_object (model, random, REDAN_SECTION_ELEMENT);
      const RedanObject *flow = random_object (model, random, REDAN_SECTION_FLOW);
      const RedanObject *boundary = random_object (model, random, REDAN_SECTION_BOUNDARY);
      gint32 what = g_rand_int_range (random, 0, 10);

      if (what == 0 && element != NULL)
        add_element (edit, model, random);
      else if (what == 1 && element != NULL)
        add_flow (edit, model, random, &element->id);
      else if (what == 2 && boundary != NULL)
        change_boundary (edit, model, random, boundary);
      else if (what < 6 && flow != NULL)
        change_flow (edit, model, random, flow);
      else if (element != NULL)
        change_element (edit, random, element);
    }
  return edit;
}

/* A model that commands have edited, undone now and then, and the scene that went along. */
static void
test_random (gconstpointer data)
{
  static const char *const routings[] = { NULL, "orthogonal", "curved" };
  const char *routing = routings[GPOINTER_TO_UINT (data)];

  for (guint32 seed = 1; seed <= 2; seed++)
    {
      g_autoptr (RedanModel) model = fixture_random (seed, 60, TRUE);
      g_autoptr (GRand) random = g_rand_new_with_seed (seed * 77);

      fixture_set (model, "diagram", REDAN_FIELD_ROUTING, "", routing);

      g_autoptr (RedanScene) scene = redan_scene_new (model, NULL, NULL);

      for (guint i = 0; i < 50; i++)
        {
          g_autoptr (RedanEdit) edit = random_step (model, random);
          g_autoptr (RedanEdit) back = redan_edit_reverse (edit);

          if (!apply (scene, model, edit, i % 10 == 0))
            continue;
          assert_like_new (scene, model);
          if (g_rand_int_range (random, 0, 3) != 0)
            continue;
          g_assert_true (apply (scene, model, back, FALSE));
          assert_like_new (scene, model);
        }
    }
}

/* The commands that a person has, on models with everything in them. */
static void
test_commands (void)
{
  g_autoptr (RedanSchema) schema = random_schema ();
  guint n_applied = 0;

  for (guint32 seed = 1; seed <= 4; seed++)
    {
      g_autoptr (GRand) random = g_rand_new_with_seed (seed);
      g_autoptr (RedanModel) model = random_model (schema, random, 25);
      g_autoptr (RedanScene) scene = redan_scene_new (model, NULL, NULL);

      for (guint i = 0; i < 60; i++)
        {
          g_autoptr (RedanEdit) edit = random_command (model, random);

          if (edit == NULL || !apply (scene, model, edit, FALSE))
            continue;
          n_applied++;
          assert_like_new (scene, model);
        }
    }
  g_assert_cmpuint (n_applied, >, 100);
}

/* What has nothing to do with the change stays exactly where it was. */
static void
test_rest_stays (void)
{
  g_autoptr (RedanModel) model = fixture_random (5, 150, TRUE);
  g_autoptr (RedanScene) scene = redan_scene_new (model, NULL, NULL);
  g_autoptr (RedanScene) before = redan_scene_new (model, NULL, NULL);
  g_autoptr (GRand) random = g_rand_new_with_seed (9);
  g_autoptr (RedanEdit) edit = redan_edit_new (model, "Move");
  RedanId id = fixture_id ("e70");
  guint n_lines = 0, n_labels = 0;

  set_place (edit, redan_model_lookup (model, &id), random, 300);
  g_assert_true (apply (scene, model, edit, TRUE));
  for (guint i = 0; i < scene->n_lines; i++)
    {
      const RedanSceneLine *a = &before->lines[i];
      const RedanSceneLine *b = &scene->lines[i];

      n_lines += a->n_points != b->n_points ||
                 memcmp (a->points, b->points, a->n_points * sizeof *a->points) != 0;
      n_labels += a->label.x != b->label.x || a->label.y != b->label.y;
    }
  g_assert_cmpuint (n_lines, >, 0);
  g_assert_cmpuint (n_lines, <, 25);
  g_assert_cmpuint (n_labels, <, 30);
}

/* Elements that come into the diagram bring their flows, the ones that leave take them along. */
static void
test_flows_follow (void)
{
  g_autoptr (RedanModel) model = fixture_model ();
  RedanId app = fixture_id ("app");
  RedanId flow = fixture_id ("flow");
  RedanId diagram = fixture_id ("diagram");
  RedanIdText text;

  fixture_element (model, "app", "process", "App", 0, 0);
  fixture_element (model, "db", "store", "Database", 400, 0);
  fixture_flow (model, "flow", "Read", "app", "db");

  g_autoptr (RedanScene) scene = redan_scene_new (model, NULL, NULL);
  g_autoptr (RedanEdit) edit = redan_edit_new (model, "Remove from diagram");

  redan_edit_set (edit, &app, REDAN_FIELD_PLACE, redan_id_to_text (&diagram, text), NULL);

  g_autoptr (RedanEdit) back = redan_edit_reverse (edit);

  g_assert_true (apply (scene, model, edit, FALSE));
  g_assert_cmpuint (scene->n_boxes, ==, 1);
  g_assert_cmpuint (scene->n_lines, ==, 0);
  g_assert_true (apply (scene, model, back, FALSE));
  g_assert_cmpuint (scene->n_boxes, ==, 2);
  g_assert_nonnull (redan_scene_get_line (scene, &flow));
}

/* What a drag shows is what the drop then gives, and the scene stays as it was until then. */
static void
test_preview (void)
{
  g_autoptr (RedanModel) model = fixture_model ();
  RedanSceneMove moves[] = { { fixture_id ("app"), { 80, 200, 120, 56 } },
                             { fixture_id ("db"), { 480, 200, 120, 56 } },
                             { fixture_id ("nobody"), { 0, 0, 10, 10 } } };

  fixture_element (model, "app", "process", "App", 0, 0);
  fixture_element (model, "db", "store", "Database", 400, 0);
  fixture_element (model, "wall", "process", "Between", 230, 210);
  fixture_flow (model, "flow", "Read", "app", "db");
  fixture_flow (model, "other", "Look", "wall", "db");

  g_autoptr (RedanScene) scene = redan_scene_new (model, NULL, NULL);
  g_autoptr (GArray) one = redan_scene_route_preview (scene, moves, 1);
  g_autoptr (GArray) both = redan_scene_route_preview (scene, moves, G_N_ELEMENTS (moves));
  RedanId flow = fixture_id ("flow");
  guint number = redan_scene_find (scene, &flow) - scene->n_boxes;
  const RedanScenePreview *shifted = &g_array_index (both, RedanScenePreview, 0);

  g_assert_cmpuint (one->len, ==, 1);
  g_assert_cmpuint (both->len, ==, 2);
  g_assert_cmpfloat_with_epsilon (scene->lines[number].points[0].x, 120, .01);
  g_assert_cmpuint (g_array_index (one, RedanScenePreview, 0).line, ==, number);
  for (guint i = 0; i < both->len; i++)
    if (g_array_index (both, RedanScenePreview, i).line == number)
      shifted = &g_array_index (both, RedanScenePreview, i);
  for (guint i = 0; i < shifted->n_points; i++)
    {
      g_assert_cmpfloat (shifted->points[i].x, ==, scene->lines[number].points[i].x + 80);
      g_assert_cmpfloat (shifted->points[i].y, ==, scene->lines[number].points[i].y + 200);
    }

  g_autoptr (RedanEdit) edit = redan_edit_new (model, "Move");
  RedanId diagram = fixture_id ("diagram");
  RedanIdText text;

  redan_edit_set (edit, &moves[0].id, REDAN_FIELD_PLACE, redan_id_to_text (&diagram, text),
                  "640 1600 960 448");
  g_assert_true (apply (scene, model, edit, TRUE));

  const RedanScenePreview *way = &g_array_index (one, RedanScenePreview, 0);

  g_assert_cmpuint (way->n_points, ==, scene->lines[number].n_points);
  g_assert_cmpmem (way->points, way->n_points * sizeof *way->points, scene->lines[number].points,
                   way->n_points * sizeof *way->points);
}

/* Another way to draw flows, and a diagram that goes. */
static void
test_diagram (void)
{
  g_autoptr (RedanModel) model = fixture_random (2, 30, TRUE);
  g_autoptr (RedanScene) scene = redan_scene_new (model, NULL, NULL);
  g_autoptr (RedanEdit) edit = redan_edit_new (model, "Draw flows orthogonally");
  g_autoptr (RedanEdit) delete = redan_edit_new (model, "Delete diagram");
  RedanId diagram = fixture_id ("diagram");

  redan_edit_set (edit, &diagram, REDAN_FIELD_ROUTING, NULL, "orthogonal");
  g_assert_true (apply (scene, model, edit, FALSE));
  g_assert_cmpint (scene->routing, ==, REDAN_ROUTING_ORTHOGONAL);
  assert_like_new (scene, model);
  redan_edit_delete (delete, &diagram);
  g_assert_true (apply (scene, model, delete, FALSE));
  g_assert_cmpuint (scene->n_boxes + scene->n_lines, ==, 0);
  g_assert_true (redan_id_equal (&scene->diagram, &diagram));
}

/* A boundary that was a line and becomes a box, and back. */
static void
test_line_to_box (void)
{
  g_autoptr (RedanModel) model = fixture_model ();
  const RedanPoint wall[] = { { 0, 0 }, { 1600, 800 } };
  RedanId id = fixture_id ("wall");
  RedanId diagram = fixture_id ("diagram");
  RedanIdText text;

  fixture_boundary (model, "wall", "vpc", "Wall");
  fixture_route (model, "wall", wall, G_N_ELEMENTS (wall));

  g_autoptr (RedanScene) scene = redan_scene_new (model, NULL, NULL);
  g_autoptr (RedanEdit) edit = redan_edit_new (model, "Enclose");

  redan_edit_set (edit, &id, REDAN_FIELD_PLACE, redan_id_to_text (&diagram, text), "0 0 800 800");

  g_autoptr (RedanEdit) back = redan_edit_reverse (edit);

  g_assert_true (apply (scene, model, edit, FALSE));
  g_assert_cmpuint (scene->n_boxes, ==, 1);
  g_assert_cmpuint (scene->n_lines, ==, 0);
  g_assert_true (apply (scene, model, back, FALSE));
  g_assert_cmpuint (scene->n_boxes, ==, 0);
  g_assert_cmpuint (scene->n_lines, ==, 1);
  assert_like_new (scene, model);
}

/* A label must not give way to where it stood itself. */
static void
test_names_stay (void)
{
  static const char *const ids[] = { "zone", "shop" };
  g_autoptr (RedanModel) model = fixture_model ();
  RedanId changed[G_N_ELEMENTS (ids)];
  g_autoptr (RedanScene) scene = NULL;
  g_autoptr (RedanScene) new = NULL;
  g_autoptr (GArray) dirty = NULL;

  fixture_boundary (model, "zone", "trust-zone", "Zone");
  fixture_place (model, "zone", 0, 0, 400, 300);
  fixture_element (model, "shop", "process", "Shop", 100, 100);
  scene = redan_scene_new (model, NULL, NULL);
  fixture_place (model, "zone", 8, 8, 400, 300);
  fixture_place (model, "shop", 108, 116, 120, 56);
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    changed[i] = fixture_id (ids[i]);
  dirty = redan_scene_update (scene, model, changed, G_N_ELEMENTS (changed));
  new = redan_scene_new (model, NULL, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      const RedanSceneBox *box = redan_scene_get_box (scene, &changed[i]);

      g_assert_false (box->has_leader);
      assert_same_rect (&box->label, &redan_scene_get_box (new, &changed[i])->label);
    }
}

/* Where the label of a flow is, once the scene was told that @changed is new. */
static RedanSceneRect
find_label (RedanScene *scene, const RedanModel *model, const char *changed, const char *flow)
{
  const RedanId id = fixture_id (changed);
  const RedanId line = fixture_id (flow);
  g_autoptr (GArray) dirty = redan_scene_update (scene, model, &id, 1);

  fixture_assert_labels_free (scene);
  return redan_scene_get_line (scene, &line)->label;
}

/* The label of a flow that had to leave its place goes back when the place is free again: from a
 * box, from the label of another flow that was dragged there, and from a flow that is deleted. */
static void
test_labels_come_home (void)
{
  g_autoptr (RedanModel) model = fixture_model ();
  g_autoptr (RedanScene) scene = NULL;
  const RedanId diagram = fixture_id ("diagram");
  const RedanId other = fixture_id ("other");
  const RedanId flow = fixture_id ("flow");
  RedanIdText text;
  RedanSceneRect home, now;

  fixture_element (model, "a", "process", "A", 0, 0);
  fixture_element (model, "b", "store", "B", 400, 0);
  fixture_element (model, "c", "process", "C", 0, 200);
  fixture_element (model, "d", "store", "D", 400, 200);
  fixture_element (model, "box", "process", "Box", 200, 400);
  fixture_flow (model, "flow", "A flow with a name of some length", "a", "b");
  fixture_flow (model, "other", "Another flow with quite a long name", "c", "d");
  scene = redan_scene_new (model, NULL, NULL);
  home = redan_scene_get_line (scene, &flow)->label;
  g_assert_true (redan_scene_get_line (scene, &flow)->is_home);

  fixture_place (model, "box", 200, 0, 120, 56);
  now = find_label (scene, model, "box", "flow");
  g_assert_false (redan_rects_equal (&now, &home));
  fixture_place (model, "box", 200, 400, 120, 56);
  now = find_label (scene, model, "box", "flow");
  assert_same_rect (&now, &home);

  /* On the first flow: 200 px above the middle of its own. */
  fixture_set (model, "other", REDAN_FIELD_LABEL, redan_id_to_text (&diagram, text), "0 -1600");
  now = find_label (scene, model, "other", "flow");
  g_assert_true (redan_scene_get_line (scene, &other)->is_home);
  g_assert_false (redan_rects_equal (&now, &home));
  fixture_set (model, "other", REDAN_FIELD_LABEL, text, NULL);
  now = find_label (scene, model, "other", "flow");
  assert_same_rect (&now, &home);

  fixture_set (model, "other", REDAN_FIELD_LABEL, text, "0 -1600");
  now = find_label (scene, model, "other", "flow");
  g_assert_false (redan_rects_equal (&now, &home));
  redan_model_remove (model, &other);
  now = find_label (scene, model, "other", "flow");
  assert_same_rect (&now, &home);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/scene-update/random/straight", GUINT_TO_POINTER (0), test_random);
  g_test_add_data_func ("/scene-update/random/orthogonal", GUINT_TO_POINTER (1), test_random);
  g_test_add_data_func ("/scene-update/random/curved", GUINT_TO_POINTER (2), test_random);
  g_test_add_func ("/scene-update/commands", test_commands);
  g_test_add_func ("/scene-update/rest-stays", test_rest_stays);
  g_test_add_func ("/scene-update/names-stay", test_names_stay);
  g_test_add_func ("/scene-update/labels-come-home", test_labels_come_home);
  g_test_add_func ("/scene-update/flows-follow", test_flows_follow);
  g_test_add_func ("/scene-update/preview", test_preview);
  g_test_add_func ("/scene-update/diagram", test_diagram);
  g_test_add_func ("/scene-update/line-to-box", test_line_to_box);
  return g_test_run ();
}
