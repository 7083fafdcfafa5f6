/* SPDX-License-Identifier: Apache-2.0 */
/* The part of the scene that is in view: scrolling, zoom, fit; and where things of the scene are.
 */

#include <math.h>

#include "ui/diagram/grid.h"
#include "ui/window/canvas-overlay.h"
#include "ui/window/canvas-private.h"

#define LEAST_ZOOM 0.005
#define MOST_ZOOM 4.0
#define SETTLE_MS 90
/** Room for the figures above and the legend and buttons below the diagram. */
#define FIT_TOP 40
#define FIT_BOTTOM 48
#define FIT_SIDE 12
/** What is revealed keeps this distance to the edges. */
#define REVEAL_MARGIN 40
/** What is revealed as a whole keeps this one. */
#define REVEAL_WHOLE_MARGIN 20

double
redan_canvas_get_offset (RedanCanvas *self, guint axis)
{
  return self->adjustments[axis] != NULL ? gtk_adjustment_get_value (self->adjustments[axis]) : 0;
}

RedanScenePoint
redan_canvas_to_scene (RedanCanvas *self, double x, double y)
{
  return (RedanScenePoint){ (x + redan_canvas_get_offset (self, 0)) / self->zoom,
                            (y + redan_canvas_get_offset (self, 1)) / self->zoom };
}

RedanSceneRect
redan_canvas_get_view (RedanCanvas *self)
{
  const RedanScenePoint origin = redan_canvas_to_scene (self, 0, 0);

  return (RedanSceneRect){ origin.x, origin.y,
                           gtk_widget_get_width (GTK_WIDGET (self)) / self->zoom,
                           gtk_widget_get_height (GTK_WIDGET (self)) / self->zoom };
}

const RedanId *
redan_canvas_get_diagram (RedanCanvas *self)
{
  return self->workspace != NULL ? redan_workspace_get_diagram_id (self->workspace) : NULL;
}

const RedanSceneBox *
redan_canvas_find_box (RedanCanvas *self, const RedanId *id)
{
  const guint item = self->scene != NULL ? redan_scene_find (self->scene, id) : REDAN_SCENE_NONE;

  return item != REDAN_SCENE_NONE && item < self->scene->n_boxes ? &self->scene->boxes[item] : NULL;
}

const RedanSceneLine *
redan_canvas_find_line (RedanCanvas *self, const RedanId *id)
{
  const guint item = self->scene != NULL ? redan_scene_find (self->scene, id) : REDAN_SCENE_NONE;

  return item != REDAN_SCENE_NONE && item >= self->scene->n_boxes
             ? &self->scene->lines[item - self->scene->n_boxes]
             : NULL;
}

RedanBox
redan_canvas_to_place (const RedanSceneRect *rect)
{
  return (RedanBox){ (gint32) round (rect->x * REDAN_UNITS_PER_PIXEL),
                     (gint32) round (rect->y * REDAN_UNITS_PER_PIXEL),
                     (gint32) round (rect->width * REDAN_UNITS_PER_PIXEL),
                     (gint32) round (rect->height * REDAN_UNITS_PER_PIXEL) };
}

/** Content plus a view on each side, so that there is always room to draw; and what is in view, so
 * that an edit never moves it. */
static void
configure_adjustment (RedanCanvas *self, guint axis, double value)
{
  const double page = axis == 0 ? gtk_widget_get_width (GTK_WIDGET (self))
                                : gtk_widget_get_height (GTK_WIDGET (self));
  double start = 0;
  double length = 0;

  if (self->adjustments[axis] == NULL || page <= 0)
    return;
  if (self->scene != NULL)
    {
      start = (axis == 0 ? self->scene->bounds.x : self->scene->bounds.y) * self->zoom;
      length = (axis == 0 ? self->scene->bounds.width : self->scene->bounds.height) * self->zoom;
    }
  gtk_adjustment_configure (self->adjustments[axis], value, MIN (start - page, value),
                            MAX (start + length + page, value + page), page * 0.1, page * 0.9,
                            page);
}

