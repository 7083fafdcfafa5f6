/* SPDX-License-Identifier: Apache-2.0 */
/* A file that changes under an open document: merging, saving as compare-and-swap, and what stands
 * in the place of the file or of its lock. */

#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "model/canonical-reader.h"
#include "model/canonical-writer.h"
#include "model/command.h"
#include "model/conflict.h"
#include "model/document.h"
#include "model/error.h"
#include "model/file-lock.h"
#include "tests/random-edits.h"

#define N_SAVERS 4
#define N_SAVES 12

static RedanSchema *schema;

typedef struct
{
  char *directory;
  char *path;
  char *stores;
} Fixture;

static void
set_up (Fixture *self, gconstpointer unused)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  g_autoptr (RedanModel) model = random_model (schema, random, 12);

  self->directory = g_dir_make_tmp ("redan-changed-XXXXXX", NULL);
  self->path = g_build_filename (self->directory, "model.redan", NULL);
  self->stores = g_build_filename (self->directory, "stores", NULL);
  g_assert_true (redan_canonical_write_file (model, self->path, NULL));
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  remove_tree (self->directory);
  g_free (self->directory);
  g_free (self->path);
  g_free (self->stores);
}

static RedanDocument *
open_document (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  RedanDocument *document = redan_document_open (schema, self->path, self->stores, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (redan_document_get_warning (document), ==, NULL);
  return document;
}

static RedanModel *
read_file (const char *path)
{
  g_autoptr (GError) error = NULL;
  RedanModel *model = redan_canonical_read_file (schema, path, &error);

  g_assert_no_error (error);
  return model;
}

static const char *
get_name (const RedanModel *model, guint index)
{
  return redan_object_get_name (redan_model_get_nth (model, REDAN_SECTION_ELEMENT, index));
}

static void
rename_element (RedanDocument *document, guint index, const char *name)
{
  const RedanModel *model = redan_document_get_model (document);
  const RedanObject *element = redan_model_get_nth (model, REDAN_SECTION_ELEMENT, index);
  g_autoptr (GError) error = NULL;

  redan_document_apply (document, redan_command_rename (model, &element->id, name), &error);
  g_assert_no_error (error);
}

/* What another program does to the file. */
static void
rename_in_file (const char *path, guint index, const char *name)
{
  g_autoptr (RedanModel) model = read_file (path);
  const RedanObject *element = redan_model_get_nth (model, REDAN_SECTION_ELEMENT, index);
  g_autoptr (RedanEdit) edit = redan_command_rename (model, &element->id, name);

  g_assert_true (redan_edit_apply (edit, model, NULL));
  g_assert_true (redan_canonical_write_file (model, path, NULL));
}

static void
assert_names (const RedanModel *model, const char *first, const char *second)
{
  g_assert_cmpstr (get_name (model, 0), ==, first);
  g_assert_cmpstr (get_name (model, 1), ==, second);
  g_assert_true (is_valid (model));
}

static void
assert_file_names (Fixture *self, const char *first, const char *second)
{
  g_autoptr (RedanModel) model = read_file (self->path);

  assert_names (model, first, second);
}

/* Only the file itself, and the stores, are there. */
static void
assert_no_litter (Fixture *self)
{
  g_autoptr (GDir) listing = g_dir_open (self->directory, 0, NULL);

  for (const char *name = g_dir_read_name (listing); name != NULL; name = g_dir_read_name (listing))
    g_assert_false (g_str_has_prefix (name, ".#"));
}

static void
count_merged_cb (RedanDocument *document, guint n_conflicts, GPtrArray *notices, guint *counts)
{
  counts[0]++;
  counts[1] += n_conflicts;
}

static void
count_changed_cb (RedanDocument *document, const RedanEdit *edit, guint *count)
{
  (*count)++;
}

static void
test_clean (Fixture *self, gconstpointer unused)
{
  g_autoptr (RedanDocument) document = open_document (self);
  g_autofree char *old_first = g_strdup (get_name (redan_document_get_model (document), 0));
  g_autofree char *old_second = g_strdup (get_name (redan_document_get_model (document), 1));
  guint merged[2] = { 0 };
  guint n_changed = 0;
  g_autoptr (GError) error = NULL;

  g_signal_connect (document, "merged", G_CALLBACK (count_merged_cb), merged);
  rename_element (document, 0, "mine");
  rename_in_file (self->path, 1, "theirs");
  g_signal_connect (document, "changed", G_CALLBACK (count_changed_cb), &n_changed);
  redan_document_save (document, self->path, &error);
  g_assert_no_error (error);
  assert_file_names (self, "mine", "theirs");
  assert_names (redan_document_get_model (document), "mine", "theirs");
  g_assert_cmpuint (merged[0], ==, 1);
  g_assert_cmpuint (merged[1], ==, 0);
  g_assert_cmpuint (n_changed, ==, 1);
  g_assert_false (redan_document_is_modified (document));
  g_assert_false (redan_document_can_redo (document));
  assert_no_litter (self);

  /* one step takes back what they wrote */
  g_assert_true (redan_document_undo (document, NULL));
  assert_names (redan_document_get_model (document), "mine", old_second);
  g_assert_true (redan_document_undo (document, NULL));
  assert_names (redan_document_get_model (document), old_first, old_second);

  /* and is there after the end of the process */
  g_clear_object (&document);
  document = open_document (self);
  assert_names (redan_document_get_model (document), old_first, old_second);
  for (guint i = 0; i < 2; i++)
    g_assert_true (redan_document_redo (document, NULL));
  assert_names (redan_document_get_model (document), "mine", "theirs");
  g_assert_false (redan_document_is_modified (document));
}

static void
test_conflict (Fixture *self, gconstpointer unused)
{
  g_autoptr (RedanDocument) document = open_document (self);
  const RedanModel *model = redan_document_get_model (document);
  guint merged[2] = { 0 };
  g_autoptr (GError) error = NULL;

  g_signal_connect (document, "merged", G_CALLBACK (count_merged_cb), merged);
  rename_element (document, 0, "mine");
  rename_element (document, 1, "mine, too");
  rename_in_file (self->path, 0, "theirs");
  g_assert_false (redan_document_save (document, self->path, &error));
  g_assert_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_CHANGED);
  g_assert_cmpuint (merged[0], ==, 1);
  g_assert_cmpuint (merged[1], ==, 1);
  g_assert_cmpuint (redan_model_get_n (model, REDAN_SECTION_CONFLICT), ==, 1);
  const RedanObject *conflict = redan_model_get_nth (model, REDAN_SECTION_CONFLICT, 0);
  g_assert_cmpstr (redan_conflict_get_value (conflict, REDAN_CONFLICT_THEIRS), ==, "theirs");
  g_assert_cmpstr (get_name (model, 0), ==, "mine");
  g_autoptr (RedanModel) theirs = read_file (self->path);
  g_assert_cmpstr (get_name (theirs, 0), ==, "theirs");
  g_assert_true (redan_document_is_modified (document));

  /* it is all there after the end of the process, and is saved as it is or decided */
  g_clear_object (&document);
  document = open_document (self);
  model = redan_document_get_model (document);
  g_assert_true (redan_document_is_modified (document));
  g_assert_cmpuint (redan_model_get_n (model, REDAN_SECTION_CONFLICT), ==, 1);
  conflict = redan_model_get_nth (model, REDAN_SECTION_CONFLICT, 0);
  g_assert_true (redan_document_apply (
      document, redan_conflict_resolve (model, conflict, REDAN_CONFLICT_THEIRS), NULL));
  g_assert_true (redan_document_save (document, self->path, NULL));
  assert_file_names (self, "theirs", "mine, too");
}

