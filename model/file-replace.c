/* SPDX-License-Identifier: Apache-2.0 */
/* Replaces a file so that at every moment either the old or the new content is there. */

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "model/canonical-reader.h"
#include "model/canonical-writer.h"
#include "model/error.h"
#include "model/file-lock.h"
#include "model/file-replace.h"
#include "model/hash.h"

/* Above this size a written file is not read back before it replaces the old one. */
#define MAX_READ_BACK ((gsize) 256 * 1024 * 1024)

static gboolean
fail (const char *path, const char *what, int code, GError **error)
{
  g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_IO,
               _ ("%s: %s: %s; nothing was changed"), path, what, g_strerror (code));
  return FALSE;
}

/* Blocks SIGPIPE for this thread; says whether one was pending before, which is then left alone. */
static gboolean
block_pipe_signal (sigset_t *pipe_set, sigset_t *old_set)
{
  sigset_t pending;

  sigemptyset (pipe_set);
  sigaddset (pipe_set, SIGPIPE);
  pthread_sigmask (SIG_BLOCK, pipe_set, old_set);
  sigpending (&pending);
  return sigismember (&pending, SIGPIPE) == 1;
}

static void
unblock_pipe_signal (const sigset_t *pipe_set, const sigset_t *old_set, gboolean was_pending)
{
  const struct timespec now = { 0, 0 };

  if (!was_pending)
    while (sigtimedwait (pipe_set, NULL, &now) < 0 && errno == EINTR)
      continue;
  pthread_sigmask (SIG_SETMASK, old_set, NULL);
}

gboolean
redan_descriptor_write (int fd, const char *name, GBytes *bytes, GError **error)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  int code = 0;
  sigset_t pipe_set;
  sigset_t old_set;
  gboolean was_pending = block_pipe_signal (&pipe_set, &old_set);

  while (length > 0 && code == 0)
    {
      gssize n = write (fd, data, MIN (length, (gsize) 1 << 30));
      if (n > 0)
        {
          data += n;
          length -= n;
        }
      else if (n == 0)
        code = EIO;
      else if (errno != EINTR)
        code = errno;
    }

  unblock_pipe_signal (&pipe_set, &old_set, was_pending);
  if (code == 0)
    return TRUE;

  g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_IO, _ ("%s: cannot be written: %s"),
               name, g_strerror (code));
  return FALSE;
}

/* Makes the temporary file; one that a process which is gone left behind is removed before. */
static int
create_temporary (const char *temporary, mode_t mode)
{
  if (unlink (temporary) != 0 && errno != ENOENT)
    return -1;
  return open (temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
}

/* Keeps mode and, where the system lets us, owner of the file that is replaced. */
static int
take_over_status (int fd, const struct stat *old)
{
  if (fchown (fd, old->st_uid, old->st_gid) != 0 && fchown (fd, -1, old->st_gid) != 0)
    return fchmod (fd, old->st_mode & 0777 & ~(mode_t) 022) == 0 ? 0 : errno;
  return fchmod (fd, old->st_mode & 07777) == 0 ? 0 : errno;
}

static int
sync_directory (const char *directory)
{
  int fd = open (directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd < 0)
    return errno;
  /* Some file systems cannot sync a directory; the rename is then as durable as they make it. */
  int code = fsync (fd) == 0 || errno == EINVAL || errno == EROFS ? 0 : errno;
  close (fd);
  return code;
}

static gboolean
write_temporary (int fd,
                 const char *path,
                 const struct stat *old,
                 GBytes *bytes,
                 RedanFileStamp *written,
                 GError **error)
{
  int code = 0;

  if (!redan_descriptor_write (fd, path, bytes, error))
    {
      close (fd);
      return FALSE;
    }
  if (old != NULL)
    code = take_over_status (fd, old);
  if (code == 0 && fsync (fd) != 0)
    code = errno;
  redan_file_stamp_take (fd, written);
  if (close (fd) != 0 && code == 0)
    code = errno;
  return code == 0 || fail (path, _ ("cannot be written"), code, error);
}

/* Writes and syncs the temporary file, whose stamp @written gets; on failure there is none. */
static gboolean
prepare (const RedanFileLock *lock, GBytes *bytes, RedanFileStamp *written, GError **error)
{
  const struct stat *old = lock->exists ? &lock->status : NULL;
  int fd = create_temporary (lock->temporary, old != NULL ? 0600 : 0666);

  if (fd < 0)
    return fail (lock->path, _ ("no file can be created in its directory"), errno, error);
  if (write_temporary (fd, lock->path, old, bytes, written, error))
    return TRUE;
  unlink (lock->temporary);
  return FALSE;
}

/* Gives the temporary file, whose stamp @written is, the name of the file. */
static gboolean
put_in_place (RedanFileLock *lock, const RedanFileStamp *written, GError **error)
{
  g_autofree char *directory = g_path_get_dirname (lock->target);

  if (rename (lock->temporary, lock->target) != 0)
    {
      int code = errno;
      unlink (lock->temporary);
      return fail (lock->path, _ ("cannot be replaced"), code, error);
    }

  lock->is_replaced = TRUE;
  int code = sync_directory (directory);
  redan_file_stamp_settle (written, lock->target, &lock->written);
  if (code == 0)
    return TRUE;
  g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_IO,
               _ ("%s: written, but its directory could not be synced: %s; save it again"),
               lock->path, g_strerror (code));
  return FALSE;
}