static void
configure_adjustments (RedanCanvas *self)
{
  configure_adjustment (self, 0, redan_canvas_get_offset (self, 0));
  configure_adjustment (self, 1, redan_canvas_get_offset (self, 1));
}

static void
value_changed_cb (GtkAdjustment *adjustment, gpointer user_data)
{
  RedanCanvas *self = REDAN_CANVAS (user_data);

  if (self->settling)
    return;
  self->fitted = FALSE;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
redan_canvas_set_adjustment (RedanCanvas *self, guint axis, GtkAdjustment *adjustment)
{
  if (self->adjustments[axis] != NULL)
    g_signal_handlers_disconnect_by_func (self->adjustments[axis], value_changed_cb, self);
  g_clear_object (&self->adjustments[axis]);
  if (adjustment == NULL)
    return;
  self->adjustments[axis] = g_object_ref_sink (adjustment);
  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (value_changed_cb), self, 0);
  configure_adjustment (self, axis, redan_canvas_get_offset (self, axis));
}

static gboolean
settle_cb (gpointer user_data)
{
  RedanCanvas *self = REDAN_CANVAS (user_data);

  self->settle_source = 0;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  return G_SOURCE_REMOVE;
}

/** Zooms so that the scene point under (@x, @y) of the widget stays there. */
void
redan_canvas_zoom_about (RedanCanvas *self, double zoom, double x, double y)
{
  const double old = self->zoom;
  const double scene_x = (x + redan_canvas_get_offset (self, 0)) / old;
  const double scene_y = (y + redan_canvas_get_offset (self, 1)) / old;

  self->zoom = CLAMP (zoom, LEAST_ZOOM, MOST_ZOOM);
  if (self->zoom == old)
    return;
  self->fitted = FALSE;
  configure_adjustment (self, 0, scene_x * self->zoom - x);
  configure_adjustment (self, 1, scene_y * self->zoom - y);
  if (self->settle_source != 0)
    g_source_remove (self->settle_source);
  self->settle_source = g_timeout_add (SETTLE_MS, settle_cb, self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify (G_OBJECT (self), "zoom-text");
}

void
redan_canvas_zoom_about_middle (RedanCanvas *self, double zoom)
{
  redan_canvas_zoom_about (self, zoom, gtk_widget_get_width (GTK_WIDGET (self)) / 2.0,
                           gtk_widget_get_height (GTK_WIDGET (self)) / 2.0);
}

static void
centre_on (RedanCanvas *self, double scene_x, double scene_y)
{
  configure_adjustment (self, 0,
                        scene_x * self->zoom - gtk_widget_get_width (GTK_WIDGET (self)) / 2.0);
  configure_adjustment (self, 1,
                        scene_y * self->zoom - gtk_widget_get_height (GTK_WIDGET (self)) / 2.0);
}

static gboolean
tell_zoom_cb (gpointer user_data)
{
  RedanCanvas *self = REDAN_CANVAS (user_data);

  self->zoom_source = 0;
  g_object_notify (G_OBJECT (self), "zoom-text");
  return G_SOURCE_REMOVE;
}

/** Zoom and offsets at which everything is in the view; the zoom is exact, so there is nothing to
 * settle. Who shows the zoom hears of it later: a label that asks for another size while places are
 * handed out can leave GTK 4.8 with a part of the window that never gets its place. */
static void
apply_fit (RedanCanvas *self)
{
  const double width = gtk_widget_get_width (GTK_WIDGET (self)) - 2 * FIT_SIDE;
  const double height = gtk_widget_get_height (GTK_WIDGET (self)) - FIT_TOP - FIT_BOTTOM;
  const RedanSceneRect *bounds = self->scene != NULL ? &self->scene->bounds : NULL;
  double zoom;

  if (bounds == NULL || bounds->width <= 0 || bounds->height <= 0 || width <= 0 || height <= 0)
    return;
  zoom = CLAMP (MIN (width / bounds->width, height / bounds->height), LEAST_ZOOM, 1.0);
  if (zoom != self->zoom)
    {
      self->zoom = zoom;
      if (self->zoom_source == 0)
        self->zoom_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, tell_zoom_cb, self, NULL);
    }
  g_clear_handle_id (&self->settle_source, g_source_remove);
  configure_adjustment (self, 0, (bounds->x + bounds->width / 2) * zoom - width / 2 - FIT_SIDE);
  configure_adjustment (self, 1, (bounds->y + bounds->height / 2) * zoom - height / 2 - FIT_TOP);
}

