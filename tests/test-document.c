/* SPDX-License-Identifier: Apache-2.0 */
/* The document: undo and redo over restarts and kills, saving, two documents on one file, files
 * that others change. */

#include <signal.h>
#include <stdlib.h>
#include <string.h>
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

/* A directory with a model file and an empty directory for stores. */
typedef struct
{
  GRand *random;
  char *directory;
  char *path;
  char *stores;
  GBytes *bytes;
} Fixture;

static void
set_up (Fixture *self, gconstpointer seed)
{
  g_autoptr (GError) error = NULL;
  self->random = g_rand_new_with_seed (GPOINTER_TO_UINT (seed));
  g_autoptr (RedanModel) model = random_model (schema, self->random, 20);

  self->directory = g_dir_make_tmp ("redan-document-XXXXXX", &error);
  g_assert_no_error (error);
  self->path = g_build_filename (self->directory, "model.redan", NULL);
  self->stores = g_build_filename (self->directory, "state", "redan", NULL);
  self->bytes = model_bytes (model);
  redan_canonical_write_file (model, self->path, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *self, gconstpointer seed)
{
  remove_tree (self->directory);
  g_rand_free (self->random);
  g_bytes_unref (self->bytes);
  g_free (self->directory);
  g_free (self->path);
  g_free (self->stores);
}

static RedanDocument *
open_document (Fixture *self, gboolean expect_recovered)
{
  gboolean recovered = !expect_recovered;
  g_autoptr (GError) error = NULL;
  RedanDocument *document =
      redan_document_open (schema, self->path, self->stores, &recovered, &error);

  g_assert_no_error (error);
  g_assert_cmpint (recovered, ==, expect_recovered);
  return document;
}

/* Opens and expects nothing to tell. */
static RedanDocument *
open_quietly (Fixture *self, gboolean expect_recovered)
{
  RedanDocument *document = open_document (self, expect_recovered);

  g_assert_cmpstr (redan_document_get_warning (document), ==, NULL);
  return document;
}

static void
assert_bytes (RedanDocument *document, GBytes *expected)
{
  g_autoptr (GBytes) bytes = model_bytes (redan_document_get_model (document));

  g_assert_true (g_bytes_equal (bytes, expected));
}

static GBytes *
document_bytes (RedanDocument *document)
{
  return model_bytes (redan_document_get_model (document));
}

/* Applies until @n commands are accepted; refused ones must change nothing. */
static void
apply_random (RedanDocument *document, GRand *random, guint n)
{
  guint before = redan_document_get_n_commands (document, NULL);

  while (redan_document_get_n_commands (document, NULL) < before + n)
    {
      g_autoptr (GBytes) bytes = document_bytes (document);
      guint position;
      guint n_commands = redan_document_get_n_commands (document, &position);
      RedanEdit *edit = random_command (redan_document_get_model (document), random);
      if (redan_document_apply (document, edit, NULL))
        continue;
      assert_bytes (document, bytes);
      guint now;
      g_assert_cmpuint (redan_document_get_n_commands (document, &now), ==, n_commands);
      g_assert_cmpuint (now, ==, position);
    }
}

static void
undo_all (RedanDocument *document)
{
  g_autoptr (GError) error = NULL;

  while (redan_document_can_undo (document))
    {
      redan_document_undo (document, &error);
      g_assert_no_error (error);
    }
}

static void
redo_all (RedanDocument *document)
{
  g_autoptr (GError) error = NULL;

  while (redan_document_can_redo (document))
    {
      redan_document_redo (document, &error);
      g_assert_no_error (error);
    }
}

static void
rename_first (RedanDocument *document, const char *name)
{
  const RedanModel *model = redan_document_get_model (document);
  g_autoptr (GError) error = NULL;

  redan_document_apply (
      document,
      redan_command_rename (model, &redan_model_get_nth (model, REDAN_SECTION_ELEMENT, 0)->id,
                            name),
      &error);
  g_assert_no_error (error);
}

static const char *
first_name (RedanDocument *document)
{
  return redan_object_get_name (
      redan_model_get_nth (redan_document_get_model (document), REDAN_SECTION_ELEMENT, 0));
}

static void
test_500_in_memory (Fixture *self, gconstpointer seed)
{
  g_autoptr (RedanDocument) document =
      redan_document_new_for_model (random_model (schema, self->random, 20));
  g_autoptr (GBytes) first = document_bytes (document);

  g_assert_false (redan_document_is_modified (document));
  apply_random (document, self->random, 500);
  g_autoptr (GBytes) last = document_bytes (document);
  assert_valid (redan_document_get_model (document));
  undo_all (document);
  assert_bytes (document, first);
  g_assert_false (redan_document_is_modified (document));
  redo_all (document);
  assert_bytes (document, last);
}

static void
test_500_over_restart (Fixture *self, gconstpointer seed)
{
  g_autoptr (RedanDocument) document = open_quietly (self, FALSE);
  g_autofree char *content = NULL;
  gsize length;

  apply_random (document, self->random, 500);
  g_autoptr (GBytes) last = document_bytes (document);
  g_assert_finalize_object (g_steal_pointer (&document));

  document = open_quietly (self, TRUE);
  assert_bytes (document, last);
  g_assert_true (redan_document_is_modified (document));
  g_assert_cmpuint (redan_document_get_n_commands (document, NULL), ==, 500);
  undo_all (document);
  assert_bytes (document, self->bytes);
  g_assert_false (redan_document_is_modified (document));
  g_clear_object (&document);

  /* all undone: the file is the model, the history is still there */
  document = open_quietly (self, FALSE);
  assert_bytes (document, self->bytes);
  redo_all (document);
  assert_bytes (document, last);
  for (guint i = 0; i < 250; i++)
    g_assert_true (redan_document_undo (document, NULL));
  g_autoptr (GBytes) middle = document_bytes (document);
  g_clear_object (&document);

  document = open_quietly (self, TRUE);
  assert_bytes (document, middle);
  redo_all (document);
  assert_bytes (document, last);
  g_clear_object (&document);

  g_assert_true (g_file_get_contents (self->path, &content, &length, NULL));
  g_assert_cmpmem (content, length, g_bytes_get_data (self->bytes, NULL),
                   g_bytes_get_size (self->bytes));
}

/* What the child says after each command that was acknowledged to it. */
typedef struct
{
  char hash[65];
  guint position;
  guint n_commands;
} Report;

static void
send_report (RedanDocument *document, int pipe_end)
{
  g_autoptr (GBytes) bytes = document_bytes (document);
  g_autofree char *hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  Report report = { .n_commands = redan_document_get_n_commands (document, &report.position) };

  g_strlcpy (report.hash, hash, sizeof report.hash);
  if (write (pipe_end, &report, sizeof report) != sizeof report)
    _exit (3);
}

/* Works until it is killed; after @n_reports it does that itself. */
static G_NORETURN void
run_child (Fixture *self, int pipe_end, guint n_reports, guint32 seed)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  RedanDocument *document = redan_document_open (schema, self->path, self->stores, NULL, NULL);

  if (document == NULL || redan_document_get_warning (document) != NULL)
    _exit (4);
  send_report (document, pipe_end);
  for (guint n = 1; n < n_reports;)
    {
      guint what = g_rand_int_range (random, 0, 10);
      gboolean done;
      if (what == 0 && redan_document_can_undo (document))
        done = redan_document_undo (document, NULL);
      else if (what == 1 && redan_document_can_redo (document))
        done = redan_document_redo (document, NULL);
      else
        done = redan_document_apply (
            document, random_command (redan_document_get_model (document), random), NULL);
      if (!done)
        continue;
      send_report (document, pipe_end);
      n++;
    }
  kill (getpid (), SIGKILL);
  _exit (5);
}

