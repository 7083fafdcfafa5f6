/* SPDX-License-Identifier: Apache-2.0 */
/* New objects on the canvas: where they find room, what they are called until somebody names them,
 * and new flows. */

#include <glib/gi18n-lib.h>
#include <math.h>

#include "model/command.h"
#include "model/containers.h"
#include "ui/diagram/grid.h"
#include "ui/window/canvas-private.h"
#include "ui/window/keys.h"

/** Between a new box and its neighbours. */
#define GAP_X 64.0
#define GAP_Y 40.0
#define SEARCH 24

/** What a tool without a stencil places. */
typedef struct
{
  const char *name;
  const char *title; /* of the first one; later ones are numbered */
  RedanSection section;
  const char *kind;
  double width;
  double height;
} Tool;

static const Tool tools[] = {
  { "actor", N_ ("Actor"), REDAN_SECTION_ELEMENT, "actor", 136, 72 },
  { "external", N_ ("External system"), REDAN_SECTION_ELEMENT, "external", 136, 72 },
  { "process", N_ ("Process"), REDAN_SECTION_ELEMENT, "process", 136, 72 },
  { "store", N_ ("Store"), REDAN_SECTION_ELEMENT, "store", 136, 72 },
  { "boundary", N_ ("Boundary"), REDAN_SECTION_BOUNDARY, "trust-zone", 360, 240 },
  { "note", N_ ("Note"), REDAN_SECTION_NOTE, NULL, 184, 80 },
};

static const Tool *
find_tool (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (tools); i++)
    if (g_str_equal (tools[i].name, name))
      return &tools[i];
  return NULL;
}

RedanSceneRect
redan_canvas_get_tool_size (RedanCanvas *self, const char *tool)
{
  const Tool *found = find_tool (tool);

  return found != NULL ? (RedanSceneRect){ 0, 0, found->width, found->height }
                       : (RedanSceneRect){ 0 };
}

static gboolean
is_name_taken (const RedanModel *model, RedanSection section, const char *name)
{
  for (guint i = 0; i < redan_model_get_n (model, section); i++)
    if (g_str_equal (redan_object_get_name (redan_model_get_nth (model, section, i)), name))
      return TRUE;
  return FALSE;
}

/** "Process", then "Process 2": a name that no other object of the section has. */
static char *
dup_free_name (const RedanModel *model, RedanSection section, const char *title)
{
  char *name = g_strdup (title);

  for (guint i = 2; is_name_taken (model, section, name); i++)
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
create_edit (RedanCanvas *self, const Tool *tool, const RedanBox *place, RedanId *id_out)
{
  const RedanModel *model = redan_workspace_get_model (self->workspace);
  const RedanId *diagram = redan_canvas_get_diagram (self);
  g_autofree char *name = dup_free_name (model, tool->section, _ (tool->title));
  RedanId parent;
  const gboolean inside = redan_diagram_find_parent (model, diagram, place, NULL, 0, &parent);

  if (tool->section == REDAN_SECTION_NOTE)
    return redan_command_add_note (model, diagram, name, place, id_out);
  if (tool->section == REDAN_SECTION_BOUNDARY)
    return redan_command_add_boundary (model, tool->kind, name, inside ? &parent : NULL, diagram,
                                       place, id_out);
  return redan_command_add_element (model, tool->kind, name, inside ? &parent : NULL, diagram,
                                    place, id_out);
}

gboolean
redan_canvas_place (RedanCanvas *self, const char *tool, const RedanSceneRect *rect)
{
  const Tool *found = find_tool (tool);
  RedanSceneRect at;
  RedanBox place;
  RedanId id;

  if (found == NULL || self->scene == NULL || redan_canvas_get_diagram (self) == NULL)
    return FALSE;
  redan_canvas_end_edit (self, TRUE);
  redan_canvas_hold_view (self);
  at = redan_canvas_get_tool_size (self, tool);
  at = rect != NULL ? *rect : find_room (self, at);
  place = redan_canvas_to_place (&at);
  if (!redan_workspace_apply (self->workspace, create_edit (self, found, &place, &id)))
    return FALSE;
  redan_workspace_select_object (self->workspace, &id);
  redan_canvas_edit_name (self, &id);
  return TRUE;
}

gboolean
redan_canvas_connect (RedanCanvas *self, const RedanId *source, const RedanId *target)
{
  RedanId id;

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

static void
place_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  redan_canvas_insert (REDAN_CANVAS (widget), name + strlen ("canvas.add-"));
}

/** The element of the selection, or REDAN_NONE. */
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
