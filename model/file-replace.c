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

gboolean
redan_file_replace_locked (RedanFileLock *self, GBytes *bytes, GError **error)
{
  g_autofree char *directory = g_path_get_dirname (self->target);
  const struct stat *old = self->exists ? &self->status : NULL;
  int fd = create_temporary (self->temporary, old != NULL ? 0600 : 0666);
  RedanFileStamp written;

  if (fd < 0)
    return fail (self->path, _ ("no file can be created in its directory"), errno, error);
  if (!write_temporary (fd, self->path, old, bytes, &written, error))
    {
      unlink (self->temporary);
      return FALSE;
    }
  if (rename (self->temporary, self->target) != 0)
    {
      int code = errno;
      unlink (self->temporary);
      return fail (self->path, _ ("cannot be replaced"), code, error);
    }

  self->is_replaced = TRUE;
  int code = sync_directory (directory);
  redan_file_stamp_settle (&written, self->target, &self->written);
  if (code == 0)
    return TRUE;
  g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_IO,
               _ ("%s: written, but its directory could not be synced: %s; save it again"),
               self->path, g_strerror (code));
  return FALSE;
}

gboolean
redan_file_replace (const char *path, GBytes *bytes, GError **error)
{
  if (strcmp (path, "-") == 0)
    return redan_descriptor_write (STDOUT_FILENO, _ ("standard output"), bytes, error);

  g_autoptr (RedanFileLock) lock = redan_file_lock (path, REDAN_LOCK_PATIENCE, error);
  return lock != NULL && redan_file_replace_locked (lock, bytes, error);
}

static gpointer
hash_thread (gpointer bytes)
{
  return g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
}

static gboolean
read_back (const RedanModel *model, const char *path, GBytes *bytes, GError **error)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  if (length <= MAX_READ_BACK)
    {
      g_autoptr (RedanModel) back =
          redan_canonical_read (redan_model_get_schema (model), path, data, length, error);
      if (back == NULL)
        {
          g_prefix_error (error, _ ("the model cannot be saved, the old file stays: "));
          return FALSE;
        }
    }
  return TRUE;
}

GBytes *
redan_canonical_write_checked (const RedanModel *model, const char *path, GError **error)
{
  g_autoptr (GBytes) bytes = redan_canonical_write (model);

  return read_back (model, path, bytes, error) ? g_steal_pointer (&bytes) : NULL;
}

GBytes *
redan_canonical_write_hashed (const RedanModel *model,
                              const char *path,
                              char **hash_out,
                              GError **error)
{
  g_autoptr (GBytes) bytes = redan_canonical_write (model);
  /* The hash takes as long as the reading, and neither needs the other. */
  GThread *thread = g_thread_try_new ("redan-hash", hash_thread, bytes, NULL);
  const gboolean good = read_back (model, path, bytes, error);
  g_autofree char *hash = thread != NULL ? g_thread_join (thread) : hash_thread (bytes);

  if (!good)
    return NULL;
  *hash_out = g_steal_pointer (&hash);
  return g_steal_pointer (&bytes);
}

gboolean
redan_canonical_write_locked (const RedanModel *model, RedanFileLock *lock, GError **error)
{
  g_autoptr (GBytes) bytes = redan_canonical_write_checked (model, lock->path, error);

  return bytes != NULL && redan_file_replace_locked (lock, bytes, error);
}

gboolean
redan_canonical_write_file (const RedanModel *model, const char *path, GError **error)
{
  g_autoptr (GBytes) bytes = redan_canonical_write_checked (model, path, error);

  return bytes != NULL && redan_file_replace (path, bytes, error);
}