/* Runs a child, kills it after it sent @kill_after reports or lets it end itself, and returns the
 * last report. */
static Report
run_and_kill (Fixture *self, guint n_reports, guint kill_after, guint *n_read_out)
{
  int ends[2];
  int status;
  Report last = { "" };
  Report report;
  guint n = 0;

  g_assert_cmpint (pipe (ends), ==, 0);
  guint32 seed = g_rand_int (self->random);
  pid_t child = fork ();
  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    {
      close (ends[0]);
      run_child (self, ends[1], n_reports, seed);
    }

  close (ends[1]);
  while (read (ends[0], &report, sizeof report) == sizeof report)
    {
      last = report;
      if (++n == kill_after)
        kill (child, SIGKILL);
    }
  close (ends[0]);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFSIGNALED (status) && WTERMSIG (status) == SIGKILL);
  *n_read_out = n;
  return last;
}

static char *
document_hash (RedanDocument *document)
{
  g_autoptr (GBytes) bytes = document_bytes (document);

  return g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
}

static RedanDocument *
open_after_kill (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  RedanDocument *document = redan_document_open (schema, self->path, self->stores, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (redan_document_get_warning (document), ==, NULL);
  assert_valid (redan_document_get_model (document));
  return document;
}

/* The child ends at an acknowledged command: exactly that state is found, and the next child goes
 * on from there. */
static void
test_kill_itself (Fixture *self, gconstpointer seed)
{
  for (guint round = 0; round < 25; round++)
    {
      guint n;
      guint position;
      Report last = run_and_kill (self, g_rand_int_range (self->random, 1, 40), 0, &n);
      g_autoptr (RedanDocument) document = open_after_kill (self);
      g_autofree char *hash = document_hash (document);
      g_assert_cmpstr (hash, ==, last.hash);
      g_assert_cmpuint (redan_document_get_n_commands (document, &position), ==, last.n_commands);
      g_assert_cmpuint (position, ==, last.position);

      if (round % 5 != 4)
        continue;
      undo_all (document);
      assert_bytes (document, self->bytes);
      redo_all (document);
    }
}

/* The child is killed at any instruction: all that was acknowledged is there, at most one command
 * more. */
static void
test_kill_anywhere (Fixture *self, gconstpointer seed)
{
  for (guint round = 0; round < 25; round++)
    {
      guint n;
      Report last = run_and_kill (self, 10000, g_rand_int_range (self->random, 1, 30), &n);
      g_autoptr (RedanDocument) document = open_after_kill (self);
      g_autofree char *hash = document_hash (document);
      guint position;
      guint n_commands = redan_document_get_n_commands (document, &position);
      g_assert_cmpuint (n_commands, >=, position);
      if (strcmp (hash, last.hash) != 0)
        {
          if (position > last.position)
            g_assert_true (redan_document_undo (document, NULL));
          else
            g_assert_true (redan_document_redo (document, NULL));
          g_autofree char *step_back = document_hash (document);
          g_assert_cmpstr (step_back, ==, last.hash);
        }
      undo_all (document);
      assert_bytes (document, self->bytes);
      redo_all (document);
    }
}

static void
count_cb (RedanDocument *document, const RedanEdit *edit, guint *count)
{
  g_assert_cmpuint (redan_edit_get_n_changes (edit), >, 0);
  (*count)++;
}

static void
notify_cb (GObject *object, GParamSpec *pspec, GString *seen)
{
  g_string_append_printf (seen, "%s ", pspec->name);
}

static void
test_signals (Fixture *self, gconstpointer seed)
{
  g_autoptr (RedanDocument) document = open_quietly (self, FALSE);
  g_autoptr (GString) seen = g_string_new (NULL);
  guint count = 0;
  gboolean can_undo;
  gboolean can_redo;
  gboolean modified;
  g_autofree char *title = NULL;
  g_autofree char *name = g_strdup (first_name (document));

  g_signal_connect (document, "changed", G_CALLBACK (count_cb), &count);
  g_signal_connect (document, "notify", G_CALLBACK (notify_cb), seen);
  rename_first (document, "first");
  g_assert_cmpuint (count, ==, 1);
  g_assert_nonnull (strstr (seen->str, "can-undo"));
  g_assert_nonnull (strstr (seen->str, "modified"));
  g_assert_true (redan_document_undo (document, NULL));
  g_assert_cmpstr (first_name (document), ==, name);
  g_assert_true (redan_document_redo (document, NULL));
  g_assert_cmpuint (count, ==, 3);
  g_assert_cmpstr (first_name (document), ==, "first");

  /* an edit that says what is so anyway is no command */
  rename_first (document, "first");
  g_assert_cmpuint (count, ==, 3);
  g_assert_cmpuint (redan_document_get_n_commands (document, NULL), ==, 1);

  g_object_get (document, "can-undo", &can_undo, "can-redo", &can_redo, "modified", &modified,
                "title", &title, NULL);
  g_assert_true (can_undo && !can_redo && modified);
  g_assert_cmpstr (title, ==, "Random");
  g_assert_nonnull (strstr (redan_document_get_undo_label (document), "Rename"));
  g_assert_null (redan_document_get_redo_label (document));
}

static void
test_new_command_drops_redo (Fixture *self, gconstpointer seed)
{
  g_autoptr (RedanDocument) document = open_quietly (self, FALSE);

  rename_first (document, "one");
  rename_first (document, "two");
  g_assert_true (redan_document_save (document, self->path, NULL));
  g_assert_true (redan_document_undo (document, NULL));
  g_assert_true (redan_document_is_modified (document));
  rename_first (document, "three");
  g_assert_cmpuint (redan_document_get_n_commands (document, NULL), ==, 2);
  g_assert_false (redan_document_can_redo (document));
  g_assert_true (redan_document_is_modified (document));
  undo_all (document);
  g_assert_true (redan_document_is_modified (document));
  redo_all (document);
  g_clear_object (&document);

  /* the saved state cannot be reached any more, what was done is kept nevertheless */
  document = open_quietly (self, TRUE);
  g_assert_cmpstr (first_name (document), ==, "three");
  g_assert_cmpuint (redan_document_get_n_commands (document, NULL), ==, 2);
}

static void
test_save (Fixture *self, gconstpointer seed)
{
  g_autoptr (RedanDocument) document = open_quietly (self, FALSE);
  g_autoptr (GError) error = NULL;
  g_autofree char *content = NULL;
  gsize length;

  apply_random (document, self->random, 20);
  redan_document_save (document, self->path, &error);
  g_assert_no_error (error);
  g_assert_false (redan_document_is_modified (document));
  g_autoptr (GBytes) saved = document_bytes (document);
  g_assert_true (g_file_get_contents (self->path, &content, &length, NULL));
  g_assert_cmpmem (content, length, g_bytes_get_data (saved, NULL), g_bytes_get_size (saved));
  apply_random (document, self->random, 20);
  g_clear_object (&document);

  document = open_quietly (self, TRUE);
  for (guint i = 0; i < 20; i++)
    g_assert_true (redan_document_undo (document, NULL));
  g_assert_false (redan_document_is_modified (document));
  assert_bytes (document, saved);
  undo_all (document);
  g_assert_true (redan_document_is_modified (document));
  assert_bytes (document, self->bytes);
}

static void
test_save_fails (Fixture *self, gconstpointer seed)
{
  g_autoptr (RedanDocument) document = open_quietly (self, FALSE);
  g_autoptr (GError) error = NULL;
  g_autofree char *nowhere = g_build_filename (self->directory, "missing", "model.redan", NULL);

  apply_random (document, self->random, 10);
  g_autoptr (GBytes) bytes = document_bytes (document);
  g_assert_false (redan_document_save (document, nowhere, &error));
  g_assert_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_IO);
  g_clear_error (&error);
  g_assert_false (redan_document_save (document, self->directory, &error));
  g_assert_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_IO);
  g_assert_true (redan_document_is_modified (document));
  g_assert_cmpstr (redan_document_get_path (document), ==, self->path);
  assert_bytes (document, bytes);
  g_clear_object (&document);

  document = open_quietly (self, TRUE);
  assert_bytes (document, bytes);
  undo_all (document);
  assert_bytes (document, self->bytes);
}

