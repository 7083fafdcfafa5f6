/* SPDX-License-Identifier: Apache-2.0 */
/* Several threads that take jobs one after another until none is left. */

#include "config.h"

#include "analysis/questions-private.h"

static gpointer
work_off (gpointer data)
{
  QuestionJobs *jobs = data;
  gpointer worker_data = jobs->start != NULL ? jobs->start (jobs->user_data) : jobs->user_data;

  while (!g_cancellable_is_cancelled (jobs->cancellable))
    {
      const guint job = (guint) g_atomic_int_add (&jobs->next, 1);

      if (job >= jobs->n_jobs)
        break;
      jobs->run (worker_data, job);
    }
  if (jobs->end != NULL)
    jobs->end (worker_data);
  return NULL;
}

gboolean
question_jobs_run (QuestionJobs *self, guint n_threads)
{
  const guint n = MIN (n_threads, self->n_jobs);
  g_autoptr (GPtrArray) threads = g_ptr_array_new ();

  for (guint i = 1; i < n; i++)
    {
      GThread *thread = g_thread_try_new ("questions", work_off, self, NULL);

      /* This one does the work of those that the system refuses. */
      if (thread != NULL)
        g_ptr_array_add (threads, thread);
    }
  work_off (self);
  for (guint i = 0; i < threads->len; i++)
    g_thread_join (g_ptr_array_index (threads, i));
  return !g_cancellable_is_cancelled (self->cancellable);
}
