/* SPDX-License-Identifier: Apache-2.0 */
/* The document: applies commands to the model and to the live store together, and keeps the undo
 * history. */

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <unistd.h>

#include "model/document-private.h"
#include "model/edit-private.h"
#include "model/error.h"

enum
{
  PROP_CAN_UNDO = 1,
  PROP_CAN_REDO,
  PROP_MODIFIED,
  PROP_TITLE,
  PROP_WARNING,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];
static guint changed_signal;
static guint merged_signal;

G_DEFINE_FINAL_TYPE (RedanDocument, redan_document, G_TYPE_OBJECT)

RedanHistoryEntry *
redan_history_entry_new (const char *label, RedanEdit *edit)
{
  RedanHistoryEntry *self = g_new (RedanHistoryEntry, 1);

  self->label = g_strdup (label);
  self->edit = edit;
  return self;
}

static void
command_free (gpointer data)
{
  RedanHistoryEntry *self = data;

  g_clear_pointer (&self->edit, redan_edit_free);
  g_free (self->label);
  g_free (self);
}

void
redan_document_warn (RedanDocument *self, const char *sentence)
{
  char *old = self->warning;

  if (sentence == NULL)
    return;

  self->warning = old == NULL ? g_strdup (sentence) : g_strconcat (old, "\n", sentence, NULL);
  g_free (old);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WARNING]);
}

static char *
dup_title (RedanDocument *self)
{
  const char *name = redan_object_get_name (redan_model_get_meta (self->model));

  if (*name != '\0')
    return g_strdup (name);
  if (self->path == NULL && self->origin == NULL)
    return g_strdup (_ ("Untitled model"));
  return g_filename_display_basename (self->path != NULL ? self->path : self->origin);
}

void
redan_document_notify_state (RedanDocument *self)
{
  GObject *object = G_OBJECT (self);

  g_object_freeze_notify (object);
  for (guint i = PROP_CAN_UNDO; i <= PROP_TITLE; i++)
    g_object_notify_by_pspec (object, properties[i]);
  g_object_thaw_notify (object);
}

