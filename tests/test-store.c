/* SPDX-License-Identifier: Apache-2.0 */
/* The live store: damaged, foreign and locked databases never cost more than the undo history, newer
 * ones nothing, and all say so. */

#include <glib/gstdio.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "model/canonical-writer.h"
#include "model/command.h"
#include "model/document.h"
#include "model/error.h"
#include "model/store.h"
#include "tests/barrier.h"
#include "tests/random-edits.h"

static RedanSchema *schema;

/* A saved model, its store with unsaved commands, and what both hold. */
typedef struct
{
  GRand *random;
  char *directory;
  char *path;
  char *stores;
  char *key;
  char *database;
  GBytes *file_bytes;
  GBytes *work_bytes;
} Fixture;

static void
work (Fixture *self, RedanDocument *document, guint n)
{
  guint target = redan_document_get_n_commands (document, NULL) + n;

  while (redan_document_get_n_commands (document, NULL) < target)
    redan_document_apply (document,
                          random_command (redan_document_get_model (document), self->random), NULL);
}

static void
set_up (Fixture *self, gconstpointer seed)
{
  g_autoptr (GError) error = NULL;
  self->random = g_rand_new_with_seed (GPOINTER_TO_UINT (seed));
  g_autoptr (RedanModel) model = random_model (schema, self->random, 20);

  self->directory = g_dir_make_tmp ("redan-store-XXXXXX", &error);
  g_assert_no_error (error);
  self->path = g_build_filename (self->directory, "model.redan", NULL);
  self->stores = g_build_filename (self->directory, "state", NULL);
  self->file_bytes = model_bytes (model);
  g_assert_true (redan_canonical_write_file (model, self->path, NULL));

  char *key = realpath (self->path, NULL);
  self->key = g_strdup (key);
  free (key);
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, self->key, -1);
  self->database = g_strdup_printf ("%s/%s.db", self->stores, hash);

  g_autoptr (RedanDocument) document =
      redan_document_open (schema, self->path, self->stores, NULL, &error);
  g_assert_no_error (error);
  work (self, document, 30);
  self->work_bytes = model_bytes (redan_document_get_model (document));
}

static void
tear_down (Fixture *self, gconstpointer seed)
{
  remove_tree (self->directory);
  g_rand_free (self->random);
  g_bytes_unref (self->file_bytes);
  g_bytes_unref (self->work_bytes);
  g_free (self->directory);
  g_free (self->path);
  g_free (self->stores);
  g_free (self->key);
  g_free (self->database);
}

static void
execute (Fixture *self, const char *sql)
{
  sqlite3 *database;
  char *message = NULL;

  g_assert_cmpint (sqlite3_open (self->database, &database), ==, SQLITE_OK);
  sqlite3_exec (database, sql, NULL, NULL, &message);
  g_assert_cmpstr (message, ==, NULL);
  sqlite3_close (database);
}

static RedanDocument *
open_document (Fixture *self, gboolean *recovered_out)
{
  g_autoptr (GError) error = NULL;
  RedanDocument *document =
      redan_document_open (schema, self->path, self->stores, recovered_out, &error);

  g_assert_no_error (error);
  return document;
}

static gboolean
has_bytes (RedanDocument *document, GBytes *expected)
{
  g_autoptr (GBytes) bytes = model_bytes (redan_document_get_model (document));

  return g_bytes_equal (bytes, expected);
}