/* As the window does it when it sees the file change, without saving. */
static void
test_merge_without_saving (Fixture *self, gconstpointer unused)
{
  g_autoptr (RedanDocument) document = open_document (self);
  g_autofree char *before = g_strdup (get_name (redan_document_get_model (document), 1));
  guint n_conflicts = 9;

  g_assert_true (redan_document_merge_file (document, &n_conflicts, NULL));
  g_assert_cmpuint (redan_document_get_n_commands (document, NULL), ==, 0);
  rename_element (document, 0, "mine");
  rename_in_file (self->path, 1, "theirs");
  g_assert_true (redan_document_merge_file (document, &n_conflicts, NULL));
  g_assert_cmpuint (n_conflicts, ==, 0);
  assert_names (redan_document_get_model (document), "mine", "theirs");
  g_assert_true (redan_document_is_modified (document));
  /* One command takes the file in, and takes it back. */
  g_assert_cmpuint (redan_document_get_n_commands (document, NULL), ==, 2);
  g_assert_cmpint (redan_document_get_saved_position (document), ==, -1);
  g_assert_true (redan_document_undo (document, NULL));
  assert_names (redan_document_get_model (document), "mine", before);
  g_assert_true (redan_document_redo (document, NULL));

  /* again, with their version as the base now */
  rename_in_file (self->path, 1, "theirs again");
  g_assert_true (redan_document_merge_file (document, &n_conflicts, NULL));
  g_assert_cmpuint (n_conflicts, ==, 0);
  assert_names (redan_document_get_model (document), "mine", "theirs again");
  g_clear_object (&document);
  document = open_document (self);
  assert_names (redan_document_get_model (document), "mine", "theirs again");

  /* what both did alike leaves nothing unsaved */
  rename_in_file (self->path, 0, "mine");
  g_assert_true (redan_document_merge_file (document, &n_conflicts, NULL));
  g_assert_false (redan_document_is_modified (document));
}

