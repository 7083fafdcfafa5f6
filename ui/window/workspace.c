/* SPDX-License-Identifier: Apache-2.0 */
/* What one window shows: a document, its analysis, and the one selection that all views share. */

#include "ui/window/workspace.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "model/canonical-reader.h"
#include "model/diagrams.h"
#include "ui/diagram/layout.h"
#include "ui/report/wording.h"

#define PLAN_ROWS 12
#define PLAN_TIME_MS 20000

struct _RedanWorkspace
{
  GObject parent_instance;

  RedanDocument *document; /* NULL for foreign files until they are saved */
  RedanAnalysis *analysis;
  RedanObjectives *objectives;
  RedanPlan *plan;
  gboolean plan_started;
  GCancellable *cancellable;

  char *path;
  char *notice;
  GPtrArray *losses;
  GPtrArray *diagrams;
  GPtrArray *scenes; /* one for each diagram; one when there is none */
  guint diagram;

  RedanId selected;
  guint selected_threat;
};

G_DEFINE_FINAL_TYPE (RedanWorkspace, redan_workspace, G_TYPE_OBJECT)

enum
{
  SIGNAL_SELECTION_CHANGED,
  SIGNAL_DIAGRAM_CHANGED,
  SIGNAL_PLAN_READY,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
redan_workspace_dispose (GObject *object)
{
  RedanWorkspace *self = REDAN_WORKSPACE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->document);
  g_clear_pointer (&self->objectives, redan_objectives_free);
  g_clear_pointer (&self->plan, redan_plan_free);
  g_clear_pointer (&self->scenes, g_ptr_array_unref);
  g_clear_pointer (&self->diagrams, g_ptr_array_unref);
  g_clear_pointer (&self->losses, g_ptr_array_unref);
  g_clear_pointer (&self->analysis, redan_analysis_unref);
  G_OBJECT_CLASS (redan_workspace_parent_class)->dispose (object);
}

static void
redan_workspace_finalize (GObject *object)
{
  RedanWorkspace *self = REDAN_WORKSPACE (object);

  g_free (self->path);
  g_free (self->notice);
  G_OBJECT_CLASS (redan_workspace_parent_class)->finalize (object);
}

static void
redan_workspace_class_init (RedanWorkspaceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  static const char *const names[N_SIGNALS] = { "selection-changed", "diagram-changed",
                                                "plan-ready" };

  object_class->dispose = redan_workspace_dispose;
  object_class->finalize = redan_workspace_finalize;
  for (guint i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (names[i], REDAN_TYPE_WORKSPACE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 0);
}

static void
redan_workspace_init (RedanWorkspace *self)
{
  self->selected_threat = G_MAXUINT;
  self->cancellable = g_cancellable_new ();
  self->losses = g_ptr_array_new_with_free_func ((GDestroyNotify) redan_loss_free);
}

/** What the thread that opens a file works from. */
typedef struct
{
  char *path;
  char *data_directory;
  guint as_of;
} OpenRequest;

static void
open_request_free (gpointer data)
{
  OpenRequest *request = data;

  g_free (request->path);
  g_free (request->data_directory);
  g_free (request);
}

static gboolean
is_native (const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, NULL);
  guint8 head[1024];
  gsize length = 0;

  return stream != NULL &&
         g_input_stream_read_all (G_INPUT_STREAM (stream), head, sizeof head, &length, NULL,
                                  NULL) &&
         redan_canonical_sniff (head, length);
}

static RedanModel *
read_native (RedanWorkspace *self, RedanSchema *schema, GError **error)
{
  g_autofree char *stores = g_build_filename (g_get_user_state_dir (), "redan", NULL);
  gboolean any = g_file_test (stores, G_FILE_TEST_IS_DIR);
  gboolean recovered = FALSE;

  /* Only edits need a store, and only a directory of stores can hold unsaved ones. */
  self->document = redan_document_open (schema, self->path, any ? stores : NULL, &recovered, error);
  if (self->document == NULL)
    return NULL;
  if (redan_document_get_warning (self->document) != NULL)
    self->notice = g_strdup (redan_document_get_warning (self->document));
  else if (recovered)
    self->notice = g_strdup (_ ("Changes that were not saved the last time are here again."));
  return redan_model_copy (redan_document_get_model (self->document));
}