static gboolean
exists_aside (Fixture *self, const char *why)
{
  g_autofree char *stem = g_strndup (self->database, strlen (self->database) - 3);
  g_autofree char *path = g_strdup_printf ("%s.%s-1.db", stem, why);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* The document is that of the file and has no store, the user is told, and the store is as it was:
 * after @undo it gives back the work. */
static void
assert_left_alone (Fixture *self, const char *word, const char *undo)
{
  gboolean recovered;
  g_autoptr (RedanDocument) document = open_document (self, &recovered);

  g_assert_false (recovered);
  g_assert_true (has_bytes (document, self->file_bytes));
  g_assert_false (redan_document_has_store (document));
  g_assert_nonnull (redan_document_get_warning (document));
  g_assert_nonnull (strstr (redan_document_get_warning (document), word));
  g_assert_nonnull (strstr (redan_document_get_warning (document), "newer"));
  g_clear_object (&document);

  execute (self, undo);
  document = open_document (self, &recovered);
  g_assert_true (recovered);
  g_assert_null (redan_document_get_warning (document));
  g_assert_true (has_bytes (document, self->work_bytes));
}

/* The document is that of the file, the user is told, and the new store works. */
static void
assert_set_aside (Fixture *self, const char *why)
{
  gboolean recovered;
  g_autoptr (RedanDocument) document = open_document (self, &recovered);

  g_assert_false (recovered);
  g_assert_true (has_bytes (document, self->file_bytes));
  g_assert_nonnull (redan_document_get_warning (document));
  g_assert_nonnull (strstr (redan_document_get_warning (document), why));
  g_assert_true (exists_aside (self, why));

  work (self, document, 5);
  g_autoptr (GBytes) bytes = model_bytes (redan_document_get_model (document));
  g_clear_object (&document);
  document = open_document (self, &recovered);
  g_assert_true (recovered);
  g_assert_null (redan_document_get_warning (document));
  g_assert_true (has_bytes (document, bytes));
}

static void
test_newer (Fixture *self, gconstpointer seed)
{
  execute (self, "PRAGMA user_version = 99");
  assert_left_alone (self, self->database, "PRAGMA user_version = 1");
}

/* What the check sum of the store has for an entry, see store-content.c. */
static guint64
hash_row (const char *id, const char *field, const char *key, const char *value)
{
  const char *texts[] = { id, field, key, value };
  guint64 hash = G_GUINT64_CONSTANT (0xcbf29ce484222325);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    for (gsize j = 0; j <= strlen (texts[i]); j++)
      hash = (hash ^ (guint8) texts[i][j]) * G_GUINT64_CONSTANT (0x100000001b3);
  return (hash ^ hash >> 29) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
}

static gint64
read_sum (Fixture *self)
{
  sqlite3 *database;
  sqlite3_stmt *statement;

  g_assert_cmpint (sqlite3_open (self->database, &database), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (database, "SELECT value FROM state WHERE key = 'sum'", -1,
                                       &statement, NULL),
                   ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  gint64 sum = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  sqlite3_close (database);
  return sum;
}

/* A version that knows more sections wrote the store; with a wrong sum it is damage all the same.
 */
static void
test_newer_section (Fixture *self, gconstpointer seed)
{
  static const char id[] = "0123456789abcdef";
  gint64 sum = read_sum (self);
  guint64 more =
      (guint64) sum + hash_row (id, "", "hologram", "") + hash_row (id, "hue", "", "teal");
  g_autofree char *insert = g_strdup_printf (
      "INSERT INTO object VALUES (1000000, '%s', 'hologram');"
      "INSERT INTO entry VALUES (1000000, 'hue', '', 'teal');"
      "UPDATE state SET value = %" G_GINT64_FORMAT " WHERE key = 'sum'",
      id, (gint64) more);
  g_autofree char *undo = g_strdup_printf (
      "DELETE FROM entry WHERE object = 1000000; DELETE FROM object WHERE pk = 1000000;"
      "UPDATE state SET value = %" G_GINT64_FORMAT " WHERE key = 'sum'",
      sum);

  execute (self, insert);
  assert_left_alone (self, "hologram", undo);
  execute (self, insert);
  execute (self, "UPDATE state SET value = 7 WHERE key = 'sum'");
  assert_set_aside (self, "damaged");
}

/* The same with a field of a section that is known. */
static void
test_newer_field (Fixture *self, gconstpointer seed)
{
  g_autoptr (RedanDocument) document = open_document (self, NULL);
  const RedanObject *flow =
      redan_model_get_nth (redan_document_get_model (document), REDAN_SECTION_FLOW, 0);
  RedanIdText id;

  redan_id_to_text (&flow->id, id);
  g_clear_object (&document);
  gint64 sum = read_sum (self);
  g_autofree char *insert = g_strdup_printf (
      "INSERT INTO entry VALUES ((SELECT pk FROM object WHERE id = '%s'), 'hue', '', 'teal');"
      "UPDATE state SET value = %" G_GINT64_FORMAT " WHERE key = 'sum'",
      id, (gint64) ((guint64) sum + hash_row (id, "hue", "", "teal")));
  g_autofree char *undo =
      g_strdup_printf ("DELETE FROM entry WHERE field = 'hue';"
                       "UPDATE state SET value = %" G_GINT64_FORMAT " WHERE key = 'sum'",
                       sum);

  execute (self, insert);
  assert_left_alone (self, "hue", undo);
}

static void
test_foreign (Fixture *self, gconstpointer seed)
{
  execute (self, "PRAGMA application_id = 1");
  assert_set_aside (self, "foreign");
}

static void
test_missing_table (Fixture *self, gconstpointer seed)
{
  execute (self, "DROP TABLE journal");
  assert_set_aside (self, "damaged");
}

static void
test_garbage (Fixture *self, gconstpointer seed)
{
  g_assert_true (g_file_set_contents (
      self->database, "this is no database at all, but it is long enough", -1, NULL));
  assert_set_aside (self, "damaged");
}

/* What is synced is never lost like that: a process ended before there was anything in it. */
static void
test_empty (Fixture *self, gconstpointer seed)
{
  gboolean recovered;

  g_assert_cmpint (truncate (self->database, 0), ==, 0);
  g_autoptr (RedanDocument) document = open_document (self, &recovered);
  g_assert_false (recovered);
  g_assert_true (has_bytes (document, self->file_bytes));
  g_assert_null (redan_document_get_warning (document));
}

/* From here on changes that SQLite cannot see. */
static void
test_altered_value (Fixture *self, gconstpointer seed)
{
  execute (self, "UPDATE entry SET value = 'Mallory' WHERE (object, field) IN"
                 " (SELECT object, field FROM entry WHERE field = 'name' LIMIT 1)");
  assert_set_aside (self, "damaged");
}

static void
test_lost_row (Fixture *self, gconstpointer seed)
{
  execute (self, "DELETE FROM entry WHERE (object, field, key) IN (SELECT object, field, key FROM "
                 "entry LIMIT 1)");
  assert_set_aside (self, "damaged");
}

static void
test_unknown_field (Fixture *self, gconstpointer seed)
{
  execute (self, "UPDATE entry SET field = 'pack-attribute' WHERE (object, field) IN"
                 " (SELECT object, field FROM entry WHERE field = 'name' LIMIT 1)");
  assert_set_aside (self, "damaged");
}

static void
test_history_gap (Fixture *self, gconstpointer seed)
{
  execute (self, "DELETE FROM journal WHERE seq = 7");
  assert_set_aside (self, "damaged");
}

static void
test_position_outside (Fixture *self, gconstpointer seed)
{
  execute (self, "UPDATE state SET value = 1000 WHERE key = 'position'");
  assert_set_aside (self, "damaged");
}

/* What would make unsaved work look saved, or the store look empty. */
static void
test_altered_state (Fixture *self, gconstpointer seed)
{
  execute (self, "UPDATE state SET value = 30 WHERE key = 'saved'");
  assert_set_aside (self, "damaged");
}

static void
test_forgotten_content (Fixture *self, gconstpointer seed)
{
  execute (self, "DELETE FROM state WHERE key = 'filled'");
  assert_set_aside (self, "damaged");
}

/* A damaged command stops undo with an error; the document stays what it was. */
static void
test_damaged_command (Fixture *self, gconstpointer seed)
{
  gboolean recovered;
  g_autoptr (GError) error = NULL;

  execute (self, "UPDATE journal SET changes = x'00' WHERE seq = 30");
  g_autoptr (RedanDocument) document = open_document (self, &recovered);
  g_assert_true (recovered);
  g_assert_false (redan_document_undo (document, &error));
  g_assert_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_STORE);
  g_assert_true (has_bytes (document, self->work_bytes));
  work (self, document, 1);
  g_assert_true (redan_document_undo (document, NULL));
  g_assert_true (has_bytes (document, self->work_bytes));
}

/* Whatever happened to the bytes: either exactly the work or exactly the file, with a warning. */
static void
assert_work_or_file (Fixture *self, guint *n_recovered)
{
  gboolean recovered;
  g_autoptr (RedanDocument) document = open_document (self, &recovered);

  assert_valid (redan_document_get_model (document));
  if (recovered)
    {
      g_assert_true (has_bytes (document, self->work_bytes));
      (*n_recovered)++;
    }
  else
    {
      g_assert_true (has_bytes (document, self->file_bytes));
      g_assert_nonnull (redan_document_get_warning (document));
    }

  while (redan_document_can_undo (document))
    if (!redan_document_undo (document, NULL))
      break;
  assert_valid (redan_document_get_model (document));
  work (self, document, 2);
}

static void
restore (Fixture *self, const char *content, gsize length)
{
  g_autofree char *wal = g_strconcat (self->database, "-wal", NULL);
  g_autofree char *shm = g_strconcat (self->database, "-shm", NULL);

  g_remove (wal);
  g_remove (shm);
  g_assert_true (g_file_set_contents (self->database, content, length, NULL));
}

static void
test_flipped_bytes (Fixture *self, gconstpointer seed)
{
  g_autofree char *content = NULL;
  gsize length;
  guint n_recovered = 0;

  g_assert_true (g_file_get_contents (self->database, &content, &length, NULL));
  for (guint round = 0; round < 150; round++)
    {
      g_autofree char *damaged = g_memdup2 (content, length);
      for (guint n = g_rand_int_range (self->random, 1, 20); n > 0; n--)
        damaged[g_rand_int_range (self->random, 0, length)] ^=
            1 << g_rand_int_range (self->random, 0, 7);
      restore (self, damaged, length);
      assert_work_or_file (self, &n_recovered);
    }
  g_assert_cmpuint (n_recovered, <, 150);
}

static void
test_truncated (Fixture *self, gconstpointer seed)
{
  g_autofree char *content = NULL;
  gsize length;
  guint n_recovered = 0;

  g_assert_true (g_file_get_contents (self->database, &content, &length, NULL));
  for (guint round = 0; round < 60; round++)
    {
      restore (self, content, g_rand_int_range (self->random, 0, length));
      assert_work_or_file (self, &n_recovered);
    }
  g_assert_cmpuint (n_recovered, <, 30);
}

/* A process that is gone without closing leaves its log and its lock behind; a cut or flipped log
 * loses its end only. */
static void
test_damaged_log (Fixture *self, gconstpointer seed)
{
  g_autofree char *wal = g_strconcat (self->database, "-wal", NULL);

  for (guint round = 0; round < 20; round++)
    {
      int status;
      pid_t child = fork ();
      g_assert_cmpint (child, >=, 0);
      if (child == 0)
        {
          RedanDocument *document =
              redan_document_open (schema, self->path, self->stores, NULL, NULL);
          work (self, document, 20);
          _exit (0);
        }
      g_assert_cmpint (waitpid (child, &status, 0), ==, child);
      g_assert_true (WIFEXITED (status) && WEXITSTATUS (status) == 0);

      g_autofree char *content = NULL;
      gsize length;
      g_assert_true (g_file_get_contents (wal, &content, &length, NULL));
      g_assert_cmpuint (length, >, 0);
      if (round % 2 == 0)
        content[g_rand_int_range (self->random, 0, length)] ^= 0x55;
      else
        length = g_rand_int_range (self->random, 0, length);
      g_assert_true (g_file_set_contents (wal, content, length, NULL));

      gboolean recovered;
      g_autoptr (RedanDocument) document = open_document (self, &recovered);
      g_assert_true (recovered);
      assert_valid (redan_document_get_model (document));
      while (redan_document_can_undo (document))
        g_assert_true (redan_document_undo (document, NULL));
      g_assert_true (has_bytes (document, self->file_bytes));
      while (redan_document_can_redo (document))
        g_assert_true (redan_document_redo (document, NULL));
    }
}

static void
assert_locked (Fixture *self, gboolean expected)
{
  g_autofree char *warning = NULL;
  g_autoptr (GError) error = NULL;
  RedanStore *store = redan_store_open (self->stores, self->key, &warning, &error);

  g_assert_cmpint (redan_store_is_in_use (self->stores, self->key), ==, expected || store != NULL);
  if (expected)
    {
      g_assert_null (store);
      g_assert_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_IN_USE);
      return;
    }
  g_assert_no_error (error);
  g_assert_null (warning);
  redan_store_close (store);
}

