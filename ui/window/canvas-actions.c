/* SPDX-License-Identifier: Apache-2.0 */
/* What the keys and menus of the canvas do with the selection. */

#include <glib/gi18n-lib.h>
#include <math.h>

#include "model/command.h"
#include "ui/window/canvas-private.h"
#include "ui/window/keys.h"

/** Presses of the arrow keys that follow one another within this time are one command. */
#define NUDGE_MS 600

static void
clear_selection_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RedanCanvas *self = REDAN_CANVAS (widget);

  /* One thing at a time: what is going on, then the tool, then the selection. */
  if (redan_canvas_cancel_drag (self) || self->workspace == NULL)
    return;
  if (self->tool != NULL || !redan_id_is_null (&self->connecting))
    {
      redan_canvas_arm (self, NULL);
      return;
    }
  redan_workspace_select_object (self->workspace, NULL);
  gtk_widget_grab_focus (widget);
}

/** Delete takes out of the diagram; with Shift, or where nothing else shows it, out of the model.
 */
static void
delete_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RedanCanvas *self = REDAN_CANVAS (widget);
  const gboolean everywhere = g_str_equal (name, "canvas.delete");
  const RedanModel *model = NULL;
  const RedanId *diagram = redan_canvas_get_diagram (self);
  g_autofree char *text = NULL;
  guint n, n_deleted;
  const RedanId *ids =
      self->workspace != NULL ? redan_workspace_get_selection (self->workspace, &n) : NULL;

  if (ids == NULL || n == 0 || diagram == NULL)
    return;
  redan_canvas_flush_nudge (self);
  redan_canvas_hold_view (self);
  model = redan_workspace_get_model (self->workspace);
  n_deleted = everywhere ? n : redan_command_count_removed (model, diagram, ids, n);
  text = n_deleted > 0 ? g_strdup_printf (ngettext ("Deleted %u object from the model",
                                                    "Deleted %u objects from the model", n_deleted),
                                          n_deleted)
                       : g_strdup_printf (ngettext ("Removed %u object from the diagram",
                                                    "Removed %u objects from the diagram", n),
                                          n);
  gtk_widget_grab_focus (widget);
  if (redan_workspace_apply (self->workspace, everywhere
                                                  ? redan_command_delete (model, ids, n)
                                                  : redan_command_remove (model, diagram, ids, n)))
    redan_canvas_say (self, text, TRUE);
}

static void
rename_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RedanCanvas *self = REDAN_CANVAS (widget);
  const RedanObject *selected =
      self->workspace != NULL ? redan_workspace_get_selected (self->workspace) : NULL;

  if (selected != NULL)
    redan_canvas_edit_name (self, &selected->id);
}

/** With all = FALSE everything that is not selected now. */
static void
select_all (RedanCanvas *self, gboolean all)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (RedanId));

  if (self->scene == NULL || self->workspace == NULL)
    return;
  for (guint i = 0; i < self->scene->n_boxes; i++)
    if (all || !redan_workspace_is_selected (self->workspace, &self->scene->boxes[i].id))
      g_array_append_val (ids, self->scene->boxes[i].id);
  for (guint i = 0; i < self->scene->n_lines; i++)
    if (all || !redan_workspace_is_selected (self->workspace, &self->scene->lines[i].id))
      g_array_append_val (ids, self->scene->lines[i].id);
  redan_workspace_select_objects (self->workspace, (const RedanId *) (gpointer) ids->data,
                                  ids->len);
}

static void
select_all_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  select_all (REDAN_CANVAS (widget), g_str_equal (name, "canvas.select-all"));
}

/** Enter: the element with the focus is chosen, is the end of a flow, or is renamed when it is
 * chosen already. */