static RedanModel *
read_foreign (RedanWorkspace *self, RedanSchema *schema, GError **error)
{
  g_autoptr (RedanOpened) opened = redan_open_file (schema, self->path, NULL, error);

  if (opened == NULL)
    return NULL;
  g_ptr_array_unref (self->losses);
  self->losses = g_steal_pointer (&opened->losses);
  opened->losses = g_ptr_array_new ();
  if (self->losses->len > 0)
    self->notice =
        g_strdup_printf (ngettext ("The import left out or guessed %u thing.",
                                   "The import left out or guessed %u things.", self->losses->len),
                         self->losses->len);
  return redan_model_ref (opened->model);
}

/** Routing and placing of labels is slow for large diagrams, so all of it happens in the thread
 * that opens the file. */
static void
build_scenes (RedanWorkspace *self)
{
  const RedanModel *model = redan_workspace_get_model (self);

  self->scenes = g_ptr_array_new_with_free_func ((GDestroyNotify) redan_scene_free);
  for (guint i = 0; i < MAX (self->diagrams->len, 1); i++)
    {
      const RedanId *id = i < self->diagrams->len
                              ? &((const RedanObject *) g_ptr_array_index (self->diagrams, i))->id
                              : NULL;

      g_ptr_array_add (self->scenes, redan_scene_new (model, id, self->analysis));
    }
}

