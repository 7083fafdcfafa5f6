/* SPDX-License-Identifier: Apache-2.0 */
/* The document and its file: saving, and merging with what another program wrote. */

#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

#include "model/canonical-reader.h"
#include "model/canonical-writer.h"
#include "model/document-private.h"
#include "model/edit-private.h"
#include "model/error.h"
#include "model/file-lock.h"
#include "model/file-read.h"
#include "model/hash.h"
#include "model/merge.h"

/* The bytes of the file and their hash. */
static GBytes *
read_file (const char *path, char **hash_out, GError **error)
{
  GBytes *bytes = redan_file_read (path, FALSE, REDAN_MAX_FILE, error);

  if (bytes != NULL)
    *hash_out = redan_hash_bytes (bytes);
  return bytes;
}

char *
redan_document_hash_file (const char *path, RedanFileStamp *stamp_out, GError **error)
{
  const int descriptor = redan_file_open (path, FALSE, error);
  char *hash;

  if (descriptor < 0)
    return NULL;
  if (stamp_out != NULL)
    redan_file_stamp_take (descriptor, stamp_out);
  hash = redan_file_hash_rest (descriptor, path, REDAN_MAX_FILE, error);
  close (descriptor);
  return hash;
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

/* Whether @path is the file of the document, by whatever name. */
static gboolean
is_own_file (RedanDocument *self, const char *path)
{
  g_autofree char *key = redan_document_make_key (path);
  g_autofree char *own_key = self->path != NULL ? redan_document_make_key (self->path) : NULL;

  return g_strcmp0 (key, own_key) == 0;
}

/* The file of another window may not be written, nor one that is only looked at. */
static gboolean
check_target (RedanDocument *self, const char *path, GError **error)
{
  if (is_own_file (self, path))
    return !self->read_only || redan_document_refuse (self, error);
  return self->store == NULL ||
         redan_document_check_free (redan_store_get_directory (self->store), path, error);
}

void
redan_document_settle (RedanDocument *self, GError **error)
{
  if (self->owes_base && self->store != NULL)
    self->owes_base = !redan_store_set_saved (self->store, self->base, self->saved, error);
}

/* Tells the store that the file holds the model now. The file is safe, so that a store that fails
 * is only warned of. After a power loss the announced hash tells the same, so that the disk need
 * not be waited for. */
static void
record_save (RedanDocument *self)
{
  g_autofree char *key = redan_document_make_key (self->path);
  g_autofree char *warning = NULL;
  g_autoptr (GError) error = NULL;

  if (self->store == NULL)
    return;

  self->owes_base = TRUE;
  redan_document_settle (self, &error);
  if (error == NULL)
    self->store = redan_store_rekey (self->store, key, &warning, &error);
  redan_document_warn (self, warning);
  if (error != NULL)
    redan_document_warn (self, error->message);
}

/* The file holds the model, but that may not survive a power loss: it counts as unsaved. */
static void
record_uncertain_save (RedanDocument *self, char *hash)
{
  redan_document_set_base (self, hash);
  self->saved = -1;
  self->owes_base = TRUE;
  redan_document_settle (self, NULL);
  redan_document_notify_state (self);
}

/* Takes over what another program wrote since the file was read; stops where that left something
 * to decide. */
static gboolean
take_in (RedanDocument *self, GError **error)
{
  guint n_conflicts;

  if (!redan_document_merge_file (self, &n_conflicts, error))
    return FALSE;
  if (n_conflicts == 0)
    return TRUE;
  g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_CHANGED,
               ngettext ("%s: another program changed it, too. Both versions are merged and "
                         "nothing was saved yet: decide the %u conflict, then save again",
                         "%s: another program changed it, too. Both versions are merged and "
                         "nothing was saved yet: decide the %u conflicts, then save again",
                         n_conflicts),
               self->path, n_conflicts);
  return FALSE;
}

/* The other names of a file stay with the old content, as only its name is given to the new one. */
static void
warn_of_links (RedanDocument *self, const RedanFileLock *lock)
{
  g_autofree char *sentence = NULL;

  if (!lock->exists || lock->status.st_nlink < 2)
    return;
  sentence = g_strdup_printf (_ ("%s: had other names (hard links), which keep the old content."),
                              self->path);
  redan_document_warn (self, sentence);
}

/* A save of @document, whose new content has @hash. */
typedef struct
{
  RedanDocument *document;
  char *hash;
} Save;

/* The store must know the new content before the file has it: when the process ends in between,
 * the next one finds a file it knows. */
static void
take_hash (char *hash, gpointer data)
{
  Save *save = data;

  save->hash = hash;
  if (save->document->store != NULL)
    redan_store_announce (save->document->store, hash, NULL);
}

