/* SPDX-License-Identifier: Apache-2.0 */
/* The editor of a name in its place on the canvas: Enter keeps, Shift+Enter breaks the line, Escape
 * leaves, Tab goes on. */

#include <glib/gi18n-lib.h>

#include "model/command.h"
#include "ui/window/canvas-private.h"

#define LEAST_WIDTH 150
#define LEAST_HEIGHT 36

static gboolean
is_note (RedanCanvas *self, const RedanId *id)
{
  const RedanObject *object = redan_model_lookup (redan_workspace_get_model (self->workspace), id);

  return object != NULL && object->section == REDAN_SECTION_NOTE;
}

/** Notes and names are texts of several lines. */
static const char *
get_text (RedanCanvas *self, const RedanId *id)
{
  const RedanObject *object = redan_model_lookup (redan_workspace_get_model (self->workspace), id);
  const char *text = NULL;

  if (object == NULL)
    return "";
  if (object->section != REDAN_SECTION_NOTE)
    return redan_object_get_name (object);
  text = redan_object_get (object, REDAN_FIELD_DESCRIPTION);
  return text != NULL ? text : "";
}

static char *
dup_edited_text (RedanCanvas *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->editor));
  GtkTextIter start, end;
  char *text = NULL;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  return g_strstrip (text);
}

void
redan_canvas_end_edit (RedanCanvas *self, gboolean keeps)
{
  GtkWidget *editor = self->editor;
  const RedanId id = self->edited;
  g_autofree char *text = NULL;
  gboolean focused;

  g_clear_handle_id (&self->leave_source, g_source_remove);
  if (editor == NULL)
    return;
  text = dup_edited_text (self);
  focused = gtk_widget_has_focus (self->editor);
  self->editor = NULL;
  if (focused)
    gtk_widget_grab_focus (GTK_WIDGET (self));
  gtk_widget_unparent (editor);
  if (keeps && redan_model_lookup (redan_workspace_get_model (self->workspace), &id) != NULL &&
      !g_str_equal (text, get_text (self, &id)))
    {
      const RedanModel *model = redan_workspace_get_model (self->workspace);

      redan_workspace_apply (self->workspace, is_note (self, &id)
                                                  ? redan_command_set_note (model, &id, text)
                                                  : redan_command_rename (model, &id, text));
    }
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* What cannot be kept stays in the editor, where it can be mended. */
static gboolean
refuse (RedanCanvas *self)
{
  const RedanModel *model = redan_workspace_get_model (self->workspace);
  const RedanObject *object = redan_model_lookup (model, &self->edited);
  const gboolean note = is_note (self, &self->edited);
  g_autofree char *text = dup_edited_text (self);

  if (object == NULL || *text == '\0' ||
      redan_field_check_value (redan_model_get_schema (model), object->section,
                               note ? REDAN_FIELD_DESCRIPTION : REDAN_FIELD_NAME, NULL, text, NULL))
    return FALSE;
  redan_canvas_say (
      self, _ ("This is too long, or has control characters; shorten it, or press Escape"), FALSE);

  return TRUE;
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint key,
                guint code,
                GdkModifierType state,
                gpointer user_data)
{
  RedanCanvas *self = REDAN_CANVAS (user_data);

  switch (key)
    {
    case GDK_KEY_Escape:
      redan_canvas_end_edit (self, FALSE);
      return TRUE;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
      if ((state & GDK_SHIFT_MASK) != 0)
        return FALSE;
      if (!refuse (self))
        redan_canvas_end_edit (self, TRUE);
      return TRUE;
    case GDK_KEY_Tab:
    case GDK_KEY_ISO_Left_Tab:
      if (refuse (self))
        return TRUE;
      redan_canvas_end_edit (self, TRUE);
      if (redan_canvas_proxies_step (self->proxies, (state & GDK_SHIFT_MASK) == 0))
        gtk_widget_activate_action (gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self))),
                                    "element.select", NULL);
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
left_cb (gpointer user_data)
{
  RedanCanvas *self = REDAN_CANVAS (user_data);

  self->leave_source = 0;
  if (self->editor != NULL && !gtk_widget_has_focus (self->editor))
    redan_canvas_end_edit (self, TRUE);
  return G_SOURCE_REMOVE;
}