static void
test_save_as (Fixture *self, gconstpointer seed)
{
  g_autoptr (RedanDocument) document = open_quietly (self, FALSE);
  g_autofree char *old_path = g_strdup (self->path);

  rename_first (document, "renamed");
  g_free (self->path);
  self->path = g_build_filename (self->directory, "second.redan", NULL);
  g_assert_true (redan_document_save (document, self->path, NULL));
  g_assert_cmpstr (redan_document_get_warning (document), ==, NULL);
  rename_first (document, "unsaved");
  g_clear_object (&document);

  /* the history went with it */
  document = open_quietly (self, TRUE);
  g_assert_cmpstr (first_name (document), ==, "unsaved");
  g_assert_cmpuint (redan_document_get_n_commands (document, NULL), ==, 2);
  undo_all (document);
  assert_bytes (document, self->bytes);
  g_clear_object (&document);

  /* the old file is as it was, without history */
  g_free (self->path);
  self->path = g_steal_pointer (&old_path);
  document = open_quietly (self, FALSE);
  assert_bytes (document, self->bytes);
  g_assert_cmpuint (redan_document_get_n_commands (document, NULL), ==, 0);
}

/* Saving over a file that has unsaved changes of its own keeps those. */
static void
test_save_over_unsaved (Fixture *self, gconstpointer seed)
{
  g_autofree char *second = g_build_filename (self->directory, "second.redan", NULL);
  g_autoptr (RedanDocument) other = NULL;
  g_autoptr (RedanDocument) document = NULL;

  g_assert_true (g_file_set_contents (second, g_bytes_get_data (self->bytes, NULL),
                                      g_bytes_get_size (self->bytes), NULL));
  other = redan_document_open (schema, second, self->stores, NULL, NULL);
  rename_first (other, "precious");
  g_clear_object (&other);

  document = open_quietly (self, FALSE);
  rename_first (document, "mine");
  g_assert_true (redan_document_save (document, second, NULL));
  g_assert_nonnull (redan_document_get_warning (document));
  rename_first (document, "mine again");
  g_clear_object (&document);
  document = redan_document_open (schema, second, self->stores, NULL, NULL);
  g_assert_cmpstr (first_name (document), ==, "mine again");
  g_clear_object (&document);

  g_autoptr (GPtrArray) list = redan_document_list_recoverable (self->stores, NULL);
  g_assert_cmpuint (list->len, ==, 2);
  for (guint i = 0; i < list->len; i++)
    {
      const RedanRecoverable *recoverable = g_ptr_array_index (list, i);
      if (recoverable->path != NULL)
        continue;
      document = redan_document_recover (schema, self->stores, recoverable->key, NULL);
      g_assert_cmpstr (first_name (document), ==, "precious");
    }
  g_assert_nonnull (document);
}

