/* SPDX-License-Identifier: Apache-2.0 */
/* What the whole attack graph says, in tables below the attacks: computed after them, in a thread
 * of its own, as long as it is unfolded. */

#include <glib/gi18n-lib.h>

#include "ui/window/block-view.h"
#include "ui/window/path-view-private.h"
#include "ui/window/rows.h"

static void
stop (RedanPathView *self)
{
  g_cancellable_cancel (self->overview_cancellable);
  g_clear_object (&self->overview_cancellable);
}

static void
told_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RedanPathView) self = REDAN_PATH_VIEW (user_data);
  g_autoptr (RedanReport) report = redan_attack_overview_finish (result);

  /* Something else was asked meanwhile, or the window is gone. */
  if (report == NULL || self->workspace == NULL || self->overview == NULL ||
      g_task_get_cancellable (G_TASK (result)) != self->overview_cancellable)
    return;
  g_clear_object (&self->overview_cancellable);
  redan_box_clear (self->overview);
  redan_block_view_fill (self->overview, report, self->workspace);
}

/** For the question that the study answers. */
static void
start (RedanPathView *self)
{
  const RedanStudyQuestion question = redan_path_view_get_question (self);
  GtkWidget *waiting = redan_paragraph_new (_ ("Being worked out…"), TRUE);

  stop (self);
  redan_box_clear (self->overview);
  gtk_box_append (GTK_BOX (self->overview), waiting);
  self->overview_cancellable = g_cancellable_new ();
  redan_attack_overview_async (redan_attack_get_analysis (self->study->attack), &question,
                               self->overview_cancellable, told_cb, g_object_ref (self));
}

static void
unfolded_cb (GtkExpander *expander, GParamSpec *spec, gpointer user_data)
{
  RedanPathView *self = user_data;

  self->folds_overview = !gtk_expander_get_expanded (expander);
  if (self->study == NULL)
    return;
  if (self->folds_overview)
    stop (self);
  else
    start (self);
}

GtkWidget *
redan_path_view_create_overview (RedanPathView *self)
{
  GtkWidget *expander = gtk_expander_new (NULL);

  self->overview = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  gtk_widget_set_margin_top (self->overview, 12);
  gtk_expander_set_label_widget (
      GTK_EXPANDER (expander),
      redan_heading_new (_ ("The model as a whole: how far, when, through what, where to watch"),
                         "heading"));
  gtk_expander_set_child (GTK_EXPANDER (expander), self->overview);
  gtk_expander_set_expanded (GTK_EXPANDER (expander), !self->folds_overview);
  g_signal_connect_object (expander, "notify::expanded", G_CALLBACK (unfolded_cb), self, 0);
  if (!self->folds_overview)
    start (self);
  return expander;
}

void
redan_path_view_forget_overview (RedanPathView *self)
{
  stop (self);
  self->overview = NULL;
}
