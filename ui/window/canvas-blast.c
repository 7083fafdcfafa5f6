/* SPDX-License-Identifier: Apache-2.0 */
/* What falls when the selected element or boundary falls: marked on the diagram by one key. */

#include <glib/gi18n-lib.h>

#include "ui/report/wording.h"
#include "ui/window/attack-study.h"
#include "ui/window/canvas-private.h"
#include "ui/window/rows.h"

static void
mark_blast (RedanCanvas *self, const RedanBlast *blast)
{
  g_autoptr (GArray) marks = g_array_new (FALSE, TRUE, sizeof (RedanMark));
  RedanMark mark = { .id = blast->origin, .kind = REDAN_MARK_ORIGIN };

  g_array_append_val (marks, mark);
  mark.kind = REDAN_MARK_FALLS;
  for (guint i = 0; i < blast->objects->len; i++)
    {
      mark.id = g_array_index (blast->objects, RedanId, i);
      g_array_append_val (marks, mark);
    }
  redan_canvas_set_marks (self, (const RedanMark *) (gpointer) marks->data, marks->len);
  self->shows_blast = TRUE;
}

static void
tell_blast (RedanCanvas *self, const RedanBlast *blast)
{
  const RedanModel *model = redan_workspace_get_model (self->workspace);
  const RedanObject *origin = redan_model_lookup (model, &blast->origin);
  g_autofree char *title = redan_object_dup_title (model, origin);
  g_autofree char *name = redan_text_shorten (title, REDAN_SHORT_TEXT);
  g_autofree char *elements = g_strdup_printf (
      ngettext ("%u element", "%u elements", blast->objects->len), blast->objects->len);
  g_autofree char *assets = g_strdup_printf (
      ngettext ("%u data asset", "%u data assets", blast->assets->len), blast->assets->len);
  g_autofree char *text =
      g_strdup_printf (_ ("Who controls %s can come to %s and %s"), name, elements, assets);

  redan_canvas_say (self, text, FALSE);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RedanCanvas) self = REDAN_CANVAS (user_data);
  g_autoptr (RedanBlast) blast = redan_blast_finish (result);

  /* Something else was selected meanwhile, or the model changed. */
  if (blast == NULL || self->workspace == NULL ||
      !redan_workspace_is_selected (self->workspace, &blast->origin))
    return;
  mark_blast (self, blast);
  tell_blast (self, blast);
}

void
redan_canvas_end_blast (RedanCanvas *self)
{
  g_cancellable_cancel (self->blast_cancellable);
  g_clear_object (&self->blast_cancellable);
  if (!self->shows_blast)
    return;
  self->shows_blast = FALSE;
  redan_canvas_set_marks (self, NULL, 0);
}

static void
blast_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RedanCanvas *self = REDAN_CANVAS (widget);
  const RedanObject *selected =
      self->workspace != NULL ? redan_workspace_get_selected (self->workspace) : NULL;
  const gboolean was_shown = self->shows_blast;

  redan_canvas_end_blast (self);
  if (was_shown || self->workspace == NULL)
    return;
  if (selected == NULL ||
      (selected->section != REDAN_SECTION_ELEMENT && selected->section != REDAN_SECTION_BOUNDARY))
    {
      redan_canvas_say (self, _ ("Select one element or boundary to see what falls with it"),
                        FALSE);
      return;
    }
  self->blast_cancellable = g_cancellable_new ();
  redan_blast_async ((RedanAnalysis *) redan_workspace_get_analysis (self->workspace),
                     &selected->id, self->blast_cancellable, found_cb, g_object_ref (self));
}

void
redan_canvas_install_blast (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "canvas.blast", NULL, blast_action);
}