static void
activate_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RedanCanvas *self = REDAN_CANVAS (widget);
  const RedanId *focus = redan_canvas_proxies_get_focused_id (self->proxies);
  const RedanId source = self->connecting;
  RedanId id;

  if (self->workspace == NULL || redan_canvas_finish_line (self))
    return;
  if (focus == NULL)
    {
      rename_action (widget, name, parameter);
      return;
    }
  id = *focus;
  if (!redan_id_is_null (&source))
    {
      redan_canvas_set_connecting (self, NULL);
      redan_canvas_connect (self, &source, &id);
    }
  else if (redan_workspace_get_selected (self->workspace) != NULL &&
           redan_workspace_is_selected (self->workspace, &id))
    redan_canvas_edit_name (self, &id);
  else
    redan_workspace_select_object (self->workspace, &id);
}

static void
toggle_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RedanCanvas *self = REDAN_CANVAS (widget);
  const RedanId *focus = redan_canvas_proxies_get_focused_id (self->proxies);

  if (focus != NULL && self->workspace != NULL)
    redan_workspace_toggle_object (self->workspace, focus);
}

/* Arrow keys */

void
redan_canvas_flush_nudge (RedanCanvas *self)
{
  const double dx = self->nudge_x;
  const double dy = self->nudge_y;

  g_clear_handle_id (&self->nudge_source, g_source_remove);
  self->nudge_x = 0;
  self->nudge_y = 0;
  if (self->workspace == NULL || (dx == 0 && dy == 0))
    return;
  redan_canvas_preview (self);
  redan_workspace_apply (
      self->workspace,
      redan_command_move (redan_workspace_get_model (self->workspace), &self->nudged_diagram,
                          (const RedanId *) (gpointer) self->nudged->data, self->nudged->len,
                          (gint32) (dx * REDAN_UNITS_PER_PIXEL),
                          (gint32) (dy * REDAN_UNITS_PER_PIXEL)));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
nudge_cb (gpointer user_data)
{
  RedanCanvas *self = REDAN_CANVAS (user_data);

  self->nudge_source = 0;
  redan_canvas_flush_nudge (self);
  return G_SOURCE_REMOVE;
}

void
redan_canvas_settle (RedanCanvas *self)
{
  if (self->workspace == NULL)
    return;
  redan_canvas_end_edit (self, TRUE);
  redan_canvas_flush_nudge (self);
}

static GtkDirectionType
get_direction (const char *name)
{
  if (g_str_has_suffix (name, "left"))
    return GTK_DIR_LEFT;
  if (g_str_has_suffix (name, "right"))
    return GTK_DIR_RIGHT;
  return g_str_has_suffix (name, "up") ? GTK_DIR_UP : GTK_DIR_DOWN;
}

static void
nudge (RedanCanvas *self, GtkDirectionType direction, double step)
{
  guint n;
  const RedanId *ids = redan_workspace_get_selection (self->workspace, &n);

  if (redan_canvas_get_diagram (self) == NULL)
    return;
  if (self->nudge_x == 0 && self->nudge_y == 0)
    {
      g_array_set_size (self->nudged, 0);
      g_array_append_vals (self->nudged, ids, n);
      self->nudged_diagram = *redan_canvas_get_diagram (self);
    }
  self->nudge_x += direction == GTK_DIR_LEFT ? -step : direction == GTK_DIR_RIGHT ? step : 0;
  self->nudge_y += direction == GTK_DIR_UP ? -step : direction == GTK_DIR_DOWN ? step : 0;
  g_clear_handle_id (&self->nudge_source, g_source_remove);
  self->nudge_source = g_timeout_add (NUDGE_MS, nudge_cb, self);
  redan_canvas_preview (self);
}

/** Arrows move what is selected; when nothing is, or a flow is being drawn, they walk from element
 * to element. */
static void
arrow_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RedanCanvas *self = REDAN_CANVAS (widget);
  const GtkDirectionType direction = get_direction (name);
  guint n = 0;

  if (self->workspace != NULL)
    redan_workspace_get_selection (self->workspace, &n);
  if (g_str_has_prefix (name, "canvas.walk-") || n == 0 || !redan_id_is_null (&self->connecting))
    gtk_widget_child_focus (widget, direction);
  else
    nudge (self, direction,
           g_str_has_prefix (name, "canvas.nudge-") ? 1 : (self->grid > 0 ? self->grid : 8));
}

