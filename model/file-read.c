/* SPDX-License-Identifier: Apache-2.0 */
/* Opens files without waiting and reads them into memory up to a limit. */

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <linux/openat2.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "model/error.h"
#include "model/file-read.h"
#include "model/hash.h"

#define CHUNK (64 * 1024)

static gboolean
fail (const char *path, const char *why, GError **error)
{
  g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_IO,
               _ ("%s: cannot be read: %s; choose another file"), path, why);
  return FALSE;
}

static gboolean
check_type (int descriptor, const char *path, gboolean streams, GError **error)
{
  struct stat status;

  if (fstat (descriptor, &status) != 0)
    return fail (path, g_strerror (errno), error);
  if (S_ISREG (status.st_mode))
    return TRUE;
  if (S_ISDIR (status.st_mode))
    return fail (path, _ ("it is a directory"), error);
  if (S_ISFIFO (status.st_mode) || S_ISSOCK (status.st_mode))
    return streams || fail (path, _ ("it is a pipe, not a file"), error);
  if (streams && isatty (descriptor))
    return TRUE;
  return fail (path, _ ("it is a device"), error);
}

int
redan_file_open (const char *path, gboolean streams, GError **error)
{
  gboolean standard = streams && strcmp (path, "-") == 0;
  int descriptor = standard ? fcntl (STDIN_FILENO, F_DUPFD_CLOEXEC, 0)
                            : open (path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);

  if (descriptor < 0)
    {
      fail (path, g_strerror (errno), error);
      return -1;
    }
  if (!check_type (descriptor, path, streams, error))
    {
      close (descriptor);
      return -1;
    }

  /* Opening must not wait for a writer, reading must. */
  if (!standard)
    fcntl (descriptor, F_SETFL, O_RDONLY);
  return descriptor;
}

static gboolean
fail_size (const char *path, gsize limit, GError **error)
{
  g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_LIMIT,
               _ ("%s: larger than %zu MiB; split it"), path, limit / 1024 / 1024);
  return FALSE;
}

static gsize
guess_size (int descriptor, gsize limit)
{
  struct stat status;

  if (fstat (descriptor, &status) != 0 || !S_ISREG (status.st_mode) || status.st_size < 0)
    return CHUNK;
  return MIN ((gsize) status.st_size, limit + 1);
}

GBytes *
redan_file_read_rest (int descriptor, const char *path, gsize limit, GError **error)
{
  gsize room = guess_size (descriptor, limit);
  gsize length = 0;

  if (room > limit)
    {
      fail_size (path, limit, error);
      return NULL;
    }

  /* A byte more than a file seems to have shows that it has not grown. */
  g_autofree char *content = g_malloc (room + 2);
  for (;;)
    {
      gssize n = read (descriptor, content + length, room + 1 - length);
      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          fail (path, g_strerror (errno), error);
          return NULL;
        }
      if (n == 0)
        break;
      length += (gsize) n;
      if (length > limit)
        {
          fail_size (path, limit, error);
          return NULL;
        }
      if (length > room)
        {
          room = MIN (room + MAX (room / 2, CHUNK), limit);
          content = g_realloc (content, room + 2);
        }
    }

  content[length] = '\0';
  return g_bytes_new_take (g_steal_pointer (&content), length);
}

GBytes *
redan_file_read (const char *path, gboolean streams, gsize limit, GError **error)
{
  int descriptor = redan_file_open (path, streams, error);

  if (descriptor < 0)
    return NULL;

  GBytes *bytes = redan_file_read_rest (descriptor, path, limit, error);
  close (descriptor);
  return bytes;
}

char *
redan_file_hash_rest (int descriptor, const char *path, gsize limit, GError **error)
{
  g_autofree char *chunk = g_malloc (CHUNK);
  gsize length = 0;
  RedanHash hash;

  redan_hash_init (&hash);
  for (;;)
    {
      gssize n = read (descriptor, chunk, CHUNK);
      if (n == 0)
        return redan_hash_finish_text (&hash);
      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          fail (path, g_strerror (errno), error);
          return NULL;
        }
      redan_hash_add (&hash, chunk, (gsize) n);
      length += (gsize) n;
      if (length > limit)
        {
          fail_size (path, limit, error);
          return NULL;
        }
    }
}

int
redan_file_open_beneath (int directory, const char *name)
{
  const struct open_how how = { .flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK,
                                .resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS };
  int fd = (int) syscall (SYS_openat2, directory, name, &how, sizeof how);
  struct stat status;

  if (fd < 0 || (fstat (fd, &status) == 0 && S_ISREG (status.st_mode)))
    return fd;
  close (fd);
  errno = EINVAL;
  return -1;
}
