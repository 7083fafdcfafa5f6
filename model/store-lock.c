/* SPDX-License-Identifier: Apache-2.0 */
/* The lock on a live store: a locked file beside the database, which the kernel unlocks when its
 * process ends. */

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

#include "model/error.h"
#include "model/file-lock.h"
#include "model/store-private.h"

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
  char holder[REDAN_LOCK_HOLDER_SIZE];

  for (guint n_waits = 0;; n_waits++)
    {
      int fd = redan_lock_try (lock_path, holder);
      if (fd >= 0)
        {
          write_holder (fd, brief);
          return fd;
        }
      if (errno != EWOULDBLOCK)
        break;
      if (brief || !is_brief (holder) || n_waits >= MAX_BRIEF_WAITS)
        return fail_in_use (holder, error);
      g_usleep (BRIEF_WAIT_US);
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