/* Holds the store until it is killed; says with a byte that it has it. */
static pid_t
start_holder (Fixture *self)
{
  int ends[2];
  char byte;

  g_assert_cmpint (pipe (ends), ==, 0);
  pid_t child = fork ();
  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    {
      g_autofree char *warning = NULL;
      RedanStore *store = redan_store_open (self->stores, self->key, &warning, NULL);
      if (store == NULL || write (ends[1], "x", 1) != 1)
        _exit (1);
      while (TRUE)
        pause ();
    }
  close (ends[1]);
  g_assert_cmpint (read (ends[0], &byte, 1), ==, 1);
  close (ends[0]);
  return child;
}

static void
test_lock (Fixture *self, gconstpointer seed)
{
  g_autofree char *warning = NULL;
  RedanStore *store = redan_store_open (self->stores, self->key, &warning, NULL);

  g_assert_nonnull (store);
  assert_locked (self, TRUE);
  redan_store_close (store);
  assert_locked (self, FALSE);

  /* another process, killed: nothing has to be cleared away by hand */
  for (guint round = 0; round < 5; round++)
    {
      pid_t child = start_holder (self);
      assert_locked (self, TRUE);
      g_assert_cmpint (kill (child, SIGKILL), ==, 0);
      g_assert_cmpint (waitpid (child, NULL, 0), ==, child);
      assert_locked (self, FALSE);
    }

  /* a lock file that somebody left behind, whatever is in it */
  g_autofree char *stem = g_strndup (self->database, strlen (self->database) - 3);
  g_autofree char *lock_path = g_strconcat (stem, ".lock", NULL);
  g_assert_true (g_file_set_contents (lock_path, "1", -1, NULL));
  assert_locked (self, FALSE);
  g_assert_false (g_file_test (lock_path, G_FILE_TEST_EXISTS));

  /* no lock to be had, no store */
  g_autoptr (GError) error = NULL;
  g_assert_cmpint (symlink ("/dev/null", lock_path), ==, 0);
  g_assert_null (redan_store_open (self->stores, self->key, &warning, &error));
  g_assert_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_STORE);
}

