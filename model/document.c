/* SPDX-License-Identifier: Apache-2.0 */
/* The document: applies commands to the model and to the live store together, and keeps the undo
 * history. */

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#include "model/canonical-reader.h"
#include "model/canonical-writer.h"
#include "model/document.h"
#include "model/edit-private.h"
#include "model/error.h"
#include "model/file-read.h"
#include "model/store.h"
#include "model/validate.h"

/* A command of the history; @edit is NULL while it is in the store only. */
typedef struct
{
  char *label;
  RedanEdit *edit;
} Command;

struct _RedanDocument
{
  GObject parent_instance;

  RedanModel *model;
  char *path;
  char *base; /* SHA-256 of the file as it was opened or saved; "" for none */
  char *warning;
  RedanStore *store;
  GPtrArray *history;
  guint position;
  gint64 saved; /* position that is in the file, -1 when undo cannot lead there any more */
};

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

G_DEFINE_FINAL_TYPE (RedanDocument, redan_document, G_TYPE_OBJECT)

static Command *
command_new (const char *label, RedanEdit *edit)
{
  Command *self = g_new (Command, 1);

  self->label = g_strdup (label);
  self->edit = edit;
  return self;
}

static void
command_free (gpointer data)
{
  Command *self = data;

  g_clear_pointer (&self->edit, redan_edit_free);
  g_free (self->label);
  g_free (self);
}

/* Adds a sentence to what the user should be told. */
static void
warn (RedanDocument *self, const char *sentence)
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
  return self->path != NULL ? g_path_get_basename (self->path) : g_strdup (_ ("Untitled model"));
}

static void
notify_state (RedanDocument *self)
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

  g_clear_pointer (&self->store, redan_store_close);
  g_ptr_array_unref (self->history);
  if (self->model != NULL)
    redan_model_keep_referrers (self->model, FALSE);
  g_clear_pointer (&self->model, redan_model_unref);
  g_free (self->path);
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
}

static void
redan_document_init (RedanDocument *self)
{
  self->base = g_strdup ("");
  self->history = g_ptr_array_new_with_free_func (command_free);
}

static void
set_model (RedanDocument *self, RedanModel *model)
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

  set_model (self, model);
  return self;
}

/* What names the store of a file: the path without links, so that all ways to it lead to one store.
 */
static char *
make_key (const char *path)
{
  g_autofree char *absolute = g_canonicalize_filename (path, NULL);
  char *real = realpath (absolute, NULL);
  char *key = g_strdup (real != NULL ? real : absolute);

  free (real);
  return key;
}

static gboolean
has_errors (const RedanModel *model)
{
  g_autoptr (GPtrArray) findings = redan_validate (model);

  return findings->len > 0 &&
         ((const RedanFinding *) g_ptr_array_index (findings, 0))->level == REDAN_FINDING_ERROR;
}

/* Takes over what the store holds for exactly this file; on failure the document stays as it is. */
static gboolean
recover (RedanDocument *self, gboolean *recovered_out, GError **error)
{
  const RedanStoreState *state = redan_store_get_state (self->store);
  g_autoptr (GPtrArray) labels = redan_store_load_labels (self->store, error);
  g_autoptr (RedanModel) model = NULL;

  if (labels == NULL)
    return FALSE;
  if (state->position != state->saved)
    {
      model = redan_store_load_model (self->store, redan_model_get_schema (self->model), error);
      if (model == NULL)
        return FALSE;
      if (has_errors (model))
        {
          g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_STORE,
                       _ ("its content is not a valid model"));
          return FALSE;
        }
      set_model (self, g_steal_pointer (&model));
      *recovered_out = TRUE;
    }

  for (guint i = 0; i < labels->len; i++)
    g_ptr_array_add (self->history, command_new (g_ptr_array_index (labels, i), NULL));
  self->position = (guint) state->position;
  self->saved = state->saved;
  return TRUE;
}

static gboolean
set_aside_and_reopen (RedanDocument *self,
                      const char *directory,
                      const char *key,
                      const char *why,
                      const char *reason,
                      GError **error)
{
  g_autofree char *aside = redan_store_set_aside (g_steal_pointer (&self->store), why);
  g_autofree char *sentence = g_strdup_printf (_ ("%s They are kept in %s."), reason, aside);
  g_autofree char *ignored = NULL;

  warn (self, sentence);
  self->store = redan_store_open (directory, key, &ignored, error);
  return self->store != NULL;
}

/* Opens the store of the document, whose model and base are those of the file, and brings both
 * together. */