static void
menu_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RedanCanvas *self = REDAN_CANVAS (widget);
  const RedanSceneRect *focus = redan_canvas_proxies_get_focus (self->proxies);
  double x = gtk_widget_get_width (widget) / 2.0;
  double y = gtk_widget_get_height (widget) / 2.0;
  const RedanObject *selected =
      self->workspace != NULL ? redan_workspace_get_selected (self->workspace) : NULL;
  const RedanSceneBox *box = selected != NULL ? redan_canvas_find_box (self, &selected->id) : NULL;

  if (focus == NULL && box != NULL)
    focus = &box->box;
  if (focus != NULL)
    {
      x = (focus->x + focus->width / 2) * self->zoom - redan_canvas_get_offset (self, 0);
      y = (focus->y + focus->height / 2) * self->zoom - redan_canvas_get_offset (self, 1);
    }
  redan_canvas_show_menu (self, x, y);
}

/** The one selected flow, or NULL. */
static const RedanObject *
get_selected_flow (RedanCanvas *self)
{
  const RedanObject *selected =
      self->workspace != NULL ? redan_workspace_get_selected (self->workspace) : NULL;

  return selected != NULL && selected->section == REDAN_SECTION_FLOW ? selected : NULL;
}

static void
flow_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RedanCanvas *self = REDAN_CANVAS (widget);
  const RedanObject *flow = get_selected_flow (self);
  const RedanModel *model = NULL;
  RedanEdit *edit = NULL;

  if (flow == NULL)
    return;
  redan_canvas_flush_nudge (self);
  flow = get_selected_flow (self);
  model = redan_workspace_get_model (self->workspace);
  if (g_str_equal (name, "canvas.reverse"))
    edit = redan_command_reverse (model, &flow->id);
  else if (g_str_equal (name, "canvas.both-ways"))
    edit = redan_command_set_bidirectional (
        model, &flow->id,
        g_strcmp0 (redan_object_get (flow, REDAN_FIELD_BIDIRECTIONAL), "yes") != 0);
  else
    edit = redan_command_set_route (model, redan_canvas_get_diagram (self), &flow->id, NULL, 0);
  redan_workspace_apply (self->workspace, edit);
}

void
redan_canvas_install_actions (GtkWidgetClass *widget_class)
{
  static const struct
  {
    const char *name;
    GtkWidgetActionActivateFunc activate;
  } actions[] = {
    { "canvas.clear-selection", clear_selection_action },
    { "canvas.remove", delete_action },
    { "canvas.delete", delete_action },
    { "canvas.rename", rename_action },
    { "canvas.select-all", select_all_action },
    { "canvas.invert-selection", select_all_action },
    { "canvas.activate", activate_action },
    { "canvas.toggle", toggle_action },
    { "canvas.menu", menu_action },
    { "canvas.reverse", flow_action },
    { "canvas.both-ways", flow_action },
    { "canvas.straighten", flow_action },
    { "canvas.move-left", arrow_action },
    { "canvas.move-right", arrow_action },
    { "canvas.move-up", arrow_action },
    { "canvas.move-down", arrow_action },
    { "canvas.nudge-left", arrow_action },
    { "canvas.nudge-right", arrow_action },
    { "canvas.nudge-up", arrow_action },
    { "canvas.nudge-down", arrow_action },
    { "canvas.walk-left", arrow_action },
    { "canvas.walk-right", arrow_action },
    { "canvas.walk-up", arrow_action },
    { "canvas.walk-down", arrow_action },
  };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, NULL, actions[i].activate);
}

void
redan_canvas_add_keys (RedanCanvas *self)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();
  guint n;
  const RedanKey *keys = redan_keys_get (&n);

  for (guint i = 0; i < n; i++)
    if (g_str_has_prefix (keys[i].action, "canvas."))
      gtk_shortcut_controller_add_shortcut (
          GTK_SHORTCUT_CONTROLLER (controller),
          gtk_shortcut_new (redan_keys_dup_trigger (keys[i].action),
                            gtk_named_action_new (keys[i].action)));
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}