static void
test_directory (Fixture *self, gconstpointer seed)
{
  struct stat status;
  g_autofree char *below = g_build_filename (self->path, "impossible", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (stat (self->stores, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0700);

  /* no store to be had: the document opens nevertheless and says so */
  g_autoptr (RedanDocument) document =
      redan_document_open (schema, self->path, below, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (redan_document_get_warning (document));
  work (self, document, 5);
  g_assert_true (redan_document_undo (document, NULL));
}

/* Nothing is made of a store that is gone. */
static void
test_discard_gone (Fixture *self, gconstpointer seed)
{
  const char *const keys[] = { "untitled-gone", "/gone.redan" };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, keys[i], -1);
      g_autofree char *place = g_strdup_printf ("%s/%s.db", self->stores, hash);
      g_autoptr (GError) error = NULL;

      g_assert_null (redan_document_discard_store (self->stores, keys[i], &error));
      g_assert_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_STORE);
      g_clear_error (&error);
      g_assert_false (redan_document_undiscard_store (self->stores, keys[i], &error));
      g_assert_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_STORE);
      g_assert_false (g_file_test (place, G_FILE_TEST_EXISTS));
    }
}

/* A save that failed was announced for commands that are then undone and replaced by fewer. */
static void
test_announced_and_undone (Fixture *self, gconstpointer seed)
{
  gboolean recovered = FALSE;
  g_autoptr (RedanDocument) document = open_document (self, &recovered);
  g_autofree char *nowhere = g_build_filename (self->directory, "missing", "model.redan", NULL);
  guint n = redan_document_get_n_commands (document, NULL);

  g_assert_false (redan_document_save (document, nowhere, NULL));
  for (guint i = 0; i < 3; i++)
    g_assert_true (redan_document_undo (document, NULL));
  while (redan_document_get_n_commands (document, NULL) == n)
    redan_document_apply (document,
                          random_command (redan_document_get_model (document), self->random), NULL);
  g_assert_cmpuint (redan_document_get_n_commands (document, NULL), ==, n - 2);
  g_autoptr (GBytes) bytes = model_bytes (redan_document_get_model (document));
  g_clear_object (&document);

  document = open_document (self, &recovered);
  g_assert_true (recovered);
  g_assert_cmpstr (redan_document_get_warning (document), ==, NULL);
  g_autoptr (GBytes) again = model_bytes (redan_document_get_model (document));
  g_assert_true (g_bytes_equal (bytes, again));
}

