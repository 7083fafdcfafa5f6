/* SPDX-License-Identifier: Apache-2.0 */
/* Ways of flows in a scene that is there: of marked ones, and where a box came or went. */

#include <math.h>
#include <string.h>

#include "ui/diagram/detour.h"
#include "ui/diagram/grid.h"
#include "ui/diagram/scene-update-private.h"

/* As far out as detours turn around the corner of a box. */
#define CORNER_REACH 55.0

static gint64
get_pair (const RedanSceneEnds *ends)
{
  return (gint64) ((guint64) MIN (ends->source, ends->target) << 32 |
                   MAX (ends->source, ends->target));
}

static gboolean
is_pair (const RedanSceneEnds *ends)
{
  return ends->source != REDAN_ROUTE_NONE && ends->target != REDAN_ROUTE_NONE;
}

void
redan_scene_note_pair (RedanSceneUpdate *self, const RedanSceneEnds *ends)
{
  gint64 pair = get_pair (ends);

  if (ends->source != REDAN_ROUTE_NONE)
    self->box_marks[ends->source] |= REDAN_MARK_PORTS;
  if (ends->target != REDAN_ROUTE_NONE)
    self->box_marks[ends->target] |= REDAN_MARK_PORTS;
  if (is_pair (ends))
    g_hash_table_add (self->pairs, g_memdup2 (&pair, sizeof pair));
}

static void
mark_line (RedanSceneUpdate *self, guint line)
{
  self->line_marks[line] |= REDAN_MARK_ROUTE;
  redan_scene_note_pair (self, &self->scene->index->ends[line]);
}

static void
mark_ends (RedanSceneUpdate *self)
{
  const RedanScene *scene = self->scene;

  for (guint i = 0; i < scene->n_lines; i++)
    {
      const RedanSceneEnds *ends = &scene->index->ends[i];

      if ((ends->source != REDAN_ROUTE_NONE &&
           (self->box_marks[ends->source] & REDAN_MARK_MOVED)) ||
          (ends->target != REDAN_ROUTE_NONE && (self->box_marks[ends->target] & REDAN_MARK_MOVED)))
        mark_line (self, i);
    }
}

static gboolean
turns_in (const RedanSceneLine *line, const RedanSceneRect *rect)
{
  for (guint i = 1; i + 1 < line->n_points; i++)
    {
      RedanScenePoint p = line->points[i];

      if (p.x >= rect->x && p.x <= rect->x + rect->width && p.y >= rect->y &&
          p.y <= rect->y + rect->height)
        return TRUE;
    }
  return FALSE;
}

/* Whether the straight way of a flow that runs behind boxes is free by now. */
static gboolean
came_free (const RedanScene *scene, guint number, GArray *found)
{
  const RedanSceneLine *line = &scene->lines[number];
  const RedanSceneEnds *ends = &scene->index->ends[number];

  if (!line->is_behind || line->n_points != 2)
    return FALSE;
  redan_grid_query_segment (scene->index->obstacles, line->points[0], line->points[1],
                            REDAN_DETOUR_CLEARANCE, found);
  for (guint i = 0; i < found->len; i++)
    {
      guint box = g_array_index (found, guint, i);
      RedanSceneRect rect = redan_rect_grow (&scene->boxes[box].box, REDAN_DETOUR_CLEARANCE);

      if (box != ends->source && box != ends->target &&
          redan_rect_meets_segment (&rect, line->points[0], line->points[1]))
        return FALSE;
    }
  return TRUE;
}

/* Detours that turned around a box that is gone may have a shorter way, and flows behind it a free
 * one. */
static void
mark_freed (RedanSceneUpdate *self, GArray *found)
{
  const RedanScene *scene = self->scene;
  g_autoptr (GArray) between = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < self->freed->len; i++)
    {
      RedanSceneRect near =
          redan_rect_grow (&g_array_index (self->freed, RedanSceneRect, i), CORNER_REACH);

      redan_grid_query (scene->grid, &near, found);
      for (guint k = 0; k < found->len; k++)
        {
          guint item = g_array_index (found, guint, k);

          if (item < scene->n_boxes)
            continue;

          const RedanSceneLine *line = &scene->lines[item - scene->n_boxes];

          if (line->n_bends == 0 &&
              (turns_in (line, &near) || came_free (scene, item - scene->n_boxes, between)))
            mark_line (self, item - scene->n_boxes);
        }
    }
}

/* Ways that a box now stands in. */
static void
mark_blocked (RedanSceneUpdate *self, GArray *found)
{
  const RedanScene *scene = self->scene;

  for (guint i = 0; i < self->blocked->len; i++)
    {
      RedanSceneRect near = redan_rect_grow (&g_array_index (self->blocked, RedanSceneRect, i),
                                             REDAN_DETOUR_CLEARANCE);

      redan_grid_query (scene->grid, &near, found);
      for (guint k = 0; k < found->len; k++)
        {
          guint item = g_array_index (found, guint, k);

          if (item < scene->n_boxes)
            continue;

          const RedanSceneLine *line = &scene->lines[item - scene->n_boxes];

          /* What runs behind boxes does so behind one more. */
          if (line->n_bends > 0 || line->is_behind)
            continue;
          for (guint p = 0; p + 1 < line->n_points; p++)
            if (redan_rect_meets_segment (&near, line->points[p], line->points[p + 1]))
              {
                mark_line (self, item - scene->n_boxes);
                break;
              }
        }
    }
}

