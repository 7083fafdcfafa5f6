/* SPDX-License-Identifier: Apache-2.0 */
/* New objects on the canvas: where they find room, what they are called until somebody names them,
 * and new flows. */

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "model/command.h"
#include "model/command-insert.h"
#include "model/containers.h"
#include "model/fragment.h"
#include "model/name.h"
#include "ui/diagram/grid.h"
#include "ui/window/canvas-private.h"
#include "ui/window/keys.h"

/** Between a new box and its neighbours. */
#define GAP_X 64.0
#define GAP_Y 40.0
#define SEARCH 24
/** Between a boundary and what it is drawn around, and above that for its name. */
#define GROUND 24.0
#define GROUND_ABOVE 16.0

static const RedanStencil *
find_stencil (RedanCanvas *self, const char *tool)
{
  return self->workspace == NULL
             ? NULL
             : redan_stencils_lookup (redan_workspace_get_stencils (self->workspace), tool);
}

RedanSceneRect
redan_canvas_get_tool_size (RedanCanvas *self, const char *tool)
{
  const RedanStencil *stencil = find_stencil (self, tool);

  if (stencil == NULL)
    return (RedanSceneRect){ 0 };
  return (RedanSceneRect){ 0, 0, (double) stencil->width / REDAN_UNITS_PER_PIXEL,
                           (double) stencil->height / REDAN_UNITS_PER_PIXEL };
}

/** "Process", then "Process 2": a name that no other object of the section has. */
static char *
dup_free_name (const RedanModel *model, RedanSection section, const char *title)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  char *name = g_strdup (title);

  for (guint i = 0; i < redan_model_get_n (model, section); i++)
    g_hash_table_add (names, redan_text_fold_lines (
                                 redan_object_get_name (redan_model_get_nth (model, section, i))));
  for (guint i = 2; g_hash_table_contains (names, name); i++)
    {
      g_free (name);
      name = g_strdup_printf ("%s %u", title, i);
    }
  return name;
}

static gboolean
is_free (RedanCanvas *self, const RedanSceneRect *rect)
{
  g_autoptr (GArray) near = g_array_new (FALSE, FALSE, sizeof (guint));
  const RedanSceneRect room = redan_rect_grow (rect, 12);

  redan_grid_query (self->scene->grid, &room, near);
  for (guint i = 0; i < near->len; i++)
    {
      const guint item = g_array_index (near, guint, i);
      const RedanSceneBox *box = item < self->scene->n_boxes ? &self->scene->boxes[item] : NULL;

      if (box == NULL || !redan_rects_meet (&box->box, &room))
        continue;
      /* Ground around it is no obstacle; the border of a boundary is. */
      if (box->section != REDAN_SECTION_BOUNDARY || box->box.x > rect->x || box->box.y > rect->y ||
          box->box.x + box->box.width < rect->x + rect->width ||
          box->box.y + box->box.height < rect->y + rect->height)
        return FALSE;
    }
  return TRUE;
}

static double
round_to_grid (RedanCanvas *self, double value)
{
  const double step = self->grid > 0 ? self->grid : 8;

  return round (value / step) * step;
}

/** Row by row to the right of and below @start. */
static RedanSceneRect
search_room (RedanCanvas *self, RedanSceneRect start, double step_x, double step_y)
{
  start.x = round_to_grid (self, start.x);
  start.y = round_to_grid (self, start.y);
  for (guint ring = 0; ring < SEARCH; ring++)
    for (guint i = 0; i <= ring; i++)
      {
        const guint columns[] = { ring, i };
        const guint rows[] = { i, ring };

        for (guint k = 0; k < 2; k++)
          {
            RedanSceneRect rect = start;

            rect.x += columns[k] * step_x;
            rect.y += rows[k] * step_y;
            if (is_free (self, &rect))
              return rect;
          }
      }
  return start;
}

/** Under the pointer, or where the menu was opened, when it is over free ground; in the chosen
 * boundary; beside the chosen box; else in the middle of the view. */
