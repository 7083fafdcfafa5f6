/* SPDX-License-Identifier: Apache-2.0 */
/* The handles of the selected or hovered object: corners that resize, sides that begin a flow, ends
 * and bends of a flow. */

#include <math.h>

#include "ui/window/canvas-private.h"

/** On the screen: how near the pointer must be, and how far outside a side its handle lies. */
#define REACH_PIXELS 8.0
#define CONNECT_GAP_PIXELS 13.0
/** A box smaller than this on the screen has no handles: there would be no room to take it itself.
 */
#define LEAST_PIXELS 22.0

static void
add_handle (GArray *handles, RedanHandleKind kind, const RedanId *object, RedanScenePoint at)
{
  const RedanHandle handle = { .kind = kind, .object = *object, .at = at };

  g_array_append_val (handles, handle);
}

static void
add_edges (GArray *handles, const RedanSceneBox *box)
{
  static const RedanSides edges[] = {
    REDAN_SIDE_LEFT | REDAN_SIDE_TOP,
    REDAN_SIDE_RIGHT | REDAN_SIDE_TOP,
    REDAN_SIDE_RIGHT | REDAN_SIDE_BOTTOM,
    REDAN_SIDE_LEFT | REDAN_SIDE_BOTTOM,
  };

  for (guint i = 0; i < G_N_ELEMENTS (edges); i++)
    {
      const RedanScenePoint at = {
        box->box.x + ((edges[i] & REDAN_SIDE_RIGHT) != 0 ? box->box.width : 0),
        box->box.y + ((edges[i] & REDAN_SIDE_BOTTOM) != 0 ? box->box.height : 0),
      };

      add_handle (handles, REDAN_HANDLE_EDGE, &box->id, at);
      g_array_index (handles, RedanHandle, handles->len - 1).edges = edges[i];
    }
}

static void
add_connectors (GArray *handles, const RedanSceneBox *box, double zoom)
{
  const RedanSceneRect *rect = &box->box;
  const double gap = CONNECT_GAP_PIXELS / zoom;
  const double middle_x = rect->x + rect->width / 2;
  const double middle_y = rect->y + rect->height / 2;
  const RedanScenePoint points[] = { { rect->x + rect->width + gap, middle_y },
                                     { rect->x - gap, middle_y },
                                     { middle_x, rect->y - gap },
                                     { middle_x, rect->y + rect->height + gap } };

  for (guint i = 0; i < G_N_ELEMENTS (points); i++)
    add_handle (handles, REDAN_HANDLE_CONNECT, &box->id, points[i]);
}

static void
add_line_handles (RedanCanvas *self, GArray *handles, const RedanSceneLine *line)
{
  const RedanObject *object =
      redan_model_lookup (redan_workspace_get_model (self->workspace), &line->id);
  guint n = 0;
  RedanIdText diagram;
  g_autofree RedanPoint *bends = NULL;

  if (object == NULL || redan_canvas_get_diagram (self) == NULL)
    return;
  redan_id_to_text (redan_canvas_get_diagram (self), diagram);
  bends = redan_object_get_route (object, diagram, &n);
  for (guint i = 0; bends != NULL && i < n; i++)
    {
      add_handle (handles, REDAN_HANDLE_BEND, &line->id,
                  (RedanScenePoint){ (double) bends[i].x / REDAN_UNITS_PER_PIXEL,
                                     (double) bends[i].y / REDAN_UNITS_PER_PIXEL });
      g_array_index (handles, RedanHandle, handles->len - 1).bend = i;
    }
  if (line->section != REDAN_SECTION_FLOW || line->n_points < 2)
    return;
  add_handle (handles, REDAN_HANDLE_SOURCE, &line->id, line->points[0]);
  add_handle (handles, REDAN_HANDLE_TARGET, &line->id, line->points[line->n_points - 1]);
}

static gboolean
is_large_enough (RedanCanvas *self, const RedanSceneBox *box)
{
  return MIN (box->box.width, box->box.height) * self->zoom >= LEAST_PIXELS;
}

GArray *
redan_canvas_list_handles (RedanCanvas *self)
{
  GArray *handles = g_array_new (FALSE, FALSE, sizeof (RedanHandle));
  const RedanSceneBox *box = NULL;
  const RedanSceneLine *line = NULL;
  guint n;
  const RedanId *selection =
      self->workspace != NULL ? redan_workspace_get_selection (self->workspace, &n) : NULL;

  if (selection == NULL || self->scene == NULL || self->tool != NULL || self->editor != NULL)
    return handles;
  if (n == 1)
    {
      box = redan_canvas_find_box (self, &selection[0]);
      line = box == NULL ? redan_canvas_find_line (self, &selection[0]) : NULL;
    }
  if (box != NULL && is_large_enough (self, box))
    add_edges (handles, box);
  if (line != NULL)
    add_line_handles (self, handles, line);
  if (!redan_id_is_null (&self->hovered))
    box = redan_canvas_find_box (self, &self->hovered);
  if (box != NULL && box->section == REDAN_SECTION_ELEMENT && is_large_enough (self, box))
    add_connectors (handles, box, self->zoom);
  return handles;
}