static void
test_changed_by_other (Fixture *self, gconstpointer seed)
{
  g_autoptr (RedanDocument) document = open_quietly (self, FALSE);
  g_autoptr (RedanModel) model = random_model (schema, self->random, 3);
  g_autoptr (GBytes) other = model_bytes (model);

  rename_first (document, "mine");
  g_clear_object (&document);
  g_assert_true (redan_canonical_write_file (model, self->path, NULL));

  /* at the next start the file wins, the unsaved changes are a document of their own */
  document = open_document (self, FALSE);
  assert_bytes (document, other);
  g_assert_nonnull (redan_document_get_warning (document));
  g_autoptr (RedanDocument) kept =
      redan_document_recover (schema, self->stores, redan_document_get_kept (document), NULL);
  g_assert_cmpstr (first_name (kept), ==, "mine");
  g_assert_null (redan_document_get_path (kept));
  g_assert_cmpstr (redan_document_get_origin (kept), ==, self->path);
  g_assert_true (redan_document_is_modified (kept));
  undo_all (kept);
  assert_bytes (kept, self->bytes);
  g_assert_true (redan_document_is_modified (kept));
  rename_first (document, "again");
  g_clear_object (&document);
  document = open_quietly (self, TRUE);
  g_assert_cmpstr (first_name (document), ==, "again");
}

