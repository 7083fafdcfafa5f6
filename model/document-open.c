/* SPDX-License-Identifier: Apache-2.0 */
/* Opening of documents: brings a file and its live store together, lists and recovers what was not
 * saved. */

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#include "model/canonical-reader.h"
#include "model/document-private.h"
#include "model/error.h"
#include "model/file-read.h"
#include "model/hash.h"
#include "model/validate.h"

char *
redan_document_make_key (const char *path)
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
      redan_document_set_model (self, g_steal_pointer (&model));
      *recovered_out = TRUE;
    }

  for (guint i = 0; i < labels->len; i++)
    g_ptr_array_add (self->history, redan_history_entry_new (g_ptr_array_index (labels, i), NULL));
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

  redan_document_warn (self, sentence);
  self->store = redan_store_open (directory, key, &ignored, error);
  return self->store != NULL;
}

/* Makes what the store holds an unsaved document of its own, and opens an empty store in its place.
 */
static gboolean
keep_apart (RedanDocument *self, const char *directory, const char *key, GError **error)
{
  g_autofree char *ignored = NULL;

  g_free (self->kept);
  self->kept = redan_store_detach (g_steal_pointer (&self->store), key, error);
  if (self->kept != NULL)
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
  redan_document_warn (self, warning);
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
      /* It is left as it is, for a time when it can be read. */
      if (!redan_store_is_damaged (self->store))
        {
          g_propagate_error (error, g_steal_pointer (&reason));
          return FALSE;
        }
      g_autofree char *sentence = g_strdup_printf (
          _ ("The unsaved changes to this file cannot be read: %s."), reason->message);
      if (!set_aside_and_reopen (self, directory, key, "damaged", sentence, error))
        return FALSE;
    }
  else if (is_unsaved)
    {
      if (!keep_apart (self, directory, key, error))
        return FALSE;
      redan_document_warn (self,
                           _ ("The file was changed by another program while there were "
                              "unsaved changes to it. They are kept as an unsaved document."));
    }
  self->is_unfilled = TRUE;
  return TRUE;
}

void
redan_document_fill_store (RedanDocument *self)
{
  g_autoptr (GError) error = NULL;

  if (!self->is_unfilled)
    return;
  self->is_unfilled = FALSE;
  if (redan_store_reset (self->store, self->model, self->base, self->saved, NULL, 0, &error))
    return;
  g_clear_pointer (&self->store, redan_store_close);
  redan_document_warn (self, error->message);
}

RedanDocument *
redan_document_open (RedanSchema *schema,
                     const char *path,
                     const char *store_directory,
                     gboolean *recovered_out,
                     GError **error)
{
  RedanDocument *self =
      redan_document_open_unfilled (schema, path, store_directory, recovered_out, error);

  if (self != NULL)
    redan_document_fill_store (self);
  return self;
}

/* A document of the model (taken over) and its file, whose content is @bytes, with the live store.
 */
static RedanDocument *
open_for (RedanModel *model,
          const char *path,
          GBytes *bytes,
          const char *store_directory,
          gboolean *recovered_out,
          GError **error)
{
  RedanDocument *self = redan_document_new_for_model (model);

  self->path = g_strdup (path);
  redan_document_set_base (self, redan_hash_bytes (bytes));
  if (store_directory == NULL)
    return self;

  g_autofree char *key = redan_document_make_key (path);
  g_autoptr (GError) reason = NULL;
  if (!connect_store (self, store_directory, key, recovered_out, &reason))
    {
      g_clear_pointer (&self->store, redan_store_close);
      if (g_error_matches (reason, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_IN_USE))
        {
          g_propagate_error (error, g_steal_pointer (&reason));
          g_object_unref (self);
          return NULL;
        }
      redan_document_warn (self, reason->message);
      redan_document_warn (
          self, _ ("What you do here is lost when the program ends before you save it."));
    }
  return self;
}

