/* SPDX-License-Identifier: Apache-2.0 */
/* Drags that edit: moving, resizing, drawing flows and boxes, bending flows, shifting labels, the
 * rubber band. Nothing changes before the pointer is released: the overlay shows what would. */

#include <math.h>

#include "model/command.h"
#include "ui/diagram/grid.h"
#include "ui/diagram/label.h"
#include "ui/window/canvas-private.h"

/** On the screen: how far neighbours attract, and how near to a straight line a bend goes away. */
#define SNAP_PIXELS 6.0
#define STRAIGHT_PIXELS 6.0
#define LEAST_BOX 24.0

static void
add_all (GHashTable *set, const GArray *ids)
{
  for (guint i = 0; i < ids->len; i++)
    g_hash_table_add (set, &g_array_index (ids, RedanId, i));
}

static void
begin_move (RedanCanvas *self)
{
  RedanDrag *drag = &self->drag;
  const RedanModel *model = redan_workspace_get_model (self->workspace);
  g_autoptr (GHashTable) chosen = g_hash_table_new (redan_id_hash, redan_id_equal);
  guint n;
  const RedanId *selection = NULL;

  if (!redan_workspace_is_selected (self->workspace, &drag->subject))
    redan_workspace_select_object (self->workspace, &drag->subject);
  selection = redan_workspace_get_selection (self->workspace, &n);
  g_array_append_vals (drag->chosen, selection, n);
  add_all (chosen, drag->chosen);
  drag->start = (RedanSceneRect){ 0 };
  for (guint i = 0; i < self->scene->n_boxes; i++)
    if (redan_canvas_lies_in (model, &self->scene->boxes[i].id, chosen))
      {
        g_array_append_val (drag->moved, self->scene->boxes[i].id);
        redan_rect_unite (&drag->start, &self->scene->boxes[i].box);
      }
  drag->rect = drag->start;
  add_all (drag->moved_set, drag->moved);
  drag->gesture = drag->moved->len > 0 ? REDAN_GESTURE_MOVE : REDAN_GESTURE_NONE;
}

static void
load_bends (RedanCanvas *self)
{
  RedanDrag *drag = &self->drag;
  const RedanObject *line =
      redan_model_lookup (redan_workspace_get_model (self->workspace), &drag->subject);
  guint n = 0;
  RedanIdText diagram;
  g_autofree RedanPoint *bends = NULL;

  redan_id_to_text (redan_canvas_get_diagram (self), diagram);
  bends = redan_object_get_route (line, diagram, &n);
  for (guint i = 0; bends != NULL && i < n; i++)
    {
      const RedanScenePoint bend = { (double) bends[i].x / REDAN_UNITS_PER_PIXEL,
                                     (double) bends[i].y / REDAN_UNITS_PER_PIXEL };

      g_array_append_val (drag->bends, bend);
    }
}

/** Where on the way of the flow the pointer took hold: that many bends come before it. */
static guint
count_bends_before (RedanCanvas *self, const RedanSceneLine *line)
{
  const GArray *bends = self->drag.bends;
  double least = G_MAXDOUBLE;
  guint best = 0;

  for (guint i = 0; i <= bends->len; i++)
    {
      const RedanScenePoint a =
          i == 0 ? line->points[0] : g_array_index (bends, RedanScenePoint, i - 1);
      const RedanScenePoint b = i == bends->len ? line->points[line->n_points - 1]
                                                : g_array_index (bends, RedanScenePoint, i);
      const double detour = hypot (self->drag.press.x - a.x, self->drag.press.y - a.y) +
                            hypot (self->drag.press.x - b.x, self->drag.press.y - b.y) -
                            hypot (a.x - b.x, a.y - b.y);

      if (detour >= least)
        continue;
      least = detour;
      best = i;
    }
  return best;
}

static void
begin_bend (RedanCanvas *self)
{
  RedanDrag *drag = &self->drag;
  const RedanSceneLine *line = redan_canvas_find_line (self, &drag->subject);

  drag->gesture = REDAN_GESTURE_NONE;
  if (line == NULL)
    return;
  load_bends (self);
  if (drag->handle.kind == REDAN_HANDLE_BEND && drag->handle.bend >= drag->bends->len)
    return;
  if (drag->handle.kind != REDAN_HANDLE_BEND)
    {
      drag->handle.kind = REDAN_HANDLE_BEND;
      drag->handle.bend = count_bends_before (self, line);
      g_array_insert_val (drag->bends, drag->handle.bend, drag->press);
    }
  redan_workspace_select_object (self->workspace, &drag->subject);
  drag->gesture = REDAN_GESTURE_BEND;
}

