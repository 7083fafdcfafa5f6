/* SPDX-License-Identifier: Apache-2.0 */
/* What the model of a workspace inherits from the file of its organization: read in a thread, and
 * again when the file or the reference to it changes. */

#include <glib/gi18n-lib.h>
#include <stdlib.h>

#include "ui/window/workspace-private.h"

/* Whoever writes a file does so in several steps. */
#define CHECK_DELAY_MS 200

/** What a thread reads; @text as the model names it. */
typedef struct
{
  RedanSchema *schema;
  char *path;
  char *text;
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  redan_schema_unref (request->schema);
  g_free (request->path);
  g_free (request->text);
  g_free (request);
}

/** The name of the organization in the live model, and where that model lies; %NULL without. */
static Request *
new_request (RedanWorkspace *self)
{
  const RedanModel *model = redan_workspace_get_model (self);
  const char *text = redan_organization_get_path (model);
  Request *request = NULL;

  if (text == NULL)
    return NULL;
  request = g_new0 (Request, 1);
  request->schema = redan_schema_ref (redan_model_get_schema (model));
  /* A model without a file looks for it where the program runs, as the command line does. */
  request->path = g_strdup (self->path != NULL ? self->path : "-");
  request->text = g_strdup (text);
  return request;
}

static RedanModel *
read_organization (const Request *request, GError **error)
{
  return redan_organization_read (request->schema, request->path, request->text, error);
}

/** Whether what is there was read for the same reference. */
static gboolean
is_same_reference (RedanWorkspace *self, const Request *request)
{
  if (request == NULL || self->organization_text == NULL)
    return request == NULL && self->organization_text == NULL;
  return g_strcmp0 (self->organization_text, request->text) == 0 &&
         g_strcmp0 (self->organization_beside, request->path) == 0;
}

/** Takes @organization and @problem over; either may be NULL. */
static void
take_organization (RedanWorkspace *self,
                   const Request *request,
                   RedanModel *organization,
                   const char *problem)
{
  g_clear_pointer (&self->organization, redan_model_unref);
  g_free (self->organization_text);
  g_free (self->organization_beside);
  g_free (self->organization_problem);
  self->organization = organization;
  self->organization_text = request != NULL ? g_strdup (request->text) : NULL;
  self->organization_beside = request != NULL ? g_strdup (request->path) : NULL;
  self->organization_problem = g_strdup (problem);
}

RedanModel *
redan_workspace_inherit (RedanWorkspace *self)
{
  const RedanModel *model = redan_workspace_get_model (self);
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&self->inheritance, redan_inheritance_free);
  g_clear_pointer (&self->inheritance_problem, g_free);
  if (self->organization != NULL && redan_organization_get_path (model) != NULL)
    self->inheritance = redan_inheritance_new (model, self->organization, &error);
  if (error != NULL)
    self->inheritance_problem = g_strdup (error->message);
  return self->inheritance != NULL ? redan_model_ref (self->inheritance->model)
                                   : redan_model_copy (model);
}

void
redan_workspace_load_organization (RedanWorkspace *self)
{
  Request *request = new_request (self);
  g_autoptr (GError) error = NULL;
  RedanModel *organization = NULL;

  if (request == NULL)
    return;
  organization = read_organization (request, &error);
  take_organization (self, request, organization, error != NULL ? error->message : NULL);
  request_free (request);
}

static void read_again (RedanWorkspace *self, Request *request);

static gboolean
check_cb (gpointer user_data)
{
  RedanWorkspace *self = user_data;
  Request *request = new_request (self);

  self->organization_source = 0;
  if (request != NULL)
    read_again (self, request);
  return G_SOURCE_REMOVE;
}

static void
file_changed_cb (
    GFileMonitor *monitor, GFile *file, GFile *other, GFileMonitorEvent event, gpointer user_data)
{
  RedanWorkspace *self = user_data;

  g_clear_handle_id (&self->organization_source, g_source_remove);
  self->organization_source = g_timeout_add (CHECK_DELAY_MS, check_cb, self);
}