static void
test_stale_history (Fixture *self, gconstpointer seed)
{
  g_autoptr (RedanDocument) document = open_quietly (self, FALSE);
  g_autoptr (RedanModel) model = random_model (schema, self->random, 3);
  g_autoptr (GBytes) other = model_bytes (model);

  rename_first (document, "mine");
  g_assert_true (redan_document_save (document, self->path, NULL));
  g_clear_object (&document);
  g_assert_true (redan_canonical_write_file (model, self->path, NULL));
  document = open_quietly (self, FALSE);
  assert_bytes (document, other);
  g_assert_cmpuint (redan_document_get_n_commands (document, NULL), ==, 0);
}

/* The program ended after the file was written and before the store was told. */
static void
test_killed_while_saving (Fixture *self, gconstpointer seed)
{
  g_autoptr (RedanDocument) document = open_quietly (self, FALSE);
  g_autofree char *warning = NULL;
  g_autoptr (GError) error = NULL;

  rename_first (document, "written");
  g_autoptr (GBytes) bytes = document_bytes (document);
  g_autofree char *hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  g_clear_object (&document);
  char *key = realpath (self->path, NULL);
  RedanStore *store = redan_store_open (self->stores, key, &warning, &error);
  g_assert_no_error (error);
  g_assert_true (redan_store_announce (store, hash, NULL));
  redan_store_close (store);
  free (key);

  /* not written yet: still unsaved */
  document = open_quietly (self, TRUE);
  g_clear_object (&document);
  g_assert_true (redan_file_replace (self->path, bytes, NULL));
  document = open_quietly (self, FALSE);
  assert_bytes (document, bytes);
  g_assert_false (redan_document_is_modified (document));
  undo_all (document);
  assert_bytes (document, self->bytes);
  g_assert_true (redan_document_is_modified (document));
}

