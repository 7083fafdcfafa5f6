/* SPDX-License-Identifier: Apache-2.0 */
/* Where the things of a scene are: by id, by place, and the extents of what they paint. */

#include <math.h>

#include "ui/diagram/grid.h"
#include "ui/diagram/scene-private.h"

#define PAINT_MARGIN 6.0  /* half of the widest stroke, halos */
#define ARROW_MARGIN 9.0  /* half of the widest arrowhead and stroke */
#define CURVE_MARGIN 20.0 /* how far a curve may leave the straight ways between its points */
#define PIECE 512.0       /* a long line counts as several rectangles */
#define MAX_PIECES 64

static const RedanId *
get_id (const RedanScene *self, guint item)
{
  return item < self->n_boxes ? &self->boxes[item].id : &self->lines[item - self->n_boxes].id;
}

void
redan_scene_index_items (RedanScene *self)
{
  RedanSceneIndex *index = self->index;
  guint n = self->n_boxes + self->n_lines;
  guint n_slots = 16;

  while (n_slots < 2 * n)
    n_slots *= 2;
  g_free (index->slots);
  index->slots = g_new0 (guint, n_slots);
  index->n_slots = n_slots;
  for (guint item = 0; item < n; item++)
    {
      guint at = redan_id_hash (get_id (self, item)) & (n_slots - 1);

      while (index->slots[at] != 0)
        at = (at + 1) & (n_slots - 1);
      index->slots[at] = item + 1;
    }
}

guint
redan_scene_find (const RedanScene *self, const RedanId *id)
{
  const RedanSceneIndex *index = self->index;

  if (index->n_slots == 0)
    return REDAN_SCENE_NONE;
  for (guint at = redan_id_hash (id) & (index->n_slots - 1); index->slots[at] != 0;
       at = (at + 1) & (index->n_slots - 1))
    if (redan_id_equal (get_id (self, index->slots[at] - 1), id))
      return index->slots[at] - 1;
  return REDAN_SCENE_NONE;
}

const RedanSceneBox *
redan_scene_get_box (const RedanScene *self, const RedanId *id)
{
  guint item = redan_scene_find (self, id);

  return item < self->n_boxes ? &self->boxes[item] : NULL;
}

const RedanSceneLine *
redan_scene_get_line (const RedanScene *self, const RedanId *id)
{
  guint item = redan_scene_find (self, id);

  return item == REDAN_SCENE_NONE || item < self->n_boxes ? NULL
                                                          : &self->lines[item - self->n_boxes];
}

void
redan_scene_index_boxes (RedanScene *self)
{
  RedanSceneIndex *index = self->index;
  RedanSceneRect bounds = { 0 };

  g_free (index->route_boxes);
  redan_grid_free (index->obstacles);
  index->route_boxes = g_new (RedanRouteBox, self->n_boxes + 1);
  for (guint i = 0; i < self->n_boxes; i++)
    {
      const RedanSceneBox *box = &self->boxes[i];

      index->route_boxes[i] = (RedanRouteBox){ box->box, redan_scene_box_radius (box) };
      if (box->section != REDAN_SECTION_BOUNDARY)
        redan_rect_unite (&bounds, &box->box);
    }
  index->obstacles = redan_grid_new (&bounds, self->n_boxes);
  for (guint i = 0; i < self->n_boxes; i++)
    if (self->boxes[i].section != REDAN_SECTION_BOUNDARY)
      redan_grid_add (index->obstacles, i, &self->boxes[i].box);
}

void
redan_scene_index_free (RedanSceneIndex *self)
{
  g_free (self->slots);
  g_free (self->route_boxes);
  redan_grid_free (self->obstacles);
  g_free (self->ends);
  g_free (self);
}

void
redan_scene_find_bounds (RedanScene *self)
{
  RedanSceneRect all = { 0 };

  for (guint i = 0; i < self->n_boxes; i++)
    {
      redan_rect_unite (&all, &self->boxes[i].box);
      redan_rect_unite (&all, &self->boxes[i].label);
    }
  for (guint i = 0; i < self->n_lines; i++)
    {
      const RedanSceneLine *line = &self->lines[i];

      for (guint k = 0; k < line->n_points; k++)
        {
          RedanSceneRect spot = { line->points[k].x - 1, line->points[k].y - 1, 2, 2 };

          redan_rect_unite (&all, &spot);
        }
      if (line->label.width > 0)
        redan_rect_unite (&all, &line->label);
    }
  self->bounds =
      self->n_boxes + self->n_lines == 0 ? all : redan_rect_grow (&all, REDAN_SCENE_MARGIN);
}

static RedanScenePoint
get_centre (const RedanSceneRect *rect)
{
  return (RedanScenePoint){ rect->x + rect->width / 2, rect->y + rect->height / 2 };
}

typedef void (*ChangeRect) (RedanGrid *grid, guint item, const RedanSceneRect *rect);
typedef void (*ChangeSegment) (RedanGrid *grid, guint item, RedanScenePoint a, RedanScenePoint b);