/* A store that cannot be written refuses the command, in the model too. */
static void
test_write_fails (Fixture *self, gconstpointer seed)
{
  gboolean recovered;
  g_autoptr (RedanDocument) document = open_document (self, &recovered);
  sqlite3 *other;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (sqlite3_open (self->database, &other), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (other, "BEGIN IMMEDIATE", NULL, NULL, NULL), ==, SQLITE_OK);
  const RedanModel *model = redan_document_get_model (document);
  RedanId id = redan_model_get_nth (model, REDAN_SECTION_FLOW, 0)->id;
  g_assert_false (
      redan_document_apply (document, redan_command_rename (model, &id, "refused"), &error));
  g_assert_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_STORE);
  g_assert_true (has_bytes (document, self->work_bytes));
  g_assert_false (redan_document_undo (document, NULL));
  g_assert_true (has_bytes (document, self->work_bytes));
  sqlite3_exec (other, "ROLLBACK", NULL, NULL, NULL);
  sqlite3_close (other);

  g_assert_true (
      redan_document_apply (document, redan_command_rename (model, &id, "accepted"), NULL));
  g_assert_true (redan_document_undo (document, NULL));
  g_assert_true (has_bytes (document, self->work_bytes));
}

/* A row that another program put in the way: the command is rolled back whole. */
static void
test_write_fails_halfway (Fixture *self, gconstpointer seed)
{
  gboolean recovered;
  g_autoptr (RedanDocument) document = open_document (self, &recovered);
  const RedanModel *model = redan_document_get_model (document);
  RedanId id = redan_model_get_nth (model, REDAN_SECTION_FLOW, 0)->id;
  g_autoptr (GError) error = NULL;

  execute (self, "INSERT INTO journal VALUES (31, 'intruder', x'00')");
  g_assert_false (
      redan_document_apply (document, redan_command_rename (model, &id, "refused"), &error));
  g_assert_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_STORE);
  g_assert_true (has_bytes (document, self->work_bytes));
  execute (self, "DELETE FROM journal WHERE seq = 31");
  g_assert_true (
      redan_document_apply (document, redan_command_rename (model, &id, "accepted"), NULL));
  g_autoptr (GBytes) bytes = model_bytes (model);
  g_clear_object (&document);

  document = open_document (self, &recovered);
  g_assert_true (recovered);
  g_assert_null (redan_document_get_warning (document));
  g_assert_true (has_bytes (document, bytes));
}

