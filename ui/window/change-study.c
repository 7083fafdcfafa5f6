/* SPDX-License-Identifier: Apache-2.0 */
/* Compares the live model with another version of it, in a thread, while somebody looks. */

#include "config.h"

#include "ui/window/change-study.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "model/canonical-reader.h"
#include "model/canonical-writer.h"
#include "model/diagrams.h"
#include "model/exchange/import.h"
#include "model/git.h"
#include "model/organization.h"
#include "model/revision.h"
#include "ui/diagram/painter.h"

/** An edit after which no other follows for so long is worth a comparison. */
#define PAUSE_MS 200

/** The other version, read and analysed once. Only one thread at a time uses it: comparing adds
 * strings to the pool of its model. */
typedef struct
{
  gatomicrefcount references;
  RedanModel *model;
  RedanAnalysis *analysis;
} Other;

static Other *
other_ref (Other *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

static void
other_unref (Other *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_clear_pointer (&self->analysis, redan_analysis_unref);
  g_clear_pointer (&self->model, redan_model_unref);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Other, other_unref)

/** What a thread compares. */
typedef struct
{
  RedanChangeBase *base;
  Other *other;            /* NULL: to be read first */
  RedanModel *saved;       /* for the last saved state */
  char *path;              /* the file, for a revision and for what is inherited */
  RedanModel *model;       /* the live one, as it was */
  RedanSnapshot *snapshot; /* of it with what it inherits */
  RedanCatalogue *catalogue;
  guint as_of;
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  redan_change_base_free (request->base);
  g_clear_pointer (&request->other, other_unref);
  g_clear_pointer (&request->saved, redan_model_unref);
  g_free (request->path);
  redan_model_unref (request->model);
  redan_snapshot_unref (request->snapshot);
  redan_catalogue_unref (request->catalogue);
  g_free (request);
}

/** What a thread found. */
typedef struct
{
  Other *other;
  RedanDifference *difference;
  RedanBeforeAfter *comparison;
  GPtrArray *ghosts;
} Result;

static void
result_free (gpointer data)
{
  Result *result = data;

  g_clear_pointer (&result->comparison, redan_before_after_free);
  g_clear_pointer (&result->ghosts, g_ptr_array_unref);
  g_clear_pointer (&result->difference, redan_difference_free);
  g_clear_pointer (&result->other, other_unref);
  g_free (result);
}

struct _RedanChangeStudy
{
  GObject parent_instance;

  RedanWorkspace *workspace;
  RedanChangeBase *base;
  Other *other;      /* of the base; NULL until it was read */
  RedanModel *saved; /* which saved state @other is of; kept, so that no other gets its address */
  char *inherited;   /* hash of the organization when @other was begun, or NULL */
  Result *result;
  char *problem;
  guint watchers;
  guint start_source;
  GCancellable *cancellable; /* of the thread that runs */
  gboolean running;
  gboolean given_up;
  gboolean outdated; /* the result is not of the live model and base */
};

G_DEFINE_FINAL_TYPE (RedanChangeStudy, redan_change_study, G_TYPE_OBJECT)

static guint changed_signal;

/* In the thread */

static RedanModel *
read_bytes (RedanSchema *schema, const char *path, GBytes *bytes, GError **error)
{
  return bytes != NULL ? redan_canonical_read (schema, path, g_bytes_get_data (bytes, NULL),
                                               g_bytes_get_size (bytes), error)
                       : NULL;
}

/** A model with a pool of strings of its own: that of the saved state belongs to the main thread.
 */
static RedanModel *
read_base (const Request *request, GError **error)
{
  RedanSchema *schema = redan_model_get_schema (request->model);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (RedanOpened) opened = NULL;

  switch (request->base->kind)
    {
    case REDAN_BASE_SAVED:
      bytes = redan_canonical_write (request->saved);
      return read_bytes (schema, request->base->title, bytes, error);
    case REDAN_BASE_REVISION:
      bytes = redan_revision_read (request->base->name, request->path, error);
      return read_bytes (schema, request->base->name, bytes, error);
    default:
      opened = redan_open_file (schema, request->base->name, NULL, error);
      return opened != NULL ? redan_model_ref (opened->model) : NULL;
    }
}

static RedanAnalysis *
analyse (const Request *request, RedanSnapshot *snapshot)
{
  const RedanAnalysisOptions options = { .as_of = request->as_of };

  return redan_analysis_new (snapshot, request->catalogue, &options);
}

/** The other version inherits what it would on its own: from the file beside it, or of its
 * revision. */
static gboolean
inherit (const Request *request,
         const RedanModel *model,
         RedanInheritance **inheritance_out,
         GError **error)
{
  switch (request->base->kind)
    {
    case REDAN_BASE_SAVED:
      return redan_inheritance_load (model, request->path != NULL ? request->path : "-",
                                     inheritance_out, error);
    case REDAN_BASE_REVISION:
      return redan_inheritance_load_revision (model, request->base->name, request->path,
                                              inheritance_out, error);
    default:
      return redan_inheritance_load (model, request->base->name, inheritance_out, error);
    }
}

static Other *
read_other (const Request *request, GCancellable *cancellable, GError **error)
{
  g_autoptr (RedanModel) model = read_base (request, error);
  g_autoptr (RedanInheritance) inheritance = NULL;
  g_autoptr (RedanSnapshot) snapshot = NULL;
  Other *other;

  if (model == NULL || g_cancellable_set_error_if_cancelled (cancellable, error) ||
      !inherit (request, model, &inheritance, error))
    return NULL;
  snapshot = redan_snapshot_new (inheritance != NULL ? inheritance->model : model);
  other = g_new0 (Other, 1);
  g_atomic_ref_count_init (&other->references);
  other->model = g_steal_pointer (&model);
  other->analysis = analyse (request, snapshot);
  return other;
}

/** What the diagram showed of the removed objects; NULL when it showed none. */
static RedanGhosts *
find_ghosts (const RedanModel *model, const RedanId *diagram, const RedanDifference *difference)
{
  RedanGhosts *ghosts = g_new0 (RedanGhosts, 1);
  const RedanScene *scene = NULL;

  ghosts->scene = redan_scene_new (model, diagram, NULL);
  ghosts->items = g_array_new (FALSE, FALSE, sizeof (guint));
  scene = ghosts->scene;
  for (guint i = 0; i < difference->objects->len; i++)
    {
      const RedanObjectDifference *object =
          &g_array_index (difference->objects, RedanObjectDifference, i);
      const guint item = object->kind == REDAN_DIFFERENCE_REMOVED
                             ? redan_scene_find (scene, &object->before->id)
                             : REDAN_SCENE_NONE;

      if (item != REDAN_SCENE_NONE)
        g_array_append_val (ghosts->items, item);
    }
  if (ghosts->items->len > 0)
    {
      ghosts->marks = g_malloc (scene->n_boxes + scene->n_lines);
      memset (ghosts->marks, REDAN_PAINT_REMOVED, scene->n_boxes + scene->n_lines);
      return ghosts;
    }
  redan_ghosts_free (ghosts);
  return NULL;
}

static GPtrArray *
list_ghosts (const RedanModel *model, const RedanDifference *difference, GCancellable *cancellable)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) redan_ghosts_free);
  g_autoptr (GPtrArray) diagrams = redan_model_list_diagrams (model);
  gboolean any = FALSE;

  for (guint i = 0; i < difference->objects->len && !any; i++)
    any = g_array_index (difference->objects, RedanObjectDifference, i).kind ==
          REDAN_DIFFERENCE_REMOVED;
  for (guint i = 0; any && i < diagrams->len && !g_cancellable_is_cancelled (cancellable); i++)
    {
      const RedanObject *diagram = g_ptr_array_index (diagrams, i);
      RedanGhosts *ghosts = find_ghosts (model, &diagram->id, difference);

      if (ghosts != NULL)
        g_ptr_array_add (list, ghosts);
    }
  return list;
}