static gboolean
connect_store (RedanDocument *self,
               const char *directory,
               const char *key,
               gboolean *recovered_out,
               GError **error)
{
  g_autofree char *warning = NULL;
  g_autoptr (GError) reason = NULL;

  self->store = redan_store_open (directory, key, &warning, error);
  warn (self, warning);
  if (self->store == NULL)
    return FALSE;

  const RedanStoreState *state = redan_store_get_state (self->store);
  if (!state->is_new && *self->base != '\0' && strcmp (state->pending, self->base) == 0 &&
      !redan_store_set_saved (self->store, self->base, state->pending_position, error))
    return FALSE;

  gboolean is_unsaved = !state->is_new && state->position != state->saved;
  if (!state->is_new && *self->base != '\0' && strcmp (state->base, self->base) == 0)
    {
      if (recover (self, recovered_out, &reason))
        return TRUE;
      g_autofree char *sentence = g_strdup_printf (
          _ ("The unsaved changes to this file cannot be read: %s."), reason->message);
      if (!set_aside_and_reopen (self, directory, key, "damaged", sentence, error))
        return FALSE;
    }
  else if (is_unsaved && !set_aside_and_reopen (
                             self, directory, key, "unsaved",
                             _ ("The file was changed by another program while there were unsaved "
                                "changes to it."),
                             error))
    return FALSE;
  return redan_store_reset (self->store, self->model, self->base, self->saved, NULL, 0, error);
}

RedanDocument *
redan_document_open (RedanSchema *schema,
                     const char *path,
                     const char *store_directory,
                     gboolean *recovered_out,
                     GError **error)
{
  gboolean recovered = FALSE;
  g_autoptr (GBytes) bytes = redan_file_read (path, FALSE, REDAN_MAX_FILE, error);

  if (recovered_out != NULL)
    *recovered_out = FALSE;
  if (bytes == NULL)
    return NULL;

  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  RedanModel *model = redan_canonical_read (schema, path, data, length, error);
  if (model == NULL)
    return NULL;

  RedanDocument *self = redan_document_new_for_model (model);
  self->path = g_strdup (path);
  g_free (self->base);
  self->base = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  if (store_directory == NULL)
    return self;

  g_autofree char *key = make_key (path);
  g_autoptr (GError) reason = NULL;
  if (!connect_store (self, store_directory, key, &recovered, &reason))
    {
      g_clear_pointer (&self->store, redan_store_close);
      warn (self, reason->message);
    }
  if (recovered_out != NULL)
    *recovered_out = recovered;
  return self;
}

/* Reads a command that is in the store only. */
static gboolean
load_edit (RedanDocument *self, guint index, GError **error)
{
  Command *command = g_ptr_array_index (self->history, index);

  if (command->edit == NULL && self->store == NULL)
    g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_STORE,
                 _ ("The history before this session cannot be reached: the live store could not "
                    "be used any more"));
  else if (command->edit == NULL)
    command->edit = redan_store_load_command (self->store, self->model, index, error);
  return command->edit != NULL;
}

gboolean
redan_document_attach_store (RedanDocument *self,
                             const char *store_directory,
                             const char *key,
                             GError **error)
{
  g_autoptr (GPtrArray) edits = g_ptr_array_new ();
  g_autofree char *warning = NULL;

  g_return_val_if_fail (self->store == NULL, FALSE);

  for (guint i = 0; i < self->history->len; i++)
    g_ptr_array_add (edits, ((Command *) g_ptr_array_index (self->history, i))->edit);

  self->store = redan_store_open (store_directory, key, &warning, error);
  warn (self, warning);
  if (self->store == NULL)
    return FALSE;

  const RedanStoreState *state = redan_store_get_state (self->store);
  if ((!state->is_new && state->position != state->saved &&
       !set_aside_and_reopen (self, store_directory, key, "unsaved",
                              _ ("There were unsaved changes of the same name."), error)) ||
      !redan_store_reset (self->store, self->model, self->base, self->saved, edits, self->position,
                          error))
    {
      g_clear_pointer (&self->store, redan_store_close);
      return FALSE;
    }
  return TRUE;
}

/* Whether the target is as it was when it was opened; a file that is gone may be written anew. */
static gboolean
check_unchanged (RedanDocument *self, const char *path, const char *new_hash, GError **error)
{
  if (self->path == NULL || *self->base == '\0' || !g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;

  g_autofree char *key = make_key (path);
  g_autofree char *own_key = make_key (self->path);
  if (strcmp (key, own_key) != 0)
    return TRUE;

  g_autoptr (GBytes) bytes = redan_file_read (path, FALSE, REDAN_MAX_FILE, error);
  if (bytes == NULL)
    return FALSE;
  g_autofree char *hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  if (strcmp (hash, self->base) == 0 || strcmp (hash, new_hash) == 0)
    return TRUE;

  g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_IO,
               _ ("%s: was changed by another program since it was opened, and is not overwritten; "
                  "save under another "
                  "name and compare"),
               path);
  return FALSE;
}