static void
redan_document_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  RedanDocument *self = REDAN_DOCUMENT (object);

  switch (id)
    {
    case PROP_CAN_UNDO:
      g_value_set_boolean (value, redan_document_can_undo (self));
      break;
    case PROP_CAN_REDO:
      g_value_set_boolean (value, redan_document_can_redo (self));
      break;
    case PROP_MODIFIED:
      g_value_set_boolean (value, redan_document_is_modified (self));
      break;
    case PROP_TITLE:
      g_value_take_string (value, dup_title (self));
      break;
    case PROP_WARNING:
      g_value_set_string (value, self->warning);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
redan_document_finalize (GObject *object)
{
  RedanDocument *self = REDAN_DOCUMENT (object);

  redan_document_settle (self, NULL);
  /* A store is kept for what is not saved, and for the history of what is. */
  if (self->store != NULL && !redan_document_is_modified (self) &&
      (self->path == NULL || self->history->len == 0))
    g_clear_pointer (&self->store, redan_store_remove);
  g_clear_pointer (&self->store, redan_store_close);
  g_ptr_array_unref (self->history);
  if (self->model != NULL)
    redan_model_keep_referrers (self->model, FALSE);
  g_clear_pointer (&self->model, redan_model_unref);
  g_clear_pointer (&self->base_model, redan_model_unref);
  g_clear_pointer (&self->written, redan_read_share_free);
  g_free (self->path);
  g_free (self->origin);
  g_free (self->kept);
  g_free (self->base);
  g_free (self->warning);
  G_OBJECT_CLASS (redan_document_parent_class)->finalize (object);
}

static void
redan_document_class_init (RedanDocumentClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = redan_document_finalize;
  object_class->get_property = redan_document_get_property;

  properties[PROP_CAN_UNDO] = g_param_spec_boolean ("can-undo", NULL, NULL, FALSE, flags);
  properties[PROP_CAN_REDO] = g_param_spec_boolean ("can-redo", NULL, NULL, FALSE, flags);
  properties[PROP_MODIFIED] = g_param_spec_boolean ("modified", NULL, NULL, FALSE, flags);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_WARNING] = g_param_spec_string ("warning", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  changed_signal = g_signal_new ("changed", REDAN_TYPE_DOCUMENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  merged_signal = g_signal_new ("merged", REDAN_TYPE_DOCUMENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_PTR_ARRAY);
}

static void
redan_document_init (RedanDocument *self)
{
  self->base = g_strdup ("");
  self->history = g_ptr_array_new_with_free_func (command_free);
}

void
redan_document_set_model (RedanDocument *self, RedanModel *model)
{
  if (self->model != NULL)
    redan_model_keep_referrers (self->model, FALSE);
  g_clear_pointer (&self->model, redan_model_unref);
  self->model = model;
  redan_model_keep_referrers (model, TRUE);
}

RedanDocument *
redan_document_new (RedanSchema *schema)
{
  return redan_document_new_for_model (redan_model_new (schema));
}

RedanDocument *
redan_document_new_for_model (RedanModel *model)
{
  RedanDocument *self = g_object_new (REDAN_TYPE_DOCUMENT, NULL);

  redan_document_set_model (self, model);
  return self;
}

/* Reads a command that is in the store only. */
static gboolean
load_edit (RedanDocument *self, guint index, GError **error)
{
  RedanHistoryEntry *command = g_ptr_array_index (self->history, index);

  if (command->edit == NULL && self->store == NULL)
    g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_STORE,
                 _ ("The history before this session cannot be reached: the live store could not "
                    "be used any more"));
  else if (command->edit == NULL)
    command->edit = redan_store_load_command (self->store, self->model, index, error);
  return command->edit != NULL;
}

const RedanModel *
redan_document_get_model (RedanDocument *self)
{
  return self->model;
}

const RedanModel *
redan_document_get_saved_model (RedanDocument *self)
{
  return self->path != NULL ? self->base_model : NULL;
}

const char *
redan_document_get_path (RedanDocument *self)
{
  return self->path;
}

const char *
redan_document_get_warning (RedanDocument *self)
{
  return self->warning;
}

const char *
redan_document_get_origin (RedanDocument *self)
{
  return self->origin;
}

const char *
redan_document_get_kept (RedanDocument *self)
{
  return self->kept;
}

gboolean
redan_document_has_store (RedanDocument *self)
{
  return self->store != NULL;
}

void
redan_document_set_read_only (RedanDocument *self, gboolean read_only)
{
  self->read_only = read_only;
  redan_document_notify_state (self);
}

gboolean
redan_document_is_read_only (RedanDocument *self)
{
  return self->read_only;
}

gboolean
redan_document_refuse (RedanDocument *self, GError **error)
{
  g_set_error (
      error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_IN_USE,
      _ ("%s: is open elsewhere and can only be looked at here; work on a copy, or close it "
         "there and open it again"),
      self->path != NULL ? self->path : "");
  return FALSE;
}

RedanSnapshot *
redan_document_snapshot (RedanDocument *self)
{
  return redan_snapshot_new (self->model);
}

/* Whom to tell that a barrier is done. The document belongs to the main thread, which alone may
 * drop the last reference to it, so that the task does not have it as its source. */
typedef struct
{
  RedanDocument *document;
  GAsyncReadyCallback callback;
  gpointer user_data;
} BarrierCaller;

/* Runs on the main thread. */
static void
barrier_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  BarrierCaller *caller = user_data;

  if (caller->callback != NULL)
    caller->callback (G_OBJECT (caller->document), result, caller->user_data);
  g_object_unref (caller->document);
  g_free (caller);
}

/* What the thread of a barrier syncs, and the key of its store, which may be another
 * one, or gone, when it is done. */
typedef struct
{
  char *log;
  char *key;
  guint64 n_commits;
} Barrier;

static void
barrier_free (gpointer data)
{
  Barrier *self = data;

  g_free (self->log);
  g_free (self->key);
  g_free (self);
}

