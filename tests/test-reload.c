/* SPDX-License-Identifier: Apache-2.0 */
/* A document whose file is read again, the way through its history, barriers, and files that cannot
 * be written: nothing that was done is ever lost. */

#include <glib/gstdio.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "model/canonical-writer.h"
#include "model/document.h"
#include "model/error.h"
#include "model/store.h"
#include "tests/random-edits.h"
#include "tests/recovery-fixture.h"

static void
test_reload (Fixture *self, gconstpointer seed)
{
  g_autoptr (RedanDocument) document = new_saved (self);
  g_autoptr (RedanModel) model = random_model (recovery_schema, self->random, 8);
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
  g_autoptr (RedanDocument) untitled = redan_document_new (recovery_schema);
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

/* A file that git left with marks of a conflict is opened with something else. */
static void
test_open_over (Fixture *self, gconstpointer seed)
{
  g_autoptr (RedanModel) model = random_model (recovery_schema, self->random, 8);
  g_autoptr (GBytes) ours = model_bytes (model);
  g_autoptr (RedanDocument) document = NULL;
  g_autoptr (GError) error = NULL;
  gboolean recovered;

  g_assert_true (g_file_set_contents (self->path, "<<<<<<< ours", -1, NULL));
  document = redan_document_open_over (redan_model_copy (model), self->path, self->stores,
                                       &recovered, &error);
  g_assert_no_error (error);
  g_assert_false (recovered);
  g_assert_true (redan_document_is_modified (document));
  work (self, document, 3);
  g_autoptr (GBytes) mine = document_bytes (document);

  g_clear_object (&document);
  document = redan_document_open_over (redan_model_copy (model), self->path, self->stores,
                                       &recovered, &error);
  g_assert_no_error (error);
  g_assert_true (recovered);
  assert_bytes (document, mine);
  g_assert_true (redan_document_save (document, self->path, &error));
  g_assert_no_error (error);
  assert_file (self->path, mine);
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
  g_autoptr (RedanDocument) without = redan_document_new (recovery_schema);
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
      document = redan_document_open (recovery_schema, self->path, self->stores, NULL, &error);
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
  document = redan_document_open (recovery_schema, link_path, self->stores, NULL, NULL);
  work (self, document, 4);
  g_autoptr (GBytes) bytes = document_bytes (document);
  g_assert_true (redan_document_save (document, link_path, NULL));
  g_assert_true (g_file_test (link_path, G_FILE_TEST_IS_SYMLINK));
  g_assert_cmpint (stat (self->path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 07777, ==, 0640);
  assert_file (self->path, bytes);
  work (self, document, 1);
  g_clear_object (&document);
  document = redan_document_open (recovery_schema, self->path, self->stores, &recovered, NULL);
  g_assert_true (recovered);
}

#define ADD(path, seed, function)                                                                  \
  g_test_add ("/reload/" path, Fixture, GUINT_TO_POINTER (seed), recovery_set_up, function,        \
              recovery_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  recovery_schema = random_schema ();
  ADD ("reload", 11, test_reload);
  ADD ("reload/revert", 12, test_revert);
  ADD ("reload/open-over", 13, test_open_over);
  ADD ("move-to", 17, test_move_to);
  ADD ("barrier", 18, test_barrier);
  ADD ("looking", 19, test_looking);
  ADD ("save/full-disk", 14, test_full_disk);
  ADD ("save/link", 15, test_save_through_link);

  int result = g_test_run ();
  redan_schema_unref (recovery_schema);
  return result;
}
