/* SPDX-License-Identifier: Apache-2.0 */
/* What editing draws above the diagram: handles, what a drag would do, the tool in hand. */

#include <math.h>

#include "ui/window/canvas-overlay.h"
#include "ui/window/canvas-private.h"

/** On the screen. */
#define CORNER_PIXELS 4.0
#define CONNECT_PIXELS 5.5
#define RADIUS 5.0

static void
add_rounded (RedanCanvas *self, const RedanSceneRect *rect, cairo_t *cr)
{
  redan_overlay_add_frame (rect, 0, MIN (RADIUS / self->zoom, MIN (rect->width, rect->height) / 2),
                           cr);
}

/** A frame filled thinly: a box as it would be. */
static void
draw_ghost (RedanCanvas *self, cairo_t *cr, const RedanSceneRect *rect)
{
  add_rounded (self, rect, cr);
  redan_overlay_set_accent (cr, 0.18);
  cairo_fill_preserve (cr);
  redan_overlay_set_accent (cr, 0.95);
  cairo_set_line_width (cr, 1.5 / self->zoom);
  cairo_stroke (cr);
}

static void
draw_handle (RedanCanvas *self, cairo_t *cr, const RedanHandle *handle)
{
  const double scale = 1 / self->zoom;
  const double corner = CORNER_PIXELS * scale;

  if (handle->kind == REDAN_HANDLE_EDGE)
    cairo_rectangle (cr, handle->at.x - corner, handle->at.y - corner, 2 * corner, 2 * corner);
  else
    {
      cairo_new_sub_path (cr);
      cairo_arc (cr, handle->at.x, handle->at.y,
                 (handle->kind == REDAN_HANDLE_CONNECT ? CONNECT_PIXELS : CORNER_PIXELS + 1) *
                     scale,
                 0, 2 * G_PI);
    }
  if (handle->kind == REDAN_HANDLE_CONNECT)
    redan_overlay_set_accent (cr, 1);
  else
    cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_fill_preserve (cr);
  if (handle->kind == REDAN_HANDLE_CONNECT)
    cairo_set_source_rgb (cr, 1, 1, 1);
  else
    redan_overlay_set_accent (cr, 1);
  cairo_set_line_width (cr, 1.5 * scale);
  cairo_stroke (cr);
  if (handle->kind != REDAN_HANDLE_CONNECT)
    return;
  /* A small arrow head says what comes out of it. */
  cairo_move_to (cr, handle->at.x - 2.4 * scale, handle->at.y);
  cairo_line_to (cr, handle->at.x + 2.4 * scale, handle->at.y);
  cairo_move_to (cr, handle->at.x, handle->at.y - 2.4 * scale);
  cairo_line_to (cr, handle->at.x, handle->at.y + 2.4 * scale);
  cairo_stroke (cr);
}

static void
draw_handles (RedanCanvas *self, cairo_t *cr)
{
  g_autoptr (GArray) handles = redan_canvas_list_handles (self);

  for (guint i = 0; i < handles->len; i++)
    draw_handle (self, cr, &g_array_index (handles, RedanHandle, i));
}

static void
draw_guides (RedanCanvas *self, cairo_t *cr)
{
  const GArray *guides = self->drag.guides;

  cairo_set_source_rgba (cr, 0.88, 0.11, 0.14, 0.9);
  cairo_set_line_width (cr, 1 / self->zoom);
  for (guint i = 0; i < guides->len; i++)
    {
      const RedanGuide *guide = &g_array_index (guides, RedanGuide, i);

      cairo_move_to (cr, guide->from.x, guide->from.y);
      cairo_line_to (cr, guide->to.x, guide->to.y);
    }
  cairo_stroke (cr);
}

/** Marks what a flow would end at, or the boundary that would take in what is dropped. */
static void
draw_target (RedanCanvas *self, cairo_t *cr)
{
  const RedanSceneBox *box = redan_id_is_null (&self->drag.target)
                                 ? NULL
                                 : redan_canvas_find_box (self, &self->drag.target);

  if (box == NULL)
    return;
  add_rounded (self, &box->box, cr);
  redan_overlay_set_accent (cr, 0.12);
  cairo_fill_preserve (cr);
  redan_overlay_set_accent (cr, 0.9);
  cairo_set_line_width (cr, 2.5 / self->zoom);
  cairo_stroke (cr);
}

/** Boxes above the tiles, with the frame of the selection around those that are selected. */
static void
draw_moves (RedanCanvas *self, cairo_t *cr)
{
  redan_paint_moves (self->scene, (const RedanSceneMove *) (gpointer) self->moves->data,
                     self->moves->len, self->previews, cr, &self->options);
  for (guint i = 0; i < self->moves->len; i++)
    {
      const RedanSceneMove *move = &g_array_index (self->moves, RedanSceneMove, i);

      if (!redan_workspace_is_selected (self->workspace, &move->id))
        continue;
      add_rounded (self, &move->rect, cr);
      redan_overlay_set_accent (cr, 0.95);
      cairo_set_line_width (cr, 2 / self->zoom);
      cairo_stroke (cr);
    }
}

