/* SPDX-License-Identifier: Apache-2.0 */
/* Opens a native or foreign file, or begins a new model, in a thread. */

#include <glib/gi18n-lib.h>

#include "model/canonical-reader.h"
#include "model/diagrams.h"
#include "model/error.h"
#include "model/exchange/import-update.h"
#include "model/git.h"
#include "model/revision.h"
#include "ui/diagram/layout.h"
#include "ui/window/preferences.h"
#include "ui/window/workspace-private.h"

/** What the thread that opens a file works from; @path NULL for a new model, a key for an unsaved
 * one. */
typedef struct
{
  RedanOpenHow how;
  char *path;
  char *data_directory;
  guint as_of;
  char *routing; /* of a new diagram */
} OpenRequest;

static void
open_request_free (gpointer data)
{
  OpenRequest *request = data;

  g_free (request->path);
  g_free (request->data_directory);
  g_free (request->routing);
  g_free (request);
}

/** What models are read and judged by. */
typedef struct
{
  RedanSchema *schema;
  RedanCatalogue *catalogue;
  RedanStencils *stencils;
} Tables;

static void
tables_free (Tables *self)
{
  g_clear_pointer (&self->stencils, redan_stencils_free);
  g_clear_pointer (&self->catalogue, redan_catalogue_unref);
  g_clear_pointer (&self->schema, redan_schema_unref);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Tables, tables_free)

static Tables *
tables_load (const char *data_directory, GError **error)
{
  g_autoptr (Tables) self = g_new0 (Tables, 1);
  g_autoptr (RedanDataSource) source = redan_data_source_new (data_directory, error);

  if (source == NULL)
    return NULL;
  self->schema = redan_schema_load (source, error);
  if (self->schema != NULL)
    self->catalogue = redan_catalogue_load (source, self->schema, error);
  if (self->catalogue != NULL)
    self->stencils = redan_stencils_load (source, self->schema, error);
  return self->stencils != NULL ? g_steal_pointer (&self) : NULL;
}

/* The thread that loads the tables for the first file that is opened. */
static GThread *loading;

static gpointer
load_thread (gpointer data)
{
  g_autofree char *data_directory = data;

  /* Whoever opens the file tries again and tells why it fails. */
  return tables_load (data_directory, NULL);
}

void
redan_workspace_load_early (const char *data_directory)
{
  g_return_if_fail (loading == NULL);
  /* GLib makes the resources of the program when somebody first looks for one, and who looks in
   * another thread meanwhile finds none. */
  g_resources_get_info ("/", G_RESOURCE_LOOKUP_FLAGS_NONE, NULL, NULL, NULL);
  loading = g_thread_new ("redan-tables", load_thread, g_strdup (data_directory));
}

/* Those that were loaded early serve once: later files see packs that came meanwhile. */
static Tables *
take_tables (const char *data_directory, GError **error)
{
  GThread *thread = g_atomic_pointer_exchange (&loading, NULL);
  Tables *tables = thread != NULL ? g_thread_join (thread) : NULL;

  return tables != NULL ? tables : tables_load (data_directory, error);
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

/** Whoever opens a file that nobody drew gets a drawing; it is a command, so that the file stays as
 * it is until it is saved. */
static gboolean
place_all (RedanDocument *document, GCancellable *cancellable, GError **error)
{
  const RedanModel *model = redan_document_get_model (document);
  g_autoptr (RedanModel) placed = NULL;

  if (!redan_layout_needed (model))
    return TRUE;
  redan_document_fill_store (document);
  placed = redan_model_copy (model);
  redan_layout_model (placed, FALSE, cancellable, NULL);
  return redan_document_apply (
      document, redan_model_difference (model, placed, _ ("Lay out what had no place")), error);
}

const char *
redan_workspace_get_store_directory (void)
{
  static gsize once = 0;
  static char *directory = NULL;

  if (g_once_init_enter (&once))
    {
      directory = g_build_filename (g_get_user_state_dir (), "redan", NULL);
      g_once_init_leave (&once, 1);
    }
  return directory;
}

/** A document that is kept from the first command on; that it cannot be is told and no reason not
 * to open it. */
static void
keep_untitled (RedanWorkspace *self, const char *origin)
{
  g_autoptr (GError) error = NULL;

  if (redan_document_attach_untitled (self->document, redan_workspace_get_store_directory (),
                                      origin, &error))
    return;
  g_free (self->notice);
  self->notice =
      g_strdup_printf (_ ("What you do here is lost when the program ends before you save "
                          "it: %s"),
                       error->message);
}

static void
note_state (RedanWorkspace *self, gboolean recovered)
{
  if (self->notice != NULL)
    return;
  if (redan_document_get_warning (self->document) != NULL)
    self->notice = g_strdup (redan_document_get_warning (self->document));
  else if (recovered)
    self->notice = g_strdup (_ ("Changes that were not saved the last time are here again."));
}

static gboolean
read_native (RedanWorkspace *self,
             RedanSchema *schema,
             gboolean *recovered_out,
             GCancellable *cancellable,
             GError **error)
{
  g_autoptr (GError) reason = NULL;

  self->document = redan_document_open_unfilled (
      schema, self->path, redan_workspace_get_store_directory (), recovered_out, &reason);
  if (self->document == NULL &&
      !g_error_matches (reason, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_IN_USE))
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }

  /* What another window works on can be looked at. */
  gboolean read_only = self->document == NULL;
  if (read_only)
    self->document = redan_document_open (schema, self->path, NULL, NULL, error);
  if (self->document == NULL)
    return FALSE;
  if (!place_all (self->document, cancellable, error))
    return FALSE;
  redan_document_set_read_only (self->document, read_only);
  return TRUE;
}

