/* SPDX-License-Identifier: Apache-2.0 */
/* The tool in hand, what it asks for, and boundaries drawn as lines: point by point, or with one
 * drag. */

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/window/canvas-overlay.h"
#include "ui/window/canvas-private.h"

/** More bends than anybody draws. */
#define MAX_POINTS 200

static const RedanStencil *
get_tool (RedanCanvas *self)
{
  return self->tool != NULL && self->workspace != NULL
             ? redan_stencils_lookup (redan_workspace_get_stencils (self->workspace), self->tool)
             : NULL;
}

gboolean
redan_canvas_draws_line (RedanCanvas *self)
{
  const RedanStencil *stencil = get_tool (self);

  return stencil != NULL && stencil->is_line;
}

char *
redan_canvas_dup_hint (RedanCanvas *self)
{
  const RedanStencil *stencil = get_tool (self);

  if (!redan_id_is_null (&self->connecting))
    return g_strdup (_ ("Click the element where the flow ends. Escape stops."));
  if (stencil == NULL)
    return NULL;
  if (stencil->is_line && self->line->len > 0)
    return g_strdup (
        _ ("Click the next point; Enter or a double click ends the line. Escape stops."));
  if (stencil->is_line)
    return g_strdup_printf (_ ("%s: click its points, or drag from end to end. Escape stops."),
                            stencil->label);
  return g_strdup_printf (_ ("%s: click where it goes, or drag a rectangle. Escape stops."),
                          stencil->label);
}

static void
tell_tool (RedanCanvas *self)
{
  const gboolean draws = self->tool != NULL || !redan_id_is_null (&self->connecting);

  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), draws ? "crosshair" : NULL);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify (G_OBJECT (self), "tool");
  g_object_notify (G_OBJECT (self), "hint");
}

void
redan_canvas_arm (RedanCanvas *self, const char *tool)
{
  char *copy = g_strdup (tool);

  g_free (self->tool);
  self->tool = copy;
  self->connecting = (RedanId){ "" };
  g_array_set_size (self->line, 0);
  tell_tool (self);
}

const char *
redan_canvas_get_tool (RedanCanvas *self)
{
  return self->tool;
}

char *
redan_canvas_take_tool (RedanCanvas *self)
{
  char *tool = g_steal_pointer (&self->tool);

  g_array_set_size (self->line, 0);
  tell_tool (self);
  return tool;
}

void
redan_canvas_set_connecting (RedanCanvas *self, const RedanId *source)
{
  self->connecting = source != NULL ? *source : (RedanId){ "" };
  tell_tool (self);
}

static RedanScenePoint
snap_point (RedanCanvas *self, RedanScenePoint at)
{
  if (self->grid <= 0)
    return at;
  return (RedanScenePoint){ round (at.x / self->grid) * self->grid,
                            round (at.y / self->grid) * self->grid };
}

void
redan_canvas_add_line_point (RedanCanvas *self, RedanScenePoint at)
{
  const RedanScenePoint point = snap_point (self, at);
  const RedanScenePoint *last =
      self->line->len > 0 ? &g_array_index (self->line, RedanScenePoint, self->line->len - 1)
                          : NULL;

  if ((last != NULL && last->x == point.x && last->y == point.y) || self->line->len == MAX_POINTS)
    return;
  g_array_append_val (self->line, point);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify (G_OBJECT (self), "hint");
}

gboolean
redan_canvas_finish_line (RedanCanvas *self)
{
  g_autoptr (GArray) points = NULL;
  g_autofree char *tool = NULL;

  if (!redan_canvas_draws_line (self) || self->line->len < 2)
    return FALSE;
  points = g_array_copy (self->line);
  tool = redan_canvas_take_tool (self);
  return redan_canvas_place_line (self, tool, (const RedanScenePoint *) (gpointer) points->data,
                                  points->len);
}

void
redan_canvas_draw_line (RedanCanvas *self, cairo_t *cr)
{
  const double dash = 6 / self->zoom;

  if (self->line->len == 0)
    return;
  redan_overlay_set_accent (cr, 1);
  cairo_set_line_width (cr, 2 / self->zoom);
  cairo_set_dash (cr, &dash, 1, 0);
  for (guint i = 0; i < self->line->len; i++)
    {
      const RedanScenePoint at = g_array_index (self->line, RedanScenePoint, i);

      cairo_line_to (cr, at.x, at.y);
    }
  if (self->drag.gesture != REDAN_GESTURE_NONE && self->drag.gesture != REDAN_GESTURE_PAN)
    {
      const RedanScenePoint at = snap_point (self, self->drag.now);

      cairo_line_to (cr, at.x, at.y);
    }
  else if (self->pointer_x >= 0)
    {
      const RedanScenePoint at =
          snap_point (self, redan_canvas_to_scene (self, self->pointer_x, self->pointer_y));

      cairo_line_to (cr, at.x, at.y);
    }
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
}