static gboolean
open_in_thread (RedanWorkspace *self,
                const OpenRequest *request,
                GCancellable *cancellable,
                GError **error)
{
  g_autoptr (RedanDataSource) source = redan_data_source_new (request->data_directory, error);
  g_autoptr (RedanSchema) schema = source != NULL ? redan_schema_load (source, error) : NULL;
  g_autoptr (RedanCatalogue) catalogue =
      schema != NULL ? redan_catalogue_load (source, schema, error) : NULL;
  g_autoptr (RedanModel) model = NULL;
  g_autoptr (RedanSnapshot) snapshot = NULL;
  RedanAnalysisOptions options = { .as_of = request->as_of };

  if (catalogue == NULL)
    return FALSE;
  self->path = g_strdup (request->path);
  model = is_native (request->path) ? read_native (self, schema, error)
                                    : read_foreign (self, schema, error);
  if (model == NULL || g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  if (redan_layout_needed (model))
    redan_layout_model (model, FALSE, cancellable, NULL);
  snapshot = redan_snapshot_new (model);
  self->analysis = redan_analysis_new (snapshot, catalogue, &options);
  self->objectives = redan_objectives_evaluate (self->analysis->facts, self->analysis->controls,
                                                self->analysis->graph, self->analysis->threats);
  self->diagrams = redan_model_list_diagrams (snapshot->model);
  build_scenes (self);
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

static void
open_thread (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  g_autoptr (RedanWorkspace) self = g_object_new (REDAN_TYPE_WORKSPACE, NULL);
  GError *error = NULL;

  if (open_in_thread (self, task_data, cancellable, &error))
    g_task_return_pointer (task, g_steal_pointer (&self), g_object_unref);
  else
    g_task_return_error (task, error);
}

void
redan_workspace_open_async (const char *path,
                            const char *data_directory,
                            guint as_of,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  OpenRequest *request = g_new0 (OpenRequest, 1);

  request->path = g_strdup (path);
  request->data_directory = g_strdup (data_directory);
  request->as_of = as_of;
  g_task_set_task_data (task, request, open_request_free);
  /* Who cancels need not wait; the thread ends at its next look and its result is dropped. */
  g_task_set_return_on_cancel (task, TRUE);
  g_task_run_in_thread (task, open_thread);
}

RedanWorkspace *
redan_workspace_open_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

const RedanAnalysis *
redan_workspace_get_analysis (RedanWorkspace *self)
{
  return self->analysis;
}

const RedanModel *
redan_workspace_get_model (RedanWorkspace *self)
{
  return self->analysis->facts->snapshot->model;
}

const RedanObjectives *
redan_workspace_get_objectives (RedanWorkspace *self)
{
  return self->objectives;
}

const RedanPlan *
redan_workspace_get_plan (RedanWorkspace *self)
{
  return self->plan;
}

static void
plan_thread (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  const RedanAnalysis *analysis = task_data;
  const RedanPlanOptions options = { .n = PLAN_ROWS, .phase = 4, .time_ms = PLAN_TIME_MS };

  g_task_return_pointer (
      task, redan_plan_compute (analysis->facts, analysis->threats, &options, cancellable),
      (GDestroyNotify) redan_plan_free);
}

static void
plan_computed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  RedanWorkspace *self = REDAN_WORKSPACE (source);

  self->plan = g_task_propagate_pointer (G_TASK (result), NULL);
  if (self->plan != NULL)
    g_signal_emit (self, signals[SIGNAL_PLAN_READY], 0);
}

void
redan_workspace_compute_plan (RedanWorkspace *self)
{
  g_autoptr (GTask) task = NULL;

  if (self->plan_started)
    return;
  self->plan_started = TRUE;
  task = g_task_new (self, self->cancellable, plan_computed_cb, NULL);
  g_task_set_task_data (task, redan_analysis_ref (self->analysis),
                        (GDestroyNotify) redan_analysis_unref);
  g_task_run_in_thread (task, plan_thread);
}

const char *
redan_workspace_get_path (RedanWorkspace *self)
{
  return self->path;
}

char *
redan_workspace_dup_title (RedanWorkspace *self)
{
  const char *name =
      redan_object_get_name (redan_model_get_meta (redan_workspace_get_model (self)));
  g_autofree char *base = g_filename_display_basename (self->path);

  return redan_text_make_visible (name[0] != '\0' ? name : base);
}

const char *
redan_workspace_get_notice (RedanWorkspace *self)
{
  return self->notice;
}

const GPtrArray *
redan_workspace_get_losses (RedanWorkspace *self)
{
  return self->losses;
}

/** Index of a diagram that shows the object: the current one when it does, else the first that
 * does, else G_MAXUINT. */
static guint
find_diagram_of (RedanWorkspace *self, const RedanObject *object)
{
  RedanIdText id;
  RedanId end;

  if (self->diagrams->len == 0)
    return G_MAXUINT;
  /* A flow is where its source is. */
  if (object->section == REDAN_SECTION_FLOW &&
      redan_object_get_reference (object, REDAN_FIELD_SOURCE, &end))
    object = redan_model_lookup (redan_workspace_get_model (self), &end);
  for (guint i = 0; i <= self->diagrams->len; i++)
    {
      guint index = i == 0 ? self->diagram : i - 1;
      const RedanObject *diagram = g_ptr_array_index (self->diagrams, index);

      redan_id_to_text (&diagram->id, id);
      if (redan_object_get_keyed (object, REDAN_FIELD_PLACE, id) != NULL ||
          redan_object_get_keyed (object, REDAN_FIELD_ROUTE, id) != NULL)
        return index;
    }
  return G_MAXUINT;
}

static void
set_selection (RedanWorkspace *self, const RedanObject *object, guint threat)
{
  RedanId id = { { 0 } };
  guint diagram;

  if (object != NULL)
    id = object->id;
  if (redan_id_equal (&id, &self->selected) && threat == self->selected_threat)
    return;
  self->selected = id;
  self->selected_threat = threat;
  diagram = object != NULL ? find_diagram_of (self, object) : G_MAXUINT;
  if (diagram != G_MAXUINT)
    redan_workspace_set_diagram (self, diagram);
  g_signal_emit (self, signals[SIGNAL_SELECTION_CHANGED], 0);
}

void
redan_workspace_select_object (RedanWorkspace *self, const RedanId *id)
{
  set_selection (self,
                 id != NULL ? redan_model_lookup (redan_workspace_get_model (self), id) : NULL,
                 G_MAXUINT);
}

void
redan_workspace_select_threat (RedanWorkspace *self, guint index)
{
  const RedanThreat *threat = &g_array_index (self->analysis->threats, RedanThreat, index);

  set_selection (self, redan_threat_get_object (self->analysis->facts, threat), index);
}

const RedanObject *
redan_workspace_get_selected (RedanWorkspace *self)
{
  return redan_id_is_null (&self->selected)
             ? NULL
             : redan_model_lookup (redan_workspace_get_model (self), &self->selected);
}

guint
redan_workspace_get_selected_threat (RedanWorkspace *self)
{
  return self->selected_threat;
}

const GPtrArray *
redan_workspace_get_diagrams (RedanWorkspace *self)
{
  return self->diagrams;
}

guint
redan_workspace_get_diagram (RedanWorkspace *self)
{
  return self->diagram;
}

void
redan_workspace_set_diagram (RedanWorkspace *self, guint index)
{
  if (index == self->diagram || index >= self->diagrams->len)
    return;
  self->diagram = index;
  g_signal_emit (self, signals[SIGNAL_DIAGRAM_CHANGED], 0);
}

const RedanScene *
redan_workspace_get_scene (RedanWorkspace *self)
{
  return g_ptr_array_index (self->scenes, self->diagram);
}