static RedanSceneRect
find_room (RedanCanvas *self, RedanSceneRect rect)
{
  const RedanObject *selected = redan_workspace_get_selected (self->workspace);
  const RedanSceneBox *box = selected != NULL ? redan_canvas_find_box (self, &selected->id) : NULL;
  const RedanSceneRect view = redan_canvas_get_view (self);
  const gboolean points = self->menu_used || self->pointer_x >= 0;
  const RedanScenePoint pointer =
      self->menu_used ? self->menu_at
                      : redan_canvas_to_scene (self, self->pointer_x, self->pointer_y);
  RedanSceneRect under = { round_to_grid (self, pointer.x - rect.width / 2),
                           round_to_grid (self, pointer.y - rect.height / 2), rect.width,
                           rect.height };

  if (points && is_free (self, &under))
    return under;
  if (box != NULL && box->section == REDAN_SECTION_BOUNDARY && rect.width < box->box.width)
    {
      rect.x = box->box.x + GAP_Y;
      rect.y = box->box.y + GAP_Y + 8;
      return search_room (self, rect, rect.width + GAP_Y, rect.height + GAP_Y);
    }
  if (box != NULL)
    {
      rect.x = box->box.x + box->box.width + GAP_X;
      rect.y = box->box.y + (box->box.height - rect.height) / 2;
      return search_room (self, rect, rect.width + GAP_X, rect.height + GAP_Y);
    }
  rect.x = view.x + view.width / 2 - rect.width / 2;
  rect.y = view.y + view.height / 2 - rect.height / 2;
  return search_room (self, rect, rect.width + GAP_X, rect.height + GAP_Y);
}

/** Around the chosen boxes when there are several, with room for the name of a boundary. */
static gboolean
find_ground (RedanCanvas *self, RedanSceneRect *ground_out)
{
  guint n;
  guint n_boxes = 0;
  const RedanId *ids = redan_workspace_get_selection (self->workspace, &n);
  RedanSceneRect all = { 0 };

  for (guint i = 0; i < n; i++)
    {
      const RedanSceneBox *box = redan_canvas_find_box (self, &ids[i]);

      if (box == NULL)
        continue;
      redan_rect_unite (&all, &box->box);
      n_boxes++;
    }
  if (n_boxes < 2)
    return FALSE;
  all = redan_rect_grow (&all, GROUND);
  all.y -= GROUND_ABOVE;
  all.height += GROUND_ABOVE;
  *ground_out = all;
  return TRUE;
}

static RedanEdit *
create_edit (RedanCanvas *self, const RedanStencil *stencil, const RedanBox *place, RedanId *id_out)
{
  const RedanModel *model = redan_workspace_get_model (self->workspace);
  const RedanId *diagram = redan_canvas_get_diagram (self);
  g_autofree char *name = dup_free_name (model, stencil->section, _ (stencil->label));
  RedanId parent;
  const gboolean inside = redan_diagram_find_parent (model, diagram, place, NULL, 0, &parent);

  return redan_command_add_stencil (model, stencil, name, inside ? &parent : NULL, diagram, place,
                                    id_out);
}

gboolean
redan_canvas_place_line (RedanCanvas *self,
                         const char *tool,
                         const RedanScenePoint *points,
                         guint n_points)
{
  const RedanStencil *stencil = find_stencil (self, tool);
  g_autofree RedanPoint *line = g_new (RedanPoint, n_points);
  g_autofree char *name = NULL;
  const RedanModel *model = NULL;
  RedanId id;

  if (stencil == NULL || self->scene == NULL || redan_canvas_get_diagram (self) == NULL)
    return FALSE;
  redan_canvas_settle (self);
  redan_canvas_hold_view (self);
  for (guint i = 0; i < n_points; i++)
    line[i] = (RedanPoint){ (gint32) round (points[i].x * REDAN_UNITS_PER_PIXEL),
                            (gint32) round (points[i].y * REDAN_UNITS_PER_PIXEL) };
  model = redan_workspace_get_model (self->workspace);
  name = dup_free_name (model, stencil->section, _ (stencil->label));
  if (!redan_workspace_apply (self->workspace,
                              redan_command_add_stencil_line (model, stencil, name,
                                                              redan_canvas_get_diagram (self), line,
                                                              n_points, &id)))
    return FALSE;
  redan_workspace_select_object (self->workspace, &id);
  redan_canvas_edit_name (self, &id);
  return TRUE;
}

/** Along the longer side of the rectangle. */
static gboolean
place_line_in (RedanCanvas *self, const char *tool, const RedanSceneRect *rect)
{
  const gboolean down = rect->height >= rect->width;
  const RedanScenePoint points[] = {
    { rect->x + (down ? rect->width / 2 : 0), rect->y + (down ? 0 : rect->height / 2) },
    { rect->x + (down ? rect->width / 2 : rect->width),
      rect->y + (down ? rect->height : rect->height / 2) },
  };

  return redan_canvas_place_line (self, tool, points, G_N_ELEMENTS (points));
}