RedanDocument *
redan_document_open_unfilled (RedanSchema *schema,
                              const char *path,
                              const char *store_directory,
                              gboolean *recovered_out,
                              GError **error)
{
  gboolean recovered = FALSE;
  g_autoptr (GBytes) bytes = redan_file_read (path, FALSE, REDAN_MAX_FILE, error);
  RedanDocument *self;

  if (recovered_out != NULL)
    *recovered_out = FALSE;
  if (bytes == NULL)
    return NULL;

  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  RedanModel *model = redan_canonical_read (schema, path, data, length, error);
  if (model == NULL)
    return NULL;

  self = open_for (model, path, bytes, store_directory, &recovered, error);
  if (recovered_out != NULL)
    *recovered_out = recovered;
  return self;
}

RedanDocument *
redan_document_open_over (RedanModel *model,
                          const char *path,
                          const char *store_directory,
                          gboolean *recovered_out,
                          GError **error)
{
  g_autoptr (RedanModel) owned = model;
  g_autoptr (GBytes) bytes = redan_file_read (path, FALSE, REDAN_MAX_FILE, error);
  RedanDocument *self;

  *recovered_out = FALSE;
  if (bytes == NULL)
    return NULL;
  self = open_for (g_steal_pointer (&owned), path, bytes, store_directory, recovered_out, error);
  if (self == NULL)
    return NULL;
  if (!*recovered_out)
    self->saved = -1;
  redan_document_fill_store (self);
  return self;
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
    {
      const RedanHistoryEntry *entry = g_ptr_array_index (self->history, i);
      if (entry->edit == NULL)
        {
          g_set_error (
              error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_STORE,
              _ ("The history before this session cannot be reached: the live store could not "
                 "be used any more"));
          return FALSE;
        }
      g_ptr_array_add (edits, entry->edit);
    }

  self->store = redan_store_open (store_directory, key, &warning, error);
  redan_document_warn (self, warning);
  if (self->store == NULL)
    return FALSE;

  const RedanStoreState *state = redan_store_get_state (self->store);
  if ((!state->is_new && state->position != state->saved &&
       !keep_apart (self, store_directory, key, error)) ||
      !redan_store_reset (self->store, self->model, self->base, self->saved, edits, self->position,
                          error))
    {
      g_clear_pointer (&self->store, redan_store_close);
      return FALSE;
    }
  return TRUE;
}

gboolean
redan_document_attach_file (RedanDocument *self, const char *store_directory, GError **error)
{
  g_return_val_if_fail (self->path != NULL, FALSE);

  g_autofree char *key = redan_document_make_key (self->path);
  return redan_document_attach_store (self, store_directory, key, error);
}

gboolean
redan_document_attach_untitled (RedanDocument *self,
                                const char *store_directory,
                                const char *origin,
                                GError **error)
{
  g_autofree char *key = redan_store_make_key ();
  g_autofree char *absolute = origin != NULL ? g_canonicalize_filename (origin, NULL) : NULL;

  g_return_val_if_fail (self->path == NULL, FALSE);

  /* The title may come from it, with and without a store. */
  g_free (self->origin);
  self->origin = g_steal_pointer (&absolute);
  redan_document_notify_state (self);
  return redan_document_attach_store (self, store_directory, key, error) &&
         redan_store_set_origin (self->store, self->origin, error);
}

void
redan_recoverable_free (RedanRecoverable *self)
{
  g_free (self->key);
  g_free (self->path);
  g_free (self->origin);
  g_free (self->title);
  g_free (self);
}

static RedanRecoverable *
recoverable_new (const RedanStoreSummary *summary)
{
  RedanRecoverable *self = g_new0 (RedanRecoverable, 1);
  const char *place = summary->key;

  self->key = g_strdup (summary->key);
  self->n_commands = summary->n_commands;
  self->time = summary->time;
  if (!redan_store_key_is_untitled (summary->key))
    self->path = g_strdup (summary->key);
  else if (*summary->origin != '\0')
    self->origin = g_strdup (summary->origin);

  if (self->path == NULL)
    place = self->origin;
  if (*summary->title != '\0')
    self->title = g_strdup (summary->title);
  else
    self->title =
        place != NULL ? g_filename_display_basename (place) : g_strdup (_ ("Untitled model"));
  return self;
}