/* Until the file system stamps with another time than that of @status. */
static void
wait_for_another_stamp (Fixture *self, const struct stat *status)
{
  g_autofree char *path = g_build_filename (self->directory, "clock", NULL);
  const int fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  struct stat now;

  g_assert_cmpint (fd, >=, 0);
  do
    {
      g_assert_cmpint (futimens (fd, NULL), ==, 0);
      g_assert_cmpint (fstat (fd, &now), ==, 0);
    }
  while (now.st_ctim.tv_sec == status->st_ctim.tv_sec &&
         now.st_ctim.tv_nsec == status->st_ctim.tv_nsec);
  close (fd);
}

/* A file that is written in place with the same length and gets its old times back is another one.
 */
static void
test_same_stamp (Fixture *self, gconstpointer unused)
{
  g_autoptr (RedanDocument) document = open_document (self);
  g_autofree char *content = NULL;
  struct stat before;
  RedanFileState state;
  gsize length;
  int fd;

  rename_element (document, 0, "mine");
  g_assert_true (redan_document_save (document, self->path, NULL));
  /* the stamp becomes certain when the clock of the file system has moved on */
  g_assert_cmpint (stat (self->path, &before), ==, 0);
  wait_for_another_stamp (self, &before);
  g_assert_true (redan_document_check_file (document, &state, NULL));
  g_assert_cmpint (state, ==, REDAN_FILE_SAME);

  g_assert_true (g_file_get_contents (self->path, &content, &length, NULL));
  g_assert_cmpint (stat (self->path, &before), ==, 0);
  memcpy (strstr (content, "mine"), "MINE", 4);
  fd = open (self->path, O_WRONLY | O_CLOEXEC);
  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (pwrite (fd, content, length, 0), ==, (gssize) length);
  g_assert_cmpint (futimens (fd, (const struct timespec[]){ before.st_atim, before.st_mtim }), ==,
                   0);
  close (fd);
  g_assert_true (redan_document_check_file (document, &state, NULL));
  g_assert_cmpint (state, ==, REDAN_FILE_CHANGED);
}

