/* SPDX-License-Identifier: Apache-2.0 */
/* Tests of routes: borders, detours around boxes compared with a slow oracle, parallel flows and
 * loops. */

#include <math.h>

#include "ui/diagram/grid.h"
#include "ui/diagram/route.h"

static RedanGrid *
make_grid (const RedanRouteBox *boxes, guint n)
{
  RedanSceneRect bounds = { 0, 0, 1200, 1000 };
  RedanGrid *grid = redan_grid_new (&bounds, n);

  for (guint i = 0; i < n; i++)
    redan_grid_add (grid, i, &boxes[i].rect);
  return grid;
}

static void
route (const RedanRouteBox *boxes, guint n_boxes, RedanRoute *routes, guint n_routes)
{
  g_autoptr (RedanGrid) grid = make_grid (boxes, n_boxes);

  redan_route_all (boxes, n_boxes, grid, NULL, routes, n_routes);
}

static void
free_routes (RedanRoute *routes, guint n)
{
  for (guint i = 0; i < n; i++)
    g_clear_pointer (&routes[i].points, g_free);
}

static double
get_length (const RedanScenePoint *points, guint n)
{
  double length = 0;

  for (guint i = 0; i + 1 < n; i++)
    length += hypot (points[i + 1].x - points[i].x, points[i + 1].y - points[i].y);
  return length;
}

static gboolean
is_on_border (const RedanSceneRect *rect, RedanScenePoint p)
{
  double dx = MIN (fabs (p.x - rect->x), fabs (p.x - rect->x - rect->width));
  double dy = MIN (fabs (p.y - rect->y), fabs (p.y - rect->y - rect->height));

  return MIN (dx, dy) < .01;
}

static void
test_straight (void)
{
  const RedanRouteBox boxes[] = { { { 0, 0, 100, 50 }, 0 }, { { 300, 10, 100, 50 }, 0 } };
  RedanRoute routes[] = { { .source = 0, .target = 1 } };

  route (boxes, 2, routes, 1);
  g_assert_cmpuint (routes[0].n_points, ==, 2);
  /* The boxes share a stretch of height, so the flow is level. */
  g_assert_cmpfloat_with_epsilon (routes[0].points[0].y, routes[0].points[1].y, 1e-6);
  g_assert_cmpfloat_with_epsilon (routes[0].points[0].x, 100, .01);
  g_assert_cmpfloat_with_epsilon (routes[0].points[1].x, 300, .01);
  free_routes (routes, 1);
}

static void
test_rounded (void)
{
  const RedanRouteBox round = { { 0, 0, 100, 100 }, 50 };
  RedanScenePoint p =
      redan_route_clip (&round, (RedanScenePoint){ 50, 50 }, (RedanScenePoint){ 250, 250 });

  /* A square with such corners is a circle. */
  g_assert_cmpfloat_with_epsilon (hypot (p.x - 50, p.y - 50), 50, .01);
  g_assert_cmpfloat_with_epsilon (p.x, p.y, .01);
}

static void
test_parallel (void)
{
  const RedanRouteBox boxes[] = { { { 0, 0, 100, 80 }, 0 }, { { 300, 0, 100, 80 }, 0 } };
  RedanRoute routes[] = { { .source = 0, .target = 1 },
                          { .source = 1, .target = 0 },
                          { .source = 0, .target = 1 } };

  route (boxes, 2, routes, 3);
  for (guint i = 0; i < 3; i++)
    for (guint k = 0; k < i; k++)
      g_assert_cmpfloat (fabs (routes[i].points[0].y - routes[k].points[0].y), >, 15);
  g_assert_cmpfloat (routes[1].points[0].x, >, routes[1].points[1].x);
  free_routes (routes, 3);
}

/* Flows there and back that both have to go around a box keep apart. */
static void
test_parallel_detour (void)
{
  const RedanRouteBox boxes[] = { { { 0, 100, 100, 80 }, 0 },
                                  { { 400, 100, 100, 80 }, 0 },
                                  { { 200, 60, 100, 160 }, 0 } };
  RedanRoute routes[] = { { .source = 0, .target = 1 }, { .source = 1, .target = 0 } };

  route (boxes, 3, routes, 2);
  g_assert_cmpuint (routes[0].n_points, >, 2);
  g_assert_cmpuint (routes[0].n_points, ==, routes[1].n_points);
  for (guint i = 1; i + 1 < routes[0].n_points; i++)
    {
      RedanScenePoint a = routes[0].points[i];
      RedanScenePoint b = routes[1].points[routes[1].n_points - 1 - i];

      g_assert_cmpfloat (hypot (a.x - b.x, a.y - b.y), >, 8);
    }
  free_routes (routes, 2);
}