static gboolean
read_copy (RedanWorkspace *self, RedanSchema *schema, GCancellable *cancellable, GError **error)
{
  g_autoptr (RedanOpened) opened = redan_open_file (schema, self->path, NULL, error);

  if (opened == NULL)
    return FALSE;
  if (redan_layout_needed (opened->model))
    redan_layout_model (opened->model, FALSE, cancellable, NULL);
  self->document = redan_document_new_for_model (redan_model_ref (opened->model));
  keep_untitled (self, self->path);
  return TRUE;
}

static gboolean
read_unsaved (RedanWorkspace *self, RedanSchema *schema, const char *key, GError **error)
{
  const char *path = NULL;

  self->document =
      redan_document_recover (schema, redan_workspace_get_store_directory (), key, error);
  if (self->document == NULL)
    return FALSE;
  path = redan_document_get_path (self->document);
  self->path = g_strdup (path != NULL ? path : redan_document_get_origin (self->document));
  note_state (self, path != NULL);
  return TRUE;
}

/** The file itself cannot be read: git left both versions in it, with marks between them. */
static gboolean
read_versions (RedanWorkspace *self, RedanSchema *schema, GCancellable *cancellable, GError **error)
{
  g_autofree char *real = redan_git_dup_real_path (self->path);
  g_autoptr (RedanVersions) versions = redan_versions_read (schema, real, error);
  gboolean recovered;
  guint n_conflicts;

  if (versions == NULL)
    return FALSE;
  self->document =
      redan_document_open_over (redan_model_copy (versions->ours), self->path,
                                redan_workspace_get_store_directory (), &recovered, error);
  if (self->document == NULL)
    return FALSE;
  if (!recovered && !redan_document_merge (self->document, versions->ours, versions->merged,
                                           _ ("Merge the two versions"), &n_conflicts, error))
    return FALSE;
  note_state (self, recovered);
  if (self->notice == NULL)
    self->notice =
        g_strdup (_ ("The two versions are merged here. The file is as it was until you save."));
  return place_all (self->document, cancellable, error);
}

static gboolean
read_foreign (RedanWorkspace *self, RedanSchema *schema, GCancellable *cancellable, GError **error)
{
  g_autoptr (RedanOpened) opened = redan_open_file (schema, self->path, NULL, error);

  if (opened == NULL)
    return FALSE;
  g_ptr_array_unref (self->losses);
  self->losses = g_steal_pointer (&opened->losses);
  opened->losses = g_ptr_array_new ();
  if (self->losses->len > 0)
    self->notice =
        g_strdup_printf (ngettext ("The import left out or guessed %u thing.",
                                   "The import left out or guessed %u things.", self->losses->len),
                         self->losses->len);
  redan_import_mark (opened);
  if (redan_layout_needed (opened->model))
    redan_layout_model (opened->model, FALSE, cancellable, NULL);
  self->document = redan_document_new_for_model (redan_model_ref (opened->model));
  keep_untitled (self, self->path);
  return TRUE;
}

