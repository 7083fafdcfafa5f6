/* SPDX-License-Identifier: Apache-2.0 */
/* Documents that were never saved, what is offered after a crash, and a file that another program
 * changes: nothing that was done is ever lost. */

#include <glib/gstdio.h>
#include <signal.h>
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
#include "tests/random-edits.h"

static RedanSchema *schema;

/* A model to begin with, an empty directory for stores, and the name of a file that is not there
 * yet.
 */
typedef struct
{
  GRand *random;
  RedanModel *model;
  char *directory;
  char *path;
  char *stores;
} Fixture;

static void
set_up (Fixture *self, gconstpointer seed)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *directory = g_dir_make_tmp ("redan-recovery-XXXXXX", &error);

  g_assert_no_error (error);
  char *real = realpath (directory, NULL);
  self->directory = g_strdup (real);
  free (real);
  self->random = g_rand_new_with_seed (GPOINTER_TO_UINT (seed));
  self->model = random_model (schema, self->random, 10);
  self->path = g_build_filename (self->directory, "model.redan", NULL);
  self->stores = g_build_filename (self->directory, "state", NULL);
}

static void
tear_down (Fixture *self, gconstpointer seed)
{
  remove_tree (self->directory);
  g_rand_free (self->random);
  redan_model_unref (self->model);
  g_free (self->directory);
  g_free (self->path);
  g_free (self->stores);
}

static GBytes *
document_bytes (RedanDocument *document)
{
  return model_bytes (redan_document_get_model (document));
}

static void
assert_bytes (RedanDocument *document, GBytes *expected)
{
  g_autoptr (GBytes) bytes = document_bytes (document);

  g_assert_true (g_bytes_equal (bytes, expected));
}

static void
assert_file (const char *path, GBytes *expected)
{
  g_autofree char *content = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &content, &length, NULL));
  g_assert_cmpmem (content, length, g_bytes_get_data (expected, NULL), g_bytes_get_size (expected));
}

static void
work (Fixture *self, RedanDocument *document, guint n)
{
  guint target = redan_document_get_n_commands (document, NULL) + n;

  while (redan_document_get_n_commands (document, NULL) < target)
    redan_document_apply (document,
                          random_command (redan_document_get_model (document), self->random), NULL);
}

static void
undo_all (RedanDocument *document)
{
  while (redan_document_can_undo (document))
    g_assert_true (redan_document_undo (document, NULL));
}

static void
redo_all (RedanDocument *document)
{
  while (redan_document_can_redo (document))
    g_assert_true (redan_document_redo (document, NULL));
}

static RedanDocument *
new_untitled (Fixture *self, const char *origin)
{
  RedanDocument *document = redan_document_new_for_model (redan_model_copy (self->model));
  g_autoptr (GError) error = NULL;

  redan_document_attach_untitled (document, self->stores, origin, &error);
  g_assert_no_error (error);
  return document;
}

static RedanDocument *
new_saved (Fixture *self)
{
  RedanDocument *document = new_untitled (self, NULL);

  g_assert_true (redan_document_save (document, self->path, NULL));
  return document;
}

static GPtrArray *
list_quietly (Fixture *self)
{
  g_autofree char *warning = NULL;
  GPtrArray *list = redan_document_list_recoverable (self->stores, &warning);

  g_assert_cmpstr (warning, ==, NULL);
  return list;
}

/* The one unsaved document that there is to be. */
static RedanRecoverable *
find_only (GPtrArray *list)
{
  g_assert_cmpuint (list->len, ==, 1);
  return g_ptr_array_index (list, 0);
}

static RedanDocument *
recover_only (Fixture *self)
{
  g_autoptr (GPtrArray) list = list_quietly (self);
  g_autoptr (GError) error = NULL;
  RedanDocument *document =
      redan_document_recover (schema, self->stores, find_only (list)->key, &error);

  g_assert_no_error (error);
  return document;
}

static guint
count_stores (Fixture *self)
{
  g_autoptr (GDir) listing = g_dir_open (self->stores, 0, NULL);
  const char *name;
  guint n = 0;

  while (listing != NULL && (name = g_dir_read_name (listing)) != NULL)
    n += g_str_has_suffix (name, ".db") ? 1 : 0;
  return n;
}