static void
test_loop (void)
{
  const RedanRouteBox boxes[] = { { { 0, 0, 100, 80 }, 0 }, { { 110, -60, 100, 80 }, 0 } };
  RedanRoute routes[] = { { .source = 0, .target = 0 }, { .source = 0, .target = 0 } };

  route (boxes, 2, routes, 2);
  for (guint i = 0; i < 2; i++)
    {
      g_assert_cmpuint (routes[i].n_points, ==, 5);
      g_assert_true (is_on_border (&boxes[0].rect, routes[i].points[0]));
      g_assert_true (is_on_border (&boxes[0].rect, routes[i].points[4]));
      for (guint k = 0; k < 4; k++)
        g_assert_false (redan_rect_meets_segment (&boxes[1].rect, routes[i].points[k],
                                                  routes[i].points[k + 1]));
    }
  /* Two loops, two corners. */
  g_assert_cmpfloat (hypot (routes[0].points[2].x - routes[1].points[2].x,
                            routes[0].points[2].y - routes[1].points[2].y),
                     >, 20);
  free_routes (routes, 2);
}

static void
test_bends (void)
{
  const RedanRouteBox boxes[] = { { { 0, 0, 100, 80 }, 0 }, { { 300, 0, 100, 80 }, 0 } };
  const RedanScenePoint bends[] = { { 50, 40 }, { 50, 200 }, { 350, 200 } };
  const RedanScenePoint inside[] = { { 60, 40 }, { 330, 50 } };
  RedanRoute routes[] = {
    { .source = 0, .target = 1, .bends = bends, .n_bends = 3 },
    { .source = 0, .target = 1, .bends = inside, .n_bends = 2 },
    { .source = REDAN_ROUTE_NONE, .target = 1, .bends = bends + 1, .n_bends = 1 },
    { .source = REDAN_ROUTE_NONE, .target = REDAN_ROUTE_NONE, .bends = bends, .n_bends = 1 },
  };

  route (boxes, 2, routes, 4);
  g_assert_cmpuint (routes[0].n_points, ==, 4);
  g_assert_cmpfloat_with_epsilon (routes[0].points[0].y, 80, .01);
  g_assert_cmpfloat (routes[0].points[1].y, ==, 200);
  /* Bends that lie in the end boxes do not count. */
  g_assert_cmpuint (routes[1].n_points, ==, 2);
  g_assert_cmpuint (routes[2].n_points, ==, 2);
  g_assert_cmpfloat (routes[2].points[0].y, ==, 200);
  g_assert_null (routes[3].points);
  free_routes (routes, 4);
}

#define N_BOXES 14

/* Boxes in the cells of a grid, so that there always is a free way. */
static void
make_boxes (GRand *random, RedanRouteBox *boxes)
{
  gboolean used[5][4] = { 0 };

  for (guint i = 0; i < N_BOXES; i++)
    {
      guint column, row;

      do
        {
          column = (guint) g_rand_int_range (random, 0, 5);
          row = (guint) g_rand_int_range (random, 0, 4);
        }
      while (used[column][row]);
      used[column][row] = TRUE;
      boxes[i].rect = (RedanSceneRect){ column * 220 + g_rand_int_range (random, 0, 40),
                                        row * 200 + g_rand_int_range (random, 0, 40),
                                        g_rand_int_range (random, 40, 140),
                                        g_rand_int_range (random, 30, 120) };
      boxes[i].radius = g_rand_int_range (random, 0, 18);
    }
}

/* The shortest way over all corners of all boxes, by relaxing until nothing changes: slow and
 * obvious. */