/* Content that is whole but no valid model. */
static void
test_invalid_content (Fixture *self, gconstpointer seed)
{
  g_autofree char *warning = NULL;
  g_autofree char *hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, self->file_bytes);
  RedanStore *store = redan_store_open (self->stores, self->key, &warning, NULL);
  g_autoptr (RedanModel) model = random_model (schema, self->random, 5);
  const RedanObject *flow = redan_model_get_nth (model, REDAN_SECTION_FLOW, 0);

  redan_model_put (model, redan_object_with (flow, REDAN_FIELD_SOURCE, "",
                                             redan_model_intern (model, "0123456789abcdef")));
  g_assert_true (redan_store_reset (store, model, hash, -1, NULL, 0, NULL));
  redan_store_close (store);
  assert_set_aside (self, "damaged");
}

/* No space left in the middle of a command: refused, nothing of it stays, and the next one is
 * accepted. */
static void
test_no_space (Fixture *self, gconstpointer seed)
{
  gboolean recovered;
  g_autoptr (RedanDocument) document = open_document (self, &recovered);
  const RedanModel *model = redan_document_get_model (document);
  RedanId id = redan_model_get_nth (model, REDAN_SECTION_FLOW, 0)->id;
  g_autofree char *text = g_strnfill (500000, 'x');
  g_autofree char *wal = g_strconcat (self->database, "-wal", NULL);
  g_autoptr (GError) error = NULL;
  struct stat status;
  struct rlimit old;

  work (self, document, 1);
  g_autoptr (GBytes) bytes = model_bytes (model);
  g_assert_cmpint (stat (wal, &status), ==, 0);
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &old), ==, 0);
  struct rlimit tight = { (rlim_t) status.st_size + 100000, old.rlim_max };
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &tight), ==, 0);
  RedanEdit *edit = redan_edit_new (model, "Describe");
  redan_edit_set (edit, &id, REDAN_FIELD_DESCRIPTION, NULL, text);
  g_assert_false (redan_document_apply (document, edit, &error));
  g_assert_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_STORE);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &old), ==, 0);
  g_assert_true (has_bytes (document, bytes));

  edit = redan_edit_new (model, "Describe");
  redan_edit_set (edit, &id, REDAN_FIELD_DESCRIPTION, NULL, text);
  g_assert_true (redan_document_apply (document, edit, NULL));
  g_autoptr (GBytes) after = model_bytes (model);
  g_clear_object (&document);
  document = open_document (self, &recovered);
  g_assert_true (recovered);
  g_assert_null (redan_document_get_warning (document));
  g_assert_true (has_bytes (document, after));
}