static gboolean
lies_in (const RedanSceneRect *rect, RedanScenePoint at)
{
  return rect->width > 0 && at.x >= rect->x && at.y >= rect->y && at.x <= rect->x + rect->width &&
         at.y <= rect->y + rect->height;
}

static void
begin_on_line (RedanCanvas *self)
{
  RedanDrag *drag = &self->drag;
  const RedanSceneLine *line = redan_canvas_find_line (self, &drag->subject);

  if (line != NULL && lies_in (&line->label, drag->press))
    {
      redan_workspace_select_object (self->workspace, &drag->subject);
      drag->label = line->label;
      drag->rect = line->label;
      drag->gesture = REDAN_GESTURE_LABEL;
    }
  else
    begin_bend (self);
}

static void
begin_rubber_band (RedanCanvas *self)
{
  RedanDrag *drag = &self->drag;
  guint n;
  const RedanId *selection = redan_workspace_get_selection (self->workspace, &n);

  if (drag->extends && n > 0)
    g_array_append_vals (drag->kept, selection, n);
  drag->gesture = REDAN_GESTURE_RUBBER_BAND;
}

static void
begin_handle (RedanCanvas *self)
{
  RedanDrag *drag = &self->drag;
  const RedanSceneBox *box = NULL;

  drag->subject = drag->handle.object;
  switch (drag->handle.kind)
    {
    case REDAN_HANDLE_EDGE:
      box = redan_canvas_find_box (self, &drag->subject);
      /* It may be gone since the button was pressed. */
      if (box == NULL)
        {
          drag->gesture = REDAN_GESTURE_NONE;
          return;
        }
      drag->start = box->box;
      drag->rect = box->box;
      g_array_append_val (drag->moved, drag->subject);
      add_all (drag->moved_set, drag->moved);
      drag->gesture = REDAN_GESTURE_RESIZE;
      break;
    case REDAN_HANDLE_CONNECT:
      drag->gesture = REDAN_GESTURE_CONNECT;
      break;
    case REDAN_HANDLE_SOURCE:
    case REDAN_HANDLE_TARGET:
      drag->gesture = REDAN_GESTURE_RECONNECT;
      break;
    default:
      begin_bend (self);
    }
}

void
redan_canvas_begin_drag (RedanCanvas *self)
{
  RedanDrag *drag = &self->drag;
  const RedanSceneBox *box = redan_canvas_find_box (self, &drag->subject);

  if (redan_canvas_get_diagram (self) == NULL)
    {
      drag->gesture = REDAN_GESTURE_NONE;
      return;
    }
  if (self->tool != NULL)
    {
      drag->gesture = REDAN_GESTURE_DRAW;
      if (redan_canvas_draws_line (self) && self->line->len == 0)
        redan_canvas_add_line_point (self, drag->press);
    }
  else if (drag->handle.kind != REDAN_HANDLE_NONE)
    begin_handle (self);
  else if (drag->hit == REDAN_HIT_FLOW || (drag->hit == REDAN_HIT_BOUNDARY && box == NULL))
    begin_on_line (self);
  else if (drag->hit == REDAN_HIT_NOTHING)
    begin_rubber_band (self);
  /* The ground of a boundary is ground to draw on, until the boundary is chosen. */
  else if (drag->hit == REDAN_HIT_BOUNDARY && box != NULL && !lies_in (&box->label, drag->press) &&
           !redan_workspace_is_selected (self->workspace, &drag->subject) &&
           lies_in (&(RedanSceneRect){ box->box.x + REDAN_HIT_PIXELS / self->zoom,
                                       box->box.y + REDAN_HIT_PIXELS / self->zoom,
                                       box->box.width - 2 * REDAN_HIT_PIXELS / self->zoom,
                                       box->box.height - 2 * REDAN_HIT_PIXELS / self->zoom },
                    drag->press))
    begin_rubber_band (self);
  else
    begin_move (self);
}

