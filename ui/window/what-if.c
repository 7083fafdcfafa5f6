/* SPDX-License-Identifier: Apache-2.0 */
/* What the residual risk would be with further controls, computed in a thread. */

#include "ui/window/what-if.h"

typedef struct
{
  RedanAnalysis *analysis;
  GArray *controls;
  guint32 threat;
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  redan_analysis_unref (request->analysis);
  g_array_unref (request->controls);
  g_free (request);
}

static void
what_if_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const Request *request = task_data;
  const RedanFacts *facts = request->analysis->facts;
  const RedanAnalysisOptions options = {
    .as_of = facts->as_of,
    .assumed = (const guint32 *) (gpointer) request->controls->data,
    .n_assumed = request->controls->len,
  };
  g_autoptr (RedanAnalysis) assumed = NULL;
  RedanWhatIf *what_if = NULL;

  if (g_task_return_error_if_cancelled (task))
    return;
  assumed = redan_analysis_new (facts->snapshot, facts->catalogue, &options);
  what_if = g_new0 (RedanWhatIf, 1);
  what_if->total = assumed->totals.residual;
  /* An assumption changes scores, not which threats there are. */
  if (request->threat < assumed->threats->len)
    what_if->threat = g_array_index (assumed->threats, RedanThreat, request->threat).residual;
  g_task_return_pointer (task, what_if, g_free);
}

void
redan_what_if_async (const RedanAnalysis *analysis,
                     const guint32 *controls,
                     guint n,
                     guint32 threat,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Request *request = g_new0 (Request, 1);

  request->analysis = redan_analysis_ref ((RedanAnalysis *) analysis);
  request->controls = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_array_append_vals (request->controls, controls, n);
  request->threat = threat;
  g_task_set_task_data (task, request, request_free);
  g_task_run_in_thread (task, what_if_thread);
}

gboolean
redan_what_if_finish (GAsyncResult *result, RedanWhatIf *what_if_out)
{
  g_autofree RedanWhatIf *what_if = g_task_propagate_pointer (G_TASK (result), NULL);

  if (what_if == NULL)
    return FALSE;
  *what_if_out = *what_if;
  return TRUE;
}