GPtrArray *
redan_document_list_recoverable (const char *store_directory, char **warning_out)
{
  g_autofree char *warning = NULL;
  g_autoptr (GPtrArray) summaries = redan_store_list_unsaved (store_directory, &warning);
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) redan_recoverable_free);

  for (guint i = 0; i < summaries->len; i++)
    g_ptr_array_add (list, recoverable_new (g_ptr_array_index (summaries, i)));
  if (warning_out != NULL)
    *warning_out = g_steal_pointer (&warning);
  return list;
}

/* Opens a store that is expected to hold something. */
static RedanStore *
open_filled (const char *directory, const char *key, GError **error)
{
  g_autofree char *warning = NULL;
  RedanStore *store = redan_store_open (directory, key, &warning, error);

  if (store == NULL || (warning == NULL && !redan_store_get_state (store)->is_new))
    return store;
  redan_store_remove (store);
  g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_STORE, "%s",
               warning != NULL ? warning
                               : _ ("The unsaved document is not there any more; another window "
                                    "may have opened it."));
  return NULL;
}

/* Opens the store of a document without file. */
static RedanDocument *
recover_untitled (RedanSchema *schema, const char *directory, const char *key, GError **error)
{
  g_autoptr (RedanDocument) self = redan_document_new (schema);
  g_autofree char *origin = NULL;
  gboolean recovered;

  self->store = open_filled (directory, key, error);
  if (self->store == NULL)
    return NULL;

  origin = redan_store_dup_origin (self->store);
  if (!recover (self, &recovered, error) || !redan_store_set_discarded (self->store, FALSE, error))
    {
      /* It stays where it is, for a version that can read it. */
      g_clear_pointer (&self->store, redan_store_close);
      return NULL;
    }
  if (*origin != '\0')
    self->origin = g_steal_pointer (&origin);
  return g_steal_pointer (&self);
}

/* Whether the file of a store is still the one that its commands were made on. */
static gboolean
fits_file (const RedanStore *store, const char *path)
{
  const RedanStoreState *state = redan_store_get_state (store);
  g_autofree char *hash = redan_document_hash_file (path, NULL, NULL);

  return g_strcmp0 (hash, state->base) == 0 || g_strcmp0 (hash, state->pending) == 0;
}

RedanDocument *
redan_document_recover (RedanSchema *schema,
                        const char *store_directory,
                        const char *key,
                        GError **error)
{
  g_autofree char *warning = NULL;
  g_autofree char *apart = NULL;
  RedanStore *store;

  if (redan_store_key_is_untitled (key))
    return recover_untitled (schema, store_directory, key, error);

  store = redan_store_open (store_directory, key, &warning, error);
  if (store == NULL)
    return NULL;
  if (redan_store_get_state (store)->is_new || fits_file (store, key))
    {
      redan_store_close (store);
      return redan_document_open (schema, key, store_directory, NULL, error);
    }
  apart = redan_store_detach (store, key, error);
  return apart != NULL ? recover_untitled (schema, store_directory, apart, error) : NULL;
}

/* Opens the store that is to be discarded or fetched back; that of a file becomes one without file.
 */
static RedanStore *
open_apart (const char *directory, const char *key, char **key_out, GError **error)
{
  RedanStore *store = open_filled (directory, key, error);

  if (store == NULL)
    return NULL;
  if (redan_store_key_is_untitled (key))
    {
      *key_out = g_strdup (key);
      return store;
    }
  *key_out = redan_store_detach (store, key, error);
  return *key_out != NULL ? open_filled (directory, *key_out, error) : NULL;
}

char *
redan_document_discard_store (const char *store_directory, const char *key, GError **error)
{
  g_autofree char *new_key = NULL;
  RedanStore *store = open_apart (store_directory, key, &new_key, error);
  gboolean done;

  if (store == NULL)
    return NULL;
  done = redan_store_set_discarded (store, TRUE, error);
  redan_store_close (store);
  return done ? g_steal_pointer (&new_key) : NULL;
}

gboolean
redan_document_undiscard_store (const char *store_directory, const char *key, GError **error)
{
  RedanStore *store = open_filled (store_directory, key, error);
  gboolean done;

  if (store == NULL)
    return FALSE;
  done = redan_store_set_discarded (store, FALSE, error);
  redan_store_close (store);
  return done;
}
