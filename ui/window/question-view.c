/* SPDX-License-Identifier: Apache-2.0 */
/* Open questions: ranks them in a thread while the page is looked at, and shows them one by one or
 * as a grid. */

#include "ui/window/question-view.h"

#include <glib/gi18n-lib.h>

#include "ui/window/question-card.h"
#include "ui/window/question-grid.h"

/** An analysis after which no other follows for so long is worth a ranking. */
#define PAUSE_MS 200

/** Fewer questions are made exact before anybody could read one. */
#define MANY_QUESTIONS 5000

struct _RedanQuestionView
{
  GtkWidget parent_instance;

  RedanWorkspace *workspace;
  RedanQuestions *questions;
  GCancellable *cancellable; /* of the ranking that runs */
  guint start_source;

  GtkWidget *box;
  GtkWidget *spinner;
  GtkWidget *stack;
  GtkWidget *card;
  GtkWidget *grid;
};

G_DEFINE_FINAL_TYPE (RedanQuestionView, redan_question_view, GTK_TYPE_WIDGET)

static void
take_questions (RedanQuestionView *self, RedanQuestions *questions)
{
  RedanQuestions *old = self->questions;

  self->questions = questions;
  redan_question_card_set_questions (REDAN_QUESTION_CARD (self->card), questions);
  redan_question_grid_set_questions (REDAN_QUESTION_GRID (self->grid), questions);
  redan_questions_free (old);
}

/** A ranking by estimates, on its way to the view. */
typedef struct
{
  RedanQuestionView *view;
  GCancellable *cancellable;
  RedanQuestions *questions;
} Estimate;

static void
estimate_free (gpointer data)
{
  Estimate *estimate = data;

  g_object_unref (estimate->view);
  g_object_unref (estimate->cancellable);
  redan_questions_free (estimate->questions);
  g_free (estimate);
}

static gboolean
estimated_cb (gpointer user_data)
{
  Estimate *estimate = user_data;

  /* A newer one runs, or the view is gone. What is exact already is not replaced by a guess. */
  if (estimate->cancellable == estimate->view->cancellable && estimate->view->questions == NULL)
    take_questions (estimate->view, g_steal_pointer (&estimate->questions));
  return G_SOURCE_REMOVE;
}

/** In a large model the exact answers take longer than all estimates: those are shown meanwhile. */
static void
rank_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const RedanQuestionOptions exactly = { G_MAXUINT, REDAN_QUESTIONS_WORK, FALSE, 0 };
  const RedanQuestionOptions roughly = { 0, REDAN_QUESTIONS_WORK, FALSE, 0 };
  g_autoptr (RedanQuestions) estimated = redan_questions_rank (task_data, &roughly, cancellable);

  if (estimated == NULL)
    {
      g_task_return_pointer (task, NULL, NULL);
      return;
    }
  if (estimated->n >= MANY_QUESTIONS)
    {
      Estimate *estimate = g_new (Estimate, 1);

      estimate->view = g_object_ref (g_object_get_data (G_OBJECT (task), "view"));
      estimate->cancellable = g_object_ref (cancellable);
      /* A copy: this thread goes on reading the other one. */
      estimate->questions = redan_questions_refine (estimated, &roughly, cancellable);
      g_idle_add_full (G_PRIORITY_LOW, estimated_cb, estimate, estimate_free);
    }
  g_task_return_pointer (task, redan_questions_refine (estimated, &exactly, cancellable),
                         (GDestroyNotify) redan_questions_free);
}

static void
ranked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RedanQuestionView) self = REDAN_QUESTION_VIEW (user_data);
  RedanQuestions *questions = g_task_propagate_pointer (G_TASK (result), NULL);

  /* A newer one runs, or the view is gone. */
  if (g_task_get_cancellable (G_TASK (result)) != self->cancellable)
    {
      redan_questions_free (questions);
      return;
    }
  g_clear_object (&self->cancellable);
  gtk_spinner_stop (GTK_SPINNER (self->spinner));
  if (questions != NULL)
    take_questions (self, questions);
}

