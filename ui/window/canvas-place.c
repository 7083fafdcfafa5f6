/* SPDX-License-Identifier: Apache-2.0 */
/* New objects on the canvas: where they find room, what they are called until somebody names them,
 * and new flows. */

#include <glib/gi18n-lib.h>
#include <math.h>

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
  at = rect != NULL ? *rect : find_room (self, at);
  place = redan_canvas_to_place (&at);
  if (!redan_workspace_apply (self->workspace, create_edit (self, stencil, &place, &id)))
    return FALSE;
  redan_workspace_select_object (self->workspace, &id);
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
redan_canvas_arm (RedanCanvas *self, const char *tool)
{
  g_free (self->tool);
  self->tool = g_strdup (tool);
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), tool != NULL ? "crosshair" : NULL);
  gtk_widget_queue_draw (GTK_WIDGET (self));
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
redan_canvas_insert_fragment (RedanCanvas *self, const RedanModel *fragment, const char *label)
{
  g_autoptr (GArray) ids = NULL;
  RedanBox bounds = { 0 };
  RedanScenePoint corner;
  RedanEdit *edit = NULL;

  if (self->scene == NULL || redan_canvas_get_diagram (self) == NULL)
    return FALSE;
  redan_canvas_settle (self);
  redan_fragment_get_bounds (fragment, &bounds);
  corner = find_free_side (self, &bounds);
  edit = redan_command_insert (
      redan_workspace_get_model (self->workspace), fragment, redan_canvas_get_diagram (self),
      (gint32) (corner.x * REDAN_UNITS_PER_PIXEL) - bounds.x,
      (gint32) (corner.y * REDAN_UNITS_PER_PIXEL) - bounds.y, NULL, label, &ids);
  if (!redan_workspace_apply (self->workspace, edit))
    return FALSE;
  redan_workspace_select_objects (self->workspace, (const RedanId *) (gpointer) ids->data,
                                  ids->len);
  redan_canvas_fit (self);
  return TRUE;
}

G_DEFINE_BOXED_TYPE (RedanStencilName, redan_stencil_name, g_strdup, g_free)

/** A stencil is dropped: its middle lies under the pointer. */
static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, gpointer user_data)
{
  RedanCanvas *self = user_data;
  const char *tool = g_value_get_boxed (value);
  const RedanScenePoint at = redan_canvas_to_scene (self, x, y);
  RedanSceneRect rect = redan_canvas_get_tool_size (self, tool);

  rect.x = round_to_grid (self, at.x - rect.width / 2);
  rect.y = round_to_grid (self, at.y - rect.height / 2);
  redan_canvas_settle (self);
  gtk_widget_grab_focus (GTK_WIDGET (self));
  return redan_canvas_place (self, tool, &rect);
}

void
redan_canvas_add_drop (RedanCanvas *self)
{
  GtkDropTarget *target = gtk_drop_target_new (REDAN_TYPE_STENCIL_NAME, GDK_ACTION_COPY);

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
      self->connecting = ids[0];
      gtk_widget_set_cursor_from_name (widget, "crosshair");
      gtk_widget_queue_draw (widget);
    }
}

void
redan_canvas_install_place (GtkWidgetClass *widget_class)
{
  static const char *const names[] = { "canvas.add-actor",    "canvas.add-external",
                                       "canvas.add-process",  "canvas.add-store",
                                       "canvas.add-boundary", "canvas.add-note" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    gtk_widget_class_install_action (widget_class, names[i], NULL, place_action);
  gtk_widget_class_install_action (widget_class, "canvas.connect", NULL, connect_action);
}