static Result *
compare (const Request *request, GCancellable *cancellable, GError **error)
{
  g_autoptr (Other) other = request->other != NULL ? other_ref (request->other)
                                                   : read_other (request, cancellable, error);
  g_autoptr (RedanDifference) difference = NULL;
  g_autoptr (RedanAnalysis) analysis = NULL;
  Result *result;

  if (other == NULL || g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  difference = redan_difference_new (other->model, request->model);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  /* One of its own: that of the workspace fills itself up when it is asked, and the main thread
   * asks. */
  analysis = analyse (request, request->snapshot);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  result = g_new0 (Result, 1);
  result->comparison = redan_before_after_new (other->analysis, analysis);
  result->ghosts = list_ghosts (other->model, difference, cancellable);
  result->difference = g_steal_pointer (&difference);
  result->other = g_steal_pointer (&other);
  return result;
}

static void
study_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  GError *error = NULL;
  Result *result = compare (task_data, cancellable, &error);

  if (result != NULL)
    g_task_return_pointer (task, result, result_free);
  else
    g_task_return_error (task, error);
}

/* What was found */

static void
tell (RedanChangeStudy *self)
{
  g_signal_emit (self, changed_signal, 0);
}

static void
mark (GHashTable *marks, const RedanId *id, RedanSceneChange change)
{
  RedanSceneCount *count = g_hash_table_lookup (marks, id);

  if (count == NULL)
    {
      count = g_new (RedanSceneCount, 1);
      *count = (RedanSceneCount){ *id, change };
      g_hash_table_insert (marks, &count->id, count);
    }
  count->n = MAX (count->n, change);
}

