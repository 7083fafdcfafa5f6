/* SPDX-License-Identifier: Apache-2.0 */
/* Takes the place of the calls by which a process reaches its files, for the tests of reliability:
 * fails the n-th one, ends the process there, or writes a log of all of them. Linked into a test,
 * or preloaded into a program. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  FAULT_OPEN,
  FAULT_WRITE,
  FAULT_SYNC,
  FAULT_CLOSE,
  FAULT_RENAME,
  FAULT_UNLINK,
  FAULT_TRUNCATE,
  FAULT_ANY,    /* any of the above */
  FAULT_MEMORY, /* malloc(), calloc(), realloc(), of the whole process */
  FAULT_READ,   /* a process that ends there ends before the next of the others */
  FAULT_N_CALLS,
} FaultCall;

typedef enum
{
  FAULT_NONE,
  FAULT_ONCE,   /* the n-th call fails */
  FAULT_ALWAYS, /* and all of its kind after it */
  FAULT_SHORT,  /* the n-th write writes half of what it should */
  FAULT_KILL,   /* the process ends before the n-th call; in a write, after half of it */
} FaultKind;

/** FaultPlan: @code: errno of a call that fails; @n counts from 1 */
typedef struct
{
  FaultCall call;
  FaultKind kind;
  guint n;
  int code;
} FaultPlan;

typedef enum
{
  FAULT_LOG_CREATE, /* path, file */
  FAULT_LOG_FIND,   /* path, file: it was there before the log */
  FAULT_LOG_WRITE,  /* file, offset, data */
  FAULT_LOG_TRUNCATE,
  FAULT_LOG_SYNC,
  FAULT_LOG_RENAME, /* path, data: the new path */
  FAULT_LOG_UNLINK,
  FAULT_LOG_SYNC_DIRECTORY,
  FAULT_LOG_MARK, /* offset: what the test said */
} FaultLogKind;

/**
 * FaultLogEntry:
 * @file: number of the file, which it keeps when it is renamed
 * @path, @data: where they begin in the bytes of the log
 */
typedef struct
{
  FaultLogKind kind;
  guint file;
  guint64 offset;
  guint64 path;
  guint64 data;
  guint64 length;
} FaultLogEntry;

/** FaultLog: in memory that a process shares with its children; full when @is_full */
typedef struct
{
  guint n_entries;
  guint64 n_bytes;
  gboolean is_full;
  gboolean has_fired;
  guint64 counts[FAULT_N_CALLS];
  FaultLogEntry *entries;
  char *bytes;
} FaultLog;

/** faults_new_log: Returns: an empty log, shared with the children that are made after it */
FaultLog *faults_new_log (void);

/** faults_reset_log: empties it; the counts too */
void faults_reset_log (FaultLog *log);

/** faults_watch: from now on counts the calls about files beneath @directory, fails them by @plan
 * (%NULL: none) and, with
 * @recording, logs them. @log outlives the process's interest in files. Syncing costs nothing from
 * now on. */
void faults_watch (const char *directory, const FaultPlan *plan, FaultLog *log, gboolean recording);

/** faults_mark: notes a number of the test's own in the log */
void faults_mark (guint64 number);

G_END_DECLS
