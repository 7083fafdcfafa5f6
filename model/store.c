/* SPDX-License-Identifier: Apache-2.0 */
/* Opens, checks and closes the live store; where stores lie is in store-place.c. */

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "model/error.h"
#include "model/store-private.h"

#define APPLICATION_ID 0x5265646e /* "Redn" */
#define SCHEMA_VERSION 1
#define BUSY_TIMEOUT_MS 2000
/* The log is moved into the database at a barrier when it has this many pages, at any commit when
 * it has eight times as many. */
#define CHECKPOINT_PAGES 2000

static const char schema_sql[] =
    "CREATE TABLE object (pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, section TEXT NOT NULL) "
    "STRICT;"
    "CREATE TABLE entry (object INTEGER NOT NULL REFERENCES object (pk), field TEXT NOT NULL, key "
    "TEXT NOT NULL,"
    " value TEXT NOT NULL, PRIMARY KEY (object, field, key)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE journal (seq INTEGER PRIMARY KEY, label TEXT NOT NULL, changes BLOB NOT NULL) "
    "STRICT;"
    "CREATE TABLE state (key TEXT PRIMARY KEY, value ANY NOT NULL) STRICT, WITHOUT ROWID;";

#define PK_OF_ID "(SELECT pk FROM object WHERE id = ?1)"

static const char *const statement_sql[REDAN_STORE_N_STATEMENTS] = {
  [REDAN_STORE_BEGIN] = "BEGIN IMMEDIATE",
  [REDAN_STORE_COMMIT] = "COMMIT",
  [REDAN_STORE_ROLLBACK] = "ROLLBACK",
  [REDAN_STORE_GET_STATE] = "SELECT value FROM state WHERE key = ?1",
  [REDAN_STORE_PUT_STATE] =
      "INSERT INTO state VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2",
  [REDAN_STORE_COUNT_COMMANDS] =
      "SELECT count(*), coalesce(min(seq), 1), coalesce(max(seq), 0) FROM journal",
  [REDAN_STORE_ADD_OBJECT] = "INSERT INTO object (id, section) VALUES (?1, ?2)",
  [REDAN_STORE_REMOVE_OBJECT] = "DELETE FROM object WHERE id = ?1",
  [REDAN_STORE_PUT_ENTRY] = "INSERT INTO entry VALUES (" PK_OF_ID ", ?2, ?3, ?4)"
                            " ON CONFLICT (object, field, key) DO UPDATE SET value = ?4",
  [REDAN_STORE_REMOVE_ENTRY] =
      "DELETE FROM entry WHERE object = " PK_OF_ID " AND field = ?2 AND key = ?3",
  [REDAN_STORE_FILL_ENTRY] = "INSERT INTO entry VALUES (?1, ?2, ?3, ?4)",
  [REDAN_STORE_LIST_OBJECTS] = "SELECT pk, id, section FROM object ORDER BY pk",
  [REDAN_STORE_LIST_ENTRIES] = "SELECT object, field, key, value FROM entry ORDER BY object",
  [REDAN_STORE_ADD_COMMAND] = "INSERT INTO journal VALUES (?1, ?2, ?3)",
  [REDAN_STORE_DROP_COMMANDS] = "DELETE FROM journal WHERE seq > ?1",
  [REDAN_STORE_GET_COMMAND] = "SELECT changes FROM journal WHERE seq = ?1",
  [REDAN_STORE_LIST_LABELS] = "SELECT label FROM journal ORDER BY seq",
  [REDAN_STORE_CLEAR_ENTRIES] = "DELETE FROM entry",
  [REDAN_STORE_CLEAR_OBJECTS] = "DELETE FROM object",
};

static gboolean
fail_with_code (RedanStore *self, int code, const char *reason, GError **error)
{
  self->failure = code;
  g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_STORE,
               _ ("%s: the live store cannot be used: %s; check space and rights of its folder"),
               self->path, reason);
  return FALSE;
}