/* Whoever writes once more within the same step of the clock leaves the same stamp. */
static void
test_step_of_the_clock (void)
{
  static const struct
  {
    struct timespec stamp;
    struct timespec now;
    gboolean is_past;
  } cases[] = {
    { { 100, 5 }, { 100, 5 }, FALSE },
    { { 100, 5 }, { 99, 999999999 }, FALSE },
    { { 100, 5 }, { 100, 4000005 }, TRUE },
    { { 100, 5 }, { 101, 0 }, TRUE },
    /* a file system with whole seconds: the whole second has the same stamp */
    { { 100, 0 }, { 100, 4000000 }, FALSE },
    { { 100, 0 }, { 100, 999999999 }, FALSE },
    { { 100, 0 }, { 101, 999999999 }, FALSE },
    { { 100, 0 }, { 102, 1 }, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      struct stat status = { .st_ctim = cases[i].stamp, .st_mtim = cases[i].stamp };

      g_assert_cmpint (redan_file_stamp_is_past (&status, &cases[i].now), ==, cases[i].is_past);
      /* an old time that was set is none of the write */
      status.st_mtim = (struct timespec){ 1, 0 };
      g_assert_cmpint (redan_file_stamp_is_past (&status, &cases[i].now), ==, cases[i].is_past);
      status.st_mtim = (struct timespec){ 1000, 0 };
      g_assert_false (redan_file_stamp_is_past (&status, &cases[i].now));
    }
}

/* Commands that were taken back, saved or not, do not confuse what the base is. */
static void
test_base_off_the_history (Fixture *self, gconstpointer unused)
{
  g_autoptr (RedanDocument) document = open_document (self);
  g_autofree char *old_second = g_strdup (get_name (redan_document_get_model (document), 1));

  rename_element (document, 0, "saved");
  g_assert_true (redan_document_save (document, self->path, NULL));
  g_assert_true (redan_document_undo (document, NULL));
  rename_element (document, 0, "mine");
  rename_in_file (self->path, 2, "theirs");
  g_assert_true (redan_document_save (document, self->path, NULL));
  assert_file_names (self, "mine", old_second);
  g_autoptr (RedanModel) model = read_file (self->path);
  g_assert_cmpstr (get_name (model, 2), ==, "theirs");
}

static void
test_unreadable (Fixture *self, gconstpointer unused)
{
  g_autoptr (RedanDocument) document = open_document (self);
  g_autofree char *content = NULL;
  g_autofree char *marked = NULL;
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;

  rename_element (document, 0, "mine");
  g_assert_true (g_file_get_contents (self->path, &content, NULL, NULL));
  marked = g_strconcat (content, "<<<<<<< HEAD\n=======\n>>>>>>> other\n", NULL);
  g_assert_true (g_file_set_contents (self->path, marked, -1, NULL));
  g_assert_false (redan_document_save (document, self->path, &error));
  g_assert_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_CHANGED);
  g_assert_true (g_file_get_contents (self->path, &after, NULL, NULL));
  g_assert_cmpstr (after, ==, marked);
  g_assert_cmpstr (get_name (redan_document_get_model (document), 0), ==, "mine");
  g_assert_cmpuint (redan_document_get_n_commands (document, NULL), ==, 1);
  assert_no_litter (self);

  g_assert_true (g_file_set_contents (self->path, content, -1, NULL));
  g_assert_true (redan_document_save (document, self->path, NULL));
}

/* Several programs save into one file at once: no save undoes another. */
static void
save_again_and_again (Fixture *self, guint index)
{
  RedanDocument *document = redan_document_open (schema, self->path, NULL, NULL, NULL);

  for (guint i = 0; i <= N_SAVES; i++)
    {
      g_autofree char *name = g_strdup_printf ("saver %u, %u", index, i);
      rename_element (document, index, name);
      for (;;)
        {
          g_autoptr (GError) error = NULL;

          if (redan_document_save (document, self->path, &error))
            break;
          /* Nothing waits for another one that writes. */
          if (!g_error_matches (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_BUSY))
            _exit (1);
          g_usleep (1000);
        }
    }
  _exit (0);
}