static void
test_untitled (Fixture *self, gconstpointer seed)
{
  g_autoptr (RedanDocument) document = new_untitled (self, "/somewhere/else.json");
  g_autoptr (GBytes) first = document_bytes (document);
  gint64 before = g_get_real_time () / G_USEC_PER_SEC;

  g_assert_true (redan_document_has_store (document));
  work (self, document, 30);
  g_autoptr (GBytes) last = document_bytes (document);
  g_autofree char *title = NULL;
  g_object_get (document, "title", &title, NULL);

  /* what is open now is not offered */
  g_autoptr (GPtrArray) list = list_quietly (self);
  g_assert_cmpuint (list->len, ==, 0);
  g_clear_pointer (&list, g_ptr_array_unref);
  g_assert_finalize_object (g_steal_pointer (&document));

  list = list_quietly (self);
  const RedanRecoverable *found = find_only (list);
  g_assert_null (found->path);
  g_assert_cmpstr (found->origin, ==, "/somewhere/else.json");
  g_assert_cmpstr (found->title, ==, title);
  g_assert_cmpuint (found->n_commands, ==, 30);
  g_assert_cmpint (found->time, >=, before);

  document = recover_only (self);
  assert_bytes (document, last);
  g_assert_null (redan_document_get_path (document));
  g_assert_cmpstr (redan_document_get_origin (document), ==, "/somewhere/else.json");
  g_assert_true (redan_document_is_modified (document));
  undo_all (document);
  assert_bytes (document, first);
  g_assert_false (redan_document_is_modified (document));
  redo_all (document);
  assert_bytes (document, last);

  /* saved, it is the document of its file, history included */
  g_assert_true (redan_document_save (document, self->path, NULL));
  g_assert_null (redan_document_get_origin (document));
  g_assert_null (redan_document_get_warning (document));
  g_clear_object (&document);
  g_clear_pointer (&list, g_ptr_array_unref);
  list = list_quietly (self);
  g_assert_cmpuint (list->len, ==, 0);
  g_assert_cmpuint (count_stores (self), ==, 1);
  document = redan_document_open (schema, self->path, self->stores, NULL, NULL);
  g_assert_cmpuint (redan_document_get_n_commands (document, NULL), ==, 30);
  undo_all (document);
  assert_bytes (document, first);
}

static void
test_title (Fixture *self, gconstpointer seed)
{
  g_autoptr (RedanDocument) document = redan_document_new (schema);
  g_autofree char *title = NULL;
  g_autoptr (RedanDocument) imported = redan_document_new (schema);
  g_autofree char *imported_title = NULL;

  g_assert_true (redan_document_attach_untitled (document, self->stores, NULL, NULL));
  g_object_get (document, "title", &title, NULL);
  g_assert_cmpstr (title, ==, "Untitled model");
  g_assert_true (
      redan_document_attach_untitled (imported, self->stores, "/models/shop.json", NULL));
  g_object_get (imported, "title", &imported_title, NULL);
  g_assert_cmpstr (imported_title, ==, "shop.json");
}

/* What nobody did anything to leaves nothing behind, however it ends. */
static void
test_litter (Fixture *self, gconstpointer seed)
{
  g_autoptr (RedanDocument) document = new_untitled (self, NULL);

  g_assert_cmpuint (count_stores (self), ==, 1);
  work (self, document, 3);
  undo_all (document);
  g_clear_object (&document);
  g_assert_cmpuint (count_stores (self), ==, 0);

  pid_t child = fork ();
  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    {
      new_untitled (self, NULL);
      _exit (0);
    }
  g_assert_cmpint (waitpid (child, NULL, 0), ==, child);
  g_assert_cmpuint (count_stores (self), ==, 1);
  g_autoptr (GPtrArray) list = list_quietly (self);
  g_assert_cmpuint (list->len, ==, 0);
  g_assert_cmpuint (count_stores (self), ==, 0);
}