/* Tells the store that the file holds the model now. The file is safe, so that a store that fails
 * is only warned of. */
static void
record_save (RedanDocument *self)
{
  g_autofree char *key = make_key (self->path);
  g_autofree char *warning = NULL;
  g_autoptr (GError) error = NULL;

  if (self->store == NULL)
    return;

  if (redan_store_set_saved (self->store, self->base, self->position, &error))
    {
      self->store = redan_store_rekey (self->store, key, &warning, &error);
      if (self->store != NULL)
        redan_store_barrier (self->store, &error);
    }
  warn (self, warning);
  if (error != NULL)
    warn (self, error->message);
}

gboolean
redan_document_save (RedanDocument *self, const char *path, GError **error)
{
  g_autoptr (GBytes) bytes = redan_canonical_write (self->model);
  g_autofree char *hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  g_autofree char *own_path = g_strdup (path);

  if (!check_unchanged (self, path, hash, error))
    return FALSE;
  if (self->store != NULL)
    redan_store_announce (self->store, hash, NULL);
  if (!redan_file_replace (path, bytes, error))
    return FALSE;

  g_free (self->path);
  self->path = g_steal_pointer (&own_path);
  g_free (self->base);
  self->base = g_steal_pointer (&hash);
  self->saved = self->position;
  record_save (self);
  notify_state (self);
  return TRUE;
}

const RedanModel *
redan_document_get_model (RedanDocument *self)
{
  return self->model;
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

RedanSnapshot *
redan_document_snapshot (RedanDocument *self)
{
  return redan_snapshot_new (self->model);
}

gboolean
redan_document_barrier (RedanDocument *self, GError **error)
{
  return self->store == NULL || redan_store_barrier (self->store, error);
}

/* Takes back in memory what the store refused. */
static void
take_back (RedanDocument *self, const RedanEdit *edit)
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

gboolean
redan_document_apply (RedanDocument *self, RedanEdit *edit, GError **error)
{
  g_autoptr (RedanEdit) owned = edit;

  if (!redan_edit_apply (owned, self->model, error))
    return FALSE;
  if (redan_edit_get_n_changes (owned) == 0)
    return TRUE;
  if (self->store != NULL && !redan_store_add (self->store, owned, error))
    {
      take_back (self, owned);
      return FALSE;
    }

  adopt_edit (self, owned);
  g_ptr_array_set_size (self->history, self->position);
  if (self->saved > self->position)
    self->saved = -1;
  g_ptr_array_add (self->history,
                   command_new (redan_edit_get_label (edit), g_steal_pointer (&owned)));
  self->position++;
  g_signal_emit (self, changed_signal, 0, edit);
  notify_state (self);
  return TRUE;
}

gboolean
redan_document_can_undo (RedanDocument *self)
{
  return self->position > 0;
}

gboolean
redan_document_can_redo (RedanDocument *self)
{
  return self->position < self->history->len;
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

/* Applies a command of the history or its reverse, and goes to the position after it. */
static gboolean
move_to (RedanDocument *self, const RedanEdit *edit, guint position, GError **error)
{
  if (!redan_edit_apply (edit, self->model, error))
    return FALSE;
  if (self->store != NULL && !redan_store_move (self->store, edit, position, error))
    {
      take_back (self, edit);
      return FALSE;
    }

  self->position = position;
  g_signal_emit (self, changed_signal, 0, edit);
  notify_state (self);
  return TRUE;
}

gboolean
redan_document_undo (RedanDocument *self, GError **error)
{
  g_return_val_if_fail (redan_document_can_undo (self), FALSE);

  if (!load_edit (self, self->position - 1, error))
    return FALSE;

  const Command *command = g_ptr_array_index (self->history, self->position - 1);
  g_autoptr (RedanEdit) reverse = redan_edit_reverse (command->edit);
  return move_to (self, reverse, self->position - 1, error);
}

gboolean
redan_document_redo (RedanDocument *self, GError **error)
{
  g_return_val_if_fail (redan_document_can_redo (self), FALSE);

  if (!load_edit (self, self->position, error))
    return FALSE;

  const Command *command = g_ptr_array_index (self->history, self->position);
  return move_to (self, command->edit, self->position + 1, error);
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

const char *
redan_document_get_command_label (RedanDocument *self, guint index)
{
  g_return_val_if_fail (index < self->history->len, NULL);

  return ((const Command *) g_ptr_array_index (self->history, index))->label;
}
