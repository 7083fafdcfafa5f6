/* SPDX-License-Identifier: Apache-2.0 */
/* Alignment, gaps, sizes, what is in front, the ways of flows, and the automatic layout, which runs
 * in a thread and glides into place. */

#include <adwaita.h>

#include "model/canonical-reader.h"
#include "model/canonical-writer.h"
#include "model/command.h"
#include "ui/diagram/layout.h"
#include <glib/gi18n-lib.h>

#include "ui/window/canvas-private.h"
#include "ui/window/preferences.h"

#define GLIDE_MS 260

/** What an action of arrangement does; the name of the action picks the row. */
typedef struct
{
  const char *name;
  int value;
} Arrangement;

static const Arrangement alignments[] = {
  { "canvas.align-left", REDAN_ALIGN_LEFT },     { "canvas.align-centre", REDAN_ALIGN_CENTRE },
  { "canvas.align-right", REDAN_ALIGN_RIGHT },   { "canvas.align-top", REDAN_ALIGN_TOP },
  { "canvas.align-middle", REDAN_ALIGN_MIDDLE }, { "canvas.align-bottom", REDAN_ALIGN_BOTTOM },
};

static const Arrangement distributions[] = {
  { "canvas.distribute-across", FALSE },
  { "canvas.distribute-down", TRUE },
};

static const Arrangement sizes[] = {
  { "canvas.same-width", REDAN_SAME_WIDTH },
  { "canvas.same-height", REDAN_SAME_HEIGHT },
  { "canvas.same-size", REDAN_SAME_WIDTH | REDAN_SAME_HEIGHT },
};

static const Arrangement raises[] = {
  { "canvas.to-front", REDAN_RAISE_TO_FRONT },
  { "canvas.forward", REDAN_RAISE },
  { "canvas.backward", REDAN_LOWER },
  { "canvas.to-back", REDAN_LOWER_TO_BACK },
};

static int
find_value (const Arrangement *rows, const char *name)
{
  while (!g_str_equal (rows->name, name))
    rows++;
  return rows->value;
}

typedef RedanEdit *(*CreateEdit) (
    const RedanModel *model, const RedanId *diagram, const RedanId *ids, guint n, int value);

static RedanEdit *
create_alignment (
    const RedanModel *model, const RedanId *diagram, const RedanId *ids, guint n, int value)
{
  return redan_command_align (model, diagram, ids, n, (RedanAlignment) value);
}

static RedanEdit *
create_distribution (
    const RedanModel *model, const RedanId *diagram, const RedanId *ids, guint n, int value)
{
  return redan_command_distribute (model, diagram, ids, n, value);
}

static RedanEdit *
create_sizes (
    const RedanModel *model, const RedanId *diagram, const RedanId *ids, guint n, int value)
{
  return redan_command_same_size (model, diagram, ids, n, (RedanSameSize) value);
}

static RedanEdit *
create_raise (
    const RedanModel *model, const RedanId *diagram, const RedanId *ids, guint n, int value)
{
  return redan_command_raise (model, diagram, ids, n, (RedanRaise) value);
}

static RedanEdit *
create_snap (
    const RedanModel *model, const RedanId *diagram, const RedanId *ids, guint n, int value)
{
  return redan_command_snap (model, diagram, ids, n, value);
}

static void
arrange (GtkWidget *widget, CreateEdit create, int value)
{
  RedanCanvas *self = REDAN_CANVAS (widget);
  guint n = 0;
  const RedanId *ids =
      self->workspace != NULL ? redan_workspace_get_selection (self->workspace, &n) : NULL;

  if (n == 0 || redan_canvas_get_diagram (self) == NULL)
    return;
  redan_canvas_flush_nudge (self);
  redan_canvas_hold_view (self);
  redan_workspace_apply (self->workspace, create (redan_workspace_get_model (self->workspace),
                                                  redan_canvas_get_diagram (self), ids, n, value));
}

static void
align_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  arrange (widget, create_alignment, find_value (alignments, name));
}

static void
distribute_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  arrange (widget, create_distribution, find_value (distributions, name));
}

static void
size_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  arrange (widget, create_sizes, find_value (sizes, name));
}

static void
raise_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  arrange (widget, create_raise, find_value (raises, name));
}

/** To the grid of the preferences, whether or not drags keep to it. */
static void
snap_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  const int size =
      g_settings_get_int (redan_preferences_get_default (), REDAN_PREFERENCE_GRID_SIZE);

  arrange (widget, create_snap, MAX (size, 1) * REDAN_UNITS_PER_PIXEL);
}

/** @parameter: "straight", "orthogonal" or "curved". */
static void
routing_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RedanCanvas *self = REDAN_CANVAS (widget);

  redan_canvas_settle (self);
  if (self->workspace != NULL && redan_canvas_get_diagram (self) != NULL)
    redan_workspace_apply (self->workspace,
                           redan_command_set_routing (redan_workspace_get_model (self->workspace),
                                                      redan_canvas_get_diagram (self),
                                                      g_variant_get_string (parameter, NULL)));
}

/* Layout. The thread works on a model of its own: only one thread may add to a pool of strings. */

typedef struct
{
  RedanSchema *schema;
  GBytes *text;
  GArray *chosen; /* RedanId; empty for everything */
  RedanId diagram;
  guint n_without_room; /* boundaries whose chosen content could not be arranged */
} LayoutRequest;

static void
layout_request_free (gpointer data)
{
  LayoutRequest *request = data;

  redan_schema_unref (request->schema);
  g_bytes_unref (request->text);
  g_array_unref (request->chosen);
  g_free (request);
}