static void
test_discard (Fixture *self, gconstpointer seed)
{
  g_autoptr (RedanDocument) document = new_untitled (self, NULL);
  g_autofree char *kept = NULL;

  work (self, document, 5);
  g_autoptr (GBytes) bytes = document_bytes (document);
  g_clear_object (&document);
  g_autoptr (GPtrArray) list = list_quietly (self);
  kept = redan_document_discard_store (self->stores, find_only (list)->key, NULL);
  g_assert_cmpstr (kept, ==, find_only (list)->key);
  g_clear_pointer (&list, g_ptr_array_unref);
  list = list_quietly (self);
  g_assert_cmpuint (list->len, ==, 0);

  /* thrown away by mistake */
  g_assert_true (redan_document_undiscard_store (self->stores, kept, NULL));
  document = recover_only (self);
  assert_bytes (document, bytes);

  /* by the window that has it open */
  g_assert_true (redan_document_discard (document, NULL));
  g_clear_object (&document);
  g_clear_pointer (&list, g_ptr_array_unref);
  list = list_quietly (self);
  g_assert_cmpuint (list->len, ==, 0);
}

/* Unsaved commands on a file: discarded, the file is what is opened; fetched back, they are a
 * document of their own. */
static void
test_discard_of_file (Fixture *self, gconstpointer seed)
{
  g_autoptr (RedanDocument) document = new_saved (self);
  g_autoptr (GBytes) saved = document_bytes (document);
  g_autofree char *kept = NULL;
  gboolean recovered;

  work (self, document, 5);
  g_autoptr (GBytes) bytes = document_bytes (document);
  g_clear_object (&document);
  g_autoptr (GPtrArray) list = list_quietly (self);
  g_assert_cmpstr (find_only (list)->path, ==, self->path);
  kept = redan_document_discard_store (self->stores, find_only (list)->key, NULL);
  g_assert_nonnull (kept);

  document = redan_document_open (schema, self->path, self->stores, &recovered, NULL);
  g_assert_false (recovered);
  g_assert_null (redan_document_get_warning (document));
  assert_bytes (document, saved);
  g_assert_true (redan_document_undiscard_store (self->stores, kept, NULL));
  g_autoptr (RedanDocument) fetched = recover_only (self);
  assert_bytes (fetched, bytes);
  g_assert_cmpstr (redan_document_get_origin (fetched), ==, self->path);
  undo_all (fetched);
  assert_bytes (fetched, saved);
}

static void
test_recover_file (Fixture *self, gconstpointer seed)
{
  g_autoptr (RedanDocument) document = new_saved (self);
  g_autoptr (GBytes) saved = document_bytes (document);

  work (self, document, 7);
  g_autoptr (GBytes) bytes = document_bytes (document);
  g_clear_object (&document);
  document = recover_only (self);
  g_assert_cmpstr (redan_document_get_path (document), ==, self->path);
  assert_bytes (document, bytes);
  undo_all (document);
  assert_bytes (document, saved);
}

/* The file that the commands were made on is not there any more: changed, or gone. */
static void
test_recover_changed_file (Fixture *self, gconstpointer seed)
{
  for (guint round = 0; round < 2; round++)
    {
      g_autoptr (RedanDocument) document = new_saved (self);
      g_autoptr (RedanModel) model = random_model (schema, self->random, 3);
      g_autoptr (GBytes) other = model_bytes (model);
      work (self, document, 7);
      g_autoptr (GBytes) bytes = document_bytes (document);
      g_clear_object (&document);
      if (round == 0)
        g_assert_true (redan_canonical_write_file (model, self->path, NULL));
      else
        g_assert_cmpint (g_unlink (self->path), ==, 0);

      document = recover_only (self);
      g_assert_null (redan_document_get_path (document));
      g_assert_cmpstr (redan_document_get_origin (document), ==, self->path);
      assert_bytes (document, bytes);
      g_assert_true (redan_document_is_modified (document));
      g_autofree char *copy = g_strconcat (self->path, "-copy.redan", NULL);
      g_assert_true (redan_document_save (document, copy, NULL));
      if (round == 0)
        assert_file (self->path, other);
      else
        g_assert_false (g_file_test (self->path, G_FILE_TEST_EXISTS));
    }
}

static void
test_damaged (Fixture *self, gconstpointer seed)
{
  g_autofree char *name = g_strnfill (64, 'a');
  g_autofree char *path = g_strconcat (self->stores, "/", name, ".db", NULL);
  g_autofree char *aside = g_strconcat (self->stores, "/", name, ".damaged-1.db", NULL);
  g_autofree char *warning = NULL;

  g_assert_cmpint (g_mkdir (self->stores, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, "This is no database, and long enough.", -1, NULL));
  g_autoptr (GPtrArray) list = redan_document_list_recoverable (self->stores, &warning);
  g_assert_cmpuint (list->len, ==, 0);
  g_assert_nonnull (warning);
  g_assert_nonnull (strstr (warning, aside));
  g_assert_true (g_file_test (aside, G_FILE_TEST_EXISTS));

  /* told once, and a directory that is not there is empty */
  g_autoptr (GPtrArray) again = list_quietly (self);
  g_assert_cmpuint (again->len, ==, 0);
  remove_tree (self->stores);
  g_autoptr (GPtrArray) none = list_quietly (self);
  g_assert_cmpuint (none->len, ==, 0);
}

