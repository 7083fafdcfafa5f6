/* SPDX-License-Identifier: Apache-2.0 */
/* Tests of where a dragged box comes to rest: laws that hold for random boxes among random
 * neighbours, against a slow search written down from the rules. */

#include <math.h>

#include "tests/diagram-fixture.h"
#include "ui/diagram/snap.h"

#define NEAR 1e-6

static const RedanSides all_edges[] = {
  REDAN_SIDE_ALL,
  REDAN_SIDE_LEFT,
  REDAN_SIDE_RIGHT,
  REDAN_SIDE_TOP,
  REDAN_SIDE_BOTTOM,
  REDAN_SIDE_LEFT | REDAN_SIDE_TOP,
  REDAN_SIDE_RIGHT | REDAN_SIDE_BOTTOM,
};

typedef struct
{
  RedanScene *scene;
  RedanSnap snap;
  RedanSceneRect rect;
  RedanSides edges;
} Case;

static void
get_span (const RedanSceneRect *rect, guint axis, double *start, double *length)
{
  *start = axis == 0 ? rect->x : rect->y;
  *length = axis == 0 ? rect->width : rect->height;
}

static gboolean
follows (RedanSides edges, guint axis, gboolean end)
{
  static const RedanSides sides[2][2] = { { REDAN_SIDE_LEFT, REDAN_SIDE_RIGHT },
                                          { REDAN_SIDE_TOP, REDAN_SIDE_BOTTOM } };

  return (edges & sides[axis][end ? 1 : 0]) != 0;
}

static gboolean
counts (const Case *self, const RedanSceneBox *box)
{
  return fixture_meet (&box->box, &self->snap.view) &&
         (self->snap.skipped == NULL || !g_hash_table_contains (self->snap.skipped, &box->id));
}

/* How far the nearest line of a neighbour is; infinite when none is within reach. */
static double
find_nearest (const Case *self, guint axis)
{
  double start, length;
  double least = HUGE_VAL;

  get_span (&self->rect, axis, &start, &length);
  for (guint i = 0; i < self->scene->n_boxes; i++)
    {
      const RedanSceneBox *box = &self->scene->boxes[i];
      double from, extent;

      if (!counts (self, box))
        continue;
      get_span (&box->box, axis, &from, &extent);
      for (guint end = 0; end < 2; end++)
        if (follows (self->edges, axis, end))
          for (guint line = 0; line < 2; line++)
            least = MIN (least, fabs (from + line * extent - start - end * length));
      if (follows (self->edges, axis, FALSE) && follows (self->edges, axis, TRUE) &&
          box->section != REDAN_SECTION_BOUNDARY)
        least = MIN (least, fabs (from + extent / 2 - start - length / 2));
    }
  return least <= self->snap.reach ? least : HUGE_VAL;
}

static void
check_axis (const Case *self, const RedanSceneRect *rested, guint axis)
{
  const double nearest = self->snap.reach > 0 ? find_nearest (self, axis) : HUGE_VAL;
  const gboolean start_follows = follows (self->edges, axis, FALSE);
  const gboolean end_follows = follows (self->edges, axis, TRUE);
  double start, length, rested_start, rested_length, shift;

  get_span (&self->rect, axis, &start, &length);
  get_span (rested, axis, &rested_start, &rested_length);
  shift = start_follows ? rested_start - start : rested_start + rested_length - start - length;
  /* Edges that do not follow the pointer stay. */
  if (!start_follows)
    g_assert_cmpfloat_with_epsilon (rested_start, start, NEAR);
  if (!end_follows)
    g_assert_cmpfloat_with_epsilon (rested_start + rested_length, start + length, NEAR);
  if (start_follows && end_follows)
    g_assert_cmpfloat_with_epsilon (rested_length, length, NEAR);
  if (!start_follows && !end_follows)
    return;
  if (nearest < HUGE_VAL)
    {
      g_assert_cmpfloat_with_epsilon (fabs (shift), nearest, NEAR);
      g_assert_cmpfloat (fabs (shift), <=, self->snap.reach + NEAR);
    }
  else if (self->snap.grid > 0)
    {
      const double edge = start_follows ? rested_start : rested_start + rested_length;

      g_assert_cmpfloat (fabs (shift), <=, self->snap.grid / 2 + NEAR);
      g_assert_cmpfloat_with_epsilon (edge, round (edge / self->snap.grid) * self->snap.grid, NEAR);
    }
  else
    g_assert_cmpfloat_with_epsilon (shift, 0, NEAR);
}

/* A guide lies on an edge or middle both of the box at rest and of a neighbour, and spans both. */
static void
check_guide (const Case *self, const RedanSceneRect *rested, const RedanGuide *guide)
{
  const guint axis = guide->from.x == guide->to.x ? 0 : 1;
  const double line = axis == 0 ? guide->from.x : guide->from.y;
  const double from = axis == 0 ? guide->from.y : guide->from.x;
  const double to = axis == 0 ? guide->to.y : guide->to.x;
  double start, length, across, width;
  gboolean found = FALSE;

  get_span (rested, axis, &start, &length);
  get_span (rested, 1 - axis, &across, &width);
  g_assert_true (fabs (line - start) < NEAR || fabs (line - start - length) < NEAR ||
                 fabs (line - start - length / 2) < NEAR);
  g_assert_cmpfloat (from, <=, across + NEAR);
  g_assert_cmpfloat (to, >=, across + width - NEAR);
  for (guint i = 0; i < self->scene->n_boxes && !found; i++)
    {
      const RedanSceneBox *box = &self->scene->boxes[i];
      double edge, extent, other, size;

      get_span (&box->box, axis, &edge, &extent);
      get_span (&box->box, 1 - axis, &other, &size);
      found = counts (self, box) && from <= other + NEAR && to >= other + size - NEAR &&
              (fabs (line - edge) < NEAR || fabs (line - edge - extent) < NEAR ||
               (box->section != REDAN_SECTION_BOUNDARY && fabs (line - edge - extent / 2) < NEAR));
    }
  g_assert_true (found);
}

