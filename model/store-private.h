/* SPDX-License-Identifier: Apache-2.0 */
/* What the two halves of the store share: the database, its prepared statements, transactions. */

#pragma once

#include <sqlite3.h>

#include "model/store.h"

G_BEGIN_DECLS

typedef enum
{
  REDAN_STORE_BEGIN,
  REDAN_STORE_COMMIT,
  REDAN_STORE_ROLLBACK,
  REDAN_STORE_GET_STATE,
  REDAN_STORE_PUT_STATE,
  REDAN_STORE_COUNT_COMMANDS,
  REDAN_STORE_ADD_OBJECT,
  REDAN_STORE_REMOVE_OBJECT,
  REDAN_STORE_PUT_ENTRY,
  REDAN_STORE_REMOVE_ENTRY,
  REDAN_STORE_FILL_ENTRY,
  REDAN_STORE_LIST_OBJECTS,
  REDAN_STORE_LIST_ENTRIES,
  REDAN_STORE_ADD_COMMAND,
  REDAN_STORE_DROP_COMMANDS,
  REDAN_STORE_GET_COMMAND,
  REDAN_STORE_LIST_LABELS,
  REDAN_STORE_CLEAR_ENTRIES,
  REDAN_STORE_CLEAR_OBJECTS,
  REDAN_STORE_N_STATEMENTS,
} RedanStoreStatement;

/**
 * RedanStore:
 * @lock: descriptor of the locked file beside the database, -1 for none
 * @sum: sum over the content, so that a damaged row is noticed: see redan_store_hash_entry()
 * @failure: code of SQLite of the last failure
 * @exceeds_schema: the last redan_store_load_model() failed as the content, which is whole, has what
 *   the schema does not know
 * @n_commits: counts commits since it was opened
 * @n_durable: how many of them survive a power loss
 * @wal_pages: length of the write-ahead log after the last commit
 */
struct _RedanStore
{
  sqlite3 *database;
  char *directory;
  char *key;
  char *path;
  int lock;
  RedanStoreState state;
  char *base;
  char *pending;
  guint64 sum;
  int failure;
  gboolean exceeds_schema;
  guint64 n_commits;
  guint64 n_durable;
  int wal_pages;
  sqlite3_stmt *statements[REDAN_STORE_N_STATEMENTS];
};

/** redan_store_new: Returns: (transfer full): neither locked nor connected */
RedanStore *redan_store_new (const char *directory, const char *key);

/** redan_store_free: gives back database and lock as they are; @self: (transfer full) */
void redan_store_free (RedanStore *self);

/** redan_store_connect: opens the database, which is made when there is none, and looks at nothing
 * in it. Returns: %FALSE with @error, %REDAN_MODEL_ERROR_STORE */
gboolean redan_store_connect (RedanStore *self, GError **error);

/** redan_store_disconnect: closes the database and keeps the lock; no effect without a database */
void redan_store_disconnect (RedanStore *self);

/** redan_store_open_locked: @lock is taken over, also on failure */
RedanStore *redan_store_open_locked (
    const char *directory, const char *key, int lock, char **warning_out, GError **error);

/** redan_store_prepare_state: makes the state of a connected database readable, nothing else */
gboolean redan_store_prepare_state (RedanStore *self);

/**
 * redan_store_check_header:
 * @fault_out: "foreign", "newer", "damaged", or %NULL when that could not be read
 *
 * Returns: whether the connected database is a store of this version
 */
gboolean redan_store_check_header (RedanStore *self, const char **fault_out);

/** redan_store_query_text: Returns: (transfer full) (nullable): first column of the first row;
 * %NULL when the statement fails */
char *redan_store_query_text (RedanStore *self, const char *sql);

/** redan_store_get_place: Returns: (transfer full): the path of the database of @key */
char *redan_store_get_place (const char *directory, const char *key);

/** redan_store_rename_aside: renames a closed database. Returns: (transfer full): its new path */
char *redan_store_rename_aside (const char *path, const char *why);

/**
 * redan_store_lock:
 * @path: of the database
 * @brief: it is only looked at for a moment: who wants to open it meanwhile waits
 * @error: set with %REDAN_MODEL_ERROR_IN_USE when somebody has it, this process included
 *
 * The kernel gives the lock back when the process ends, however it ends.
 *
 * Returns: a descriptor for redan_store_unlock(), or -1
 */
int redan_store_lock (const char *path, gboolean brief, GError **error);

/** redan_store_unlock: @lock: of redan_store_lock() with the same @path */
void redan_store_unlock (const char *path, int lock);

/** redan_store_fail: sets @error from the database, and @failure, and returns %FALSE */
gboolean redan_store_fail (RedanStore *self, GError **error);

/** redan_store_run: one step of a statement that returns no row, then resets it */
gboolean redan_store_run (RedanStore *self, RedanStoreStatement which, GError **error);

/** redan_store_begin, redan_store_finish: a transaction; @done says whether to commit. Returns:
 * whether it is committed */
gboolean redan_store_begin (RedanStore *self, GError **error);
gboolean redan_store_finish (RedanStore *self, gboolean done, GError **error);

/** redan_store_make_seal: Returns: check sum of what decides whether there is unsaved work */
guint64 redan_store_make_seal (const char *base, gint64 position, gint64 saved);

/** redan_store_write_place: writes base, position and saved position with their seal */
gboolean redan_store_write_place (
    RedanStore *self, const char *base, gint64 position, gint64 saved, GError **error);

/** redan_store_put_number: sets an entry of the state; inside a transaction. Returns: %FALSE with
 * @error, %REDAN_MODEL_ERROR_STORE */
gboolean redan_store_put_number (RedanStore *self, const char *key, gint64 value, GError **error);

/** redan_store_put_text: like redan_store_put_number() */
gboolean
redan_store_put_text (RedanStore *self, const char *key, const char *value, GError **error);

/** redan_store_clear_pending: no save is announced any more; inside a transaction. Returns: like
 * redan_store_put_number() */
gboolean redan_store_clear_pending (RedanStore *self, GError **error);

/** redan_store_get_number: Returns: an entry of the state, @otherwise when it is missing */
gint64 redan_store_get_number (RedanStore *self, const char *key, gint64 otherwise);

/** redan_store_dup_text: Returns: (transfer full): an entry of the state, "" when it is missing */
char *redan_store_dup_text (RedanStore *self, const char *key);

G_END_DECLS
