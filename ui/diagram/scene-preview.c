/* SPDX-License-Identifier: Apache-2.0 */
/* Ways of lines while boxes are dragged, beside the scene. */

#include <string.h>

#include "ui/diagram/scene-private.h"

#define BUDGET 300000 /* about a millisecond */

enum
{
  MOVED = 1 << 0,   /* a line at a box that moves */
  CONTEXT = 1 << 1, /* a line whose port is beside that of one */
};

/* Where the boxes are during the drag. */
typedef struct
{
  const RedanScene *scene;
  RedanRouteBox *boxes;
  guint8 *moved;
} Drag;

static void
clear_preview (gpointer data)
{
  g_free (((RedanScenePreview *) data)->points);
}

static gboolean
is_moved (const Drag *self, guint box)
{
  return box != REDAN_ROUTE_NONE && self->moved[box];
}

/* Whether both ends of a line move by the same distance and keep their size; which in @by_out. */
static gboolean
moves_along (const Drag *self, const RedanSceneEnds *ends, RedanScenePoint *by_out)
{
  if (!is_moved (self, ends->source) || !is_moved (self, ends->target))
    return FALSE;

  const RedanSceneRect *a = &self->scene->boxes[ends->source].box;
  const RedanSceneRect *b = &self->scene->boxes[ends->target].box;
  const RedanSceneRect *c = &self->boxes[ends->source].rect;
  const RedanSceneRect *d = &self->boxes[ends->target].rect;

  *by_out = (RedanScenePoint){ c->x - a->x, c->y - a->y };
  return c->x - a->x == d->x - b->x && c->y - a->y == d->y - b->y && a->width == c->width &&
         a->height == c->height && b->width == d->width && b->height == d->height;
}

static void
add_shifted (GArray *previews, const RedanSceneLine *line, guint number, RedanScenePoint by)
{
  RedanScenePreview preview = { number, NULL, line->n_points };

  preview.points = g_memdup2 (line->points, line->n_points * sizeof *line->points);
  for (guint i = 0; i < line->n_points; i++)
    {
      preview.points[i].x += by.x;
      preview.points[i].y += by.y;
    }
  g_array_append_val (previews, preview);
}

static void
place_boxes (Drag *self, const RedanSceneMove *moves, guint n)
{
  const RedanScene *scene = self->scene;

  self->boxes = g_memdup2 (scene->index->route_boxes, scene->n_boxes * sizeof *self->boxes);
  self->moved = g_new0 (guint8, scene->n_boxes + 1);
  for (guint i = 0; i < n; i++)
    {
      guint item = redan_scene_find (scene, &moves[i].id);

      if (item >= scene->n_boxes)
        continue;

      RedanSceneBox box = scene->boxes[item];

      box.box = moves[i].rect;
      self->boxes[item] = (RedanRouteBox){ box.box, redan_scene_box_radius (&box) };
      self->moved[item] = 1;
    }
}

GArray *
redan_scene_route_preview (const RedanScene *self, const RedanSceneMove *moves, guint n)
{
  GArray *previews = g_array_new (FALSE, FALSE, sizeof (RedanScenePreview));
  g_autoptr (GArray) routes = g_array_new (FALSE, FALSE, sizeof (RedanRoute));
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (guint));
  RedanRouteOptions options = { .routing = self->routing, .budget = BUDGET };
  g_autofree guint8 *marks = g_new0 (guint8, self->n_lines + 1);
  Drag drag = { .scene = self };

  g_array_set_clear_func (previews, clear_preview);
  place_boxes (&drag, moves, n);
  for (guint i = 0; i < self->n_lines; i++)
    if (is_moved (&drag, self->index->ends[i].source) ||
        is_moved (&drag, self->index->ends[i].target))
      marks[i] |= MOVED;
  if (self->routing != REDAN_ROUTING_STRAIGHT)
    redan_scene_spread_marks (self, marks, MOVED, CONTEXT);
  for (guint i = 0; i < self->n_lines; i++)
    {
      const RedanSceneEnds *ends = &self->index->ends[i];
      RedanRoute route = { .source = ends->source,
                           .target = ends->target,
                           .bends = self->lines[i].bends,
                           .n_bends = self->lines[i].n_bends };
      RedanScenePoint by;

      if (marks[i] == 0)
        continue;
      route.is_context = !(marks[i] & MOVED);
      if (moves_along (&drag, ends, &by))
        {
          add_shifted (previews, &self->lines[i], i, by);
          continue;
        }
      g_array_append_val (routes, route);
      g_array_append_val (numbers, i);
    }
  redan_route_all (drag.boxes, self->n_boxes, self->index->obstacles, &options,
                   (RedanRoute *) (gpointer) routes->data, routes->len);
  for (guint i = 0; i < routes->len; i++)
    {
      const RedanRoute *route = &g_array_index (routes, RedanRoute, i);

      if (route->is_context)
        continue;

      RedanScenePreview preview = { g_array_index (numbers, guint, i), route->points,
                                    route->n_points };

      g_array_append_val (previews, preview);
    }
  g_free (drag.boxes);
  g_free (drag.moved);
  return previews;
}