/** On the main thread, where its events are to come. */
static void
watch (RedanWorkspace *self)
{
  g_autofree char *named = NULL;
  g_autofree char *folder = NULL;
  g_autoptr (GFile) file = NULL;

  if (self->organization_monitor != NULL)
    g_file_monitor_cancel (self->organization_monitor);
  g_clear_object (&self->organization_monitor);
  if (self->organization_text == NULL)
    return;
  /* The reader goes from the folder itself, and a GFile takes ".." of a linked one by its name. */
  named = g_path_get_dirname (self->organization_beside);
  folder = realpath (named, NULL);
  file = g_file_new_build_filename (folder != NULL ? folder : named, self->organization_text, NULL);
  self->organization_monitor = g_file_monitor_file (file, G_FILE_MONITOR_WATCH_MOVES, NULL, NULL);
  if (self->organization_monitor != NULL)
    g_signal_connect_object (self->organization_monitor, "changed", G_CALLBACK (file_changed_cb),
                             self, 0);
}

static void
read_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  GError *error = NULL;
  RedanModel *organization = read_organization (task_data, &error);

  if (organization != NULL)
    g_task_return_pointer (task, organization, (GDestroyNotify) redan_model_unref);
  else
    g_task_return_error (task, error);
}

static void
tell_problem (RedanWorkspace *self, const char *before)
{
  const char *problem = redan_workspace_get_organization_problem (self);

  if (problem != NULL && g_strcmp0 (before, problem) != 0)
    redan_workspace_fail (self, problem);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RedanWorkspace) self = user_data;
  const Request *request = g_task_get_task_data (G_TASK (result));
  g_autofree char *before = g_strdup (redan_workspace_get_organization_problem (self));
  g_autoptr (GError) error = NULL;
  RedanModel *organization = g_task_propagate_pointer (G_TASK (result), &error);

  self->organization_reads--;
  /* The window is gone, or a newer reading is under way. */
  if (self->document == NULL || self->organization_reads > 0)
    {
      g_clear_pointer (&organization, redan_model_unref);
      return;
    }
  take_organization (self, request, organization, error != NULL ? error->message : NULL);
  watch (self);
  redan_workspace_follow_all (self);
  tell_problem (self, before);
}

static void
read_again (RedanWorkspace *self, Request *request)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, read_cb, g_object_ref (self));

  self->organization_reads++;
  g_task_set_task_data (task, request, request_free);
  g_task_run_in_thread (task, read_thread);
}

void
redan_workspace_follow_organization (RedanWorkspace *self)
{
  Request *request = new_request (self);

  if (is_same_reference (self, request))
    {
      g_clear_pointer (&request, request_free);
      return;
    }
  if (request != NULL)
    {
      read_again (self, request);
      return;
    }
  take_organization (self, NULL, NULL, NULL);
  watch (self);
  redan_workspace_follow_all (self);
}

void
redan_workspace_watch_organization (RedanWorkspace *self)
{
  watch (self);
}

void
redan_workspace_stop_inheriting (RedanWorkspace *self)
{
  g_clear_handle_id (&self->organization_source, g_source_remove);
  if (self->organization_monitor != NULL)
    g_file_monitor_cancel (self->organization_monitor);
  g_clear_object (&self->organization_monitor);
  take_organization (self, NULL, NULL, NULL);
  g_clear_pointer (&self->inheritance, redan_inheritance_free);
  g_clear_pointer (&self->inheritance_problem, g_free);
}

const RedanInheritance *
redan_workspace_get_inheritance (RedanWorkspace *self)
{
  return self->inheritance;
}

const char *
redan_workspace_get_organization_problem (RedanWorkspace *self)
{
  return self->organization_problem != NULL ? self->organization_problem
                                            : self->inheritance_problem;
}