static void
stop (RedanQuestionView *self)
{
  g_clear_handle_id (&self->start_source, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  gtk_spinner_stop (GTK_SPINNER (self->spinner));
}

static gboolean
start_cb (gpointer user_data)
{
  RedanQuestionView *self = REDAN_QUESTION_VIEW (user_data);
  const RedanAnalysis *analysis = redan_workspace_get_analysis (self->workspace);
  g_autoptr (GTask) task = NULL;

  self->start_source = 0;
  self->cancellable = g_cancellable_new ();
  gtk_spinner_start (GTK_SPINNER (self->spinner));
  task = g_task_new (NULL, self->cancellable, ranked_cb, g_object_ref (self));
  g_object_set_data (G_OBJECT (task), "view", self);
  g_task_set_task_data (task, redan_analysis_ref ((RedanAnalysis *) analysis),
                        (GDestroyNotify) redan_analysis_unref);
  g_task_run_in_thread (task, rank_in_thread);
  return G_SOURCE_REMOVE;
}

/* Ranking takes processor time: only while the page is looked at, and after a pause. */
static void
start_soon (RedanQuestionView *self)
{
  if (self->workspace == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  if (self->questions != NULL &&
      self->questions->analysis == redan_workspace_get_analysis (self->workspace))
    return;

  stop (self);
  self->start_source = g_timeout_add_full (G_PRIORITY_LOW, PAUSE_MS, start_cb, self, NULL);
}

void
redan_question_view_commit (RedanQuestionView *self)
{
  redan_question_grid_commit (REDAN_QUESTION_GRID (self->grid));
}

void
redan_question_view_set_workspace (RedanQuestionView *self, RedanWorkspace *workspace)
{
  if (self->workspace != NULL)
    g_signal_handlers_disconnect_by_data (self->workspace, self);
  stop (self);
  g_set_object (&self->workspace, workspace);
  take_questions (self, NULL);
  redan_question_card_set_workspace (REDAN_QUESTION_CARD (self->card), workspace);
  redan_question_grid_set_workspace (REDAN_QUESTION_GRID (self->grid), workspace);
  if (workspace != NULL)
    g_signal_connect_object (workspace, "analysed", G_CALLBACK (start_soon), self,
                             G_CONNECT_SWAPPED);
  start_soon (self);
}

static void
redan_question_view_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (redan_question_view_parent_class)->map (widget);
  start_soon (REDAN_QUESTION_VIEW (widget));
}

static void
redan_question_view_unmap (GtkWidget *widget)
{
  stop (REDAN_QUESTION_VIEW (widget));
  GTK_WIDGET_CLASS (redan_question_view_parent_class)->unmap (widget);
}

static void
redan_question_view_dispose (GObject *object)
{
  RedanQuestionView *self = REDAN_QUESTION_VIEW (object);

  if (self->workspace != NULL)
    g_signal_handlers_disconnect_by_data (self->workspace, self);
  g_clear_handle_id (&self->start_source, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->workspace);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->questions, redan_questions_free);
  G_OBJECT_CLASS (redan_question_view_parent_class)->dispose (object);
}

static void
redan_question_view_class_init (RedanQuestionViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = redan_question_view_dispose;
  GTK_WIDGET_CLASS (klass)->map = redan_question_view_map;
  GTK_WIDGET_CLASS (klass)->unmap = redan_question_view_unmap;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
show_all_cb (RedanQuestionCard *card, const RedanAttribute *attribute, gpointer user_data)
{
  RedanQuestionView *self = REDAN_QUESTION_VIEW (user_data);

  redan_question_grid_choose (REDAN_QUESTION_GRID (self->grid), attribute);
  gtk_stack_set_visible_child (GTK_STACK (self->stack), self->grid);
}

static void
redan_question_view_init (RedanQuestionView *self)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *switcher = gtk_stack_switcher_new ();

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  self->spinner = gtk_spinner_new ();
  self->stack = gtk_stack_new ();
  self->card = redan_question_card_new ();
  self->grid = redan_question_grid_new ();
  gtk_stack_add_titled (GTK_STACK (self->stack), self->card, "card", _ ("One at a Time"));
  gtk_stack_add_titled (GTK_STACK (self->stack), self->grid, "grid", _ ("Grid"));
  gtk_stack_switcher_set_stack (GTK_STACK_SWITCHER (switcher), GTK_STACK (self->stack));
  gtk_widget_set_vexpand (self->stack, TRUE);
  g_signal_connect_object (self->card, "show-all", G_CALLBACK (show_all_cb), self, 0);
  gtk_widget_add_css_class (head, "question-head");
  gtk_box_append (GTK_BOX (head), switcher);
  gtk_box_append (GTK_BOX (head), self->spinner);
  gtk_box_append (GTK_BOX (self->box), head);
  gtk_box_append (GTK_BOX (self->box), self->stack);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

GtkWidget *
redan_question_view_new (void)
{
  return g_object_new (REDAN_TYPE_QUESTION_VIEW, NULL);
}