static RedanHandle
find_border (RedanCanvas *self, RedanScenePoint at)
{
  const RedanObject *selected = redan_workspace_get_selected (self->workspace);
  const RedanSceneBox *box = selected != NULL ? redan_canvas_find_box (self, &selected->id) : NULL;
  const double reach = REACH_PIXELS / 2 / self->zoom;
  RedanHandle handle = { 0 };

  if (box == NULL || box->section != REDAN_SECTION_BOUNDARY || !is_large_enough (self, box))
    return handle;
  if (at.y >= box->box.y - reach && at.y <= box->box.y + box->box.height + reach)
    {
      if (fabs (at.x - box->box.x) <= reach)
        handle.edges = REDAN_SIDE_LEFT;
      else if (fabs (at.x - box->box.x - box->box.width) <= reach)
        handle.edges = REDAN_SIDE_RIGHT;
    }
  if (handle.edges == 0 && at.x >= box->box.x - reach &&
      at.x <= box->box.x + box->box.width + reach)
    {
      if (fabs (at.y - box->box.y) <= reach)
        handle.edges = REDAN_SIDE_TOP;
      else if (fabs (at.y - box->box.y - box->box.height) <= reach)
        handle.edges = REDAN_SIDE_BOTTOM;
    }
  if (handle.edges == 0)
    return handle;
  handle.kind = REDAN_HANDLE_EDGE;
  handle.object = box->id;
  handle.at = at;
  return handle;
}

RedanHandle
redan_canvas_find_handle (RedanCanvas *self, RedanScenePoint at)
{
  g_autoptr (GArray) handles = redan_canvas_list_handles (self);
  double least = REACH_PIXELS / self->zoom;
  RedanHandle found = { 0 };

  for (guint i = 0; i < handles->len; i++)
    {
      const RedanHandle *handle = &g_array_index (handles, RedanHandle, i);
      const double distance = hypot (handle->at.x - at.x, handle->at.y - at.y);

      if (distance > least)
        continue;
      least = distance;
      found = *handle;
    }
  if (found.kind == REDAN_HANDLE_NONE && self->tool == NULL && self->editor == NULL)
    found = find_border (self, at);
  return found;
}

static const char *
get_cursor_name (RedanCanvas *self, const RedanHandle *handle, RedanHit hit)
{
  if (self->tool != NULL || !redan_id_is_null (&self->connecting))
    return "crosshair";
  switch (handle->kind)
    {
    case REDAN_HANDLE_EDGE:
      switch ((guint) handle->edges)
        {
        case REDAN_SIDE_LEFT:
        case REDAN_SIDE_RIGHT:
          return "ew-resize";
        case REDAN_SIDE_TOP:
        case REDAN_SIDE_BOTTOM:
          return "ns-resize";
        case REDAN_SIDE_LEFT | REDAN_SIDE_TOP:
        case REDAN_SIDE_RIGHT | REDAN_SIDE_BOTTOM:
          return "nwse-resize";
        default:
          return "nesw-resize";
        }
    case REDAN_HANDLE_CONNECT:
      return "crosshair";
    case REDAN_HANDLE_SOURCE:
    case REDAN_HANDLE_TARGET:
    case REDAN_HANDLE_BEND:
      return "move";
    default:
      return hit == REDAN_HIT_FLOW ? "pointer" : NULL;
    }
}

/** An element keeps its handles while the pointer crosses the gap between them and its border. */
static gboolean
stays_hovered (RedanCanvas *self, RedanScenePoint at)
{
  const double reach = (CONNECT_GAP_PIXELS + REACH_PIXELS) / self->zoom;
  const RedanSceneBox *box =
      redan_id_is_null (&self->hovered) ? NULL : redan_canvas_find_box (self, &self->hovered);

  return box != NULL && at.x >= box->box.x - reach && at.y >= box->box.y - reach &&
         at.x <= box->box.x + box->box.width + reach &&
         at.y <= box->box.y + box->box.height + reach;
}

void
redan_canvas_hover (RedanCanvas *self, RedanScenePoint at)
{
  RedanId id = { "" };
  RedanHandle handle;
  RedanHit hit;

  if (self->scene == NULL)
    return;
  hit = redan_scene_hit (self->scene, at.x, at.y, REDAN_HIT_PIXELS / self->zoom, &id);
  if (hit != REDAN_HIT_ELEMENT)
    id = stays_hovered (self, at) ? self->hovered : (RedanId){ "" };
  if (!redan_id_equal (&id, &self->hovered))
    {
      self->hovered = id;
      gtk_widget_queue_draw (GTK_WIDGET (self));
    }
  if (self->space_down)
    return;
  handle = redan_canvas_find_handle (self, at);
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), get_cursor_name (self, &handle, hit));
}