static gpointer
barrier_thread (gpointer data)
{
  g_autoptr (GTask) task = data;
  const Barrier *barrier = g_task_get_task_data (task);
  int fd = open (barrier->log, O_RDONLY | O_CLOEXEC);
  int code = fd < 0 || fdatasync (fd) != 0 ? errno : 0;

  if (fd >= 0)
    close (fd);
  if (code == 0)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_new_error (task, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_STORE,
                             _ ("%s: cannot be synced: %s"), barrier->log, g_strerror (code));
  return NULL;
}

/* A pool of threads that cannot make one keeps what it was given, and nobody is ever told. */
static void
start_barrier (GTask *task)
{
  GThread *thread = g_thread_try_new ("redan-barrier", barrier_thread, g_object_ref (task), NULL);

  if (thread != NULL)
    g_thread_unref (thread);
  else
    barrier_thread (task);
}

void
redan_document_barrier_async (RedanDocument *self, GAsyncReadyCallback callback, gpointer user_data)
{
  BarrierCaller *caller = g_new0 (BarrierCaller, 1);
  g_autoptr (GTask) task = g_task_new (NULL, NULL, barrier_done_cb, caller);
  Barrier *barrier = g_new0 (Barrier, 1);

  caller->document = g_object_ref (self);
  caller->callback = callback;
  caller->user_data = user_data;

  g_task_set_task_data (task, barrier, barrier_free);
  if (self->store != NULL)
    {
      barrier->key = g_strdup (redan_store_get_key (self->store));
      barrier->log = redan_store_begin_barrier (self->store, &barrier->n_commits);
    }
  if (barrier->log == NULL)
    g_task_return_boolean (task, FALSE);
  else
    start_barrier (task);
}

gboolean
redan_document_barrier_finish (RedanDocument *self, GAsyncResult *result, GError **error)
{
  const Barrier *barrier = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) reason = NULL;
  gboolean synced = g_task_propagate_boolean (G_TASK (result), &reason);

  /* A log that is gone was moved elsewhere by a save, which has synced it. */
  if (self->store == NULL || g_strcmp0 (barrier->key, redan_store_get_key (self->store)) != 0)
    return TRUE;
  if (synced)
    redan_store_end_barrier (self->store, barrier->n_commits);
  if (reason == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&reason));
  return FALSE;
}

void
redan_document_take_back (RedanDocument *self, const RedanEdit *edit)
{
  g_autoptr (RedanEdit) reverse = redan_edit_reverse (edit);
  gboolean reversed = redan_edit_apply (reverse, self->model, NULL);

  g_assert (reversed);
}

/* An edit that was made against a copy of the model must not keep that copy alive. */
static void
adopt_edit (RedanDocument *self, RedanEdit *edit)
{
  g_clear_pointer (&edit->referrers, redan_referrers_free);
  if (edit->model == self->model ||
      redan_model_get_strings (edit->model) != redan_model_get_strings (self->model))
    return;

  redan_model_unref (edit->model);
  edit->model = redan_model_ref (self->model);
}

void
redan_document_append (RedanDocument *self, RedanEdit *edit)
{
  adopt_edit (self, edit);
  g_ptr_array_set_size (self->history, self->position);
  if (self->saved > self->position)
    self->saved = -1;
  g_ptr_array_add (self->history, redan_history_entry_new (redan_edit_get_label (edit), edit));
  self->position++;
}

void
redan_document_set_base (RedanDocument *self, char *hash)
{
  g_free (self->base);
  self->base = hash;
  self->stamp.is_certain = FALSE;
  g_clear_pointer (&self->base_model, redan_model_unref);
  self->base_model = redan_model_copy (self->model);
  self->saved = self->position;
}

void
redan_document_tell_changed (RedanDocument *self, const RedanModel *before, const char *label)
{
  g_autoptr (RedanEdit) sum = redan_model_difference (before, self->model, label);

  if (redan_edit_get_n_changes (sum) > 0)
    g_signal_emit (self, changed_signal, 0, sum);
  redan_document_notify_state (self);
}

void
redan_document_tell_merged (RedanDocument *self, guint n_conflicts, GPtrArray *notices)
{
  g_signal_emit (self, merged_signal, 0, n_conflicts, notices);
}

