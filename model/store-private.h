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
 * @sum: sum over the content, so that a damaged row is noticed: see redan_store_hash_entry()
 * @needs_barrier: there are commits that a power loss may take
 * @wal_pages: length of the write-ahead log after the last commit
 */
struct _RedanStore
{
  sqlite3 *database;
  char *directory;
  char *path;
  char *owner;
  RedanStoreState state;
  char *base;
  char *pending;
  guint64 sum;
  gboolean needs_barrier;
  int wal_pages;
  sqlite3_stmt *statements[REDAN_STORE_N_STATEMENTS];
};

/** redan_store_fail: sets @error from the database and returns %FALSE */
gboolean redan_store_fail (const RedanStore *self, GError **error);

/** redan_store_run: one step of a statement that returns no row, then resets it */
gboolean redan_store_run (RedanStore *self, RedanStoreStatement which, GError **error);

/** redan_store_begin, redan_store_finish: a transaction; @done says whether to commit. Returns:
 * whether it is committed */
gboolean redan_store_begin (RedanStore *self, GError **error);
gboolean redan_store_finish (RedanStore *self, gboolean done, GError **error);

gboolean redan_store_put_number (RedanStore *self, const char *key, gint64 value, GError **error);
gboolean
redan_store_put_text (RedanStore *self, const char *key, const char *value, GError **error);
gint64 redan_store_get_number (RedanStore *self, const char *key, gint64 otherwise);
char *redan_store_dup_text (RedanStore *self, const char *key);

G_END_DECLS
