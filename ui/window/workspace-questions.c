/* SPDX-License-Identifier: Apache-2.0 */
/* How many questions are open about each object, for the colours of the diagram: counted in a
 * thread, and only while the diagram is coloured by them. */

#include "analysis/questions.h"
#include "ui/window/workspace-private.h"

static void
count_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  /* The ranking is not looked at, so that no answer need be tried exactly. */
  const RedanQuestionOptions options = { .n_exact = 0, .work = 1 };
  RedanQuestions *questions = redan_questions_rank (task_data, &options, cancellable);
  g_autoptr (GHashTable) numbers = g_hash_table_new (g_direct_hash, g_direct_equal);
  GArray *counts = g_array_new (FALSE, FALSE, sizeof (RedanSceneCount));

  for (guint i = 0; questions != NULL && i < questions->n; i++)
    {
      const RedanObject *object = questions->questions[i].object;
      gpointer number;

      if (object == NULL)
        continue;
      if (!g_hash_table_lookup_extended (numbers, object, NULL, &number))
        {
          const RedanSceneCount count = { object->id, 0 };

          number = GUINT_TO_POINTER (counts->len);
          g_hash_table_insert (numbers, (gpointer) object, number);
          g_array_append_val (counts, count);
        }
      g_array_index (counts, RedanSceneCount, GPOINTER_TO_UINT (number)).n++;
    }
  g_clear_pointer (&questions, redan_questions_free);
  g_task_return_pointer (task, counts, (GDestroyNotify) g_array_unref);
}

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RedanWorkspace) self = user_data;
  g_autoptr (GArray) counts = g_task_propagate_pointer (G_TASK (result), NULL);

  self->counting = FALSE;
  /* The window is gone, or something else is looked at. */
  if (self->document == NULL || counts == NULL || self->colour_by != REDAN_COLOUR_QUESTIONS)
    return;
  for (guint i = 0; i < self->scenes->len; i++)
    {
      RedanScene *scene = g_ptr_array_index (self->scenes, i);
      g_autoptr (GArray) changed =
          scene != NULL
              ? redan_scene_set_questions (scene, (const RedanSceneCount *) (gpointer) counts->data,
                                           counts->len, self->colour_by)
              : NULL;

      if (changed != NULL && i == self->diagram)
        redan_workspace_tell_scene (self, changed);
    }
  if (g_task_get_task_data (G_TASK (result)) != self->analysis)
    redan_workspace_count_questions (self);
}

void
redan_workspace_count_questions (RedanWorkspace *self)
{
  g_autoptr (GTask) task = NULL;

  if (self->counting || self->analysis == NULL || self->colour_by != REDAN_COLOUR_QUESTIONS)
    return;
  self->counting = TRUE;
  task = g_task_new (NULL, NULL, counted_cb, g_object_ref (self));
  g_task_set_task_data (task, redan_analysis_ref (self->analysis),
                        (GDestroyNotify) redan_analysis_unref);
  g_task_run_in_thread (task, count_thread);
}
