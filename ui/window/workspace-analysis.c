/* SPDX-License-Identifier: Apache-2.0 */
/* The analysis follows the edits: what was edited at once, the whole model in a thread. */

#include "ui/window/workspace-private.h"

/* Edits of more objects than this, by an import or a rearrangement, wait for the whole analysis. */
#define MAX_TOUCHED 64

typedef struct
{
  RedanSnapshot *snapshot;
  RedanCatalogue *catalogue;
  guint as_of;
} AnalysisRequest;

typedef struct
{
  RedanAnalysis *analysis;
  RedanObjectives *objectives;
} AnalysisResult;

static void
analysis_request_free (gpointer data)
{
  AnalysisRequest *request = data;

  redan_snapshot_unref (request->snapshot);
  redan_catalogue_unref (request->catalogue);
  g_free (request);
}

static void
analysis_result_free (gpointer data)
{
  AnalysisResult *result = data;

  g_clear_pointer (&result->objectives, redan_objectives_free);
  g_clear_pointer (&result->analysis, redan_analysis_unref);
  g_free (result);
}

static void
analysis_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const AnalysisRequest *request = task_data;
  const RedanAnalysisOptions options = { .as_of = request->as_of };
  AnalysisResult *result = g_new0 (AnalysisResult, 1);
  RedanAnalysis *analysis = redan_analysis_new (request->snapshot, request->catalogue, &options);

  result->analysis = analysis;
  result->objectives = redan_objectives_evaluate (analysis->facts, analysis->controls,
                                                  analysis->graph, analysis->threats);
  g_task_return_pointer (task, result, analysis_result_free);
}

/** Of the newest snapshot, on the newest analysis. */
static void
renew_peek (RedanWorkspace *self)
{
  const GArray *touched = self->touched;

  g_clear_pointer (&self->peek, redan_peek_free);
  if (self->snapshot != NULL && touched->len > 0 && touched->len <= MAX_TOUCHED)
    self->peek = redan_peek_new (self->analysis, self->snapshot,
                                 (const RedanId *) (gconstpointer) touched->data, touched->len);
}

static void start_analysis (RedanWorkspace *self);

static void
take_result (RedanWorkspace *self, AnalysisResult *result)
{
  /* Views hold the old results until they are told of the new ones. */
  g_autoptr (RedanAnalysis) old_analysis = g_steal_pointer (&self->analysis);
  g_autoptr (RedanObjectives) old_objectives = g_steal_pointer (&self->objectives);

  self->analysis = g_steal_pointer (&result->analysis);
  self->objectives = g_steal_pointer (&result->objectives);
  redan_workspace_renumber_threat (self);
  g_cancellable_cancel (self->plan_cancellable);
  g_clear_object (&self->plan_cancellable);
  self->planned = FALSE;
  if (!redan_document_is_modified (self->document))
    self->saved_residual = self->analysis->totals.residual;
  /* What was edited meanwhile must not fall back to what it was. */
  renew_peek (self);
  g_hash_table_remove_all (self->coloured);
  redan_workspace_colour_scene (self);
  redan_workspace_count_questions (self);
  redan_workspace_emit (self, REDAN_WORKSPACE_ANALYSED);
  redan_workspace_restore_selection (self);
}

static void
analysed_cb (GObject *source, GAsyncResult *task, gpointer user_data)
{
  g_autoptr (RedanWorkspace) self = user_data;
  AnalysisResult *result = g_task_propagate_pointer (G_TASK (task), NULL);

  self->analysing = FALSE;
  g_array_remove_range (self->touched, 0, self->n_analysing);
  self->n_analysing = 0;
  /* Without a document the window is gone. */
  if (self->document != NULL && result != NULL)
    take_result (self, result);
  g_clear_pointer (&result, analysis_result_free);
  if (self->document != NULL && self->outdated && self->follow_source == 0)
    start_analysis (self);
}

static void
start_analysis (RedanWorkspace *self)
{
  AnalysisRequest *request = g_new0 (AnalysisRequest, 1);
  /* A source object may be let go in the thread, where a workspace must not be freed. */
  g_autoptr (GTask) task = g_task_new (NULL, NULL, analysed_cb, g_object_ref (self));

  self->analysing = TRUE;
  self->outdated = FALSE;
  self->n_analysing = self->touched->len;
  request->snapshot = redan_snapshot_ref (self->snapshot);
  request->catalogue = redan_catalogue_ref (self->analysis->facts->catalogue);
  request->as_of = self->as_of;
  g_task_set_task_data (task, request, analysis_request_free);
  g_task_run_in_thread (task, analysis_thread);
}

RedanSnapshot *
redan_workspace_take_snapshot (RedanWorkspace *self)
{
  RedanSnapshot *before = self->snapshot != NULL ? self->snapshot : self->analysis->facts->snapshot;
  g_autoptr (RedanModel) model = redan_workspace_inherit (self);

  return redan_snapshot_update (before, model);
}

static gboolean
follow_cb (gpointer user_data)
{
  RedanWorkspace *self = user_data;
  RedanSnapshot *snapshot = redan_workspace_take_snapshot (self);

  self->follow_source = 0;
  g_clear_pointer (&self->snapshot, redan_snapshot_unref);
  self->snapshot = snapshot;
  renew_peek (self);
  if (!self->analysing)
    start_analysis (self);
  redan_workspace_emit (self, REDAN_WORKSPACE_TOUCHED);
  return G_SOURCE_REMOVE;
}

static void
touch (RedanWorkspace *self, const RedanId *id)
{
  const GArray *touched = self->touched;

  if (touched->len > self->n_analysing &&
      redan_id_equal (id, &g_array_index (touched, RedanId, touched->len - 1)))
    return;
  g_array_append_vals (self->touched, id, 1);
}

/** Several edits before the window is idle, for instance while a person types, are followed once.
 */
void
redan_workspace_follow (RedanWorkspace *self, const RedanEdit *edit)
{
  gboolean reads = FALSE;

  for (guint i = 0; i < redan_edit_get_n_changes (edit); i++)
    {
      const RedanChange *change = redan_edit_get_change (edit, i);

      if (!redan_analysis_reads (change->section, change->field))
        continue;
      reads = TRUE;
      touch (self, &change->object);
    }
  if (!reads)
    return;
  redan_workspace_follow_organization (self);
  redan_workspace_follow_all (self);
}

void
redan_workspace_follow_all (RedanWorkspace *self)
{
  self->outdated = TRUE;
  if (self->follow_source == 0)
    self->follow_source = g_idle_add (follow_cb, self);
}

void
redan_workspace_stop_following (RedanWorkspace *self)
{
  g_clear_handle_id (&self->follow_source, g_source_remove);
  g_clear_pointer (&self->peek, redan_peek_free);
  g_clear_pointer (&self->snapshot, redan_snapshot_unref);
}

gboolean
redan_workspace_is_current (RedanWorkspace *self)
{
  return !self->analysing && !self->outdated && self->organization_reads == 0;
}

const RedanPeek *
redan_workspace_get_peek (RedanWorkspace *self)
{
  return self->peek;
}