static void
layout_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  LayoutRequest *request = task_data;
  GError *error = NULL;
  gsize length;
  const guint8 *data = g_bytes_get_data (request->text, &length);
  RedanModel *model = redan_canonical_read (request->schema, "", data, length, &error);

  if (model == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (request->chosen->len > 0)
    request->n_without_room = redan_layout_selection (
        model, &request->diagram, (const RedanId *) (gpointer) request->chosen->data,
        request->chosen->len, cancellable);
  else
    redan_layout_model (model, TRUE, cancellable, NULL);
  g_task_return_pointer (task, model, (GDestroyNotify) redan_model_unref);
}

/** Where the boxes of the scene stood before the layout, for the glide. */
static void
remember_boxes (RedanCanvas *self)
{
  g_array_set_size (self->glide_from, 0);
  for (guint i = 0; i < self->scene->n_boxes; i++)
    {
      const RedanGlide glide = { self->scene->boxes[i].id, self->scene->boxes[i].box };

      g_array_append_val (self->glide_from, glide);
    }
}

static void
glide_cb (double value, gpointer user_data)
{
  RedanCanvas *self = REDAN_CANVAS (user_data);

  self->glide_share = value;
  redan_canvas_preview (self);
}

static void
glided_cb (RedanCanvas *self)
{
  g_array_set_size (self->glide_from, 0);
  redan_canvas_preview (self);
}

static void
start_glide (RedanCanvas *self)
{
  AdwAnimation *animation = adw_timed_animation_new (
      GTK_WIDGET (self), 0, 1, GLIDE_MS, adw_callback_animation_target_new (glide_cb, self, NULL));

  self->glide_share = 0;
  g_signal_connect_object (animation, "done", G_CALLBACK (glided_cb), self, G_CONNECT_SWAPPED);
  g_set_object (&self->glide, animation);
  adw_animation_play (animation);
  g_object_unref (animation);
}

static void
laid_out_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RedanCanvas) self = user_data;
  const LayoutRequest *request = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autoptr (RedanModel) arranged = g_task_propagate_pointer (G_TASK (result), &error);
  const gboolean all = request->chosen->len == 0;

  g_clear_object (&self->layout_cancellable);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "canvas.layout", TRUE);
  /* Another model or diagram is shown by now, or the window is gone. */
  if (self->workspace == NULL || redan_canvas_get_diagram (self) == NULL ||
      !redan_id_equal (&request->diagram, redan_canvas_get_diagram (self)))
    return;
  if (arranged == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        redan_canvas_say (self, error->message, FALSE);
      return;
    }
  remember_boxes (self);
  if (redan_workspace_apply (self->workspace,
                             redan_command_take_layout (
                                 redan_workspace_get_model (self->workspace), arranged,
                                 &request->diagram,
                                 all ? NULL : (const RedanId *) (gpointer) request->chosen->data,
                                 request->chosen->len)))
    start_glide (self);
  else
    glided_cb (self);
  if (all)
    redan_canvas_fit (self);
  if (request->n_without_room > 0)
    redan_canvas_say (self,
                      _ ("Some of the selection stays: its boundary has no room for it. Make the "
                         "boundary larger, or select it to arrange all in it."),
                      FALSE);
}

static gboolean
is_boundary (const RedanModel *model, const RedanId *id)
{
  const RedanObject *object = redan_model_lookup (model, id);

  return object != NULL && object->section == REDAN_SECTION_BOUNDARY;
}

/** Arranges the selection; everything when nothing or one element is selected. */
static void
layout_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RedanCanvas *self = REDAN_CANVAS (widget);
  const RedanModel *model = NULL;
  LayoutRequest *request = NULL;
  g_autoptr (GTask) task = NULL;
  guint n;
  const RedanId *ids = NULL;

  if (self->workspace == NULL || redan_canvas_get_diagram (self) == NULL ||
      self->layout_cancellable != NULL)
    return;
  redan_canvas_flush_nudge (self);
  model = redan_workspace_get_model (self->workspace);
  ids = redan_workspace_get_selection (self->workspace, &n);
  request = g_new0 (LayoutRequest, 1);
  request->schema = redan_schema_ref (redan_model_get_schema (model));
  request->text = redan_canonical_write (model);
  request->chosen = g_array_new (FALSE, FALSE, sizeof (RedanId));
  request->diagram = *redan_canvas_get_diagram (self);
  if (n > 1 || (n == 1 && is_boundary (model, &ids[0])))
    g_array_append_vals (request->chosen, ids, n);
  self->layout_cancellable = g_cancellable_new ();
  gtk_widget_action_set_enabled (widget, "canvas.layout", FALSE);
  task = g_task_new (NULL, self->layout_cancellable, laid_out_cb, g_object_ref (self));
  g_task_set_task_data (task, request, layout_request_free);
  g_task_run_in_thread (task, layout_thread);
}

void
redan_canvas_install_arrange (GtkWidgetClass *widget_class)
{
  for (guint i = 0; i < G_N_ELEMENTS (alignments); i++)
    gtk_widget_class_install_action (widget_class, alignments[i].name, NULL, align_action);
  for (guint i = 0; i < G_N_ELEMENTS (distributions); i++)
    gtk_widget_class_install_action (widget_class, distributions[i].name, NULL, distribute_action);
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    gtk_widget_class_install_action (widget_class, sizes[i].name, NULL, size_action);
  for (guint i = 0; i < G_N_ELEMENTS (raises); i++)
    gtk_widget_class_install_action (widget_class, raises[i].name, NULL, raise_action);
  gtk_widget_class_install_action (widget_class, "canvas.snap", NULL, snap_action);
  gtk_widget_class_install_action (widget_class, "canvas.routing", "s", routing_action);
  gtk_widget_class_install_action (widget_class, "canvas.layout", NULL, layout_action);
}
