/* SPDX-License-Identifier: Apache-2.0 */
/* Tells without reading a file whether it can have changed: as git tells it for its index. */

#include "model/file-stamp.h"

#include <fcntl.h>
#include <linux/magic.h>
#include <sys/vfs.h>
#include <time.h>
#include <unistd.h>

#ifndef XFS_SUPER_MAGIC
#define XFS_SUPER_MAGIC 0x58465342
#endif

/* A step of the clock where stamps are whole seconds, and one for its rounding. */
#define WHOLE_SECONDS 2

/* File systems that take the time from the kernel they run in, in nanoseconds. */
static gboolean
is_local (int descriptor)
{
  struct statfs system;

  if (fstatfs (descriptor, &system) != 0)
    return FALSE;
  switch ((guint32) system.f_type)
    {
    case EXT4_SUPER_MAGIC:
    case XFS_SUPER_MAGIC:
    case BTRFS_SUPER_MAGIC:
    case F2FS_SUPER_MAGIC:
    case TMPFS_MAGIC:
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
is_before (const struct timespec *a, const struct timespec *b)
{
  return a->tv_sec != b->tv_sec ? a->tv_sec < b->tv_sec : a->tv_nsec < b->tv_nsec;
}

static gboolean
is_same_time (const struct timespec *a, const struct timespec *b)
{
  return a->tv_sec == b->tv_sec && a->tv_nsec == b->tv_nsec;
}

static gboolean
is_same_content (const struct stat *a, const struct stat *b)
{
  return a->st_dev == b->st_dev && a->st_ino == b->st_ino && a->st_size == b->st_size &&
         is_same_time (&a->st_mtim, &b->st_mtim);
}

gboolean
redan_file_stamp_is_past (const struct stat *status, const struct timespec *now)
{
  struct timespec end = status->st_ctim;

  /* Such a file system may know no parts of a second. */
  if (end.tv_nsec == 0)
    end.tv_sec += WHOLE_SECONDS;
  return is_before (&end, now) && is_before (&status->st_mtim, now);
}

void
redan_file_stamp_take (int descriptor, RedanFileStamp *out)
{
  struct timespec now;

  *out = (RedanFileStamp){ 0 };
  /* The clock first: what is written after it has a later stamp than what it is compared with. */
  out->is_certain = clock_gettime (CLOCK_REALTIME_COARSE, &now) == 0 &&
                    fstat (descriptor, &out->status) == 0 && is_local (descriptor) &&
                    redan_file_stamp_is_past (&out->status, &now);
}

void
redan_file_stamp_settle (const RedanFileStamp *written, const char *path, RedanFileStamp *out)
{
  const int descriptor = open (path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);

  *out = (RedanFileStamp){ 0 };
  if (descriptor < 0)
    return;
  redan_file_stamp_take (descriptor, out);
  out->is_certain &= written->is_certain && is_same_content (&written->status, &out->status);
  close (descriptor);
}

gboolean
redan_file_stamp_holds (const RedanFileStamp *self, const char *path)
{
  struct stat now;

  return self->is_certain && stat (path, &now) == 0 && is_same_content (&self->status, &now) &&
         is_same_time (&self->status.st_ctim, &now.st_ctim);
}