gboolean
redan_document_apply (RedanDocument *self, RedanEdit *edit, GError **error)
{
  g_autoptr (RedanEdit) owned = edit;

  if (self->read_only)
    return redan_document_refuse (self, error);
  if (!redan_edit_apply (owned, self->model, error))
    return FALSE;
  if (redan_edit_get_n_changes (owned) == 0)
    return TRUE;
  redan_document_settle (self, NULL);
  if (self->store != NULL && !redan_store_add (self->store, owned, error))
    {
      redan_document_take_back (self, owned);
      return FALSE;
    }

  redan_document_append (self, g_steal_pointer (&owned));
  g_signal_emit (self, changed_signal, 0, edit);
  redan_document_notify_state (self);
  return TRUE;
}

gboolean
redan_document_can_undo (RedanDocument *self)
{
  return self->position > 0 && !self->read_only;
}

gboolean
redan_document_can_redo (RedanDocument *self)
{
  return self->position < self->history->len && !self->read_only;
}

const char *
redan_document_get_undo_label (RedanDocument *self)
{
  return redan_document_can_undo (self)
             ? redan_document_get_command_label (self, self->position - 1)
             : NULL;
}

const char *
redan_document_get_redo_label (RedanDocument *self)
{
  return redan_document_can_redo (self) ? redan_document_get_command_label (self, self->position)
                                        : NULL;
}

/* Goes one step back or forward in the history. */
static gboolean
step (RedanDocument *self, gboolean forward, gboolean tell, GError **error)
{
  guint index = forward ? self->position : self->position - 1;
  guint position = forward ? self->position + 1 : self->position - 1;

  if (!load_edit (self, index, error))
    return FALSE;
  const RedanHistoryEntry *entry = g_ptr_array_index (self->history, index);
  g_autoptr (RedanEdit) reverse = forward ? NULL : redan_edit_reverse (entry->edit);
  const RedanEdit *edit = forward ? entry->edit : reverse;
  if (!redan_edit_apply (edit, self->model, error))
    return FALSE;
  redan_document_settle (self, NULL);
  if (self->store != NULL && !redan_store_move (self->store, edit, position, error))
    {
      redan_document_take_back (self, edit);
      return FALSE;
    }

  self->position = position;
  if (!tell)
    return TRUE;
  g_signal_emit (self, changed_signal, 0, edit);
  redan_document_notify_state (self);
  return TRUE;
}

gboolean
redan_document_undo (RedanDocument *self, GError **error)
{
  g_return_val_if_fail (redan_document_can_undo (self), FALSE);

  return step (self, FALSE, TRUE, error);
}

gboolean
redan_document_redo (RedanDocument *self, GError **error)
{
  g_return_val_if_fail (redan_document_can_redo (self), FALSE);

  return step (self, TRUE, TRUE, error);
}

gboolean
redan_document_move_to (RedanDocument *self, guint position, GError **error)
{
  g_autoptr (RedanModel) before = NULL;
  gboolean forward = position > self->position;
  gboolean done = TRUE;

  g_return_val_if_fail (position <= self->history->len, FALSE);

  if (self->read_only)
    return redan_document_refuse (self, error);
  if (position == self->position)
    return TRUE;
  before = redan_model_copy (self->model);
  while (done && self->position != position)
    done = step (self, forward, FALSE, error);

  redan_document_tell_changed (self, before, _ ("Go through history"));
  return done;
}

gboolean
redan_document_is_modified (RedanDocument *self)
{
  return self->saved != self->position;
}

guint
redan_document_get_n_commands (RedanDocument *self, guint *position_out)
{
  if (position_out != NULL)
    *position_out = self->position;
  return self->history->len;
}

gint64
redan_document_get_saved_position (RedanDocument *self)
{
  return self->path != NULL ? self->saved : -1;
}

const char *
redan_document_get_command_label (RedanDocument *self, guint index)
{
  g_return_val_if_fail (index < self->history->len, NULL);

  return ((const RedanHistoryEntry *) g_ptr_array_index (self->history, index))->label;
}