/* The process ended between the two steps of moving a store: the key is written, the name is old.
 */
static void
test_half_moved (Fixture *self, gconstpointer seed)
{
  g_autoptr (RedanDocument) document = new_untitled (self, NULL);

  work (self, document, 3);
  g_autoptr (GBytes) bytes = document_bytes (document);
  g_clear_object (&document);
  g_autoptr (GPtrArray) list = list_quietly (self);
  g_autofree char *hash =
      g_compute_checksum_for_string (G_CHECKSUM_SHA256, find_only (list)->key, -1);
  g_autofree char *place = g_strconcat (self->stores, "/", hash, ".db", NULL);
  g_autofree char *name = g_strnfill (64, 'a');
  g_autofree char *old_place = g_strconcat (self->stores, "/", name, ".db", NULL);
  g_assert_cmpint (g_rename (place, old_place), ==, 0);
  document = recover_only (self);
  assert_bytes (document, bytes);
}

/* A second window offers what the first one has just recovered. */
static void
test_recover_twice (Fixture *self, gconstpointer seed)
{
  g_autoptr (RedanDocument) document = new_untitled (self, NULL);
  g_autoptr (GError) error = NULL;

  work (self, document, 3);
  g_clear_object (&document);
  g_autoptr (GPtrArray) list = list_quietly (self);
  const char *key = find_only (list)->key;
  document = redan_document_recover (schema, self->stores, key, NULL);
  g_assert_nonnull (document);
  g_assert_null (redan_document_recover (schema, self->stores, key, &error));
  g_assert_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_IN_USE);
  g_clear_error (&error);
  g_assert_null (redan_document_discard_store (self->stores, key, &error));
  g_assert_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_IN_USE);
  g_clear_error (&error);

  /* saved meanwhile */
  g_assert_true (redan_document_save (document, self->path, NULL));
  g_clear_object (&document);
  g_assert_null (redan_document_recover (schema, self->stores, key, &error));
  g_assert_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_STORE);
}

/* What the child says after each thing that was done. */
typedef struct
{
  char hash[65];
  gboolean saved;
} Report;

static char *
document_hash (RedanDocument *document)
{
  g_autoptr (GBytes) bytes = document_bytes (document);

  return g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
}

static void
send_report (RedanDocument *document, int pipe_end)
{
  g_autofree char *hash = document_hash (document);
  Report report = { .saved = !redan_document_is_modified (document) };

  g_strlcpy (report.hash, hash, sizeof report.hash);
  if (write (pipe_end, &report, sizeof report) != sizeof report)
    _exit (3);
}

/* Works on an untitled document, and saves it under one name and another, until it is killed. */
static G_NORETURN void
run_child (Fixture *self, int pipe_end, guint32 seed)
{
  g_autofree char *second = g_build_filename (self->directory, "second.redan", NULL);
  RedanDocument *document = new_untitled (self, NULL);

  g_rand_set_seed (self->random, seed);
  send_report (document, pipe_end);
  while (TRUE)
    {
      guint what = g_rand_int_range (self->random, 0, 20);
      gboolean done;
      if (what == 0)
        done = redan_document_save (document, g_rand_boolean (self->random) ? self->path : second,
                                    NULL);
      else if (what < 4 && redan_document_can_undo (document))
        done = redan_document_undo (document, NULL);
      else if (what < 6 && redan_document_can_redo (document))
        done = redan_document_redo (document, NULL);
      else
        done = redan_document_apply (
            document, random_command (redan_document_get_model (document), self->random), NULL);
      if (redan_document_get_warning (document) != NULL)
        _exit (4);
      if (done)
        send_report (document, pipe_end);
    }
}

static Report
run_and_kill (Fixture *self, guint kill_after)
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
      run_child (self, ends[1], seed);
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
  return last;
}