static void
change_item (RedanScene *self,
             guint item,
             RedanItemParts parts,
             ChangeRect change_rect,
             ChangeSegment change_segment)
{
  if (item < self->n_boxes)
    {
      const RedanSceneBox *box = &self->boxes[item];

      if (parts & REDAN_ITEM_SHAPE)
        change_rect (self->grid, item, &box->box);
      if (parts & REDAN_ITEM_LABEL)
        change_rect (self->grid, item, &box->label);
      if ((parts & REDAN_ITEM_LABEL) && box->has_leader)
        change_segment (self->grid, item, get_centre (&box->label), get_centre (&box->box));
      return;
    }

  const RedanSceneLine *line = &self->lines[item - self->n_boxes];

  for (guint k = 0; (parts & REDAN_ITEM_SHAPE) && k + 1 < line->n_points; k++)
    change_segment (self->grid, item, line->points[k], line->points[k + 1]);
  if ((parts & REDAN_ITEM_LABEL) && line->label.width > 0)
    change_rect (self->grid, item, &line->label);
  if ((parts & REDAN_ITEM_LABEL) && line->has_leader)
    change_segment (self->grid, item, line->anchor, get_centre (&line->label));
}

void
redan_scene_add_item (RedanScene *self, guint item, RedanItemParts parts)
{
  change_item (self, item, parts, redan_grid_add, redan_grid_add_segment);
}

void
redan_scene_remove_item (RedanScene *self, guint item, RedanItemParts parts)
{
  change_item (self, item, parts, redan_grid_remove, redan_grid_remove_segment);
}

void
redan_scene_fill_grid (RedanScene *self)
{
  redan_grid_free (self->grid);
  self->grid = redan_grid_new (&self->bounds, self->n_boxes + self->n_lines);
  for (guint i = 0; i < self->n_boxes + self->n_lines; i++)
    redan_scene_add_item (self, i, REDAN_ITEM_SHAPE | REDAN_ITEM_LABEL);
}

static void
add_rect (GArray *rects, const RedanSceneRect *rect, double margin)
{
  RedanSceneRect grown = redan_rect_grow (rect, margin);

  g_array_append_val (rects, grown);
}

static void
add_segment (GArray *rects, RedanScenePoint a, RedanScenePoint b, double margin)
{
  double length = hypot (b.x - a.x, b.y - a.y);
  guint n = (guint) CLAMP (ceil (length / PIECE), 1, MAX_PIECES);

  /* A segment along an axis is its own rectangle. */
  if (fabs (b.x - a.x) < 1 || fabs (b.y - a.y) < 1)
    n = 1;
  for (guint i = 0; i < n; i++)
    {
      double from = (double) i / n;
      double to = (double) (i + 1) / n;
      RedanScenePoint p = { a.x + (b.x - a.x) * from, a.y + (b.y - a.y) * from };
      RedanScenePoint q = { a.x + (b.x - a.x) * to, a.y + (b.y - a.y) * to };
      RedanSceneRect rect = { MIN (p.x, q.x), MIN (p.y, q.y), fabs (p.x - q.x), fabs (p.y - q.y) };

      add_rect (rects, &rect, margin);
    }
}

void
redan_scene_add_label_extent (const RedanSceneRect *label, GArray *rects)
{
  if (label->width > 0)
    add_rect (rects, label, PAINT_MARGIN);
}

void
redan_scene_add_leader_extent (const RedanSceneRect *label, RedanScenePoint anchor, GArray *rects)
{
  add_segment (rects, anchor, get_centre (label), PAINT_MARGIN);
}

void
redan_scene_add_extents (const RedanScene *self, guint item, GArray *rects)
{
  if (item < self->n_boxes)
    {
      const RedanSceneBox *box = &self->boxes[item];
      RedanSceneRect rect = box->box;

      rect.y -= REDAN_BADGE_ROOM;
      rect.height += REDAN_BADGE_ROOM;
      add_rect (rects, &rect, PAINT_MARGIN);
      redan_scene_add_label_extent (&box->label, rects);
      if (box->has_leader)
        add_segment (rects, get_centre (&box->label), get_centre (&box->box), PAINT_MARGIN);
      return;
    }

  const RedanSceneLine *line = &self->lines[item - self->n_boxes];
  double margin = line->curved ? CURVE_MARGIN : ARROW_MARGIN;

  for (guint k = 0; k + 1 < line->n_points; k++)
    add_segment (rects, line->points[k], line->points[k + 1], margin);
  redan_scene_add_label_extent (&line->label, rects);
  if (line->has_leader)
    redan_scene_add_leader_extent (&line->label, line->anchor, rects);
}

void
redan_scene_spread_marks (const RedanScene *self, guint8 *line_marks, guint8 from, guint8 to)
{
  g_autofree guint8 *boxes = g_new0 (guint8, self->n_boxes + 1);
  const RedanSceneEnds *ends = self->index->ends;

  for (guint i = 0; i < self->n_lines; i++)
    {
      if (!(line_marks[i] & from))
        continue;
      if (ends[i].source != REDAN_ROUTE_NONE)
        boxes[ends[i].source] = 1;
      if (ends[i].target != REDAN_ROUTE_NONE)
        boxes[ends[i].target] = 1;
    }
  for (guint i = 0; i < self->n_lines; i++)
    if ((ends[i].source != REDAN_ROUTE_NONE && boxes[ends[i].source]) ||
        (ends[i].target != REDAN_ROUTE_NONE && boxes[ends[i].target]))
      line_marks[i] |= to;
}
