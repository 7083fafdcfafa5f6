/* SPDX-License-Identifier: Apache-2.0 */
/* The lock on a live store: a locked file beside the database, which the kernel unlocks when its
 * process ends. */

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "model/error.h"
#include "model/store-private.h"

#define MAX_ATTEMPTS 100

static char *
get_lock_path (const char *path)
{
  g_autofree char *stem = g_strndup (path, strlen (path) - strlen (".db"));

  return g_strconcat (stem, ".lock", NULL);
}

/* The holder of a lock wrote its process number into the file, for messages only. */
static int
fail_in_use (int fd, GError **error)
{
  char holder[16] = "";

  if (pread (fd, holder, sizeof holder - 1, 0) <= 0 ||
      strspn (holder, "0123456789") != strlen (holder))
    g_strlcpy (holder, "?", sizeof holder);
  close (fd);
  g_set_error (
      error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_IN_USE,
      _ ("The document is open elsewhere (process %s); close the other window, or work on a "
         "copy"),
      holder);
  return -1;
}

/* Whether the locked file is still the one with that name: who unlocks also removes it. */
static gboolean
is_named (int fd, const char *path)
{
  struct stat held;
  struct stat named;

  return fstat (fd, &held) == 0 && stat (path, &named) == 0 && held.st_dev == named.st_dev &&
         held.st_ino == named.st_ino;
}

int
redan_store_lock (const char *path, GError **error)
{
  g_autofree char *lock_path = get_lock_path (path);

  for (guint i = 0; i < MAX_ATTEMPTS; i++)
    {
      int fd = open (lock_path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
      if (fd < 0)
        break;
      if (flock (fd, LOCK_EX | LOCK_NB) != 0)
        {
          if (errno == EWOULDBLOCK)
            return fail_in_use (fd, error);
          int code = errno;
          close (fd);
          errno = code;
          break;
        }
      if (is_named (fd, lock_path))
        {
          g_autofree char *holder = g_strdup_printf ("%d", (int) getpid ());
          /* Nothing depends on the number, so that a full disk does not matter. */
          if (ftruncate (fd, 0) == 0 && pwrite (fd, holder, strlen (holder), 0) < 0)
            errno = 0;
          return fd;
        }
      close (fd);
      errno = EAGAIN;
    }

  g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_STORE,
               _ ("%s: the live store cannot be locked: %s; check space and rights of its folder"),
               lock_path, g_strerror (errno));
  return -1;
}

void
redan_store_unlock (const char *path, int lock)
{
  g_autofree char *lock_path = get_lock_path (path);

  unlink (lock_path);
  close (lock);
}