/** A widget must not go while the focus is on its way from it. */
static void
focus_left_cb (GtkEventControllerFocus *controller, gpointer user_data)
{
  RedanCanvas *self = REDAN_CANVAS (user_data);

  /* The context menu of the editor takes the focus too, and gives it back. */
  if (self->editor != NULL && gtk_widget_get_root (GTK_WIDGET (self)) != NULL &&
      !gtk_widget_has_focus (self->editor) && gtk_widget_get_focus_child (self->editor) == NULL)
    if (self->leave_source == 0)
      self->leave_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, left_cb, self, NULL);
}

static void
text_changed_cb (RedanCanvas *self)
{
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
redan_canvas_edit_name (RedanCanvas *self, const RedanId *id)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkTextBuffer *buffer = NULL;
  GtkTextIter start, end;
  GtkTextView *view = NULL;

  const RedanId copy = *id;

  /* That may replace the object that the id lies in. */
  redan_canvas_end_edit (self, TRUE);
  self->edited = copy;
  self->editor = gtk_text_view_new ();
  view = GTK_TEXT_VIEW (self->editor);
  gtk_text_view_set_wrap_mode (view, GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (view, FALSE);
  gtk_text_view_set_justification (view,
                                   is_note (self, &copy) ? GTK_JUSTIFY_LEFT : GTK_JUSTIFY_CENTER);
  gtk_text_view_set_left_margin (view, 6);
  gtk_text_view_set_right_margin (view, 6);
  gtk_text_view_set_top_margin (view, 6);
  gtk_text_view_set_bottom_margin (view, 6);
  gtk_widget_add_css_class (self->editor, "name-editor");
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Name"),
                                  -1);
  buffer = gtk_text_view_get_buffer (view);
  gtk_text_buffer_set_text (buffer, get_text (self, &copy), -1);
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  gtk_text_buffer_select_range (buffer, &start, &end);
  g_signal_connect_object (buffer, "changed", G_CALLBACK (text_changed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  g_signal_connect (focus, "leave", G_CALLBACK (focus_left_cb), self);
  gtk_widget_add_controller (self->editor, keys);
  gtk_widget_add_controller (self->editor, focus);
  gtk_widget_set_parent (self->editor, GTK_WIDGET (self));
  gtk_widget_grab_focus (self->editor);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/** Where the name stands: over a box, on the title of a boundary, at the label of a line. */
static RedanSceneRect
get_extent (RedanCanvas *self)
{
  const RedanSceneBox *box = redan_canvas_find_box (self, &self->edited);
  const RedanSceneLine *line = redan_canvas_find_line (self, &self->edited);

  if (box != NULL)
    return box->section == REDAN_SECTION_BOUNDARY ? box->label : box->box;
  if (line == NULL || line->n_points == 0)
    return redan_canvas_get_view (self);
  if (line->label.width > 0)
    return line->label;
  return (RedanSceneRect){
    (line->points[(line->n_points - 1) / 2].x + line->points[line->n_points / 2].x) / 2,
    (line->points[(line->n_points - 1) / 2].y + line->points[line->n_points / 2].y) / 2, 0, 0
  };
}

void
redan_canvas_measure_editor (RedanCanvas *self)
{
  if (self->editor != NULL)
    gtk_widget_measure (self->editor, GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
}

void
redan_canvas_allocate_editor (RedanCanvas *self)
{
  const int limit = gtk_widget_get_width (GTK_WIDGET (self));
  RedanSceneRect extent;
  GtkAllocation allocation;
  int natural;

  if (self->editor == NULL)
    return;
  extent = get_extent (self);
  allocation.width =
      CLAMP ((int) (extent.width * self->zoom), LEAST_WIDTH, MAX (limit, LEAST_WIDTH));
  gtk_widget_measure (self->editor, GTK_ORIENTATION_VERTICAL, allocation.width, NULL, &natural,
                      NULL, NULL);
  allocation.height = MAX (MAX (natural, LEAST_HEIGHT), (int) (extent.height * self->zoom));
  allocation.height =
      MIN (allocation.height, MAX (gtk_widget_get_height (GTK_WIDGET (self)), LEAST_HEIGHT));
  allocation.x = (int) ((extent.x + extent.width / 2) * self->zoom -
                        redan_canvas_get_offset (self, 0) - allocation.width / 2.0);
  allocation.y = (int) ((extent.y + extent.height / 2) * self->zoom -
                        redan_canvas_get_offset (self, 1) - allocation.height / 2.0);
  gtk_widget_size_allocate (self->editor, &allocation, -1);
}