/** A control or a decision is seen on what it is placed on, which is another thing then. */
static void
mark_object (GHashTable *marks, const RedanObjectDifference *object)
{
  static const RedanSceneChange changes[REDAN_N_DIFFERENCES] = {
    [REDAN_DIFFERENCE_ADDED] = REDAN_SCENE_ADDED,
    [REDAN_DIFFERENCE_REMOVED] = REDAN_SCENE_UNCHANGED,
    [REDAN_DIFFERENCE_CHANGED] = REDAN_SCENE_CHANGED,
    [REDAN_DIFFERENCE_MOVED] = REDAN_SCENE_MOVED,
  };
  const RedanObject *either = object->after != NULL ? object->after : object->before;
  RedanId target;

  if (redan_object_get_reference (either, REDAN_FIELD_TARGET, &target))
    mark (marks, &target, REDAN_SCENE_CHANGED);
  else if (object->after != NULL)
    mark (marks, &either->id, changes[object->kind]);
}

static void
colour_diagram (RedanChangeStudy *self)
{
  g_autoptr (GHashTable) marks =
      g_hash_table_new_full (redan_id_hash, redan_id_equal, NULL, g_free);
  g_autoptr (GArray) changes = g_array_new (FALSE, FALSE, sizeof (RedanSceneCount));
  const RedanDifference *difference = redan_change_study_get_difference (self);
  GHashTableIter iter;
  gpointer count;

  if (self->workspace == NULL)
    return;
  for (guint i = 0; difference != NULL && i < difference->objects->len; i++)
    mark_object (marks, &g_array_index (difference->objects, RedanObjectDifference, i));
  g_hash_table_iter_init (&iter, marks);
  while (g_hash_table_iter_next (&iter, NULL, &count))
    g_array_append_vals (changes, count, 1);
  redan_workspace_set_changes (self->workspace, g_steal_pointer (&changes));
  redan_workspace_set_ghosts (self->workspace,
                              self->result != NULL ? g_ptr_array_ref (self->result->ghosts) : NULL);
}

static void start (RedanChangeStudy *self);

static void
studied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RedanChangeStudy) self = REDAN_CHANGE_STUDY (user_data);
  Request *request = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  Result *found = g_task_propagate_pointer (G_TASK (result), &error);
  gboolean wanted = g_task_get_cancellable (G_TASK (result)) == self->cancellable;

  self->running = FALSE;
  if (wanted)
    {
      g_clear_object (&self->cancellable);
      g_clear_pointer (&self->problem, g_free);
      if (found != NULL)
        {
          g_clear_pointer (&self->result, result_free);
          g_clear_pointer (&self->other, other_unref);
          self->other = other_ref (found->other);
          g_clear_pointer (&self->saved, redan_model_unref);
          self->saved = g_steal_pointer (&request->saved);
          self->result = g_steal_pointer (&found);
        }
      else
        {
          g_clear_pointer (&self->result, result_free);
          self->problem = g_strdup (error->message);
        }
      colour_diagram (self);
    }
  g_clear_pointer (&found, result_free);
  if (self->outdated && self->start_source == 0)
    start (self);
  /* Without a workspace nobody looks any more. */
  if (self->workspace != NULL)
    tell (self);
}