static void
draw_arrow (RedanCanvas *self, cairo_t *cr, RedanScenePoint from, RedanScenePoint to)
{
  const double angle = atan2 (to.y - from.y, to.x - from.x);
  const double size = 9 / self->zoom;

  redan_overlay_set_accent (cr, 1);
  cairo_set_line_width (cr, 2 / self->zoom);
  cairo_move_to (cr, from.x, from.y);
  cairo_line_to (cr, to.x, to.y);
  cairo_stroke (cr);
  cairo_move_to (cr, to.x, to.y);
  cairo_line_to (cr, to.x - size * cos (angle - 0.4), to.y - size * sin (angle - 0.4));
  cairo_line_to (cr, to.x - size * cos (angle + 0.4), to.y - size * sin (angle + 0.4));
  cairo_close_path (cr);
  cairo_fill (cr);
}

static RedanScenePoint
get_middle (const RedanSceneRect *rect)
{
  return (RedanScenePoint){ rect->x + rect->width / 2, rect->y + rect->height / 2 };
}

static void
draw_connection (RedanCanvas *self, cairo_t *cr)
{
  const RedanDrag *drag = &self->drag;
  const RedanSceneLine *line = NULL;

  draw_target (self, cr);
  if (drag->gesture == REDAN_GESTURE_CONNECT)
    {
      draw_arrow (self, cr, drag->handle.at, drag->now);
      return;
    }
  line = redan_canvas_find_line (self, &drag->subject);
  if (line == NULL || line->n_points < 2)
    return;
  if (drag->handle.kind == REDAN_HANDLE_SOURCE)
    draw_arrow (self, cr, drag->now, line->points[line->n_points - 1]);
  else
    draw_arrow (self, cr, line->points[0], drag->now);
}

static void
draw_bends (RedanCanvas *self, cairo_t *cr)
{
  const GArray *bends = self->drag.bends;
  const RedanSceneLine *line = redan_canvas_find_line (self, &self->drag.subject);
  const gboolean is_flow = line != NULL && line->section == REDAN_SECTION_FLOW;

  if (line == NULL || line->n_points < 2)
    return;
  redan_overlay_set_accent (cr, 1);
  cairo_set_line_width (cr, 2 / self->zoom);
  if (is_flow)
    cairo_move_to (cr, line->points[0].x, line->points[0].y);
  for (guint i = 0; i < bends->len; i++)
    {
      const RedanScenePoint at = g_array_index (bends, RedanScenePoint, i);

      cairo_line_to (cr, at.x, at.y);
    }
  if (is_flow)
    cairo_line_to (cr, line->points[line->n_points - 1].x, line->points[line->n_points - 1].y);
  cairo_stroke (cr);
}

static void
draw_band (RedanCanvas *self, cairo_t *cr)
{
  cairo_rectangle (cr, self->drag.rect.x, self->drag.rect.y, self->drag.rect.width,
                   self->drag.rect.height);
  redan_overlay_set_accent (cr, 0.10);
  cairo_fill_preserve (cr);
  redan_overlay_set_accent (cr, 0.8);
  cairo_set_line_width (cr, 1 / self->zoom);
  cairo_stroke (cr);
}

static void
draw_gesture (RedanCanvas *self, cairo_t *cr)
{
  const RedanDrag *drag = &self->drag;

  switch (drag->gesture)
    {
    case REDAN_GESTURE_MOVE:
      draw_target (self, cr);
      if (drag->moved->len > self->moves->len)
        draw_ghost (self, cr, &drag->rect);
      draw_guides (self, cr);
      break;
    case REDAN_GESTURE_RESIZE:
      draw_guides (self, cr);
      break;
    case REDAN_GESTURE_DRAW:
    case REDAN_GESTURE_LABEL:
      if (drag->gesture == REDAN_GESTURE_DRAW && redan_canvas_draws_line (self))
        break;
      draw_ghost (self, cr, &drag->rect);
      draw_guides (self, cr);
      break;
    case REDAN_GESTURE_CONNECT:
    case REDAN_GESTURE_RECONNECT:
      draw_connection (self, cr);
      break;
    case REDAN_GESTURE_BEND:
      draw_bends (self, cr);
      break;
    case REDAN_GESTURE_RUBBER_BAND:
      draw_band (self, cr);
      break;
    default:
      if (self->moves->len == 0)
        draw_handles (self, cr);
    }
}

void
redan_canvas_draw_editing (RedanCanvas *self, cairo_t *cr)
{
  const RedanScenePoint pointer = redan_canvas_to_scene (self, self->pointer_x, self->pointer_y);
  const RedanSceneBox *source =
      redan_id_is_null (&self->connecting) ? NULL : redan_canvas_find_box (self, &self->connecting);
  const RedanSceneRect *focus = redan_canvas_proxies_get_focus (self->proxies);

  if (self->moves->len > 0)
    draw_moves (self, cr);
  draw_gesture (self, cr);
  redan_canvas_draw_line (self, cr);
  if (self->tool != NULL && !redan_canvas_draws_line (self) && self->pointer_x >= 0 &&
      self->drag.gesture == REDAN_GESTURE_NONE)
    {
      RedanSceneRect rect = redan_canvas_get_tool_size (self, self->tool);

      rect.x = pointer.x - rect.width / 2;
      rect.y = pointer.y - rect.height / 2;
      draw_ghost (self, cr, &rect);
    }
  if (source != NULL && (self->pointer_x >= 0 || focus != NULL))
    draw_arrow (self, cr, get_middle (&source->box),
                focus != NULL && self->pointer_x < 0 ? get_middle (focus) : pointer);
}
