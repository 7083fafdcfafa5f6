/* SPDX-License-Identifier: Apache-2.0 */
/* What a disk may hold after a power loss, made from the log of the calls that wrote to it. */

#pragma once

#include "tests/faults.h"

G_BEGIN_DECLS

typedef enum
{
  DISK_LAZY,   /* nothing that was not synced is there */
  DISK_EAGER,  /* all of it */
  DISK_RANDOM, /* any part: whole sectors of any writes, names in the order they were made */
  DISK_N_MANNERS,
} DiskManner;

/**
 * disk_replay:
 * @directory: emptied, but for its folders, and filled anew; what it held when the log began is in
 * @initial, by path
 * @n_entries: how much of the log had been called when the power failed
 *
 * A file's bytes are certain once it is synced, its name once its folder is; of the rest some may
 * be there.
 */
void disk_replay (const FaultLog *log,
                  guint n_entries,
                  const char *directory,
                  GHashTable *initial,
                  DiskManner manner,
                  GRand *random);

/** disk_read: Returns: (transfer full): the files beneath @directory as GByteArray, by path */
GHashTable *disk_read (const char *directory);

G_END_DECLS