/* When to compute */

static void
start (RedanChangeStudy *self)
{
  RedanDocument *document = NULL;
  const RedanModel *saved = NULL;
  const RedanInheritance *inheritance = NULL;
  Request *request = NULL;
  g_autoptr (GTask) task = NULL;

  /* One at a time; the one that runs begins the next. */
  if (self->running || self->workspace == NULL || self->watchers == 0)
    return;
  self->outdated = FALSE;
  document = redan_workspace_get_document (self->workspace);
  saved = redan_document_get_saved_model (document);
  inheritance = redan_workspace_get_inheritance (self->workspace);
  if ((self->base->kind == REDAN_BASE_SAVED && saved != self->saved) ||
      g_strcmp0 (self->inherited, inheritance != NULL ? inheritance->hash : NULL) != 0)
    g_clear_pointer (&self->other, other_unref);
  g_free (self->inherited);
  self->inherited = inheritance != NULL ? g_strdup (inheritance->hash) : NULL;
  if (self->base->kind == REDAN_BASE_SAVED && saved == NULL)
    {
      g_clear_pointer (&self->result, result_free);
      g_free (self->problem);
      self->problem =
          g_strdup (_ ("The model was never saved; there is nothing to compare it with."));
      colour_diagram (self);
      return;
    }

  request = g_new0 (Request, 1);
  request->base = redan_change_base_copy (self->base);
  request->other = self->other != NULL ? other_ref (self->other) : NULL;
  request->saved = saved != NULL && self->base->kind == REDAN_BASE_SAVED
                       ? redan_model_ref ((RedanModel *) saved)
                       : NULL;
  if (redan_document_get_path (document) != NULL)
    request->path = redan_git_dup_real_path (redan_document_get_path (document));
  request->model = redan_model_copy (redan_workspace_get_model (self->workspace));
  request->snapshot = redan_workspace_take_snapshot (self->workspace);
  request->catalogue =
      redan_catalogue_ref (redan_workspace_get_analysis (self->workspace)->facts->catalogue);
  request->as_of = redan_workspace_get_analysis (self->workspace)->facts->as_of;
  self->running = TRUE;
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  task = g_task_new (NULL, self->cancellable, studied_cb, g_object_ref (self));
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, request, request_free);
  g_task_run_in_thread (task, study_thread);
}

static gboolean
start_cb (gpointer user_data)
{
  RedanChangeStudy *self = user_data;

  self->start_source = 0;
  start (self);
  tell (self);
  return G_SOURCE_REMOVE;
}