gboolean
redan_canvas_place (RedanCanvas *self, const char *tool, const RedanSceneRect *rect)
{
  const RedanStencil *stencil = find_stencil (self, tool);
  RedanSceneRect at;
  RedanBox place;
  RedanId id;

  if (stencil == NULL || self->scene == NULL || redan_canvas_get_diagram (self) == NULL)
    return FALSE;
  redan_canvas_settle (self);
  redan_canvas_hold_view (self);
  at = redan_canvas_get_tool_size (self, tool);
  if (rect != NULL)
    at = *rect;
  else if (stencil->section != REDAN_SECTION_BOUNDARY || stencil->is_line ||
           !find_ground (self, &at))
    at = find_room (self, at);
  if (stencil->is_line)
    {
      if (!place_line_in (self, tool, &at))
        return FALSE;
      if (rect == NULL)
        redan_canvas_reveal_whole (self, &at);
      return TRUE;
    }
  place = redan_canvas_to_place (&at);
  if (!redan_workspace_apply (self->workspace, create_edit (self, stencil, &place, &id)))
    return FALSE;
  redan_workspace_select_object (self->workspace, &id);
  /* What the pointer puts somewhere stays below it. */
  if (rect == NULL)
    redan_canvas_reveal_whole (self, &at);
  redan_canvas_edit_name (self, &id);
  return TRUE;
}

gboolean
redan_canvas_connect (RedanCanvas *self, const RedanId *source, const RedanId *target)
{
  RedanId id;

  redan_canvas_settle (self);
  if (!redan_workspace_apply (self->workspace,
                              redan_command_connect (redan_workspace_get_model (self->workspace),
                                                     source, target, NULL, &id)))
    return FALSE;
  redan_workspace_select_object (self->workspace, &id);
  redan_canvas_edit_name (self, &id);
  return TRUE;
}

void
redan_canvas_insert (RedanCanvas *self, const char *tool)
{
  if (self->workspace != NULL)
    redan_canvas_place (self, tool, NULL);
}

/** Beside what is drawn already, or in the middle of the view when nothing is. */
static RedanScenePoint
find_free_side (RedanCanvas *self, const RedanBox *bounds)
{
  const RedanSceneRect view = redan_canvas_get_view (self);
  const double width = (double) bounds->width / REDAN_UNITS_PER_PIXEL;
  const double height = (double) bounds->height / REDAN_UNITS_PER_PIXEL;
  RedanSceneRect all = { 0 };

  for (guint i = 0; i < self->scene->n_boxes; i++)
    redan_rect_unite (&all, &self->scene->boxes[i].box);
  if (self->scene->n_boxes == 0)
    return (RedanScenePoint){ round_to_grid (self, view.x + (view.width - width) / 2),
                              round_to_grid (self, view.y + (view.height - height) / 2) };
  /* Designs are wide, so that below keeps the picture closer to a square. */
  if (all.width > all.height * 1.5)
    return (RedanScenePoint){ round_to_grid (self, all.x),
                              round_to_grid (self, all.y + all.height + GAP_X) };
  return (RedanScenePoint){ round_to_grid (self, all.x + all.width + GAP_X),
                            round_to_grid (self, all.y) };
}

gboolean
redan_canvas_insert_fragment (RedanCanvas *self,
                              const RedanModel *fragment,
                              const char *label,
                              const RedanScenePoint *centre)
{
  const RedanId *diagram = redan_canvas_get_diagram (self);
  g_autoptr (GArray) ids = NULL;
  RedanBox bounds = { 0 };
  RedanBox place;
  RedanScenePoint corner;
  RedanId parent;
  gboolean inside = FALSE;

  if (self->scene == NULL || diagram == NULL)
    return FALSE;
  redan_canvas_settle (self);
  redan_fragment_get_bounds (fragment, &bounds);
  place = bounds;
  if (centre != NULL)
    corner = (RedanScenePoint){
      round_to_grid (self, centre->x - bounds.width / 2.0 / REDAN_UNITS_PER_PIXEL),
      round_to_grid (self, centre->y - bounds.height / 2.0 / REDAN_UNITS_PER_PIXEL),
    };
  else
    corner = find_free_side (self, &bounds);
  place.x = (gint32) (corner.x * REDAN_UNITS_PER_PIXEL);
  place.y = (gint32) (corner.y * REDAN_UNITS_PER_PIXEL);
  if (centre != NULL)
    {
      redan_canvas_hold_view (self);
      inside = redan_diagram_find_parent (redan_workspace_get_model (self->workspace), diagram,
                                          &place, NULL, 0, &parent);
    }
  if (!redan_workspace_apply (self->workspace,
                              redan_command_insert (redan_workspace_get_model (self->workspace),
                                                    fragment, diagram, place.x - bounds.x,
                                                    place.y - bounds.y, inside ? &parent : NULL,
                                                    label, &ids)))
    return FALSE;
  redan_workspace_select_objects (self->workspace, (const RedanId *) (gpointer) ids->data,
                                  ids->len);
  if (centre == NULL)
    redan_canvas_fit (self);
  return TRUE;
}