gboolean
redan_store_fail (RedanStore *self, GError **error)
{
  return fail_with_code (
      self, sqlite3_errcode (self->database),
      self->database == NULL ? _ ("out of memory") : sqlite3_errmsg (self->database), error);
}

gboolean
redan_store_run (RedanStore *self, RedanStoreStatement which, GError **error)
{
  int code = sqlite3_step (self->statements[which]);

  if (code != SQLITE_DONE && code != SQLITE_ROW)
    redan_store_fail (self, error);
  sqlite3_reset (self->statements[which]);
  return code == SQLITE_DONE || code == SQLITE_ROW;
}

gboolean
redan_store_begin (RedanStore *self, GError **error)
{
  return redan_store_run (self, REDAN_STORE_BEGIN, error);
}

gboolean
redan_store_finish (RedanStore *self, gboolean done, GError **error)
{
  if (done && redan_store_run (self, REDAN_STORE_COMMIT, error))
    {
      self->n_commits++;
      return TRUE;
    }

  /* A full disk has rolled back already. */
  if (sqlite3_get_autocommit (self->database) == 0)
    redan_store_run (self, REDAN_STORE_ROLLBACK, NULL);
  return FALSE;
}

gboolean
redan_store_put_number (RedanStore *self, const char *key, gint64 value, GError **error)
{
  sqlite3_stmt *statement = self->statements[REDAN_STORE_PUT_STATE];

  sqlite3_bind_text (statement, 1, key, -1, SQLITE_STATIC);
  sqlite3_bind_int64 (statement, 2, value);
  return redan_store_run (self, REDAN_STORE_PUT_STATE, error);
}

gboolean
redan_store_put_text (RedanStore *self, const char *key, const char *value, GError **error)
{
  sqlite3_stmt *statement = self->statements[REDAN_STORE_PUT_STATE];

  sqlite3_bind_text (statement, 1, key, -1, SQLITE_STATIC);
  sqlite3_bind_text (statement, 2, value, -1, SQLITE_TRANSIENT);
  return redan_store_run (self, REDAN_STORE_PUT_STATE, error);
}

/* Says whether there is a row; a failure is kept for who has to know it from none. */
static gboolean
step_to_row (RedanStore *self, sqlite3_stmt *statement)
{
  int code = sqlite3_step (statement);

  if (code != SQLITE_ROW && code != SQLITE_DONE)
    self->failure = code;
  return code == SQLITE_ROW;
}

gint64
redan_store_get_number (RedanStore *self, const char *key, gint64 otherwise)
{
  sqlite3_stmt *statement = self->statements[REDAN_STORE_GET_STATE];
  gint64 value = otherwise;

  sqlite3_bind_text (statement, 1, key, -1, SQLITE_STATIC);
  if (step_to_row (self, statement))
    value = sqlite3_column_int64 (statement, 0);
  sqlite3_reset (statement);
  return value;
}

char *
redan_store_dup_text (RedanStore *self, const char *key)
{
  sqlite3_stmt *statement = self->statements[REDAN_STORE_GET_STATE];
  char *value = NULL;

  sqlite3_bind_text (statement, 1, key, -1, SQLITE_STATIC);
  if (step_to_row (self, statement))
    {
      value = g_strdup ((const char *) sqlite3_column_text (statement, 0));
      if (value == NULL)
        self->failure = SQLITE_NOMEM;
    }
  sqlite3_reset (statement);
  return value != NULL ? value : g_strdup ("");
}

char *
redan_store_query_text (RedanStore *self, const char *sql)
{
  sqlite3_stmt *statement = NULL;
  char *result = NULL;

  if (sqlite3_prepare_v2 (self->database, sql, -1, &statement, NULL) == SQLITE_OK &&
      sqlite3_step (statement) == SQLITE_ROW)
    result = g_strdup ((const char *) sqlite3_column_text (statement, 0));
  sqlite3_finalize (statement);
  return result;
}

static gboolean
is_answer (RedanStore *self, const char *sql, const char *expected)
{
  g_autofree char *answer = redan_store_query_text (self, sql);

  return g_strcmp0 (answer, expected) == 0;
}