static void
test_two_documents (Fixture *self, gconstpointer seed)
{
  g_autoptr (RedanDocument) first = open_quietly (self, FALSE);
  g_autofree char *link_path = g_build_filename (self->directory, "link.redan", NULL);
  g_autofree char *other_path = g_build_filename (self->directory, "other.redan", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (symlink (self->path, link_path), ==, 0);
  rename_first (first, "first");
  g_assert_null (redan_document_open (schema, link_path, self->stores, NULL, &error));
  g_assert_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_IN_USE);
  g_clear_error (&error);

  /* one to look at: it takes no command, and is not saved as the file that the first has open */
  g_autoptr (RedanDocument) second = redan_document_open (schema, link_path, NULL, NULL, &error);
  g_assert_no_error (error);
  redan_document_set_read_only (second, TRUE);
  assert_bytes (second, self->bytes);
  const RedanModel *model = redan_document_get_model (second);
  RedanId id = redan_model_get_nth (model, REDAN_SECTION_ELEMENT, 0)->id;
  g_assert_false (
      redan_document_apply (second, redan_command_rename (model, &id, "second"), &error));
  g_assert_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_IN_USE);
  g_clear_error (&error);
  g_assert_false (redan_document_save (second, self->path, &error));
  g_assert_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_IN_USE);
  g_clear_error (&error);

  /* it sees what the first saves, and is free under another name */
  g_assert_true (redan_document_save (first, self->path, NULL));
  g_assert_true (redan_document_reload (second, "Reload", NULL));
  g_assert_cmpstr (first_name (second), ==, "first");
  g_assert_true (redan_document_is_read_only (second));
  g_assert_false (redan_document_can_undo (second));
  g_assert_true (redan_document_save (second, other_path, NULL));
  g_assert_false (redan_document_is_read_only (second));
  g_assert_true (redan_document_attach_file (second, self->stores, &error));
  rename_first (second, "second");
  g_clear_object (&second);
  second = redan_document_open (schema, other_path, self->stores, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (first_name (second), ==, "second");
  g_clear_object (&second);

  /* the file of another window is not written over */
  g_autoptr (RedanDocument) third =
      redan_document_open (schema, other_path, self->stores, NULL, NULL);
  g_assert_false (redan_document_save (third, self->path, &error));
  g_assert_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_IN_USE);
  g_clear_object (&first);
  g_assert_true (redan_document_save (third, self->path, NULL));
}