static RedanSceneRect
span_rect (RedanScenePoint a, RedanScenePoint b)
{
  return (RedanSceneRect){ MIN (a.x, b.x), MIN (a.y, b.y), fabs (a.x - b.x), fabs (a.y - b.y) };
}

static RedanSceneRect
snap (RedanCanvas *self, const RedanSceneRect *rect, RedanSides edges, gboolean free)
{
  RedanDrag *drag = &self->drag;
  const RedanSnap options = {
    .view = redan_canvas_get_view (self),
    .grid = free ? 0 : self->grid,
    .reach = free || !self->snaps_to_neighbours ? 0 : SNAP_PIXELS / self->zoom,
    .skipped = drag->moved_set,
  };

  return redan_snap_rect (self->scene, &options, rect, edges, drag->guides);
}

/** The innermost boundary around a point that does not move along. */
static RedanId
find_container (RedanCanvas *self, RedanScenePoint at)
{
  RedanId id = { "" };

  for (guint i = 0; i < self->scene->n_boxes; i++)
    {
      const RedanSceneBox *box = &self->scene->boxes[i];

      /* Outer boundaries come first. */
      if (box->section == REDAN_SECTION_BOUNDARY && lies_in (&box->box, at) &&
          !g_hash_table_contains (self->drag.moved_set, &box->id))
        id = box->id;
    }
  return id;
}

static void
update_move (RedanCanvas *self, gboolean free)
{
  RedanDrag *drag = &self->drag;
  const RedanSceneBox *box = redan_canvas_find_box (self, &drag->subject);
  const RedanSceneRect wanted = { drag->start.x + drag->now.x - drag->press.x,
                                  drag->start.y + drag->now.y - drag->press.y, drag->start.width,
                                  drag->start.height };

  drag->rect = snap (self, &wanted, REDAN_SIDE_ALL, free);
  drag->target = (RedanId){ "" };
  if (box != NULL && box->section != REDAN_SECTION_NOTE)
    drag->target = find_container (
        self, (RedanScenePoint){ box->box.x + box->box.width / 2 + drag->rect.x - drag->start.x,
                                 box->box.y + box->box.height / 2 + drag->rect.y - drag->start.y });
}

static void
update_resize (RedanCanvas *self, gboolean free)
{
  RedanDrag *drag = &self->drag;
  const RedanSides edges = drag->handle.edges;
  const double dx = drag->now.x - drag->press.x;
  const double dy = drag->now.y - drag->press.y;
  RedanSceneRect rect = drag->start;

  if ((edges & REDAN_SIDE_LEFT) != 0)
    {
      rect.x += MIN (dx, rect.width - LEAST_BOX);
      rect.width -= rect.x - drag->start.x;
    }
  if ((edges & REDAN_SIDE_RIGHT) != 0)
    rect.width = MAX (rect.width + dx, LEAST_BOX);
  if ((edges & REDAN_SIDE_TOP) != 0)
    {
      rect.y += MIN (dy, rect.height - LEAST_BOX);
      rect.height -= rect.y - drag->start.y;
    }
  if ((edges & REDAN_SIDE_BOTTOM) != 0)
    rect.height = MAX (rect.height + dy, LEAST_BOX);
  drag->rect = snap (self, &rect, edges, free);
}

static void
update_target_element (RedanCanvas *self)
{
  RedanDrag *drag = &self->drag;
  RedanId id = { "" };

  if (redan_scene_hit (self->scene, drag->now.x, drag->now.y, 0, &id) != REDAN_HIT_ELEMENT)
    id = (RedanId){ "" };
  drag->target = id;
}

static void
update_bend (RedanCanvas *self, gboolean free)
{
  RedanDrag *drag = &self->drag;
  RedanScenePoint *bend = &g_array_index (drag->bends, RedanScenePoint, drag->handle.bend);

  *bend = drag->now;
  if (free || self->grid <= 0)
    return;
  bend->x = round (bend->x / self->grid) * self->grid;
  bend->y = round (bend->y / self->grid) * self->grid;
}

