/* SPDX-License-Identifier: Apache-2.0 */
/* What the residual risk would be with further controls, computed in a thread. */

#include "ui/window/what-if.h"

#include "analysis/implement-many.h"

typedef struct
{
  RedanAnalysis *analysis;
  GArray *controls;
  GArray *failed; /* RedanControlPlace */
  guint32 threat;
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  redan_analysis_unref (request->analysis);
  g_array_unref (request->controls);
  g_array_unref (request->failed);
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
    .failed = (const RedanControlPlace *) (gpointer) request->failed->data,
    .n_failed = request->failed->len,
  };
  g_autoptr (RedanAnalysis) assumed = NULL;
  g_autoptr (RedanObjectives) objectives = NULL;
  RedanWhatIf *what_if = NULL;

  if (g_task_return_error_if_cancelled (task))
    return;
  assumed = redan_analysis_new (facts->snapshot, facts->catalogue, &options);
  what_if = g_new0 (RedanWhatIf, 1);
  what_if->total = assumed->totals.residual;
  objectives = redan_objectives_evaluate (assumed->facts, assumed->controls, assumed->graph,
                                          assumed->threats);
  what_if->n_met = redan_objectives_count_met (objectives);
  /* An assumption changes scores, not which threats there are. */
  if (request->threat < assumed->threats->len)
    what_if->threat = g_array_index (assumed->threats, RedanThreat, request->threat).residual;
  g_task_return_pointer (task, what_if, g_free);
}

/** Puts the control into a copy of the model. Returns: whether that can be done by an edit. */
static gboolean
put_in_place (const Request *request, RedanModel *model)
{
  guint n_places = 0;
  g_autoptr (RedanEdit) edit = redan_controls_implement (
      request->analysis, (const guint32 *) (gpointer) request->controls->data,
      request->controls->len, &n_places, NULL, NULL, NULL);

  return edit != NULL && n_places > 0 && redan_edit_apply (edit, model, NULL);
}

static void
applied_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const Request *request = task_data;
  const RedanFacts *facts = request->analysis->facts;
  const RedanThreat *asked =
      &g_array_index (request->analysis->threats, RedanThreat, request->threat);
  const RedanAnalysisOptions options = { .as_of = facts->as_of };
  g_autoptr (RedanModel) model = NULL;
  g_autofree char *id = redan_threat_dup_id (facts, asked);
  RedanWhatIf *what_if = NULL;

  if (g_task_return_error_if_cancelled (task))
    return;
  model = redan_model_copy (facts->snapshot->model);
  what_if = g_new0 (RedanWhatIf, 1);
  what_if->total = request->analysis->totals.residual;
  what_if->threat = asked->residual;
  what_if->is_impossible = !put_in_place (request, model);
  if (!what_if->is_impossible)
    {
      g_autoptr (RedanSnapshot) snapshot = redan_snapshot_new (model);
      g_autoptr (RedanAnalysis) after = redan_analysis_new (snapshot, facts->catalogue, &options);
      const RedanThreat *left = redan_analysis_find (after, id);

      what_if->total = after->totals.residual;
      what_if->is_gone = left == NULL;
      what_if->threat = left != NULL ? left->residual : 0;
    }
  g_task_return_pointer (task, what_if, g_free);
}

static void
start (const RedanAnalysis *analysis,
       const guint32 *controls,
       guint n,
       const RedanControlPlace *failed,
       guint n_failed,
       guint32 threat,
       GTask *task,
       GTaskThreadFunc thread)
{
  Request *request = g_new0 (Request, 1);

  request->analysis = redan_analysis_ref ((RedanAnalysis *) analysis);
  request->controls = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_array_append_vals (request->controls, controls, n);
  request->failed = g_array_new (FALSE, FALSE, sizeof (RedanControlPlace));
  g_array_append_vals (request->failed, failed, n_failed);
  request->threat = threat;
  g_task_set_task_data (task, request, request_free);
  g_task_run_in_thread (task, thread);
}

void
redan_what_if_async (const RedanAnalysis *analysis,
                     const guint32 *controls,
                     guint n,
                     const RedanControlPlace *failed,
                     guint n_failed,
                     guint32 threat,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  start (analysis, controls, n, failed, n_failed, threat, task, what_if_thread);
}

void
redan_what_if_applied_async (const RedanAnalysis *analysis,
                             guint32 control,
                             guint32 threat,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  start (analysis, &control, 1, NULL, 0, threat, task, applied_thread);
}

guint
redan_objectives_count_met (const RedanObjectives *objectives)
{
  guint n = 0;

  for (guint i = 0; i < objectives->n_objectives; i++)
    n += objectives->objectives[i].state == REDAN_OBJECTIVE_MET;
  return n;
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