static void
test_attach (Fixture *self, gconstpointer seed)
{
  g_autoptr (RedanDocument) document = redan_document_new (schema);
  const RedanModel *model = redan_document_get_model (document);
  g_autoptr (GError) error = NULL;

  redan_document_apply (
      document, redan_command_add_element (model, "process", "P", NULL, NULL, NULL, NULL), &error);
  g_assert_no_error (error);
  redan_document_attach_store (document, self->stores, "untitled-1", &error);
  g_assert_no_error (error);
  redan_document_apply (
      document, redan_command_add_element (model, "store", "S", NULL, NULL, NULL, NULL), &error);
  g_assert_no_error (error);
  g_assert_true (barrier (document, &error));
  g_assert_true (redan_document_save (document, self->path, NULL));
  g_autoptr (GBytes) bytes = document_bytes (document);
  g_clear_object (&document);

  document = open_quietly (self, FALSE);
  assert_bytes (document, bytes);
  undo_all (document);
  g_assert_cmpuint (redan_model_get_n (redan_document_get_model (document), REDAN_SECTION_ELEMENT),
                    ==, 0);
}

static void
test_unreadable (Fixture *self, gconstpointer seed)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (redan_document_open (schema, self->directory, self->stores, NULL, &error));
  g_assert_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_IO);
  g_clear_error (&error);
  g_assert_true (g_file_set_contents (self->path, "<threat-model format=\"1\">", -1, NULL));
  g_assert_null (redan_document_open (schema, self->path, self->stores, NULL, &error));
  g_assert_true (error->domain == REDAN_MODEL_ERROR);
}

/* A snapshot is not touched by what comes after it. */
static void
test_snapshot (Fixture *self, gconstpointer seed)
{
  g_autoptr (RedanDocument) document = open_quietly (self, FALSE);
  g_autoptr (RedanSnapshot) snapshot = redan_document_snapshot (document);

  apply_random (document, self->random, 50);
  g_autoptr (GBytes) bytes = model_bytes (snapshot->model);
  g_assert_true (g_bytes_equal (bytes, self->bytes));
}

#define ADD(path, seed, function)                                                                  \
  g_test_add ("/document/" path, Fixture, GUINT_TO_POINTER (seed), set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  schema = random_schema ();
  ADD ("undo/500-in-memory", 1, test_500_in_memory);
  ADD ("undo/500-over-restart", 2, test_500_over_restart);
  ADD ("undo/new-command-drops-redo", 3, test_new_command_drops_redo);
  ADD ("kill/at-acknowledged-command", 4, test_kill_itself);
  ADD ("kill/anywhere", 5, test_kill_anywhere);
  ADD ("kill/while-saving", 6, test_killed_while_saving);
  ADD ("signals", 7, test_signals);
  ADD ("save/keeps-history", 8, test_save);
  ADD ("save/fails", 9, test_save_fails);
  ADD ("save/under-new-name", 10, test_save_as);
  ADD ("save/over-unsaved", 11, test_save_over_unsaved);
  ADD ("open/changed-by-other", 12, test_changed_by_other);
  ADD ("open/stale-history", 13, test_stale_history);
  ADD ("open/two-documents", 14, test_two_documents);
  ADD ("open/unreadable", 15, test_unreadable);
  ADD ("attach", 16, test_attach);
  ADD ("snapshot", 17, test_snapshot);

  int result = g_test_run ();
  redan_schema_unref (schema);
  return result;
}