gboolean
redan_document_save (RedanDocument *self, const char *path, GError **error)
{
  g_autofree char *own_path = g_strdup (path);
  g_autofree char *hash = NULL;
  g_autoptr (RedanFileLock) lock = NULL;
  Save save = { self, NULL };
  gboolean done;

  if (!check_target (self, path, error))
    return FALSE;
  lock = redan_file_lock (path, 0, error);
  if (lock == NULL || (lock->exists && is_own_file (self, path) && !take_in (self, error)))
    return FALSE;
  if (self->written == NULL)
    self->written = redan_read_share_new ();
  done = redan_canonical_write_locked (self->model, lock, self->written, take_hash, &save, error);
  hash = save.hash;
  if (!done)
    {
      if (lock->is_replaced && is_own_file (self, path))
        record_uncertain_save (self, g_steal_pointer (&hash));
      return FALSE;
    }

  g_free (self->path);
  self->path = g_steal_pointer (&own_path);
  redan_document_set_base (self, g_steal_pointer (&hash));
  self->stamp = lock->written;
  self->read_only = FALSE;
  g_clear_pointer (&self->origin, g_free);
  record_save (self);
  warn_of_links (self, lock);
  redan_document_notify_state (self);
  return TRUE;
}

/* What is in the file now. */
static RedanModel *
read_theirs (RedanDocument *self, char **hash_out, GError **error)
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

/* Makes the model @merged, which is @theirs with the own changes, in one command; the file with the
 * hash @hash holds @theirs. On failure nothing is changed. */
static gboolean
go_to_merged (RedanDocument *self,
              const RedanModel *theirs,
              const RedanModel *merged,
              const char *label,
              char *hash,
              GError **error)
{
  g_autofree char *owned_hash = hash;
  g_autoptr (RedanModel) before = redan_model_copy (self->model);
  g_autoptr (RedanEdit) own = redan_model_difference (theirs, merged, "");
  g_autoptr (RedanEdit) edit = redan_model_difference (self->model, merged, label);
  const gboolean is_saved = redan_edit_get_n_changes (own) == 0;

  if (!redan_edit_apply (edit, self->model, error))
    return FALSE;
  if (self->store != NULL && !redan_store_merge (self->store, edit, owned_hash, is_saved, error))
    {
      redan_document_take_back (self, edit);
      return FALSE;
    }

  if (redan_edit_get_n_changes (edit) > 0)
    redan_document_append (self, g_steal_pointer (&edit));
  redan_document_set_base (self, g_steal_pointer (&owned_hash));
  if (!is_saved)
    {
      self->saved = -1;
      redan_model_unref (self->base_model);
      self->base_model = redan_model_copy (theirs);
    }
  redan_document_tell_changed (self, before, label);
  return TRUE;
}

gboolean
redan_document_reload (RedanDocument *self, const char *label, GError **error)
{
  g_autofree char *hash = NULL;
  g_autoptr (RedanModel) theirs = read_theirs (self, &hash, error);

  /* Who only looks sees what the other one saved, too. */
  return theirs != NULL &&
         go_to_merged (self, theirs, theirs, label, g_steal_pointer (&hash), error);
}

gboolean
redan_document_merge_file (RedanDocument *self, guint *n_conflicts_out, GError **error)
{
  g_autofree char *hash = NULL;
  g_autoptr (RedanModel) theirs = NULL;
  g_autoptr (RedanMerge) merge = NULL;
  g_autoptr (GError) reason = NULL;
  RedanFileState state;

  *n_conflicts_out = 0;
  /* A file that is as it was need not be a model: git may have left both versions in it. */
  if (redan_document_check_file (self, &state, NULL) && state == REDAN_FILE_SAME)
    return TRUE;
  theirs = read_theirs (self, &hash, &reason);
  if (theirs == NULL)
    {
      g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_CHANGED,
                   _ ("%s; it is not overwritten: mend it, or save under another name"),
                   reason->message);
      return FALSE;
    }
  merge = redan_merge_new (self->base_model, self->model, theirs, error);
  if (merge == NULL || !go_to_merged (self, theirs, merge->model, _ ("Take in the changed file"),
                                      g_steal_pointer (&hash), error))
    return FALSE;
  *n_conflicts_out = merge->n_conflicts;
  redan_document_tell_merged (self, merge->n_conflicts, merge->notices);
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

/* The file has the hash @hash and holds @model, which is no position of the history. */
static void
record_foreign_base (RedanDocument *self, char *hash, const RedanModel *model)
{
  record_uncertain_save (self, hash);
  g_clear_pointer (&self->base_model, redan_model_unref);
  self->base_model = redan_model_copy (model);
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
      first = redan_merge_new (self->base_model, self->model, file, error);
      if (first == NULL)
        return FALSE;
    }
  second = redan_merge_new (ours, first != NULL ? first->model : self->model, merged, error);
  if (second == NULL || !take_merge (self, second->model, label, n_conflicts_out, error))
    return FALSE;
  if (hash != NULL && strcmp (hash, self->base) != 0)
    record_foreign_base (self, g_steal_pointer (&hash), file != NULL ? file : ours);
  return TRUE;
}

gboolean
redan_document_check_file (RedanDocument *self, RedanFileState *state_out, GError **error)
{
  g_autofree char *hash = NULL;
  RedanFileStamp stamp;

  *state_out = REDAN_FILE_SAME;
  if (self->path == NULL || *self->base == '\0' ||
      redan_file_stamp_holds (&self->stamp, self->path))
    return TRUE;
  if (!g_file_test (self->path, G_FILE_TEST_EXISTS))
    {
      *state_out = REDAN_FILE_GONE;
      return TRUE;
    }
  hash = redan_document_hash_file (self->path, &stamp, error);
  if (hash == NULL)
    return FALSE;
  if (strcmp (hash, self->base) == 0)
    self->stamp = stamp;
  else
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