static RedanDraggedPattern *
copy_pattern (const RedanDraggedPattern *self)
{
  RedanDraggedPattern *copy = g_new (RedanDraggedPattern, 1);

  *copy = (RedanDraggedPattern){ redan_model_ref (self->fragment), g_strdup (self->label) };
  return copy;
}

static void
free_pattern (RedanDraggedPattern *self)
{
  redan_model_unref (self->fragment);
  g_free (self->label);
  g_free (self);
}

G_DEFINE_BOXED_TYPE (RedanStencilName, redan_stencil_name, g_strdup, g_free)
G_DEFINE_BOXED_TYPE (RedanObjectName, redan_object_name, g_strdup, g_free)
G_DEFINE_BOXED_TYPE (RedanDraggedPattern, redan_dragged_pattern, copy_pattern, free_pattern)

/** The middle of what is dropped lies under the pointer. */
static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, gpointer user_data)
{
  RedanCanvas *self = user_data;
  const RedanScenePoint at = redan_canvas_to_scene (self, x, y);
  const char *name = NULL;
  RedanSceneRect rect;
  RedanId id;

  redan_canvas_settle (self);
  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (G_VALUE_HOLDS (value, REDAN_TYPE_DRAGGED_PATTERN))
    {
      const RedanDraggedPattern *pattern = g_value_get_boxed (value);

      return redan_canvas_insert_fragment (self, pattern->fragment, pattern->label, &at);
    }
  name = g_value_get_boxed (value);
  if (G_VALUE_HOLDS (value, REDAN_TYPE_OBJECT_NAME))
    return redan_id_parse (name, strlen (name), &id) && redan_canvas_show_here (self, &id, 1, &at);
  rect = redan_canvas_get_tool_size (self, name);
  rect.x = round_to_grid (self, at.x - rect.width / 2);
  rect.y = round_to_grid (self, at.y - rect.height / 2);
  return redan_canvas_place (self, name, &rect);
}

void
redan_canvas_add_drop (RedanCanvas *self)
{
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_INVALID, GDK_ACTION_COPY);
  GType types[] = { REDAN_TYPE_STENCIL_NAME, REDAN_TYPE_OBJECT_NAME, REDAN_TYPE_DRAGGED_PATTERN };

  gtk_drop_target_set_gtypes (target, types, G_N_ELEMENTS (types));
  g_signal_connect (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

static void
place_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  redan_canvas_insert (REDAN_CANVAS (widget), name + strlen ("canvas.add-"));
}

/** @ids: the first two selected elements. Returns: how many are selected. */
static guint
list_selected_elements (RedanCanvas *self, RedanId ids[2])
{
  guint n, n_elements = 0;
  const RedanId *selection = redan_workspace_get_selection (self->workspace, &n);

  for (guint i = 0; i < n; i++)
    {
      const RedanObject *object =
          redan_model_lookup (redan_workspace_get_model (self->workspace), &selection[i]);

      if (object == NULL || object->section != REDAN_SECTION_ELEMENT)
        continue;
      if (n_elements < 2)
        ids[n_elements] = selection[i];
      n_elements++;
    }
  return n_elements;
}

/** From the first to the second of two chosen elements; from one, the next that is clicked or gets
 * Enter. */
static void
connect_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RedanCanvas *self = REDAN_CANVAS (widget);
  RedanId ids[2];
  guint n;

  if (self->workspace == NULL)
    return;
  n = list_selected_elements (self, ids);
  if (n == 2)
    redan_canvas_connect (self, &ids[0], &ids[1]);
  else if (n == 1)
    {
      redan_canvas_arm (self, NULL);
      redan_canvas_set_connecting (self, &ids[0]);
    }
}

void
redan_canvas_install_place (GtkWidgetClass *widget_class)
{
  static const char *const names[] = { "canvas.add-actor",    "canvas.add-external",
                                       "canvas.add-process",  "canvas.add-store",
                                       "canvas.add-boundary", "canvas.add-boundary-line",
                                       "canvas.add-note" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    gtk_widget_class_install_action (widget_class, names[i], NULL, place_action);
  gtk_widget_class_install_action (widget_class, "canvas.connect", NULL, connect_action);
}
