/* SPDX-License-Identifier: Apache-2.0 */
/* Who writes a file holds a lock beside it meanwhile, and who changes it from before it is read. */

#pragma once

#include <glib.h>
#include <sys/stat.h>

#include "model/canonical-reader.h"
#include "model/file-stamp.h"
#include "model/model.h"

G_BEGIN_DECLS

#define REDAN_LOCK_HOLDER_SIZE 32
#define REDAN_LOCK_PATIENCE 5000 /* ms */

/**
 * redan_lock_try:
 * @lock_path: the lock; made when it is missing
 * @holder: (out): who has it, as it wrote that into the lock; "" when it is unknown
 *
 * The kernel gives a lock back when its process ends, however it ends: what such a process leaves
 * behind is a file that the next one takes over.
 *
 * Returns: a descriptor, to be closed after unlink() of the lock; -1 with errno, EWOULDBLOCK when
 * somebody has it, this process included
 */
int redan_lock_try (const char *lock_path, char holder[REDAN_LOCK_HOLDER_SIZE]);

/**
 * RedanFileLock:
 * @path: how messages name the file
 * @target: @path without symbolic links
 * @temporary: where the new content is written: a name of its own, as only the holder uses it
 * @exists: whether there is a file, whose @status it is
 * @is_replaced: the new content has the name of the file, whether or not that survives a power loss
 * @written: the stamp of the new content, once it is replaced
 * @lock_path: (nullable): the lock; %NULL on a file system without locks
 */
typedef struct
{
  char *path;
  char *target;
  char *temporary;
  gboolean exists;
  gboolean is_replaced;
  RedanFileStamp written;
  struct stat status;
  char *lock_path;
  int descriptor;
} RedanFileLock;

/**
 * redan_file_lock:
 * @path: the file that is to be replaced; it need not exist
 * @patience_ms: how long another program that writes it is waited for: %REDAN_LOCK_PATIENCE, or 0
 * where nothing may block
 * @error: set with %REDAN_MODEL_ERROR_IO when it cannot be replaced, being no file or
 * write-protected or in a folder where nothing can be made; with %REDAN_MODEL_ERROR_BUSY when
 * another program writes it for longer
 *
 * Other programs of ours wait meanwhile; the file is read again when the lock is there.
 *
 * Returns: (transfer full) (nullable): the lock
 */
RedanFileLock *
redan_file_lock (const char *path, guint patience_ms, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void redan_file_unlock (RedanFileLock *self);

/** redan_file_replace_locked: redan_file_replace() for the holder of the lock */
gboolean redan_file_replace_locked (RedanFileLock *self, GBytes *bytes, GError **error);

/** RedanHashTaker: @hash: (transfer full): SHA-256 of the new content, in hexadecimal */
typedef void (*RedanHashTaker) (char *hash, gpointer user_data);

/**
 * redan_canonical_write_locked:
 * @share: (nullable): what was written there last, see redan_canonical_read_again()
 * @take_hash: (nullable) (scope call): called once, before the file is replaced and also where that fails; in another
 * thread, while the caller waits
 *
 * redan_canonical_write_file() for the holder of the lock. The bytes are read again while @take_hash and the disk are at
 * work.
 */
gboolean redan_canonical_write_locked (const RedanModel *model,
                                       RedanFileLock *lock,
                                       RedanReadShare *share,
                                       RedanHashTaker take_hash,
                                       gpointer user_data,
                                       GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedanFileLock, redan_file_unlock)

G_END_DECLS