static void
test_barrier (Fixture *self, gconstpointer seed)
{
  gboolean recovered;
  g_autoptr (RedanDocument) document = open_document (self, &recovered);
  g_autofree char *wal = g_strconcat (self->database, "-wal", NULL);
  struct stat before;
  struct stat after;

  work (self, document, 1);
  g_assert_true (barrier (document, NULL));
  g_assert_cmpint (stat (wal, &before), ==, 0);
  g_assert_true (barrier (document, NULL));
  g_assert_cmpint (stat (wal, &after), ==, 0);
  g_assert_cmpint (before.st_size, ==, after.st_size);
}

#define ADD(path, seed, function)                                                                  \
  g_test_add ("/store/" path, Fixture, GUINT_TO_POINTER (seed), set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  schema = random_schema ();
  ADD ("left-alone/newer", 1, test_newer);
  ADD ("left-alone/newer-section", 26, test_newer_section);
  ADD ("left-alone/newer-field", 27, test_newer_field);
  ADD ("set-aside/foreign", 2, test_foreign);
  ADD ("set-aside/missing-table", 3, test_missing_table);
  ADD ("set-aside/garbage", 4, test_garbage);
  ADD ("set-aside/empty", 5, test_empty);
  ADD ("set-aside/altered-value", 6, test_altered_value);
  ADD ("set-aside/lost-row", 7, test_lost_row);
  ADD ("set-aside/unknown-field", 8, test_unknown_field);
  ADD ("set-aside/history-gap", 9, test_history_gap);
  ADD ("set-aside/position-outside", 10, test_position_outside);
  ADD ("set-aside/altered-state", 22, test_altered_state);
  ADD ("set-aside/forgotten-content", 23, test_forgotten_content);
  ADD ("damage/command", 11, test_damaged_command);
  ADD ("damage/flipped-bytes", 12, test_flipped_bytes);
  ADD ("damage/truncated", 13, test_truncated);
  ADD ("damage/log", 14, test_damaged_log);
  ADD ("lock", 15, test_lock);
  ADD ("directory", 16, test_directory);
  ADD ("write-fails", 17, test_write_fails);
  ADD ("write-fails-halfway", 20, test_write_fails_halfway);
  ADD ("set-aside/invalid-content", 21, test_invalid_content);
  ADD ("no-space", 19, test_no_space);
  ADD ("announced-and-undone", 24, test_announced_and_undone);
  ADD ("discard-gone", 25, test_discard_gone);
  ADD ("barrier", 18, test_barrier);

  int result = g_test_run ();
  redan_schema_unref (schema);
  return result;
}