/* Whether the document is what the child said last, or one command before or after it. */
static gboolean
is_near (RedanDocument *document, const char *hash)
{
  g_autofree char *now = document_hash (document);
  gboolean near = strcmp (now, hash) == 0;

  if (!near && redan_document_can_undo (document))
    {
      g_assert_true (redan_document_undo (document, NULL));
      g_autofree char *before = document_hash (document);
      near = strcmp (before, hash) == 0;
      g_assert_true (redan_document_redo (document, NULL));
    }
  if (!near && redan_document_can_redo (document))
    {
      g_assert_true (redan_document_redo (document, NULL));
      g_autofree char *after = document_hash (document);
      near = strcmp (after, hash) == 0;
      g_assert_true (redan_document_undo (document, NULL));
    }
  return near;
}

/* The last state of the child is among what is offered, else in a file that it saved. */
static RedanDocument *
find_last (Fixture *self, const char *hash)
{
  g_autoptr (GPtrArray) list = list_quietly (self);
  static const char *const names[] = { "model.redan", "second.redan" };
  RedanDocument *found = NULL;

  for (guint i = 0; i < list->len; i++)
    {
      const RedanRecoverable *recoverable = g_ptr_array_index (list, i);
      RedanDocument *document =
          redan_document_recover (schema, self->stores, recoverable->key, NULL);
      g_assert_nonnull (document);
      g_assert_cmpstr (redan_document_get_warning (document), ==, NULL);
      assert_valid (redan_document_get_model (document));
      if (found == NULL && is_near (document, hash))
        found = document;
      else
        g_object_unref (document);
    }
  for (guint i = 0; found == NULL && i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (self->directory, names[i], NULL);
      g_autoptr (RedanDocument) document =
          redan_document_open (schema, path, self->stores, NULL, NULL);
      if (document != NULL && is_near (document, hash))
        found = g_steal_pointer (&document);
    }
  return found;
}

static void
test_kill_untitled (Fixture *self, gconstpointer seed)
{
  guint n_histories = 0;

  for (guint round = 0; round < 40; round++)
    {
      Report last = run_and_kill (self, g_rand_int_range (self->random, 1, 60));
      g_autoptr (RedanDocument) document = find_last (self, last.hash);
      if (document == NULL)
        {
          /* nothing was done, or all of it undone, and it was never saved */
          g_autoptr (RedanDocument) fresh = new_untitled (self, NULL);
          g_assert_true (is_near (fresh, last.hash));
        }
      else
        {
          g_autoptr (GBytes) bytes = document_bytes (document);
          n_histories += redan_document_get_n_commands (document, NULL) > 0 ? 1 : 0;
          undo_all (document);
          if (redan_document_get_n_commands (document, NULL) > 0)
            {
              g_autoptr (RedanDocument) fresh = new_untitled (self, NULL);
              g_autoptr (GBytes) first = document_bytes (fresh);
              assert_bytes (document, first);
            }
          redo_all (document);
          assert_valid (redan_document_get_model (document));
        }
      g_clear_object (&document);
      remove_tree (self->stores);
      g_unlink (self->path);
      g_autofree char *second = g_build_filename (self->directory, "second.redan", NULL);
      g_unlink (second);
    }
  g_assert_cmpuint (n_histories, >=, 30);
}

static void
test_reload (Fixture *self, gconstpointer seed)
{
  g_autoptr (RedanDocument) document = new_saved (self);
  g_autoptr (RedanModel) model = random_model (schema, self->random, 8);
  g_autoptr (GBytes) theirs = model_bytes (model);
  g_autoptr (GError) error = NULL;
  RedanFileState state;

  work (self, document, 5);
  g_autoptr (GBytes) mine = document_bytes (document);
  g_assert_true (redan_document_check_file (document, &state, NULL));
  g_assert_cmpint (state, ==, REDAN_FILE_SAME);
  g_assert_true (redan_canonical_write_file (model, self->path, NULL));
  g_assert_true (redan_document_check_file (document, &state, NULL));
  g_assert_cmpint (state, ==, REDAN_FILE_CHANGED);

  redan_document_reload (document, "Load the other version", &error);
  g_assert_no_error (error);
  assert_bytes (document, theirs);
  g_assert_false (redan_document_is_modified (document));
  g_assert_cmpstr (redan_document_get_undo_label (document), ==, "Load the other version");
  g_assert_true (redan_document_undo (document, NULL));
  assert_bytes (document, mine);
  g_assert_true (redan_document_is_modified (document));

  /* also after the end of the process */
  g_clear_object (&document);
  document = recover_only (self);
  assert_bytes (document, mine);
  g_assert_true (redan_document_redo (document, NULL));
  assert_bytes (document, theirs);
  g_assert_false (redan_document_is_modified (document));
  g_assert_true (redan_document_save (document, self->path, NULL));

  /* a file that cannot be read changes nothing */
  g_assert_true (g_file_set_contents (self->path, "<threat-model", -1, NULL));
  g_assert_false (redan_document_reload (document, "Reload", &error));
  g_assert_nonnull (error);
  assert_bytes (document, theirs);
  g_assert_cmpint (g_unlink (self->path), ==, 0);
  g_assert_true (redan_document_check_file (document, &state, NULL));
  g_assert_cmpint (state, ==, REDAN_FILE_GONE);
  g_assert_true (redan_document_save (document, self->path, NULL));
  assert_file (self->path, theirs);
}

