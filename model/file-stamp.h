/* SPDX-License-Identifier: Apache-2.0 */
/* Tells without reading a file whether it can have changed. */

#pragma once

#include <glib.h>
#include <sys/stat.h>
#include <time.h>

G_BEGIN_DECLS

/**
 * RedanFileStamp:
 * @is_certain: whoever writes the file after the stamp was taken gives it another one
 * @status: of the file
 */
typedef struct
{
  gboolean is_certain;
  struct stat status;
} RedanFileStamp;

/**
 * redan_file_stamp_take:
 * @descriptor: of the file
 *
 * The kernel stamps files with a clock that goes in steps of some milliseconds or a second. A file
 * that was written in the step that still runs can be written once more without another stamp, so
 * that its stamp is not certain; nor is it on file systems whose clock or cache is not that of this
 * kernel.
 */
void redan_file_stamp_take (int descriptor, RedanFileStamp *out);

/**
 * redan_file_stamp_is_past:
 * @status: of a file
 * @now: of the clock that stamps it
 *
 * A stamp without nanoseconds may be that of a file system with whole seconds (ext2, ext3, ext4
 * with inodes of 128 bytes), where the step of the clock is a second.
 *
 * Returns: whether the step of the clock in which the file was stamped is over
 */
gboolean redan_file_stamp_is_past (const struct stat *status, const struct timespec *now);

/** redan_file_stamp_settle: for a file that was written by @descriptor's stamp @written and then
 * got the name @path: what is there now, certain when it is that file and nobody wrote it since */
void redan_file_stamp_settle (const RedanFileStamp *written, const char *path, RedanFileStamp *out);

/** redan_file_stamp_holds: Returns: whether the file at @path certainly is as it was */
gboolean redan_file_stamp_holds (const RedanFileStamp *self, const char *path);

G_END_DECLS
