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

/* How long to wait for somebody who only looks into a store. */
#define BRIEF_WAIT_US 10000
#define MAX_BRIEF_WAITS 500
#define BRIEF "looks"

static char *
get_lock_path (const char *path)
{
  g_autofree char *stem = g_strndup (path, strlen (path) - strlen (".db"));

  return g_strconcat (stem, ".lock", NULL);
}

/* The holder of a lock wrote its process number into the file, and whether it is only looking. */
static void
read_holder (int fd, char holder[32])
{
  gssize n = pread (fd, holder, 31, 0);

  holder[MAX (n, 0)] = '\0';
}

static gboolean
is_brief (const char *holder)
{
  return *holder == '\0' || g_str_has_suffix (holder, BRIEF);
}

static int
fail_in_use (const char *holder, GError **error)
{
  gsize n_digits = strspn (holder, "0123456789");
  g_autofree char *number = g_strndup (holder, n_digits);

  g_set_error (
      error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_IN_USE,
      _ ("The document is open elsewhere (process %s); close the other window, or work on a "
         "copy"),
      n_digits > 0 ? number : "?");
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

/* Nothing but messages and waiting depends on it, so that a full disk does not matter. */
static void
write_holder (int fd, gboolean brief)
{
  g_autofree char *holder = g_strdup_printf ("%d%s", (int) getpid (), brief ? " " BRIEF : "");

  if (ftruncate (fd, 0) == 0 && pwrite (fd, holder, strlen (holder), 0) < 0)
    errno = 0;
}

int
redan_store_lock (const char *path, gboolean brief, GError **error)
{
  g_autofree char *lock_path = get_lock_path (path);
  guint n_waits = 0;

  for (guint i = 0; i < MAX_ATTEMPTS; i++)
    {
      char holder[32];
      int fd = open (lock_path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
      if (fd < 0)
        break;
      if (flock (fd, LOCK_EX | LOCK_NB) == 0)
        {
          if (is_named (fd, lock_path))
            {
              write_holder (fd, brief);
              return fd;
            }
          close (fd);
          errno = EAGAIN;
          continue;
        }

      int code = errno;
      read_holder (fd, holder);
      close (fd);
      errno = code;
      if (code != EWOULDBLOCK)
        break;
      if (brief || !is_brief (holder) || n_waits++ >= MAX_BRIEF_WAITS)
        return fail_in_use (holder, error);
      g_usleep (BRIEF_WAIT_US);
      i--;
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
