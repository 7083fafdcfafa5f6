/* SPDX-License-Identifier: Apache-2.0 */
/* The document and its file: saving, and taking over what another program wrote. */

#include <glib/gi18n-lib.h>
#include <string.h>

#include "model/canonical-reader.h"
#include "model/canonical-writer.h"
#include "model/document-private.h"
#include "model/error.h"
#include "model/file-read.h"
#include "model/merge.h"

/* The bytes of the file and their hash. */
static GBytes *
read_file (const char *path, char **hash_out, GError **error)
{
  GBytes *bytes = redan_file_read (path, FALSE, REDAN_MAX_FILE, error);

  if (bytes != NULL)
    *hash_out = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  return bytes;
}

gboolean
redan_document_check_free (const char *store_directory, const char *path, GError **error)
{
  g_autofree char *key = redan_document_make_key (path);

  if (!redan_store_is_in_use (store_directory, key))
    return TRUE;
  g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_IN_USE,
               _ ("%s: is open in another window; close it there, or save under another name"),
               path);
  return FALSE;
}

/* Whether the file may be written: a file of another window may not; the own one must be as it was
 * when it was opened, or gone. */
static gboolean
check_target (RedanDocument *self, const char *path, const char *new_hash, GError **error)
{
  g_autofree char *key = redan_document_make_key (path);
  g_autofree char *own_key = self->path != NULL ? redan_document_make_key (self->path) : NULL;
  g_autofree char *hash = NULL;

  if (g_strcmp0 (key, own_key) != 0)
    return self->store == NULL ||
           redan_document_check_free (redan_store_get_directory (self->store), path, error);
  if (self->read_only)
    return redan_document_refuse (self, error);
  if (*self->base == '\0' || !g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;

  g_autoptr (GBytes) bytes = read_file (path, &hash, error);
  if (bytes == NULL)
    return FALSE;
  if (strcmp (hash, self->base) == 0 || strcmp (hash, new_hash) == 0)
    return TRUE;

  g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_CHANGED,
               _ ("%s: was changed by another program since it was opened, and is not overwritten; "
                  "merge both versions first, or save under another name"),
               path);
  return FALSE;
}

/* Tells the store that the file holds the model now. The file is safe, so that a store that fails
 * is only warned of. */
static void
record_save (RedanDocument *self)
{
  g_autofree char *key = redan_document_make_key (self->path);
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
  redan_document_warn (self, warning);
  if (error != NULL)
    redan_document_warn (self, error->message);
}

gboolean
redan_document_save (RedanDocument *self, const char *path, GError **error)
{
  g_autoptr (GBytes) bytes = redan_canonical_write (self->model);
  g_autofree char *hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  g_autofree char *own_path = g_strdup (path);

  if (!check_target (self, path, hash, error))
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
  redan_document_remember_saved (self, self->model);
  self->read_only = FALSE;
  g_clear_pointer (&self->origin, g_free);
  record_save (self);
  redan_document_notify_state (self);
  return TRUE;
}

/* Notes that the file with the hash @hash holds @model, which is that of position @saved of the
 * history, or of none when it is -1. */
static void
take_base (RedanDocument *self, char *hash, const RedanModel *model, gint64 saved)
{
  g_autoptr (GError) error = NULL;

  g_free (self->base);
  self->base = hash;
  self->saved = saved;
  redan_document_remember_saved (self, model);
  if (self->store != NULL && !redan_store_set_saved (self->store, self->base, saved, &error))
    redan_document_warn (self, error->message);
  redan_document_notify_state (self);
}

/* The model that is in the file now. */
static RedanModel *
read_model (RedanDocument *self, char **hash_out, GError **error)
{
  g_autofree char *hash = NULL;
  g_autoptr (GBytes) bytes = NULL;
  RedanModel *model;

  if (self->path == NULL)
    {
      g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_IO,
                   _ ("The document was never saved; there is no file to read it from"));
      return NULL;
    }
  bytes = read_file (self->path, &hash, error);
  if (bytes == NULL)
    return NULL;
  model = redan_canonical_read (redan_model_get_schema (self->model), self->path,
                                g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), error);
  if (model != NULL)
    *hash_out = g_steal_pointer (&hash);
  return model;
}

gboolean
redan_document_reload (RedanDocument *self, const char *label, GError **error)
{
  g_autofree char *hash = NULL;
  g_autoptr (RedanModel) model = read_model (self, &hash, error);
  gboolean read_only = self->read_only;
  gboolean done;

  if (model == NULL)
    return FALSE;
  /* Who only looks sees what the other one saved. */
  self->read_only = FALSE;
  done = redan_document_apply (self, redan_model_difference (self->model, model, label), error);
  self->read_only = read_only;
  if (!done)
    return FALSE;
  take_base (self, g_steal_pointer (&hash), self->model, self->position);
  return TRUE;
}

