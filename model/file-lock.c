/* SPDX-License-Identifier: Apache-2.0 */
/* The lock beside a file that is being replaced, and what has to be so before it is. */

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <limits.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "model/error.h"
#include "model/file-lock.h"
#include "model/hash.h"

#define MAX_LINKS 40
#define MAX_ATTEMPTS 100
#define WAIT_MS 10

/* With ".#" before and ".lock" behind it a name must not get longer than a file system takes. */
#define MAX_NAME 200

/* Whether the locked file is still the one with that name: who unlocks also removes it. */
static gboolean
is_named (int fd, const char *path)
{
  struct stat held;
  struct stat named;

  return fstat (fd, &held) == 0 && stat (path, &named) == 0 && held.st_dev == named.st_dev &&
         held.st_ino == named.st_ino;
}

static void
read_holder (int fd, char holder[REDAN_LOCK_HOLDER_SIZE])
{
  gssize n = pread (fd, holder, REDAN_LOCK_HOLDER_SIZE - 1, 0);

  holder[MAX (n, 0)] = '\0';
}

int
redan_lock_try (const char *lock_path, char holder[REDAN_LOCK_HOLDER_SIZE])
{
  *holder = '\0';
  for (guint i = 0; i < MAX_ATTEMPTS; i++)
    {
      int fd = open (lock_path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK, 0600);
      if (fd < 0)
        return -1;
      if (flock (fd, LOCK_EX | LOCK_NB) == 0)
        {
          if (is_named (fd, lock_path))
            return fd;
          close (fd);
          continue;
        }

      int code = errno;
      read_holder (fd, holder);
      close (fd);
      errno = code;
      return -1;
    }

  errno = EAGAIN;
  return -1;
}

static gboolean
fail (const RedanFileLock *self, const char *what, int code, GError **error)
{
  g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_IO,
               _ ("%s: %s: %s; nothing was changed"), self->path, what, g_strerror (code));
  return FALSE;
}

/* Follows symbolic links, also one that leads to a file that is not there yet. */
static char *
resolve_links (const char *path)
{
  g_autofree char *at = g_strdup (path);

  for (guint i = 0; i < MAX_LINKS; i++)
    {
      char target[PATH_MAX];
      gssize n = readlink (at, target, sizeof target - 1);
      if (n < 0)
        return g_steal_pointer (&at);
      target[n] = '\0';
      g_autofree char *directory = g_path_get_dirname (at);
      char *next =
          target[0] == '/' ? g_strdup (target) : g_build_filename (directory, target, NULL);
      g_free (at);
      at = next;
    }
  return NULL;
}

/* Whether the target can be replaced at all; looks at it anew. */
static gboolean
check_target (RedanFileLock *self, GError **error)
{
  self->exists = lstat (self->target, &self->status) == 0;
  if (!self->exists)
    return errno == ENOENT || fail (self, _ ("cannot be looked at"), errno, error);
  if (S_ISDIR (self->status.st_mode))
    return fail (self, _ ("expected a file"), EISDIR, error);
  if (!S_ISREG (self->status.st_mode))
    return fail (self, _ ("a device, pipe or socket; expected a file"), EINVAL, error);
  return access (self->target, W_OK) == 0 ||
         fail (self, _ ("the file is write-protected"), errno, error);
}

static void
name_files (RedanFileLock *self)
{
  g_autofree char *directory = g_path_get_dirname (self->target);
  g_autofree char *base = g_path_get_basename (self->target);
  g_autofree char *hash = redan_hash_text (base);
  const char *stem = strlen (base) > MAX_NAME ? hash : base;

  self->lock_path = g_strdup_printf ("%s/.#%s.lock", directory, stem);
  self->temporary = g_strdup_printf ("%s/.#%s.tmp", directory, stem);
}

/* A file system without locks: no name is certain to be used by one program only. */
static void
do_without_lock (RedanFileLock *self)
{
  char *temporary =
      g_strdup_printf ("%s-%08x%08x", self->temporary, g_random_int (), g_random_int ());

  g_free (self->temporary);
  self->temporary = temporary;
  unlink (self->lock_path);
  g_clear_pointer (&self->lock_path, g_free);
}

static gboolean
take_lock (RedanFileLock *self, guint patience_ms, GError **error)
{
  char holder[REDAN_LOCK_HOLDER_SIZE];
  guint n_links = 0;

  for (guint waited = 0;; waited += WAIT_MS)
    {
      self->descriptor = redan_lock_try (self->lock_path, holder);
      if (self->descriptor >= 0)
        {
          g_autofree char *number = g_strdup_printf ("%d", (int) getpid ());
          /* For messages only, so that a full disk does not matter. */
          if (pwrite (self->descriptor, number, strlen (number), 0) < 0)
            errno = 0;
          return TRUE;
        }
      if (errno == ENOSYS || errno == EOPNOTSUPP || errno == ENOLCK)
        {
          do_without_lock (self);
          return TRUE;
        }
      /* A symbolic link of that name is none of ours, and is not followed. */
      if (errno == ELOOP && n_links++ < MAX_ATTEMPTS && unlink (self->lock_path) == 0)
        continue;
      if (errno != EWOULDBLOCK)
        return fail (self, _ ("no file can be created in its directory"), errno, error);
      if (waited >= patience_ms)
        break;
      g_usleep (WAIT_MS * 1000);
    }

  g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_BUSY,
               _ ("%s: another program (process %s) is writing it; nothing was changed, try again"),
               self->path, *holder != '\0' ? holder : "?");
  return FALSE;
}

RedanFileLock *
redan_file_lock (const char *path, guint patience_ms, GError **error)
{
  g_autoptr (RedanFileLock) self = g_new0 (RedanFileLock, 1);

  self->descriptor = -1;
  self->path = g_strdup (path);
  self->target = resolve_links (path);
  if (self->target == NULL)
    {
      fail (self, _ ("too many symbolic links"), ELOOP, error);
      return NULL;
    }

  /* Nothing is made beside what is no file; with the lock the target is looked at once more. */
  if (!check_target (self, error))
    return NULL;
  name_files (self);
  if (!take_lock (self, patience_ms, error) || !check_target (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
redan_file_unlock (RedanFileLock *self)
{
  if (self->descriptor >= 0)
    {
      unlink (self->lock_path);
      close (self->descriptor);
    }
  g_free (self->path);
  g_free (self->target);
  g_free (self->temporary);
  g_free (self->lock_path);
  g_free (self);
}