static double
find_shortest (const RedanRouteBox *boxes, guint source, guint target, double margin)
{
  RedanScenePoint nodes[4 * N_BOXES + 2];
  double cost[4 * N_BOXES + 2];
  guint n = 2;
  gboolean changed = TRUE;

  for (guint i = 0; i < 2; i++)
    {
      const RedanSceneRect *rect = &boxes[i == 0 ? source : target].rect;

      nodes[i] = (RedanScenePoint){ rect->x + rect->width / 2, rect->y + rect->height / 2 };
    }
  for (guint i = 0; i < N_BOXES; i++)
    for (guint c = 0; c < 4; c++)
      nodes[n++] = (RedanScenePoint){
        c & 1 ? boxes[i].rect.x + boxes[i].rect.width + margin : boxes[i].rect.x - margin,
        c & 2 ? boxes[i].rect.y + boxes[i].rect.height + margin : boxes[i].rect.y - margin
      };
  for (guint i = 0; i < n; i++)
    cost[i] = i == 0 ? 0 : INFINITY;
  while (changed)
    {
      changed = FALSE;
      for (guint a = 0; a < n; a++)
        for (guint b = 0; b < n; b++)
          {
            double length = cost[a] + hypot (nodes[a].x - nodes[b].x, nodes[a].y - nodes[b].y);
            gboolean free = length < cost[b];

            for (guint i = 0; i < N_BOXES && free; i++)
              free = i == source || i == target ||
                     !redan_rect_meets_segment (&boxes[i].rect, nodes[a], nodes[b]);
            if (!free)
              continue;
            cost[b] = length;
            changed = TRUE;
          }
    }
  return cost[1];
}

static void
test_around_boxes (void)
{
  GRand *random = g_rand_new_with_seed (20);
  guint n_detours = 0;

  for (guint round = 0; round < 60; round++)
    {
      RedanRouteBox boxes[N_BOXES];
      RedanRoute routes[4] = { 0 };

      make_boxes (random, boxes);
      for (guint i = 0; i < G_N_ELEMENTS (routes); i++)
        {
          routes[i].source = (guint) g_rand_int_range (random, 0, N_BOXES);
          routes[i].target =
              (routes[i].source + 1 + (guint) g_rand_int_range (random, 0, N_BOXES - 1)) % N_BOXES;
        }
      route (boxes, N_BOXES, routes, G_N_ELEMENTS (routes));
      for (guint i = 0; i < G_N_ELEMENTS (routes); i++)
        {
          const RedanRoute *one = &routes[i];
          double shortest = find_shortest (boxes, one->source, one->target, 1);

          n_detours += one->n_points > 2;
          for (guint k = 0; k + 1 < one->n_points; k++)
            for (guint b = 0; b < N_BOXES; b++)
              if (b != one->source && b != one->target)
                g_assert_false (
                    redan_rect_meets_segment (&boxes[b].rect, one->points[k], one->points[k + 1]));
          /* The oracle runs from centre to centre and hugs the boxes; ours keeps a distance and
           * dislikes turns. */
          g_assert_cmpfloat (get_length (one->points, one->n_points), <, shortest * 1.25 + 60);
        }
      free_routes (routes, G_N_ELEMENTS (routes));
    }
  g_assert_cmpuint (n_detours, >, 40);
  g_rand_free (random);
}

/* A box that is walled in on all sides: no way, so the flow goes straight rather than missing. */
static void
test_no_way (void)
{
  const RedanRouteBox boxes[] = {
    { { 100, 100, 20, 20 }, 0 }, { { 400, 100, 20, 20 }, 0 }, { { 60, 60, 100, 20 }, 0 },
    { { 60, 140, 100, 20 }, 0 }, { { 60, 60, 20, 100 }, 0 },  { { 140, 60, 20, 100 }, 0 },
  };
  RedanRoute routes[] = { { .source = 0, .target = 1 } };

  route (boxes, G_N_ELEMENTS (boxes), routes, 1);
  g_assert_cmpuint (routes[0].n_points, ==, 2);
  free_routes (routes, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/route/straight", test_straight);
  g_test_add_func ("/route/rounded", test_rounded);
  g_test_add_func ("/route/parallel/straight", test_parallel);
  g_test_add_func ("/route/parallel/detour", test_parallel_detour);
  g_test_add_func ("/route/loop", test_loop);
  g_test_add_func ("/route/bends", test_bends);
  g_test_add_func ("/route/around-boxes", test_around_boxes);
  g_test_add_func ("/route/no-way", test_no_way);
  return g_test_run ();
}