static void
check_case (const Case *self)
{
  g_autoptr (GArray) guides = g_array_new (FALSE, FALSE, sizeof (RedanGuide));
  const RedanGuide stale = { { 1, 2 }, { 3, 4 } };
  RedanSceneRect rested;
  RedanSceneRect again;
  guint n_pulled = 0;

  g_array_append_val (guides, stale);
  rested = redan_snap_rect (self->scene, &self->snap, &self->rect, self->edges, guides);
  for (guint axis = 0; axis < 2; axis++)
    {
      check_axis (self, &rested, axis);
      n_pulled += self->snap.reach > 0 && find_nearest (self, axis) < HUGE_VAL;
    }
  g_assert_cmpuint (guides->len, ==, n_pulled);
  for (guint i = 0; i < guides->len; i++)
    check_guide (self, &rested, &g_array_index (guides, RedanGuide, i));
  again = redan_snap_rect (self->scene, &self->snap, &self->rect, self->edges, NULL);
  g_assert_cmpfloat (again.x, ==, rested.x);
  g_assert_cmpfloat (again.width, ==, rested.width);
}

static RedanSceneRect
random_rect (GRand *random)
{
  return (RedanSceneRect){ g_rand_double_range (random, -100, 3500),
                           g_rand_double_range (random, -100, 700),
                           g_rand_double_range (random, 30, 400),
                           g_rand_double_range (random, 30, 300) };
}

static void
test_laws (void)
{
  static const double grids[] = { 0, 8, 10, 25 };
  static const double reaches[] = { 0, 1, 6, 30 };
  GRand *random = g_rand_new_with_seed (20261);

  for (guint seed = 1; seed <= 8; seed++)
    {
      g_autoptr (RedanModel) model = fixture_random (seed, 40, TRUE);
      g_autoptr (RedanScene) scene = redan_scene_new (model, NULL, NULL);
      g_autoptr (GHashTable) skipped = g_hash_table_new (redan_id_hash, redan_id_equal);

      for (guint i = 0; i < scene->n_boxes; i += 3)
        g_hash_table_add (skipped, &scene->boxes[i].id);
      for (guint i = 0; i < 400; i++)
        {
          const Case self = {
            .scene = scene,
            .snap = { .view = random_rect (random),
                      .grid = grids[g_rand_int_range (random, 0, G_N_ELEMENTS (grids))],
                      .reach = reaches[g_rand_int_range (random, 0, G_N_ELEMENTS (reaches))],
                      .skipped = g_rand_boolean (random) ? skipped : NULL },
            .rect = random_rect (random),
            .edges = all_edges[g_rand_int_range (random, 0, G_N_ELEMENTS (all_edges))],
          };

          check_case (&self);
        }
    }
  g_rand_free (random);
}

static RedanModel *
make_model (void)
{
  RedanModel *model = fixture_model ();

  fixture_element (model, "a", "process", "A", 100, 100);
  fixture_boundary (model, "zone", "vpc", "Zone");
  fixture_place (model, "zone", 400, 40, 300, 200);
  return model;
}

/* By hand: the left edge of A, the middle of A, and no middle of a boundary. */
static void
test_by_hand (void)
{
  g_autoptr (RedanModel) model = make_model ();
  g_autoptr (RedanScene) scene = redan_scene_new (model, NULL, NULL);
  const RedanSnap snap = { .view = { 0, 0, 800, 600 }, .grid = 8, .reach = 6 };
  g_autoptr (GArray) guides = g_array_new (FALSE, FALSE, sizeof (RedanGuide));
  RedanSceneRect rested;

  rested =
      redan_snap_rect (scene, &snap, &(RedanSceneRect){ 104, 301, 50, 50 }, REDAN_SIDE_ALL, guides);
  g_assert_cmpfloat (rested.x, ==, 100);
  g_assert_cmpfloat (rested.y, ==, 304);
  g_assert_cmpuint (guides->len, ==, 1);
  g_assert_cmpfloat (g_array_index (guides, RedanGuide, 0).from.x, ==, 100);
  g_assert_cmpfloat (g_array_index (guides, RedanGuide, 0).from.y, ==, 100);
  g_assert_cmpfloat (g_array_index (guides, RedanGuide, 0).to.y, ==, 354);

  rested =
      redan_snap_rect (scene, &snap, &(RedanSceneRect){ 138, 301, 50, 50 }, REDAN_SIDE_ALL, guides);
  g_assert_cmpfloat (rested.x, ==, 135);
  rested =
      redan_snap_rect (scene, &snap, &(RedanSceneRect){ 523, 301, 50, 50 }, REDAN_SIDE_ALL, guides);
  g_assert_cmpfloat (rested.x, ==, 520);
  g_assert_cmpuint (guides->len, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/snap/laws", test_laws);
  g_test_add_func ("/snap/by-hand", test_by_hand);
  return g_test_run ();
}