/* Flows between two boxes run side by side, so all of them are routed together. */
static void
mark_groups (RedanSceneUpdate *self)
{
  const RedanScene *scene = self->scene;

  for (guint i = 0; g_hash_table_size (self->pairs) > 0 && i < scene->n_lines; i++)
    {
      gint64 pair = get_pair (&scene->index->ends[i]);

      if (g_hash_table_contains (self->pairs, &pair))
        self->line_marks[i] |= REDAN_MARK_ROUTE;
    }
}

/* Ports make room for each other: the neighbours of a flow may move too, and theirs have a say in
 * where. */
static void
mark_ports (RedanSceneUpdate *self)
{
  if (self->scene->routing == REDAN_ROUTING_STRAIGHT)
    return;
  /* At a box that lost a flow the others close ranks. */
  for (guint i = 0; i < self->scene->n_lines; i++)
    {
      const RedanSceneEnds *ends = &self->scene->index->ends[i];

      if ((ends->source != REDAN_ROUTE_NONE &&
           (self->box_marks[ends->source] & REDAN_MARK_PORTS)) ||
          (ends->target != REDAN_ROUTE_NONE && (self->box_marks[ends->target] & REDAN_MARK_PORTS)))
        self->line_marks[i] |= REDAN_MARK_BESIDE;
    }
  redan_scene_spread_marks (self->scene, self->line_marks, REDAN_MARK_ROUTE, REDAN_MARK_BESIDE);
  redan_scene_spread_marks (self->scene, self->line_marks, REDAN_MARK_BESIDE, REDAN_MARK_CONTEXT);
}

#define SAME_SPOT 3.0

typedef struct
{
  const RedanSceneUpdate *update;
  GArray *found;
} Turns;

/* Whether another flow turns here. */
static gboolean
is_taken (RedanScenePoint point, gpointer user_data)
{
  const Turns *turns = user_data;
  const RedanScene *scene = turns->update->scene;
  RedanSceneRect spot = { point.x - SAME_SPOT, point.y - SAME_SPOT, 2 * SAME_SPOT, 2 * SAME_SPOT };

  redan_grid_query (scene->grid, &spot, turns->found);
  for (guint i = 0; i < turns->found->len; i++)
    {
      guint item = g_array_index (turns->found, guint, i);

      if (item < scene->n_boxes ||
          (turns->update->line_marks[item - scene->n_boxes] & REDAN_MARK_ROUTE))
        continue;

      const RedanSceneLine *line = &scene->lines[item - scene->n_boxes];

      for (guint k = 1; k + 1 < line->n_points; k++)
        if (fabs (line->points[k].x - point.x) < SAME_SPOT &&
            fabs (line->points[k].y - point.y) < SAME_SPOT)
          return TRUE;
    }
  return FALSE;
}

static void
take_way (RedanSceneUpdate *self, guint number, RedanRoute *route)
{
  RedanScene *scene = self->scene;
  RedanSceneLine *line = &scene->lines[number];
  guint item = scene->n_boxes + number;
  gboolean is_new = line->points == NULL;

  line->is_behind = route->is_behind;
  if (route->n_points == line->n_points &&
      memcmp (route->points, line->points, route->n_points * sizeof *line->points) == 0)
    {
      g_free (route->points);
      return;
    }
  if (!is_new)
    redan_scene_add_extents (scene, item, self->dirty);
  redan_scene_remove_item (scene, item, REDAN_ITEM_SHAPE | REDAN_ITEM_LABEL);
  g_free (line->points);
  line->points = route->points;
  line->n_points = route->n_points;
  redan_scene_note_cleared (self, &line->label);
  line->label = (RedanSceneRect){ 0 };
  line->has_leader = FALSE;
  redan_scene_add_item (scene, item, REDAN_ITEM_SHAPE);
  self->line_marks[number] |= REDAN_MARK_LABEL | REDAN_MARK_TEXT | REDAN_MARK_LOOK;
}

void
redan_scene_reroute (RedanSceneUpdate *self)
{
  RedanScene *scene = self->scene;
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GArray) routes = g_array_new (FALSE, TRUE, sizeof (RedanRoute));
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (guint));
  Turns turns = { self, found };
  RedanRouteOptions options = { scene->routing, 0, is_taken, &turns };

  mark_ends (self);
  mark_freed (self, found);
  mark_blocked (self, found);
  mark_groups (self);
  mark_ports (self);
  for (guint i = 0; i < scene->n_lines; i++)
    {
      RedanRoute route = { .source = scene->index->ends[i].source,
                           .target = scene->index->ends[i].target,
                           .bends = scene->lines[i].bends,
                           .n_bends = scene->lines[i].n_bends };

      guint8 marks = self->line_marks[i];

      if (!(marks & (REDAN_MARK_ROUTE | REDAN_MARK_BESIDE | REDAN_MARK_CONTEXT)))
        continue;
      route.is_context = !(marks & (REDAN_MARK_ROUTE | REDAN_MARK_BESIDE));
      if (!(marks & REDAN_MARK_ROUTE))
        {
          route.known = scene->lines[i].points;
          route.n_known = scene->lines[i].n_points;
        }
      g_array_append_val (routes, route);
      g_array_append_val (numbers, i);
    }
  if (routes->len == 0)
    return;
  redan_route_all (scene->index->route_boxes, scene->n_boxes, scene->index->obstacles, &options,
                   (RedanRoute *) (gpointer) routes->data, routes->len);
  for (guint i = 0; i < routes->len; i++)
    if (!g_array_index (routes, RedanRoute, i).is_context &&
        !g_array_index (routes, RedanRoute, i).is_kept)
      take_way (self, g_array_index (numbers, guint, i), &g_array_index (routes, RedanRoute, i));
}