static void
test_no_lost_update (Fixture *self, gconstpointer unused)
{
  for (guint i = 0; i < N_SAVERS; i++)
    {
      pid_t child = fork ();
      g_assert_cmpint (child, >=, 0);
      if (child == 0)
        save_again_and_again (self, i);
    }
  for (guint i = 0; i < N_SAVERS; i++)
    {
      int status;
      g_assert_cmpint (wait (&status), >, 0);
      g_assert_true (WIFEXITED (status) && WEXITSTATUS (status) == 0);
    }

  g_autoptr (RedanModel) model = read_file (self->path);
  for (guint i = 0; i < N_SAVERS; i++)
    {
      g_autofree char *name = g_strdup_printf ("saver %u, %u", i, N_SAVES);
      g_assert_cmpstr (get_name (model, i), ==, name);
    }
  assert_no_litter (self);
}

static void
test_links (Fixture *self, gconstpointer unused)
{
  g_autofree char *symbolic = g_build_filename (self->directory, "symbolic.redan", NULL);
  g_autofree char *hard = g_build_filename (self->directory, "hard.redan", NULL);
  g_autoptr (RedanDocument) document = NULL;
  g_autoptr (GError) error = NULL;
  struct stat status;

  g_assert_cmpint (symlink ("model.redan", symbolic), ==, 0);
  g_assert_cmpint (link (self->path, hard), ==, 0);
  g_assert_cmpint (chmod (self->path, 0640), ==, 0);
  document = redan_document_open (schema, symbolic, self->stores, NULL, &error);
  g_assert_no_error (error);
  rename_element (document, 0, "mine");
  rename_in_file (hard, 1, "elsewhere");
  g_assert_cmpint (g_unlink (hard), ==, 0);
  g_assert_cmpint (link (self->path, hard), ==, 0);
  g_assert_true (redan_document_save (document, symbolic, &error));
  g_assert_no_error (error);
  g_assert_cmpint (lstat (symbolic, &status), ==, 0);
  g_assert_true (S_ISLNK (status.st_mode));
  g_assert_cmpint (stat (self->path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 07777, ==, 0640);
  g_assert_nonnull (strstr (redan_document_get_warning (document), "hard links"));
  g_autoptr (RedanModel) model = read_file (self->path);
  g_autoptr (RedanModel) other = read_file (hard);
  g_assert_cmpstr (get_name (model, 0), ==, "mine");
  g_assert_cmpstr (get_name (other, 0), !=, "mine");
}

static void
test_gone (Fixture *self, gconstpointer unused)
{
  g_autoptr (RedanDocument) document = open_document (self);
  RedanFileState state;
  g_autoptr (GError) error = NULL;

  rename_element (document, 0, "mine");
  g_assert_cmpint (g_unlink (self->path), ==, 0);
  g_assert_true (redan_document_check_file (document, &state, NULL));
  g_assert_cmpint (state, ==, REDAN_FILE_GONE);
  g_assert_true (redan_document_save (document, self->path, NULL));
  g_autoptr (RedanModel) model = read_file (self->path);
  g_assert_cmpstr (get_name (model, 0), ==, "mine");

  /* what is there now is no file */
  rename_element (document, 0, "mine again");
  g_assert_cmpint (g_unlink (self->path), ==, 0);
  g_assert_cmpint (mkfifo (self->path, 0600), ==, 0);
  g_assert_false (redan_document_save (document, self->path, &error));
  g_assert_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_IO);
  g_assert_true (redan_document_is_modified (document));
  assert_no_litter (self);
}