/** Brings the adjustments up to date; not while children get their places unless the size has
 * changed, as the scrollbars would ask for another place then. */
void
redan_canvas_settle_view (RedanCanvas *self)
{
  self->settling = TRUE;
  if (self->fitted)
    apply_fit (self);
  else
    configure_adjustments (self);
  self->settling = FALSE;
}

void
redan_canvas_hold_view (RedanCanvas *self)
{
  self->fitted = FALSE;
}

void
redan_canvas_fit (RedanCanvas *self)
{
  self->fitted = TRUE;
  redan_canvas_settle_view (self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/** While the whole diagram is fitted into the view there is nothing to scroll to. */
void
redan_canvas_reveal (RedanCanvas *self, const RedanSceneRect *extent)
{
  const double middle_x = extent->x + extent->width / 2;
  const double middle_y = extent->y + extent->height / 2;
  const double x = middle_x * self->zoom - redan_canvas_get_offset (self, 0);
  const double y = middle_y * self->zoom - redan_canvas_get_offset (self, 1);

  if (!self->fitted && (x < REVEAL_MARGIN || y < REVEAL_MARGIN ||
                        x > gtk_widget_get_width (GTK_WIDGET (self)) - REVEAL_MARGIN ||
                        y > gtk_widget_get_height (GTK_WIDGET (self)) - REVEAL_MARGIN))
    centre_on (self, middle_x, middle_y);
}

/** How far the view moves along one axis, in widget pixels. */
static double
find_shift (double start, double end, double least, double most)
{
  if (start < least || end - start > most - least)
    return start - least;
  return end > most ? end - most : 0;
}

void
redan_canvas_reveal_whole (RedanCanvas *self, const RedanSceneRect *extent)
{
  const double x = extent->x * self->zoom - redan_canvas_get_offset (self, 0);
  const double y = extent->y * self->zoom - redan_canvas_get_offset (self, 1);
  const double dx = find_shift (x, x + extent->width * self->zoom, REVEAL_WHOLE_MARGIN,
                                gtk_widget_get_width (GTK_WIDGET (self)) - REVEAL_WHOLE_MARGIN);
  const double dy = find_shift (y, y + extent->height * self->zoom, FIT_TOP,
                                gtk_widget_get_height (GTK_WIDGET (self)) - FIT_BOTTOM);

  if (self->fitted || (dx == 0 && dy == 0))
    return;
  configure_adjustment (self, 0, redan_canvas_get_offset (self, 0) + dx);
  configure_adjustment (self, 1, redan_canvas_get_offset (self, 1) + dy);
}

void
redan_canvas_reveal_selection (RedanCanvas *self)
{
  guint n;
  const RedanId *ids = redan_workspace_get_selection (self->workspace, &n);
  const RedanSceneLine *line;
  RedanSceneRect all = { 0 };

  for (guint i = 0; i < n; i++)
    {
      RedanSceneRect extent;

      if (redan_overlay_find (self->scene, &ids[i], &extent, &line))
        redan_rect_unite (&all, &extent);
    }
  if (all.width > 0 || all.height > 0)
    redan_canvas_reveal_whole (self, &all);
}

void
redan_canvas_reveal_selected (RedanCanvas *self)
{
  const RedanObject *selected =
      self->workspace != NULL ? redan_workspace_get_selected (self->workspace) : NULL;
  const RedanSceneLine *line;
  RedanSceneRect extent;

  if (selected != NULL && self->scene != NULL &&
      redan_overlay_find (self->scene, &selected->id, &extent, &line))
    redan_canvas_reveal (self, &extent);
}