/* Makes the model what a merge gave, as one command. */
static gboolean
take_merge (RedanDocument *self,
            const RedanModel *merged,
            const char *label,
            guint *n_conflicts_out,
            GError **error)
{
  const guint before = redan_model_get_n (self->model, REDAN_SECTION_CONFLICT);
  guint after;

  if (!redan_document_apply (self, redan_model_difference (self->model, merged, label), error))
    return FALSE;
  after = redan_model_get_n (self->model, REDAN_SECTION_CONFLICT);
  *n_conflicts_out = after > before ? after - before : 0;
  return TRUE;
}

gboolean
redan_document_merge (RedanDocument *self,
                      const RedanModel *base,
                      const RedanModel *theirs,
                      const char *label,
                      guint *n_conflicts_out,
                      GError **error)
{
  g_autoptr (RedanMerge) merge = redan_merge_new (base, self->model, theirs, error);

  return merge != NULL && take_merge (self, merge->model, label, n_conflicts_out, error);
}

static gboolean
is_same_model (const RedanModel *one, const RedanModel *other)
{
  g_autoptr (RedanEdit) difference = redan_model_difference (one, other, "");

  return redan_edit_get_n_changes (difference) == 0;
}

gboolean
redan_document_merge_file (RedanDocument *self,
                           const char *label,
                           guint *n_conflicts_out,
                           GError **error)
{
  g_autofree char *hash = NULL;
  g_autoptr (RedanModel) theirs = read_model (self, &hash, error);

  if (theirs == NULL ||
      !redan_document_merge (self, self->saved_model, theirs, label, n_conflicts_out, error))
    return FALSE;
  take_base (self, g_steal_pointer (&hash), theirs,
             is_same_model (self->model, theirs) ? (gint64) self->position : -1);
  return TRUE;
}

gboolean
redan_document_merge_versions (RedanDocument *self,
                               const RedanModel *ours,
                               const RedanModel *merged,
                               const char *label,
                               guint *n_conflicts_out,
                               GError **error)
{
  g_autofree char *hash = NULL;
  g_autoptr (GBytes) bytes = self->path != NULL ? read_file (self->path, &hash, error) : NULL;
  g_autoptr (RedanModel) file = NULL;
  g_autoptr (RedanMerge) first = NULL;
  g_autoptr (RedanMerge) second = NULL;

  if (self->path != NULL && bytes == NULL)
    return FALSE;
  if (bytes != NULL && strcmp (hash, self->base) != 0)
    file = redan_canonical_read (redan_model_get_schema (self->model), self->path,
                                 g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL);
  if (file != NULL)
    {
      first = redan_merge_new (self->saved_model, self->model, file, error);
      if (first == NULL)
        return FALSE;
    }
  second = redan_merge_new (ours, first != NULL ? first->model : self->model, merged, error);
  if (second == NULL || !take_merge (self, second->model, label, n_conflicts_out, error))
    return FALSE;
  if (hash != NULL && strcmp (hash, self->base) != 0)
    take_base (self, g_steal_pointer (&hash), file != NULL ? file : ours, -1);
  return TRUE;
}

gboolean
redan_document_check_file (RedanDocument *self, RedanFileState *state_out, GError **error)
{
  g_autofree char *hash = NULL;
  g_autoptr (GBytes) bytes = NULL;

  *state_out = REDAN_FILE_SAME;
  if (self->path == NULL || *self->base == '\0')
    return TRUE;
  if (!g_file_test (self->path, G_FILE_TEST_EXISTS))
    {
      *state_out = REDAN_FILE_GONE;
      return TRUE;
    }
  bytes = read_file (self->path, &hash, error);
  if (bytes == NULL)
    return FALSE;
  if (strcmp (hash, self->base) != 0)
    *state_out = REDAN_FILE_CHANGED;
  return TRUE;
}

gboolean
redan_document_discard (RedanDocument *self, GError **error)
{
  g_autofree char *directory = NULL;
  g_autofree char *key = NULL;
  g_autofree char *kept = NULL;

  if (self->store == NULL || !redan_document_is_modified (self))
    return TRUE;
  directory = g_strdup (redan_store_get_directory (self->store));
  key = g_strdup (redan_store_get_key (self->store));
  g_clear_pointer (&self->store, redan_store_close);
  kept = redan_document_discard_store (directory, key, error);
  return kept != NULL;
}