/* What a process left behind that was killed while it saved, or what bears the names by chance. */
static void
test_left_behind (Fixture *self, gconstpointer unused)
{
  g_autofree char *lock = g_build_filename (self->directory, ".#model.redan.lock", NULL);
  g_autofree char *temporary = g_build_filename (self->directory, ".#model.redan.tmp", NULL);
  g_autofree char *victim = g_build_filename (self->directory, "victim", NULL);
  g_autofree char *content = NULL;
  g_autoptr (RedanDocument) document = open_document (self);

  g_assert_true (g_file_set_contents (lock, "1", -1, NULL));
  g_assert_true (g_file_set_contents (temporary, "<threat-mod", -1, NULL));
  rename_element (document, 0, "one");
  g_assert_true (redan_document_save (document, self->path, NULL));
  assert_no_litter (self);

  g_assert_true (g_file_set_contents (victim, "stays", -1, NULL));
  g_assert_cmpint (symlink (victim, lock), ==, 0);
  g_assert_cmpint (symlink (victim, temporary), ==, 0);
  rename_element (document, 0, "two");
  g_assert_true (redan_document_save (document, self->path, NULL));
  assert_no_litter (self);
  g_assert_true (g_file_get_contents (victim, &content, NULL, NULL));
  g_assert_cmpstr (content, ==, "stays");
}

/* Who holds the lock is waited for. */
static void
test_wait (Fixture *self, gconstpointer unused)
{
  g_autofree char *lock = g_build_filename (self->directory, ".#model.redan.lock", NULL);
  g_autoptr (RedanDocument) document = open_document (self);
  int ends[2];
  char byte;

  g_assert_cmpint (pipe (ends), ==, 0);
  pid_t child = fork ();
  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    {
      int fd = open (lock, O_RDWR | O_CREAT, 0600);
      if (fd < 0 || flock (fd, LOCK_EX) != 0 || write (ends[1], "x", 1) != 1)
        _exit (1);
      /* while it is held the file becomes another one */
      g_usleep (100000);
      g_autoptr (RedanModel) model = redan_canonical_read_file (schema, self->path, NULL);
      const RedanObject *element = redan_model_get_nth (model, REDAN_SECTION_ELEMENT, 1);
      g_autoptr (RedanEdit) edit = redan_command_rename (model, &element->id, "theirs");
      redan_edit_apply (edit, model, NULL);
      g_autoptr (GBytes) bytes = redan_canonical_write (model);
      g_file_set_contents (self->path, g_bytes_get_data (bytes, NULL),
                           (gssize) g_bytes_get_size (bytes), NULL);
      _exit (0);
    }
  g_assert_cmpint (read (ends[0], &byte, 1), ==, 1);
  rename_element (document, 0, "mine");
  /* Saving itself blocks nobody: who may wait does so before. */
  redan_file_unlock (redan_file_lock (self->path, REDAN_LOCK_PATIENCE, NULL));
  g_assert_true (redan_document_save (document, self->path, NULL));
  assert_file_names (self, "mine", "theirs");
  g_assert_cmpint (waitpid (child, NULL, 0), ==, child);
  close (ends[0]);
  close (ends[1]);
}

static void
test_long_name (Fixture *self, gconstpointer unused)
{
  g_autofree char *name = g_strnfill (255, 'n');
  g_autofree char *path = g_build_filename (self->directory, name, NULL);
  g_autoptr (RedanDocument) document = open_document (self);

  g_assert_true (redan_document_save (document, path, NULL));
  g_autoptr (RedanModel) model = read_file (path);
  g_assert_nonnull (model);
  assert_no_litter (self);
}

#define ADD(path, function)                                                                        \
  g_test_add ("/changed-file/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  schema = random_schema ();
  ADD ("merge/clean", test_clean);
  ADD ("merge/conflict", test_conflict);
  ADD ("merge/without-saving", test_merge_without_saving);
  ADD ("same-stamp", test_same_stamp);
  g_test_add_func ("/changed-file/step-of-the-clock", test_step_of_the_clock);
  ADD ("merge/base-off-the-history", test_base_off_the_history);
  ADD ("merge/unreadable", test_unreadable);
  ADD ("save/no-lost-update", test_no_lost_update);
  ADD ("save/links", test_links);
  ADD ("save/gone", test_gone);
  ADD ("lock/left-behind", test_left_behind);
  ADD ("lock/wait", test_wait);
  ADD ("lock/long-name", test_long_name);

  int result = g_test_run ();
  redan_schema_unref (schema);
  return result;
}