static void
stop (RedanChangeStudy *self)
{
  g_clear_handle_id (&self->start_source, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

/** What runs for another state is not worth its end. */
static void
start_soon (RedanChangeStudy *self)
{
  self->outdated = TRUE;
  self->given_up = FALSE;
  stop (self);
  if (self->workspace == NULL || self->watchers == 0)
    return;
  self->start_source = g_timeout_add_full (G_PRIORITY_LOW, PAUSE_MS, start_cb, self, NULL);
  tell (self);
}

/** Saving changes what was saved last. */
static void
state_changed_cb (RedanChangeStudy *self)
{
  RedanDocument *document = redan_workspace_get_document (self->workspace);

  if (self->base->kind == REDAN_BASE_SAVED &&
      redan_document_get_saved_model (document) != self->saved)
    start_soon (self);
}

void
redan_change_study_set_base (RedanChangeStudy *self, RedanChangeBase *base)
{
  stop (self);
  g_clear_pointer (&self->base, redan_change_base_free);
  g_clear_pointer (&self->other, other_unref);
  g_clear_pointer (&self->result, result_free);
  g_clear_pointer (&self->problem, g_free);
  g_clear_pointer (&self->saved, redan_model_unref);
  self->base = base;
  start_soon (self);
  tell (self);
}

void
redan_change_study_set_workspace (RedanChangeStudy *self, RedanWorkspace *workspace)
{
  if (self->workspace != NULL)
    g_signal_handlers_disconnect_by_data (self->workspace, self);
  g_set_object (&self->workspace, workspace);
  if (workspace != NULL)
    {
      g_signal_connect_object (workspace, "edited", G_CALLBACK (start_soon), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (workspace, "state-changed", G_CALLBACK (state_changed_cb), self,
                               G_CONNECT_SWAPPED);
    }
  redan_change_study_set_base (
      self, redan_change_base_new (REDAN_BASE_SAVED, NULL, _ ("the last saved state")));
}

const RedanChangeBase *
redan_change_study_get_base (RedanChangeStudy *self)
{
  return self->base;
}

void
redan_change_study_watch (RedanChangeStudy *self, RedanChangeWatch who, gboolean looks)
{
  self->watchers = looks ? self->watchers | who : self->watchers & ~(guint) who;
  if (looks && self->outdated && !self->given_up && self->start_source == 0)
    start_soon (self);
}

void
redan_change_study_cancel (RedanChangeStudy *self)
{
  if (!redan_change_study_is_busy (self))
    return;
  stop (self);
  g_clear_pointer (&self->result, result_free);
  g_free (self->problem);
  self->problem = g_strdup (_ ("Cancelled; choose again what to compare with."));
  self->given_up = TRUE;
  self->outdated = FALSE;
  colour_diagram (self);
  tell (self);
}

gboolean
redan_change_study_is_busy (RedanChangeStudy *self)
{
  return self->start_source != 0 || self->cancellable != NULL ||
         (self->running && self->outdated && !self->given_up);
}

const RedanDifference *
redan_change_study_get_difference (RedanChangeStudy *self)
{
  return self->result != NULL ? self->result->difference : NULL;
}

const RedanBeforeAfter *
redan_change_study_get_comparison (RedanChangeStudy *self)
{
  return self->result != NULL ? self->result->comparison : NULL;
}

const char *
redan_change_study_get_problem (RedanChangeStudy *self)
{
  return self->problem;
}

void
redan_change_study_stop (RedanChangeStudy *self)
{
  stop (self);
  if (self->workspace != NULL)
    g_signal_handlers_disconnect_by_data (self->workspace, self);
  g_clear_object (&self->workspace);
  self->outdated = FALSE;
}

static void
redan_change_study_dispose (GObject *object)
{
  RedanChangeStudy *self = REDAN_CHANGE_STUDY (object);

  redan_change_study_stop (self);
  g_clear_pointer (&self->inherited, g_free);
  g_clear_pointer (&self->result, result_free);
  g_clear_pointer (&self->other, other_unref);
  g_clear_pointer (&self->saved, redan_model_unref);
  g_clear_pointer (&self->base, redan_change_base_free);
  g_clear_pointer (&self->problem, g_free);
  G_OBJECT_CLASS (redan_change_study_parent_class)->dispose (object);
}

static void
redan_change_study_class_init (RedanChangeStudyClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = redan_change_study_dispose;
  changed_signal = g_signal_new ("changed", REDAN_TYPE_CHANGE_STUDY, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
redan_change_study_init (RedanChangeStudy *self)
{
  self->base = redan_change_base_new (REDAN_BASE_SAVED, NULL, _ ("the last saved state"));
}

RedanChangeStudy *
redan_change_study_new (void)
{
  return g_object_new (REDAN_TYPE_CHANGE_STUDY, NULL);
}

/* The base */

RedanChangeBase *
redan_change_base_new (RedanBaseKind kind, const char *name, const char *title)
{
  RedanChangeBase *self = g_new0 (RedanChangeBase, 1);

  self->kind = kind;
  self->name = g_strdup (name);
  self->title = g_strdup (title);
  return self;
}

RedanChangeBase *
redan_change_base_copy (const RedanChangeBase *self)
{
  return redan_change_base_new (self->kind, self->name, self->title);
}

void
redan_change_base_free (RedanChangeBase *self)
{
  g_free (self->name);
  g_free (self->title);
  g_free (self);
}
