/* SPDX-License-Identifier: Apache-2.0 */
/* Copy, cut, paste, duplicate and insert: all of them carry fragments, whose text is a .redan file.
 */

#include <glib/gi18n-lib.h>
#include <math.h>

#include "model/canonical-reader.h"
#include "model/command.h"
#include "model/containers.h"
#include "model/fragment.h"
#include "ui/window/canvas-private.h"

/** How far a copy lies from its original, in units of the model. */
#define COPY_SHIFT (24 * REDAN_UNITS_PER_PIXEL)

static gboolean
copy_selection (RedanCanvas *self)
{
  guint n;
  const RedanId *selection = redan_workspace_get_selection (self->workspace, &n);
  g_autoptr (RedanModel) fragment = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *text = NULL;

  if (n == 0)
    return FALSE;
  fragment = redan_fragment_new (redan_workspace_get_model (self->workspace), selection, n,
                                 redan_canvas_get_diagram (self));
  if (redan_fragment_count (fragment) == 0)
    return FALSE;
  bytes = redan_fragment_to_text (fragment);
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  return TRUE;
}

static void
copy_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RedanCanvas *self = REDAN_CANVAS (widget);

  redan_canvas_settle (self);
  if (self->workspace != NULL && copy_selection (self) && g_str_equal (name, "canvas.cut"))
    gtk_widget_activate_action (widget, "canvas.remove", NULL);
}

/** Where the middle of something of this size comes to lie: under the pointer or the menu, else in
 * the middle of the view. */
static RedanScenePoint
find_middle (RedanCanvas *self)
{
  const RedanSceneRect view = redan_canvas_get_view (self);

  if (self->menu_used)
    return self->menu_at;
  if (self->pointer_x >= 0)
    return redan_canvas_to_scene (self, self->pointer_x, self->pointer_y);
  return (RedanScenePoint){ view.x + view.width / 2, view.y + view.height / 2 };
}

/** Puts what was copied under the pointer and selects it. */
static void
paste_fragment (RedanCanvas *self, const RedanModel *fragment)
{
  const RedanModel *model = NULL;
  const RedanId *diagram = redan_canvas_get_diagram (self);
  const RedanScenePoint middle = find_middle (self);
  const double step = self->grid > 0 ? self->grid : 8;
  g_autoptr (GArray) ids = NULL;
  RedanEdit *edit = NULL;
  RedanBox bounds, at;
  RedanId parent;
  gboolean inside;

  if (diagram == NULL || self->workspace == NULL)
    return;
  if (!redan_fragment_get_bounds (fragment, &bounds))
    {
      redan_canvas_say (self, _ ("Nothing of it has a place in a diagram: open it as a model."),
                        FALSE);
      return;
    }
  at = bounds;
  at.x = (gint32) (round ((middle.x - (double) bounds.width / REDAN_UNITS_PER_PIXEL / 2) / step) *
                   step * REDAN_UNITS_PER_PIXEL);
  at.y = (gint32) (round ((middle.y - (double) bounds.height / REDAN_UNITS_PER_PIXEL / 2) / step) *
                   step * REDAN_UNITS_PER_PIXEL);
  redan_canvas_hold_view (self);
  model = redan_workspace_get_model (self->workspace);
  inside = redan_diagram_find_parent (model, diagram, &at, NULL, 0, &parent);
  edit = redan_command_insert (model, fragment, diagram, at.x - bounds.x, at.y - bounds.y,
                               inside ? &parent : NULL, NULL, &ids);
  if (!redan_workspace_apply (self->workspace, edit))
    return;
  redan_workspace_select_objects (self->workspace, (const RedanId *) (gpointer) ids->data,
                                  ids->len);
}

/** Text that is no fragment becomes a note. */
static void
paste_note (RedanCanvas *self, const char *text)
{
  RedanSceneRect rect = redan_canvas_get_tool_size (self, "note");
  const RedanScenePoint middle = find_middle (self);
  RedanBox place;
  RedanId id;

  rect.x = middle.x - rect.width / 2;
  rect.y = middle.y - rect.height / 2;
  place = redan_canvas_to_place (&rect);
  if (redan_workspace_apply (self->workspace,
                             redan_command_add_note (redan_workspace_get_model (self->workspace),
                                                     redan_canvas_get_diagram (self), text, &place,
                                                     &id)))
    redan_workspace_select_object (self->workspace, &id);
}

static void
text_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RedanCanvas) self = REDAN_CANVAS (user_data);
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (RedanModel) fragment = NULL;
  gsize length;

  /* The window may be gone by now. */
  redan_canvas_settle (self);
  if (text == NULL || self->workspace == NULL || redan_canvas_get_diagram (self) == NULL)
    return;
  length = strlen (text);
  if (!redan_canonical_sniff ((const guint8 *) text, length))
    {
      if (*g_strstrip (text) != '\0')
        paste_note (self, text);
      return;
    }
  fragment = redan_fragment_from_text (
      redan_model_get_schema (redan_workspace_get_model (self->workspace)), _ ("clipboard"), text,
      length, &error);
  if (fragment == NULL)
    redan_canvas_say (self, error->message, FALSE);
  else
    paste_fragment (self, fragment);
}

static void
paste_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (widget), NULL, text_read_cb,
                                 g_object_ref (widget));
}

static void
duplicate_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RedanCanvas *self = REDAN_CANVAS (widget);
  g_autoptr (GArray) ids = NULL;
  guint n = 0;
  const RedanId *selection = NULL;

  redan_canvas_settle (self);
  if (self->workspace != NULL)
    selection = redan_workspace_get_selection (self->workspace, &n);
  if (n == 0 || redan_canvas_get_diagram (self) == NULL)
    return;
  redan_canvas_hold_view (self);
  if (redan_workspace_apply (self->workspace,
                             redan_command_duplicate (redan_workspace_get_model (self->workspace),
                                                      redan_canvas_get_diagram (self), selection, n,
                                                      COPY_SHIFT, COPY_SHIFT, &ids)))
    redan_workspace_select_objects (self->workspace, (const RedanId *) (gpointer) ids->data,
                                    ids->len);
}

void
redan_canvas_install_clipboard (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "canvas.copy", NULL, copy_action);
  gtk_widget_class_install_action (widget_class, "canvas.cut", NULL, copy_action);
  gtk_widget_class_install_action (widget_class, "canvas.paste", NULL, paste_action);
  gtk_widget_class_install_action (widget_class, "canvas.duplicate", NULL, duplicate_action);
}