static gboolean
execute (RedanStore *self, const char *sql, GError **error)
{
  if (sqlite3_exec (self->database, sql, NULL, NULL, NULL) == SQLITE_OK)
    return TRUE;
  return redan_store_fail (self, error);
}

static int
committed_cb (void *data, sqlite3 *database, const char *name, int n_pages)
{
  RedanStore *self = data;

  self->wal_pages = n_pages;
  if (n_pages > 8 * CHECKPOINT_PAGES)
    sqlite3_wal_checkpoint_v2 (database, name, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
  return SQLITE_OK;
}

static gboolean
configure (RedanStore *self, GError **error)
{
  sqlite3 *database = self->database;

  sqlite3_db_config (database, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
  sqlite3_db_config (database, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
  sqlite3_db_config (database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  sqlite3_db_config (database, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (database, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);
  sqlite3_db_config (database, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
  sqlite3_limit (database, SQLITE_LIMIT_SQL_LENGTH, 1 << 20);
  sqlite3_limit (database, SQLITE_LIMIT_LENGTH, 512 << 20);
  sqlite3_limit (database, SQLITE_LIMIT_EXPR_DEPTH, 200);
  sqlite3_limit (database, SQLITE_LIMIT_ATTACHED, 1);
  sqlite3_limit (database, SQLITE_LIMIT_TRIGGER_DEPTH, 20);

  /* Shared memory is not to be had on every file system; one process at a time does without. */
  if (!is_answer (self, "PRAGMA journal_mode = WAL", "wal") &&
      !(execute (self, "PRAGMA locking_mode = EXCLUSIVE", error) &&
        is_answer (self, "PRAGMA journal_mode = WAL", "wal")))
    {
      g_clear_error (error);
      return redan_store_fail (self, error);
    }
  sqlite3_wal_hook (database, committed_cb, self);
  return execute (
      self,
      "PRAGMA synchronous = NORMAL; PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY;"
      "PRAGMA cache_size = -16000",
      error);
}

static gboolean
prepare (RedanStore *self, GError **error)
{
  for (guint i = 0; i < REDAN_STORE_N_STATEMENTS; i++)
    if (sqlite3_prepare_v3 (self->database, statement_sql[i], -1, SQLITE_PREPARE_PERSISTENT,
                            &self->statements[i], NULL) != SQLITE_OK)
      return redan_store_fail (self, error);
  return TRUE;
}

gboolean
redan_store_prepare_state (RedanStore *self)
{
  return sqlite3_prepare_v2 (self->database, statement_sql[REDAN_STORE_GET_STATE], -1,
                             &self->statements[REDAN_STORE_GET_STATE], NULL) == SQLITE_OK;
}

void
redan_store_disconnect (RedanStore *self)
{
  for (guint i = 0; i < REDAN_STORE_N_STATEMENTS; i++)
    g_clear_pointer (&self->statements[i], sqlite3_finalize);
  g_clear_pointer (&self->database, sqlite3_close);
}

gboolean
redan_store_connect (RedanStore *self, GError **error)
{
  int flags =
      SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE;

  if (sqlite3_open_v2 (self->path, &self->database, flags, NULL) != SQLITE_OK)
    return redan_store_fail (self, error);
  /* SQLite is content with reading only when it cannot open a file for writing. */
  if (sqlite3_db_readonly (self->database, "main") == 1)
    {
      g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_STORE,
                   _ ("%s: the live store cannot be written; check the rights of its folder"),
                   self->path);
      return FALSE;
    }
  sqlite3_extended_result_codes (self->database, 1);
  sqlite3_busy_timeout (self->database, BUSY_TIMEOUT_MS);
  return TRUE;
}

static gboolean
create_schema (RedanStore *self, GError **error)
{
  g_autofree char *numbers = g_strdup_printf (
      "PRAGMA application_id = %d; PRAGMA user_version = %d", APPLICATION_ID, SCHEMA_VERSION);

  if (execute (self, "BEGIN IMMEDIATE", error) && execute (self, schema_sql, error) &&
      execute (self, numbers, error) && execute (self, "COMMIT", error))
    return TRUE;

  /* With no transaction to end it would put its own failure in the place of the reason. */
  if (sqlite3_get_autocommit (self->database) == 0)
    sqlite3_exec (self->database, "ROLLBACK", NULL, NULL, NULL);
  return FALSE;
}

/* "damaged" for a failure because of what the file holds, NULL for one because of its surroundings:
 * another process, rights, space, memory. */
static const char *
classify_code (int code)
{
  switch (code & 0xff)
    {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_FORMAT:
      return "damaged";
    case SQLITE_ERROR:
      /* No such table or column; the extended codes ask to try again. */
      return code == SQLITE_ERROR ? "damaged" : NULL;
    default:
      return NULL;
    }
}

/* The same for the last call. */
static const char *
classify_failure (RedanStore *self)
{
  return classify_code (sqlite3_errcode (self->database));
}

gboolean
redan_store_is_damaged (const RedanStore *self)
{
  /* Rows that are there, and are wrong, are no failure to SQLite. */
  return !self->exceeds_schema &&
         (self->failure == SQLITE_OK || self->failure == SQLITE_ROW ||
          self->failure == SQLITE_DONE || classify_code (self->failure) != NULL);
}

gboolean
redan_store_check_header (RedanStore *self, const char **fault_out)
{
  g_autofree char *application = redan_store_query_text (self, "PRAGMA application_id");
  g_autofree char *version = redan_store_query_text (self, "PRAGMA user_version");

  *fault_out = NULL;
  if (application == NULL || version == NULL)
    {
      *fault_out = classify_failure (self);
      return FALSE;
    }
  if (g_ascii_strtoll (application, NULL, 10) != APPLICATION_ID)
    *fault_out = "foreign";
  else if (g_ascii_strtoll (version, NULL, 10) > SCHEMA_VERSION)
    *fault_out = "newer";
  else if (g_ascii_strtoll (version, NULL, 10) != SCHEMA_VERSION)
    *fault_out = "damaged";
  return *fault_out == NULL;
}

/* A code of SQLite for what the check of a database found: "ok", or sentences about what is wrong.
 * Those about a page that could not be had tell of memory or the disk, not of the page, unless
 * their own code is that of damage (btree.c of SQLite: checkTreePage(), checkList()). */
static int
get_check_code (const char *found)
{
  static const char mark[] = "error code=";
  const char *code = strstr (found, mark);

  if (strcmp (found, "ok") == 0)
    return SQLITE_OK;
  if (code != NULL)
    {
      const int number = (int) g_ascii_strtoll (code + strlen (mark), NULL, 10);

      return number != SQLITE_OK ? number : SQLITE_CORRUPT;
    }
  return strstr (found, "failed to get page") != NULL ? SQLITE_IOERR : SQLITE_CORRUPT;
}

/* @fault_out is set to a word for the new name of a file that is to be set aside. */
static gboolean
check_content (RedanStore *self, const char **fault_out, GError **error)
{
  if (!redan_store_check_header (self, fault_out))
    return redan_store_fail (self, error);

  g_autofree char *found = redan_store_query_text (self, "PRAGMA quick_check (1)");
  int code = found != NULL ? get_check_code (found) : sqlite3_errcode (self->database);
  if (found != NULL && code == SQLITE_OK)
    return TRUE;
  *fault_out = classify_code (code);
  return fail_with_code (self, code, sqlite3_errstr (code), error);
}

static gboolean
load_state (RedanStore *self)
{
  sqlite3_stmt *count = self->statements[REDAN_STORE_COUNT_COMMANDS];
  gint64 first = 0;
  gint64 last = -1;
  gint64 n = -1;

  self->failure = SQLITE_OK;
  if (step_to_row (self, count))
    {
      n = sqlite3_column_int64 (count, 0);
      first = sqlite3_column_int64 (count, 1);
      last = sqlite3_column_int64 (count, 2);
    }
  sqlite3_reset (count);

  self->base = redan_store_dup_text (self, "base");
  self->pending = redan_store_dup_text (self, "pending");
  self->sum = (guint64) redan_store_get_number (self, "sum", 0);
  self->state.base = self->base;
  self->state.pending = self->pending;
  self->state.pending_position = redan_store_get_number (self, "pending-position", -1);
  self->state.position = redan_store_get_number (self, "position", 0);
  self->state.saved = redan_store_get_number (self, "saved", 0);
  self->state.n_commands = n < 0 ? 0 : (guint) n;
  self->state.is_new = redan_store_get_number (self, "filled", 0) == 0;

  /* A store that forgot that it is filled has a seal all the same. What could not be read, for want
   * of memory for one, is not what the store says. */
  guint64 seal = (guint64) redan_store_get_number (self, "seal", 0);
  if (self->failure != SQLITE_OK)
    return FALSE;
  if (seal != (self->state.is_new
                   ? 0
                   : redan_store_make_seal (self->base, self->state.position, self->state.saved)))
    return FALSE;
  return first == 1 && last == n && n <= G_MAXINT32 && self->state.position >= 0 &&
         self->state.position <= n && self->state.saved >= -1 && self->state.saved <= n &&
         self->state.pending_position <= n;
}

RedanStore *
redan_store_new (const char *directory, const char *key)
{
  RedanStore *self = g_new0 (RedanStore, 1);

  self->directory = g_strdup (directory);
  self->key = g_strdup (key);
  self->path = redan_store_get_place (directory, key);
  self->lock = -1;
  return self;
}

void
redan_store_free (RedanStore *self)
{
  redan_store_disconnect (self);
  if (self->lock >= 0)
    redan_store_unlock (self->path, self->lock);
  g_free (self->directory);
  g_free (self->key);
  g_free (self->path);
  g_free (self->base);
  g_free (self->pending);
  g_free (self);
}

static gboolean
make_directory (const char *directory, GError **error)
{
  struct stat status;

  if (g_mkdir_with_parents (directory, 0700) != 0 || stat (directory, &status) != 0 ||
      ((status.st_mode & 077) != 0 && chmod (directory, 0700) != 0))
    {
      g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_STORE,
                   _ ("%s: the folder for live stores cannot be made: %s; check its rights"),
                   directory, g_strerror (errno));
      return FALSE;
    }
  return TRUE;
}

/* Whether it was just made, or left behind by a process that ended while it made it. */
static gboolean
check_blank (RedanStore *self, gboolean *blank_out)
{
  g_autofree char *n_tables = redan_store_query_text (self, "SELECT count(*) FROM sqlite_schema");
  g_autofree char *application = redan_store_query_text (self, "PRAGMA application_id");
  g_autofree char *version = redan_store_query_text (self, "PRAGMA user_version");

  if (n_tables == NULL || application == NULL || version == NULL)
    return FALSE;
  *blank_out =
      strcmp (n_tables, "0") == 0 && strcmp (application, "0") == 0 && strcmp (version, "0") == 0;
  return TRUE;
}

/* @fault_out is set when the file is to be set aside, else a failure is told by @error alone. */
static gboolean
open_once (RedanStore *self, const char **fault_out, GError **error)
{
  *fault_out = NULL;
  if (!redan_store_connect (self, error))
    return FALSE;

  gboolean blank = FALSE;
  if (!check_blank (self, &blank))
    {
      *fault_out = classify_failure (self);
      return redan_store_fail (self, error);
    }
  if (!blank && !check_content (self, fault_out, error))
    return FALSE;
  if (!configure (self, error) || (blank && !create_schema (self, error)) || !prepare (self, error))
    {
      *fault_out = classify_failure (self);
      return FALSE;
    }
  if (load_state (self))
    return TRUE;

  /* Rows that are there, and are wrong, are no failure to SQLite. */
  int code = self->failure != SQLITE_OK ? self->failure : SQLITE_CORRUPT;
  *fault_out = classify_code (code);
  return fail_with_code (self, code, sqlite3_errstr (code), error);
}

static const char *
explain_fault (const char *fault)
{
  if (strcmp (fault, "foreign") == 0)
    return _ ("The live store is a database of another program.");
  return _ ("The live store is damaged.");
}

RedanStore *
redan_store_open_locked (
    const char *directory, const char *key, int lock, char **warning_out, GError **error)
{
  RedanStore *self = redan_store_new (directory, key);
  const char *fault;

  *warning_out = NULL;
  self->lock = lock;
  if (open_once (self, &fault, error))
    return self;

  if (g_strcmp0 (fault, "newer") == 0)
    {
      g_clear_error (error);
      g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_STORE,
                   _ ("%s: the live store was written by a newer version of this program and stays "
                      "as it is; open the document with that version for what was not saved"),
                   self->path);
      redan_store_free (self);
      return NULL;
    }
  if (fault != NULL)
    {
      g_clear_error (error);
      redan_store_disconnect (self);
      g_autofree char *aside = redan_store_rename_aside (self->path, fault);
      self->lock = -1;
      redan_store_free (self);
      self = redan_store_new (directory, key);
      self->lock = lock;
      *warning_out =
          g_strdup_printf (_ ("%s It was set aside as %s; the document is as in its file."),
                           explain_fault (fault), aside);
      if (open_once (self, &fault, error))
        return self;
    }
  if (fault != NULL && error != NULL && *error == NULL)
    redan_store_fail (self, error);
  redan_store_free (self);
  return NULL;
}

RedanStore *
redan_store_open (const char *directory, const char *key, char **warning_out, GError **error)
{
  g_autofree char *path = redan_store_get_place (directory, key);
  int lock;

  *warning_out = NULL;
  if (!make_directory (directory, error))
    return NULL;

  lock = redan_store_lock (path, FALSE, error);
  return lock >= 0 ? redan_store_open_locked (directory, key, lock, warning_out, error) : NULL;
}

void
redan_store_close (RedanStore *self)
{
  redan_store_barrier (self, NULL);
  redan_store_free (self);
}

const RedanStoreState *
redan_store_get_state (const RedanStore *self)
{
  return &self->state;
}

const char *
redan_store_get_key (const RedanStore *self)
{
  return self->key;
}

const char *
redan_store_get_directory (const RedanStore *self)
{
  return self->directory;
}

char *
redan_store_dup_origin (RedanStore *self)
{
  return redan_store_dup_text (self, "origin");
}

/* A log that has grown is moved into the database. */
static void
shorten_log (RedanStore *self)
{
  if (self->wal_pages > CHECKPOINT_PAGES)
    sqlite3_wal_checkpoint_v2 (self->database, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
}

gboolean
redan_store_barrier (RedanStore *self, GError **error)
{
  if (self->n_durable == self->n_commits)
    return TRUE;

  /* A commit with synchronous=FULL syncs the whole log, all commits before it included; one that
   * changes nothing writes nothing. */
  self->failure = SQLITE_OK;
  gint64 n = redan_store_get_number (self, "barrier", 0) + 1;
  if (self->failure != SQLITE_OK)
    return redan_store_fail (self, error);
  gboolean done = execute (self, "PRAGMA synchronous = FULL", error) &&
                  redan_store_put_number (self, "barrier", n, error);
  if (!execute (self, "PRAGMA synchronous = NORMAL", done ? error : NULL) || !done)
    return FALSE;

  self->n_durable = self->n_commits;
  shorten_log (self);
  return TRUE;
}

char *
redan_store_begin_barrier (RedanStore *self, guint64 *n_commits_out)
{
  if (self->n_durable == self->n_commits)
    return NULL;
  *n_commits_out = self->n_commits;
  return g_strconcat (self->path, "-wal", NULL);
}

void
redan_store_end_barrier (RedanStore *self, guint64 n_commits)
{
  self->n_durable = MAX (self->n_durable, n_commits);
  shorten_log (self);
}