static void
select_in_band (RedanCanvas *self)
{
  RedanDrag *drag = &self->drag;
  g_autoptr (GArray) ids = g_array_copy (drag->kept);
  g_autoptr (GHashTable) kept = g_hash_table_new (redan_id_hash, redan_id_equal);
  const RedanScene *scene = self->scene;

  add_all (kept, drag->kept);
  for (guint i = 0; i < scene->n_boxes; i++)
    {
      const RedanSceneRect *box = &scene->boxes[i].box;
      const RedanScenePoint corners[] = { { box->x, box->y },
                                          { box->x + box->width, box->y + box->height } };

      if (lies_in (&drag->rect, corners[0]) && lies_in (&drag->rect, corners[1]) &&
          !g_hash_table_contains (kept, &scene->boxes[i].id))
        g_array_append_val (ids, scene->boxes[i].id);
    }
  for (guint i = 0; i < scene->n_lines; i++)
    {
      gboolean inside = scene->lines[i].n_points > 0;

      for (guint k = 0; inside && k < scene->lines[i].n_points; k++)
        inside = lies_in (&drag->rect, scene->lines[i].points[k]);
      if (inside && !g_hash_table_contains (kept, &scene->lines[i].id))
        g_array_append_val (ids, scene->lines[i].id);
    }
  redan_workspace_select_objects (self->workspace, (const RedanId *) (gpointer) ids->data,
                                  ids->len);
}

void
redan_canvas_update_drag (RedanCanvas *self, gboolean free)
{
  RedanDrag *drag = &self->drag;
  RedanSceneRect rect;

  switch (drag->gesture)
    {
    case REDAN_GESTURE_MOVE:
      update_move (self, free);
      break;
    case REDAN_GESTURE_RESIZE:
      update_resize (self, free);
      break;
    case REDAN_GESTURE_CONNECT:
    case REDAN_GESTURE_RECONNECT:
      update_target_element (self);
      break;
    case REDAN_GESTURE_BEND:
      update_bend (self, free);
      break;
    case REDAN_GESTURE_LABEL:
      drag->rect.x = drag->label.x + drag->now.x - drag->press.x;
      drag->rect.y = drag->label.y + drag->now.y - drag->press.y;
      break;
    case REDAN_GESTURE_DRAW:
      if (redan_canvas_draws_line (self))
        break;
      rect = span_rect (drag->press, drag->now);
      drag->rect = snap (self, &rect, REDAN_SIDE_ALL, free);
      break;
    case REDAN_GESTURE_RUBBER_BAND:
      drag->rect = span_rect (drag->press, drag->now);
      select_in_band (self);
      break;
    default:
      break;
    }
}

static RedanPoint
to_units (RedanScenePoint at)
{
  return (RedanPoint){ (gint32) round (at.x * REDAN_UNITS_PER_PIXEL),
                       (gint32) round (at.y * REDAN_UNITS_PER_PIXEL) };
}

/** A bend that lies between its neighbours bends nothing. */
static gboolean
is_straight (RedanCanvas *self, const RedanSceneLine *line)
{
  const GArray *bends = self->drag.bends;
  const guint i = self->drag.handle.bend;
  const RedanScenePoint at = g_array_index (bends, RedanScenePoint, i);
  const RedanScenePoint a =
      i == 0 ? line->points[0] : g_array_index (bends, RedanScenePoint, i - 1);
  const RedanScenePoint b = i + 1 == bends->len ? line->points[line->n_points - 1]
                                                : g_array_index (bends, RedanScenePoint, i + 1);
  const double length = hypot (b.x - a.x, b.y - a.y);
  const double distance =
      length > 0 ? fabs ((b.x - a.x) * (a.y - at.y) - (a.x - at.x) * (b.y - a.y)) / length
                 : hypot (at.x - a.x, at.y - a.y);

  return distance < STRAIGHT_PIXELS / self->zoom;
}

static void
finish_bend (RedanCanvas *self)
{
  RedanDrag *drag = &self->drag;
  const RedanSceneLine *line = redan_canvas_find_line (self, &drag->subject);
  g_autoptr (GArray) points = g_array_new (FALSE, FALSE, sizeof (RedanPoint));
  const gboolean drops = line != NULL && line->section == REDAN_SECTION_FLOW &&
                         line->n_points > 1 && is_straight (self, line);

  for (guint i = 0; i < drag->bends->len; i++)
    {
      const RedanPoint point = to_units (g_array_index (drag->bends, RedanScenePoint, i));

      if (!drops || i != drag->handle.bend)
        g_array_append_val (points, point);
    }
  redan_workspace_apply (self->workspace,
                         redan_command_set_route (redan_workspace_get_model (self->workspace),
                                                  redan_canvas_get_diagram (self), &drag->subject,
                                                  (const RedanPoint *) (gpointer) points->data,
                                                  points->len));
}