static void
test_revert (Fixture *self, gconstpointer seed)
{
  g_autoptr (RedanDocument) document = new_saved (self);
  g_autoptr (GBytes) saved = document_bytes (document);
  g_autoptr (RedanDocument) untitled = redan_document_new (schema);
  g_autoptr (GError) error = NULL;

  work (self, document, 12);
  g_autoptr (GBytes) mine = document_bytes (document);
  g_assert_true (redan_document_reload (document, "Revert", NULL));
  assert_bytes (document, saved);
  g_assert_false (redan_document_is_modified (document));
  g_assert_cmpuint (redan_document_get_n_commands (document, NULL), ==, 13);
  g_assert_true (redan_document_undo (document, NULL));
  assert_bytes (document, mine);

  g_assert_false (redan_document_reload (untitled, "Revert", &error));
  g_assert_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_IO);
}

static void
count_cb (RedanDocument *document, const RedanEdit *edit, guint *count)
{
  (*count)++;
}

/* Through the history in one go: the same as step by step, told once, and in the store. */
static void
test_move_to (Fixture *self, gconstpointer seed)
{
  g_autoptr (RedanDocument) document = new_untitled (self, NULL);
  g_autoptr (GPtrArray) states = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  guint count = 0;
  guint position;

  g_ptr_array_add (states, document_bytes (document));
  for (guint i = 0; i < 40; i++)
    {
      work (self, document, 1);
      g_ptr_array_add (states, document_bytes (document));
    }
  g_signal_connect (document, "changed", G_CALLBACK (count_cb), &count);
  for (guint round = 0; round < 30; round++)
    {
      guint to = (guint) g_rand_int_range (self->random, 0, 41);
      guint before = count;
      guint from;
      redan_document_get_n_commands (document, &from);
      g_assert_true (redan_document_move_to (document, to, NULL));
      assert_bytes (document, g_ptr_array_index (states, to));
      g_assert_cmpuint (redan_document_get_n_commands (document, &position), ==, 40);
      g_assert_cmpuint (position, ==, to);
      g_assert_cmpuint (count - before, <=, from == to ? 0 : 1);
    }
  g_assert_true (redan_document_move_to (document, 17, NULL));
  g_clear_object (&document);
  document = recover_only (self);
  assert_bytes (document, g_ptr_array_index (states, 17));
  g_assert_true (redan_document_move_to (document, 40, NULL));
  assert_bytes (document, g_ptr_array_index (states, 40));
}

static void
synced_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  redan_document_barrier_finish (REDAN_DOCUMENT (source), result, &error);
  g_assert_no_error (error);
  (*(guint *) user_data)++;
}

static void
test_barrier (Fixture *self, gconstpointer seed)
{
  g_autoptr (RedanDocument) document = new_untitled (self, NULL);
  g_autoptr (RedanDocument) without = redan_document_new (schema);
  guint n = 0;

  work (self, document, 5);
  redan_document_barrier_async (document, synced_cb, &n);
  redan_document_barrier_async (without, synced_cb, &n);
  /* while it syncs the document goes on, and moves */
  work (self, document, 5);
  g_assert_true (redan_document_save (document, self->path, NULL));
  while (n < 2)
    g_main_context_iteration (NULL, TRUE);
  redan_document_barrier_async (document, synced_cb, &n);
  while (n < 3)
    g_main_context_iteration (NULL, TRUE);
}

