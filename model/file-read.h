/* SPDX-License-Identifier: Apache-2.0 */
/* Opening and reading of files that anybody may have made: pipes without writer, devices, endless files. Private. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** What a model file may have at most. */
#define REDAN_MAX_FILE ((gsize) 512 * 1024 * 1024)

/**
 * redan_file_open:
 * @path: a file; with @streams also a pipe, or "-" for standard input
 * @error: set with %REDAN_MODEL_ERROR_IO
 *
 * Never waits: a named pipe that nobody writes to is empty. Directories and devices are refused.
 *
 * Returns: a descriptor that the caller closes, or -1
 */
int redan_file_open (const char *path, gboolean streams, GError **error);

/**
 * redan_file_open_beneath:
 * @directory: descriptor of a folder
 * @name: relative path
 *
 * Opens a regular file beneath @directory, wherever symbolic links on the way point to.
 *
 * Returns: a descriptor that the caller closes, or -1 with errno set
 */
int redan_file_open_beneath (int directory, const char *name);

/**
 * redan_file_read_rest:
 * @path: how messages name the file
 * @limit: in bytes
 *
 * Copies what a descriptor still has to give. Not mapped: another program may cut a file short while it is read.
 *
 * Returns: (transfer full) (nullable): the bytes; a NUL that does not count stands behind them
 */
GBytes *redan_file_read_rest (int descriptor, const char *path, gsize limit, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * redan_file_hash_rest:
 *
 * redan_file_read_rest() for who only wants to know whether a file is another one: keeps nothing of it in memory.
 *
 * Returns: (transfer full) (nullable): SHA-256 in hexadecimal
 */
char *redan_file_hash_rest (int descriptor, const char *path, gsize limit, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** redan_file_read: redan_file_open() and redan_file_read_rest() */
GBytes *redan_file_read (const char *path, gboolean streams, gsize limit, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