/** A new model has a diagram to draw in. */
static gboolean
begin_new (RedanWorkspace *self, RedanSchema *schema, const char *routing, GError **error)
{
  g_autoptr (RedanModel) model = redan_model_new (schema);
  g_autoptr (RedanEdit) edit = redan_edit_new (model, "");
  RedanId id = redan_edit_create (edit, REDAN_SECTION_DIAGRAM, NULL);

  redan_edit_set (edit, &id, REDAN_FIELD_NAME, NULL, _ ("Diagram 1"));
  /* Straight is what a diagram has that says nothing. */
  if (!g_str_equal (routing, "straight"))
    redan_edit_set (edit, &id, REDAN_FIELD_ROUTING, NULL, routing);
  if (!redan_edit_apply (edit, model, error))
    return FALSE;
  self->document = redan_document_new_for_model (redan_model_copy (model));
  keep_untitled (self, NULL);
  return TRUE;
}

static gpointer
fill_thread (gpointer data)
{
  redan_document_fill_store (data);
  return NULL;
}

/** Filling the store takes as long as preparing what is shown, and neither needs the other. */
static void
prepare (RedanWorkspace *self, RedanCatalogue *catalogue)
{
  GThread *filling = g_thread_new ("redan-store", fill_thread, self->document);

  redan_workspace_prepare (self, catalogue);
  g_thread_join (filling);
}

static gboolean
open_in_thread (RedanWorkspace *self,
                const OpenRequest *request,
                GCancellable *cancellable,
                GError **error)
{
  g_autoptr (Tables) tables = take_tables (request->data_directory, error);
  RedanSchema *schema = tables != NULL ? tables->schema : NULL;
  gboolean recovered = FALSE;
  gboolean opened;

  if (tables == NULL)
    return FALSE;
  self->stencils = g_steal_pointer (&tables->stencils);
  if (request->how != REDAN_OPEN_UNSAVED)
    self->path = g_strdup (request->path);
  self->as_of = request->as_of;
  if (request->how == REDAN_OPEN_UNSAVED)
    opened = read_unsaved (self, schema, request->path, error);
  else if (request->how == REDAN_OPEN_COPY)
    opened = read_copy (self, schema, cancellable, error);
  else if (request->how == REDAN_OPEN_VERSIONS)
    opened = read_versions (self, schema, cancellable, error);
  else if (request->path == NULL)
    opened = begin_new (self, schema, request->routing, error);
  else if (is_native (request->path))
    opened = read_native (self, schema, &recovered, cancellable, error);
  else
    opened = read_foreign (self, schema, cancellable, error);
  if (!opened || g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  prepare (self, tables->catalogue);
  if (request->how == REDAN_OPEN_FILE)
    note_state (self, recovered);
  if (self->notice == NULL)
    self->notice = g_strdup (redan_workspace_get_organization_problem (self));
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
redan_workspace_open_as_async (RedanOpenHow how,
                               const char *name,
                               const char *data_directory,
                               guint as_of,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  OpenRequest *request = g_new0 (OpenRequest, 1);

  request->how = how;
  request->path = g_strdup (name);
  request->data_directory = g_strdup (data_directory);
  request->as_of = as_of;
  request->routing =
      g_settings_get_string (redan_preferences_get_default (), REDAN_PREFERENCE_ROUTING);
  g_task_set_task_data (task, request, open_request_free);
  /* Who cancels need not wait; the thread ends at its next look and its result is dropped. */
  g_task_set_return_on_cancel (task, TRUE);
  g_task_run_in_thread (task, open_thread);
}

void
redan_workspace_open_async (const char *path,
                            const char *data_directory,
                            guint as_of,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  redan_workspace_open_as_async (REDAN_OPEN_FILE, path, data_directory, as_of, cancellable,
                                 callback, user_data);
}

RedanWorkspace *
redan_workspace_open_finish (GAsyncResult *result, GError **error)
{
  RedanWorkspace *self = g_task_propagate_pointer (G_TASK (result), error);

  if (self != NULL)
    redan_workspace_connect (self);
  return self;
}