/* Who opens a document waits for who only looks what there is to recover. */
static void
test_looking (Fixture *self, gconstpointer seed)
{
  g_autoptr (RedanDocument) document = new_saved (self);

  work (self, document, 3);
  g_clear_object (&document);
  pid_t child = fork ();
  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    while (TRUE)
      g_ptr_array_unref (redan_document_list_recoverable (self->stores, NULL));

  for (guint i = 0; i < 50; i++)
    {
      g_autoptr (GError) error = NULL;
      document = redan_document_open (schema, self->path, self->stores, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (redan_document_get_warning (document), ==, NULL);
      g_clear_object (&document);
    }
  g_assert_cmpint (kill (child, SIGKILL), ==, 0);
  g_assert_cmpint (waitpid (child, NULL, 0), ==, child);
}

/* Room for no more than @n bytes in any file. */
static void
limit_files (rlim_t n, struct rlimit *old)
{
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, old), ==, 0);
  struct rlimit tight = { n, old->rlim_max };
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &tight), ==, 0);
}

static void
test_full_disk (Fixture *self, gconstpointer seed)
{
  g_autoptr (RedanDocument) document = new_saved (self);
  g_autoptr (GBytes) saved = document_bytes (document);
  g_autoptr (GError) error = NULL;
  struct rlimit old;

  work (self, document, 10);
  g_autoptr (GBytes) mine = document_bytes (document);
  limit_files (1000, &old);
  gboolean done = redan_document_save (document, self->path, &error);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &old), ==, 0);
  g_assert_false (done);
  g_assert_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_IO);
  assert_file (self->path, saved);
  g_assert_true (redan_document_is_modified (document));
  work (self, document, 1);
  g_assert_true (redan_document_undo (document, NULL));
  g_clear_object (&document);

  document = recover_only (self);
  assert_bytes (document, mine);
  g_assert_true (redan_document_save (document, self->path, NULL));
  assert_file (self->path, mine);
}

/* A link stays a link, rights stay, and both names lead to one document. */
static void
test_save_through_link (Fixture *self, gconstpointer seed)
{
  g_autoptr (RedanDocument) document = new_saved (self);
  g_autofree char *link_path = g_build_filename (self->directory, "link.redan", NULL);
  struct stat status;
  gboolean recovered;

  g_clear_object (&document);
  g_assert_cmpint (symlink ("model.redan", link_path), ==, 0);
  g_assert_cmpint (g_chmod (self->path, 0640), ==, 0);
  document = redan_document_open (schema, link_path, self->stores, NULL, NULL);
  work (self, document, 4);
  g_autoptr (GBytes) bytes = document_bytes (document);
  g_assert_true (redan_document_save (document, link_path, NULL));
  g_assert_true (g_file_test (link_path, G_FILE_TEST_IS_SYMLINK));
  g_assert_cmpint (stat (self->path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 07777, ==, 0640);
  assert_file (self->path, bytes);
  work (self, document, 1);
  g_clear_object (&document);
  document = redan_document_open (schema, self->path, self->stores, &recovered, NULL);
  g_assert_true (recovered);
}

#define ADD(path, seed, function)                                                                  \
  g_test_add ("/recovery/" path, Fixture, GUINT_TO_POINTER (seed), set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  schema = random_schema ();
  ADD ("untitled", 1, test_untitled);
  ADD ("untitled/title", 2, test_title);
  ADD ("untitled/litter", 3, test_litter);
  ADD ("untitled/kill", 4, test_kill_untitled);
  ADD ("discard/untitled", 5, test_discard);
  ADD ("discard/file", 6, test_discard_of_file);
  ADD ("file", 7, test_recover_file);
  ADD ("file/changed", 8, test_recover_changed_file);
  ADD ("damaged", 9, test_damaged);
  ADD ("half-moved", 16, test_half_moved);
  ADD ("twice", 10, test_recover_twice);
  ADD ("reload", 11, test_reload);
  ADD ("reload/revert", 12, test_revert);
  ADD ("move-to", 17, test_move_to);
  ADD ("barrier", 18, test_barrier);
  ADD ("looking", 19, test_looking);
  ADD ("save/full-disk", 14, test_full_disk);
  ADD ("save/link", 15, test_save_through_link);

  int result = g_test_run ();
  redan_schema_unref (schema);
  return result;
}