static void
finish_label (RedanCanvas *self)
{
  RedanDrag *drag = &self->drag;
  const RedanSceneLine *line = redan_canvas_find_line (self, &drag->subject);
  RedanScenePoint middle, direction;
  RedanPoint offset;

  if (line == NULL)
    return;
  /* The stored place of a label is an offset from the middle of its line. */
  middle = redan_line_at (line->points, line->n_points, 0.5, &direction);
  offset = to_units ((RedanScenePoint){ drag->rect.x + drag->rect.width / 2 - middle.x,
                                        drag->rect.y + drag->rect.height / 2 - middle.y });
  redan_workspace_apply (
      self->workspace,
      redan_command_set_label_offset (redan_workspace_get_model (self->workspace),
                                      redan_canvas_get_diagram (self), &drag->subject, &offset));
}

/** A drag from end to end is a line; after clicks it adds a point. */
static void
finish_line (RedanCanvas *self)
{
  const gboolean whole = self->line->len <= 1;

  redan_canvas_add_line_point (self, self->drag.now);
  if (whole)
    redan_canvas_finish_line (self);
}

void
redan_canvas_finish_drag (RedanCanvas *self)
{
  RedanDrag *drag = &self->drag;
  const RedanModel *model = redan_workspace_get_model (self->workspace);
  const RedanId *diagram = redan_canvas_get_diagram (self);
  const RedanPoint shift =
      to_units ((RedanScenePoint){ drag->rect.x - drag->start.x, drag->rect.y - drag->start.y });
  const RedanBox place = redan_canvas_to_place (&drag->rect);
  const RedanGesture gesture = drag->gesture;
  g_autofree char *tool = NULL;

  /* What moved goes back into the tiles, whose scene is about to change. */
  drag->gesture = REDAN_GESTURE_NONE;
  redan_canvas_preview (self);
  switch (gesture)
    {
    case REDAN_GESTURE_MOVE:
      if (shift.x != 0 || shift.y != 0)
        redan_workspace_apply (self->workspace,
                               redan_command_move (model, diagram,
                                                   (const RedanId *) (gpointer) drag->chosen->data,
                                                   drag->chosen->len, shift.x, shift.y));
      break;
    case REDAN_GESTURE_RESIZE:
      redan_workspace_apply (self->workspace,
                             redan_command_resize (model, diagram, &drag->subject, &place));
      break;
    case REDAN_GESTURE_CONNECT:
      if (!redan_id_is_null (&drag->target))
        redan_canvas_connect (self, &drag->subject, &drag->target);
      break;
    case REDAN_GESTURE_RECONNECT:
      if (!redan_id_is_null (&drag->target))
        redan_workspace_apply (self->workspace,
                               redan_command_reconnect (model, &drag->subject,
                                                        drag->handle.kind == REDAN_HANDLE_SOURCE
                                                            ? REDAN_FIELD_SOURCE
                                                            : REDAN_FIELD_TARGET,
                                                        &drag->target));
      break;
    case REDAN_GESTURE_BEND:
      finish_bend (self);
      break;
    case REDAN_GESTURE_LABEL:
      finish_label (self);
      break;
    case REDAN_GESTURE_DRAW:
      if (redan_canvas_draws_line (self))
        {
          finish_line (self);
          break;
        }
      tool = redan_canvas_take_tool (self);
      /* A click with an unsteady hand draws nothing that could be seen. */
      if (drag->rect.width < LEAST_BOX || drag->rect.height < LEAST_BOX)
        {
          drag->rect = redan_canvas_get_tool_size (self, tool);
          drag->rect.x = drag->press.x - drag->rect.width / 2;
          drag->rect.y = drag->press.y - drag->rect.height / 2;
        }
      redan_canvas_place (self, tool, &drag->rect);
      break;
    default:
      break;
    }
}