gboolean
redan_file_replace_locked (RedanFileLock *self, GBytes *bytes, GError **error)
{
  RedanFileStamp written;

  return prepare (self, bytes, &written, error) && put_in_place (self, &written, error);
}

static gboolean
write_to_output (GBytes *bytes, GError **error)
{
  return redan_descriptor_write (STDOUT_FILENO, _ ("standard output"), bytes, error);
}

gboolean
redan_file_replace (const char *path, GBytes *bytes, GError **error)
{
  if (strcmp (path, "-") == 0)
    return write_to_output (bytes, error);

  g_autoptr (RedanFileLock) lock = redan_file_lock (path, REDAN_LOCK_PATIENCE, error);
  return lock != NULL && redan_file_replace_locked (lock, bytes, error);
}

/* The bytes of a model on their way to the disk, which a thread of its own waits for. */
typedef struct
{
  const RedanFileLock *lock;
  GBytes *bytes;
  RedanHashTaker take_hash;
  gpointer user_data;
  RedanFileStamp written;
  gboolean is_prepared;
  GError *error;
} Passage;

static gpointer
prepare_thread (gpointer data)
{
  Passage *self = data;

  if (self->take_hash != NULL)
    self->take_hash (redan_hash_bytes (self->bytes), self->user_data);
  self->is_prepared = prepare (self->lock, self->bytes, &self->written, &self->error);
  return NULL;
}

static gboolean
read_back (
    const RedanModel *model, RedanReadShare *share, const char *path, GBytes *bytes, GError **error)
{
  RedanSchema *schema = redan_model_get_schema (model);
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  g_autoptr (RedanModel) back = NULL;

  if (length > MAX_READ_BACK)
    return TRUE;
  back = share != NULL ? redan_canonical_read_again (schema, share, path, bytes, error)
                       : redan_canonical_read (schema, path, data, length, error);
  if (back == NULL)
    g_prefix_error (error, _ ("the model cannot be saved, the old file stays: "));
  return back != NULL;
}

gboolean
redan_canonical_write_locked (const RedanModel *model,
                              RedanFileLock *lock,
                              RedanReadShare *share,
                              RedanHashTaker take_hash,
                              gpointer user_data,
                              GError **error)
{
  g_autoptr (GBytes) bytes = redan_canonical_write (model);
  Passage passage = {
    .lock = lock, .bytes = bytes, .take_hash = take_hash, .user_data = user_data
  };
  /* Reading again takes the processor about as long as the disk is waited for. */
  GThread *thread = g_thread_try_new ("redan-write", prepare_thread, &passage, NULL);
  const gboolean is_readable = read_back (model, share, lock->path, bytes, error);

  if (thread != NULL)
    g_thread_join (thread);
  else
    prepare_thread (&passage);

  if (!is_readable)
    {
      if (passage.is_prepared)
        unlink (lock->temporary);
      g_clear_error (&passage.error);
      return FALSE;
    }
  if (passage.is_prepared)
    return put_in_place (lock, &passage.written, error);
  g_propagate_error (error, passage.error);
  return FALSE;
}

static gboolean
write_model_to_output (const RedanModel *model, GError **error)
{
  g_autoptr (GBytes) bytes = redan_canonical_write (model);

  return read_back (model, NULL, _ ("standard output"), bytes, error) &&
         write_to_output (bytes, error);
}

gboolean
redan_canonical_write_file (const RedanModel *model, const char *path, GError **error)
{
  if (strcmp (path, "-") == 0)
    return write_model_to_output (model, error);

  g_autoptr (RedanFileLock) lock = redan_file_lock (path, REDAN_LOCK_PATIENCE, error);
  return lock != NULL && redan_canonical_write_locked (model, lock, NULL, NULL, NULL, error);
}
